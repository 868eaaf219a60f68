//! How costs are measured and told.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use whitestone_ledger::{Ledger, Part, SliceQuery};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{Slice, Subject, Vocabulary};
use whitestone_views::findings::{Material, all};
use whitestone_views::{AsOf, View, resolve_subject};

/// CPU time of this thread.
pub fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// CPU time of all threads: a ledger writes on more than one.
pub fn cpu_of_all() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// CPU time and wall time of views.
#[derive(Default)]
pub struct Spread {
    busy: Vec<Duration>,
    wall: Vec<Duration>,
    claims: usize,
}

impl Spread {
    pub fn add(&mut self, (busy, wall, claims): (Duration, Duration, usize)) {
        self.busy.push(busy);
        self.wall.push(wall);
        self.claims = self.claims.max(claims);
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |part: f64, times: &[Duration]| {
            let mut times = times.to_vec();
            times.sort();
            let place = times.get((times.len() as f64 * part) as usize);
            place.map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        write!(
            f,
            "{} claims, CPU ms median {:.1}, p95 {:.1}; wall {:.1}, {:.1}",
            self.claims,
            at(0.5, &self.busy),
            at(0.95, &self.busy),
            at(0.5, &self.wall),
            at(0.95, &self.wall)
        )
    }
}

/// The record of a state, or a part of it, and its number of claims.
pub fn record(ledger: &SqliteLedger, state: &str, asof: &AsOf, part: Part) -> (usize, Slice) {
    let query = SliceQuery {
        subject_kind: "state".to_owned(),
        subject_id: state.to_owned(),
        part,
        known: asof.known,
        ..SliceQuery::default()
    };
    let slice = ledger.slice(&query).expect("a slice");
    (slice.claims.len(), slice)
}

/// The view of a state, and the number of its claims.
pub fn view(
    ledger: &SqliteLedger,
    state: &str,
    asof: &AsOf,
    vocabulary: &Vocabulary,
) -> (usize, View) {
    let (claims, slice) = record(ledger, state, asof, Part::Whole);
    let view = resolve_subject(&Subject::state(state, state), &slice, vocabulary, asof);
    (claims, view)
}

/// What one state costs: CPU time, wall time, claims.
pub fn one_state(
    ledger: &SqliteLedger,
    state: &str,
    asof: &AsOf,
    vocabulary: &Vocabulary,
) -> (Duration, Duration, usize) {
    let (wall, busy) = (Instant::now(), cpu());
    let (claims, view) = view(ledger, state, asof, vocabulary);
    let spent = (cpu().saturating_sub(busy), wall.elapsed(), claims);
    assert!(!view.cells.is_empty(), "a state without cells");
    spent
}

/// What the world costs.
#[derive(Default)]
pub struct World {
    pub claims: usize,
    pub cells: usize,
    pub findings: usize,
    /// Seconds on the clock of the wall.
    pub wall: f64,
    /// Seconds of CPU time of both threads together.
    pub busy: f64,
}

/// The views of all states on two threads; and what is found in them, where that is asked.
pub fn world(
    path: &Path,
    states: &[String],
    asof: &AsOf,
    vocabulary: &Vocabulary,
    with_findings: bool,
) -> World {
    let start = Instant::now();
    let next = AtomicUsize::new(0);
    let work = || {
        let ledger = SqliteLedger::open_read_only(path).expect("the ledger");
        let (mut half, begun) = (World::default(), cpu());
        while let Some(state) = states.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (claims, slice) = record(&ledger, state, asof, Part::Whole);
            let view = resolve_subject(&Subject::state(state, state), &slice, vocabulary, asof);
            half.claims += claims;
            half.cells += view.cells.len();
            if with_findings {
                let material = Material {
                    view: &view,
                    slice: &slice,
                    vocabulary,
                    asof,
                };
                half.findings += all(&material).len();
            }
        }
        half.busy = cpu().saturating_sub(begun).as_secs_f64();
        half
    };
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        (work(), other.join().expect("the other half"))
    });
    World {
        claims: one.claims + other.claims,
        cells: one.cells + other.cells,
        findings: one.findings + other.findings,
        wall: start.elapsed().as_secs_f64(),
        busy: one.busy + other.busy,
    }
}

/// The most memory that the process has taken at once.
pub fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

/// A straight line through claims and seconds, and how well it fits.
pub fn fit(what: &str, costs: &[(f64, f64)]) {
    let n = costs.len() as f64;
    if costs.len() < 3 {
        return;
    }
    let mean = |of: fn(&(f64, f64)) -> f64| costs.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|c| c.0), mean(|c| c.1));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| costs.iter().map(of).sum::<f64>();
    let slope = sum(&|c| (c.0 - x) * (c.1 - y)) / sum(&|c| (c.0 - x).powi(2));
    let start = y - slope * x;
    let left = sum(&|c| (c.1 - start - slope * c.0).powi(2));
    let whole = sum(&|c| (c.1 - y).powi(2));
    println!(
        "CPU seconds, {what}: {start:.2} + {:.2} for each million claims (R² {:.4})",
        slope * 1e6,
        1.0 - left / whole
    );
}
