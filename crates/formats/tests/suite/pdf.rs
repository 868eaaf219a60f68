//! PDFs drawn operator by operator.

use super::made::{Page, pdf, stream};
use super::{blocks, codes, read};

#[test]
fn superscripts_footnotes_and_a_sentence_over_the_page() {
    let first = Page::default()
        .text(60.0, 40.0, 8.0, "Kembra Monitor 2005")
        .text(60.0, 90.0, 18.0, "Upper Kembra")
        .text(60.0, 120.0, 13.0, "Mine Ban Policy")
        .lines(60.0, 150.0, 10.0, &[
            "Kembra joined the treaty in May 2001, and has said ever since that it will clear all",
            "of the 3 km of mined land along its border. The army destroyed 1,200 antiperson-",
        ])
        .set(60.0, 174.0, 10.0, "nel mines in 2004.^1^ It kept none of them for training, and says that it needs")
        .text(60.0, 760.0, 8.0, "1 Letter from the Ministry of Defense, 3 May 2004, with tables of all the mines that the army")
        .text(64.0, 769.6, 8.0, "destroyed.")
        .text(300.0, 800.0, 8.0, "17");
    let second = Page::default()
        .text(60.0, 40.0, 8.0, "Kembra Monitor 2005")
        .text(
            60.0,
            90.0,
            10.0,
            "no antipersonnel mines on 3 December or on any other day of the year, as one of its",
        )
        .set(60.0, 102.0, 10.0, "officers put it.^2^")
        .text(60.0, 769.6, 8.0, "2 Ibid.")
        .text(300.0, 800.0, 8.0, "18");
    let document = read(&pdf(&[first, second], &[]), "a.pdf");
    assert_eq!(
        blocks(&document),
        [
            "title Upper Kembra",
            "heading Mine Ban Policy",
            "paragraph Kembra joined the treaty in May 2001, and has said ever since that it will clear all of the 3 km of mined land along its border. The army destroyed 1,200 antipersonnel mines in 2004.1 It kept none of them for training, and says that it needs no antipersonnel mines on 3 December or on any other day of the year, as one of its officers put it.2",
            "note 1 Letter from the Ministry of Defense, 3 May 2004, with tables of all the mines that the army destroyed.",
            "note 2 Ibid.",
            "boilerplate Kembra Monitor 2005",
            "boilerplate 17",
            "boilerplate Kembra Monitor 2005",
            "boilerplate 18",
        ]
    );
    assert_eq!(
        document.markers.iter().map(|m| m.note).collect::<Vec<_>>(),
        [Some(0), Some(1)]
    );
    let crossing = document
        .sentences
        .iter()
        .find(|s| document.quote(&s.ranges).starts_with("It kept"))
        .unwrap();
    assert_eq!(document.place_of(&crossing.ranges), "page 1 to page 2");
    assert_eq!(document.place_of(&[document.notes[1].span]), "page 2");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left: Vec<String> = (0..8)
        .map(|n| format!("left column with running text number {n}"))
        .collect();
    let right: Vec<String> = (0..8)
        .map(|n| format!("right column with running text line {n}"))
        .collect();
    let of = |lines: &[String]| {
        lines
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let lines = |lines: &'static [String]| lines.iter().map(String::as_str).collect::<Vec<_>>();
    let (left, right): (&'static [String], &'static [String]) = (left.leak(), right.leak());
    // Drawn from right to left: the order of drawing says nothing.
    let page = Page::default()
        .lines(310.0, 100.0, 10.0, &lines(right))
        .lines(60.0, 100.0, 10.0, &lines(left))
        .text(
            60.0,
            60.0,
            10.0,
            "A line that runs over both columns, as titles and wide tables do on such pages.",
        );
    let document = read(&pdf(&[page], &[]), "a.pdf");
    let text = document.text.replace('\n', " ");
    assert!(
        text.contains(&format!("{} {}", of(left), of(right))),
        "{text}"
    );
    assert!(text.starts_with("A line that runs"), "{text}");
}

#[test]
fn tables_are_rows() {
    let mut page = Page::default().lines(
        60.0,
        60.0,
        10.0,
        &[
            "The table shows what was found in each of the provinces in both years.",
            "It was drawn up by the army.",
        ],
    );
    for (row, cells) in [
        ["Province", "2003", "2004"],
        ["Fen", "12", "7"],
        ["Upper Fen", "", "1,200"],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            page = page.text(
                60.0 + 150.0 * column as f64,
                100.0 + 14.0 * row as f64,
                10.0,
                cell,
            );
        }
    }
    let document = read(&pdf(&[page], &[]), "a.pdf");
    assert_eq!(
        blocks(&document)[1..],
        [
            "row Province | 2003 | 2004",
            "row Fen | 12 | 7",
            "row Upper Fen |  | 1,200"
        ]
    );
    assert_eq!(document.blocks[3].header, Some(1));
}

#[test]
fn pictures_without_text_are_told() {
    let scan = Page::default().picture();
    let text = Page::default().lines(
        60.0,
        60.0,
        10.0,
        &["Kembra has no mines.", "It never had any."],
    );
    let document = read(&pdf(&[scan.clone(), scan.clone()], &[]), "scan.pdf");
    assert!(document.is_unreadable());
    assert_eq!(codes(&document), ["scanned"]);
    assert!(
        document.diagnostics[0]
            .message
            .starts_with("scan.pdf: this PDF is a scan"),
        "{:?}",
        document.diagnostics
    );
    let document = read(&pdf(&[text, scan.clone(), scan], &[]), "half.pdf");
    assert!(!document.is_unreadable());
    assert_eq!(codes(&document), ["scanned-pages"]);
    assert!(
        document.diagnostics[0]
            .message
            .starts_with("Each of the pages 2 to 3 is a picture")
    );
}

#[test]
fn forms_actual_text_artifacts_and_turned_pages() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Matrix [1 0 0 1 0 -20] /Resources << /Font << /F1 3 0 R >> >>",
        "BT /F1 10 Tf 60 782 Td (It stands in a form.) Tj ET",
    );
    let page = Page::default()
        .text(60.0, 60.0, 10.0, "It stands on the page.")
        .raw("/X4 Do")
        .raw("/Artifact BMC BT /F1 10 Tf 60 700 Td (A mark of the printer) Tj ET EMC")
        .raw("/Span << /ActualText (office) >> BDC BT /F1 10 Tf 60 650 Td (o#ce) Tj ET EMC")
        .raw("BT /F1 10 Tf 0 1 -1 0 500 300 Tm (sideways) Tj ET");
    let document = read(&pdf(&[page], &[&form]), "a.pdf");
    assert_eq!(
        blocks(&document),
        [
            "paragraph It stands on the page.",
            "paragraph It stands in a form.",
            "paragraph office",
            "boilerplate A mark of the printer",
        ]
    );
    assert_eq!(codes(&document), ["sideways-text"]);
    let turned = Page::default().raw("BT /F1 10 Tf 0 1 -1 0 100 100 Tm (All of it runs upwards.) Tj ET BT /F1 10 Tf 0 1 -1 0 112 100 Tm (Here too.) Tj ET");
    let document = read(&pdf(&[turned], &[]), "a.pdf");
    assert_eq!(document.text, "All of it runs upwards. Here too.\n");
}
