//! "Has never produced" beside "is not known to produce": the value hardens by its speaker, not by evidence.
//!
//! A state's own "no" is a statement of that state. Where nobody else says more than that nothing is known, a profile that
//! prints the "no" alone prints the state's word for a fact.

use whitestone_model::Modality;

use super::ground::{Plot, code};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::scope::Relation;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for property in ground.properties() {
        let denials: Vec<_> = pick(ground, property, &|s, _| {
            s.assertion.modality == Modality::Denied && code(s).is_some()
        });
        if denials.is_empty() {
            continue;
        }
        let unaware = pick(ground, property, &is_unaware);
        for (plot, denial) in &denials {
            let beside: Vec<&Statement> = unaware
                .iter()
                .filter(|(other, s)| {
                    plot.scope.to(&other.scope) != Relation::Apart && s.speaker != denial.speaker
                })
                .map(|(_, s)| *s)
                .collect();
            let Some(first) = beside.first() else {
                continue;
            };
            let tongue = ground.tongue;
            let label = crate::words::capital(&tongue.label(&plot.cell.property));
            let explanation = format!(
                "{label}: {}, in its own case; others only do not know of any: {}.",
                tongue.told(denial),
                tongue.told(first)
            );
            let mut about = vec![*denial];
            about.extend(beside);
            found.push(Draft {
                kind: Kind::Denial,
                severity: Severity::Note,
                definite: true,
                cell: Some(ground.cell_ref(plot)),
                explanation,
                about,
            });
        }
    }
    found
}

/// Does it say that nobody knows of any?
fn is_unaware(statement: &Statement, plot: &Plot<'_>) -> bool {
    plot.code(statement).is_some_and(|entry| entry.unaware)
}

type Picked<'g> = Vec<(&'g Plot<'g>, &'g Statement)>;

fn pick<'g>(
    ground: &'g Ground<'_>,
    property: &str,
    test: &dyn Fn(&Statement, &Plot<'_>) -> bool,
) -> Picked<'g> {
    let all = ground
        .of(property)
        .flat_map(|plot| plot.statements.iter().map(move |s| (plot, *s)));
    all.filter(|(plot, s)| test(s, plot)).collect()
}
