//! From a match to an assertion: value, qualifiers, subject, claimants, modality, time, notes.

use whitestone_model::document::{CitationKind, Document};
use whitestone_model::{
    Absence, Assertion, Content, Edtf, EvidenceGroup, Modality, Money, Passage,
    Polarity, Quantity, Span, Subject, ValidTime, Value, ValueKind,
    Vocabulary,
};

use crate::binding::{Bindings, Names, SlotValue, keys, resolve};
use crate::frames::{Frame, FrameKind};
use crate::lists::Lists;
use crate::mention::{Kind, Mention, View, What};
use crate::rule::{Emit, Piece, Source, Take, When};

/// Where a match stands in its document.
pub(crate) struct Site<'a> {
    pub document: &'a Document,
    pub vocabulary: &'a Vocabulary,
    pub lists: &'a Lists,
    pub names: Names<'a>,
    pub subject: &'a Subject,
    pub view: &'a View,
    /// Ranges of the sentence, row or heading.
    pub ranges: &'a [Span],
    /// Indices of the markers in reach.
    pub markers: &'a [usize],
    /// Frames that govern the evidence, innermost first.
    pub frames: &'a [&'a Frame],
    /// Tokens of the evidence and of the whole match.
    pub quote: (usize, usize),
    pub matched: (usize, usize),
    /// Bytes of the evidence.
    pub evidence: Span,
    /// Date of the column's head, in a row.
    pub column: Option<Edtf>,
    /// The cell says "unknown" or "none".
    pub cell: Option<Absence>,
}

