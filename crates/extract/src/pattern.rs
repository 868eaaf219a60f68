//! Patterns: what an analyst writes, parsed and compiled to a small program for the [matcher](crate::matcher).
//!
//! The language is described in `docs/writing-a-rule.md`; here is its grammar:
//!
//! ```text
//! pattern  = sequence ("|" sequence)*
//! sequence = item*
//! item     = (word | 'sign' | "@" set | "{" slot "}" | "(" pattern ")") "?"?
//!          | item "*"  |  "..." max?  |  "^"  |  "$"  |  "["  |  "]"
//! slot     = (name ":")? (type+ "+"? | "text" (".." max)? ">"? | "@" set)
//! ```

use std::collections::BTreeMap;

use crate::lexicon::{Lexicon, UNKNOWN, WordId};
use crate::lists::Lists;
use crate::mention::{Kind, Kinds, Mask, Mention, What};
use crate::need::{Needs, Route, route};
use crate::token::words_of;
use crate::trie::Trie;

/// How far `...` and `{x:text}` reach when they do not say.
pub(crate) const DEFAULT_GAP: u16 = 8;
pub(crate) const DEFAULT_TEXT: u16 = 40;

/// How often `( ... )*` may repeat.
pub(crate) const REPEATS: usize = 8;

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Op {
    Word(WordId),
    /// Any phrase of a set, longest first.
    Set(u32),
    SetSlot {
        slot: u8,
        set: u32,
    },
    /// A mention of the first type that fits; several in a list if `list`.
    Slot {
        slot: u8,
        types: Vec<Type>,
        list: bool,
    },
    Text {
        slot: u8,
        max: u16,
        greedy: bool,
    },
    Gap(u16),
    /// Try each in turn.
    Choose(Vec<Choice>),
    Jump(u32),
    Start,
    End,
    Open,
    Close,
    Done,
}

/// One of several ways to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    pub to: u32,
    /// The word that it begins with, [`UNKNOWN`] if it does not begin with one: most choices are told apart by it.
    pub word: WordId,
}

impl Choice {
    /// May it begin with this word?
    pub const fn may_begin(self, word: WordId) -> bool {
        self.word == UNKNOWN || self.word == word
    }
}

/// A type of mention, perhaps only some entries of its list: `device<mine`, `device!mine`, `model`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    pub mask: Mask,
    /// Entries that the filter is about, sorted, and whether they are wanted.
    pub filter: Option<(Vec<u32>, bool)>,
}

impl Type {
    pub fn fits(&self, mention: &Mention) -> bool {
        if mention.kind.bit() & self.mask == 0 {
            return false;
        }
        match (&self.filter, mention.what) {
            (None, _) => true,
            (Some((entries, wanted)), What::Entry(entry)) => {
                entries.binary_search(&entry).is_ok() == *wanted
            }
            (Some((_, wanted)), _) => !wanted,
        }
    }

    /// Reads `device`, `device<mine`, `device!mine`, or a kind of entry such as `model`.
    pub fn parse(name: &str, kinds: &Kinds, lists: &Lists) -> Result<Self, String> {
        if name == "class" {
            let filter = Some((lists.of_kind("model"), false));
            return Ok(Self {
                mask: Kind::DEVICE.bit(),
                filter,
            });
        }
        let (base, filter) = match name.find(['<', '!']) {
            Some(at) => {
                let (base, rest) = name.split_at(at);
                let wanted = rest.starts_with('<');
                let above = rest.get(1..).unwrap_or_default().replace('_', " ");
                let entries = lists.under(&above);
                if entries.is_empty() {
                    return Err(format!("{name}: no list has an entry or a kind {above:?}"));
                }
                (base, Some((entries, wanted)))
            }
            None => (name, None),
        };
        if let Some(mask) = kinds.mask(base) {
            return Ok(Self { mask, filter });
        }
        let entries = lists.of_kind(base);
        let mask = lists.mask_of(&entries);
        if mask == 0 {
            let known: Vec<_> = kinds.all().collect();
            return Err(format!(
                "no type is called {base:?}; there are {}, text, and the kinds that entries of lists have",
                known.join(", ")
            ));
        }
        Ok(Self {
            mask,
            filter: Some((entries, true)),
        })
    }
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub source: String,
    pub ops: Vec<Op>,
    /// What must be there, in this order.
    pub route: Route,
    pub has_brackets: bool,
    /// It begins with `^`.
    pub at_front: bool,
}

/// Word sets of the rule files: one tree of all phrases, each with the number of its set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sets {
    pub names: BTreeMap<String, u32>,
    pub phrases: Trie,
    /// Words of the longest phrase of each set.
    longest: Vec<u16>,
}

