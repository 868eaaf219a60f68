//! Things of a list: devices, treaties, organisations. A narrower entry lies within its parent.

use std::collections::BTreeSet;

use whitestone_model::Vocabulary;

use super::{Relation, between};
use crate::origins::folded;

/// One thing, or several that are named together: "landmine/UXO".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing(Vec<One>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct One {
    /// The id of its entry, else its name in small letters.
    id: String,
    /// All that it lies within.
    within: BTreeSet<String>,
    /// What narrows it down beyond the list: "landmine, expired".
    only: String,
}

impl Thing {
    /// Reads the value of a qualifier.
    pub fn read(value: &str, list: &str, vocabulary: &Vocabulary) -> Self {
        let known = vocabulary.find(list, value).is_some();
        let parts = parts(value, &vocabulary.places.joins);
        let all_known = parts
            .iter()
            .all(|part| vocabulary.find(list, part).is_some());
        let parts = if known && !all_known {
            vec![value]
        } else {
            parts
        };
        let mut members: Vec<One> = parts
            .iter()
            .map(|part| One::read(part, list, vocabulary))
            .collect();
        members.sort();
        members.dedup();
        Self(members)
    }

    /// How it stands to another.
    pub fn to(&self, other: &Self) -> Relation {
        between(&self.0, &other.0, One::to)
    }
}

/// The names in a value: "landmine/UXO", "landmine and UXO".
fn parts<'v>(value: &'v str, joins: &[String]) -> Vec<&'v str> {
    let mut parts: Vec<&str> = value.split(['/', ';']).collect();
    for word in joins {
        let word = format!(" {word} ");
        parts = parts.into_iter().flat_map(|p| p.split(&word)).collect();
    }
    match parts.as_slice() {
        [_] => parts,
        _ => parts.into_iter().map(str::trim).collect(),
    }
}

impl One {
    fn read(value: &str, list: &str, vocabulary: &Vocabulary) -> Self {
        let (head, only) = match value.split_once(", ") {
            Some((head, only)) if vocabulary.find(list, value).is_none() => (head, folded(only)),
            _ => (value, String::new()),
        };
        let mut within = BTreeSet::new();
        let Some(entry) = vocabulary.find(list, head) else {
            return Self {
                id: folded(value),
                within,
                only: String::new(),
            };
        };
        let mut above = vocabulary.entry(list, &entry.parent);
        // A list whose parents form a ring ends where it comes round.
        while let Some(parent) = above.filter(|parent| within.insert(parent.id.clone())) {
            above = vocabulary.entry(list, &parent.parent);
        }
        Self {
            id: entry.id.clone(),
            within,
            only,
        }
    }

    fn to(&self, other: &Self) -> Relation {
        let covers = |a: &Self, b: &Self| {
            let only = a.only.is_empty() || a.only == b.only;
            only && (a.id == b.id || b.within.contains(&a.id))
        };
        Relation::of(covers(self, other), covers(other, self), false)
    }
}
