//! Which patterns are worth trying on a sentence: those all of whose needs it meets.
//!
//! A need is "one of these words or types". Equal needs of different patterns are one, so a sentence is looked at once:
//! each word marks the needs it meets, and each need met names the patterns for which it is the rarest.

use rustc_hash::FxHashMap;

use crate::frames::FrameRule;
use crate::mention::{Mask, View};
use crate::pattern::{Need, Pattern};
use crate::rule::Rule;

/// A pattern by the number of its rule or frame and its own.
pub(crate) type PatternId = (u32, u32);

/// A pattern with the needs it has besides the rarest.
type Waiting = (PatternId, Vec<u32>);

/// The index from words and types over needs to patterns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triggers {
    needs: Vec<Need>,
    /// For each word or type the needs it meets that are the rarest of some pattern.
    by_word: Vec<Vec<u32>>,
    by_kind: Vec<Vec<u32>>,
    /// For each need the patterns of rules, and those of frames, for which it is the rarest.
    rules: Vec<Vec<Waiting>>,
    frames: Vec<Vec<Waiting>>,
}

/// What a sentence meets; reused from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    stamp: u32,
    /// When each word was last seen.
    words: Vec<u32>,
    kinds: Mask,
    /// When each need was last looked at, and whether it was met.
    looked_at: Vec<(u32, bool)>,
    /// The rarest needs that are met.
    triggers: Vec<u32>,
}

impl Triggers {
    pub fn new(rules: &[Rule], frames: &[FrameRule], words: usize) -> Self {
        let mut triggers = Self {
            by_word: vec![Vec::new(); words],
            by_kind: vec![Vec::new(); Mask::BITS as usize],
            ..Self::default()
        };
        let mut known = FxHashMap::default();
        for (number, rule) in (0u32..).zip(rules).filter(|(_, rule)| rule.label.is_none()) {
            for (at, pattern) in (0u32..).zip(&rule.patterns) {
                let needs = triggers.number(pattern, &mut known);
                add(&mut triggers.rules, (number, at), &needs);
            }
        }
        for (number, frame) in (0u32..).zip(frames) {
            for (at, pattern) in (0u32..).zip(&frame.patterns) {
                let needs = triggers.number(pattern, &mut known);
                add(&mut triggers.frames, (number, at), &needs);
            }
        }
        triggers.index();
        triggers
    }

    /// The numbers of a pattern's needs, the rarest first.
    fn number(&mut self, pattern: &Pattern, known: &mut FxHashMap<Need, u32>) -> Vec<u32> {
        (pattern.needs.iter())
            .map(|need| {
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                let number = *known.entry(need.clone()).or_insert(next);
                if number == next {
                    self.needs.push(need.clone());
                }
                number
            })
            .collect()
    }

    fn index(&mut self) {
        let wakes =
            |index: &[Vec<Waiting>], at: usize| index.get(at).is_some_and(|l| !l.is_empty());
        for (at, need) in self.needs.iter().enumerate() {
            if !wakes(&self.rules, at) && !wakes(&self.frames, at) {
                continue;
            }
            let number = u32::try_from(at).unwrap_or(u32::MAX);
            for word in &need.words {
                if let Some(list) = self.by_word.get_mut(*word as usize) {
                    list.push(number);
                }
            }
            for (kind, list) in self.by_kind.iter_mut().enumerate() {
                if need.kinds & (1 << kind) != 0 {
                    list.push(number);
                }
            }
        }
    }

    /// Looks at a sentence: which words and types it has, and which rarest needs they meet.
    pub fn meet(&self, view: &View, met: &mut Met) {
        met.stamp += 1;
        met.kinds = view.all;
        met.triggers.clear();
        met.looked_at.resize(self.needs.len(), (0, false));
        met.words.resize(self.by_word.len(), 0);
        for token in &view.tokens {
            if let Some(stamp) = met.words.get_mut(token.word as usize)
                && *stamp != met.stamp
            {
                *stamp = met.stamp;
                met.wake(self.by_word.get(token.word as usize));
            }
        }
        for (kind, list) in self.by_kind.iter().enumerate() {
            if view.all & (1 << kind) != 0 {
                met.wake(Some(list));
            }
        }
    }

    /// Patterns of rules worth trying, in the order of the rules.
    pub fn rules(&self, met: &mut Met) -> Vec<PatternId> {
        self.worth_trying(&self.rules, met)
    }

    /// Patterns of frames worth trying, in the order of the frames.
    pub fn frames(&self, met: &mut Met) -> Vec<PatternId> {
        self.worth_trying(&self.frames, met)
    }

    fn worth_trying(&self, index: &[Vec<Waiting>], met: &mut Met) -> Vec<PatternId> {
        let triggers = std::mem::take(&mut met.triggers);
        let waiting = (triggers.iter())
            .filter_map(|need| index.get(*need as usize))
            .flatten();
        let mut found: Vec<PatternId> = waiting
            .filter(|(_, others)| others.iter().all(|need| self.is_met(*need, met)))
            .map(|(pattern, _)| *pattern)
            .collect();
        met.triggers = triggers;
        found.sort_unstable();
        found
    }

    fn is_met(&self, number: u32, met: &mut Met) -> bool {
        let (Some(need), Some((stamp, answer))) = (
            self.needs.get(number as usize),
            met.looked_at.get_mut(number as usize),
        ) else {
            return false;
        };
        if *stamp != met.stamp {
            *stamp = met.stamp;
            let seen = |word: &u32| met.words.get(*word as usize) == Some(&met.stamp);
            *answer = need.kinds & met.kinds != 0 || need.words.iter().any(seen);
        }
        *answer
    }
}

fn add(index: &mut Vec<Vec<Waiting>>, pattern: PatternId, needs: &[u32]) {
    let Some((rarest, others)) = needs.split_first() else {
        return;
    };
    let at = *rarest as usize;
    if index.len() <= at {
        index.resize_with(at + 1, Vec::new);
    }
    if let Some(list) = index.get_mut(at) {
        list.push((pattern, others.to_vec()));
    }
}

impl Met {
    fn wake(&mut self, needs: Option<&Vec<u32>>) {
        for &need in needs.into_iter().flatten() {
            if let Some(looked_at) = self.looked_at.get_mut(need as usize)
                && looked_at.0 != self.stamp
            {
                *looked_at = (self.stamp, true);
                self.triggers.push(need);
            }
        }
    }
}
