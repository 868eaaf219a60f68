//! The world: ten million claims on 250 states over 27 years in one ledger.
//!
//! `cargo bench -p whitestone-app --bench world` makes a ledger step by step up to `WORLD_MILLIONS` (10 without it;
//! some 1.2 GB of disk for each million) and measures at 1, 2, 5 and 10 million what appending costs, what one state
//! costs (as of today, as of an earlier day, and a small state whose own record never grows), what the world costs on
//! two threads, with its findings and without, and what a new document costs whose view is kept. The last lines fit a
//! straight line. `WORLD_ROWS=FILE` writes what the views were resolved from as rows for `benches/world/sql.py`, which asks databases the same question.
#![expect(clippy::expect_used, reason = "what cannot be prepared ends the run")]

#[path = "../show/made_up.rs"]
mod made_up;
mod measure;
mod rows;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use made_up::Report;
use measure::{Spread, cpu, cpu_of_all, fit, one_state, peak_memory, record, world};
use whitestone_ledger::testing::made;
use whitestone_ledger::{Ledger, Part};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{Day, Subject, Vocabulary};
use whitestone_testkit::project_vocabulary;
use whitestone_views::{AsOf, Kept};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STATES: u64 = 250;
/// Millions of claims at which is measured.
const STEPS: [u64; 4] = [1, 2, 5, 10];
/// Documents in a transaction.
const BATCH: usize = 256;
/// A state whose record has some 5,000 claims at every step.
const SMALL: &str = "T05";
const REPORTS_OF_SMALL: u64 = 84;

fn main() {
    let vocabulary = project_vocabulary().expect("the vocabulary");
    let millions: u64 = told("WORLD_MILLIONS").map_or(10, |text| text.parse().expect("a number"));
    let folder = told("WORLD_FOLDER").unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").to_owned());
    let path = PathBuf::from(folder).join(format!("world-{}.whitestone", made_up::VERSION));
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    let mut world = Growing::begin(&path, &vocabulary);
    let mut costs = Vec::new();
    for step in STEPS.into_iter().filter(|step| *step <= millions) {
        world.grow(step * 1_000_000);
        costs.push(measured(&path, &vocabulary));
        world.update();
    }
    for (what, number) in [("views of the world", 0), ("views and findings", 1)] {
        fit(what, &costs.iter().map(|of| of[number]).collect::<Vec<_>>());
    }
    if let Some(file) = told("WORLD_ROWS") {
        rows::write(&path, &file, &names(), &vocabulary);
    }
    if told("WORLD_KEEP").is_none() {
        let _ = std::fs::remove_file(&path);
    }
}

fn told(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a bench may be told its size")]
    std::env::var(name).ok()
}

fn names() -> Vec<String> {
    (0..STATES).map(|n| format!("W{n:03}")).collect()
}

/// A ledger that grows.
struct Growing<'v> {
    ledger: SqliteLedger,
    path: PathBuf,
    vocabulary: &'v Vocabulary,
    states: Vec<String>,
    /// Reports of each state so far.
    reports: u64,
    /// Reports in all.
    serial: u64,
    transactions: u64,
    claims: u64,
}

impl<'v> Growing<'v> {
    fn begin(path: &Path, vocabulary: &'v Vocabulary) -> Self {
        let mut world = Self {
            ledger: SqliteLedger::create(path).expect("a new ledger"),
            path: path.to_owned(),
            vocabulary,
            states: names(),
            reports: 0,
            serial: 0,
            transactions: 0,
            claims: 0,
        };
        let small: Vec<(String, u64)> = (0..REPORTS_OF_SMALL)
            .map(|number| (SMALL.to_owned(), number))
            .collect();
        world.append(&small);
        world
    }

    /// Appends reports of all states, in turn, up to so many claims.
    fn grow(&mut self, claims: u64) {
        let of_each = claims.div_ceil(made_up::CLAIMS * STATES);
        let (before, mut spent) = (self.claims, (Duration::ZERO, Duration::ZERO));
        while self.reports < of_each {
            // In memory no more than what one transaction takes.
            let named = |state: &String| (state.clone(), self.reports);
            let round: Vec<(String, u64)> = self.states.iter().map(named).collect();
            let (wall, busy) = self.append(&round);
            spent = (spent.0 + wall, spent.1 + busy);
            self.reports += 1;
        }
        let new = (self.claims - before) as f64;
        let megabytes = std::fs::metadata(&self.path).map_or(0, |data| data.len() >> 20);
        println!(
            "\n{} claims, {megabytes} MB; appended {:.0} claims a second ({:.0} a CPU second)",
            self.claims,
            new / spent.0.as_secs_f64(),
            new / spent.1.as_secs_f64()
        );
    }

