//! Note markers in all their forms, and notes at the bottom of pages.

use whitestone_model::document::Edge;

use super::{body, cited, of, pair};

#[test]
fn a_space_or_a_line_end_inside_the_bracket() {
    let document = of(
        "It ended.[1 ] It began.[ 2] It stood.[3\n] It went,[4 ]April came.\n\n[1 ]One.\n\n[2] Two.\n\n[3 ]Three.\n\n[4] Four.\n",
    );
    let labels: Vec<String> = cited(&document).into_iter().map(|(_, note)| note).collect();
    assert_eq!(labels, ["One.", "Two.", "Three.", "Four."]);
    let cut = |sentence: &String| sentence.contains(['[', ']']);
    assert!(!body(&document).iter().any(cut), "{:?}", body(&document));
}

#[test]
fn superscript_digits_of_unicode() {
    let document =
        of("It ended in 1991.¹ It covers 3 km².² And so on¹⁰.\n\n1 See there.\n\n2 Ibid.\n");
    assert_eq!(
        document.markers.len(),
        2,
        "a square is no marker, nor a number out of its turn"
    );
}

#[test]
fn plain_digits_glued_to_punctuation_or_word() {
    let document = of(
        "It crossed the border,1 then the river.2 In 2004 it held 1,300 mines3 on 2 km2 of land.\n\n1 Fen Courier, 3 May 2004.\n2 Ibid.\n3 Email from A. Tarn, Fen Trust, 9 June 2004.\n",
    );
    assert_eq!(
        cited(&document),
        [
            pair("1", "Fen Courier, 3 May 2004."),
            pair("2", "Ibid."),
            pair("3", "Email from A. Tarn, Fen Trust, 9 June 2004.")
        ]
    );
    assert_eq!(body(&document)[0], "It crossed the border, then the river.");
    assert!(
        of("It crossed the border,1 then the river.\n")
            .markers
            .is_empty(),
        "without a note it is none"
    );
}

#[test]
fn numbers_in_parentheses_as_markers() {
    let document = of(
        "Kembra signed in Fen (1997).(974) It left.(975)\n\n(974) Fen Courier, 3 May 1998.\n\n(975) Ibid.\n",
    );
    assert_eq!(
        cited(&document),
        [
            pair("974", "Fen Courier, 3 May 1998."),
            pair("975", "Ibid.")
        ]
    );
    assert_eq!(
        document.notes[1].citations[0].edge,
        Some(Edge::Note("974".to_owned()))
    );
}

#[test]
fn a_marker_in_the_middle_of_a_sentence() {
    let document =
        of("All is cleared,[1 ]April reports say; nobody knows.[2]\n\n[1] One.\n[2] Two.\n");
    assert_eq!(
        body(&document),
        ["All is cleared, April reports say; nobody knows."]
    );
}
