//! What changed between two points of knowledge on one subject, and what to ask about it.

use jiff::Timestamp;
use whitestone_model::{Day, Edition as Frozen, Edtf};
use whitestone_report::{Changes, Comparison, Edition, Letter, Questionnaire};
use whitestone_views::diff::Between;
use whitestone_views::questions::Question;
use whitestone_views::{Assurance, Change, diff};

use crate::show::{self, Request, Shown};
use crate::{AppError, Context, publish};

/// A point of knowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Point {
    /// What had been published by the end of this day.
    Published(Day),
    /// What was on record by this moment.
    Known(Timestamp),
    /// What a published edition rests on.
    Edition(Box<Frozen>),
}

impl Point {
    /// From what a person writes: the name of an edition of the subject; a year, a month or a day (published by its end);
    /// or a moment (on record by then).
    ///
    /// # Errors
    /// When it is none of these, or the ledger cannot be read.
    pub fn find(context: &Context<'_>, subject: &str, text: &str) -> Result<Self, AppError> {
        let subject = show::find_subject(context, subject)?;
        let members = show::members(context, &subject)?;
        let editions = publish::editions(context, &members)?;
        if let Some(edition) = editions.iter().find(|known| known.what.name == text) {
            return Ok(Self::Edition(Box::new(edition.what.clone())));
        }
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(Self::Known(moment));
        }
        let date = text.parse::<Edtf>().ok().filter(Edtf::is_stated);
        let last = date.and_then(|date| date.bounds().1.date());
        if let Some(last) = last {
            return Ok(Self::Published(Day::from_date(last)));
        }
        let names: Vec<&str> = editions
            .iter()
            .map(|known| known.what.name.as_str())
            .collect();
        let known = match names.as_slice() {
            [] => format!("{} has none yet", subject.name),
            names => format!("{} has {}", subject.name, names.join(", ")),
        };
        Err(AppError::Request(format!(
            "{text:?} is neither an edition ({known}) nor a year (2005), a month, a day (2005-12-31) or a moment (2026-11-22T10:00:00Z)"
        )))
    }

    /// The view from there.
    pub(crate) fn show(
        &self,
        context: &Context<'_>,
        subject: &str,
        assurance: Assurance,
    ) -> Result<Shown, AppError> {
        let request = |known, published| Request {
            subject: subject.to_owned(),
            property: None,
            known,
            published,
            assurance,
        };
        match self {
            Self::Published(day) => show::show(context, &request(None, Some(*day))),
            Self::Known(moment) => show::show(context, &request(Some(*moment), None)),
            Self::Edition(edition) => publish::view(context, edition),
        }
    }

    /// The name of the edition, if it is one.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Edition(edition) => &edition.name,
            Self::Published(_) | Self::Known(_) => "",
        }
    }
}

/// Two views and what differs between them.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The older.
    pub old: Shown,
    /// The newer, with the sources of both.
    pub new: Shown,
    /// What changed.
    pub changes: Vec<Change>,
    /// The same laid out.
    pub page: Changes,
}

/// What changed on a subject between two points. `profile` is the file of the newer profile, for links; may be empty.
///
/// # Errors
/// As [`show::show`].
pub fn diff_points(
    context: &Context<'_>,
    subject: &str,
    (from, to): (&Point, &Point),
    assurance: Assurance,
    profile: &str,
) -> Result<Compared, AppError> {
    let old = from.show(context, subject, assurance)?;
    let new = to.show(context, subject, assurance)?;
    Ok(compared(
        context,
        (old, from.name()),
        (new, to.name()),
        profile,
    ))
}

/// What changed between two views, each with the name of its edition, if it has one.
pub fn compared(
    context: &Context<'_>,
    (old, old_name): (Shown, &str),
    (mut new, new_name): (Shown, &str),
    profile: &str,
) -> Compared {
    let vocabulary = &context.knowledge.vocabulary;
    for (id, source) in &old.slice.sources {
        let known = new.slice.sources.entry(*id);
        known.or_insert_with(|| source.clone());
    }
    let between = Between {
        old: &old.view,
        new: &new.view,
        slice: &new.slice,
        vocabulary,
        to: new.asof.on,
    };
    let changes = diff(&between);
    let named = |name: &str, shown: &Shown| Edition {
        name: name.to_owned(),
        asof: shown.asof.clone(),
    };
    let page = whitestone_report::changes(&Comparison {
        between,
        old: &named(old_name, &old),
        new: &named(new_name, &new),
        changes: &changes,
        profile,
    });
    Compared {
        old,
        new,
        changes,
        page,
    }
}

/// What there is to ask about a subject, with the words for it.
///
/// # Errors
/// As [`show::show`].
pub fn questions<'a>(
    context: &'a Context<'_>,
    request: &Request,
    letter: Option<&Letter>,
) -> Result<(Vec<Question<'a>>, Questionnaire), AppError> {
    let vocabulary = &context.knowledge.vocabulary;
    let shown = show::show(context, request)?;
    let on = shown.asof.on;
    let asked = whitestone_views::questions(&shown.view, vocabulary, on);
    let laid =
        whitestone_report::questionnaire(&asked, &shown.view, &shown.slice, vocabulary, on, letter);
    Ok((asked, laid))
}
