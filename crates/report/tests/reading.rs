//! How a profile reads: series, its own account, Ibid. of a source, places, silences.

#![expect(clippy::panic, reason = "a test may stop where it stands")]

use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{Modality, Slice};
use whitestone_report::{Edition, markdown, profile};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, project_vocabulary};
use whitestone_views::{AsOf, resolve};

#[track_caller]
fn check(slice: &Slice, expected: &[&str], missing: &[&str]) {
    let (Ok(vocabulary), Ok(today)) = (project_vocabulary(), "2026-03-01".parse()) else {
        panic!("the vocabulary of the project and a day")
    };
    let edition = Edition {
        name: "Draft".to_owned(),
        asof: AsOf::today(today),
    };
    let view = resolve(slice, &vocabulary, &edition.asof);
    let page = markdown(&profile(&view, slice, &vocabulary, &edition));
    for words in expected {
        assert!(page.contains(words), "`{words}` is not in:\n{page}");
    }
    for words in missing {
        assert!(!page.contains(words), "`{words}` is in:\n{page}");
    }
}

#[test]
fn like_votes_in_a_row_are_one_sentence_in_order_of_time() {
    let mut slice = SliceBuilder::new();
    let roll = slice.source("Roll calls", "Assembly", "2019-12-12");
    for (resolution, day, code) in [
        ("59/84", "2004-12-03", "abstain"),
        ("57/74", "2002-11-22", "abstain"),
        ("58/53", "2003-12-08", "abstain"),
        ("51/45S", "1996-12-10", "yes"),
    ] {
        let vote = ClaimBuilder::code("unga.vote", code).with("resolution", resolution);
        slice.claim(vote.sometime(day).from(roll));
    }
    check(
        &slice.build(),
        &[
            "voted for UN General Assembly Resolution 51/45S on 10 December 1996.",
            "abstained from voting on UN General Assembly Resolutions 57/74 (22 November 2002), 58/53 (8 December 2003) and 59/84 (3 December 2004).",
        ],
        &["Resolution 57/74"],
    );
}

#[test]
fn who_speaks_of_itself_is_named_once() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let made =
        ClaimBuilder::code("production.status", "never").with("device", "antipersonnel mine");
    slice.claim(
        made.modality(Modality::Denied)
            .by(&["Kyrgyzstan"])
            .when("2005")
            .from(report),
    );
    check(
        &slice.build(),
        &["By its own account, Kyrgyzstan has never produced antipersonnel mines"],
        &["maintained"],
    );
}

#[test]
fn ibid_of_a_source_is_followed() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let citation = |kind, edge| Citation {
        kind,
        edge: Some(edge),
        ..Citation::default()
    };
    let work = Edge::Work {
        title: "Survey 2004".to_owned(),
        pages: String::new(),
    };
    slice.note(
        report,
        "1",
        "Survey 2004, note 7.",
        vec![citation(CitationKind::CrossReference, work)],
    );
    let first = || Edge::Note("1".to_owned());
    slice.note(
        report,
        "2",
        "Ibid., note 9.",
        vec![citation(CitationKind::Ibid, first())],
    );
    slice.note(
        report,
        "3",
        "Ibid.",
        vec![citation(CitationKind::Ibid, first())],
    );
    for (treaty, note) in [
        ("Mine Ban Treaty", "2"),
        ("Convention on Cluster Munitions", "3"),
    ] {
        let status = ClaimBuilder::code("treaty.status", "not_party").with("treaty", treaty);
        slice.claim(status.when("2005").from(report).notes(&[note]));
    }
    check(
        &slice.build(),
        &[
            "[^1]: Report 2005, Monitor, citing: Survey 2004, note 9.",
            "[^2]: Ibid., citing: Survey 2004, note 7.",
        ],
        &["citing: Ibid."],
    );
}

#[test]
fn key_data_leave_places_to_the_text_where_the_whole_state_has_its_entry() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2025", "Monitor", "2025");
    let mined =
        |code: &str| ClaimBuilder::code("contamination.status", code).with("device", "mine");
    slice.claim(mined("suspected").when("2025").from(report));
    slice.claim(
        mined("contaminated")
            .with("place", "Batken region")
            .when("2025")
            .from(report),
    );
    check(
        &slice.build(),
        &[
            "| Contamination | Mine: suspected (as of 2025)<br>and 1 more below |",
            "> Nothing is on record about:",
        ],
        &["Batken region; mine"],
    );
}
