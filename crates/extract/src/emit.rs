//! From a match to an assertion: value, qualifiers, subject, claimants, modality.

use std::sync::Arc;

use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{
    Absence, Assertion, Basis, Content, Decimal, Edtf, EvidenceGroup, Modality, Money, Passage,
    Polarity, Qualifiers, Quantity, Span, Subject, ValidTime, Value, ValueKind,
};

use crate::binding::{Bindings, SlotValue, keys};
use crate::frames::FrameKind;
use crate::lists::Lists;
use crate::rule::{Emit, Piece, QuoteOf, Source, Take};
use crate::site::{Site, Taken};
use crate::when::Times;

/// An assertion, and which of its qualifiers were taken from elsewhere than the match.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    pub assertion: Assertion,
    pub guessed: Vec<String>,
}

/// Qualifiers for which no slot is bound, so that `nearest:` had to help.
fn guessed(emit: &Emit, bindings: &Bindings) -> Vec<String> {
    let is_bound = |piece: &Piece| match piece {
        Piece::Slot(slot) | Piece::Joined(slot) => bindings.get(*slot).is_some_and(Option::is_some),
        Piece::Nearest(_) | Piece::NearestDate(_) | Piece::Page(_) => false,
        _ => true,
    };
    (emit.qualifiers.iter())
        .filter(|(_, source)| {
            let is_guess = |p: &&Piece| matches!(p, Piece::Nearest(_) | Piece::Page(_));
            let first = source.iter().find(|p| is_bound(p) || is_guess(p));
            first.as_ref().is_some_and(is_guess)
        })
        .map(|(name, _)| name.clone())
        .collect()
}

/// One statement of a sentence: when it was made, and whether it is one of several.
#[derive(Clone, Copy)]
struct Statement<'a> {
    said: Option<&'a Edtf>,
    apart: bool,
}

impl<'a> Statement<'a> {
    fn each(said: &'a [Edtf]) -> impl Iterator<Item = Self> {
        let one = said.is_empty().then_some(Self {
            said: None,
            apart: false,
        });
        let apart = said.len() > 1;
        (said.iter())
            .map(move |date| Self {
                said: Some(date),
                apart,
            })
            .chain(one)
    }
}

