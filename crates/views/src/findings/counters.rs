//! Counters that fall, and parts that are larger than their whole.

use whitestone_model::vocabulary::{Cardinality, Monotone};
use whitestone_model::{Basis, Decimal};

use super::arithmetic::TOTAL;
use super::ground::{Figure, Plot, figure};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::days::holds;
use crate::scope::{Near, Relation, Scope};

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for id in ground.properties() {
        let counters: Vec<Counter<'g>> = ground.of(id).filter_map(Counter::of).collect();
        let falls = counters.iter().filter_map(falling);
        let drafts = falls.map(|(counter, pair)| {
            draft("a tally that cannot fall falls", counter.plot, pair, ground)
        });
        found.extend(drafts);
        let exceeded = larger_than_whole(&counters).into_iter();
        let drafts = exceeded.map(|(whole, pair)| {
            draft("a part is larger than its whole", whole.plot, pair, ground)
        });
        found.extend(drafts);
    }
    found
}

type Pair<'g> = [&'g Statement; 2];

fn draft<'g>(what: &str, plot: &Plot<'_>, pair: Pair<'g>, ground: &Ground<'_>) -> Draft<'g> {
    let tongue = ground.tongue;
    let [one, other] = pair;
    Draft {
        kind: Kind::Arithmetic,
        severity: Severity::Look,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{}: {what}: {}; {}.",
            tongue.title(&plot.cell.property),
            tongue.told(one),
            tongue.told(other)
        ),
        about: pair.to_vec(),
    }
}

/// A cell that counts what can only grow, with its figures in order of time.
struct Counter<'g> {
    plot: &'g Plot<'g>,
    /// Of which part it is: "killed"; none where its property has no parts.
    part: Option<&'g String>,
    /// What it speaks of, whichever part.
    scope: Scope,
    figures: Vec<(&'g Statement, Figure<'g>)>,
}

impl<'g> Counter<'g> {
    fn of(plot: &'g Plot<'_>) -> Option<Self> {
        let property = &plot.property;
        let grows = property.monotone == Monotone::Up;
        (grows && property.cardinality == Cardinality::Counter).then(|| Self {
            plot,
            part: plot.cell.key.get(&property.parts_of),
            scope: plot.scope.but_for(&property.parts_of),
            figures: plot.said().filter_map(|s| Some((s, figure(s)?))).collect(),
        })
    }

    fn is_total(&self) -> bool {
        self.part.is_none_or(|part| part == TOTAL)
    }
}

/// A tally from one day on is smaller than an earlier one from the same day on.
fn falling<'c, 'g>(counter: &'c Counter<'g>) -> Option<(&'c Counter<'g>, Pair<'g>)> {
    // "At least 11" and "12" are bounds that a longer span must reach.
    let bounded = counter.figures.iter();
    let tallies: Vec<(&Statement, &Figure<'_>, Decimal)> = bounded
        .filter_map(|(statement, figure)| Some((*statement, figure, figure.low?)))
        .collect();
    for of_one_start in tallies.chunk_by(|(a, ..), (b, ..)| a.days.0 == b.days.0) {
        let mut highest: Option<&(&'g Statement, &Figure<'_>, Decimal)> = None;
        for tally in of_one_start {
            let (statement, figure, low) = tally;
            if let (Some((before, most, at_least)), Some(ceiling)) = (highest, figure.high)
                && ceiling < *at_least
                && before.days.1 < statement.days.1
                && most.unit == figure.unit
            {
                return Some((counter, [*before, *statement]));
            }
            if highest.is_none_or(|(.., most)| most < low) {
                highest = Some(tally);
            }
        }
    }
    None
}

/// A part, of the place, the devices, the outcomes or the days, is larger than its whole.
fn larger_than_whole<'c, 'g>(counters: &'c [Counter<'g>]) -> Vec<(&'c Counter<'g>, Pair<'g>)> {
    let near = Near::of(counters.iter().map(|counter| &counter.scope));
    let mut found = Vec::new();
    for whole in counters {
        let beside = near.to(&whole.scope).into_iter();
        for part in beside.filter_map(|number| counters.get(number)) {
            let one_part = part.part == whole.part;
            if std::ptr::eq(part, whole) || !one_part && !whole.is_total() {
                continue;
            }
            let relation = whole.scope.to(&part.scope);
            if relation == Relation::Wider || relation == Relation::Same && !one_part {
                found.extend(exceeding(part, whole).map(|pair| (whole, pair)));
            }
        }
    }
    found
}

/// A figure of the part that no figure of the whole over the same or more days can hold.
fn exceeding<'g>(part: &Counter<'g>, whole: &Counter<'g>) -> Option<Pair<'g>> {
    for (large, figure) in &part.figures {
        let Some(low) = figure.low else {
            continue;
        };
        let small = whole.figures.iter().find(|(small, most)| {
            most.high.is_some_and(|high| high < low)
                && most.basis != Some(Basis::AtLeast)
                && most.unit == figure.unit
                && holds(small.days, large.days)
        });
        if let Some((small, _)) = small {
            return Some([*large, *small]);
        }
    }
    None
}
