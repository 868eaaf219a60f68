//! What is and what is not a ledger; formats and their migrations.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::failure::Fault;

/// Marks the file as ours (`PRAGMA application_id`): "WhSt" in ASCII.
const APPLICATION_ID: i32 = 0x5768_5374;

/// The first step makes an empty file a ledger of the format [`OLDEST`]; each further one leads to the next format.
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/0002_ledger.sql")];

/// The oldest format that is read. Format 1 was never released.
const OLDEST: i64 = 2;

/// The newest format this program knows (`PRAGMA user_version`).
const FORMAT: i64 = OLDEST + MIGRATIONS.len() as i64 - 1;

/// Bytes of a page of a new ledger. The claims of a report stand side by side: in fewer, larger pages than the usual ones of
/// 4 KB they are searched, copied and written with less work; still larger ones gain little and make small ledgers large. A
/// ledger keeps the pages it was made with.
const PAGE: i64 = 8_192;

/// How much is written beside the file before it is copied into it, in bytes.
const WRITTEN_AHEAD: i64 = 64 << 20;

/// How a new search index is kept: words are gathered in 16 MB of memory, so that a batch becomes one segment, and
/// segments are merged sixteen at a time, which is two merges of a word where there were five.
const SEARCH_INDEX: [(&str, i64); 3] = [
    ("hashsize", 16 << 20),
    ("automerge", 16),
    ("crisismerge", 64),
];

/// How long a writer waits for another one. Batches take fractions of a second.
const PATIENCE: Duration = Duration::from_millis(1000);

pub fn create(path: &Path) -> Result<Connection, Fault> {
    if std::fs::metadata(path).is_ok_and(|data| !data.is_file() || data.len() > 0) {
        return Err(Fault::Exists);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "page_size", PAGE)?;
    made(&mut connection)?;
    write_ahead(&connection)?;
    Ok(connection)
}

pub fn open(path: &Path) -> Result<Connection, Fault> {
    look_at(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    if connection.is_readonly("main")? {
        return Err(Fault::ReadOnly("the file is write-protected".to_owned()));
    }
    settings(&connection)?;
    let format = format_of(&connection)?;
    write_ahead(&connection)?;
    if format < FORMAT {
        migrate(&mut connection, format)?;
    }
    Ok(connection)
}

pub fn open_read_only(path: &Path) -> Result<Connection, Fault> {
    look_at(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let readable = |connection: Connection| -> Result<Connection, Fault> {
        settings(&connection)?;
        match format_of(&connection)? {
            format if format < FORMAT => Err(Fault::ReadOnly(format!(
                "it has the older format {format}; open it once for writing to bring it up to date"
            ))),
            _ => Ok(connection),
        }
    };
    let first = Connection::open_with_flags(path, flags)
        .map_err(Fault::from)
        .and_then(readable);
    match first {
        // A ledger at rest in a folder where no companion file can be made: nobody can be writing there.
        Err(Fault::Sql(_)) if !has_companion(path) => {
            Connection::open_with_flags(immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)
                .map_err(Fault::from)
                .and_then(readable)
        }
        other => other,
    }
}

pub fn in_memory() -> Result<Connection, Fault> {
    let mut connection = Connection::open_in_memory()?;
    made(&mut connection)?;
    Ok(connection)
}

/// Makes an empty file a ledger.
fn made(connection: &mut Connection) -> Result<(), Fault> {
    settings(connection)?;
    migrate(connection, 0)?;
    for (setting, number) in SEARCH_INDEX {
        let sql = "INSERT INTO passage_words (passage_words, rank) VALUES (?1, ?2)";
        connection.execute(sql, (setting, number))?;
    }
    Ok(())
}

/// Says what a file is before the engine touches it: the engine's own words are for programmers.
fn look_at(path: &Path) -> Result<(), Fault> {
    let data = match std::fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Fault::Missing),
        Err(error) => return Err(Fault::System(error.to_string())),
    };
    if data.is_dir() {
        return Err(Fault::NotALedger("it is a folder".to_owned()));
    }
    if data.len() == 0 {
        return Err(Fault::NotALedger("the file is empty".to_owned()));
    }
    let mut head = Vec::with_capacity(100);
    File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut head))
        .map_err(|error| Fault::System(error.to_string()))?;
    if !head.starts_with(b"SQLite format 3\0") {
        let looks = if std::str::from_utf8(&head).is_ok() {
            "it looks like text"
        } else {
            "it is some other kind of file"
        };
        return Err(Fault::NotALedger(looks.to_owned()));
    }
    let word = |at: usize| {
        let bytes = head.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let (Some(pages), Some(application)) = (word(28), word(68)) else {
        return Err(ends_early(data.len()));
    };
    if application != APPLICATION_ID.unsigned_abs() {
        let why = "it is an SQLite file of another program";
        return Err(Fault::NotALedger(why.to_owned()));
    }
    let page_size = head
        .get(16..18)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, |bytes| u64::from(u16::from_be_bytes(bytes)));
    // While a companion holds the newest pages, the file itself may lag behind.
    if data.len() < u64::from(pages) * page_size && !has_companion(path) {
        return Err(ends_early(data.len()));
    }
    Ok(())
}

