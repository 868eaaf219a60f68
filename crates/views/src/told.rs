//! What is told of one property: statements by their keys, and the cells that come of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use whitestone_model::{
    Day, DocumentId, Edtf, PropertyId, Qualifiers, TimeMode, Vocabulary,
    vocabulary::{Entry, Property},
};

use crate::cells::{last_day, standing, unlisted};
use crate::days::holds;
use crate::keys::{Key, Keys, SERIES};
use crate::segments::segments;
use crate::view::Reach;
use crate::{AsOf, Cell, Statement};

/// A cell on its way into a view.
pub enum Slot {
    /// Made anew.
    Anew(Cell),
    /// At this place among those that stood before.
    Stood(usize),
}

/// Does one of these documents say something in this cell?
pub fn tells(cell: &Cell, documents: &BTreeSet<Option<DocumentId>>) -> bool {
    let of_them = |s: &Statement| documents.contains(&s.assertion.document());
    !documents.is_empty() && cell.statements().any(of_them)
}

/// All that is said of one property.
pub struct Told<'a> {
    /// Which.
    pub id: &'a PropertyId,
    /// As the vocabulary has it, if it does.
    property: Option<&'a Property>,
    keys: Keys<'a>,
    /// For each key, by its number, what is said there.
    plots: Vec<Plot<'a>>,
    /// Has somebody begun or ceased to speak of each item of a series? Then no cell stands as it did.
    reach_changes: bool,
}

/// What is said under one key.
#[derive(Default)]
struct Plot<'a> {
    statements: Vec<Arc<Statement>>,
    /// The cell of the view before and its place there, where nothing is said otherwise since.
    stood: Option<(usize, &'a Cell)>,
}

impl Plot<'_> {
    /// Its own statements: what is told here, and what was before.
    fn own(&self) -> impl Iterator<Item = &Arc<Statement>> {
        let stood = self.stood.into_iter().flat_map(|(_, cell)| own(cell));
        self.statements.iter().chain(stood)
    }
}

/// The statements of a cell that were not taken in from another one; in several segments, several times.
fn own(cell: &Cell) -> impl Iterator<Item = &Arc<Statement>> {
    let groups = cell.segments().flat_map(|segment| &segment.groups);
    let statements = groups.flat_map(|group| &group.statements);
    statements.filter(|statement| !statement.reaching)
}

/// Each statement once, and in one order, whatever that of the rows: by time, then by id.
fn settle(statements: &mut Vec<impl AsRef<Statement>>) {
    let order =
        |s: &Statement, t: &Statement| (s.days, s.said, &s.id).cmp(&(t.days, t.said, &t.id));
    statements.sort_by(|s, t| order(s.as_ref(), t.as_ref()));
    statements.dedup_by(|s, t| s.as_ref().id == t.as_ref().id);
}

/// Does it speak of each item of a series?
fn reaches(statement: &Statement) -> bool {
    statement.reach == Some(Reach::Each)
}

impl<'a> Told<'a> {
    /// Nothing yet.
    pub fn new(id: &'a PropertyId, vocabulary: &'a Vocabulary) -> Self {
        let property = vocabulary.property(id);
        Self {
            id,
            property,
            keys: Keys::of(property, vocabulary),
            plots: Vec::new(),
            reach_changes: false,
        }
    }

