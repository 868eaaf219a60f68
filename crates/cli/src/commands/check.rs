//! `whitestone check`: is the ledger whole?

use whitestone_app::AppError;
use whitestone_ledger::Ledger as _;

use super::{Session, print_json};
use crate::args::{Format, Global};
use crate::error::{CliError, Exit};

pub fn run(global: &Global) -> Result<Exit, CliError> {
    let session = Session::reading(global)?;
    let problems = session.ledger.check().map_err(AppError::from)?;
    if global.format == Format::Text {
        for problem in &problems {
            say!("{}: {}", problem.place, problem.what);
        }
        let fingerprint = session.ledger.fingerprint().map_err(AppError::from)?;
        let word = if problems.is_empty() {
            "whole".to_owned()
        } else {
            format!("{} problems", problems.len())
        };
        say!("{word}; fingerprint {fingerprint}");
    } else {
        print_json(global.format, &problems)?;
    }
    Ok(if problems.is_empty() {
        Exit::Done
    } else {
        Exit::Look
    })
}
