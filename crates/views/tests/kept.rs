//! A view that is brought up to date equals one that is resolved anew.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use proptest::prelude::*;
use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{
    Assertion, Day, DocumentId, EventKind, Slice, Subject, Target, Verdict, Vocabulary,
};
use whitestone_testkit::{Built, ClaimBuilder, SliceBuilder, moment, project_vocabulary};
use whitestone_views::{AsOf, Kept, resolve_subject};

/// A statement in numbers: property, key, value, year, speaker, report; and what else enters with it.
type Seed = ((u8, u8, u8), (u8, u8, u8), u8);

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let seed = ((0u8..6, 0u8..3, 0u8..4), (0u8..6, 0u8..3, 0u8..3), 0u8..12);
    prop::collection::vec(seed, 1..24)
}

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| project_vocabulary().unwrap())
}

fn subject() -> Subject {
    Subject::state("KGZ", "Kyrgyzstan")
}

fn claim(((property, key, value), (year, who, _), _): Seed) -> ClaimBuilder {
    let number = i64::from(value) * 5 + 10;
    let when = format!("{}", 2000 + i16::from(year));
    let treaty = ["Mine Ban Treaty", "Convention on Cluster Munitions", ""][usize::from(key)];
    let device = ["antipersonnel mine", "cluster munition", ""][usize::from(key)];
    let status = ["not_party", "signatory", "state_party", "withdrawn"][usize::from(value)];
    let answer = ["yes", "no", "abstain", "absent"][usize::from(value)];
    let claim = match property {
        0 => ClaimBuilder::code("treaty.status", status)
            .with("treaty", treaty)
            .when(&format!("{when}/..")),
        1 => ClaimBuilder::count("stockpile.quantity", number, "items")
            .with("device", device)
            .when(&when),
        2 => ClaimBuilder::count("stockpile.destroyed", number, "items")
            .with("device", device)
            .when(&when),
        3 => ClaimBuilder::code("unga.vote", answer)
            .with(
                "resolution",
                ["52/38 H", "53/77 N", "54/54 B"][usize::from(key)],
            )
            .sometime(&when),
        // It speaks of every resolution of a span.
        4 => ClaimBuilder::code("unga.vote", answer)
            .with("reach", "each")
            .sometime(&format!("1996/{when}")),
        _ => ClaimBuilder::code("no.such_property", answer).with("colour", device),
    };
    match who {
        0 => claim,
        1 => claim.by(&["Ministry"]),
        _ => claim.by(&["Police"]).notes(&["1"]),
    }
}

/// The cell in which a statement stands.
fn cell(seed: Seed) -> Target {
    let assertion = claim(seed).build();
    let property = vocabulary().property(&assertion.property);
    let tells = |name: &String| property.is_none_or(|p| p.discriminating.contains(name));
    let named = assertion.qualifiers.iter();
    let key = named.filter(|(name, value)| tells(name) && !value.is_empty());
    let key = key.map(|(name, value)| (name.clone(), value.clone()));
    Target::cell(subject().key(), assertion.property.clone(), key.collect())
}

/// What is on record after all seeds, one transaction each or two.
fn whole(seeds: &[Seed]) -> Slice {
    let mut slice = SliceBuilder::new();
    let reports = ["2001", "2005", "2010"].map(|year| {
        let report = slice.source(&format!("Report {year}"), "Monitor", year);
        let pointer = Citation {
            kind: CitationKind::CrossReference,
            edge: Some(Edge::Work {
                title: "Report 2005".to_owned(),
                pages: "7".to_owned(),
            }),
            notes: vec!["1".to_owned()],
            ..Citation::default()
        };
        let cited = if year == "2010" {
            vec![pointer]
        } else {
            vec![]
        };
        slice.note(report, "1", "A letter.", cited);
        report
    });
    let mut made: Vec<Built> = Vec::new();
    for seed in seeds {
        let (_, (_, _, report), also) = *seed;
        let claim = claim(*seed).from(reports[usize::from(report)]);
        let is_candidate = also == 0;
        let built = if is_candidate {
            slice.candidate(claim)
        } else {
            slice.claim(claim)
        };
        let before = made
            .len()
            .checked_sub(1 + usize::from(report))
            .map(|at| &made[at]);
        match (also, before) {
            (1, Some(other)) => slice.event(other, EventKind::Revises, Some(&built)),
            (2, Some(other)) => slice.event(other, EventKind::Confirms, Some(&built)),
            (3, Some(other)) => slice.event(other, EventKind::Retracts, None),
            (4, Some(other)) => slice.judge(other, Verdict::Prefer),
            (5, Some(other)) => slice.judge(other, Verdict::Reject),
            (6, _) => slice.judge_target(cell(*seed), Verdict::Genuine),
            _ => {}
        }
        if !is_candidate {
            made.push(built);
        }
    }
    slice.build()
}

/// Drops what was recorded after a moment, and the sources in which nothing is left.
fn up_to(mut slice: Slice, day: i64) -> Slice {
    slice.claims.retain(|r| r.at <= moment(day));
    slice.candidates.retain(|r| r.at <= moment(day));
    slice.events.retain(|r| r.at <= moment(day));
    slice.judgements.retain(|r| r.at <= moment(day));
    with_its_sources(slice)
}

