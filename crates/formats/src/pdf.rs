//! The text layer of a PDF, in reading order.
//!
//! | step | module | makes |
//! | --- | --- | --- |
//! | 1 | `guard` | refuses streams that unpack to more than a report needs |
//! | 2 | `content`, `fonts` | the operators of each page to glyphs with place and size |
//! | 3 | `lines` | glyphs to pieces of lines; superscripts |
//! | 4 | `columns` | pieces to lines in reading order |
//! | 5 | `margins` | running heads and page numbers, which are masked |
//! | 6 | `notes`, `tables`, `flow` | lines to paragraphs, rows, headings and footnotes |
//!
//! A page without a text layer is a picture of a page: it is reported as unreadable, never as empty. Footnotes come at
//! the end of the text, so that a sentence that crosses a page stays whole; running heads and page numbers come last.
//! Each passage has its page as its place, counted from the first page of the file.

mod codings;
mod columns;
mod content;
mod flow;
mod fonts;
mod guard;
mod lines;
mod margins;
mod notes;
mod tables;

use std::collections::BTreeMap;

use hayro_syntax::{LoadPdfError, Pdf};
use whitestone_model::Severity;
use whitestone_reader::manuscript::Manuscript;

use self::content::Reader;
use self::lines::Line;
use crate::{Refusal, limits};

const FORMAT: &str = "PDF";

/// A page as lines in reading order.
#[derive(Debug, Default)]
struct Page {
    /// Its number, counted from 1.
    number: usize,
    /// Its height in points.
    height: f64,
    lines: Vec<Line>,
}

/// Renders a PDF.
///
/// # Errors
/// When it is damaged, locked, scanned, or beyond a limit.
pub fn write(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::new(
            "locked",
            "this PDF is locked with a password. Open it, save it without one, and add that.",
        ),
        LoadPdfError::Invalid => Refusal::damaged(FORMAT, "no pages can be found in it"),
    })?;
    let found = pdf.pages();
    if found.is_empty() {
        return Err(Refusal::damaged(FORMAT, "it has no pages"));
    }
    if found.len() > limits::PAGES {
        return Err(Refusal::too_large(
            &format!("it has {} pages", found.len()),
            limits::PAGES,
        ));
    }
    let mut out = crate::manuscript("pdf");
    let mut reader = Reader::default();
    let mut unread = Unread::default();
    let mut pages = Vec::with_capacity(found.len());
    for (at, page) in found.iter().enumerate() {
        let number = at + 1;
        let content = reader.page(page)?;
        unread.look(number, &content);
        let height = content.height;
        let lines = columns::order(lines::lines(content.glyphs));
        pages.push(Page {
            number,
            height,
            lines,
        });
    }
    unread.tell(found.len(), &mut out)?;
    let masked = margins::take(&mut pages);
    flow::write(pages, masked, &mut out)?;
    Ok(out)
}

/// What of the pages could not be read.
#[derive(Debug, Default)]
struct Unread {
    scanned: Vec<usize>,
    /// Pages whose fonts do not say which characters they show.
    nameless: Vec<usize>,
    sideways: Vec<usize>,
    blank: usize,
}

impl Unread {
    fn look(&mut self, number: usize, content: &content::Content) {
        let readable = content
            .glyphs
            .iter()
            .filter(|glyph| !glyph.is_blank())
            .count();
        if content.nameless > 20 && content.nameless > readable {
            self.nameless.push(number);
        } else if readable < 4 && content.pictures > 0 {
            self.scanned.push(number);
        } else if readable == 0 {
            self.blank += 1;
        }
        if content.sideways > 0 {
            self.sideways.push(number);
        }
    }

    fn tell(&self, pages: usize, out: &mut Manuscript) -> Result<(), Refusal> {
        const ADVICE: &str =
            "Run a text recognition over it (such as ocrmypdf), check the result and add that.";
        if !self.scanned.is_empty() && self.scanned.len() + self.blank == pages {
            return Err(Refusal::new(
                "scanned",
                format!("this PDF is a scan: its pages are pictures without text. {ADVICE}"),
            ));
        }
        if self.nameless.len() + self.scanned.len() + self.blank == pages
            && !self.nameless.is_empty()
        {
            return Err(Refusal::new(
                "nameless-characters",
                format!("the fonts of this PDF do not say which characters they show. {ADVICE}"),
            ));
        }
        for (code, pages, what) in [
            (
                "scanned-pages",
                &self.scanned,
                "is a picture without text and could not be read",
            ),
            (
                "nameless-characters",
                &self.nameless,
                "has fonts that do not say which characters they show; little of it could be read",
            ),
        ] {
            if !pages.is_empty() {
                let message = format!("{} {what}. {ADVICE}", listed(pages));
                out.tell(Severity::Error, code, &message);
            }
        }
        if !self.sideways.is_empty() {
            let message = format!(
                "{} has some text that runs sideways; it was left out.",
                listed(&self.sideways)
            );
            out.tell(Severity::Note, "sideways-text", &message);
        }
        Ok(())
    }
}

/// `Page 3`, or `Each of the pages 3, 5 to 7`.
fn listed(pages: &[usize]) -> String {
    if let [page] = pages {
        return format!("Page {page}");
    }
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => runs.push((page, page)),
        }
    }
    let parts: Vec<String> = runs
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            }
        })
        .collect();
    format!("Each of the pages {}", parts.join(", "))
}

/// The size in which most of the text is set.
fn body_size(pages: &[Page]) -> f64 {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        // Half points tell sizes apart well enough.
        *sizes.entry((line.size * 2.0).round() as i64).or_default() += line.characters();
    }
    let most = sizes.iter().max_by_key(|(size, count)| (**count, **size));
    most.map_or(10.0, |(size, _)| *size as f64 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_in_runs() {
        assert_eq!(listed(&[3]), "Page 3");
        assert_eq!(listed(&[1, 2, 3, 7]), "Each of the pages 1 to 3, 7");
    }
}