impl Site<'_> {
    /// All assertions of one emit: one for each member of its list slots.
    pub fn assertions(&self, emit: &Emit, bindings: &Bindings) -> Vec<Assertion> {
        let mut lists: Vec<usize> = Vec::new();
        let value_slots = slots_of(emit);
        for slot in value_slots {
            let long = bindings.get(slot).and_then(Option::as_ref).is_some_and(|v| v.len() > 1);
            if long && !lists.contains(&slot) {
                lists.push(slot);
            }
        }
        let mut picks = vec![vec![0; bindings.len()]];
        for slot in lists {
            let members = bindings.get(slot).and_then(Option::as_ref).map_or(0, Vec::len);
            picks = (picks.iter())
                .flat_map(|pick| {
                    (0..members).map(move |member| {
                        let mut pick = pick.clone();
                        if let Some(place) = pick.get_mut(slot) {
                            *place = member;
                        }
                        pick
                    })
                })
                .take(64)
                .collect();
        }
        picks.iter().filter_map(|pick| self.assertion(emit, bindings, pick)).collect()
    }

    fn assertion(&self, emit: &Emit, bindings: &Bindings, pick: &[usize]) -> Option<Assertion> {
        let value = |source: &Source| resolve(source, bindings, &self.subject.name, pick);
        let content = self.content(emit, bindings, pick)?;
        let reported = self.frames.iter().any(|f| f.speaker.is_some());
        let property = self.vocabulary.property(&emit.property)?;
        let evidence = match emit.quote {
            Some(slot) => bindings.get(slot)?.as_ref()?.first()?.span,
            None => self.evidence,
        };
        let ranges = pieces(self.ranges, evidence, &self.document.text);
        let notes = self.notes(evidence);
        let (when, stated) = self.when(emit, bindings, pick, &notes);
        let mut claimants = Vec::new();
        if let Some(speaker) = value(&emit.claimant) {
            claimants.push(speaker.text);
        }
        self.add_claimants(&mut claimants);
        let qualifiers = (emit.qualifiers.iter())
            .filter_map(|(name, source)| Some((name.clone(), value(source)?.text)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        Some(Assertion {
            subject: self.subject_of(value(&emit.subject)),
            property: emit.property.clone(),
            modality: self.modality(emit, &content, reported || !claimants.is_empty()),
            content,
            polarity: Polarity::Affirm,
            qualifiers,
            valid: ValidTime::new(when, property.time),
            stated,
            claimants,
            evidence: vec![EvidenceGroup {
                passages: vec![Passage {
                    document: self.document.id,
                    quote: self.document.quote(&ranges),
                    ranges,
                }],
            }],
            notes: notes.iter().map(|marker| self.label(*marker)).collect(),
            sensitivity: property.sensitivity,
        })
    }

    fn subject_of(&self, named: Option<SlotValue>) -> Subject {
        let Some(named) = named else {
            return self.subject.clone();
        };
        let listed = named.entry.and_then(|entry| self.lists.entry(entry));
        match listed.filter(|l| l.list == "states") {
            Some(state) => Subject::state(&state.id, &state.name),
            None if named.text == self.subject.name => self.subject.clone(),
            None => self.vocabulary.state(&named.text),
        }
    }

    fn content(&self, emit: &Emit, bindings: &Bindings, pick: &[usize]) -> Option<Content> {
        let value = |source: &Source| resolve(source, bindings, &self.subject.name, pick);
        if let (Some(why), Some(kind)) = (self.cell, take_kind(&emit.take)) {
            let words = crate::binding::tidy(self.evidence.of(&self.document.text));
            return Some(Content::Absent { why, kind, words });
        }
        let known = match &emit.take {
            Take::Code(code) => Value::Code(code.clone()),
            Take::CodeOf(slot, map) => {
                let values = bindings.get(*slot)?.as_ref()?;
                let member = values.get(pick.get(*slot).copied().unwrap_or(0))?;
                let code = keys(member).iter().find_map(|key| map.get(key).cloned())?;
                Value::Code(code)
            }
            Take::Text(source) => Value::text(value(source)?.text),
            Take::Entity(source) => Value::Entity(value(source)?.text),
            Take::Date(source) => Value::Date(value(source)?.date?),
            Take::Quantity(source) => return quantity(&value(source)?, &emit.unit, self.lists),
            Take::Money(source) => Value::Money(money(&value(source)?, self.lists)?),
            Take::Absent(why, kind) => {
                let words = crate::binding::tidy(self.evidence.of(&self.document.text));
                return Some(Content::Absent {
                    why: *why,
                    kind: *kind,
                    words,
                });
            }
        };
        Some(Content::Known(known))
    }

    fn add_claimants(&self, claimants: &mut Vec<String>) {
        for frame in self.frames {
            for bound in [&frame.speaker, &frame.relay].into_iter().flatten() {
                for speaker in self.names.values(self.view, bound) {
                    if !speaker.text.is_empty() && !claimants.contains(&speaker.text) {
                        claimants.push(speaker.text);
                    }
                }
            }
        }
    }

    /// The rule's word; else the shade nearest to the evidence; else reported if somebody speaks.
    fn modality(&self, emit: &Emit, content: &Content, reported: bool) -> Modality {
        if reported && let Some(modality) = emit.modality_if_reported {
            return modality;
        }
        if let Some(modality) = emit.modality {
            return modality;
        }
        if matches!(
            content,
            Content::Absent {
                why: Absence::Unknown,
                ..
            }
        ) {
            return Modality::Unknown;
        }
        let shade = self.frames.iter().find_map(|frame| match frame.kind {
            FrameKind::Shade(modality) => Some(modality),
            _ => None,
        });
        let speech = reported || self.frames.iter().any(|f| f.kind == FrameKind::Speech);
        shade.unwrap_or(if speech { Modality::Reported } else { Modality::Asserted })
    }

    /// The markers that document the evidence: the next one at or after it, with those glued to it.
    fn notes(&self, evidence: Span) -> Vec<usize> {
        let spans: Vec<(usize, Span)> = (self.markers.iter())
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

    fn label(&self, marker: usize) -> String {
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
    fn when(
        &self,
        emit: &Emit,
        bindings: &Bindings,
        pick: &[usize],
        notes: &[usize],
    ) -> (Edtf, Edtf) {
        let published = self.document.meta.published.clone();
        let speech = self.frames.iter().any(|f| f.kind != FrameKind::Negation);
        let spoken = if speech { self.spoken(notes) } else { None };
        let stated = spoken.clone().unwrap_or_else(|| published.clone());
        let date = |source: &Source| {
            resolve(source, bindings, &self.subject.name, pick).and_then(|v| v.date)
        };
        let said = match &emit.when {
            When::Constant(edtf) => Some(edtf.clone()),
            When::Of(source) => date(source),
            When::Since(source) => date(source).and_then(|d| format!("{d}/..").parse().ok()),
            When::Until(source) => date(source).and_then(|d| format!("../{d}").parse().ok()),
            When::Column => self.column.clone(),
            When::Default => None,
        };
        if let Some(said) = said {
            return (said, stated);
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
        let in_clause = |m: &&&Mention| {
            first <= usize::from(m.start) && usize::from(m.end) <= last
        };
        let near_front =
            (dates.iter()).find(|m| in_clause(m) && usize::from(m.start) <= first + 2);
        let after =
            (dates.iter()).find(|m| in_clause(m) && usize::from(m.start) >= self.quote.1);
        let before = (dates.iter())
            .rev()
            .find(|m| in_clause(m) && usize::from(m.end) <= self.quote.0);
        self.date_of(near_front.or(after).or(before)?)
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

/// The slots an emit looks at one by one.
fn slots_of(emit: &Emit) -> Vec<usize> {
    let of = |source: &Source| -> Vec<usize> {
        (source.iter())
            .filter_map(|piece| match piece {
                Piece::Slot(slot) => Some(*slot),
                _ => None,
            })
            .collect()
    };
    let mut slots = match &emit.take {
        Take::Quantity(s) | Take::Money(s) | Take::Text(s) | Take::Entity(s) | Take::Date(s) => of(s),
        Take::CodeOf(slot, _) => vec![*slot],
        Take::Code(_) | Take::Absent(..) => Vec::new(),
    };
    slots.extend(of(&emit.subject));
    if let When::Of(source) | When::Since(source) | When::Until(source) = &emit.when {
        slots.extend(of(source));
    }
    emit.qualifiers.iter().for_each(|(_, source)| slots.extend(of(source)));
    slots
}

const fn take_kind(take: &Take) -> Option<ValueKind> {
    Some(match take {
        Take::Quantity(_) => ValueKind::Quantity,
        Take::Money(_) => ValueKind::Money,
        Take::Text(_) => ValueKind::Text,
        Take::Entity(_) => ValueKind::Entity,
        Take::Date(_) => ValueKind::Date,
        Take::Code(_) | Take::CodeOf(..) | Take::Absent(..) => return None,
    })
}

fn quantity(value: &SlotValue, unit: &str, lists: &Lists) -> Option<Content> {
    let amount = value.amount?;
    if let Some(why) = amount.absent {
        return Some(Content::Absent {
            why,
            kind: ValueKind::Quantity,
            words: value.words.clone(),
        });
    }
    let own = amount.unit.and_then(|unit| lists.entry(unit));
    Some(Content::Known(Value::Quantity(Quantity {
        low: amount.low,
        best: None,
        high: amount.high,
        unit: own.map_or(unit, |u| u.id.as_str()).to_owned(),
        basis: amount.basis,
        words: value.words.clone(),
    })))
}

fn money(value: &SlotValue, lists: &Lists) -> Option<Money> {
    let amount = value.amount?;
    Some(Money {
        low: amount.low,
        high: amount.high,
        currency: lists.entry(amount.unit?)?.id.clone(),
        basis: amount.basis,
        words: value.words.clone(),
    })
}

/// The parts of `evidence` that lie in the ranges, without white space at their ends.
fn pieces(ranges: &[Span], evidence: Span, text: &str) -> Vec<Span> {
    (ranges.iter())
        .filter_map(|range| {
            let start = range.start.max(evidence.start);
            let end = range.end.min(evidence.end);
            if start >= end {
                return None;
            }
            let piece = text.get(start..end)?;
            let front = piece.len() - piece.trim_start().len();
            let core = piece.trim();
            (!core.is_empty()).then(|| Span::new(start + front, start + front + core.len()))
        })
        .collect()
}

