//! The arrows between the crates: a crate names only what stands to its right in docs/ARCHITECTURE.md.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// What each crate may name. Dev-dependencies are free: tests may look anywhere.
const ARROWS: [(&str, &[&str]); 13] = [
    ("model", &[]),
    ("reader", &["model"]),
    ("formats", &["reader", "model"]),
    ("extract", &["model"]),
    ("assist", &["extract", "model"]),
    ("assist-http", &["assist"]),
    ("ledger", &["model"]),
    ("ledger-sqlite", &["ledger", "model"]),
    ("views", &["model"]),
    ("report", &["views", "model"]),
    ("app", &["extract", "ledger", "views", "report", "model"]),
    (
        "cli",
        &[
            "app",
            "assist",
            "assist-http",
            "extract",
            "reader",
            "formats",
            "ledger-sqlite",
            "ledger",
            "views",
            "report",
            "model",
        ],
    ),
    ("testkit", &["model"]),
];

/// Crates that only one of ours may name: each speaks one outside world's language.
const WALLS: [(&str, &[&str]); 9] = [
    ("rusqlite", &["ledger-sqlite"]),
    ("ureq", &["assist-http"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("html5gum", &["reader"]),
    ("hayro-syntax", &["formats"]),
    ("zip", &["formats"]),
    ("mail-parser", &["formats"]),
    ("edtf-core", &["model"]),
];

#[test]
fn crates_name_only_what_stands_to_their_right() {
    let metadata = MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo metadata runs");
    let arrows: BTreeMap<_, _> = ARROWS.into_iter().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for package in &metadata.packages {
        let name = package
            .name
            .strip_prefix("whitestone-")
            .expect("crates are named whitestone-*");
        seen += 1;
        let Some(allowed) = arrows.get(name) else {
            wrong.push(format!(
                "{name} has no arrows: add it here and to docs/ARCHITECTURE.md"
            ));
            continue;
        };
        for dependency in package
            .dependencies
            .iter()
            .filter(|d| d.kind == DependencyKind::Normal)
        {
            let ours = dependency.name.strip_prefix("whitestone-");
            if let Some(ours) = ours.filter(|ours| !allowed.contains(ours)) {
                wrong.push(format!(
                    "{name} names {ours}, which does not stand to its right"
                ));
            }
            for (outside, owners) in WALLS {
                if dependency.name == outside && !owners.contains(&name) {
                    wrong.push(format!(
                        "{name} names {outside}, which is the business of {owners:?} alone"
                    ));
                }
            }
        }
    }
    assert_eq!(
        seen,
        ARROWS.len(),
        "a crate is listed here that is not in the workspace, or the other way round"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
