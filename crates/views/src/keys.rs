//! What tells the cells of one property apart: discriminating qualifiers, in the spelling of the vocabulary's lists.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use whitestone_model::{
    Qualifiers, Vocabulary,
    vocabulary::{Entry, Property},
};

/// Attributes of a listed thing that tell series of such things apart, and qualifiers by which a statement on a series
/// names its own.
pub(crate) const SERIES: [&str; 2] = ["treaty", "series"];

/// One qualifier of a key.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    name: &'a str,
    value: &'a str,
    /// The listed thing that it names.
    entry: Option<&'a Entry>,
}

/// A key, its qualifiers sorted by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key<'a>(Vec<Part<'a>>);

/// The name and value say it all: the entry follows from them.
impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Part<'_> {}

impl Hash for Part<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.name, self.value).hash(state);
    }
}

impl PartialOrd for Part<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Part<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.name, self.value).cmp(&(other.name, other.value))
    }
}

impl<'a> Key<'a> {
    /// Nothing tells it apart.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Is this qualifier among them?
    pub fn names(&self, name: &str) -> bool {
        self.0.iter().any(|part| part.name == name)
    }

    /// The listed things that it names.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        self.0.iter().filter_map(|part| part.entry)
    }

    /// As it leaves the view.
    pub fn qualifiers(&self) -> Qualifiers {
        let owned = |part: &Part<'_>| (part.name.to_owned(), part.value.to_owned());
        self.0.iter().map(owned).collect()
    }
}

/// The keys of one property's statements, numbered as they are met.
pub struct Keys<'a> {
    vocabulary: &'a Vocabulary,
    /// Discriminating qualifiers by name; `None` where the vocabulary does not know the property and all of them tell
    /// apart.
    names: Option<Vec<Listed<'a>>>,
    numbers: FxHashMap<Key<'a>, usize>,
    /// Most statements share their qualifiers with others: those are known again by where they lie in memory.
    met: FxHashMap<usize, usize>,
}

/// A qualifier, the list of its values, and the values met: each written form is looked up once.
struct Listed<'a> {
    name: &'a str,
    list: &'a str,
    met: FxHashMap<&'a str, Part<'a>>,
}

impl<'a> Keys<'a> {
    /// Of this property.
    pub fn of(property: Option<&'a Property>, vocabulary: &'a Vocabulary) -> Self {
        let names = property.map(|property| {
            let mut names: Vec<&str> = property.discriminating.iter().map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            let listed = |name: &'a str| {
                let entry = property.qualifiers.iter().find(|q| q.name == name);
                Listed {
                    name,
                    list: entry.map_or("", |q| q.list.as_str()),
                    met: FxHashMap::default(),
                }
            };
            names.into_iter().map(listed).collect()
        });
        Self {
            vocabulary,
            names,
            numbers: FxHashMap::default(),
            met: FxHashMap::default(),
        }
    }

    /// The number of the key that these qualifiers make.
    pub fn number(&mut self, qualifiers: &'a Arc<Qualifiers>) -> usize {
        let lies_at = Arc::as_ptr(qualifiers).addr();
        if let Some(number) = self.met.get(&lies_at) {
            return *number;
        }
        let key = self.key(qualifiers);
        let next = self.numbers.len();
        let number = *self.numbers.entry(key).or_insert(next);
        self.met.insert(lies_at, number);
        number
    }

    /// The keys with their numbers, sorted.
    pub fn in_order(&self) -> impl Iterator<Item = (&Key<'a>, usize)> {
        let mut keys: Vec<_> = self.numbers.iter().map(|(key, n)| (key, *n)).collect();
        keys.sort_unstable();
        keys.into_iter()
    }

    fn key(&mut self, qualifiers: &'a Qualifiers) -> Key<'a> {
        let vocabulary = self.vocabulary;
        let Some(names) = &mut self.names else {
            let part = |(name, value): (&'a String, &'a String)| Part {
                name,
                value,
                entry: None,
            };
            return Key(qualifiers.iter().map(part).collect());
        };
        let part = |listed: &mut Listed<'a>| {
            let value = qualifiers.get(listed.name)?;
            (!value.is_empty()).then(|| listed.spelled(value, vocabulary))
        };
        Key(names.iter_mut().filter_map(part).collect())
    }
}

impl<'a> Listed<'a> {
    fn spelled(&mut self, value: &'a str, vocabulary: &'a Vocabulary) -> Part<'a> {
        *self.met.entry(value).or_insert_with(|| {
            let found = vocabulary.find(self.list, value);
            let value = found.map_or(value, |entry| entry.name.as_str());
            Part {
                name: self.name,
                value,
                entry: vocabulary.find(self.list, value),
            }
        })
    }
}
