//! How many independent origins stand behind several statements.
//!
//! Two reports that cite one letter are one voice. Every statement carries marks of what it goes back to: the
//! sources named in the notes it cites (Ibid. followed), else its speaker and the day he spoke, else its document.
//! Statements that share a mark are one origin.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{Assertion, DocumentId, Source};

use crate::Statement;

/// What a statement goes back to.
pub fn marks(assertion: &Assertion, source: Option<&Source>) -> BTreeSet<String> {
    let cited: BTreeSet<String> = assertion
        .notes
        .iter()
        .flat_map(|label| note_marks(label, source))
        .collect();
    if !cited.is_empty() {
        return cited;
    }
    let document = assertion.document();
    let own = match (assertion.claimants.first(), document) {
        (Some(speaker), _) if assertion.stated.is_stated() => {
            format!("said by {} on {}", folded(speaker), assertion.stated)
        }
        (Some(speaker), Some(document)) => format!("said by {} in {document}", folded(speaker)),
        (None, Some(document)) => own_voice(document),
        (_, None) => format!("entry {}", assertion.fingerprint()),
    };
    BTreeSet::from([own])
}

fn note_marks(label: &str, source: Option<&Source>) -> Vec<String> {
    let Some(source) = source else {
        return vec![];
    };
    let whole = || vec![format!("note {label} of {}", source.id)];
    let Some(note) = source.notes.get(label) else {
        return whole();
    };
    let marks: Vec<String> = note
        .citations
        .iter()
        .filter(|citation| citation.kind != CitationKind::Explanatory)
        .map(|citation| citation_mark(citation, label, source))
        .collect();
    if marks.is_empty() { whole() } else { marks }
}

fn citation_mark(citation: &Citation, label: &str, source: &Source) -> String {
    match &citation.edge {
        Some(Edge::Note(other)) => source
            .notes
            .get(other)
            .and_then(|note| note.citations.iter().find(|c| c.edge.is_none()))
            .map_or_else(
                || format!("note {other} of {}", source.id),
                |cited| own_mark(cited, other, source),
            ),
        Some(Edge::Source { note, index }) => source
            .notes
            .get(note)
            .and_then(|note| note.citations.get(*index))
            .map_or_else(
                || format!("note {note} of {}", source.id),
                |cited| own_mark(cited, note, source),
            ),
        Some(Edge::Work { title, pages }) => format!("work {} {pages}", folded(title)),
        Some(Edge::Report { country }) => format!(
            "report on {} in {} {}",
            folded(country),
            source.meta.publisher,
            source.meta.edition.unwrap_or_default()
        ),
        None => own_mark(citation, label, source),
    }
}

/// One source of its own: two notes that describe it alike are one, in whichever report they stand.
fn own_mark(citation: &Citation, label: &str, source: &Source) -> String {
    let persons = citation.persons.join(", ");
    let named = [&persons, &citation.title, &citation.number]
        .iter()
        .any(|part| !part.is_empty());
    if !named || citation.confidential || !citation.date.is_stated() {
        return format!("note {label} of {} at {}", source.id, citation.span.start);
    }
    format!(
        "{:?} {} {} {} {}",
        citation.kind,
        folded(&persons),
        folded(&citation.title),
        folded(&citation.number),
        citation.date
    )
}

fn folded(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// How the mark of a sentence begins that stands in a compiler's own voice and cites nothing; no other mark does.
const OWN_VOICE: &str = "document ";

fn own_voice(document: DocumentId) -> String {
    format!("{OWN_VOICE}{document}")
}

fn is_own_voice(statement: &Statement) -> bool {
    let mut marks = statement.origins.iter();
    marks.any(|mark| mark.starts_with(OWN_VOICE))
}

/// How many independent origins these statements go back to.
///
/// What only repeats, without its source, what the same document carries elsewhere with one, does not count: so do
/// the "key developments" at the head of a report.
pub fn count<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> usize {
    let all: Vec<&Statement> = statements.into_iter().collect();
    if all.len() < 2 {
        return all.len();
    }
    let sourced = all.iter().filter(|statement| !is_own_voice(statement));
    let sourced: BTreeSet<DocumentId> = sourced.filter_map(|s| s.assertion.document()).collect();
    let repeats = |statement: &Statement| {
        let document = statement.assertion.document();
        is_own_voice(statement) && document.is_some_and(|document| sourced.contains(&document))
    };
    let mut families = 0;
    let mut family_of: BTreeMap<&str, usize> = BTreeMap::new();
    let origins = all.iter().filter(|statement| !repeats(statement));
    for (number, statement) in origins.enumerate() {
        let marks = || statement.origins.iter().map(String::as_str);
        let met: BTreeSet<usize> = marks().filter_map(|m| family_of.get(m).copied()).collect();
        let family = met.first().copied().unwrap_or(number);
        if met.len() > 1 {
            let other = |known: &&mut usize| met.contains(*known);
            family_of
                .values_mut()
                .filter(other)
                .for_each(|known| *known = family);
        }
        family_of.extend(marks().map(|mark| (mark, family)));
        // One more where it met none; where it met several, they are one from here on.
        families = families + 1 - met.len();
    }
    families
}
