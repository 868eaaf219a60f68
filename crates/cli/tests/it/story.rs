//! The whole road, as a user goes it.

use crate::{Place, root};

const NOTE: &str = "Kyrgyzstan, Country Note 2005\n\nKyrgyzstan\n\nMine Ban Policy\n\n\
    Kyrgyzstan has not acceded to the Mine Ban Treaty.[1] In May 2005, Kyrgyzstan hosts a regional demining training centre.\n\n\
    Casualties\n\nIn 2004, four people were killed by mines in Batken province.[2]\n\n\
    [1] Letter from the Ministry of Foreign Affairs, 4 May 2005.\n\n[2] Interview with A. Person, Red Crescent, Batken, 3 June 2005.\n";

#[test]
fn the_demo_prints_profiles_and_says_where() {
    let place = Place::new();
    let out = place.ok(&["demo"]);
    assert!(
        out.contains("demo/kyrgyzstan.html") && out.contains("demo/kyrgyzstan-changes.html"),
        "{out}"
    );
    let html = place.read("demo/kyrgyzstan.html");
    assert!(
        html.contains("<html lang=\"en\"") && html.contains("several tens of thousands"),
        "no profile"
    );
    place.ok(&["-l", "demo/demo.whitestone", "check"]);
    let again = place.ok(&["demo"]);
    assert!(
        again.contains("0 country notes with 0 candidates"),
        "{again}"
    );
    assert_eq!(
        place.read("demo/kyrgyzstan.html"),
        html,
        "the second run changes nothing"
    );
}

/// A property and a rule that exist only as files of a user's folder show up in extraction, view and profile.
#[test]
fn a_property_and_a_rule_are_data() {
    let place = Place::with_ledger();
    let page = std::fs::read_to_string(root().join("docs/adding-a-property.md")).expect("the page");
    let blocks: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    place.write("mine/vocabulary/training.toml", blocks[0]);
    place.write("mine/rules/training.toml", blocks[1]);
    place.write("note.txt", NOTE);
    place.ok(&["--data", "mine", "rules", "test"]);
    let found = place.ok(&["--data", "mine", "extract", "note.txt", "--format", "jsonl"]);
    assert!(found.contains("\"training.centre\""), "{found}");
    place.ok(&["--data", "mine", "add", "note.txt"]);
    let shown = place.ok(&["--data", "mine", "show", "KGZ", "--why", "training.centre"]);
    assert!(
        shown.contains("hosts a regional demining training centre"),
        "{shown}"
    );
    place.ok(&["--data", "mine", "report", "KGZ"]);
    assert!(
        place
            .read("kyrgyzstan.html")
            .contains("hosts a regional training centre for deminers")
    );
    let without = place.ok(&["extract", "note.txt", "--format", "jsonl"]);
    assert!(!without.contains("training.centre"), "{without}");
}

