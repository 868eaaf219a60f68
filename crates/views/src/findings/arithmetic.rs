//! Numbers that do not fit together: parts and totals, printed means.
//!
//! Every check allows for the rounding of what was printed: 147 is the sum of 70.38, 30.11 and 46.47, and 148 is not.
//! Parts and total must stand in one document and speak of the same days: a total of one year's edition and parts of
//! another's are two vintages, not an error.

use std::collections::BTreeMap;

use whitestone_model::vocabulary::{Property, Scheme};
use whitestone_model::{Basis, Decimal, DocumentId, Qualifiers};

use super::ground::{Plot, figure, is_said};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::days::Days;

/// Beside its parts, the value of `parts_of` that stands for all of them.
pub(super) const TOTAL: &str = "total";

/// How parts stand to the total that was printed beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// To the last digit.
    Exact,
    /// Within what rounding explains.
    Rounded,
    /// The parts fall short of the total by so much.
    Short(Decimal),
    /// The parts exceed the total by so much.
    Over(Decimal),
}

/// Adds parts up and sets them against a total, each taken as printed: half a unit of its last digit is rounding.
/// `None` where a sum is too large to hold.
pub fn add_up(total: Decimal, parts: &[Decimal]) -> Option<Sum> {
    let sum = parts
        .iter()
        .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))?;
    let slack = parts
        .iter()
        .map(|part| half_digit(*part))
        .chain([half_digit(total)]);
    let slack = slack.fold(Decimal::ZERO, |a, b| a.checked_add(b).unwrap_or(a));
    // Counts are not rounded: only what has digits behind the point, or stands beside it, is.
    let slack = if parts.iter().all(is_whole) && is_whole(&total) {
        Decimal::ZERO
    } else {
        slack
    };
    Some(sum_of(total, sum, slack))
}

/// The mean of scores by their weights, rounded to one digit behind the point as it is printed.
pub fn weighted_mean(scores: &[(Decimal, u32)]) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    let mut weights = Decimal::ZERO;
    for (score, weight) in scores {
        let weight = Decimal::from(i64::from(*weight));
        sum = sum.checked_add(score.checked_mul(weight)?)?;
        weights = weights.checked_add(weight)?;
    }
    sum.checked_div(weights).map(|mean| mean.rounded(1))
}

fn sum_of(total: Decimal, sum: Decimal, slack: Decimal) -> Sum {
    let by = |a: Decimal, b: Decimal| a.checked_sub(b).unwrap_or(Decimal::ZERO);
    match (sum == total, sum < total) {
        (true, _) => Sum::Exact,
        (_, true) if by(total, sum) <= slack => Sum::Rounded,
        (_, false) if by(sum, total) <= slack => Sum::Rounded,
        (_, true) => Sum::Short(by(total, sum)),
        (_, false) => Sum::Over(by(sum, total)),
    }
}

fn is_whole(number: &Decimal) -> bool {
    number.parts().1 == 0
}

/// Half a unit of the last digit printed.
fn half_digit(number: Decimal) -> Decimal {
    Decimal::from_parts(5, number.parts().1 + 1).unwrap_or(Decimal::ZERO)
}

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for id in ground.properties() {
        let plots: Vec<&Plot<'g>> = ground.of(id).collect();
        let Some(property) = plots.first().map(|plot| plot.property.as_ref()) else {
            continue;
        };
        if !property.parts_of.is_empty() {
            found.extend(parts(&plots, property, ground));
        }
        if !property.total_of.is_empty() {
            found.extend(totals(&plots, property, ground));
        }
        if property.mean_of.is_some() {
            found.extend(means(&plots, property, ground));
        }
    }
    found
}

/// A single number that somebody counted: no bounds, no estimate.
fn counted(statement: &Statement) -> Option<(Decimal, String)> {
    let figure = figure(statement)?;
    let plain = matches!(figure.basis, None | Some(Basis::Count | Basis::Rounded));
    (plain && is_said(statement) && figure.low == figure.high).then_some(())?;
    Some((figure.low?, figure.unit.to_owned()))
}

/// Figures of one document, of the same days and of the same thing but for one qualifier.
type Table<'g> = BTreeMap<String, (&'g Plot<'g>, &'g Statement, Decimal)>;

