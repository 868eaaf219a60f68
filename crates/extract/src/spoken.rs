//! When the sources of a note spoke or wrote.

use whitestone_model::document::{Citation, CitationKind, Edge, Note};
use whitestone_model::{Edtf, Modality};

use crate::frames::FrameKind;
use crate::site::Site;

impl Site<'_> {
    /// When the source of the notes spoke or wrote, where somebody speaks at all; of several sources the one whose
    /// date lies in the time that the text names.
    pub fn spoken(&self, notes: &[usize], said: Option<&Edtf>) -> Option<Edtf> {
        let speech = (self.frames.iter()).any(|f| {
            f.kind == FrameKind::Speech
                || (f.speaks() && f.kind != FrameKind::Negation)
                || matches!(
                    f.kind,
                    FrameKind::Shade(Modality::Planned | Modality::Estimated | Modality::Alleged)
                )
        });
        if !speech {
            return None;
        }
        if let Some(own) = self.own_note_before() {
            return Some(own.date.clone())
                .filter(|date| fits(date, said))
                .or_else(|| said.cloned());
        }
        for note in notes.iter().filter_map(|marker| self.note_of(*marker)) {
            let cited = self.cited(note);
            let dated = |talk: bool| {
                (cited.iter()).filter(move |c| c.date.is_stated() && is_talk(c.kind) == talk)
            };
            if let Some(talk) = dated(true).find(|c| fits(&c.date, said)) {
                return Some(talk.date.clone());
            }
            // What nobody in particular "reported in 2021" is no more exact for one article's day.
            let year = said.is_some_and(|said| said.as_str().len() == 4);
            let vague = year && !self.frames.iter().any(|frame| frame.speaks());
            let written = dated(false).filter(|c| c.kind != CitationKind::Unknown && !vague);
            let common = common(written.map(|c| &c.date));
            if let Some(date) = common.filter(|date| fits(date, said)) {
                return Some(date);
            }
        }
        said.cloned()
    }

    fn note_of(&self, marker: usize) -> Option<&Note> {
        let note = self.document.markers.get(marker)?.note?;
        self.document.notes.get(note)
    }

    /// The sources of a note; those of another one for Ibid.
    pub fn cited<'a>(&'a self, note: &'a Note) -> Vec<&'a Citation> {
        let mut found = Vec::new();
        for citation in &note.citations {
            match &citation.edge {
                Some(Edge::Note(label)) if *label != note.label => {
                    let meant = self.document.notes.iter().filter(|n| n.label == *label);
                    found.extend(meant.flat_map(|n| &n.citations));
                }
                _ => found.push(citation),
            }
        }
        found
    }

    /// In a note: the source named in it before the evidence.
    pub fn own_note_before(&self) -> Option<&Citation> {
        if !self.in_note {
            return None;
        }
        let start = self.evidence.start;
        let note = (self.document.notes.iter()).find(|note| note.span.contains(start))?;
        (note.citations.iter().rev()).find(|c| c.span.end <= start && is_talk(c.kind))
    }

    /// The sources that document what is said at `said`.
    pub fn sources(&self, notes: &[usize], said: Option<&Edtf>) -> Vec<&Citation> {
        (notes.iter())
            .filter_map(|marker| self.note_of(*marker))
            .flat_map(|note| self.cited(note))
            .filter(|citation| fits(&citation.date, said))
            .collect()
    }
}

/// Does a source's date lie in the time that the text names, if it names one?
fn fits(date: &Edtf, said: Option<&Edtf>) -> bool {
    said.is_none_or(|said| date.as_str().starts_with(said.as_str()))
}

/// Somebody's own words.
pub(crate) const fn is_talk(kind: CitationKind) -> bool {
    matches!(
        kind,
        CitationKind::Interview
            | CitationKind::Statement
            | CitationKind::Letter
            | CitationKind::Fax
            | CitationKind::Email
            | CitationKind::Correspondence
    )
}

/// As much of the date as all of them share: the day of one article, the year of two.
fn common<'a>(mut dates: impl Iterator<Item = &'a Edtf>) -> Option<Edtf> {
    let first = dates.next()?.clone();
    let shared = dates.try_fold(first.as_str(), |shared, date| {
        let mut parts: Vec<usize> = shared.match_indices('-').map(|(at, _)| at).collect();
        parts.push(shared.len());
        let of = |end: &usize| {
            shared
                .get(..*end)
                .filter(|part| date.as_str().starts_with(part))
        };
        parts.iter().rev().find_map(of)
    })?;
    shared.parse().ok()
}
