//! Lines to paragraphs, over columns and pages.

use std::collections::BTreeSet;

use whitestone_reader::manuscript::{Line as Kind, Manuscript, is_one_word};

use super::lines::{Line, Part};
use super::notes::{self, Note};
use super::{Page, body_size, tables};
use crate::{Refusal, limits};

/// Letters larger than this part of the running text are those of headings.
const LARGE: f64 = 1.12;
/// Letters larger than this are those of the title, before any other text.
const TITLE: f64 = 1.3;
/// No heading is longer than this.
const LONGEST_HEADING: usize = 200;
/// Bullets of lists.
const BULLETS: [char; 9] = ['•', '■', '▪', '●', '‣', '○', '◦', '·', '➢'];

/// Writes the pages down; `masked` are the lines of their margins.
pub fn write(
    mut pages: Vec<Page>,
    masked: Vec<(usize, Line)>,
    out: &mut Manuscript,
) -> Result<(), Refusal> {
    let body = body_size(&pages);
    let notes = notes::take(&mut pages, body);
    let words = words(&pages);
    let mut flow = Flow {
        out,
        body,
        leading: leading(&pages),
        words,
        open: None,
        begun: false,
        written: 0,
    };
    for page in &mut pages {
        flow.set_borders(&mut page.lines);
        flow.page(page)?;
    }
    flow.end();
    for note in &notes {
        flow.note(note);
    }
    for (page, line) in masked {
        flow.out.place(&format!("page {page}"));
        flow.out.text(&line.text());
        flow.out.end(Kind::Masked);
    }
    Ok(())
}

/// The words that stand within lines, in small letters: they tell whether a hyphen at the end of a line belongs to the
/// word.
fn words(pages: &[Page]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        let text = line.text();
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
            if word.len() > 3 && !word.ends_with('-') {
                words.insert(word.to_lowercase());
            }
        }
    }
    words
}

/// The usual distance between two lines of running text, as a multiple of the size of its letters.
fn leading(pages: &[Page]) -> f64 {
    let mut gaps: Vec<f64> = Vec::new();
    for pair in pages.iter().flat_map(|page| page.lines.windows(2)) {
        if let [above, below] = pair
            && above.column == below.column
            && (above.size - below.size).abs() < 0.3
            && below.base > above.base
            && below.size > 0.0
        {
            gaps.push((below.base - above.base) / below.size);
        }
    }
    gaps.sort_by(f64::total_cmp);
    // A handful of lines says nothing: then it is that of most books.
    if gaps.len() < 8 {
        return 1.3;
    }
    // The lower quartile: paragraphs of one line would pull the middle up.
    gaps.get(gaps.len() / 4)
        .copied()
        .unwrap_or(1.2)
        .clamp(0.9, 2.5)
}

/// A paragraph being read.
struct Paragraph {
    parts: Vec<(usize, Part)>,
    kind: Kind,
    size: f64,
    bold: bool,
    last: Line,
    page: usize,
    characters: usize,
    /// Does it begin with the number of a note?
    is_note: bool,
}

struct Flow<'a> {
    out: &'a mut Manuscript,
    body: f64,
    leading: f64,
    words: BTreeSet<String>,
    open: Option<Paragraph>,
    /// Has anything but a title been written?
    begun: bool,
    written: usize,
}

