//! Slices, candidates, documents, search, the log.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use rustc_hash::FxHashSet;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as NameError, StrDeserializer};
use uuid::Uuid;
use whitestone_ledger::{CandidateQuery, Part, SliceQuery, Stamp, Transaction};
use whitestone_model::{
    Candidate, Claim, ClaimEvent, ClaimId, Document, DocumentId, EventId, Fingerprint, Origin,
    Proposal, Recorded, Slice, Source, Subject, SubjectKey, Target, TxId,
};

use crate::failure::Fault;
use crate::judged::of_subject;
use crate::shelf::{Shelf, text};

/// The record of one subject.
pub fn slice(connection: &Connection, query: &SliceQuery) -> Result<Slice, Fault> {
    let subject: Option<i64> = connection
        .prepare_cached(include_str!("../sql/find_subject.sql"))?
        .query_row(params![query.subject_kind, query.subject_id], |row| {
            row.get(0)
        })
        .optional()?;
    let Some(subject) = subject else {
        return Ok(Slice::default());
    };
    // All of it from one moment, whatever others append meanwhile.
    let _snapshot = connection.unchecked_transaction()?;
    let known = query.known.map(Timestamp::as_microsecond);
    let mut shelf = Shelf::new(connection);
    let filter = Filter {
        subject,
        part: &query.part,
        known: query.known,
    };
    let mut slice = Slice {
        claims: claims(connection, &mut shelf, &filter)?,
        ..Slice::default()
    };
    if query.with_candidates {
        slice.candidates = proposals(connection, &mut shelf, &filter)?;
    }
    let claims: FxHashSet<ClaimId> = slice.claims.iter().map(|claim| claim.what.id).collect();
    slice.events = events(connection, subject, known)?;
    slice
        .events
        .retain(|event| claims.contains(&event.what.claim));
    if query.part != Part::Whole {
        let named = named_claims(connection, &mut shelf, &filter, &slice.events, &claims)?;
        slice.claims.extend(named);
    }
    slice.judgements = of_subject(connection, subject, known)?;
    let candidates: FxHashSet<Fingerprint> = slice
        .candidates
        .iter()
        .map(|candidate| candidate.what.id)
        .collect();
    slice.judgements.retain(|judgement| {
        let on_it = match &judgement.what.target {
            Target::Claim(id) => claims.contains(id),
            Target::Candidate(id) => candidates.contains(id),
            Target::Cell(cell) => filter.asks_for(cell.property.as_str()),
            Target::Finding(_) | Target::Identity(_) => true,
        };
        on_it || judgement.what.claim.is_some_and(|id| claims.contains(&id))
    });
    slice.sources = sources_of(connection, &slice)?;
    Ok(slice)
}

/// Which rows of a subject.
struct Filter<'a> {
    subject: i64,
    part: &'a Part,
    known: Option<Timestamp>,
}

impl Filter<'_> {
    fn asks_for(&self, property: &str) -> bool {
        match self.part {
            Part::Property(only) => only.as_str() == property,
            Part::Whole | Part::Documents(_) => true,
        }
    }

    /// Asks for the rows: all of the subject, or those of one document after the other.
    fn rows(
        &self,
        connection: &Connection,
        [of_subject, of_document]: [&str; 2],
        mut take: impl FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut each = |sql: &str, of: &[i64]| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(params_from_iter(of))?;
            while let Some(row) = rows.next()? {
                if self.asks_for(text(row, 0)?) {
                    take(row)?;
                }
            }
            Ok(())
        };
        let Part::Documents(documents) = self.part else {
            return each(of_subject, &[self.subject]);
        };
        for document in documents {
            let row = document.map(|id| row_of(connection, id)).transpose()?;
            match row {
                Some(Some(row)) => each(of_document, &[self.subject, row])?,
                // What rests on no document stands under nought.
                None => each(of_document, &[self.subject, 0])?,
                Some(None) => {}
            }
        }
        Ok(())
    }
}

