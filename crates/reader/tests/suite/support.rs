//! What the tests share: the corpus where it is present, and checks that hold for every document.

use std::path::PathBuf;

use whitestone_model::document::{BlockKind, Document};
use whitestone_model::{DocumentMeta, Span, Vocabulary};

/// The shared corpus, or `None` with a visible word about it.
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

/// What holds for every document: blocks in order, not overlapping, with only white space between; every span on
/// character borders and in bounds; sentences inside their blocks' text and never across a marker.
pub fn check_whole(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for block in &document.blocks {
        assert!(
            block.span.start >= end,
            "{}: blocks overlap at {:?}",
            document.name,
            block.span
        );
        let between = &text[end..block.span.start];
        assert!(
            between.trim().is_empty(),
            "{}: {between:?} stands in no block",
            document.name
        );
        for cell in &block.cells {
            assert!(
                block.span.start <= cell.start && cell.end <= block.span.end,
                "a cell outside its row"
            );
        }
        assert!(
            block
                .section
                .is_none_or(|s| document.blocks[s].kind == BlockKind::Heading)
        );
        assert!(
            block
                .header
                .is_none_or(|h| document.blocks[h].kind == BlockKind::Row)
        );
        end = block.span.end;
    }
    assert!(
        text[end..].trim().is_empty(),
        "{}: {:?} stands in no block",
        document.name,
        &text[end..]
    );
    for sentence in &document.sentences {
        let mut last = 0;
        assert!(!sentence.ranges.is_empty());
        for range in &sentence.ranges {
            assert!(range.start >= last && range.end <= text.len() && !range.is_empty());
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            assert_eq!(range.of(text).trim(), range.of(text), "a range is trimmed");
            assert!(
                document.markers.iter().all(|m| m.span.common(*range) == 0),
                "a marker inside a range"
            );
            last = range.end;
        }
    }
    let inside = |span: Span| text.get(span.start..span.end).is_some();
    assert!(document.markers.iter().all(|m| inside(m.span)));
    assert!(
        document
            .notes
            .iter()
            .all(|n| inside(n.span) && n.citations.iter().all(|c| inside(c.span)))
    );
    assert!(
        document
            .diagnostics
            .iter()
            .all(|d| d.span.is_none_or(inside))
    );
    assert_eq!(
        document
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Note)
            .count(),
        document.notes.len()
    );
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
