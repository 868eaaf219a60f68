//! The tree of a profile: key data, sections with their sentences, notes.

use whitestone_model::{Day, Slice, Vocabulary, vocabulary::Property};
use whitestone_views::{Assurance, Cell, Outcome, View};

use crate::item::{Context, item};
use crate::key_data::rows;
use crate::notes::{Notes, mark};
use crate::phrase::{Words, lowered};
use crate::series::{run, series};
use crate::{Edition, Item, Profile, Section, Tone};

/// Lays out a view as a country profile.
pub fn profile(view: &View, slice: &Slice, vocabulary: &Vocabulary, edition: &Edition) -> Profile {
    let context = Context::new(view, slice, vocabulary, edition.asof.on);
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
        edition: imprint(edition, context.words),
        key_data: rows(&cells, &context),
        sections,
        notes: notes.finish(),
        findings: vec![],
        findings_title: String::new(),
        changes: (String::new(), String::new()),
    }
}

/// A name for links: the property and the number of its cell.
pub(crate) fn anchor(index: usize, cell: &Cell) -> String {
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
        let section = vocabulary.section_of(&cell.property);
        section.map_or("", |section| section.id.as_str())
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
        let own: Vec<(&String, &Cell)> = cells
            .iter()
            .filter(|(_, cell)| section_of(cell) == id)
            .map(|(anchor, cell)| (anchor, *cell))
            .collect();
        let silent = own
            .iter()
            .filter(|(_, cell)| cell.outcome == Outcome::Silent);
        let silent: Vec<&Property> = silent
            .filter_map(|(_, cell)| vocabulary.property(&cell.property))
            .collect();
        section.items = items(&own, context, notes);
        section.silences = silences(&silent, context);
        if !(section.items.is_empty() && section.silences.is_empty()) {
            sections.push(section);
        }
    }
    sections
}

/// The items of a section: each cell its own, a run of like ones in one.
pub(crate) fn items(
    cells: &[(&String, &Cell)],
    context: &Context<'_>,
    notes: &mut Notes,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rest = cells;
    while let Some(((anchor, cell), tail)) = rest.split_first() {
        let property = context.words.vocabulary.property(&cell.property);
        let like = rest.split_at_checked(run(rest, context));
        let told = property.zip(like).and_then(|(property, (like, after))| {
            Some((series(like, property, context, notes)?, after))
        });
        match told {
            Some((told, after)) => {
                items.push(told);
                rest = after;
            }
            None => {
                if cell.outcome != Outcome::Silent {
                    items.push(item(cell, property, anchor, context, notes));
                }
                rest = tail;
            }
        }
    }
    items
}

/// What nobody says anything about: a sentence each; more than two in one sentence, or they would drown the rest.
fn silences(silent: &[&Property], context: &Context<'_>) -> Vec<String> {
    let words = context.words;
    match (silent, words.word("sentence", "silent")) {
        ([_, _, _, ..], Some(_)) => {
            let labels: Vec<String> = silent.iter().map(|p| lowered(&p.label)).collect();
            vec![words.say("sentence", "silent", &[("labels", &labels.join("; "))])]
        }
        _ => silent.iter().map(|p| context.writer.silence(p)).collect(),
    }
}
