//! Mentions: what stands in a sentence, with its type, its tokens and its value.

use std::collections::BTreeMap;

use whitestone_model::{Absence, Basis, Decimal, Edtf, Span};

use crate::lexicon::begins;
use crate::token::Token;
use crate::trie::Trie;

/// A type of mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Kind(pub u8);

impl Kind {
    pub const NUMBER: Self = Self(0);
    pub const QUANTITY: Self = Self(1);
    pub const AREA: Self = Self(2);
    pub const LENGTH: Self = Self(3);
    pub const DENSITY: Self = Self(4);
    pub const MONEY: Self = Self(5);
    pub const PERCENT: Self = Self(6);
    pub const DATE: Self = Self(7);
    pub const YEAR: Self = Self(8);
    pub const STATE: Self = Self(9);
    pub const DEMONYM: Self = Self(10);
    pub const TREATY: Self = Self(11);
    pub const RESOLUTION: Self = Self(12);
    pub const DECLARATION: Self = Self(14);
    pub const DEVICE: Self = Self(15);
    pub const ORG: Self = Self(16);
    pub const PERSON: Self = Self(17);
    pub const SPEAKER: Self = Self(18);
    pub const PLACE: Self = Self(19);
    pub const NAME: Self = Self(20);
    pub const TOPIC: Self = Self(21);
    pub const UNIT: Self = Self(22);
    pub const CURRENCY: Self = Self(23);

    /// As a bit of a [`Mask`].
    pub const fn bit(self) -> Mask {
        1 << self.0
    }
}

/// Several types at once.
pub(crate) type Mask = u64;

const BUILT_IN: [&str; 24] = [
    "number",
    "quantity",
    "area",
    "length",
    "density",
    "money",
    "percent",
    "date",
    "year",
    "state",
    "demonym",
    "treaty",
    "resolution",
    "meeting",
    "declaration",
    "device",
    "org",
    "person",
    "speaker",
    "place",
    "name",
    "topic",
    "unit",
    "currency",
];

/// The names of the types: those built in, and one for every list of the vocabulary.
#[derive(Debug, Clone)]
pub(crate) struct Kinds {
    names: BTreeMap<String, Kind>,
}

impl Kinds {
    pub fn new() -> Self {
        let names = BUILT_IN
            .iter()
            .zip(0u8..)
            .map(|(name, number)| ((*name).to_owned(), Kind(number)))
            .collect();
        Self { names }
    }

    /// The type of a list's entries: `devices` are of type `device`; an unknown list is a type of its own name.
    pub fn of_list(&mut self, list: &str) -> Kind {
        let singular = match list {
            "organisations" => "org",
            "currencies" => "currency",
            "treaties" => "treaty",
            _ => list.strip_suffix('s').unwrap_or(list),
        };
        if let Some(&kind) = self.names.get(singular) {
            return kind;
        }
        // 64 types fit a mask; further lists share the last.
        let kind = Kind(u8::try_from(self.names.len()).unwrap_or(63).min(63));
        self.names.insert(singular.to_owned(), kind);
        kind
    }

    /// What a pattern means by the name of a type: a speaker may be an organisation, a person or a state.
    pub fn mask(&self, name: &str) -> Option<Mask> {
        let bit = self.names.get(name)?.bit();
        let also = match name {
            "speaker" => Kind::ORG.bit() | Kind::PERSON.bit() | Kind::STATE.bit(),
            "place" => Kind::STATE.bit(),
            "date" => Kind::YEAR.bit(),
            _ => 0,
        };
        Some(bit | also)
    }

    pub fn name(&self, kind: Kind) -> &str {
        self.names
            .iter()
            .find(|(_, known)| **known == kind)
            .map_or("", |(name, _)| name)
    }

    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

/// The value of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Its words.
    Words,
    /// An entry of a list.
    Entry(u32),
    /// An amount of the view.
    Amount(u32),
    /// A date of the view.
    Date(u32),
    /// A text of the view, where the words as printed would not do.
    Text(u32),
    /// He or she: the last speaker of the paragraph.
    Speaker,
    /// It: the document's country.
    Topic,
}

/// Something recognised: tokens `start..end`, of which `core` carries the name (without article or prefix).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    pub kind: Kind,
    pub start: u16,
    pub end: u16,
    pub core: (u16, u16),
    pub what: What,
}

/// A number with bounds, before it becomes a quantity or money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub basis: Option<Basis>,
    /// Entry of the unit or currency.
    pub unit: Option<u32>,
    pub absent: Option<Absence>,
}

