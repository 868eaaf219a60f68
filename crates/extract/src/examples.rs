//! The examples inside rules are their tests: run them, and say what came out instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use whitestone_model::document::BlockKind;
use whitestone_model::{Assertion, Basis, Content, Decimal, Value, Vocabulary};

use crate::engine::Run;
use crate::rule::{Place, Rule};
use crate::ruleset::RuleSet;
use crate::sample;

/// What became of one example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleOutcome {
    /// File of the rule.
    pub file: String,
    /// The rule.
    pub rule: String,
    /// The sentence.
    pub text: String,
    /// Must the rule find something in it?
    pub positive: bool,
    /// What is wrong; `None` when it passed.
    pub failure: Option<String>,
}

impl RuleSet {
    /// Runs every example of every rule: a `yes` must give at least the claims it lists, a `no` must give nothing.
    pub fn test(&self) -> Vec<ExampleOutcome> {
        let mut outcomes = Vec::new();
        for (number, rule) in self.rules.iter().enumerate() {
            let outcome = |text: &str, positive, failure| ExampleOutcome {
                file: rule.file.clone(),
                rule: rule.spec.id.clone(),
                text: text.to_owned(),
                positive,
                failure,
            };
            for yes in &rule.spec.yes {
                let found = self.read_example(number, rule, &yes.text);
                let failure = judge_yes(&yes.gives, &found, &self.vocabulary);
                outcomes.push(outcome(&yes.text, true, failure));
            }
            for no in &rule.spec.no {
                let found = self.read_example(number, rule, &no.text);
                let failure = (!found.is_empty())
                    .then(|| format!("it should give nothing, but gives {}", list(&found)));
                outcomes.push(outcome(&no.text, false, failure));
            }
        }
        outcomes
    }

    /// What is wrong with a text that, read with all rules, must give some claims and must never give others; `None` when
    /// nothing is. Both are written as the `gives` of an example.
    pub fn judge(&self, text: &str, gives: &[String], never: &[String]) -> Option<String> {
        let found: Vec<Arc<Assertion>> = (self.extract(&self.sample(text)).into_iter())
            .map(|candidate| candidate.assertion)
            .collect();
        let missing = (!gives.is_empty())
            .then(|| judge_yes(gives, &found, &self.vocabulary))
            .flatten();
        missing.or_else(|| {
            never.iter().find_map(|line| match parse(line) {
                Err(problem) => Some(format!("`{line}` is not understood: {problem}")),
                Ok(checks) => (found.iter().find(|a| fits(a, &checks, &self.vocabulary)))
                    .map(|a| format!("`{line}` must not be, but there is `{}`", claim_line(a))),
            })
        })
    }

    /// A document made of an example, written as the examples inside rules are.
    pub fn sample(&self, example: &str) -> whitestone_model::Document {
        sample::document(
            example,
            BlockKind::Paragraph,
            &self.setting,
            &self.vocabulary,
        )
    }

    fn read_example(&self, number: usize, rule: &Rule, text: &str) -> Vec<Arc<Assertion>> {
        let kind = match rule.places.first() {
            Some(Place::Note) => BlockKind::Note,
            Some(Place::Heading) => BlockKind::Heading,
            Some(Place::Title) => BlockKind::Title,
            _ => BlockKind::Paragraph,
        };
        let document = sample::document(text, kind, &self.setting, &self.vocabulary);
        let mut run = Run::new(self, &document);
        run.only = Some(number);
        run.document();
        run.found
            .into_iter()
            .map(|found| found.candidate.assertion)
            .collect()
    }
}

fn judge_yes(
    gives: &[String],
    found: &[Arc<Assertion>],
    vocabulary: &Vocabulary,
) -> Option<String> {
    if found.is_empty() {
        return Some("it gives nothing".to_owned());
    }
    let mut used = vec![false; found.len()];
    for expected in gives {
        let checks = match parse(expected) {
            Ok(checks) => checks,
            Err(problem) => return Some(format!("`{expected}` is not understood: {problem}")),
        };
        let hit = (0..found.len()).find(|&i| {
            used.get(i) == Some(&false)
                && found.get(i).is_some_and(|a| fits(a, &checks, vocabulary))
        });
        match hit.and_then(|i| used.get_mut(i)) {
            Some(place) => *place = true,
            None => return Some(format!("`{expected}` is missing; it gives {}", list(found))),
        }
    }
    None
}

/// The property with its value first, then named checks.
struct Checks {
    property: String,
    value: String,
    named: BTreeMap<String, String>,
}

fn parse(expected: &str) -> Result<Checks, String> {
    let mut parts = expected.split("; ").map(|part| {
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| format!("`{part}` has no ="))?;
        Ok::<_, String>((name.trim().to_owned(), value.trim().to_owned()))
    });
    let (property, value) = parts.next().ok_or("it is empty")??;
    Ok(Checks {
        property,
        value,
        named: parts.collect::<Result<_, _>>()?,
    })
}

fn fits(assertion: &Assertion, checks: &Checks, vocabulary: &Vocabulary) -> bool {
    assertion.property.as_str() == checks.property
        && value_fits(&assertion.content, &checks.value, vocabulary)
        && (checks.named.iter()).all(|(name, value)| named_fits(assertion, name, value, vocabulary))
}

