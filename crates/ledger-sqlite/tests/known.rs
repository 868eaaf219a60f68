//! A slice as known at T, against a naive model: everything that was told, filtered by time.
#![expect(clippy::unwrap_used, reason = "what cannot be prepared ends the run")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use whitestone_ledger::testing::made;
use whitestone_ledger::{Batch, Ledger, SliceQuery, Stamp};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{Assertion, Claim, ClaimEvent, ClaimId, EventId, EventKind, Fingerprint};

const WORDS: [&str; 5] = ["10 mines", "20 mines", "30 mines", "40 mines", "50 mines"];
const STATES: [&str; 2] = ["KEM", "SOL"];
const PROPERTIES: [&str; 2] = ["stockpile.quantity", "casualty.count"];

/// One thing told to the ledger.
#[derive(Debug, Clone)]
enum Step {
    /// What is claimed: words, state, property.
    Claim(usize, usize, usize),
    /// Candidates of a new version of the rules: one for each of the words from this one on.
    Extract(usize),
    /// What happens to the earliest claim with these words.
    Event(usize, EventKind),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..5usize, 0..2usize, 0..2usize).prop_map(|(w, s, p)| Step::Claim(w, s, p)),
        1 => (0..5usize).prop_map(Step::Extract),
        2 => (0..5usize, prop_oneof![Just(EventKind::Retracts), Just(EventKind::Confirms)])
            .prop_map(|(w, kind)| Step::Event(w, kind)),
    ]
}

/// Everything that was kept, with the minute in which it was.
#[derive(Default)]
struct Naive {
    claims: Vec<(u64, Claim)>,
    events: Vec<(u64, ClaimEvent)>,
    extractions: Vec<(u64, Vec<Assertion>)>,
}

impl Naive {
    fn claims_of(&self, state: &str, known: u64) -> Vec<ClaimId> {
        let of_state = |claim: &Claim| claim.assertion.subject.id == state;
        let visible = self
            .claims
            .iter()
            .filter(|(at, claim)| *at <= known && of_state(claim));
        visible.map(|(_, claim)| claim.id).collect()
    }

    fn events_of(&self, state: &str, known: u64) -> Vec<EventId> {
        let claims: BTreeSet<ClaimId> = self.claims_of(state, known).into_iter().collect();
        let visible = self
            .events
            .iter()
            .filter(|(at, event)| *at <= known && claims.contains(&event.claim));
        visible.map(|(_, event)| event.id).collect()
    }

    fn candidates_of(&self, state: &str, known: u64) -> BTreeSet<Fingerprint> {
        let newest = self.extractions.iter().rev().find(|(at, _)| *at <= known);
        let of_state = |assertion: &&Assertion| assertion.subject.id == state;
        let found = newest.iter().flat_map(|(_, found)| found).filter(of_state);
        found.map(Assertion::fingerprint).collect()
    }
}

/// Tells the step to the ledger and to the model.
fn tell(ledger: &mut SqliteLedger, naive: &mut Naive, number: u64, minute: u64, step: &Step) {
    let text = format!("Report\n{}\n", WORDS.join("; "));
    let new = made::document("report", &text);
    let assertion = |w: usize, s: usize, p: usize| {
        made::assertion(&new.document, STATES[s], PROPERTIES[p], WORDS[w])
    };
    let mut batch = Batch {
        documents: vec![new.clone()],
        ..Batch::default()
    };
    match step {
        Step::Claim(w, s, p) => {
            let claim = made::claim(number, assertion(*w, *s, *p));
            if !naive
                .claims
                .iter()
                .any(|(_, known)| known.assertion == claim.assertion)
            {
                naive.claims.push((minute, claim.clone()));
            }
            batch.claims.push(claim);
        }
        Step::Extract(from) => {
            let found: Vec<Assertion> = (*from..5).map(|w| assertion(w, w % 2, 0)).collect();
            let version = format!("rules {number}");
            batch.extractions.push(whitestone_ledger::Extraction {
                document: new.document.id,
                candidates: found
                    .iter()
                    .map(|a| made::candidate(a.clone(), &version))
                    .collect(),
                rules_version: version,
            });
            naive.extractions.push((minute, found));
        }
        Step::Event(w, kind) => {
            let about = naive
                .claims
                .iter()
                .find(|(_, claim)| claim.assertion.passages().any(|p| p.quote == WORDS[*w]));
            let Some((_, claim)) = about else { return };
            let event = made::event(number, claim.id, *kind, None, &format!("reason {number}"));
            naive.events.push((minute, event.clone()));
            batch.events.push(event);
        }
    }
    let stamp = Stamp {
        id: made::stamp(number).id,
        ..made::stamp(minute)
    };
    ledger.append(&batch, &stamp).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Minutes come in any order: a clock that runs back changes no rule.
    #[test]
    fn a_slice_holds_exactly_what_was_told_by_then(steps in prop::collection::vec((0..20u64, step()), 1..25)) {
        let mut ledger = SqliteLedger::in_memory().unwrap();
        let mut naive = Naive::default();
        for (number, (minute, step)) in (1..).zip(&steps) {
            tell(&mut ledger, &mut naive, number, *minute, step);
        }
        for known in 0..20 {
            for state in STATES {
                let slice = ledger.slice(&SliceQuery {
                    subject_kind: "state".to_owned(),
                    subject_id: state.to_owned(),
                    known: Some(made::stamp(known).at),
                    with_candidates: true,
                    ..SliceQuery::default()
                }).unwrap();
                let at = made::stamp(known).at;
                prop_assert!(slice.claims.iter().all(|claim| claim.at <= at));
                prop_assert!(slice.events.iter().all(|event| event.at <= at));
                prop_assert!(slice.candidates.iter().all(|candidate| candidate.at <= at));
                let claims: Vec<_> = slice.claims.iter().map(|claim| claim.what.id).collect();
                prop_assert_eq!(claims, naive.claims_of(state, known));
                let events: Vec<_> = slice.events.iter().map(|event| event.what.id).collect();
                prop_assert_eq!(events, naive.events_of(state, known));
                let candidates: BTreeSet<_> = slice.candidates.iter().map(|candidate| candidate.what.id).collect();
                prop_assert_eq!(candidates, naive.candidates_of(state, known));
                prop_assert_eq!(slice.sources.is_empty(), slice.claims.is_empty() && slice.candidates.is_empty());
            }
        }
        prop_assert_eq!(ledger.check().unwrap(), []);
    }
}
