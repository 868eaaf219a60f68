//! The vocabulary: every property once, and the lists from which values are named.
//!
//! It is data (`vocabulary/**/*.toml`). Extraction, views and the report read it; **a new property is
//! one entry in a file** and shows up in all of them. Files are parsed in the order given and a later entry with
//! the same id replaces an earlier one, so a user's folder overrides what the program embeds.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Expectation, Sensitivity, StandingRule, TimeMode, ValueKind};

/// A property's id: `stockpile.quantity`. Copies share one text: a view names it once for each of its claims.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PropertyId(Arc<str>);

impl PropertyId {
    /// An id.
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(id.as_ref().into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PropertyId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for PropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How many values may hold at once.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Cardinality {
    /// One value at a time.
    #[default]
    One,
    /// Several side by side.
    Many,
    /// Dated happenings.
    Event,
    /// A cumulative count.
    Counter,
}

/// Whose voice a property is told in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// Of whoever speaks in the sentence.
    #[default]
    Speaker,
    /// Of the document itself, whoever else speaks in the sentence: what is not known, or mentioned in passing.
    Compiler,
}

/// Which way a series may move.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Monotone {
    /// Never falls.
    Up,
    /// Never rises.
    Down,
    /// Either way.
    #[default]
    None,
}

/// One closed code of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeEntry {
    /// The code.
    pub id: String,
    /// For tables.
    pub label: String,
    /// Fits into the property's stock sentence; the label where empty.
    #[serde(default)]
    pub phrase: String,
    /// Said of a whole it is said of every part: "no mines in the country" is said of each province, "makes no mines" of
    /// each kind of mine. Without it a code says only that there is some: "mines in the country" is not said of each.
    #[serde(default)]
    pub whole: bool,
    /// It speaks of all the time before, too: "has never used".
    #[serde(default)]
    pub past: bool,
    /// It stays so until something ends it: contaminated ground does not clear itself. Who stops saying so leaves it open.
    #[serde(default)]
    pub lasts: bool,
    /// It says that nobody knows of any, which is no knowledge that there is none.
    #[serde(default)]
    pub unaware: bool,
    /// Other codes of the property that are true where this one is.
    #[serde(default)]
    pub implies: Vec<String>,
    /// What cannot be so at the same time and place, of other properties: `contamination.status=contaminated`. Codes of
    /// one property contradict each other unless one implies the other.
    #[serde(default)]
    pub opposes: Vec<Coded>,
    /// What carries it out, where it is a plan: `started`, or `treaty.status=state_party` of another property.
    #[serde(default)]
    pub awaits: Vec<Coded>,
    /// Codes of the property that come before it in time: nobody ratifies before he signs.
    #[serde(default)]
    pub after: Vec<String>,
    /// Acts from whose day its own follows by the treaty's rule: entry into force from the deposit.
    #[serde(default)]
    pub by_rule_of: Vec<String>,
}

/// A code of this or another property: `started`, `contamination.status=none`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub struct Coded {
    /// The property; the one that names the code where `None`.
    pub property: Option<PropertyId>,
    /// The code.
    pub code: String,
}

impl From<String> for Coded {
    fn from(text: String) -> Self {
        match text.split_once('=') {
            None => Self {
                property: None,
                code: text,
            },
            Some((property, code)) => Self {
                property: Some(property.into()),
                code: code.to_owned(),
            },
        }
    }
}

impl From<Coded> for String {
    fn from(coded: Coded) -> Self {
        match coded.property {
            None => coded.code,
            Some(property) => format!("{property}={}", coded.code),
        }
    }
}

/// One qualifier of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualifierEntry {
    /// Its name: `device`.
    pub name: String,
    /// For tables.
    #[serde(default)]
    pub label: String,
    /// The list its values normally come from.
    #[serde(default)]
    pub list: String,
    /// Does it name a place? Places contain each other, whatever their spelling; see [`Places`].
    #[serde(default)]
    pub place: bool,
    /// Does it name the state in which the place lies, where that is not the subject?
    #[serde(default)]
    pub home: bool,
    /// Its closed values, where it has any.
    #[serde(default)]
    pub codes: Vec<String>,
}

