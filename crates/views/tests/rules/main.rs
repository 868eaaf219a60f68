//! What each rule decides, on small cells with the project's own vocabulary.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod asof;

use whitestone_model::{Absence, Basis, EventKind, Modality, Sensitivity, ValueKind, Verdict};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, moment, project_vocabulary};
use whitestone_views::{AsOf, Cell, Freshness, Outcome, Role, Rule, Standing, View, resolve};

fn today() -> AsOf {
    AsOf::today("2026-03-01".parse().unwrap())
}

fn view(slice: SliceBuilder, asof: &AsOf) -> View {
    resolve(&slice.build(), &project_vocabulary().unwrap(), asof)
}

fn only<'a>(view: &'a View, property: &str) -> &'a Cell {
    let cells: Vec<&Cell> = view
        .cells
        .iter()
        .filter(|c| c.property.as_str() == property)
        .collect();
    assert_eq!(
        cells.len(),
        1,
        "{property}: {:?}",
        cells.iter().map(|c| &c.key).collect::<Vec<_>>()
    );
    cells[0]
}

/// One cell in short: `resolved (authority: roll_call): yes | against: abstain`.
fn told(cell: &Cell) -> String {
    let how = match &cell.outcome {
        Outcome::Resolved { rule } => format!("resolved ({rule})"),
        other => format!("{other:?}").to_lowercase(),
    };
    let mut parts = Vec::new();
    for (segment, before) in cell
        .current
        .iter()
        .map(|s| (s, ""))
        .chain(cell.history.iter().map(|s| (s, "before ")))
    {
        for group in &segment.groups {
            let role = match group.role {
                Role::Shown => String::new(),
                other => format!("{other:?} ").to_lowercase(),
            };
            let lead = &group.lead().unwrap().assertion;
            let record = whitestone_model::record::ValueRecord::of(&lead.content);
            let value = record
                .code
                .or(record.words)
                .or(record.entity)
                .or(record.text)
                .unwrap_or_default();
            parts.push(format!("{before}{role}{value}"));
        }
    }
    format!("{how}: {}", parts.join(" | "))
}

fn status(code: &str) -> ClaimBuilder {
    ClaimBuilder::code("treaty.status", code).with("treaty", "Mine Ban Treaty")
}

fn stock(words: &str, low: &str, high: Option<&str>, basis: Basis) -> ClaimBuilder {
    ClaimBuilder::between("stockpile.quantity", Some(low), high, "items", basis, words)
        .with("device", "antipersonnel mine")
}

#[test]
fn a_status_is_a_series() {
    let mut slice = SliceBuilder::new();
    let old = slice.source("Report 1999", "Monitor", "1999");
    let new = slice.source("Report 2010", "Monitor", "2010");
    slice.claim(status("not_party").when("1999").from(old));
    slice.claim(status("not_party").when("2005").from(old));
    slice.claim(status("state_party").when("2010").from(new));
    let view = view(slice, &today());
    assert_eq!(
        told(only(&view, "treaty.status")),
        "agreed: state_party | before not_party"
    );
}

#[test]
fn the_depositary_outranks_a_report() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let register = slice.source("Register", "Depositary", "2024-06-01");
    slice.authority(register, "depositary");
    slice.claim(status("not_party").when("2005").from(report));
    slice.claim(
        status("signatory")
            .when("1997-12-03/2003-02-28")
            .from(register),
    );
    slice.claim(status("state_party").when("2003-03-01/..").from(register));
    let view = view(slice, &today());
    assert_eq!(
        told(only(&view, "treaty.status")),
        "resolved (authority: depositary): state_party | dissenting not_party | before signatory"
    );
}

#[test]
fn a_vote_on_each_resolution_meets_the_roll_call() {
    let mut slice = SliceBuilder::new();
    let roll = slice.source("Roll calls", "Assembly", "2019-12-12");
    slice.authority(roll, "roll_call");
    let report = slice.source("Report 2004", "Monitor", "2004");
    let vote = |code: &str| ClaimBuilder::code("unga.vote", code);
    slice.claim(
        vote("yes")
            .with("resolution", "52/38 H")
            .sometime("1997-12-09")
            .from(roll),
    );
    slice.claim(
        vote("abstain")
            .with("resolution", "59/84")
            .sometime("2004-12-03")
            .from(roll),
    );
    slice.claim(
        vote("yes")
            .with("resolution", "51/45S")
            .sometime("1996-12-10")
            .from(roll),
    );
    slice.claim(
        vote("yes")
            .with("resolution", "70/54")
            .sometime("2003")
            .from(roll),
    );
    let series = "annual resolutions on the Mine Ban Treaty";
    slice.claim(
        vote("abstain")
            .with("resolution", series)
            .with("reach", "each")
            .sometime("1997/2004")
            .from(report),
    );
    slice.claim(
        vote("yes")
            .with("resolution", series)
            .with("reach", "some")
            .sometime("../2004")
            .from(report),
    );
    let view = view(slice, &today());
    let cells: Vec<String> = view
        .cells
        .iter()
        .filter(|c| c.property.as_str() == "unga.vote")
        .map(|c| format!("{}: {}", c.key["resolution"], told(c)))
        .collect();
    assert_eq!(
        cells,
        [
            "51/45S: agreed: yes",
            "52/38H: resolved (authority: roll_call): yes | dissenting abstain",
            "70/54: agreed: yes",
            "59/84: agreed: abstain",
            "annual resolutions on the Mine Ban Treaty: agreed: abstain | beside yes",
        ]
    );
    let reached = view
        .cells
        .iter()
        .find(|c| c.key.values().any(|v| v == "59/84"))
        .unwrap();
    assert_eq!(
        reached.shown().next().unwrap().statements.len(),
        2,
        "the report stands there as a supporter"
    );
}

