//! What each detector finds, and what it leaves alone, on small invented cases with the project's own vocabulary.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fmt::Write;

use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{
    Basis, DocumentId, Judgement, JudgementId, Modality, Recorded, Slice, Target, Verdict,
};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, moment, project_vocabulary};
use whitestone_views::findings::{Finding, Kind, Material, Severity, all};
use whitestone_views::{AsOf, resolve};

fn found(slice: &Slice) -> Vec<Finding> {
    let vocabulary = project_vocabulary().unwrap();
    let asof = AsOf::today("2026-03-01".parse().unwrap());
    let view = resolve(slice, &vocabulary, &asof);
    all(&Material {
        view: &view,
        slice,
        vocabulary: &vocabulary,
        asof: &asof,
    })
}

/// What is found among these claims, silences and age aside: `look conflict: sentence`, one a line.
fn told(slice: SliceBuilder) -> String {
    let quiet = [Kind::Silent, Kind::Stale];
    let mut out = String::new();
    for finding in found(&slice.build())
        .iter()
        .filter(|f| !quiet.contains(&f.kind))
    {
        let severity = format!("{:?}", finding.severity).to_lowercase();
        let sure = if finding.definite { "" } else { " (possible)" };
        let _ = writeln!(
            out,
            "{severity} {}{sure}: {}",
            finding.kind, finding.explanation
        );
    }
    out
}

/// A slice with one report of 2005, and what it says.
fn report(claims: impl IntoIterator<Item = ClaimBuilder>) -> SliceBuilder {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Notes on the valley", "A Monitor", "2005-10-01");
    for claim in claims {
        slice.claim(claim.from(report));
    }
    slice
}

fn ground(code: &str, place: &str, when: &str) -> ClaimBuilder {
    let claim = ClaimBuilder::code("contamination.status", code).when(when);
    claim.with("place", place).with("device", "mine")
}

fn cleared(code: &str, place: &str, when: &str) -> ClaimBuilder {
    ClaimBuilder::code("clearance.status", code)
        .with("place", place)
        .when(when)
}