/// Stock sentences of a property; see `vocabulary/README.md` for their variables.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// For a value.
    pub value: String,
    /// For a stated "none".
    pub none: String,
    /// For a stated "not known".
    pub unknown: String,
    /// For nothing on record.
    pub silent: String,
}

/// The criteria of a score and their weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its name and years.
    pub name: String,
    /// Weight in per cent by criterion.
    pub weights: BTreeMap<String, u32>,
}

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Its id.
    pub id: PropertyId,
    /// Row label.
    pub label: String,
    /// What exactly is meant.
    pub definition: String,
    /// Kinds of subject it applies to.
    pub subject: Vec<String>,
    /// Kinds of value it takes.
    pub value: Vec<ValueKind>,
    /// Canonical unit.
    #[serde(default)]
    pub unit: String,
    /// `count`, `area`, `length`, `density`, `persons`, `money`, `score`.
    #[serde(default)]
    pub dimension: String,
    /// How many values may hold at once.
    #[serde(default)]
    pub cardinality: Cardinality,
    /// What a bare date means.
    #[serde(default)]
    pub time: TimeMode,
    /// Qualifiers that tell cells apart.
    #[serde(default)]
    pub discriminating: Vec<String>,
    /// Qualifiers that only describe.
    #[serde(default)]
    pub descriptive: Vec<String>,
    /// Source roles that outrank others, first first.
    #[serde(default)]
    pub authority: Vec<String>,
    /// ISO 8601 duration: a tally over no longer a time tells of one happening; empty where no tally does.
    #[serde(default)]
    pub happening: String,
    /// Must two reviewers agree before a candidate becomes a claim?
    #[serde(default)]
    pub four_eyes: bool,
    /// May a newer statement replace an older one?
    #[serde(default)]
    pub replaceable: bool,
    /// Whose voice it is told in.
    #[serde(default)]
    pub voice: Voice,
    /// Which way a series may move.
    #[serde(default)]
    pub monotone: Monotone,
    /// Values of `parts_of` that sum to its total.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The qualifier whose values are parts.
    #[serde(default)]
    pub parts_of: String,
    /// Properties whose values add up to this one over the same days and the same place.
    #[serde(default)]
    pub total_of: Vec<PropertyId>,
    /// The property whose values this one is the mean of, by the scheme that has its criteria.
    #[serde(default)]
    pub mean_of: Option<PropertyId>,
    /// Schemes of scoring.
    #[serde(default, rename = "scheme")]
    pub schemes: Vec<Scheme>,
    /// ISO 8601 duration after which a value is stale; empty for never.
    #[serde(default)]
    pub refresh: String,
    /// Subject kinds whose profile ought to state it.
    #[serde(default)]
    pub expected: Vec<String>,
    /// Floor of its sensitivity.
    #[serde(default = "public")]
    pub sensitivity: Sensitivity,
    /// Section of the report.
    #[serde(default)]
    pub section: String,
    /// Does it stand in the key-data table?
    #[serde(default)]
    pub key_data: bool,
    /// Closed codes.
    #[serde(default, rename = "code")]
    pub codes: Vec<CodeEntry>,
    /// Its qualifiers.
    #[serde(default, rename = "qualifier")]
    pub qualifiers: Vec<QualifierEntry>,
    /// Stock sentences.
    #[serde(default)]
    pub wording: Wording,
}

const fn public() -> Sensitivity {
    Sensitivity::Public
}

impl Property {
    /// The entry of a code.
    pub fn code(&self, id: &str) -> Option<&CodeEntry> {
        self.codes.iter().find(|code| code.id == id)
    }
}

/// One named thing of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its key: `KGZ`, `59/84`, `PMN`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other written forms.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Demonyms: `Kyrgyz`.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// A broader entry.
    #[serde(default)]
    pub parent: String,
    /// Its date in EDTF, where it has one.
    #[serde(default)]
    pub date: String,
    /// Anything else that rules or views may ask for.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

