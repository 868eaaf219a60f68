//! Every way in which a file can disappoint, and what the person is told.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be prepared ends the run"
)]

#[cfg(test)]
mod common;

use std::path::{Path, PathBuf};

use common::{Mount, batch, filled, folder};
use rusqlite::Connection;
use whitestone_ledger::testing::made::{document, stamp};
use whitestone_ledger::{Batch, Ledger, LedgerError, Problem};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::DocumentId;

/// The message of opening this file; the name is cut off so that only the reason is compared.
fn refusal(path: &Path) -> String {
    let writing = SqliteLedger::open(path).unwrap_err().to_string();
    let reading = SqliteLedger::open_read_only(path).unwrap_err().to_string();
    assert_eq!(writing, reading);
    let name = path.display().to_string();
    writing
        .strip_prefix(&name)
        .expect("the message begins with the file's name")
        .trim_start()
        .to_owned()
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn what_is_not_a_ledger_is_said_to_be_what_it_is() {
    let folder = folder();
    let at = folder.path();
    let other = at.join("other.sqlite");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let not = "is not a Whitestone ledger: ";
    for (path, expected) in [
        (
            at.join("missing"),
            "does not exist; check the name, or make a new ledger there".to_owned(),
        ),
        (
            written(at, "empty", b""),
            format!("{not}the file is empty"),
        ),
        (
            written(at, "letter.txt", "Dear Sir, é".as_bytes()),
            format!("{not}it looks like text"),
        ),
        (
            written(at, "picture.png", b"\x89PNG\r\n\x1a\n\xff\xff"),
            format!("{not}it is some other kind of file"),
        ),
        (at.to_owned(), format!("{not}it is a folder")),
        (
            other,
            format!("{not}it is an SQLite file of another program"),
        ),
        (
            written(at, "head", b"SQLite format 3\0\x10\0"),
            "is damaged: it ends after 18 bytes, before its content does; keep the file, restore a backup, or run `whitestone check` to see what is lost".to_owned(),
        ),
    ] {
        assert_eq!(refusal(&path), expected);
    }
}

#[test]
fn a_newer_format_asks_for_the_newer_program() {
    let folder = folder();
    let path = filled(folder.path(), 1);
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    assert_eq!(
        refusal(&path),
        "was written by a newer Whitestone (format 99, this program knows up to 2); use the newer program"
    );
}

#[test]
fn a_ledger_cut_short_is_damaged() {
    let folder = folder();
    let path = filled(folder.path(), 3);
    let whole = std::fs::read(&path).unwrap();
    for length in [30, 4096, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, whole.get(..length).unwrap()).unwrap();
        let error = SqliteLedger::open(&path).unwrap_err();
        assert!(
            matches!(error, LedgerError::Damaged { .. }),
            "{length}: {error}"
        );
    }
}

#[test]
fn damage_in_the_middle_is_found_and_never_a_panic() {
    let folder = folder();
    let path = filled(folder.path(), 3);
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(SqliteLedger::open(&path).unwrap().check().unwrap(), []);
    let size = usize::from(u16::from_be_bytes(whole[16..18].try_into().unwrap()));
    for page in 1..whole.len() / size {
        let mut hurt = whole.clone();
        let place = page * size..page * size + size;
        hurt.get_mut(place).unwrap().fill(0xA5);
        std::fs::write(&path, &hurt).unwrap();
        let found = SqliteLedger::open(&path).and_then(|ledger| ledger.check());
        assert!(
            found.is_err() || found.is_ok_and(|found| !found.is_empty()),
            "page {page}"
        );
    }
}

#[test]
fn one_changed_letter_is_found() {
    let folder = folder();
    let path = filled(folder.path(), 2);
    let mut bytes = std::fs::read(&path).unwrap();
    let mut hits = 0;
    for at in 0..bytes.len() {
        if bytes
            .get(at..)
            .unwrap()
            .starts_with(b"the ministry counted")
        {
            *bytes.get_mut(at + 4).unwrap() = b'M';
            hits += 1;
        }
    }
    assert!(hits > 0);
    std::fs::write(&path, &bytes).unwrap();
    let found = SqliteLedger::open(&path).unwrap().check().unwrap();
    let mentions = |text: &str| found.iter().any(|problem| problem.what.contains(text));
    assert!(mentions("its bytes are not those archived as"), "{found:?}");
    assert!(
        found
            .iter()
            .any(|problem| problem.place.starts_with("claim row")),
        "{found:?}"
    );
}

#[test]
fn a_changed_letter_of_a_rendered_text_is_found() {
    let folder = folder();
    let path = folder.path().join("rendered.whitestone");
    let mut ledger = SqliteLedger::create(&path).unwrap();
    let mut new = document("report.pdf", "Kembra counted twelve mines.");
    new.bytes = b"%PDF-1.4, packed".to_vec();
    new.document.id = DocumentId::of(&new.bytes);
    let batch = Batch {
        documents: vec![new],
        ..Batch::default()
    };
    ledger.append(&batch, &stamp(1)).unwrap();
    assert_eq!(ledger.check().unwrap(), []);
    drop(ledger);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER reading_is_never_changed; UPDATE reading SET text = replace(text, 'twelve', 'eleven')",
        )
        .unwrap();
    drop(connection);
    let found = SqliteLedger::open(&path).unwrap().check().unwrap();
    let told = |problem: &Problem| {
        problem.place == "reading of report.pdf" && problem.what.contains("made 1")
    };
    assert!(found.iter().any(told), "{found:?}");
}

