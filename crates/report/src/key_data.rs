//! The key-data table: what holds, cell by cell; of what happened, the latest only. Places within the state are left to
//! the text where something is said of the whole of it.

use whitestone_model::vocabulary::{Cardinality, Property};
use whitestone_views::{Cell, Outcome, Segment};

use crate::item::Context;
use crate::phrase::capital;
use crate::{Entry, Row};

/// At most so many places within the state in one row.
const PLACES: usize = 3;

/// The rows, one a property, in the order of the cells.
pub fn rows(cells: &[(String, &Cell)], context: &Context<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (anchor, cell) in cells {
        let Some(property) = in_table(cell, context) else {
            continue;
        };
        if rows.last().is_none_or(|row| row.label != property.label) {
            rows.push(Row {
                label: property.label.clone(),
                entries: vec![],
                more: 0,
            });
        }
        let Some(row) = rows.last_mut().filter(|_| cell.outcome != Outcome::Silent) else {
            continue;
        };
        if left_to_the_text(cell, cells, row.entries.len(), context) {
            row.more += 1;
        } else {
            row.entries.push(entry(cell, property, anchor, context));
        }
    }
    rows
}

/// The property of a cell that the table shows: of what happened, only the latest.
fn in_table<'a>(cell: &Cell, context: &Context<'a>) -> Option<&'a Property> {
    let property = context.words.vocabulary.property(&cell.property)?;
    let stands = property.cardinality == Cardinality::Many || context.is_latest(cell);
    (property.key_data && stands).then_some(property)
}

/// Is it of a place, where the whole of the state has its own entry or enough places stand here already?
fn left_to_the_text(
    cell: &Cell,
    cells: &[(String, &Cell)],
    printed: usize,
    context: &Context<'_>,
) -> bool {
    let of_place = |cell: &Cell| cell.key.contains_key("place");
    let whole = |(_, other): &(String, &Cell)| {
        other.property == cell.property && !of_place(other) && in_table(other, context).is_some()
    };
    of_place(cell) && (printed >= PLACES || cells.iter().any(whole))
}

fn entry(cell: &Cell, property: &Property, anchor: &str, context: &Context<'_>) -> Entry {
    let time = cell.current.last().and_then(|s| s.shown().next()?.lead());
    let time = time.map(|lead| lead.assertion.valid.edtf.as_str());
    // A period that the value prints anyway, as its time, is not printed twice.
    let key = capital(&context.key_but(cell, property, time));
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
