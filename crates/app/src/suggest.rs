//! Keeping what a language model pointed at: candidates of a document beside those of the rules.

use std::collections::BTreeSet;

use whitestone_ledger::{Batch, CandidateQuery, Extraction, Ledger};
use whitestone_model::{Candidate, DocumentId};

use crate::{AppError, Context};

/// Keeps suggestions as candidates of an archived document, beside those that it has. `note` stands in the log:
/// which model, how much it read and wrote, what it cost.
///
/// # Errors
/// When the document is not archived, or the ledger cannot be written.
pub fn keep(
    context: &mut Context<'_>,
    document: DocumentId,
    suggestions: Vec<Candidate>,
    note: &str,
) -> Result<(), AppError> {
    let Some(rules_version) = context.ledger.extracted_with(document)? else {
        let advice = "it is not in the ledger; add it first with `whitestone add`";
        return Err(AppError::Request(advice.to_owned()));
    };
    let mut candidates = of_document(context.ledger, document)?;
    let known: BTreeSet<_> = candidates.iter().map(Candidate::id).collect();
    let is_new = |suggestion: &Candidate| !known.contains(&suggestion.id());
    candidates.extend(suggestions.into_iter().filter(is_new));
    let batch = Batch {
        extractions: vec![Extraction {
            document,
            rules_version,
            candidates,
        }],
        ..Batch::default()
    };
    let stamp = context.stamp(note);
    context.ledger.append(&batch, &stamp)?;
    Ok(())
}

/// What models pointed at in a document: newer rules do not take it away.
pub(crate) fn of_models(
    ledger: &dyn Ledger,
    document: DocumentId,
) -> Result<Vec<Candidate>, AppError> {
    let mut candidates = of_document(ledger, document)?;
    candidates.retain(|candidate| candidate.origin.is_model());
    Ok(candidates)
}

fn of_document(ledger: &dyn Ledger, document: DocumentId) -> Result<Vec<Candidate>, AppError> {
    let query = CandidateQuery {
        document: Some(document),
        judged_too: true,
        ..CandidateQuery::default()
    };
    let recorded = ledger.candidates(&query)?;
    Ok(recorded.into_iter().map(|one| one.what).collect())
}
