//! The same report in another dress gives the same claims.
//!
//! Each dress changes the bytes of a report and nothing that it says. What the rules find must agree, claim by claim:
//! subject, property, value, time, modality, claimants, qualifiers, notes and quote, with white space and quotation
//! marks alike; and each passage must stand in the new bytes where it says.

use std::collections::BTreeMap;
use std::fs;

use whitestone_app::Knowledge;
use whitestone_app::knowledge::Overrides;
use whitestone_model::record::FactRecord;
use whitestone_model::{Document, DocumentMeta, Span};

use crate::{root, shared};

/// A dress: its name, the encoding to name, and the text in it.
struct Dress {
    name: &'static str,
    encoding: &'static str,
    put_on: fn(&str) -> Vec<u8>,
}

const DRESSES: [Dress; 9] = [
    dress("wrapped at 80 columns", |text| wrapped(text).into_bytes()),
    dress("CRLF", |text| text.replace('\n', "\r\n").into_bytes()),
    dress("byte order mark", |text| {
        format!("\u{feff}{text}").into_bytes()
    }),
    Dress {
        name: "windows-1252",
        encoding: "windows-1252",
        put_on: windows_1252,
    },
    dress("straight quotes", |text| straight(text).into_bytes()),
    dress("curly quotes", |text| curly(text).into_bytes()),
    dress("page breaks in paragraphs", |text| paged(text).into_bytes()),
    dress("page breaks in wrapped paragraphs", |text| {
        wrapped(&paged(text)).into_bytes()
    }),
    dress("soft hyphens", |text| {
        text.replace("mine", "mi\u{ad}ne").into_bytes()
    }),
];

const fn dress(name: &'static str, put_on: fn(&str) -> Vec<u8>) -> Dress {
    Dress {
        name,
        encoding: "",
        put_on,
    }
}

/// Lines of at most 80 characters, broken at spaces; rows of tables stay.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let mut width = 0;
        for word in line.split_inclusive(' ') {
            let length = word.trim_end().chars().count();
            if width > 0 && width + length > 80 && !line.contains('\t') {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                width = 0;
            }
            out.push_str(word);
            width += word.chars().count();
        }
    }
    out
}

/// Bytes of one character each. Superscripts that the encoding lacks are printed in brackets in `plain_of` already.
fn windows_1252(text: &str) -> Vec<u8> {
    const HIGH: [(char, u8); 8] = [
        ('€', 0x80),
        ('…', 0x85),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('–', 0x96),
        ('—', 0x97),
    ];
    let byte = |c: char| {
        let high = HIGH
            .iter()
            .find(|(known, _)| *known == c)
            .map(|(_, byte)| *byte);
        high.unwrap_or_else(|| u8::try_from(u32::from(c)).unwrap_or(b'?'))
    };
    text.chars().map(byte).collect()
}

fn straight(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

fn curly(text: &str) -> String {
    let mut open = false;
    let mut out = String::new();
    for c in text.chars() {
        out.push(match c {
            '"' if open => '”',
            '"' => '“',
            '\'' => '’',
            other => other,
        });
        open = c != '\n' && (open ^ (c == '"'));
    }
    out
}

/// A page number, with the country in every other one, in the middle of each long paragraph.
fn paged(text: &str) -> String {
    let title = text
        .lines()
        .find_map(|line| line.split_once(',').map(|(name, _)| name.trim()));
    let country = title.filter(|name| !name.is_empty() && name.len() < 30);
    let mut page = 10;
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let note = line.starts_with(|c: char| c == '[' || c.is_ascii_digit());
        let goes_on = |at: usize| {
            line.get(at + 1..)
                .is_some_and(|rest| rest.starts_with(char::is_lowercase))
        };
        let middle = line
            .match_indices(' ')
            .map(|(at, _)| at)
            .rfind(|&at| at < line.len() / 2 && goes_on(at));
        match middle.filter(|_| line.len() > 400 && !note && !line.contains('\t')) {
            Some(at) => {
                let head = country.filter(|_| page % 2 == 0).unwrap_or_default();
                let (before, after) = line.split_at(at);
                out.push_str(&format!(
                    "{before}\n\n{page} {head}\n\n{}",
                    after.trim_start()
                ));
                page += 1;
            }
            None => out.push_str(line),
        }
    }
    out
}

