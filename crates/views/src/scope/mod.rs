//! What two statements speak of, and whether it is the same: half of what looks like a contradiction is not one.
//!
//! "The valley is cleared" and "the province is cleared in part" can both be true if the valley lies elsewhere, and cannot
//! if the province is the valley's part. So every qualifier is compared by what contains what: places by their names and
//! [`Places`](whitestone_model::vocabulary::Places), things of a list (devices, treaties) by their parents, all else by
//! equality. A [`Scope`] is what one statement speaks of; [`Scope::to`] says how it stands to another;
//! [`apart`] puts it into words.

mod apart;
mod kept;
mod near;
mod place;
mod thing;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use whitestone_model::vocabulary::{Property, QualifierEntry};
use whitestone_model::{Qualifiers, Subject, Vocabulary};

pub use apart::{Difference, apart};
pub use kept::{KeptApart, kept_apart};
pub(crate) use near::Near;
use place::{Gazetteer, Place};
use thing::Thing;

/// How what one speaks of stands to what the other does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// They speak of the same.
    Same,
    /// The first contains the second.
    Wider,
    /// The second contains the first.
    Narrower,
    /// They share a part, or one is wider in one way and narrower in another.
    Meets,
    /// As far as is known they share nothing.
    Apart,
}

impl Relation {
    /// Seen from the other side.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Wider => Self::Narrower,
            Self::Narrower => Self::Wider,
            other => other,
        }
    }

    /// Of two qualifiers together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Apart, _) | (_, Self::Apart) => Self::Apart,
            (Self::Same, other) | (other, Self::Same) => other,
            (Self::Wider, Self::Wider) => Self::Wider,
            (Self::Narrower, Self::Narrower) => Self::Narrower,
            _ => Self::Meets,
        }
    }

    /// Is the second contained in the first?
    pub const fn covers(self) -> bool {
        matches!(self, Self::Same | Self::Wider)
    }

    /// From "the first covers the second" and "the second covers the first".
    const fn of(covers: bool, is_covered: bool, meets: bool) -> Self {
        match (covers, is_covered, meets) {
            (true, true, _) => Self::Same,
            (true, false, _) => Self::Wider,
            (false, true, _) => Self::Narrower,
            (false, false, true) => Self::Meets,
            (false, false, false) => Self::Apart,
        }
    }
}

/// One qualifier, read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sense {
    Place(Place),
    Thing(Thing),
    Plain(String),
}

/// What a statement speaks of: its qualifiers, read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Scope {
    senses: BTreeMap<String, Sense>,
    /// Which discriminating qualifiers its property has, named or not.
    respects: Vec<Respect>,
}

/// One respect in which two statements may speak of different things: a discriminating qualifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Respect {
    name: String,
    /// Absent, does it stand for everything? Of a place and of a listed thing; not of an outcome or a role.
    open: bool,
}

/// Reads scopes; what they share is looked up once.
pub struct Scopes<'a> {
    vocabulary: &'a Vocabulary,
    gazetteer: Gazetteer<'a>,
    met: FxHashMap<(String, Qualifiers), Scope>,
}

impl<'a> Scopes<'a> {
    /// Of statements about this subject.
    pub fn new(subject: &Subject, vocabulary: &'a Vocabulary) -> Self {
        Self {
            vocabulary,
            gazetteer: Gazetteer::new(subject, vocabulary),
            met: FxHashMap::default(),
        }
    }

    /// What a statement of this property with these qualifiers speaks of.
    pub fn of(&mut self, property: &Property, qualifiers: &Qualifiers) -> Scope {
        let key = (property.id.to_string(), qualifiers.clone());
        if let Some(scope) = self.met.get(&key) {
            return scope.clone();
        }
        let scope = self.read(property, qualifiers);
        self.met.insert(key, scope.clone());
        scope
    }

    /// As [`Self::of`], of qualifiers that are asked for once.
    pub(crate) fn read(&self, property: &Property, qualifiers: &Qualifiers) -> Scope {
        let mut scope = Scope::default();
        let entry = |name: &str| property.qualifiers.iter().find(|q| q.name == name);
        let home = property.qualifiers.iter().find(|q| q.home);
        let home = home.and_then(|q| qualifiers.get(&q.name));
        for name in &property.discriminating {
            let entry = entry(name);
            scope.respects.push(Respect {
                name: name.clone(),
                open: entry.is_some_and(|q| q.place || !q.list.is_empty()),
            });
            let value = qualifiers.get(name).filter(|value| !value.is_empty());
            if let Some(sense) = self.sense(entry, value, home) {
                scope.senses.insert(name.clone(), sense);
            }
        }
        scope
    }