#[test]
fn a_whole_and_its_part_contradict_each_other_and_two_places_do_not() {
    insta::assert_snapshot!(told(report([
        cleared("completed", "Alma province", "2004").by(&["the governor"]),
        cleared("partial", "a gorge, Alma district", "2004").by(&["villagers"]),
        cleared("partial", "Beta province", "2004").by(&["villagers"]),
    ])), @r"
    look conflict: Clearance: not both: “completed (Alma province)”, says the governor, 2004; “partial (a gorge, Alma district)”, says villagers, 2004.
    ");
}

#[test]
fn cleared_and_found_again_within_a_year_is_a_conflict_and_ten_years_later_is_not() {
    insta::assert_snapshot!(told(report([
        cleared("completed", "Alma province", "2004-02-01").by(&["the army"]),
        ground("contaminated", "Alma province", "2004-07").by(&["shepherds"]),
        ground("contaminated", "Alma province", "2015").by(&["shepherds"]),
    ])), @r"
    look conflict (possible): Clearance and contamination: possibly not both: “completed (Alma province)”, says the army, 1 February 2004; “contaminated (Alma province, mine)”, says shepherds, July 2004.
    look time: Contamination: “contaminated (Alma province, mine)”, says shepherds, 2015, but it was said by 1 October 2005, before it can have been known.
    ");
}

#[test]
fn officials_of_one_ministry_contradict_each_other_in_one_week_and_change_their_mind_in_a_year() {
    let use_of = |when: &str| {
        let claim = ClaimBuilder::code("use.status", "used")
            .sometime(when)
            .with("place", "northern border");
        claim
            .with("device", "mine")
            .by(&["A. Colonel, Ministry of Defence"])
    };
    let none = ground("none", "Kyrgyzstan", "2004-04-12").by(&["B. General, Minister of Defence"]);
    insta::assert_snapshot!(told(report([use_of("2004-04-12"), none.clone()])), @r"
    look self_contradiction: Use and contamination: not both: “used (mine, northern border)”, says A. Colonel, Ministry of Defence, 12 April 2004; “not contaminated (Kyrgyzstan, mine)”, says B. General, Minister of Defence, 12 April 2004.
    ");
    insta::assert_snapshot!(told(report([use_of("2003-01-10"), none])), @"");
}

#[test]
fn a_denial_stands_against_a_charge_and_hardens_what_nobody_knows() {
    let made = |code: &str| ClaimBuilder::code("production.status", code).with("device", "mine");
    insta::assert_snapshot!(told(report([
        made("produces").when("2001").by(&["a yearbook"]),
        made("never").when("2004-05-03").by(&["the minister"]).modality(Modality::Denied),
        ClaimBuilder::code("transfer.status", "none_known").when("1999").modality(Modality::Unknown),
        ClaimBuilder::code("transfer.status", "none").when("2004").by(&["the minister"]).modality(Modality::Denied),
    ])), @r"
    look denial (possible): Production: possibly not both: “produces (mine)”, says a yearbook, 2001; “never (mine)”, says the minister, 3 May 2004.
    note denial: Transfer: “none”, says the minister, 2004, in its own case; others only do not know of any: “none known”, says compiler of A Monitor, 1999.
    ");
}

#[test]
fn a_plan_waits_for_what_carries_it_out() {
    let joins = |treaty: &str| {
        let claim = ClaimBuilder::code("treaty.intent", "intends_to_join").when("1999");
        claim
            .with("treaty", treaty)
            .by(&["the minister"])
            .modality(Modality::Planned)
    };
    let status = |code: &str, treaty: &str| {
        ClaimBuilder::code("treaty.status", code)
            .when("2005")
            .with("treaty", treaty)
    };
    insta::assert_snapshot!(told(report([
        joins("Mine Ban Treaty"),
        status("state_party", "Mine Ban Treaty"),
        joins("Arms Trade Treaty"),
        status("not_party", "Arms Trade Treaty"),
        cleared("planned", "Alma province", "2001").modality(Modality::Planned),
        cleared("planned", "Beta province", "2001").modality(Modality::Planned),
        cleared("started", "Beta province", "2003"),
    ])), @r"
    look unfulfilled_plan: Intention to join: “intends to join (Arms Trade Treaty)”, says the minister, 1999; not so by then: “not party (Arms Trade Treaty)”, says compiler of A Monitor, 2005.
    note unfulfilled_plan: Clearance: “planned (Alma province)”, says compiler of A Monitor, 2001; nobody reports that it was done, or given up.
    ");
}

fn casualties(outcome: &str, number: i64, when: &str) -> ClaimBuilder {
    ClaimBuilder::count("casualties.count", number, "persons")
        .with("outcome", outcome)
        .when(when)
}

#[test]
fn parts_totals_and_tallies_must_fit() {
    insta::assert_snapshot!(told(report([
        casualties("total", 10, "2004"),
        casualties("killed", 4, "2004"),
        casualties("injured", 7, "2004"),
        casualties("killed", 9, "2004").with("place", "Alma province").by(&["a hospital"]),
        casualties("total", 40, "1999/2003").with("place", "Beta province"),
        casualties("total", 35, "1999/2004").with("place", "Beta province"),
    ])), @r"
    look arithmetic: Casualties: a part is larger than its whole: “9 persons (killed, Alma province)”, says a hospital, 2004; “4 persons (killed)”, says compiler of A Monitor, 2004.
    look arithmetic: Casualties: 4 killed and 7 injured are 1 more than the total of 10, says compiler of A Monitor, 2004.
    look arithmetic: Casualties: a tally that cannot fall falls: “40 persons (total, Beta province)”, says compiler of A Monitor, 1999 to 2003; “35 persons (total, Beta province)”, says compiler of A Monitor, 1999 to 2004.
    ");
}

#[test]
fn what_was_released_is_what_was_cleared_reduced_and_cancelled() {
    let area = |property: &str, number: &str| {
        ClaimBuilder::between(
            property,
            Some(number),
            Some(number),
            "km2",
            Basis::Count,
            number,
        )
        .when("2004")
    };
    let parts = || {
        [
            area("clearance.area", "2.25"),
            area("survey.technical_area", "1.5"),
            area("survey.non_technical_area", "4.31"),
        ]
    };
    insta::assert_snapshot!(told(report(parts().into_iter().chain([area("release.total_area", "8.1")]))), @"");
    insta::assert_snapshot!(told(report(parts().into_iter().chain([area("release.total_area", "9.1")]))), @r"
    look arithmetic: Total area released: 2.25 and 1.5 and 4.31 are 1.04 km2 less than the total of 9.1 km2, says compiler of A Monitor, 2004.
    ");
    // A province's total is not the sum of what was released elsewhere, nor of what one method cleared.
    let of_province = area("release.total_area", "9.1").with("place", "Alma province");
    insta::assert_snapshot!(told(report(parts().into_iter().chain([of_province]))), @"");
    let [cleared, technical, other] = parts();
    let by_hand = cleared.with("method", "manual");
    insta::assert_snapshot!(told(report([by_hand, technical, other, area("release.total_area", "9.1")])), @"");
}

#[test]
fn the_same_digits_at_a_power_of_ten_are_a_slip_of_the_unit() {
    let area = |number: &str, unit: &str, when: &str| {
        let claim = ClaimBuilder::between(
            "contamination.area",
            Some(number),
            Some(number),
            unit,
            Basis::Count,
            number,
        );
        claim.with("concept", "SHA").when(when)
    };
    insta::assert_snapshot!(told(report([
        area("125", "km2", "2004").by(&["the centre"]),
        area("125", "ha", "2004").by(&["an operator"]),
    ])), @r"
    look units (possible): Contaminated area: the same digits at a power of ten, perhaps a slip of the unit: “125 km2 (SHA)”, says the centre, 2004; “125 ha (SHA)”, says an operator, 2004.
    ");
    insta::assert_snapshot!(told(report([area("125", "km2", "1996"), area("125", "ha", "2004")])), @"");
}

#[test]
fn an_area_is_no_larger_than_the_place_it_lies_in() {
    let area = |number: &str, place: &str| {
        let (unit, basis) = ("km2", Basis::Count);
        let number = Some(number);
        let claim =
            ClaimBuilder::between("contamination.area", number, number, unit, basis, "much");
        let claim = claim.with("concept", "SHA").when("2004");
        if place.is_empty() {
            claim
        } else {
            claim.with("place", place)
        }
    };
    insta::assert_snapshot!(told(report([
        area("400", "Sokh enclave"),
        area("20000", "the western side of Batken province"),
        area("200000", ""),
        area("300", "a gorge in Sokh"),
        area("500", "the Kyrgyz-Uzbek border"),
        area("150000", "Gamma district"),
    ])), @r"
    look units (possible): Contaminated area: more than the place measures, which is 199,951 km2: “200,000 km2 (SHA)”, says compiler of A Monitor, 2004.
    look units (possible): Contaminated area: more than the place measures, which is 352 km2: “400 km2 (Sokh enclave, SHA)”, says compiler of A Monitor, 2004.
    look units (possible): Contaminated area: more than the place measures, which is 17,050 km2: “20,000 km2 (the western side of Batken province, SHA)”, says compiler of A Monitor, 2004.
    ");
}

#[test]
fn acts_come_in_their_order_and_words_after_the_event() {
    let act = |code: &str, when: &str| {
        ClaimBuilder::code("treaty.action", code)
            .sometime(when)
            .with("treaty", "Mine Ban Treaty")
    };
    insta::assert_snapshot!(told(report([
        act("signed", "1999-05"),
        act("ratified", "1998-12-01"),
        casualties("killed", 3, "2007-05"),
    ])), @r"
    look time: Casualties: “3 persons (killed)”, says compiler of A Monitor, May 2007, but it was said by 1 October 2005, before it can have been known.
    look time: Treaty acts: out of order: “ratified (Mine Ban Treaty)”, says compiler of A Monitor, 1 December 1998, yet “signed (Mine Ban Treaty)”, says compiler of A Monitor, May 1999.
    ");
}

#[test]
fn a_treaty_binds_by_its_own_rule() {
    let act = |code: &str, when: &str| {
        let claim = ClaimBuilder::code("treaty.action", code).sometime(when);
        claim.with("treaty", "Mine Ban Treaty")
    };
    let ratified = || act("ratified", "2002-03-05");
    insta::assert_snapshot!(told(report([ratified(), act("entered_into_force", "2002-09")])), @"");
    insta::assert_snapshot!(told(report([ratified(), act("entered_into_force", "2002-08-01")])), @r"
    look arithmetic: Treaty acts: “entered into force (Mine Ban Treaty)”, says compiler of A Monitor, 1 August 2002; by the treaty's own rule 1 September 2002 follows from “ratified (Mine Ban Treaty)”, says compiler of A Monitor, 5 March 2002.
    ");
}

fn letter(date: &str) -> Citation {
    Citation {
        kind: CitationKind::Letter,
        persons: vec!["A. Clerk".into()],
        date: date.parse().unwrap(),
        ..Citation::default()
    }
}

#[test]
fn a_source_must_not_be_older_than_what_it_carries() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Notes on the valley", "A Monitor", "2005-10-01");
    slice.note(
        report,
        "1",
        "a letter and an interview",
        vec![letter("2004-01-12"), letter("2004-08-01")],
    );
    slice.note(report, "2", "a letter", vec![letter("2003-02")]);
    let tally = ClaimBuilder::count("clearance.mines_destroyed", 700, "items").when("2003/2004-07");
    slice.claim(tally.from(report).notes(&["1"]));
    slice.claim(
        casualties("killed", 2, "2004-03")
            .from(report)
            .notes(&["2"]),
    );
    slice.claim(
        casualties("killed", 1, "2004-06")
            .from(report)
            .notes(&["9"]),
    );
    insta::assert_snapshot!(told(slice), @r"
    look citation_date: Casualties: “2 persons (killed)”, says compiler of A Monitor, March 2004, is cited (note 2) to a source of February 2003, which is older: no dated source of the note can carry it.
    note citation_date (possible): Mines destroyed in clearance: “700 items”, says compiler of A Monitor, 2003 to July 2004, is cited (note 1) to a source of 12 January 2004, which is older: only the source of 1 August 2004 can carry it.
    note orphan: Casualties: “1 person (killed)”, says compiler of A Monitor, June 2004: it cites note 9, which the document does not have.
    ");
}

#[test]
fn reports_that_cite_one_letter_are_one_voice() {
    let mut slice = SliceBuilder::new();
    let reports: Vec<DocumentId> = [2003, 2004]
        .iter()
        .map(|year| {
            slice.source(
                &format!("Report {year}"),
                "A Monitor",
                &format!("{year}-10-01"),
            )
        })
        .collect();
    for report in reports {
        slice.note(report, "1", "a letter", vec![letter("2002-02-03")]);
        let stock = ClaimBuilder::count("stockpile.quantity", 500, "items")
            .with("device", "mine")
            .when("2002-02-03");
        slice.claim(stock.from(report).notes(&["1"]));
    }
    insta::assert_snapshot!(told(slice), @r"
    info echo: Stockpile size: 2 documents say “500 items (mine)”, says compiler of A Monitor, 3 February 2002, and all go back to one cited source.
    ");
}

#[test]
fn two_accounts_of_one_event_would_be_counted_twice() {
    insta::assert_snapshot!(told(report([
        casualties("killed", 2, "2005-03").with("place", "a quarry, Alma province").with("device", "UXO").quote(0, "two people"),
        casualties("killed", 2, "2005-03-09").with("place", "Alma region").with("device", "UXO").quote(50, "two shepherds"),
        casualties("killed", 2, "2005-03-20").with("place", "Beta region").with("device", "UXO").quote(90, "two others"),
    ])), @r"
    look duplicate_event (possible): Casualties: perhaps one event, which a sum would count twice: “2 persons (killed, UXO, a quarry, Alma province)”, says compiler of A Monitor, March 2005; “2 persons (killed, UXO, Alma region)”, says compiler of A Monitor, 9 March 2005 (9 March 2005 lies within March 2005; the same outcome: killed; the same device: UXO; place: a quarry, Alma province belongs to Alma region; both say 2 persons).
    ");
}

#[test]
fn what_lasts_is_dropped_when_nobody_repeats_it() {
    let mut slice = SliceBuilder::new();
    let (old, new) = (
        slice.source("Old", "A Monitor", "1999"),
        slice.source("New", "A Monitor", "2010"),
    );
    slice.claim(ground("contaminated", "Alma pass", "1999").from(old));
    slice.claim(ground("contaminated", "Beta pass", "1999").from(old));
    slice.claim(ground("residual", "Beta pass", "2010").from(new));
    slice.claim(
        ground("none", "Kyrgyzstan", "2009")
            .from(new)
            .by(&["the minister"])
            .modality(Modality::Denied),
    );
    insta::assert_snapshot!(told(slice), @r"
    note dropped: Contamination: “contaminated (Alma pass, mine)”, says compiler of A Monitor, 1999; nobody repeats or withdraws it, though others speak of the matter until 2010; what is said of the whole names it not: “not contaminated (Kyrgyzstan, mine)”, says the minister, 2009.
    ");
}

#[test]
fn a_judged_finding_stays_on_record_and_keeps_its_identity() {
    let claims = || {
        report([
            ground("contaminated", "Alma pass", "2004").by(&["shepherds"]),
            ground("none", "Alma pass", "2004").by(&["the army"]),
        ])
    };
    let conflict = |slice: &Slice| {
        found(slice)
            .into_iter()
            .find(|f| f.kind == Kind::Conflict)
            .unwrap()
    };
    let before = conflict(&claims().build());
    assert!(before.severity == Severity::Look && !before.is_settled());
    let mut more = claims();
    more.claim(casualties("killed", 1, "2001"));
    let mut slice = more.build();
    let judgement = Judgement {
        id: JudgementId::new(uuid_of(7)),
        target: Target::finding(before.subject.key(), before.id),
        verdict: Verdict::Genuine,
        reason: "both were asked again".into(),
        reviewer: "R. Viewer".into(),
        claim: None,
    };
    slice.judgements.push(Recorded {
        what: judgement,
        tx: 90,
        at: moment(90),
        actor: "R. Viewer".into(),
    });
    let after = conflict(&slice);
    assert_eq!(after.id, before.id, "nothing about it has changed");
    assert!(after.is_settled());
    assert_eq!(after.judged.unwrap().reason, "both were asked again");
}

fn uuid_of(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

/// `Ibid.` that leads nowhere, and a quote that is not as long as its place.
#[test]
fn quotes_and_notes_must_lead_somewhere() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Notes on the valley", "A Monitor", "2005-10-01");
    let ibid = Citation {
        kind: CitationKind::Ibid,
        ..Citation::default()
    };
    let led = Citation {
        edge: Some(Edge::Note("2".into())),
        ..ibid.clone()
    };
    slice.note(report, "1", "Ibid.", vec![ibid]);
    slice.note(report, "2", "Ibid.", vec![led]);
    slice.claim(
        ClaimBuilder::code("programme.status", "none")
            .when("2005")
            .from(report)
            .notes(&["1"]),
    );
    slice.claim(
        ClaimBuilder::code("programme.strategy", "none")
            .when("2005")
            .from(report)
            .notes(&["2"]),
    );
    insta::assert_snapshot!(told(slice), @r"
    note orphan: Mine action programme: “none”, says compiler of A Monitor, 2005: note 1 says “Ibid.” and leads to no source.
    ");
}
