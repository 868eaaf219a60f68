//! Phrases by their words: one walk finds every phrase that begins at a token.

use smallvec::SmallVec;

use crate::lexicon::{UNKNOWN, WordId};
use crate::token::Token;

/// A set of phrases, each with a number of the caller's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trie {
    /// For each word the node that it leads to from the root; 0 if none.
    starts: Vec<u32>,
    nodes: Vec<Node>,
}

/// Where some phrases have come to; most fit a line of the cache.
#[derive(Debug, Clone, Default)]
struct Node {
    /// The numbers of those that end here.
    ends: SmallVec<[u32; 4]>,
    /// The words that go on from here, in their order, each with the node that it leads to.
    edges: SmallVec<[(WordId, u32); 2]>,
}

impl Node {
    /// Where a word leads, or where its edge belongs.
    fn edge(&self, word: WordId) -> Result<u32, usize> {
        let found = self.edges.binary_search_by_key(&word, |(word, _)| *word);
        found.map(|at| self.edges.get(at).map_or(0, |(_, node)| *node))
    }
}

impl Trie {
    pub fn insert(&mut self, words: &[WordId], payload: u32) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let Some((first, rest)) = words.split_first() else {
            return;
        };
        let mut node = self.start(*first);
        for &word in rest {
            let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            let Some(before) = self.nodes.get_mut(node as usize) else {
                return;
            };
            node = match before.edge(word) {
                Ok(known) => known,
                Err(place) => {
                    before.edges.insert(place, (word, next));
                    self.nodes.push(Node::default());
                    next
                }
            };
        }
        if let Some(last) = self.nodes.get_mut(node as usize)
            && !last.ends.contains(&payload)
        {
            last.ends.push(payload);
        }
    }

    /// The node of a first word, new if need be.
    fn start(&mut self, word: WordId) -> u32 {
        let at = word as usize;
        if self.starts.len() <= at {
            self.starts.resize(at + 1, 0);
        }
        let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        match self.starts.get_mut(at) {
            Some(node @ 0) => {
                *node = next;
                self.nodes.push(Node::default());
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
        let (mut number, mut end) = (first, at + 1);
        while let Some(node) = self.nodes.get(number as usize) {
            for &payload in &node.ends {
                found(end, payload);
            }
            let word = tokens.get(end).map_or(UNKNOWN, |token| token.word);
            let Ok(next) = node.edge(word) else {
                return;
            };
            (number, end) = (next, end + 1);
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
