//! Cells of a view as plain text, for a terminal.
//!
//! ```text
//! casualties.count  device: landmine; outcome: killed
//!   At least 11 people   from 1999 to 14 August 2004   agreed, 1 origin, out of date
//! ```

use std::fmt::{self, Write};

use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{Slice, Vocabulary};
use whitestone_views::{
    Cell, Freshness, Group, Outcome, Role, Segment, Standing, Statement, View, explain,
};

use crate::notes::work;
use crate::phrase::{Words, capital};

/// The view in plain text; with `why`, every cell with its quotes and reasons.
pub fn text(view: &View, slice: &Slice, vocabulary: &Vocabulary, why: bool) -> String {
    let (silent, spoken): (Vec<&Cell>, Vec<&Cell>) = view
        .cells
        .iter()
        .partition(|cell| cell.outcome == Outcome::Silent);
    let mut out: String = spoken
        .iter()
        .map(|cell| explained(cell, slice, vocabulary, why))
        .collect();
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(|cell| cell.property.as_str()).collect();
        out.push_str("no statement on record: ");
        out.push_str(&names.join(", "));
        out.push('\n');
    }
    out
}

/// One cell in plain text: value, time, outcome; with `why`, quotes, citations and reasons.
pub fn explained(cell: &Cell, slice: &Slice, vocabulary: &Vocabulary, why: bool) -> String {
    let mut out = String::new();
    let writer = Writer {
        words: Words { vocabulary },
        slice,
        why,
    };
    // Writing to a string cannot fail.
    let _ = writer.cell(&mut out, cell);
    out
}

/// One statement with its speaker, source, quotes and notes.
pub fn quoted(statement: &Statement, slice: &Slice, vocabulary: &Vocabulary) -> String {
    let mut out = String::new();
    let writer = Writer {
        words: Words { vocabulary },
        slice,
        why: true,
    };
    // Writing to a string cannot fail.
    let _ = writer.statement(&mut out, statement);
    out
}

struct Writer<'a> {
    words: Words<'a>,
    slice: &'a Slice,
    why: bool,
}

impl Writer<'_> {
    fn cell(&self, out: &mut String, cell: &Cell) -> fmt::Result {
        let keys: Vec<String> = cell
            .key
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        writeln!(out, "{}  {}", cell.property, keys.join("; "))?;
        for segment in &cell.current {
            self.segment(out, cell, segment, "")?;
        }
        for segment in cell.history.iter().rev() {
            self.segment(out, cell, segment, "before: ")?;
        }
        if cell.current.is_empty() {
            writeln!(out, "  no statement on record")?;
        }
        if self.why {
            for line in explain(cell).lines() {
                writeln!(out, "    {line}")?;
            }
        }
        writeln!(out)
    }

    fn segment(
        &self,
        out: &mut String,
        cell: &Cell,
        segment: &Segment,
        before: &str,
    ) -> fmt::Result {
        for group in &segment.groups {
            let sign = match group.role {
                Role::Shown => "",
                Role::Dissenting => "against: ",
                Role::Superseded => "superseded: ",
                Role::Beside => "beside: ",
            };
            writeln!(out, "  {before}{sign}{}", self.line(cell, segment, group))?;
            if self.why {
                for statement in &group.statements {
                    self.statement(out, statement)?;
                }
            }
        }
        Ok(())
    }

    fn line(&self, cell: &Cell, segment: &Segment, group: &Group) -> String {
        let Some(lead) = group.lead() else {
            return String::new();
        };
        let property = self.words.vocabulary.property(&cell.property);
        let value = property.map_or_else(
            || format!("{:?}", lead.assertion.content),
            |property| capital(&self.words.cell(&lead.assertion.content, property)),
        );
        let when = property
            .and_then(|p| self.words.when(&lead.assertion, p))
            .unwrap_or_default();
        let mut about = vec![outcome(segment), origins(group.origins)];
        about.extend(self.words.commitment(&lead.assertion).map(str::to_owned));
        if group.standing() == Standing::Candidate {
            about.push("UNREVIEWED".to_owned());
        }
        let ages = property.is_none_or(|p| p.cardinality != Cardinality::Event);
        if ages && cell.freshness == Freshness::Stale {
            about.push("out of date".to_owned());
        }
        let about = if group.role == Role::Shown {
            about.join(", ")
        } else {
            origins(group.origins)
        };
        [value, when, format!("[{about}]")]
            .iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("  ")
    }

    fn statement(&self, out: &mut String, statement: &Statement) -> fmt::Result {
        let document = statement.assertion.document();
        let source = document.and_then(|id| self.slice.sources.get(&id));
        let named = source.map_or_else(
            || format!("entry by {}", statement.recorder),
            |s| work(self.words, s),
        );
        let speaker = if statement.assertion.claimants.is_empty() {
            String::new()
        } else {
            format!("{}, in ", statement.assertion.claimants.join(", cited by "))
        };
        let id = &statement.id;
        writeln!(out, "      {speaker}{named}; {id}")?;
        for passage in statement.assertion.passages() {
            let places: Vec<String> = passage
                .ranges
                .iter()
                .map(|r| format!("{}-{}", r.start, r.end))
                .collect();
            let quote = passage
                .quote
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            writeln!(
                out,
                "        \"{quote}\"  {} bytes {}",
                passage.document.short(),
                places.join(", ")
            )?;
        }
        for label in &*statement.assertion.notes {
            if let Some(note) = source.and_then(|s| s.notes.get(label)) {
                writeln!(
                    out,
                    "        note {label}: {}",
                    note.text.split_whitespace().collect::<Vec<_>>().join(" ")
                )?;
            }
        }
        Ok(())
    }
}

fn outcome(segment: &Segment) -> String {
    match &segment.outcome {
        Outcome::Agreed => "agreed".to_owned(),
        Outcome::KnownNone => "stated: none".to_owned(),
        Outcome::KnownUnknown => "stated: not known".to_owned(),
        Outcome::Resolved { rule } => format!("resolved: {rule}"),
        Outcome::Disputed => "DISPUTED".to_owned(),
        Outcome::Silent => "silent".to_owned(),
    }
}

fn origins(n: usize) -> String {
    if n == 1 {
        "1 origin".to_owned()
    } else {
        format!("{n} origins")
    }
}
