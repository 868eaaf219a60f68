//! What changed between two views, on small records with the project's own vocabulary.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use whitestone_model::{DocumentId, EventKind, Slice};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, moment, project_vocabulary};
use whitestone_views::diff::Between;
use whitestone_views::{AsOf, Change, Group, diff, resolve, timeline};

/// The changes between what had been published by two days, one a line.
fn published(slice: &Slice, from: &str, to: &str) -> Vec<String> {
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    between(
        slice,
        &AsOf::today(from).published_by(from),
        &AsOf::today(to).published_by(to),
    )
}

fn between(slice: &Slice, old: &AsOf, new: &AsOf) -> Vec<String> {
    let vocabulary = project_vocabulary().unwrap();
    let (before, after) = (
        resolve(slice, &vocabulary, old),
        resolve(slice, &vocabulary, new),
    );
    let changes = diff(&Between {
        old: &before,
        new: &after,
        slice,
        vocabulary: &vocabulary,
        to: new.on,
    });
    changes.iter().map(told).collect()
}

fn told(change: &Change) -> String {
    let side = |groups: &[Group]| {
        let values = groups.iter().filter_map(Group::content).map(|content| {
            let record = whitestone_model::record::ValueRecord::of(content);
            record
                .code
                .or(record.words)
                .or(record.entity)
                .unwrap_or_default()
        });
        values.collect::<Vec<_>>().join(" | ")
    };
    let both = [&change.before, &change.after]
        .map(|s| s.as_ref().map(|s| side(&s.groups)).unwrap_or_default());
    let silent = if change.silent.is_empty() {
        String::new()
    } else {
        format!(" silent in {}", change.silent.len())
    };
    format!(
        "{:?} {}: {} -> {}{silent}",
        change.kind, change.property, both[0], both[1]
    )
}

fn status(code: &str, year: &str, from: DocumentId) -> ClaimBuilder {
    ClaimBuilder::code("treaty.status", code)
        .with("treaty", "Mine Ban Treaty")
        .when(year)
        .from(from)
}

fn mined(place: &str, year: &str, from: DocumentId) -> ClaimBuilder {
    ClaimBuilder::code("contamination.status", "contaminated")
        .with("place", place)
        .when(year)
        .from(from)
}

#[test]
fn new_changed_and_confirmed() {
    let mut slice = SliceBuilder::new();
    let old = slice.source("Report 2004", "Example Monitor", "2004-10");
    let new = slice.source("Report 2006", "Example Monitor", "2006-10");
    slice.claim(status("not_party", "2004", old));
    slice.claim(status("state_party", "2006", new));
    slice.claim(mined("Alta", "2004", old));
    slice.claim(mined("Alta", "2006", new));
    slice.claim(mined("Borea", "2006", new));
    assert_eq!(
        published(&slice.build(), "2005-12-31", "2006-12-31"),
        [
            "Changed treaty.status: not_party -> state_party",
            "Confirmed contamination.status: contaminated -> contaminated",
            "New contamination.status:  -> contaminated",
        ]
    );
}

#[test]
fn what_was_said_once_and_never_again_is_dropped() {
    let mut slice = SliceBuilder::new();
    let [first, second, third] = ["1999", "2004", "2009"]
        .map(|year| slice.source(&format!("Report {year}"), "Example Monitor", year));
    let other = slice.source("Someone else's report", "Another", "2010");
    slice.claim(mined("the northern border", "1999", first));
    slice.claim(mined("the southern border", "1999", first));
    slice.claim(mined("the southern border", "2004", second));
    slice.claim(mined("the eastern border", "2009", third));
    slice.claim(mined("the western border", "2010", other));
    assert_eq!(
        published(&slice.build(), "2009-12-31", "2012-06-01"),
        [
            // Its property asks for news every two years; both later reports speak of contamination.
            "Unconfirmed { years: 2 } contamination.status: contaminated -> contaminated",
            "Dropped contamination.status: contaminated -> contaminated silent in 2",
            // Said twice, so its silence is only age.
            "Unconfirmed { years: 7 } contamination.status: contaminated -> contaminated silent in 1",
            "New contamination.status:  -> contaminated",
        ]
    );
}

