//! A profile as Markdown with footnotes `[^1]`, for editors.

mod changes;

use std::fmt::{self, Write};

use crate::{Entry, Item, Mark, Note, Profile, Row, Section, Sentence, Tone};

/// The text.
pub fn markdown(profile: &Profile) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = page(&mut out, profile);
    out
}

pub use changes::changes;

/// Text in which nothing is taken for markup, on one line.
struct Safe<'a>(&'a str);

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blank = false;
        for c in self.0.chars() {
            if c.is_whitespace() || c.is_control() {
                blank = true;
                continue;
            }
            if std::mem::take(&mut blank) {
                f.write_char(' ')?;
            }
            if matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&'
            ) {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        Ok(())
    }
}

fn page(out: &mut String, profile: &Profile) -> fmt::Result {
    writeln!(out, "# {}\n", Safe(&profile.title))?;
    for line in &profile.edition {
        writeln!(out, "*{}*\n", Safe(line))?;
    }
    key_data(out, &profile.key_data)?;
    for part in &profile.sections {
        section(out, part)?;
    }
    findings(out, profile)?;
    notes(out, &profile.notes)
}

fn findings(out: &mut String, profile: &Profile) -> fmt::Result {
    if profile.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "## {}\n", Safe(&profile.findings_title))?;
    for kind in &profile.findings {
        writeln!(out, "**{}**\n", Safe(&kind.title))?;
        for flag in &kind.flags {
            writeln!(out, "- {}", Safe(&flag.text))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn notes(out: &mut String, notes: &[Note]) -> fmt::Result {
    if !notes.is_empty() {
        writeln!(out, "## Notes\n")?;
    }
    for note in notes {
        writeln!(out, "[^{}]: {}", note.number, Safe(&note.text))?;
    }
    Ok(())
}

fn key_data(out: &mut String, rows: &[Row]) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "## Key data\n\n| Matter | What is known |\n| --- | --- |"
    )?;
    for row in rows {
        let mut entries: Vec<String> = row.entries.iter().map(entry).collect();
        if row.more > 0 {
            entries.push(format!("and {} more below", row.more));
        }
        let known = match entries.as_slice() {
            [] => "No statement on record".to_owned(),
            entries => entries.join("<br>"),
        };
        writeln!(out, "| {} | {known} |", Safe(&row.label))?;
    }
    writeln!(out)
}

fn entry(entry: &Entry) -> String {
    let values = Safe(&entry.values.join("; ")).to_string();
    match entry.key.as_str() {
        "" => format!("{values}{}", Marks(&entry.marks)),
        key => format!("{}: {values}{}", Safe(key), Marks(&entry.marks)),
    }
}

fn section(out: &mut String, section: &Section) -> fmt::Result {
    writeln!(out, "## {}\n", Safe(&section.title))?;
    for part in &section.items {
        item(out, part)?;
    }
    for silence in &section.silences {
        writeln!(out, "> {}", Safe(silence))?;
    }
    if section.silences.is_empty() {
        Ok(())
    } else {
        writeln!(out)
    }
}

fn item(out: &mut String, item: &Item) -> fmt::Result {
    let whole = item.marks.iter().any(|mark| mark.tone == Tone::Unreviewed);
    let write_all = |sentences: &[Sentence]| {
        let all: Vec<String> = sentences
            .iter()
            .map(|sentence| one(sentence, whole))
            .collect();
        all.join(" ")
    };
    writeln!(
        out,
        "{}{}\n",
        write_all(&item.sentences),
        Marks(&item.marks)
    )?;
    if !item.history.is_empty() {
        writeln!(out, "Before: {}\n", write_all(&item.history))?;
    }
    Ok(())
}

fn one(sentence: &Sentence, whole: bool) -> String {
    let notes: String = sentence
        .notes
        .iter()
        .map(|number| format!("[^{number}]"))
        .collect();
    let mark = if sentence.candidate && !whole {
        " **(unreviewed)**"
    } else {
        ""
    };
    format!("{}{notes}{mark}", Safe(&sentence.text))
}

struct Marks<'a>(&'a [Mark]);

impl fmt::Display for Marks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|mark| write!(f, " **({})**", Safe(&mark.word)))
    }
}
