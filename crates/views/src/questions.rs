//! What to ask: the gaps, conflicts and aged statements of a subject as questions.
//!
//! A question names what is on record and why it is asked. Who it is put to, and in which words, is for the report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use whitestone_model::{
    Day, Modality, PropertyId, Qualifiers, Target, Value, Vocabulary,
    vocabulary::{Cardinality, Property},
};

use crate::expect::{Expected, Fulfilment, expected};
use crate::{Cell, Freshness, Group, Outcome, Statement, View};

/// Something to ask.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question<'a> {
    /// Why it is asked.
    pub reason: Reason,
    /// The property.
    pub property: PropertyId,
    /// What tells its cell from others.
    pub key: Qualifiers,
    /// The places of its cells in the view, where it is about some: what is alike is asked at once.
    pub cells: Vec<usize>,
    /// What is owed and not on record; of what is owed every year, all the years.
    pub owed: Vec<Expected<'a>>,
    /// What is on record.
    pub groups: Vec<Group>,
    /// The statements that it is about.
    pub about: Vec<Target>,
}

/// Why something is asked; what presses most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Sources disagree, and no rule chooses.
    Disputed,
    /// It was due, and nothing on record meets it.
    Overdue,
    /// It was planned; nothing says that it was done.
    Planned,
    /// Somebody says that it is not known.
    NotKnown,
    /// It is expected, and nobody says anything.
    Silent,
    /// What is on record is out of date.
    Stale,
}

/// Everything to ask about a view's subject on this day: section by section, what presses most first.
pub fn questions<'a>(view: &View, vocabulary: &'a Vocabulary, on: Day) -> Vec<Question<'a>> {
    let latest = latest_counts(view, vocabulary);
    let mut all: Vec<Question<'a>> = owed(view, vocabulary, on);
    let asked: BTreeSet<PropertyId> = all.iter().map(|q| q.property.clone()).collect();
    for (index, cell) in view.cells.iter().enumerate() {
        let property = vocabulary.property(&cell.property);
        let told = latest.contains(&index);
        let Some(reason) = reason(cell, property, vocabulary, told) else {
            continue;
        };
        if reason == Reason::Silent && asked.contains(&cell.property) {
            continue;
        }
        let groups = cell.shown().cloned();
        let about = shown(cell).map(|s| s.id.clone());
        let alike = |q: &&mut Question<'a>| {
            q.property == cell.property && q.reason == reason && !q.cells.is_empty()
        };
        // Each side of a dispute has its own question; the rest is asked property by property.
        if let Some(last) = all
            .last_mut()
            .filter(alike)
            .filter(|_| reason != Reason::Disputed)
        {
            last.cells.push(index);
            last.groups.extend(groups);
            last.about.extend(about);
            continue;
        }
        all.push(Question {
            reason,
            property: cell.property.clone(),
            key: cell.key.clone(),
            cells: vec![index],
            owed: vec![],
            groups: groups.collect(),
            about: about.collect(),
        });
    }
    let place = |id: &PropertyId| {
        let section = vocabulary.property(id).map(|p| p.section.as_str());
        let place = vocabulary
            .sections
            .iter()
            .position(|s| Some(s.id.as_str()) == section);
        place.unwrap_or(usize::MAX)
    };
    all.sort_by_key(|question| (place(&question.property), question.reason));
    all
}

/// What is owed or needed and not on record, one question for each expectation.
fn owed<'a>(view: &View, vocabulary: &'a Vocabulary, on: Day) -> Vec<Question<'a>> {
    let open = expected(view, vocabulary, on)
        .into_iter()
        .filter(|one| matches!(one.state, Fulfilment::Overdue | Fulfilment::Silent));
    let mut by_id: Vec<Vec<Expected<'a>>> = Vec::new();
    for one in open {
        match by_id.last_mut() {
            Some(last) if last.iter().all(|other| other.what.id == one.what.id) => last.push(one),
            _ => by_id.push(vec![one]),
        }
    }
    let question = |owed: Vec<Expected<'a>>| {
        let first = owed.first()?;
        let reason = match first.state {
            Fulfilment::Overdue => Reason::Overdue,
            _ => Reason::Silent,
        };
        let about: BTreeSet<Target> = owed
            .iter()
            .flat_map(|one| one.said.iter().chain(&one.rests_on))
            .cloned()
            .collect();
        Some(Question {
            reason,
            property: first.what.property.clone(),
            key: first.what.qualifiers.clone(),
            cells: vec![],
            groups: vec![],
            about: about.into_iter().collect(),
            owed,
        })
    };
    by_id.into_iter().filter_map(question).collect()
}

/// Why a cell gives reason to ask, if it does.
fn reason(
    cell: &Cell,
    property: Option<&Property>,
    vocabulary: &Vocabulary,
    latest: bool,
) -> Option<Reason> {
    match cell.outcome {
        Outcome::Disputed => return Some(Reason::Disputed),
        Outcome::Silent => return Some(Reason::Silent),
        Outcome::KnownUnknown => return Some(Reason::NotKnown),
        Outcome::Agreed | Outcome::KnownNone | Outcome::Resolved { .. } => {}
    }
    let property = property?;
    let mut all = shown(cell).peekable();
    // A code that is the name of a property: what it is that nobody knows.
    let names = |s: &Statement| match s.assertion.content.value() {
        Some(Value::Code(code)) => vocabulary.property(&code.as_str().into()).is_some(),
        _ => false,
    };
    if all.peek().is_some_and(|s| names(s)) {
        return Some(Reason::NotKnown);
    }
    if cell.freshness != Freshness::Stale {
        return None;
    }
    if all.all(|s| s.assertion.modality == Modality::Planned) {
        return Some(Reason::Planned);
    }
    (property.lasts() || latest).then_some(Reason::Stale)
}

/// Of each property that counts, the cells that reach furthest: an old count is not out of date beside a newer one.
fn latest_counts(view: &View, vocabulary: &Vocabulary) -> BTreeSet<usize> {
    let mut last: BTreeMap<&PropertyId, (Day, usize)> = BTreeMap::new();
    for (index, cell) in view.cells.iter().enumerate() {
        let counts = vocabulary
            .property(&cell.property)
            .is_some_and(|p| p.cardinality == Cardinality::Counter);
        let Some(day) = cell.current.last().map(|s| s.days.1).filter(|_| counts) else {
            continue;
        };
        let known = last.entry(&cell.property).or_insert((day, index));
        if day > known.0 {
            *known = (day, index);
        }
    }
    last.into_values().map(|(_, index)| index).collect()
}

fn shown(cell: &Cell) -> impl Iterator<Item = &Statement> {
    let groups = cell.shown().flat_map(|group| &group.statements);
    groups.map(AsRef::as_ref)
}