#[test]
fn sources_that_disagree_are_never_averaged() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let killed = |n| {
        ClaimBuilder::count("casualties.count", n, "persons")
            .with("outcome", "killed")
            .when("1999/2005")
            .from(report)
    };
    slice.claim(killed(12).by(&["Red Crescent"]));
    slice.claim(killed(15).by(&["Television"]));
    let view = view(slice, &today());
    assert_eq!(told(only(&view, "casualties.count")), "disputed: 12 | 15");
}

#[test]
fn compatible_figures_agree_and_the_narrowest_is_printed() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    slice.claim(
        stock("at least 11", "11", None, Basis::AtLeast)
            .when("2005")
            .from(report),
    );
    slice.claim(
        stock("10 to 20", "10", Some("20"), Basis::Range)
            .when("2005")
            .from(report),
    );
    slice.claim(
        stock("12", "12", Some("12"), Basis::Count)
            .when("2005")
            .from(report),
    );
    let view = view(slice, &today());
    assert_eq!(told(only(&view, "stockpile.quantity")), "agreed: 12");
}

#[test]
fn units_are_compared_by_their_exact_ratio() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let area = |n: &str, unit: &str| {
        ClaimBuilder::between(
            "contamination.area",
            Some(n),
            Some(n),
            unit,
            Basis::Count,
            &format!("{n} {unit}"),
        )
        .when("2005")
        .from(report)
    };
    slice.claim(area("1.5", "km2"));
    slice.claim(area("150", "hectares"));
    slice.claim(area("1500000", "m2"));
    let view = view(slice, &today());
    assert_eq!(only(&view, "contamination.area").outcome, Outcome::Agreed);
}

#[test]
fn the_rules_are_asked_in_their_order() {
    let check = |expected: &str, claims: Vec<ClaimBuilder>| {
        let mut slice = SliceBuilder::new();
        let report = slice.source("Report 2005", "Monitor", "2005");
        for claim in claims {
            slice.claim(claim.when("2005").from(report));
        }
        let view = view(slice, &today());
        assert_eq!(told(only(&view, "stockpile.quantity")), expected);
    };
    let count = |n: &str| stock(n, n, Some(n), Basis::Count);
    check(
        "resolved (stronger commitment of the claimant): 12 | dissenting 15",
        vec![
            count("12").by(&["A"]),
            count("15").by(&["B"]).modality(Modality::Estimated),
        ],
    );
    check(
        "resolved (the same claimant said so later): 15 | superseded 12",
        vec![
            count("12").by(&["A"]).stated("2005-01"),
            count("15").by(&["A"]).stated("2005-04"),
        ],
    );
    check(
        "resolved (newest statement): 15 | superseded 12",
        vec![
            count("12").by(&["A"]).stated("2005-01"),
            count("15").by(&["B"]).stated("2005-04"),
        ],
    );
    check(
        "disputed: 12 | 15",
        vec![
            count("12").by(&["A"]).stated("2005"),
            count("15").by(&["B"]).stated("2005-04"),
        ],
    );
}

#[test]
fn a_charge_and_its_denial_stay_a_dispute() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2000", "Monitor", "2000");
    let used = |code: &str| {
        ClaimBuilder::code("use.status", code)
            .with("actor", "Uzbekistan")
            .sometime("2000")
            .from(report)
    };
    slice.claim(used("used").by(&["Villagers"]).modality(Modality::Alleged));
    slice.claim(
        used("not_used")
            .by(&["Ministry"])
            .modality(Modality::Denied),
    );
    let view = view(slice, &today());
    assert_eq!(told(only(&view, "use.status")), "disputed: not_used | used");
}

