//! What the tests share: the corpus where it is present, and checks that hold for every document.

use std::path::PathBuf;

use whitestone_model::document::Document;
use whitestone_model::{DocumentMeta, Span, Vocabulary};

pub use crate::whole::check_whole;

/// The shared corpus, or `None` with a visible word about it.
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told where its corpus lies"
)]
pub fn corpus(test: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WHITESTONE_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    if root.join("corpus/reports").is_dir() {
        return Some(root);
    }
    eprintln!(
        "skipped: {test}: no corpus at {}; name its folder in WHITESTONE_CORPUS",
        root.display()
    );
    None
}

/// Reads with nothing given.
pub fn read(bytes: &[u8]) -> Document {
    whitestone_reader::read(
        bytes,
        "test",
        &DocumentMeta::default(),
        &Vocabulary::default(),
    )
}

/// A document as a person reads it: its blocks, sentences, notes and what reading met.
pub fn show(document: &Document) -> String {
    use std::fmt::Write;
    let text = |span: Span| {
        document
            .slice(span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut out = String::new();
    let meta = &document.meta;
    let subject = meta.subject.as_ref().map_or("-", |s| s.name.as_str());
    writeln!(
        out,
        "{} | {} | {subject} | {:?} | {}",
        meta.title, meta.family, meta.edition, meta.published
    )
    .unwrap();
    for (index, block) in document.blocks.iter().enumerate() {
        let kind = format!("{:?}", block.kind);
        let section = document.section_title(index);
        if block.cells.is_empty() {
            writeln!(out, "{kind:<11} [{section}] {}", text(block.span)).unwrap();
        } else {
            let cells: Vec<String> = block.cells.iter().map(|cell| text(*cell)).collect();
            let header = block
                .header
                .map_or(String::new(), |h| format!(" (under row {h})"));
            writeln!(out, "{kind:<11} [{section}] {}{header}", cells.join(" | ")).unwrap();
        }
        for sentence in document.sentences.iter().filter(|s| s.block == index) {
            let ranges: Vec<String> = sentence.ranges.iter().map(|range| text(*range)).collect();
            let labels: Vec<&str> = sentence
                .markers
                .iter()
                .map(|&m| document.markers[m].label.as_str())
                .collect();
            let cited = if labels.is_empty() {
                String::new()
            } else {
                format!(" <- {}", labels.join(", "))
            };
            writeln!(out, "    - {}{cited}", ranges.join(" // ")).unwrap();
        }
    }
    for note in &document.notes {
        for citation in &note.citations {
            let fields = serde_json::to_value(citation).unwrap();
            let mut said = Vec::new();
            for (name, value) in fields.as_object().unwrap() {
                let empty = value.is_null()
                    || value == ""
                    || value == false
                    || value.as_array().is_some_and(Vec::is_empty);
                if !empty && name != "span" && name != "kind" {
                    said.push(format!("{name}={value}"));
                }
            }
            writeln!(
                out,
                "note {} {:?}: {}",
                note.label,
                citation.kind,
                said.join(" ")
            )
            .unwrap();
        }
    }
    for found in &document.diagnostics {
        writeln!(
            out,
            "{:?} {}: {}",
            found.severity, found.code, found.message
        )
        .unwrap();
    }
    out
}
