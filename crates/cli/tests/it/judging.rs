//! Judgements and identities, as a user makes them.

use crate::Place;

const NOTE: &str = "Kyrgyzstan, Country Note 2005\n\nKyrgyzstan\n\nCasualties\n\n\
    In May 2005, two people were killed by UXO in Batken region.[1]\n\n\
    On 10 May 2005, UXO killed two children in Batken region.[2]\n\n\
    [1] Interview with A. Person, Red Crescent, Batken, 3 June 2005.\n\n\
    [2] Interview with B. Person, Red Crescent, Batken, 4 June 2005.\n";

const OTHER: &str = "Uzbekistan, Country Note 2005\n\nUzbekistan\n\nMine Ban Policy\n\n\
    Uzbekistan has not acceded to the Mine Ban Treaty.[1]\n\n\
    [1] Letter from the Ministry of Foreign Affairs, 4 May 2005.\n";

fn place() -> Place {
    let place = Place::with_ledger();
    place.write("note.txt", NOTE);
    place.write("other.txt", OTHER);
    place.ok(&["add", "note.txt", "other.txt"]);
    place
}

/// The ids of candidates on this property, as `review list` prints them.
fn candidates(place: &Place, property: &str) -> Vec<String> {
    let out = place.ok(&[
        "review",
        "list",
        "--property",
        property,
        "--format",
        "jsonl",
    ]);
    let id = |line: &str| {
        let fact: serde_json::Value = serde_json::from_str(line).expect("JSON");
        fact["id"].as_str().expect("an id").to_owned()
    };
    out.lines().map(id).collect()
}

#[test]
fn two_passages_on_one_incident_are_joined_and_parted_again() {
    let place = place();
    let ids = candidates(&place, "casualties.count");
    let [one, other] = ids.as_slice() else {
        panic!("{ids:?}");
    };
    let before = place.ok(&["events", "KGZ"]);
    assert!(before.contains("perhaps one: "), "{before}");
    assert!(
        before.contains("killed in 2005: 2 to 4 persons"),
        "{before}"
    );
    let preview = place.ok(&["same", one, other, "--preview"]);
    assert!(preview.contains("2 to 4 before, 2 after"), "{preview}");
    assert_eq!(
        place.ok(&["events", "KGZ"]),
        before,
        "a preview records nothing"
    );
    place.run(&["same", one, other]).fails(2, &["--reason"]);

    place.ok(&["same", one, other, "--reason", "same day, same place"]);
    let joined = place.ok(&["events", "KGZ"]);
    assert!(joined.contains("killed in 2005: 2 persons"), "{joined}");
    assert!(!joined.contains("perhaps one: "), "{joined}");
    place.ok(&[
        "same",
        one,
        other,
        "--different",
        "--reason",
        "two villages",
    ]);
    let parted = place.ok(&["events", "KGZ"]);
    assert!(parted.contains("killed in 2005: 4 persons"), "{parted}");
    place.ok(&[
        "same",
        one,
        other,
        "--unsure",
        "--reason",
        "the day is not known",
    ]);
    let unsure = place.ok(&["events", "KGZ"]);
    assert!(
        unsure.contains("(judged unsure: the day is not known)"),
        "{unsure}"
    );
}

#[test]
fn what_events_prints_is_found_whether_claim_or_candidate() {
    let place = place();
    let [one, _] = &candidates(&place, "casualties.count")[..] else {
        panic!("two candidates");
    };
    let (set, reason) = ("qualifiers.place=Batken", "the note says so");
    place.ok(&["review", "correct", one, "--set", set, "--reason", reason]);
    let events = place.ok(&["events", "KGZ"]);
    let pair = events.split("perhaps one: ").nth(1).expect("a pair");
    let words: Vec<&str> = pair.split([' ', ':']).collect();
    let ["claim", one, "and", "candidate", other, ..] = words[..] else {
        panic!("{pair}");
    };
    place.ok(&["same", one, other, "--preview"]);
}