impl Flow<'_> {
    fn page(&mut self, page: &Page) -> Result<(), Refusal> {
        let mut at = 0;
        while let Some(line) = page.lines.get(at) {
            let rest = page.lines.get(at..).unwrap_or_default();
            if let Some(table) = tables::at(rest) {
                self.end();
                self.begun = true;
                self.out.place(&format!("page {}", page.number));
                for row in &table.rows {
                    self.out
                        .row(row.iter().map(|cell| (cell.as_str(), "")), false);
                    self.written += row.iter().map(String::len).sum::<usize>();
                }
                at += table.lines;
            } else {
                self.line(page.number, line);
                at += 1;
            }
            limits::check_text(self.written)?;
        }
        Ok(())
    }

    fn line(&mut self, page: usize, line: &Line) {
        let kind = self.kind(line);
        let goes_on = self
            .open
            .as_ref()
            .is_some_and(|open| self.goes_on(open, page, line, kind));
        if !goes_on {
            self.end();
        }
        self.written += line.characters();
        match &mut self.open {
            Some(open) => open.add(page, line, &self.words),
            None => {
                let mut paragraph = Paragraph {
                    parts: Vec::new(),
                    kind,
                    size: line.size,
                    bold: line.bold,
                    last: line.clone(),
                    page,
                    characters: 0,
                    is_note: begins_note(line, line.text().trim_start()),
                };
                paragraph.add(page, line, &self.words);
                self.open = Some(paragraph);
            }
        }
    }

    fn kind(&self, line: &Line) -> Kind {
        if line.size > TITLE * self.body && !self.begun {
            Kind::Title
        } else if line.size > LARGE * self.body {
            Kind::Heading
        } else if line.text().trim_start().starts_with(BULLETS) {
            Kind::Item
        } else {
            Kind::Text
        }
    }

    /// Does this line go on in the paragraph that is open?
    fn goes_on(&self, open: &Paragraph, page: usize, line: &Line, kind: Kind) -> bool {
        let above = &open.last;
        let text = line.text();
        let begins = text.trim_start();
        let same_set = (line.size - open.size).abs() < 0.08 * open.size && line.bold == open.bold;
        let large = matches!(open.kind, Kind::Title | Kind::Heading);
        let alike = kind == open.kind || (open.kind == Kind::Item && kind == Kind::Text);
        if !alike
            || !same_set && (large || line.bold != open.bold)
            || (line.size - open.size).abs() > 0.15 * open.size
        {
            return false;
        }
        if kind == Kind::Item || (begins_note(line, begins) && open.is_note) {
            return false;
        }
        let ended = ends_sentence(&above.text());
        let short = fits(above, line);
        if page != open.page || line.column != above.column || line.base < above.base {
            // Over a page or a column only an open sentence goes on.
            let lower = begins
                .chars()
                .next()
                .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
            return !large && !ended && (!short || lower);
        }
        if large && open.characters + begins.chars().count() > LONGEST_HEADING {
            return false;
        }
        if !self.is_near(above, line) || short {
            return false;
        }
        // The first line of a paragraph may be indented; in an item every line but the first is.
        let indent = line.left - above.left;
        !(indent > 0.8 * line.size && open.kind == Kind::Text && ended)
    }

    /// Does a line stand right under another, as within a paragraph?
    fn is_near(&self, above: &Line, line: &Line) -> bool {
        let gap = (line.base - above.base) / line.size.max(1.0);
        gap > 0.0 && gap < self.leading * 1.22 + 0.05
    }

    /// Sets the right border of each line to that of the text around it: a paragraph may be narrower than its column.
    fn set_borders(&self, lines: &mut [Line]) {
        let mut from = 0;
        while from < lines.len() {
            let rest = lines.get(from..).unwrap_or_default();
            let joined = rest.windows(2).take_while(|pair| match pair {
                [above, line] => {
                    above.column == line.column
                        && (above.size - line.size).abs() < 0.08 * line.size
                        && self.is_near(above, line)
                }
                _ => false,
            });
            let count = joined.count() + 1;
            let block = rest.get(..count).unwrap_or_default();
            let right = block.iter().map(|line| line.right).fold(f64::MIN, f64::max);
            let left = block.iter().map(|line| line.left).fold(f64::MAX, f64::min);
            // In running text most lines are about full; the last one of each paragraph is not.
            let full = block
                .iter()
                .filter(|line| line.right > right - 0.18 * (right - left))
                .count();
            if count > 1 && full * 10 >= (count - 1) * 6 && full > 1 - usize::from(count == 2) {
                lines
                    .iter_mut()
                    .skip(from)
                    .take(count)
                    .for_each(|line| line.borders.1 = right);
            }
            from += count;
        }
    }

    /// Ends the open paragraph and writes it down.
    fn end(&mut self) {
        let Some(paragraph) = self.open.take() else {
            return;
        };
        let kind = match paragraph.kind {
            Kind::Title | Kind::Heading if paragraph.characters > LONGEST_HEADING => Kind::Text,
            kind => kind,
        };
        self.begun |= kind != Kind::Title;
        self.parts(&paragraph.parts);
        self.out.end(kind);
    }

    fn parts(&mut self, parts: &[(usize, Part)]) {
        for (page, part) in parts {
            self.out.place(&format!("page {page}"));
            if part.raised {
                self.out.raised(&part.text);
            } else {
                self.out.text(&part.text);
            }
        }
    }

    fn note(&mut self, note: &Note) {
        let Some((page, first)) = note.lines.first() else {
            return;
        };
        let mut paragraph = Paragraph {
            parts: Vec::new(),
            kind: Kind::Text,
            size: first.size,
            bold: false,
            last: first.clone(),
            page: *page,
            characters: 0,
            is_note: true,
        };
        for (page, line) in &note.lines {
            paragraph.add(*page, line, &self.words);
        }
        // The number may be printed raised or plain: written raised, `reader` takes it for what it is.
        let label = note.label.as_str();
        if let Some((_, part)) = paragraph
            .parts
            .iter_mut()
            .find(|(_, part)| !part.text.trim().is_empty())
        {
            let text = part.text.trim_start();
            let rest = text.strip_prefix(label).unwrap_or(text);
            part.text = rest.trim_start_matches(['.', ')']).to_owned();
            part.raised = false;
        }
        self.out.place(&format!("page {page}"));
        self.out.raised(label);
        self.out.text(" ");
        self.parts(&paragraph.parts);
        self.out.end(Kind::Text);
    }
}

