//! The page "what changed" as HTML.

use std::fmt::{self, Write};

use super::{Safe, foot, head, marks, notes, sentences, words};
use crate::{Changes, Line, Part, Sentence, Vintage};

/// The page.
pub fn changes(changes: &Changes) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = page(&mut out, changes);
    out
}

fn page(out: &mut String, changes: &Changes) -> fmt::Result {
    head(out, &changes.title, &changes.title, &changes.imprint)?;
    if !changes.profile.is_empty() {
        writeln!(
            out,
            "<p class=\"aside\"><a href=\"{}\">{}</a></p>",
            Safe(&changes.profile),
            Safe(changes.label("whole"))
        )?;
    }
    contents(out, changes)?;
    writeln!(out, "<main id=\"text\">")?;
    if changes.parts.is_empty() {
        writeln!(out, "<p>{}</p>", Safe(&changes.nothing))?;
    }
    for one in &changes.parts {
        part(out, one, changes)?;
    }
    notes(out, &changes.notes)?;
    foot(out)
}

/// How many of each kind, each a link.
fn contents(out: &mut String, changes: &Changes) -> fmt::Result {
    if changes.parts.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<nav class=\"contents counts\" aria-label=\"{}\">\n<ul>",
        Safe(changes.label("contents"))
    )?;
    for part in &changes.parts {
        writeln!(
            out,
            "<li><a href=\"#{}\">{}</a> <b>{}</b></li>",
            Safe(&part.id),
            Safe(&part.title),
            part.lines.len()
        )?;
    }
    writeln!(out, "</ul>\n</nav>")
}

fn part(out: &mut String, part: &Part, changes: &Changes) -> fmt::Result {
    let id = Safe(&part.id);
    writeln!(
        out,
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n<p class=\"lead\">{}</p>",
        Safe(&part.title),
        Safe(&part.lead)
    )?;
    if part.folded {
        let number = part.lines.len();
        writeln!(
            out,
            "<details class=\"folded\">\n<summary>{} ({number})</summary>",
            Safe(changes.label("folded"))
        )?;
    }
    let mut group = "";
    for one in &part.lines {
        if one.group != group {
            group = &one.group;
            writeln!(out, "<h3 class=\"group\">{}</h3>", Safe(group))?;
        }
        line(out, one, changes)?;
    }
    if part.folded {
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

/// One change: what is told opens onto the words behind it.
fn line(out: &mut String, line: &Line, changes: &Changes) -> fmt::Result {
    writeln!(
        out,
        "<div class=\"item change\" id=\"{}\">",
        Safe(&line.anchor)
    )?;
    for anchor in &line.also {
        write!(out, "<span id=\"{}\"></span>", Safe(anchor))?;
    }
    writeln!(out, "<details class=\"told\">\n<summary>")?;
    if !line.vintages.is_empty() {
        write!(out, "<b class=\"matter\">{}</b>", Safe(&line.heading))?;
        vintages(out, &line.vintages)?;
    } else if line.before.is_empty() || line.after.is_empty() {
        let told = if line.after.is_empty() {
            &line.before
        } else {
            &line.after
        };
        sentences(out, told, &line.marks)?;
        marks(out, &line.marks)?;
    } else {
        write!(out, "<b class=\"matter\">{}</b>", Safe(&line.heading))?;
        write!(out, "<span class=\"sides\">")?;
        side(out, changes.label("before"), &line.before, "then")?;
        side(out, changes.label("now"), &line.after, "now")?;
        write!(out, "</span>")?;
        marks(out, &line.marks)?;
    }
    writeln!(out, "\n</summary>")?;
    words(out, &line.details)?;
    if line.in_profile && !changes.profile.is_empty() {
        writeln!(
            out,
            "<p><a href=\"{}#{}\">{}</a></p>",
            Safe(&changes.profile),
            Safe(&line.anchor),
            Safe(changes.label("profile"))
        )?;
    }
    writeln!(out, "</details>\n</div>")
}

fn side(out: &mut String, label: &str, told: &[Sentence], class: &str) -> fmt::Result {
    write!(out, "<span class=\"{class}\"><b>{}</b> ", Safe(label))?;
    sentences(out, told, &[])?;
    write!(out, "</span>")
}

fn vintages(out: &mut String, vintages: &[Vintage]) -> fmt::Result {
    for vintage in vintages {
        write!(
            out,
            "<span class=\"vintage\"><b>{}</b> <span>{}",
            Safe(&vintage.figure),
            Safe(&vintage.by)
        )?;
        super::references(out, &vintage.notes)?;
        write!(out, "</span></span>")?;
    }
    Ok(())
}
