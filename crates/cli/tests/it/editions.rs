//! Editions, what changed between them, and what to ask; every page leads to its words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::{Place, Run};

/// The examples in a ledger, made once for the tests that only read it.
fn demo() -> &'static Place {
    static DEMO: OnceLock<Place> = OnceLock::new();
    DEMO.get_or_init(|| {
        let place = Place::new();
        place.ok(&["demo"]);
        place
    })
}

fn on_demo(args: &[&str]) -> String {
    demo().ok(&[&["-l", "demo/demo.whitestone"], args].concat())
}

/// What follows each `start`, up to the next `end`.
fn between<'a>(page: &'a str, start: &str, end: char) -> Vec<&'a str> {
    let rest = page.split(start).skip(1);
    rest.filter_map(|rest| rest.split(end).next()).collect()
}

/// Every link of these pages has its target, every id stands once in its page, and every cell, finding and line of what
/// changed opens onto the words behind it. Gives the number of links.
fn check_links(pages: &BTreeMap<String, String>) -> usize {
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, page)| {
            let all = between(page, " id=\"", '"');
            let each: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), each.len(), "{name}: an id stands twice");
            (name.as_str(), each)
        })
        .collect();
    let mut links = 0;
    for (name, page) in pages {
        assert!(
            !page.contains("<script") && !page.contains("://"),
            "{name} is not self-contained"
        );
        for link in between(page, "href=\"", '"') {
            let (file, target) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { name } else { file };
            let there = ids.get(file);
            assert!(there.is_some(), "{name}: {link} leads to no page");
            let met = target.is_empty() || there.is_some_and(|ids| ids.contains(target));
            assert!(met, "{name}: {link} leads nowhere");
            links += 1;
        }
        for item in page.split("<div class=\"item").skip(1) {
            let words = item.contains("<blockquote>") && item.contains("; document <code>");
            assert!(
                words,
                "{name}: no words behind {}",
                &item[..item.len().min(300)]
            );
        }
    }
    links
}

#[test]
fn every_link_leads_somewhere_and_every_line_to_its_words() {
    let place = Place::new();
    place.ok(&["demo"]);
    let on = |args: &[&str]| place.ok(&[&["-l", "demo/demo.whitestone"], args].concat());
    let publish = |more: &[&str]| {
        on(&[&["publish", "KGZ", "--out", "out"], more].concat());
    };
    for year in ["2017", "2018"] {
        let day = format!("{year}-12-31");
        on(&[
            "publish", "World", "--name", year, "--as-of", &day, "--out", "out",
        ]);
    }
    publish(&["--name", "2005", "--as-of", "2005-12-31"]);
    publish(&["--name", "2010", "--as-of", "2010-12-31", "--claims-only"]);
    publish(&["--name", "2025"]);
    let mut pages = BTreeMap::new();
    for entry in std::fs::read_dir(place.path("out")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".html") {
            pages.insert(name, std::fs::read_to_string(&path).expect("a page"));
        }
    }
    let names: Vec<&str> = pages.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "kyrgyzstan-2005.html",
            "kyrgyzstan-2010-changes.html",
            "kyrgyzstan-2010.html",
            "kyrgyzstan-2025-changes.html",
            "kyrgyzstan-2025.html",
            "world-2017.html",
            "world-2018-changes.html",
            "world-2018.html",
        ]
    );
    let links = check_links(&pages);
    assert!(links > 500, "{links}");
    let leads = |from: &str, to: &str| pages[from].contains(&format!("href=\"{to}"));
    assert!(leads(
        "kyrgyzstan-2025.html",
        "kyrgyzstan-2025-changes.html\""
    ));
    assert!(leads(
        "kyrgyzstan-2025-changes.html",
        "kyrgyzstan-2025.html#"
    ));
}

