//! Two accounts that may be of one event: "two people in May" and "two children on 10 May".
//!
//! Looked for where a sum would count both: figures of the same size, in different cells, of places and devices of which
//! one holds the other, on days of which one span holds the other and is no longer than a season. Nothing is merged.

use std::collections::BTreeMap;

use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{Decimal, PropertyId};

use super::ground::{Days, Plot, figure, is_said};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::scope::Relation;
use crate::words::capital;

/// The longest span that may still tell of one event, in days.
const SEASON: i32 = 92;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut alike: BTreeMap<(&PropertyId, Decimal), Vec<(&Plot<'g>, &Statement)>> = BTreeMap::new();
    for plot in &ground.plots {
        if !matches!(
            plot.property.cardinality,
            Cardinality::Counter | Cardinality::Event
        ) {
            continue;
        }
        for statement in plot.statements.iter().filter(|s| is_said(s) && is_dated(s)) {
            let number = figure(statement).and_then(|f| f.low.filter(|low| Some(*low) == f.high));
            if let Some(number) = number {
                alike
                    .entry((&plot.cell.property, number))
                    .or_default()
                    .push((plot, statement));
            }
        }
    }
    let mut found = Vec::new();
    for accounts in alike.values() {
        for (number, (plot, one)) in accounts.iter().enumerate() {
            let rest = accounts.iter().skip(number + 1);
            let same =
                rest.filter(|(other_plot, other)| may_be_one((plot, one), (other_plot, other)));
            found.extend(same.map(|(_, other)| draft(plot, one, other, ground)));
        }
    }
    found
}

fn is_dated(statement: &Statement) -> bool {
    let (first, last) = statement.assertion.valid.hull();
    let length = i64::from(last.number()) - i64::from(first.number());
    statement.assertion.valid.edtf.is_stated() && length <= i64::from(SEASON)
}

fn may_be_one(a: (&Plot<'_>, &Statement), b: (&Plot<'_>, &Statement)) -> bool {
    let (x, y) = (a.1.assertion.valid.hull(), b.1.assertion.valid.hull());
    let holds = |outer: Days, inner: Days| outer.0 <= inner.0 && inner.1 <= outer.1;
    let one_passage = a.1.assertion.evidence == b.1.assertion.evidence;
    !std::ptr::eq(a.0, b.0)
        && !one_passage
        && (holds(x, y) || holds(y, x))
        && a.0.scope.to(&b.0.scope) != Relation::Apart
}

fn draft<'g>(
    plot: &Plot<'_>,
    one: &'g Statement,
    other: &'g Statement,
    ground: &Ground<'_>,
) -> Draft<'g> {
    let tongue = ground.tongue;
    Draft {
        kind: Kind::DuplicateEvent,
        severity: Severity::Look,
        definite: false,
        cell: None,
        explanation: format!(
            "{}: perhaps one event, which a sum would count twice: {}; {}.",
            capital(&tongue.label(&plot.cell.property)),
            tongue.told(one),
            tongue.told(other)
        ),
        about: vec![one, other],
    }
}
