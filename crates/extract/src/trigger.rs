//! Which patterns are worth trying on a sentence, and where.
//!
//! A sentence is looked at once: where each word, phrase and type stands. The rarest need of a pattern wakes it when it
//! is met, unless a glance at its other needs shows that one is missing; the pattern's [route](crate::need) then tells
//! where it could begin, if anywhere.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::frames::FrameRule;
use crate::lexicon::UNKNOWN;
use crate::mention::{Mask, View};
use crate::need::{Need, NeedId, Needs, Route, Step, Wanted};
use crate::pattern::Pattern;
use crate::positions::{Positions, WIDTH};
use crate::rule::{Place, Rule};

/// A pattern by the number of its rule or frame and its own.
pub(crate) type PatternId = (u32, u32);

/// Which patterns there are, and what wakes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triggers {
    /// Needs of several words, phrases or types.
    needs: Vec<Need>,
    /// The routes of all patterns, one behind the other.
    routes: Route,
    /// The needs of the same routes, each route's rarest first.
    rarest: Vec<Wanted>,
    /// Patterns by the rarest of their needs.
    rules: BTreeMap<Place, Index<Woken>>,
    labels: Index<Woken>,
    frames: Index<Woken>,
}

/// What each word, phrase set or type leads to.
#[derive(Debug, Clone, Default)]
struct Index<T> {
    by_word: Vec<Vec<T>>,
    by_set: Vec<Vec<T>>,
    by_kind: Vec<Vec<T>>,
}

impl<T: Copy> Index<T> {
    fn new(words: usize, sets: usize) -> Self {
        Self {
            by_word: vec![Vec::new(); words],
            by_set: vec![Vec::new(); sets],
            by_kind: vec![Vec::new(); Mask::BITS as usize],
        }
    }

    /// Whatever meets the need leads to it.
    fn add(&mut self, need: &Need, what: T) {
        let add = |lists: &mut [Vec<T>], at: u32| {
            if let Some(list) = lists.get_mut(at as usize) {
                list.push(what);
            }
        };
        (need.words.iter()).for_each(|word| add(&mut self.by_word, *word));
        (need.sets.iter()).for_each(|set| add(&mut self.by_set, *set));
        bits(need.kinds).for_each(|kind| add(&mut self.by_kind, kind));
    }

    /// What is led to from here, and where here is.
    fn met<'a>(&'a self, met: &'a Met) -> impl Iterator<Item = (&'a [T], Positions)> {
        let of =
            |lists: &'a [Vec<T>], at: u32| lists.get(at as usize).map_or(&[][..], Vec::as_slice);
        let words = (met.words.all()).map(move |(word, at)| (of(&self.by_word, word), at));
        let sets = (met.sets.all()).map(move |(set, at)| (of(&self.by_set, set), at));
        let kinds = (met.kinds.all()).map(move |(kind, at)| (of(&self.by_kind, kind), at));
        words.chain(sets).chain(kinds)
    }
}

/// Whose a pattern is: a rule's that reads in such a place, a rule's for the labels of rows, or a frame's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Rules(Place),
    Labels,
    Frames,
}

/// A pattern that a word, phrase or type wakes.
#[derive(Debug, Clone, Copy, Default)]
struct Woken {
    id: PatternId,
    needs: Sketch,
    /// Its route among all of them.
    route: (u32, u32),
    /// It begins at the front of the sentence or not at all.
    at_front: bool,
}

/// Words and sets as bits, several of them to a bit: what lacks a bit of a pattern cannot meet its needs.
#[derive(Debug, Clone, Copy, Default)]
struct Sketch(u128);

impl Sketch {
    /// Of one thing; types are in too many sentences to tell them apart.
    const fn of(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Word(word) => Self(1 << (word % 128)),
            Wanted::Set(set) => Self(1 << (set.wrapping_mul(37).wrapping_add(64) % 128)),
            Wanted::Types(_) | Wanted::Any(_) => Self(0),
        }
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// How often words, phrases and types are met, in any unit: the rarest need of a pattern is found with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frequencies {
    words: Vec<u32>,
    sets: Vec<u32>,
    /// Sentences counted.
    sentences: u32,
}

impl Frequencies {
    pub fn count(&mut self, view: &View) {
        fn add(counts: &mut Vec<u32>, at: u32) {
            let at = at as usize;
            if counts.len() <= at {
                counts.resize(at + 1, 0);
            }
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
        self.sentences += 1;
        view.tokens
            .iter()
            .for_each(|token| add(&mut self.words, token.word));
        view.phrases().for_each(|set| add(&mut self.sets, set));
    }

    /// What is in no example may still be met; a type is in every other sentence or so.
    fn cost(&self, need: &Need) -> usize {
        let of = |counts: &[u32], at: u32| counts.get(at as usize).copied().unwrap_or(0) as usize;
        let words = need.words.iter().map(|&word| 1 + of(&self.words, word));
        let sets = need.sets.iter().map(|&set| 1 + of(&self.sets, set));
        let kinds = need.kinds.count_ones() as usize * (1 + self.sentences as usize / 2);
        words.sum::<usize>() + sets.sum::<usize>() + kinds
    }
}

/// What a sentence meets; reused from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    /// The sentence is longer than there are bits: positions beyond are not told apart.
    long: bool,
    words: Standing,
    sets: Standing,
    kinds: Standing,
    /// All types there are.
    types: Mask,
    /// The mentions: type, start and end.
    spans: Vec<(Mask, Positions, Positions)>,
    /// Needs of several words, phrases or types that were looked up in the sentence of this stamp.
    needs: Vec<Cell<(u32, Positions)>>,
    stamp: u32,
    sketch: Sketch,
}

