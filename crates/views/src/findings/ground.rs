//! What every detector looks at: the cells of a view with their statements, each read once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use rustc_hash::FxHashMap;
use whitestone_model::vocabulary::{CodeEntry, Property};
use whitestone_model::{
    Basis, CellRef, Content, Day, Decimal, DocumentId, Modality, Polarity, Qualifiers, Source,
    Value, Vocabulary,
};

use super::Material;
use crate::cells::unlisted;
use crate::days::meet;
use crate::scope::{Near, Relation, Scope, Scopes};
use crate::words::Tongue;
use crate::{Cell, Statement};

/// One cell with its own statements.
pub(crate) struct Plot<'a> {
    pub cell: &'a Cell,
    pub property: Arc<Property>,
    pub scope: Scope,
    /// Every statement of the cell once, in order of time; those taken in from elsewhere are left out.
    pub statements: Vec<&'a Statement>,
}

/// The material of a subject, read once for all detectors.
pub(crate) struct Ground<'a> {
    pub(crate) material: Material<'a>,
    pub(crate) tongue: Tongue<'a>,
    /// Cells on which something is said, property after property.
    pub(crate) plots: Vec<Plot<'a>>,
    /// The latest day on which anybody said anything on the subject.
    pub(crate) newest: Day,
    by_property: BTreeMap<&'a str, Lot>,
    sources: FxHashMap<DocumentId, &'a Source>,
}

/// The cells of one property, by their places in the list of all, and where they lie.
#[derive(Default)]
struct Lot {
    plots: Vec<usize>,
    near: Near,
}

impl<'a> Ground<'a> {
    /// Of this material.
    pub fn new(material: &Material<'a>) -> Self {
        let scopes = Scopes::new(&material.view.subject, material.vocabulary);
        let mut properties: BTreeMap<&str, Arc<Property>> = BTreeMap::new();
        let mut plots = Vec::new();
        let mut by_property: BTreeMap<&str, Lot> = BTreeMap::new();
        for cell in &material.view.cells {
            let statements = own(cell);
            if statements.is_empty() {
                continue;
            }
            let look_up = || {
                let known = material.vocabulary.property(&cell.property);
                Arc::new(known.cloned().unwrap_or_else(|| unlisted(&cell.property)))
            };
            let property = Arc::clone(
                properties
                    .entry(cell.property.as_str())
                    .or_insert_with(look_up),
            );
            // Whatever describes the place further, as the state it lies in, is part of what is spoken of.
            let qualifiers = statements
                .first()
                .map_or(&cell.key, |s| &s.assertion.qualifiers);
            let scope = scopes.read(&property, &home_and(&property, qualifiers, cell));
            let lot = by_property.entry(cell.property.as_str()).or_default();
            lot.plots.push(plots.len());
            lot.near.add(&scope);
            plots.push(Plot {
                cell,
                property,
                scope,
                statements,
            });
        }
        let said = plots
            .iter()
            .flat_map(|plot| &plot.statements)
            .map(|s| s.said.1);
        let newest = said
            .filter(|day| *day != Day::MAX)
            .max()
            .unwrap_or(Day::MIN);
        Self {
            material: *material,
            tongue: Tongue::new(material.vocabulary),
            plots,
            newest: newest.min(material.asof.on),
            by_property,
            sources: material
                .slice
                .sources
                .iter()
                .map(|(id, source)| (*id, source))
                .collect(),
        }
    }

    pub(crate) const fn vocabulary(&self) -> &'a Vocabulary {
        self.material.vocabulary
    }

    /// The cells of one property.
    pub(crate) fn of(&self, property: &str) -> impl Iterator<Item = &Plot<'a>> {
        let lot = self.by_property.get(property);
        let places = lot.map(|lot| lot.plots.as_slice()).unwrap_or_default();
        places.iter().filter_map(|at| self.plots.get(*at))
    }

    /// The cells of one property that do not lie apart from what is spoken of, each with how that stands to it.
    pub(crate) fn beside<'s>(
        &'s self,
        property: &str,
        scope: &'s Scope,
    ) -> impl Iterator<Item = (Relation, &'s Plot<'a>)> {
        let lot = self.by_property.get(property);
        let near = lot.map(|lot| lot.near.to(scope)).unwrap_or_default();
        let plots = near.into_iter().filter_map(move |number| {
            let at = lot?.plots.get(number)?;
            self.plots.get(*at)
        });
        let related = plots.map(|plot| (scope.to(&plot.scope), plot));
        related.filter(|(relation, _)| *relation != Relation::Apart)
    }

    /// The ids of the properties on which something is said.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &'a str> {
        self.by_property.keys().copied()
    }

    pub(crate) fn source(&self, statement: &Statement) -> Option<&'a Source> {
        let document = statement.assertion.document()?;
        self.sources.get(&document).copied()
    }

    /// How a finding names a cell.
    pub(crate) fn cell_ref(&self, plot: &Plot<'_>) -> CellRef {
        CellRef {
            subject: self.material.view.subject.key(),
            property: plot.cell.property.clone(),
            key: plot.cell.key.clone(),
        }
    }

    /// The body for which a speaker speaks: an official stands for his ministry. Else the speaker himself.
    pub(crate) fn house(&self, speaker: &str) -> String {
        let text = crate::origins::folded(speaker);
        let starts = |piece: &str| -> Vec<usize> {
            let breaks = piece.match_indices([' ', '-']).map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        };
        for piece in text.split(", ") {
            let suffixes = starts(piece).into_iter().filter_map(|at| piece.get(at..));
            let known = suffixes
                .filter(|s| !s.is_empty())
                .find_map(|s| self.vocabulary().find("organisations", s));
            if let Some(entry) = known {
                let parent = self.vocabulary().entry("organisations", &entry.parent);
                return parent.unwrap_or(entry).id.clone();
            }
        }
        text
    }
}

