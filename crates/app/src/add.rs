//! Adding documents: archive, read, extract, keep.
//!
//! Documents enter in batches, each in one transaction, so an interrupted run keeps whole batches; running it again
//! skips what is archived already (by the hash of the bytes) and goes on. The result does not depend on where it was
//! interrupted. A document in which nothing can be read (a scan, a format that is not known) is refused and not
//! archived: the first reading of archived bytes stays, and this one would be empty for good.

use whitestone_ledger::{Batch, Extraction, NewDocument, Receipt};
use whitestone_model::{Diagnostic, DocumentId, DocumentMeta};

use crate::{AppError, Context};

/// Documents in one transaction: enough to make the disk's sync cheap, few enough to lose little.
const BATCH_DOCUMENTS: usize = 64;
/// Bytes in one transaction, so that memory stays bounded by the largest document.
const BATCH_BYTES: usize = 16 << 20;

/// A document to add.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name under which it is kept: the file's path as given.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: DocumentId,
    /// What happened.
    pub outcome: Outcome,
    /// What reading met.
    pub diagnostics: Vec<Diagnostic>,
}

/// What happened to a document that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Archived, with this many candidates.
    New {
        /// Number of candidates.
        candidates: usize,
    },
    /// Archived before, and read again with newer rules: this many candidates.
    ExtractedAgain {
        /// Number of candidates.
        candidates: usize,
    },
    /// Archived before with the same rules.
    Known,
    /// Nothing in it could be read, so it was not archived; the diagnostics say why.
    Refused,
}

/// Adds documents one after the other; `inputs` is drawn only as fast as they are kept.
///
/// `progress` hears of each document once it is safely kept (or known), in order.
///
/// # Errors
/// When the ledger cannot be written. Batches kept before that stay.
pub fn add(
    context: &mut Context<'_>,
    inputs: impl IntoIterator<Item = Input>,
    hints: &DocumentMeta,
    mut progress: impl FnMut(&Added),
) -> Result<Receipt, AppError> {
    let mut adding = Adding::default();
    for input in inputs {
        adding.take(context, input, hints)?;
        if adding.batch.documents.len() >= BATCH_DOCUMENTS || adding.bytes >= BATCH_BYTES {
            adding.keep(context, &mut progress)?;
        }
    }
    adding.keep(context, &mut progress)?;
    Ok(adding.total)
}

#[derive(Default)]
struct Adding {
    batch: Batch,
    bytes: usize,
    waiting: Vec<Added>,
    total: Receipt,
}

impl Adding {
    fn take(
        &mut self,
        context: &Context<'_>,
        input: Input,
        hints: &DocumentMeta,
    ) -> Result<(), AppError> {
        let Input { name, bytes } = input;
        let id = DocumentId::of(&bytes);
        let version = context.knowledge.rules.version();
        let twice = self.waiting.iter().any(|added| added.id == id);
        let known = twice || context.ledger.has_document(id)?;
        if known && (twice || context.ledger.extracted_with(id)?.as_deref() == Some(version)) {
            self.waiting.push(Added {
                name,
                id,
                outcome: Outcome::Known,
                diagnostics: Vec::new(),
            });
            return Ok(());
        }
        // A document that is archived keeps the reading it was archived with: spans of claims point into it.
        let archived = if known {
            context.ledger.document(id)?
        } else {
            None
        };
        let document = archived
            .unwrap_or_else(|| (context.read)(&bytes, &name, hints, &context.knowledge.vocabulary));
        if !known && document.is_unreadable() {
            self.waiting.push(Added {
                name,
                id,
                outcome: Outcome::Refused,
                diagnostics: document.diagnostics,
            });
            return Ok(());
        }
        let mut candidates = context.knowledge.rules.extract(&document);
        if known {
            candidates.extend(crate::suggest::of_models(context.ledger, id)?);
        }
        let count = candidates.len();
        let outcome = if known {
            Outcome::ExtractedAgain { candidates: count }
        } else {
            Outcome::New { candidates: count }
        };
        self.waiting.push(Added {
            name,
            id,
            outcome,
            diagnostics: document.diagnostics.clone(),
        });
        self.batch.extractions.push(Extraction {
            document: id,
            rules_version: version.to_owned(),
            candidates,
        });
        self.bytes += bytes.len();
        if !known {
            self.batch.documents.push(NewDocument { bytes, document });
        }
        Ok(())
    }

    fn keep(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut impl FnMut(&Added),
    ) -> Result<(), AppError> {
        let batch = std::mem::take(&mut self.batch);
        self.bytes = 0;
        if !batch.extractions.is_empty() {
            let stamp = context.stamp("add documents");
            let receipt = context.ledger.append(&batch, &stamp)?;
            self.total.tx = receipt.tx.or(self.total.tx);
            self.total.documents += receipt.documents;
            self.total.candidates += receipt.candidates;
        }
        for added in self.waiting.drain(..) {
            progress(&added);
        }
        Ok(())
    }
}
