//! Of candidates that say the same over the same words one is kept.

use whitestone_model::{Candidate, Content, Span, Value};

use crate::engine::Found;

/// Sorts by evidence, property and rule, and keeps one of those that say the same: the one with fewer guesses, then
/// the longer evidence, then more qualifiers, then the first in order.
pub(crate) fn settle(all: Vec<Found>) -> Vec<Candidate> {
    let mut all: Vec<(Span, Found)> = all.into_iter().map(|found| (span(&found), found)).collect();
    all.sort_by(|(here, a), (there, b)| here.cmp(there).then_with(|| order(a).cmp(&order(b))));
    let mut dropped = vec![false; all.len()];
    for (i, (here, a)) in all.iter().enumerate() {
        for (j, (there, b)) in all.iter().enumerate().skip(i + 1) {
            if there.start >= here.end {
                break;
            }
            let gone = |n: usize| dropped.get(n).copied().unwrap_or(true);
            if gone(i) || gone(j) || !says_the_same(a, b) {
                continue;
            }
            let loser = if worth(b) > worth(a) { i } else { j };
            if let Some(place) = dropped.get_mut(loser) {
                *place = true;
            }
        }
    }
    (all.into_iter().zip(dropped))
        .filter(|(_, dropped)| !dropped)
        .map(|((_, found), _)| found.candidate)
        .collect()
}

/// Property and rule; then whatever else tells two apart, so that the order is total.
fn order(found: &Found) -> impl Ord + use<'_> {
    let assertion = &found.candidate.assertion;
    (
        (&assertion.property, &found.candidate.origin.rule),
        (
            &assertion.content,
            &assertion.qualifiers,
            &assertion.valid.edtf,
        ),
        (&assertion.claimants, found.hit),
    )
}

fn span(found: &Found) -> Span {
    let mut ranges = found
        .candidate
        .assertion
        .passages()
        .flat_map(|p| p.ranges.iter());
    let first = ranges.next().copied().unwrap_or_default();
    Span::new(
        first.start,
        ranges.last().map_or(first.end, |last| last.end),
    )
}

fn worth(found: &Found) -> (std::cmp::Reverse<usize>, usize, usize) {
    let qualifiers = found.candidate.assertion.qualifiers.len();
    (
        std::cmp::Reverse(found.guessed.len()),
        span(found).len(),
        qualifiers,
    )
}

/// Same subject, property and value, and no qualifier on which they differ, guesses aside. The members of one list
/// ("in 1999, 2001 and 2003") differ on purpose.
fn says_the_same(a: &Found, b: &Found) -> bool {
    let (first, second) = (&a.candidate.assertion, &b.candidate.assertion);
    if a.hit == b.hit && first.valid != second.valid {
        return false;
    }
    let differs = |name: &String, value: &String| {
        let guess = a.guessed.contains(name) || b.guessed.contains(name);
        !guess
            && second.qualifiers.get(name).is_some_and(|other| {
                let (value, other) = (value.to_lowercase(), other.to_lowercase());
                !value.contains(&other) && !other.contains(&value)
            })
    };
    first.property == second.property
        && (same_value(&first.content, &second.content)
            || are_texts(&first.content, &second.content))
        && first.subject == second.subject
        && !first
            .qualifiers
            .iter()
            .any(|(name, value)| differs(name, value))
}

/// Two free texts; over the same words they are the same.
fn are_texts(a: &Content, b: &Content) -> bool {
    let is_text = |content: &Content| matches!(content.value(), Some(Value::Text { .. }));
    is_text(a) && is_text(b)
}

/// Equal, but for the words printed and how exact they are.
pub(crate) fn same_value(a: &Content, b: &Content) -> bool {
    use Value::{Money, Quantity};
    match (a.value(), b.value()) {
        (Some(Quantity(a)), Some(Quantity(b))) => {
            (a.low, a.high, &a.unit) == (b.low, b.high, &b.unit)
        }
        (Some(Money(a)), Some(Money(b))) => {
            (a.low, a.high, &a.currency) == (b.low, b.high, &b.currency)
        }
        (None, None) => a.state() == b.state(),
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}