    /// The property, where the vocabulary knows it.
    pub const fn property(&self) -> Option<&'a Property> {
        self.property
    }

    /// Adds a statement with these qualifiers.
    pub fn add(&mut self, qualifiers: &'a Arc<Qualifiers>, statement: Statement) {
        self.reach_changes |= reaches(&statement);
        if let Some(plot) = self.plot(qualifiers) {
            plot.statements.push(Arc::new(statement));
        }
    }

    /// What has been added.
    pub fn statements(&self) -> impl Iterator<Item = &Arc<Statement>> {
        self.plots.iter().flat_map(|plot| &plot.statements)
    }

    /// Takes up a cell of the view before: as it stands, or what still holds of it.
    pub fn take_up(&mut self, at: usize, cell: &'a Cell, retold: &BTreeSet<Option<DocumentId>>) {
        let Some(first) = own(cell).next() else {
            return;
        };
        let whole = !tells(cell, retold);
        let ceases = |s: &Statement| retold.contains(&s.assertion.document());
        self.reach_changes |= !whole && own(cell).any(|s| reaches(s) && ceases(s));
        let Some(plot) = self.plot(&first.assertion.qualifiers) else {
            return;
        };
        if whole && plot.statements.is_empty() {
            plot.stood = Some((at, cell));
        } else {
            let left = own(cell).filter(|s| !ceases(s));
            plot.statements.extend(left.map(Arc::clone));
        }
    }

    fn plot(&mut self, qualifiers: &'a Arc<Qualifiers>) -> Option<&mut Plot<'a>> {
        let number = self.keys.number(qualifiers);
        if number >= self.plots.len() {
            self.plots.resize_with(number + 1, Plot::default);
        }
        self.plots.get_mut(number)
    }

    /// The cells, what happened in order of time, what holds in the order of the things that the keys name.
    pub fn cells(&mut self, asof: &AsOf) -> Vec<Slot> {
        let unlisted = unlisted(self.id);
        let property = self.property.unwrap_or(&unlisted);
        let refresh = property.refresh.parse().ok();
        for plot in &mut self.plots {
            if self.reach_changes
                && let Some((_, cell)) = plot.stood.take()
            {
                plot.statements.extend(own(cell).map(Arc::clone));
            }
            settle(&mut plot.statements);
        }
        let mut of_keys: Vec<(&Key<'a>, &Plot<'a>)> = self
            .keys
            .in_order()
            .filter_map(|(key, number)| Some((key, self.plots.get(number)?)))
            .collect();
        let time = self.property.map(|property| property.time);
        if time == Some(TimeMode::Throughout) {
            of_keys.sort_by_key(|(key, _)| turn(key));
        }
        let mut reaching: Vec<(&Key<'a>, &Arc<Statement>)> = Vec::new();
        for (key, plot) in &of_keys {
            let mut of_key: Vec<_> = plot.own().filter(|s| reaches(s)).collect();
            settle(&mut of_key);
            reaching.extend(of_key.into_iter().map(|s| (*key, s)));
        }
        let mut slots: Vec<(Option<Day>, Slot)> = Vec::with_capacity(of_keys.len());
        for (key, plot) in of_keys {
            if let Some((at, cell)) = plot.stood {
                slots.push((last_day(cell), Slot::Stood(at)));
                continue;
            }
            // Under its key nothing is left of what was said before.
            if plot.statements.is_empty() {
                continue;
            }
            let taken_in = self.taken_in(key, &plot.statements, &reaching);
            let all: Vec<&Arc<Statement>> = plot.statements.iter().chain(&taken_in).collect();
            let segments = segments(&all, property, key);
            let cell = standing(key.qualifiers(), segments, property, refresh, asof.on);
            slots.push((last_day(&cell), Slot::Anew(cell)));
        }
        if time == Some(TimeMode::Sometime) {
            slots.sort_by_key(|(last_day, _)| *last_day);
        }
        slots.into_iter().map(|(_, slot)| slot).collect()
    }

    /// What statements on each item of a series say of this cell: a time within their own, the same treaty where both
    /// are known.
    fn taken_in(
        &self,
        key: &Key<'a>,
        own: &[Arc<Statement>],
        reaching: &[(&Key<'a>, &Arc<Statement>)],
    ) -> Vec<Arc<Statement>> {
        if reaching.is_empty() || key.is_empty() || self.property.is_none() {
            return vec![];
        }
        let Some(days) = days(key, own) else {
            return vec![];
        };
        let reaches = |(from, statement): &&(&Key<'a>, &Arc<Statement>)| {
            let (first, last) = statement.assertion.valid.hull();
            *from != key && holds((first, last), days) && one_series(from, statement, key)
        };
        let taken_in = |(_, statement): &(&Key<'a>, &Arc<Statement>)| {
            Arc::new(Statement {
                reaching: true,
                ..statement.as_ref().clone()
            })
        };
        reaching.iter().filter(reaches).map(taken_in).collect()
    }
}

/// The days of a cell: of the dated things that its key names, else of what is said of it alone.
fn days(key: &Key<'_>, own: &[Arc<Statement>]) -> Option<(Day, Day)> {
    let dated = key.entries().filter(|entry| !entry.date.is_empty());
    let listed = dated
        .filter_map(|entry| entry.date.parse::<Edtf>().ok())
        .map(|date| date.bounds())
        .min();
    listed.or_else(|| {
        let alone = own.iter().filter(|s| s.reach.is_none());
        alone
            .map(|s| s.days)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    })
}

fn one_series(from: &Key<'_>, statement: &Statement, to: &Key<'_>) -> bool {
    let attribute =
        |key: &Key<'_>, name: &str| key.entries().find_map(|e| e.attributes.get(name).cloned());
    SERIES.iter().all(|name| {
        let own = statement.assertion.qualifiers.get(*name).cloned();
        let own = own.or_else(|| attribute(from, name));
        own.zip(attribute(to, name)).is_none_or(|(a, b)| a == b)
    })
}

/// What holds is told in the order of the things that its key names: by their attribute `order` where they have one, else
/// by their date.
fn turn<'a>(key: &Key<'a>) -> &'a str {
    let order = |entry: &'a Entry| entry.attributes.get("order").unwrap_or(&entry.date);
    key.entries().map(order).max().map_or("", String::as_str)
}
