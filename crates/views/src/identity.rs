//! Who is the same as whom.
//!
//! Claims keep the subject under which they were recorded. Reviewers judge pairs of subjects the same, different, or
//! unsure; of several judgements on one pair the newest counts. Subjects that "same" joins, directly or through others,
//! are one, and are shown as one. Where two of them are also judged different, somebody is wrong: nothing of that set is
//! joined, and the clash is reported. A later "different" or "unsure" therefore gives back the earlier view exactly.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use whitestone_model::{Judgement, Recorded, SubjectKey, Target, Verdict};

type Pair<'a> = (&'a SubjectKey, &'a SubjectKey);

/// Which subjects are one, as far as it had been judged by some moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identities {
    /// For each subject that is one with others, all of them, sorted.
    sets: BTreeMap<SubjectKey, Vec<SubjectKey>>,
    clashes: Vec<Clash>,
    /// Pairs that are judged different, sorted.
    different: Vec<(SubjectKey, SubjectKey)>,
    /// The newest judgement on each pair.
    newest: BTreeMap<(SubjectKey, SubjectKey), Recorded<Judgement>>,
}

/// Subjects that judgements make one, and of which a judgement says that they are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clash {
    /// All that would be one.
    pub members: Vec<SubjectKey>,
    /// Those of them that are judged different.
    pub different: Vec<(SubjectKey, SubjectKey)>,
}

impl Clash {
    /// As a sentence.
    pub fn explanation(&self) -> String {
        let list = |keys: &[SubjectKey]| {
            let names: Vec<String> = keys.iter().map(SubjectKey::to_string).collect();
            names.join(", ")
        };
        let different: Vec<String> = self
            .different
            .iter()
            .map(|(a, b)| format!("{a} and {b} are judged different"))
            .collect();
        format!(
            "{} would be one by what is judged the same, but {}; they stay apart until one of these judgements is taken back.",
            list(&self.members),
            different.join(", ")
        )
    }
}

impl Identities {
    /// Reads the judgements recorded by then; those on anything but identities are passed over.
    pub fn of(judgements: &[Recorded<Judgement>], known: Option<Timestamp>) -> Self {
        let newest = newest(judgements, known);
        let with = |verdict: Verdict| {
            newest
                .iter()
                .filter(move |(_, j)| j.what.verdict == verdict)
                .map(|((a, b), _)| (a, b))
        };
        let different: Vec<Pair<'_>> = with(Verdict::Different).collect();
        let mut sets = BTreeMap::new();
        let mut clashes = Vec::new();
        for members in components(with(Verdict::Same)) {
            let inside = |pair: &&Pair<'_>| members.contains(pair.0) && members.contains(pair.1);
            let apart: Vec<_> = different.iter().filter(inside).copied().collect();
            let members: Vec<SubjectKey> = members.iter().copied().cloned().collect();
            if apart.is_empty() {
                sets.extend(members.iter().map(|key| (key.clone(), members.clone())));
            } else {
                clashes.push(Clash {
                    different: apart
                        .into_iter()
                        .map(|(a, b)| (a.clone(), b.clone()))
                        .collect(),
                    members,
                });
            }
        }
        let different = different.into_iter();
        Self {
            sets,
            clashes,
            different: different.map(|(a, b)| (a.clone(), b.clone())).collect(),
            newest,
        }
    }

    /// All subjects that are one with this one, itself among them, sorted.
    pub fn members(&self, key: &SubjectKey) -> Vec<SubjectKey> {
        let set = self.sets.get(key).cloned();
        set.unwrap_or_else(|| vec![key.clone()])
    }

    /// The subject that stands for all that are one with this one: the first in order.
    pub fn canonical<'a>(&'a self, key: &'a SubjectKey) -> &'a SubjectKey {
        let set = self.sets.get(key);
        set.and_then(|members| members.first()).unwrap_or(key)
    }

    /// The newest judgement on this pair.
    pub fn judged(&self, a: &SubjectKey, b: &SubjectKey) -> Option<&Recorded<Judgement>> {
        let (one, other) = if b < a { (b, a) } else { (a, b) };
        self.newest.get(&(one.clone(), other.clone()))
    }

    /// The pairs that are judged different.
    pub fn different(&self) -> impl Iterator<Item = (&SubjectKey, &SubjectKey)> {
        let pairs = self.different.iter();
        pairs.map(|(a, b)| (a, b))
    }

    /// Are they, or any that are one with them, judged different?
    pub fn are_different(&self, a: &SubjectKey, b: &SubjectKey) -> bool {
        if self.different.is_empty() {
            return false;
        }
        let others = self.members(b);
        self.members(a).iter().any(|one| {
            others.iter().any(|other| {
                let judged = self.judged(one, other);
                judged.is_some_and(|j| j.what.verdict == Verdict::Different)
            })
        })
    }

    /// The clash that keeps a subject apart from others, if there is one.
    pub fn clash(&self, key: &SubjectKey) -> Option<&Clash> {
        self.clashes.iter().find(|c| c.members.contains(key))
    }
}

/// Newest by the recorded clock; ids settle what one moment holds, so that the order of rows does not matter.
fn newest(
    judgements: &[Recorded<Judgement>],
    known: Option<Timestamp>,
) -> BTreeMap<(SubjectKey, SubjectKey), Recorded<Judgement>> {
    let mut newest: BTreeMap<_, Recorded<Judgement>> = BTreeMap::new();
    for judgement in judgements {
        let Target::Identity(pair) = &judgement.what.target else {
            continue;
        };
        if known.is_some_and(|known| judgement.at > known) {
            continue;
        }
        match newest.get_mut(pair.as_ref()) {
            Some(last) if last.order() < judgement.order() => *last = judgement.clone(),
            Some(_) => {}
            None => {
                newest.insert(pair.as_ref().clone(), judgement.clone());
            }
        }
    }
    newest
}

/// Sets of all that pairs join, directly or through others.
fn components<'a>(pairs: impl Iterator<Item = Pair<'a>>) -> Vec<BTreeSet<&'a SubjectKey>> {
    let mut beside: BTreeMap<&SubjectKey, Vec<&SubjectKey>> = BTreeMap::new();
    for (a, b) in pairs {
        beside.entry(a).or_default().push(b);
        beside.entry(b).or_default().push(a);
    }
    let mut sets: Vec<BTreeSet<&SubjectKey>> = Vec::new();
    let mut met: BTreeSet<&SubjectKey> = BTreeSet::new();
    for first in beside.keys().copied() {
        if met.contains(first) {
            continue;
        }
        let (mut set, mut ahead) = (BTreeSet::new(), vec![first]);
        while let Some(next) = ahead.pop() {
            if set.insert(next) {
                ahead.extend(beside.get(next).into_iter().flatten());
            }
        }
        met.extend(&set);
        sets.push(set);
    }
    sets
}