fn named_fits(assertion: &Assertion, name: &str, expected: &str, vocabulary: &Vocabulary) -> bool {
    let same = |text: &str| same_name(text, expected, vocabulary);
    match name {
        "when" => same(assertion.valid.edtf.as_str()),
        "modality" => same(&modality(assertion)),
        "claimant" => same(&assertion.claimants.join(", ")),
        "subject" => same(&assertion.subject.name) || same(&assertion.subject.id),
        "quote" => assertion.passages().any(|p| same(&p.quote)),
        "unit" => matches!(assertion.content.value(), Some(Value::Quantity(q)) if same(&q.unit)),
        _ => match assertion.qualifiers.get(name) {
            Some(text) => same(text),
            None => expected == "-",
        },
    }
}

fn modality(assertion: &Assertion) -> String {
    serde_json::to_value(assertion.modality)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Equal but for case, or two names of one body.
fn same_name(text: &str, expected: &str, vocabulary: &Vocabulary) -> bool {
    let body = |name: &str| {
        vocabulary
            .find("organisations", name)
            .map(|entry| &entry.id)
    };
    text.eq_ignore_ascii_case(expected) || body(text).is_some_and(|id| body(expected) == Some(id))
}

/// Value notation: a code, `20000..99999 vague`, `11.. at_least`, `42`, `unknown`, `'some words'`, `*`.
fn value_fits(content: &Content, expected: &str, vocabulary: &Vocabulary) -> bool {
    if expected == "*" {
        return true;
    }
    let Some(value) = content.value() else {
        return written(content) == expected;
    };
    let amount = match value {
        Value::Quantity(q) => Some((q.low, q.high, q.basis, String::new())),
        Value::Money(m) => Some((m.low, m.high, m.basis, m.currency.clone())),
        _ => None,
    };
    if let Some(amount) = amount {
        return amount_fits(amount, expected);
    }
    let quoted = expected
        .strip_prefix('\'')
        .and_then(|e| e.strip_suffix('\''));
    match (value, quoted) {
        (Value::Text { text, .. }, Some(words)) => {
            text.to_lowercase().contains(&words.to_lowercase())
        }
        _ => same_name(&written(content), quoted.unwrap_or(expected), vocabulary),
    }
}

type AmountParts = (Option<Decimal>, Option<Decimal>, Option<Basis>, String);

/// Bounds must be equal; a basis and a currency only where they are given.
fn amount_fits((low, high, basis, currency): AmountParts, expected: &str) -> bool {
    let mut words = expected.split_whitespace();
    let first = words.next().unwrap_or_default();
    let bounds = match first.split_once("..") {
        Some((low, high)) => (low.parse().ok(), high.parse().ok()),
        None => (first.parse().ok(), first.parse().ok()),
    };
    bounds == (low, high)
        && (first == "vague" || !first.is_empty())
        && words.all(|word| word == basis_name(basis) || word == currency)
}

fn basis_name(basis: Option<Basis>) -> String {
    basis
        .and_then(|b| serde_json::to_value(b).ok())
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A value as the rule language writes it.
pub fn written(content: &Content) -> String {
    let bounds = |low: Option<Decimal>, high: Option<Decimal>, basis: Option<Basis>| {
        let text = |n: Option<Decimal>| n.map_or_else(String::new, |n| n.to_string());
        let mut out = match (low, high) {
            (None, None) => String::new(),
            (low, high) if low == high => text(low),
            (low, high) => format!("{}..{}", text(low), text(high)),
        };
        if basis.is_some() && basis != Some(Basis::Count) {
            out = format!("{out} {}", basis_name(basis));
        }
        out.trim().to_owned()
    };
    match content {
        Content::Absent { .. } => serde_json::to_value(content.state())
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default(),
        Content::Known(value) => match value {
            Value::Quantity(q) => bounds(q.low, q.high, q.basis),
            Value::Money(m) => {
                format!("{} {}", bounds(m.low, m.high, m.basis), m.currency)
            }
            Value::Code(text) | Value::Entity(text) | Value::Geometry(text) => text.clone(),
            Value::Text { text, .. } => format!("'{text}'"),
            Value::Date(date) => date.to_string(),
            Value::Boolean(yes) => yes.to_string(),
        },
    }
}

/// A claim as the `gives` of an example would write it.
pub fn claim_line(assertion: &Assertion) -> String {
    let mut parts = vec![format!(
        "{} = {}",
        assertion.property,
        written(&assertion.content)
    )];
    parts.extend(
        assertion
            .qualifiers
            .iter()
            .map(|(k, v)| format!("{k} = {v}")),
    );
    parts.push(format!("when = {}", assertion.valid.edtf));
    parts.push(format!("modality = {}", modality(assertion)));
    if !assertion.claimants.is_empty() {
        parts.push(format!("claimant = {}", assertion.claimants.join(", ")));
    }
    parts.push(format!("subject = {}", assertion.subject.name));
    parts.join("; ")
}

fn list(found: &[Arc<Assertion>]) -> String {
    let lines: Vec<_> = found
        .iter()
        .map(|a| format!("`{}`", claim_line(a)))
        .collect();
    lines.join(", ")
}