/// Where words stand in a sentence (or phrases of sets, or types): a short table of those there, found by their number.
#[derive(Debug, Clone, Default)]
struct Standing {
    /// For each number its row in the table; 0 for what is not there.
    rows: Vec<u16>,
    table: Vec<(u32, Positions)>,
}

impl Standing {
    /// Forgets the sentence before.
    fn begin(&mut self, numbers: usize) {
        self.rows.resize(numbers, 0);
        for (number, _) in self.table.drain(..) {
            if let Some(row) = self.rows.get_mut(number as usize) {
                *row = 0;
            }
        }
        self.table.push((UNKNOWN, Positions::default()));
    }

    /// Notes that something stands at a token; is it the first time in this sentence?
    fn note(&mut self, number: u32, here: Positions) -> bool {
        let Some(row) = self.rows.get_mut(number as usize) else {
            return false;
        };
        if *row == 0 {
            *row = u16::try_from(self.table.len()).unwrap_or(0);
            self.table.push((number, here));
            return true;
        }
        if let Some((_, at)) = self.table.get_mut(usize::from(*row)) {
            *at = at.or(here);
        }
        false
    }

    fn has(&self, number: u32) -> bool {
        self.rows.get(number as usize).is_some_and(|row| *row != 0)
    }

    fn at(&self, number: u32) -> Positions {
        let row = self.rows.get(number as usize).copied().unwrap_or(0);
        (self.table.get(usize::from(row))).map_or_else(Positions::default, |(_, at)| *at)
    }

    /// What is there, each once, and where.
    fn all(&self) -> impl Iterator<Item = (u32, Positions)> {
        self.table.iter().skip(1).copied()
    }
}

impl Triggers {
    pub fn new(
        rules: &[Rule],
        frames: &[FrameRule],
        needs: &Needs,
        often: &Frequencies,
        words: usize,
        sets: usize,
    ) -> Self {
        let index = Index::new(words, sets);
        let mut triggers = Self {
            needs: needs.all.clone(),
            routes: Route::new(),
            rarest: Vec::new(),
            rules: Place::ALL.map(|place| (place, index.clone())).into(),
            labels: index.clone(),
            frames: index,
        };
        let mut add = |of: Of, id: PatternId, pattern: &Pattern| {
            let mut wanted: Vec<Wanted> = pattern.route.iter().map(|step| step.need).collect();
            wanted.sort_by_cached_key(|wanted| often.cost(&needs.need(*wanted)));
            if let Some(rarest) = wanted.first() {
                triggers.add(of, id, pattern, &needs.need(*rarest));
                triggers.rarest.extend(wanted);
            }
        };
        for (number, rule) in (0u32..).zip(rules) {
            if let Some(label) = &rule.label {
                add(Of::Labels, (number, 0), label);
                continue;
            }
            for (at, pattern) in (0u32..).zip(&rule.patterns) {
                for place in &rule.places {
                    add(Of::Rules(*place), (number, at), pattern);
                }
            }
        }
        for (number, frame) in (0u32..).zip(frames) {
            for (at, pattern) in (0u32..).zip(&frame.patterns) {
                add(Of::Frames, (number, at), pattern);
            }
        }
        triggers
    }

    /// The rarest need of a pattern wakes it.
    fn add(&mut self, of: Of, id: PatternId, pattern: &Pattern, rarest: &Need) {
        let route = &pattern.route;
        let needs = (route.iter()).fold(Sketch::default(), |all, s| all.and(Sketch::of(s.need)));
        let here = |routes: &Route| u32::try_from(routes.len()).unwrap_or(u32::MAX);
        let first = here(&self.routes);
        self.routes.extend(route);
        let route = (first, here(&self.routes));
        let index = match of {
            Of::Rules(place) => self.rules.entry(place).or_default(),
            Of::Labels => &mut self.labels,
            Of::Frames => &mut self.frames,
        };
        let at_front = pattern.at_front;
        index.add(
            rarest,
            Woken {
                id,
                needs,
                route,
                at_front,
            },
        );
    }

