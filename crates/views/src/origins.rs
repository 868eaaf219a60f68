//! How many independent origins stand behind several statements.
//!
//! Two reports that cite one letter are one voice. Every statement carries marks of what it goes back to: the
//! sources named in the notes it cites (Ibid. followed), else its speaker and the day he spoke, else its document.
//! Statements that share a mark are one origin.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{DocumentId, Edtf, Fingerprint, Source};

use crate::Statement;

/// What a statement goes back to, in a form that is equal where two statements are one voice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A source that a note names, or the note itself where it names none.
    Cited(Arc<str>),
    /// A speaker and the day on which he spoke.
    SaidOn(Arc<str>, Edtf),
    /// A speaker and the document that carries his word.
    SaidIn(Arc<str>, DocumentId),
    /// A compiler's own voice: a sentence that cites nothing.
    OwnVoice(DocumentId),
    /// A person's own entry.
    Entry(Fingerprint),
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cited(source) => f.write_str(source),
            Self::SaidOn(speaker, day) => write!(f, "said by {speaker} on {day}"),
            Self::SaidIn(speaker, document) => write!(f, "said by {speaker} in {document}"),
            Self::OwnVoice(document) => write!(f, "document {document}"),
            Self::Entry(entry) => write!(f, "entry {entry}"),
        }
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The sources that a note names, each with equal text in whichever report it stands; sorted, each once.
pub fn cited(label: &str, source: &Source) -> Arc<[Mark]> {
    let whole = || BTreeSet::from([format!("note {label} of {}", source.id)]);
    let named: Option<BTreeSet<String>> = source.notes.get(label).map(|note| {
        let citations = note.citations.iter();
        citations
            .filter(|citation| citation.kind != CitationKind::Explanatory)
            .map(|citation| citation_mark(citation, label, source))
            .collect()
    });
    let marks = named
        .filter(|marks| !marks.is_empty())
        .unwrap_or_else(whole);
    marks
        .into_iter()
        .map(|mark| Mark::Cited(mark.into()))
        .collect()
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

/// Without the differences of spacing and capitals that one name has in two places.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let start = folded.len();
        folded.push_str(word);
        match folded.get_mut(start..) {
            Some(word) if word.is_ascii() => word.make_ascii_lowercase(),
            _ => folded.replace_range(start.., &word.to_lowercase()),
        }
    }
    folded
}

fn is_own_voice(statement: &Statement) -> bool {
    matches!(statement.origins.as_ref(), [Mark::OwnVoice(_)])
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
    let mut family_of: BTreeMap<&Mark, usize> = BTreeMap::new();
    let origins = all.iter().filter(|statement| !repeats(statement));
    for (number, statement) in origins.enumerate() {
        let marks = || statement.origins.iter();
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