    fn append(&mut self, reports: &[(String, u64)]) -> (Duration, Duration) {
        let mut spent = (Duration::ZERO, Duration::ZERO);
        for chunk in reports.chunks(BATCH) {
            let named: Vec<Report<'_>> = (self.serial..)
                .zip(chunk)
                .map(|(serial, (state, number))| Report {
                    state,
                    number: *number,
                    serial,
                })
                .collect();
            let batch = made_up::batch(&named, self.vocabulary);
            self.serial += chunk.len() as u64;
            self.transactions += 1;
            let (wall, busy) = (Instant::now(), cpu_of_all());
            let stamp = made::stamp(self.transactions);
            let receipt = self.ledger.append(&batch, &stamp).expect("kept");
            spent = (
                spent.0 + wall.elapsed(),
                spent.1 + cpu_of_all().saturating_sub(busy),
            );
            self.claims += receipt.claims as u64;
        }
        spent
    }

    /// A new document on each of some states whose views are kept: what it costs to bring them up to date.
    fn update(&mut self) {
        let mut spread = Spread::default();
        let (mut in_part, states) = (0, 20);
        for state in names().iter().step_by(12).take(states) {
            let asof = |number| {
                let moment = made::stamp(number).at;
                today().known_at(moment)
            };
            let before = asof(self.transactions);
            let (claims, slice) = record(&self.ledger, state, &before, Part::Whole);
            let subject = Subject::state(state, state);
            let mut kept = Kept::new(&subject, &slice, self.vocabulary, &before);
            let seen = self.transactions;
            self.append(&[(state.clone(), 1_000_000 + seen)]);
            let (wall, busy) = (Instant::now(), cpu());
            let touched = self.ledger.touched(seen).expect("what is new");
            let touched: BTreeSet<_> = touched.into_iter().map(|(_, document)| document).collect();
            let now = asof(self.transactions);
            let part = Part::Documents(touched.clone());
            let (_, slice) = record(&self.ledger, state, &now, part);
            let renewed = kept.renew(&touched, slice, self.vocabulary, &now);
            spread.add((cpu().saturating_sub(busy), wall.elapsed(), claims));
            in_part += usize::from(renewed);
        }
        println!(
            "a new document of 60 claims into a kept view: {spread} ({in_part} of {states} in part)"
        );
    }
}

fn today() -> AsOf {
    AsOf::today("2026-01-01".parse::<Day>().expect("a day"))
}

/// Claims, and the seconds of CPU time that the world took.
fn measured(path: &Path, vocabulary: &Vocabulary) -> [(f64, f64); 2] {
    let ledger = SqliteLedger::open_read_only(path).expect("the ledger");
    let today = today();
    let earlier = today
        .clone()
        .published_by("2012-12-31".parse().expect("a day"));
    let states = names();
    let some: Vec<&str> = states.iter().step_by(6).map(String::as_str).collect();
    let all = |asof: &AsOf, states: &[&str]| {
        let mut spread = Spread::default();
        for state in states {
            spread.add(one_state(&ledger, state, asof, vocabulary));
        }
        spread
    };
    println!("one state, today:      {}", all(&today, &some));
    println!("one state, as of 2012: {}", all(&earlier, &some));
    println!("a small state, today:  {}", all(&today, &[SMALL; 41]));
    let views = world(path, &states, &today, vocabulary, false);
    println!(
        "the world: {} claims into {} cells in {:.1} s on two threads, {:.1} s of CPU time; most memory so far {}",
        views.claims,
        views.cells,
        views.wall,
        views.busy,
        peak_memory()
    );
    let all = world(path, &states, &today, vocabulary, true);
    println!(
        "with {} findings: {:.1} s on two threads, {:.1} s of CPU time; most memory so far {}",
        all.findings,
        all.wall,
        all.busy,
        peak_memory()
    );
    [
        (all.claims as f64, views.busy),
        (all.claims as f64, all.busy),
    ]
}
