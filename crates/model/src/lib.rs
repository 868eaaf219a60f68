//! The words and values of Whitestone.
//!
//! This is the floor of the house: every other crate speaks in the types defined here, and this crate
//! knows no file, no SQL, no clock and no network. What it holds:
//!
//! | module | holds |
//! | --- | --- |
//! | [`id`] | typed ids, document hashes, content fingerprints |
//! | [`time`] | [`Day`], [`Edtf`], [`ValidTime`] with its core and hull |
//! | [`value`] | [`Value`], [`Quantity`], [`Money`], [`Content`]: what is claimed, or why nothing can be |
//! | [`claim`] | [`Assertion`], [`Candidate`], [`Claim`] and the events that follow a claim |
//! | [`judgement`] | what a reviewer decides, on a candidate, claim, finding, cell or identity, and why |
//! | [`edition`] | a publication frozen with its dates and versions |
//! | [`document`] | [`Document`]: archived bytes read into blocks, sentences, notes and citations |
//! | [`mod@slice`] | what a view looks at: claims with their clocks and sources |
//! | [`vocabulary`] | the vocabulary: properties, code lists, sections, stock wording |
//! | [`expectation`] | what the record ought to hold: who owes what, by when |
//! | [`record`] | the exchange record: one candidate as a line of JSON |
//!
//! **To add a kind of value**: a variant of [`Value`], its name in [`ValueKind`], and its fields in
//! [`record::ValueRecord`]; the compiler shows the rest. **To add a property**: nothing here; it is an
//! entry of `vocabulary/`.

mod citation;
pub mod claim;
pub mod decimal;
pub mod document;
pub mod edition;
pub mod expectation;
pub mod id;
pub mod judgement;
pub mod record;
pub mod slice;
pub mod time;
pub mod value;
pub mod vocabulary;

pub use claim::{
    Assertion, Candidate, Claim, ClaimEvent, EventKind, EvidenceGroup, Modality, Origin, Passage,
    Polarity, Qualifiers, Sensitivity, Subject,
};
pub use decimal::Decimal;
pub use document::{Diagnostic, Document, DocumentMeta, Severity, Span};
pub use edition::Edition;
pub use expectation::{Condition, Expectation, StandingRule};
pub use id::{ClaimId, DocumentId, EditionId, EventId, Fingerprint, JudgementId, TxId};
pub use judgement::{CellRef, FindingRef, Judgement, SubjectKey, Target, Verdict};
pub use slice::{Proposal, Recorded, Slice, Source, SourceNote};
pub use time::{Day, Edtf, TimeMode, ValidTime};
pub use value::{Absence, Basis, Content, Money, Quantity, State, Value, ValueKind};
pub use vocabulary::{PropertyId, Vocabulary};