#[test]
fn not_known_is_data_and_never_a_number() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2004", "Monitor", "2004");
    let unknown = || {
        ClaimBuilder::absent(
            "stockpile.quantity",
            Absence::Unknown,
            ValueKind::Quantity,
            "not known",
        )
        .with("device", "antipersonnel mine")
        .from(report)
    };
    slice.claim(unknown().when("2004"));
    slice.claim(
        stock("about 800,000", "800000", Some("1000000"), Basis::Range)
            .when("1998")
            .from(report),
    );
    let known = view(slice, &today());
    assert_eq!(
        told(only(&known, "stockpile.quantity")),
        "knownunknown: not known | before about 800,000"
    );

    let mut slice = SliceBuilder::new();
    slice.claim(unknown().when("2004").by(&["Ministry"]));
    slice.claim(
        stock("12", "12", Some("12"), Basis::Count)
            .when("2004")
            .by(&["Police"]),
    );
    let beside = view(slice, &today());
    assert_eq!(
        told(only(&beside, "stockpile.quantity")),
        "resolved (stronger commitment of the claimant): 12 | beside not known"
    );
}

#[test]
fn several_values_stand_side_by_side_until_one_says_none() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2024", "Monitor", "2024");
    let operator = |name: &str| {
        ClaimBuilder::entity("programme.operator", name)
            .with("role", "national")
            .when("2024")
            .from(report)
    };
    slice.claim(operator("Army"));
    slice.claim(operator("Ministry"));
    let calm = view(slice, &today());
    assert_eq!(
        told(only(&calm, "programme.operator")),
        "agreed: army | ministry"
            .replace("army", "Army")
            .replace("ministry", "Ministry")
    );

    let mut slice = SliceBuilder::new();
    slice.claim(operator("Army"));
    slice.claim(
        ClaimBuilder::absent(
            "programme.operator",
            Absence::None,
            ValueKind::Entity,
            "none",
        )
        .with("role", "national")
        .when("2024")
        .from(report),
    );
    let torn = view(slice, &today());
    assert_eq!(only(&torn, "programme.operator").outcome, Outcome::Disputed);
}

#[test]
fn a_candidate_is_never_taken_for_a_claim() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let seen = slice.candidate(
        stock("15", "15", Some("15"), Basis::Count)
            .when("2005")
            .from(report),
    );
    slice.candidate(
        ClaimBuilder::code("programme.status", "none")
            .when("2005")
            .from(report),
    );
    slice.claim(
        stock("12", "12", Some("12"), Basis::Count)
            .when("2005")
            .from(report),
    );
    slice.judge(&seen, Verdict::NeedsWork);
    let slice = slice.build();
    let vocabulary = project_vocabulary().unwrap();

    let claims_only = resolve(&slice, &vocabulary, &today());
    assert_eq!(told(only(&claims_only, "stockpile.quantity")), "agreed: 12");
    assert_eq!(
        only(&claims_only, "programme.status").outcome,
        Outcome::Silent
    );

    let with = resolve(&slice, &vocabulary, &today().with_candidates());
    let cell = only(&with, "stockpile.quantity");
    assert_eq!(
        told(cell),
        "resolved (reviewed before unreviewed): 12 | dissenting 15"
    );
    assert_eq!(cell.standing(), Standing::Claim);
    assert_eq!(
        only(&with, "programme.status").standing(),
        Standing::Candidate
    );
}

#[test]
fn judgements_and_events_take_part() {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2005", "Monitor", "2005");
    let count = |n: &str, who: &str| {
        stock(n, n, Some(n), Basis::Count)
            .by(&[who])
            .when("2005")
            .from(report)
    };
    let twelve = slice.claim(count("12", "A"));
    let fifteen = slice.claim(count("15", "B"));
    let wrong = slice.claim(count("99", "C"));
    slice.judge(&wrong, Verdict::Reject);
    slice.judge(&twelve, Verdict::Prefer);
    let slice_then = slice.build();
    let vocabulary = project_vocabulary().unwrap();
    let now = resolve(&slice_then, &vocabulary, &today());
    assert_eq!(
        told(only(&now, "stockpile.quantity")),
        "resolved (preferred by a reviewer): 12 | dissenting 15"
    );
    // As known before the judgements, all three stand against each other.
    let before = resolve(&slice_then, &vocabulary, &today().known_at(moment(3)));
    assert_eq!(
        told(only(&before, "stockpile.quantity")),
        "disputed: 12 | 15 | 99"
    );

    let mut slice = SliceBuilder::new();
    let first = slice.claim(count("12", "A"));
    let second = slice.claim(count("15", "A"));
    slice.event(&first, EventKind::Revises, Some(&second));
    let revised = view(slice, &today());
    assert_eq!(told(only(&revised, "stockpile.quantity")), "agreed: 15");
    assert_ne!(fifteen.target, twelve.target);
}

#[test]
fn rules_have_names_that_a_reader_understands() {
    assert_eq!(
        Rule::Authority("roll_call".into()).to_string(),
        "authority: roll_call"
    );
}
