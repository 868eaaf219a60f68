//! The traps that country reports set, each by its name. The sentences are ours; no state of these names exists.

use whitestone_model::document::Document;
use whitestone_model::{DocumentMeta, Vocabulary};

use crate::support::{check_whole, read};

mod grids;
mod layouts;
mod markers;
mod notes;
mod words;

const STATES: &str = "list = \"states\"\nlabel = \"States\"\n\
    [[entry]]\nid = \"KMB\"\nname = \"Kembra\"\naliases = [\"Republic of Kembra\"]\n\
    [[entry]]\nid = \"LSS\"\nname = \"Lossa\"\naliases = [\"Lossa (Upper)\"]\n\
    [[entry]]\nid = \"TRN\"\nname = \"Tarnia\"\n";

fn with_states(text: &str) -> Document {
    let vocabulary = Vocabulary::parse([("states.toml", STATES)]).unwrap();
    let hints = DocumentMeta::default();
    let document = whitestone_reader::read(text.as_bytes(), "a.txt", &hints, &vocabulary);
    check_whole(&document);
    document
}

fn of(text: &str) -> Document {
    let document = read(text.as_bytes());
    check_whole(&document);
    document
}

/// The sentences of the body.
fn body(document: &Document) -> Vec<String> {
    let sentences = document.sentences.iter().filter(|s| s.note.is_none());
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    sentences
        .map(|s| words(document.quote(&s.ranges)))
        .collect()
}

/// Each marker that a sentence carries, with the text of its note.
fn cited(document: &Document) -> Vec<(String, String)> {
    let note = |label: &str, note: Option<usize>| {
        let text = note.map_or("", |n| document.slice(document.notes[n].span));
        (label.to_owned(), text.to_owned())
    };
    let markers = document.markers.iter();
    markers.map(|m| note(&m.label, m.note)).collect()
}

fn pair(label: &str, note: &str) -> (String, String) {
    (label.to_owned(), note.to_owned())
}
