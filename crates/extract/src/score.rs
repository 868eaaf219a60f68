//! How good are the rules? Gold facts against candidates.
//!
//! A candidate hits a gold fact when the property agrees, the spans overlap by at least half of the shorter one, and
//! the value agrees. Each hits at most one. Of facts over one span (two resolutions, two treaties) each needs a
//! candidate of its own; pairs whose qualifiers agree are made first. Facts marked `scored: false` are neither hit
//! nor miss, and a candidate on one of them is not wrong.

mod agreement;

use std::collections::BTreeMap;

use serde::Deserialize;
use whitestone_model::record::{FactRecord, ValueRecord};
use whitestone_model::{Basis, Candidate, Decimal, Modality, Qualifiers, Span, State};

use crate::ruleset::RuleSet;
pub use agreement::{Agreement, Difference, Field};
use agreement::{Known, qualifiers_agree, same_time};

/// A fact of a gold file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldFact {
    /// Its id.
    pub id: String,
    /// Name of the document.
    pub doc: String,
    /// First byte of the quote.
    pub start_byte: usize,
    /// One past its last byte.
    pub end_byte: usize,
    /// The words.
    pub quote: String,
    /// The subject's name.
    pub subject: String,
    /// The property.
    pub property: String,
    /// The value.
    pub value: GoldValue,
    /// Its state.
    pub state: State,
    /// EDTF.
    pub when: String,
    /// Speakers.
    pub claimant: Vec<String>,
    /// How the claimant commits himself.
    pub modality: Modality,
    /// Markers of the notes cited.
    pub notes: Vec<String>,
    /// Qualifiers.
    #[serde(default, deserialize_with = "texts")]
    pub qualifiers: Qualifiers,
    /// Does it count?
    #[serde(default = "yes")]
    pub scored: bool,
}

const fn yes() -> bool {
    true
}

/// Qualifiers of the gold are mostly texts; a number is read as one.
fn texts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Qualifiers, D::Error> {
    let raw = BTreeMap::<String, serde_json::Value>::deserialize(deserializer)?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(raw.into_iter().map(|(k, v)| (k, text(v))).collect())
}

/// A value of a gold file, flat.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct GoldValue {
    /// Its kind.
    pub kind: String,
    /// Lower bound.
    pub low: Option<Decimal>,
    /// Upper bound.
    pub high: Option<Decimal>,
    /// Unit.
    pub unit: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// How the number was given.
    pub basis: Option<Basis>,
    /// Code.
    pub code: Option<String>,
    /// Text.
    pub text: Option<String>,
    /// Date.
    pub date: Option<String>,
    /// Name.
    pub entity: Option<String>,
}

/// A gold file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldFile {
    /// Its facts.
    pub facts: Vec<GoldFact>,
}

impl GoldFile {
    /// Reads a gold file.
    ///
    /// # Errors
    /// Where the JSON is not as expected.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }
}

/// Counts of one property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gold facts that count.
    pub gold: usize,
    /// Candidates, but for those on facts that do not count.
    pub proposed: usize,
    /// Pairs.
    pub hits: usize,
}

impl Counts {
    /// Hits among the candidates.
    pub fn precision(self) -> f64 {
        ratio(self.hits, self.proposed)
    }

    /// Hits among the facts.
    pub fn recall(self) -> f64 {
        ratio(self.hits, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.hits, self.gold + self.proposed)
    }

    fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.proposed += other.proposed;
        self.hits += other.hits;
    }
}

/// Share of `part` in `whole`; counts of a corpus are far below the 2^52 that a float carries exactly.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The score of one document or of many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// By property.
    pub properties: BTreeMap<String, Counts>,
    /// What else agreed.
    pub agreement: Agreement,
    /// Gold facts without a candidate.
    pub missed: Vec<GoldFact>,
    /// Candidates without a fact.
    pub wrong: Vec<FactRecord>,
    /// Pairs of fact and candidate.
    pub pairs: Vec<(GoldFact, FactRecord)>,
}

impl Score {
    /// Scores the candidates of one document against its facts.
    pub fn of(gold: &[GoldFact], candidates: &[Candidate], rules: &RuleSet) -> Self {
        let records: Vec<FactRecord> = (candidates.iter().cloned())
            .map(|candidate| FactRecord::of(candidate, ""))
            .collect();
        let mut score = Self::default();
        let known = Known::new(rules);
        let pairs = pair(gold, &records, &known);
        let mut used = vec![false; records.len()];
        for (fact, partner) in gold.iter().zip(&pairs) {
            let record = partner.and_then(|i| records.get(i));
            if let Some(place) = partner.and_then(|i| used.get_mut(i)) {
                *place = true;
            }
            if !fact.scored {
                continue;
            }
            let counts = score.properties.entry(fact.property.clone()).or_default();
            counts.gold += 1;
            match record {
                Some(record) => {
                    counts.hits += 1;
                    counts.proposed += 1;
                    score.agreement.count(fact, record, &known);
                    score.pairs.push((fact.clone(), record.clone()));
                }
                None => score.missed.push(fact.clone()),
            }
        }
        for (record, used) in records.into_iter().zip(used) {
            if !used {
                score
                    .properties
                    .entry(record.property.clone())
                    .or_default()
                    .proposed += 1;
                score.wrong.push(record);
            }
        }
        score
    }

