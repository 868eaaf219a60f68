//! An answer compared with what was sent.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use whitestone_extract::{Pointed, Pointer};
use whitestone_model::vocabulary::Property;
use whitestone_model::{Absence, Span};

use crate::portion::{Portion, Sent};
use crate::refusal::{Reason, Refused};

/// Suggestions in one answer.
const MOST: usize = 200;
/// Words of a quote.
const LEAST_WORDS: usize = 3;
/// Characters of what is kept of a refused suggestion.
const CLIP: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    suggestions: Vec<Json>,
}

/// One suggestion as answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suggestion {
    sentence: usize,
    quote: String,
    property: String,
    #[serde(default)]
    state: State,
    #[serde(default)]
    code: String,
    #[serde(default)]
    words: String,
    subject: String,
    #[serde(default)]
    qualifiers: Vec<Qualifier>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum State {
    #[default]
    Value,
    None,
    Unknown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Qualifier {
    name: String,
    value: String,
}

/// What an answer points at, each with the words in which it was said, and what of it is not taken.
pub(crate) fn check(
    answer: &str,
    portion: &Portion,
    asked: &[&Property],
) -> (Vec<(Pointer, String)>, Vec<Refused>) {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    let suggestions = match parse(answer) {
        Ok(suggestions) => suggestions,
        Err(reason) => {
            let said = clip(answer);
            return (taken, vec![Refused { said, reason }]);
        }
    };
    if suggestions.len() > MOST {
        let said = clip(answer);
        let reason = Reason::TooMany(MOST);
        refused.push(Refused { said, reason });
    }
    for suggestion in suggestions.into_iter().take(MOST) {
        let said = clip(&suggestion.to_string());
        let pointer = serde_json::from_value(suggestion)
            .map_err(|e| Reason::Form(e.to_string()))
            .and_then(|suggestion: Suggestion| suggestion.pointer(portion, asked));
        match pointer {
            Ok(pointer) => taken.push((pointer, said)),
            Err(reason) => refused.push(Refused { said, reason }),
        }
    }
    (taken, refused)
}

/// The suggestions of an answer; a fence of backquotes around it does no harm.
fn parse(answer: &str) -> Result<Vec<Json>, Reason> {
    let object = (answer.find('{').zip(answer.rfind('}')))
        .and_then(|(first, last)| answer.get(first..=last))
        .ok_or_else(|| Reason::Form("there is no JSON object in it".into()))?;
    let answered: Answered =
        serde_json::from_str(object).map_err(|e| Reason::Form(e.to_string()))?;
    Ok(answered.suggestions)
}

impl Suggestion {
    fn pointer(&self, portion: &Portion, asked: &[&Property]) -> Result<Pointer, Reason> {
        let sent = (portion.sentence(self.sentence)).ok_or(Reason::Sentence(self.sentence))?;
        let subject = &portion.subject;
        if ![&subject.name, &subject.id].contains(&&self.subject) {
            return Err(Reason::Subject {
                given: self.subject.clone(),
                wanted: subject.name.clone(),
            });
        }
        let quote = sent.find(&self.quote).ok_or(Reason::Quote)?;
        if self.quote.split_whitespace().count() < LEAST_WORDS {
            return Err(Reason::Short);
        }
        let property = (asked.iter())
            .find(|property| property.id.as_str() == self.property)
            .ok_or_else(|| Reason::Property(self.property.clone()))?;
        Ok(Pointer {
            quote: sent.place(quote).ok_or(Reason::Quote)?,
            property: property.id.clone(),
            value: self.value(sent, quote, property)?,
            qualifiers: (self.qualifiers.iter())
                .map(|qualifier| qualifier.pointed(sent, property))
                .collect::<Result<BTreeMap<_, _>, _>>()?,
        })
    }

    fn value(&self, sent: &Sent, quote: Span, property: &Property) -> Result<Pointed, Reason> {
        match self.state {
            State::None => return Ok(Pointed::Absent(Absence::None)),
            State::Unknown => return Ok(Pointed::Absent(Absence::Unknown)),
            State::Value => {}
        }
        if !self.code.is_empty() {
            let known = property.code(&self.code).is_some();
            return known
                .then(|| Pointed::Code(self.code.clone()))
                .ok_or_else(|| Reason::Code {
                    property: self.property.clone(),
                    code: self.code.clone(),
                });
        }
        let missing = || Reason::Words(self.words.clone());
        let span = sent.find_in(quote, &self.words).ok_or_else(missing)?;
        Ok(Pointed::Words(sent.place(span).ok_or_else(missing)?))
    }
}

impl Qualifier {
    fn pointed(&self, sent: &Sent, property: &Property) -> Result<(String, Pointed), Reason> {
        let entry = (property.qualifiers.iter())
            .find(|known| known.name == self.name)
            .ok_or_else(|| Reason::Qualifier {
                property: property.id.to_string(),
                name: self.name.clone(),
            })?;
        let pointed = if entry.codes.contains(&self.value) {
            Pointed::Code(self.value.clone())
        } else {
            let found = sent.find(&self.value).filter(|_| entry.codes.is_empty());
            let place = found.and_then(|span| sent.place(span));
            Pointed::Words(place.ok_or_else(|| Reason::QualifierWords {
                name: self.name.clone(),
                value: self.value.clone(),
            })?)
        };
        Ok((self.name.clone(), pointed))
    }
}

fn clip(said: &str) -> String {
    let mut clipped: String = said.chars().take(CLIP).collect();
    if clipped.len() < said.len() {
        clipped.push('…');
    }
    clipped
}
