//! The use cases of Whitestone, one file each.
//!
//! | file | use case |
//! | --- | --- |
//! | [`knowledge`] | the vocabulary, rules and reference tables in force: built in, overridden by a user's folder |
//! | [`add`] | archive documents, read them, extract candidates; resumable |
//! | [`mod@reference`] | enter reference tables as claims with authority |
//! | [`review`] | list candidates; accept, reject, correct, each with a reason; replay a recorded review |
//! | [`judge`] | a verdict on a claim, candidate, cell or finding, with a reason |
//! | [`same`] | two subjects are one, or are not; before that, what would change |
//! | [`happenings`] | what happened, what may be told twice, and how many there were |
//! | [`find`] | claims and candidates by the beginning of an id |
//! | [`suggest`] | keep what a language model pointed at, as candidates |
//! | [`show`] | the view of a subject, as of any date |
//! | [`mod@findings`] | what a person should look at, and why a value is shown as it is |
//! | [`kept`] | a view that is kept and brought up to date after each of these |
//! | [`mod@diff`] | what changed between two points of knowledge; what to ask |
//! | [`publish`] | the profile of a subject as HTML and Markdown; editions, frozen and made again |
//!
//! Nothing here knows a file, a terminal, the hour, a storage engine or a file format: [`Context`] brings the
//! [`Ledger`], the [`Clock`], the [`Ids`] and what [`Read`]s documents.

pub mod add;
pub mod builtin;
pub mod diff;
pub mod find;
pub mod findings;
pub mod happenings;
pub mod judge;
pub mod kept;
pub mod knowledge;
pub mod links;
pub mod publish;
pub mod reference;
pub mod review;
pub mod same;
pub mod show;
pub mod suggest;

use jiff::{Timestamp, ToSpan};
use uuid::Uuid;
use whitestone_ledger::{Ledger, LedgerError, Stamp};
use whitestone_model::{Document, DocumentMeta, TxId, Vocabulary};

pub use knowledge::{Knowledge, KnowledgeError};

/// Tells the time.
pub trait Clock {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes identifiers, each one once.
pub trait Ids {
    /// The next UUIDv7.
    fn next(&mut self) -> Uuid;
}

/// Reads a document: bytes, name, what the user says of it, the vocabulary. `whitestone_reader::read` is one for text
/// and HTML; a program that knows more formats brings its own.
pub type Read = fn(&[u8], &str, &DocumentMeta, &Vocabulary) -> Document;

/// What every use case works with.
pub struct Context<'a> {
    /// Where things are kept.
    pub ledger: &'a mut dyn Ledger,
    /// The vocabulary, rules and reference tables in force.
    pub knowledge: &'a Knowledge,
    /// The time.
    pub clock: &'a dyn Clock,
    /// New identifiers.
    pub ids: &'a mut dyn Ids,
    /// Reads documents.
    pub read: Read,
    /// Who acts.
    pub actor: String,
    /// Program and version.
    pub tool: String,
}

impl Context<'_> {
    /// The stamp of a transaction that begins now. The recorded clock always rises, even where the machine's stands still
    /// or runs back: what enters after an edition must not seem to have been there before it.
    pub fn stamp(&mut self, note: &str) -> Stamp {
        let now = self.clock.now();
        let last = self.ledger.last().ok().flatten();
        let next = last.and_then(|last| last.stamp.at.checked_add(1.microsecond()).ok());
        Stamp {
            id: TxId::new(self.ids.next()),
            at: next.map_or(now, |next| now.max(next)),
            actor: self.actor.clone(),
            tool: self.tool.clone(),
            note: note.to_owned(),
        }
    }
}

/// Why a use case could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Vocabulary, rules or reference tables.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// What the user asked for is not there, or not unique.
    #[error("{0}")]
    Request(String),
}
