//! What the ledger has to carry, measured: documents with candidates, claims in batches, one state out of a million.
//!
//! `cargo bench -p whitestone-ledger-sqlite`. The last line tells the most memory the whole run took at once.
#![expect(clippy::expect_used, reason = "what cannot be prepared ends the run")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use tempfile::TempDir;
use whitestone_ledger::testing::made;
use whitestone_ledger::{Batch, Ledger, Part, SliceQuery};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::Claim;

/// About as many as report to the treaty bodies.
const STATES: u64 = 200;
/// Candidates, and so claims, of one report.
const PER_REPORT: u64 = 60;
const MILLION: u64 = 1_000_000;

fn main() {
    divan::main();
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("most memory at once: {}", peak.unwrap_or("unknown"));
    }
}

/// Reports `from..to` with their candidates.
fn documents(from: u64, to: u64) -> Batch {
    let (documents, extractions) = (from..to)
        .map(|number| made::report(number, STATES, PER_REPORT as usize))
        .unzip();
    Batch {
        documents,
        extractions,
        ..Batch::default()
    }
}

/// The same reports with a claim for each candidate and no extraction.
fn claimed(from: u64, to: u64) -> Batch {
    let mut batch = documents(from, to);
    let numbers = from * PER_REPORT..;
    let candidates = batch.extractions.drain(..).flat_map(|e| e.candidates);
    batch.claims = candidates
        .zip(numbers)
        .map(|(candidate, number)| Claim {
            origin: Some(candidate.origin.into()),
            ..made::claim(number, candidate.assertion)
        })
        .collect();
    batch
}

fn create(folder: &TempDir) -> SqliteLedger {
    SqliteLedger::create(&folder.path().join("bench.whitestone")).expect("a new ledger")
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |data| data.len())
}

/// 512 documents of 12 KB with 60 candidates each, 64 in a transaction, into a new file.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn append_documents(bencher: Bencher) {
    let batches: Vec<Batch> = (0..8).map(|n| documents(n * 64, n * 64 + 64)).collect();
    bencher
        .counter(ItemsCount::new(512_usize))
        .with_inputs(|| tempfile::tempdir().expect("a folder"))
        .bench_local_values(|folder| {
            let mut ledger = create(&folder);
            for (number, batch) in (1..).zip(&batches) {
                ledger.append(batch, &made::stamp(number)).expect("kept");
            }
            folder
        });
}

/// 60,000 claims on archived documents, 10,000 in a transaction.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn append_claims(bencher: Bencher) {
    let mut archive = claimed(0, 1_000);
    let claims = std::mem::take(&mut archive.claims);
    let batches: Vec<Batch> = claims
        .chunks(10_000)
        .map(|claims| Batch {
            claims: claims.to_vec(),
            ..Batch::default()
        })
        .collect();
    drop(claims);
    bencher
        .counter(ItemsCount::new(60_000_usize))
        .with_inputs(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut ledger = create(&folder);
            ledger.append(&archive, &made::stamp(1)).expect("kept");
            (folder, ledger)
        })
        .bench_local_values(|(folder, mut ledger)| {
            for (number, batch) in (2..).zip(&batches) {
                ledger.append(batch, &made::stamp(number)).expect("kept");
            }
            (folder, ledger)
        });
}

/// A ledger of a million claims, made once.
fn million() -> &'static (TempDir, PathBuf) {
    static LEDGER: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    LEDGER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = create(&folder);
        let reports = MILLION.div_ceil(PER_REPORT);
        let mut appending = std::time::Duration::ZERO;
        for (number, from) in (1..).zip((0..reports).step_by(64)) {
            let batch = claimed(from, (from + 64).min(reports));
            let start = std::time::Instant::now();
            ledger.append(&batch, &made::stamp(number)).expect("kept");
            appending += start.elapsed();
        }
        drop(ledger);
        let path = folder.path().join("bench.whitestone");
        eprintln!(
            "{} claims on {reports} documents appended in {appending:.1?}, {} MB",
            reports * PER_REPORT,
            length(&path) >> 20
        );
        (folder, path)
    })
}

fn one_state() -> SliceQuery {
    SliceQuery {
        subject_kind: "state".to_owned(),
        subject_id: "S117".to_owned(),
        ..SliceQuery::default()
    }
}

/// All some 5,000 claims of one state of 200.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn slice_of_one_state_in_a_million(bencher: Bencher) {
    let ledger = SqliteLedger::open(&million().1).expect("the ledger");
    let claims = ledger.slice(&one_state()).expect("a slice").claims.len();
    bencher
        .counter(ItemsCount::new(claims))
        .bench_local(|| ledger.slice(&one_state()));
}

/// The same, each time with a ledger opened afresh.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn open_and_slice_in_a_million(bencher: Bencher) {
    let path = &million().1;
    bencher.bench_local(|| SqliteLedger::open(path).and_then(|ledger| ledger.slice(&one_state())));
}

/// One property of one state.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn slice_of_one_property_in_a_million(bencher: Bencher) {
    let ledger = SqliteLedger::open(&million().1).expect("the ledger");
    let query = SliceQuery {
        part: Part::Property("hazard.count".into()),
        ..one_state()
    };
    bencher.bench_local(|| ledger.slice(&query));
}
