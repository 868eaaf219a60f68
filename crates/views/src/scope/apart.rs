//! Why two claims that look contradictory are not.

use serde::Serialize;
use whitestone_model::{Assertion, Modality, PropertyId, Vocabulary};

use super::{Relation, Respect, Scope, Scopes};
use crate::Statement;
use crate::cells::unlisted;
use crate::days::meet;
use crate::words::Tongue;

/// One respect in which two statements speak of different things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// In what: `subject`, `property`, `time`, `modality`, or the name of a qualifier.
    pub what: String,
    /// Both sides, in words.
    pub text: String,
}

/// In what two statements differ beyond their values: subject, property, place, device, treaty and every other qualifier
/// that tells cells apart, the days of which they speak, and whether one is a plan or says that it is not known.
/// Empty where both speak of the same.
pub fn apart(a: &Statement, b: &Statement, vocabulary: &Vocabulary) -> Vec<Difference> {
    let scope = |statement: &Statement| {
        scope_of(
            statement,
            &mut Scopes::new(&statement.assertion.subject, vocabulary),
        )
    };
    let (of_a, of_b) = (scope(a), scope(b));
    differences((a, &of_a), (b, &of_b), Tongue::new(vocabulary))
}

/// What a statement speaks of.
pub(super) fn scope_of(statement: &Statement, scopes: &mut Scopes<'_>) -> Scope {
    let assertion = &statement.assertion;
    match scopes.vocabulary.property(&assertion.property) {
        Some(property) => scopes.of(property, &assertion.qualifiers),
        None => scopes.of(&unlisted(&assertion.property), &assertion.qualifiers),
    }
}

/// As [`apart`], of statements whose scopes are known.
pub(super) fn differences(
    (a, scope): (&Statement, &Scope),
    (b, other_scope): (&Statement, &Scope),
    tongue: Tongue<'_>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differs = |what: &str, text: String| {
        found.push(Difference {
            what: what.to_owned(),
            text,
        });
    };
    let (one, other) = (&a.assertion, &b.assertion);
    if (&one.subject.kind, &one.subject.id) != (&other.subject.kind, &other.subject.id) {
        differs(
            "subject",
            format!("{}; {}", one.subject.name, other.subject.name),
        );
    }
    if one.property != other.property {
        let label = |id: &PropertyId| tongue.label(id);
        differs(
            "property",
            format!("{}; {}", label(&one.property), label(&other.property)),
        );
    }
    for respect in respects(scope, other_scope) {
        let value = |assertion: &'_ Assertion| assertion.qualifiers.get(&respect.name).cloned();
        let relation = scope.by(respect, other_scope);
        if let Some(text) = related(value(one), value(other), relation) {
            differs(&respect.name, text);
        }
    }
    if !meet(a.days, b.days) {
        let (when, other) = (tongue.when(one), tongue.when(other));
        differs("time", format!("{when}; {other}"));
    }
    let kind = |statement: &Statement| match statement.assertion.modality {
        Modality::Planned => "planned",
        _ if statement.normal.is_unknown() => "not known",
        Modality::Unknown => "not known",
        _ => "so",
    };
    if kind(a) != kind(b) {
        differs("modality", format!("{}; {}", kind(a), kind(b)));
    }
    found
}

/// The respects of two scopes, each once, by name.
fn respects<'s>(scope: &'s Scope, other: &'s Scope) -> Vec<&'s Respect> {
    let mut respects: Vec<&Respect> = scope.respects.iter().chain(&other.respects).collect();
    respects.sort_by(|x, y| x.name.cmp(&y.name));
    respects.dedup_by(|x, y| x.name == y.name);
    respects
}

/// How the values of one qualifier stand to each other, in words; `None` where they are the same.
fn related(one: Option<String>, other: Option<String>, relation: Relation) -> Option<String> {
    let within = |part: Option<String>, whole: Option<String>| {
        let part = part.unwrap_or_else(|| UNNAMED.to_owned());
        let whole = whole.unwrap_or_else(|| "the whole".to_owned());
        (part, whole)
    };
    let beside = || {
        let name = |value: &Option<String>| value.clone().unwrap_or_else(|| UNNAMED.to_owned());
        format!("{}; {}", name(&one), name(&other))
    };
    match relation {
        Relation::Same => None,
        Relation::Wider => {
            let (part, whole) = within(other, one);
            Some(format!("{whole}, of which {part} is a part"))
        }
        Relation::Narrower => {
            let (part, whole) = within(one, other);
            Some(format!("{part}, a part of {whole}"))
        }
        Relation::Meets => Some(format!("{} (they share a part)", beside())),
        Relation::Apart => Some(beside()),
    }
}

/// In place of a qualifier that a statement leaves out.
const UNNAMED: &str = "not named";
