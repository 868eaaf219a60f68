//! Findings: what a computer notices and a person should look at.
//!
//! Each detector is one file with one pure function: it sees the `Ground` of one subject and says what it found, the
//! claims it rests on, and one sentence about it. None of them decides what is true: a finding changes no cell.
//! What the detectors know of the world stands in the vocabulary: which codes contradict each other, which last, which
//! are plans; which properties add up; which places lie in which.
//!
//! | kinds | file | what it compares |
//! | --- | --- | --- |
//! | conflict, self-contradiction, denial, authority | `opposition` | codes that cannot both be so of one place and time |
//! | the same of numbers and dates, authority | `disputes` | cells that no rule settled, or that a register settled |
//! | denial | `hardening` | a state's own "no" where others only do not know |
//! | unfulfilled plan | `plans` | intentions with what came after |
//! | arithmetic | `arithmetic` | parts with totals, scores with their mean |
//! | the same of what can only grow | `counters` | tallies with earlier ones, parts with their whole |
//! | units | `units` | equal digits at a power of ten |
//! | time, citation date | `time` | acts out of order, words before the event, sources older than the fact |
//! | echo, restatement | `echo` | several statements of one origin; one thing told twice |
//! | duplicate event | `duplicates` | two accounts that would be counted twice |
//! | dropped | `dropped` | said once of a place, never again, never withdrawn |
//! | stale, silent | `silence` | what ought to be renewed or stated |
//! | orphan | `orphan` | quotes and notes that lead nowhere |
//!
//! **To add a finding**: a file here with `pub(super) fn find(ground: &Ground<'_>) -> Vec<Draft<'_>>`, its line in
//! `DETECTORS`, and where it is of a new kind, a variant of [`Kind`].

mod arithmetic;
mod counters;
mod disputes;
mod dropped;
mod duplicates;
mod echo;
mod ground;
mod hardening;
mod kind;
mod opposition;
mod orphan;
mod plans;
mod silence;
mod time;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use whitestone_model::{
    CellRef, Day, Fingerprint, Judgement, Recorded, Slice, Subject, Target, Verdict, Vocabulary,
};

use crate::{AsOf, Statement, View};

pub use arithmetic::{Sum, add_up, weighted_mean};
use ground::Ground;
pub use kind::{Kind, Severity};

/// Everything that the detectors may see of one subject.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What is known of it.
    pub view: &'a View,
    /// What that was computed from.
    pub slice: &'a Slice,
    /// The vocabulary in force.
    pub vocabulary: &'a Vocabulary,
    /// As of when.
    pub asof: &'a AsOf,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Its identity: equal as long as its kind, its subject, its cell and what the claims behind it say are equal.
    pub id: Fingerprint,
    /// What kind.
    pub kind: Kind,
    /// How urgently.
    pub severity: Severity,
    /// Of which subject.
    pub subject: Subject,
    /// The cell it is about, where it is about one.
    pub cell: Option<CellRef>,
    /// Surely so, or only possibly: the times may not meet, a part may lie elsewhere.
    pub definite: bool,
    /// One sentence for people, with the values, the speakers and the dates in it.
    pub explanation: String,
    /// The claims and candidates it rests on, sorted.
    pub about: Vec<Target>,
    /// What a reviewer said of it. A judged finding stays on record and stops nagging.
    pub judged: Option<Judged>,
}

/// What a reviewer said of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// "A genuine disagreement", "fixed", "not so", "needs work".
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When.
    pub on: Day,
}

impl Finding {
    /// Has somebody settled it? "Needs work" settles nothing.
    pub fn is_settled(&self) -> bool {
        self.judged
            .as_ref()
            .is_some_and(|judged| judged.verdict != Verdict::NeedsWork)
    }
}

/// A finding before it has its identity.
pub(crate) struct Draft<'a> {
    pub kind: Kind,
    pub severity: Severity,
    pub definite: bool,
    pub cell: Option<CellRef>,
    pub explanation: String,
    pub about: Vec<&'a Statement>,
}

/// A detector.
type Detector = for<'g> fn(&'g Ground<'_>) -> Vec<Draft<'g>>;

const DETECTORS: [Detector; 13] = [
    opposition::find,
    disputes::find,
    hardening::find,
    plans::find,
    arithmetic::find,
    counters::find,
    units::find,
    time::find,
    echo::find,
    duplicates::find,
    dropped::find,
    silence::find,
    orphan::find,
];

/// Everything found on a subject: the most urgent first, then by kind, then by what it says.
pub fn all(material: &Material<'_>) -> Vec<Finding> {
    let ground = Ground::new(material);
    let judgements = judgements(material);
    let mut found: BTreeMap<Fingerprint, Finding> = BTreeMap::new();
    for detector in DETECTORS {
        for draft in detector(&ground) {
            let finding = finished(draft, material, &judgements);
            found.entry(finding.id).or_insert(finding);
        }
    }
    let mut found: Vec<Finding> = found.into_values().collect();
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found
}

type Order<'a> = (
    (Severity, Kind, bool),
    (&'a Option<CellRef>, &'a str, Fingerprint),
);

fn order(finding: &Finding) -> Order<'_> {
    (
        (finding.severity, finding.kind, !finding.definite),
        (&finding.cell, &finding.explanation, finding.id),
    )
}

type Verdicts<'a> = BTreeMap<Fingerprint, &'a Recorded<Judgement>>;

/// The newest judgement on each finding, as far as it had been made by then.
fn judgements<'a>(material: &Material<'a>) -> Verdicts<'a> {
    let mut newest: Verdicts<'a> = BTreeMap::new();
    for judgement in &material.slice.judgements {
        let Target::Finding(finding) = &judgement.what.target else {
            continue;
        };
        let known = material
            .asof
            .known
            .is_none_or(|limit| judgement.at <= limit);
        let newer = newest
            .get(&finding.id)
            .is_none_or(|last| last.order() < judgement.order());
        if known && newer {
            newest.insert(finding.id, judgement);
        }
    }
    newest
}

fn finished(draft: Draft<'_>, material: &Material<'_>, judgements: &Verdicts<'_>) -> Finding {
    let subject = material.view.subject.clone();
    let contents: BTreeSet<Fingerprint> = draft
        .about
        .iter()
        .map(|statement| statement.assertion.fingerprint())
        .collect();
    let form = (draft.kind, subject.key(), &draft.cell, &contents);
    // Serialising plain data to memory cannot fail.
    let id = Fingerprint::of(&serde_json::to_vec(&form).unwrap_or_default());
    let about: BTreeSet<Target> = draft.about.iter().map(|s| s.id.clone()).collect();
    let judged = judgements.get(&id).map(|judgement| Judged {
        verdict: judgement.what.verdict,
        reason: judgement.what.reason.clone(),
        by: judgement.what.reviewer.clone(),
        on: Day::from_date(judgement.at.to_zoned(jiff::tz::TimeZone::UTC).date()),
    });
    Finding {
        id,
        kind: draft.kind,
        severity: draft.severity,
        subject,
        cell: draft.cell,
        definite: draft.definite,
        explanation: draft.explanation,
        about: about.into_iter().collect(),
        judged,
    }
}

/// The statements of a view by their identity, for whoever prints what a finding rests on.
pub fn statements(view: &View) -> BTreeMap<&Target, &Arc<Statement>> {
    let segments = view.cells.iter().flat_map(crate::Cell::segments);
    let groups = segments.flat_map(|segment| &segment.groups);
    groups
        .flat_map(|group| &group.statements)
        .map(|s| (&s.id, s))
        .collect()
}
