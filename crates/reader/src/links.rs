//! Marker to note, Ibid. to the note that names the source, and what leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::document::{CitationKind, Edge, Marker, Note};
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

fn is_source(kind: CitationKind) -> bool {
    !matches!(kind, CitationKind::Explanatory)
}
