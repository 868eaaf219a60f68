//! The promise of the ledger: what any storage engine must keep.
//!
//! A ledger is append-only. It takes [`Batch`]es, each in one transaction with a [`Stamp`] that says who, when and
//! with which tool; a batch is kept whole or not at all, and what is already known (by fingerprint) adds nothing.
//! It gives back slices, documents and its own log. No engine's type appears here; `testing` tells one story that
//! every engine must live through.
//!
//! **To add an engine**: implement [`Ledger`], call `testing::story` from its tests.

mod error;
#[cfg(feature = "testing")]
pub mod testing;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use whitestone_model::{
    Candidate, Claim, ClaimEvent, Document, DocumentId, Edition, Fingerprint, Judgement,
    PropertyId, Recorded, Slice, Source, Subject, SubjectKey, Target, TxId,
};

pub use error::{LedgerError, Problem};

/// Who, when, with which tool, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Id of the transaction.
    pub id: TxId,
    /// The recorded clock, kept to the microsecond.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Program and version.
    pub tool: String,
    /// What for, in a few words.
    pub note: String,
}

/// A document to archive: its bytes, and what the reader made of them.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDocument {
    /// The bytes, unchanged.
    pub bytes: Vec<u8>,
    /// The reading.
    pub document: Document,
}

/// The candidates that one version of the rules found in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The document.
    pub document: DocumentId,
    /// Version of the rules.
    pub rules_version: String,
    /// What they found.
    pub candidates: Vec<Candidate>,
}

/// Everything that enters the ledger together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Documents.
    pub documents: Vec<NewDocument>,
    /// Extractions; each replaces the document's earlier one in views, and never deletes it.
    pub extractions: Vec<Extraction>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Events in the life of claims.
    pub events: Vec<ClaimEvent>,
    /// Judgements.
    pub judgements: Vec<Judgement>,
    /// Editions.
    pub editions: Vec<Edition>,
}

/// What a batch added. What was already there is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Sequence number of the transaction; `None` when nothing was new and none was written.
    pub tx: Option<u64>,
    /// New documents.
    pub documents: usize,
    /// New candidates.
    pub candidates: usize,
    /// New claims.
    pub claims: usize,
    /// New events.
    pub events: usize,
    /// New judgements.
    pub judgements: usize,
    /// New editions.
    pub editions: usize,
}

/// Which part of a subject's record to fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SliceQuery {
    /// Kind of the subject; `state`.
    pub subject_kind: String,
    /// Its id within the kind.
    pub subject_id: String,
    /// All of it, or a part: with it come the claims that events on those of the part name.
    pub part: Part,
    /// Only what was recorded up to and including this moment.
    pub known: Option<Timestamp>,
    /// Fetch candidates too.
    pub with_candidates: bool,
}

/// A part of a subject's record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// What is said of one property.
    Property(PropertyId),
    /// What is said in these documents. `None` stands for entries that rest on no document.
    Documents(BTreeSet<Option<DocumentId>>),
}

/// Which candidates to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateQuery {
    /// Only of this document.
    pub document: Option<DocumentId>,
    /// Only by this rule.
    pub rule: Option<String>,
    /// Only of this subject (id).
    pub subject_id: Option<String>,
    /// Only of this property.
    pub property: Option<PropertyId>,
    /// Also those that are settled: whose newest judgement neither asks for another look nor waits for a second reviewer.
    pub judged_too: bool,
}

/// One transaction of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Sequence number, rising from 1.
    pub seq: u64,
    /// Its stamp.
    pub stamp: Stamp,
    /// Numbers of records it added, by kind.
    pub added: BTreeMap<String, u64>,
}

/// A passage found by full-text search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// Its name.
    pub name: String,
    /// First byte of the passage in the document's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The words around it, with `[` and `]` around what was found.
    pub snippet: String,
}

