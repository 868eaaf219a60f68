//! How many there were, without counting one happening twice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use whitestone_model::{Day, Decimal, PropertyId, SubjectKey, Vocabulary};

use super::{Alike, Event};
use crate::compare::Normal;
use crate::sets::Sets;
use crate::words::Tongue;

/// The sum of what single happenings are said to have brought: persons killed in one year, for one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tally {
    /// What is counted.
    pub property: PropertyId,
    /// Which part of its total: `killed`; empty where it has no parts.
    pub part: String,
    /// The year in which all of it happened; `None` for what may fall into either of two.
    pub year: Option<i16>,
    /// At least: what may be one happening is counted once.
    pub low: Decimal,
    /// At most: what may be one happening is counted as often as it is told; `None` where a figure is open.
    pub high: Option<Decimal>,
    /// The unit of both.
    pub unit: String,
    /// How many happenings.
    pub events: usize,
    /// How it was counted, in words.
    pub how: String,
}

/// What one happening adds: the least and the most that is said of it.
struct Share<'a> {
    event: &'a Event,
    low: Decimal,
    high: Option<Decimal>,
    unit: &'a str,
}

/// The tallies of happenings whose figures add up (properties with `happening`), by property, part and year.
pub fn tallies(events: &[Event], alike: &[Alike], vocabulary: &Vocabulary) -> Vec<Tally> {
    let mut groups: BTreeMap<(PropertyId, String, Option<i16>), Vec<Share<'_>>> = BTreeMap::new();
    for event in events {
        for (property, part) in parts(event, vocabulary) {
            if let Some(share) = share(event, &property, &part, vocabulary) {
                let key = (property, part, year(event.days()));
                groups.entry(key).or_default().push(share);
            }
        }
    }
    groups
        .into_iter()
        .map(|((property, part, year), shares)| {
            let sum = Sum::of(&shares, alike);
            Tally {
                how: how(&shares, &sum, vocabulary),
                unit: shares.first().map_or("", |s| s.unit).to_owned(),
                events: shares.len(),
                low: sum.low,
                high: sum.high,
                property,
                part,
                year,
            }
        })
        .collect()
}

/// Properties and parts of which an event tells: three killed and two injured are two shares of one event.
fn parts(event: &Event, vocabulary: &Vocabulary) -> BTreeSet<(PropertyId, String)> {
    let assertions = event.occurrences.iter().map(|o| &o.statement.assertion);
    assertions
        .map(|assertion| {
            let property = vocabulary.property(&assertion.property);
            let part = property.and_then(|p| assertion.qualifiers.get(&p.parts_of));
            (
                assertion.property.clone(),
                part.cloned().unwrap_or_default(),
            )
        })
        .collect()
}

fn share<'a>(
    event: &'a Event,
    property: &PropertyId,
    part: &str,
    vocabulary: &'a Vocabulary,
) -> Option<Share<'a>> {
    // Casualties add up; troops sent twice may be the same troops.
    let entry = vocabulary
        .property(property)
        .filter(|p| !p.happening.is_empty())?;
    let mut share: Option<Share<'a>> = None;
    for occurrence in &event.occurrences {
        let assertion = &occurrence.statement.assertion;
        let own = assertion.qualifiers.get(&entry.parts_of);
        if assertion.property != *property || own.map_or("", String::as_str) != part {
            continue;
        }
        let Normal::Interval { low, high, .. } = &occurrence.statement.normal else {
            continue;
        };
        let low = low.unwrap_or(Decimal::ZERO);
        match &mut share {
            None => {
                share = Some(Share {
                    event,
                    low,
                    high: *high,
                    unit: &entry.unit,
                });
            }
            Some(share) => {
                share.low = share.low.min(low);
                share.high = share.high.zip(*high).map(|(a, b)| a.max(b));
            }
        }
    }
    share
}

fn year((first, last): (Day, Day)) -> Option<i16> {
    let year = |day: Day| day.date().map(jiff::civil::Date::year);
    year(first).filter(|first| year(last) == Some(*first))
}