#[test]
fn a_correction_changes_the_present_and_not_the_past() {
    let place = Place::with_ledger();
    place.write("note.txt", NOTE);
    place.ok(&["add", "note.txt"]);
    place.ok(&[
        "review",
        "accept",
        "--document",
        "note.txt",
        "--reason",
        "read against the letter",
    ]);
    let cells = |args: &[&str]| -> serde_json::Value {
        let mut all = vec!["show", "KGZ", "--claims-only", "--format", "json"];
        all.extend(args);
        serde_json::from_str(&place.ok(&all)).expect("JSON")
    };
    let before = place.ok(&["show", "KGZ", "--claims-only"]);
    let why = place.ok(&["show", "KGZ", "--why", "casualties.count"]);
    let id = why
        .split("claim ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .expect("a claim's id in the trace");
    place.ok(&["report", "KGZ", "--claims-only", "--out", "first"]);
    let moment = last_moment(&place);
    std::thread::sleep(std::time::Duration::from_millis(20));
    place.ok(&[
        "review",
        "correct",
        "--claim",
        id,
        "--set",
        "value.low=3",
        "--set",
        "value.high=3",
        "--set",
        "stated=2005-06",
        "--reason",
        "misread",
    ]);
    let after = place.ok(&["show", "KGZ", "--claims-only"]);
    assert_ne!(after, before);
    assert_eq!(
        place.ok(&["show", "KGZ", "--claims-only", "--known", &moment]),
        before
    );
    assert_ne!(cells(&[]), cells(&["--known", &moment]));
    assert!(cells(&[]).to_string().contains("\"stated\":\"2005-06\""));
    place.ok(&[
        "report",
        "KGZ",
        "--claims-only",
        "--known",
        &moment,
        "--out",
        "again",
    ]);
    assert_eq!(
        place.read("again/kyrgyzstan.html"),
        place.read("first/kyrgyzstan.html")
    );
    assert_eq!(
        place.read("again/kyrgyzstan.md"),
        place.read("first/kyrgyzstan.md")
    );
}

/// The moment of the newest transaction, as the log tells it.
fn last_moment(place: &Place) -> String {
    let log = place.ok(&["log", "--format", "jsonl"]);
    let last: serde_json::Value =
        serde_json::from_str(log.lines().last().expect("a line")).expect("JSON");
    last["stamp"]["at"].as_str().expect("a moment").to_owned()
}

#[test]
fn every_rule_keeps_its_examples() {
    let out = Place::new().ok(&["rules", "test"]);
    assert!(out.contains(" 0 failed"), "{out}");
}

#[test]
fn the_number_of_workers_changes_no_byte() {
    let place = Place::new();
    let examples = root().join("examples").display().to_string();
    for format in ["text", "json", "jsonl"] {
        let with = |jobs| place.ok(&["extract", &examples, "--format", format, "--jobs", jobs]);
        let one = with("1");
        assert!(one.len() > 10_000, "{format}");
        assert_eq!(one, with("2"), "{format}");
        assert_eq!(one, with("7"), "{format}");
    }
}

#[test]
fn a_line_is_explained() {
    let place = Place::new();
    place.write(
        "note.txt",
        "KYRGYZSTAN\n\nIn 2004, Kyrgyzstan set up a hotline.\n\nKey data\n\nContamination: Medium\n",
    );
    let told = place.ok(&["rules", "explain", "note.txt", "--line", "3"]);
    assert!(told.contains("date") && told.contains("2004"), "{told}");
    let told = place.ok(&["rules", "explain", "note.txt", "--line", "2"]);
    assert!(told.contains("line 2 holds no sentence"), "{told}");
    place
        .run(&["rules", "explain", "note.txt", "--line", "30"])
        .fails(3, &["note.txt has 7 lines"]);
}

/// What a user's rule adds is shown with its rule; against a copy of itself nothing differs.
#[test]
fn a_change_of_the_rules_is_shown_over_a_corpus() {
    let place = Place::new();
    let page = std::fs::read_to_string(root().join("docs/adding-a-property.md")).expect("the page");
    let blocks: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    place.write("mine/vocabulary/training.toml", blocks[0]);
    place.write("mine/rules/training.toml", blocks[1]);
    place.write("corpus/note.txt", NOTE);
    let told = place.ok(&["--data", "mine", "rules", "report", "corpus"]);
    assert!(
        told.contains("  + ") && told.contains("training.centre"),
        "{told}"
    );
    assert!(told.contains("1 added, 0 removed"), "{told}");
    let told = place.ok(&[
        "--data",
        "mine",
        "rules",
        "report",
        "corpus",
        "--against",
        "mine",
    ]);
    assert!(told.starts_with("0 added, 0 removed"), "{told}");
}

#[test]
fn a_decision_needs_a_reason_and_a_choice() {
    let place = Place::with_ledger();
    place
        .run(&["review", "accept", "--reason", "all fine"])
        .fails(3, &["say which candidates"]);
    place
        .run(&["review", "accept", "--document", "x", "--reason", " "])
        .fails(3, &["needs a reason"]);
}

#[test]
fn the_manual_is_made_from_the_arguments() {
    let place = Place::new();
    assert!(place.ok(&["man"]).contains("whitestone"));
    assert!(place.ok(&["completions", "bash"]).contains("whitestone"));
}

#[test]
fn search_finds_words_and_says_where() {
    let place = Place::with_ledger();
    place.write("note.txt", NOTE);
    place.ok(&["add", "note.txt"]);
    let out = place.ok(&["search", "Batken"]);
    assert!(
        out.contains("note.txt") && out.contains("[Batken]"),
        "{out}"
    );
}
