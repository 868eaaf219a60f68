//! What else agrees in a pair of fact and candidate: when, how firmly, who says it, which, and by which notes.
//!
//! Meaning is compared, not spelling: `2005-05` is `2005-05-01/2005-05-31`, and an alias of a list is its entry.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use whitestone_model::record::FactRecord;
use whitestone_model::{Edtf, PropertyId, TimeMode, ValidTime};

use super::{GoldFact, ratio};
use crate::lexicon::folded;
use crate::ruleset::RuleSet;

/// One thing that a fact says besides its property and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// When it was so.
    When,
    /// How the claimant commits himself.
    Modality,
    /// Who says it first; or nobody.
    Claimant,
    /// Every discriminating qualifier.
    Qualifiers,
    /// The notes cited.
    Notes,
    /// How a quantity was given: counted, estimated, at least ...
    Basis,
}

impl Field {
    /// In the order in which they are printed.
    pub const ALL: [Self; 6] = [
        Self::When,
        Self::Modality,
        Self::Claimant,
        Self::Qualifiers,
        Self::Notes,
        Self::Basis,
    ];

    /// As it is printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Modality => "modality",
            Self::Claimant => "claimant",
            Self::Qualifiers => "qualifiers",
            Self::Notes => "notes",
            Self::Basis => "basis",
        }
    }
}

/// A field in which a candidate differs from the fact it hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Which one.
    pub field: Field,
    /// As annotated.
    pub gold: String,
    /// As found.
    pub found: String,
    /// Id of the fact.
    pub fact: String,
    /// The candidate.
    pub candidate: FactRecord,
}

/// How often the rest of a matched pair agreed, and where it did not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agreement {
    /// Of each field: how many pairs agree, of how many.
    pub fields: BTreeMap<Field, (usize, usize)>,
    /// Every other pair.
    pub differences: Vec<Difference>,
}

impl Agreement {
    pub(super) fn count(&mut self, fact: &GoldFact, record: &FactRecord, known: &Known<'_>) {
        for field in Field::ALL {
            if field == Field::Basis && fact.value.kind != "quantity" {
                continue;
            }
            let (right, all) = self.fields.entry(field).or_default();
            *all += 1;
            match difference(field, fact, record, known) {
                None => *right += 1,
                Some((gold, found)) => self.differences.push(Difference {
                    field,
                    gold,
                    found,
                    fact: fact.id.clone(),
                    candidate: record.clone(),
                }),
            }
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        for (field, (right, all)) in other.fields {
            let sum = self.fields.entry(field).or_default();
            *sum = (sum.0 + right, sum.1 + all);
        }
        self.differences.extend(other.differences);
    }

    /// The share of pairs that agree.
    pub fn share(&self, field: Field) -> f64 {
        let (right, all) = self.fields.get(&field).copied().unwrap_or_default();
        ratio(right, all)
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let pairs = self.fields.get(&Field::When).map_or(0, |(_, all)| *all);
        let shares = Field::ALL.map(|field| format!(" {} {:.2}", field.name(), self.share(field)));
        format!("of {pairs} pairs, also right:{}\n", shares.join(","))
    }
}

/// The vocabulary as a score needs it: every written form of a list's entry with the entry's name.
pub(super) struct Known<'v> {
    rules: &'v RuleSet,
    names: FxHashMap<String, &'v str>,
}

impl<'v> Known<'v> {
    pub fn new(rules: &'v RuleSet) -> Self {
        let vocabulary = &rules.vocabulary;
        let mut names = FxHashMap::default();
        for entry in vocabulary
            .lists
            .values()
            .flat_map(|list| list.entries.values())
        {
            for form in std::iter::once(&entry.name).chain(&entry.aliases) {
                names.insert(folded(form), entry.name.as_str());
            }
        }
        Self { rules, names }
    }

    /// The same by name; or the same border in other words; or each of several pieces the same.
    fn same_thing(&self, a: &str, b: &str, subject: &str) -> bool {
        let subject = self.rules.vocabulary.state(subject);
        let border = |text: &str| {
            let named = crate::borders::border(text, &subject, None, self.rules);
            named.unwrap_or_else(|| text.to_owned())
        };
        let pieces = |text: &str| -> Vec<String> {
            text.split("; ")
                .flat_map(|piece| piece.split(", "))
                .map(border)
                .collect()
        };
        let (first, second) = (pieces(a), pieces(b));
        let piecewise = first.len() == second.len()
            && (first.iter().zip(&second)).all(|(a, b)| self.same_name(a, b));
        self.same_name(a, b) || piecewise
    }

