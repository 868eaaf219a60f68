//! `whitestone rules`: the rules in force and their examples.

use whitestone_extract::ExampleOutcome;

use super::knowledge;
use crate::args::{Global, RulesAction};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, action: &RulesAction) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    match action {
        RulesAction::List => {
            for (id, why) in knowledge.rules.reasons() {
                say!("{id}\n    {why}");
            }
            Ok(Exit::Done)
        }
        RulesAction::Try { text } => {
            let document = knowledge.rules.sample(text);
            say!("{}", knowledge.rules.explain(&document, 0..text.len()));
            for candidate in knowledge.rules.extract(&document) {
                say!(
                    "=> {} [{}]",
                    whitestone_extract::claim_line(&candidate.assertion),
                    candidate.origin.rule
                );
            }
            Ok(Exit::Done)
        }
        RulesAction::Test => {
            let outcomes = knowledge.rules.test();
            let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some());
            let failures = failed.clone().count();
            failed.for_each(print);
            say!(
                "{} rules, {} examples, {failures} failed",
                knowledge.rules.len(),
                outcomes.len()
            );
            Ok(if failures == 0 {
                Exit::Done
            } else {
                Exit::Look
            })
        }
    }
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
