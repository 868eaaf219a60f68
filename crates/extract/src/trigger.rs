//! Which patterns are worth trying on a sentence, and where.
//!
//! A sentence is looked at once: where each word, phrase and type [stands](Met). The rarest need of a pattern wakes it
//! when it is met, unless a glance at its other needs shows that one is missing; the pattern's [route](crate::need)
//! then tells where it could begin, if anywhere.

use crate::frames::FrameRule;
use crate::mention::View;
use crate::met::{Met, Sketch, Thing, Things};
use crate::need::{Need, NeedId, Needs, Route, Step, Wanted};
use crate::pattern::Pattern;
use crate::positions::Positions;
use crate::rule::{Place, Rule};

/// A pattern by the number of its rule or frame and its own.
pub(crate) type PatternId = (u32, u32);

/// A part of a longer row: from here to before there.
type Part = (u32, u32);

/// Which patterns there are, and what wakes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triggers {
    things: Things,
    /// Needs of several words, phrases or types: each a part of `members`.
    needs: Vec<Part>,
    members: Vec<Thing>,
    /// The routes of all patterns, one behind the other.
    routes: Route,
    /// The needs of the same routes: each route's rarest first, those of several things last.
    rarest: Vec<Wanted>,
    /// Patterns by the rarest of their needs.
    rules: Index,
    labels: Index,
    frames: Index,
}

/// What each word, phrase set or type wakes.
#[derive(Debug, Clone, Default)]
struct Index {
    /// For each thing where its part of `woken` begins; the next one's ends it.
    parts: Vec<u32>,
    woken: Vec<Woken>,
}

impl Index {
    /// Puts in a row what each thing wakes.
    fn new(things: Things, mut wakes: Vec<(Thing, Woken)>) -> Self {
        wakes.sort_by_key(|(thing, _)| *thing);
        let mut parts = vec![0; things.len() + 1];
        for (thing, _) in &wakes {
            if let Some(end) = parts.get_mut(*thing as usize + 1) {
                *end += 1;
            }
        }
        let mut sum = 0;
        for end in &mut parts {
            sum += *end;
            *end = sum;
        }
        let woken = wakes.into_iter().map(|(_, woken)| woken).collect();
        Self { parts, woken }
    }

    /// What a thing wakes.
    fn of(&self, thing: Thing) -> &[Woken] {
        let at = thing as usize;
        match self.parts.get(at..at + 2) {
            Some(&[from, to]) if from < to => part_of(&self.woken, (from, to)),
            _ => &[],
        }
    }
}

fn part_of<T>(row: &[T], (from, to): Part) -> &[T] {
    row.get(from as usize..to as usize).unwrap_or_default()
}

/// Whose a pattern is: a rule's that reads in such a place, a rule's for the labels of rows, or a frame's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Rules(Place),
    Labels,
    Frames,
}

/// A pattern that a word, phrase or type wakes.
#[derive(Debug, Clone, Copy, Default)]
struct Woken {
    needs: Sketch,
    /// The rule or frame, and which of its patterns.
    rule: u32,
    pattern: u16,
    /// Its route among all of them: where it begins and how long it is.
    route: u32,
    steps: u8,
    /// Where its rule reads, as bits.
    places: u8,
    /// It begins at the front of the sentence or not at all.
    at_front: bool,
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

impl Triggers {
    pub fn new(
        rules: &[Rule],
        frames: &[FrameRule],
        needs: &Needs,
        often: &Frequencies,
        things: Things,
    ) -> Self {
        let mut triggers = Self {
            things,
            ..Self::default()
        };
        for need in &needs.all {
            let from = short(triggers.members.len());
            triggers.members.extend(things.of(need));
            triggers.needs.push((from, short(triggers.members.len())));
        }
        let rules = || (0u32..).zip(rules);
        let texts = rules().filter(|(_, rule)| rule.label.is_none());
        let texts = texts.flat_map(|(number, rule)| {
            let places = rule.places.iter().fold(0, |all, place| all | place.bit());
            each(number, places, &rule.patterns)
        });
        let labels = rules().flat_map(|(number, rule)| each(number, u8::MAX, &rule.label));
        let frames = (0u32..).zip(frames);
        let frames = frames.flat_map(|(number, frame)| each(number, u8::MAX, &frame.patterns));
        triggers.rules = triggers.index(texts, needs, often);
        triggers.labels = triggers.index(labels, needs, often);
        triggers.frames = triggers.index(frames, needs, often);
        triggers
    }

    /// The rarest need of a pattern wakes it; patterns that wake together lie together.
    fn index<'p>(
        &mut self,
        patterns: impl Iterator<Item = (PatternId, u8, &'p Pattern)>,
        needs: &Needs,
        often: &Frequencies,
    ) -> Index {
        let things = self.things;
        let mut all: Vec<_> = patterns
            .filter_map(|(id, places, pattern)| {
                let mut wanted: Vec<Wanted> = pattern.route.iter().map(|step| step.need).collect();
                wanted.sort_by_cached_key(|wanted| often.cost(&needs.need(*wanted)));
                let wakes: Vec<Thing> = things.of(&needs.need(*wanted.first()?)).collect();
                // What is looked up in the blink of an eye is looked up first.
                let rest = wanted.get_mut(1..).unwrap_or_default();
                rest.sort_by_key(|wanted| matches!(wanted, Wanted::Any(_)));
                Some((
                    wakes,
                    self.woken(id, places, pattern, &wanted),
                    pattern,
                    wanted,
                ))
            })
            .collect();
        all.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let mut index = Vec::new();
        for (wakes, mut woken, pattern, wanted) in all {
            woken.route = short(self.routes.len());
            let steps = usize::from(woken.steps);
            self.routes.extend(pattern.route.iter().take(steps));
            self.rarest.extend(wanted.into_iter().take(steps));
            index.extend(wakes.into_iter().map(|thing| (thing, woken)));
        }
        Index::new(things, index)
    }

