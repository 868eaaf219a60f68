//! Named things: states, treaties, devices, places.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    pub(super) forms: BTreeMap<String, String>,
}

impl List {
    pub(super) fn extend(&mut self, entries: Vec<Entry>) {
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

/// How the names of places are read, which of them lie in which, and how large they are: `vocabulary/places.toml`.
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
    /// What a place measures, in whole square kilometres: states by their id, other places as in `within`.
    pub area: BTreeMap<String, u64>,
}

impl Places {
    pub(super) fn extend(&mut self, more: Self) {
        self.divisions.extend(more.divisions);
        self.borders.extend(more.borders);
        self.parts.extend(more.parts);
        self.idle.extend(more.idle);
        self.inside.extend(more.inside);
        self.joins.extend(more.joins);
        self.within.extend(more.within);
        self.area.extend(more.area);
    }
}
