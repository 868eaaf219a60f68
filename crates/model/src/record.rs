//! The exchange record: one candidate as one line of JSON, and the plain forms of values within it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document::Span;
use crate::{
    Basis, Candidate, Content, Decimal, Edtf, Modality, Money, Quantity, State, Value, ValueKind,
};

/// A value in its plain, flat form: `{"kind": "quantity", "low": 1000, "high": 2000, "unit": "items", ...}`.
///
/// Fields that the kind does not use are absent. Flat and untagged on purpose: spreadsheets, other programs and
/// people read it without a schema.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueRecord {
    /// `quantity`, `money`, `code`, `text`, `date`, `entity`, `geometry`, `boolean`.
    pub kind: Option<ValueKind>,
    /// Lower bound; absent when open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Decimal>,
    /// Best figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<Decimal>,
    /// Upper bound; absent when open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Decimal>,
    /// Unit symbol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// ISO 4217 currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How the number was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The words as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Date in EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Name of an entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Well-known text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geometry: Option<String>,
    /// Yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boolean: Option<bool>,
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

impl From<Content> for ValueRecord {
    /// The flat form of a content; its state travels beside it.
    fn from(content: Content) -> Self {
        let base = Self {
            kind: Some(content.kind()),
            ..Self::default()
        };
        match content {
            Content::Absent { words, .. } => Self {
                words: some(words),
                ..base
            },
            Content::Known(Value::Quantity(q)) => Self {
                low: q.low,
                best: q.best,
                high: q.high,
                unit: some(q.unit),
                basis: q.basis,
                words: some(q.words),
                ..base
            },
            Content::Known(Value::Money(m)) => Self {
                low: m.low,
                high: m.high,
                currency: some(m.currency),
                basis: m.basis,
                words: some(m.words),
                ..base
            },
            Content::Known(Value::Code(code)) => Self {
                code: Some(code),
                ..base
            },
            Content::Known(Value::Text { text, language }) => Self {
                text: Some(text),
                language: some(language),
                ..base
            },
            Content::Known(Value::Date(date)) => Self {
                date: Some(date.into()),
                ..base
            },
            Content::Known(Value::Entity(name)) => Self {
                entity: Some(name),
                ..base
            },
            Content::Known(Value::Geometry(wkt)) => Self {
                geometry: Some(wkt),
                ..base
            },
            Content::Known(Value::Boolean(yes)) => Self {
                boolean: Some(yes),
                ..base
            },
        }
    }
}

impl ValueRecord {
    /// The flat form of a content; its state travels beside it.
    pub fn of(content: &Content) -> Self {
        content.clone().into()
    }

    /// The content that this form and its state stand for.
    ///
    /// # Errors
    /// Says which field is missing or does not parse.
    pub fn content(self, state: State) -> Result<Content, String> {
        let kind = self.kind.ok_or("the value has no kind")?;
        if let Some(why) = state.absence() {
            return Ok(Content::Absent {
                why,
                kind,
                words: self.words.unwrap_or_default(),
            });
        }
        self.value(kind).map(Content::Known)
    }

    fn value(self, kind: ValueKind) -> Result<Value, String> {
        let missing = |field: &str| format!("the value has no {field}");
        Ok(match kind {
            ValueKind::Quantity => Value::Quantity(Quantity {
                low: self.low,
                best: self.best,
                high: self.high,
                unit: self.unit.unwrap_or_default(),
                basis: self.basis,
                words: self.words.unwrap_or_default(),
            }),
            ValueKind::Money => Value::Money(Money {
                low: self.low,
                high: self.high,
                currency: self.currency.ok_or_else(|| missing("currency"))?,
                basis: self.basis,
                words: self.words.unwrap_or_default(),
            }),
            ValueKind::Code => Value::Code(self.code.ok_or_else(|| missing("code"))?),
            ValueKind::Text => Value::Text {
                text: self.text.ok_or_else(|| missing("text"))?,
                language: self.language.unwrap_or_default(),
            },
            ValueKind::Date => {
                let date = self.date.ok_or_else(|| missing("date"))?;
                Value::Date(date.parse::<Edtf>().map_err(|e| e.to_string())?)
            }
            ValueKind::Entity => Value::Entity(self.entity.ok_or_else(|| missing("entity"))?),
            ValueKind::Geometry => {
                Value::Geometry(self.geometry.ok_or_else(|| missing("geometry"))?)
            }
            ValueKind::Boolean => Value::Boolean(self.boolean.ok_or_else(|| missing("boolean"))?),
        })
    }
}

