//! Places: the state, its borders, and named places that hold each other.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::{Subject, Vocabulary};

use super::{Relation, between};
use crate::origins::folded;

/// One place, or several that are named together: "Alma village; Beta village".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Vec<Site>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Site {
    /// A state, all of it.
    State(String),
    /// The border between states; of one with all its neighbours where it stands alone. `part`: one side, a stretch of it.
    Border {
        states: BTreeSet<String>,
        part: bool,
    },
    /// Anything with a name: its own and those of what it lies in.
    Named {
        names: BTreeSet<String>,
        within: BTreeSet<String>,
        home: String,
        part: bool,
    },
}

impl Place {
    /// How it stands to another.
    pub fn to(&self, other: &Self) -> Relation {
        between(&self.0, &other.0, Site::to)
    }

    /// Is it a state, all of it?
    pub fn is_whole(&self) -> bool {
        matches!(self.0.as_slice(), [Site::State(_)])
    }
}

impl Site {
    fn to(&self, other: &Self) -> Relation {
        Relation::of(self.covers(other), other.covers(self), false)
    }

    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::State(a), Self::State(b)) => a == b,
            (Self::State(state), Self::Border { states, .. }) => states.contains(state),
            (Self::State(state), Self::Named { home, .. }) => state == home,
            (
                Self::Border { states: a, part },
                Self::Border {
                    states: b,
                    part: of_b,
                },
            ) => {
                let all_of_one = a.len() == 1 && a.is_subset(b);
                (a == b || all_of_one) && (!part || *of_b && a == b)
            }
            (
                Self::Named { names: a, part, .. },
                Self::Named {
                    names: b,
                    within,
                    part: of_b,
                    ..
                },
            ) => {
                let holds = a
                    .iter()
                    .all(|name| b.contains(name) || within.contains(name));
                holds && (!part || *of_b && a == b)
            }
            _ => false,
        }
    }
}

/// Reads the names of places as seen from one subject.
pub struct Gazetteer<'a> {
    own: String,
    /// Adjectives, names and variants of states, in small letters.
    states: BTreeMap<String, &'a str>,
    kinds: BTreeMap<&'a str, Word>,
    within: BTreeMap<String, String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Idle,
    Part,
    Border,
}

impl<'a> Gazetteer<'a> {
    pub fn new(subject: &Subject, vocabulary: &'a Vocabulary) -> Self {
        let places = &vocabulary.places;
        let mut states = BTreeMap::new();
        for entry in vocabulary
            .lists
            .get("states")
            .iter()
            .flat_map(|list| list.entries.values())
        {
            let forms = [&entry.name]
                .into_iter()
                .chain(&entry.aliases)
                .chain(&entry.adjectives);
            for form in forms {
                states.entry(folded(form)).or_insert(entry.id.as_str());
            }
        }
        let mut kinds = BTreeMap::new();
        let tables = [
            (&places.divisions, Word::Idle),
            (&places.idle, Word::Idle),
            (&places.parts, Word::Part),
            (&places.borders, Word::Border),
        ];
        for (words, kind) in tables {
            kinds.extend(words.iter().map(|word| (word.as_str(), kind)));
        }
        let within = places.within.iter();
        Self {
            own: subject.id.clone(),
            states,
            kinds,
            within: within
                .map(|(place, holder)| (folded(place), folded(holder)))
                .collect(),
        }
    }

    /// The whole of the subject, or of the state that is named as home.
    pub fn whole(&self, home: Option<&str>) -> Place {
        Place(vec![Site::State(self.home(home))])
    }

    /// What the value of a qualifier names.
    pub fn place(&self, value: &str, home: Option<&str>) -> Place {
        let members = value
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let mut sites: Vec<Site> = members.map(|part| self.site(part, home)).collect();
        sites.sort();
        sites.dedup();
        Place(sites)
    }

    fn home(&self, home: Option<&str>) -> String {
        let known = home.and_then(|home| self.states.get(&folded(home)));
        known.map_or_else(|| self.own.clone(), |id| (*id).to_owned())
    }

    fn site(&self, text: &str, home: Option<&str>) -> Site {
        let folded = folded(text).replace(['\u{2019}', '\u{2018}'], "'");
        if let Some(state) = self.states.get(&folded) {
            return Site::State((*state).to_owned());
        }
        let is = |word: &str, kind: Word| self.kinds.get(word) == Some(&kind);
        let words = || {
            folded
                .split([' ', '-', ',', '/'])
                .filter(|word| !word.is_empty())
        };
        let part = words().any(|word| is(word, Word::Part));
        if words().any(|word| is(word, Word::Border)) {
            return self.border(&words().collect::<Vec<_>>(), part);
        }
        let names: BTreeSet<String> = folded
            .split([',', '('])
            .flat_map(|piece| piece.split(" of "))
            .flat_map(|piece| piece.split(" in "))
            .map(|piece| self.bare(piece))
            .filter(|name| !name.is_empty() && !self.states.contains_key(name))
            .collect();
        if names.is_empty() {
            // Only kinds of place, "remote areas": somewhere in the state.
            let names = BTreeSet::from([folded]);
            return Site::Named {
                names,
                within: BTreeSet::new(),
                home: self.home(home),
                part,
            };
        }
        Site::Named {
            within: self.holders(&names),
            names,
            home: self.home(home),
            part,
        }
    }

    fn border(&self, words: &[&str], part: bool) -> Site {
        let mut states = BTreeSet::new();
        let mut at = 0;
        while at < words.len() {
            // "united arab emirates" before "arab": the longest name counts.
            let named = (1..=4).rev().find_map(|n| {
                let name = words.get(at..at + n)?.join(" ");
                let name = name.trim_end_matches("'s").to_owned();
                self.states.get(&name).map(|id| (*id, n))
            });
            at += named.map_or(1, |(id, n)| {
                states.insert(id.to_owned());
                n
            });
        }
        if states.len() < 2 {
            states.insert(self.own.clone());
        }
        Site::Border { states, part }
    }

    /// A name without the words that say what kind of place it is.
    fn bare(&self, name: &str) -> String {
        let kept = name
            .split(' ')
            .filter(|word| !word.is_empty() && !self.kinds.contains_key(word));
        kept.map(|word| word.trim_matches(')'))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn holders(&self, names: &BTreeSet<String>) -> BTreeSet<String> {
        let mut holders = BTreeSet::new();
        for name in names {
            let mut above = self.within.get(name);
            while let Some(holder) = above.filter(|holder| holders.insert((*holder).clone())) {
                above = self.within.get(holder);
            }
        }
        holders
    }
}
