//! A view in the order of time: what happened on which day, and since when each thing has been so.

use serde::Serialize;
use whitestone_model::{Day, PropertyId, Qualifiers, Vocabulary};

use crate::{Group, Outcome, Segment, View};

/// One entry of a timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    /// The first and the last day of which it is told.
    pub days: (Day, Day),
    /// Did it happen, or has it been so since?
    pub happened: bool,
    /// The property.
    pub property: PropertyId,
    /// What tells its cell from others.
    pub key: Qualifiers,
    /// The place of its cell in the view.
    pub cell: usize,
    /// How it came to be.
    pub outcome: Outcome,
    /// What is told: one group, or each side of a dispute.
    pub groups: Vec<Group>,
}

/// Everything that has a day, earliest first; what is told of one day in the order of the vocabulary. What holds stands
/// where it is first told, and each change of it where that is told.
pub fn timeline(view: &View, vocabulary: &Vocabulary) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (index, cell) in view.cells.iter().enumerate() {
        let property = vocabulary.property(&cell.property);
        let happened = property.is_none_or(|property| !property.lasts());
        let told = cell.segments().filter(|segment| segment.days.0 != Day::MIN);
        moments.extend(told.map(|segment: &Segment| Moment {
            days: segment.days,
            happened,
            property: cell.property.clone(),
            key: cell.key.clone(),
            cell: index,
            outcome: segment.outcome.clone(),
            groups: segment.shown().cloned().collect(),
        }));
    }
    // Stable: moments of one day keep the order of their cells.
    moments.sort_by_key(|moment| (moment.days.0, !moment.happened, moment.cell));
    moments
}