#[test]
fn a_format_of_before_the_release_is_refused_with_what_to_do() {
    let folder = folder();
    let path = filled(folder.path(), 1);
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    drop(raw);
    assert_eq!(
        refusal(&path),
        "was written by a Whitestone from before its first release (format 1), which this program does not read; make a new ledger with `whitestone init`, add the documents again, and replay the reviews"
    );
}

#[test]
fn nothing_is_changed_or_removed_even_past_this_program() {
    let folder = folder();
    let path = filled(folder.path(), 2);
    let raw = Connection::open(&path).unwrap();
    let tables: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'passage_words%' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(tables.len(), 13);
    for table in tables {
        let column: String = raw
            .query_row(
                "SELECT name FROM pragma_table_info(?1) LIMIT 1",
                [&table],
                |row| row.get(0),
            )
            .unwrap();
        for (sql, what) in [
            (format!("UPDATE {table} SET {column} = {column}"), "changed"),
            (format!("DELETE FROM {table}"), "removed"),
        ] {
            let error = raw.execute(&sql, []).unwrap_err().to_string();
            let expected =
                format!("the ledger is append-only: a row of \"{table}\" is never {what}");
            assert!(error.starts_with(&expected), "{sql}: {error}");
        }
    }
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let folder = folder();
    let path = filled(folder.path(), 1);
    let mut first = Connection::open(&path).unwrap();
    let writing = first
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    let mut second = SqliteLedger::open(&path).unwrap();
    let before = second.fingerprint().unwrap();
    let error = second.append(&batch(7), &stamp(7)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{} is being written by another program; wait for it to finish and try again",
            path.display()
        )
    );
    // Readers do not wait.
    assert_eq!(
        SqliteLedger::open_read_only(&path)
            .unwrap()
            .fingerprint()
            .unwrap(),
        before
    );
    drop(writing);
    assert_eq!(second.append(&batch(7), &stamp(7)).unwrap().documents, 1);
}

#[test]
fn two_ledgers_on_one_file_take_turns() {
    let folder = folder();
    let path = filled(folder.path(), 1);
    let mut one = SqliteLedger::open(&path).unwrap();
    let mut two = SqliteLedger::open(&path).unwrap();
    one.append(&batch(5), &stamp(5)).unwrap();
    two.append(&batch(6), &stamp(6)).unwrap();
    assert_eq!(
        one.append(&batch(6), &stamp(8)).unwrap().tx,
        None,
        "one sees what two kept"
    );
    assert_eq!(one.fingerprint().unwrap(), two.fingerprint().unwrap());
}

#[test]
fn a_new_ledger_never_takes_the_place_of_another_file() {
    let folder = folder();
    let path = filled(folder.path(), 1);
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(
        SqliteLedger::create(&path),
        Err(LedgerError::Exists { .. })
    ));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let nowhere = folder.path().join("no such folder/new.whitestone");
    let error = SqliteLedger::create(&nowhere).unwrap_err().to_string();
    assert!(
        error.contains("check the permissions of the file and its folder"),
        "{error}"
    );
}

#[test]
fn a_ledger_survives_being_closed() {
    let folder = folder();
    let path = filled(folder.path(), 3);
    let before = SqliteLedger::open(&path).unwrap().fingerprint().unwrap();
    let mut ledger = SqliteLedger::open(&path).unwrap();
    for number in 0..3 {
        assert_eq!(
            ledger
                .append(&batch(number), &stamp(100 + number))
                .unwrap()
                .tx,
            None
        );
    }
    assert_eq!(ledger.fingerprint().unwrap(), before);
    assert_eq!(ledger.last().unwrap().unwrap().seq, 3);
    drop(ledger);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "one file, no companions: {left:?}");
}

#[test]
fn what_is_opened_for_reading_is_not_written() {
    let folder = folder();
    let path = filled(folder.path(), 1);
    let mut ledger = SqliteLedger::open_read_only(&path).unwrap();
    let error = ledger.append(&batch(9), &stamp(9)).unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error}");
    assert_eq!(ledger.check().unwrap(), []);
}

#[test]
fn a_medium_that_cannot_be_written_can_be_read() {
    let Some(mount) = Mount::new("what_is_on_a_medium_that_cannot_be_written", "4m") else {
        return;
    };
    let path = filled(mount.path(), 2);
    let before = SqliteLedger::open(&path).unwrap().fingerprint().unwrap();
    mount.make_read_only();
    let error = SqliteLedger::open(&path).unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error}");
    let ledger = SqliteLedger::open_read_only(&path).unwrap();
    assert_eq!(ledger.fingerprint().unwrap(), before);
    assert_eq!(ledger.check().unwrap(), []);
    let new = SqliteLedger::create(&mount.path().join("new.whitestone")).unwrap_err();
    assert!(matches!(new, LedgerError::ReadOnly { .. }), "{new}");
}

#[test]
fn a_full_disk_loses_nothing_that_was_kept() {
    let Some(mount) = Mount::new("a_full_disk_loses_nothing_that_was_kept", "2m") else {
        return;
    };
    let path = mount.path().join("full.whitestone");
    let mut ledger = SqliteLedger::create(&path).unwrap();
    let mut kept = 0;
    let error = loop {
        match ledger.append(&batch(kept), &stamp(kept + 1)) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, LedgerError::Full { .. }), "{error}");
    assert!(kept > 0 && kept < 100, "{kept}");
    drop(ledger);
    mount.grow("16m");
    let mut ledger = SqliteLedger::open(&path).unwrap();
    assert_eq!(ledger.last().unwrap().unwrap().seq, kept);
    assert_eq!(ledger.check().unwrap(), []);
    assert_eq!(
        ledger
            .append(&batch(kept), &stamp(kept + 1))
            .unwrap()
            .documents,
        1,
        "the same command again"
    );
}
