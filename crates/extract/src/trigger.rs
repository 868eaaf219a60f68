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

/// The index from words and types over needs to patterns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triggers {
    /// For each word the needs it meets.
    by_word: Vec<Vec<u32>>,
    by_kind: Vec<Vec<u32>>,
    /// For each need the patterns of rules for which it is the rarest, with their other needs.
    rules: Vec<Vec<(PatternId, Vec<u32>)>>,
    frames: Vec<Vec<(PatternId, Vec<u32>)>>,
}

/// What a sentence meets; reused from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    stamp: u32,
    stamps: Vec<u32>,
    /// When each word was last met.
    words: Vec<u32>,
    needs: Vec<u32>,
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
                let needs = triggers.needs(pattern, &mut known);
                add(&mut triggers.rules, (number, at), &needs);
            }
        }
        for (number, frame) in (0u32..).zip(frames) {
            for (at, pattern) in (0u32..).zip(&frame.patterns) {
                let needs = triggers.needs(pattern, &mut known);
                add(&mut triggers.frames, (number, at), &needs);
            }
        }
        triggers
    }

    fn needs(&mut self, pattern: &Pattern, known: &mut FxHashMap<Need, u32>) -> Vec<u32> {
        (pattern.needs.iter())
            .map(|need| {
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                let number = *known.entry(need.clone()).or_insert(next);
                if number == next {
                    self.add_need(need, number);
                }
                number
            })
            .collect()
    }

    fn add_need(&mut self, need: &Need, number: u32) {
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

    /// Marks the needs that the sentence meets.
    pub fn meet(&self, view: &View, met: &mut Met) {
        met.stamp += 1;
        met.needs.clear();
        let needs = self.rules.len().max(self.frames.len());
        met.stamps.resize(needs, 0);
        met.words.resize(self.by_word.len(), 0);
        for token in &view.tokens {
            if let Some(stamp) = met.words.get_mut(token.word as usize)
                && *stamp != met.stamp
            {
                *stamp = met.stamp;
                met.add(self.by_word.get(token.word as usize));
            }
        }
        let kinds = view.all;
        for (kind, list) in self.by_kind.iter().enumerate() {
            if kinds & (1 << kind) != 0 {
                met.add(Some(list));
            }
        }
    }

    /// Patterns of rules worth trying, in the order of the rules.
    pub fn rules(&self, met: &Met) -> Vec<PatternId> {
        met.patterns(&self.rules)
    }

    /// Patterns of frames worth trying, in the order of the frames.
    pub fn frames(&self, met: &Met) -> Vec<PatternId> {
        met.patterns(&self.frames)
    }
}

fn add(index: &mut Vec<Vec<(PatternId, Vec<u32>)>>, pattern: PatternId, needs: &[u32]) {
    let most = needs.iter().max().map_or(0, |need| *need as usize + 1);
    if index.len() < most {
        index.resize_with(most, Vec::new);
    }
    if let Some((rarest, others)) = needs.split_first()
        && let Some(list) = index.get_mut(*rarest as usize)
    {
        list.push((pattern, others.to_vec()));
    }
}

impl Met {
    fn add(&mut self, needs: Option<&Vec<u32>>) {
        for &need in needs.into_iter().flatten() {
            if let Some(stamp) = self.stamps.get_mut(need as usize)
                && *stamp != self.stamp
            {
                *stamp = self.stamp;
                self.needs.push(need);
            }
        }
    }

    fn patterns(&self, index: &[Vec<(PatternId, Vec<u32>)>]) -> Vec<PatternId> {
        let is_met = |need: &u32| self.stamps.get(*need as usize) == Some(&self.stamp);
        let mut found: Vec<PatternId> = (self.needs.iter())
            .filter_map(|need| index.get(*need as usize))
            .flatten()
            .filter(|(_, others)| others.iter().all(is_met))
            .map(|(pattern, _)| *pattern)
            .collect();
        found.sort_unstable();
        found
    }
}