fn read(bytes: &[u8], encoding: &str, knowledge: &Knowledge) -> Document {
    let hints = DocumentMeta {
        encoding: encoding.to_owned(),
        ..DocumentMeta::default()
    };
    whitestone_reader::read(bytes, "report.txt", &hints, &knowledge.vocabulary)
}

fn alike(text: &str) -> String {
    let words = straight(text).replace('\u{ad}', "");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The claims of a document, each with how often it is found.
fn claims(document: &Document, knowledge: &Knowledge) -> BTreeMap<String, usize> {
    let mut claims = BTreeMap::new();
    for candidate in knowledge.rules.extract(document) {
        let fact = FactRecord::of(candidate, "");
        let said = format!(
            "{} {} {:?} {:?} {} {:?} {:?} {:?} {:?} {}",
            fact.subject,
            fact.property,
            fact.value,
            fact.state,
            fact.when,
            fact.modality,
            fact.claimant,
            fact.qualifiers,
            fact.notes,
            fact.quote
        );
        *claims
            .entry(alike(&said.replace("\\\"", "\"").replace("\\'", "'")))
            .or_default() += 1;
    }
    claims
}

/// Every passage stands in the bytes where it says.
fn check_places(document: &Document, bytes: &[u8], knowledge: &Knowledge, name: &str) {
    let decoded = |bytes: &[u8]| match document.meta.encoding.as_str() {
        "utf-8" => String::from_utf8_lossy(bytes).into_owned(),
        _ => bytes
            .iter()
            .map(|b| {
                if *b < 0x80 {
                    char::from(*b)
                } else {
                    '\u{fffd}'
                }
            })
            .collect(),
    };
    for candidate in knowledge.rules.extract(document) {
        let groups = candidate.assertion.evidence.iter();
        for range in groups.flat_map(|g| &g.passages).flat_map(|p| &p.ranges) {
            let Span { start, end } = document.source.source_span(*range);
            let archived = alike(&decoded(bytes.get(start..end).expect("in bounds")));
            let read = alike(document.slice(*range));
            let same = archived == read
                || archived
                    .chars()
                    .zip(read.chars())
                    .all(|(a, r)| a == r || a == '\u{fffd}' || !r.is_ascii());
            assert!(same, "{name}: {archived:?} stands where {read:?} was read");
        }
    }
}

/// The text with what no dress can carry made plain: superscripts beyond 3 are in no Western encoding.
fn plain_of(text: &str, dress: &Dress) -> String {
    if dress.encoding.is_empty() {
        return text.to_owned();
    }
    text.replace(|c: char| matches!(c, '⁰' | '⁴'..='⁹'), "")
}

fn check(reports: &[(String, String)]) {
    let knowledge = Knowledge::load(&Overrides::default()).expect("the built-in data");
    let mut wrong = Vec::new();
    for (name, text) in reports {
        for dress in &DRESSES {
            let plain = plain_of(text, dress);
            let expected = claims(&read(plain.as_bytes(), "", &knowledge), &knowledge);
            let bytes = (dress.put_on)(&plain);
            let document = read(&bytes, dress.encoding, &knowledge);
            check_places(&document, &bytes, &knowledge, name);
            let found = claims(&document, &knowledge);
            let lost = expected
                .iter()
                .filter(|(claim, n)| found.get(*claim) != Some(n));
            let new = found
                .iter()
                .filter(|(claim, n)| expected.get(*claim) != Some(n));
            wrong.extend(lost.map(|(claim, _)| format!("{name}, {}: lost {claim}", dress.name)));
            wrong.extend(new.map(|(claim, _)| format!("{name}, {}: new {claim}", dress.name)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn texts(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let named = |path: &std::path::PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(path).expect("a text"))
    };
    paths.iter().map(named).collect()
}

#[test]
fn our_notes_in_another_dress_say_the_same() {
    check(&texts(&root().join("examples")));
}

#[test]
fn real_reports_in_another_dress_say_the_same() {
    let Some(corpus) = shared("real_reports_in_another_dress_say_the_same") else {
        return;
    };
    check(&texts(&corpus.join("corpus/reports")));
}
