//! Phrases by their words: one walk finds every phrase that begins at a token.

use rustc_hash::FxHashMap;

use crate::lexicon::{WordId, WordSet};
use crate::token::Token;

/// A set of phrases, each with a number of the caller's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trie {
    /// Words with which a phrase begins.
    starts: WordSet,
    edges: FxHashMap<(u32, WordId), u32>,
    ends: Vec<Vec<u32>>,
}

impl Trie {
    pub fn insert(&mut self, words: &[WordId], payload: u32) {
        if words.is_empty() {
            return;
        }
        if self.ends.is_empty() {
            self.ends.push(Vec::new());
        }
        self.starts.extend(words.first().copied());
        let mut node = 0;
        for &word in words {
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            node = *self.edges.entry((node, word)).or_insert(next);
            if node == next {
                self.ends.push(Vec::new());
            }
        }
        if let Some(end) = self.ends.get_mut(node as usize)
            && !end.contains(&payload)
        {
            end.push(payload);
        }
    }

    /// Calls `found(end, payload)` for every phrase that begins at `at`, short ones first.
    pub fn walk(&self, tokens: &[Token], at: usize, mut found: impl FnMut(usize, u32)) {
        if !tokens
            .get(at)
            .is_some_and(|token| self.starts.contains(&token.word))
        {
            return;
        }
        let mut node = 0;
        for (i, token) in tokens.iter().enumerate().skip(at) {
            let Some(&next) = self.edges.get(&(node, token.word)) else {
                return;
            };
            node = next;
            for &payload in self.ends.get(node as usize).into_iter().flatten() {
                found(i + 1, payload);
            }
        }
    }

    /// The end of the longest phrase that begins at `at`, with its number.
    pub fn longest(&self, tokens: &[Token], at: usize) -> Option<(usize, u32)> {
        let mut best = None;
        self.walk(tokens, at, |end, payload| best = Some((end, payload)));
        best
    }

    /// First words of all phrases.
    pub fn first_words(&self) -> impl Iterator<Item = WordId> {
        let mut words: Vec<WordId> = self
            .edges
            .keys()
            .filter(|(node, _)| *node == 0)
            .map(|(_, word)| *word)
            .collect();
        words.sort_unstable();
        words.into_iter()
    }
}
