//! Claims at words that somebody points at.
//!
//! Not every claim is found by a rule. Whoever finds one otherwise (a language model, say) points at the words that
//! carry it and names the property; the value, when it was so, who says it, whether it is denied and which notes
//! document it are read from the text, as for any rule. So nobody can point at what does not stand there.

use std::collections::BTreeMap;

use whitestone_model::document::Document;
use whitestone_model::vocabulary::Property;
use whitestone_model::{Absence, Assertion, Content, PropertyId, Span, Value, ValueKind};

use crate::binding::{Bindings, SlotValue, constant, plain};
use crate::engine::{Run, Sight, Unit};
use crate::frames::{Frame, FrameKind};
use crate::matcher::Match;
use crate::mention::{Kind, Mask, Mention, View, What};
use crate::rule::{Emit, Piece, Place, QuoteOf, Source, Take};
use crate::ruleset::RuleSet;
use crate::site::Site;

/// A claim that somebody sees in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The words that carry it, within one sentence of the running text.
    pub quote: Span,
    /// What is claimed.
    pub property: PropertyId,
    /// Its value.
    pub value: Pointed,
    /// Its qualifiers.
    pub qualifiers: BTreeMap<String, Pointed>,
}

/// A value that somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pointed {
    /// A code of the vocabulary: no words could be compared with it.
    Code(String),
    /// What these words say; they are read here.
    Words(Span),
    /// That there is none, or that it is not known.
    Absent(Absence),
}

/// Why nothing was read at the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// They are in a table, a heading, a note or nowhere.
    #[error("the words are not in one sentence of the running text")]
    NoSentence,
    /// The vocabulary does not know it.
    #[error("there is no property {0}")]
    NoProperty(PropertyId),
    /// The sentence denies, doubts the existence of, or only imagines what the words say.
    #[error("the sentence denies it, outside the words quoted")]
    Denied,
    /// No such value can be read at the words.
    #[error("the words hold no {0} that can be read, or more than one")]
    NoValue(String),
    /// Square metres of money.
    #[error("the words give {given}, the property is measured in {wanted}")]
    WrongUnit {
        /// The unit at the words.
        given: String,
        /// The dimension of the property.
        wanted: String,
    },
}

impl RuleSet {
    /// The claims at the words pointed at, in their order; no rule has a say in it.
    pub fn read_at(
        &self,
        document: &Document,
        pointers: &[Pointer],
    ) -> Vec<Result<Assertion, Unread>> {
        let mut run = Run::new(self, document);
        run.only = Some(usize::MAX);
        run.pointers = pointers;
        run.document();
        let mut read = run.pointed;
        (0..pointers.len())
            .map(|number| read.remove(&number).unwrap_or(Err(Unread::NoSentence)))
            .collect()
    }
}

