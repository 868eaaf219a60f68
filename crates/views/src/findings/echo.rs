//! Several statements that are fewer than they look: of one origin, or one thing told twice.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::TimeMode;
use whitestone_model::vocabulary::Cardinality;

use super::ground::{Plot, code, is_said};
use super::{Draft, Ground, Kind, Severity};
use crate::days::{Days, each_meeting, holds};
use crate::origins::Mark;
use crate::scope::Relation;
use crate::{Group, Statement};

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for plot in &ground.plots {
        for group in plot.cell.shown() {
            found.extend(echo(group, plot, ground));
            found.extend(restated(group, plot, ground));
        }
    }
    for id in ground.properties() {
        found.extend(retold(id, ground));
    }
    found
}

/// Statements of several documents that all go back to one cited source.
fn echo<'g>(group: &'g Group, plot: &Plot<'_>, ground: &Ground<'_>) -> Option<Draft<'g>> {
    let documents: BTreeSet<_> = group
        .statements
        .iter()
        .filter_map(|s| s.assertion.document())
        .collect();
    if group.origins != 1 || documents.len() < 2 {
        return None;
    }
    let first = group.lead()?;
    let mark = first.origins.iter().find(|mark| {
        matches!(mark, Mark::Cited(_) | Mark::SaidOn(..))
            && group.statements.iter().all(|s| s.origins.contains(mark))
    })?;
    let origin = match mark {
        Mark::SaidOn(_, day) => format!(
            "what {} said on {}",
            first.speaker,
            ground.tongue.edtf(day.as_str())
        ),
        _ => "one cited source".to_owned(),
    };
    let explanation = format!(
        "{}: {} documents say {}, and all go back to {origin}.",
        ground.tongue.title(&plot.cell.property),
        documents.len(),
        ground.tongue.told(first),
    );
    Some(Draft {
        kind: Kind::Echo,
        severity: Severity::Info,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation,
        about: group.statements.iter().map(AsRef::as_ref).collect(),
    })
}

/// One value at two precisions in one cell: "1,300" and "nearly 1,300", "in September" and "on 5 September".
fn restated<'g>(group: &'g Group, plot: &Plot<'_>, ground: &Ground<'_>) -> Option<Draft<'g>> {
    let lead = group.lead()?;
    let happened = plot.property.time == TimeMode::Sometime;
    let coarser = |s: &&Statement| {
        let value = lead.normal != s.normal || basis(lead) != basis(s);
        // A register gives the day of what a report knows by its year: that is no news.
        let registered = !lead.authority.is_empty() || !s.authority.is_empty();
        let days = happened && lead.days != s.days && !registered;
        (value || days) && !s.reaching && is_said(s)
    };
    let others: Vec<&Statement> = group
        .statements
        .iter()
        .skip(1)
        .map(AsRef::as_ref)
        .filter(coarser)
        .collect();
    let other = others.first()?;
    let mut about = vec![lead];
    about.extend(&others);
    Some(draft(lead, other, about, plot, ground))
}

fn basis(statement: &Statement) -> Option<whitestone_model::Basis> {
    super::ground::figure(statement).and_then(|figure| figure.basis)
}

/// One happening under two descriptions: the same code of places that share a part, at times of which one holds the
/// other. Without places nothing tells one meeting from the next.
fn retold<'g>(property: &str, ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut by_code: BTreeMap<&str, Vec<Telling<'g>>> = BTreeMap::new();
    for plot in ground.of(property) {
        let side_by_side = matches!(
            plot.property.cardinality,
            Cardinality::Many | Cardinality::Event
        );
        let placed = plot.property.qualifiers.iter().any(|q| q.place);
        if !side_by_side || !placed || plot.property.time != TimeMode::Sometime {
            continue;
        }
        for statement in plot.said().filter(|s| s.assertion.valid.edtf.is_stated()) {
            if let Some(code) = code(statement) {
                by_code.entry(code).or_default().push((plot, statement));
            }
        }
    }
    let mut found = Vec::new();
    for tellings in by_code.values() {
        for ((plot, one), others) in doubles(tellings) {
            if let Some(other) = others.first() {
                let mut about = vec![one];
                about.extend(&others);
                found.push(draft(one, other, about, plot, ground));
            }
        }
    }
    found
}

type Telling<'g> = (&'g Plot<'g>, &'g Statement);

/// Each telling with those after it that may be of the same: from another cell, of places that share a part, the time of
/// one within that of the other.
fn doubles<'g>(tellings: &[Telling<'g>]) -> Vec<(Telling<'g>, Vec<&'g Statement>)> {
    let hulls: Vec<Days> = tellings
        .iter()
        .map(|(_, s)| s.assertion.valid.hull())
        .collect();
    let mut others: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    each_meeting(&hulls, |a, b| {
        let (Some((x, y)), Some(((one, _), (other, _)))) = (
            hulls.get(a).zip(hulls.get(b)),
            tellings.get(a).zip(tellings.get(b)),
        ) else {
            return;
        };
        let nested = holds(*x, *y) || holds(*y, *x);
        if nested && !std::ptr::eq(*one, *other) && one.scope.to(&other.scope) != Relation::Apart {
            others.entry(a.min(b)).or_default().insert(a.max(b));
        }
    });
    let statement = |at: usize| tellings.get(at).map(|(_, s)| *s);
    let told = |(at, others): (usize, BTreeSet<usize>)| {
        let telling = tellings.get(at)?;
        Some((*telling, others.into_iter().filter_map(statement).collect()))
    };
    others.into_iter().filter_map(told).collect()
}

fn draft<'g>(
    one: &Statement,
    other: &Statement,
    about: Vec<&'g Statement>,
    plot: &Plot<'_>,
    ground: &Ground<'_>,
) -> Draft<'g> {
    let tongue = ground.tongue;
    Draft {
        kind: Kind::Restatement,
        severity: Severity::Info,
        definite: one.normal == other.normal,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{}: one thing told twice: {}; {}.",
            tongue.title(&plot.cell.property),
            tongue.told(one),
            tongue.told(other)
        ),
        about,
    }
}
