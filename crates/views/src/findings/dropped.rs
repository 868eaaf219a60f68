//! Said once, never repeated and never withdrawn: later reports speak of the matter and no longer of this place.
//!
//! Contaminated ground does not clear itself and a stockpile does not vanish: where the vocabulary says that a state
//! lasts, silence about it is no end of it. What somebody concerned says of the whole does not end it either: it names
//! nothing. Only the compiler's own word, or a register's, does.

use std::collections::BTreeMap;

use whitestone_model::Modality;
use whitestone_model::vocabulary::{Cardinality, CodeEntry, Coded};

use super::ground::{Plot, code, later, refresh};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::scope::{Relation, Scope};

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let of_property = |id: &'g str| {
        let newest = newest(id, ground);
        let enders: Vec<&str> = ground
            .properties()
            .filter(|other| may_end(ground, other, id))
            .collect();
        let plots = ground.of(id);
        plots
            .filter_map(|plot| dropped(plot, &enders, &newest, ground))
            .collect::<Vec<_>>()
    };
    ground.properties().flat_map(of_property).collect()
}

/// By what is spoken of, wherever: the statement on the latest days.
type Newest<'g> = BTreeMap<Scope, &'g Statement>;

fn newest<'g>(id: &str, ground: &'g Ground<'_>) -> Newest<'g> {
    let mut newest: Newest<'g> = BTreeMap::new();
    for plot in ground.of(id) {
        let last = plot.statements.iter().copied();
        if let Some(last) = last.max_by_key(|s| (s.days.1, &s.id)) {
            let known = newest.entry(plot.scope.matter()).or_insert(last);
            if (known.days.1, &known.id) < (last.days.1, &last.id) {
                *known = last;
            }
        }
    }
    newest
}

fn lasts(entry: &CodeEntry) -> bool {
    entry.lasts && !entry.whole
}

fn dropped<'g>(
    plot: &'g Plot<'_>,
    enders: &[&str],
    newest: &Newest<'_>,
    ground: &'g Ground<'_>,
) -> Option<Draft<'g>> {
    let once = plot.property.cardinality == Cardinality::One && !plot.scope.is_whole();
    let said = plot.said().filter(|s| plot.code(s).is_some_and(lasts));
    let last = said
        .max_by_key(|s| (s.days.1, s.said, &s.id))
        .filter(|_| once)?;
    // Others must speak of the same matter elsewhere: of the same devices, in other places.
    let matter = newest
        .iter()
        .filter(|(matter, _)| plot.scope.matter_to(matter) != Relation::Apart);
    let newest = matter.map(|(_, s)| *s).max_by_key(|s| (s.days.1, &s.id))?;
    // Twice its refresh period is long enough for others to have repeated it.
    let refresh = refresh(&plot.property);
    if newest.days.1 <= later(later(last.days.1, refresh), refresh) {
        return None;
    }
    let mut denial = None;
    for (relation, other) in enders.iter().flat_map(|id| ground.beside(id, &plot.scope)) {
        let one_property = other.cell.property == plot.cell.property;
        let after = other.statements.iter().filter(|s| s.days.1 > last.days.1);
        for s in after.filter(|s| one_property || ends(other, s, plot, last)) {
            if is_settled_by(plot, relation, other, s) {
                return None;
            }
            let of_all = relation == Relation::Narrower && is_of_all(other, s);
            denial = denial.or(of_all.then_some(*s));
        }
    }
    let tongue = ground.tongue;
    let named = denial.map(|s| {
        format!(
            "; what is said of the whole names it not: {}",
            tongue.told(s)
        )
    });
    let explanation = format!(
        "{}: {}; nobody repeats or withdraws it, though others speak of the matter until {}{}.",
        tongue.title(&plot.cell.property),
        tongue.told(last),
        tongue.when(&newest.assertion),
        named.unwrap_or_default(),
    );
    let mut about = vec![last];
    about.extend(denial);
    Some(Draft {
        kind: Kind::Dropped,
        severity: Severity::Note,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation,
        about,
    })
}

/// Is it this property, or one with a code that opposes one of its codes?
fn may_end(ground: &Ground<'_>, id: &str, of: &str) -> bool {
    let of_this = |coded: &Coded| coded.property.as_ref().is_some_and(|p| p.as_str() == of);
    let other = ground.of(id).next();
    id == of
        || other.is_some_and(|other| {
            let mut opposes = other.property.codes.iter().flat_map(|entry| &entry.opposes);
            opposes.any(of_this)
        })
}

/// Does this statement of another property say that it is over: does its code oppose the one that was given?
fn ends(other: &Plot<'_>, statement: &Statement, plot: &Plot<'_>, last: &Statement) -> bool {
    let opposed = |coded: &Coded| {
        coded.property.as_ref() == Some(&plot.cell.property) && code(last) == Some(&coded.code)
    };
    other
        .code(statement)
        .is_some_and(|entry| entry.opposes.iter().any(opposed))
}

/// Does a later statement repeat it, speak of it otherwise, or end it?
fn is_settled_by(
    plot: &Plot<'_>,
    relation: Relation,
    other: &Plot<'_>,
    statement: &Statement,
) -> bool {
    let names_it = matches!(relation, Relation::Same | Relation::Wider | Relation::Meets)
        || relation == Relation::Narrower && plot.scope.place_to(&other.scope) == Relation::Same;
    let says_all = relation == Relation::Narrower
        && is_of_all(other, statement)
        && is_word_of_the_record(statement, other);
    code(statement).is_some() && (names_it || says_all)
}

/// Is it said of a whole, and so of every part?
fn is_of_all(plot: &Plot<'_>, statement: &Statement) -> bool {
    plot.code(statement).is_some_and(|entry| entry.whole)
}

/// In the compiler's own voice, or of a source with authority.
fn is_word_of_the_record(statement: &Statement, plot: &Plot<'_>) -> bool {
    let own = statement.assertion.claimants.is_empty()
        && statement.assertion.modality == Modality::Asserted;
    own || plot.ranks(statement)
}
