//! Publications: a view laid out in the form that its readers know, and editions: publications frozen for good.
//!
//! A profile is a function of the ledger and the request. An edition keeps the request, the versions in force and a hash
//! of the bytes; publishing it again makes the same files, and says so, or says what has changed since.

use whitestone_ledger::Batch;
use whitestone_model::{Edition as Frozen, EditionId, Fingerprint, Recorded, Subject, SubjectKey};
use whitestone_report::{Changes, Edition, Profile};
use whitestone_views::Assurance;

use crate::diff::{Point, compared};
use crate::show::{self, Request, Shown};
use crate::{AppError, Context, findings};

/// A form in which pages are printed.
struct Form {
    /// How the names of its files end.
    ending: &'static str,
    profile: fn(&Profile) -> String,
    changes: fn(&Changes) -> String,
}

/// All of them. The hash of an edition is that of its files: with one form more every edition on record is made
/// otherwise than it was.
const FORMS: [Form; 2] = [
    Form {
        ending: "html",
        profile: whitestone_report::html,
        changes: whitestone_report::html::changes,
    },
    Form {
        ending: "md",
        profile: whitestone_report::markdown,
        changes: whitestone_report::markdown::changes,
    },
];

/// A file to write: its name and its text.
pub type File = (String, String);

/// An edition and its files.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The edition as it is on record.
    pub edition: Frozen,
    /// The profile, and what changed since the edition before, each as HTML and as Markdown.
    pub files: Vec<File>,
    /// How it came to be.
    pub made: Made,
}

/// How an edition came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// For the first time: it is on record now.
    Now,
    /// Again, and byte for byte as it was.
    Again,
    /// Again, and not as it was; with what is different since.
    Otherwise(Vec<String>),
}

/// Makes the profile of a subject as files, with the page of what changed since an earlier point, where one is named.
/// Equal requests on an unchanged record give equal bytes.
///
/// # Errors
/// As [`show::show`].
pub fn profile(
    context: &Context<'_>,
    request: &Request,
    since: Option<&Point>,
) -> Result<Vec<File>, AppError> {
    let shown = show::show(context, request)?;
    let stem = stem(&shown.subject);
    let old = match since {
        Some(point) => Some((
            point.show(context, &request.subject, request.assurance)?,
            point.name(),
        )),
        None => None,
    };
    Ok(pages(context, shown, "", &stem, old))
}

/// Publishes an edition under a name, or makes one that is on record again.
///
/// # Errors
/// When the name is empty, or spelled like that of another edition; when nothing is on record; as [`show::show`].
pub fn publish(
    context: &mut Context<'_>,
    request: &Request,
    name: &str,
) -> Result<Issue, AppError> {
    let shown = show::show(context, request)?;
    let all = editions(context, &shown.members)?;
    if let Some(known) = all.iter().find(|known| known.what.name == name) {
        return again(context, known.what.clone());
    }
    refuse(name, &all)?;
    let Some(known) = shown.asof.known else {
        return Err(AppError::Request(
            "the ledger is empty: add documents first".into(),
        ));
    };
    let mut edition = Frozen {
        id: EditionId::new(context.ids.next()),
        name: name.to_owned(),
        subject: shown.subject.clone(),
        known,
        published: request.published,
        with_candidates: request.assurance.takes_candidates(),
        on: shown.asof.on,
        rules_version: context.knowledge.rules.version().to_owned(),
        vocabulary: context.knowledge.fingerprint,
        tool: context.tool.clone(),
        content: Fingerprint::of(b""),
    };
    let files = files(context, &edition)?;
    edition.content = content(&files);
    let batch = Batch {
        editions: vec![edition.clone()],
        ..Batch::default()
    };
    let stamp = context.stamp(&format!("edition {name}"));
    context.ledger.append(&batch, &stamp)?;
    Ok(Issue {
        edition,
        files,
        made: Made::Now,
    })
}

/// A name that an edition cannot have.
fn refuse(name: &str, all: &[Recorded<Frozen>]) -> Result<(), AppError> {
    if slug(name).is_empty() {
        return Err(AppError::Request(
            "an edition needs a name with a letter or a number in it; give it with --name".into(),
        ));
    }
    let alike = all
        .iter()
        .find(|known| slug(&known.what.name) == slug(name));
    alike.map_or(Ok(()), |alike| {
        Err(AppError::Request(format!(
            "there is an edition \u{201c}{}\u{201d} already, and its files would have the same names; take another name",
            alike.what.name
        )))
    })
}

/// The editions of subjects that are one, oldest first.
///
/// # Errors
/// When the ledger cannot be read.
pub fn editions(
    context: &Context<'_>,
    members: &[SubjectKey],
) -> Result<Vec<Recorded<Frozen>>, AppError> {
    let mut all = context.ledger.editions()?;
    all.retain(|known| members.contains(&known.what.subject.key()));
    Ok(all)
}

