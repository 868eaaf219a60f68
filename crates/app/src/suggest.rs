//! Keeping what a language model pointed at: candidates of a document beside those of the rules.

use whitestone_ledger::{Batch, CandidateQuery, Extraction, Ledger};
use whitestone_model::{Candidate, DocumentId};

use crate::{AppError, Context};

/// Keeps suggestions as candidates of an archived document; those of the same model from before give way to them.
/// `note` stands in the log: which model, how much it read and wrote, what it cost. Gives the number of new ones.
///
/// # Errors
/// When the document is not archived, or the ledger cannot be written.
pub fn keep(
    context: &mut Context<'_>,
    document: DocumentId,
    suggestions: Vec<Candidate>,
    note: &str,
) -> Result<usize, AppError> {
    let Some(rules_version) = context.ledger.extracted_with(document)? else {
        let advice = "it is not in the ledger; add it first with `whitestone add`";
        return Err(AppError::Request(advice.to_owned()));
    };
    let mut candidates = of_document(context.ledger, document)?;
    let same = |candidate: &Candidate| {
        let mut rules = suggestions.iter().map(|suggestion| &suggestion.origin.rule);
        rules.any(|rule| *rule == candidate.origin.rule)
    };
    candidates.retain(|candidate| !same(candidate));
    candidates.extend(suggestions);
    let batch = Batch {
        extractions: vec![Extraction {
            document,
            rules_version,
            candidates,
        }],
        ..Batch::default()
    };
    let stamp = context.stamp(note);
    Ok(context.ledger.append(&batch, &stamp)?.candidates)
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
