//! Where a match stands, and what its sentence, notes and document say of it: sources, notes, dates.

use whitestone_model::document::{CitationKind, Document};
use whitestone_model::{Absence, Edtf, Span, Subject};

use crate::binding::{Bindings, Kept, Names, SlotValue, plain};
use crate::frames::{Frame, FrameKind};
use crate::mention::{Kind, Mention, View, What};
use crate::pattern::Type;
use crate::rule::{Emit, Ends, Piece, Source};
use crate::ruleset::RuleSet;

/// Where a match stands in its document.
pub(crate) struct Site<'a> {
    pub document: &'a Document,
    pub rules: &'a RuleSet,
    pub names: Names<'a>,
    pub subject: &'a Subject,
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
}

impl Site<'_> {
    /// The first piece of the source that there is.
    pub fn resolve(&self, source: &Source, taken: Taken<'_>) -> Option<SlotValue> {
        source.iter().find_map(|piece| self.piece(piece, taken))
    }

    fn piece(&self, piece: &Piece, taken: Taken<'_>) -> Option<SlotValue> {
        let slot = |slot: &usize| taken.bindings.get(*slot)?.as_ref();
        let dated = |date: Edtf| SlotValue {
            date: Some(date.clone()),
            ..plain(date.as_str())
        };
        match piece {
            Piece::Constant(text) => Some(SlotValue {
                date: text.parse().ok(),
                ..plain(text)
            }),
            Piece::Topic => Some(plain(&self.subject.name)),
            Piece::Slot(number) => {
                let values = slot(number)?;
                let member = taken.pick.get(*number).copied().unwrap_or(0);
                values.get(member).or_else(|| values.first()).cloned()
            }
            Piece::Joined(number) => {
                let values = slot(number)?;
                let all: Vec<_> = values.iter().map(|v| v.text.as_str()).collect();
                let first = values.first().cloned().unwrap_or_default();
                if values.len() == 1 {
                    Some(first)
                } else {
                    Some(plain(&all.join("; ")))
                }
            }
            Piece::EntryDate(number) => {
                let member = taken.pick.get(*number).copied().unwrap_or(0);
                slot(number)?.get(member)?.date.clone().map(dated)
            }
            Piece::NearestDate(number) => self.nearest(*number)?.date.map(dated),
            Piece::All(sources) => {
                let texts: Vec<String> = (sources.iter())
                    .filter_map(|source| Some(self.resolve(source, taken)?.text))
                    .collect();
                (!texts.is_empty()).then(|| plain(&texts.join(", ")))
            }
            Piece::Nearest(number) => self.nearest(*number),
            Piece::When => taken.when.cloned().map(dated),
            Piece::Quote => Some(plain(&crate::binding::tidy(
                self.evidence.of(&self.document.text),
            ))),
            Piece::Context => self.governing_date().map(dated),
            Piece::Stated => {
                let spoken = self.spoken(&self.notes(self.evidence));
                Some(dated(
                    spoken.unwrap_or_else(|| self.document.meta.published.clone()),
                ))
            }
            Piece::Published => Some(dated(self.document.meta.published.clone())),
            Piece::DataYear => self
                .document
                .meta
                .edition
                .map(|year| dated(Edtf::year(year - 1))),
            Piece::Column => self.cell.as_ref()?.column.clone().map(dated),
        }
    }

    /// The last mention of a type before the match: in the sentence, else before it.
    fn nearest(&self, number: usize) -> Option<SlotValue> {
        let (_, wanted) = self.rules.nearest.get(number)?;
        let here = last_of(self.view, wanted, self.quote.0);
        match here {
            Some(mention) => Some(self.names.value(self.view, mention)),
            None => Some(self.names.recall(self.latest.get(number)?.as_ref()?)),
        }
    }

    /// The markers that document the evidence: the next one at or after it, with those glued to it. What somebody
    /// says in a sentence without a marker is documented by the next one of the paragraph.
    pub fn notes(&self, evidence: Span) -> Vec<usize> {
        let said = self
            .frames
            .iter()
            .any(|f| f.kind != FrameKind::Negation && f.speaks());
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

    /// The day on which the cited person spoke or wrote.
    fn spoken(&self, notes: &[usize]) -> Option<Edtf> {
        notes.iter().find_map(|marker| {
            let note = self.document.markers.get(*marker)?.note?;
            let citations = &self.document.notes.get(note)?.citations;
            (citations.iter())
                .find(|c| c.date.is_stated() && is_speech(c.kind))
                .map(|c| c.date.clone())
        })
    }

    /// When it was so, and when it was said.
    pub fn times(&self, emit: &Emit, taken: Taken<'_>, notes: &[usize]) -> (Edtf, Edtf) {
        let published = self.document.meta.published.clone();
        let speech = self.frames.iter().any(|f| f.kind != FrameKind::Negation);
        let spoken = if speech { self.spoken(notes) } else { None };
        let stated = spoken.clone().unwrap_or_else(|| published.clone());
        let said = (emit.when.iter())
            .find_map(|(ends, piece)| Some((*ends, self.piece(piece, taken)?.date?)));
        if let Some((ends, date)) = said {
            return (with_ends(&date, ends, &stated).unwrap_or(date), stated);
        }
        let when = match self.governing_date() {
            // "In May 2005, X said": the note gives the day.
            Some(date) => match &spoken {
                Some(day) if day.as_str().starts_with(date.as_str()) => day.clone(),
                _ => date,
            },
            None => spoken.unwrap_or(published),
        };
        (when, stated)
    }

    /// A date inside the evidence or the match, else one that stands at the front of the clause, else the next
    /// after it, else the last before it.
    fn governing_date(&self) -> Option<Edtf> {
        let dates: Vec<&Mention> = (self.view.mentions.iter())
            .filter(|m| m.kind == Kind::DATE || m.kind == Kind::YEAR)
            .filter(|m| !self.is_part_of_name(m))
            .collect();
        let within = |(start, end): (usize, usize)| {
            (dates.iter())
                .find(|m| start <= usize::from(m.start) && usize::from(m.end) <= end)
                .copied()
        };
        if let Some(found) = within(self.quote).or_else(|| within(self.matched)) {
            return self.date_of(found);
        }
        let (first, last) = self.clause();
        let in_clause = |m: &&&Mention| first <= usize::from(m.start) && usize::from(m.end) <= last;
        let near_front = (dates.iter()).find(|m| in_clause(m) && usize::from(m.start) <= first + 2);
        let after = (dates.iter()).find(|m| in_clause(m) && usize::from(m.start) >= self.quote.1);
        let before = (dates.iter())
            .rev()
            .find(|m| in_clause(m) && usize::from(m.end) <= self.quote.0);
        // Else a date of another clause of the sentence, the one before it first.
        let elsewhere = (dates.iter().rev())
            .find(|m| usize::from(m.end) <= first)
            .or_else(|| dates.iter().find(|m| usize::from(m.start) >= last));
        self.date_of(near_front.or(after).or(before).or(elsewhere)?)
    }

    /// The 1980 of "the 1980 Convention" dates the convention, not the clause.
    fn is_part_of_name(&self, date: &Mention) -> bool {
        self.view.mentions.iter().any(|m| {
            let named = [Kind::TREATY, Kind::DECLARATION].contains(&m.kind);
            let listed = matches!(m.what, What::Entry(_));
            (listed && m.core.0 <= date.start && date.end <= m.core.1 && date.core != m.core)
                || (named && m.core.0 == date.end)
        })
    }

    fn date_of(&self, mention: &Mention) -> Option<Edtf> {
        match mention.what {
            What::Date(date) => self.view.dates.get(date as usize).cloned(),
            _ => None,
        }
    }

    /// From the semicolon or marker before the evidence to the one after it.
    fn clause(&self) -> (usize, usize) {
        let breaks = |at: usize| {
            self.view.breaks.iter().any(|b| usize::from(*b) == at)
                || at
                    .checked_sub(1)
                    .and_then(|i| self.view.token(i))
                    .is_some_and(|t| t.span().of(&self.document.text) == ";")
        };
        let first = (1..=self.quote.0).rev().find(|&at| breaks(at)).unwrap_or(0);
        let last = (self.quote.1..self.view.len())
            .find(|&at| at > self.quote.0 && breaks(at))
            .unwrap_or(self.view.len());
        (first, last)
    }
}

