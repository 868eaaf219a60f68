//! Plans that never came true: "will be resumed when ...", "intends to join".
//!
//! A plan waits for what its code `awaits`, or for the very thing it announces. Years later, if nobody has reported that,
//! the plan is still open; if somebody says that it is still not so, that is said too.

use whitestone_model::vocabulary::{CodeEntry, Coded, Property};
use whitestone_model::{Modality, PropertyId};

use super::ground::{Plot, code, later, refresh};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::scope::Relation;

/// How long a plan may wait where its property has no longer refresh period.
const PATIENCE_DAYS: i32 = 730;

/// A plan with what would carry it out.
struct Plan<'g> {
    plot: &'g Plot<'g>,
    statements: Vec<&'g Statement>,
    awaited: Vec<(PropertyId, String)>,
}

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    plans(ground)
        .iter()
        .filter_map(|plan| draft(plan, ground))
        .collect()
}

/// The plans, those of one cell and code together.
fn plans<'g>(ground: &'g Ground<'_>) -> Vec<Plan<'g>> {
    let mut found = Vec::new();
    for plot in &ground.plots {
        let is_plan = |s: &Statement| plot.code(s).is_some_and(|e| is_plan(s, e, &plot.property));
        for (code, statements) in plot.by_code(is_plan) {
            let awaited = awaited(plot, code);
            found.push(Plan {
                plot,
                statements,
                awaited,
            });
        }
    }
    found
}

/// A code that waits for something; or anything else that is only planned, unless its property speaks of intentions
/// alone ("has no plan to join" is said of the future, and waits for nothing).
fn is_plan(statement: &Statement, entry: &CodeEntry, property: &Property) -> bool {
    let of_intentions = property
        .codes
        .iter()
        .flat_map(|code| &code.awaits)
        .any(|coded| coded.property.is_some());
    match statement.assertion.modality {
        Modality::Unknown => false,
        Modality::Planned => !entry.awaits.is_empty() || !of_intentions,
        _ => !entry.awaits.is_empty(),
    }
}

fn awaited(plot: &Plot<'_>, code: &str) -> Vec<(PropertyId, String)> {
    let own = |code: &str| (plot.cell.property.clone(), code.to_owned());
    let entry = plot
        .property
        .code(code)
        .filter(|entry| !entry.awaits.is_empty());
    let of = |coded: &Coded| match &coded.property {
        Some(property) => (property.clone(), coded.code.clone()),
        None => own(&coded.code),
    };
    entry.map_or_else(
        || vec![own(code)],
        |entry| entry.awaits.iter().map(of).collect(),
    )
}

fn draft<'g>(plan: &Plan<'g>, ground: &'g Ground<'_>) -> Option<Draft<'g>> {
    let last = plan
        .statements
        .iter()
        .max_by_key(|s| (s.days.0, s.said, &s.id))?;
    let told = last.days.0;
    let patience = later(told, refresh(&plan.plot.property)).max(
        whitestone_model::Day::from_number(told.number().saturating_add(PATIENCE_DAYS)),
    );
    let waited = told != whitestone_model::Day::MIN && patience < ground.newest;
    if !waited {
        return None;
    }
    let after = after(plan, last, ground);
    if is_done(plan, &after) {
        return None;
    }
    let still_not = still_not(plan, last, &after);
    let tongue = ground.tongue;
    let label = tongue.title(&plan.plot.cell.property);
    let condition = last.assertion.qualifiers.get("condition");
    let condition = condition
        .map(|text| format!(", on the condition \u{201c}{text}\u{201d}"))
        .unwrap_or_default();
    let outcome = match still_not.last() {
        Some(other) => format!("not so by then: {}", tongue.told(other)),
        None => "nobody reports that it was done, or given up".to_owned(),
    };
    let explanation = format!("{label}: {}{condition}; {outcome}.", tongue.told(last));
    let severity = if still_not.is_empty() {
        Severity::Note
    } else {
        Severity::Look
    };
    let mut about = plan.statements.clone();
    about.extend(still_not);
    Some(Draft {
        kind: Kind::UnfulfilledPlan,
        severity,
        definite: true,
        cell: Some(ground.cell_ref(plan.plot)),
        explanation,
        about,
    })
}

/// Statements of the awaited properties, of the same thing or a part of it, that speak of days after the plan; each with
/// its cell, and how the plan stands to that.
type After<'g> = Vec<(Relation, &'g Plot<'g>, &'g Statement)>;

fn after<'g>(plan: &Plan<'g>, last: &Statement, ground: &'g Ground<'_>) -> After<'g> {
    let mut properties: Vec<&PropertyId> = plan.awaited.iter().map(|(id, _)| id).collect();
    properties.dedup();
    let plots = properties
        .into_iter()
        .flat_map(|id| ground.beside(id.as_str(), &plan.plot.scope));
    let later = |s: &&Statement| s.days.1 >= last.days.0;
    plots
        .flat_map(|(relation, plot)| plot.said().filter(later).map(move |s| (relation, plot, s)))
        .collect()
}

fn is_done(plan: &Plan<'_>, after: &After<'_>) -> bool {
    after.iter().any(|(_, plot, s)| {
        let awaited = |(id, wanted): &(PropertyId, String)| {
            *id == plot.cell.property
                && code(s)
                    .is_some_and(|code| code == wanted || implies(&plot.property, code, wanted))
        };
        plan.awaited.iter().any(awaited)
    })
}

fn implies(property: &Property, code: &str, other: &str) -> bool {
    property
        .code(code)
        .is_some_and(|entry| entry.implies.iter().any(|id| id == other))
}

/// Who says later that it is not so: another code of an awaited property, which is no plan itself.
fn still_not<'g>(plan: &Plan<'g>, last: &Statement, after: &After<'g>) -> Vec<&'g Statement> {
    let others = after
        .iter()
        .filter(|(_, plot, _)| plot.cell.property != plan.plot.cell.property);
    let covering = others.filter(|(relation, _, _)| relation.turned().covers());
    let plain = covering.filter(|(_, plot, s)| {
        let entry = plot.code(s);
        entry.is_some_and(|entry| entry.awaits.is_empty()) && s.days.0 > last.days.1
    });
    let mut found: Vec<&Statement> = plain.map(|(_, _, s)| *s).collect();
    found.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    found
}
