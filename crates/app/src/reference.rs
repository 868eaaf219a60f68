//! Reference tables as documents: their claims enter the ledger like any other, with the authority that the
//! vocabulary gives to their kind of source.

use std::sync::Arc;

use whitestone_extract::tabular;
use whitestone_ledger::{Batch, NewDocument, Receipt};
use whitestone_model::{Claim, ClaimId, Origin};

use crate::builtin::TextFile;
use crate::knowledge::KnowledgeError;
use crate::{AppError, Context};

/// Enters every reference table in force. Those already in the ledger add nothing.
///
/// # Errors
/// When a table is not as its description says, or the ledger cannot be written.
pub fn import(context: &mut Context<'_>) -> Result<Receipt, AppError> {
    let mut total = Receipt::default();
    for (name, description, table) in pairs(&context.knowledge.reference)? {
        let read = tabular::read(name, description, table, &context.knowledge.vocabulary)
            .map_err(|e| KnowledgeError::Reference(e.to_string()))?;
        if context.ledger.has_document(read.document.id)? {
            continue;
        }
        let origin = Arc::new(Origin {
            rule: format!("table:{name}"),
            rules_version: read.version.clone(),
        });
        let recorder: Arc<str> = format!("reference table {name}").into();
        let mut batch = Batch::default();
        for assertion in read.assertions {
            batch.claims.push(Claim {
                id: ClaimId::new(context.ids.next()),
                assertion: assertion.into(),
                recorder: Arc::clone(&recorder),
                origin: Some(Arc::clone(&origin)),
            });
        }
        batch.documents.push(NewDocument {
            bytes: table.as_bytes().to_vec(),
            document: read.document,
        });
        let stamp = context.stamp(&format!("reference table {name}"));
        let receipt = context.ledger.append(&batch, &stamp)?;
        total.tx = receipt.tx.or(total.tx);
        total.documents += receipt.documents;
        total.claims += receipt.claims;
    }
    Ok(total)
}

/// Each table with its description: `(name, description, table)`.
fn pairs(files: &[TextFile]) -> Result<Vec<(&str, &str, &str)>, KnowledgeError> {
    let text_of = |path: &str| {
        files
            .iter()
            .find(|(other, _)| other == path)
            .map(|(_, text)| text.as_str())
    };
    let mut found = Vec::new();
    for (path, text) in files {
        if let Some(name) = path.strip_suffix(".tsv") {
            let description = text_of(&format!("{name}.toml")).ok_or_else(|| {
                KnowledgeError::Reference(format!(
                    "{path}: has no description; write {name}.toml beside it"
                ))
            })?;
            found.push((name, description, text.as_str()));
        } else if path
            .strip_suffix(".toml")
            .is_some_and(|name| text_of(&format!("{name}.tsv")).is_none())
        {
            return Err(KnowledgeError::Reference(format!(
                "{path}: describes a table that is not there"
            )));
        }
    }
    Ok(found)
}
