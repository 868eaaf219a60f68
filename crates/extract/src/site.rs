//! Where a match stands, and what its sentence, notes and document say of it: sources, notes, dates.

use std::borrow::Cow;
use std::sync::Arc;

use whitestone_model::document::Document;
use whitestone_model::{Absence, Edtf, Span, Subject};

use crate::binding::{Bindings, Kept, Resolver, SlotValue, plain};
use crate::frames::{Frame, FrameKind};
use crate::mention::View;
use crate::rule::{Piece, Source};
use crate::ruleset::RuleSet;

/// Where a match stands in its document.
pub(crate) struct Site<'a> {
    pub document: &'a Document,
    pub rules: &'a RuleSet,
    pub names: Resolver<'a>,
    pub subject: &'a Arc<Subject>,
    pub view: &'a View,
    /// Ranges of the sentence, row or heading.
    pub ranges: &'a [Span],
    /// Indices of the markers in reach.
    pub markers: &'a [usize],
    /// The next markers further on in the paragraph.
    pub later: &'a [usize],
    /// Frames that govern the evidence, innermost first.
    pub frames: &'a [&'a Frame],
    /// Tokens of the evidence and of the whole match.
    pub quote: (usize, usize),
    pub matched: (usize, usize),
    /// Bytes of the evidence.
    pub evidence: Span,
    /// What a row adds.
    pub cell: Option<Cell>,
    /// Does it stand in a note?
    pub in_note: bool,
    /// The last date of the paragraph before the sentence.
    pub earlier: Option<&'a Edtf>,
    /// For each type of `nearest:`, the last one before the sentence.
    pub latest: &'a [Option<Kept>],
}

/// The value cell that is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// Date of the column's head.
    pub column: Option<Edtf>,
    /// The cell says "unknown" or "none".
    pub absent: Option<Absence>,
    pub label: Span,
    pub value: Span,
}

/// What a claim's sources are resolved with: its slots, which member of each, and when it was so once that is known.
#[derive(Clone, Copy)]
pub(crate) struct Taken<'b> {
    pub bindings: &'b Bindings,
    pub pick: &'b [usize],
    pub when: Option<&'b Edtf>,
    pub stated: Option<&'b Edtf>,
}

impl Site<'_> {
    /// The first piece of the source that there is.
    pub fn resolve<'s>(
        &'s self,
        source: &'s Source,
        taken: Taken<'s>,
    ) -> Option<Cow<'s, SlotValue>> {
        source.iter().find_map(|piece| self.piece(piece, taken))
    }

    /// Its text.
    pub fn text(&self, source: &Source, taken: Taken<'_>) -> Option<String> {
        Some(match self.resolve(source, taken)? {
            Cow::Borrowed(value) => value.text.clone(),
            Cow::Owned(value) => value.text,
        })
    }

    pub fn piece<'s>(&'s self, piece: &'s Piece, taken: Taken<'s>) -> Option<Cow<'s, SlotValue>> {
        let slot = |slot: &usize| taken.bindings.get(*slot)?.as_ref();
        let dated = |date: &Edtf| SlotValue {
            date: Some(date.clone()),
            ..plain(date.as_str())
        };
        let meta = &self.document.meta;
        Some(Cow::Owned(match piece {
            Piece::Constant(value) => return Some(Cow::Borrowed(value)),
            Piece::Topic => plain(&self.subject.name),
            Piece::Slot(number) => {
                let values = slot(number)?;
                let member = taken.pick.get(*number).copied().unwrap_or(0);
                let value = values.get(member).or_else(|| values.first())?;
                return Some(Cow::Borrowed(value));
            }
            Piece::Joined(number) => match slot(number)?.as_slice() {
                [] => SlotValue::default(),
                [one] => return Some(Cow::Borrowed(one)),
                several => {
                    let all: Vec<_> = several.iter().map(|v| v.text.as_str()).collect();
                    plain(&crate::places::joined(&all, &self.rules.tables))
                }
            },
            Piece::EntryDate(number) => {
                let member = taken.pick.get(*number).copied().unwrap_or(0);
                dated(slot(number)?.get(member)?.date.as_ref()?)
            }
            Piece::NearestDate(number) => dated(&self.nearest(*number)?.date?),
            Piece::All(sources) => {
                let texts: Vec<String> = (sources.iter())
                    .filter_map(|source| self.text(source, taken))
                    .collect();
                (!texts.is_empty()).then(|| plain(&texts.join(", ")))?
            }
            Piece::Nearest(number) => self.nearest(*number)?,
            Piece::Page(wanted) => {
                let named = self.names.page.iter().rev().find(|e| wanted.contains(e))?;
                plain(&self.rules.lists.entry(*named)?.name)
            }
            Piece::When => dated(taken.when.filter(|when| is_year(when))?),
            Piece::Quote => plain(&self.names.words(self.evidence)),
            Piece::Context => dated(&self.governing_date()?),
            Piece::Stated => dated(taken.stated.unwrap_or(&meta.published)),
            Piece::Published => dated(&meta.published),
            Piece::DataYear => dated(&Edtf::year(meta.edition? - 1)),
            Piece::Column => dated(self.cell.as_ref()?.column.as_ref()?),
        }))
    }

    /// The last mention of a type before the match: in the sentence, else before it.
    fn nearest(&self, number: usize) -> Option<SlotValue> {
        self.nearest_to(number, self.quote.0)
    }

    pub fn nearest_to(&self, number: usize, end: usize) -> Option<SlotValue> {
        let wanted = self.rules.nearest.get(number)?;
        let here = wanted.last(self.view, end, &self.rules.tables);
        match here {
            Some(mention) => Some(self.names.value(self.view, mention)),
            None => Some(self.names.recall(self.latest.get(number)?.clone()?)),
        }
    }

    /// The markers that document the evidence: the next one at or after it, with those glued to it. What somebody
    /// says in a sentence without a marker is documented by the next one of the paragraph; so is a charge whose accuser
    /// the rule names.
    pub fn notes(&self, evidence: Span, charged: bool) -> Vec<usize> {
        let said = self
            .frames
            .iter()
            .any(|f| f.kind != FrameKind::Negation && f.speaks())
            || charged;
        let reach = if self.markers.is_empty() && said {
            self.later
        } else {
            self.markers
        };
        let spans: Vec<(usize, Span)> = (reach.iter())
            .filter_map(|&marker| Some((marker, self.document.markers.get(marker)?.span)))
            .filter(|(_, span)| span.start + 1 >= evidence.end)
            .collect();
        let mut found: Vec<usize> = Vec::new();
        let mut end = None;
        for (marker, span) in spans {
            if end.is_none_or(|end| span.start <= end + 1) {
                found.push(marker);
                end = Some(span.end);
            }
        }
        found
    }

    pub fn label(&self, marker: usize) -> String {
        self.document
            .markers
            .get(marker)
            .map(|m| m.label.clone())
            .unwrap_or_default()
    }
}

/// A calendar year: the period of a count, where it is not the day of an incident or all the time since one.
fn is_year(when: &Edtf) -> bool {
    when.as_str().len() == 4
}
