//! The engine lives through the story, in memory and on disk.

use whitestone_ledger::testing::story;
use whitestone_ledger_sqlite::SqliteLedger;

#[test]
fn in_memory() {
    story(SqliteLedger::in_memory).unwrap();
}

#[test]
fn on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    story(|| {
        number += 1;
        SqliteLedger::create(&folder.path().join(format!("{number}.whitestone")))
    })
    .unwrap();
}