impl Sets {
    pub fn add(&mut self, name: &str, phrases: &[String], lexicon: &mut Lexicon) {
        let number = u32::try_from(self.longest.len()).unwrap_or(u32::MAX);
        let mut longest = 1;
        for phrase in phrases {
            let words = words_of(phrase, lexicon);
            self.phrases.insert(&words, number);
            longest = longest.max(words.len());
        }
        self.longest
            .push(u16::try_from(longest).unwrap_or(u16::MAX));
        self.names.insert(name.to_owned(), number);
    }

    /// Number of sets.
    pub fn len(&self) -> usize {
        self.longest.len()
    }

    /// Words of the longest phrase of a set.
    pub fn longest(&self, set: u32) -> u16 {
        self.longest.get(set as usize).copied().unwrap_or(u16::MAX)
    }
}

/// The tree of a pattern.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Leaf(Op),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Opt(Box<Node>),
}

/// What a pattern may refer to while it is compiled.
pub(crate) struct Compiler<'a> {
    pub lexicon: &'a mut Lexicon,
    pub sets: &'a Sets,
    pub kinds: &'a Kinds,
    pub lists: &'a Lists,
    /// Needs of all patterns; new ones are added.
    pub needs: &'a mut Needs,
    /// Names of the slots of the rule; new ones are added.
    pub slots: &'a mut Vec<String>,
}

impl Compiler<'_> {
    /// Compiles a pattern.
    pub fn compile(&mut self, source: &str) -> Result<Pattern, String> {
        let node = crate::parse::parse(source, self)?;
        let mut ops = Vec::new();
        flatten(&node, &mut ops);
        ops.push(Op::Done);
        mark_choices(&mut ops);
        let count = |op: &Op| ops.iter().filter(|other| *other == op).count();
        let has_brackets = count(&Op::Open) > 0;
        if (count(&Op::Open) > 0) != (count(&Op::Close) > 0) {
            return Err("`[` without `]`, or the other way round".into());
        }
        let is_no_bracket = |op: &&Op| **op != Op::Open;
        let at_front = ops.iter().find(is_no_bracket) == Some(&Op::Start);
        let route = route(&node, self.sets, self.needs);
        if route.is_empty() {
            return Err(
                "nothing in it must be there: it needs at least one word, set or slot outside ( )?"
                    .into(),
            );
        }
        Ok(Pattern {
            source: source.to_owned(),
            ops,
            route,
            has_brackets,
            at_front,
        })
    }

    /// The number of a slot, new if need be.
    pub fn slot(&mut self, name: &str) -> u8 {
        let at = self.slots.iter().position(|known| known == name);
        let at = at.unwrap_or_else(|| {
            self.slots.push(name.to_owned());
            self.slots.len() - 1
        });
        u8::try_from(at).unwrap_or(u8::MAX)
    }
}

fn flatten(node: &Node, ops: &mut Vec<Op>) {
    let here = |ops: &Vec<Op>| u32::try_from(ops.len()).unwrap_or(u32::MAX);
    let set = |ops: &mut Vec<Op>, at: u32, op: Op| {
        if let Some(slot) = ops.get_mut(at as usize) {
            *slot = op;
        }
    };
    let choose = |ways: &[u32]| {
        let word = UNKNOWN;
        Op::Choose(ways.iter().map(|&to| Choice { to, word }).collect())
    };
    match node {
        Node::Leaf(op) => ops.push(op.clone()),
        Node::Seq(items) => items.iter().for_each(|item| flatten(item, ops)),
        Node::Opt(inner) => {
            let split = here(ops);
            ops.push(Op::Done);
            flatten(inner, ops);
            let after = here(ops);
            set(ops, split, choose(&[split + 1, after]));
        }
        Node::Alt(choices) => {
            let split = here(ops);
            ops.push(Op::Done);
            let (mut ways, mut jumps) = (Vec::new(), Vec::new());
            for choice in choices {
                ways.push(here(ops));
                flatten(choice, ops);
                jumps.push(here(ops));
                ops.push(Op::Done);
            }
            let end = here(ops);
            set(ops, split, choose(&ways));
            for jump in jumps {
                set(ops, jump, Op::Jump(end));
            }
        }
    }
}

/// Tells each choice the word that it begins with.
fn mark_choices(ops: &mut [Op]) {
    let words: Vec<WordId> = (ops.iter())
        .map(|op| match op {
            Op::Word(word) => *word,
            _ => UNKNOWN,
        })
        .collect();
    for op in ops {
        if let Op::Choose(choices) = op {
            for choice in choices {
                choice.word = words.get(choice.to as usize).copied().unwrap_or(UNKNOWN);
            }
        }
    }
}
