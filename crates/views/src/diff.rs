//! What changed between two views of one subject.
//!
//! The older view may be last year's edition, or what anyone could have known in 2005. A [`Change`] names its kind, the
//! cell, and both sides with the statements behind them: nothing is said to have changed that cannot be walked to words
//! on either side.
//!
//! | kind | what happened between the two views |
//! | --- | --- |
//! | new | something is said for the first time |
//! | changed | another value stands, or a dispute came or went |
//! | restated | another figure for the same days: vintages, side by side |
//! | redated | the same, with another date |
//! | withdrawn | the record took it back, or transcribed it anew |
//! | dropped | what does not end by itself, or was planned, said in one report; later ones no longer say it, and nobody withdrew it |
//! | unconfirmed | nobody has said it again for longer than its refresh period |
//! | confirmed | said again, and unchanged |

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Span;
use serde::Serialize;
use whitestone_model::{
    Day, DocumentId, Modality, PropertyId, Qualifiers, Slice, Source, Subject, Target, TimeMode,
    Value, Vocabulary,
    vocabulary::{Cardinality, Property},
};

use crate::compare::Normal;
use crate::{Cell, Group, Outcome, Segment, Statement, View};

/// How many later reports must be silent before a single statement counts as dropped.
const SILENT_REPORTS: usize = 2;

/// Two views of one subject.
#[derive(Debug, Clone, Copy)]
pub struct Between<'a> {
    /// The older.
    pub old: &'a View,
    /// The newer.
    pub new: &'a View,
    /// What the newer was computed from, for its sources.
    pub slice: &'a Slice,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    /// The day as of which the newer is told; ages are counted from it.
    pub to: Day,
}

/// One thing that changed, or silently did not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The property.
    pub property: PropertyId,
    /// What tells its cell from others.
    pub key: Qualifiers,
    /// The place of its cell in the newer view, where it is there.
    pub cell: Option<usize>,
    /// What stood.
    pub before: Option<Side>,
    /// What stands.
    pub after: Option<Side>,
    /// Of a restated figure: everything that was ever given for the same days, in the order in which it was said.
    pub vintages: Vec<Arc<Statement>>,
    /// Of what was dropped: the later reports that no longer say it, oldest first.
    pub silent: Vec<DocumentId>,
}

/// What stood or stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// How it came to be.
    pub outcome: Outcome,
    /// The days of which it speaks.
    pub days: (Day, Day),
    /// One group, or each side of a dispute.
    pub groups: Vec<Group>,
}

/// What happened between two views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Another value stands, or a dispute came or went.
    Changed,
    /// Another figure for the same days.
    Restated,
    /// The same, with another date.
    Redated,
    /// Said for the first time.
    New,
    /// Taken back, or transcribed anew.
    Withdrawn,
    /// Of what does not end by itself, and of plans: said in one report, and in no later one that speaks of the matter.
    Dropped,
    /// Not said again for longer than its refresh period.
    Unconfirmed {
        /// Whole years since somebody last said it.
        years: u16,
    },
    /// Said again, and unchanged.
    Confirmed,
}

/// Everything that changed, in the order of the vocabulary's sections.
pub fn diff(between: &Between<'_>) -> Vec<Change> {
    let reports = Reports::of(between);
    let mut changes = Vec::new();
    for (index, cell) in between.new.cells.iter().enumerate() {
        let property = between.vocabulary.property(&cell.property);
        let before = between.old.cell(&cell.property, &cell.key);
        let mut found = compared(before, cell, property);
        let untouched = found.iter().all(|c| c.kind == ChangeKind::Confirmed);
        if let (true, Some(property), Some(_)) = (untouched, property, before)
            && let Some(aged) = aged(cell, property, &reports, between.to)
        {
            found = vec![aged];
        }
        for change in &mut found {
            change.cell = Some(index);
        }
        changes.extend(found);
    }
    let gone = between.old.cells.iter().filter(|cell| {
        let there = between.new.cell(&cell.property, &cell.key);
        there.is_none_or(|there| there.outcome == Outcome::Silent)
    });
    for cell in gone {
        changes.extend(cell.current.iter().map(|s| {
            let before = Some(side(s));
            change(ChangeKind::Withdrawn, cell, before, None)
        }));
    }
    changes
}

fn change(kind: ChangeKind, cell: &Cell, before: Option<Side>, after: Option<Side>) -> Change {
    Change {
        kind,
        property: cell.property.clone(),
        key: cell.key.clone(),
        cell: None,
        before,
        after,
        vintages: vec![],
        silent: vec![],
    }
}

fn side(segment: &Segment) -> Side {
    Side {
        outcome: segment.outcome.clone(),
        days: segment.days,
        groups: segment.shown().cloned().collect(),
    }
}

