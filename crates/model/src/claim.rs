//! Assertions, candidates, claims, and what happens to a claim after it is recorded.
//!
//! An [`Assertion`] is the sentence taken apart: who says what of whom, when it was so, and which words carry it.
//! A [`Candidate`] is an assertion that a machine proposes; a [`Claim`] is one that a named recorder put into the
//! record. They are different types on purpose: a candidate cannot pass for a claim by forgetting to look at a flag.
//! Claims are appended and never edited: a change of mind is a [`ClaimEvent`].

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document::Span;
use crate::record::{self, ValueRecord};
use crate::{
    ClaimId, Content, DocumentId, Edtf, EventId, Fingerprint, PropertyId, SubjectKey, ValidTime,
};

/// What a claim is about, as recorded; who is the same as whom is judged elsewhere and never rewrites this.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Kind: `state`, `hazard`, `incident`, `organisation` ...
    pub kind: String,
    /// Key within its kind: the ISO 3166 code of a state on the vocabulary's list, else the name.
    pub id: String,
    /// Name as a person reads it.
    pub name: String,
}

impl Subject {
    /// A state or other area.
    pub fn state(id: &str, name: &str) -> Self {
        Self {
            kind: "state".to_owned(),
            id: id.to_owned(),
            name: name.to_owned(),
        }
    }

    /// What tells it from every other, without its name.
    pub fn key(&self) -> SubjectKey {
        SubjectKey::new(&self.kind, &self.id)
    }
}

/// How the claimant commits himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// In the compiler's own voice.
    Asserted,
    /// Somebody is said to have said it.
    Reported,
    /// Given as an estimate.
    Estimated,
    /// Thought, believed, likely.
    Suspected,
    /// Charged by somebody against another.
    Alleged,
    /// A state's own negative.
    Denied,
    /// Intended, planned, under consideration.
    Planned,
    /// Stated to be not known.
    Unknown,
}

/// Does the claim affirm or deny?
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It says that it is so.
    #[default]
    Affirm,
    /// It says that it is not so.
    Deny,
}

/// Who may see it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Everybody.
    Public,
    /// Partners of the programme.
    Partner,
    /// Named readers only. What nobody has classified stays here.
    #[default]
    Restricted,
    /// Identifies a person who was hurt or spoke in confidence.
    Personal,
}

/// Qualifiers by name. Which of them tell cells apart, the vocabulary says.
pub type Qualifiers = BTreeMap<String, String>;

/// A span of a document's text with its exact words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The archived document.
    pub document: DocumentId,
    /// Byte ranges of its text, in reading order; more than one where a page break interrupts.
    pub ranges: Vec<Span>,
    /// Exactly those bytes; pieces joined by one space.
    pub quote: String,
    /// Where a person finds it in the original: `page 3`; empty where the bytes themselves are text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// Passages that are needed together. Groups of one claim corroborate each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EvidenceGroup {
    /// All of these together carry the claim.
    pub passages: Vec<Passage>,
}

/// One statement about one subject, with the words that carry it. What thousands of statements of a record have in
/// common (subject, qualifiers, speakers, notes) is shared: a ledger makes it once and gives it to each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// What it is about, as recorded.
    pub subject: Arc<Subject>,
    /// What is claimed.
    pub property: PropertyId,
    /// The value, or its stated absence.
    #[serde(with = "record::content")]
    pub content: Content,
    /// Affirmed or denied.
    #[serde(default)]
    pub polarity: Polarity,
    /// How the claimant commits himself.
    pub modality: Modality,
    /// Treaty, device, place, holder, outcome ...
    pub qualifiers: Arc<Qualifiers>,
    /// When it was so.
    pub valid: ValidTime,
    /// When the claimant said it.
    pub stated: Edtf,
    /// The speaker first, then whoever relays him; the document's own compiler is left out.
    pub claimants: Arc<[String]>,
    /// The passages.
    pub evidence: Vec<EvidenceGroup>,
    /// Markers of the notes cited, in the document of the first passage.
    pub notes: Arc<[String]>,
    /// Who may see it.
    pub sensitivity: Sensitivity,
}

impl Assertion {
    /// The document of the first passage.
    pub fn document(&self) -> Option<DocumentId> {
        self.passages().next().map(|passage| passage.document)
    }

    /// All passages, group after group.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.evidence.iter().flat_map(|group| &group.passages)
    }

    /// What it says and where: equal for equal content, whichever rule or person found it.
    pub fn fingerprint(&self) -> Fingerprint {
        let places: Vec<_> = self.passages().map(|p| (p.document, &p.ranges)).collect();
        let form = (
            (&self.subject.kind, &self.subject.id, &self.property),
            ValueRecord::of(&self.content),
            self.content.state(),
            (
                &self.qualifiers,
                self.valid.edtf.as_str(),
                self.polarity,
                self.modality,
                &self.claimants,
            ),
            places,
        );
        // Serialising plain data to memory cannot fail; an empty form would only merge records with itself.
        Fingerprint::of(&serde_json::to_vec(&form).unwrap_or_default())
    }
}

/// What proposed a candidate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The rule, or `model:<name>`, or `table:<mapping>`.
    pub rule: String,
    /// Version (hash) of the rule set.
    pub rules_version: String,
}

impl Origin {
    /// What the name of a model begins with.
    pub const MODEL: &str = "model:";

    /// Was it a language model?
    pub fn is_model(&self) -> bool {
        self.rule.starts_with(Self::MODEL)
    }
}

/// A machine's proposal of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What it proposes; views share it.
    pub assertion: Arc<Assertion>,
    /// What proposed it.
    pub origin: Origin,
}

impl Candidate {
    /// Its identity: the content, so that a decision on it survives a new version of the rules.
    pub fn id(&self) -> Fingerprint {
        self.assertion.fingerprint()
    }
}

/// An assertion in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// What it says; views share it.
    pub assertion: Arc<Assertion>,
    /// The person or the import that recorded it.
    pub recorder: Arc<str>,
    /// What proposed it, unless a person wrote it.
    pub origin: Option<Arc<Origin>>,
}

/// What can happen to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The same claimant says otherwise later.
    Revises,
    /// We transcribed it wrong.
    Corrects,
    /// The claimant takes it back, or we withdraw our record of it.
    Retracts,
    /// Still so: renews its freshness.
    Confirms,
    /// Payload destroyed for law or safety; commitment and reason kept.
    Erased,
}

impl EventKind {
    /// Does the claim stop counting from here on?
    pub const fn ends_claim(self) -> bool {
        !matches!(self, Self::Confirms)
    }
}

/// Something that happened to a claim after it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimEvent {
    /// Its id.
    pub id: EventId,
    /// The claim it happened to.
    pub claim: ClaimId,
    /// What happened.
    pub kind: EventKind,
    /// The claim that takes its place, or confirms it.
    pub other: Option<ClaimId>,
    /// Why; never empty.
    pub reason: String,
}