fn tables<'g>(plots: &[&'g Plot<'g>], but_for: &str) -> Vec<Table<'g>> {
    let mut tables: BTreeMap<(Option<DocumentId>, Days, String, Qualifiers), Table<'g>> =
        BTreeMap::new();
    for plot in plots {
        let mut rest = plot.cell.key.clone();
        let name = rest.remove(but_for).unwrap_or_else(|| TOTAL.to_owned());
        for statement in &plot.statements {
            let Some((number, unit)) = counted(statement) else {
                continue;
            };
            let key = (
                statement.assertion.document(),
                statement.days,
                unit,
                rest.clone(),
            );
            tables
                .entry(key)
                .or_default()
                .entry(name.clone())
                .or_insert((plot, statement, number));
        }
    }
    tables.into_values().collect()
}

/// Killed, injured and unknown against the total.
fn parts<'g>(plots: &[&'g Plot<'g>], property: &Property, ground: &Ground<'_>) -> Vec<Draft<'g>> {
    let check = |table: Table<'g>| -> Option<Draft<'g>> {
        let (plot, total, printed) = table.get(TOTAL)?;
        let named: Vec<_> = property
            .parts
            .iter()
            .filter_map(|part| Some((part, table.get(part)?)))
            .collect();
        let complete = named.len() == property.parts.len();
        let numbers: Vec<Decimal> = named.iter().map(|(_, (_, _, number))| *number).collect();
        let sum = add_up(*printed, &numbers)?;
        let (by, what) = match sum {
            Sum::Over(by) => (by, "more"),
            Sum::Short(by) if named.len() > 1 => (by, "fewer"),
            _ => return None,
        };
        let listed: Vec<String> = named
            .iter()
            .map(|(part, (_, _, number))| format!("{} {part}", number.grouped()))
            .collect();
        let explanation = format!(
            "{}: {} are {} {what} than the total of {}, says {}.",
            ground.tongue.title(&property.id),
            listed.join(" and "),
            by.grouped(),
            printed.grouped(),
            ground.tongue.who_and_when(total),
        );
        let about = named
            .iter()
            .map(|(_, (_, s, _))| *s)
            .chain([*total])
            .collect();
        let wrong = complete || matches!(sum, Sum::Over(_));
        Some(Draft {
            kind: Kind::Arithmetic,
            severity: if wrong {
                Severity::Look
            } else {
                Severity::Note
            },
            definite: wrong,
            cell: Some(ground.cell_ref(plot)),
            explanation,
            about,
        })
    };
    tables(plots, &property.parts_of)
        .into_iter()
        .filter_map(check)
        .collect()
}

/// Cleared, reduced and cancelled against the total released: properties that add up to another.
fn totals<'g>(
    plots: &[&'g Plot<'g>],
    property: &Property,
    ground: &'g Ground<'_>,
) -> Vec<Draft<'g>> {
    // By number of the property, in each document, for each time and cell: a province's total has a province's parts.
    type Parts<'g> = BTreeMap<usize, (&'g Statement, Decimal, String)>;
    let mut parts: BTreeMap<(Option<DocumentId>, Days, &Qualifiers), Parts<'_>> = BTreeMap::new();
    for (number, id) in property.total_of.iter().enumerate() {
        for plot in ground.of(id.as_str()) {
            for statement in &plot.statements {
                if let Some((figure, unit)) = counted(statement) {
                    let document = statement.assertion.document();
                    parts
                        .entry((document, statement.days, &plot.cell.key))
                        .or_default()
                        .entry(number)
                        .or_insert((*statement, figure, unit));
                }
            }
        }
    }
    let mut found = Vec::new();
    for plot in plots {
        for total in &plot.statements {
            let Some((printed, unit)) = counted(total) else {
                continue;
            };
            let place = (total.assertion.document(), total.days, &plot.cell.key);
            let Some(parts) = parts.get(&place) else {
                continue;
            };
            let one_unit = parts.values().all(|(_, _, other)| *other == unit);
            if parts.len() < property.total_of.len() || !one_unit {
                continue;
            }
            let numbers: Vec<Decimal> = parts.values().map(|(_, number, _)| *number).collect();
            let (by, what) = match add_up(printed, &numbers) {
                Some(Sum::Over(by)) => (by, "more"),
                Some(Sum::Short(by)) => (by, "less"),
                _ => continue,
            };
            let listed: Vec<String> = numbers.iter().map(|number| number.grouped()).collect();
            let explanation = format!(
                "{}: {} are {} {unit} {what} than the total of {} {unit}, says {}.",
                ground.tongue.title(&property.id),
                listed.join(" and "),
                by.grouped(),
                printed.grouped(),
                ground.tongue.who_and_when(total),
            );
            found.push(Draft {
                kind: Kind::Arithmetic,
                severity: Severity::Look,
                definite: true,
                cell: Some(ground.cell_ref(plot)),
                explanation,
                about: parts.values().map(|(s, _, _)| *s).chain([*total]).collect(),
            });
        }
    }
    found
}