/// What became of a cell.
fn compared(before: Option<&Cell>, after: &Cell, property: Option<&Property>) -> Vec<Change> {
    let old = before
        .map(|cell| cell.current.as_slice())
        .unwrap_or_default();
    let known: BTreeSet<&Target> = before.into_iter().flat_map(targets).collect();
    let mut changes = Vec::new();
    let mut met: BTreeSet<usize> = BTreeSet::new();
    for segment in &after.current {
        let one = old.len() == 1 && after.current.len() == 1;
        let same = old.iter().position(|s| one || shares(s, segment));
        let found = match same {
            Some(at) => {
                met.insert(at);
                old.get(at)
                    .and_then(|old| altered(old, segment, after, &known, property))
            }
            None => Some(appeared(old, segment, after, property)),
        };
        changes.extend(found);
    }
    // What is no longer among the values that stand, and in no other role either.
    let now: BTreeSet<&Target> = targets(after).collect();
    for (at, segment) in old.iter().enumerate().filter(|(at, _)| !met.contains(at)) {
        let gone = old
            .get(at)
            .is_some_and(|s| !shown(s).any(|s| now.contains(&s.id)));
        if gone {
            changes.push(change(
                ChangeKind::Withdrawn,
                after,
                Some(side(segment)),
                None,
            ));
        }
    }
    changes
}

/// What was there before, in the same place.
fn altered(
    old: &Segment,
    new: &Segment,
    cell: &Cell,
    known: &BTreeSet<&Target>,
    property: Option<&Property>,
) -> Option<Change> {
    let sides = || (Some(side(old)), Some(side(new)));
    let of = |kind: ChangeKind| {
        let (before, after) = sides();
        Some(change(kind, cell, before, after))
    };
    let settled = |outcome: &Outcome| *outcome != Outcome::Disputed;
    if values(old) != values(new) || settled(&old.outcome) != settled(&new.outcome) {
        let vintages = vintages(new, property);
        if vintages.iter().any(|s| !known.contains(&s.id)) {
            return of(ChangeKind::Restated).map(|change| Change { vintages, ..change });
        }
        return of(ChangeKind::Changed);
    }
    if is_dated(property) && dates(old) != dates(new) {
        return of(ChangeKind::Redated);
    }
    let again = shown(new).any(|s| !known.contains(&s.id));
    again.then(|| of(ChangeKind::Confirmed)).flatten()
}

/// What was not there before.
fn appeared(old: &[Segment], new: &Segment, cell: &Cell, property: Option<&Property>) -> Change {
    let after = Some(side(new));
    let vintages = vintages(new, property);
    if !vintages.is_empty() {
        return Change {
            vintages,
            ..change(ChangeKind::Restated, cell, None, after)
        };
    }
    // A treaty act or a vote happens once: the same with another date is the same, dated anew.
    let coded = |s: &&Statement| {
        matches!(
            s.normal,
            Normal::Exact(whitestone_model::ValueKind::Code, _)
        )
    };
    let once = is_dated(property) && shown(new).all(|s| coded(&s));
    let same = old.iter().find(|s| once && values(s) == values(new));
    match same {
        Some(old) => change(ChangeKind::Redated, cell, Some(side(old)), after),
        None => change(ChangeKind::New, cell, None, after),
    }
}

/// Figures for the same days that cannot all be true, in the order in which they were given; none where all agree.
fn vintages(segment: &Segment, property: Option<&Property>) -> Vec<Arc<Statement>> {
    let counted = property.is_some_and(|p| !p.unit.is_empty() || !p.dimension.is_empty());
    let lead = segment.shown().next().and_then(Group::lead);
    let Some(lead) = lead.filter(|_| counted) else {
        return vec![];
    };
    let groups = segment.groups.iter().flat_map(|group| &group.statements);
    let mut all: Vec<&Arc<Statement>> = groups
        .filter(|s| matches!(s.normal, Normal::Interval { .. }))
        .filter(|s| s.assertion.valid.hull() == lead.assertion.valid.hull())
        .collect();
    all.sort_by(|a, b| (a.said, &a.id).cmp(&(b.said, &b.id)));
    let given = |s: &Statement| s.said.0;
    let restated = all.windows(2).any(|pair| match pair {
        [a, b] => given(a) < given(b) && !a.normal.is_compatible(&b.normal),
        _ => false,
    });
    if !restated {
        return vec![];
    }
    all.into_iter().cloned().collect()
}

/// What stands unchanged, and has grown old.
fn aged(cell: &Cell, property: &Property, reports: &Reports<'_>, to: Day) -> Option<Change> {
    let newest = cell.newest.filter(|_| property.lasts())?;
    let due = newest
        .date()?
        .checked_add(property.refresh.parse::<Span>().ok()?);
    if Day::from_date(due.ok()?) >= to {
        return None;
    }
    let since = newest.date()?.until((jiff::Unit::Year, to.date()?)).ok()?;
    let years = u16::try_from(since.get_years()).unwrap_or(0);
    let stands = cell.current.last().map(side);
    let silent = reports.silent_since(cell, property);
    let once = documents(cell).len() == 1 && shown_in(cell).any(|s| leaves_a_question(s, property));
    let kind = if once && silent.len() >= SILENT_REPORTS {
        ChangeKind::Dropped
    } else {
        ChangeKind::Unconfirmed { years }
    };
    Some(Change {
        silent,
        ..change(kind, cell, stands.clone(), stands)
    })
}

