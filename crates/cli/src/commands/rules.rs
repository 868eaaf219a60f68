//! `whitestone rules`: the rules in force and their examples.

use super::knowledge;
use crate::args::{Global, RulesAction};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, action: &RulesAction) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    match action {
        RulesAction::List => {
            for rule in knowledge.rules.rules() {
                println!("{}\n    {}", rule.id, rule.why);
            }
            Ok(Exit::Done)
        }
        RulesAction::Test => {
            let outcomes = knowledge.rules.test();
            let failed: Vec<_> = outcomes.iter().filter(|outcome| !outcome.passed()).collect();
            for outcome in &failed {
                println!("{outcome}");
            }
            println!("{} examples, {} failed", outcomes.len(), failed.len());
            Ok(if failed.is_empty() { Exit::Done } else { Exit::Look })
        }
    }
}
