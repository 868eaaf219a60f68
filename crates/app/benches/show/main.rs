//! What `show` costs: one state out of a ledger of a million claims, and how the cost grows with a state's claims.
//!
//! `cargo bench -p whitestone-app --bench show` prints medians of thread CPU time, which other programs on the
//! machine disturb less than wall time, and the time that one run of twenty exceeds (p95). The ledger is made up from the vocabulary once and kept in the target
//! folder; `SHOW_STATES=20` makes a smaller one.
#![expect(clippy::expect_used, reason = "what cannot be prepared ends the run")]

mod made_up;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use made_up::Report;
use rustix::time::{ClockId, clock_gettime};
use whitestone_ledger::testing::made;
use whitestone_ledger::{Ledger, SliceQuery};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{Day, Subject, Vocabulary};
use whitestone_testkit::project_vocabulary;
use whitestone_views::{AsOf, resolve_subject};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// About as many as report to the treaty bodies.
const STATES: u64 = 200;
/// Some 5,000 claims of one state.
const REPORTS: u64 = 84;
/// Runs of which the median is taken.
const RUNS: usize = 61;

fn main() {
    let vocabulary = project_vocabulary().expect("the vocabulary");
    #[expect(clippy::disallowed_methods, reason = "a bench may be told its size")]
    let asked = std::env::var("SHOW_STATES").ok();
    let states = asked.and_then(|text| text.parse().ok()).unwrap_or(STATES);
    let many: Vec<_> = (0..states).map(|n| (format!("S{n:03}"), REPORTS)).collect();
    let sizes = [("T01", 17), ("T05", 84), ("T20", 334)].map(|(id, n)| (id.to_owned(), n));
    let many = ledger(&format!("show-{states}"), &many, &vocabulary);
    let sizes = ledger("show-sizes", &sizes, &vocabulary);

    println!(
        "state   claims  candidates  cells   slice ms  resolve ms  together ms    p95 ms    (wall)"
    );
    for (path, state) in [
        (&many, "S017"),
        (&sizes, "T01"),
        (&sizes, "T05"),
        (&sizes, "T20"),
    ] {
        let ledger = SqliteLedger::open_read_only(path).expect("the ledger");
        for with_candidates in [false, true] {
            measure(&ledger, state, with_candidates, &vocabulary);
        }
    }
}

/// The ledger of this name, made where it is not there yet.
fn ledger(name: &str, states: &[(String, u64)], vocabulary: &Vocabulary) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("{name}-{}.whitestone", made_up::VERSION));
    if path.exists() {
        return path;
    }
    let unfinished = folder.join(format!("{name}-unfinished.whitestone"));
    let _ = std::fs::remove_file(&unfinished);
    let mut ledger = SqliteLedger::create(&unfinished).expect("a new ledger");
    let reports = in_order_of_years(states);
    let (mut wall, mut busy) = (Duration::ZERO, Duration::ZERO);
    let mut claims = 0;
    for (number, chunk) in (1..).zip(reports.chunks(64)) {
        let batch = made_up::batch(chunk, vocabulary);
        let (start, started) = (Instant::now(), cpu_of_all());
        let receipt = ledger.append(&batch, &made::stamp(number)).expect("kept");
        wall += start.elapsed();
        busy += cpu_of_all().saturating_sub(started);
        claims += receipt.claims;
    }
    drop(ledger);
    std::fs::rename(&unfinished, &path).expect("a name for the ledger");
    let megabytes = std::fs::metadata(&path).map_or(0, |data| data.len() >> 20);
    let reports = reports.len();
    println!(
        "{claims} claims in {reports} reports appended in {wall:.1?} ({busy:.1?} of CPU time), {megabytes} MB"
    );
    path
}

/// Reports of all states year by year, so that the claims of one state lie scattered over the file.
fn in_order_of_years(states: &[(String, u64)]) -> Vec<Report<'_>> {
    let longest = states.iter().map(|(_, reports)| *reports).max();
    let of = |report| {
        let has = move |(_, reports): &&(String, u64)| report < *reports;
        states
            .iter()
            .filter(has)
            .map(move |(state, _)| (state.as_str(), report))
    };
    let all = (0..longest.unwrap_or_default()).flat_map(of);
    let report = |(serial, (state, number))| Report {
        state,
        number,
        serial,
    };
    (0..).zip(all).map(report).collect()
}

fn measure(ledger: &SqliteLedger, state: &str, with_candidates: bool, vocabulary: &Vocabulary) {
    let query = SliceQuery {
        subject_kind: "state".to_owned(),
        subject_id: state.to_owned(),
        with_candidates,
        ..SliceQuery::default()
    };
    let subject = Subject::state(state, state);
    let mut asof = AsOf::today("2026-01-01".parse::<Day>().expect("a day"));
    if with_candidates {
        asof = asof.with_candidates();
    }
    let mut times: [Vec<Duration>; 4] = Default::default();
    let mut counts = (0, 0, 0);
    for _ in 0..RUNS {
        let wall = Instant::now();
        let start = cpu();
        let slice = ledger.slice(&query).expect("a slice");
        let sliced = cpu();
        let view = resolve_subject(&subject, &slice, vocabulary, &asof);
        let end = cpu();
        let parts = [sliced - start, end - sliced, end - start, wall.elapsed()];
        for (all, one) in times.iter_mut().zip(parts) {
            all.push(one);
        }
        counts = (slice.claims.len(), slice.candidates.len(), view.cells.len());
    }
    let late = at(0.95, &mut times[2]);
    let [slice, resolve, together, wall] = times.map(|mut times| at(0.5, &mut times));
    let (claims, candidates, cells) = counts;
    println!(
        "{state:<6} {claims:>7}  {candidates:>10}  {cells:>5} {slice:>10.1} {resolve:>11.1} {together:>12.1} {late:>9.1} {wall:>9.1}"
    );
}

/// CPU time of all threads: a ledger writes on more than one.
fn cpu_of_all() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// CPU time of this thread.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The time, in milliseconds, that this part of the runs does not exceed.
fn at(part: f64, times: &mut [Duration]) -> f64 {
    times.sort();
    let place = times.get((times.len() as f64 * part) as usize);
    place.map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
