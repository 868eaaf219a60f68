//! The days of which a cell's statements speak, cut into segments.
//!
//! | the property holds | its segments |
//! | --- | --- |
//! | one value at a time, throughout | a sweep over first and last days; neighbours with the same value join |
//! | one value, of one happening | one, or one for each time where the key does not name the happening |
//! | a cumulative count | one for each span: two tallies are compared only over the same days |
//! | several side by side, happenings | one for each value; those join that claim different things of the same days |

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use whitestone_model::{
    Day, Target, TimeMode, ValueKind,
    vocabulary::{Cardinality, Property},
};

use crate::compare::Normal;
use crate::days::{Days, each_meeting, meet};
use crate::explain::{Reason, Remark};
use crate::keys::Key;
use crate::rules::{Choice, decide, span};
use crate::sets::Sets;
use crate::{Outcome, Role, Segment, Statement};

/// Cuts the statements of a cell into segments, oldest first.
pub fn segments(
    statements: &[&Arc<Statement>],
    property: &Property,
    key: &Key<'_>,
) -> Vec<Segment> {
    if let [alone] = statements {
        return vec![decide(statements, property).segment(alone.days)];
    }
    let mut segments = match (property.cardinality, property.time) {
        (Cardinality::One, TimeMode::Throughout) => sweep(statements, property),
        (Cardinality::One, TimeMode::Sometime) => {
            let named = property.discriminating.iter().all(|name| key.names(name));
            let sets = if named {
                vec![statements.to_vec()]
            } else {
                joined(statements, |_| None::<()>, |a, b| meet(a.days, b.days))
            };
            decided(sets, property)
        }
        (Cardinality::Counter, _) => {
            let mut spans: BTreeMap<Days, Vec<&Arc<Statement>>> = BTreeMap::new();
            for statement in statements.iter().copied() {
                spans.entry(statement.days).or_default().push(statement);
            }
            decided(spans.into_values(), property)
        }
        (Cardinality::Many | Cardinality::Event, _) => {
            let many = property.cardinality == Cardinality::Many;
            let sets = joined(
                statements,
                |s| many.then_some(&s.normal),
                |a, b| same_thing(a, b, property),
            );
            contradicted(decided(sets, property))
        }
    };
    segments.sort_by(in_time);
    segments
}

/// Oldest first, whatever the order of rows.
pub fn in_time(a: &Segment, b: &Segment) -> Ordering {
    a.days
        .cmp(&b.days)
        .then_with(|| first_id(a).cmp(&first_id(b)))
}

fn first_id(segment: &Segment) -> Option<(&Normal, &Target)> {
    let lead = segment.groups.first()?.lead()?;
    Some((&lead.normal, &lead.id))
}

fn decided<'a>(
    sets: impl IntoIterator<Item = Vec<&'a Arc<Statement>>>,
    property: &Property,
) -> Vec<Segment> {
    let segment = |set: Vec<_>| decide(&set, property).segment(span(&set));
    sets.into_iter().map(segment).collect()
}

/// Sets of statements that belong together, directly or through others: those with the same mark, if they have one,
/// and those of which `together` says so. It is asked only of statements whose days meet.
fn joined<'a, M: Ord>(
    statements: &[&'a Arc<Statement>],
    mark: impl Fn(&'a Arc<Statement>) -> Option<M>,
    together: impl Fn(&Statement, &Statement) -> bool,
) -> Vec<Vec<&'a Arc<Statement>>> {
    let mut sets = Sets::new(statements.len());
    let mut marked: BTreeMap<M, usize> = BTreeMap::new();
    for (at, statement) in statements.iter().copied().enumerate() {
        if let Some(mark) = mark(statement) {
            sets.join(at, *marked.entry(mark).or_insert(at));
        }
    }
    let days: Vec<Days> = statements.iter().map(|s| s.days).collect();
    each_meeting(&days, |a, b| {
        if let Some((one, other)) = statements.get(a).zip(statements.get(b))
            && sets.of(a) != sets.of(b)
            && together(other, one)
        {
            sets.join(a, b);
        }
    });
    let of_places = |places: Vec<usize>| {
        let members = places.into_iter();
        members
            .filter_map(|at| statements.get(at).copied())
            .collect()
    };
    sets.members().into_iter().map(of_places).collect()
}

/// Of values side by side and of happenings: do two statements speak of the same one?
fn same_thing(a: &Statement, b: &Statement, property: &Property) -> bool {
    let many = property.cardinality == Cardinality::Many;
    let same_value = a.normal == b.normal;
    if same_value {
        return many || meet(a.days, b.days);
    }
    // Names and free texts stand side by side; a code, a number or a date can contradict.
    let kind = a.assertion.content.kind();
    let contradicts = !matches!(
        kind,
        ValueKind::Text | ValueKind::Entity | ValueKind::Geometry
    ) && kind == b.assertion.content.kind()
        && a.speaker != b.speaker;
    contradicts
        && if many {
            meet(a.days, b.days)
        } else {
            a.days == b.days
        }
}

