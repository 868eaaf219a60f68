//! Cells: statements grouped by property and discriminating qualifiers, each group resolved, silences added.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use whitestone_model::{
    Day, Edtf, PropertyId, Qualifiers, Sensitivity, Subject, TimeMode, Value, Vocabulary,
    vocabulary::{Cardinality, Entry, Monotone, Property, Voice, Wording},
};

use crate::freshness::freshness;
use crate::segments::segments;
use crate::visible::address;
use crate::{AsOf, Cell, Freshness, Outcome, Segment, Statement, Step, origins};

type Address = (PropertyId, Qualifiers);

/// All cells of a subject, in the order of the vocabulary's sections.
pub fn cells(
    subject: &Subject,
    statements: Vec<Arc<Statement>>,
    vocabulary: &Vocabulary,
    asof: &AsOf,
) -> Vec<Cell> {
    let mut grouped: BTreeMap<Address, Vec<Arc<Statement>>> = BTreeMap::new();
    for statement in statements {
        let address = address(&statement, vocabulary);
        grouped.entry(address).or_default().push(statement);
    }
    let reaching = reaching(&grouped);
    let mut cells: Vec<Cell> = grouped
        .into_iter()
        .map(|(address, mut own)| {
            let of_property = reaching.get(&address.0).into_iter().flatten();
            let reached =
                of_property.filter(|(from, s)| reaches(from, s, &address, &own, vocabulary));
            let more: Vec<_> = reached.map(|(_, s)| Arc::new(taken_in(s))).collect();
            own.extend(more);
            cell(address, &own, vocabulary, asof)
        })
        .collect();
    cells.extend(silences(subject, &cells, vocabulary));
    cells.sort_by_cached_key(|cell| place(cell, vocabulary));
    cells
}

/// Statements on each item of a series, by property, with the cell in which they stand.
fn reaching(
    grouped: &BTreeMap<Address, Vec<Arc<Statement>>>,
) -> BTreeMap<PropertyId, Vec<(Address, Arc<Statement>)>> {
    let mut reaching: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (address, own) in grouped {
        let reach = |s: &&Arc<Statement>| {
            s.assertion
                .qualifiers
                .get("reach")
                .is_some_and(|r| r == "each")
        };
        for statement in own.iter().filter(reach) {
            let of_property: &mut Vec<_> = reaching.entry(address.0.clone()).or_default();
            of_property.push((address.clone(), Arc::clone(statement)));
        }
    }
    reaching
}

fn taken_in(statement: &Statement) -> Statement {
    Statement {
        reaching: true,
        ..statement.clone()
    }
}

/// Does a statement on each item of a series speak of this cell: the same property, a time within its own, the same
/// treaty where both are known?
fn reaches(
    from: &Address,
    statement: &Statement,
    to: &Address,
    own: &[Arc<Statement>],
    vocabulary: &Vocabulary,
) -> bool {
    let Some(property) = vocabulary.property(&to.0) else {
        return false;
    };
    if from.0 != to.0 || from.1 == to.1 || to.1.is_empty() {
        return false;
    }
    let entries: Vec<&Entry> = entries(&to.1, property, vocabulary);
    let dates = entries.iter().filter(|e| !e.date.is_empty());
    let listed = dates
        .filter_map(|e| e.date.parse::<Edtf>().ok())
        .map(|date| date.bounds())
        .min();
    let days = listed.or_else(|| {
        let singles = own
            .iter()
            .filter(|s| !s.assertion.qualifiers.contains_key("reach"));
        singles
            .map(|s| s.days)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    });
    let (first, last) = statement.assertion.valid.hull();
    let within = days.is_some_and(|days| first <= days.0 && days.1 <= last);
    within && one_series(from, statement, &entries, property, vocabulary)
}

fn entries<'a>(
    key: &Qualifiers,
    property: &Property,
    vocabulary: &'a Vocabulary,
) -> Vec<&'a Entry> {
    let of = |(name, value): (&String, &String)| {
        let qualifier = property.qualifiers.iter().find(|q| &q.name == name)?;
        vocabulary.find(&qualifier.list, value)
    };
    key.iter().filter_map(of).collect()
}

fn one_series(
    from: &Address,
    statement: &Statement,
    entries: &[&Entry],
    property: &Property,
    vocabulary: &Vocabulary,
) -> bool {
    let theirs = |name: &str| entries.iter().find_map(|e| e.attributes.get(name));
    let own_entries = self::entries(&from.1, property, vocabulary);
    ["treaty", "series"].iter().all(|name| {
        let own = statement.assertion.qualifiers.get(*name);
        let own = own.or_else(|| own_entries.iter().find_map(|e| e.attributes.get(*name)));
        own.zip(theirs(name)).is_none_or(|(a, b)| a == b)
    })
}

