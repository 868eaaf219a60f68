//! What the engine reports, told to the person at the keyboard.

use std::fmt::Display;

use rusqlite::ErrorCode;
use rusqlite::ffi;
use whitestone_ledger::LedgerError;

/// A failure before the file's name is put to it.
#[derive(Debug)]
pub enum Fault {
    /// The engine reports it.
    Sql(rusqlite::Error),
    /// A record cannot be kept, or a stored one cannot be read.
    Row {
        table: &'static str,
        row: String,
        why: String,
    },
    /// There is no such file.
    Missing,
    /// There is one already.
    Exists,
    /// The file is something else.
    NotALedger(String),
    /// The format is newer than this program.
    Newer { found: i64, known: i64 },
    /// The format is of the days before the first release.
    Older { found: i64 },
    /// The file ends too early or cannot be understood.
    Damaged(String),
    /// The file may not be written.
    ReadOnly(String),
    /// The system refuses.
    System(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl Fault {
    /// A record that breaks an invariant.
    pub fn row(table: &'static str, row: &dyn Display, why: impl Into<String>) -> Self {
        Self::Row {
            table,
            row: row.to_string(),
            why: why.into(),
        }
    }

    /// With the file's name.
    pub fn told(self, path: &str) -> LedgerError {
        let path = path.to_owned();
        match self {
            Self::Sql(error) => sql(path, &error),
            Self::Row { table, row, why } => LedgerError::Inconsistent {
                path,
                table,
                row,
                why,
            },
            Self::Missing => LedgerError::Missing { path },
            Self::Exists => LedgerError::Exists { path },
            Self::NotALedger(why) => LedgerError::NotALedger { path, why },
            Self::Newer { found, known } => LedgerError::Newer { path, found, known },
            Self::Older { found } => LedgerError::Older { path, found },
            Self::Damaged(why) => LedgerError::Damaged { path, why },
            Self::ReadOnly(why) => LedgerError::ReadOnly { path, why },
            Self::System(why) => LedgerError::Engine { path, why },
        }
    }
}

fn sql(path: String, error: &rusqlite::Error) -> LedgerError {
    let why = error.to_string();
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return match error {
            // A column holds what this format never writes there.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => LedgerError::Damaged { path, why },
            _ => LedgerError::Engine { path, why },
        };
    };
    match (failure.code, failure.extended_code) {
        // A shared-memory companion that cannot grow is a full disk under another name.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => LedgerError::Full { path },
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => LedgerError::Busy { path },
        (ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen, _) => {
            LedgerError::ReadOnly { path, why }
        }
        (ErrorCode::DatabaseCorrupt, _) | (_, ffi::SQLITE_IOERR_SHORT_READ) => {
            LedgerError::Damaged { path, why }
        }
        (ErrorCode::NotADatabase, _) => LedgerError::NotALedger { path, why },
        _ => LedgerError::Engine { path, why },
    }
}

#[cfg(test)]
mod tests {
    use whitestone_ledger::Batch;
    use whitestone_ledger::testing::made;

    /// A limit on pages makes the engine report what a full disk does, without the right to mount one.
    #[test]
    fn a_full_disk_is_told_as_one_and_nothing_is_kept() {
        let mut connection = crate::open::in_memory().unwrap();
        connection
            .pragma_update(None, "max_page_count", 60)
            .unwrap();
        let batch = Batch {
            documents: (0..9).map(|n| made::report(n, 3, 60).0).collect(),
            ..Batch::default()
        };
        let fault = crate::append::append(&mut connection, &batch, &made::stamp(1)).unwrap_err();
        assert_eq!(
            fault.told("a.whitestone").to_string(),
            "no space left to write a.whitestone; free some and run the same command again, what was kept stays kept"
        );
        assert_eq!(crate::read::tail(&connection, 0, 9).unwrap(), []);
    }
}
