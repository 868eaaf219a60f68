//! One batch, one transaction: kept whole or not at all, and what is already known adds nothing.

mod fingerprints;
mod review;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use rusqlite::{
    CachedStatement, Connection, OptionalExtension, Transaction, TransactionBehavior, params,
};
use rustc_hash::FxHashMap;
use serde::Serialize;
use whitestone_ledger::{Batch, Extraction, NewDocument, Receipt, Stamp};
use whitestone_model::document::BlockKind;
use whitestone_model::{
    Candidate, Claim, ClaimId, Document, DocumentId, Fingerprint, Origin, Source, SourceNote,
    Subject,
};

use crate::failure::Fault;
use crate::form;
use crate::texts::Texts;

pub use fingerprints::fingerprint_of;
use fingerprints::{Fingerprints, OfExtraction};

/// Keeps a batch.
pub fn append(connection: &mut Connection, batch: &Batch, stamp: &Stamp) -> Result<Receipt, Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut writer = Writer::begin(&transaction, stamp)?;
    std::thread::scope(|scope| -> Result<(), Fault> {
        let fingerprints = scope.spawn(|| Fingerprints::of(batch));
        for document in &batch.documents {
            writer.document(document)?;
        }
        let fingerprints = fingerprints.join();
        let fingerprints = fingerprints.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        for (extraction, says) in batch.extractions.iter().zip(fingerprints.extractions) {
            writer.extraction(extraction, &says?)?;
        }
        for (claim, says) in batch.claims.iter().zip(fingerprints.claims) {
            writer.claim(claim, says?)?;
        }
        Ok(())
    })?;
    for event in &batch.events {
        writer.event(event)?;
    }
    for judgement in &batch.judgements {
        writer.judgement(judgement)?;
    }
    for edition in &batch.editions {
        writer.edition(edition)?;
    }
    let receipt = writer.finish(stamp)?;
    match receipt.tx {
        Some(_) => transaction.commit()?,
        None => transaction.rollback()?,
    }
    Ok(receipt)
}

/// A claim as other records point to it.
#[derive(Clone, Copy)]
struct ClaimRow {
    row: i64,
    fingerprint: [u8; 32],
    subject: i64,
}

/// A subject's row, and its name as first recorded.
#[derive(Clone)]
struct Named {
    row: i64,
    name: Arc<str>,
}

/// Statements prepared once a batch, and what the batch has met so far.
struct Writer<'t> {
    transaction: &'t Transaction<'t>,
    tx: i64,
    /// Is the transaction's id in the log already?
    is_taken: bool,
    texts: Texts,
    subjects: BTreeMap<String, BTreeMap<String, Named>>,
    origins: FxHashMap<Origin, i64>,
    /// Claims of this batch that were known under another id: the known one stands for them.
    aliases: FxHashMap<ClaimId, ClaimRow>,
    added: BTreeMap<&'static str, usize>,
    add_passage: CachedStatement<'t>,
    add_words: CachedStatement<'t>,
    add_candidate: CachedStatement<'t>,
    add_claim: CachedStatement<'t>,
}

