//! `whitestone rules`: the rules in force and their examples.

use std::ops::Range;
use std::path::Path;

use whitestone_app::Knowledge;
use whitestone_extract::{ExampleOutcome, RuleSet};

use super::documents::read_one;
use super::knowledge;
use crate::args::{Global, RulesAction};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, action: &RulesAction) -> Result<Exit, CliError> {
    match action {
        RulesAction::List => {
            for (id, why) in knowledge(global)?.rules.reasons() {
                say!("{id}\n    {why}");
            }
            Ok(Exit::Done)
        }
        RulesAction::Report { paths, against } => {
            super::compare::report(global, paths, against.as_deref())
        }
        RulesAction::Explain { file, line } => explain(&knowledge(global)?, file, *line),
        RulesAction::Try { text } => Ok(attempt(&knowledge(global)?.rules, text)),
        RulesAction::Test => Ok(test(&knowledge(global)?.rules)),
    }
}

fn explain(knowledge: &Knowledge, file: &Path, line: usize) -> Result<Exit, CliError> {
    let document = read_one(knowledge, file)?;
    let range = line_range(&document.text, line).ok_or_else(|| {
        CliError::Request(format!(
            "{} has {} lines; --line is the number of one of them",
            file.display(),
            document.text.lines().count()
        ))
    })?;
    let explanation = knowledge.rules.explain(&document, range);
    if explanation.sentences.is_empty() {
        say!("line {line} holds no sentence, row or heading");
    }
    tell!("{explanation}");
    Ok(Exit::Done)
}

fn attempt(rules: &RuleSet, text: &str) -> Exit {
    let document = rules.sample(text);
    say!("{}", rules.explain(&document, 0..text.len()));
    for candidate in rules.extract(&document) {
        say!(
            "=> {} [{}]",
            whitestone_extract::claim_line(&candidate.assertion),
            candidate.origin.rule
        );
    }
    Exit::Done
}

fn test(rules: &RuleSet) -> Exit {
    let outcomes = rules.test();
    let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some());
    let failures = failed.clone().count();
    failed.for_each(print);
    say!(
        "{} rules, {} examples, {failures} failed",
        rules.len(),
        outcomes.len()
    );
    if failures == 0 {
        Exit::Done
    } else {
        Exit::Look
    }
}

/// The bytes of a line, counted from 1.
fn line_range(text: &str, line: usize) -> Option<Range<usize>> {
    let at = line.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(at).map(str::len).sum();
    let length = text.split_inclusive('\n').nth(at)?.len();
    Some(start..start + length)
}

fn print(outcome: &ExampleOutcome) {
    let kind = if outcome.positive {
        "must find"
    } else {
        "must not find"
    };
    let failure = outcome.failure.as_deref().unwrap_or_default();
    say!(
        "{} {} {kind}: {}\n    {failure}",
        outcome.file,
        outcome.rule,
        outcome.text
    );
}