    /// A pattern with its needs; its route follows.
    fn woken(&self, id: PatternId, places: u8, pattern: &Pattern, wanted: &[Wanted]) -> Woken {
        let sketches = wanted.iter().map(|wanted| self.sketch(*wanted));
        Woken {
            needs: sketches.fold(Sketch::NONE, Sketch::and),
            rule: id.0,
            pattern: u16::try_from(id.1).unwrap_or(u16::MAX),
            route: 0,
            steps: u8::try_from(wanted.len()).unwrap_or(u8::MAX),
            places,
            at_front: pattern.at_front,
        }
    }

    /// What is not one of several shows in a sketch.
    const fn sketch(&self, wanted: Wanted) -> Sketch {
        match wanted {
            Wanted::Word(word) => Sketch::of(self.things.word(word)),
            Wanted::Set(set) => Sketch::of(self.things.set(set)),
            Wanted::Types(kinds) if kinds.is_power_of_two() => Sketch::of(kinds.trailing_zeros()),
            Wanted::Types(_) | Wanted::Any(_) => Sketch::NONE,
        }
    }

    /// Looks at a sentence: where its words, phrases and types stand.
    pub fn meet(&self, view: &View, met: &mut Met) {
        met.read(view, self.things);
    }

    /// Patterns worth trying and where they may begin, in the order of the rules or frames.
    pub fn worth_trying(&self, of: Of, met: &Met) -> Vec<(PatternId, Positions)> {
        let (index, place) = match of {
            Of::Rules(place) => (&self.rules, place.bit()),
            Of::Labels => (&self.labels, u8::MAX),
            Of::Frames => (&self.frames, u8::MAX),
        };
        let mut found = Vec::with_capacity(16);
        for thing in met.things() {
            for woken in index.of(thing) {
                if woken.places & place != 0
                    && met.may_hold(woken.needs)
                    && let Some(starts) = self.starts_of(woken, met)
                {
                    found.push(((woken.rule, woken.pattern.into()), starts));
                }
            }
        }
        found.sort_unstable_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        found
    }

    /// Where a pattern that was woken may begin, if all its needs are met.
    fn starts_of(&self, woken: &Woken, met: &Met) -> Option<Positions> {
        let route = (woken.route, woken.route + u32::from(woken.steps));
        let mut needs = part_of(&self.rarest, route).iter().skip(1);
        if !needs.all(|need| self.is_met(*need, met)) {
            return None;
        }
        let starts = self.starts(part_of(&self.routes, route), met);
        let starts = match woken.at_front {
            true => starts.and(Positions::at(0)),
            false => starts,
        };
        (!starts.is_empty()).then_some(starts)
    }

    /// Where a pattern of this route may begin in the sentence, as far as its needs tell.
    pub fn starts(&self, route: &[Step<Wanted>], met: &Met) -> Positions {
        let mut reach = Positions::ALL;
        for step in route.iter().rev() {
            let here = match step.need {
                Wanted::Types(kinds) if step.by_end => met.ending(kinds, reach),
                need => self.positions(need, met).and(reach),
            };
            if here.is_empty() {
                return here;
            }
            if !met.is_long() {
                reach = here.before(step.after.least, step.after.most);
            }
        }
        reach
    }

    /// Is every need of the pattern met, in whatever order?
    pub fn has_all(&self, pattern: &Pattern, met: &Met) -> bool {
        (pattern.route.iter()).all(|step| self.is_met(step.need, met))
    }

    /// Is a need met anywhere?
    fn is_met(&self, wanted: Wanted, met: &Met) -> bool {
        match wanted {
            Wanted::Word(word) => met.has(self.things.word(word)),
            Wanted::Set(set) => met.has(self.things.set(set)),
            Wanted::Types(kinds) => met.has_types(kinds),
            Wanted::Any(number) => !self.any(number, met).is_empty(),
        }
    }

    /// Where a need is met.
    fn positions(&self, wanted: Wanted, met: &Met) -> Positions {
        match wanted {
            Wanted::Word(word) => met.at(self.things.word(word)),
            Wanted::Set(set) => met.at(self.things.set(set)),
            Wanted::Types(kinds) => met.of_types(kinds),
            Wanted::Any(number) => self.any(number, met),
        }
    }

    fn any(&self, number: NeedId, met: &Met) -> Positions {
        let members = self.needs.get(number as usize).copied();
        met.any(number, part_of(&self.members, members.unwrap_or_default()))
    }
}

/// The patterns of a rule or frame.
fn each<'p>(
    number: u32,
    places: u8,
    patterns: impl IntoIterator<Item = &'p Pattern>,
) -> impl Iterator<Item = (PatternId, u8, &'p Pattern)> {
    let all = (0u32..).zip(patterns);
    all.map(move |(at, pattern)| ((number, at), places, pattern))
}

fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