    /// Looks at a sentence: where its words, phrases and types stand.
    pub fn meet(&self, view: &View, met: &mut Met) {
        met.begin(self);
        met.long = view.len() > WIDTH;
        met.types = view.all;
        for (at, token) in view.tokens.iter().enumerate() {
            let here = Positions::at(at);
            if token.word != UNKNOWN && met.words.note(token.word, here) {
                met.sketch = met.sketch.and(Sketch::of(Wanted::Word(token.word)));
            }
            for set in view.phrases_at(at) {
                if met.sets.note(set, here) {
                    met.sketch = met.sketch.and(Sketch::of(Wanted::Set(set)));
                }
            }
        }
        for mention in &view.mentions {
            let here = Positions::at(usize::from(mention.start));
            let end = Positions::at(usize::from(mention.end));
            met.kinds.note(u32::from(mention.kind.0), here);
            met.spans.push((mention.kind.bit(), here, end));
        }
    }

    /// Patterns worth trying and where they may begin, in the order of the rules or frames.
    pub fn worth_trying(&self, of: Of, met: &Met) -> Vec<(PatternId, Positions)> {
        let index = match of {
            Of::Rules(place) => self.rules.get(&place),
            Of::Labels => Some(&self.labels),
            Of::Frames => Some(&self.frames),
        };
        let Some(index) = index else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for woken in index.met(met).flat_map(|(list, _)| list) {
            if !met.sketch.holds(woken.needs) {
                continue;
            }
            let route = woken.route.0 as usize..woken.route.1 as usize;
            let needs = self.rarest.get(route.clone()).unwrap_or_default();
            if needs.iter().skip(1).all(|need| self.is_met(*need, met))
                && let Some(route) = self.routes.get(route)
            {
                let mut starts = self.starts(route, met);
                if woken.at_front {
                    starts = starts.and(Positions::at(0));
                }
                if !starts.is_empty() {
                    found.push((woken.id, starts));
                }
            }
        }
        found.sort_unstable_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        found
    }

    /// Where a pattern of this route may begin in the sentence, as far as its needs tell.
    pub fn starts(&self, route: &[Step<Wanted>], met: &Met) -> Positions {
        let mut reach = Positions::ALL;
        for step in route.iter().rev() {
            let here = match step.need {
                Wanted::Types(kinds) if step.by_end => met.ending(kinds, reach),
                need => self.positions(need, met).and(reach),
            };
            if here.is_empty() {
                return here;
            }
            if !met.long {
                reach = here.before(step.after.least, step.after.most);
            }
        }
        reach
    }

    /// Is every need of the pattern met, in whatever order?
    pub fn has_all(&self, pattern: &Pattern, met: &Met) -> bool {
        (pattern.route.iter()).all(|step| self.is_met(step.need, met))
    }

    /// Is a need met anywhere?
    fn is_met(&self, wanted: Wanted, met: &Met) -> bool {
        match wanted {
            Wanted::Word(word) => met.words.has(word),
            Wanted::Set(set) => met.sets.has(set),
            Wanted::Types(kinds) => met.types & kinds != 0,
            Wanted::Any(number) => !self.any(number, met).is_empty(),
        }
    }

    /// Where a need is met.
    fn positions(&self, wanted: Wanted, met: &Met) -> Positions {
        match wanted {
            Wanted::Word(word) => met.words.at(word),
            Wanted::Set(set) => met.sets.at(set),
            Wanted::Types(kinds) => met.of_types(kinds),
            Wanted::Any(number) => self.any(number, met),
        }
    }

    fn any(&self, number: NeedId, met: &Met) -> Positions {
        let number = number as usize;
        let (Some(need), Some(known)) = (self.needs.get(number), met.needs.get(number)) else {
            return Positions::default();
        };
        let (stamp, at) = known.get();
        if stamp == met.stamp {
            return at;
        }
        let words = need.words.iter().map(|word| met.words.at(*word));
        let sets = need.sets.iter().map(|set| met.sets.at(*set));
        let at = words
            .chain(sets)
            .fold(met.of_types(need.kinds), Positions::or);
        known.set((met.stamp, at));
        at
    }
}

/// The numbers of the bits that are set.
fn bits(mut mask: Mask) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let lowest = (mask != 0).then(|| mask.trailing_zeros())?;
        mask &= mask - 1;
        Some(lowest)
    })
}

impl Met {
    fn begin(&mut self, triggers: &Triggers) {
        let index = &triggers.frames;
        self.words.begin(index.by_word.len());
        self.sets.begin(index.by_set.len());
        self.kinds.begin(index.by_kind.len());
        self.needs.resize(triggers.needs.len(), Cell::default());
        self.stamp += 1;
        self.spans.clear();
        self.sketch = Sketch::default();
    }

    /// Where mentions of these types begin that end at one of the positions.
    fn ending(&self, kinds: Mask, ends: Positions) -> Positions {
        let fits = |(kind, _, end): &&(Mask, Positions, Positions)| {
            kind & kinds != 0 && !end.and(ends).is_empty()
        };
        let spans = self.spans.iter().filter(fits);
        spans.fold(Positions::default(), |all, (_, start, _)| all.or(*start))
    }

    fn of_types(&self, kinds: Mask) -> Positions {
        bits(kinds).fold(Positions::default(), |all, kind| {
            all.or(self.kinds.at(kind))
        })
    }

    /// More tokens than positions can tell apart.
    pub const fn is_long(&self) -> bool {
        self.long
    }
}
