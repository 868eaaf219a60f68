//! Portion by portion, from the sentences of a document to candidates.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;
use whitestone_extract::{Pointer, RuleSet};
use whitestone_model::{Candidate, Document, Origin, Vocabulary};

use crate::brief::{Brief, properties};
use crate::check::check;
use crate::portion::{Portion, portions};
use crate::refusal::Refused;
use crate::{Model, Request, Usage};

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The properties, and the lists that name things.
    pub vocabulary: &'a Vocabulary,
    /// What reads the words that are pointed at.
    pub rules: &'a RuleSet,
    /// The texts of the task.
    pub brief: &'a Brief,
    /// Which properties: all where empty, one, or a family as `treaty.*`.
    pub properties: &'a str,
    /// Bytes of text in one request.
    pub portion_bytes: usize,
    /// Requests for one document.
    pub requests: usize,
}

/// A sentence that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// Its words.
    pub sentence: String,
    /// Why.
    pub why: &'static str,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// What passed every check, in the order of the text; what the rules propose as well is not among them.
    pub candidates: Vec<Candidate>,
    /// How many say what the rules say too.
    pub agreed: usize,
    /// What did not pass, and why.
    pub refused: Vec<Refused>,
    /// What was not sent, and why.
    pub withheld: Vec<Withheld>,
    /// What it took.
    pub usage: Usage,
    /// Why it ended early, if it did.
    pub ended: Option<String>,
}

/// The requests that [`suggest`] would make. Nothing is sent.
pub fn dry_run(document: &Document, asked: Asked<'_>) -> (Vec<Request>, Vec<Withheld>) {
    let (portions, withheld) = portions(document, asked.brief, asked.portion_bytes);
    let requests = (portions.iter().take(asked.requests))
        .map(|portion| request(document, portion, asked))
        .collect();
    (requests, withheld)
}

/// Asks a model for claims in the running text of a document. `known` are the candidates that the rules found.
///
/// The first request that is not answered ends it: what was found until then is kept, and the reason is told.
pub fn suggest(
    document: &Document,
    known: &[Candidate],
    asked: Asked<'_>,
    model: &mut dyn Model,
) -> Suggestions {
    let wanted = properties(asked.vocabulary, asked.properties);
    let (portions, withheld) = portions(document, asked.brief, asked.portion_bytes);
    let mut found = Suggestions {
        withheld,
        ..Suggestions::default()
    };
    let mut pointers = Vec::new();
    for (number, portion) in portions.iter().enumerate() {
        if number == asked.requests {
            let left = portions.len() - number;
            let most = asked.requests;
            found.ended = Some(format!(
                "{left} portions are left after {most} requests (`requests` in assist.toml)"
            ));
            break;
        }
        match model.ask(&request(document, portion, asked)) {
            Ok(answer) => {
                found.usage.add(&answer);
                let (taken, refused) = check(&answer.text, portion, &wanted);
                pointers.extend(taken);
                found.refused.extend(refused);
            }
            Err(why) => {
                found.ended = Some(why.to_string());
                break;
            }
        }
    }
    read(document, known, asked, model.name(), pointers, &mut found);
    found
}

fn request(document: &Document, portion: &Portion, asked: Asked<'_>) -> Request {
    let wanted = properties(asked.vocabulary, asked.properties);
    let published = document.meta.published.as_str();
    Request {
        system: asked.brief.system(&wanted),
        user: (asked.brief).request(&portion.subject.name, published, &portion.lines()),
        schema: asked.brief.schema(&wanted, &portion.subject.name),
    }
}

/// Reads what is pointed at, and sorts out what is known already.
fn read(
    document: &Document,
    known: &[Candidate],
    asked: Asked<'_>,
    model: &str,
    pointers: Vec<(Pointer, String)>,
    found: &mut Suggestions,
) {
    let (pointers, said): (Vec<Pointer>, Vec<String>) = pointers.into_iter().unzip();
    let origin = Origin {
        rule: format!("{}{model}", Origin::MODEL),
        rules_version: format!("{}+{}", asked.brief.version, asked.rules.version()),
    };
    let by_rules: BTreeSet<_> = known.iter().map(Candidate::id).collect();
    let mut seen = BTreeSet::new();
    for (read, said) in asked
        .rules
        .read_at(document, &pointers)
        .into_iter()
        .zip(said)
    {
        match read {
            Ok(assertion) => {
                let candidate = Candidate {
                    assertion: Arc::new(assertion),
                    origin: origin.clone(),
                };
                if !seen.insert(candidate.id()) {
                    continue;
                }
                if by_rules.contains(&candidate.id()) || agrees(&candidate, known) {
                    found.agreed += 1;
                } else {
                    found.candidates.push(candidate);
                }
            }
            Err(unread) => found.refused.push(Refused {
                said,
                reason: unread.into(),
            }),
        }
    }
    let place = |candidate: &Candidate| {
        let passage = candidate.assertion.passages().next();
        let ranges = passage.map(|passage| passage.ranges.clone());
        (ranges, candidate.assertion.property.clone(), candidate.id())
    };
    found.candidates.sort_by_key(place);
}

/// Do the rules say the same at overlapping words? Quotes of a model are longer or shorter than theirs.
fn agrees(candidate: &Candidate, known: &[Candidate]) -> bool {
    let own = &candidate.assertion;
    let overlaps = |other: &whitestone_model::Assertion| {
        let ranges = |a: &whitestone_model::Assertion| -> Vec<_> {
            a.passages().flat_map(|p| p.ranges.clone()).collect()
        };
        let (mine, theirs) = (ranges(own), ranges(other));
        (mine.iter()).any(|a| theirs.iter().any(|b| a.common(*b) > 0))
    };
    (known.iter().map(|other| &other.assertion)).any(|other| {
        other.property == own.property
            && other.subject == own.subject
            && other.content == own.content
            && other.qualifiers == own.qualifiers
            && overlaps(other)
    })
}