impl Run<'_> {
    /// Reads what is pointed at in this sentence.
    pub(crate) fn follow_pointers(
        &mut self,
        unit: &Unit<'_>,
        sight: Sight<'_>,
        frames: &mut Option<Vec<Frame>>,
    ) {
        let inside = |quote: Span| {
            let first = unit.ranges.first().map_or(0, |range| range.start);
            let last = unit.ranges.last().map_or(0, |range| range.end);
            unit.place == Place::Body && first <= quote.start && quote.end <= last
        };
        let (pointers, rules) = (self.pointers, self.rules);
        for (number, pointer) in pointers.iter().enumerate() {
            if inside(pointer.quote) {
                let frames = frames.get_or_insert_with(|| rules.frames_in(sight));
                let read = self.claim_at(pointer, unit, sight, frames);
                self.pointed.insert(number, read);
            }
        }
    }

    fn claim_at(
        &self,
        pointer: &Pointer,
        unit: &Unit<'_>,
        sight: Sight<'_>,
        frames: &[Frame],
    ) -> Result<Assertion, Unread> {
        let view = sight.view;
        let property = (self.rules.vocabulary.property(&pointer.property))
            .ok_or_else(|| Unread::NoProperty(pointer.property.clone()))?;
        let quote = tokens(view, pointer.quote).ok_or(Unread::NoSentence)?;
        let hit = Match {
            start: quote.0,
            end: quote.1,
            quote,
            slots: Vec::new(),
        };
        let governing = self.rules.governing(frames, &hit, sight);
        let outside = |f: &&&Frame| !(hit.start <= f.start && f.end <= hit.end);
        if (governing.iter().filter(outside)).any(|f| f.kind == FrameKind::Negation) {
            return Err(Unread::Denied);
        }
        let site = Site {
            document: self.document,
            rules: self.rules,
            names: self.names(),
            subject: &self.subject,
            view,
            ranges: unit.ranges,
            markers: unit.markers,
            later: unit.later,
            frames: &governing,
            quote,
            matched: quote,
            evidence: view.span(quote.0, quote.1),
            cell: None,
            in_note: false,
            earlier: self.earlier.as_ref(),
            latest: &self.latest,
        };
        let mut bindings = Bindings::new();
        let emit = site.emit_at(pointer, property, &mut bindings)?;
        let read = site.proposals(&emit, &bindings).into_iter().next();
        let assertion = read.ok_or_else(|| no_value(property))?.assertion;
        self.check_unit(property, &assertion.content)?;
        Ok(assertion)
    }

    /// Is the figure measured as the property is?
    fn check_unit(&self, property: &Property, content: &Content) -> Result<(), Unread> {
        let Content::Known(Value::Quantity(quantity)) = content else {
            return Ok(());
        };
        let unit = self.rules.vocabulary.entry("units", &quantity.unit);
        let dimension = unit.and_then(|unit| unit.attributes.get("dimension"));
        match dimension {
            Some(given) if !property.dimension.is_empty() && *given != property.dimension => {
                Err(Unread::WrongUnit {
                    given: quantity.unit.clone(),
                    wanted: property.dimension.clone(),
                })
            }
            _ => Ok(()),
        }
    }
}

