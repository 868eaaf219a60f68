//! `whitestone events`: what happened, what may be told twice, and how many there were.

use serde::Serialize;
use whitestone_app::happenings::{self, Happenings};
use whitestone_model::SubjectKey;
use whitestone_views::events::{Event, Occurrence};

use super::{Session, print_json, show};
use crate::args::{Format, Global, ViewArgs};
use crate::error::{CliError, Exit};
use crate::table::clip;

pub fn run(global: &Global, args: &ViewArgs) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let request = show::request(args, None)?;
    let found = happenings::happenings(&session.context(), &request)?;
    if global.format != Format::Text {
        return print_json(global.format, &[Told::of(&found)]).map(|()| Exit::Done);
    }
    for event in &found.events {
        tell!("{}", lines(event));
    }
    let told_by = |key: &SubjectKey| {
        let all = found.events.iter().flat_map(|event| &event.occurrences);
        let mut of = all.filter(|occurrence| occurrence.key == *key);
        of.next()
            .map_or_else(|| key.to_string(), |o| o.statement.id.to_string())
    };
    for pair in &found.alike {
        say!(
            "perhaps one: {} and {}: {}{}",
            told_by(&pair.one),
            told_by(&pair.other),
            pair.reasons.join("; "),
            pair.unsure
                .as_ref()
                .map(|reason| format!(" (judged unsure: {reason})"))
                .unwrap_or_default()
        );
    }
    for tally in &found.tallies {
        let year = tally.year.map(|year| format!(" in {year}"));
        let high = match tally.high {
            Some(high) if high == tally.low => String::new(),
            Some(high) => format!(" to {high}"),
            None => " or more".to_owned(),
        };
        say!(
            "total: {} {}{}: {}{high} {}; {}",
            tally.property,
            tally.part,
            year.unwrap_or_default(),
            tally.low,
            tally.unit,
            tally.how
        );
    }
    say!(
        "{} happenings; {} pairs to judge with `whitestone same ID ID`",
        found.events.len(),
        found.alike.len()
    );
    Ok(Exit::Done)
}

/// As JSON: statements by their targets, not in full.
#[derive(Serialize)]
struct Told<'a> {
    events: Vec<ToldEvent<'a>>,
    alike: &'a [whitestone_views::events::Alike],
    tallies: &'a [whitestone_views::events::Tally],
}

#[derive(Serialize)]
struct ToldEvent<'a> {
    id: &'a str,
    first: String,
    last: String,
    told_by: Vec<&'a whitestone_model::Target>,
}

impl<'a> Told<'a> {
    fn of(found: &'a Happenings) -> Self {
        let event = |event: &'a Event| {
            let (first, last) = event.days();
            ToldEvent {
                id: &event.key.id,
                first: first.to_string(),
                last: last.to_string(),
                told_by: event.occurrences.iter().map(|o| &o.statement.id).collect(),
            }
        };
        Self {
            events: found.events.iter().map(event).collect(),
            alike: &found.alike,
            tallies: &found.tallies,
        }
    }
}

fn lines(event: &Event) -> String {
    let (first, last) = event.days();
    let days = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let line = |occurrence: &Occurrence| {
        let assertion = &occurrence.statement.assertion;
        let quote = assertion.passages().next().map_or("", |p| p.quote.as_str());
        format!(
            "    {} {} \"{}\"\n",
            occurrence.statement.id,
            assertion.property,
            clip(quote, 100)
        )
    };
    let told: String = event.occurrences.iter().map(line).collect();
    format!("{days}\n{told}")
}
