//! Series: a run of like facts, such as votes on yearly resolutions, told in one sentence.
//!
//! Table `[series]` of `wording.toml` names the properties so told and gives the sentence. Only plain cells enter a run:
//! asserted in nobody's name, of one value, with nothing said against it and nothing before it.

use whitestone_model::{Modality, Polarity, vocabulary::Property};
use whitestone_views::{Cell, Outcome, Statement};

use crate::item::{Context, item};
use crate::notes::Notes;
use crate::{Details, Item, Sentence};

/// Fewer than so many are told one by one.
const FEW: usize = 3;

/// How many cells from the first on make one sentence; 0 where they are told one by one.
pub fn run(cells: &[(&String, &Cell)], context: &Context<'_>) -> usize {
    let Some((_, first)) = cells.first() else {
        return 0;
    };
    let told = context
        .words
        .word("series", first.property.as_str())
        .is_some();
    let like = |cell: &Cell| {
        cell.property == first.property
            && cell.standing() == first.standing()
            && match (plain(cell), plain(first)) {
                (Some(a), Some(b)) => a.assertion.content == b.assertion.content,
                _ => false,
            }
    };
    let length = cells.iter().take_while(|(_, cell)| like(cell)).count();
    if told && length >= FEW { length } else { 0 }
}

/// The statement of a cell about which there is nothing more to say.
fn plain(cell: &Cell) -> Option<&Statement> {
    let ([segment], []) = (cell.current.as_slice(), cell.history.as_slice()) else {
        return None;
    };
    let [group] = segment.groups.as_slice() else {
        return None;
    };
    let lead = group.lead()?;
    let assertion = &lead.assertion;
    let keyed = |name: &String| cell.key.contains_key(name);
    (cell.outcome == Outcome::Agreed
        && assertion.claimants.is_empty()
        && assertion.modality == Modality::Asserted
        && assertion.polarity == Polarity::Affirm
        && assertion.content.value().is_some()
        && assertion.qualifiers.keys().all(keyed))
    .then_some(lead)
}

/// The run as one item: its notes are those of all its cells.
pub fn series(
    cells: &[(&String, &Cell)],
    property: &Property,
    context: &Context<'_>,
    notes: &mut Notes,
) -> Option<Item> {
    let words = context.words;
    let (anchor, first) = cells.first()?;
    let value = plain(first)?.assertion.content.value()?;
    let members: Vec<String> = cells
        .iter()
        .filter_map(|(_, c)| member(c, property, context))
        .collect();
    let text = words.say(
        "series",
        property.id.as_str(),
        &[
            ("subject", &words.named(&context.writer.subject.name, "")),
            ("value", &words.value(value, property)),
            ("members", &words.joined(&members)),
        ],
    );
    let statements = cells
        .iter()
        .flat_map(|(_, c)| c.shown())
        .flat_map(|g| &g.statements);
    let sources = statements.map(|s| (s.as_ref(), context.source(s)));
    let mut marks: Vec<_> = cells.iter().flat_map(|(_, c)| context.marks(c)).collect();
    marks.sort();
    marks.dedup();
    Some(Item {
        anchor: (*anchor).clone(),
        also: cells
            .iter()
            .skip(1)
            .map(|(anchor, _)| (*anchor).clone())
            .collect(),
        sentences: vec![Sentence {
            text,
            notes: notes.add(words, sources, anchor),
            candidate: false,
        }],
        marks,
        flags: vec![],
        history: vec![],
        details: details(cells, property, context),
    })
}

/// `59/84 (3 December 2004)`.
fn member(cell: &Cell, property: &Property, context: &Context<'_>) -> Option<String> {
    let when = &plain(cell)?.assertion.valid.edtf;
    let key = context.key(cell, property);
    Some(match when.as_str() {
        "" => key,
        when => format!("{key} ({})", context.words.date(when)),
    })
}

fn details(cells: &[(&String, &Cell)], property: &Property, context: &Context<'_>) -> Details {
    let mut all = Details {
        heading: property.label.clone(),
        quotes: vec![],
        why: vec![],
        provenance: String::new(),
    };
    for (anchor, cell) in cells {
        let own = item(cell, Some(property), anchor, context, &mut Notes::default()).details;
        all.quotes.extend(own.quotes);
        let key = context.key(cell, property);
        all.why
            .extend(own.why.iter().map(|why| format!("{key}: {why}")));
    }
    all
}
