//! Values of one property that differ and do not contradict each other, because they speak of different things.

use serde::Serialize;
use whitestone_model::{PropertyId, Target, Vocabulary};

use super::apart::{differences, scope_of};
use super::{Difference, Scope, Scopes};
use crate::words::Tongue;
use crate::{Statement, View};

/// Two statements that look contradictory and are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptApart {
    /// The two.
    pub between: [Target; 2],
    /// Both in words, value, speaker and time.
    pub told: [String; 2],
    /// In what they differ besides their values.
    pub differences: Vec<Difference>,
}

/// At most so many pairs are told: the nearest say enough.
const TOLD: usize = 12;

/// What leads in the cells and segments of one property, pair by pair, where the values cannot both be so of one thing.
/// The pairs that differ in least come first: they are the ones a reader stumbles over.
pub fn kept_apart(view: &View, property: &PropertyId, vocabulary: &Vocabulary) -> Vec<KeptApart> {
    let mut scopes = Scopes::new(&view.subject, vocabulary);
    let tongue = Tongue::new(vocabulary);
    let segments = view.of(property).flat_map(crate::Cell::segments);
    let leads: Vec<(&Statement, Scope, String)> = segments
        .flat_map(|segment| segment.shown())
        .filter_map(|group| group.lead())
        .map(|lead| (lead, scope_of(lead, &mut scopes), tongue.told(lead)))
        .collect();
    let mut kept = Vec::new();
    for (number, (one, scope, told)) in leads.iter().enumerate() {
        for (other, other_scope, other_told) in leads.iter().skip(number + 1) {
            if one.id == other.id || one.normal.is_compatible(&other.normal) {
                continue;
            }
            let differences = differences((one, scope), (other, other_scope), tongue);
            if !differences.is_empty() {
                kept.push(KeptApart {
                    between: [one.id.clone(), other.id.clone()],
                    told: [told.clone(), other_told.clone()],
                    differences,
                });
            }
        }
    }
    kept.sort_by(|a, b| (a.differences.len(), &a.told).cmp(&(b.differences.len(), &b.told)));
    kept.truncate(TOLD);
    kept
}
