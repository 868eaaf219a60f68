//! A program killed in the middle of an append leaves a whole ledger, and the same work done again completes it.
#![expect(clippy::unwrap_used, reason = "what cannot be prepared ends the run")]

#[cfg(test)]
mod common;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{batch, folder};
use whitestone_ledger::testing::made::stamp;
use whitestone_ledger::{Batch, Ledger};
use whitestone_ledger_sqlite::SqliteLedger;

/// Tells the test's own program, started a second time, into which ledger it has to append.
const TARGET: &str = "WHITESTONE_TEST_APPEND_TO";
const BATCHES: u64 = 40;

/// A few reports at once, so that a kill falls into a batch more often than between two.
fn work(number: u64) -> Batch {
    let mut whole = Batch::default();
    for report in number * 4..number * 4 + 4 {
        let one = batch(report);
        whole.documents.extend(one.documents);
        whole.extractions.extend(one.extractions);
        whole.claims.extend(one.claims);
        whole.events.extend(one.events);
        whole.judgements.extend(one.judgements);
        whole.editions.extend(one.editions);
    }
    whole
}

fn append_all(ledger: &mut SqliteLedger) {
    for number in 0..BATCHES {
        ledger.append(&work(number), &stamp(number + 1)).unwrap();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program that is killed is this one, told so by a variable"
)]
#[test]
fn a_killed_append_is_completed_by_doing_it_again() {
    if let Some(path) = std::env::var_os(TARGET) {
        append_all(&mut SqliteLedger::open(path.as_ref()).unwrap());
        return;
    }
    let mut whole = SqliteLedger::in_memory().unwrap();
    append_all(&mut whole);
    let expected = whole.fingerprint().unwrap();
    let mut interrupted = 0;
    for pause in [10, 40, 90, 150] {
        let folder = folder();
        let path = folder.path().join("killed.whitestone");
        SqliteLedger::create(&path).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_killed_append_is_completed_by_doing_it_again"])
            .env(TARGET, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_for_growth(&path.with_extension("whitestone-wal"));
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();

        let mut ledger = SqliteLedger::open(&path).unwrap();
        assert_eq!(ledger.check().unwrap(), [], "after {pause} ms");
        let kept = ledger.last().unwrap().map_or(0, |tx| tx.seq);
        interrupted += u64::from(kept < BATCHES);
        assert_eq!(
            ledger.sources().unwrap().len() as u64,
            kept * 4,
            "whole batches only"
        );
        append_all(&mut ledger);
        assert_eq!(ledger.fingerprint().unwrap(), expected, "after {pause} ms");
        assert_eq!(ledger.last().unwrap().unwrap().seq, BATCHES);
    }
    assert!(
        interrupted > 0,
        "no kill came before the end: the test proves nothing"
    );
}

fn wait_for_growth(log: &std::path::Path) {
    let start = Instant::now();
    while !std::fs::metadata(log).is_ok_and(|data| data.len() > 0) {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "the child never wrote"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
}
