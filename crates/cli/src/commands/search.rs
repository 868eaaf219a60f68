//! `whitestone search`: passages by their words.

use whitestone_app::AppError;
use whitestone_ledger::Ledger as _;

use super::{Session, file_name, print_json};
use crate::args::{Format, Global};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, words: &[String], limit: usize) -> Result<Exit, CliError> {
    let session = Session::reading(global)?;
    let hits = session
        .ledger
        .search(&words.join(" "), limit)
        .map_err(AppError::from)?;
    if global.format != Format::Text {
        print_json(global.format, &hits)?;
        return Ok(Exit::Done);
    }
    for hit in &hits {
        say!(
            "{} {}..{}\n    {}\n",
            file_name(&hit.name),
            hit.start,
            hit.end,
            hit.snippet.replace('\n', " ")
        );
    }
    say!("{} passages", hits.len());
    Ok(Exit::Done)
}