/// A list of named things.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    /// Its title.
    pub label: String,
    /// Where it comes from.
    pub source: String,
    /// Its entries by id.
    pub entries: BTreeMap<String, Entry>,
    /// The id behind each written form, in small letters: lists are asked for every claim that is shown.
    #[serde(skip)]
    forms: BTreeMap<String, String>,
}

impl List {
    fn extend(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            self.entries.insert(entry.id.clone(), entry);
        }
        self.forms.clear();
        for (id, entry) in &self.entries {
            for form in [&entry.id, &entry.name].into_iter().chain(&entry.aliases) {
                let form = form.to_ascii_lowercase();
                // A form that two entries share stands for the first.
                self.forms.entry(form).or_insert_with(|| id.clone());
            }
        }
    }
}

/// How the names of places are read, and which of them lie in which: `vocabulary/places.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Places {
    /// Words that say what kind of place a name names and tell no two places apart: region, oblast, district.
    pub divisions: Vec<String>,
    /// Words for a border, which is known by the states on its sides.
    pub borders: Vec<String>,
    /// Words that take a part of what is named: the Tajik *side* of a border, *southern* Kyrgyzstan.
    pub parts: Vec<String>,
    /// Small words that a name may do without.
    pub idle: Vec<String>,
    /// Words that set a place within another: "a gorge *in* Alma". In the order in which a name is taken apart.
    pub inside: Vec<String>,
    /// Words that join two names, of things as of places: "mines *and* shells".
    pub joins: Vec<String>,
    /// Each place and the place that holds it, both without their kind: `Sokh = "Batken"`.
    pub within: BTreeMap<String, String>,
}

impl Places {
    fn extend(&mut self, more: Self) {
        self.divisions.extend(more.divisions);
        self.borders.extend(more.borders);
        self.parts.extend(more.parts);
        self.idle.extend(more.idle);
        self.inside.extend(more.inside);
        self.joins.extend(more.joins);
        self.within.extend(more.within);
    }
}

/// A section of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Properties that stand first in it, in this order; the others follow by id.
    #[serde(default)]
    pub first: Vec<PropertyId>,
}

/// What is wrong in a vocabulary file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct VocabularyError {
    /// The file.
    pub file: String,
    /// What is wrong and where.
    pub problem: String,
}

/// The whole vocabulary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vocabulary {
    /// Properties by id.
    pub properties: BTreeMap<PropertyId, Property>,
    /// Lists by name: `states`, `treaties`, `devices` ...
    pub lists: BTreeMap<String, List>,
    /// Places and their names.
    pub places: Places,
    /// Sections in the order of print.
    pub sections: Vec<Section>,
    /// Hedges, phrases for times, marks: tables of short texts.
    pub wording: BTreeMap<String, BTreeMap<String, String>>,
    /// What the record ought to hold, in the order of print.
    pub expectations: Vec<Expectation>,
    /// How standing under a treaty is read.
    pub standing: Option<StandingRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    property: Vec<Property>,
    #[serde(default)]
    section: Vec<Section>,
    #[serde(default)]
    places: Places,
    #[serde(default)]
    list: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    entry: Vec<Entry>,
    #[serde(default)]
    expectation: Vec<Expectation>,
    standing: Option<StandingRule>,
}

