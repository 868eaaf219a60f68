//! Against the annotated reports, where they are at hand.

use std::fs;

use serde_json::Value;

use crate::{Place, shared};

fn reports(corpus: &std::path::Path) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(corpus.join("corpus/reports"))
        .expect("the reports")
        .map(|entry| entry.expect("an entry").path().display().to_string())
        .filter(|path| path.ends_with(".txt"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn every_note_is_found_and_every_marker_leads_to_its_note() {
    let Some(corpus) = shared("every_note_is_found_and_every_marker_leads_to_its_note") else {
        return;
    };
    let place = Place::new();
    let paths = reports(&corpus);
    let mut args = vec!["read", "--format", "json"];
    args.extend(paths.iter().map(String::as_str));
    let read: Value = serde_json::from_str(&place.ok(&args)).expect("JSON");
    let (mut notes, mut ibid, mut references) = (0, 0, 0);
    for (document, path) in read.as_array().expect("an array").iter().zip(&paths) {
        let bytes = fs::read(path).expect("the report");
        let list = |name: &str| document[name].as_array().cloned().unwrap_or_default();
        notes += list("notes").len();
        for marker in list("markers") {
            assert!(marker["note"].is_u64(), "{path}: dead marker {marker}");
        }
        for citation in list("notes")
            .iter()
            .flat_map(|note| note["citations"].as_array().cloned().unwrap_or_default())
        {
            let resolved = !citation["edge"].is_null();
            match citation["kind"].as_str() {
                Some("ibid") => ibid += usize::from(resolved),
                Some("cross_reference") => references += usize::from(resolved),
                _ => {}
            }
        }
        for sentence in list("sentences") {
            for range in sentence["ranges"].as_array().expect("ranges") {
                let span = |i: usize| {
                    usize::try_from(range[i].as_u64().expect("an offset")).expect("fits")
                };
                let text = document["text"].as_str().expect("the text");
                assert_eq!(
                    text.as_bytes()[span(0)..span(1)],
                    bytes[span(0)..span(1)],
                    "{path} {range}"
                );
            }
        }
    }
    assert_eq!(notes, 76);
    assert_eq!(ibid, 3);
    assert!(references >= 10, "{references} cross-references resolved");
}

/// Scores the annotations in a folder of the corpus; what has been reached must not be lost.
fn check_score(test: &str, folder: &str) {
    let Some(corpus) = shared(test) else { return };
    let gold = corpus.join(folder).display().to_string();
    let least = ["--min-precision", "0.97", "--min-recall", "0.97"];
    Place::new().ok(&[&["score", "--gold", &gold], &least[..]].concat());
}

#[test]
fn precision_and_recall_on_real_reports() {
    check_score("precision_and_recall_on_real_reports", "gold");
}

#[test]
fn precision_and_recall_on_generated_reports() {
    check_score(
        "precision_and_recall_on_generated_reports",
        "corpus/synthetic",
    );
}

#[test]
fn adding_twice_adds_nothing() {
    let Some(corpus) = shared("adding_twice_adds_nothing") else {
        return;
    };
    let place = Place::with_ledger();
    let paths = reports(&corpus);
    let mut args = vec!["add"];
    args.extend(paths.iter().map(String::as_str));
    place.ok(&args);
    let once = place.fingerprint();
    let again = place.run(&args);
    assert!(
        again
            .err
            .contains("0 added, 5 known already, 0 new candidates"),
        "{}",
        again.err
    );
    assert_eq!(place.fingerprint(), once);
}

#[test]
fn a_report_that_speaks_of_each_resolution_is_set_against_the_roll_call() {
    let Some(corpus) =
        shared("a_report_that_speaks_of_each_resolution_is_set_against_the_roll_call")
    else {
        return;
    };
    let place = Place::new();
    place.ok(&["init", "own.whitestone"]);
    let paths = reports(&corpus);
    let mut args = vec!["add", "--quiet"];
    args.extend(paths.iter().map(String::as_str));
    place.ok(&args);
    let votes = place.ok(&["show", "KAZ", "--why", "unga.vote"]);
    for words in [
        "52/38",
        "abstained on each annual UNGA resolution",
        "roll_call",
    ] {
        assert!(votes.contains(words), "no {words:?} in\n{votes}");
    }
    let stock = place.ok(&["show", "KGZ", "--why", "stockpile.quantity"]);
    for words in [
        "several tens of thousands",
        "some 1,000 to 2,000",
        "confidential military source",
        "bytes 3423-3492",
    ] {
        assert!(stock.contains(words), "no {words:?} in\n{stock}");
    }
}
