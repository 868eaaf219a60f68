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

use rustc_hash::FxHashSet;

use crate::lexicon::{Lexicon, WordId};
use crate::lists::Lists;
use crate::mention::{Kind, Kinds, Mask, Mention, What};
use crate::token::words_of;
use crate::trie::Trie;

/// How far `...` and `{x:text}` reach when they do not say.
pub(crate) const DEFAULT_GAP: u16 = 8;
pub(crate) const DEFAULT_TEXT: u16 = 40;

/// How often `( ... )*` may repeat.
pub(crate) const REPEATS: usize = 4;

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
    /// Try the first, then the second.
    Split(u32, u32),
    Jump(u32),
    Start,
    End,
    Open,
    Close,
    Done,
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

/// What must be in a sentence for a pattern to fit: one of these words or types.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Need {
    pub words: Vec<WordId>,
    pub kinds: Mask,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub source: String,
    pub ops: Vec<Op>,
    /// All of these must be met; the rarest first.
    pub needs: Vec<Need>,
    /// What a match can begin with; `None` if with anything.
    pub first: Option<First>,
    pub has_brackets: bool,
}

/// Words and types with which a pattern can begin.
#[derive(Debug, Clone, Default)]
pub(crate) struct First {
    words: FxHashSet<WordId>,
    kinds: Mask,
}

impl First {
    pub fn admits(&self, word: WordId, kinds: Mask) -> bool {
        self.kinds & kinds != 0 || self.words.contains(&word)
    }
}

/// What the program can begin with from `pc` on.
fn first(ops: &[Op], pc: usize, sets: &Sets, into: &mut First) -> Option<()> {
    match ops.get(pc)? {
        Op::Word(word) => {
            into.words.insert(*word);
        }
        Op::Set(set) | Op::SetSlot { set, .. } => {
            into.words
                .extend(sets.tries.get(*set as usize)?.first_words());
        }
        Op::Slot { types, .. } => {
            into.kinds |= types.iter().fold(0, |all, one| all | one.mask);
        }
        Op::Split(one, other) => {
            first(ops, *one as usize, sets, into)?;
            first(ops, *other as usize, sets, into)?;
        }
        Op::Jump(to) => first(ops, *to as usize, sets, into)?,
        Op::Start | Op::Open | Op::Close => first(ops, pc + 1, sets, into)?,
        Op::Text { .. } | Op::Gap(_) | Op::End | Op::Done => return None,
    }
    Some(())
}

/// Word sets of the rule files, by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sets {
    pub names: BTreeMap<String, u32>,
    pub tries: Vec<Trie>,
    /// For each set, of every phrase the word that is met least often.
    keys: Vec<Vec<WordId>>,
}

impl Sets {
    pub fn add(&mut self, name: &str, phrases: &[String], lexicon: &mut Lexicon) {
        let mut trie = Trie::default();
        let mut keys = Vec::new();
        for phrase in phrases {
            let words = words_of(phrase, lexicon);
            trie.insert(&words, 0);
            keys.extend(
                words
                    .into_iter()
                    .min_by_key(|word| word_cost(*word, lexicon)),
            );
        }
        keys.sort_unstable();
        keys.dedup();
        self.keys.push(keys);
        let number = u32::try_from(self.tries.len()).unwrap_or(u32::MAX);
        self.names.insert(name.to_owned(), number);
        self.tries.push(trie);
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
        let count = |op: &Op| ops.iter().filter(|other| *other == op).count();
        let has_brackets = count(&Op::Open) > 0;
        if (count(&Op::Open) > 0) != (count(&Op::Close) > 0) {
            return Err("`[` without `]`, or the other way round".into());
        }
        let mut needs = needs(&node, self.sets);
        needs.sort_by_key(|need| cost(need, self.lexicon));
        if needs.is_empty() {
            return Err(
                "nothing in it must be there: it needs at least one word, set or slot outside ( )?"
                    .into(),
            );
        }
        let mut starts = First::default();
        let known = first(&ops, 0, self.sets, &mut starts).is_some();
        Ok(Pattern {
            source: source.to_owned(),
            ops,
            needs,
            first: known.then_some(starts),
            has_brackets,
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
    match node {
        Node::Leaf(op) => ops.push(op.clone()),
        Node::Seq(items) => items.iter().for_each(|item| flatten(item, ops)),
        Node::Opt(inner) => {
            let split = here(ops);
            ops.push(Op::Done);
            flatten(inner, ops);
            let after = here(ops);
            set(ops, split, Op::Split(split + 1, after));
        }
        Node::Alt(choices) => {
            let mut jumps = Vec::new();
            for (i, choice) in choices.iter().enumerate() {
                let last = i + 1 == choices.len();
                let split = here(ops);
                if !last {
                    ops.push(Op::Done);
                }
                flatten(choice, ops);
                if !last {
                    jumps.push(here(ops));
                    ops.push(Op::Done);
                    let next = here(ops);
                    set(ops, split, Op::Split(split + 1, next));
                }
            }
            let end = here(ops);
            for jump in jumps {
                set(ops, jump, Op::Jump(end));
            }
        }
    }
}

/// What must be there for the node to fit.
fn needs(node: &Node, sets: &Sets) -> Vec<Need> {
    match node {
        Node::Leaf(op) => match op {
            Op::Word(word) => vec![Need {
                words: vec![*word],
                kinds: 0,
            }],
            Op::Set(set) | Op::SetSlot { set, .. } => vec![Need {
                words: sets.keys.get(*set as usize).cloned().unwrap_or_default(),
                kinds: 0,
            }],
            Op::Slot { types, .. } => vec![Need {
                words: Vec::new(),
                kinds: types.iter().fold(0, |all, one| all | one.mask),
            }],
            _ => Vec::new(),
        },
        Node::Seq(items) => items.iter().flat_map(|item| needs(item, sets)).collect(),
        Node::Opt(_) => Vec::new(),
        Node::Alt(choices) => {
            let mut any = Need::default();
            for choice in choices {
                let mut inside = needs(choice, sets);
                inside
                    .sort_by_key(|need| (need.kinds.count_ones() as usize * 40) + need.words.len());
                let Some(best) = inside.into_iter().next() else {
                    return Vec::new();
                };
                any.words.extend(best.words);
                any.kinds |= best.kinds;
            }
            any.words.sort_unstable();
            any.words.dedup();
            vec![any]
        }
    }
}

/// How often a sentence can be expected to meet a need: short words and types are common.
fn cost(need: &Need, lexicon: &Lexicon) -> usize {
    let words = need.words.iter().map(|&word| word_cost(word, lexicon));
    words.sum::<usize>() + need.kinds.count_ones() as usize * 50
}

fn word_cost(word: WordId, lexicon: &Lexicon) -> usize {
    match lexicon.word(word).len() {
        0..=3 => 60,
        4..=5 => 12,
        6..=7 => 6,
        _ => 3,
    }
}
