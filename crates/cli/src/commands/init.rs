//! `whitestone init`: a new ledger with the reference tables.

use std::path::Path;

use whitestone_app::reference;
use whitestone_ledger_sqlite::SqliteLedger;

use super::Session;
use crate::args::Global;
use crate::error::{CliError, Exit};

pub fn run(global: &Global, file: &Path, bare: bool) -> Result<Exit, CliError> {
    if file.exists() {
        return Err(CliError::File {
            path: file.display().to_string(),
            why: "there is a file already; nothing was changed".into(),
        });
    }
    let mut session = Session::with(global, SqliteLedger::create(file)?)?;
    if !bare {
        let receipt = reference::import(&mut session.context())?;
        say!(
            "{}: {} reference tables, {} claims",
            file.display(),
            receipt.documents,
            receipt.claims
        );
    } else {
        say!("{}: empty", file.display());
    }
    Ok(Exit::Done)
}
