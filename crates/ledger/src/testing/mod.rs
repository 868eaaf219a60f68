//! The story that every engine must live through.
//!
//! Call [`story`] with a way to make an empty ledger. Each chapter starts with one of its own and says with
//! assertions what must hold; whatever the engine itself reports comes back as the error. [`made`] holds the
//! material: small documents, candidates and claims computed from numbers, free for an engine's own tests.

mod judging;
mod keeping;
mod knowing;
pub mod made;

use crate::{Batch, Extraction, Ledger, LedgerError, NewDocument, SliceQuery};
use made::{assertion, candidate, claim, document};

type Result = std::result::Result<(), LedgerError>;

const REPORT: &str = "Kembuti\nThe army held 1,200 mines in 2003.\nIt destroyed 300 of them.\n1. Letter of the ministry.\n";

/// Lives through all chapters.
///
/// # Errors
/// What the engine reports.
pub fn story<L: Ledger>(mut fresh: impl FnMut() -> std::result::Result<L, LedgerError>) -> Result {
    keeping::an_empty_ledger_is_silent(&mut fresh()?)?;
    keeping::a_document_comes_back_as_it_went_in(&mut fresh()?)?;
    keeping::what_is_known_adds_nothing(&mut fresh()?)?;
    knowing::newer_rules_replace_older_candidates(&mut fresh()?)?;
    knowing::candidates_are_chosen_by_what_is_asked(&mut fresh()?)?;
    knowing::judgements_settle_candidates(&mut fresh()?)?;
    judging::judgements_on_cells_findings_and_identities_come_with_the_slice(&mut fresh()?)?;
    judging::identities_are_known_as_of_any_moment(&mut fresh()?)?;
    judging::a_judgement_that_does_not_fit_is_refused(&mut fresh()?)?;
    judging::an_id_is_found_by_its_beginning(&mut fresh()?)?;
    judging::an_edition_is_kept_as_it_was(&mut fresh()?)?;
    knowing::a_claim_lives_on_in_its_events(&mut fresh()?)?;
    knowing::a_slice_knows_what_was_known(&mut fresh()?)?;
    knowing::a_slice_holds_one_subject(&mut fresh()?)?;
    keeping::a_batch_is_kept_whole_or_not_at_all(&mut fresh()?)?;
    knowing::what_was_touched_is_told(&mut fresh()?)?;
    knowing::a_slice_may_be_of_documents(&mut fresh()?)?;
    knowing::words_are_found(&mut fresh()?)?;
    keeping::the_log_tells_who_and_when(&mut fresh()?)?;
    keeping::two_ledgers_told_the_same_are_equal(&mut fresh()?, &mut fresh()?)
}

fn report() -> NewDocument {
    document("kembuti-2004.txt", REPORT)
}

fn of_documents(documents: Vec<NewDocument>) -> Batch {
    Batch {
        documents,
        ..Batch::default()
    }
}

/// The report with two candidates of a version of the rules.
fn extracted(rules_version: &str, quotes: &[&str]) -> Batch {
    let new = report();
    let proposals = quotes
        .iter()
        .map(|quote| assertion(&new.document, "KEM", "stockpile.quantity", quote));
    Batch {
        extractions: vec![Extraction {
            document: new.document.id,
            rules_version: rules_version.to_owned(),
            candidates: proposals.map(|a| candidate(a, rules_version)).collect(),
        }],
        documents: vec![new],
        ..Batch::default()
    }
}

/// The report with one claim, number 1.
fn claimed() -> Batch {
    let new = report();
    let held = assertion(
        &new.document,
        "KEM",
        "stockpile.quantity",
        "held 1,200 mines",
    );
    Batch {
        claims: vec![claim(1, held)],
        documents: vec![new],
        ..Batch::default()
    }
}

fn kembuti() -> SliceQuery {
    SliceQuery {
        subject_kind: "state".to_owned(),
        subject_id: "KEM".to_owned(),
        ..SliceQuery::default()
    }
}
