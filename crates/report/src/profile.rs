//! The tree of a profile: key data, sections with their sentences, notes.

use std::collections::BTreeMap;

use whitestone_model::{
    Day, PropertyId, Slice, TimeMode, Vocabulary,
    vocabulary::{Cardinality, Property},
};
use whitestone_views::{Assurance, Cell, Freshness, Outcome, Segment, View};

use crate::item::{Context, item};
use crate::notes::{Notes, mark};
use crate::phrase::{Words, capital};
use crate::sentence::Writer;
use crate::{Edition, Mark, Profile, Row, Section, Tone};

/// Lays out a view as a country profile.
pub fn profile(view: &View, slice: &Slice, vocabulary: &Vocabulary, edition: &Edition) -> Profile {
    let words = Words { vocabulary };
    let context = Context {
        words,
        writer: Writer {
            words,
            subject: &view.subject,
        },
        slice,
        newest: newest(view, vocabulary),
    };
    let cells: Vec<(String, &Cell)> = view
        .cells
        .iter()
        .enumerate()
        .map(|(i, cell)| (anchor(i, cell), cell))
        .collect();
    let mut notes = Notes::default();
    let sections = sections(&cells, vocabulary, &context, &mut notes);
    Profile {
        title: view.subject.name.clone(),
        subject: view.subject.clone(),
        edition: imprint(edition, words),
        key_data: key_data(&cells, vocabulary, &context),
        sections,
        notes: notes.finish(),
    }
}

/// A name for links: the property and the number of its cell.
fn anchor(index: usize, cell: &Cell) -> String {
    let id: String = cell
        .property
        .as_str()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{id}-{}", index + 1)
}

fn imprint(edition: &Edition, words: Words<'_>) -> Vec<String> {
    let asof = &edition.asof;
    let day = |day: Day| words.date(&day.to_string());
    let mut lines = Vec::new();
    if !edition.name.is_empty() {
        lines.push(edition.name.clone());
    }
    match asof.known {
        Some(moment) => {
            let date = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
            lines.push(format!(
                "What was on record by {} (UTC).",
                day(Day::from_date(date))
            ));
        }
        None => lines.push(format!("What is on record on {}.", day(asof.on))),
    }
    if let Some(published) = asof.published {
        lines.push(format!(
            "Only from what was published by {}.",
            day(published)
        ));
    }
    if asof.assurance == Assurance::WithCandidates {
        let word = mark(words, "candidate", Tone::Unreviewed).word;
        lines.push(format!(
            "Includes proposals that nobody has reviewed, each marked \u{201c}{word}\u{201d}."
        ));
    }
    lines
}

/// The latest word on each property: an old vote is not out of date while a newer one is on record.
fn newest(view: &View, vocabulary: &Vocabulary) -> BTreeMap<PropertyId, Day> {
    let mut newest = BTreeMap::new();
    for cell in &view.cells {
        let dated = vocabulary.property(&cell.property).is_some_and(is_dated);
        if let Some(day) = cell.newest.filter(|_| dated) {
            let latest = newest.entry(cell.property.clone()).or_insert(day);
            *latest = day.max(*latest);
        }
    }
    newest
}

/// Is it of things that happened, not of what holds?
fn is_dated(property: &Property) -> bool {
    property.time == TimeMode::Sometime || property.cardinality == Cardinality::Counter
}

fn sections(
    cells: &[(String, &Cell)],
    vocabulary: &Vocabulary,
    context: &Context<'_>,
    notes: &mut Notes,
) -> Vec<Section> {
    let named = vocabulary
        .sections
        .iter()
        .map(|s| (s.id.clone(), s.title.clone()));
    let known: Vec<(String, String)> = named.collect();
    let section_of = |cell: &Cell| {
        let id = vocabulary
            .property(&cell.property)
            .map_or("", |p| p.section.as_str());
        known
            .iter()
            .any(|(known, _)| known == id)
            .then(|| id.to_owned())
            .unwrap_or_default()
    };
    let rest = (String::new(), "Other".to_owned());
    let mut sections = Vec::new();
    for (id, title) in known.iter().chain([&rest]) {
        let mut section = Section {
            id: if id.is_empty() {
                "other".to_owned()
            } else {
                id.clone()
            },
            title: title.clone(),
            items: vec![],
            silences: vec![],
        };
        for (anchor, cell) in cells.iter().filter(|(_, cell)| section_of(cell) == *id) {
            match vocabulary.property(&cell.property) {
                Some(property) if cell.outcome == Outcome::Silent => {
                    section.silences.push(context.writer.silence(property));
                }
                property => section
                    .items
                    .push(item(cell, property, anchor, context, notes)),
            }
        }
        if !(section.items.is_empty() && section.silences.is_empty()) {
            sections.push(section);
        }
    }
    sections
}