impl Paragraph {
    /// Adds a line, with a space before it or with the hyphen before it taken out.
    fn add(&mut self, page: usize, line: &Line, words: &BTreeSet<String>) {
        let next = line.text();
        let unbroken = self
            .parts
            .last_mut()
            .is_some_and(|(_, last)| unbreak(last, next.trim_start(), words));
        if !self.parts.is_empty() && !unbroken {
            self.parts.push((self.page, space()));
        }
        for (at, cell) in line.cells.iter().enumerate() {
            if at > 0 {
                self.parts.push((page, space()));
            }
            self.parts
                .extend(cell.parts.iter().cloned().map(|part| (page, part)));
        }
        self.characters += next.chars().count();
        self.page = page;
        self.last = line.clone();
    }
}

fn space() -> Part {
    Part {
        text: " ".to_owned(),
        raised: false,
    }
}

/// Joins a word that a hyphen divides between two lines; gives whether it did.
fn unbreak(last: &mut Part, next: &str, words: &BTreeSet<String>) -> bool {
    let text = last.text.trim_end();
    let soft = text.ends_with('\u{AD}');
    let Some(before) = text.strip_suffix(['-', '\u{2010}', '\u{AD}']) else {
        return false;
    };
    let letter = |c: char| c.is_alphanumeric() || c == '-';
    let head: String = before
        .chars()
        .rev()
        .take_while(|c| letter(*c))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let tail: String = next.chars().take_while(|c| letter(*c)).collect();
    let divided = head.ends_with(char::is_alphabetic) && tail.starts_with(char::is_lowercase);
    let number = head.ends_with(|c: char| c.is_ascii_digit())
        || tail.starts_with(|c: char| c.is_ascii_digit());
    if last.raised
        || tail.is_empty()
        || !(divided || number || tail.starts_with(char::is_uppercase))
    {
        return false;
    }
    let stands = |word: &str| words.contains(&word.to_lowercase());
    let keeps = !soft && !is_one_word(&head, &tail, stands);
    last.text = if keeps {
        format!("{before}-")
    } else {
        before.to_owned()
    };
    true
}

/// Would the first word of a line have fitted at the end of the line above? Then the break was meant.
fn fits(above: &Line, line: &Line) -> bool {
    let text = line.text();
    let letter = (line.right - line.left) / text.chars().count().max(1) as f64;
    let word = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .chars()
        .count() as f64;
    above.right + letter * (word + 1.5) < above.borders.1
}

/// Does a line begin as a note does: with a raised number, or one in brackets?
fn begins_note(line: &Line, text: &str) -> bool {
    if let Some(raised) = line.raised_start() {
        return raised.bytes().all(|b| b.is_ascii_digit());
    }
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    bracketed.is_some_and(|(number, _)| {
        let number = number.trim();
        (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    })
}

fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end().trim_end_matches(|c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '”' | '"' | '’' | ')' | ']' | '[' | ' ' | '¹' | '²' | '³' | '⁴'..='⁹'
            )
    });
    bare.ends_with(['.', '?', '!', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_at_the_ends_of_lines() {
        let words: BTreeSet<String> = ["anti-personnel", "clearance"].map(str::to_owned).into();
        let check = |last: &str, next: &str, expected: Option<&str>| {
            let mut part = Part {
                text: last.to_owned(),
                raised: false,
            };
            let joined = unbreak(&mut part, next, &words);
            assert_eq!(
                joined.then_some(part.text.as_str()),
                expected,
                "{last} {next}"
            );
        };
        check("of clear-", "ance and", Some("of clear"));
        check("of anti-", "personnel mines", Some("of anti-"));
        check("is mine-", "affected land", Some("is mine-"));
        check("so un-mine-", "affected", Some("so un-mine-"));
        check("land mine\u{AD}", "field", Some("land mine"));
        check("from 2004-", "2005", Some("from 2004-"));
        check("the Uzbek-", "Kyrgyz border", Some("the Uzbek-"));
        check("mines \u{2013}", "and", None);
        check("mines -", "and", None);
    }

    #[test]
    fn ends_of_sentences() {
        assert!(
            ends_sentence("It ended.12") && ends_sentence("ended.[3 ]") && ends_sentence("so:")
        );
        assert!(!ends_sentence("on 3 December 2004") && !ends_sentence("by the"));
    }
}