impl Site<'_> {
    /// The claim as a rule would make it that had matched these words.
    fn emit_at(
        &self,
        pointer: &Pointer,
        property: &Property,
        bindings: &mut Bindings,
    ) -> Result<Emit, Unread> {
        let kind = property.value.first().copied().unwrap_or(ValueKind::Text);
        let take = match &pointer.value {
            Pointed::Code(code) => Take::Code(code.clone()),
            Pointed::Absent(why) => Take::Absent(*why, kind),
            Pointed::Words(span) => (property.value.iter())
                .find_map(|kind| self.take_at(*kind, *span, bindings))
                .ok_or_else(|| no_value(property))?,
        };
        let unit = (!property.unit.is_empty()).then(|| fixed(&property.unit));
        let mut qualifiers = Vec::new();
        for (name, pointed) in &pointer.qualifiers {
            let piece = match pointed {
                Pointed::Code(code) => fixed(code),
                Pointed::Words(span) => bind(self.named_at(property, name, *span), bindings),
                Pointed::Absent(_) => continue,
            };
            qualifiers.push((name.clone(), vec![piece]));
        }
        Ok(Emit {
            property: property.id.clone(),
            take,
            unit: unit.into_iter().collect(),
            when: Vec::new(),
            modality: None,
            modality_if_reported: None,
            claimant: Source::new(),
            in_passing: false,
            happens: false,
            subject: Source::new(),
            quote: QuoteOf::Match,
            qualifiers,
            slots: Vec::new(),
        })
    }

    /// How a value of this kind is taken from the words, if it can be.
    fn take_at(&self, kind: ValueKind, words: Span, bindings: &mut Bindings) -> Option<Take> {
        let amounts = Kind::NUMBER.bit()
            | Kind::QUANTITY.bit()
            | Kind::AREA.bit()
            | Kind::LENGTH.bit()
            | Kind::DENSITY.bit()
            | Kind::PERCENT.bit();
        let dates = Kind::DATE.bit() | Kind::YEAR.bit();
        let source = |value, bindings: &mut Bindings| vec![bind(value, bindings)];
        let plain = || {
            let text = self.names.words(words);
            (!text.is_empty()).then(|| plain(&text))
        };
        Some(match kind {
            ValueKind::Quantity => {
                Take::Quantity(source(self.only_mention(words, amounts)?, bindings))
            }
            ValueKind::Money => Take::Money(source(
                self.only_mention(words, Kind::MONEY.bit())?,
                bindings,
            )),
            ValueKind::Date => Take::Date(source(self.only_mention(words, dates)?, bindings)),
            ValueKind::Entity => Take::Entity(source(plain()?, bindings)),
            ValueKind::Text => Take::Text(source(plain()?, bindings)),
            ValueKind::Code | ValueKind::Geometry | ValueKind::Boolean => return None,
        })
    }

    /// The one mention of these types at the words. It may be longer than they are ("some 500" for "500"), within the
    /// evidence; another one beside it leaves open which is meant.
    fn only_mention(&self, words: Span, mask: Mask) -> Option<SlotValue> {
        let (start, end) = tokens(self.view, words)?;
        let bounds = |m: &Mention| (usize::from(m.start), usize::from(m.end));
        let at =
            |m: &&Mention| m.kind.bit() & mask != 0 && bounds(m).0 < end && start < bounds(m).1;
        let all: Vec<&Mention> = self.view.mentions.iter().filter(at).collect();
        let evident = |m: &&&Mention| self.quote.0 <= bounds(m).0 && bounds(m).1 <= self.quote.1;
        let longest = all.iter().filter(evident).max_by_key(|m| m.end - m.start)?;
        let (first, last) = bounds(longest);
        let covered = |m: &&Mention| first <= bounds(m).0 && bounds(m).1 <= last;
        (all.iter().all(covered)).then(|| self.names.value(self.view, longest))
    }

    /// What the words name: an entry of the qualifier's list, else the words themselves.
    fn named_at(&self, property: &Property, qualifier: &str, words: Span) -> SlotValue {
        let entry = property.qualifiers.iter().find(|q| q.name == qualifier);
        let list = entry.map_or("", |entry| entry.list.as_str());
        let listed = |m: &&Mention| match m.what {
            What::Entry(entry) => (self.rules.lists.entry(entry)).is_some_and(|e| e.list == list),
            _ => false,
        };
        let found = tokens(self.view, words).and_then(|(start, end)| {
            let inside = |m: &&Mention| start <= usize::from(m.start) && usize::from(m.end) <= end;
            let mentions = self.view.mentions.iter().filter(inside).filter(listed);
            mentions.max_by_key(|m| m.end - m.start)
        });
        match found {
            Some(mention) => self.names.value(self.view, mention),
            None => plain(&self.names.words(words)),
        }
    }
}

/// A text that is what it is, whatever the sentence says.
fn fixed(text: &str) -> Piece {
    Piece::Constant(Box::new(constant(text)))
}

/// Puts a value into a slot of its own.
fn bind(value: SlotValue, bindings: &mut Bindings) -> Piece {
    bindings.push(Some(vec![value]));
    Piece::Slot(bindings.len() - 1)
}

/// The tokens that these bytes consist of; none where they begin or end within one.
fn tokens(view: &View, span: Span) -> Option<(usize, usize)> {
    let touches = |token: &&crate::token::Token| token.span().common(span) > 0;
    let start = view.tokens.iter().position(|token| touches(&token))?;
    let count = view.tokens.iter().skip(start).take_while(touches).count();
    let whole = |at: usize| {
        let token = view.tokens.get(at)?.span();
        (span.start <= token.start && token.end <= span.end).then_some(())
    };
    whole(start)?;
    whole(start + count - 1)?;
    Some((start, start + count))
}

fn no_value(property: &Property) -> Unread {
    let kinds: Vec<String> = (property.value.iter())
        .map(|kind| format!("{kind:?}").to_lowercase())
        .collect();
    Unread::NoValue(kinds.join(" or "))
}
