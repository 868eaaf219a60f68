//! The language: what a rule says is what it finds, and what is wrong in it is told in words.

use whitestone_extract::{RuleSet, claim_line};

/// One rule around a `match` line and an `emit` body.
fn rule(patterns: &str, emit: &str) -> String {
    format!(
        "[[rule]]\nid = \"stockpile.quantity/own\"\nwhy = \"a test\"\nmatch = [{patterns}]\n[[rule.emit]]\n{emit}\n[[rule.yes]]\ntext = \"x\"\n[[rule.no]]\ntext = \"y\"\n"
    )
}

fn found(rules: &RuleSet, text: &str) -> Vec<String> {
    (rules.extract(&rules.sample(text)).iter())
        .map(|c| claim_line(&c.assertion))
        .collect()
}

#[test]
fn every_example_inside_the_rules_passes() {
    let failed: Vec<_> = (crate::common::all_rules().test().into_iter())
        .filter_map(|o| {
            Some(format!(
                "{} {}: {:?}\n  {}",
                o.file, o.rule, o.text, o.failure?
            ))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn patterns_mean_what_they_say() {
    let emit = "property = \"stockpile.quantity\"\nquantity = \"n\"";
    for (pattern, text, hits) in [
        ("holds {n:quantity} mines", "It holds 5 mines.", 1),
        ("holds {n:quantity} mines", "It holds no mines.", 0),
        (
            "holds (about | exactly)? {n:number} (live | old)* mines",
            "It holds exactly 5 old live mines.",
            1,
        ),
        (
            "holds {n:number} (live | old | small | ',')* mines",
            "It holds 5 old, live, small mines.",
            1,
        ),
        ("holds ... {n:number}", "It holds in its depots 5 mines.", 1),
        (
            "holds ...1 {n:number}",
            "It holds in its depots 5 mines.",
            0,
        ),
        (
            "holds ... {n:number}",
            "It holds depots; 5 mines lay there.",
            0,
        ),
        ("^ {n:number} mines", "Only 5 mines.", 0),
        ("{n:number} mines $", "Only 5 mines.", 1),
        ("{n:number} mines '(' old ')'", "Only 5 mines (old).", 1),
        ("the army 's {n:number} mines", "The army’s 5 mines.", 1),
        ("{n:number} {d:device!model}", "Then 5 PMN came.", 0),
        ("{n:number} {d:model}", "Then 5 PMN came.", 1),
        ("lost [{n:number} mines]", "It lost 5 mines and 6 mines.", 1),
        (
            "lost ... [{n:number} mines]",
            "It lost 5 mines and 6 mines.",
            2,
        ),
        // So many gaps can be filled in a hundred thousand ways, none of which fits.
        (
            "holds (... ... ... ... ... ... ... nothing | ...20 {n:number} mines)",
            "It holds in the depots of its army and in those of its police 5 mines.",
            1,
        ),
    ] {
        let rules = crate::common::with_rules(&rule(&format!("\"{pattern}\""), emit)).unwrap();
        assert_eq!(
            found(&rules, text).len(),
            hits,
            "`{pattern}` on {text:?}: {:?}",
            found(&rules, text)
        );
    }
}

#[test]
fn frames_dates_and_sources_reach_the_claim() {
    let emit = "property = \"stockpile.quantity\"\nquantity = \"n\"\nqualifiers = { holder = \"holder|topic\", device = \"device|nearest:class\" }";
    let patterns = "\"{holder:org}? holds {n:quantity} {device:device+}?\"";
    let rules = crate::common::with_rules(&rule(patterns, emit)).unwrap();
    for (text, expected) in [
        (
            "In May 2004, an officer said that the Border Corps holds 5 landmines.",
            "stockpile.quantity = 5; device = landmine; holder = Border Corps; when = 2004-05; modality = reported; claimant = officer; subject = Kyrgyzstan",
        ),
        (
            "@Kazakhstan 2004: It holds about 5 landmines.",
            "stockpile.quantity = 5 about; device = landmine; holder = Kazakhstan; when = 2004; modality = asserted; subject = Kazakhstan",
        ),
        (
            "Landmines are old. It holds 5 of them.",
            "stockpile.quantity = 5; device = landmine; holder = Kyrgyzstan; when = 2005; modality = asserted; subject = Kyrgyzstan",
        ),
        (
            "An officer said: “All is well. It holds 5 landmines.”",
            "stockpile.quantity = 5; device = landmine; holder = Kyrgyzstan; when = 2005; modality = reported; claimant = officer; subject = Kyrgyzstan",
        ),
    ] {
        assert_eq!(found(&rules, text), [expected], "{text}");
    }
    for text in [
        "The minister denied that the Border Corps holds 5 landmines.",
        "If the Border Corps holds 5 landmines, it is well.",
        "Nobody says that it holds 5 landmines.",
    ] {
        assert_eq!(found(&rules, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_list_repeats_the_claim_and_places_are_joined() {
    let emit = "property = \"contamination.status\"\ncode = \"contaminated\"\nqualifiers = { device = \"d\", place = \"p\" }";
    let rules =
        crate::common::with_rules(&rule("\"{d:device+} (lie | lies) in {p:place+}\"", emit))
            .unwrap();
    let claims = found(
        &rules,
        "Mines and booby traps lie in Batken region and Osh region.",
    );
    assert_eq!(claims.len(), 2, "{claims:?}");
    assert!(
        claims
            .iter()
            .all(|c| c.contains("place = Batken region; Osh region")),
        "{claims:?}"
    );
}

#[test]
fn rows_are_read_by_label_column_and_absence() {
    let rules = crate::common::with_rules(
        "[[rule]]\nid = \"clearance.area/own\"\nwhy = \"a test\"\nlabel = \"^ clearance $\"\nmatch = [\"{n:number}\"]\n[[rule.emit]]\nproperty = \"clearance.area\"\nquantity = \"n\"\nunit = \"km2\"\nwhen = \"column\"\nqualifiers = { period = \"when\" }\n[[rule.yes]]\ntext = \"x\"\n[[rule.no]]\ntext = \"y\"\n",
    )
    .unwrap();
    assert_eq!(
        found(
            &rules,
            "Release | 2024 | 2023\nClearance | 1.25 | Unknown\nSurvey | 3 | 4"
        ),
        [
            "clearance.area = 1.25; period = 2024; section = table; when = 2024; modality = asserted; subject = Kyrgyzstan",
            "clearance.area = unknown; period = 2023; section = table; when = 2023; modality = unknown; subject = Kyrgyzstan",
        ]
    );
}

/// A pattern with so many brackets in one another before its number.
fn nested(open: &str, many: usize, close: &str) -> String {
    format!(
        "\"{}old{} {{n:number}}\"",
        open.repeat(many),
        close.repeat(many)
    )
}

#[test]
fn of_two_prices_over_the_same_words_one_is_kept() {
    let emit = "property = \"stockpile.destruction_cost\"\nmoney = \"m\"";
    let rule = rule("\"cost {m:money}\", \"cost about {m:money}\"", emit);
    let rules = crate::common::with_rules(&rule).unwrap();
    assert_eq!(found(&rules, "It cost about US$2,000 a year.").len(), 1);
    assert_eq!(
        found(&rules, "It cost US$2,000, then cost US$3,000.").len(),
        2
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let good = "property = \"stockpile.quantity\"\nquantity = \"n\"";
    for (file, told) in [
        (
            rule("\"holds {n:amount}\"", good),
            "own.toml, rule stockpile.quantity/own: match = \"holds {n:amount}\": no type is called \"amount\"",
        ),
        (rule("\"holds {n:number\"", good), "`}` is missing"),
        (
            rule("\"holds @nothing {n:number}\"", good),
            "no set is called @nothing",
        ),
        (
            rule("\"(holds)? ...\"", good),
            "nothing in it must be there",
        ),
        (
            rule("\"holds {m:number}\"", good),
            "no pattern binds the slot \"n\"; bound are m",
        ),
        (
            rule(
                "\"holds {n:number}\"",
                "property = \"stockpile.size\"\nquantity = \"n\"",
            ),
            "is not in the vocabulary",
        ),
        (
            rule(
                "\"holds {n:number}\"",
                "property = \"stockpile.status\"\ncode = \"plenty\"",
            ),
            "stockpile.status has no code \"plenty\"; it has has, none",
        ),
        (
            rule(
                "\"holds {n:number}\"",
                "property = \"stockpile.quantity\"\nquantity = \"n\"\nqualifiers = { colour = \"n\" }",
            ),
            "has no qualifier \"colour\"; it has holder, device",
        ),
        (
            "[[rule]]\nid = \"a\"\n".to_owned(),
            "its id is not of the form property/short-name",
        ),
        (
            "[[rule]]\nid = 5\n".to_owned(),
            "own.toml: TOML parse error at line 2",
        ),
        ("[sets]\nsay = [\"x\"]\n".to_owned(), ""),
        (rule(&nested("(", 20, ")"), good), ""),
        (
            rule(&nested("(", 100_000, ")"), good),
            "brackets too deep within brackets",
        ),
        (
            rule(&nested("(a | ", 100_000, ")"), good),
            "brackets too deep within brackets",
        ),
        (rule(&nested("(x ", 3, ")*"), good), ""),
        (rule(&nested("(x ", 11, ")*"), good), "`*` repeats too much"),
    ] {
        match crate::common::with_rules(&file) {
            Err(error) => assert!(
                error.to_string().contains(told) && !told.is_empty(),
                "{error}\nexpected {told}"
            ),
            Ok(_) => assert_eq!(told, "", "{file}"),
        }
    }
}

#[test]
fn a_later_file_replaces_a_rule_and_changes_the_version() {
    let emit = "property = \"stockpile.quantity\"\nquantity = \"n\"";
    let vocabulary = crate::common::vocabulary();
    let first = rule("\"holds {n:number}\"", emit);
    let second = rule("\"keeps {n:number}\"", emit);
    let one = RuleSet::parse([("a.toml", first.as_str())], &vocabulary).unwrap();
    let both = RuleSet::parse(
        [("a.toml", first.as_str()), ("own/b.toml", second.as_str())],
        &vocabulary,
    )
    .unwrap();
    assert_eq!((one.len(), both.len()), (1, 1));
    assert_ne!(one.version(), both.version());
    assert_eq!(one.version().len(), 12);
    let swapped = RuleSet::parse(
        [("own/b.toml", second.as_str()), ("a.toml", first.as_str())],
        &vocabulary,
    )
    .unwrap();
    assert_ne!(both.version(), swapped.version());
    let elsewhere = RuleSet::parse([("./other/a.toml", first.as_str())], &vocabulary).unwrap();
    assert_eq!(one.version(), elsewhere.version());
    let beside = [("a.toml", first.as_str()), ("b.toml", second.as_str())];
    let error = RuleSet::parse(beside, &vocabulary).err().unwrap();
    assert!(error.to_string().contains("also used in a.toml"), "{error}");
}

#[test]
fn a_column_is_chosen_by_its_head() {
    let text = "[[rule]]\nid = \"contamination.count/own\"\nwhy = \"a test\"\nlabel = \"^ {place:name place}\"\ncolumn = \"chas\"\nwhere = [\"row\"]\nmatch = [\"{n:number}\"]\n[[rule.emit]]\nproperty = \"contamination.count\"\nquantity = \"n\"\nqualifiers = { place = \"place\", concept = \"'CHA'\" }\n[[rule.yes]]\ntext = \"x\"\n[[rule.no]]\ntext = \"y\"\n";
    let values = crate::common::files("rules");
    let tables = crate::common::pairs(&values).filter(|(path, _)| {
        ["names.toml", "values.toml"]
            .iter()
            .any(|name| path.ends_with(name))
    });
    let vocabulary = crate::common::vocabulary();
    let rules = RuleSet::parse(tables.chain([("own.toml", text)]), &vocabulary).unwrap();
    let found = found(&rules, "Province | CHAs | SHAs\nTalas | 12 | 30");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("= 12"), "{found:?}");
}

#[test]
fn what_silences_nearby_lets_the_rest_of_the_sentence_be() {
    let emit = "property = \"stockpile.quantity\"\nquantity = \"n\"";
    let near = rule("\"holds {n:number} mines\"", emit)
        .replace("[[rule.emit]]", "unless_near = [\"dummy\"]\n[[rule.emit]]");
    let rules = crate::common::with_rules(&near).unwrap();
    for (text, hits) in [
        ("It holds 5 mines.", 1),
        ("It holds 5 mines, all dummy.", 0),
        ("For its dummy runs it holds 5 mines.", 0),
        (
            "It holds 5 mines, and in the years to come it will buy a dummy.",
            1,
        ),
        (
            "It holds 5 mines, all dummy, and the guard that keeps watch there holds 6 mines.",
            1,
        ),
    ] {
        let found = found(&rules, text);
        assert_eq!(found.len(), hits, "{text}: {found:?}");
    }
}

#[test]
fn a_rule_stands_in_the_file_of_its_property() {
    for (path, text) in crate::common::files("rules") {
        let file = path.split_once("/rules/").unwrap().1;
        let table: toml::Table = text.parse().unwrap();
        let rules = table.get("rule").and_then(toml::Value::as_array);
        for id in rules
            .into_iter()
            .flatten()
            .map(|rule| rule["id"].as_str().unwrap())
        {
            let home = id.split('/').next().unwrap().replacen('.', "/", 1);
            let rest = file.trim_end_matches(".toml").strip_prefix(&home);
            let fits = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
            assert!(fits, "{id} stands in {file}");
        }
    }
}

#[test]
fn every_set_of_words_is_used() {
    let files = crate::common::files("rules");
    let names_set = |text: &str, name: &str| {
        let name = format!("@{name}");
        let mut behind = text.split(&name).skip(1);
        behind.any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let mut unused = Vec::new();
    for (_, text) in &files {
        let table: toml::Table = text.parse().unwrap();
        let sets = table.get("sets").and_then(toml::Value::as_table);
        let names = sets.into_iter().flat_map(toml::Table::keys).cloned();
        unused.extend(names.filter(|name| !files.iter().any(|(_, text)| names_set(text, name))));
    }
    assert!(unused.is_empty(), "no rule names {unused:?}");
}
