//! What can go wrong with a ledger. Messages are for the person at the keyboard: which file, what happened, what to do.

use serde::{Deserialize, Serialize};

/// Why the ledger could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no such file.
    #[error("{path} does not exist; check the name, or make a new ledger there")]
    Missing {
        /// The file.
        path: String,
    },
    /// A new ledger was asked for where something stands already.
    #[error("{path} exists already; open it, or choose another name for the new ledger")]
    Exists {
        /// The file.
        path: String,
    },
    /// The file is not a ledger.
    #[error("{path} is not a Whitestone ledger: {why}")]
    NotALedger {
        /// The file.
        path: String,
        /// What it looks like instead.
        why: String,
    },
    /// The file was written by a newer program.
    #[error(
        "{path} was written by a newer Whitestone (format {found}, this program knows up to {known}); use the newer program"
    )]
    Newer {
        /// The file.
        path: String,
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// The file was written by a trial version.
    #[error(
        "{path} was written by a Whitestone from before its first release (format {found}), which this program does not read; make a new ledger with `whitestone init`, add the documents again, and replay the reviews"
    )]
    Older {
        /// The file.
        path: String,
        /// Its format.
        found: i64,
    },
    /// Somebody else is writing.
    #[error("{path} is being written by another program; wait for it to finish and try again")]
    Busy {
        /// The file.
        path: String,
    },
    /// The disk is full.
    #[error(
        "no space left to write {path}; free some and run the same command again, what was kept stays kept"
    )]
    Full {
        /// The file.
        path: String,
    },
    /// The file or its folder may not be written.
    #[error("{path} cannot be written: {why}; check the permissions of the file and its folder")]
    ReadOnly {
        /// The file.
        path: String,
        /// As the system says.
        why: String,
    },
    /// The file is damaged.
    #[error(
        "{path} is damaged: {why}; keep the file, restore a backup, or run `whitestone check` to see what is lost"
    )]
    Damaged {
        /// The file.
        path: String,
        /// What was found.
        why: String,
    },
    /// A row breaks an invariant of the record.
    #[error("{path}: {table} row {row}: {why}")]
    Inconsistent {
        /// The file.
        path: String,
        /// The table.
        table: &'static str,
        /// The row.
        row: String,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else the engine reports.
    #[error("{path}: {why}")]
    Engine {
        /// The file.
        path: String,
        /// As the engine says.
        why: String,
    },
}

/// Damage that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where: a document, claim or table.
    pub place: String,
    /// What is wrong.
    pub what: String,
}
