//! What the rows of claims and candidates point to, each fetched once and shared: thousands of claims stand in some
//! eighty documents, were recorded in as many transactions, and speak of some eighty properties.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, Row as SqlRow, params};
use rustc_hash::FxHashMap;
use whitestone_model::{Assertion, DocumentId, Origin, PropertyId, Recorded, Subject};

use crate::failure::Fault;
use crate::form::{self, Pool, Row};

/// When and by whom.
#[derive(Clone)]
struct Moment {
    at: Timestamp,
    actor: Arc<str>,
}

/// An extraction, and whether it was the newest of its document by then.
#[derive(Clone)]
pub struct Run {
    /// Name and hash of its document.
    pub document: (Arc<str>, DocumentId),
    /// Its document's row.
    pub document_row: i64,
    /// Its transaction.
    pub tx: i64,
    /// Does no newer one replace it?
    pub is_newest: bool,
}

/// Everything met so far.
pub struct Shelf<'c> {
    connection: &'c Connection,
    moments: FxHashMap<i64, Moment>,
    documents: FxHashMap<i64, DocumentId>,
    subjects: FxHashMap<i64, Arc<Subject>>,
    origins: FxHashMap<i64, Arc<Origin>>,
    runs: FxHashMap<i64, Run>,
    properties: FxHashMap<Box<str>, PropertyId>,
    names: FxHashMap<Box<str>, Arc<str>>,
    pool: Pool,
}

impl<'c> Shelf<'c> {
    pub fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            moments: FxHashMap::default(),
            documents: FxHashMap::default(),
            subjects: FxHashMap::default(),
            origins: FxHashMap::default(),
            runs: FxHashMap::default(),
            properties: FxHashMap::default(),
            names: FxHashMap::default(),
            pool: Pool::default(),
        }
    }

    /// Did a transaction come after this moment?
    pub fn is_later(&mut self, tx: i64, known: Option<Timestamp>) -> Result<bool, Fault> {
        match known {
            None => Ok(false),
            Some(known) => Ok(self.moment(tx)?.at > known),
        }
    }

    /// A record with its transaction.
    pub fn recorded<T>(&mut self, tx: i64, what: T) -> Result<Recorded<T>, Fault> {
        let moment = self.moment(tx)?;
        Ok(Recorded {
            what,
            tx: tx.unsigned_abs(),
            at: moment.at,
            actor: Arc::clone(&moment.actor),
        })
    }

    /// The assertion of a row that begins with property, document (row), origin (row) and form.
    pub fn assertion(
        &mut self,
        table: &'static str,
        subject: i64,
        document: Option<i64>,
        row: &SqlRow<'_>,
    ) -> Result<Arc<Assertion>, Fault> {
        let property = self.property(text(row, 0)?);
        let document = document.map(|row| self.document(row)).transpose()?;
        let form = row.get_ref(3)?.as_blob().unwrap_or_default();
        let row = Row {
            subject: &self.subject(subject)?,
            property,
            document,
        };
        let wrong = |why| Fault::row(table, &row.property, why);
        form::decode(form, &row, &mut self.pool)
            .map(Arc::new)
            .map_err(wrong)
    }

    pub fn origin(&mut self, row: i64) -> Result<Arc<Origin>, Fault> {
        if let Some(known) = self.origins.get(&row) {
            return Ok(Arc::clone(known));
        }
        let origin = self
            .connection
            .prepare_cached(include_str!("../sql/origin.sql"))?
            .query_row([row], |row| {
                Ok(Origin {
                    rule: row.get(0)?,
                    rules_version: row.get(1)?,
                })
            })?;
        let origin = Arc::new(origin);
        self.origins.insert(row, Arc::clone(&origin));
        Ok(origin)
    }

    /// A name of which there are few.
    pub fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = name.into();
        self.names.insert(name.into(), Arc::clone(&shared));
        shared
    }

    /// An extraction as of a moment, which is the same at every call.
    pub fn run(&mut self, row: i64, known: Option<Timestamp>) -> Result<Run, Fault> {
        if let Some(run) = self.runs.get(&row) {
            return Ok(run.clone());
        }
        let mut statement = self
            .connection
            .prepare_cached(include_str!("../sql/extraction.sql"))?;
        let known = known.map(Timestamp::as_microsecond);
        let (document_row, name, tx, is_newest) =
            statement.query_row(params![row, known], |row| {
                let name: String = row.get(1)?;
                let is_newest: Option<bool> = row.get(3)?;
                Ok((row.get(0)?, name, row.get(2)?, is_newest == Some(true)))
            })?;
        let run = Run {
            document: (name.into(), self.document(document_row)?),
            document_row,
            tx,
            is_newest,
        };
        self.runs.insert(row, run.clone());
        Ok(run)
    }

    /// The hash of a document.
    pub fn document(&mut self, row: i64) -> Result<DocumentId, Fault> {
        if let Some(known) = self.documents.get(&row) {
            return Ok(*known);
        }
        let hash = self
            .connection
            .prepare_cached(include_str!("../sql/hash.sql"))?
            .query_row([row], |row| row.get(0))?;
        let id = DocumentId::from_bytes(hash);
        self.documents.insert(row, id);
        Ok(id)
    }

    fn moment(&mut self, tx: i64) -> Result<&Moment, Fault> {
        if !self.moments.contains_key(&tx) {
            let (at, actor): (i64, String) = self
                .connection
                .prepare_cached(include_str!("../sql/tx.sql"))?
                .query_row([tx], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let at = Timestamp::from_microsecond(at)
                .map_err(|error| Fault::row("tx", &tx, error.to_string()))?;
            let actor = self.name(&actor);
            self.moments.insert(tx, Moment { at, actor });
        }
        let moment = self.moments.get(&tx);
        moment.ok_or_else(|| Fault::row("tx", &tx, "it is not there"))
    }

    fn subject(&mut self, row: i64) -> Result<Arc<Subject>, Fault> {
        if let Some(known) = self.subjects.get(&row) {
            return Ok(Arc::clone(known));
        }
        let subject = self
            .connection
            .prepare_cached(include_str!("../sql/subject.sql"))?
            .query_row([row], |row| {
                Ok(Subject {
                    kind: row.get(0)?,
                    id: row.get(1)?,
                    name: row.get(2)?,
                })
            })?;
        let subject = Arc::new(subject);
        self.subjects.insert(row, Arc::clone(&subject));
        Ok(subject)
    }

    /// A property, of which there are few.
    pub fn property(&mut self, id: &str) -> PropertyId {
        if let Some(known) = self.properties.get(id) {
            return known.clone();
        }
        let property = PropertyId::from(id);
        self.properties.insert(id.into(), property.clone());
        property
    }
}

/// A text column without a copy.
pub fn text<'r>(row: &'r SqlRow<'_>, column: usize) -> Result<&'r str, Fault> {
    row.get_ref(column)?
        .as_str()
        .map_err(|error| Fault::Damaged(format!("column {column}: {error}")))
}
