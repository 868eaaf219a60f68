//! A rule, compiled and checked against the vocabulary.

use std::collections::BTreeMap;

use whitestone_model::document::BlockKind;
use whitestone_model::vocabulary::{Property, Voice};
use whitestone_model::{Absence, Modality, PropertyId, ValueKind, Vocabulary};

use crate::binding::{SlotValue, constant};
use crate::emit::slots_of;
use crate::file::{EmitSpec, RuleSpec};
use crate::lexicon::Lexicon;
use crate::lists::Lists;
use crate::matcher::{Match, Matcher};
use crate::mention::{Kind, Kinds};
use crate::nearest::Nearest;
use crate::need::Needs;
use crate::pattern::{Compiler, Op, Pattern, Sets};
use crate::source::Reader;

/// Qualifiers that every property may carry.
const ALWAYS: [&str; 2] = ["section", "same_event_as"];

/// A compiled rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub file: String,
    /// Its place among all rules.
    pub number: usize,
    pub spec: RuleSpec,
    pub patterns: Vec<Pattern>,
    pub unless: Vec<Pattern>,
    pub unless_near: Vec<Pattern>,
    pub require: Vec<Pattern>,
    pub section: Option<Pattern>,
    pub label: Option<Pattern>,
    pub column: Option<Pattern>,
    pub places: Vec<Place>,
    pub refuses_negation: bool,
    pub emits: Vec<Emit>,
}

/// Words between a match and what silences it nearby.
const NEAR: usize = 6;

impl Rule {
    /// Does one of its `unless_near` stand in the match or close to it?
    pub fn is_silenced_near(&self, hit: &Match, matcher: &Matcher<'_>) -> bool {
        self.silencer_near(hit, matcher).is_some()
    }

    /// The one that does.
    pub fn silencer_near(&self, hit: &Match, matcher: &Matcher<'_>) -> Option<&Pattern> {
        let is_near = |other: Match| other.start <= hit.end + NEAR && hit.start <= other.end + NEAR;
        (self.unless_near.iter()).find(|p| matcher.all(p, matcher.starts(p)).any(is_near))
    }
}

/// Where a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Body,
    Note,
    Heading,
    Row,
    Title,
}

impl Place {
    pub const fn of(kind: BlockKind) -> Option<Self> {
        match kind {
            BlockKind::Paragraph | BlockKind::ListItem => Some(Self::Body),
            BlockKind::Note => Some(Self::Note),
            BlockKind::Heading => Some(Self::Heading),
            BlockKind::Row => Some(Self::Row),
            BlockKind::Title => Some(Self::Title),
            BlockKind::Boilerplate => None,
        }
    }

    /// As one of several bits.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }

    fn parse(name: &str) -> Result<Self, String> {
        Ok(match name {
            "body" => Self::Body,
            "note" => Self::Note,
            "heading" => Self::Heading,
            "row" => Self::Row,
            "title" => Self::Title,
            _ => {
                return Err(format!(
                    "where = {name:?}; use body, note, heading, row or title"
                ));
            }
        })
    }
}

/// Where a text comes from: a slot, a constant, the document's country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Slot(usize),
    /// All members of a list slot, joined by "; ".
    Joined(usize),
    Constant(Box<SlotValue>),
    Topic,
    /// The last mention of a type before the match; a number in [`crate::ruleset::RuleSet::nearest`].
    Nearest(usize),
    /// Sources joined by ", "; the unbound ones are left out.
    All(Vec<Source>),
    /// The date of the list entry in a slot, or of the nearest of a type.
    EntryDate(usize),
    NearestDate(usize),
    /// The last of these treaties that a heading or title above names: what the page is about.
    Page(Vec<u32>),
    /// When the claim was so, where that is a calendar year.
    When,
    /// The evidence as printed.
    Quote,
    /// The date that governs the clause.
    Context,
    /// The day the document became public.
    Published,
    /// The day on which the claimant said it, else the day of publication.
    Stated,
    /// The calendar year before the edition.
    DataYear,
    /// The date at the head of the column.
    Column,
}

/// What becomes of the date of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// As it is.
    Exact,
    /// From it on, without an end.
    Since,
    /// Up to it.
    Until,
    /// From it to the date of the statement.
    Closed,
    /// From the next year, month or day on.
    After,
    /// From the next year, month or day to the date of the statement.
    AfterClosed,
}

/// The evidence of a claim, where it is not the bracketed part or the whole match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuoteOf {
    Match,
    Slot(usize),
    /// In a row: the value cell, or the label.
    Cell,
    Label,
}

/// Alternatives: the first that is bound.
pub(crate) type Source = Vec<Piece>;

