//! Editions: publications frozen so that they can be re-made byte for byte.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Day, EditionId, Fingerprint, Subject};

/// A publication frozen with everything on which its bytes depend. A view is a function of the ledger and the request,
/// so this small record is enough: whoever asks again under the same dates and versions gets the same bytes, and
/// `content` says whether he did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Its name: "2026", "Draft for the ministry".
    pub name: String,
    /// What it is about.
    pub subject: Subject,
    /// Rests on what had been recorded by this moment.
    pub known: Timestamp,
    /// Rests on what had been published by the end of this day, where it is asked that way.
    pub published: Option<Day>,
    /// Do candidates that nobody has reviewed take part?
    pub with_candidates: bool,
    /// The day from which ages are counted.
    pub on: Day,
    /// Version of the extraction rules in force.
    pub rules_version: String,
    /// Hash of the vocabulary in force.
    pub vocabulary: Fingerprint,
    /// Program and version that wrote it.
    pub tool: String,
    /// Hash of the bytes that were written.
    pub content: Fingerprint,
}