/// Does it not end by itself, or is it a plan? Who stops saying so leaves open what became of it.
fn leaves_a_question(statement: &Statement, property: &Property) -> bool {
    let code = match statement.assertion.content.value() {
        Some(Value::Code(code)) => property.code(code),
        _ => None,
    };
    let stays = code.is_some_and(|code| code.lasts && !code.whole || !code.awaits.is_empty());
    stays || statement.assertion.modality == Modality::Planned
}

/// The reports behind a view, and of which sections each of them speaks.
pub struct Reports<'a> {
    subject: &'a Subject,
    spoken: BTreeMap<DocumentId, BTreeSet<&'a str>>,
    sources: &'a BTreeMap<DocumentId, Source>,
}

impl<'a> Reports<'a> {
    /// Those behind the newer of two views.
    pub fn of(between: &Between<'a>) -> Self {
        let mut spoken: BTreeMap<DocumentId, BTreeSet<&str>> = BTreeMap::new();
        for cell in &between.new.cells {
            let property = between.vocabulary.property(&cell.property);
            let section = property.map_or("", |p| p.section.as_str());
            for document in documents(cell) {
                spoken.entry(document).or_default().insert(section);
            }
        }
        Self {
            subject: &between.new.subject,
            spoken,
            sources: &between.slice.sources,
        }
    }

    /// Reports by a publisher of what stands in a cell that came out after it was last said, speak of its section, and
    /// say nothing in the cell; oldest first. Registers and roll calls are no such reports.
    pub fn silent_since(&self, cell: &Cell, property: &Property) -> Vec<DocumentId> {
        let own = documents(cell);
        let carriers: Vec<&Source> = own.iter().filter_map(|id| self.sources.get(id)).collect();
        let Some(last) = carriers.iter().filter_map(|s| published(s)).max() else {
            return vec![];
        };
        let on = |subject: &Subject| subject.key() == self.subject.key();
        let on_it = |source: &&Source| {
            let meta = &source.meta;
            meta.subject.as_ref().is_none_or(on) || meta.parts.iter().any(|p| on(&p.subject))
        };
        let same = |source: &&Source| {
            carriers
                .iter()
                .any(|own| own.meta.publisher == source.meta.publisher)
                && source.meta.authority.is_empty()
                && published(source).is_some_and(|day| day > last)
        };
        let speaks = |source: &&Source| {
            let spoken = self.spoken.get(&source.id);
            spoken.is_some_and(|of| of.contains(property.section.as_str()))
        };
        let all = self.sources.values().filter(on_it).filter(same);
        let mut later: Vec<&Source> = all.filter(speaks).collect();
        later.sort_by_key(|source| (published(source), source.id));
        later.into_iter().map(|source| source.id).collect()
    }
}

fn published(source: &Source) -> Option<Day> {
    let (_, last) = source.meta.published.bounds();
    last.date().map(Day::from_date)
}

/// The documents that say what stands in a cell or stood in it.
fn documents(cell: &Cell) -> BTreeSet<DocumentId> {
    cell.statements()
        .filter_map(|s| s.assertion.document())
        .collect()
}

fn targets(cell: &Cell) -> impl Iterator<Item = &Target> {
    cell.statements().map(|statement| &statement.id)
}

fn shown_in(cell: &Cell) -> impl Iterator<Item = &Statement> {
    cell.current.iter().flat_map(shown)
}

fn shown(segment: &Segment) -> impl Iterator<Item = &Statement> {
    let groups = segment.shown().flat_map(|group| &group.statements);
    groups.map(Arc::as_ref)
}

/// The values that stand, as they are compared.
fn values(segment: &Segment) -> BTreeSet<&Normal> {
    let leads = segment.shown().filter_map(Group::lead);
    leads.map(|lead| &lead.normal).collect()
}

/// The dates that are printed.
fn dates(segment: &Segment) -> BTreeSet<(Day, Day)> {
    let leads = segment.shown().filter_map(Group::lead);
    leads.map(|lead| lead.assertion.valid.hull()).collect()
}

fn shares(a: &Segment, b: &Segment) -> bool {
    let own: BTreeSet<&Target> = shown(a).map(|s| &s.id).collect();
    let groups = b.groups.iter().flat_map(|group| &group.statements);
    groups.into_iter().any(|s| own.contains(&s.id))
}

/// Is it of things that happen on a day, once?
fn is_dated(property: Option<&Property>) -> bool {
    property.is_some_and(|p| {
        p.time == TimeMode::Sometime
            && matches!(p.cardinality, Cardinality::One | Cardinality::Event)
    })
}