/// One sentence (or cell, or heading), cut and recognised.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    pub tokens: Vec<Token>,
    pub mentions: Vec<Mention>,
    /// For each token, where its mentions begin in `mentions`; one more entry than tokens.
    pub starts: Vec<u32>,
    /// For each token, the types of the mentions that begin at it.
    pub masks: Vec<Mask>,
    /// All types there are.
    pub all: Mask,
    pub amounts: Vec<Amount>,
    /// The mentions of dates, without those inside others.
    pub times: Vec<Mention>,
    pub dates: Vec<Edtf>,
    pub texts: Vec<String>,
    /// Tokens that follow a note marker.
    pub breaks: Vec<u16>,
    /// What some token of it may begin, and flags that some token has: spares looking for what cannot be there.
    pub begins: u16,
    pub flags: u16,
    /// Phrases of the rules' sets: set and end, by the token where they begin, short ones first.
    phrases: Vec<(u32, u16)>,
    /// For each token, where its phrases begin in `phrases`; one more entry than tokens.
    phrase_starts: Vec<u32>,
}

impl View {
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.mentions.clear();
        self.starts.clear();
        self.masks.clear();
        self.amounts.clear();
        self.times.clear();
        self.dates.clear();
        self.texts.clear();
        self.breaks.clear();
        self.phrases.clear();
        self.phrase_starts.clear();
    }

    /// May something of [this sort](begins) begin at some token?
    pub const fn may_begin(&self, what: u16) -> bool {
        self.begins & what != 0
    }

    /// Leaves out tokens; what breaks the clause moves along.
    pub fn drop_tokens(&mut self, from: usize, to: usize) {
        let to = to.min(self.tokens.len());
        self.tokens.drain(from.min(to)..to);
        for mark in &mut self.breaks {
            let at = usize::from(*mark);
            let moved = if at >= to {
                at - (to - from)
            } else {
                at.min(from)
            };
            *mark = u16::try_from(moved).unwrap_or(u16::MAX);
        }
    }

    /// Finds the phrases of the rules' sets.
    pub fn find_phrases(&mut self, sets: &Trie) {
        let (tokens, phrases) = (&self.tokens, &mut self.phrases);
        for (at, token) in tokens.iter().enumerate() {
            self.phrase_starts.push(short_u32(phrases.len()));
            if !token.may_begin(begins::PHRASE) {
                continue;
            }
            sets.walk(tokens, at, |end, set| {
                phrases.push((set, u16::try_from(end).unwrap_or(u16::MAX)));
            });
        }
        self.phrase_starts.push(short_u32(phrases.len()));
    }

    /// Sets of which a phrase begins somewhere.
    pub fn phrases(&self) -> impl ExactSizeIterator<Item = u32> {
        self.phrases.iter().map(|(set, _)| *set)
    }

    /// Sets of which a phrase begins at a token.
    pub fn phrases_at(&self, at: usize) -> impl Iterator<Item = u32> {
        self.phrases_from(at).iter().map(|(set, _)| *set)
    }

    /// Does a phrase of a set begin at a token?
    pub fn has_phrase(&self, at: usize, set: u32) -> bool {
        self.phrases_at(at).any(|other| other == set)
    }

    /// Ends of the phrases of a set that begin at a token, short ones first.
    pub fn phrase_ends(&self, at: usize, set: u32) -> impl DoubleEndedIterator<Item = usize> {
        (self.phrases_from(at).iter())
            .filter(move |(other, _)| *other == set)
            .map(|(_, end)| usize::from(*end))
    }

    fn phrases_from(&self, at: usize) -> &[(u32, u16)] {
        let bounds = (self.phrase_starts.get(at), self.phrase_starts.get(at + 1));
        let (Some(&from), Some(&to)) = bounds else {
            return &[];
        };
        (self.phrases.get(from as usize..to as usize)).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    pub fn word(&self, at: usize) -> u32 {
        self.tokens.get(at).map_or(0, |token| token.word)
    }

    /// The bytes from token `start` to before token `end`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let first = self.tokens.get(start);
        let last = end.checked_sub(1).and_then(|i| self.tokens.get(i));
        match (first, last) {
            (Some(first), Some(last)) => Span::new(first.start as usize, last.end as usize),
            (Some(first), None) => Span::new(first.start as usize, first.start as usize),
            _ => Span::default(),
        }
    }

    pub fn add(&mut self, kind: Kind, start: usize, end: usize, what: What) {
        self.add_with_core(kind, start, end, (start, end), what);
    }

    pub fn add_with_core(
        &mut self,
        kind: Kind,
        start: usize,
        end: usize,
        core: (usize, usize),
        what: What,
    ) {
        let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.mentions.push(Mention {
            kind,
            start: short(start),
            end: short(end),
            core: (short(core.0), short(core.1)),
            what,
        });
    }

    pub fn add_amount(&mut self, kind: Kind, start: usize, end: usize, amount: Amount) {
        let number = u32::try_from(self.amounts.len()).unwrap_or(u32::MAX);
        self.amounts.push(amount);
        self.add(kind, start, end, What::Amount(number));
    }

    pub fn add_date(&mut self, kind: Kind, start: usize, end: usize, date: Edtf) {
        let number = u32::try_from(self.dates.len()).unwrap_or(u32::MAX);
        self.dates.push(date);
        self.add(kind, start, end, What::Date(number));
    }

    pub fn add_text(&mut self, kind: Kind, start: usize, end: usize, text: String) {
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text);
        self.add(kind, start, end, What::Text(number));
    }

    /// Sorts the mentions and indexes them by their first token: longest first, then by type.
    pub fn index(&mut self) {
        self.mentions.sort_by_cached_key(order);
        self.mentions
            .dedup_by_key(|m| (m.start, m.end, m.kind, entry_of(m.what)));
        self.drop_pieces_of_devices();
        self.starts.clear();
        self.masks.clear();
        self.masks.resize(self.tokens.len(), 0);
        self.all = 0;
        for mention in &self.mentions {
            self.all |= mention.kind.bit();
            if let Some(mask) = self.masks.get_mut(mention.start as usize) {
                *mask |= mention.kind.bit();
            }
        }
        // Up to the first token of each mention, and of none at the end, the ones before it are passed.
        for (number, mention) in (0u32..).zip(&self.mentions) {
            let reached = usize::from(mention.start) + 1;
            if self.starts.len() < reached {
                self.starts.resize(reached, number);
            }
        }
        self.starts
            .resize(self.tokens.len() + 1, short_u32(self.mentions.len()));
        self.find_times();
    }

    fn find_times(&mut self) {
        self.times.clear();
        if self.dates.is_empty() {
            return;
        }
        let is_date = |m: &&Mention| m.kind == Kind::DATE || m.kind == Kind::YEAR;
        let all = || self.mentions.iter().filter(is_date);
        let holds = |other: &Mention, m: &Mention| {
            (other.start..=other.end).contains(&m.start)
                && m.end <= other.end
                && (other.start, other.end) != (m.start, m.end)
        };
        let outer = all().filter(|m| !all().any(|other| holds(other, m)));
        self.times.extend(outer);
    }

    /// The AP of "AP mines" is no place.
    fn drop_pieces_of_devices(&mut self) {
        let is = |kind: Kind| self.mentions.iter().any(|m| m.kind == kind);
        if !is(Kind::DEVICE) || !is(Kind::PLACE) {
            return;
        }
        let device = |m: &&Mention| m.kind == Kind::DEVICE;
        let devices: Vec<Mention> = self.mentions.iter().filter(device).copied().collect();
        self.mentions.retain(|m| {
            let inside = |d: &Mention| d.start <= m.start && m.end <= d.end;
            m.kind != Kind::PLACE || !devices.iter().any(inside)
        });
    }

    /// The mentions that begin at a token, with their numbers.
    pub fn mentions_at(&self, at: usize) -> impl Iterator<Item = (u32, &Mention)> {
        let from = self.starts.get(at).copied().unwrap_or(u32::MAX);
        let to = self.starts.get(at + 1).copied().unwrap_or(from);
        (from..to).zip(
            self.mentions
                .get(from as usize..to as usize)
                .unwrap_or_default(),
        )
    }
}

fn short_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// By start; longest first; then by type and [rank], as one number.
const fn order(mention: &Mention) -> u64 {
    (mention.start as u64) << 48
        | ((u16::MAX - mention.end) as u64) << 32
        | (mention.kind.0 as u64) << 24
        | rank(mention.what)
}

/// A text that was made stands before entries of lists, and those before the bare words; a number of 24 bits.
const fn rank(what: What) -> u64 {
    const LAST: u64 = (1 << 24) - 1;
    match what {
        What::Text(_) => 0,
        What::Entry(entry) if (entry as u64) < LAST => entry as u64 + 1,
        _ => LAST,
    }
}

const fn entry_of(what: What) -> Option<u32> {
    match what {
        What::Entry(entry) => Some(entry),
        _ => None,
    }
}
