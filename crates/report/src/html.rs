//! A profile as one HTML page: self-contained, without scripts, for screen, phone and paper.

mod changes;

use std::fmt::{self, Write};

use crate::{Details, Entry, Flag, Item, Mark, Note, Profile, Quote, Row, Section, Sentence, Tone};

const STYLE: &str = include_str!("style.css");

/// Three white stones: the ground that is safe.
const STONES: &str = "<svg viewBox=\"0 0 22 16\" aria-hidden=\"true\" focusable=\"false\"><g fill=\"var(--stone)\" stroke=\"var(--stone-edge)\"><ellipse cx=\"6\" cy=\"11.5\" rx=\"5\" ry=\"3.6\"/><ellipse cx=\"16\" cy=\"11.8\" rx=\"5\" ry=\"3.3\"/><ellipse cx=\"11\" cy=\"5\" rx=\"4.6\" ry=\"3.4\"/></g></svg>";

/// The page.
pub fn html(profile: &Profile) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = page(&mut out, profile);
    out
}

pub use changes::changes;

/// Text made safe for HTML, between tags and inside attributes.
struct Safe<'a>(&'a str);

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // Control characters have no place in a page.
                c if c.is_control() && !matches!(c, '\n' | '\t') => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

fn page(out: &mut String, profile: &Profile) -> fmt::Result {
    let title = format!("{}: country profile", profile.title);
    head(out, &title, &profile.title, &profile.edition)?;
    let (file, label) = &profile.changes;
    if !file.is_empty() {
        writeln!(
            out,
            "<p class=\"aside\"><a href=\"{}\">{}</a></p>",
            Safe(file),
            Safe(label)
        )?;
    }
    contents(out, profile)?;
    writeln!(out, "<main id=\"text\">")?;
    key_data(out, &profile.key_data)?;
    for part in &profile.sections {
        section(out, part)?;
    }
    findings(out, profile)?;
    notes(out, &profile.notes)?;
    foot(out)
}

/// What a person should look at: each finding opens onto the words it rests on, and leads to its items.
fn findings(out: &mut String, profile: &Profile) -> fmt::Result {
    if profile.findings.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">{}</h2>",
        Safe(&profile.findings_title)
    )?;
    for kind in &profile.findings {
        writeln!(out, "<h3 class=\"group\">{}</h3>", Safe(&kind.title))?;
        for flag in &kind.flags {
            finding(out, flag)?;
        }
    }
    writeln!(out, "</section>")
}

fn finding(out: &mut String, flag: &Flag) -> fmt::Result {
    writeln!(
        out,
        "<div class=\"item change\" id=\"{}\">\n<details class=\"told\">\n<summary>{}</summary>",
        Safe(&flag.anchor),
        Safe(&flag.text)
    )?;
    words(out, &flag.details)?;
    if !flag.cells.is_empty() {
        writeln!(out, "<ul>")?;
        for (anchor, heading) in &flag.cells {
            let (anchor, heading) = (Safe(anchor), Safe(heading));
            writeln!(out, "<li><a href=\"#{anchor}\">{heading}</a></li>")?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</details>\n</div>")
}

/// Everything down to the end of the header.
fn head(out: &mut String, title: &str, heading: &str, imprint: &[String]) -> fmt::Result {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Whitestone\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#text\">Skip to the text</a>\n<div class=\"page\">",
        Safe(title)
    )?;
    writeln!(
        out,
        "<header>\n<h1>{}{STONES}</h1>\n<ul class=\"imprint\">",
        Safe(heading)
    )?;
    for line in imprint {
        writeln!(out, "<li>{}</li>", Safe(line))?;
    }
    writeln!(out, "</ul>\n</header>")
}

fn foot(out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "</main>\n<footer><p>Made with Whitestone from the sources in the notes. Every sentence opens onto the words that carry it.</p></footer>\n</div>\n</body>\n</html>"
    )
}

fn contents(out: &mut String, profile: &Profile) -> fmt::Result {
    writeln!(
        out,
        "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>"
    )?;
    for part in &profile.sections {
        writeln!(
            out,
            "<li><a href=\"#{}\">{}</a></li>",
            Safe(&part.id),
            Safe(&part.title)
        )?;
    }
    if !profile.findings.is_empty() {
        let title = Safe(&profile.findings_title);
        writeln!(out, "<li><a href=\"#findings\">{title}</a></li>")?;
    }
    if !profile.notes.is_empty() {
        writeln!(out, "<li><a href=\"#notes\">Notes</a></li>")?;
    }
    writeln!(out, "</ul>\n</nav>")
}

