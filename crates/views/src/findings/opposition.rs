//! Codes that cannot both be so: of one cell, of a whole and its part, of two properties.
//!
//! Which codes these are, the vocabulary says. What makes two statements contradict each other is more than their codes:
//! they must speak of the same days (or one of them of all the past, or of what lasts), and of the same place, or one of
//! a whole of which the other names a part and of which it says something that holds for every part.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::vocabulary::{Cardinality, CodeEntry, Coded, Property};
use whitestone_model::{Day, Modality};

use super::ground::{code, is_said, later, refresh, surely_meet};
use super::{Draft, Ground, Kind, Severity, ground::Plot};
use crate::Statement;
use crate::days::{Days, meet};
use crate::scope::Relation;

/// Officials of one body contradict each other when they speak within so many days; later they changed their mind.
const SAME_OCCASION: i32 = 31;

/// What is said with one code in one cell.
struct Saying<'g> {
    plot: &'g Plot<'g>,
    entry: &'g CodeEntry,
    statements: Vec<&'g Statement>,
    /// First and last day for which any of them speaks.
    days: Days,
}

/// Two statements that cannot both be so.
struct Edge<'g> {
    a: &'g Statement,
    b: &'g Statement,
    plot: &'g Plot<'g>,
    kind: Kind,
    definite: bool,
}

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let sayings = sayings(ground);
    let mut edges: BTreeMap<([&str; 2], bool), Vec<Edge<'g>>> = BTreeMap::new();
    for (number, one) in sayings.iter().enumerate() {
        for other in sayings.iter().skip(number + 1) {
            if !meet(one.days, other.days) || !contradict(one, other) {
                continue;
            }
            let Some(covers) = one_scope(one, other) else {
                continue;
            };
            let mut of = [one, other].map(|saying| saying.plot.cell.property.as_str());
            of.sort_unstable();
            for edge in clashes(one, other, covers, ground) {
                let matter = (of, edge.kind == Kind::Authority);
                edges.entry(matter).or_default().push(edge);
            }
        }
    }
    edges
        .into_values()
        .flat_map(|edges| joined(edges, ground))
        .collect()
}

/// All that is said with codes, cell by cell and code by code.
fn sayings<'g>(ground: &'g Ground<'_>) -> Vec<Saying<'g>> {
    let mut found = Vec::new();
    for plot in &ground.plots {
        let mut by_code: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
        for statement in plot.statements.iter().filter(|s| is_said(s)) {
            if let Some(code) = code(statement) {
                by_code.entry(code).or_default().push(statement);
            }
        }
        for (code, statements) in by_code {
            let Some(entry) = plot
                .property
                .code(code)
                .filter(|e| e.awaits.is_empty() && !e.unaware)
            else {
                continue;
            };
            let spans = statements.iter().map(|s| window(s, entry, &plot.property));
            let days = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
            if let Some(days) = days {
                found.push(Saying {
                    plot,
                    entry,
                    statements,
                    days,
                });
            }
        }
    }
    found
}

/// The days for which a statement speaks: back for ever where it says "never", on for its refresh period where what it
/// says of a whole lasts.
fn window(statement: &Statement, entry: &CodeEntry, property: &Property) -> Days {
    let (first, last) = statement.days;
    let first = if entry.past { Day::MIN } else { first };
    let lasts = entry.whole && entry.lasts;
    (
        first,
        if lasts {
            later(last, refresh(property))
        } else {
            last
        },
    )
}

/// Can the codes not both be so?
fn contradict(one: &Saying<'_>, other: &Saying<'_>) -> bool {
    let (a, b) = (&one.plot.cell.property, &other.plot.cell.property);
    let names = |from: &Saying<'_>, to: &Saying<'_>| {
        let is_it = |coded: &Coded| {
            let property = coded.property.as_ref().unwrap_or(&from.plot.cell.property);
            *property == to.plot.cell.property && coded.code == to.entry.id
        };
        from.entry.opposes.iter().any(is_it)
    };
    if names(one, other) || names(other, one) {
        return true;
    }
    let implies = |x: &CodeEntry, y: &CodeEntry| x.implies.contains(&y.id);
    a == b
        && one.plot.property.cardinality == Cardinality::One
        && one.entry.id != other.entry.id
        && !implies(one.entry, other.entry)
        && !implies(other.entry, one.entry)
}

/// Do they speak of one thing? Some: is it surely the same, or only a part of it?
fn one_scope(one: &Saying<'_>, other: &Saying<'_>) -> Option<bool> {
    match one.plot.scope.to(&other.plot.scope) {
        Relation::Same => Some(true),
        Relation::Wider if one.entry.whole => Some(true),
        Relation::Narrower if other.entry.whole => Some(true),
        Relation::Meets if one.entry.whole || other.entry.whole => Some(false),
        _ => None,
    }
}

/// The statements of two sayings that clash. Each is set against one of the other side for each kind of clash, so that
/// many against many stay few.
fn clashes<'g>(
    one: &Saying<'g>,
    other: &Saying<'g>,
    covers: bool,
    ground: &Ground<'_>,
) -> Vec<Edge<'g>> {
    let mut edges = Vec::new();
    let mut told: BTreeSet<(&whitestone_model::Target, Kind)> = BTreeSet::new();
    let against: Vec<(&Statement, Days, String)> = other
        .statements
        .iter()
        .map(|s| {
            (
                *s,
                window(s, other.entry, &other.plot.property),
                ground.house(&s.speaker),
            )
        })
        .collect();
    for a in &one.statements {
        let days = window(a, one.entry, &one.plot.property);
        let house = ground.house(&a.speaker);
        for (b, other_days, other_house) in &against {
            if !meet(days, *other_days) || only_touch(a, b) {
                continue;
            }
            let same = house == *other_house;
            let ever = one.entry.past || other.entry.past;
            if same && !ever && !one_occasion(a, b) {
                continue;
            }
            let kind = kind(a, b, same, one, other);
            // Both are told already of each other's kind of clash: nothing new.
            if told.contains(&(&a.id, kind)) && told.contains(&(&b.id, kind)) {
                continue;
            }
            told.insert((&a.id, kind));
            told.insert((&b.id, kind));
            let definite = covers && surely_meet(a, b) && [a, b].iter().all(|s| is_firm(s));
            edges.push(Edge {
                a,
                b,
                plot: one.plot,
                kind,
                definite,
            });
        }
    }
    edges
}

