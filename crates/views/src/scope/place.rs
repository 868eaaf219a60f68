//! Places: the state, its borders, and named places that hold each other.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::{Subject, Vocabulary};

use super::{Relation, between};
use crate::origins::folded;

/// One place, or several that are named together: "Alma village; Beta village".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

    /// Marks of which any other place shares one unless it lies apart; none where one of its sites is a whole state.
    pub fn marks(&self) -> Option<Vec<&str>> {
        let mut marks = Vec::new();
        for site in &self.0 {
            match site {
                Site::State(_) => return None,
                Site::Border { states, .. } => marks.extend(states.iter().map(String::as_str)),
                Site::Named { names, within, .. } => {
                    marks.extend(names.iter().chain(within).map(String::as_str));
                }
            }
        }
        Some(marks)
    }

    /// A bound on what it measures, in square kilometres, where one is known of each of its sites.
    pub fn extent(&self, areas: &BTreeMap<String, u64>) -> Option<u64> {
        self.0.iter().map(|site| site.extent(areas)).sum()
    }

    /// Is it a state, all of it?
    pub fn is_whole(&self) -> bool {
        matches!(self.0.as_slice(), [Site::State(_)])
    }
}

impl Site {
    /// Of a place that nobody has measured: what the smallest that holds it measures.
    fn extent(&self, areas: &BTreeMap<String, u64>) -> Option<u64> {
        let smallest = |names: &BTreeSet<String>| names.iter().filter_map(|n| areas.get(n)).min();
        let known = match self {
            Self::State(id) => areas.get(&folded(id)),
            Self::Border { .. } => None,
            Self::Named {
                names,
                within,
                home,
                ..
            } => smallest(names)
                .or_else(|| smallest(within))
                .or_else(|| areas.get(&folded(home))),
        };
        known.copied()
    }

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
    states: States<'a>,
    kinds: BTreeMap<&'a str, Word>,
    /// What sets a place within another, as it stands between two names: " of ".
    inside: Vec<String>,
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
            states: States::new(vocabulary),
            kinds,
            inside: places.inside.iter().map(|w| format!(" {w} ")).collect(),
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
        let known = home.and_then(|home| self.states.named(&plain(home)));
        known.unwrap_or(&self.own).to_owned()
    }

    fn site(&self, text: &str, home: Option<&str>) -> Site {
        let text = plain(text);
        if let Some(state) = self.states.named(&text) {
            return Site::State(state.to_owned());
        }
        let (mut states, rest) = self.states.within(&text);
        let has = |kind: Word| rest.iter().any(|word| self.kinds.get(word) == Some(&kind));
        let part = has(Word::Part);
        if has(Word::Border) {
            if states.len() < 2 {
                states.insert(self.own.clone());
            }
            return Site::Border { states, part };
        }
        let mut names = self.names(&text);
        let holders = self.holders(&names);
        if names.is_empty() {
            // Only kinds of place, "remote areas": somewhere in the state.
            names.insert(text);
        }
        Site::Named {
            names,
            within: holders,
            home: self.home(home),
            part,
        }
    }

    /// What a text names, states aside: "a quarry, Alma district" names a quarry and Alma.
    fn names(&self, text: &str) -> BTreeSet<String> {
        let is_state = |name: &str| self.states.named(name).is_some();
        let mut pieces: Vec<&str> = text.split([',', '(']).collect();
        for word in &self.inside {
            // "of" parts no state that has it in its name.
            let places = pieces.into_iter().filter(|piece| !is_state(piece));
            pieces = places.flat_map(|piece| piece.split(word)).collect();
        }
        let names = pieces.into_iter().filter(|piece| !is_state(piece));
        names
            .map(|piece| self.bare(piece))
            .filter(|name| !name.is_empty() && !is_state(name))
            .collect()
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

/// The states by all their names and adjectives.
struct States<'a> {
    /// The words of each name, joined by spaces.
    ids: BTreeMap<String, &'a str>,
    /// How many words the longest name has.
    longest: usize,
}

impl<'a> States<'a> {
    fn new(vocabulary: &'a Vocabulary) -> Self {
        let list = vocabulary.lists.get("states");
        let mut states = Self {
            ids: BTreeMap::new(),
            longest: 0,
        };
        for entry in list.iter().flat_map(|list| list.entries.values()) {
            let forms = [&entry.name].into_iter();
            for form in forms.chain(&entry.aliases).chain(&entry.adjectives) {
                let form = plain(form);
                let words: Vec<&str> = words(&form).collect();
                states.longest = states.longest.max(words.len());
                let name = states.ids.entry(words.join(" "));
                name.or_insert(entry.id.as_str());
            }
        }
        states
    }

    /// The state that a text names, if it names nothing else.
    fn named(&self, text: &str) -> Option<&'a str> {
        let mut words: Vec<&str> = words(text).collect();
        let known = |words: &[&str]| self.ids.get(&words.join(" ")).copied();
        known(&words).or_else(|| {
            let article = words.first() == Some(&"the");
            article.then(|| words.remove(0)).and_then(|_| known(&words))
        })
    }

    /// The states that a text names, and its other words. The longest name counts: "Democratic Republic of the Congo"
    /// names one state, not that and its neighbour.
    fn within<'t>(&self, text: &'t str) -> (BTreeSet<String>, Vec<&'t str>) {
        let words: Vec<&str> = words(text).collect();
        let (mut states, mut rest) = (BTreeSet::new(), Vec::new());
        let mut ahead = words.as_slice();
        while let [first, others @ ..] = ahead {
            let longest = self.longest.min(ahead.len());
            let named = (1..=longest).rev().find_map(|n| {
                let (name, behind) = ahead.split_at_checked(n)?;
                Some((*self.ids.get(&name.join(" "))?, behind))
            });
            ahead = match named {
                Some((id, behind)) => {
                    states.insert(id.to_owned());
                    behind
                }
                None => {
                    rest.push(*first);
                    others
                }
            };
        }
        (states, rest)
    }
}

/// In small letters, with one kind of apostrophe.
fn plain(text: &str) -> String {
    folded(text).replace(['\u{2019}', '\u{2018}'], "'")
}

/// The words of a plain text. "Guinea-Bissau" and "Kyrgyz-Tajik" are two words each: what stands between them tells no
/// two names apart.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '-', ',', '/', '(', ')'])
        .map(|word| word.strip_suffix("'s").unwrap_or(word))
        .filter(|word| !word.is_empty())
}
