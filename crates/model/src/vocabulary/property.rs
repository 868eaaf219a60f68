//! What can be said of a subject: one property each, with its codes, qualifiers and wording.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Sensitivity, TimeMode, ValueKind};

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
    /// Does it name a place? Places contain each other, whatever their spelling; see [`super::Places`].
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

    /// Does it hold until something changes it, as a stockpile does? What happens, as a vote, and what is counted, as
    /// casualties, belongs to its own days alone.
    pub fn lasts(&self) -> bool {
        self.time == TimeMode::Throughout && self.cardinality != Cardinality::Counter
    }
}