#[test]
fn an_edition_is_made_again_or_says_what_is_different() {
    let place = Place::new();
    place.ok(&["demo"]);
    let on = |args: &[&str]| place.run(&[&["-l", "demo/demo.whitestone"], args].concat());
    let publish = |name: &str| on(&["publish", "KGZ", "--name", name, "--out", "out"]);
    let done = |run: Run, words: &str| {
        assert!(
            run.code == 0 && run.out.contains(words),
            "{} {} {}",
            run.code,
            run.out,
            run.err
        );
    };
    done(publish("First draft"), "is on record");
    let first = place.read("out/kyrgyzstan-first-draft.html");
    let reject = [
        "review",
        "reject",
        "--subject",
        "KGZ",
        "--reason",
        "not in the letter",
    ];
    done(on(&reject), "");
    done(publish("Second"), "kyrgyzstan-second-changes.html");
    assert_ne!(place.read("out/kyrgyzstan-second.html"), first);
    done(publish("First draft"), "byte for byte");
    assert_eq!(place.read("out/kyrgyzstan-first-draft.html"), first);
    let listed = on(&["editions", "KGZ"]);
    assert!(
        listed.out.contains("First draft") && listed.out.contains("Second"),
        "{}",
        listed.out
    );
    done(
        on(&["diff", "KGZ", "--from", "First draft", "--to", "Second"]),
        "what changed",
    );
    publish("first-draft").fails(3, &["would have the same names"]);
    publish("!").fails(3, &["needs a name"]);
    on(&["diff", "KGZ", "--from", "Third", "--to", "2025"])
        .fails(3, &["Third", "First draft, Second"]);
    // With another vocabulary the page differs, and the program says why.
    place.write(
        "mine/vocabulary/wording.toml",
        "[marks]\nsilent = \"nobody says\"\nstale = \"old\"\n",
    );
    let other = on(&[
        "--data",
        "mine",
        "publish",
        "KGZ",
        "--name",
        "First draft",
        "--out",
        "other",
    ]);
    assert_eq!(other.code, 1, "{}", other.err);
    assert!(
        other.out.contains("NOT as it was") && other.out.contains("vocabulary"),
        "{}",
        other.out
    );
}

/// Twenty years in one page: what is new, and what silently vanished.
#[test]
fn what_changed_and_what_is_no_longer_said() {
    let told = on_demo(&["diff", "KGZ", "--from", "2005", "--to", "2025"]);
    let part = |name: &str| {
        let (_, rest) = told.split_once(&format!("\n{name} (")).expect(name);
        rest.split("\n\n").next().expect("a part").to_owned()
    };
    let gone = part("No longer said");
    assert!(
        gone.contains("Kyrgyz-Chinese border is contaminated by mines as of 1999"),
        "{gone}"
    );
    assert!(
        gone.contains("Said in") && gone.contains("Country Note 1999"),
        "{gone}"
    );
    assert!(part("New").contains("no mine action programme"), "{told}");
    assert!(
        part("Confirmed").contains("not party to the Mine Ban Treaty"),
        "{told}"
    );
    assert!(!told.contains("Dated anew"), "{told}");
    let changes = on_demo(&[
        "diff", "KGZ", "--from", "2005", "--to", "2025", "--format", "json",
    ]);
    let changes: serde_json::Value = serde_json::from_str(&changes).expect("JSON");
    let dropped =
        changes.as_array().expect("an array").iter().find(|change| {
            change["kind"] == "dropped" && change["property"] == "contamination.status"
        });
    let dropped = dropped.expect("the mines on the Chinese border");
    let silent = dropped["silent"].as_array().expect("reports").len();
    assert!(silent >= 2, "{silent}");
    let quote = &dropped["before"]["groups"][0]["statements"][0]["assertion"]["evidence"];
    assert!(quote[0]["passages"][0]["quote"].is_string(), "{quote}");
}

