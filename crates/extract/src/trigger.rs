//! Which patterns are worth trying on a sentence, and where.
//!
//! A sentence is looked at once: where each word, phrase and type stands. The rarest need of a pattern wakes it when it
//! is met, unless a glance at its other needs shows that one is missing; the pattern's [route](crate::need) then tells
//! where it could begin, if anywhere.

use std::cell::Cell;

use crate::frames::FrameRule;
use crate::lexicon::{UNKNOWN, WordId};
use crate::mention::{Mask, View};
use crate::need::{Need, NeedId, Needs, Wanted};
use crate::pattern::Pattern;
use crate::positions::{Positions, WIDTH};
use crate::rule::Rule;

/// A pattern by the number of its rule or frame and its own.
pub(crate) type PatternId = (u32, u32);

/// Which patterns there are, and what wakes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triggers {
    needs: Vec<Need>,
    rules: Index,
    labels: Index,
    frames: Index,
}

/// For each word, phrase set or type the patterns whose rarest need it meets.
#[derive(Debug, Clone, Default)]
struct Index {
    by_word: Vec<Vec<Woken>>,
    by_set: Vec<Vec<Woken>>,
    by_kind: Vec<Vec<Woken>>,
}

/// Whose a pattern is: a rule's for sentences, a rule's for the labels of rows, or a frame's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Rules,
    Labels,
    Frames,
}

/// A pattern that a word, phrase or type wakes.
#[derive(Debug, Clone, Copy)]
struct Woken {
    id: PatternId,
    needs: Sketch,
}

/// Words and sets as bits, several of them to a bit: what has not all bits of a pattern cannot meet its needs.
#[derive(Debug, Clone, Copy, Default)]
struct Sketch(u128);

impl Sketch {
    const fn word(word: WordId) -> Self {
        Self(1 << (word % 128))
    }

    /// Sets stand in few sentences each; they are told from the words next to them.
    const fn set(set: u32) -> Self {
        Self::word(set.wrapping_mul(37).wrapping_add(64))
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
    stamp: u32,
    /// The sentence is longer than there are bits: positions beyond are not told apart.
    long: bool,
    /// Where each word and each phrase of a set stands, and each type of mention begins.
    words: Vec<Positions>,
    sets: Vec<Positions>,
    kinds: Vec<Positions>,
    /// Needs of several kinds that were looked up, by stamp.
    needs: Vec<Cell<Seen>>,
    /// The words and sets that are there, each once, and the types.
    distinct: (Vec<WordId>, Vec<u32>, Mask),
    sketch: Sketch,
}

/// Where a need is met in the sentence of this stamp.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    at: Positions,
    stamp: u32,
}

impl Triggers {
    pub fn new(
        rules: &[Rule],
        frames: &[FrameRule],
        needs: Needs,
        often: &Frequencies,
        words: usize,
        sets: usize,
    ) -> Self {
        let index = Index {
            by_word: vec![Vec::new(); words],
            by_set: vec![Vec::new(); sets],
            by_kind: vec![Vec::new(); Mask::BITS as usize],
        };
        let mut triggers = Self {
            needs: needs.all,
            rules: index.clone(),
            labels: index.clone(),
            frames: index,
        };
        for (number, rule) in (0u32..).zip(rules) {
            if let Some(label) = &rule.label {
                triggers.add(Of::Labels, (number, 0), label, often);
                continue;
            }
            for (at, pattern) in (0u32..).zip(&rule.patterns) {
                triggers.add(Of::Rules, (number, at), pattern, often);
            }
        }
        for (number, frame) in (0u32..).zip(frames) {
            for (at, pattern) in (0u32..).zip(&frame.patterns) {
                triggers.add(Of::Frames, (number, at), pattern, often);
            }
        }
        triggers
    }

    /// The rarest need of a pattern wakes it.
    fn add(&mut self, of: Of, id: PatternId, pattern: &Pattern, often: &Frequencies) {
        let needs = pattern.route.iter().map(|step| self.need(step.need));
        let Some(rarest) = needs.min_by_key(|need| often.cost(need)) else {
            return;
        };
        let needs = (pattern.route.iter()).fold(Sketch::default(), |all, step| match step.need {
            Wanted::Word(word) => all.and(Sketch::word(word)),
            Wanted::Set(set) => all.and(Sketch::set(set)),
            Wanted::Types(_) | Wanted::Any(_) => all,
        });
        let index = match of {
            Of::Rules => &mut self.rules,
            Of::Labels => &mut self.labels,
            Of::Frames => &mut self.frames,
        };
        let add = |lists: &mut [Vec<Woken>], at: u32| {
            if let Some(list) = lists.get_mut(at as usize) {
                list.push(Woken { id, needs });
            }
        };
        (rarest.words.iter()).for_each(|word| add(&mut index.by_word, *word));
        (rarest.sets.iter()).for_each(|set| add(&mut index.by_set, *set));
        bits(rarest.kinds).for_each(|kind| add(&mut index.by_kind, kind));
    }

    fn need(&self, wanted: Wanted) -> Need {
        let mut need = Need::default();
        match wanted {
            Wanted::Word(word) => need.words.push(word),
            Wanted::Set(set) => need.sets.push(set),
            Wanted::Types(kinds) => need.kinds = kinds,
            Wanted::Any(number) => {
                need = (self.needs.get(number as usize).cloned()).unwrap_or_default();
            }
        }
        need
    }

