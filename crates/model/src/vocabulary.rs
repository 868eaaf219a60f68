//! The vocabulary: every property once, and the lists from which values are named.
//!
//! It is data (`vocabulary/**/*.toml`). Extraction, views and the report read it; **a new property is
//! one entry in a file** and shows up in all of them. Files are parsed in the order given and a later entry with
//! the same id replaces an earlier one, so a user's folder overrides what the program embeds.

mod list;
mod property;

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use crate::{Expectation, StandingRule};

pub use list::{Entry, List, Places};
pub use property::{
    Cardinality, CodeEntry, Coded, Monotone, Property, PropertyId, QualifierEntry, Scheme, Voice,
    Wording,
};

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

    /// The section of the report in which a property is told.
    pub fn section_of(&self, id: &PropertyId) -> Option<&Section> {
        let property = self.property(id)?;
        self.sections.iter().find(|s| s.id == property.section)
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