impl Site<'_> {
    /// All assertions of one emit: one for each member of its list slots.
    pub fn proposals(&self, emit: &Emit, bindings: &Bindings) -> Vec<Proposal> {
        if emit.in_passing && !self.frames.is_empty() {
            let silent = Site {
                frames: &[],
                cell: self.cell.clone(),
                ..*self
            };
            return silent.proposals(emit, bindings);
        }
        let mut lists: Vec<usize> = Vec::new();
        for &slot in &emit.slots {
            let long = bindings
                .get(slot)
                .and_then(Option::as_ref)
                .is_some_and(|v| v.len() > 1);
            if long && !lists.contains(&slot) {
                lists.push(slot);
            }
        }
        // Where nothing is picked, it is the first.
        let width = if lists.is_empty() { 0 } else { bindings.len() };
        let mut picks = vec![vec![0; width]];
        for slot in lists {
            let members = bindings
                .get(slot)
                .and_then(Option::as_ref)
                .map_or(0, Vec::len);
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
        let said = self.said();
        let mut proposals = Vec::new();
        for pick in &picks {
            for statement in Statement::each(&said) {
                let assertion = self.assertion(emit, bindings, pick, statement);
                proposals.extend(assertion.map(|assertion| Proposal {
                    assertion,
                    guessed: guessed(emit, bindings),
                }));
            }
        }
        proposals
    }

    fn assertion(
        &self,
        emit: &Emit,
        bindings: &Bindings,
        pick: &[usize],
        statement: Statement<'_>,
    ) -> Option<Assertion> {
        let evidence = self.evidence_of(emit, bindings)?;
        let notes = self.notes(evidence, !emit.claimant.is_empty());
        let taken = Taken {
            bindings,
            pick,
            when: None,
            stated: None,
        };
        let Statement { said, apart } = statement;
        let Times { mut when, stated } = self.times(emit, taken, &notes, said);
        let content = self.content(emit, taken)?;
        let property = self.rules.vocabulary.property(&emit.property)?;
        let ranges = pieces(self.ranges, evidence, &self.document.text);
        let explicit = self.text(&emit.claimant, taken);
        let claimants = self.claimants(explicit, &notes, said, apart);
        let modality = self.modality(emit, &content, !claimants.is_empty());
        if (property.cardinality == Cardinality::Counter || modality == Modality::Denied)
            && let Some(closed) = crate::when::closed(&when, &stated)
        {
            when = closed;
        }
        let taken = Taken {
            when: Some(&when),
            ..taken
        };
        let qualifiers = (emit.qualifiers.iter())
            .filter_map(|(name, source)| {
                let text = self.text(source, taken).filter(|text| !text.is_empty())?;
                Some((name.clone(), self.known_as(property, name, text, &when)))
            })
            .collect::<Qualifiers>();
        Some(Assertion {
            subject: self.subject_of(self.resolve(&emit.subject, taken).and_then(|s| s.entry)),
            property: emit.property.clone(),
            modality,
            content,
            polarity: Polarity::Affirm,
            qualifiers: qualifiers.into(),
            valid: ValidTime::new(when, property.time),
            stated,
            claimants: claimants.into(),
            evidence: vec![EvidenceGroup {
                passages: vec![Passage {
                    document: self.document.id,
                    quote: self.document.quote(&ranges),
                    place: self.document.place_of(&ranges),
                    ranges,
                }],
            }],
            notes: notes.iter().map(|marker| self.label(*marker)).collect(),
            sensitivity: property.sensitivity,
        })
    }

    fn evidence_of(&self, emit: &Emit, bindings: &Bindings) -> Option<Span> {
        let cell = self.cell.as_ref();
        Some(match emit.quote {
            QuoteOf::Match => self.evidence,
            QuoteOf::Slot(slot) => bindings.get(slot)?.as_ref()?.first()?.span,
            QuoteOf::Cell => cell.map_or(self.evidence, |cell| cell.value),
            QuoteOf::Label => cell.map_or(self.evidence, |cell| cell.label),
        })
    }

    /// The state named; what is no state leaves the document's country.
    fn subject_of(&self, named: Option<u32>) -> Arc<Subject> {
        let listed = named.and_then(|entry| self.rules.lists.entry(entry));
        match listed.filter(|l| l.list == "states") {
            Some(state) => Subject::state(&state.id, &state.name).into(),
            None => Arc::clone(self.subject),
        }
    }

    fn content(&self, emit: &Emit, taken: Taken<'_>) -> Option<Content> {
        let text = |source: &Source| self.text(source, taken);
        let words = || self.names.words(self.evidence);
        let absent = self.cell.as_ref().and_then(|cell| cell.absent);
        if let (Some(why), Some(kind)) = (absent, take_kind(&emit.take)) {
            return Some(Content::Absent {
                why,
                kind,
                words: words(),
            });
        }
        let lists = &self.rules.lists;
        let known = match &emit.take {
            Take::Code(_) if absent.is_some() => return None,
            Take::Code(code) => Value::Code(code.clone()),
            Take::CodeOf(slot, map) => {
                let slot = Piece::Slot(*slot);
                let member = self.piece(&slot, taken)?;
                let code = keys(&member).iter().find_map(|key| map.get(key).cloned())?;
                Value::Code(code)
            }
            Take::Text(source) => Value::text(text(source)?),
            Take::Entity(source) => Value::Entity(text(source)?),
            Take::Date(source) => Value::Date(self.resolve(source, taken)?.date.clone()?),
            Take::Quantity(source) => {
                let unit = (self.resolve(&emit.unit, taken))
                    .map(|unit| self.unit(&unit))
                    .unwrap_or_default();
                return quantity(&*self.resolve(source, taken)?, &unit, lists);
            }
            Take::Money(source) => {
                let named = self
                    .resolve(&emit.unit, taken)
                    .map(|unit| unit.text.clone());
                let currency = named.filter(|name| !name.is_empty());
                Value::Money(money(&*self.resolve(source, taken)?, currency, lists)?)
            }
            Take::Absent(why, _) if absent.is_some_and(|absent| absent != *why) => return None,
            Take::Absent(why, kind) => {
                return Some(Content::Absent {
                    why: *why,
                    kind: *kind,
                    words: words(),
                });
            }
        };
        Some(Content::Known(known))
    }

    /// The symbol of a unit that a slot names.
    fn unit(&self, named: &SlotValue) -> String {
        let listed = self.rules.vocabulary.find("units", &named.words);
        listed.map_or_else(|| named.text.to_lowercase(), |unit| unit.id.clone())
    }

    /// What is unknown is unknown; else the rule's word; else the shade nearest to the evidence; else reported if
    /// somebody speaks.
    fn modality(&self, emit: &Emit, content: &Content, spoken: bool) -> Modality {
        let unknown = matches!(
            content,
            Content::Absent {
                why: Absence::Unknown,
                ..
            }
        );
        if unknown && (emit.modality.is_none() || self.cell.is_some()) {
            return Modality::Unknown;
        }
        if spoken && let Some(modality) = emit.modality_if_reported {
            return modality;
        }
        if let Some(modality) = emit.modality {
            return modality;
        }
        let shade = self.frames.iter().find_map(|frame| match frame.kind {
            FrameKind::Shade(modality) => Some(modality),
            _ => None,
        });
        let speech = spoken || self.frames.iter().any(|f| f.kind == FrameKind::Speech);
        shade.unwrap_or(if speech {
            Modality::Reported
        } else {
            Modality::Asserted
        })
    }
}

