//! What ought to be stated and is not, and what ought to be said again.

use whitestone_model::{CellRef, Qualifiers};

use super::ground::Plot;
use super::{Draft, Ground, Kind, Severity};
use crate::{Freshness, Outcome};

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = silent(ground);
    found.extend(ground.properties().filter_map(|id| stale(id, ground)));
    found
}

fn silent<'g>(ground: &Ground<'_>) -> Vec<Draft<'g>> {
    let view = ground.material.view;
    let cells = view
        .cells
        .iter()
        .filter(|cell| cell.outcome == Outcome::Silent);
    let draft = |cell: &crate::Cell| Draft {
        kind: Kind::Silent,
        severity: Severity::Info,
        definite: true,
        cell: Some(CellRef {
            subject: view.subject.key(),
            property: cell.property.clone(),
            key: Qualifiers::new(),
        }),
        explanation: format!(
            "{}: nothing is on record, and a profile of {} is expected to state it.",
            ground.tongue.title(&cell.property),
            view.subject.name
        ),
        about: vec![],
    };
    cells.map(draft).collect()
}

/// A property of which everything that stands is older than its refresh period: one finding, however many cells.
fn stale<'g>(id: &str, ground: &'g Ground<'_>) -> Option<Draft<'g>> {
    let plots: Vec<&Plot<'_>> = ground.of(id).collect();
    let property = &plots.first()?.property;
    let asked = property
        .expected
        .contains(&ground.material.view.subject.kind);
    if !asked
        || plots
            .iter()
            .any(|plot| plot.cell.freshness != Freshness::Stale)
    {
        return None;
    }
    let newest = plots.iter().max_by_key(|plot| plot.cell.newest)?;
    let last = newest
        .statements
        .iter()
        .max_by_key(|s| (s.said.1, s.days.1, &s.id))?;
    let tongue = ground.tongue;
    let day = newest
        .cell
        .newest
        .map_or_else(|| "an unknown day".to_owned(), |day| tongue.day(day));
    Some(Draft {
        kind: Kind::Stale,
        severity: Severity::Info,
        definite: true,
        cell: Some(CellRef {
            subject: ground.material.view.subject.key(),
            property: property.id.clone(),
            key: Qualifiers::new(),
        }),
        explanation: format!(
            "{}: last said by {day}: {}.",
            tongue.title(&property.id),
            tongue.told(last)
        ),
        about: vec![last],
    })
}
