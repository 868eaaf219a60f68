//! The naive model: every question is answered by going through the whole history.

use std::collections::BTreeSet;

use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{EventKind, Modality, Verdict};

use super::world::{MODALITIES, PROPERTIES, REPORTS, SPEAKERS, STATES, Step, World, vocabulary};

/// The history as known by some minute, from what was published by the end of some year.
pub struct Fold<'a> {
    pub world: &'a World,
    pub recorded: i64,
    pub published: Option<i16>,
}

/// Does a rule keep a claim of a field?
type Keeps<'a> = Box<dyn Fn(&Said, &[Said]) -> bool + 'a>;

/// A claim, with its step.
#[derive(Debug, Clone, Copy)]
struct Said {
    step: usize,
    state: usize,
    property: usize,
    value: usize,
    year: i16,
    report: usize,
    speaker: usize,
    modality: usize,
}

impl Fold<'_> {
    /// Steps recorded by then, with their numbers.
    fn steps(&self) -> impl Iterator<Item = (usize, i64, Step)> {
        let steps = self.world.steps.iter().enumerate();
        steps
            .filter(|(_, step)| step.minute <= self.recorded)
            .map(|(at, step)| (at, step.minute, step.what))
    }

    fn said(&self) -> Vec<Said> {
        let mut said = Vec::new();
        for (step, _, what) in self.steps() {
            if let Step::Claim {
                state,
                property,
                value,
                year,
                report,
                speaker,
                modality,
            } = what
            {
                said.push(Said {
                    step,
                    state,
                    property,
                    value,
                    year,
                    report,
                    speaker,
                    modality,
                });
            }
        }
        said
    }

    /// The newest verdict among steps that a test chooses: by the clock, then by number.
    fn newest(&self, chosen: impl Fn(Step) -> Option<Verdict>) -> Option<Verdict> {
        let judged = self
            .steps()
            .filter_map(|(at, minute, step)| Some(((minute, at), chosen(step)?)));
        judged
            .max_by_key(|(order, _)| *order)
            .map(|(_, verdict)| verdict)
    }

    fn on_claim(&self, wanted: usize) -> Option<Verdict> {
        self.newest(|step| match step {
            Step::Judge { claim, verdict } if claim == wanted => Some(verdict),
            _ => None,
        })
    }

    fn on_pair(&self, a: usize, b: usize) -> Option<Verdict> {
        self.newest(|step| match step {
            Step::Identity {
                one,
                other,
                verdict,
            } if [one, other] == [a, b] || [one, other] == [b, a] => Some(verdict),
            _ => None,
        })
    }

    /// The states that are one with this one: all that "same" reaches, unless two of them are judged different.
    pub fn members(&self, state: usize) -> BTreeSet<usize> {
        let mut members = BTreeSet::from([state]);
        // As many rounds as there are states reach everything.
        for _ in STATES {
            for (a, b) in pairs() {
                if self.on_pair(a, b) == Some(Verdict::Same)
                    && (members.contains(&a) || members.contains(&b))
                {
                    members.extend([a, b]);
                }
            }
        }
        let clash = pairs().any(|(a, b)| {
            members.contains(&a)
                && members.contains(&b)
                && self.on_pair(a, b) == Some(Verdict::Different)
        });
        if clash {
            BTreeSet::from([state])
        } else {
            members
        }
    }

    /// Can it be read by the end of the year? A register is public from the day of each act in it; what it repeats of
    /// others, from the day on which they said it.
    fn is_published(&self, said: &Said) -> bool {
        let (year, role) = REPORTS[said.report];
        let own_act = !role.is_empty() && speaker(said).is_empty();
        let since = if own_act { said.year } else { year };
        self.published.is_none_or(|limit| since <= limit)
    }

    fn is_ended(&self, claim: &Said, all: &[Said]) -> bool {
        self.steps().any(|(_, _, step)| match step {
            Step::Ends {
                claim: of,
                kind,
                other,
            } if of == claim.step => match kind {
                EventKind::Confirms => false,
                EventKind::Revises => all
                    .iter()
                    .filter(|said| Some(said.step) == other)
                    .all(|said| self.is_published(said)),
                _ => true,
            },
            _ => false,
        })
    }

    /// What may be seen of a state and property.
    fn visible(&self, state: usize, property: usize) -> Vec<Said> {
        let all = self.said();
        let members = self.members(state);
        let seen = |said: &&Said| {
            members.contains(&said.state)
                && said.property == property
                && self.is_published(said)
                && !self.is_ended(said, &all)
                && self.on_claim(said.step) != Some(Verdict::Reject)
        };
        all.iter().filter(seen).copied().collect()
    }

    /// The steps whose claims stand in the cell of a property.
    pub fn claims(&self, state: usize, property: usize) -> BTreeSet<usize> {
        self.visible(state, property)
            .iter()
            .map(|said| said.step)
            .collect()
    }

    /// The values that stand for a year. Of what holds throughout, a year of which nothing is said has the value of the
    /// years around it, where they have one and the same.
    pub fn values(&self, state: usize, property: usize, year: i16) -> BTreeSet<String> {
        let visible = self.visible(state, property);
        let entry = vocabulary().property(&PROPERTIES[property].into()).unwrap();
        let years: BTreeSet<i16> = visible.iter().map(|said| said.year).collect();
        if entry.cardinality != Cardinality::One || years.contains(&year) {
            return self.decided(visible, property, year);
        }
        let before = years.range(..year).next_back();
        let after = years.range(year..).next();
        let (Some(before), Some(after)) = (before, after) else {
            return BTreeSet::new();
        };
        let before = self.decided(visible.clone(), property, *before);
        let after = self.decided(visible, property, *after);
        if before == after && before.len() == 1 {
            before
        } else {
            BTreeSet::new()
        }
    }

    /// What the rules leave of all that is said of a year.
    fn decided(&self, mut field: Vec<Said>, property: usize, year: i16) -> BTreeSet<String> {
        field.retain(|said| said.year == year);
        let entry = vocabulary().property(&PROPERTIES[property].into()).unwrap();
        let mut rules: Vec<Keeps<'_>> = vec![
            Box::new(|said, _| self.on_claim(said.step) == Some(Verdict::Prefer)),
            Box::new(|said, _| self.on_claim(said.step) != Some(Verdict::Dispute)),
        ];
        for role in &entry.authority {
            rules.push(Box::new(move |said, _| {
                REPORTS[said.report].1 == role.as_str()
            }));
        }
        rules.push(Box::new(|said, field| {
            let own = field.iter().filter(|other| speaker(other) == speaker(said));
            own.map(|other| REPORTS[other.report].0).max() == Some(REPORTS[said.report].0)
        }));
        rules.push(Box::new(|said, field| {
            let best = field.iter().map(commitment).min();
            best == Some(commitment(said))
        }));
        if entry.replaceable {
            rules.push(Box::new(|said, field| {
                let last = field.iter().map(|other| REPORTS[other.report].0).max();
                last == Some(REPORTS[said.report].0)
            }));
        }
        for rule in rules {
            if values(&field).len() < 2 {
                break;
            }
            let kept: Vec<Said> = field
                .iter()
                .filter(|said| rule(said, &field))
                .copied()
                .collect();
            if !kept.is_empty() {
                field = kept;
            }
        }
        values(&field)
    }
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..STATES.len()).flat_map(|a| (a + 1..STATES.len()).map(move |b| (a, b)))
}

fn values(field: &[Said]) -> BTreeSet<String> {
    field.iter().map(|said| said.value.to_string()).collect()
}

/// Who says it: a claimant is one in every report, a compiler is the publisher's.
fn speaker(said: &Said) -> &'static str {
    SPEAKERS[said.speaker]
}

fn commitment(said: &Said) -> u8 {
    match MODALITIES[said.modality] {
        Modality::Planned => 4,
        Modality::Suspected => 2,
        Modality::Estimated => 1,
        _ => 0,
    }
}