    /// Looks at a sentence: where its words, phrases and types stand.
    pub fn meet(&self, view: &View, met: &mut Met) {
        met.begin(self);
        met.long = view.len() > WIDTH;
        let (words, sets, kinds) = &mut met.distinct;
        for (at, token) in view.tokens.iter().enumerate() {
            let here = Positions::at(at);
            if token.word != UNKNOWN && saw(&mut met.words, token.word, here) {
                words.push(token.word);
                met.sketch = met.sketch.and(Sketch::word(token.word));
            }
            for set in view.phrases_at(at) {
                if saw(&mut met.sets, set, here) {
                    sets.push(set);
                    met.sketch = met.sketch.and(Sketch::set(set));
                }
            }
        }
        for mention in &view.mentions {
            if let Some(at) = met.kinds.get_mut(usize::from(mention.kind.0)) {
                *at = at.or(Positions::at(usize::from(mention.start)));
            }
        }
        *kinds = view.all;
    }

    /// Patterns worth trying and where they may begin, in the order of the rules or frames.
    pub fn worth_trying<'p>(
        &self,
        of: Of,
        met: &Met,
        pattern: impl Fn(PatternId) -> Option<&'p Pattern>,
    ) -> Vec<(PatternId, Positions)> {
        let index = match of {
            Of::Rules => &self.rules,
            Of::Labels => &self.labels,
            Of::Frames => &self.frames,
        };
        let mut found = Vec::new();
        let mut wake = |lists: &[Vec<Woken>], at: u32| {
            for woken in lists.get(at as usize).into_iter().flatten() {
                if met.sketch.holds(woken.needs)
                    && let Some(pattern) = pattern(woken.id)
                {
                    let starts = self.starts(pattern, met);
                    if !starts.is_empty() {
                        found.push((woken.id, starts));
                    }
                }
            }
        };
        let (words, sets, kinds) = &met.distinct;
        words.iter().for_each(|word| wake(&index.by_word, *word));
        sets.iter().for_each(|set| wake(&index.by_set, *set));
        bits(*kinds).for_each(|kind| wake(&index.by_kind, kind));
        found.sort_unstable_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        found
    }

    /// Where a pattern may begin in the sentence, as far as its needs tell.
    pub fn starts(&self, pattern: &Pattern, met: &Met) -> Positions {
        let mut reach = Positions::ALL;
        for step in pattern.route.iter().rev() {
            let here = self.positions(step.need, met).and(reach);
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
        (pattern.route.iter()).all(|step| !self.positions(step.need, met).is_empty())
    }

    /// Where a need is met.
    fn positions(&self, wanted: Wanted, met: &Met) -> Positions {
        match wanted {
            Wanted::Word(word) => at(&met.words, word),
            Wanted::Set(set) => at(&met.sets, set),
            Wanted::Types(kinds) => met.types(kinds),
            Wanted::Any(number) => self.any(number, met),
        }
    }

    fn any(&self, number: NeedId, met: &Met) -> Positions {
        let (Some(need), Some(seen)) = (
            self.needs.get(number as usize),
            met.needs.get(number as usize),
        ) else {
            return Positions::default();
        };
        let known = seen.get();
        if known.stamp == met.stamp {
            return known.at;
        }
        let words = need.words.iter().map(|word| at(&met.words, *word));
        let sets = need.sets.iter().map(|set| at(&met.sets, *set));
        let at = words.chain(sets).fold(met.types(need.kinds), Positions::or);
        let stamp = met.stamp;
        seen.set(Seen { at, stamp });
        at
    }
}

/// Notes that something stands at a token; is it the first time in this sentence?
fn saw(places: &mut [Positions], number: u32, here: Positions) -> bool {
    let Some(place) = places.get_mut(number as usize) else {
        return false;
    };
    let is_first = place.is_empty();
    *place = place.or(here);
    is_first
}

fn at(places: &[Positions], number: u32) -> Positions {
    places.get(number as usize).copied().unwrap_or_default()
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
        fn forget(places: &mut Vec<Positions>, there: &mut Vec<u32>, all: usize) {
            places.resize(all, Positions::default());
            for number in there.drain(..) {
                if let Some(place) = places.get_mut(number as usize) {
                    *place = Positions::default();
                }
            }
        }
        let index = &triggers.rules;
        let (words, sets, _) = &mut self.distinct;
        forget(&mut self.words, words, index.by_word.len());
        forget(&mut self.sets, sets, index.by_set.len());
        self.kinds.resize(Mask::BITS as usize, Positions::default());
        self.kinds.fill(Positions::default());
        self.needs.resize(triggers.needs.len(), Cell::default());
        self.stamp += 1;
        self.sketch = Sketch::default();
    }

    fn types(&self, kinds: Mask) -> Positions {
        bits(kinds).fold(Positions::default(), |all, kind| {
            all.or(at(&self.kinds, kind))
        })
    }

    /// More tokens than positions can tell apart.
    pub const fn is_long(&self) -> bool {
        self.long
    }
}
