//! What must stand in a sentence for a pattern to fit, and how far apart.
//!
//! A need is "one of these words, phrases or types". Equal needs of different patterns are one. The needs of a pattern
//! and the distances between them are its [`Route`]: with the positions of each need as bits, the places where the
//! pattern can begin are found without running it.

use rustc_hash::FxHashMap;

use crate::lexicon::WordId;
use crate::mention::Mask;
use crate::pattern::{Node, Op, Sets};
use crate::positions::FAR;

/// A need's number.
pub(crate) type NeedId = u32;

/// One of these words, phrases of these sets, or mentions of these types.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Need {
    pub words: Vec<WordId>,
    pub sets: Vec<u32>,
    pub kinds: Mask,
}

/// All needs of several kinds, each once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Needs {
    pub all: Vec<Need>,
    known: FxHashMap<Need, NeedId>,
}

impl Needs {
    fn wanted(&mut self, need: Need) -> Wanted {
        match (&need.words[..], &need.sets[..], need.kinds) {
            (&[word], [], 0) => Wanted::Word(word),
            ([], &[set], 0) => Wanted::Set(set),
            ([], [], kinds) => Wanted::Types(kinds),
            _ => Wanted::Any(self.intern(need)),
        }
    }

    /// What is wanted, spelled out.
    pub fn need(&self, wanted: Wanted) -> Need {
        let mut need = Need::default();
        match wanted {
            Wanted::Word(word) => need.words.push(word),
            Wanted::Set(set) => need.sets.push(set),
            Wanted::Types(kinds) => need.kinds = kinds,
            Wanted::Any(number) => {
                need = (self.all.get(number as usize).cloned()).unwrap_or_default();
            }
        }
        need
    }

    fn intern(&mut self, mut need: Need) -> NeedId {
        need.words.sort_unstable();
        need.words.dedup();
        need.sets.sort_unstable();
        need.sets.dedup();
        let next = NeedId::try_from(self.all.len()).unwrap_or(NeedId::MAX);
        *self.known.entry(need).or_insert_with_key(|need| {
            self.all.push(need.clone());
            next
        })
    }
}

/// From `least` to `most` tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Distance {
    pub least: u16,
    pub most: u16,
}

impl Distance {
    const fn new(least: u16, most: u16) -> Self {
        Self { least, most }
    }

    fn and_then(self, next: Self) -> Self {
        Self {
            least: self.least.saturating_add(next.least),
            most: self.most.saturating_add(next.most),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }
}

/// A need, and how far it stands behind the one before (the first: behind the start of the pattern).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step<N> {
    pub need: N,
    pub after: Distance,
    /// What comes next counts from the end of the mention, and not from its start: how long it is, the sentence tells.
    pub by_end: bool,
}

impl<N> Step<N> {
    /// How far it is from where it stands to where the next one counts from.
    fn width(&self) -> Distance {
        if self.by_end {
            Distance::new(1, FAR)
        } else {
            Distance::default()
        }
    }
}

/// A need as it is looked up: most are of one word, one set or only types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Word(WordId),
    Set(u32),
    Types(Mask),
    Any(NeedId),
}

/// The needs of a pattern in their order.
pub(crate) type Route = Vec<Step<Wanted>>;

/// The route of a pattern.
pub(crate) fn route(node: &Node, sets: &Sets, needs: &mut Needs) -> Route {
    let mut walk = Walk::default();
    walk.node(node, sets);
    let intern = |step: Step<Need>| Step {
        need: needs.wanted(step.need),
        after: step.after,
        by_end: step.by_end,
    };
    walk.steps.into_iter().map(intern).collect()
}

#[derive(Default)]
struct Walk {
    steps: Vec<Step<Need>>,
    /// How far it is from the last step to here.
    since: Distance,
}

