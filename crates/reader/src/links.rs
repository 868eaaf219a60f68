//! Marker to note, Ibid. to the note that names the source, and what leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use whitestone_model::document::{Citation, CitationKind, Edge, Marker, Note};
use whitestone_model::{Diagnostic, Severity};

use crate::diagnostics::note;

/// Links the markers to their notes: where a number is used twice, to the nearest note after the marker.
pub(crate) fn markers(markers: &mut [Marker], notes: &[Note], diagnostics: &mut Vec<Diagnostic>) {
    let mut by_label: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, found) in notes.iter().enumerate() {
        by_label.entry(&found.label).or_default().push(at);
    }
    let mut cited = BTreeSet::new();
    for marker in markers.iter_mut() {
        let same = by_label
            .get(marker.label.as_str())
            .map(Vec::as_slice)
            .unwrap_or_default();
        let passed = same.partition_point(|&at| {
            notes
                .get(at)
                .is_some_and(|n| n.span.start < marker.span.start)
        });
        marker.note = same.get(passed).or(same.last()).copied();
        match marker.note {
            Some(at) => {
                cited.insert(at);
            }
            None => diagnostics.push(note(
                Severity::Warning,
                "marker-without-note",
                &format!(
                    "Marker {} has no note. Is the end of the document missing?",
                    marker.label
                ),
                Some(marker.span),
            )),
        }
    }
    for (at, found) in notes.iter().enumerate() {
        if !cited.contains(&at) {
            let message = format!("No marker in the text leads to note {}.", found.label);
            diagnostics.push(note(
                Severity::Note,
                "note-without-marker",
                &message,
                Some(found.span),
            ));
        }
    }
    for (label, same) in by_label.iter().filter(|(_, same)| same.len() > 1) {
        let span = same
            .get(1)
            .and_then(|&at| notes.get(at))
            .map(|found| found.span);
        let message = format!(
            "The note number {label} is used {} times; each marker was led to the next such note.",
            same.len()
        );
        diagnostics.push(note(Severity::Warning, "note-number-twice", &message, span));
    }
}

/// Follows each Ibid. to the note that names the source, and checks pointers to notes of this document.
pub(crate) fn notes(notes: &mut [Note], diagnostics: &mut Vec<Diagnostic>) {
    let labels: BTreeSet<String> = notes.iter().map(|found| found.label.clone()).collect();
    // Where an Ibid. in the next citation leads: the note and whether it named several sources.
    let mut root: Option<(String, bool)> = None;
    for found in notes.iter_mut() {
        let sources = found.citations.iter().filter(|c| is_source(c.kind)).count();
        for citation in &mut found.citations {
            match (citation.kind, &citation.edge) {
                (CitationKind::Ibid, _) => match &root {
                    Some((label, several)) => {
                        citation.edge = Some(Edge::Note(label.clone()));
                        if *several && *label != found.label {
                            diagnostics.push(note(Severity::Note, "ambiguous-ibid", &format!("Ibid. in note {} follows a note with several sources; the last one is meant as a rule.", found.label), Some(citation.span)));
                        }
                    }
                    None => diagnostics.push(note(
                        Severity::Warning,
                        "unresolved-ibid",
                        &format!("Ibid. in note {} has no source before it.", found.label),
                        Some(citation.span),
                    )),
                },
                (CitationKind::Explanatory, _) => root = None,
                (_, edge) => {
                    if let Some(Edge::Note(label)) = edge
                        .as_ref()
                        .filter(|edge| matches!(edge, Edge::Note(label) if !labels.contains(label)))
                    {
                        diagnostics.push(note(
                            Severity::Warning,
                            "dead-cross-reference",
                            &format!(
                                "Note {} points to note {label}, which does not exist.",
                                found.label
                            ),
                            Some(citation.span),
                        ));
                    }
                    root = Some((found.label.clone(), sources > 1));
                }
            }
        }
        if found.citations.is_empty() {
            root = None;
        }
    }
}

/// Leads what names a source again, in full or in short, to the citation that named it first: the same form of source
/// from the same persons (or organisations, or of the same title), and no other date.
pub(crate) fn repeats(notes: &mut [Note]) {
    for Repeat { of, first } in found_again(notes) {
        let Some(earlier) = notes.get(first.0) else {
            continue;
        };
        let confidential = earlier
            .citations
            .get(first.1)
            .is_some_and(|c| c.confidential);
        let edge = Edge::Source {
            note: earlier.label.clone(),
            index: first.1,
        };
        let later = notes.get_mut(of.0);
        if let Some(citation) = later.and_then(|note| note.citations.get_mut(of.1)) {
            citation.confidential |= confidential;
            citation.edge = Some(edge);
        }
    }
}

/// A citation, by its note and its place in the note.
type Place = (usize, usize);

/// A citation that names again what another named first.
struct Repeat {
    of: Place,
    first: Place,
}

fn found_again(notes: &[Note]) -> Vec<Repeat> {
    let mut first: FxHashMap<Key, Vec<(Place, &Citation)>> = FxHashMap::default();
    let mut labels = FxHashSet::default();
    let mut repeats = Vec::new();
    // Where numbers begin anew on every page, a label says too little.
    let told = notes
        .iter()
        .enumerate()
        .filter(|(_, note)| labels.insert(note.label.as_str()));
    for (at, note) in told {
        for (index, citation) in note.citations.iter().enumerate() {
            let Some(key) = Key::of(citation) else {
                continue;
            };
            let named = first.entry(key).or_default();
            let same = named
                .iter()
                .rev()
                .find(|(_, earlier)| is_meant_by(earlier, citation));
            match same {
                Some(&(first, _)) => repeats.push(Repeat {
                    of: (at, index),
                    first,
                }),
                None => named.push(((at, index), citation)),
            }
        }
    }
    repeats
}

/// What a source is known by: its kind, and who speaks or what it is called.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    kind: CitationKind,
    by: &'a [String],
    with: &'a [String],
    called: [&'a str; 3],
}

impl<'a> Key<'a> {
    fn of(citation: &'a Citation) -> Option<Self> {
        use CitationKind::{
            AnnualReport, CrossReference, Explanatory, Ibid, TitledSource, TreatyReport, Unknown,
        };
        let mut key = Self {
            kind: citation.kind,
            by: &citation.persons,
            with: &[],
            called: [""; 3],
        };
        match citation.kind {
            CrossReference | Explanatory | Ibid | Unknown => return None,
            TitledSource | AnnualReport | TreatyReport => {
                key.with = &citation.organisations;
                key.called = [&citation.title, citation.period.as_str(), &citation.form];
            }
            _ if !citation.persons.is_empty() => {}
            _ if !citation.organisations.is_empty() => key.by = &citation.organisations,
            _ => key.called = [&citation.role, "", ""],
        }
        let named = key.by.iter().chain(key.with).any(|name| !name.is_empty());
        (named || key.called.iter().any(|name| !name.is_empty())).then_some(key)
    }
}

/// A short form may leave out the date and the meeting, but names no others.
fn is_meant_by(earlier: &Citation, later: &Citation) -> bool {
    let date = !later.date.is_stated() || later.date == earlier.date;
    let title = later.title.is_empty() || later.title == earlier.title;
    date && title && later.edge.is_none()
}

fn is_source(kind: CitationKind) -> bool {
    !matches!(kind, CitationKind::Explanatory)
}
