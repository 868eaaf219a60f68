//! What the program says when it cannot go on, and the exit codes.
//!
//! | code | meaning |
//! | --- | --- |
//! | 0 | done |
//! | 1 | done, and something needs a look: damage found, a rule's example failed, a score below what was asked |
//! | 2 | the arguments are not understood |
//! | 3 | something asked for is not there or cannot be read |
//! | 4 | the ledger cannot be opened or written |
//! | 5 | a data file (vocabulary, rules, reference) is wrong |

use std::process::ExitCode;

use whitestone_app::AppError;
use whitestone_app::KnowledgeError;
use whitestone_ledger::LedgerError;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and something needs a look.
    Look,
    /// Something asked for is not there.
    Missing,
    /// The ledger.
    Ledger,
    /// A data file.
    Data,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Look => 1,
            Exit::Missing => 3,
            Exit::Ledger => 4,
            Exit::Data => 5,
        })
    }
}

/// Why the program cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file or folder.
    #[error("{path}: {why}")]
    File {
        /// The path.
        path: String,
        /// What is the matter and what to do.
        why: String,
    },
    /// What the user asked for.
    #[error("{0}")]
    Request(String),
    /// A data file of the user's own.
    #[error("{0}")]
    Data(String),
    /// Anything below.
    #[error(transparent)]
    App(#[from] AppError),
}

impl CliError {
    /// About a file, from the system's error.
    pub fn io(path: impl AsRef<std::path::Path>, error: &std::io::Error) -> Self {
        Self::File {
            path: path.as_ref().display().to_string(),
            why: error.to_string(),
        }
    }

    /// The exit code it ends with.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::App(AppError::Ledger(_)) => Exit::Ledger,
            Self::App(AppError::Knowledge(_)) | Self::Data(_) => Exit::Data,
            Self::File { .. } | Self::Request(_) | Self::App(AppError::Request(_)) => Exit::Missing,
        }
    }

    /// Prints it for a person.
    pub fn print(&self) {
        eprintln!("whitestone: {self}");
    }
}

impl From<LedgerError> for CliError {
    fn from(error: LedgerError) -> Self {
        Self::App(error.into())
    }
}

impl From<KnowledgeError> for CliError {
    fn from(error: KnowledgeError) -> Self {
        Self::App(error.into())
    }
}
