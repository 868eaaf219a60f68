//! The days of which a cell's statements speak, cut into segments.
//!
//! | the property holds | its segments |
//! | --- | --- |
//! | one value at a time, throughout | a sweep over first and last days; neighbours with the same value join |
//! | one value, of one happening | one, or one for each time where the key does not name the happening |
//! | a cumulative count | one for each span: two tallies are compared only over the same days |
//! | several side by side, happenings | one for each value; those join that claim different things of the same days |

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::{
    Day, Qualifiers, Target, TimeMode, ValueKind,
    vocabulary::{Cardinality, Property},
};

use crate::compare::Normal;
use crate::rules::decide;
use crate::{Segment, Statement};

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
            decided(&sets, property)
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
fn sweep(statements: &[&Statement], property: &Property) -> Vec<Segment> {
    let mut runs: Vec<(Segment, Vec<&Statement>)> = Vec::new();
    for covering in stretches(statements) {
        let segment = decide(&covering, property);
        let last = runs.last_mut().filter(|(run, _)| one_run(run, &segment));
        match last {
            Some((run, members)) => {
                let known: BTreeSet<Target> = members.iter().map(|s| s.id.clone()).collect();
                members.extend(covering.iter().filter(|s| !known.contains(&s.id)));
                *run = decide(members, property);
            }
            None => runs.push((segment, covering)),
        }
    }
    runs.into_iter().map(|(segment, _)| segment).collect()
}

/// The statements that cover each stretch between two days on which one begins or ends.
fn stretches<'a>(statements: &[&'a Statement]) -> Vec<Vec<&'a Statement>> {
    let mut starts: BTreeMap<Day, ()> = BTreeMap::new();
    for statement in statements {
        starts.insert(statement.days.0, ());
        if statement.days.1 != Day::MAX {
            starts.insert(Day::from_number(statement.days.1.number() + 1), ());
        }
    }
    starts
        .into_keys()
        .map(|day| {
            let covers = |s: &&Statement| s.days.0 <= day && day <= s.days.1;
            statements
                .iter()
                .copied()
                .filter(covers)
                .collect::<Vec<_>>()
        })
        .filter(|covering| !covering.is_empty())
        .collect()
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