/// The slots an emit looks at one by one.
pub(crate) fn slots_of(emit: &Emit) -> Vec<usize> {
    let of = |source: &Source| -> Vec<usize> {
        (source.iter())
            .filter_map(|piece| match piece {
                Piece::Slot(slot) => Some(*slot),
                _ => None,
            })
            .collect()
    };
    let mut slots = match &emit.take {
        Take::Quantity(s) | Take::Money(s) | Take::Text(s) | Take::Entity(s) | Take::Date(s) => {
            of(s)
        }
        Take::CodeOf(slot, _) => vec![*slot],
        Take::Code(_) | Take::Absent(..) => Vec::new(),
    };
    slots.extend(of(&emit.subject));
    slots.extend(
        emit.when
            .iter()
            .flat_map(|(_, piece)| of(&vec![piece.clone()])),
    );
    slots.extend(of(&emit.unit));
    emit.qualifiers
        .iter()
        .for_each(|(_, source)| slots.extend(of(source)));
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

/// A slot's amount, or a constant that is a number.
fn quantity(value: &SlotValue, unit: &str, lists: &Lists) -> Option<Content> {
    let Some(amount) = value.amount else {
        let number: Decimal = value.text.parse().ok()?;
        return Some(Content::Known(Value::Quantity(Quantity {
            basis: Some(Basis::Count),
            ..Quantity::exactly(number, unit, &value.words)
        })));
    };
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

/// A sum in its own currency; a bare number in that of the rule, which knows the head of the column.
fn money(value: &SlotValue, currency: Option<String>, lists: &Lists) -> Option<Money> {
    let amount = value.amount?;
    let own = amount.unit.and_then(|unit| lists.entry(unit));
    Some(Money {
        low: amount.low,
        high: amount.high,
        currency: own.map_or(currency, |own| Some(own.id.clone()))?,
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
