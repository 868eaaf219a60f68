//! Slips of a unit or of a separator.
//!
//! The same digits at a power of ten, "12 km2" beside "12 ha", "1,500" beside "1.5", are a slip more often than two
//! measurements. Only figures of one cell that speak of days not far apart are compared, and only where at least two
//! digits are the same. An area that is larger than the place it is told of is one too, unless it
//! lies around it.

use std::collections::BTreeMap;

use whitestone_model::Decimal;

use super::ground::{Plot, figure, later, refresh};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::compare::{Normal, Units};
use crate::days::meet;
use crate::origins::folded;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let places = &ground.vocabulary().places.area;
    let areas = places.iter().map(|(place, area)| (folded(place), *area));
    let areas = areas.collect();
    let of = |plot| {
        slips(plot, ground)
            .into_iter()
            .chain(beyond(plot, ground, &areas))
    };
    ground.plots.iter().flat_map(of).collect()
}

/// The areas that are larger than the place in which they lie.
fn beyond<'g>(
    plot: &'g Plot<'_>,
    ground: &Ground<'_>,
    areas: &BTreeMap<String, u64>,
) -> Vec<Draft<'g>> {
    let Some(extent) = plot.scope.extent(areas) else {
        return Vec::new();
    };
    let extent = Decimal::from(extent);
    let place = Units::new(ground.vocabulary()).measure(extent, "km2");
    let larger = |s: &&Statement| place.as_ref().is_some_and(|place| s.normal.is_above(place));
    let draft = |statement: &'g Statement| Draft {
        kind: Kind::Units,
        severity: Severity::Look,
        definite: false,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{}: more than the place measures, which is {} km2: {}.",
            ground.tongue.title(&plot.cell.property),
            extent.grouped(),
            ground.tongue.told(statement)
        ),
        about: vec![statement],
    };
    plot.said().filter(larger).map(draft).collect()
}

fn slips<'g>(plot: &'g Plot<'_>, ground: &Ground<'_>) -> Vec<Draft<'g>> {
    let mut by_digits: BTreeMap<i128, Vec<&Statement>> = BTreeMap::new();
    for statement in plot.said() {
        if let Some(digits) = digits(statement) {
            by_digits.entry(digits).or_default().push(statement);
        }
    }
    let reach = refresh(&plot.property);
    let mut found = Vec::new();
    for statements in by_digits.values() {
        let (Some(first), rest) = (statements.first(), statements.iter().skip(1)) else {
            continue;
        };
        let near = |s: &&&Statement| meet((first.days.0, later(first.days.1, reach)), s.days);
        let Some(other) = rest.filter(near).find(|s| is_slip(first, s)) else {
            continue;
        };
        let tongue = ground.tongue;
        found.push(Draft {
            kind: Kind::Units,
            severity: Severity::Look,
            definite: false,
            cell: Some(ground.cell_ref(plot)),
            explanation: format!(
                "{}: the same digits at a power of ten, perhaps a slip of the unit: {}; {}.",
                tongue.title(&plot.cell.property),
                tongue.told(first),
                tongue.told(other)
            ),
            about: vec![first, other],
        });
    }
    found
}

/// The digits of a single figure without the noughts at their end; `None` with fewer than two.
fn digits(statement: &Statement) -> Option<i128> {
    let figure = figure(statement)?;
    let number = figure.low.filter(|low| Some(*low) == figure.high)?;
    let digits = without_noughts(number);
    (digits.abs() >= 10).then_some(digits)
}

/// Are they the same digits, at least a hundredfold apart once converted to one unit?
pub(super) fn is_slip(a: &Statement, b: &Statement) -> bool {
    let same = digits(a).is_some_and(|digits_of_a| digits(b) == Some(digits_of_a));
    let (Some(x), Some(y)) = (base(a), base(b)) else {
        return false;
    };
    let (small, large) = (x.min(y), x.max(y));
    let ratio = large.checked_div(small);
    same && ratio.is_some_and(|ratio| ratio >= Decimal::from(100i64) && is_power_of_ten(ratio))
}

/// The figure in the base unit of its dimension.
fn base(statement: &Statement) -> Option<Decimal> {
    match &statement.normal {
        Normal::Interval { low, .. } => *low,
        _ => None,
    }
}

fn is_power_of_ten(number: Decimal) -> bool {
    without_noughts(number) == 1
}

/// The digits of a number, without the noughts at their end.
fn without_noughts(number: Decimal) -> i128 {
    let (mut digits, _) = number.parts();
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
    }
    digits
}
