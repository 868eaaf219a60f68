//! Cells that no rule settled, and cells that a register settled against somebody.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::vocabulary::Entry;
use whitestone_model::{Edtf, Target};

use super::ground::{Plot, code, surely_meet};
use super::{Draft, Ground, Kind, Severity};
use crate::compare::Normal;
use crate::days::{Days, holds};
use crate::keys::SERIES;
use crate::view::Reach;
use crate::{Cell, Outcome, Role, Rule, Segment, Statement};

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found: Vec<Draft<'g>> = ground
        .plots
        .iter()
        .flat_map(|plot| disputed(plot, ground))
        .collect();
    found.extend(against_authority(ground));
    found.extend(unregistered(ground));
    found
}

/// Numbers, dates and texts on which nobody agrees. Codes are compared elsewhere, with all that they imply.
fn disputed<'g>(plot: &'g Plot<'_>, ground: &Ground<'_>) -> Vec<Draft<'g>> {
    let segments = plot
        .cell
        .segments()
        .filter(|segment| segment.outcome == Outcome::Disputed);
    segments
        .filter_map(|segment| dispute(segment, plot, ground))
        .collect()
}

fn dispute<'g>(segment: &'g Segment, plot: &Plot<'_>, ground: &Ground<'_>) -> Option<Draft<'g>> {
    let leads: Vec<&Statement> = segment.shown().filter_map(|group| group.lead()).collect();
    let [first, second, ..] = leads.as_slice() else {
        return None;
    };
    let coded = leads.iter().all(|s| code(s).is_some());
    if coded || leads.iter().any(|s| super::units::is_slip(first, s)) {
        return None;
    }
    let house = ground.house(&first.speaker);
    let same = leads.iter().all(|s| ground.house(&s.speaker) == house);
    let about: Vec<&Statement> = segment
        .shown()
        .flat_map(|group| &group.statements)
        .map(AsRef::as_ref)
        .collect();
    let sides: Vec<String> = leads.iter().map(|s| ground.tongue.told(s)).collect();
    let label = ground.tongue.title(&plot.cell.property);
    Some(Draft {
        kind: if same {
            Kind::SelfContradiction
        } else {
            Kind::Conflict
        },
        severity: Severity::Look,
        definite: surely_meet(first, second) || first.days == second.days,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{label}: {} values for the same time: {}.",
            sides.len(),
            sides.join("; ")
        ),
        about,
    })
}

/// What one report says against the register: in one cell, or in several where it speaks of a whole series.
struct Outranked<'g> {
    statement: &'g Statement,
    /// The statements of the register, with the cells in which they stand.
    by: Vec<(&'g Cell, &'g Statement)>,
    role: &'g str,
}

fn against_authority<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut outranked: BTreeMap<&Target, Outranked<'g>> = BTreeMap::new();
    for plot in &ground.plots {
        for segment in plot.cell.segments() {
            let Outcome::Resolved {
                rule: Rule::Authority(role),
            } = &segment.outcome
            else {
                continue;
            };
            let Some(lead) = segment.shown().find_map(|group| group.lead()) else {
                continue;
            };
            let dissenters = segment
                .in_role(Role::Dissenting)
                .flat_map(|group| &group.statements);
            for statement in dissenters.filter(|s| !plot.ranks(s) && is_known(s)) {
                let entry = outranked.entry(&statement.id);
                let of = entry.or_insert_with(|| Outranked {
                    statement,
                    by: vec![],
                    role,
                });
                of.by.push((plot.cell, lead));
            }
        }
    }
    outranked
        .into_values()
        .filter_map(|of| draft(&of, ground))
        .collect()
}

/// "Not known" and plans go against nobody.
fn is_known(statement: &Statement) -> bool {
    !matches!(statement.normal, Normal::Absent(_))
        && statement.assertion.modality != whitestone_model::Modality::Planned
}

