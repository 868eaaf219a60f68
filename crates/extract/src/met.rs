//! What a sentence meets: where its words, phrases and types stand.

use std::cell::Cell;

use crate::lexicon::{UNKNOWN, WordId};
use crate::mention::{Mask, View};
use crate::need::{Need, NeedId};
use crate::positions::{Positions, WIDTH};

/// A type, a phrase set or a word by one number.
pub(crate) type Thing = u32;

/// How many there are of each: types come first, then the sets, then the words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Things {
    words: u32,
    sets: u32,
}

impl Things {
    pub fn new(words: usize, sets: usize) -> Self {
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            words: short(words),
            sets: short(sets),
        }
    }

    pub const fn len(self) -> usize {
        (Mask::BITS + self.sets + self.words) as usize
    }

    pub const fn set(self, set: u32) -> Thing {
        Mask::BITS + set
    }

    pub const fn word(self, word: WordId) -> Thing {
        Mask::BITS + self.sets + word
    }

    /// Whatever meets a need.
    pub fn of(self, need: &Need) -> impl Iterator<Item = Thing> {
        let words = need.words.iter().map(move |word| self.word(*word));
        let sets = need.sets.iter().map(move |set| self.set(*set));
        bits(need.kinds).chain(sets).chain(words)
    }
}

/// The numbers of the bits that are set.
pub(crate) fn bits(mut mask: Mask) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let lowest = (mask != 0).then(|| mask.trailing_zeros())?;
        mask &= mask - 1;
        Some(lowest)
    })
}

/// The numbers of things all over the range of numbers, so that neighbours are far apart.
const fn spread(thing: Thing) -> u32 {
    thing.wrapping_mul(0x9E37_79B1)
}

/// Things as bits, several of them to a bit: what lacks a bit of a pattern cannot meet its needs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sketch(u128);

impl Sketch {
    pub const NONE: Self = Self(0);

    /// Of one thing. The types, which are few and in every other sentence, have the upper quarter of the bits.
    pub const fn of(thing: Thing) -> Self {
        Self(match thing {
            0..Mask::BITS => 1 << (96 + thing % 32),
            _ => 1 << (spread(thing) % 96),
        })
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a sentence meets; reused from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    /// The sentence is longer than there are bits: positions beyond are not told apart.
    long: bool,
    /// What stands in the sentence, each thing once, and where. The first of them stands nowhere.
    things: Vec<Thing>,
    places: Vec<Positions>,
    /// Their rows by a hash of the thing, so few that they stay at hand; 0 for an empty place.
    rows: Vec<u32>,
    /// All types there are.
    types: Mask,
    /// The mentions: type, start and end.
    spans: Vec<(Mask, Positions, Positions)>,
    /// The needs of several words, phrases or types that were looked up last, and in the sentence of which stamp.
    needs: Vec<Cell<(u32, NeedId, Positions)>>,
    stamp: u32,
    sketch: Sketch,
}

/// Needs that are remembered in a sentence; one more takes the place of another.
const REMEMBERED: usize = 128;

impl Met {
    /// Looks at a sentence.
    pub fn read(&mut self, view: &View, things: Things) {
        self.begin(view);
        self.long = view.len() > WIDTH;
        self.types = view.all;
        for (at, token) in view.tokens.iter().enumerate() {
            let here = Positions::at(at);
            if token.word != UNKNOWN {
                self.note(things.word(token.word), here);
            }
            for set in view.phrases_at(at) {
                self.note(things.set(set), here);
            }
        }
        for mention in &view.mentions {
            let here = Positions::at(usize::from(mention.start));
            let end = Positions::at(usize::from(mention.end));
            self.note(u32::from(mention.kind.0), here);
            self.spans.push((mention.kind.bit(), here, end));
        }
    }

    /// Forgets the sentence before, and makes room for this one.
    fn begin(&mut self, view: &View) {
        let most = view.len() + view.phrases().len() + view.mentions.len();
        self.rows.clear();
        self.rows.resize((2 * most + 2).next_power_of_two(), 0);
        self.things.clear();
        self.things.push(Thing::MAX);
        self.places.clear();
        self.places.push(Positions::default());
        self.needs.resize(REMEMBERED, Cell::default());
        self.stamp += 1;
        self.spans.clear();
        self.sketch = Sketch::NONE;
    }

    /// Notes that something stands at a token.
    fn note(&mut self, thing: Thing, here: Positions) {
        let (place, row) = self.find(thing);
        if row > 0 {
            if let Some(places) = self.places.get_mut(row as usize) {
                *places = places.or(here);
            }
        } else if let Some(row) = self.rows.get_mut(place) {
            *row = u32::try_from(self.things.len()).unwrap_or(0);
            self.things.push(thing);
            self.places.push(here);
            self.sketch = self.sketch.and(Sketch::of(thing));
        }
    }

    /// The row of a thing, 0 if it is not there; and the place in `rows` where it is, or belongs.
    fn find(&self, thing: Thing) -> (usize, u32) {
        let mut place = (spread(thing) >> 8) as usize;
        loop {
            place &= self.rows.len().wrapping_sub(1);
            let row = self.rows.get(place).copied().unwrap_or(0);
            if row == 0 || self.things.get(row as usize) == Some(&thing) {
                return (place, row);
            }
            place += 1;
        }
    }

    /// What is there, each once.
    pub fn things(&self) -> impl Iterator<Item = Thing> {
        self.things.iter().skip(1).copied()
    }

    /// Where something stands.
    pub fn at(&self, thing: Thing) -> Positions {
        let (_, row) = self.find(thing);
        self.places.get(row as usize).copied().unwrap_or_default()
    }

    pub fn has(&self, thing: Thing) -> bool {
        self.find(thing).1 > 0
    }

    pub const fn has_types(&self, kinds: Mask) -> bool {
        self.types & kinds != 0
    }

    pub fn of_types(&self, kinds: Mask) -> Positions {
        bits(kinds & self.types).fold(Positions::default(), |all, kind| all.or(self.at(kind)))
    }

    /// Where mentions of these types begin that end at one of the positions.
    pub fn ending(&self, kinds: Mask, ends: Positions) -> Positions {
        let fits = |(kind, _, end): &&(Mask, Positions, Positions)| {
            kind & kinds != 0 && !end.and(ends).is_empty()
        };
        let spans = self.spans.iter().filter(fits);
        spans.fold(Positions::default(), |all, (_, start, _)| all.or(*start))
    }

    /// Where any of the members of a need stands.
    pub fn any(&self, need: NeedId, members: &[Thing]) -> Positions {
        let look = || {
            let each = members.iter().map(|thing| self.at(*thing));
            each.fold(Positions::default(), Positions::or)
        };
        let Some(known) = self.needs.get(need as usize % REMEMBERED) else {
            return look();
        };
        let (stamp, other, at) = known.get();
        if (stamp, other) == (self.stamp, need) {
            return at;
        }
        let at = look();
        known.set((self.stamp, need, at));
        at
    }

    /// May what needs all of this be met?
    pub const fn may_hold(&self, needs: Sketch) -> bool {
        self.sketch.holds(needs)
    }

    /// More tokens than positions can tell apart.
    pub const fn is_long(&self) -> bool {
        self.long
    }
}
