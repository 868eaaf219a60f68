//! What typesetting and printing do to words.

use super::{body, of};

#[test]
fn words_hyphenated_over_line_ends() {
    let text = "The army of Kembra found in its survey of that year that the contami-\nnation in the mine-\naffected zone near the town of Fen is lighter than the people of the Kembra-\nLossa border had thought, and that a few weeks of work would be enough to end\nit for good; nobody has begun.\n";
    let document = of(text);
    assert_eq!(
        body(&document),
        [
            "The army of Kembra found in its survey of that year that the contamination in the mine-affected zone near the town of Fen is lighter than the people of the Kembra-Lossa border had thought, and that a few weeks of work would be enough to end it for good; nobody has begun."
        ]
    );
    let source = document.source.source_span(document.sentences[0].ranges[0]);
    assert_eq!((source.start, source.end), (0, text.len() - 1));
}

#[test]
fn words_printed_twice() {
    let document = of("Kembra did not take part did not take part in any meeting.\n");
    assert!(
        document
            .diagnostics
            .iter()
            .any(|d| d.code == "repeated-words")
    );
}

#[test]
fn spaces_that_do_not_break_and_marks_that_do_not_print() {
    let document = of(
        "Mine\u{a0}Ban Policy\n\nKem\u{ad}bra\u{200b} signed on 3\u{a0}May 2005.[1]\n\n[1] Interview with Ida\u{a0}Moss, Fen, 3\u{a0}May\u{a0}2005.\n",
    );
    assert_eq!(body(&document), ["Kembra signed on 3 May 2005."]);
    let citation = &document.notes[0].citations[0];
    assert_eq!(
        (citation.persons[0].as_str(), citation.date.as_str()),
        ("Ida Moss", "2005-05-03")
    );
    assert_eq!(
        document
            .section_title(document.sentences[0].block)
            .replace('\u{a0}', " "),
        "Mine Ban Policy"
    );
}

#[test]
fn marks_of_writing_direction() {
    let document = of("\u{200f}Kembra \u{202b}(Fen)\u{202c} signed.\n");
    assert_eq!(body(&document), ["Kembra (Fen) signed."]);
}