    fn sense(
        &self,
        entry: Option<&QualifierEntry>,
        value: Option<&String>,
        home: Option<&String>,
    ) -> Option<Sense> {
        if entry.is_some_and(|q| q.place) {
            let place = match value {
                Some(value) => self.gazetteer.place(value, home.map(String::as_str)),
                None => self.gazetteer.whole(home.map(String::as_str)),
            };
            return Some(Sense::Place(place));
        }
        let value = value?;
        match entry.filter(|q| !q.list.is_empty()) {
            Some(q) => Some(Sense::Thing(Thing::read(value, &q.list, self.vocabulary))),
            None => Some(Sense::Plain(crate::origins::folded(value))),
        }
    }
}

impl Scope {
    /// How it stands to another, by the qualifiers that tell apart in both their properties.
    pub fn to(&self, other: &Self) -> Relation {
        let mut relation = Relation::Same;
        for respect in &self.respects {
            if other.respects.iter().any(|o| o.name == respect.name) {
                relation = relation.and(self.by(respect, other));
            }
            if relation == Relation::Apart {
                break;
            }
        }
        relation
    }

    /// How it stands to another, qualifier by qualifier.
    pub fn each<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = (&'s str, Relation)> {
        let shared = |respect: &&Respect| other.respects.iter().any(|o| o.name == respect.name);
        let respects = self.respects.iter().filter(shared);
        respects.map(|respect| (respect.name.as_str(), self.by(respect, other)))
    }

    /// How it stands to another by one qualifier.
    fn by(&self, respect: &Respect, other: &Self) -> Relation {
        match (
            self.senses.get(&respect.name),
            other.senses.get(&respect.name),
        ) {
            (None, None) => Relation::Same,
            (None, Some(_)) if respect.open => Relation::Wider,
            (Some(_), None) if respect.open => Relation::Narrower,
            (Some(Sense::Place(a)), Some(Sense::Place(b))) => a.to(b),
            (Some(Sense::Thing(a)), Some(Sense::Thing(b))) => a.to(b),
            (Some(a), Some(b)) if a == b => Relation::Same,
            _ => Relation::Apart,
        }
    }

    /// Without one qualifier.
    #[must_use]
    pub fn but_for(&self, name: &str) -> Self {
        let mut rest = self.clone();
        rest.senses.remove(name);
        rest.respects.retain(|respect| respect.name != name);
        rest
    }

    /// What is spoken of, wherever it lies: without its places.
    #[must_use]
    pub(crate) fn matter(&self) -> Self {
        let is_place = |name: &str| matches!(self.senses.get(name), Some(Sense::Place(_)));
        let mut rest = self.clone();
        rest.senses.retain(|name, _| !is_place(name));
        rest.respects.retain(|respect| !is_place(&respect.name));
        rest
    }

    /// Only by where: how the places of two scopes stand to each other.
    pub fn place_to(&self, other: &Self) -> Relation {
        let places = self
            .respects
            .iter()
            .filter(|respect| matches!(self.senses.get(&respect.name), Some(Sense::Place(_))));
        places.fold(Relation::Same, |relation, respect| {
            relation.and(self.by(respect, other))
        })
    }

    /// Wherever: how they stand to each other by all but their places.
    pub(crate) fn matter_to(&self, other: &Self) -> Relation {
        let is_place =
            |respect: &&Respect| !matches!(self.senses.get(&respect.name), Some(Sense::Place(_)));
        let rest = self.respects.iter().filter(is_place);
        let shared = rest.filter(|respect| other.respects.iter().any(|o| o.name == respect.name));
        shared.fold(Relation::Same, |relation, respect| {
            relation.and(self.by(respect, other))
        })
    }

    /// A bound on the ground it speaks of, in square kilometres, from what places measure.
    pub(crate) fn extent(&self, areas: &BTreeMap<String, u64>) -> Option<u64> {
        self.senses.values().find_map(|sense| match sense {
            Sense::Place(place) => place.extent(areas),
            _ => None,
        })
    }

    /// Does it name nothing but what every statement of the subject speaks of?
    pub fn is_whole(&self) -> bool {
        self.senses.values().all(|sense| match sense {
            Sense::Place(place) => place.is_whole(),
            _ => false,
        })
    }
}

/// How two sets of members stand to each other, given how two members do.
fn between<T>(a: &[T], b: &[T], to: impl Fn(&T, &T) -> Relation) -> Relation {
    let covers = |x: &[T], y: &[T], turned: bool| {
        y.iter().all(|inner| {
            x.iter().any(|outer| {
                let relation = if turned {
                    to(inner, outer).turned()
                } else {
                    to(outer, inner)
                };
                relation.covers()
            })
        })
    };
    let meets = a
        .iter()
        .any(|x| b.iter().any(|y| to(x, y) != Relation::Apart));
    Relation::of(covers(a, b, false), covers(b, a, true), meets)
}

#[cfg(test)]
mod tests;
