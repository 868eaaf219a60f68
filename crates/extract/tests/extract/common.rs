//! The project's rules and vocabulary, as the program embeds them.

#![expect(
    clippy::unwrap_used,
    reason = "a test may stop where its data are not as they should be"
)]

use std::path::{Path, PathBuf};

use whitestone_extract::RuleSet;
use whitestone_model::Vocabulary;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files of a folder of the project, `(path, text)`.
pub fn files(folder: &str) -> Vec<(String, String)> {
    (walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter())
    .map(Result::unwrap)
    .filter(|entry| entry.path().extension().is_some_and(|e| e == "toml"))
    .map(|entry| {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        (entry.path().display().to_string(), text)
    })
    .collect()
}

pub fn pairs(files: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

pub fn vocabulary() -> Vocabulary {
    Vocabulary::parse(pairs(&files("vocabulary"))).unwrap()
}

/// The tables and frames of the project with these rules instead of its own.
pub fn with_rules(rules: &str) -> Result<RuleSet, whitestone_extract::RuleError> {
    let mut all: Vec<_> = files("rules")
        .into_iter()
        .filter(|(path, _)| {
            ["values.toml", "names.toml", "frames.toml"]
                .iter()
                .any(|name| path.ends_with(name))
        })
        .collect();
    all.push(("own.toml".to_owned(), rules.to_owned()));
    RuleSet::parse(pairs(&all), &vocabulary())
}

pub fn all_rules() -> RuleSet {
    RuleSet::parse(pairs(&files("rules")), &vocabulary()).unwrap()
}