#[test]
fn two_subjects_are_shown_as_one_until_they_are_parted() {
    let place = place();
    let show = |state: &str| place.ok(&["show", state]);
    let before = (show("KGZ"), show("UZB"));
    let preview = place.ok(&["same", "KGZ", "UZB", "--preview", "--format", "json"]);
    let preview: serde_json::Value = serde_json::from_str(&preview).expect("JSON");
    assert_eq!(preview[0]["after"][0].as_array().map(Vec::len), Some(2));
    place.ok(&["same", "KGZ", "UZB", "--reason", "a test"]);
    assert_eq!(show("KGZ"), show("UZB"));
    assert!(show("UZB").starts_with("judged to be one: state KGZ, state UZB\n"));
    assert!(show("UZB").contains("casualties.count") && show("KGZ").contains("treaty.status"));
    place.ok(&[
        "same",
        "UZB",
        "KGZ",
        "--unsure",
        "--reason",
        "it was a test",
    ]);
    assert_eq!(
        (show("KGZ"), show("UZB")),
        before,
        "the earlier views again"
    );
    place
        .run(&["same", "KGZ", "KGZ", "--reason", "of course"])
        .fails(3, &["one record already"]);
    place
        .run(&["same", "KGZ", "Nowhere", "--reason", "x"])
        .fails(3, &["nothing is on record of Nowhere"]);
}

#[test]
fn whatever_is_judged_fits_and_has_a_reason() {
    let place = place();
    let ids = candidates(&place, "treaty.status");
    let id = ids.first().expect("a candidate").as_str();
    let judge = |words: &[&str], verdict: &str, reason: &str| {
        let mut args = vec!["judge"];
        args.extend(words);
        args.extend(["--verdict", verdict, "--reason", reason]);
        place.run(&args)
    };
    judge(&[id], "same", "x").fails(3, &["same is no verdict on a candidate", "needs-work"]);
    judge(&[id], "fine", "x").fails(2, &["there are accept"]);
    judge(&[id], "accept", " ").fails(3, &["needs a reason"]);
    judge(&["zebra"], "accept", "x").fails(3, &["no claim, candidate or finding"]);
    assert_eq!(judge(&[id], "accept", "read against the letter").code, 0);
    let shown = place.ok(&["show", "UZB", "--claims-only"]);
    assert!(shown.contains("treaty.status"), "{shown}");

    let cell = ["UZB", "treaty.status", "treaty=Mine Ban Treaty"];
    judge(&cell, "prefer", "x").fails(3, &["prefer is no verdict on a cell"]);
    judge(&["UZB", "treaty.status", "treaty=None"], "dispute", "x")
        .fails(3, &["no cell", "Mine Ban Treaty"]);
    assert_eq!(judge(&cell, "dispute", "the letter is old").code, 0);
    let shown = place.ok(&["show", "UZB"]);
    assert!(
        shown.contains("A. Tester said: dispute (the letter is old)"),
        "{shown}"
    );
    place.ok(&["check"]);
}

/// Where the vocabulary asks for it, two people must agree.
#[test]
fn four_eyes_see_more_than_two() {
    let place = place();
    let files = std::fs::read_to_string(crate::root().join("vocabulary/properties/treaty.toml"));
    let files = files.expect("the properties");
    let start = files.find("id = \"treaty.status\"").expect("the property");
    let own = format!("{}four_eyes = true\n{}", &files[..start], &files[start..]);
    place.write("mine/vocabulary/treaty.toml", own);
    let ids = candidates(&place, "treaty.status");
    let id = ids.first().expect("a candidate").as_str();
    let accept = |who: &str| {
        let words = ["--data", "mine", "--actor", who, "review", "accept", id];
        let reason = ["--reason", "read against the letter"];
        place.ok(&[&words[..], &reason[..]].concat())
    };
    assert!(accept("A. First").contains("1 of them wait for a second reviewer"));
    assert!(
        accept("A. First").contains("wait"),
        "one person has two eyes only"
    );
    let claims = || place.ok(&["show", "UZB", "--claims-only"]);
    assert!(!claims().contains("treaty.status"), "{}", claims());
    assert!(place.ok(&["show", "UZB"]).contains("UNREVIEWED"));
    assert!(!accept("B. Second").contains("wait"));
    assert!(claims().contains("treaty.status"), "{}", claims());
}
