//! Phrases by their words: one walk finds every phrase that begins at a token.

use rustc_hash::FxHashMap;

use crate::lexicon::{UNKNOWN, WordId};
use crate::token::Token;

/// A set of phrases, each with a number of the caller's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trie {
    /// For each word the node that it leads to from the root; 0 if none.
    starts: Vec<u32>,
    edges: FxHashMap<(u32, WordId), u32>,
    ends: Vec<Vec<u32>>,
}

impl Trie {
    pub fn insert(&mut self, words: &[WordId], payload: u32) {
        if self.ends.is_empty() {
            self.ends.push(Vec::new());
        }
        let Some((first, rest)) = words.split_first() else {
            return;
        };
        let mut node = self.start(*first);
        for &word in rest {
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

    /// The node of a first word, new if need be.
    fn start(&mut self, word: WordId) -> u32 {
        let at = word as usize;
        if self.starts.len() <= at {
            self.starts.resize(at + 1, 0);
        }
        let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        match self.starts.get_mut(at) {
            Some(node @ 0) => {
                *node = next;
                self.ends.push(Vec::new());
                next
            }
            Some(node) => *node,
            None => 0,
        }
    }

    /// Calls `found(end, payload)` for every phrase that begins at `at`, short ones first.
    pub fn walk(&self, tokens: &[Token], at: usize, mut found: impl FnMut(usize, u32)) {
        let word = tokens.get(at).map_or(UNKNOWN, |token| token.word);
        let Some(&first @ 1..) = self.starts.get(word as usize) else {
            return;
        };
        let mut node = first;
        let mut end = at + 1;
        loop {
            for &payload in self.ends.get(node as usize).into_iter().flatten() {
                found(end, payload);
            }
            let word = tokens.get(end).map_or(UNKNOWN, |token| token.word);
            let Some(&next) = self.edges.get(&(node, word)) else {
                return;
            };
            (node, end) = (next, end + 1);
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
        (0..)
            .zip(&self.starts)
            .filter(|(_, node)| **node != 0)
            .map(|(word, _)| word)
    }
}