    /// One entry of a list, or equal after folding, or one within the other.
    pub fn same_name(&self, a: &str, b: &str) -> bool {
        let plain = |text: &str| {
            let text = folded(text).trim_start_matches("the ").trim().to_owned();
            self.names.get(&text).map_or(text, |name| folded(name))
        };
        let (a, b) = (plain(a), plain(b));
        a == b || (!a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a)))
    }
}

/// What both say of the field, where they differ.
fn difference(
    field: Field,
    fact: &GoldFact,
    record: &FactRecord,
    known: &Known<'_>,
) -> Option<(String, String)> {
    let words = |gold: String, found: String, equal: bool| (!equal).then_some((gold, found));
    match field {
        Field::When => {
            let equal = same_time(fact, record);
            words(fact.when.clone(), record.when.clone(), equal)
        }
        Field::Modality => words(
            lower(fact.modality),
            lower(record.modality),
            fact.modality == record.modality,
        ),
        Field::Claimant => {
            let equal = match (fact.claimant.first(), record.claimant.first()) {
                (Some(a), Some(b)) => known.same_name(a, b) || same_person(a, b),
                (a, b) => a.is_none() && b.is_none(),
            };
            words(
                fact.claimant.join(" > "),
                record.claimant.join(" > "),
                equal,
            )
        }
        Field::Qualifiers => {
            let names = differing(fact, record, known);
            let of = |all: &whitestone_model::Qualifiers| {
                let value = |name: &&str| all.get(*name).map_or("-", String::as_str).to_owned();
                let all: Vec<_> = (names.iter())
                    .map(|name| format!("{name} = {}", value(name)))
                    .collect();
                all.join("; ")
            };
            words(
                of(&fact.qualifiers),
                of(&record.qualifiers),
                names.is_empty(),
            )
        }
        Field::Notes => words(
            fact.notes.join(" "),
            record.notes.join(" "),
            fact.notes == record.notes,
        ),
        Field::Basis => {
            let of = |basis: Option<_>| basis.map_or("-".to_owned(), lower);
            let (gold, found) = (fact.value.basis, record.value.basis);
            words(of(gold), of(found), gold == found)
        }
    }
}

/// Two names of one person, whatever the roles printed behind them: "A. Name, Minister", "A. Name, Vice Minister".
fn same_person(a: &str, b: &str) -> bool {
    let name = |text: &str| text.split(',').next().map(folded).unwrap_or_default();
    a.contains(',') && b.contains(',') && name(a) == name(b) && name(a).contains(' ')
}

fn lower(code: impl std::fmt::Debug) -> String {
    format!("{code:?}").to_lowercase()
}

/// Equal as dates, whatever their spelling.
pub(super) fn same_time(fact: &GoldFact, record: &FactRecord) -> bool {
    let time = |text: &str| {
        let edtf: Option<Edtf> = text.parse().ok();
        let time = ValidTime::new(edtf?, TimeMode::Throughout);
        Some((time.begin(), time.end()))
    };
    fact.when == record.when
        || time(&fact.when).is_some_and(|gold| time(&record.when) == Some(gold))
}

pub(super) fn qualifiers_agree(fact: &GoldFact, record: &FactRecord, known: &Known<'_>) -> bool {
    differing(fact, record, known).is_empty()
}

/// The discriminating qualifiers on which the two differ.
fn differing<'v>(fact: &GoldFact, record: &FactRecord, known: &Known<'v>) -> Vec<&'v str> {
    let property = PropertyId::new(&fact.property);
    let Some(property) = known.rules.vocabulary.property(&property) else {
        return Vec::new();
    };
    (property.discriminating.iter())
        .filter(
            |name| match (fact.qualifiers.get(*name), record.qualifiers.get(*name)) {
                (Some(a), Some(b)) => !known.same_thing(a, b, &fact.subject),
                (a, b) => a.is_some() || b.is_some(),
            },
        )
        .map(String::as_str)
        .collect()
}