/// Serialises a [`Content`] as `{"state": ..., "value": {...}}`; for `#[serde(with = "record::content")]`.
pub mod content {
    use super::{Content, State, ValueRecord};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Stored {
        state: State,
        value: ValueRecord,
    }

    /// Writes it.
    ///
    /// # Errors
    /// As the serializer.
    pub fn serialize<S: Serializer>(content: &Content, serializer: S) -> Result<S::Ok, S::Error> {
        Stored {
            state: content.state(),
            value: ValueRecord::of(content),
        }
        .serialize(serializer)
    }

    /// Reads it back.
    ///
    /// # Errors
    /// When a field is missing.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Content, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        stored
            .value
            .content(stored.state)
            .map_err(serde::de::Error::custom)
    }
}

/// One candidate as `extract --format jsonl` prints it, and as gold facts are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactRecord {
    /// Identity of the candidate (its fingerprint), or of the gold fact.
    pub id: String,
    /// Name of the document.
    pub document: String,
    /// First byte of the quote in the document's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Pieces, where a page break or a note block interrupts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Span>,
    /// Exactly those bytes.
    pub quote: String,
    /// Where a person finds it in the original: `page 3`; absent where the bytes themselves are text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Name of the subject.
    pub subject: String,
    /// Property id.
    pub property: String,
    /// The value in its flat form.
    pub value: ValueRecord,
    /// Its state.
    pub state: State,
    /// EDTF of the fact.
    pub when: String,
    /// Speaker first, then whoever relays him.
    pub claimant: Vec<String>,
    /// How the claimant commits himself.
    pub modality: Modality,
    /// Markers of the notes cited.
    pub notes: Vec<String>,
    /// Qualifiers by name.
    pub qualifiers: crate::Qualifiers,
    /// The rule that proposed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// Version of the rule set.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rules_version: String,
}

impl FactRecord {
    /// The record of a candidate found in the document of this name.
    pub fn of(candidate: Candidate, document: &str) -> Self {
        let id = candidate.id().short();
        let assertion = Arc::unwrap_or_clone(candidate.assertion);
        let mut passages = assertion
            .evidence
            .into_iter()
            .flat_map(|group| group.passages);
        let (ranges, quote, place) = passages
            .next()
            .map(|first| (first.ranges, first.quote, first.place))
            .unwrap_or_default();
        Self {
            id,
            document: document.to_owned(),
            start: ranges.first().map_or(0, |span| span.start),
            end: ranges.first().map_or(0, |span| span.end),
            quote,
            place,
            ranges: if ranges.len() > 1 { ranges } else { Vec::new() },
            subject: assertion.subject.name.clone(),
            property: assertion.property.as_str().to_owned(),
            state: assertion.content.state(),
            value: assertion.content.into(),
            when: assertion.valid.edtf.into(),
            claimant: assertion.claimants.to_vec(),
            modality: assertion.modality,
            notes: assertion.notes.to_vec(),
            qualifiers: Arc::unwrap_or_clone(assertion.qualifiers),
            rule: candidate.origin.rule,
            rules_version: candidate.origin.rules_version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absence;

    #[test]
    fn every_kind_of_content_survives_the_flat_form() {
        let contents = [
            Content::code("has"),
            Content::code(""),
            Content::Known(Value::text("no money")),
            Content::Known(Value::Date("2005-05".parse().unwrap())),
            Content::Known(Value::Entity("PMN".into())),
            Content::Known(Value::Boolean(true)),
            Content::Known(Value::Quantity(Quantity::exactly(
                25i64,
                "persons",
                "25 troops",
            ))),
            Content::Absent {
                why: Absence::Unknown,
                kind: ValueKind::Quantity,
                words: "no known reports".into(),
            },
        ];
        for content in contents {
            let json = serde_json::to_string(&ValueRecord::of(&content)).unwrap();
            let back: ValueRecord = serde_json::from_str(&json).unwrap();
            assert_eq!(back.content(content.state()), Ok(content), "{json}");
        }
    }

    #[test]
    fn a_value_without_its_field_says_which() {
        let empty = ValueRecord {
            kind: Some(ValueKind::Code),
            ..ValueRecord::default()
        };
        assert_eq!(
            empty.content(State::Value),
            Err("the value has no code".to_owned())
        );
    }
}
