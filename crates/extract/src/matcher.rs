//! Matching a pattern against a sentence: backtracking over tokens and mentions, with a limit on the steps.

use rustc_hash::FxHashSet;

use crate::lexicon::WordId;
use crate::mention::View;
use crate::met::Met;
use crate::pattern::{Op, Pattern, Type};
use crate::positions::{Positions, WIDTH};
use crate::tables::Signs;
use crate::token::SIGN;
use crate::trigger::Triggers;

/// Tries after which a match is given up, so that no sentence takes for ever.
const STEPS: u32 = 10_000;

/// Tries after which it pays to note what failed.
const LONG: u32 = 32;

/// Matches of one pattern in one sentence after which the rest is left.
const MATCHES: usize = 64;

/// What a slot holds: its tokens, and the mentions in it (several in a list, none for free words).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bound {
    pub start: u16,
    pub end: u16,
    /// The mention, none for free words.
    pub mention: Option<u32>,
    /// The further members of a list.
    pub more: Vec<u32>,
}

impl Bound {
    pub fn mentions(&self) -> impl Iterator<Item = u32> {
        self.mention.into_iter().chain(self.more.iter().copied())
    }
}

/// One match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// Tokens matched.
    pub start: usize,
    pub end: usize,
    /// Tokens of the evidence: the bracketed part, else the whole match.
    pub quote: (usize, usize),
    /// By slot; those behind the last that is bound are left out.
    pub slots: Vec<Option<Bound>>,
}

pub(crate) struct Matcher<'a> {
    pub view: &'a View,
    pub triggers: &'a Triggers,
    /// What the view meets.
    pub met: &'a Met,
    pub signs: &'a Signs,
}

struct State<'p> {
    ops: &'p [Op],
    slots: Vec<Option<Bound>>,
    /// Tokens of the brackets; what a choice that failed left in them is undone where the next one is made.
    brackets: (usize, usize),
    /// The evidence must not begin before this token.
    not_before: usize,
    end: usize,
    steps: u32,
    /// Instructions that did not fit at a token, once a match has taken long: what failed there fails there again,
    /// whatever was bound on the way, so that choices behind choices do not multiply.
    failed: FxHashSet<(usize, usize)>,
}

/// No bracket was passed.
const UNSET: (usize, usize) = (usize::MAX, usize::MAX);

