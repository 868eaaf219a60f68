//! The same report in another format says the same.
//!
//! The example notes of this project are turned into Word documents and PDFs, by the code in `made` (real footnotes, one
//! and two columns) and by LibreOffice. Each must give the claims of the text: subject, property, value, time, modality,
//! claimants and qualifiers. Quotes are compared with the new text. The same is done with the shared reports where they
//! are at hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use whitestone_app::Knowledge;
use whitestone_app::knowledge::Overrides;
use whitestone_model::record::FactRecord;
use whitestone_model::{Document, DocumentMeta};

use super::made::as_docx;

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Overrides::default()).unwrap());

/// Every section.
const ALL: &[&str] = &[];
/// But for boxes and tables: where the words of a narrow cell are driven apart, some rows come apart with them.
const TEXT: &[&str] = &["table", "key_data"];

/// How many claims say a thing, by all that they say.
type Claims = BTreeMap<String, usize>;

fn read(bytes: &[u8], name: &str) -> Document {
    whitestone_formats::read(bytes, name, &DocumentMeta::default(), &KNOWLEDGE.vocabulary)
}

/// The claims of a document, but for those of these sections. Their quotes are compared with its text on the way.
fn claims(document: &Document, but: &[&str]) -> Claims {
    let mut claims = Claims::new();
    for candidate in KNOWLEDGE.rules.extract(document) {
        for passage in candidate.assertion.passages() {
            assert_eq!(document.quote(&passage.ranges), passage.quote);
        }
        let fact = FactRecord::of(candidate, "");
        if fact
            .qualifiers
            .get("section")
            .is_some_and(|section| but.contains(&section.as_str()))
        {
            continue;
        }
        let said = format!(
            "{} {} {} {:?} {} {:?} {:?} {:?}",
            fact.subject,
            fact.property,
            value(&fact),
            fact.state,
            fact.when,
            fact.modality,
            fact.claimant,
            fact.qualifiers
        );
        *claims.entry(said).or_default() += 1;
    }
    claims
}

/// A value as JSON. Between a label and its value stands a colon, a tab or a border: its words are compared alone.
fn value(fact: &FactRecord) -> String {
    let mut value = fact.value.clone();
    if let Some(words) = &mut value.words {
        let parts: Vec<&str> = words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect();
        *words = parts.join(" ");
    }
    serde_json::to_string(&value).unwrap()
}

/// What one has more than the other.
fn beyond(one: &Claims, other: &Claims) -> Vec<String> {
    let more = |(said, count): (&String, &usize)| {
        let there = other.get(said).copied().unwrap_or(0);
        (*count > there).then(|| format!("{} x {said}", count - there))
    };
    one.iter().filter_map(more).collect()
}

