//! A rule file as written: the TOML shapes, before anything is compiled.

use std::collections::BTreeMap;

use serde::Deserialize;
use whitestone_model::Decimal;

use crate::tense::TenseTables;

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
    pub examples: Option<Setting>,
}

/// What an example of a rule speaks of where it does not say: `[examples]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    pub country: String,
    pub year: i16,
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
    /// As `unless`, but only near the match.
    #[serde(default)]
    pub unless_near: Vec<String>,
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

/// How numbers and dates are written: `[values]` of a rule file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ValueTables {
    /// `seven = 7`
    pub numbers: BTreeMap<String, u32>,
    /// `million = 1000000`
    pub scales: BTreeMap<String, u64>,
    /// Short ones, which scale money alone: `bn = 1000000000`
    pub money_scales: BTreeMap<String, u64>,
    /// Before a scale or a unit: `"half a" = "0.5"`.
    pub fractions: BTreeMap<String, Decimal>,
    /// Behind a number: `"and a half" = "0.5"`.
    pub fractions_after: BTreeMap<String, Decimal>,
    /// `about = ["some", ...]`, by basis; `between` opens "between N and M".
    pub hedges: BTreeMap<String, Vec<String>>,
    /// After the number: `at_least = ["or more"]`.
    pub hedges_after: BTreeMap<String, Vec<String>>,
    pub vague: Vec<Vague>,
    /// `january = 1`
    pub months: BTreeMap<String, u8>,
    /// Words that may stand before a date and belong to it: early, mid, late.
    pub date_parts: Vec<String>,
    pub since: Vec<String>,
    pub until: Vec<String>,
    /// Phrases that count from the date before: since then.
    pub since_then: Vec<String>,
    /// Words before a plain year that show it is no count: in, since, by.
    pub before_years: Vec<String>,
    /// `"that year" = 0`, `"the following year" = 1`: years from the date before.
    pub relative_years: BTreeMap<String, i16>,
    /// Phrases for the month or day of the date before.
    pub same_date: Vec<String>,
    /// `"first half of" = [1, 6]`: parts of a year by their first and last month.
    pub parts_of_year: BTreeMap<String, [u8; 2]>,
    /// Words after which a number names something: article, page, no.
    pub before_identifiers: Vec<String>,
    /// Words that tell the tense of a clause.
    pub tenses: TenseTables,
    /// Cells that say "not known".
    pub unknown_cells: Vec<String>,
    /// Cells that say "none".
    pub none_cells: Vec<String>,
}

/// A vague phrase and the bounds it is read as.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vague {
    pub words: Vec<String>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    /// "An unknown number" is no number at all.
    #[serde(default)]
    pub unknown: bool,
}

/// How names are written: `[names]` of a rule file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NameTables {
    /// Nouns that make a capitalised name an organisation: Ministry, Troops.
    pub organisations: Vec<String>,
    /// Nouns of places: region, enclave, border.
    pub places: Vec<String>,
    /// Titles before a person's name: Col., President.
    pub titles: Vec<String>,
    /// Nouns of unnamed speakers: official, source, media.
    pub roles: Vec<String>,
    /// Those of them that are one person: official, minister.
    pub one_person: Vec<String>,
    /// What stands between an office and its body: head of, delegate from.
    pub office_joints: Vec<String>,
    /// Words that point back to the sentence before: these, they.
    pub points_back: Vec<String>,
    /// Words that are never part of a name or role, even with a capital: the, in, said.
    pub never: Vec<String>,
    /// Words inside a long name: of, for, and.
    pub joiners: Vec<String>,
    /// Behind a name and a hyphen they speak of something else: a Vellia-led coalition is not Vellia.
    pub attributes: Vec<String>,
    /// Whose the name of a body may be: the People's Army is one name, Vellia's army is not.
    pub owners: Vec<String>,
    /// Last words of the names of texts and undertakings, which are no places: a Landmine Impact Survey, the Convention.
    pub works: Vec<String>,
    /// First words of a body's name that may hold an "and": National Demining and Rehabilitation Committee.
    pub openings: Vec<String>,
    /// The document's country in other words: the country, the government.
    pub topics: Vec<String>,
    /// Pronouns for the document's country: it, they.
    pub topic_pronouns: Vec<String>,
    /// Pronouns for the last speaker: he, she.
    pub speaker_pronouns: Vec<String>,
    /// What may stand before a state's name: the government of.
    pub governments: Vec<String>,
    /// Parts of a document by the words they begin with, or their headings: `key_developments = ["key developments"]`.
    pub parts: BTreeMap<String, Vec<String>>,
    /// The part that a row without a header is, and that of a row with one.
    pub row_parts: Vec<String>,
    /// What may stand before a resolution's number: UNGA Resolution.
    pub resolutions: Vec<String>,
    pub borders: BorderWords,
}

/// Words that describe a border: `[names.borders]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BorderWords {
    /// border, frontier
    pub nouns: Vec<String>,
    /// What else may stand in its description: the, with, between.
    pub around: Vec<String>,
    /// Those of them that mean the document's country: its, own.
    pub own: Vec<String>,
    /// Those nouns that mean all of a country's: borders.
    pub all: Vec<String>,
    /// How a border is named by the adjectives of its two sides: `{own}-{other} border`.
    pub name: String,
    /// How all borders of a country are named: `borders of {own}`.
    pub name_of_all: String,
}
