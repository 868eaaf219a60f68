//! Happenings: which claims tell of one, which tell of the same one, and how many there were.
//!
//! A claim of a property of dated happenings (`cardinality = "event"`), or a tally over so short a time that it tells of
//! one (`happening = "P1M"`), is an [`Occurrence`]: a subject of its own, of the kind `event`, known by the claim's
//! fingerprint. Occurrences that a reviewer judged the same are one [`Event`], and so are those that a view holds in one
//! segment of one cell: same place, same device, same days. Two passages that may tell of one happening are proposed
//! ([`alike`]), with reasons, and never joined unasked. A [`Tally`] counts what is surely two twice, what is surely one
//! once, and what may be one both ways: once in its lower figure, twice in its upper.

mod alike;
mod tally;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use whitestone_model::vocabulary::{Cardinality, Property};
use whitestone_model::{Assertion, Day, Modality, Polarity, SubjectKey, Vocabulary};

use crate::sets::Sets;
use crate::{Identities, Role, Statement, View};

pub use alike::{Alike, alike};
pub use tally::{Tally, tallies};

/// The kind of subject that a happening is.
pub const KIND: &str = "event";

/// The subject that a claim tells of, if it tells of a happening.
pub fn key(assertion: &Assertion) -> SubjectKey {
    SubjectKey::new(KIND, assertion.fingerprint().to_string())
}

/// A claim that tells of a happening.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// Who it is, for judgements on identity.
    pub key: SubjectKey,
    /// The claim.
    pub statement: Arc<Statement>,
    /// Cell and segment of the view in which it stands.
    place: (usize, usize),
}

impl Occurrence {
    /// The days within which it happened.
    pub fn days(&self) -> (Day, Day) {
        let (first, last) = self.statement.assertion.valid.hull();
        let bounded = first != Day::MIN && last != Day::MAX;
        if bounded {
            (first, last)
        } else {
            self.statement.days
        }
    }
}

/// One happening, with every claim that is known to tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The first of its occurrences in order stands for it.
    pub key: SubjectKey,
    /// The claims, the earliest first.
    pub occurrences: Vec<Occurrence>,
}

impl Event {
    /// The days within which it happened: those that all its claims allow, or, where there are none, all that any names.
    pub fn days(&self) -> (Day, Day) {
        let days = || self.occurrences.iter().map(Occurrence::days);
        let first = days().map(|d| d.0).max().unwrap_or(Day::MIN);
        let last = days().map(|d| d.1).min().unwrap_or(Day::MAX);
        if first <= last {
            return (first, last);
        }
        let first = days().map(|d| d.0).min().unwrap_or(Day::MIN);
        (first, days().map(|d| d.1).max().unwrap_or(Day::MAX))
    }

    /// The claim to name it by: the narrowest in time, then the first.
    pub fn lead(&self) -> Option<&Occurrence> {
        let width = |o: &&Occurrence| o.days().1.number() - o.days().0.number();
        self.occurrences.iter().min_by_key(width)
    }
}

/// All happenings of a view, in order of time.
pub fn events(view: &View, identities: &Identities, vocabulary: &Vocabulary) -> Vec<Event> {
    let occurrences = occurrences(view, vocabulary);
    let mut sets = Sets::new(occurrences.len());
    let mut by_mark: BTreeMap<Mark<'_>, Vec<usize>> = BTreeMap::new();
    for (at, occurrence) in occurrences.iter().enumerate() {
        let judged = identities.canonical(&occurrence.key);
        by_mark.entry(Mark::Judged(judged)).or_default().push(at);
        by_mark
            .entry(Mark::Place(occurrence.place))
            .or_default()
            .push(at);
    }
    for (mark, members) in &by_mark {
        let is_split = matches!(mark, Mark::Place(_)) && differ(members, &occurrences, identities);
        if let ([first, rest @ ..], false) = (members.as_slice(), is_split) {
            rest.iter().for_each(|at| sets.join(*first, *at));
        }
    }
    let mut events: BTreeMap<usize, Vec<Occurrence>> = BTreeMap::new();
    for (at, occurrence) in occurrences.into_iter().enumerate() {
        events.entry(sets.of(at)).or_default().push(occurrence);
    }
    let mut events: Vec<Event> = events.into_values().filter_map(event).collect();
    events.sort_by(|a, b| (a.days(), &a.key).cmp(&(b.days(), &b.key)));
    events
}

/// What makes occurrences one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Mark<'a> {
    Judged(&'a SubjectKey),
    Place((usize, usize)),
}

/// Are two of them judged different? Then their common place in the view joins none of them.
fn differ(members: &[usize], all: &[Occurrence], identities: &Identities) -> bool {
    let keys = || members.iter().filter_map(|at| all.get(*at)).map(|o| &o.key);
    let is_here = |wanted: &SubjectKey| keys().any(|key| key == wanted);
    let mut different = identities.different();
    members.len() > 1 && different.any(|(a, b)| is_here(a) && is_here(b))
}

fn event(mut occurrences: Vec<Occurrence>) -> Option<Event> {
    occurrences.sort_by(|a, b| (a.days(), &a.key).cmp(&(b.days(), &b.key)));
    Some(Event {
        key: occurrences.iter().map(|o| &o.key).min()?.clone(),
        occurrences,
    })
}

/// The claims of a view that tell of happenings. What its own claimant has replaced since tells of nothing any more.
fn occurrences(view: &View, vocabulary: &Vocabulary) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for (cell_at, cell) in view.cells.iter().enumerate() {
        let Some(property) = vocabulary.property(&cell.property) else {
            continue;
        };
        let span = property.happening.parse::<Span>().ok();
        if property.cardinality != Cardinality::Event && span.is_none() {
            continue;
        }
        for (segment_at, segment) in cell.segments().enumerate() {
            let groups = segment.groups.iter().filter(|g| g.role != Role::Superseded);
            for statement in groups.flat_map(|group| &group.statements) {
                if happened(statement, property, span) {
                    found.push(Occurrence {
                        key: key(&statement.assertion),
                        statement: Arc::clone(statement),
                        place: (cell_at, segment_at),
                    });
                }
            }
        }
    }
    found
}

/// Does it tell of something that happened, within days that are known, and within so short a time that it is one thing?
fn happened(statement: &Statement, property: &Property, span: Option<Span>) -> bool {
    let assertion = &statement.assertion;
    let (first, last) = statement.days;
    let told = assertion.content.value().is_some()
        && assertion.polarity == Polarity::Affirm
        && !matches!(
            assertion.modality,
            Modality::Planned | Modality::Denied | Modality::Unknown
        )
        && !statement.reaching
        && first != Day::MIN
        && last != Day::MAX;
    let short = || match (assertion.valid.hull(), span) {
        ((first, last), Some(span)) => is_within(first, last, span),
        _ => false,
    };
    told && (property.cardinality == Cardinality::Event || short())
}

/// Does a time that begins on `first` reach `last` only after it is over?
fn is_within(first: Day, last: Day, span: Span) -> bool {
    let end = first.date().and_then(|date| date.checked_add(span).ok());
    end.is_some_and(|end| last < Day::from_date(end))
}
