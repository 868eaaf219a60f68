//! How many independent origins stand behind several statements.
//!
//! Two reports that cite one letter are one voice. Every statement carries marks of what it goes back to: the
//! sources named in the notes it cites, else its speaker and the day he spoke, else its document. Pointers are followed
//! to their end: Ibid. to the note before, "Report 2005, note 7" into that report where it is at hand. Statements that
//! share a mark are one origin.

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

/// How far a pointer is followed: enough for a report that cites a report that cites one, and an end to circles.
const DEPTH: usize = 8;

/// The sources that a note names, each with equal text in whichever report it stands; sorted, each once.
pub fn cited(label: &str, source: &Source, all: &BTreeMap<DocumentId, Source>) -> Arc<[Mark]> {
    let mut chain = Chain {
        all,
        ends: BTreeSet::new(),
    };
    chain.note(label, source, DEPTH);
    chain
        .ends
        .into_iter()
        .map(|mark| Mark::Cited(mark.into()))
        .collect()
}

/// From a note along its pointers to the sources at their ends.
struct Chain<'a> {
    all: &'a BTreeMap<DocumentId, Source>,
    ends: BTreeSet<String>,
}

impl<'a> Chain<'a> {
    /// All sources of a note; the note itself where it names none.
    fn note(&mut self, label: &str, source: &'a Source, depth: usize) {
        let note = source.notes.get(label);
        let citations = note.map_or(&[][..], |note| &note.citations);
        let before = self.ends.len();
        for citation in citations.iter().filter(|c| is_source(c)) {
            self.citation(citation, label, source, depth);
        }
        if self.ends.len() == before && !citations.iter().any(is_source) {
            self.ends.insert(note_mark(label, source));
        }
    }

    fn citation(&mut self, citation: &'a Citation, label: &str, source: &'a Source, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            self.ends.insert(note_mark(label, source));
            return;
        };
        match &citation.edge {
            Some(Edge::Note(other)) if citation.kind == CitationKind::Ibid => {
                self.same_as(citation, other, source, depth);
            }
            Some(Edge::Note(other)) => self.note(other, source, depth),
            Some(Edge::Source { note, index }) => {
                let cited = source.notes.get(note).and_then(|n| n.citations.get(*index));
                match cited {
                    Some(cited) => self.citation(cited, note, source, depth),
                    None => self.end(note_mark(note, source)),
                }
            }
            Some(Edge::Work { title, pages }) => {
                self.work(title, pages, &citation.notes, source, depth);
            }
            Some(Edge::Report { country }) => self.end(format!(
                "report on {} in {} {}",
                folded(country),
                source.meta.publisher,
                source.meta.edition.unwrap_or_default()
            )),
            None => self.end(own_mark(citation, label, source)),
        }
    }

    /// Ibid. means the last source of the note it leads to; "Ibid., note 7" another note of the work named there.
    fn same_as(&mut self, ibid: &'a Citation, label: &str, source: &'a Source, depth: usize) {
        let note = source.notes.get(label);
        let last = note.and_then(|note| note.citations.iter().rfind(|c| is_source(c)));
        match last {
            None => self.end(note_mark(label, source)),
            Some(last) => match &last.edge {
                Some(Edge::Work { title, pages }) if !ibid.notes.is_empty() => {
                    self.work(title, pages, &ibid.notes, source, depth);
                }
                _ => self.citation(last, label, source, depth),
            },
        }
    }

    /// Into another edition on the same subject, if it is at hand and a note of it is named.
    fn work(&mut self, title: &str, pages: &str, notes: &[String], from: &Source, depth: usize) {
        let work = self
            .all
            .values()
            .find(|source| is_work(source, title, from));
        if notes.is_empty() {
            self.end(format!("work {} {pages}", folded(title)));
        }
        for label in notes {
            match work.filter(|work| work.notes.contains_key(label)) {
                Some(work) => self.note(label, work, depth),
                None => self.end(format!("note {label} of {}", folded(title))),
            }
        }
    }

    fn end(&mut self, mark: String) {
        self.ends.insert(mark);
    }
}

/// Is this document the work that another one names by its title?
fn is_work(source: &Source, title: &str, from: &Source) -> bool {
    source.meta.subject == from.meta.subject
        && source.id != from.id
        && source.meta.title.ends_with(title)
}

/// Does a note of a known document name one of the new ones?
pub(crate) fn point_into(
    known: &BTreeMap<DocumentId, Source>,
    new: &BTreeMap<DocumentId, Source>,
) -> bool {
    known.values().any(|from| {
        let citations = from.notes.values().flat_map(|note| &note.citations);
        let mut titles = citations.filter_map(|citation| match &citation.edge {
            Some(Edge::Work { title, .. }) => Some(title),
            _ => None,
        });
        titles.any(|title| new.values().any(|source| is_work(source, title, from)))
    })
}

fn is_source(citation: &Citation) -> bool {
    citation.kind != CitationKind::Explanatory
}

fn note_mark(label: &str, source: &Source) -> String {
    format!("note {label} of {}", source.id)
}

/// One source of its own: two notes that describe it alike are one, in whichever report they stand. Whoever is not named
/// is known by his role, the place and the day: two talks with "a military source" on one day in one town may be two,
/// but nobody can tell, and origins are rather counted too few than too many.
fn own_mark(citation: &Citation, label: &str, source: &Source) -> String {
    let persons = citation.persons.join(", ");
    let named = [&persons, &citation.title, &citation.number]
        .iter()
        .any(|part| !part.is_empty());
    if !citation.date.is_stated() {
        return format!("{} at {}", note_mark(label, source), citation.span.start);
    }
    if named {
        return format!(
            "{:?} {} {} {} {}",
            citation.kind,
            folded(&persons),
            folded(&citation.title),
            folded(&citation.number),
            citation.date
        );
    }
    let who = [&citation.role, &citation.organisations.join(", ")].map(|part| folded(part));
    if who.iter().all(String::is_empty) {
        return format!("{} at {}", note_mark(label, source), citation.span.start);
    }
    format!(
        "{:?} {} {} {}",
        citation.kind,
        who.join(" "),
        folded(&citation.place),
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
    let mut statements = statements.into_iter();
    let Some(first) = statements.next() else {
        return 0;
    };
    // Most stand alone.
    let Some(second) = statements.next() else {
        return 1;
    };
    let all: Vec<&Statement> = [first, second].into_iter().chain(statements).collect();
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