impl Vocabulary {
    /// Parses the files of a vocabulary, `(path, text)` each. A later entry with the same id replaces an earlier one.
    ///
    /// # Errors
    /// The first file that is not as the vocabulary's README describes.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, VocabularyError> {
        let mut vocabulary = Self::default();
        for (path, text) in files {
            vocabulary.add_file(path, text)?;
        }
        Ok(vocabulary)
    }

    /// Adds one file.
    ///
    /// # Errors
    /// As [`Vocabulary::parse`].
    pub fn add_file(&mut self, path: &str, text: &str) -> Result<(), VocabularyError> {
        let wrong = |problem: String| VocabularyError {
            file: path.to_owned(),
            problem,
        };
        if path.ends_with("wording.toml") {
            let tables: BTreeMap<String, BTreeMap<String, String>> =
                toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
            for (name, table) in tables {
                self.wording.entry(name).or_default().extend(table);
            }
            return Ok(());
        }
        let file: File = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        for property in file.property {
            self.properties.insert(property.id.clone(), property);
        }
        self.places.extend(file.places);
        for section in file.section {
            replace_or_add(&mut self.sections, section, |section| &section.id);
        }
        for expectation in file.expectation {
            replace_or_add(&mut self.expectations, expectation, |expected| &expected.id);
        }
        self.standing = file.standing.or(self.standing.take());
        if !file.entry.is_empty() {
            if file.list.is_empty() {
                return Err(wrong(
                    "has entries but no `list = \"...\"` to say which list they belong to".into(),
                ));
            }
            let list = self.lists.entry(file.list).or_default();
            if !file.label.is_empty() {
                list.label = file.label;
                list.source = file.source;
            }
            list.extend(file.entry);
        }
        Ok(())
    }

    /// A property.
    pub fn property(&self, id: &PropertyId) -> Option<&Property> {
        self.properties.get(id)
    }

    /// A list's entry by id.
    pub fn entry(&self, list: &str, id: &str) -> Option<&Entry> {
        self.lists.get(list)?.entries.get(id)
    }

    /// A list's entry by any of its written forms, regardless of case.
    pub fn find(&self, list: &str, name: &str) -> Option<&Entry> {
        let list = self.lists.get(list)?;
        let id = list.forms.get(&name.to_ascii_lowercase())?;
        list.entries.get(id)
    }

    /// Can a written form of an entry of this list begin with these letters, regardless of case?
    pub fn begins(&self, list: &str, letters: &str) -> bool {
        let letters = letters.to_ascii_lowercase();
        let from = (Bound::Included(letters.as_str()), Bound::Unbounded);
        self.lists
            .get(list)
            .and_then(|list| list.forms.range::<str, _>(from).next())
            .is_some_and(|(form, _)| form.starts_with(&letters))
    }

    /// The subject that a state's name or code stands for. A name that is on no list is its own key.
    pub fn state(&self, name: &str) -> crate::Subject {
        match self.find("states", name) {
            Some(entry) => crate::Subject::state(&entry.id, &entry.name),
            None => crate::Subject::state(name, name),
        }
    }
}

/// Puts a thing in the place of the one with its id, else behind the others.
fn replace_or_add<T>(all: &mut Vec<T>, new: T, id: impl Fn(&T) -> &String) {
    match all.iter_mut().find(|known| id(known) == id(&new)) {
        Some(known) => *known = new,
        None => all.push(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: &str = "list = \"states\"\nlabel = \"States\"\nsource = \"ISO 3166\"\n[[entry]]\nid = \"KGZ\"\nname = \"Kyrgyzstan\"\naliases = [\"Kyrgyz Republic\"]\n";
    const VOTE: &str = "[[property]]\nid = \"unga.vote\"\nlabel = \"Vote\"\ndefinition = \"x\"\nsubject = [\"state\"]\nvalue = [\"code\"]\ndiscriminating = [\"resolution\"]\n[[property.code]]\nid = \"yes\"\nlabel = \"in favour\"\n";

    #[test]
    fn a_later_file_adds_and_replaces() {
        let own = VOTE.replace("label = \"Vote\"", "label = \"Vote in the Assembly\"");
        let vocabulary = Vocabulary::parse([
            ("states.toml", STATES),
            ("votes.toml", VOTE),
            ("own.toml", &own),
        ])
        .unwrap();
        assert_eq!(
            vocabulary.property(&"unga.vote".into()).unwrap().label,
            "Vote in the Assembly"
        );
        assert_eq!(vocabulary.state("KYRGYZ REPUBLIC").id, "KGZ");
        assert_eq!(vocabulary.state("Kembuti").id, "Kembuti");
    }

    #[test]
    fn a_wrong_file_is_named_with_the_place() {
        let error = Vocabulary::parse([("votes.toml", "[[property]]\nid = 3\n")])
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("votes.toml: ") && error.contains("line 2"),
            "{error}"
        );
    }
}