/// Which value a claim takes.
#[derive(Debug, Clone)]
pub(crate) enum Take {
    Quantity(Source),
    Money(Source),
    Code(String),
    CodeOf(usize, BTreeMap<String, String>),
    Text(Source),
    Entity(Source),
    Date(Source),
    Absent(Absence, ValueKind),
}

/// One claim of a rule.
#[derive(Debug, Clone)]
pub(crate) struct Emit {
    pub property: PropertyId,
    pub take: Take,
    pub unit: Source,
    /// The first of these dates that there is, with what becomes of it.
    pub when: Vec<(Ends, Piece)>,
    pub modality: Option<Modality>,
    pub modality_if_reported: Option<Modality>,
    pub claimant: Source,
    /// Mentioned in passing: what the compiler takes for granted, whoever speaks in the sentence.
    pub in_passing: bool,
    /// Something that happens, rather than a state that lasts: told in the past, it counts from the sentence before.
    pub happens: bool,
    pub subject: Source,
    pub quote: QuoteOf,
    pub qualifiers: Vec<(String, Source)>,
    /// The slots it looks at one by one: a list in one of them makes several claims.
    pub slots: Vec<usize>,
}

/// What a rule is compiled with.
pub(crate) struct RuleCompiler<'a> {
    pub lexicon: &'a mut Lexicon,
    pub sets: &'a Sets,
    pub kinds: &'a Kinds,
    pub vocabulary: &'a Vocabulary,
    pub lists: &'a Lists,
    pub needs: &'a mut Needs,
    /// Types that a rule asks the nearest of; new ones are added.
    pub nearest: &'a mut Vec<Nearest>,
}

