//! What a view leaves out: what nobody could have known by a day, what is not public, what only repeats.

use super::*;

#[test]
fn what_could_anyone_have_known_by_a_day() {
    let mut slice = SliceBuilder::new();
    let early = slice.source("Report 2005", "Monitor", "2005-10");
    let late = slice.source("Report 2010", "Monitor", "2010-08-12");
    slice.claim(status("not_party").when("2005").from(early));
    slice.claim(status("state_party").when("2010").from(late));
    let view = view(slice, &today().published_by("2006-01-01".parse().unwrap()));
    assert_eq!(told(only(&view, "treaty.status")), "agreed: not_party");
}

#[test]
fn what_is_not_public_is_shown_only_when_asked() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    slice.claim(
        status("not_party")
            .when("2005")
            .from(report)
            .sensitivity(Sensitivity::Restricted),
    );
    let slice = slice.build();
    let vocabulary = project_vocabulary().unwrap();
    let public = resolve(&slice, &vocabulary, &today());
    assert_eq!(only(&public, "treaty.status").outcome, Outcome::Silent);
    let inside = resolve(
        &slice,
        &vocabulary,
        &today().for_reader(Sensitivity::Restricted),
    );
    assert_eq!(only(&inside, "treaty.status").outcome, Outcome::Agreed);
}

#[test]
fn two_reports_of_one_letter_are_one_origin() {
    let mut slice = SliceBuilder::new();
    let first = slice.source("Report 2010", "Monitor", "2010");
    let second = slice.source("Report 2012", "Monitor", "2012");
    let by = |document| {
        status("not_party")
            .when("2010")
            .by(&["Ministry"])
            .stated("2010-04-30")
            .from(document)
    };
    let third = slice.source("Report 2013", "Monitor", "2013");
    slice.claim(by(first));
    slice.claim(by(second));
    // Its key developments say the same without the letter: no voice of its own.
    slice.claim(status("not_party").when("2010").from(second));
    slice.claim(status("not_party").when("2010").from(third));
    let view = view(slice, &today());
    assert_eq!(only(&view, "treaty.status").origins, 2);
}

#[test]
fn freshness_counts_from_the_latest_word() {
    for (published, expected) in [
        ("2025-12-01", Freshness::Fresh),
        ("2025-04-01", Freshness::Due),
        ("2024-01-01", Freshness::Stale),
    ] {
        let mut slice = SliceBuilder::new();
        let report = slice.source("Report", "Monitor", published);
        slice.claim(status("not_party").when("2024").from(report));
        let view = view(slice, &today());
        assert_eq!(
            only(&view, "treaty.status").freshness,
            expected,
            "{published}"
        );
    }
}