impl Matcher<'_> {
    /// Does the pattern fit anywhere?
    pub fn fits(&self, pattern: &Pattern) -> bool {
        self.first(pattern).is_some()
    }

    /// The first match.
    pub fn first(&self, pattern: &Pattern) -> Option<Match> {
        self.next(pattern, self.starts(pattern), 0, 0)
    }

    /// Where the pattern may begin.
    pub fn starts(&self, pattern: &Pattern) -> Positions {
        self.triggers.starts(&pattern.route, self.met)
    }

    /// All matches that begin at one of the positions, leftmost first, not overlapping; a pattern with brackets may
    /// match again from the same start with later evidence.
    pub fn all<'s>(
        &'s self,
        pattern: &'s Pattern,
        starts: Positions,
    ) -> impl Iterator<Item = Match> + 's {
        let (mut from, mut not_before) = (0, 0);
        let next = move || {
            let hit = self.next(pattern, starts, from, not_before)?;
            let fresh = hit.quote.1.max(hit.quote.0 + 1);
            if pattern.has_brackets {
                not_before = fresh.max(not_before + 1);
                from = hit.start;
            } else {
                from = hit.end.max(hit.start + 1);
            }
            Some(hit)
        };
        std::iter::from_fn(next).take(MATCHES)
    }

    /// The first match that begins at one of the positions, at `from` or later.
    fn next(
        &self,
        pattern: &Pattern,
        starts: Positions,
        from: usize,
        not_before: usize,
    ) -> Option<Match> {
        let starts = starts.from(from);
        // Positions beyond their width are tried one by one.
        let beyond = if self.met.is_long() && !starts.is_empty() {
            from.max(WIDTH)..self.view.len()
        } else {
            0..0
        };
        let mut state = State {
            ops: &pattern.ops,
            slots: Vec::new(),
            brackets: UNSET,
            not_before,
            end: 0,
            steps: 0,
            failed: FxHashSet::default(),
        };
        for start in starts.chain(beyond) {
            state.brackets = UNSET;
            if !self.go_on(&mut state, 0, start) {
                if state.steps > STEPS {
                    return None;
                }
                continue;
            }
            let (open, close) = state.brackets;
            let end = state.end;
            let quote = if open <= close && close != usize::MAX {
                (open, close)
            } else {
                (start, end)
            };
            return Some(Match {
                start,
                end,
                quote,
                slots: state.slots,
            });
        }
        None
    }

    /// Runs from instruction `pc` at token `at`, unless that is known to fail.
    fn run(&self, state: &mut State<'_>, pc: usize, at: usize) -> bool {
        state.steps += 1;
        if state.steps > STEPS || state.failed.contains(&(pc, at)) {
            return false;
        }
        let fits = self.follow(state, pc, at);
        if !fits && state.steps > LONG {
            state.failed.insert((pc, at));
        }
        fits
    }

    /// Follows the instructions; every choice that fails is undone.
    fn follow(&self, state: &mut State<'_>, mut pc: usize, mut at: usize) -> bool {
        let ops = state.ops;
        loop {
            let Some(op) = ops.get(pc) else { return false };
            match op {
                Op::Done => {
                    state.end = at;
                    return true;
                }
                Op::Word(word) => {
                    if self.view.word(at) != *word {
                        return false;
                    }
                    at += 1;
                }
                Op::Jump(to) => {
                    pc = *to as usize;
                    continue;
                }
                Op::Choose(choices) => {
                    let word = self.view.word(at);
                    let mut likely = choices.iter().filter(|c| c.may_begin(word));
                    let Some(mut choice) = likely.next() else {
                        return false;
                    };
                    let brackets = state.brackets;
                    for next in likely {
                        if self.go_on(state, choice.to as usize, at) {
                            return true;
                        }
                        state.brackets = brackets;
                        choice = next;
                    }
                    pc = choice.to as usize;
                    continue;
                }
                Op::Start if at != 0 => return false,
                Op::End if !self.is_end(at) => return false,
                Op::Start | Op::End => {}
                Op::Open if at < state.not_before => return false,
                Op::Open => state.brackets.0 = at,
                Op::Close => state.brackets.1 = at,
                Op::Set(set) => return self.set(state, pc, at, *set, None),
                Op::SetSlot { slot, set } => return self.set(state, pc, at, *set, Some(*slot)),
                Op::Slot { slot, types, list } => {
                    return self.slot(state, pc, at, *slot, types, *list);
                }
                Op::Text { slot, max, greedy } => {
                    return self.text(state, pc, at, *slot, *max as usize, *greedy);
                }
                Op::Gap(max) => return self.gap(state, pc, at, *max as usize),
            }
            pc += 1;
        }
    }

    /// Only final punctuation is left.
    fn is_end(&self, at: usize) -> bool {
        self.view
            .tokens
            .get(at..)
            .unwrap_or_default()
            .iter()
            .all(|t| t.is(SIGN))
    }

    fn is_clause_end(&self, at: usize) -> bool {
        let word = self.view.word(at);
        at >= self.view.len() || word == self.signs.semicolon || word == self.signs.colon
    }

    /// Goes on from an instruction, if it has a chance here.
    fn go_on(&self, state: &mut State<'_>, pc: usize, at: usize) -> bool {
        !self.is_hopeless(state.ops, pc, at) && self.run(state, pc, at)
    }

    /// The next instruction cannot fit here: spares a try.
    fn is_hopeless(&self, ops: &[Op], mut pc: usize, at: usize) -> bool {
        while let Some(Op::Open | Op::Close) = ops.get(pc) {
            pc += 1;
        }
        match ops.get(pc) {
            Some(Op::Word(word)) => self.view.word(at) != *word,
            Some(Op::Set(set) | Op::SetSlot { set, .. }) => !self.view.has_phrase(at, *set),
            Some(Op::Slot { types, .. }) => {
                let kinds = self.view.masks.get(at).copied().unwrap_or(0);
                !types.iter().any(|one| one.mask & kinds != 0)
            }
            Some(Op::Choose(choices)) => {
                let word = self.view.word(at);
                !choices.iter().any(|choice| choice.may_begin(word))
            }
            _ => false,
        }
    }

    fn gap(&self, state: &mut State<'_>, pc: usize, at: usize, max: usize) -> bool {
        for skipped in 0..=max {
            if self.go_on(state, pc + 1, at + skipped) {
                return true;
            }
            if state.steps > STEPS || self.is_clause_end(at + skipped) {
                return false;
            }
        }
        false
    }

    fn bind(&self, state: &mut State<'_>, slot: u8, bound: Bound, pc: usize) -> bool {
        let (slot, at) = (slot as usize, bound.end as usize);
        if self.is_hopeless(state.ops, pc + 1, at) {
            return false;
        }
        if state.slots.len() <= slot {
            state.slots.resize(slot + 1, None);
        }
        let Some(place) = state.slots.get_mut(slot) else {
            return false;
        };
        let before = place.replace(bound);
        if self.run(state, pc + 1, at) {
            return true;
        }
        if let Some(place) = state.slots.get_mut(slot) {
            *place = before;
        }
        false
    }

    fn set(&self, state: &mut State<'_>, pc: usize, at: usize, set: u32, slot: Option<u8>) -> bool {
        for end in self.view.phrase_ends(at, set).rev() {
            let fits = match slot {
                Some(slot) => self.bind(state, slot, bound(at, end, None), pc),
                None => self.go_on(state, pc + 1, end),
            };
            if fits {
                return true;
            }
        }
        false
    }

    fn slot(
        &self,
        state: &mut State<'_>,
        pc: usize,
        at: usize,
        slot: u8,
        types: &[Type],
        list: bool,
    ) -> bool {
        let kinds = self.view.masks.get(at).copied().unwrap_or(0);
        for wanted in types.iter().filter(|wanted| wanted.mask & kinds != 0) {
            for (number, mention) in self.view.mentions_at(at) {
                if !wanted.fits(mention) {
                    continue;
                }
                let end = mention.end as usize;
                if list && self.longer_list(state, pc, at, slot, wanted, (number, end)) {
                    return true;
                }
                if self.bind(state, slot, bound(at, end, Some(number)), pc) {
                    return true;
                }
            }
        }
        false
    }

    /// Tries the list that begins with this mention, longest first.
    fn longer_list(
        &self,
        state: &mut State<'_>,
        pc: usize,
        at: usize,
        slot: u8,
        wanted: &Type,
        first: (u32, usize),
    ) -> bool {
        let Some(second) = self.next_member(first.1, wanted) else {
            return false;
        };
        let mut members = vec![first, second];
        let mut end = second.1;
        while let Some((number, next)) = self.next_member(end, wanted) {
            members.push((number, next));
            end = next;
        }
        while members.len() > 1 {
            let end = members.last().map_or(at, |(_, end)| *end);
            let list = Bound {
                more: members.iter().skip(1).map(|(number, _)| *number).collect(),
                ..bound(at, end, Some(first.0))
            };
            if self.bind(state, slot, list, pc) {
                return true;
            }
            members.pop();
        }
        false
    }

    /// The mention after a comma, a slash, "and", "or" or "as well as".
    fn next_member(&self, end: usize, wanted: &Type) -> Option<(u32, usize)> {
        let signs = self.signs;
        let joint = |word: WordId| [signs.and, signs.or, signs.nor].contains(&word);
        let mut at = end;
        if [signs.comma, signs.slash].contains(&self.view.word(at)) {
            at += 1;
        }
        if joint(self.view.word(at)) {
            at += 1;
            // and/or
            if self.view.word(at) == signs.slash && joint(self.view.word(at + 1)) {
                at += 2;
            }
        } else if self.view.word(at) == signs.as_ && self.view.word(at + 2) == signs.as_ {
            at += 3;
        }
        if at == end {
            return None;
        }
        // The AT of "AP and AT mines" is a name.
        let again = signs.prepositions.contains(&self.view.word(at));
        let behind = || again.then(|| self.member_at(at + 1, wanted)).flatten();
        self.member_at(at, wanted).or_else(behind)
    }

    fn member_at(&self, at: usize, wanted: &Type) -> Option<(u32, usize)> {
        self.view
            .mentions_at(at)
            .find(|(_, m)| wanted.fits(m))
            .map(|(number, m)| (number, m.end as usize))
    }

    fn text(
        &self,
        state: &mut State<'_>,
        pc: usize,
        at: usize,
        slot: u8,
        max: usize,
        greedy: bool,
    ) -> bool {
        let mut longest = 0;
        while longest < max && !self.is_clause_end(at + longest) && !self.is_end(at + longest) {
            longest += 1;
        }
        // A bare article is no text.
        let signs = self.signs;
        let least = 1 + usize::from([signs.the, signs.a, signs.an].contains(&self.view.word(at)));
        let try_length = |length: usize, state: &mut State<'_>| {
            self.bind(state, slot, bound(at, at + length, None), pc)
        };
        if greedy {
            (least..=longest)
                .rev()
                .any(|length| state.steps <= STEPS && try_length(length, state))
        } else {
            (least..=longest).any(|length| state.steps <= STEPS && try_length(length, state))
        }
    }
}

fn bound(start: usize, end: usize, mention: Option<u32>) -> Bound {
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    Bound {
        start: short(start),
        end: short(end),
        mention,
        more: Vec::new(),
    }
}
