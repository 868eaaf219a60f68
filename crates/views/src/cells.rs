//! Cells: statements grouped by property and discriminating qualifiers, each group resolved, silences added.

use std::sync::Arc;

use jiff::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use whitestone_model::{
    Day, Edtf, PropertyId, Qualifiers, Sensitivity, Subject, TimeMode, Value, Vocabulary,
    vocabulary::{Cardinality, Entry, Monotone, Property, Voice, Wording},
};

use crate::days::holds;
use crate::expect::is_expected;
use crate::freshness::freshness;
use crate::keys::{Key, Keys, SERIES};
use crate::segments::{in_time, segments};
use crate::view::Reach;
use crate::{AsOf, Cell, Freshness, Group, Outcome, Segment, Statement, View, origins};

/// All cells of a subject, in the order of the vocabulary's sections: of what is told, and those `kept` of properties
/// of which nothing is told here.
pub fn cells(
    subject: &Subject,
    told: Vec<Told<'_>>,
    kept: Vec<Vec<Cell>>,
    vocabulary: &Vocabulary,
    asof: &AsOf,
) -> Vec<Cell> {
    let told = told.into_iter().map(|mut told| told.cells(asof));
    let properties: Vec<Vec<Cell>> = kept.into_iter().chain(told).collect();
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

/// The cells of a view that are not silent, property by property, as they stand on this day.
pub fn kept(view: View, vocabulary: &Vocabulary, on: Day) -> Vec<Vec<Cell>> {
    let mut properties: Vec<Vec<Cell>> = Vec::new();
    for cell in view.cells {
        match properties.last_mut() {
            Some(of) if of.first().is_some_and(|c| c.property == cell.property) => of.push(cell),
            _ if cell.outcome == Outcome::Silent => {}
            _ => properties.push(vec![cell]),
        }
    }
    for cells in &mut properties {
        stand_on(cells, vocabulary, on);
    }
    properties
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
fn last_day(cell: &Cell) -> Option<Day> {
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

/// All that is said of one property.
pub struct Told<'a> {
    id: &'a PropertyId,
    /// As the vocabulary has it, if it does.
    property: Option<&'a Property>,
    keys: Keys<'a>,
    /// For each key, by its number, what is said there.
    statements: Vec<Vec<Arc<Statement>>>,
}

impl<'a> Told<'a> {
    /// Nothing yet.
    pub fn new(id: &'a PropertyId, vocabulary: &'a Vocabulary) -> Self {
        let property = vocabulary.property(id);
        Self {
            id,
            property,
            keys: Keys::of(property, vocabulary),
            statements: Vec::new(),
        }
    }

    /// The property, where the vocabulary knows it.
    pub const fn property(&self) -> Option<&'a Property> {
        self.property
    }

    /// Adds a statement with these qualifiers.
    pub fn add(&mut self, qualifiers: &'a Arc<Qualifiers>, statement: Statement) {
        let number = self.keys.number(qualifiers);
        if number >= self.statements.len() {
            self.statements.resize_with(number + 1, Vec::new);
        }
        if let Some(own) = self.statements.get_mut(number) {
            own.push(Arc::new(statement));
        }
    }

    /// What has been added.
    pub fn statements(&self) -> impl Iterator<Item = &Arc<Statement>> {
        self.statements.iter().flatten()
    }

    /// The cells, what happened in order of time, what holds in the order of the things that the keys name.
    fn cells(&mut self, asof: &AsOf) -> Vec<Cell> {
        let unlisted = unlisted(self.id);
        let property = self.property.unwrap_or(&unlisted);
        let refresh = property.refresh.parse().ok();
        // Whatever the order of rows: by key, then time, then id.
        for own in &mut self.statements {
            own.sort_by(|s, t| (s.days, s.said, &s.id).cmp(&(t.days, t.said, &t.id)));
        }
        let mut of_keys: Vec<(&Key<'a>, &[Arc<Statement>])> = self
            .keys
            .in_order()
            .filter_map(|(key, number)| Some((key, self.statements.get(number)?.as_slice())))
            .collect();
        let time = self.property.map(|property| property.time);
        if time == Some(TimeMode::Throughout) {
            of_keys.sort_by_key(|(key, _)| turn(key));
        }
        let each = |s: &&Arc<Statement>| s.reach == Some(Reach::Each);
        let reaching: Vec<(&Key<'a>, &Arc<Statement>)> = of_keys
            .iter()
            .flat_map(|(key, own)| own.iter().filter(each).map(|s| (*key, s)))
            .collect();
        let mut cells: Vec<Cell> = Vec::with_capacity(of_keys.len());
        for (key, own) in of_keys {
            let taken_in = self.taken_in(key, own, &reaching);
            let all: Vec<&Arc<Statement>> = own.iter().chain(&taken_in).collect();
            let segments = segments(&all, property, key);
            cells.push(standing(
                key.qualifiers(),
                segments,
                property,
                refresh,
                asof.on,
            ));
        }
        if time == Some(TimeMode::Sometime) {
            cells.sort_by_cached_key(last_day);
        }
        cells
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

/// A cell of these segments, as it stands on this day; `refresh` is the property's period, parsed.
fn standing(
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

/// What holds is told in the order of the things that its key names: by their attribute `order` where they have one, else
/// by their date.
fn turn<'a>(key: &Key<'a>) -> &'a str {
    let order = |entry: &'a Entry| entry.attributes.get("order").unwrap_or(&entry.date);
    key.entries().map(order).max().map_or("", String::as_str)
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
