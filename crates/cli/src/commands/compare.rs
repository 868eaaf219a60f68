//! `whitestone rules report`: what a change to the rules adds to a corpus and takes away from it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use whitestone_app::Knowledge;
use whitestone_extract::claim_line;
use whitestone_model::{Candidate, Document};

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
        kept += old.intersection(&new).count();
        let only = |these: &BTreeSet<Found>, those: &BTreeSet<Found>, added: bool| {
            let name = file_name(&path.display().to_string()).to_owned();
            (these.difference(those))
                .map(|found| found.difference(&name, added))
                .collect::<Vec<_>>()
        };
        differences.extend(only(&old, &new, false));
        differences.extend(only(&new, &old, true));
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

/// What tells two candidates of a document apart, whichever rule found them.
#[derive(Debug, Clone)]
struct Found {
    start: usize,
    end: usize,
    claim: String,
    rule: String,
    quote: String,
}

impl Found {
    fn of(candidate: &Candidate, document: &Document) -> Self {
        let assertion = &candidate.assertion;
        let ranges = assertion.passages().flat_map(|passage| &passage.ranges);
        let (start, end) = ranges.fold((usize::MAX, 0), |(start, end), range| {
            (start.min(range.start), end.max(range.end))
        });
        Self {
            start,
            end,
            claim: claim_line(assertion),
            rule: candidate.origin.rule.clone(),
            quote: document.text.get(start..end).unwrap_or_default().to_owned(),
        }
    }

    fn key(&self) -> (usize, usize, &str) {
        (self.start, self.end, &self.claim)
    }

    fn difference(&self, document: &str, added: bool) -> Difference {
        Difference {
            document: document.to_owned(),
            start: self.start,
            added,
            rule: self.rule.clone(),
            claim: self.claim.clone(),
            quote: self.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

fn found(knowledge: &Knowledge, path: &Path) -> Result<BTreeSet<Found>, CliError> {
    let document = read_one(knowledge, path)?;
    let candidates = knowledge.rules.extract(&document);
    Ok((candidates.iter())
        .map(|candidate| Found::of(candidate, &document))
        .collect())
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