/// The cell's key, and the state in which its place lies.
fn home_and<'c>(
    property: &Property,
    qualifiers: &Qualifiers,
    cell: &'c Cell,
) -> Cow<'c, Qualifiers> {
    let home = property.qualifiers.iter().find(|q| q.home);
    let Some((q, value)) = home.and_then(|q| Some((q, qualifiers.get(&q.name)?))) else {
        return Cow::Borrowed(&cell.key);
    };
    let mut key = cell.key.clone();
    key.insert(q.name.clone(), value.clone());
    Cow::Owned(key)
}

fn own(cell: &Cell) -> Vec<&Statement> {
    let mut all: Vec<&Statement> = cell.statements().filter(|s| !s.reaching).collect();
    all.sort_by(|a, b| (a.days, a.said, &a.id).cmp(&(b.days, b.said, &b.id)));
    all.dedup_by(|a, b| a.id == b.id);
    all
}

impl<'a> Plot<'a> {
    /// Has the source of a statement authority in the matter: the depositary's register, the roll call?
    pub(crate) fn ranks(&self, statement: &Statement) -> bool {
        let roles = &self.property.authority;
        roles.iter().any(|role| **role == *statement.authority)
    }

    /// The statements by which somebody commits himself, in order of time.
    pub(crate) fn said(&self) -> impl DoubleEndedIterator<Item = &'a Statement> + Clone {
        self.statements.iter().copied().filter(|s| is_said(s))
    }

    /// What the vocabulary says of the code that a statement gives.
    pub(crate) fn code(&self, statement: &Statement) -> Option<&CodeEntry> {
        self.property.code(code(statement)?)
    }

    /// The statements that pass a test, by the code that they give.
    pub(crate) fn by_code(
        &self,
        test: impl Fn(&Statement) -> bool,
    ) -> BTreeMap<&'a str, Vec<&'a Statement>> {
        let mut found: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
        for statement in self.statements.iter().copied().filter(|s| test(s)) {
            if let Some(code) = code(statement) {
                found.entry(code).or_default().push(statement);
            }
        }
        found
    }
}

/// The code that a statement affirms.
pub(crate) fn code(statement: &Statement) -> Option<&str> {
    match (&statement.assertion.content, statement.assertion.polarity) {
        (Content::Known(Value::Code(code)), Polarity::Affirm) => Some(code),
        _ => None,
    }
}

/// Does somebody commit himself to its being so: no plan, no "not known", no speaking of a whole series?
pub(crate) fn is_said(statement: &Statement) -> bool {
    let modality = statement.assertion.modality;
    !matches!(modality, Modality::Planned | Modality::Unknown)
        && statement.reach.is_none()
        && statement.judged != Some(crate::view::Judged::Doubted)
}

/// Are they surely so on a common day?
pub(crate) fn surely_meet(a: &Statement, b: &Statement) -> bool {
    let cores = a.assertion.valid.core().zip(b.assertion.valid.core());
    cores.is_some_and(|(a, b)| meet(a, b))
}

/// The day so much later.
pub(crate) fn later(day: Day, period: Option<Span>) -> Day {
    let moved = period
        .zip(day.date())
        .and_then(|(period, date)| date.checked_add(period).ok());
    moved.map_or(day, Day::from_date)
}

/// The refresh period of a property.
pub(crate) fn refresh(property: &Property) -> Option<Span> {
    property.refresh.parse().ok()
}

/// A plain figure: low, high, unit as printed, and how it was given.
pub(crate) struct Figure<'a> {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub unit: &'a str,
    pub basis: Option<Basis>,
}

/// The figure that a statement gives.
pub(crate) fn figure(statement: &Statement) -> Option<Figure<'_>> {
    match (&statement.assertion.content, statement.assertion.polarity) {
        (Content::Known(Value::Quantity(q)), Polarity::Affirm) => Some(Figure {
            low: q.low,
            high: q.high,
            unit: &q.unit,
            basis: q.basis,
        }),
        _ => None,
    }
}
