//! Quotes and notes that lead nowhere.

use whitestone_model::document::CitationKind;

use super::ground::Plot;
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let all = ground
        .plots
        .iter()
        .flat_map(|plot| plot.statements.iter().map(move |s| (plot, *s)));
    all.filter_map(|(plot, statement)| orphan(statement, plot, ground))
        .collect()
}

fn orphan<'g>(statement: &'g Statement, plot: &Plot<'_>, ground: &Ground<'_>) -> Option<Draft<'g>> {
    let (severity, what) = loose_quote(statement)
        .map(|what| (Severity::Look, what))
        .or_else(|| loose_note(statement, ground).map(|what| (Severity::Note, what)))?;
    Some(Draft {
        kind: Kind::Orphan,
        severity,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{}: {}: {what}.",
            ground.tongue.title(&plot.cell.property),
            ground.tongue.told(statement)
        ),
        about: vec![statement],
    })
}

/// A quote cannot stand at its ranges when it is not as long as they are: pieces are joined by one space. Whether it is
/// the same text, the check of the ledger compares byte by byte.
fn loose_quote(statement: &Statement) -> Option<String> {
    let wrong = statement.assertion.passages().find(|passage| {
        let pieces: usize = passage
            .ranges
            .iter()
            .map(|range| range.end.saturating_sub(range.start))
            .sum();
        pieces + passage.ranges.len().saturating_sub(1) != passage.quote.len()
    })?;
    Some(format!(
        "its quote of {} bytes is not as long as its place in the text",
        wrong.quote.len()
    ))
}

fn loose_note(statement: &Statement, ground: &Ground<'_>) -> Option<String> {
    let source = ground.source(statement)?;
    statement
        .assertion
        .notes
        .iter()
        .find_map(|label| match source.notes.get(label) {
            None => Some(format!(
                "it cites note {label}, which the document does not have"
            )),
            Some(note) => {
                let dead = |c: &&whitestone_model::document::Citation| {
                    c.kind == CitationKind::Ibid && c.edge.is_none()
                };
                let dead = note.citations.iter().find(dead);
                dead.map(|_| {
                    format!("note {label} says \u{201c}Ibid.\u{201d} and leads to no source")
                })
            }
        })
}
