//! `whitestone rules report`: what a change to the rules adds to a corpus and takes away from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use whitestone_app::Knowledge;
use whitestone_extract::claim_line;
use whitestone_model::{Candidate, Document, Span};

use super::documents::read_one;
use super::{file_name, knowledge, print_json};
use crate::args::{Format, Global};
use crate::error::{CliError, Exit};
use crate::files;
use crate::table::{clip, table};

/// One candidate that only one side finds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
struct Difference {
    document: String,
    start: usize,
    /// Whether the change adds it; else it takes it away.
    added: bool,
    rule: String,
    claim: String,
    quote: String,
}

/// How many candidates a rule gains and loses.
#[derive(Debug, Default)]
struct Tally {
    added: usize,
    removed: usize,
}

/// Compares the rules in force with those of another folder, or with the built-in ones.
pub fn report(
    global: &Global,
    paths: &[PathBuf],
    against: Option<&Path>,
) -> Result<Exit, CliError> {
    let after = knowledge(global)?;
    let before = Knowledge::load(&files::overrides(against)?)?;
    let (paths, skipped) = files::documents(paths)?;
    let (mut differences, mut kept) = (Vec::new(), 0);
    for path in &paths {
        let (old, new) = (found(&before, path)?, found(&after, path)?);
        kept += old.1.keys().filter(|key| new.1.contains_key(*key)).count();
        differences.extend(only(&old, &new.1, false));
        differences.extend(only(&new, &old.1, true));
    }
    differences.sort();
    match global.format {
        Format::Text => print(&differences, kept),
        other => print_json(other, &differences)?,
    }
    skipped.iter().for_each(|line| eprintln!("{line}"));
    Ok(if skipped.is_empty() {
        Exit::Done
    } else {
        Exit::Look
    })
}

/// What tells two candidates of a document apart, whichever rule found them: their bytes and their claim.
type Key = (usize, usize, String);

/// The candidates of a document, each with its rule.
fn found(
    knowledge: &Knowledge,
    path: &Path,
) -> Result<(Document, BTreeMap<Key, String>), CliError> {
    let document = read_one(knowledge, path)?;
    let candidates = knowledge.rules.extract(&document);
    let rules = (candidates.iter())
        .map(|candidate| (key(candidate), candidate.origin.rule.clone()))
        .collect();
    Ok((document, rules))
}

fn key(candidate: &Candidate) -> Key {
    let assertion = &candidate.assertion;
    let ranges = assertion.passages().flat_map(|passage| &passage.ranges);
    let (start, end) = ranges.fold((usize::MAX, 0), |(start, end), range| {
        (start.min(range.start), end.max(range.end))
    });
    (start, end, claim_line(assertion))
}

/// Those of `these` that are not among `those`.
fn only(
    (document, these): &(Document, BTreeMap<Key, String>),
    those: &BTreeMap<Key, String>,
    added: bool,
) -> Vec<Difference> {
    let missing = these.iter().filter(|(key, _)| !those.contains_key(key));
    missing
        .map(|((start, end, claim), rule)| Difference {
            document: file_name(&document.name).to_owned(),
            start: *start,
            added,
            rule: rule.clone(),
            claim: claim.clone(),
            quote: document.words(Span::new(*start, *end)),
        })
        .collect()
}

fn print(differences: &[Difference], kept: usize) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut document = "";
    for difference in differences {
        if difference.document != document {
            document = &difference.document;
            say!("{document}");
        }
        let sign = if difference.added { '+' } else { '-' };
        say!("  {sign} {:>7} {}", difference.start, difference.claim);
        say!(
            "            {}: \"{}\"",
            difference.rule,
            clip(&difference.quote, 120)
        );
        let tally = tallies.entry(&difference.rule).or_default();
        if difference.added {
            tally.added += 1;
        } else {
            tally.removed += 1;
        }
    }
    let rows: Vec<Vec<String>> = (tallies.iter())
        .map(|(rule, tally)| {
            let cells = [tally.added, tally.removed].map(|n| n.to_string());
            [vec![(*rule).to_owned()], cells.to_vec()].concat()
        })
        .collect();
    if !rows.is_empty() {
        tell!("\n{}", table(&["rule", "added", "removed"], &rows));
    }
    let added = differences.iter().filter(|d| d.added).count();
    say!(
        "{added} added, {} removed, {kept} the same",
        differences.len() - added
    );
}
