//! What is found, from documents to the sentence on the screen.

use serde_json::Value;

use crate::{Place, shared};

#[test]
fn findings_are_listed_by_urgency_and_lead_to_their_quotes() {
    let place = Place::new();
    place.ok(&["demo"]);
    let ledger = ["-l", "demo/demo.whitestone"];
    let run = |args: &[&str]| place.ok(&[&ledger[..], args].concat());
    let list = run(&["findings", "KAZ"]);
    for words in [
        "Kazakhstan: ",
        "To look at",
        "authority: against the register or roll call",
        "52/38",
    ] {
        assert!(list.contains(words), "no {words:?} in\n{list}");
    }
    let quoted = run(&["findings", "KAZ", "--quotes", "--kind", "authority"]);
    assert!(quoted.contains("bytes "), "{quoted}");
    assert!(!quoted.contains("To know when you write"), "{quoted}");
    let all = run(&["findings"]);
    assert!(
        all.contains("Kazakhstan: ") && all.contains("Kyrgyzstan: "),
        "{all}"
    );
    let json: Value = serde_json::from_str(&run(&["findings", "--format", "json"])).expect("JSON");
    let findings = json.as_array().expect("an array");
    assert!(findings.len() > 20, "{} findings", findings.len());
    for finding in findings {
        let about = finding["about"].as_array().expect("targets").len();
        let evidence = finding["evidence"].as_array().expect("evidence");
        assert!(evidence.len() >= about, "{finding}");
        for passage in evidence {
            assert!(
                !passage["quote"].as_str().expect("a quote").is_empty(),
                "{finding}"
            );
        }
    }
}

#[test]
fn why_tells_what_only_looks_like_a_contradiction() {
    let place = Place::new();
    place.ok(&["demo"]);
    let why = place.ok(&[
        "-l",
        "demo/demo.whitestone",
        "why",
        "UZB",
        "clearance.status",
    ]);
    for words in ["Not a contradiction", "place: "] {
        assert!(why.contains(words), "no {words:?} in\n{why}");
    }
    let wrong = place.run(&[
        "-l",
        "demo/demo.whitestone",
        "findings",
        "--kind",
        "nonsense",
    ]);
    assert!(
        wrong.code != 0 && wrong.err.contains("self_contradiction"),
        "{}",
        wrong.err
    );
}

/// A span of a document.
type Spot = (String, u64, u64);

/// Twenty conflicts that people found in five reports, from their texts alone.
#[test]
fn at_least_fourteen_of_twenty_conflicts_are_found_in_the_texts() {
    let Some(corpus) = shared("at_least_fourteen_of_twenty_conflicts_are_found_in_the_texts")
    else {
        return;
    };
    let place = Place::new();
    place.ok(&["init", "own.whitestone"]);
    let reports = corpus.join("corpus/reports").display().to_string();
    place.ok(&["add", "--quiet", &reports]);
    let json = place.ok(&["findings", "--format", "json"]);
    let findings: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    let facts = facts(&corpus);
    let list = std::fs::read(corpus.join("gold/conflicts.json")).expect("the conflicts");
    let conflicts: Vec<Value> = serde_json::from_slice(&list).expect("JSON");
    let told: Vec<String> = conflicts
        .iter()
        .map(|conflict| {
            let (expected, found) = (
                conflict["expected"].as_str().expect("a kind"),
                kinds(conflict, &findings, &facts),
            );
            let accused = found.iter().any(|kind| {
                ["conflict", "self_contradiction", "authority", "time"].contains(&kind.as_str())
            });
            let right = match expected {
                "resolved_by_scope" => !accused,
                kind => found.iter().any(|k| k == kind),
            };
            format!(
                "{} {} {expected} {found:?}",
                if right { "found" } else { "MISSED" },
                conflict["id"]
            )
        })
        .collect();
    let found = told.iter().filter(|line| line.starts_with("found")).count();
    println!("{}", told.join("\n"));
    assert!(
        found >= 14,
        "{found} of {}\n{}",
        told.len(),
        told.join("\n")
    );
}

/// Where each annotated fact stands.
fn facts(corpus: &std::path::Path) -> std::collections::BTreeMap<String, Spot> {
    let mut facts = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(corpus.join("gold")).expect("the annotations") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let file: Value =
            serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
        for fact in file["facts"].as_array().into_iter().flatten() {
            let (Some(start), Some(end)) = (fact["start_byte"].as_u64(), fact["end_byte"].as_u64())
            else {
                continue;
            };
            let document = file["file"].as_str().unwrap_or_default().to_owned();
            facts.insert(
                fact["id"].as_str().expect("an id").to_owned(),
                (document, start, end),
            );
        }
    }
    facts
}

/// The kinds of the findings that rest on the words of at least two facts of a conflict, or on those of its only one.
fn kinds(
    conflict: &Value,
    findings: &[Value],
    facts: &std::collections::BTreeMap<String, Spot>,
) -> Vec<String> {
    let own: Vec<&Spot> = conflict["facts"]
        .as_array()
        .expect("facts")
        .iter()
        .filter_map(|id| facts.get(id.as_str()?))
        .collect();
    let rests_on = |finding: &Value, (document, start, end): &Spot| {
        finding["evidence"]
            .as_array()
            .expect("evidence")
            .iter()
            .any(|passage| {
                let there = passage["source"]
                    .as_str()
                    .expect("a name")
                    .ends_with(document.as_str());
                let ranges = passage["ranges"].as_array().expect("ranges");
                there
                    && ranges.iter().any(|range| {
                        let at = |index: usize| range[index].as_u64().expect("an offset");
                        at(0) < *end && *start < at(1)
                    })
            })
    };
    let mut kinds: Vec<String> = Vec::new();
    for finding in findings {
        let of_it = own.iter().filter(|fact| rests_on(finding, fact)).count();
        let kind = finding["kind"].as_str().expect("a kind");
        let alone = finding["about"].as_array().expect("targets").len() == 1
            || ["authority", "unfulfilled_plan", "dropped"].contains(&kind);
        if of_it >= 2 || of_it == 1 && (alone || own.len() == 1) {
            kinds.push(kind.to_owned());
        }
    }
    kinds
}