#[test]
fn vintages_of_a_figure_stand_side_by_side() {
    let mut slice = SliceBuilder::new();
    let [first, second] = ["2017-12", "2018-11"]
        .map(|day| slice.source(&format!("Report of {day}"), "Example Monitor", day));
    let count = |number: i64, from: DocumentId| {
        ClaimBuilder::count("casualties.count", number, "persons")
            .with("outcome", "total")
            .with("period", "2016")
            .sometime("2016")
            .from(from)
    };
    slice.claim(count(8605, first));
    slice.claim(count(9437, second));
    let slice = slice.build();
    let restated = "Restated casualties.count: 8605 -> 9437";
    assert_eq!(published(&slice, "2017-12-31", "2018-12-31"), [restated]);
    // Who looks over both editions at once sees both all the same.
    let at_once = "Restated casualties.count:  -> 9437";
    assert_eq!(published(&slice, "2016-12-31", "2018-12-31"), [at_once]);
    assert_eq!(published(&slice, "2018-12-31", "2019-12-31"), [""; 0]);
}

#[test]
fn an_act_with_another_date_is_redated_and_what_is_retracted_is_withdrawn() {
    let mut slice = SliceBuilder::new();
    let old = slice.source("Report 2004", "Example Monitor", "2004-10");
    let new = slice.source("Report 2006", "Example Monitor", "2006-10");
    let acceded = |day: &str, from: DocumentId| {
        ClaimBuilder::code("treaty.action", "acceded")
            .with("treaty", "Mine Ban Treaty")
            .sometime(day)
            .from(from)
    };
    slice.claim(acceded("2003-05-01", old));
    let wrong = slice.claim(mined("Alta", "2004", old));
    slice.claim(acceded("2003-05-02", new));
    slice.event(&wrong, EventKind::Retracts, None);
    let slice = slice.build();
    assert_eq!(
        published(&slice, "2005-12-31", "2006-12-31"),
        ["Redated treaty.action: acceded -> acceded"]
    );
    let on = AsOf::today("2007-01-01".parse().unwrap());
    assert_eq!(
        between(
            &slice,
            &on.clone().known_at(moment(3)),
            &on.known_at(moment(4))
        ),
        ["Withdrawn contamination.status: contaminated -> "]
    );
}

#[test]
fn a_view_and_itself_differ_in_nothing_but_age() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2004", "Example Monitor", "2004-10");
    slice.claim(status("not_party", "2004", report));
    let slice = slice.build();
    assert_eq!(published(&slice, "2004-12-31", "2004-12-31"), [""; 0]);
    assert_eq!(
        published(&slice, "2004-12-31", "2009-12-31"),
        ["Unconfirmed { years: 5 } treaty.status: not_party -> not_party"]
    );
}

#[test]
fn a_timeline_is_in_the_order_of_time() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2006", "Example Monitor", "2006-10");
    slice.claim(status("state_party", "2006", report));
    slice.claim(status("not_party", "2001", report));
    let act = ClaimBuilder::code("treaty.action", "acceded").with("treaty", "Mine Ban Treaty");
    slice.claim(act.sometime("2003-05-01").from(report));
    let vocabulary = project_vocabulary().unwrap();
    let view = resolve(
        &slice.build(),
        &vocabulary,
        &AsOf::today("2007-01-01".parse().unwrap()),
    );
    let told: Vec<String> = timeline(&view, &vocabulary)
        .iter()
        .map(|moment| format!("{} {} {}", moment.days.0, moment.property, moment.happened))
        .collect();
    assert_eq!(
        told,
        [
            "2001-01-01 treaty.status false",
            "2003-05-01 treaty.action true",
            "2006-01-01 treaty.status false"
        ]
    );
}
