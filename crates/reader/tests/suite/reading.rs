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
            "dead-cross-reference",
            "no-country",
            "no-date"
        ]
    );
}

/// A long line is read in pieces of bounded size; one of many megabytes is kept, and told of, but not read.
#[test]
fn one_endless_line_is_read_in_pieces() {
    let check = |words: usize, expected: &[&str]| {
        let document = read("word [1] word, ".repeat(words).as_bytes());
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
            .filter(|code| !["marker-without-note", "no-country", "no-date"].contains(code))
            .collect();
        assert_eq!(codes, expected);
        (document.sentences.len(), document.markers.len())
    };
    let (sentences, markers) = check(60_000, &["long-line"]);
    assert!(sentences > 100 && markers == 60_000);
    assert_eq!(check(400_000, &["unread-line"]), (0, 0));
}

/// What pages repeat interrupts no sentence; a number under a label is a value.
#[test]
fn page_numbers_and_running_heads_are_boilerplate() {
    let kinds = |text: &str| {
        let document = read(text.as_bytes());
        check_whole(&document);
        let kinds: String = document
            .blocks
            .iter()
            .filter_map(|block| format!("{:?}", block.kind).chars().next())
            .collect();
        (kinds, document.sentences.len())
    };
    for head in [
        "12",
        "- 12 -",
        "Page 12 of 30",
        "KEMBRA",
        "Kembra | 12",
        "Landmine Monitor Report 2005",
        "12 Clearing the Mines 2025",
    ] {
        let text = format!(
            "KEMBRA, Landmine Monitor Report 2005\n\nThe army cleared, with dogs,\n\n{head}\n\nthe fields near Fen.\n"
        );
        assert_eq!(kinds(&text), ("TPBP".to_owned(), 1), "{head}");
    }
    let line =
        "KEMBRA, Landmine Monitor Report 2005\n\nAll is so.\n\n3 people were hurt near Fen.\n";
    assert_eq!(kinds(line).0, "TPP");
    let value =
        "KEMBRA, Landmine Monitor Report 2007\n\nStockpile\n\n12\n\nContamination\n\nMines\n";
    assert_eq!(kinds(value).0, "TRR");
}

/// A report that prints neither title nor date tells its year by its data and its notes, never by a deadline.
#[test]
fn the_year_of_a_report_without_a_title() {
    let year = |heads: &str, note: &str| {
        let text = format!(
            "KEY DATA\n\nAPMBC ARTICLE 5 DEADLINE:\n\n1 March 2032\n\nRelease of land\t{heads}\nClearance\t1.20\t1.10\n\nKembra is clear.¹\n\n1 {note}\n"
        );
        let meta = read(text.as_bytes()).meta;
        assert_eq!(
            meta.published.as_str(),
            meta.edition
                .map_or(String::new(), |year: i16| year.to_string())
        );
        meta.edition
    };
    let report = "Email from A. Tarn, Fen Trust, 3 May 2018.";
    assert_eq!(year("2017\t2016", report), Some(2018));
    assert_eq!(year("2017\tDeadline 2030", report), Some(2018));
    assert_eq!(year("2030\t2029", report), Some(2018));
    assert_eq!(
        year(
            "2016\t2015",
            "“So it is,” Fen Courier, accessed 9 June 2018."
        ),
        Some(2018)
    );
    assert_eq!(
        year("2024\t2023", "Both spellings of Fen are in use."),
        Some(2025)
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