fn draft<'g>(of: &Outranked<'g>, ground: &Ground<'_>) -> Option<Draft<'g>> {
    let tongue = ground.tongue;
    let (cell, lead) = of.by.first()?;
    let told: Vec<String> = of
        .by
        .iter()
        .take(3)
        .map(|(_, s)| tongue.says_when(s))
        .collect();
    let more = of.by.len().saturating_sub(told.len());
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    let label = tongue.title(&cell.property);
    let role = of.role.replace('_', " ");
    let explanation = format!(
        "{label}: {}; the {role} has {}{more}.",
        tongue.told(of.statement),
        told.join("; ")
    );
    let mut about = vec![of.statement];
    about.extend(of.by.iter().map(|(_, s)| *s));
    Some(Draft {
        kind: Kind::Authority,
        severity: Severity::Look,
        definite: true,
        cell: (of.by.len() == 1).then(|| whitestone_model::CellRef {
            subject: lead.assertion.subject.key(),
            property: cell.property.clone(),
            key: cell.key.clone(),
        }),
        explanation,
        about,
    })
}

/// What a report says of each thing of a series, where the register is silent on some of them: absent, or not recorded.
fn unregistered<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for id in ground.properties() {
        let register = Register::of(id, ground);
        let each = ground
            .of(id)
            .flat_map(|plot| plot.statements.iter().map(move |s| (plot, *s)));
        for (plot, statement) in each.filter(|(_, s)| s.reach == Some(Reach::Each)) {
            let silent = register
                .as_ref()
                .map(|register| register.silent_on(statement, ground));
            if let Some(silent) = silent.filter(|silent| !silent.is_empty()) {
                let label = ground.tongue.title(&plot.cell.property);
                let explanation = format!(
                    "{label}: {}; the {} has nothing on {}.",
                    ground.tongue.told(statement),
                    plot.property
                        .authority
                        .first()
                        .map_or_else(String::new, |role| role.replace('_', " ")),
                    silent.join(", ")
                );
                found.push(Draft {
                    kind: Kind::Authority,
                    severity: Severity::Info,
                    definite: false,
                    cell: None,
                    explanation,
                    about: vec![statement],
                });
            }
        }
    }
    found
}

/// The things of a series on which a register speaks.
struct Register<'g> {
    qualifier: &'g str,
    list: &'g str,
    names: BTreeSet<&'g str>,
    /// First and last day of which it speaks.
    days: Days,
}

impl<'g> Register<'g> {
    fn of(id: &str, ground: &'g Ground<'_>) -> Option<Self> {
        let property = &ground.of(id).next()?.property;
        let listed = |name: &&String| {
            let q = property.qualifiers.iter().find(|q| q.name == **name)?;
            (!q.list.is_empty()).then_some((q.name.as_str(), q.list.as_str()))
        };
        let (qualifier, list) = property
            .discriminating
            .iter()
            .find_map(|name| listed(&name))?;
        let registered = || {
            let all = ground
                .of(id)
                .flat_map(|plot| plot.statements.iter().map(move |s| (plot, s)));
            all.filter(|(plot, s)| plot.ranks(s))
        };
        let names = registered()
            .filter_map(|(plot, _)| plot.cell.key.get(qualifier))
            .map(String::as_str)
            .collect();
        let days = registered()
            .map(|(_, s)| s.days)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some(Self {
            qualifier,
            list,
            names,
            days,
        })
    }

    /// The things of the series within the time of a statement that the register leaves out.
    fn silent_on(&self, statement: &Statement, ground: &'g Ground<'_>) -> Vec<&'g str> {
        let Some(list) = ground.vocabulary().lists.get(self.list) else {
            return vec![];
        };
        let (first, last) = statement.assertion.valid.hull();
        let named = statement.assertion.qualifiers.get(self.qualifier);
        let named = named.and_then(|name| ground.vocabulary().find(self.list, name));
        let of_series = |entry: &Entry| {
            SERIES.iter().all(|name| {
                let own = statement.assertion.qualifiers.get(*name);
                let own = own.or_else(|| named.and_then(|entry| entry.attributes.get(*name)));
                own.is_none_or(|own| entry.attributes.get(*name) == Some(own))
            })
        };
        let within = |entry: &Entry| {
            let date = entry.date.parse::<Edtf>().unwrap_or_default();
            let days = date.bounds();
            date.is_stated() && holds((first, last), days) && holds(self.days, days)
        };
        let entries = list.entries.values().filter(|e| within(e) && of_series(e));
        let mut left: Vec<&Entry> = entries
            .filter(|e| !self.names.contains(e.name.as_str()))
            .collect();
        left.sort_by_key(|entry| (&entry.date, &entry.id));
        left.into_iter().map(|entry| entry.name.as_str()).collect()
    }
}