/// Both bounds, and the sets of happenings that may be one, each with the number of those that surely are not.
struct Sum {
    low: Decimal,
    high: Option<Decimal>,
    doubtful: Vec<(Vec<usize>, usize)>,
}

impl Sum {
    fn of(shares: &[Share<'_>], alike: &[Alike]) -> Self {
        let doubts = doubts(shares, alike);
        let certain = certain(shares, &doubts);
        let low = |at: usize| shares.get(at).map_or(Decimal::ZERO, |share| share.low);
        let high = shares
            .iter()
            .map(|share| share.high)
            .try_fold(Decimal::ZERO, |sum, high| high.map(|high| add(sum, high)));
        let sets = sets(&doubts).into_iter();
        let counted = |set: Vec<usize>| {
            let number = set.iter().filter(|at| certain.contains(at)).count();
            (set, number)
        };
        Self {
            low: certain.iter().map(|at| low(*at)).fold(Decimal::ZERO, add),
            high,
            doubtful: sets.filter(|set| set.len() > 1).map(counted).collect(),
        }
    }
}

fn add(a: Decimal, b: Decimal) -> Decimal {
    a.checked_add(b).unwrap_or(a)
}

/// For each share those that may be the same happening.
fn doubts(shares: &[Share<'_>], alike: &[Alike]) -> Vec<BTreeSet<usize>> {
    let mut event_of: BTreeMap<&SubjectKey, usize> = BTreeMap::new();
    for (at, share) in shares.iter().enumerate() {
        event_of.extend(share.event.occurrences.iter().map(|o| (&o.key, at)));
    }
    let mut doubts = vec![BTreeSet::new(); shares.len()];
    for pair in alike {
        if let (Some(&a), Some(&b)) = (event_of.get(&pair.one), event_of.get(&pair.other)) {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(others) = doubts.get_mut(from) {
                    others.insert(to);
                }
            }
        }
    }
    doubts
}

/// Shares of which no two may be one, those with few doubts and large figures first: they are certain together. Another
/// choice may add up to more, none to something that is not certain.
fn certain(shares: &[Share<'_>], doubts: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut order: Vec<(usize, (&Share<'_>, &BTreeSet<usize>))> =
        shares.iter().zip(doubts).enumerate().collect();
    order.sort_by_key(|(at, (share, doubts))| (doubts.len(), Reverse(share.low), *at));
    let mut certain = BTreeSet::new();
    for (at, (_, doubts)) in order {
        if doubts.is_disjoint(&certain) {
            certain.insert(at);
        }
    }
    certain
}

/// Sets of shares that doubts connect.
fn sets(doubts: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(doubts.len());
    for (at, others) in doubts.iter().enumerate() {
        others.iter().for_each(|other| sets.join(at, *other));
    }
    sets.members()
}

fn how(shares: &[Share<'_>], sum: &Sum, vocabulary: &Vocabulary) -> String {
    let tongue = Tongue::new(vocabulary);
    let name = |share: &Share<'_>| {
        let (low, high) = (share.low.grouped(), share.high.map(Decimal::grouped));
        let figure = match high {
            Some(high) if high == low => low,
            Some(high) => format!("{low} to {high}"),
            None => format!("at least {low}"),
        };
        let lead = share.event.lead();
        let when = lead.map(|lead| tongue.when(&lead.statement.assertion));
        let when = when.filter(|when| !when.is_empty());
        let when = when.unwrap_or_else(|| tongue.days(share.event.days()));
        format!("{figure} ({when})")
    };
    let names: Vec<String> = shares.iter().map(name).collect();
    let mut how = match names.len() {
        1 => format!("one happening: {}", names.concat()),
        number => format!("{number} happenings: {}", names.join(", ")),
    };
    for (set, certain) in &sum.doubtful {
        let names = set.iter().filter_map(|at| names.get(*at));
        let names: Vec<&str> = names.map(String::as_str).collect();
        how.push_str(&format!(
            "; {} may be told twice: the lower figure counts {certain} of them, the upper all {}",
            names.join(" and "),
            names.len()
        ));
    }
    how
}
