//! Why two claims that look contradictory are not.

use serde::Serialize;
use whitestone_model::{Modality, PropertyId, Vocabulary};

use super::{Able, Relation, Scope, Scopes};
use crate::Statement;
use crate::cells::unlisted;
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
    let tongue = Tongue::new(vocabulary);
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
    for (name, text) in qualifiers(a, b, vocabulary) {
        differs(&name, text);
    }
    if a.days.0 > b.days.1 || b.days.0 > a.days.1 {
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

/// Qualifiers by which the scopes of two statements are not the same, in words.
fn qualifiers(a: &Statement, b: &Statement, vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let read = |statement: &Statement| -> Scope {
        let assertion = &statement.assertion;
        let mut scopes = Scopes::new(&assertion.subject, vocabulary);
        let unlisted = unlisted(&assertion.property);
        let property = vocabulary
            .property(&assertion.property)
            .unwrap_or(&unlisted);
        scopes.of(property, &assertion.qualifiers)
    };
    let (scope, other) = (read(a), read(b));
    let mut ables: Vec<&Able> = scope.able.iter().chain(&other.able).collect();
    ables.sort_by(|x, y| x.name.cmp(&y.name));
    ables.dedup_by(|x, y| x.name == y.name);
    for able in ables {
        let relation = scope.by(able, &other);
        let value = |statement: &Statement| {
            let value = statement.assertion.qualifiers.get(&able.name);
            value.map_or_else(|| "not named".to_owned(), Clone::clone)
        };
        let (one, two) = (value(a), value(b));
        let text = match relation {
            Relation::Same => continue,
            Relation::Wider => format!("{one}, of which {two} is a part"),
            Relation::Narrower => format!("{one}, a part of {two}"),
            Relation::Meets => format!("{one}; {two} (they share a part)"),
            Relation::Apart => format!("{one}; {two}"),
        };
        found.push((
            able.name.clone(),
            text.replace("of not named", "of the whole")
                .replace("not named, of", "the whole, of"),
        ));
    }
    found
}
