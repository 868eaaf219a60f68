//! Codes that cannot both be so: of one cell, of a whole and its part, of two properties.
//!
//! Which codes these are, the vocabulary says. What makes two statements contradict each other is more than their codes:
//! they must speak of the same days (or one of them of all the past, or of what lasts), and of the same place, or one of
//! a whole of which the other names a part and of which it says something that holds for every part.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use whitestone_model::vocabulary::{Cardinality, CodeEntry, Coded, Property};
use whitestone_model::{Day, Modality, Target};

use super::ground::{is_said, later, refresh, surely_meet};
use super::{Draft, Ground, Kind, Severity, ground::Plot};
use crate::Statement;
use crate::days::{Days, meet};
use crate::scope::{Near, Relation};
use crate::sets::Sets;

/// Officials of one body contradict each other when they speak within so many days; later they changed their mind.
const SAME_OCCASION: i32 = 31;

/// What is said with one code in one cell.
struct Saying<'g> {
    plot: &'g Plot<'g>,
    entry: &'g CodeEntry,
    voices: Vec<Voice<'g>>,
    /// First and last day for which any of them speaks.
    days: Days,
}

/// One statement, with what each comparison asks of it.
struct Voice<'g> {
    statement: &'g Statement,
    /// The days for which it speaks.
    window: Days,
    /// The body for which its speaker speaks, by number.
    house: usize,
    /// Has its source authority?
    ranks: bool,
    /// Of a span of time: the last day on which it can have begun, the first on which it can have ended.
    span: Option<Days>,
}

/// All sayings with one code of one property.
struct Camp<'g> {
    property: &'g Property,
    entry: &'g CodeEntry,
    /// By their places in the list of sayings, rising.
    sayings: Vec<usize>,
    near: Near,
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
    for (one, other) in opponents(&sayings) {
        let Some(covers) = one_scope(one, other).filter(|_| meet(one.days, other.days)) else {
            continue;
        };
        let mut of = [one, other].map(|saying| saying.plot.cell.property.as_str());
        of.sort_unstable();
        for edge in clashes(one, other, covers) {
            let matter = (of, edge.kind == Kind::Authority);
            edges.entry(matter).or_default().push(edge);
        }
    }
    edges
        .into_values()
        .flat_map(|edges| joined(edges, ground))
        .collect()
}

/// All that is said with codes, cell by cell and code by code.
fn sayings<'g>(ground: &'g Ground<'_>) -> Vec<Saying<'g>> {
    let mut houses = Houses::default();
    let mut found = Vec::new();
    for plot in &ground.plots {
        for (code, statements) in plot.by_code(is_said) {
            let Some(entry) = plot
                .property
                .code(code)
                .filter(|e| e.awaits.is_empty() && !e.unaware)
            else {
                continue;
            };
            let voice = |statement| Voice {
                statement,
                window: window(statement, entry, &plot.property),
                house: houses.number(&statement.speaker, ground),
                ranks: plot.ranks(statement),
                span: span(statement),
            };
            let voices: Vec<Voice<'g>> = statements.into_iter().map(voice).collect();
            let windows = voices.iter().map(|voice| voice.window);
            if let Some(days) = windows.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
                found.push(Saying {
                    plot,
                    entry,
                    voices,
                    days,
                });
            }
        }
    }
    found
}

/// Bodies by number: each speaker is looked up once.
#[derive(Default)]
struct Houses<'g> {
    of_speaker: FxHashMap<&'g str, usize>,
    numbers: FxHashMap<String, usize>,
}