impl RuleCompiler<'_> {
    /// Compiles one rule.
    pub fn compile(&mut self, file: &str, spec: &RuleSpec) -> Result<Rule, String> {
        check_shape(spec)?;
        let mut slots = Vec::new();
        let patterns = self.patterns("match", &spec.patterns, &mut slots)?;
        let unless = self.patterns("unless", &spec.unless, &mut Vec::new())?;
        let unless_near = self.patterns("unless_near", &spec.unless_near, &mut Vec::new())?;
        let require = self.patterns("require", &spec.require, &mut slots)?;
        let section = self.one("section", &spec.section, &mut slots)?;
        let label = self.one("label", &spec.label, &mut slots)?;
        let column = self.one("column", &spec.column, &mut slots)?;
        let mut places =
            (spec.places.iter().map(|name| Place::parse(name))).collect::<Result<Vec<_>, _>>()?;
        if label.is_some() {
            places = vec![Place::Row];
        } else if places.is_empty() {
            places = vec![Place::Body];
        }
        let places_of = |pattern: &Pattern| place_lists(pattern);
        let joined: Vec<usize> = (patterns.iter().chain(&require))
            .flat_map(places_of)
            .collect();
        let emits = (spec.emit.iter())
            .map(|emit| self.emit(emit, &slots, &joined))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Rule {
            file: file.to_owned(),
            number: 0,
            spec: spec.clone(),
            patterns,
            unless,
            unless_near,
            require,
            section,
            label,
            column,
            places,
            refuses_negation: spec.negated != "ignore",
            emits,
        })
    }

    fn one(
        &mut self,
        field: &str,
        source: &str,
        slots: &mut Vec<String>,
    ) -> Result<Option<Pattern>, String> {
        if source.trim().is_empty() {
            return Ok(None);
        }
        let all = self.patterns(field, &[source.to_owned()], slots)?;
        Ok(all.into_iter().next())
    }

    fn patterns(
        &mut self,
        field: &str,
        sources: &[String],
        slots: &mut Vec<String>,
    ) -> Result<Vec<Pattern>, String> {
        let mut compiler = Compiler {
            lexicon: self.lexicon,
            sets: self.sets,
            kinds: self.kinds,
            lists: self.lists,
            needs: self.needs,
            slots,
        };
        sources
            .iter()
            .map(|source| {
                compiler
                    .compile(source)
                    .map_err(|problem| format!("{field} = \"{source}\": {problem}"))
            })
            .collect()
    }

    fn emit(
        &mut self,
        spec: &EmitSpec,
        slots: &[String],
        joined: &[usize],
    ) -> Result<Emit, String> {
        let property = PropertyId::new(&spec.property);
        let Some(entry) = self.vocabulary.property(&property) else {
            return Err(format!(
                "emit.property = {property:?} is not in the vocabulary; add it to vocabulary/properties or correct the name"
            ));
        };
        check_qualifiers(entry, spec)?;
        let mut reader = Reader {
            slots,
            joined,
            kinds: self.kinds,
            lists: self.lists,
            nearest: self.nearest,
        };
        let take = reader.take(spec, &entry.value)?;
        check_codes(entry, &take)?;
        let qualifiers = (spec.qualifiers.iter())
            .map(|(name, value)| Ok((name.clone(), reader.source(value)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let constant = |text: &str| Piece::Constant(Box::new(constant(text)));
        let unit = match reader.slot(&spec.unit) {
            Ok(slot) => vec![Piece::Slot(slot)],
            Err(_) if spec.unit.is_empty() => vec![constant(&entry.unit)],
            Err(_) => vec![constant(&spec.unit)],
        };
        let when = reader.when(&spec.when)?;
        let mut emit = Emit {
            unit,
            property,
            take,
            when,
            modality: modality(&spec.modality)?,
            modality_if_reported: modality(&spec.modality_if_reported)?,
            claimant: reader.optional(&spec.claimant)?,
            in_passing: entry.voice == Voice::Compiler,
            happens: !entry.lasts(),
            subject: reader.optional(&spec.subject)?,
            quote: match (spec.quote.as_str(), reader.slot(&spec.quote)) {
                ("", _) => QuoteOf::Match,
                (_, Ok(slot)) => QuoteOf::Slot(slot),
                ("cell", _) => QuoteOf::Cell,
                ("label", _) => QuoteOf::Label,
                (_, Err(problem)) => return Err(problem),
            },
            qualifiers,
            slots: Vec::new(),
        };
        emit.slots = slots_of(&emit);
        Ok(emit)
    }
}

/// Every qualifier is one of the property's, or one that each may carry.
fn check_qualifiers(entry: &Property, spec: &EmitSpec) -> Result<(), String> {
    let known = |name: &&String| {
        entry.discriminating.contains(name)
            || entry.descriptive.contains(name)
            || entry.qualifiers.iter().any(|q| q.name == **name)
            || ALWAYS.contains(&name.as_str())
    };
    let Some(name) = spec.qualifiers.keys().find(|name| !known(name)) else {
        return Ok(());
    };
    let all = [&entry.discriminating[..], &entry.descriptive[..]].concat();
    Err(format!(
        "{} has no qualifier {name:?}; it has {}",
        entry.id,
        all.join(", ")
    ))
}

/// Every code is one of the property's, where it has any.
fn check_codes(entry: &Property, take: &Take) -> Result<(), String> {
    let known = |code: &&str| entry.codes.is_empty() || entry.code(code).is_some();
    let Some(code) = codes(take).into_iter().find(|code| !known(code)) else {
        return Ok(());
    };
    let all: Vec<_> = entry.codes.iter().map(|c| c.id.as_str()).collect();
    Err(format!(
        "{} has no code {code:?}; it has {}",
        entry.id,
        all.join(", ")
    ))
}

fn check_shape(spec: &RuleSpec) -> Result<(), String> {
    let problem = if spec.id.split('/').filter(|part| !part.is_empty()).count() != 2 {
        "its id is not of the form property/short-name"
    } else if spec.why.trim().is_empty() {
        "it has no `why`: say in a sentence what it reads"
    } else if spec.patterns.is_empty() && spec.label.is_empty() {
        "it has neither `match` nor `label`"
    } else if spec.label.is_empty() && !spec.column.is_empty() {
        "`column` is for rules on rows: it needs a `label`"
    } else if spec.emit.is_empty() {
        "it has no [[rule.emit]]"
    } else if spec.yes.is_empty() || spec.no.is_empty() {
        "it needs at least one [[rule.yes]] and one [[rule.no]]: they are its tests"
    } else if !["", "refuse", "ignore"].contains(&spec.negated.as_str()) {
        "`negated` is neither refuse nor ignore"
    } else {
        return Ok(());
    };
    Err(problem.to_owned())
}

fn codes(take: &Take) -> Vec<&str> {
    match take {
        Take::Code(code) => vec![code],
        Take::CodeOf(_, map) => map.values().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn modality(name: &str) -> Result<Option<Modality>, String> {
    if name.is_empty() {
        return Ok(None);
    }
    let parsed = serde_json::from_value(serde_json::Value::String(name.to_owned()));
    parsed.map(Some).map_err(|_| {
        format!(
            "modality = {name:?}; use asserted, reported, estimated, suspected, alleged, denied, planned or unknown"
        )
    })
}

/// Slots that hold a list of places: several places under one statement are one fact.
fn place_lists(pattern: &Pattern) -> Vec<usize> {
    (pattern.ops.iter())
        .filter_map(|op| match op {
            Op::Slot {
                slot,
                types,
                list: true,
            } => (types.iter())
                .any(|one| one.mask & Kind::PLACE.bit() != 0)
                .then_some(usize::from(*slot)),
            _ => None,
        })
        .collect()
}
