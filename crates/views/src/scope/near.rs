//! Scopes found by where they lie, without a look at all of them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Scope, Sense};

/// A row of scopes by their places. A state has thousands of cells, and few of them lie near any other.
#[derive(Default)]
pub(crate) struct Near {
    /// Those that name no place, or a state as a whole: they are near everything.
    everywhere: Vec<usize>,
    /// The others, by the qualifier that names their place.
    placed: BTreeMap<String, Placed>,
    number: usize,
}

#[derive(Default)]
struct Placed {
    all: Vec<usize>,
    by_mark: FxHashMap<String, Vec<usize>>,
}

impl Near {
    /// Of these scopes, known from here on by their number in the row.
    pub fn of<'s>(scopes: impl IntoIterator<Item = &'s Scope>) -> Self {
        let mut near = Self::default();
        for scope in scopes {
            near.add(scope);
        }
        near
    }

    /// Adds the next of the row.
    pub fn add(&mut self, scope: &Scope) {
        let at = self.number;
        self.number += 1;
        let Some((name, marks)) = marks(scope) else {
            self.everywhere.push(at);
            return;
        };
        let placed = self.placed.entry(name.to_owned()).or_default();
        placed.all.push(at);
        for mark in marks {
            let known = placed.by_mark.entry(mark.to_owned()).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }

    /// The numbers, rising, of all that may share something with this scope: the rest lies apart from it.
    pub fn to(&self, scope: &Scope) -> Vec<usize> {
        let Some((name, marks)) = marks(scope) else {
            return (0..self.number).collect();
        };
        let mut found = self.everywhere.clone();
        for (other, placed) in &self.placed {
            if other != name {
                // Places of different roles are not compared.
                found.extend(&placed.all);
                continue;
            }
            let shared = marks.iter().filter_map(|mark| placed.by_mark.get(*mark));
            found.extend(shared.flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The qualifier that names the place, and marks of which two places share one unless they lie apart.
fn marks(scope: &Scope) -> Option<(&str, Vec<&str>)> {
    scope.senses.iter().find_map(|(name, sense)| match sense {
        Sense::Place(place) => Some((name.as_str(), place.marks()?)),
        _ => None,
    })
}