fn ends_early(length: u64) -> Fault {
    Fault::Damaged(format!(
        "it ends after {length} bytes, before its content does"
    ))
}

/// Is there a write-ahead log beside the file?
fn has_companion(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    std::fs::metadata(name).is_ok_and(|data| data.len() > 0)
}

/// The file as a URI that tells the engine that nobody changes it.
fn immutable(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?immutable=1"
}

fn settings(connection: &Connection) -> Result<(), Fault> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // One plan for a statement, whatever is asked with it: otherwise every new question is planned anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Without it INSERT OR REPLACE could remove a row past the triggers.
    connection.pragma_update(None, "recursive_triggers", true)?;
    // 64 MB of pages in memory.
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(())
}

/// Readers beside the writer; what `append` has returned survives a power cut.
fn write_ahead(connection: &Connection) -> Result<(), Fault> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    // Pages that every batch touches are then copied back less often.
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    connection.pragma_update(None, "wal_autocheckpoint", WRITTEN_AHEAD / page.max(1))?;
    connection.pragma_update(None, "journal_size_limit", WRITTEN_AHEAD)?;
    Ok(())
}

fn format_of(connection: &Connection) -> Result<i64, Fault> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match found {
        found if found > FORMAT => Err(Fault::Newer {
            found,
            known: FORMAT,
        }),
        found if found < 1 => Err(Fault::Damaged("its format number is missing".to_owned())),
        found if found < OLDEST => Err(Fault::Older { found }),
        found => Ok(found),
    }
}

/// Takes the steps after format `from`, all or none.
fn migrate(connection: &mut Connection, from: i64) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (format, step) in (OLDEST..)
        .zip(MIGRATIONS)
        .filter(|(format, _)| *format > from)
    {
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", format)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(connection: &Connection) -> Vec<(String, String)> {
        let mut statement = connection
            .prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name")
            .unwrap();
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn the_migrations_build_the_schema() {
        let described = Connection::open_in_memory().unwrap();
        described
            .execute_batch(include_str!("../sql/schema.sql"))
            .unwrap();
        assert_eq!(objects(&in_memory().unwrap()), objects(&described));
    }

    #[test]
    fn every_record_table_refuses_change() {
        let connection = in_memory().unwrap();
        let all = objects(&connection);
        let tables = all.iter().filter(|(name, sql)| {
            sql.starts_with("CREATE TABLE") && !name.starts_with("passage_words")
        });
        let mut number = 0;
        for (table, _) in tables {
            number += 1;
            for trigger in [
                format!("{table}_is_never_changed"),
                format!("{table}_is_never_removed"),
            ] {
                assert!(all.iter().any(|(name, _)| *name == trigger), "{trigger}");
            }
        }
        assert_eq!(number, 13);
    }

    #[test]
    fn a_strange_file_name_survives_the_uri() {
        assert_eq!(
            immutable(Path::new("/a b/50%?#é.whitestone")),
            "file:/a%20b/50%25%3F%23%C3%A9.whitestone?immutable=1"
        );
    }
}
