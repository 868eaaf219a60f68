//! `whitestone log`: what entered the ledger, when, by whom.

use whitestone_ledger::Ledger as _;

use super::{Session, print_json};
use crate::args::{Format, Global};
use crate::error::{CliError, Exit};
use crate::table::table;

pub fn run(global: &Global, from: u64) -> Result<Exit, CliError> {
    let session = Session::reading(global)?;
    let log = session.ledger.tail(from, usize::MAX)?;
    if global.format != Format::Text {
        print_json(global.format, &log)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<_> = log
        .iter()
        .map(|transaction| {
            let added: Vec<_> = transaction
                .added
                .iter()
                .map(|(kind, n)| format!("{n} {kind}"))
                .collect();
            let stamp = &transaction.stamp;
            let seq = transaction.seq.to_string();
            vec![
                seq,
                stamp.at.to_string(),
                stamp.actor.clone(),
                stamp.note.clone(),
                added.join(", "),
            ]
        })
        .collect();
    tell!("{}", table(&["", "recorded", "by", "what", "added"], &rows));
    Ok(Exit::Done)
}