impl Walk {
    fn node(&mut self, node: &Node, sets: &Sets) {
        match node {
            Node::Leaf(op) => {
                let by_end = matches!(op, Op::Slot { list: false, .. });
                if let Some(need) = need(op) {
                    let after = std::mem::take(&mut self.since);
                    self.steps.push(Step {
                        need,
                        after,
                        by_end,
                    });
                }
                if !by_end {
                    self.since = self.since.and_then(width(op, sets));
                }
            }
            Node::Seq(items) => items.iter().for_each(|item| self.node(item, sets)),
            Node::Opt(inner) => {
                let mut inside = Self::default();
                inside.node(inner, sets);
                self.since = self.since.and_then(Distance::new(0, inside.width().most));
            }
            Node::Alt(choices) => self.choices(choices, sets),
        }
    }

    /// The best need of each choice makes one need, if every choice has one.
    fn choices(&mut self, choices: &[Node], sets: &Sets) {
        let walks: Vec<Self> = (choices.iter())
            .map(|choice| {
                let mut walk = Self::default();
                walk.node(choice, sets);
                walk
            })
            .collect();
        let best: Option<Vec<usize>> = walks.iter().map(Self::best).collect();
        let Some(best) = best else {
            let width = walks.iter().map(Self::width).reduce(Distance::or);
            self.since = self.since.and_then(width.unwrap_or_default());
            return;
        };
        let mut any = Need::default();
        let (mut offset, mut rest): (Option<Distance>, Option<Distance>) = (None, None);
        for (walk, at) in walks.iter().zip(best) {
            let (to, behind) = walk.split(at);
            offset = Some(offset.map_or(to, |known| known.or(to)));
            rest = Some(rest.map_or(behind, |known| known.or(behind)));
            if let Some(step) = walk.steps.get(at) {
                any.words.extend(&step.need.words);
                any.sets.extend(&step.need.sets);
                any.kinds |= step.need.kinds;
            }
        }
        self.steps.push(Step {
            need: any,
            after: self.since.and_then(offset.unwrap_or_default()),
            by_end: false,
        });
        self.since = rest.unwrap_or_default();
    }

    /// The step that fewest sentences meet, as far as its shape tells: words before types.
    fn best(&self) -> Option<usize> {
        let cost = |need: &Need| {
            need.kinds.count_ones() as usize * 40 + need.words.len() + need.sets.len() * 3
        };
        (0..self.steps.len()).min_by_key(|&at| {
            self.steps
                .get(at)
                .map_or(usize::MAX, |step| cost(&step.need))
        })
    }

    /// How far it is to step `at`, and from there to the end.
    fn split(&self, at: usize) -> (Distance, Distance) {
        let (to, behind) = self.steps.split_at(at.min(self.steps.len()));
        let Some((step, behind)) = behind.split_first() else {
            return (self.width(), Distance::default());
        };
        let rest = step.width().and_then(sum(behind)).and_then(self.since);
        (sum(to).and_then(step.after), rest)
    }

    fn width(&self) -> Distance {
        sum(&self.steps).and_then(self.since)
    }
}

/// How far it is from before the first step to behind the last.
fn sum(steps: &[Step<Need>]) -> Distance {
    let each = steps.iter().map(|step| step.after.and_then(step.width()));
    each.fold(Distance::default(), Distance::and_then)
}

/// What an instruction needs at the very place where it stands.
pub(crate) fn need(op: &Op) -> Option<Need> {
    match op {
        Op::Word(word) => Some(Need {
            words: vec![*word],
            ..Need::default()
        }),
        Op::Set(set) | Op::SetSlot { set, .. } => Some(Need {
            sets: vec![*set],
            ..Need::default()
        }),
        Op::Slot { types, .. } => Some(Need {
            kinds: types.iter().fold(0, |all, one| all | one.mask),
            ..Need::default()
        }),
        _ => None,
    }
}

/// How many tokens an instruction takes.
fn width(op: &Op, sets: &Sets) -> Distance {
    match op {
        Op::Word(_) => Distance::new(1, 1),
        Op::Set(set) | Op::SetSlot { set, .. } => Distance::new(1, sets.longest(*set)),
        Op::Slot { .. } => Distance::new(1, FAR),
        Op::Text { max, .. } => Distance::new(1, *max),
        Op::Gap(max) => Distance::new(0, *max),
        _ => Distance::default(),
    }
}
