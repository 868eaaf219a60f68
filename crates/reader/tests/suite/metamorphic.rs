//! The same report in another dress says the same.

use std::fmt::Write;

use crate::support::{check_whole, corpus, read};
use whitestone_model::document::Document;
use whitestone_model::{DocumentMeta, Vocabulary};

/// What a document says, without its offsets.
fn said(document: &Document) -> Vec<String> {
    check_whole(document);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut said: Vec<String> = document
        .sentences
        .iter()
        .map(|sentence| {
            let labels: Vec<&str> = sentence
                .markers
                .iter()
                .map(|&m| document.markers[m].label.as_str())
                .collect();
            let section = if sentence.note.is_some() {
                ""
            } else {
                document.section_title(sentence.block)
            };
            format!(
                "{section}: {} {labels:?}",
                words(&document.quote(&sentence.ranges))
            )
        })
        .collect();
    said.extend(document.notes.iter().map(|note| {
        let citations: Vec<String> = note
            .citations
            .iter()
            .map(|c| format!("{:?} {} {:?}", c.kind, c.date, c.edge))
            .collect();
        format!("{}: {}", note.label, citations.join("; "))
    }));
    said
}

fn samples(test: &str) -> Vec<String> {
    let mut samples = vec![
        include_str!("samples/annual.txt").to_owned(),
        include_str!("samples/page.txt").to_owned(),
        include_str!("samples/box.txt").to_owned(),
    ];
    if let Some(root) = corpus(test) {
        let mut files: Vec<_> = std::fs::read_dir(root.join("corpus/reports"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        files.sort();
        samples.extend(
            files
                .iter()
                .map(|file| std::fs::read_to_string(file).unwrap()),
        );
    }
    samples
}

fn read_as(bytes: &[u8], encoding: &str) -> Document {
    let hints = DocumentMeta {
        encoding: encoding.to_owned(),
        ..DocumentMeta::default()
    };
    whitestone_reader::read(bytes, "test", &hints, &Vocabulary::default())
}

fn same(plain: &str, dressed: &[u8], dress: &str) {
    let encoding = if dress == "windows-1252" { dress } else { "" };
    let (plain, dressed) = (
        said(&read(plain.as_bytes())),
        said(&read_as(dressed, encoding)),
    );
    for (a, b) in plain.iter().zip(&dressed) {
        assert_eq!(a, b, "{dress}");
    }
    assert_eq!(plain.len(), dressed.len(), "{dress}");
}

#[test]
fn line_ends_and_byte_order_marks_do_not_matter() {
    for text in samples("line_ends_and_byte_order_marks_do_not_matter") {
        same(&text, text.replace('\n', "\r\n").as_bytes(), "CRLF");
        same(
            &text,
            format!("\u{FEFF}{text}").as_bytes(),
            "byte order mark",
        );
    }
}

#[test]
fn a_space_inside_a_marker_does_not_matter() {
    for text in samples("a_space_inside_a_marker_does_not_matter") {
        same(&text, text.replace(" ]", "]").as_bytes(), "[2 ] as [2]");
    }
}

#[test]
fn windows_1252_says_the_same_and_maps_back() {
    for text in samples("windows_1252_says_the_same_and_maps_back") {
        let text = text.replace(|c: char| matches!(c, '⁰'..='⁹'), "");
        let bytes: Vec<u8> = text.chars().map(windows_1252).collect();
        same(&text, &bytes, "windows-1252");
        let document = read_as(&bytes, "windows-1252");
        for sentence in &document.sentences {
            for range in &sentence.ranges {
                let source = document.source.source_span(*range);
                let back: Vec<u8> = document.slice(*range).chars().map(windows_1252).collect();
                assert_eq!(bytes[source.start..source.end], back);
            }
        }
    }
}

fn windows_1252(character: char) -> u8 {
    match character {
        '€' => 0x80,
        '…' => 0x85,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '–' => 0x96,
        '—' => 0x97,
        other => u8::try_from(u32::from(other)).unwrap_or(b'?'),
    }
}

#[test]
fn as_html_it_says_the_same_and_maps_back() {
    for text in samples("as_html_it_says_the_same_and_maps_back") {
        let mut html = String::from("<!DOCTYPE html><html><body>\n");
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let line = line
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('“', "&ldquo;");
            if line.contains('\t') {
                let cells = line
                    .split('\t')
                    .map(|cell| format!("<td>{cell}</td>"))
                    .collect::<String>();
                writeln!(html, "<table><tr>{cells}</tr></table>").unwrap();
            } else {
                writeln!(html, "<p>{line}</p>").unwrap();
            }
        }
        html.push_str("</body></html>");
        same(&text, html.as_bytes(), "HTML");
        let document = read(html.as_bytes());
        let plain = |raw: &str| {
            raw.replace("&ldquo;", "“")
                .replace("&lt;", "<")
                .replace("&amp;", "&")
        };
        for range in document.sentences.iter().flat_map(|s| &s.ranges) {
            let source = document.source.source_span(*range);
            let written = plain(&html[source.start..source.end]);
            assert!(
                written.starts_with(document.slice(*range)),
                "{written:?} for {:?}",
                document.slice(*range)
            );
        }
    }
}