/// A world total that was revised a year later: both stand, each with its edition.
#[test]
fn vintages_of_a_world_total_stand_side_by_side() {
    let told = on_demo(&["diff", "World", "--from", "2017", "--to", "2018"]);
    let restated = told.split("\nRestated").nth(1).expect("restated figures");
    let (first, second) = (restated.find("8,605"), restated.find("9,437"));
    assert!(first.is_some() && first < second, "{told}");
    assert!(
        restated.contains("Landmine Monitor, 2017") && restated.contains("Landmine Monitor, 2018"),
        "{told}"
    );
    let then = on_demo(&[
        "show",
        "World",
        "--why",
        "casualties.count",
        "--as-of",
        "2017-12-31",
    ]);
    assert!(then.contains("8,605") && !then.contains("9,437"), "{then}");
}

#[test]
fn a_letter_asks_what_presses_most() {
    let letter = on_demo(&["questions", "KGZ", "--letter", "--limit", "12"]);
    assert!(
        letter.starts_with("To: Ministry of Foreign Affairs of Kyrgyzstan"),
        "{letter}"
    );
    assert!(
        letter.contains("\n12. ") && !letter.contains("\n13. "),
        "{letter}"
    );
    assert!(
        letter.contains("further questions") && letter.contains("A. Tester"),
        "{letter}"
    );
    assert!(
        !letter.contains("UN General Assembly Resolution"),
        "{letter}"
    );
    let list = on_demo(&["questions", "KGZ"]);
    assert!(
        list.contains("out of date") && list.contains("claim "),
        "{list}"
    );
    // A state party owes reports, a state outside does not.
    assert!(!list.contains("transparency report"), "{list}");
    let party = on_demo(&["questions", "TJK"]);
    assert!(party.contains("yearly transparency report"), "{party}");
}

#[test]
fn a_timeline_runs_from_the_past_to_the_present() {
    let told = on_demo(&["timeline", "KGZ"]);
    let years: Vec<&str> = told.lines().filter_map(|line| line.get(..4)).collect();
    assert!(years.len() > 100, "{told}");
    assert!(years.is_sorted(), "{years:?}");
}

/// Nothing that is printed depends on where, when or in which order the machine works: each run has its own hash seeds.
#[test]
fn no_output_depends_on_time_zone_locale_or_chance() {
    let commands: [&[&str]; 8] = [
        &["show", "KGZ", "--format", "json"],
        &["show", "KAZ", "--why", "unga.vote"],
        &["diff", "KGZ", "--from", "2005", "--to", "2025"],
        &["questions", "TJK"],
        &["timeline", "UZB", "--format", "json"],
        &["editions"],
        &["findings", "KGZ", "--all"],
        &["why", "KGZ", "contamination.status"],
    ];
    let surroundings = [
        [("TZ", "UTC"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "1")],
        [
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("RAYON_NUM_THREADS", "2"),
        ],
        [
            ("TZ", "America/St_Johns"),
            ("LC_ALL", "ar_EG.UTF-8"),
            ("RAYON_NUM_THREADS", "7"),
        ],
    ];
    for args in commands {
        let runs: BTreeSet<String> = surroundings
            .iter()
            .map(|around| {
                let mut command = demo().command(&[&["-l", "demo/demo.whitestone"], args].concat());
                command.envs(around.iter().copied());
                let run = Run::of(&command.output().expect("the program starts"));
                assert_eq!(run.code, 0, "{}", run.err);
                run.out
            })
            .collect();
        assert_eq!(runs.len(), 1, "{args:?} depends on its surroundings");
    }
    let profiles: BTreeSet<(String, String)> = surroundings
        .iter()
        .enumerate()
        .map(|(number, around)| {
            let folder = format!("around-{number}");
            let args = [
                "-l",
                "demo/demo.whitestone",
                "report",
                "KGZ",
                "--out",
                &folder,
            ];
            let mut command = demo().command(&args);
            command.envs(around.iter().copied());
            assert_eq!(
                Run::of(&command.output().expect("the program starts")).code,
                0
            );
            let read = |ending: &str| demo().read(&format!("{folder}/kyrgyzstan.{ending}"));
            (read("html"), read("md"))
        })
        .collect();
    assert_eq!(profiles.len(), 1);
}