fn key_data(out: &mut String, rows: &[Row]) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<table>\n<caption>Key data</caption>\n<thead><tr><th scope=\"col\">Matter</th><th scope=\"col\">What is known</th></tr></thead>\n<tbody>"
    )?;
    for row in rows {
        write!(out, "<tr><th scope=\"row\">{}</th><td>", Safe(&row.label))?;
        for part in &row.entries {
            entry(out, part)?;
        }
        if row.more > 0 {
            write!(out, "<p class=\"nothing\">and {} more below</p>", row.more)?;
        }
        if row.entries.is_empty() {
            write!(out, "<p class=\"nothing\">No statement on record</p>")?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn entry(out: &mut String, entry: &Entry) -> fmt::Result {
    write!(out, "<p>")?;
    if !entry.key.is_empty() {
        write!(out, "{}: ", Safe(&entry.key))?;
    }
    let values = Safe(&entry.values.join("; ")).to_string();
    write!(out, "<a href=\"#{}\">{values}</a>", Safe(&entry.anchor))?;
    marks(out, &entry.marks)?;
    write!(out, "</p>")
}

fn section(out: &mut String, section: &Section) -> fmt::Result {
    let id = Safe(&section.id);
    writeln!(
        out,
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>",
        Safe(&section.title)
    )?;
    for part in &section.items {
        item(out, part)?;
    }
    if !section.silences.is_empty() {
        writeln!(out, "<div class=\"silence\">\n<ul>")?;
        for silence in &section.silences {
            writeln!(out, "<li>{}</li>", Safe(silence))?;
        }
        writeln!(out, "</ul>\n</div>")?;
    }
    writeln!(out, "</section>")
}

fn item(out: &mut String, item: &Item) -> fmt::Result {
    writeln!(out, "<div class=\"item\" id=\"{}\">", Safe(&item.anchor))?;
    for anchor in &item.also {
        write!(out, "<span id=\"{}\"></span>", Safe(anchor))?;
    }
    write!(out, "<p>")?;
    sentences(out, &item.sentences, &item.marks)?;
    marks(out, &item.marks)?;
    for (kind, anchor, tone) in &item.flags {
        let (class, anchor, kind) = (class(*tone), Safe(anchor), Safe(kind));
        write!(out, " <a class=\"{class}\" href=\"#{anchor}\">{kind}</a>")?;
    }
    writeln!(out, "</p>")?;
    if !item.history.is_empty() {
        writeln!(out, "<div class=\"before\">")?;
        for (index, sentence) in item.history.iter().enumerate() {
            write!(out, "<p>{}", if index == 0 { "Before: " } else { "" })?;
            sentences(out, std::slice::from_ref(sentence), &item.marks)?;
            writeln!(out, "</p>")?;
        }
        writeln!(out, "</div>")?;
    }
    details(out, &item.details)?;
    writeln!(out, "</div>")
}

/// Sentences with their notes. One that rests on candidates says so itself, unless the whole item does.
fn sentences(out: &mut String, sentences: &[Sentence], marked: &[Mark]) -> fmt::Result {
    let whole = marked.iter().any(|mark| mark.tone == Tone::Unreviewed);
    for (index, sentence) in sentences.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        write!(out, "{}", Safe(&sentence.text))?;
        references(out, &sentence.notes)?;
        if sentence.candidate && !whole {
            write!(out, " <span class=\"mark unreviewed\">unreviewed</span>")?;
        }
    }
    Ok(())
}

fn references(out: &mut String, notes: &[usize]) -> fmt::Result {
    notes.iter().try_for_each(|number| {
        write!(
            out,
            "<sup><a href=\"#note-{number}\" id=\"ref-{number}\" aria-label=\"Note {number}\">{number}</a></sup>"
        )
    })
}

fn marks(out: &mut String, marks: &[Mark]) -> fmt::Result {
    marks.iter().try_for_each(|mark| {
        let class = class(mark.tone);
        write!(out, " <span class=\"{class}\">{}</span>", Safe(&mark.word))
    })
}

const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "mark",
        Tone::Care => "mark care",
        Tone::Dispute => "mark dispute",
        Tone::Unreviewed => "mark unreviewed",
    }
}

fn details(out: &mut String, details: &Details) -> fmt::Result {
    write!(out, "<details>\n<summary>The words, and why")?;
    if !details.provenance.is_empty() {
        let age = Safe(&details.provenance);
        write!(out, " <span class=\"age\">{age}</span>")?;
    }
    writeln!(out, "</summary>\n<h3>{}</h3>", Safe(&details.heading))?;
    words(out, details)?;
    writeln!(out, "</details>")
}

/// The passages behind something, and why it is so.
fn words(out: &mut String, details: &Details) -> fmt::Result {
    for part in &details.quotes {
        quote(out, part)?;
    }
    if details.why.is_empty() {
        return Ok(());
    }
    writeln!(out, "<ul>")?;
    for why in &details.why {
        writeln!(out, "<li>{}</li>", Safe(why))?;
    }
    writeln!(out, "</ul>")
}

fn quote(out: &mut String, quote: &Quote) -> fmt::Result {
    write!(out, "<figure>")?;
    if !quote.text.is_empty() {
        write!(
            out,
            "<blockquote>\u{201c}{}\u{201d}</blockquote>",
            Safe(&quote.text)
        )?;
    }
    write!(
        out,
        "<figcaption>{}: {}",
        Safe(&quote.role),
        Safe(&quote.source)
    )?;
    if !quote.document.is_empty() {
        write!(
            out,
            "; document <code>{}</code>, {}",
            Safe(&quote.document),
            Safe(&quote.place)
        )?;
    }
    if !quote.candidate.is_empty() {
        write!(
            out,
            "; proposed by <code>{}</code>, unreviewed",
            Safe(&quote.candidate)
        )?;
    }
    writeln!(out, "</figcaption></figure>")
}

fn notes(out: &mut String, notes: &[Note]) -> fmt::Result {
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section class=\"notes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ol>"
    )?;
    for note in notes {
        writeln!(
            out,
            "<li id=\"note-{0}\">{1} <a href=\"#ref-{0}\" aria-label=\"Back to the text of note {0}\">\u{21a9}\u{fe0e}</a></li>",
            note.number,
            Safe(&note.text)
        )?;
    }
    writeln!(out, "</ol>\n</section>")
}
