//! Damage, and the fingerprint of the whole.

use rusqlite::{Connection, ErrorCode};
use sha2::{Digest, Sha256};
use whitestone_ledger::Problem;
use whitestone_model::{DocumentId, Fingerprint};

use crate::append::fingerprint_of;
use crate::failure::Fault;
use crate::shelf::Shelf;
use crate::texts::Texts;

/// The tables whose rows are what the ledger says, in the order in which they are hashed.
const SAYING: [&str; 6] = [
    "reading",
    "extraction",
    "claim",
    "event",
    "judgement",
    "edition",
];

/// The SHA-256 over the sorted fingerprints of all records, table by table.
pub fn fingerprint(connection: &Connection) -> Result<Fingerprint, Fault> {
    let _snapshot = connection.unchecked_transaction()?;
    let mut hash = Sha256::new();
    for table in SAYING {
        hash.update(table.as_bytes());
        let sql = format!("SELECT fingerprint FROM {table} ORDER BY fingerprint");
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let fingerprint: [u8; 32] = row.get(0)?;
            hash.update(fingerprint);
        }
    }
    Ok(Fingerprint::from_bytes(hash.finalize().into()))
}

/// Looks for damage everywhere; what cannot be read is itself a problem, and the rest is still looked at.
pub fn check(connection: &Connection) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    let steps: [(&str, Step); 7] = [
        ("file", engine),
        ("references", references),
        ("document", documents),
        ("reading", readings),
        ("candidate", |c, p| {
            assertions(c, CANDIDATES, "candidate", p)
        }),
        ("claim", |c, p| assertions(c, CLAIMS, "claim", p)),
        ("search index", search_index),
    ];
    for (place, step) in steps {
        if let Err(fault) = step(connection, &mut problems) {
            let what = match fault {
                Fault::Sql(error) => error.to_string(),
                Fault::Row { row, why, .. } => format!("row {row}: {why}"),
                other => format!("{other:?}"),
            };
            problems.push(problem(place, what));
        }
    }
    Ok(problems)
}

type Step = fn(&Connection, &mut Vec<Problem>) -> Result<(), Fault>;

const CANDIDATES: &str =
    "SELECT candidate.property, extraction.document, candidate.id, assertion, subject, NULL
    FROM candidate JOIN extraction ON extraction.id = candidate.extraction ORDER BY candidate.id";
const CLAIMS: &str =
    "SELECT property, document, id, assertion, subject, fingerprint FROM claim ORDER BY id";

fn problem(place: impl Into<String>, what: impl Into<String>) -> Problem {
    Problem {
        place: place.into(),
        what: what.into(),
    }
}

fn engine(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), Fault> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            problems.push(problem("file", line));
        }
    }
    Ok(())
}

fn references(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), Fault> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, parent): (String, Option<i64>, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let place = format!("{table} row {}", id.unwrap_or_default());
        problems.push(problem(
            place,
            format!("it points to a row of {parent} that is not there"),
        ));
    }
    Ok(())
}

fn documents(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), Fault> {
    let mut statement = connection.prepare("SELECT hash, name, bytes FROM document ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = DocumentId::from_bytes(row.get(0)?);
        let bytes = row.get_ref(2)?.as_blob().unwrap_or_default();
        if DocumentId::of(bytes) != id {
            let name: String = row.get(1)?;
            problems.push(problem(
                format!("document {name}"),
                format!("its bytes are not those archived as {}", id.short()),
            ));
        }
    }
    Ok(())
}

/// Each reading, and with it the text that was rendered from a document, is the one that was kept.
fn readings(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), Fault> {
    let sql = "SELECT document.name, reading.reader, reading.fingerprint, reading.layout, coalesce(reading.text, '')
        FROM reading JOIN document ON document.id = reading.document ORDER BY reading.document";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fingerprint: [u8; 32] = row.get(2)?;
        let column = |at| Ok::<_, Fault>(row.get_ref(at)?.as_bytes().unwrap_or_default());
        let form = [column(3)?, b"\0", column(4)?].concat();
        if *Fingerprint::of(&form).as_bytes() != fingerprint {
            let (name, reader): (String, String) = (row.get(0)?, row.get(1)?);
            problems.push(problem(
                format!("reading of {name}"),
                format!("its text is not the one that {reader} read"),
            ));
        }
    }
    Ok(())
}

/// Each assertion can be read and agrees with its fingerprint, and each of its quotes with its place.
fn assertions(
    connection: &Connection,
    sql: &str,
    table: &'static str,
    problems: &mut Vec<Problem>,
) -> Result<(), Fault> {
    let mut texts = Texts::default();
    let mut shelf = Shelf::new(connection);
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(2)?;
        let known: Option<[u8; 32]> = row.get(5)?;
        let place = format!("{table} row {number}");
        let assertion = match shelf.assertion(table, row.get(4)?, row.get(1)?, row) {
            Ok(assertion) => assertion,
            Err(Fault::Row { .. }) => {
                problems.push(problem(place, "its content cannot be read"));
                continue;
            }
            Err(fault) => return Err(fault),
        };
        let said = fingerprint_of(&assertion).ok();
        if known.is_some() && said.map(|said| *said.as_bytes()) != known {
            problems.push(problem(
                place.as_str(),
                "its content is not what was recorded",
            ));
        }
        match texts.verify(connection, &assertion, |why| {
            Fault::row(table, &number, why)
        }) {
            Ok(_) => {}
            Err(Fault::Row { why, .. }) => problems.push(problem(place, why)),
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

/// The index holds every passage; where the file may be written, also word by word.
fn search_index(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), Fault> {
    let count = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let passages = count("SELECT count(*) FROM passage")?;
    let indexed = count("SELECT count(*) FROM passage_words_docsize")?;
    if passages != indexed {
        let what = format!("{indexed} of {passages} passages are indexed");
        problems.push(problem("search index", what));
    }
    if !connection.is_readonly("main")? {
        let compare =
            "INSERT INTO passage_words (passage_words, rank) VALUES ('integrity-check', 1)";
        match connection.execute(compare, []) {
            Err(error) if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) => {
                problems.push(problem("search index", error.to_string()));
            }
            // Somebody else is writing: the count above has to do.
            _ => {}
        }
    }
    Ok(())
}
