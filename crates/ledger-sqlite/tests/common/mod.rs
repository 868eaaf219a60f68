//! Ledgers and disks for the tests.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test file uses its own part"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use whitestone_ledger::testing::made;
use whitestone_ledger::{Batch, Ledger};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{ClaimId, EventKind, Verdict};

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// One report with its candidates, a claim for each of the first ten, an event, a judgement and an edition.
pub fn batch(number: u64) -> Batch {
    let (document, extraction) = made::report(number, 3, 60);
    let events = vec![made::event(
        number,
        ClaimId::new(made::id(number * 10)),
        EventKind::Confirms,
        None,
        "still so",
    )];
    let judgements = extraction
        .candidates
        .iter()
        .take(1)
        .map(|candidate| made::judgement(number, candidate.id(), Verdict::Accept, "as printed"))
        .collect();
    let first = extraction.candidates.iter().take(10).cloned();
    Batch {
        claims: (number * 10..)
            .zip(first)
            .map(|(number, candidate)| made::claim(number, candidate.assertion))
            .collect(),
        documents: vec![document],
        extractions: vec![extraction],
        events,
        judgements,
        editions: vec![made::edition(number, "A note")],
    }
}

/// A closed ledger that holds the first reports.
pub fn filled(folder: &Path, reports: u64) -> PathBuf {
    let path = folder.join("filled.whitestone");
    let mut ledger = SqliteLedger::create(&path).unwrap();
    for number in 0..reports {
        ledger
            .append(&batch(number), &made::stamp(number + 1))
            .unwrap();
    }
    path
}

/// A small disk of its own, where the machine allows it.
pub struct Mount(TempDir);

impl Mount {
    /// Says so where it does not.
    pub fn new(test: &str, size: &str) -> Option<Self> {
        let folder = folder();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            println!("skipped: {test}: a disk of its own cannot be mounted here");
        }
        mounted.then_some(Self(folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn grow(&self, size: &str) {
        self.again(&format!("remount,size={size}"));
    }

    pub fn make_read_only(&self) {
        self.again("remount,ro");
    }

    fn again(&self, options: &str) {
        let status = Command::new("mount")
            .args(["-o", options])
            .arg(self.path())
            .status();
        assert!(status.unwrap().success(), "mount -o {options}");
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("-l").arg(self.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "umount");
    }
}