/// The key-data table: what holds, cell by cell; of what happened, the latest only.
fn key_data(cells: &[(String, &Cell)], vocabulary: &Vocabulary, context: &Context<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (anchor, cell) in cells {
        let Some(property) = vocabulary.property(&cell.property).filter(|p| p.key_data) else {
            continue;
        };
        if is_dated(property) && !is_latest(cell, cells) {
            continue;
        }
        rows.push(row(cell, property, anchor, context));
    }
    rows
}

fn last_days(cell: &Cell) -> Option<(Day, Day)> {
    cell.current
        .last()
        .map(|segment| (segment.days.1, segment.days.0))
}

fn is_latest(cell: &Cell, cells: &[(String, &Cell)]) -> bool {
    let others = cells
        .iter()
        .filter(|(_, other)| other.property == cell.property);
    others.filter_map(|(_, other)| last_days(other)).max() == last_days(cell)
}

fn row(cell: &Cell, property: &Property, anchor: &str, context: &Context<'_>) -> Row {
    let words = context.words;
    let keys: Vec<String> = cell
        .key
        .iter()
        .map(|(name, value)| words.qualifier(name, value, property, "the ", false))
        .collect();
    let label = if keys.is_empty() {
        property.label.clone()
    } else {
        format!("{} ({})", property.label, keys.join("; "))
    };
    let values = match cell.current.last() {
        Some(segment) => values(segment, property, context),
        None => vec![
            words
                .word("state", "silent")
                .unwrap_or("no statement on record")
                .to_owned(),
        ],
    };
    let marks = match &cell.outcome {
        Outcome::Silent => vec![],
        _ => context.marks(cell),
    };
    let anchor = if cell.outcome == Outcome::Silent {
        String::new()
    } else {
        anchor.to_owned()
    };
    Row {
        label,
        values,
        marks,
        anchor,
    }
}

/// The values of a segment, each with its time; each side of a dispute with its claimant.
fn values(segment: &Segment, property: &Property, context: &Context<'_>) -> Vec<String> {
    let words = context.words;
    segment
        .shown()
        .filter_map(|group| {
            let lead = group.lead()?;
            let value = capital(&words.cell(&lead.assertion.content, property));
            let when = words.when(&lead.assertion.valid.edtf, property);
            let said = (segment.outcome == Outcome::Disputed).then(|| {
                let source = context.source(lead);
                context.writer.claimant(lead, source)
            });
            let about: Vec<String> = when.into_iter().chain(said).collect();
            Some(if about.is_empty() {
                value
            } else {
                format!("{value} ({})", about.join("; "))
            })
        })
        .collect()
}

/// The marks of a cell.
impl Context<'_> {
    /// What a reader must know about a cell before he uses it.
    pub fn marks(&self, cell: &Cell) -> Vec<Mark> {
        let words = self.words;
        let mut marks = Vec::new();
        if cell.standing() == whitestone_views::Standing::Candidate {
            marks.push(mark(words, "candidate", Tone::Unreviewed));
        }
        match &cell.outcome {
            Outcome::Disputed => marks.push(mark(words, "disputed", Tone::Dispute)),
            Outcome::Resolved { .. } => marks.push(mark(words, "resolved", Tone::Plain)),
            Outcome::KnownUnknown => marks.push(mark(words, "known_unknown", Tone::Plain)),
            Outcome::KnownNone | Outcome::Agreed | Outcome::Silent => {}
        }
        let latest = self
            .newest
            .get(&cell.property)
            .is_none_or(|day| Some(*day) == cell.newest);
        if cell.freshness == Freshness::Stale && latest {
            marks.push(mark(words, "stale", Tone::Care));
        }
        if cell.origins == 1 && cell.shown().map(|g| g.statements.len()).sum::<usize>() > 1 {
            marks.push(mark(words, "single_origin", Tone::Care));
        }
        marks
    }
}
