//! Whatever the bytes, reading ends well and every span lies in bounds.

use crate::support::{check_whole, read};
use proptest::prelude::*;

/// Pieces of which reports are made, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Kembra",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        ". ",
        "[1]",
        "[2 ]",
        "[",
        "]",
        "¹",
        "²",
        "km²",
        "1 ",
        "2 See",
        "Ibid.",
        "; ",
        "“",
        "”",
        "\"",
        "<",
        ">",
        "(",
        ")",
        "KEY DATA",
        "Stockpile\n\n",
        "A:",
        ":",
        "149 STATES PARTIES KEMBRA ",
        "CONTAMINATION ",
        "■ ",
        "- ",
        "PROGRAMME PERFORMANCE 2017 2016 x 1 2",
        "PERFORMANCE SCORE: GOOD 7 8",
        "Letter No. ",
        "Interview with A. B, Fen, 3 May 2005",
        "p. ",
        "pp. 3, and ",
        "www.",
        "http://a.b",
        "12 May 2005",
        " | ",
        "|",
        "| --- | --- |",
        "é",
        "\u{a0}",
        "…",
        "...",
        "Amb. ",
        "did not ",
        "See footnote 2 above",
        "Landmine Monitor Report 2004",
        "X, Country Note 1999\n",
        "Last updated: 3 May 2005\n",
        "Article 7 Report 2004",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn tags() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<br>",
        "<td>",
        "<tr>",
        "<th>",
        "</td>",
        "</tr>",
        "<table>",
        "</table>",
        "<li>",
        "<ol>",
        "</ol>",
        "<sup>",
        "</sup>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "&amp;",
        "&#x41;",
        "&bogus;",
        "&",
        "<",
        "1",
        "[1]",
        "text ",
        "\r\n",
        "é",
        "“",
        "<nav>",
        "</nav>",
        "\u{0}",
        "<textarea>",
        "<title>",
        "<svg>",
        "x. Y ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| format!("<html>{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_whole(&read(&bytes));
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check_whole(&read(text.as_bytes()));
    }

    #[test]
    fn any_report(text in pieces()) {
        check_whole(&read(text.as_bytes()));
    }

    #[test]
    fn any_page(html in tags()) {
        let document = read(html.as_bytes());
        check_whole(&document);
        let mut last = 0;
        for at in 0..=document.text.len() {
            let source = document.source.source_of(at);
            prop_assert!(source >= last && source <= html.len() + 1);
            last = source;
        }
    }

    #[test]
    fn any_encoding(bytes in prop::collection::vec(any::<u8>(), 0..200), label in prop::sample::select(vec!["shift_jis", "gb18030", "windows-1251", "utf-16le", "iso-2022-jp", "utf-8", "big5"])) {
        let hints = whitestone_model::DocumentMeta { encoding: label.to_owned(), ..Default::default() };
        let document = whitestone_reader::read(&bytes, "x", &hints, &whitestone_model::Vocabulary::default());
        check_whole(&document);
        prop_assert!((0..=document.text.len()).all(|at| document.source.source_of(at) <= bytes.len() + 4));
    }
}
