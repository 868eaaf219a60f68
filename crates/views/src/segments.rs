//! The days of which a cell's statements speak, cut into segments.
//!
//! | the property holds | its segments |
//! | --- | --- |
//! | one value at a time, throughout | a sweep over first and last days; neighbours with the same value join |
//! | one value, of one happening | one, or one for each time where the key does not name the happening |
//! | a cumulative count | one for each span: two tallies are compared only over the same days |
//! | several side by side, happenings | one for each value; those join that claim different things of the same days |

use std::collections::BTreeSet;

use whitestone_model::{
    Day, Qualifiers, Target, TimeMode, ValueKind,
    vocabulary::{Cardinality, Property},
};

use crate::compare::Normal;
use crate::rules::decide;
use crate::{Outcome, Role, Segment, Statement, Step};

type Days = (Day, Day);

fn meet(a: Days, b: Days) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Cuts the statements of a cell into segments, oldest first.
pub fn segments(statements: &[&Statement], property: &Property, key: &Qualifiers) -> Vec<Segment> {
    let mut segments = match (property.cardinality, property.time) {
        (Cardinality::One, TimeMode::Throughout) => sweep(statements, property),
        (Cardinality::One, TimeMode::Sometime) => {
            let named = property
                .discriminating
                .iter()
                .all(|name| key.contains_key(name));
            let sets = if named {
                vec![statements.to_vec()]
            } else {
                joined(statements, |a, b| meet(a.days, b.days))
            };
            decided(&sets, property)
        }
        (Cardinality::Counter, _) => {
            let spans = joined(statements, |a, b| a.days == b.days);
            decided(&spans, property)
        }
        (Cardinality::Many | Cardinality::Event, _) => {
            let sets = joined(statements, |a, b| same_thing(a, b, property));
            contradicted(decided(&sets, property))
        }
    };
    segments.sort_by(|a, b| {
        a.days
            .cmp(&b.days)
            .then_with(|| first_id(a).cmp(&first_id(b)))
    });
    segments
}

fn first_id(segment: &Segment) -> Option<(Normal, Target)> {
    let lead = segment.groups.first()?.statements.first()?;
    Some((lead.normal.clone(), lead.id.clone()))
}

fn decided(sets: &[Vec<&Statement>], property: &Property) -> Vec<Segment> {
    sets.iter().map(|set| decide(set, property)).collect()
}

/// Sets of statements that belong together, directly or through others.
fn joined<'a>(
    statements: &[&'a Statement],
    together: impl Fn(&Statement, &Statement) -> bool,
) -> Vec<Vec<&'a Statement>> {
    let mut sets: Vec<Vec<&Statement>> = Vec::new();
    for statement in statements {
        let (related, mut apart): (Vec<_>, Vec<_>) = sets
            .into_iter()
            .partition(|set| set.iter().any(|other| together(statement, other)));
        let mut set: Vec<&Statement> = related.into_iter().flatten().collect();
        set.push(statement);
        apart.push(set);
        sets = apart;
    }
    sets
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
/// Who has been outranked in one stretch does not come back in a later one because his claim has an open end.
fn sweep(statements: &[&Statement], property: &Property) -> Vec<Segment> {
    let mut runs: Vec<(Segment, Vec<&Statement>)> = Vec::new();
    let mut outranked: BTreeSet<Target> = BTreeSet::new();
    for (days, mut covering) in stretches(statements) {
        covering.retain(|s| !outranked.contains(&s.id));
        if covering.is_empty() {
            continue;
        }
        let segment = Segment {
            days,
            ..decide(&covering, property)
        };
        outranked.extend(losers(&segment));
        match runs.last_mut().filter(|(run, _)| one_run(run, &segment)) {
            Some((run, members)) => {
                let known: BTreeSet<Target> = members.iter().map(|s| s.id.clone()).collect();
                members.extend(covering.iter().filter(|s| !known.contains(&s.id)));
                *run = Segment {
                    days: (run.days.0, days.1),
                    ..decide(members, property)
                };
            }
            None => runs.push((segment, covering)),
        }
    }
    runs.into_iter().map(|(segment, _)| segment).collect()
}

fn losers(segment: &Segment) -> Vec<Target> {
    let lost = [Role::Dissenting, Role::Superseded];
    let groups = segment
        .groups
        .iter()
        .filter(|group| lost.contains(&group.role));
    groups
        .flat_map(|group| group.statements.iter().map(|s| s.id.clone()))
        .collect()
}

/// The stretches between two days on which a statement begins or ends, with the statements that cover each.
fn stretches<'a>(statements: &[&'a Statement]) -> Vec<(Days, Vec<&'a Statement>)> {
    let after = |day: Day| Day::from_number(day.number().saturating_add(1));
    let begins = statements.iter().map(|s| s.days.0);
    let ends = statements
        .iter()
        .filter(|s| s.days.1 != Day::MAX)
        .map(|s| after(s.days.1));
    let starts: BTreeSet<Day> = begins.chain(ends).collect();
    let lasts = starts
        .iter()
        .skip(1)
        .map(|day| Day::from_number(day.number() - 1));
    starts
        .iter()
        .zip(lasts.chain([Day::MAX]))
        .map(|(first, last)| {
            let covers = |s: &&Statement| s.days.0 <= *first && *first <= s.days.1;
            (
                (*first, last),
                statements
                    .iter()
                    .copied()
                    .filter(covers)
                    .collect::<Vec<_>>(),
            )
        })
        .filter(|(_, covering)| !covering.is_empty())
        .collect()
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
            segment.trace.push(Step {
                text: "Of the same days one says that there is none, another names one: disputed."
                    .to_owned(),
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
fn one_run(a: &Segment, b: &Segment) -> bool {
    let ids = |segment: &Segment| -> BTreeSet<Target> {
        segment
            .shown()
            .flat_map(|g| g.statements.iter().map(|s| s.id.clone()))
            .collect()
    };
    let values = |segment: &Segment| -> BTreeSet<Normal> {
        segment
            .shown()
            .flat_map(|g| g.statements.iter().map(|s| s.normal.clone()))
            .collect()
    };
    let (left, right) = (values(a), values(b));
    !ids(a).is_disjoint(&ids(b)) || (left.len() == 1 && left == right)
}
