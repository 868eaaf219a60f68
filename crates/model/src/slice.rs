//! What a view looks at: the claims and candidates of one subject, each with its clocks and its source.
//!
//! The ledger fills a [`Slice`] by range scans; views compute over it and never ask for more. Everything a footnote
//! needs travels along, so a publication can be made from a slice alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::document::Citation;
use crate::{
    Assertion, Candidate, Claim, ClaimEvent, DocumentId, DocumentMeta, Fingerprint, Judgement,
    JudgementId, Origin,
};

/// When something entered the ledger, by whom, with which tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded<T> {
    /// What was recorded.
    pub what: T,
    /// Sequence number of its transaction, rising from 1.
    pub tx: u64,
    /// The recorded clock.
    pub at: Timestamp,
    /// Who recorded it.
    pub actor: Arc<str>,
}

impl Recorded<Judgement> {
    /// Where it stands among others: by the recorded clock, and within one moment by its id, so that neither the order of
    /// rows nor that of arrival matters. The last on a target is the one that counts.
    pub fn order(&self) -> (Timestamp, JudgementId) {
        (self.at, self.what.id)
    }
}

/// A note of a source document, for footnotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// Its text as printed.
    pub text: String,
    /// The sources it names.
    pub citations: Vec<Citation>,
}

/// A document as a source of claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its hash.
    pub id: DocumentId,
    /// Name under which it was added.
    pub name: String,
    /// What it says of itself; its `published` is the published clock of its claims.
    pub meta: DocumentMeta,
    /// Its notes by label.
    pub notes: BTreeMap<String, SourceNote>,
}

/// A candidate with its identity, which a ledger knows and need not compute again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// [`Candidate::id`].
    pub id: Fingerprint,
    /// What it proposes; views share it.
    pub assertion: Arc<Assertion>,
    /// What proposed it.
    pub origin: Arc<Origin>,
}

impl From<Candidate> for Proposal {
    fn from(candidate: Candidate) -> Self {
        Self {
            id: candidate.id(),
            assertion: candidate.assertion,
            origin: candidate.origin.into(),
        }
    }
}

/// Everything the ledger holds on one subject.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// Claims in the order of their transactions.
    pub claims: Vec<Recorded<Claim>>,
    /// What happened to them.
    pub events: Vec<Recorded<ClaimEvent>>,
    /// Candidates, newest rules only.
    pub candidates: Vec<Recorded<Proposal>>,
    /// Judgements on any of them.
    pub judgements: Vec<Recorded<Judgement>>,
    /// The documents they stand in.
    pub sources: BTreeMap<DocumentId, Source>,
}

impl Slice {
    /// Takes in the record of another subject, of whom it has been judged that he is the same. What both hold (a
    /// judgement on the two of them) stands once; the order is that of the transactions.
    pub fn join(&mut self, other: Self) {
        let Self {
            claims,
            events,
            candidates,
            judgements,
            sources,
        } = other;
        self.claims.extend(claims);
        self.claims.sort_by_key(|claim| (claim.tx, claim.what.id));
        self.events.extend(events);
        self.events.sort_by_key(|event| (event.tx, event.what.id));
        self.candidates.extend(candidates);
        self.candidates
            .sort_by_key(|found| (found.tx, found.what.id));
        self.judgements.extend(judgements);
        self.judgements
            .sort_by_key(|judged| (judged.tx, judged.what.id));
        self.judgements.dedup_by_key(|judged| judged.what.id);
        self.sources.extend(sources);
    }
}
