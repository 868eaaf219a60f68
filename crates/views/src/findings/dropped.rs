//! Said once, never repeated and never withdrawn: later reports speak of the matter and no longer of this place.
//!
//! Contaminated ground does not clear itself and a stockpile does not vanish: where the vocabulary says that a state
//! lasts, silence about it is no end of it. What somebody concerned says of the whole does not end it either: it names
//! nothing. Only the compiler's own word, or a register's, does.

use whitestone_model::Modality;
use whitestone_model::vocabulary::{Cardinality, CodeEntry, Coded};

use super::ground::{Plot, code, is_said, later, refresh};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::scope::Relation;
use crate::words::capital;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    ground
        .plots
        .iter()
        .filter_map(|plot| dropped(plot, ground))
        .collect()
}

fn lasts(entry: &CodeEntry) -> bool {
    entry.lasts && !entry.whole
}

fn dropped<'g>(plot: &'g Plot<'_>, ground: &'g Ground<'_>) -> Option<Draft<'g>> {
    let once = plot.property.cardinality == Cardinality::One && !plot.scope.is_whole();
    let said = plot
        .statements
        .iter()
        .filter(|s| is_said(s) && plot.code(s).is_some_and(lasts));
    let last = said
        .max_by_key(|s| (s.days.1, s.said, &s.id))
        .filter(|_| once)?;
    // Twice its refresh period is long enough for others to have repeated it.
    let patience = later(
        later(last.days.1, refresh(&plot.property)),
        refresh(&plot.property),
    );
    let one_property = |other: &Plot<'_>| other.cell.property == plot.cell.property;
    let plots = ground.properties().filter(|id| may_end(ground, id, plot));
    let after: Vec<(&Plot<'_>, &Statement)> = plots
        .flat_map(|id| ground.of(id))
        .flat_map(|other| other.statements.iter().map(move |s| (other, *s)))
        .filter(|(_, s)| s.days.1 > last.days.1)
        .filter(|(other, s)| one_property(other) || ends(other, s, plot, last))
        .collect();
    if after.iter().any(|(other, s)| is_settled_by(plot, other, s)) {
        return None;
    }
    // Others must speak of the same matter elsewhere: of the same devices, in other places.
    let matter = after.iter().filter(|(other, _)| {
        one_property(other) && plot.scope.matter_to(&other.scope) != Relation::Apart
    });
    let (_, newest) = matter.max_by_key(|(_, s)| (s.days.1, &s.id))?;
    if newest.days.1 <= patience {
        return None;
    }
    let tongue = ground.tongue;
    let denied = after
        .iter()
        .find(|(other, s)| is_denial_of_all(plot, other, s));
    let denial = denied.map(|(_, s)| {
        format!(
            "; what is said of the whole names it not: {}",
            tongue.told(s)
        )
    });
    let explanation = format!(
        "{}: {}; nobody repeats or withdraws it, though others speak of the matter until {}{}.",
        capital(&tongue.label(&plot.cell.property)),
        tongue.told(last),
        tongue.when(&newest.assertion),
        denial.unwrap_or_default(),
    );
    let mut about = vec![*last];
    about.extend(denied.map(|(_, s)| *s));
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
fn may_end(ground: &Ground<'_>, id: &str, plot: &Plot<'_>) -> bool {
    let of_this = |coded: &Coded| coded.property.as_ref() == Some(&plot.cell.property);
    let other = ground.of(id).next();
    other.is_some_and(|other| {
        let mut opposes = other.property.codes.iter().flat_map(|entry| &entry.opposes);
        other.cell.property == plot.cell.property || opposes.any(of_this)
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
fn is_settled_by(plot: &Plot<'_>, other: &Plot<'_>, statement: &Statement) -> bool {
    let relation = plot.scope.to(&other.scope);
    let names_it = matches!(relation, Relation::Same | Relation::Wider | Relation::Meets)
        || relation == Relation::Narrower && plot.scope.place_to(&other.scope) == Relation::Same;
    let says_all = relation == Relation::Narrower
        && other.code(statement).is_some_and(|entry| entry.whole)
        && is_word_of_the_record(statement, other);
    code(statement).is_some() && (names_it || says_all)
}

/// In the compiler's own voice, or of a source with authority.
fn is_word_of_the_record(statement: &Statement, plot: &Plot<'_>) -> bool {
    let ranks = plot
        .property
        .authority
        .iter()
        .any(|role| **role == *statement.authority);
    let own = statement.assertion.claimants.is_empty()
        && statement.assertion.modality == Modality::Asserted;
    own || ranks
}

fn is_denial_of_all(plot: &Plot<'_>, other: &Plot<'_>, statement: &Statement) -> bool {
    let whole = other.code(statement).is_some_and(|entry| entry.whole);
    whole && plot.scope.to(&other.scope) == Relation::Narrower
}
