//! The ledger in one file: SQLite, append-only by construction.
//!
//! | module | holds |
//! | --- | --- |
//! | [`SqliteLedger`] | a file `*.whitestone` that keeps the promise of [`whitestone_ledger::Ledger`] |
//! | `open` | what is and what is not a ledger; formats and their migrations |
//! | `append` | one batch, one transaction |
//! | `form` | how an assertion is stored |
//! | `read` | slices, candidates, documents, the log |
//! | `search` | passages by their words |
//! | `judged` | judgements and editions, read; claims and candidates by id |
//! | `shelf` | what rows point to, fetched once and shared |
//! | `check` | damage, and the fingerprint of the whole |
//! | `failure` | what the engine reports, told to the person at the keyboard |
//!
//! The statements stand in `sql/`, one a file; `sql/schema.sql` is the format as it is today. **To change the
//! format**: a new `migrations/0003_*.sql`, a line in `open.rs`, and `sql/schema.sql` brought in step (a test
//! compares the two). Text is archived as it came; the search index points into it and can be made anew.

mod append;
mod check;
mod failure;
mod form;
mod judged;
mod open;
mod read;
mod search;
mod shelf;
mod texts;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use whitestone_ledger::{
    Batch, CandidateQuery, Hit, Ledger, LedgerError, Problem, Receipt, SliceQuery, Stamp,
    Transaction,
};
use whitestone_model::{
    Candidate, Document, DocumentId, Edition, Fingerprint, Judgement, Recorded, Slice, Source,
    Subject, SubjectKey, Target,
};

use failure::Fault;

/// A ledger in one SQLite file.
///
/// Readers never wait for the writer; a second writer waits a moment and is then told
/// [`LedgerError::Busy`]. While the file is open for writing, two companions (`-wal`, `-shm`) stand beside it;
/// they belong to the ledger and go away when the last user closes it.
#[derive(Debug)]
pub struct SqliteLedger {
    connection: Connection,
    path: String,
}

impl SqliteLedger {
    /// Makes a new ledger. The file must not exist, or be empty.
    ///
    /// # Errors
    /// When something stands there already, or the place cannot be written.
    pub fn create(path: &Path) -> Result<Self, LedgerError> {
        Self::opened(path, open::create(path))
    }

    /// Opens a ledger for reading and writing; one of an older format is brought up to date.
    ///
    /// # Errors
    /// When there is no such file, it is not a ledger, it is newer than this program, or it cannot be written.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        Self::opened(path, open::open(path))
    }

    /// Opens a ledger for reading only: also from a folder or medium that cannot be written.
    ///
    /// # Errors
    /// When there is no such file, it is not a ledger, or it is newer than this program.
    pub fn open_read_only(path: &Path) -> Result<Self, LedgerError> {
        Self::opened(path, open::open_read_only(path))
    }

    /// A ledger that lives as long as this value: for tests and trials.
    ///
    /// # Errors
    /// When memory runs out.
    pub fn in_memory() -> Result<Self, LedgerError> {
        Self::opened(Path::new("(in memory)"), open::in_memory())
    }

    /// The file's name, as errors print it.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn opened(path: &Path, connection: Result<Connection, Fault>) -> Result<Self, LedgerError> {
        let path = path.display().to_string();
        match connection {
            Ok(connection) => Ok(Self { connection, path }),
            Err(fault) => Err(fault.told(&path)),
        }
    }

    fn told<T>(&self, result: Result<T, Fault>) -> Result<T, LedgerError> {
        result.map_err(|fault| fault.told(&self.path))
    }
}

impl Ledger for SqliteLedger {
    fn append(&mut self, batch: &Batch, stamp: &Stamp) -> Result<Receipt, LedgerError> {
        let result = append::append(&mut self.connection, batch, stamp);
        self.told(result)
    }

    fn slice(&self, query: &SliceQuery) -> Result<Slice, LedgerError> {
        self.told(read::slice(&self.connection, query))
    }

    fn find(
        &self,
        beginning: &str,
        limit: usize,
    ) -> Result<Vec<(Target, SubjectKey)>, LedgerError> {
        self.told(judged::find(&self.connection, beginning, limit))
    }

    fn identities(
        &self,
        known: Option<Timestamp>,
    ) -> Result<Vec<Recorded<Judgement>>, LedgerError> {
        self.told(judged::identities(&self.connection, known))
    }

    fn editions(&self) -> Result<Vec<Recorded<Edition>>, LedgerError> {
        self.told(judged::editions(&self.connection))
    }

    fn candidates(&self, query: &CandidateQuery) -> Result<Vec<Recorded<Candidate>>, LedgerError> {
        self.told(read::candidates(&self.connection, query))
    }

    fn subjects(&self) -> Result<Vec<Subject>, LedgerError> {
        self.told(read::subjects(&self.connection))
    }

    fn has_document(&self, id: DocumentId) -> Result<bool, LedgerError> {
        self.told(read::has_document(&self.connection, id))
    }

    fn extracted_with(&self, id: DocumentId) -> Result<Option<String>, LedgerError> {
        self.told(read::extracted_with(&self.connection, id))
    }

    fn sources(&self) -> Result<Vec<Source>, LedgerError> {
        self.told(read::sources(&self.connection))
    }

    fn bytes(&self, id: DocumentId) -> Result<Option<Vec<u8>>, LedgerError> {
        self.told(read::bytes(&self.connection, id))
    }

    fn document(&self, id: DocumentId) -> Result<Option<Document>, LedgerError> {
        self.told(read::document(&self.connection, id))
    }

    fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>, LedgerError> {
        self.told(search::search(&self.connection, words, limit))
    }

    fn tail(&self, from: u64, limit: usize) -> Result<Vec<Transaction>, LedgerError> {
        self.told(read::tail(&self.connection, from, limit))
    }

    fn touched(&self, seq: u64) -> Result<BTreeSet<(SubjectKey, Option<DocumentId>)>, LedgerError> {
        self.told(read::touched(&self.connection, seq))
    }

    fn last(&self) -> Result<Option<Transaction>, LedgerError> {
        self.told(read::last(&self.connection))
    }

    fn fingerprint(&self) -> Result<Fingerprint, LedgerError> {
        self.told(check::fingerprint(&self.connection))
    }

    fn check(&self) -> Result<Vec<Problem>, LedgerError> {
        self.told(check::check(&self.connection))
    }
}
