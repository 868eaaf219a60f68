//! What reviewers said of whole cells.

use std::collections::BTreeMap;

use whitestone_model::{CellRef, Judgement, Recorded, Target};

use crate::{AsOf, Cell};

/// Gives each cell the newest judgement on it. Subjects that are one share their cells, and so the judgements on them.
pub fn mark(cells: &mut [Cell], judgements: &[Recorded<Judgement>], asof: &AsOf) {
    let mut newest: BTreeMap<(_, _), &Recorded<Judgement>> = BTreeMap::new();
    for judgement in judgements {
        let Target::Cell(cell) = &judgement.what.target else {
            continue;
        };
        if asof.known.is_some_and(|known| judgement.at > known) {
            continue;
        }
        let CellRef { property, key, .. } = cell.as_ref();
        let last = newest.entry((property, key)).or_insert(judgement);
        if last.order() < judgement.order() {
            *last = judgement;
        }
    }
    for cell in cells.iter_mut().filter(|_| !newest.is_empty()) {
        let judged = newest.get(&(&cell.property, &cell.key));
        cell.judged = judged.map(|judged| Box::new((*judged).clone()));
    }
}
