//! Fingerprints of what a batch says. They need nothing of the file, so they are made while documents are written.

use whitestone_ledger::{Batch, Extraction};
use whitestone_model::{Assertion, Fingerprint};

use crate::append::json;
use crate::failure::Fault;

/// What the extractions and the claims of a batch say, in their order.
pub struct Fingerprints {
    pub extractions: Vec<Result<OfExtraction, Fault>>,
    pub claims: Vec<Result<Fingerprint, Fault>>,
}

/// What an extraction says, and each of its candidates.
pub struct OfExtraction {
    pub candidates: Vec<Fingerprint>,
    pub whole: Fingerprint,
}

impl Fingerprints {
    pub fn of(batch: &Batch) -> Self {
        let claims = batch.claims.iter().map(|claim| {
            fingerprint_of(&claim.assertion).map_err(|why| Fault::row("claim", &claim.id, why))
        });
        Self {
            extractions: batch.extractions.iter().map(of_extraction).collect(),
            claims: claims.collect(),
        }
    }
}

fn of_extraction(extraction: &Extraction) -> Result<OfExtraction, Fault> {
    let mut candidates = Vec::with_capacity(extraction.candidates.len());
    let mut whole = format!("{}\0{}", extraction.document, extraction.rules_version);
    for candidate in &extraction.candidates {
        let id = candidate.id();
        for part in [
            &json("candidate", &id, &candidate.assertion)?,
            &candidate.origin.rule,
            &candidate.origin.rules_version,
        ] {
            whole.push('\0');
            whole.push_str(part);
        }
        candidates.push(id);
    }
    Ok(OfExtraction {
        candidates,
        whole: Fingerprint::of(whole.as_bytes()),
    })
}

/// The SHA-256 of what a claim says, in JSON: whoever has the assertion can compute it.
pub fn fingerprint_of(assertion: &Assertion) -> Result<Fingerprint, String> {
    // Room for most of them at once.
    let mut form = Vec::with_capacity(2048);
    serde_json::to_writer(&mut form, assertion).map_err(|error| error.to_string())?;
    Ok(Fingerprint::of(&form))
}