/// One value at a time: what is said of each stretch of days, neighbours with one value joined.
///
/// Neighbours are stretches of which somebody speaks: silence between two of them parts nothing, for nobody says otherwise.
/// Who has been outranked in one stretch does not come back in a later one because his claim has an open end.
fn sweep(statements: &[&Arc<Statement>], property: &Property) -> Vec<Segment> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut outranked: BTreeSet<&Target> = BTreeSet::new();
    for (days, mut covering) in stretches(statements) {
        covering.retain(|s| !outranked.contains(&s.id));
        if covering.is_empty() {
            continue;
        }
        let choice = decide(&covering, property);
        outranked.extend(
            choice
                .in_roles(&[Role::Dissenting, Role::Superseded])
                .map(|s| &s.id),
        );
        match runs.last_mut().filter(|run| one_run(&run.choice, &choice)) {
            Some(run) => run.extend(days, &covering, property),
            None => runs.push(Run {
                days,
                members: covering,
                choice,
            }),
        }
    }
    runs.into_iter()
        .map(|run| run.choice.segment(run.days))
        .collect()
}

/// Neighbouring stretches with one value.
struct Run<'a> {
    days: Days,
    members: Vec<&'a Arc<Statement>>,
    choice: Choice<'a>,
}

impl<'a> Run<'a> {
    /// Takes in the next stretch: new in it are those who begin with it.
    fn extend(&mut self, days: Days, covering: &[&'a Arc<Statement>], property: &Property) {
        self.days.1 = days.1;
        let before = self.members.len();
        let new = covering.iter().filter(|s| s.days.0 == days.0);
        self.members.extend(new);
        if self.members.len() > before {
            self.choice = decide(&self.members, property);
        }
    }
}

/// The stretches between two days on which a statement begins or ends, with the statements that cover each.
fn stretches<'a>(statements: &[&'a Arc<Statement>]) -> Vec<(Days, Vec<&'a Arc<Statement>>)> {
    let after = |day: Day| Day::from_number(day.number().saturating_add(1));
    let begins = statements.iter().map(|s| s.days.0);
    let ends = statements
        .iter()
        .filter(|s| s.days.1 != Day::MAX)
        .map(|s| after(s.days.1));
    let mut starts: Vec<Day> = begins.chain(ends).collect();
    starts.sort_unstable();
    starts.dedup();
    let lasts = starts
        .iter()
        .skip(1)
        .map(|day| Day::from_number(day.number() - 1));
    // Who covers a stretch keeps his place among those who cover it.
    let mut waiting: Vec<(usize, &Arc<Statement>)> =
        statements.iter().copied().enumerate().collect();
    waiting.sort_by_key(|(_, s)| s.days.0);
    let mut waiting = waiting.into_iter().peekable();
    let mut covering: Vec<(usize, &Arc<Statement>)> = Vec::new();
    let mut stretches = Vec::with_capacity(starts.len());
    for (first, last) in starts.iter().zip(lasts.chain([Day::MAX])) {
        while let Some(begun) = waiting.next_if(|(_, s)| s.days.0 <= *first) {
            let at = covering.partition_point(|(place, _)| *place < begun.0);
            covering.insert(at, begun);
        }
        covering.retain(|(_, s)| *first <= s.days.1);
        if !covering.is_empty() {
            stretches.push(((*first, last), covering.iter().map(|(_, s)| *s).collect()));
        }
    }
    stretches
}

/// Of several values side by side: "there is none" stands against every value of the same days.
fn contradicted(mut segments: Vec<Segment>) -> Vec<Segment> {
    let is_none = |segment: &Segment| segment.outcome == Outcome::KnownNone;
    let none: Vec<Days> = segments
        .iter()
        .filter(|s| is_none(s))
        .map(|s| s.days)
        .collect();
    let values: Vec<Days> = segments
        .iter()
        .filter(|s| s.outcome == Outcome::Agreed)
        .map(|s| s.days)
        .collect();
    for segment in &mut segments {
        let against = match segment.outcome {
            Outcome::KnownNone => &values,
            Outcome::Agreed => &none,
            _ => continue,
        };
        if against.iter().any(|days| meet(*days, segment.days)) {
            segment.outcome = Outcome::Disputed;
            segment.trace.push(Reason {
                what: Remark::NoneAgainstOne,
                about: segment
                    .shown()
                    .flat_map(|g| g.statements.iter().map(|s| s.id.clone()))
                    .collect(),
            });
        }
    }
    segments
}

/// Do two neighbouring stretches belong to one run: a statement stands in both, or they show one equal value?
fn one_run(a: &Choice<'_>, b: &Choice<'_>) -> bool {
    let before: Vec<_> = a.in_roles(&[Role::Shown]).collect();
    let after: Vec<_> = b.in_roles(&[Role::Shown]).collect();
    let stays = |s: &&Arc<Statement>| before.iter().any(|other| Arc::ptr_eq(s, other));
    let mut values = before.iter().chain(&after).map(|s| &s.normal);
    let first = values.next();
    values.all(|value| Some(value) == first) || after.iter().any(stays)
}