/// An append-only store of documents, candidates, claims and judgements.
pub trait Ledger {
    /// Keeps a batch, whole or not at all. Records already known add nothing:
    ///
    /// | record | is known when |
    /// | --- | --- |
    /// | document | its bytes are archived; the reading of the first time stays, and spans point into it |
    /// | extraction | it equals the document's newest one |
    /// | claim | a claim says exactly the same, even one that has ended: retracted records do not come back |
    /// | event | its id is known, or the same happened to the claim; a bare "still so" may be repeated |
    /// | judgement | its id is known, or it repeats the newest one on its target |
    /// | edition | its id is known, or an edition says exactly the same |
    ///
    /// A judgement whose verdict does not fit its target, or that calls a subject the same as itself, is refused, and so
    /// is any record without a reason. A claim known under another id stands for the given one wherever the batch points to it. Every quote of a
    /// claim or candidate is compared with the archived text, and one that is not at its place is refused.
    ///
    /// # Errors
    /// When the store cannot be written or a record cannot be kept; nothing of the batch is then kept.
    fn append(&mut self, batch: &Batch, stamp: &Stamp) -> Result<Receipt, LedgerError>;

    /// The record of one subject. Of the judgements it holds those on its claims and candidates, and all on its cells,
    /// its findings, and its identity with others.
    ///
    /// # Errors
    /// When the store cannot be read or a row breaks an invariant.
    fn slice(&self, query: &SliceQuery) -> Result<Slice, LedgerError>;

    /// Claims and candidates whose id begins with these digits (hyphens and case do not matter), each with its subject;
    /// in the order of their ids, claims first, at most `limit`. Nothing where the text holds anything but digits.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn find(&self, beginning: &str, limit: usize)
    -> Result<Vec<(Target, SubjectKey)>, LedgerError>;

    /// All judgements on the identity of subjects, recorded by then, in the order of their transactions. They are few,
    /// each one made by a person, and who is the same as whom is known only from all of them.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn identities(&self, known: Option<Timestamp>)
    -> Result<Vec<Recorded<Judgement>>, LedgerError>;

    /// All editions, in the order of their transactions.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn editions(&self) -> Result<Vec<Recorded<Edition>>, LedgerError>;

    /// Candidates of each document's newest extraction, in the order of document name and place.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn candidates(&self, query: &CandidateQuery) -> Result<Vec<Recorded<Candidate>>, LedgerError>;

    /// Subjects that have claims or candidates, sorted.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn subjects(&self) -> Result<Vec<Subject>, LedgerError>;

    /// Is this document archived?
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn has_document(&self, id: DocumentId) -> Result<bool, LedgerError>;

    /// The rule-set version of the document's newest extraction.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn extracted_with(&self, id: DocumentId) -> Result<Option<String>, LedgerError>;

    /// Documents with their notes, by name.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn sources(&self) -> Result<Vec<Source>, LedgerError>;

    /// The archived bytes.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn bytes(&self, id: DocumentId) -> Result<Option<Vec<u8>>, LedgerError>;

    /// A document as read when it was added.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn document(&self, id: DocumentId) -> Result<Option<Document>, LedgerError>;

    /// Passages that hold the words, best first.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>, LedgerError>;

    /// The log from sequence number `from` on.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn tail(&self, from: u64, limit: usize) -> Result<Vec<Transaction>, LedgerError>;

    /// What may differ from what was known with transaction `seq`: of which subjects in which documents something was
    /// recorded after it, or by a clock later than its own: claims, what happened to claims, judgements on them and on
    /// candidates, candidates that came or went. `None` stands for entries that rest on no document. Judgements on cells,
    /// on findings and on who is the same as whom concern no document and are not told.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn touched(&self, seq: u64) -> Result<BTreeSet<(SubjectKey, Option<DocumentId>)>, LedgerError>;

    /// The newest transaction.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn last(&self) -> Result<Option<Transaction>, LedgerError>;

    /// What it holds, without ids and clocks: equal for two ledgers that were told the same.
    ///
    /// # Errors
    /// As [`Ledger::slice`].
    fn fingerprint(&self) -> Result<Fingerprint, LedgerError>;

    /// Looks for damage: hashes, quotes, references, the engine's own integrity check.
    ///
    /// # Errors
    /// Only when the store cannot be read at all.
    fn check(&self) -> Result<Vec<Problem>, LedgerError>;
}