/// The view that an edition rests on.
///
/// # Errors
/// As [`show::show`].
pub fn view(context: &Context<'_>, edition: &Frozen) -> Result<Shown, AppError> {
    let request = Request {
        subject: String::new(),
        property: None,
        known: Some(edition.known),
        published: edition.published,
        assurance: Assurance::with_candidates(edition.with_candidates),
    };
    let mut shown = show::show_subject(context, edition.subject.clone(), &request)?;
    // Under the name that it had, whatever it is called since.
    shown.subject = edition.subject.clone();
    shown.view.subject = edition.subject.clone();
    Ok(shown)
}

/// The edition of the same subject that was published before this one.
fn before(context: &Context<'_>, edition: &Frozen) -> Result<Option<Frozen>, AppError> {
    let all = editions(context, &[edition.subject.key()])?;
    let earlier = all.into_iter().map(|known| known.what);
    Ok(earlier.take_while(|other| other.id != edition.id).last())
}

/// Makes an edition again and compares it with what was written then.
fn again(context: &Context<'_>, edition: Frozen) -> Result<Issue, AppError> {
    let files = files(context, &edition)?;
    let made = if content(&files) == edition.content {
        Made::Again
    } else {
        Made::Otherwise(differences(context, &edition))
    };
    Ok(Issue {
        edition,
        files,
        made,
    })
}

fn differences(context: &Context<'_>, edition: &Frozen) -> Vec<String> {
    let knowledge = context.knowledge;
    let mut found = Vec::new();
    if knowledge.fingerprint != edition.vocabulary {
        found.push("the vocabulary in force is not the one it was written with".to_owned());
    }
    if context.tool != edition.tool {
        found.push(format!(
            "it was written by {}, this is {}",
            edition.tool, context.tool
        ));
    }
    if found.is_empty() {
        found.push(
            "program and vocabulary are those it was written with: run `whitestone check`"
                .to_owned(),
        );
    }
    found
}

/// The files of an edition.
fn files(context: &Context<'_>, edition: &Frozen) -> Result<Vec<File>, AppError> {
    let shown = view(context, edition)?;
    let stem = format!("{}-{}", stem(&edition.subject), slug(&edition.name));
    let before = before(context, edition)?;
    let old = match &before {
        Some(before) => Some((view(context, before)?, before.name.as_str())),
        None => None,
    };
    Ok(pages(context, shown, &edition.name, &stem, old))
}

/// The profile, and the page of what changed since an older view, where there is one; each leads to the other.
fn pages(
    context: &Context<'_>,
    shown: Shown,
    name: &str,
    stem: &str,
    old: Option<(Shown, &str)>,
) -> Vec<File> {
    let of_profile = |profile: Profile| -> Vec<File> {
        let file = |form: &Form| (format!("{stem}.{}", form.ending), (form.profile)(&profile));
        FORMS.iter().map(file).collect()
    };
    let Some(old) = old else {
        return of_profile(laid_out(context, &shown, name, None));
    };
    let compared = compared(context, old, (shown, name), &format!("{stem}.html"));
    let page = &compared.page;
    let changes = changes_stem(stem);
    let link = (format!("{changes}.html"), page.label("since").to_owned());
    let mut files = of_profile(laid_out(context, &compared.new, name, Some(link)));
    files.extend(of_changes(page, &changes));
    files
}

/// The page of what changed, in every form.
pub fn of_changes(page: &Changes, stem: &str) -> Vec<File> {
    let file = |form: &Form| (format!("{stem}.{}", form.ending), (form.changes)(page));
    FORMS.iter().map(file).collect()
}

/// A view as a profile, with a link to the page of what changed, where there is one.
fn laid_out(
    context: &Context<'_>,
    shown: &Shown,
    name: &str,
    changes: Option<(String, String)>,
) -> Profile {
    let edition = Edition {
        name: name.to_owned(),
        asof: shown.asof.clone(),
    };
    let vocabulary = &context.knowledge.vocabulary;
    let mut profile = whitestone_report::profile(&shown.view, &shown.slice, vocabulary, &edition);
    profile.changes = changes.unwrap_or_default();
    let found = findings::of_shown(context, shown);
    let on = shown.asof.on;
    whitestone_report::flag(
        &mut profile,
        &found,
        &shown.view,
        &shown.slice,
        vocabulary,
        on,
    );
    profile
}

/// The hash of all files, names and texts.
fn content(files: &[File]) -> Fingerprint {
    let mut bytes = Vec::new();
    for (name, text) in files {
        for part in [name, text] {
            bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            bytes.extend(part.as_bytes());
        }
    }
    Fingerprint::of(&bytes)
}

/// Stem of the names of files about a subject: `kyrgyzstan`.
pub fn stem(subject: &Subject) -> String {
    slug(&subject.name)
}

/// The stem of the page of what changed, beside that of the profile.
pub fn changes_stem(stem: &str) -> String {
    format!("{stem}-changes")
}

/// A name as part of a file's name: small letters and digits, everything else a hyphen. The names of
/// files are part of the hash of an edition.
fn slug(name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() { c } else { '-' }
    };
    let text: String = name.to_lowercase().chars().map(plain).collect();
    text.trim_matches('-').to_owned()
}