impl<'t> Writer<'t> {
    fn begin(transaction: &'t Transaction<'t>, stamp: &Stamp) -> Result<Self, Fault> {
        let is_taken: bool = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM tx WHERE id = ?1)",
            [stamp.id.uuid().as_bytes()],
            |row| row.get(0),
        )?;
        // A batch sent again under its own stamp adds nothing and is rolled back, so a stand-in may hold its place;
        // `finish` refuses anything new.
        let id = if is_taken {
            [0; 16]
        } else {
            *stamp.id.uuid().as_bytes()
        };
        transaction
            .prepare_cached(include_str!("../sql/add_tx.sql"))?
            .execute(params![
                id,
                stamp.at.as_microsecond(),
                stamp.actor,
                stamp.tool,
                stamp.note
            ])?;
        Ok(Self {
            transaction,
            tx: transaction.last_insert_rowid(),
            is_taken,
            texts: Texts::default(),
            subjects: BTreeMap::new(),
            origins: FxHashMap::default(),
            aliases: FxHashMap::default(),
            added: BTreeMap::new(),
            add_passage: transaction.prepare_cached(include_str!("../sql/add_passage.sql"))?,
            add_words: transaction.prepare_cached(include_str!("../sql/add_words.sql"))?,
            add_candidate: transaction.prepare_cached(include_str!("../sql/add_candidate.sql"))?,
            add_claim: transaction.prepare_cached(include_str!("../sql/add_claim.sql"))?,
        })
    }

    fn finish(self, stamp: &Stamp) -> Result<Receipt, Fault> {
        if self.is_taken && !self.added.is_empty() {
            let why = "this id already names another transaction";
            return Err(Fault::row("tx", &stamp.id, why));
        }
        let mut tally = self
            .transaction
            .prepare_cached(include_str!("../sql/add_tally.sql"))?;
        for (kind, number) in &self.added {
            tally.execute(params![self.tx, kind, number])?;
        }
        let count = |kind| self.added.get(kind).copied().unwrap_or_default();
        Ok(Receipt {
            tx: (!self.added.is_empty()).then_some(self.tx.unsigned_abs()),
            documents: count("documents"),
            candidates: count("candidates"),
            claims: count("claims"),
            events: count("events"),
            judgements: count("judgements"),
            editions: count("editions"),
        })
    }

    fn count(&mut self, kind: &'static str, number: usize) {
        *self.added.entry(kind).or_default() += number;
    }

    fn document(&mut self, new: &NewDocument) -> Result<(), Fault> {
        let NewDocument { bytes, document } = new;
        if DocumentId::of(bytes) != document.id {
            let why = "its id is not the SHA-256 of its bytes";
            return Err(Fault::row("document", &document.name, why));
        }
        if self.texts.get(self.transaction, document.id)?.is_some() {
            return Ok(());
        }
        self.transaction
            .prepare_cached(include_str!("../sql/add_document.sql"))?
            .execute(params![
                self.tx,
                document.id.as_bytes(),
                document.name,
                json("document", &document.name, &source_of(document))?,
                bytes
            ])?;
        let row = self.transaction.last_insert_rowid();
        self.reading(row, bytes, document)?;
        self.passages(row, document)?;
        self.texts.add(document.id, row, &document.text);
        self.count("documents", 1);
        Ok(())
    }

    fn reading(&self, row: i64, bytes: &[u8], document: &Document) -> Result<(), Fault> {
        let without_text = Document {
            text: String::new(),
            ..document.clone()
        };
        let layout = json("reading", &document.name, &without_text)?;
        let text = (document.text.as_bytes() != bytes).then_some(&document.text);
        let own_text = text.map_or("", String::as_str);
        let fingerprint = Fingerprint::of(format!("{layout}\0{own_text}").as_bytes());
        self.transaction
            .prepare_cached(include_str!("../sql/add_reading.sql"))?
            .execute(params![
                row,
                fingerprint.as_bytes(),
                document.reader,
                layout,
                text
            ])?;
        Ok(())
    }

    /// Boilerplate is kept in the text but not searched: a menu would answer every question.
    fn passages(&mut self, row: i64, document: &Document) -> Result<(), Fault> {
        for block in &document.blocks {
            let words = document.slice(block.span);
            if block.kind == BlockKind::Boilerplate || words.is_empty() {
                continue;
            }
            self.add_passage
                .execute(params![row, block.span.start, block.span.end])?;
            let passage = self.transaction.last_insert_rowid();
            self.add_words.execute(params![passage, words])?;
        }
        Ok(())
    }

    fn extraction(&mut self, extraction: &Extraction, says: &OfExtraction) -> Result<(), Fault> {
        let wrong = |why: String| Fault::row("extraction", &extraction.document, why);
        let Some((document, _)) = self.texts.get(self.transaction, extraction.document)? else {
            return Err(wrong("its document is not archived here".to_owned()));
        };
        for (candidate, id) in extraction.candidates.iter().zip(&says.candidates) {
            let wrong = |why| Fault::row("candidate", id, why);
            self.texts
                .verify(self.transaction, &candidate.assertion, wrong)?;
        }
        if self.newest_extraction(extraction.document)? == Some(*says.whole.as_bytes()) {
            return Ok(());
        }
        self.transaction
            .prepare_cached(include_str!("../sql/add_extraction.sql"))?
            .execute(params![
                self.tx,
                document,
                extraction.rules_version,
                says.whole.as_bytes()
            ])?;
        let row = self.transaction.last_insert_rowid();
        for (candidate, id) in extraction.candidates.iter().zip(&says.candidates) {
            self.candidate(row, extraction.document, candidate, id)?;
        }
        self.count("extractions", 1);
        self.count("candidates", extraction.candidates.len());
        Ok(())
    }

    fn newest_extraction(&self, document: DocumentId) -> Result<Option<[u8; 32]>, Fault> {
        let mut newest = self
            .transaction
            .prepare_cached(include_str!("../sql/newest_extraction.sql"))?;
        Ok(newest
            .query_row([document.as_bytes()], |row| row.get(1))
            .optional()?)
    }

    fn candidate(
        &mut self,
        extraction: i64,
        document: DocumentId,
        candidate: &Candidate,
        id: &Fingerprint,
    ) -> Result<(), Fault> {
        let assertion = &candidate.assertion;
        let start = assertion
            .passages()
            .find_map(|passage| passage.ranges.first())
            .map_or(0, |span| span.start);
        let subject = self.subject(&assertion.subject)?;
        let origin = self.origin(&candidate.origin)?;
        let place = form::Place {
            name: &subject.name,
            document: Some(document),
        };
        let form =
            form::encode(assertion, &place).map_err(|why| Fault::row("candidate", id, why))?;
        self.add_candidate.execute(params![
            extraction,
            id.as_bytes(),
            subject.row,
            assertion.property.as_str(),
            origin,
            start,
            form
        ])?;
        Ok(())
    }

    fn subject(&mut self, subject: &Subject) -> Result<Named, Fault> {
        let Subject { kind, id, name } = subject;
        if let Some(known) = self.subjects.get(kind).and_then(|keys| keys.get(id)) {
            return Ok(known.clone());
        }
        let known = self
            .transaction
            .prepare_cached(include_str!("../sql/find_subject.sql"))?
            .query_row(params![kind, id], |row| {
                Ok(Named {
                    row: row.get(0)?,
                    name: row.get::<_, String>(1)?.into(),
                })
            })
            .optional()?;
        let named = match known {
            Some(known) => known,
            None => {
                self.transaction
                    .prepare_cached(include_str!("../sql/add_subject.sql"))?
                    .execute(params![kind, id, name])?;
                Named {
                    row: self.transaction.last_insert_rowid(),
                    name: name.as_str().into(),
                }
            }
        };
        let keys = self.subjects.entry(kind.clone()).or_default();
        keys.insert(id.clone(), named.clone());
        Ok(named)
    }

    fn origin(&mut self, origin: &Origin) -> Result<i64, Fault> {
        if let Some(row) = self.origins.get(origin) {
            return Ok(*row);
        }
        let texts = params![origin.rule, origin.rules_version];
        let known = self
            .transaction
            .prepare_cached(include_str!("../sql/find_origin.sql"))?
            .query_row(texts, |row| row.get(0))
            .optional()?;
        let row = match known {
            Some(row) => row,
            None => {
                self.transaction
                    .prepare_cached(include_str!("../sql/add_origin.sql"))?
                    .execute(texts)?;
                self.transaction.last_insert_rowid()
            }
        };
        self.origins.insert(origin.clone(), row);
        Ok(row)
    }

    fn claim(&mut self, claim: &Claim, fingerprint: Fingerprint) -> Result<(), Fault> {
        let assertion = &claim.assertion;
        let wrong = |why| Fault::row("claim", &claim.id, why);
        let document = self.texts.verify(self.transaction, assertion, wrong)?;
        let subject = self.subject(&assertion.subject)?;
        let origin = claim.origin.as_ref();
        let origin = origin.map(|origin| self.origin(origin)).transpose()?;
        let place = form::Place {
            name: &subject.name,
            document: assertion.document(),
        };
        let added = self.add_claim.execute(params![
            self.tx,
            claim.id.uuid().as_bytes(),
            fingerprint.as_bytes(),
            subject.row,
            assertion.property.as_str(),
            document,
            claim.recorder.as_ref(),
            origin,
            form::encode(assertion, &place).map_err(wrong)?
        ]);
        match added {
            Ok(0) => self.known_claim(claim.id, document, fingerprint),
            Ok(_) => {
                self.count("claims", 1);
                Ok(())
            }
            Err(error) if is_taken(&error, "claim.uuid") => Err(wrong(
                "its id already names a claim that says something else".to_owned(),
            )),
            Err(error) => Err(error.into()),
        }
    }

    /// The claim is known already, perhaps under another id.
    fn known_claim(
        &mut self,
        id: ClaimId,
        document: Option<i64>,
        fingerprint: Fingerprint,
    ) -> Result<(), Fault> {
        let same = self
            .transaction
            .prepare_cached(include_str!("../sql/find_same_claim.sql"))?
            .query_row(params![document, fingerprint.as_bytes()], claim_row)?;
        self.aliases.insert(id, same);
        Ok(())
    }

    fn find_claim(&self, id: ClaimId) -> Result<Option<ClaimRow>, Fault> {
        if let Some(alias) = self.aliases.get(&id) {
            return Ok(Some(*alias));
        }
        let mut find = self
            .transaction
            .prepare_cached(include_str!("../sql/find_claim.sql"))?;
        Ok(find
            .query_row([id.uuid().as_bytes()], claim_row)
            .optional()?)
    }
}

fn claim_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        row: row.get(0)?,
        fingerprint: row.get(1)?,
        subject: row.get(2)?,
    })
}

/// Did a row fail because this column's value is taken?
fn is_taken(error: &rusqlite::Error, column: &str) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
        && error.to_string().contains(column)
}

/// What a footnote needs of a document. Where a label is used twice, the first note has it.
fn source_of(document: &Document) -> Source {
    let mut notes = BTreeMap::new();
    for note in &document.notes {
        notes
            .entry(note.label.clone())
            .or_insert_with(|| SourceNote {
                text: document.slice(note.span).to_owned(),
                citations: note.citations.clone(),
            });
    }
    Source {
        id: document.id,
        name: document.name.clone(),
        meta: document.meta.clone(),
        notes,
    }
}

fn json(table: &'static str, row: &dyn Display, what: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(what).map_err(|error| Fault::row(table, row, error.to_string()))
}

/// The name of a variant, as JSON writes it.
fn name(table: &'static str, variant: impl Serialize) -> Result<String, Fault> {
    Ok(json(table, &"", &variant)?.trim_matches('"').to_owned())
}
