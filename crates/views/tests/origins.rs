//! How many voices there are, where notes lead to one another.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, project_vocabulary};
use whitestone_views::{AsOf, resolve};

/// Notes of up to three reports, as `report/label`, each with its citations.
type Notes<'a> = &'a [(usize, &'a str, Vec<Citation>)];

fn talk(role: &str, date: &str) -> Citation {
    Citation {
        kind: CitationKind::Interview,
        role: role.to_owned(),
        place: "Osh".to_owned(),
        date: date.parse().unwrap(),
        ..Citation::default()
    }
}

fn letter(person: &str, date: &str) -> Citation {
    Citation {
        kind: CitationKind::Letter,
        persons: vec![person.to_owned()],
        date: date.parse().unwrap(),
        ..Citation::default()
    }
}

fn work(year: u16, notes: &[&str]) -> Citation {
    Citation {
        kind: CitationKind::CrossReference,
        notes: notes.iter().map(|&label| label.to_owned()).collect(),
        edge: Some(Edge::Work {
            title: format!("Report {year}"),
            pages: String::new(),
        }),
        ..Citation::default()
    }
}

fn ibid(note: &str, notes: &[&str]) -> Citation {
    Citation {
        kind: CitationKind::Ibid,
        notes: notes.iter().map(|&label| label.to_owned()).collect(),
        edge: Some(Edge::Note(note.to_owned())),
        ..Citation::default()
    }
}

/// The number of origins of one statement made with each of the notes, in reports of 2005, 2010 and 2015.
fn origins(notes: Notes<'_>, citing: &[(usize, &str)]) -> usize {
    let mut slice = SliceBuilder::new();
    let reports = ["2005", "2010", "2015"]
        .map(|year| slice.source(&format!("Kembuti, Report {year}"), "Monitor", year));
    for (report, label, citations) in notes {
        slice.note(reports[*report], label, "a note", citations.clone());
    }
    for (at, (report, label)) in citing.iter().enumerate() {
        let claim = ClaimBuilder::code("treaty.status", "not_party")
            .with("treaty", "Mine Ban Treaty")
            .when("2005")
            .quote(100 * at, "has not joined")
            .notes(&[label])
            .from(reports[*report]);
        slice.claim(claim);
    }
    let today = AsOf::today("2026-03-01".parse().unwrap());
    let view = resolve(&slice.build(), &project_vocabulary().unwrap(), &today);
    let id = "treaty.status".into();
    let cells: Vec<_> = view.of(&id).collect();
    assert_eq!(cells.len(), 1);
    cells[0].origins
}

#[test]
fn pointers_are_followed_to_their_end() {
    let source = || talk("confidential military source", "2005-05");
    let other = || letter("A. Person", "2005-06-03");
    let both = [(0, "7"), (1, "1")];
    for (what, notes, citing, expected) in [
        (
            "one note of another report, named in full and by Ibid.",
            vec![
                (1, "1", vec![work(2004, &["7"])]),
                (1, "5", vec![work(2004, &["3"])]),
                (1, "9", vec![ibid("5", &["7"])]),
            ],
            vec![(1, "1"), (1, "9")],
            1,
        ),
        (
            "two notes of another report",
            vec![
                (1, "1", vec![work(2004, &["7"])]),
                (1, "2", vec![ibid("1", &["8"])]),
            ],
            vec![(1, "1"), (1, "2")],
            2,
        ),
        (
            "a note of a report that is at hand",
            vec![(0, "7", vec![source()]), (1, "1", vec![work(2005, &["7"])])],
            both.to_vec(),
            1,
        ),
        (
            "another note of it",
            vec![
                (0, "7", vec![source()]),
                (0, "8", vec![other()]),
                (1, "1", vec![work(2005, &["8"])]),
            ],
            both.to_vec(),
            2,
        ),
        (
            "a report that cites a report that cites the talk",
            vec![
                (0, "7", vec![source()]),
                (1, "1", vec![work(2005, &["7"])]),
                (2, "4", vec![work(2010, &["1"])]),
            ],
            vec![(0, "7"), (2, "4")],
            1,
        ),
        (
            "one talk, described alike in two reports",
            vec![(0, "7", vec![source()]), (1, "1", vec![source()])],
            both.to_vec(),
            1,
        ),
        (
            "talks of two days",
            vec![
                (0, "7", vec![source()]),
                (
                    1,
                    "1",
                    vec![talk("confidential military source", "2009-02")],
                ),
            ],
            both.to_vec(),
            2,
        ),
        (
            "Ibid. means the last source of the note before",
            vec![
                (1, "1", vec![source(), other()]),
                (1, "2", vec![ibid("1", &[])]),
                (0, "7", vec![other()]),
            ],
            vec![(0, "7"), (1, "2")],
            1,
        ),
        (
            "reports that cite each other end somewhere",
            vec![
                (0, "7", vec![work(2010, &["1"])]),
                (1, "1", vec![work(2005, &["7"])]),
            ],
            both.to_vec(),
            2,
        ),
    ] {
        assert_eq!(origins(&notes, &citing), expected, "{what}");
    }
}