fn with_its_sources(mut slice: Slice) -> Slice {
    let claims = slice.claims.iter().map(|r| &r.what.assertion);
    let candidates = slice.candidates.iter().map(|r| &r.what.assertion);
    let documents: BTreeSet<_> = claims
        .chain(candidates)
        .filter_map(|a| a.document())
        .collect();
    slice.sources.retain(|id, _| documents.contains(id));
    slice
}

/// The documents of which something was recorded after a moment.
fn touched(slice: &Slice, day: i64) -> BTreeSet<Option<DocumentId>> {
    let of_claim: BTreeMap<_, _> = slice
        .claims
        .iter()
        .map(|r| (Target::Claim(r.what.id), r.what.assertion.document()))
        .collect();
    let claims = slice.claims.iter().filter(|r| r.at > moment(day));
    let mut touched: BTreeSet<_> = claims.map(|r| r.what.assertion.document()).collect();
    let candidates = slice.candidates.iter().filter(|r| r.at > moment(day));
    touched.extend(candidates.map(|r| r.what.assertion.document()));
    let events = slice.events.iter().filter(|r| r.at > moment(day));
    touched.extend(events.filter_map(|r| of_claim.get(&Target::Claim(r.what.claim))));
    let judgements = slice.judgements.iter().filter(|r| r.at > moment(day));
    touched.extend(judgements.filter_map(|r| of_claim.get(&r.what.target)));
    touched
}

/// What is on record of these documents, and the claims that their events name.
fn of_documents(mut slice: Slice, documents: &BTreeSet<Option<DocumentId>>) -> Slice {
    let is_asked = |assertion: &Assertion| documents.contains(&assertion.document());
    let asked: BTreeSet<_> = slice
        .claims
        .iter()
        .filter(|r| is_asked(&r.what.assertion))
        .map(|r| r.what.id)
        .collect();
    slice.events.retain(|r| asked.contains(&r.what.claim));
    let named: BTreeSet<_> = slice.events.iter().filter_map(|r| r.what.other).collect();
    slice
        .claims
        .retain(|r| asked.contains(&r.what.id) || named.contains(&r.what.id));
    slice.candidates.retain(|r| is_asked(&r.what.assertion));
    with_its_sources(slice)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn brought_up_to_date_it_equals_one_resolved_anew(
        seeds in seeds(),
        day in 0i64..30,
        (on, later) in (4_000i32..16_000, 0i32..4_000),
    ) {
        let full = whole(&seeds);
        let asof = |on: i32| AsOf::today(Day::from_number(on)).with_candidates();
        let (before, after) = (asof(on).known_at(moment(day)), asof(on + later).known_at(moment(90)));
        let mut kept = Kept::new(&subject(), &up_to(full.clone(), day), vocabulary(), &before);
        let touched = touched(&full, day);
        let anew = resolve_subject(&subject(), &with_its_sources(full.clone()), vocabulary(), &after);
        if kept.renew(&touched, of_documents(full, &touched), vocabulary(), &after) {
            prop_assert_eq!(kept.view(), &anew);
        }
    }
}

/// What is judged of a cell stays when others are told anew, and is taken in when it is new.
#[test]
fn judgements_on_cells_are_kept_and_renewed() {
    let (status, stock) = (((0, 0, 1), (1, 0, 0), 6), ((1, 1, 2), (2, 1, 0), 6));
    let full = whole(&[status, stock]);
    let asof = |day: i64| AsOf::today(Day::from_number(15_000)).known_at(moment(day));
    // The third transaction is the second claim, the fourth the judgement on its cell.
    let mut kept = Kept::new(&subject(), &up_to(full.clone(), 2), vocabulary(), &asof(2));
    let judged = |kept: &Kept| {
        let cells = kept
            .view()
            .cells
            .iter()
            .filter(|cell| cell.judged.is_some());
        let names = cells.map(|cell| cell.property.to_string());
        names.collect::<Vec<_>>()
    };
    assert_eq!(judged(&kept), ["treaty.status"]);
    let touched = touched(&full, 2);
    let slice = of_documents(full, &touched);
    assert!(kept.renew(&touched, slice, vocabulary(), &asof(90)));
    assert_eq!(judged(&kept), ["treaty.status", "stockpile.quantity"]);
}

/// It gives up only where it must: a new document that notes point into, another question.
#[test]
fn it_says_when_the_whole_record_is_needed() {
    let seed = |report: u8| ((0, 0, 0), (1, 0, report), 9);
    let asof = |day: i64| AsOf::today(Day::from_number(15_000)).known_at(moment(day));
    for (first, second, enough) in [(0, 1, true), (2, 0, true), (2, 1, false)] {
        let full = whole(&[seed(first), seed(second)]);
        let early = up_to(full.clone(), 1);
        let mut kept = Kept::new(&subject(), &early, vocabulary(), &asof(1));
        let touched = touched(&full, 1);
        let renewed = kept.renew(&touched, with_its_sources(full), vocabulary(), &asof(9));
        assert_eq!(renewed, enough, "{first} {second}");
    }
    let full = whole(&[seed(0), seed(1)]);
    let mut kept = Kept::new(&subject(), &full, vocabulary(), &asof(9));
    for other in [asof(8), asof(9).with_candidates()] {
        assert!(!kept.renew(&BTreeSet::new(), Slice::default(), vocabulary(), &other));
    }
}