/// Two spans that share no more than the year in which one ended and the other began: "1999 to 2000", "since 2000".
fn only_touch(a: &Statement, b: &Statement) -> bool {
    let (x, y) = (&a.assertion.valid, &b.assertion.valid);
    let spans = [x, y].iter().all(|time| time.edtf.as_str().contains('/'));
    spans && (x.end().0 < y.begin().1 || y.end().0 < x.begin().1)
}

/// Did they speak on one occasion: in one document of it as of one time, or within a month?
fn one_occasion(a: &Statement, b: &Statement) -> bool {
    let near = |x: Days, y: Days| {
        let gap = (x.0.number().saturating_sub(y.1.number()))
            .max(y.0.number().saturating_sub(x.1.number()));
        gap <= SAME_OCCASION
    };
    near(a.days, b.days)
}

fn is_firm(statement: &Statement) -> bool {
    !matches!(
        statement.assertion.modality,
        Modality::Suspected | Modality::Alleged | Modality::Estimated
    )
}

fn kind(a: &Statement, b: &Statement, same: bool, one: &Saying<'_>, other: &Saying<'_>) -> Kind {
    let ranks = |s: &Statement, saying: &Saying<'_>| {
        saying
            .plot
            .property
            .authority
            .iter()
            .any(|role| **role == *s.authority)
    };
    if ranks(a, one) != ranks(b, other) {
        Kind::Authority
    } else if same {
        Kind::SelfContradiction
    } else if [a, b]
        .iter()
        .any(|s| s.assertion.modality == Modality::Denied)
    {
        Kind::Denial
    } else {
        Kind::Conflict
    }
}

/// One finding for each set of statements that hang together by their clashes: what one body says against itself and
/// what others say against it are one matter.
fn joined<'g>(edges: Vec<Edge<'g>>, ground: &Ground<'_>) -> Vec<Draft<'g>> {
    let mut set_of: BTreeMap<&whitestone_model::Target, usize> = BTreeMap::new();
    let mut sets: BTreeMap<usize, Vec<Edge<'g>>> = BTreeMap::new();
    for (number, edge) in edges.into_iter().enumerate() {
        let met: BTreeSet<usize> = [&edge.a.id, &edge.b.id]
            .iter()
            .filter_map(|id| set_of.get(*id).copied())
            .collect();
        let home = met.first().copied().unwrap_or(number);
        let mut members: Vec<Edge<'g>> = met
            .iter()
            .filter_map(|set| sets.remove(set))
            .flatten()
            .collect();
        members.push(edge);
        for member in &members {
            set_of.insert(&member.a.id, home);
            set_of.insert(&member.b.id, home);
        }
        sets.insert(home, members);
    }
    sets.into_values()
        .filter_map(|edges| draft(&edges, ground))
        .collect()
}

fn draft<'g>(edges: &[Edge<'g>], ground: &Ground<'_>) -> Option<Draft<'g>> {
    let order = |edge: &&Edge<'g>| {
        (
            edge.kind == Kind::SelfContradiction,
            edge.definite,
            edge.b.days.max(edge.a.days),
            edge.a.id.clone(),
            edge.b.id.clone(),
        )
    };
    let best = edges.iter().max_by_key(order)?;
    let mut about: Vec<&Statement> = edges.iter().flat_map(|edge| [edge.a, edge.b]).collect();
    about.sort_by(|a, b| a.id.cmp(&b.id));
    about.dedup_by(|a, b| a.id == b.id);
    let tongue = ground.tongue;
    let (earlier, then) = if best.b.days < best.a.days {
        (best.b, best.a)
    } else {
        (best.a, best.b)
    };
    let label = |s: &Statement| tongue.label(&s.assertion.property);
    let what = if best.a.assertion.property == best.b.assertion.property {
        label(best.a)
    } else {
        format!("{} and {}", label(earlier), label(then))
    };
    let more = match about.len() - 2 {
        0 => String::new(),
        1 => " One more statement takes part.".to_owned(),
        n => format!(" {n} more statements take part."),
    };
    let how = if best.definite { "" } else { " possibly" };
    let explanation = format!(
        "{}:{how} not both: {}; {}.{more}",
        crate::words::capital(&what),
        tongue.told(earlier),
        tongue.told(then),
    );
    let suspicion = edges
        .iter()
        .all(|edge| !is_firm(edge.a) || !is_firm(edge.b));
    let one_cell = edges.iter().all(|edge| std::ptr::eq(edge.plot, best.plot));
    let one_property = best.a.assertion.property == best.b.assertion.property;
    Some(Draft {
        kind: best.kind,
        severity: if suspicion {
            Severity::Note
        } else {
            Severity::Look
        },
        definite: best.definite,
        cell: (one_cell && one_property).then(|| ground.cell_ref(best.plot)),
        explanation,
        about,
    })
}
