//! A rule file as written: the TOML shapes, before anything is compiled.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::tables::{NameTables, ValueTables};

/// One file of the rule folder. Every part is optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RuleFile {
    /// What the file is about; for people.
    pub about: String,
    pub sets: BTreeMap<String, Vec<String>>,
    pub rule: Vec<RuleSpec>,
    pub frame: Vec<FrameSpec>,
    pub terminators: Terminators,
    pub values: Option<ValueTables>,
    pub names: Option<NameTables>,
}

/// Words that end the scope of a cue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Terminators {
    /// Of what somebody says.
    pub speech: Vec<String>,
    /// Of negation, doubt, plans and all else.
    pub cue: Vec<String>,
}

/// A rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleSpec {
    pub id: String,
    #[serde(default)]
    pub why: String,
    #[serde(default, rename = "match")]
    pub patterns: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
    #[serde(default)]
    pub require: Vec<String>,
    #[serde(default)]
    pub section: String,
    #[serde(default)]
    pub label: String,
    /// What the head of a column must contain, for a rule on rows.
    #[serde(default)]
    pub column: String,
    #[serde(default, rename = "where")]
    pub places: Vec<String>,
    #[serde(default)]
    pub negated: String,
    #[serde(default)]
    pub emit: Vec<EmitSpec>,
    #[serde(default)]
    pub yes: Vec<Yes>,
    #[serde(default)]
    pub no: Vec<No>,
}

/// A claim that a rule proposes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EmitSpec {
    pub property: String,
    pub quantity: Option<String>,
    pub money: Option<String>,
    pub code: Option<CodeSpec>,
    pub text: Option<String>,
    pub entity: Option<String>,
    pub date: Option<String>,
    pub state: Option<String>,
    pub kind: Option<String>,
    pub unit: String,
    pub when: String,
    pub modality: String,
    pub modality_if_reported: String,
    pub claimant: String,
    pub subject: String,
    pub quote: String,
    pub qualifiers: BTreeMap<String, String>,
}

/// A code, or a slot whose words choose it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum CodeSpec {
    Fixed(String),
    Chosen {
        slot: String,
        map: BTreeMap<String, String>,
    },
}

/// A sentence the rule must read, and what it must find.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Yes {
    pub text: String,
    #[serde(default)]
    pub gives: Vec<String>,
}

/// A sentence in which the rule must find nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct No {
    pub text: String,
}

/// A frame of speech or a cue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameSpec {
    pub id: String,
    /// speech, estimate, suspicion, allegation, plan, unknown, negation, denial, hypothesis, pseudo
    pub kind: String,
    #[serde(rename = "match")]
    pub patterns: Vec<String>,
    /// after, before, both
    #[serde(default)]
    pub scope: String,
    /// At most this many tokens away.
    #[serde(default)]
    pub reach: Option<u16>,
    /// A date in front of it dates the fact, not the speech.
    #[serde(default)]
    pub fronted_fact: bool,
}
