//! Cells: statements grouped by property and discriminating qualifiers, each group resolved, silences added.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use whitestone_model::{
    Day, DocumentId, PropertyId, Qualifiers, Sensitivity, Subject, TimeMode, Value, Vocabulary,
    vocabulary::{Cardinality, Monotone, Property, Voice, Wording},
};

use crate::expect::is_expected;
use crate::freshness::freshness;
use crate::segments::in_time;
use crate::told::{Slot, Told, tells};
use crate::{AsOf, Cell, Freshness, Group, Outcome, Segment, Statement, origins};

/// What a view held before, of which some documents are told anew.
#[derive(Default)]
pub struct Before {
    /// Its cells, as they stand on the day that is asked for.
    pub cells: Vec<Cell>,
    /// Nothing holds any more of what these documents said there.
    pub retold: BTreeSet<Option<DocumentId>>,
}

/// All cells of a subject, in the order of the vocabulary's sections: what was there before, and what is told.
pub fn cells(
    subject: &Subject,
    before: Before,
    told: Vec<Told<'_>>,
    vocabulary: &Vocabulary,
    asof: &AsOf,
) -> Vec<Cell> {
    let stood = by_property(before.cells);
    let mut told: FxHashMap<&PropertyId, Told<'_>> =
        told.into_iter().map(|told| (told.id, told)).collect();
    let again = |cells: &Vec<Cell>| -> Option<Vec<Slot>> {
        let id = &cells.first()?.property;
        let new = told.remove(id);
        if new.is_none() && !cells.iter().any(|cell| tells(cell, &before.retold)) {
            return None;
        }
        let mut told = new.unwrap_or_else(|| Told::new(id, vocabulary));
        for (at, cell) in cells.iter().enumerate() {
            told.take_up(at, cell, &before.retold);
        }
        Some(told.cells(asof))
    };
    let again: Vec<Option<Vec<Slot>>> = stood.iter().map(again).collect();
    // In any order: properties are sorted below.
    let new: Vec<Vec<Slot>> = told
        .into_values()
        .map(|mut told| told.cells(asof))
        .collect();
    let stood = stood.into_iter().zip(again);
    let stood = stood.map(|(cells, slots)| match slots {
        Some(slots) => placed(cells, slots),
        None => cells,
    });
    let new = new.into_iter().map(|slots| placed(vec![], slots));
    let properties: Vec<Vec<Cell>> = stood.chain(new).collect();
    // Cells are large: room for all of them and for silence on every property, at once.
    let number = properties.iter().map(Vec::len).sum::<usize>();
    let mut cells = Vec::with_capacity(number + vocabulary.properties.len());
    cells.extend(properties.into_iter().flatten());
    cells.extend(silences(subject, &cells, vocabulary));
    let mut places = FxHashMap::default();
    cells.sort_by_cached_key(|cell| {
        let known = places.entry(cell.property.clone());
        let place: &mut (usize, usize, PropertyId) =
            known.or_insert_with(|| place(&cell.property, vocabulary));
        place.clone()
    });
    cells
}

/// The cells of a view that are not silent, as they stand on this day.
pub fn on_day(cells: Vec<Cell>, vocabulary: &Vocabulary, on: Day) -> Vec<Cell> {
    let mut properties = by_property(cells);
    for cells in &mut properties {
        stand_on(cells, vocabulary, on);
    }
    properties.into_iter().flatten().collect()
}

/// Cells that are not silent, property by property.
fn by_property(cells: Vec<Cell>) -> Vec<Vec<Cell>> {
    let mut properties: Vec<Vec<Cell>> = Vec::new();
    for cell in cells {
        match properties.last_mut() {
            _ if cell.outcome == Outcome::Silent => {}
            Some(of) if of.first().is_some_and(|c| c.property == cell.property) => of.push(cell),
            _ => properties.push(vec![cell]),
        }
    }
    properties
}

/// The cells in their slots.
fn placed(stood: Vec<Cell>, slots: Vec<Slot>) -> Vec<Cell> {
    let mut stood: Vec<Option<Cell>> = stood.into_iter().map(Some).collect();
    let cell = |slot| match slot {
        Slot::Anew(cell) => Some(cell),
        Slot::Stood(at) => stood.get_mut(at)?.take(),
    };
    slots.into_iter().filter_map(cell).collect()
}

