//! What a model is asked: texts and a schema from data files, filled from the vocabulary.

use serde::Deserialize;
use serde_json::Value as Json;
use whitestone_model::vocabulary::Property;
use whitestone_model::{Fingerprint, Vocabulary};

const PROMPT: &str = include_str!("../../../assist/prompt.toml");
const SCHEMA: &str = include_str!("../../../assist/schema.json");

/// The texts of the task.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    texts: Texts,
    schema: Json,
    /// Version (hash) of both files: kept with every candidate.
    pub version: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    system: String,
    request: String,
    property: String,
    machine: Vec<String>,
}

/// What is wrong in the texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct BriefError {
    file: &'static str,
    problem: String,
}

impl Brief {
    /// The built-in texts; one of a user's own takes the place of each.
    ///
    /// # Errors
    /// Which file does not parse, and where.
    pub fn parse(prompt: Option<&str>, schema: Option<&str>) -> Result<Self, BriefError> {
        let wrong = |file, problem| BriefError { file, problem };
        let (prompt, schema) = (prompt.unwrap_or(PROMPT), schema.unwrap_or(SCHEMA));
        let mut texts: Texts =
            toml::from_str(prompt).map_err(|e| wrong("assist/prompt.toml", e.to_string()))?;
        for sign in &mut texts.machine {
            *sign = sign.to_lowercase();
        }
        Ok(Self {
            texts,
            schema: serde_json::from_str(schema)
                .map_err(|e| wrong("assist/schema.json", e.to_string()))?,
            version: Fingerprint::of(format!("{prompt}\0{schema}").as_bytes()).short(),
        })
    }

    /// Does this sentence speak to a machine?
    pub fn speaks_to_a_machine(&self, sentence: &str) -> bool {
        let sentence = sentence.to_lowercase();
        self.texts
            .machine
            .iter()
            .any(|sign| sentence.contains(sign))
    }

    /// The task with these properties.
    pub fn system(&self, properties: &[&Property]) -> String {
        let lines: Vec<String> = properties.iter().map(|p| self.line(p)).collect();
        fill(&self.texts.system, &[("{properties}", &lines.join("\n"))])
    }

    /// One portion; `sentences` are JSON objects, one a line, so none can pass for anything but a sentence.
    pub fn request(&self, subject: &str, published: &str, sentences: &str) -> String {
        fill(
            &self.texts.request,
            &[
                ("{subject}", subject),
                ("{published}", published),
                ("{sentences}", sentences),
            ],
        )
    }

    fn line(&self, property: &Property) -> String {
        let kinds: Vec<String> = (property.value.iter())
            .map(|kind| format!("{kind:?}").to_lowercase())
            .collect();
        let codes: Vec<String> = (property.codes.iter())
            .map(|code| format!("{} = {}", code.id, code.label))
            .collect();
        let qualifiers: Vec<String> = (property.qualifiers.iter())
            .map(|q| {
                let codes = if q.codes.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", q.codes.join(", "))
                };
                format!("{}{codes}", q.name)
            })
            .collect();
        let told = |name: &str, all: &[String]| {
            if all.is_empty() {
                String::new()
            } else {
                format!(" {name}: {}.", all.join("; "))
            }
        };
        fill(
            &self.texts.property,
            &[
                ("{id}", property.id.as_str()),
                ("{kinds}", &kinds.join(" or ")),
                ("{definition}", &property.definition),
                ("{codes}", &told("Codes", &codes)),
                ("{qualifiers}", &told("Qualifiers", &qualifiers)),
            ],
        )
    }

    /// The form of the answer, with these properties and this subject.
    pub fn schema(&self, properties: &[&Property], subject: &str) -> Json {
        let mut schema = self.schema.clone();
        let unique = |mut all: Vec<&str>| {
            all.sort_unstable();
            all.dedup();
            all.into_iter().map(Json::from).collect::<Vec<_>>()
        };
        let qualifiers = properties.iter().flat_map(|p| &p.qualifiers);
        let lists = [
            (
                "$properties",
                unique(properties.iter().map(|p| p.id.as_str()).collect()),
            ),
            (
                "$codes",
                unique(
                    (properties.iter().flat_map(|p| &p.codes))
                        .map(|c| c.id.as_str())
                        .collect(),
                ),
            ),
            (
                "$qualifiers",
                unique(qualifiers.map(|q| q.name.as_str()).collect()),
            ),
            ("$subject", vec![Json::from(subject)]),
        ];
        replace(&mut schema, &lists);
        schema
    }
}

