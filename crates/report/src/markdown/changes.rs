//! The release note: what changed, as Markdown.

use std::fmt::{self, Write};

use super::{Marks, Safe, notes, one};
use crate::{Changes, Line, Sentence, Tone};

/// The text.
pub fn changes(changes: &Changes) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = page(&mut out, changes);
    out
}

fn page(out: &mut String, changes: &Changes) -> fmt::Result {
    writeln!(out, "# {}\n", Safe(&changes.title))?;
    for line in &changes.imprint {
        writeln!(out, "*{}*\n", Safe(line))?;
    }
    if changes.parts.is_empty() {
        writeln!(out, "{}\n", Safe(&changes.nothing))?;
    }
    for part in &changes.parts {
        writeln!(out, "## {} ({})\n", Safe(&part.title), part.lines.len())?;
        writeln!(out, "*{}*\n", Safe(&part.lead))?;
        let mut group = "";
        for one in &part.lines {
            if one.group != group {
                let first = std::mem::replace(&mut group, &one.group).is_empty();
                let gap = if first { "" } else { "\n" };
                writeln!(out, "{gap}**{}**\n", Safe(group))?;
            }
            line(out, one, changes)?;
        }
        writeln!(out)?;
    }
    notes(out, &changes.notes)
}

fn line(out: &mut String, line: &Line, changes: &Changes) -> fmt::Result {
    let whole = line.marks.iter().any(|mark| mark.tone == Tone::Unreviewed);
    let told = |sentences: &[Sentence]| {
        let all: Vec<String> = sentences.iter().map(|s| one(s, whole)).collect();
        all.join(" ")
    };
    let marks = Marks(&line.marks);
    if !line.vintages.is_empty() {
        writeln!(out, "- **{}**", Safe(&line.heading))?;
        for vintage in &line.vintages {
            let notes: String = vintage.notes.iter().map(|n| format!("[^{n}]")).collect();
            writeln!(
                out,
                "  - {}: {}{notes}",
                Safe(&vintage.figure),
                Safe(&vintage.by)
            )?;
        }
    } else if line.before.is_empty() || line.after.is_empty() {
        let sentences = if line.after.is_empty() {
            &line.before
        } else {
            &line.after
        };
        writeln!(out, "- {}{marks}", told(sentences))?;
    } else {
        let (before, now) = (changes.label("before"), changes.label("now"));
        writeln!(out, "- **{}**", Safe(&line.heading))?;
        writeln!(out, "  - {} {}", Safe(before), told(&line.before))?;
        writeln!(out, "  - {} {}{marks}", Safe(now), told(&line.after))?;
    }
    Ok(())
}
