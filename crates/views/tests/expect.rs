//! Who owes what, by when, and what meets it.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use whitestone_model::{Absence, Day, ValueKind};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, project_vocabulary};
use whitestone_views::expect::{binds_on, standing};
use whitestone_views::{AsOf, Outcome, View, expected, resolve};

const ON: &str = "2011-06-01";

fn on() -> Day {
    ON.parse().unwrap()
}

fn view(claims: Vec<ClaimBuilder>) -> View {
    let mut slice = SliceBuilder::new();
    for claim in claims {
        slice.claim(claim);
    }
    resolve(
        &slice.build(),
        &project_vocabulary().unwrap(),
        &AsOf::today(on()),
    )
}

fn status(code: &str) -> ClaimBuilder {
    ClaimBuilder::code("treaty.status", code)
        .with("treaty", "Mine Ban Treaty")
        .when("2005-03-01/..")
}

fn act(code: &str, day: &str) -> ClaimBuilder {
    ClaimBuilder::code("treaty.action", code)
        .with("treaty", "Mine Ban Treaty")
        .sometime(day)
}

/// What is expected of one duty: due day, state, and of a yearly one the years.
fn check(claims: Vec<ClaimBuilder>, id: &str, wanted: &[&str]) {
    let vocabulary = project_vocabulary().unwrap();
    let view = view(claims);
    let told: Vec<String> = expected(&view, &vocabulary, on())
        .into_iter()
        .filter(|one| one.what.id == id)
        .map(|one| {
            let due = one.due.map(|day| day.to_string()).unwrap_or_default();
            let period = one
                .period
                .map(|year| format!("{year}: "))
                .unwrap_or_default();
            format!("{period}{due} {:?}", one.state)
        })
        .collect();
    assert_eq!(told, wanted, "{id}");
}

#[test]
fn a_treaty_binds_by_its_own_rule() {
    let vocabulary = project_vocabulary().unwrap();
    for (treaty, deposit, bound) in [
        // First day of the sixth month after the month of deposit; not before the treaty's own entry into force.
        ("Mine Ban Treaty", "2004-09-20", "2005-03-01"),
        ("Mine Ban Treaty", "1997-12-03", "1999-03-01"),
        (
            "Convention on Cluster Munitions",
            "2010-12-31",
            "2011-06-01",
        ),
        // Six months after the day of deposit.
        ("CCW Amended Protocol II", "2001-05-14", "2001-11-14"),
    ] {
        let entry = vocabulary.entry("treaties", treaty).unwrap();
        let day = binds_on(entry, deposit.parse().unwrap()).unwrap();
        assert_eq!(day.to_string(), bound, "{treaty} {deposit}");
    }
}

#[test]
fn who_is_bound_is_read_from_the_record() {
    let vocabulary = project_vocabulary().unwrap();
    let since = |claims| {
        let view = view(claims);
        standing(&view.cells, &vocabulary, "Mine Ban Treaty").map(|standing| {
            (
                standing.since.map(|d| d.to_string()),
                standing.rests_on.len(),
            )
        })
    };
    let stated = Some("2005-03-01".to_owned());
    assert_eq!(since(vec![status("not_party")]), None);
    assert_eq!(
        since(vec![status("signatory"), act("signed", "1998-01-01")]),
        None
    );
    assert_eq!(since(vec![status("state_party")]), Some((None, 1)));
    assert_eq!(
        since(vec![status("state_party"), act("acceded", "2004-09-20")]),
        Some((stated.clone(), 2))
    );
    assert_eq!(
        since(vec![
            status("state_party"),
            act("entered_into_force", "2005-03-01"),
            act("acceded", "2004-09-20")
        ]),
        Some((stated, 2)),
        "what is stated comes before what follows from the deposit"
    );
}

#[test]
fn duties_come_due_and_are_met() {
    let party = || vec![status("state_party"), act("acceded", "2004-09-20")];
    let with = |more: Vec<ClaimBuilder>| party().into_iter().chain(more).collect::<Vec<_>>();
    let mines = |builder: ClaimBuilder| builder.with("device", "antipersonnel mine").when("2008");
    check(vec![status("not_party")], "mine-ban.first-report", &[]);
    check(party(), "mine-ban.first-report", &["2005-08-28 Overdue"]);
    check(party(), "mine-ban.stockpile", &["2009-03-01 Overdue"]);
    check(party(), "mine-ban.clearance", &["2015-03-01 NotYetDue"]);
    check(party(), "mine-ban.law", &[" Silent"]);
    check(
        with(vec![mines(ClaimBuilder::code(
            "stockpile.destruction",
            "partial",
        ))]),
        "mine-ban.stockpile",
        &["2009-03-01 Overdue"],
    );
    for met in [
        mines(ClaimBuilder::code("stockpile.destruction", "completed")),
        mines(ClaimBuilder::code("stockpile.status", "never")),
        mines(ClaimBuilder::absent(
            "stockpile.status",
            Absence::None,
            ValueKind::Code,
            "none",
        )),
        // A broader device speaks of the narrower one.
        ClaimBuilder::code("stockpile.status", "none")
            .with("device", "mine")
            .when("2008"),
    ] {
        check(with(vec![met]), "mine-ban.stockpile", &["2009-03-01 Met"]);
    }
    // An extension moves the day; a stated "no deadline" lifts it.
    let deadline = |content| {
        ClaimBuilder::new("treaty.deadline", content)
            .with("treaty", "Mine Ban Treaty")
            .with("article", "5")
            .when("2010")
    };
    let date = whitestone_model::Value::Date("2020-03-01".parse().unwrap());
    let moved = deadline(whitestone_model::Content::Known(date));
    check(
        with(vec![moved]),
        "mine-ban.clearance",
        &["2020-03-01 NotYetDue"],
    );
    let lifted = ClaimBuilder::absent("treaty.deadline", Absence::None, ValueKind::Date, "none");
    let lifted = lifted
        .with("treaty", "Mine Ban Treaty")
        .with("article", "5")
        .when("2010");
    check(with(vec![lifted]), "mine-ban.clearance", &[]);
}

#[test]
fn what_is_due_every_year_is_asked_for_every_year() {
    let report = |code: &str, period: &str| {
        ClaimBuilder::code("transparency.report", code)
            .with("treaty", "Mine Ban Treaty")
            .with("period", period)
            .sometime(period)
    };
    check(
        vec![
            status("state_party"),
            act("acceded", "2004-09-20"),
            report("submitted", "2006"),
            report("submitted", "2008/2009"),
            report("not_submitted", "2007"),
        ],
        "mine-ban.yearly-report",
        &[
            "2005: 2006-04-30 Overdue",
            "2006: 2007-04-30 Met",
            "2007: 2008-04-30 Overdue",
            "2008: 2009-04-30 Met",
            "2009: 2010-04-30 Met",
            "2010: 2011-04-30 Overdue",
        ],
    );
}

#[test]
fn who_is_not_bound_is_not_silent_about_his_reports() {
    let silent = |claims| {
        let view = view(claims);
        let reports = "transparency.report".into();
        view.of(&reports)
            .any(|cell| cell.outcome == Outcome::Silent)
    };
    assert!(!silent(vec![status("not_party")]));
    assert!(!silent(vec![status("signatory")]));
    assert!(silent(vec![status("state_party")]));
}
