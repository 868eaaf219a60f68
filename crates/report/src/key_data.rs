//! The key-data table: what holds, cell by cell; of what happened, the latest only.

use whitestone_model::vocabulary::Property;
use whitestone_views::{Cell, Outcome, Segment};

use crate::item::Context;
use crate::phrase::capital;
use crate::{Entry, Row};

/// The rows, one a property, in the order of the cells.
pub fn rows(cells: &[(String, &Cell)], context: &Context<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (anchor, cell) in cells {
        let property = context.words.vocabulary.property(&cell.property);
        let Some(property) = property.filter(|p| p.key_data && context.is_latest(cell)) else {
            continue;
        };
        if rows.last().is_none_or(|row| row.label != property.label) {
            rows.push(Row {
                label: property.label.clone(),
                entries: vec![],
            });
        }
        if let Some(row) = rows.last_mut()
            && cell.outcome != Outcome::Silent
        {
            row.entries.push(entry(cell, property, anchor, context));
        }
    }
    rows
}

fn entry(cell: &Cell, property: &Property, anchor: &str, context: &Context<'_>) -> Entry {
    let key = capital(&context.key(cell, property));
    let mut values = cell
        .current
        .last()
        .map(|s| values(s, property, context))
        .unwrap_or_default();
    if let (true, Some(first)) = (key.is_empty(), values.first_mut()) {
        *first = capital(first);
    }
    Entry {
        key,
        values,
        marks: context.marks(cell),
        anchor: anchor.to_owned(),
    }
}

/// The values of a segment, each with its time. A charge, a plan or a guess is never printed as a bare fact: it has its
/// claimant beside it, and so has each side of a dispute.
fn values(segment: &Segment, property: &Property, context: &Context<'_>) -> Vec<String> {
    let words = context.words;
    segment
        .shown()
        .filter_map(|group| {
            let lead = group.lead()?;
            let value = words.cell(&lead.assertion.content, property);
            let when = words.when(&lead.assertion, property);
            let speaker = lead
                .assertion
                .claimants
                .first()
                .map(|name| words.named(name, ""));
            let said = match (words.commitment(&lead.assertion), speaker) {
                _ if segment.outcome == Outcome::Disputed => {
                    Some(context.writer.claimant(lead, context.source(lead)))
                }
                (Some(word), Some(speaker)) => Some(format!("{word}: {speaker}")),
                (word, _) => word.map(str::to_owned),
            };
            let about: Vec<String> = when.into_iter().chain(said).collect();
            Some(if about.is_empty() {
                value
            } else {
                format!("{value} ({})", about.join("; "))
            })
        })
        .collect()
}