/// The properties that a state may have and that this pattern names: all, one, or a family as `treaty.*`. Those of
/// geometry and of yes or no are left out: no words could be compared with them.
pub fn properties<'v>(vocabulary: &'v Vocabulary, pattern: &str) -> Vec<&'v Property> {
    use whitestone_model::ValueKind::{Boolean, Geometry};
    let named = |id: &str| match pattern.strip_suffix('*') {
        Some(family) => id.starts_with(family),
        None => pattern.is_empty() || id == pattern,
    };
    (vocabulary.properties.values())
        .filter(|p| named(p.id.as_str()) && p.subject.iter().any(|kind| kind == "state"))
        .filter(|p| {
            !p.value
                .iter()
                .any(|kind| matches!(kind, Geometry | Boolean))
        })
        .collect()
}

/// Each `{name}` by its text, in one pass: what was put in is not looked at again.
fn fill(template: &str, fields: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((at, (name, text))) = (fields.iter())
        .filter_map(|field| Some((rest.find(field.0)?, field)))
        .min_by_key(|(at, _)| *at)
    {
        filled.push_str(rest.get(..at).unwrap_or_default());
        filled.push_str(text);
        rest = rest.get(at + name.len()..).unwrap_or_default();
    }
    filled + rest
}

/// Puts lists in the place of their names, within arrays.
fn replace(json: &mut Json, lists: &[(&str, Vec<Json>)]) {
    match json {
        Json::Array(items) => {
            let old = std::mem::take(items);
            for mut item in old {
                let list = lists.iter().find(|(name, _)| item == *name);
                if let Some((_, list)) = list {
                    items.extend(list.iter().cloned());
                } else {
                    replace(&mut item, lists);
                    items.push(item);
                }
            }
        }
        Json::Object(fields) => fields.values_mut().for_each(|value| replace(value, lists)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let filled = fill("{a} and {b}", &[("{a}", "{b}"), ("{b}", "{a}")]);
        assert_eq!(filled, "{b} and {a}");
    }

    #[test]
    fn the_schema_names_the_vocabulary() {
        let vocabulary = Vocabulary::parse([(
            "own.toml",
            "[[property]]\nid = 'a.b'\nlabel = 'A'\ndefinition = 'x'\nsubject = ['state']\nvalue = ['code']\n[[property.code]]\nid = 'yes'\nlabel = 'y'\n",
        )])
        .expect("a vocabulary");
        let brief = Brief::parse(None, None).expect("the built-in texts");
        let wanted = properties(&vocabulary, "a.*");
        let schema = brief.schema(&wanted, "Kembra").to_string();
        assert!(schema.contains(r#""enum":["a.b"]"#), "{schema}");
        assert!(schema.contains(r#""enum":["","yes"]"#), "{schema}");
        assert!(schema.contains(r#""enum":["Kembra"]"#), "{schema}");
        assert!(!schema.contains('$'), "{schema}");
        assert!(
            brief
                .system(&wanted)
                .contains("a.b (code): x Codes: yes = y.")
        );
        assert_eq!(properties(&vocabulary, "c.*"), Vec::<&Property>::new());
    }

    #[test]
    fn a_wrong_file_is_named() {
        let error = Brief::parse(Some("system = 3"), None).expect_err("no text");
        assert!(error.to_string().starts_with("assist/prompt.toml: "));
        let error = Brief::parse(None, Some("{")).expect_err("no JSON");
        assert!(error.to_string().starts_with("assist/schema.json: "));
    }
}
