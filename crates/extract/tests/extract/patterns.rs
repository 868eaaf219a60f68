//! The patterns and traps of country reports, each by its name, read with all rules at once; the lists are
//! `patterns.toml` and `names_and_dates.toml`.

use serde::Deserialize;

#[derive(Deserialize)]
struct List {
    pattern: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    name: String,
    text: String,
    #[serde(default)]
    gives: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
}

#[expect(clippy::unwrap_used, reason = "a test may stop where it stands")]
fn list() -> Vec<Pattern> {
    let files = [
        include_str!("patterns.toml"),
        include_str!("names_and_dates.toml"),
    ];
    let lists = files.map(|file| toml::from_str::<List>(file).unwrap());
    lists.into_iter().flat_map(|list| list.pattern).collect()
}

#[test]
fn every_pattern_of_the_craft_is_read_and_no_trap_is_stepped_into() {
    let rules = crate::common::all_rules();
    let failed: Vec<_> = (list().iter())
        .filter_map(|p| {
            let problem = rules.judge(&p.text, &p.gives, &p.never)?;
            Some(format!("{}\n  {}\n  {problem}", p.name, p.text))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn all_of_them_are_named() {
    let names: Vec<_> = list().into_iter().map(|p| p.name).collect();
    for number in 1..=62 {
        let begins = format!("{number}. ");
        assert!(names.iter().any(|n| n.starts_with(&begins)), "{number}");
    }
}
