//! Small documents of our own, one for each layout, and what they are read as.

use crate::support::{check_whole, read, show};
use whitestone_model::{DocumentMeta, Vocabulary};

const STATES: &str = "list = \"states\"\nlabel = \"States\"\n[[entry]]\nid = \"KMB\"\nname = \"Kembra\"\naliases = [\"Republic of Kembra\"]\n";

fn check(name: &str, bytes: &[u8]) {
    let document = read(bytes);
    check_whole(&document);
    insta::assert_snapshot!(name, show(&document));
}

#[test]
fn annual_report() {
    check("annual", include_bytes!("samples/annual.txt"));
}

#[test]
fn key_data_with_notes_at_the_bottom_of_pages() {
    check("page", include_bytes!("samples/page.txt"));
}

#[test]
fn page_layout_with_headings_inside_lines() {
    check("review", include_bytes!("samples/review.txt"));
}

#[test]
fn key_data_box_with_a_value_missing() {
    check("box", include_bytes!("samples/box.txt"));
}

#[test]
fn web_page() {
    check("profile", include_bytes!("samples/profile.html"));
}

#[test]
fn paragraphs_broken_over_lines() {
    check("wrapped", include_bytes!("samples/wrapped.txt"));
}

#[test]
fn what_the_user_gave_wins() {
    let vocabulary = Vocabulary::parse([("states.toml", STATES)]).unwrap();
    let hints = DocumentMeta {
        edition: Some(1991),
        publisher: "Fen Press".to_owned(),
        ..DocumentMeta::default()
    };
    let document = whitestone_reader::read(
        b"REPUBLIC OF KEMBRA, Landmine Monitor Report 2005\n\nIt is so.\n",
        "a.txt",
        &hints,
        &vocabulary,
    );
    let meta = &document.meta;
    assert_eq!(
        (meta.edition, meta.publisher.as_str()),
        (Some(1991), "Fen Press")
    );
    assert_eq!(meta.published.as_str(), "1991");
    assert_eq!(meta.subject.as_ref().unwrap().id, "KMB");
    assert_eq!(
        (document.name.as_str(), meta.media_type.as_str()),
        ("a.txt", "text/plain")
    );
}

#[test]
fn an_example_of_a_rule_is_read_as_text() {
    let example = |text: &str| {
        whitestone_reader::read_text(text, &DocumentMeta::default(), &Vocabulary::default())
    };
    let one = example("The Border Corps holds 300 mines");
    assert_eq!(one.sentences.len(), 1);
    let rows = example("Release | 2024 | 2023\nClearance | 1.20 | Unknown");
    assert_eq!(rows.blocks[1].cells.len(), 3);
    assert_eq!(rows.blocks[1].header, Some(0));
}

#[test]
fn nothing_to_read_is_told() {
    for (bytes, code) in [(&b""[..], "empty"), (b"\x7FELF\0\0\0", "binary")] {
        let document = read(bytes);
        assert!(document.sentences.is_empty());
        assert_eq!(document.diagnostics[0].code, code);
    }
}

#[test]
fn numbers_used_twice_and_pointers_to_nothing_are_told() {
    let document = read(
        "It is so.[1] And so.[2]\n\n[1] Ibid.\n[1] A comment.\n[2] See footnote 8 above.\n"
            .as_bytes(),
    );
    let codes: Vec<&str> = document
        .diagnostics
        .iter()
        .map(|d| d.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "note-without-marker",
            "note-number-twice",
            "unresolved-ibid",
            "dead-cross-reference"
        ]
    );
}

/// One line of many megabytes is read in time that grows with its length, into pieces of bounded size.
#[test]
fn one_endless_line_is_read_in_pieces() {
    let document = read("word and word, ".repeat(400_000).as_bytes());
    check_whole(&document);
    assert!(
        document
            .blocks
            .iter()
            .all(|block| block.span.len() <= 1 << 16)
    );
    let codes: Vec<&str> = document
        .diagnostics
        .iter()
        .map(|d| d.code.as_str())
        .collect();
    assert!(
        codes.contains(&"long-line") && codes.contains(&"long-sentence"),
        "{codes:?}"
    );
}

/// Numbers that begin anew on every page are led to the notes of their own page, in a document of any length.
#[test]
fn numbers_that_begin_anew_on_every_page() {
    let page = "It is so.[1] And so.[2]\n\n[1] See there.\n[2] Ibid.\n\n".repeat(20_000);
    let document = read(page.as_bytes());
    assert_eq!(document.markers.len(), 40_000);
    for (index, marker) in document.markers.iter().enumerate() {
        assert_eq!(marker.note, Some(index));
    }
}