/// The cells of one property on another day.
fn stand_on(cells: &mut Vec<Cell>, vocabulary: &Vocabulary, on: Day) {
    let Some(id) = cells.first().map(|cell| cell.property.clone()) else {
        return;
    };
    let listed = vocabulary.property(&id);
    let unlisted = unlisted(&id);
    let property = listed.unwrap_or(&unlisted);
    let refresh = property.refresh.parse().ok();
    let stand = |cell: Cell| {
        let mut segments = cell.history;
        segments.extend(cell.current);
        segments.sort_by(in_time);
        standing(cell.key, segments, property, refresh, on)
    };
    *cells = std::mem::take(cells).into_iter().map(stand).collect();
    // What happened is told in order of time, and with the day may change which happening stands.
    if listed.is_some_and(|property| property.time == TimeMode::Sometime) {
        cells.sort_by(|a, b| (last_day(a), &a.key).cmp(&(last_day(b), &b.key)));
    }
}

/// The last day of what stands.
pub fn last_day(cell: &Cell) -> Option<Day> {
    cell.current.last().map(|segment| segment.days.1)
}

/// Where a property is printed: its section, then the properties that stand first there, then by id.
fn place(id: &PropertyId, vocabulary: &Vocabulary) -> (usize, usize, PropertyId) {
    let property = vocabulary.property(id);
    let sections = &vocabulary.sections;
    let section = property.and_then(|p| sections.iter().position(|s| s.id == p.section));
    let first = section
        .and_then(|index| sections.get(index))
        .and_then(|s| s.first.iter().position(|other| other == id));
    (
        section.unwrap_or(usize::MAX),
        first.unwrap_or(usize::MAX),
        id.clone(),
    )
}

/// A cell of these segments, as it stands on this day; `refresh` is the property's period, parsed.
pub fn standing(
    key: Qualifiers,
    segments: Vec<Segment>,
    property: &Property,
    refresh: Option<Span>,
    on: Day,
) -> Cell {
    let (current, history) = now(segments, property, on);
    let outcome = current.iter().map(|s| &s.outcome).max();
    let groups: Vec<&Group> = current.iter().flat_map(Segment::shown).collect();
    let shown = || {
        let statements = groups.iter().flat_map(|group| &group.statements);
        statements.map(Arc::as_ref)
    };
    let newest = shown().filter_map(last_said).max();
    let origins = match groups.as_slice() {
        [group] => group.origins,
        _ => origins::count(shown()),
    };
    Cell {
        property: property.id.clone(),
        key,
        outcome: outcome.cloned().unwrap_or(Outcome::Silent),
        freshness: freshness(property, refresh, newest, on),
        newest,
        origins,
        judged: None,
        current,
        history,
    }
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
        happening: String::new(),
        four_eyes: false,
        replaceable: false,
        monotone: Monotone::None,
        voice: Voice::Speaker,
        parts: vec![],
        parts_of: String::new(),
        total_of: vec![],
        mean_of: None,
        schemes: vec![],
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

/// What a profile of such a subject is expected to state, and nobody does; what is owed under a treaty only where it
/// binds the subject. Who says that something is not known (a code that names its property) is not silent about it.
fn silences(subject: &Subject, cells: &[Cell], vocabulary: &Vocabulary) -> Vec<Cell> {
    let mut spoken: FxHashSet<&str> = cells.iter().map(|cell| cell.property.as_str()).collect();
    let groups = cells.iter().flat_map(Cell::shown);
    for statement in groups.flat_map(|group| &group.statements) {
        if let Some(Value::Code(code)) = statement.assertion.content.value() {
            spoken.insert(code);
        }
    }
    let expected = vocabulary
        .properties
        .values()
        .filter(|property| property.expected.contains(&subject.kind));
    expected
        .filter(|property| !spoken.contains(property.id.as_str()))
        .filter(|property| is_expected(property, &subject.kind, cells, vocabulary))
        .map(|property| Cell {
            property: property.id.clone(),
            key: Qualifiers::new(),
            outcome: Outcome::Silent,
            current: vec![],
            history: vec![],
            freshness: Freshness::Stale,
            newest: None,
            origins: 0,
            judged: None,
        })
        .collect()
}