fn cell(
    (id, key): Address,
    statements: &[Arc<Statement>],
    vocabulary: &Vocabulary,
    asof: &AsOf,
) -> Cell {
    let unlisted = unlisted(&id);
    let property = vocabulary.property(&id).unwrap_or(&unlisted);
    let all: Vec<&Arc<Statement>> = statements.iter().collect();
    let segments = segments(&all, property, &key);
    let (current, history) = now(segments, property, asof.on);
    let shown = || {
        current
            .iter()
            .flat_map(Segment::shown)
            .flat_map(|g| g.statements.iter().map(Arc::as_ref))
    };
    let newest = shown().filter_map(last_said).max();
    let outcome = current
        .iter()
        .map(|s| s.outcome.clone())
        .max()
        .unwrap_or(Outcome::Silent);
    let freshness = freshness(property, newest, asof.on);
    let origins = origins::count(shown());
    let mut cell = Cell {
        property: id,
        key,
        outcome,
        current,
        history,
        freshness,
        newest,
        origins,
        trace: vec![],
    };
    cell.trace = crate::explain::trace(&cell);
    cell
}

/// A property that the vocabulary does not know: shown as it is, never dropped.
pub fn unlisted(id: &PropertyId) -> Property {
    Property {
        id: id.clone(),
        label: id.to_string(),
        definition: String::new(),
        subject: vec![],
        value: vec![],
        unit: String::new(),
        dimension: String::new(),
        cardinality: Cardinality::Many,
        time: TimeMode::Sometime,
        discriminating: vec![],
        descriptive: vec![],
        authority: vec![],
        replaceable: false,
        monotone: Monotone::None,
        voice: Voice::Speaker,
        parts: vec![],
        parts_of: String::new(),
        refresh: String::new(),
        expected: vec![],
        sensitivity: Sensitivity::Public,
        section: String::new(),
        key_data: false,
        codes: vec![],
        qualifiers: vec![],
        wording: Wording::default(),
    }
}

/// The latest day on which it was said or confirmed, where that is known.
fn last_said(statement: &Statement) -> Option<Day> {
    let said = Some(statement.said.1).filter(|day| *day != Day::MAX);
    said.max(statement.confirmed)
}

/// What stands now, and what stood before.
fn now(mut segments: Vec<Segment>, property: &Property, on: Day) -> (Vec<Segment>, Vec<Segment>) {
    if property.cardinality != Cardinality::One {
        return (segments, vec![]);
    }
    let begun = segments.iter().rposition(|segment| segment.days.0 <= on);
    let at = begun.or(segments.len().checked_sub(1));
    let current = at.map(|at| segments.remove(at));
    (current.into_iter().collect(), segments)
}

/// What a profile of such a subject is expected to state, and nobody does. Who says that something is not known (a code
/// that names its property) is not silent about it.
fn silences(subject: &Subject, cells: &[Cell], vocabulary: &Vocabulary) -> Vec<Cell> {
    let mut spoken: BTreeSet<PropertyId> = cells.iter().map(|cell| cell.property.clone()).collect();
    let statements = cells
        .iter()
        .flat_map(Cell::shown)
        .flat_map(|group| &group.statements);
    spoken.extend(
        statements.filter_map(|statement| match statement.assertion.content.value() {
            Some(Value::Code(code)) => Some(PropertyId::new(code.clone())),
            _ => None,
        }),
    );
    vocabulary
        .properties
        .values()
        .filter(|property| property.expected.contains(&subject.kind) && !spoken.contains(&property.id))
        .map(|property| Cell {
            property: property.id.clone(),
            key: Qualifiers::new(),
            outcome: Outcome::Silent,
            current: vec![],
            history: vec![],
            freshness: Freshness::Stale,
            newest: None,
            origins: 0,
            trace: vec![Step {
                text: "A profile of such a subject is expected to state this; no statement is on record.".to_owned(),
                about: vec![],
            }],
        })
        .collect()
}

/// Where a cell is printed: section, the properties that stand first there, its turn, key.
fn place(
    cell: &Cell,
    vocabulary: &Vocabulary,
) -> (usize, usize, PropertyId, (String, Option<Day>), Qualifiers) {
    let property = vocabulary.property(&cell.property);
    let sections = &vocabulary.sections;
    let section = property.and_then(|p| sections.iter().position(|s| s.id == p.section));
    let first = section
        .and_then(|index| sections.get(index))
        .and_then(|s| s.first.iter().position(|id| id == &cell.property));
    (
        section.unwrap_or(usize::MAX),
        first.unwrap_or(usize::MAX),
        cell.property.clone(),
        property
            .map(|p| turn(cell, p, vocabulary))
            .unwrap_or_default(),
        cell.key.clone(),
    )
}

/// What happened is told in order of time; what holds, in the order of the things that its key names: by their
/// attribute `order` where they have one, else by their date.
fn turn(cell: &Cell, property: &Property, vocabulary: &Vocabulary) -> (String, Option<Day>) {
    if property.time == TimeMode::Sometime {
        return (
            String::new(),
            cell.current.last().map(|segment| segment.days.1),
        );
    }
    let order = |entry: &&Entry| entry.attributes.get("order").unwrap_or(&entry.date).clone();
    let named = entries(&cell.key, property, vocabulary);
    (named.iter().map(order).max().unwrap_or_default(), None)
}