const fn is_speech(kind: CitationKind) -> bool {
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

/// The last mention of a type that ends at or before token `end`; of those that begin together the longest.
///
/// A place must have a capital in its name, and not be a piece of an organisation or a person.
pub(crate) fn last_of<'v>(view: &'v View, wanted: &Type, end: usize) -> Option<&'v Mention> {
    if wanted.mask & view.all == 0 {
        return None;
    }
    let mut found: Option<&Mention> = None;
    let proper = |place: &Mention| {
        let core = view
            .tokens
            .get(usize::from(place.core.0)..usize::from(place.core.1));
        let capital = core
            .unwrap_or_default()
            .iter()
            .any(|t| t.is(crate::token::CAPITAL));
        capital
            && !view.mentions.iter().any(|m| {
                [Kind::ORG, Kind::PERSON, Kind::DEVICE].contains(&m.kind)
                    && m.start <= place.core.0
                    && place.core.1 <= m.end
                    && m.core != place.core
            })
    };
    let fits = |m: &Mention| {
        wanted.fits(m) && usize::from(m.end) <= end && (m.kind != Kind::PLACE || proper(m))
    };
    for mention in view.mentions.iter().filter(|m| fits(m)) {
        if found.is_none_or(|before| mention.start >= before.end) {
            found = Some(mention);
        }
    }
    found
}

/// The next year, month or day.
fn following(date: &str) -> Option<String> {
    let mut parts = date.split('-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    match (parts.next().flatten(), parts.next().flatten()) {
        (None, _) => Some(format!("{:04}", year + 1)),
        (Some(12), None) => Some(format!("{:04}-01", year + 1)),
        (Some(month), None) => Some(format!("{year:04}-{:02}", month + 1)),
        (Some(_), Some(_)) => {
            let day: whitestone_model::Day = date.parse().ok()?;
            Some(whitestone_model::Day::from_number(day.number() + 1).to_string())
        }
    }
}

/// `d/..`, `../d`, or `d/stated`; a date that is open already is closed or kept.
fn with_ends(when: &Edtf, ends: Ends, stated: &Edtf) -> Option<Edtf> {
    let text = when.as_str();
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let text = match ends {
        Ends::Exact => return None,
        Ends::Since => format!("{first}/.."),
        Ends::Until => format!("../{last}"),
        Ends::Closed => format!("{first}/{stated}"),
        Ends::After => format!("{}/..", following(last)?),
        Ends::AfterClosed => format!("{}/{stated}", following(last)?),
    };
    text.parse().ok()
}
