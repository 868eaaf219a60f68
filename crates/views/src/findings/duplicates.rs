//! Two accounts that may be of one event: "two people in May" and "two children on 10 May".
//!
//! [`crate::events::alike`] proposes pairs of every kind. What a person must look at are those that a sum would count
//! twice: tallies of the same size. Nothing is merged; who judges the two as one, or as different, settles it.

use std::collections::BTreeMap;

use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{SubjectKey, Target};

use super::ground::{figure, is_said};
use super::{Draft, Ground, Kind, Severity};
use crate::events::{Event, alike, events};
use crate::{Identities, Statement};

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let material = &ground.material;
    let identities = Identities::of(&material.slice.judgements, material.asof.known);
    let events = events(material.view, &identities, material.vocabulary);
    let tallies = tallies(ground);
    let statement_of: BTreeMap<&SubjectKey, &'g Statement> = events
        .iter()
        .flat_map(|event: &Event| &event.occurrences)
        .filter_map(|occurrence| Some((&occurrence.key, *tallies.get(&occurrence.statement.id)?)))
        .collect();
    let tongue = ground.tongue;
    let draft = |pair: &crate::events::Alike| {
        let (one, other) = (
            *statement_of.get(&pair.one)?,
            *statement_of.get(&pair.other)?,
        );
        (one.normal == other.normal).then(|| Draft {
            kind: Kind::DuplicateEvent,
            severity: Severity::Look,
            definite: false,
            cell: None,
            explanation: format!(
                "{}: perhaps one event, which a sum would count twice: {}; {} ({}).",
                tongue.title(&pair.property),
                tongue.told(one),
                tongue.told(other),
                pair.reasons.join("; ")
            ),
            about: vec![one, other],
        })
    };
    alike(&events, material.view, &identities, material.vocabulary)
        .iter()
        .filter_map(draft)
        .collect()
}

/// Statements that count something.
fn tallies<'g>(ground: &'g Ground<'_>) -> BTreeMap<&'g Target, &'g Statement> {
    let counts = |cardinality| matches!(cardinality, Cardinality::Counter | Cardinality::Event);
    let plots = ground
        .plots
        .iter()
        .filter(|plot| counts(plot.property.cardinality));
    let all = plots.flat_map(|plot| plot.statements.iter().copied());
    all.filter(|s| is_said(s) && figure(s).is_some())
        .map(|s| (&s.id, s))
        .collect()
}
