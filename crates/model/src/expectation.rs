//! What the record ought to hold, as data: `vocabulary/expectations.toml`.
//!
//! An [`Expectation`] is a statement that somebody owes, or that a profile needs: what it is about, who owes it, by
//! when, and what meets it. [`StandingRule`] says which properties tell whether a subject is bound by a treaty. Views
//! compute from them who owes what on a day; nothing here knows a treaty or a state.

use serde::{Deserialize, Serialize};

use crate::{PropertyId, Qualifiers};

/// How a subject's standing under a treaty is read from what is claimed of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingRule {
    /// The property that tells the standing, one value at a time.
    pub status: PropertyId,
    /// The qualifier of it, and of the acts, that names the treaty.
    pub treaty: String,
    /// The codes of those who are bound.
    pub bound: Vec<String>,
    /// The property of dated acts.
    pub acts: PropertyId,
    /// Its code for the day on which the treaty began to bind the subject.
    pub in_force: String,
    /// Its codes for the deposit of a consent to be bound, from which that day follows where it is not stated.
    pub consent: Vec<String>,
}

/// A statement that is owed, or that a profile needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Its id: `mine-ban.stockpile`.
    pub id: String,
    /// What is owed, for people, with a small first letter.
    pub label: String,
    /// The property that would state it.
    pub property: PropertyId,
    /// What tells it from other statements of the property.
    #[serde(default)]
    pub qualifiers: Qualifiers,
    /// Subject kinds that owe it.
    #[serde(default = "states")]
    pub subject: Vec<String>,
    /// The treaty under which it is owed: only by those whom it binds. Empty: by all.
    #[serde(default)]
    pub bound: String,
    /// ISO 8601 duration from the treaty's entry into force for the subject to the day on which it is due.
    #[serde(default)]
    pub within: String,
    /// Month and day (`04-30`) by which it is due again each year, for the year before.
    #[serde(default)]
    pub yearly: String,
    /// The property whose date, with the qualifiers beside it, replaces the computed day: an extension.
    #[serde(default)]
    pub moved_by: Option<Condition>,
    /// What meets it: any of these. Where empty, any value of the property meets it.
    #[serde(default)]
    pub met: Vec<Condition>,
    /// Where that is written: `Mine Ban Treaty, Article 7(1)`.
    #[serde(default)]
    pub source: String,
}

fn states() -> Vec<String> {
    vec!["state".to_owned()]
}

/// A statement that counts: a property, and what it must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The property.
    pub property: PropertyId,
    /// Its codes that count; any value where empty.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Does a stated "none" count?
    #[serde(default)]
    pub none: bool,
    /// Qualifiers that it must not contradict.
    #[serde(default)]
    pub qualifiers: Qualifiers,
    /// Qualifiers that it must not have: of the whole country, not of a `place`.
    #[serde(default)]
    pub without: Vec<String>,
}
