//! "Has never produced" beside "is not known to produce": the value hardens by its speaker, not by evidence.
//!
//! A state's own "no" is a statement of that state. Where nobody else says more than that nothing is known, a profile that
//! prints the "no" alone prints the state's word for a fact.

use whitestone_model::Modality;

use super::ground::{Plot, code};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for plot in &ground.plots {
        if plot.property.codes.iter().any(|entry| entry.unaware) {
            let denials = plot.statements.iter().filter(|s| is_denial(s));
            found.extend(denials.filter_map(|denial| hardened(denial, plot, ground)));
        }
    }
    found
}

fn is_denial(statement: &Statement) -> bool {
    statement.assertion.modality == Modality::Denied && code(statement).is_some()
}

/// A denial beside which others only say that nobody knows of any.
fn hardened<'g>(
    denial: &'g Statement,
    plot: &Plot<'g>,
    ground: &'g Ground<'_>,
) -> Option<Draft<'g>> {
    let beside: Vec<&Statement> = ground
        .beside(plot.cell.property.as_str(), &plot.scope)
        .flat_map(|(_, other)| other.statements.iter().map(move |s| (other, *s)))
        .filter(|(other, s)| other.code(s).is_some_and(|entry| entry.unaware))
        .map(|(_, s)| s)
        .filter(|s| s.speaker != denial.speaker)
        .collect();
    let first = beside.first()?;
    let tongue = ground.tongue;
    let explanation = format!(
        "{}: {}, in its own case; others only do not know of any: {}.",
        tongue.title(&plot.cell.property),
        tongue.told(denial),
        tongue.told(first)
    );
    let mut about = vec![denial];
    about.extend(beside);
    Some(Draft {
        kind: Kind::Denial,
        severity: Severity::Note,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation,
        about,
    })
}
