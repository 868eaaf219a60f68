//! Word's .docx: paragraphs by their style, tables as rows, footnotes and endnotes as notes.
//!
//! Deleted and moved-away text of tracked changes is left out, inserted text is read. Text boxes come after the
//! paragraph they hang on. Headers and footers are kept at the end, masked. Footnotes and endnotes are numbered
//! together in the order in which they are first cited, as `[1]`.

mod body;
mod styles;

use std::collections::BTreeMap;

use whitestone_reader::manuscript::{Line, Manuscript};

use self::body::{Body, Shared};
use self::styles::Styles;
use crate::package::Package;
use crate::{Refusal, limits};

const FORMAT: &str = "Word document";

/// Which kind of note: they have numbers of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NoteKind {
    Foot,
    End,
}

/// Renders a Word document.
///
/// # Errors
/// When it is damaged or beyond a limit.
pub fn write(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let mut package = Package::open(bytes, FORMAT)?;
    let document = package
        .part("word/document.xml")?
        .ok_or_else(|| Refusal::damaged(FORMAT, "it has no text"))?;
    let styles = match package.part("word/styles.xml")? {
        Some(xml) => Styles::read(&xml)?,
        None => Styles::default(),
    };
    let mut notes = BTreeMap::new();
    for (part, kind) in [
        ("word/footnotes.xml", NoteKind::Foot),
        ("word/endnotes.xml", NoteKind::End),
    ] {
        if let Some(xml) = package.part(part)? {
            body::notes(&xml, kind, &mut notes)?;
        }
    }
    let mut out = crate::manuscript("docx");
    let mut shared = Shared::default();
    Body::new(&styles, &mut shared, &mut out).read(&document)?;
    write_notes(&notes, &shared, &mut out);
    for name in package.names() {
        let margin = name.strip_prefix("word/").unwrap_or_default();
        if (margin.starts_with("header") || margin.starts_with("footer"))
            && margin.ends_with(".xml")
        {
            let xml = package.part(&name)?.unwrap_or_default();
            out.place(margin.trim_end_matches(".xml"));
            for line in body::plain(&xml)? {
                out.text(&line);
                out.end(Line::Masked);
            }
        }
    }
    limits::check_text(shared.written)?;
    Ok(out)
}

/// The notes that are cited, in the order of their numbers.
fn write_notes(
    notes: &BTreeMap<(NoteKind, String), Vec<String>>,
    shared: &Shared,
    out: &mut Manuscript,
) {
    for (number, key) in shared.cited.iter().enumerate() {
        let label = (number + 1).to_string();
        let kind = match key.0 {
            NoteKind::Foot => "footnote",
            NoteKind::End => "endnote",
        };
        out.place(&format!("{kind} {label}"));
        let words = notes
            .get(key)
            .map(|lines| lines.join(" "))
            .unwrap_or_default();
        if !words.trim().is_empty() {
            out.note(&label, words.trim());
        }
    }
}