/// The row of a document.
fn row_of(connection: &Connection, id: DocumentId) -> Result<Option<i64>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/find_document.sql"))?;
    let row = statement.query_row([id.as_bytes()], |row| row.get(0));
    Ok(row.optional()?)
}

fn claims(
    connection: &Connection,
    shelf: &mut Shelf<'_>,
    filter: &Filter<'_>,
) -> Result<Vec<Recorded<Claim>>, Fault> {
    let sql = [
        include_str!("../sql/claims_of_subject.sql"),
        include_str!("../sql/claims_of_document.sql"),
    ];
    let mut claims = Vec::new();
    filter.rows(connection, sql, |row| {
        claims.extend(claim(shelf, filter, row)?);
        Ok(())
    })?;
    Ok(claims)
}

/// Claims of other properties that events name: from them it is known since when a revision can be read.
fn named_claims(
    connection: &Connection,
    shelf: &mut Shelf<'_>,
    filter: &Filter<'_>,
    events: &[Recorded<ClaimEvent>],
    here: &FxHashSet<ClaimId>,
) -> Result<Vec<Recorded<Claim>>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/claim.sql"))?;
    let named: BTreeSet<ClaimId> = events.iter().filter_map(|e| e.what.other).collect();
    let mut claims = Vec::new();
    for id in named.iter().filter(|id| !here.contains(id)) {
        let mut rows = statement.query(params![id.uuid().as_bytes(), filter.subject])?;
        if let Some(row) = rows.next()? {
            claims.extend(claim(shelf, filter, row)?);
        }
    }
    Ok(claims)
}

/// The claim of a row, if it was known by then.
fn claim(
    shelf: &mut Shelf<'_>,
    filter: &Filter<'_>,
    row: &Row<'_>,
) -> Result<Option<Recorded<Claim>>, Fault> {
    let tx: i64 = row.get(6)?;
    if shelf.is_later(tx, filter.known)? {
        return Ok(None);
    }
    let origin: Option<i64> = row.get(2)?;
    let claim = Claim {
        id: ClaimId::new(uuid(row, 4)?),
        assertion: shelf.assertion("claim", filter.subject, row.get(1)?, row)?,
        recorder: shelf.name(text(row, 5)?),
        origin: origin.map(|row| shelf.origin(row)).transpose()?,
    };
    shelf.recorded(tx, claim).map(Some)
}

/// Candidates of the extractions that were the newest by then, by document and place.
fn proposals(
    connection: &Connection,
    shelf: &mut Shelf<'_>,
    filter: &Filter<'_>,
) -> Result<Vec<Recorded<Proposal>>, Fault> {
    let sql = [
        include_str!("../sql/candidates_of_subject.sql"),
        include_str!("../sql/candidates_of_document.sql"),
    ];
    let mut found = Vec::new();
    filter.rows(connection, sql, |row| {
        let run = shelf.run(row.get(1)?, filter.known)?;
        if !run.is_newest {
            return Ok(());
        }
        let proposal = Proposal {
            id: Fingerprint::from_bytes(row.get(4)?),
            assertion: shelf.assertion("candidate", filter.subject, Some(run.document_row), row)?,
            origin: shelf.origin(row.get(2)?)?,
        };
        let start: i64 = row.get(5)?;
        found.push((run.document, start, shelf.recorded(run.tx, proposal)?));
        Ok(())
    })?;
    // Rows of one place stay in their order.
    found.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Ok(found.into_iter().map(|(_, _, proposal)| proposal).collect())
}

fn events(
    connection: &Connection,
    subject: i64,
    known: Option<i64>,
) -> Result<Vec<Recorded<ClaimEvent>>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/events_of_subject.sql"))?;
    let mut rows = statement.query(params![subject, known])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let id = EventId::new(uuid(row, 0)?);
        let event = ClaimEvent {
            id,
            claim: ClaimId::new(uuid(row, 1)?),
            kind: from_name("event", &id, text(row, 2)?)?,
            other: optional_uuid(row, 3)?.map(ClaimId::new),
            reason: row.get(4)?,
        };
        events.push(recorded(row, 5, event)?);
    }
    Ok(events)
}