impl<'g> Houses<'g> {
    fn number(&mut self, speaker: &'g str, ground: &Ground<'_>) -> usize {
        if let Some(number) = self.of_speaker.get(speaker) {
            return *number;
        }
        let next = self.numbers.len();
        let number = *self.numbers.entry(ground.house(speaker)).or_insert(next);
        self.of_speaker.insert(speaker, number);
        number
    }
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

fn span(statement: &Statement) -> Option<Days> {
    let time = &statement.assertion.valid;
    let spans = time.edtf.as_str().contains('/');
    spans.then(|| (time.begin().1, time.end().0))
}

/// Pairs of sayings whose codes cannot both be so and that do not lie apart by their places, each once.
fn opponents<'s, 'g>(
    sayings: &'s [Saying<'g>],
) -> impl Iterator<Item = (&'s Saying<'g>, &'s Saying<'g>)> {
    let camps = camps(sayings);
    let mut pairs = Vec::new();
    for (number, one) in camps.iter().enumerate() {
        for other in camps.iter().skip(number).filter(|c| contradict(one, c)) {
            for at in &one.sayings {
                let Some(saying) = sayings.get(*at) else {
                    continue;
                };
                let near = other.near.to(&saying.plot.scope).into_iter();
                let against = near.filter_map(|n| other.sayings.get(n).copied());
                let pair = |against: usize| (*at.min(&against), *at.max(&against));
                pairs.extend(against.map(pair).filter(|(a, b)| a != b));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let both = |(a, b): (usize, usize)| sayings.get(a).zip(sayings.get(b));
    pairs.into_iter().filter_map(both)
}

fn camps<'g>(sayings: &[Saying<'g>]) -> Vec<Camp<'g>> {
    let mut by_code: BTreeMap<(&str, &str), Vec<(usize, &Saying<'g>)>> = BTreeMap::new();
    for (at, saying) in sayings.iter().enumerate() {
        let matter = (saying.plot.cell.property.as_str(), saying.entry.id.as_str());
        by_code.entry(matter).or_default().push((at, saying));
    }
    let camp = |of: Vec<(usize, &Saying<'g>)>| {
        let (_, first) = of.first()?;
        Some(Camp {
            property: &first.plot.property,
            entry: first.entry,
            near: Near::of(of.iter().map(|(_, saying)| &saying.plot.scope)),
            sayings: of.into_iter().map(|(at, _)| at).collect(),
        })
    };
    by_code.into_values().filter_map(camp).collect()
}

/// Can the codes not both be so?
fn contradict(one: &Camp<'_>, other: &Camp<'_>) -> bool {
    let names = |from: &Camp<'_>, to: &Camp<'_>| {
        let is_it = |coded: &Coded| {
            let property = coded.property.as_ref().unwrap_or(&from.property.id);
            *property == to.property.id && coded.code == to.entry.id
        };
        from.entry.opposes.iter().any(is_it)
    };
    if names(one, other) || names(other, one) {
        return true;
    }
    let implies = |x: &CodeEntry, y: &CodeEntry| x.implies.contains(&y.id);
    one.property.id == other.property.id
        && one.property.cardinality == Cardinality::One
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
fn clashes<'g>(one: &Saying<'g>, other: &Saying<'g>, covers: bool) -> Vec<Edge<'g>> {
    let mut edges = Vec::new();
    let ever = one.entry.past || other.entry.past;
    let mut told: Vec<Vec<Kind>> = vec![vec![]; other.voices.len()];
    for a in &one.voices {
        let mut told_of_a: Vec<Kind> = vec![];
        for (b, told_of_b) in other.voices.iter().zip(&mut told) {
            if !meet(a.window, b.window) || only_touch(a, b) {
                continue;
            }
            let same = a.house == b.house;
            if same && !ever && !one_occasion(a.statement, b.statement) {
                continue;
            }
            let kind = kind(a, b, same);
            let (new_to_a, new_to_b) = (!told_of_a.contains(&kind), !told_of_b.contains(&kind));
            told_of_a.extend(new_to_a.then_some(kind));
            told_of_b.extend(new_to_b.then_some(kind));
            if !new_to_a && !new_to_b {
                continue;
            }
            let (a, b) = (a.statement, b.statement);
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
fn only_touch(a: &Voice<'_>, b: &Voice<'_>) -> bool {
    let spans = a.span.zip(b.span);
    spans.is_some_and(|((begun_a, ended_a), (begun_b, ended_b))| {
        ended_a < begun_b || ended_b < begun_a
    })
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

fn kind(a: &Voice<'_>, b: &Voice<'_>, same: bool) -> Kind {
    let denies = |voice: &Voice<'_>| voice.statement.assertion.modality == Modality::Denied;
    if a.ranks != b.ranks {
        Kind::Authority
    } else if same {
        Kind::SelfContradiction
    } else if denies(a) || denies(b) {
        Kind::Denial
    } else {
        Kind::Conflict
    }
}

/// One finding for each set of statements that hang together by their clashes: what one body says against itself and
/// what others say against it are one matter.
fn joined<'g>(edges: Vec<Edge<'g>>, ground: &Ground<'_>) -> Vec<Draft<'g>> {
    let mut met: FxHashMap<&Target, usize> = FxHashMap::default();
    let mut sets = Sets::new(edges.len());
    for (number, edge) in edges.iter().enumerate() {
        for id in [&edge.a.id, &edge.b.id] {
            sets.join(number, *met.entry(id).or_insert(number));
        }
    }
    let mut matters: BTreeMap<usize, Vec<Edge<'g>>> = BTreeMap::new();
    for (number, edge) in edges.into_iter().enumerate() {
        matters.entry(sets.of(number)).or_default().push(edge);
    }
    matters
        .into_values()
        .filter_map(|edges| draft(&edges, ground))
        .collect()
}

fn draft<'g>(edges: &[Edge<'g>], ground: &Ground<'_>) -> Option<Draft<'g>> {
    let order = |edge: &Edge<'g>| {
        (
            edge.kind == Kind::SelfContradiction,
            edge.definite,
            edge.b.days.max(edge.a.days),
            &edge.a.id,
            &edge.b.id,
        )
    };
    let best = edges.iter().max_by(|x, y| order(x).cmp(&order(y)))?;
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