    /// Adds the score of another document.
    pub fn add(&mut self, other: Self) {
        for (property, counts) in other.properties {
            self.properties.entry(property).or_default().add(counts);
        }
        self.agreement.add(other.agreement);
        self.missed.extend(other.missed);
        self.wrong.extend(other.wrong);
        self.pairs.extend(other.pairs);
    }

    /// All properties together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.properties
            .values()
            .for_each(|counts| total.add(*counts));
        total
    }

    /// A table for people: a line for each property, then the total, then what else agreed.
    pub fn table(&self) -> String {
        let line = |name: &str, c: Counts| {
            format!(
                "{name:<32} {:>5} {:>5} {:>5}  {:>5.2} {:>5.2} {:>5.2}\n",
                c.gold,
                c.proposed,
                c.hits,
                c.precision(),
                c.recall(),
                c.f1()
            )
        };
        let mut out = format!(
            "{:<32} {:>5} {:>5} {:>5}  {:>5} {:>5} {:>5}\n",
            "property", "gold", "found", "hits", "P", "R", "F1"
        );
        for (property, counts) in &self.properties {
            out.push_str(&line(property, *counts));
        }
        out.push_str(&line("all", self.total()));
        out.push_str(&self.agreement.line());
        out
    }
}

/// For each fact its candidate: the best pairs first (qualifiers, time, overlap), one to one.
fn pair(gold: &[GoldFact], records: &[FactRecord], known: &Known<'_>) -> Vec<Option<usize>> {
    let mut possible = Vec::new();
    for (g, fact) in gold.iter().enumerate() {
        for (r, record) in records.iter().enumerate() {
            let overlap = overlap(fact, record);
            if fact.property == record.property
                && overlap.is_some()
                && value_agrees(fact, record, known)
            {
                let rank = (
                    fact.scored,
                    qualifiers_agree(fact, record, known),
                    same_time(fact, record),
                    overlap,
                );
                possible.push((std::cmp::Reverse(rank), g, r));
            }
        }
    }
    possible.sort();
    let mut partner = vec![None; gold.len()];
    let mut taken = vec![false; records.len()];
    for (_, g, r) in possible {
        if let (Some(place @ None), Some(taken @ false)) = (partner.get_mut(g), taken.get_mut(r)) {
            *place = Some(r);
            *taken = true;
        }
    }
    partner
}

/// A flat value as a short text for tables: `20000..99999 vague`, `abstain`, `unknown`.
pub fn value_text(value: &ValueRecord, state: State) -> String {
    match value.clone().content(state) {
        Ok(content) => crate::examples::written(&content),
        Err(problem) => problem,
    }
}

/// Bytes in common, if they are at least half of the shorter.
fn overlap(fact: &GoldFact, record: &FactRecord) -> Option<usize> {
    let gold = Span::new(fact.start_byte, fact.end_byte);
    let whole = [Span::new(record.start, record.end)];
    let pieces = if record.ranges.is_empty() {
        &whole[..]
    } else {
        &record.ranges[..]
    };
    let common: usize = pieces.iter().map(|piece| piece.common(gold)).sum();
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    (2 * common >= gold.len().min(length) && common > 0).then_some(common)
}

fn value_agrees(fact: &GoldFact, record: &FactRecord, known: &Known<'_>) -> bool {
    if fact.state != record.state {
        return false;
    }
    if fact.state != State::Value {
        return true;
    }
    let (gold, found) = (&fact.value, &record.value);
    match gold.kind.as_str() {
        "quantity" => near(gold.low, found.low) && near(gold.high, found.high),
        "money" => {
            near(gold.low, found.low)
                && near(gold.high, found.high)
                && gold.currency == found.currency
        }
        "code" => gold.code == found.code,
        "date" => gold.date == found.date,
        "entity" => match (&gold.entity, &found.entity) {
            (Some(a), Some(b)) => known.same_name(a, b),
            _ => false,
        },
        _ => true,
    }
}

/// Both open, or within five per cent.
fn near(gold: Option<Decimal>, found: Option<Decimal>) -> bool {
    match (gold, found) {
        (None, None) => true,
        (Some(gold), Some(found)) => {
            let gap = gold.checked_sub(found).map(Decimal::abs);
            let scaled = gap.and_then(|gap| gap.checked_mul(Decimal::from(20u64)));
            scaled.is_some_and(|scaled| scaled <= gold.abs())
        }
        _ => false,
    }
}