/// The documents that the claims and candidates of a slice stand in.
fn sources_of(
    connection: &Connection,
    slice: &Slice,
) -> Result<BTreeMap<DocumentId, Source>, Fault> {
    let claims = slice.claims.iter().map(|claim| &claim.what.assertion);
    let proposals = slice.candidates.iter().map(|c| &c.what.assertion);
    let passages = claims
        .chain(proposals)
        .flat_map(|assertion| assertion.passages());
    let documents: FxHashSet<DocumentId> = passages.map(|passage| passage.document).collect();
    let mut statement = connection.prepare_cached(include_str!("../sql/source.sql"))?;
    let mut sources = BTreeMap::new();
    // Whichever comes first: they leave in the order of their hashes.
    #[expect(clippy::iter_over_hash_type, reason = "a sorted map takes them up")]
    for id in documents {
        let mut rows = statement.query([id.as_bytes()])?;
        if let Some(row) = rows.next()? {
            sources.insert(id, from_json("document", &id, text(row, 0)?)?);
        }
    }
    Ok(sources)
}

/// Candidates of each document's newest extraction.
pub fn candidates(
    connection: &Connection,
    query: &CandidateQuery,
) -> Result<Vec<Recorded<Candidate>>, Fault> {
    let sql = include_str!("../sql/candidates.sql");
    let (first, last) = match query.document {
        None => (0, i64::MAX),
        Some(id) => match row_of(connection, id)? {
            Some(row) => (row, row),
            None => return Ok(Vec::new()),
        },
    };
    let property = query.property.as_ref().map(|property| property.as_str());
    let filters = params![
        first,
        query.rule,
        query.subject_id,
        property,
        query.judged_too,
        last
    ];
    let mut shelf = Shelf::new(connection);
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(filters)?;
    let mut candidates = Vec::new();
    while let Some(row) = rows.next()? {
        let candidate = Candidate {
            assertion: shelf.assertion("candidate", row.get(4)?, row.get(1)?, row)?,
            origin: Origin::clone(&*shelf.origin(row.get(2)?)?),
        };
        candidates.push(shelf.recorded(row.get(5)?, candidate)?);
    }
    Ok(candidates)
}

