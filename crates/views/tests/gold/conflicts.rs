//! Twenty conflicts that people found in five reports, and what is found in them here.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value as Json;
use whitestone_views::findings::{Finding, Severity};
use whitestone_views::scope::apart;

use crate::facts::{Entered, Known};
use crate::shared;

/// A conflict as annotated.
struct Conflict {
    id: String,
    facts: Vec<String>,
    expected: String,
}

/// What was found of it; `None` where that is what was expected.
fn missed(conflict: &Conflict, entered: &Entered, known: &BTreeMap<&str, Known>) -> Option<String> {
    let of_it = |finding: &&Finding| {
        let facts = entered.facts_of(finding);
        let named = facts
            .iter()
            .filter(|id| conflict.facts.iter().any(|fact| fact == *id))
            .count();
        // The record against one fact, one fact against its note: a single fact is enough.
        named >= 2 || named == 1 && facts.len() == 1 || named == 1 && conflict.facts.len() == 1
    };
    let findings = known.values().flat_map(|state| &state.findings);
    let found: Vec<&Finding> = findings
        .filter(of_it)
        .filter(|f| f.severity != Severity::Info || f.kind.name() == conflict.expected)
        .collect();
    let kinds: Vec<&str> = found.iter().map(|finding| finding.kind.name()).collect();
    if conflict.expected == "resolved_by_scope" {
        let accused: Vec<&&str> = kinds
            .iter()
            .filter(|kind| ["conflict", "self_contradiction", "authority"].contains(kind))
            .collect();
        if !accused.is_empty() {
            return Some(format!("{} is accused: {accused:?}", conflict.id));
        }
        return unexplained(conflict, entered, known);
    }
    let is_dropped = || {
        conflict.expected == "dropped"
            && known.values().flat_map(|s| &s.findings).any(|f| {
                f.kind.name() == "dropped"
                    && entered.facts_of(f).contains(&conflict.facts[0].as_str())
            })
    };
    if kinds.contains(&conflict.expected.as_str()) || is_dropped() {
        return None;
    }
    Some(format!(
        "{} should be {}, found {kinds:?}",
        conflict.id, conflict.expected
    ))
}

/// A pair of facts that differ in their values and of which nothing says why they may.
fn unexplained(
    conflict: &Conflict,
    entered: &Entered,
    known: &BTreeMap<&str, Known>,
) -> Option<String> {
    let statements: Vec<_> = conflict
        .facts
        .iter()
        .filter_map(|fact| entered.statement(known, fact))
        .collect();
    if statements.len() < conflict.facts.len() {
        return Some(format!("{}: some of its facts are not seen", conflict.id));
    }
    for (number, one) in statements.iter().enumerate() {
        for other in statements.iter().skip(number + 1) {
            let differ = one.assertion.content != other.assertion.content;
            if differ && apart(one, other, &entered.vocabulary).is_empty() {
                return Some(format!(
                    "{}: two facts are not told apart: {:?} {:?}",
                    conflict.id, one.assertion.content, other.assertion.content
                ));
            }
        }
    }
    None
}

#[test]
fn at_least_eighteen_of_twenty_are_found_as_what_they_are() {
    let Some(shared) = shared("at_least_eighteen_of_twenty_are_found_as_what_they_are") else {
        return;
    };
    let entered = Entered::read(&shared);
    let known = entered.known();
    let list: Vec<Json> =
        serde_json::from_slice(&fs::read(shared.join("gold/conflicts.json")).unwrap()).unwrap();
    let conflicts: Vec<Conflict> = list
        .iter()
        .map(|entry| Conflict {
            id: entry["id"].as_str().unwrap().to_owned(),
            facts: serde_json::from_value(entry["facts"].clone()).unwrap(),
            expected: entry["expected"].as_str().unwrap().to_owned(),
        })
        .collect();
    let misses: Vec<String> = conflicts
        .iter()
        .filter_map(|c| missed(c, &entered, &known))
        .collect();
    print_all(&entered, &known, &conflicts);
    assert!(
        misses.len() <= 2,
        "{} of {}: {misses:#?}",
        conflicts.len() - misses.len(),
        conflicts.len()
    );
}

/// For whoever works on the detectors: everything that is found, with the annotated facts (`--nocapture`).
fn print_all(entered: &Entered, known: &BTreeMap<&str, Known>, conflicts: &[Conflict]) {
    for (state, of) in known {
        for finding in of.findings.iter().filter(|f| {
            f.severity != Severity::Info
                || f.kind.name() == "restatement"
                || f.kind.name() == "echo"
        }) {
            let facts = entered.facts_of(finding);
            let of: Vec<&str> = conflicts
                .iter()
                .filter(|c| facts.iter().any(|f| c.facts.iter().any(|x| x == f)))
                .map(|c| c.id.as_str())
                .collect();
            println!(
                "{state} {:?} {} {} {} {facts:?} {of:?}\n    {}",
                finding.severity,
                finding.kind,
                if finding.definite {
                    "definite"
                } else {
                    "possible"
                },
                finding.id.short(),
                finding.explanation
            );
        }
    }
}
