//! Cells of a view as plain text, for a terminal.
//!
//! ```text
//! casualties.count  device: landmine; outcome: killed
//!   At least 11 people   from 1999 to 14 August 2004   agreed, 1 origin, out of date
//! ```

use std::fmt::{self, Write};

use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{Day, Passage, Slice, Vocabulary};
use whitestone_views::{
    Cell, Freshness, Group, Moment, Outcome, Role, Segment, Standing, Statement, View, explain,
};

use crate::notes::work;
use crate::phrase::{Words, capital};
use crate::{Changes, Line, Sentence};

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

/// What changed, for a terminal: every line with the places of the words behind it.
pub fn changes_text(changes: &Changes) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_changes(&mut out, changes);
    out
}

/// So many places behind a line are printed.
const PLACES: usize = 3;

fn write_changes(out: &mut String, changes: &Changes) -> fmt::Result {
    writeln!(out, "{}", changes.title)?;
    for line in &changes.imprint {
        writeln!(out, "{line}")?;
    }
    if changes.parts.is_empty() {
        writeln!(out, "{}", changes.nothing)?;
    }
    for part in &changes.parts {
        writeln!(out, "\n{} ({})", part.title, part.lines.len())?;
        let mut group = "";
        for line in &part.lines {
            if line.group != group {
                group = &line.group;
                writeln!(out, "  {group}")?;
            }
            write_line(out, line, changes)?;
        }
    }
    Ok(())
}

fn write_line(out: &mut String, line: &Line, changes: &Changes) -> fmt::Result {
    let told = |sentences: &[Sentence]| {
        let all: Vec<&str> = sentences.iter().map(|s| s.text.as_str()).collect();
        all.join(" ")
    };
    let marks: Vec<String> = line
        .marks
        .iter()
        .map(|mark| format!(" [{}]", mark.word))
        .collect();
    let marks = marks.concat();
    if !line.vintages.is_empty() {
        writeln!(out, "    {}", line.heading)?;
        for vintage in &line.vintages {
            writeln!(out, "      {}: {}", vintage.figure, vintage.by)?;
        }
    } else if line.before.is_empty() || line.after.is_empty() {
        let sentences = if line.after.is_empty() {
            &line.before
        } else {
            &line.after
        };
        writeln!(out, "    {}{marks}", told(sentences))?;
    } else {
        writeln!(out, "    {}", line.heading)?;
        writeln!(
            out,
            "    {} {}",
            changes.label("before"),
            told(&line.before)
        )?;
        writeln!(
            out,
            "    {} {}{marks}",
            changes.label("now"),
            told(&line.after)
        )?;
    }
    for quote in line.details.quotes.iter().take(PLACES) {
        let place = match quote.document.as_str() {
            "" => String::new(),
            document => format!("; {document} {}", quote.place),
        };
        writeln!(out, "      {}: {}{place}", quote.role, quote.source)?;
    }
    match line.details.quotes.len().saturating_sub(PLACES) {
        0 => Ok(()),
        more => writeln!(out, "      and {more} more"),
    }
}

/// A timeline, for a terminal: the day, and the sentence.
pub fn timeline_text(
    moments: &[Moment],
    view: &View,
    slice: &Slice,
    vocabulary: &Vocabulary,
) -> String {
    let words = Words { vocabulary };
    let writer = crate::sentence::Writer {
        words,
        subject: &view.subject,
    };
    let mut out = String::new();
    for moment in moments {
        let Some(property) = vocabulary.property(&moment.property) else {
            continue;
        };
        let disputed = moment.outcome == Outcome::Disputed;
        for lead in moment.groups.iter().filter_map(Group::lead) {
            let source = lead
                .assertion
                .document()
                .and_then(|id| slice.sources.get(&id));
            let sentence = if disputed {
                writer.attributed(lead, property, source)
            } else {
                writer.sentence(lead, property)
            };
            let open = match lead.standing {
                Standing::Candidate => "  [UNREVIEWED]",
                Standing::Claim => "",
            };
            let day = span(moment.days);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{day:<26}{sentence}{open}");
        }
    }
    out
}

/// `2004-12-03`, `1999`, `1999 to 2000`, `2004-08-14 to 2005-06-30`.
fn span((first, last): (Day, Day)) -> String {
    let year = |day: Day| day.date().map(|date| date.year());
    let starts = |day: Day| day.date().is_some_and(|date| date.day_of_year() == 1);
    let ends = |day: Day| {
        day.date()
            .is_some_and(|d| d.day_of_year() == d.days_in_year())
    };
    match (first, last) {
        _ if first == last => first.to_string(),
        _ if starts(first) && ends(last) && year(first) == year(last) => {
            year(first).map(|year| year.to_string()).unwrap_or_default()
        }
        (first, Day::MAX) => format!("{first} on"),
        _ => format!("{first} to {last}"),
    }
}

/// Where a passage stands: `; 0af3b2c11d2e bytes 120-188`.
pub(crate) fn place(passage: &Passage) -> String {
    let ranges = passage.ranges.iter();
    let places: Vec<String> = ranges.map(|r| format!("{}-{}", r.start, r.end)).collect();
    format!("; {} bytes {}", passage.document.short(), places.join(", "))
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
        if let Some(judged) = &cell.judged {
            let (verdict, reviewer) = (judged.what.verdict, &judged.what.reviewer);
            writeln!(out, "  {reviewer} said: {verdict} ({})", judged.what.reason)?;
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