/// Subjects that have claims or current candidates.
pub fn subjects(connection: &Connection) -> Result<Vec<Subject>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/subjects.sql"))?;
    let rows = statement.query_map([], |row| {
        Ok(Subject {
            kind: row.get(0)?,
            id: row.get(1)?,
            name: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Is this document archived?
pub fn has_document(connection: &Connection, id: DocumentId) -> Result<bool, Fault> {
    Ok(row_of(connection, id)?.is_some())
}

/// The rule-set version of the document's newest extraction.
pub fn extracted_with(connection: &Connection, id: DocumentId) -> Result<Option<String>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/newest_extraction.sql"))?;
    Ok(statement
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// Documents with their notes, by name.
pub fn sources(connection: &Connection) -> Result<Vec<Source>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/sources.sql"))?;
    let mut rows = statement.query([])?;
    let mut sources = Vec::new();
    while let Some(row) = rows.next()? {
        sources.push(from_json("document", &(sources.len() + 1), text(row, 0)?)?);
    }
    Ok(sources)
}

/// The archived bytes.
pub fn bytes(connection: &Connection, id: DocumentId) -> Result<Option<Vec<u8>>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/bytes.sql"))?;
    Ok(statement
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// A document as read when it was added.
pub fn document(connection: &Connection, id: DocumentId) -> Result<Option<Document>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/document.sql"))?;
    let mut rows = statement.query([id.as_bytes()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let own_text: Option<String> = row.get(1)?;
    let text_of_bytes = || {
        String::from_utf8(row.get(2)?)
            .map_err(|error| Fault::row("reading", &id, format!("the text is not UTF-8: {error}")))
    };
    Ok(Some(Document {
        text: own_text.map_or_else(text_of_bytes, Ok)?,
        ..from_json("reading", &id, text(row, 0)?)?
    }))
}

/// The log.
pub fn tail(connection: &Connection, from: u64, limit: usize) -> Result<Vec<Transaction>, Fault> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(include_str!("../sql/tail.sql"))?;
    let mut tally = connection.prepare_cached(include_str!("../sql/tally.sql"))?;
    let mut rows = statement.query([from, limit])?;
    let mut log = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: u64 = row.get(0)?;
        let counts = tally.query_map([seq], |row| Ok((row.get(0)?, row.get(1)?)))?;
        log.push(Transaction {
            seq,
            stamp: Stamp {
                id: TxId::new(uuid(row, 1)?),
                at: timestamp(row, 2)?,
                actor: row.get(3)?,
                tool: row.get(4)?,
                note: row.get(5)?,
            },
            added: counts.collect::<Result<_, _>>()?,
        });
    }
    Ok(log)
}

/// Of which subjects in which documents something was recorded after a transaction, or by a later clock.
pub fn touched(
    connection: &Connection,
    seq: u64,
) -> Result<BTreeSet<(SubjectKey, Option<DocumentId>)>, Fault> {
    let first: Option<u64> = connection
        .prepare_cached(include_str!("../sql/first_later_tx.sql"))?
        .query_row([seq], |row| row.get(0))?;
    let Some(first) = first else {
        return Ok(BTreeSet::new());
    };
    let mut statement = connection.prepare_cached(include_str!("../sql/touched.sql"))?;
    let mut rows = statement.query([first])?;
    let mut touched = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let key = SubjectKey::new(text(row, 0)?, text(row, 1)?);
        let document: Option<[u8; 32]> = row.get(2)?;
        touched.insert((key, document.map(DocumentId::from_bytes)));
    }
    Ok(touched)
}

/// The newest transaction.
pub fn last(connection: &Connection) -> Result<Option<Transaction>, Fault> {
    let newest: Option<u64> =
        connection.query_row("SELECT max(seq) FROM tx", [], |row| row.get(0))?;
    Ok(match newest {
        Some(seq) => tail(connection, seq, 1)?.pop(),
        None => None,
    })
}

/// A record with the transaction that stands in three columns from `column` on: number, clock, actor.
pub fn recorded<T>(row: &Row<'_>, column: usize, what: T) -> Result<Recorded<T>, Fault> {
    Ok(Recorded {
        what,
        tx: row.get(column)?,
        at: timestamp(row, column + 1)?,
        actor: text(row, column + 2)?.into(),
    })
}

fn timestamp(row: &Row<'_>, column: usize) -> Result<Timestamp, Fault> {
    let microseconds = row.get(column)?;
    Timestamp::from_microsecond(microseconds)
        .map_err(|error| Fault::row("tx", &microseconds, error.to_string()))
}

pub fn uuid(row: &Row<'_>, column: usize) -> Result<Uuid, Fault> {
    Ok(Uuid::from_bytes(row.get(column)?))
}

pub fn optional_uuid(row: &Row<'_>, column: usize) -> Result<Option<Uuid>, Fault> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(Uuid::from_bytes))
}

/// A stored form, read back.
pub fn from_json<T: DeserializeOwned>(
    table: &'static str,
    row: &dyn Display,
    form: &str,
) -> Result<T, Fault> {
    serde_json::from_str(form).map_err(|error| Fault::row(table, row, error.to_string()))
}

pub fn from_name<T: DeserializeOwned>(
    table: &'static str,
    row: &dyn Display,
    name: &str,
) -> Result<T, Fault> {
    T::deserialize(StrDeserializer::<NameError>::new(name))
        .map_err(|error| Fault::row(table, row, error.to_string()))
}