/// Both sides of the difference as lines; empty where there is none.
fn difference(text: &Claims, other: &Claims) -> String {
    let lost = beyond(text, other)
        .into_iter()
        .map(|said| format!("  lost  {said}\n"));
    let new = beyond(other, text)
        .into_iter()
        .map(|said| format!("  new   {said}\n"));
    lost.chain(new).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of a folder with one of these endings, sorted.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_one = |path: &PathBuf| {
        path.extension()
            .is_some_and(|e| endings.iter().any(|ending| e == *ending))
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(is_one)
        .collect();
    found.sort();
    found
}

fn examples() -> Vec<PathBuf> {
    let found = files(&root().join("examples"), &["txt", "html"]);
    assert!(found.len() >= 8, "{found:?}");
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Converts files with LibreOffice into a folder; `false` where there is none to start.
fn convert(files: &[PathBuf], to: &str, into: &Path) -> bool {
    if files.is_empty() {
        return true;
    }
    let profile = format!(
        "-env:UserInstallation=file://{}",
        into.join("profile").display()
    );
    let started = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", to, "--outdir"])
        .arg(into)
        .args(files)
        .output();
    let Ok(run) = started else {
        return false;
    };
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(
        run.status.success(),
        "soffice ended with {}: {said}",
        run.status
    );
    true
}

/// Converts documents and compares each one's claims with those it was made from; gives the differences.
fn compare(sources: &[PathBuf], to: &str, but: &[&str]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    if !convert(sources, to, folder.path()) {
        return None;
    }
    let ending = to.split(':').next().unwrap();
    let mut differences = Vec::new();
    for source in sources {
        let text = read(&std::fs::read(source).unwrap(), &name(source));
        let made = folder.path().join(name(source)).with_extension(ending);
        let bytes = std::fs::read(&made).unwrap_or_else(|e| panic!("{}: {e}", made.display()));
        let other = read(&bytes, &name(&made));
        let difference = difference(&claims(&text, but), &claims(&other, but));
        if !difference.is_empty() {
            differences.push(format!("{}:\n{difference}", name(&made)));
        }
    }
    Some(differences)
}

#[test]
fn a_word_document_with_real_notes_says_what_the_text_says() {
    for source in examples() {
        let text = read(&std::fs::read(&source).unwrap(), &name(&source));
        let made = read(&as_docx(&text, 1), "made.docx");
        let difference = difference(&claims(&text, &[]), &claims(&made, &[]));
        assert!(difference.is_empty(), "{}:\n{difference}", name(&source));
        let linked = |document: &Document| {
            document
                .markers
                .iter()
                .filter(|marker| marker.note.is_some())
                .count()
        };
        assert_eq!(linked(&made), linked(&text), "{}", name(&source));
    }
}

#[test]
fn what_libreoffice_makes_of_the_examples_says_the_same() {
    let (html, text): (Vec<PathBuf>, Vec<PathBuf>) = examples()
        .into_iter()
        .partition(|path| name(path).ends_with("html"));
    for (sources, to, but) in [
        (&text, "docx", ALL),
        (&text, "pdf", ALL),
        (&text, "html", ALL),
        (&html, "pdf", ALL),
    ] {
        match compare(sources, to, but) {
            Some(differences) => {
                assert!(differences.is_empty(), "{to}\n{}", differences.join("\n"));
            }
            None => {
                return println!(
                    "skipped: what_libreoffice_makes_of_the_examples_says_the_same: soffice is not installed"
                );
            }
        }
    }
}

#[test]
fn printed_pages_with_footnotes_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = String::new();
    for columns in [1, 2] {
        let mut made = Vec::new();
        for source in examples() {
            let text = read(&std::fs::read(&source).unwrap(), &name(&source));
            let path = folder.path().join(name(&source)).with_extension("docx");
            std::fs::write(&path, as_docx(&text, columns)).unwrap();
            made.push(path);
        }
        let but = if columns == 1 { ALL } else { TEXT };
        match compare(&made, "pdf", but) {
            Some(differences) if differences.is_empty() => {}
            Some(differences) => wrong += &format!("{columns} columns\n{}", differences.join("\n")),
            None => {
                return println!(
                    "skipped: printed_pages_with_footnotes_say_the_same: soffice is not installed"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told where its corpus lies"
)]
#[test]
fn shared_reports_say_the_same_in_every_format() {
    let shared = std::env::var_os("WHITESTONE_CORPUS")
        .map_or_else(|| root().join("../shared"), PathBuf::from);
    let reports = files(&shared.join("corpus/reports"), &["txt"]);
    if reports.is_empty() {
        return println!("skipped: shared_reports_say_the_same_in_every_format: no shared corpus");
    }
    for to in ["docx", "pdf", "html"] {
        match compare(&reports, to, ALL) {
            Some(differences) => {
                assert!(differences.is_empty(), "{to}\n{}", differences.join("\n"));
            }
            None => {
                return println!(
                    "skipped: shared_reports_say_the_same_in_every_format: soffice is not installed"
                );
            }
        }
    }
}