/// A printed score against the mean of its criteria, by the scheme that has just these criteria.
fn means<'g>(
    plots: &[&'g Plot<'g>],
    property: &Property,
    ground: &'g Ground<'_>,
) -> Vec<Draft<'g>> {
    let Some(of) = &property.mean_of else {
        return vec![];
    };
    // Criteria are told apart by what the mean does not name.
    let part = ground.of(of.as_str()).next();
    let mut names = part
        .iter()
        .flat_map(|part| &part.property.discriminating)
        .filter(|name| !property.discriminating.contains(name));
    let Some(criterion) = names.next() else {
        return vec![];
    };
    // By name of the criterion, in each edition.
    type Scores<'g> = BTreeMap<String, (&'g Statement, Decimal)>;
    let mut criteria: BTreeMap<(Option<DocumentId>, String), Scores<'_>> = BTreeMap::new();
    for plot in ground.of(of.as_str()) {
        for statement in &plot.statements {
            let name = statement
                .assertion
                .qualifiers
                .get(criterion)
                .map(|name| crate::origins::folded(name));
            if let Some((name, (score, _))) = name.zip(counted(statement)) {
                criteria
                    .entry(edition(statement, property))
                    .or_default()
                    .insert(name, (*statement, score));
            }
        }
    }
    let mut found = Vec::new();
    for plot in plots {
        for total in &plot.statements {
            let printed = counted(total).map(|(printed, _)| printed);
            let Some((printed, criteria)) = printed.zip(criteria.get(&edition(total, property)))
            else {
                continue;
            };
            let Some(scheme) = property
                .schemes
                .iter()
                .find(|scheme| is_of(scheme, criteria))
            else {
                continue;
            };
            let scores: Vec<(Decimal, u32)> = criteria
                .iter()
                .map(|(name, (_, score))| (*score, weight(scheme, name).unwrap_or(0)))
                .collect();
            let Some(mean) = weighted_mean(&scores).filter(|mean| *mean != printed) else {
                continue;
            };
            let explanation = format!(
                "{}: {printed} was printed, and its {} criteria give {mean}, says {}.",
                ground.tongue.title(&property.id),
                scores.len(),
                ground.tongue.who_and_when(total),
            );
            found.push(Draft {
                kind: Kind::Arithmetic,
                severity: Severity::Look,
                definite: true,
                cell: Some(ground.cell_ref(plot)),
                explanation,
                about: criteria.values().map(|(s, _)| *s).chain([*total]).collect(),
            });
        }
    }
    found
}

/// The document and the year that it scores, as its qualifiers name it: reports print the year before beside.
fn edition(statement: &Statement, mean: &Property) -> (Option<DocumentId>, String) {
    let qualifiers = &statement.assertion.qualifiers;
    let named = mean.discriminating.iter();
    let named: Vec<&str> = named
        .filter_map(|name| qualifiers.get(name).map(String::as_str))
        .collect();
    let year = match named.as_slice() {
        [] => statement.assertion.valid.edtf.to_string(),
        named => named.join("; "),
    };
    (statement.assertion.document(), year)
}

fn weight(scheme: &Scheme, name: &str) -> Option<u32> {
    let known = scheme
        .weights
        .iter()
        .find(|(criterion, _)| crate::origins::folded(criterion) == name);
    known.map(|(_, weight)| *weight)
}

fn is_of<T>(scheme: &Scheme, criteria: &BTreeMap<String, T>) -> bool {
    criteria.len() == scheme.weights.len()
        && criteria.keys().all(|name| weight(scheme, name).is_some())
}
