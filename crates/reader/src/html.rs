//! HTML to text: what a reader of the page sees, in lines, with a map back to the mark-up.
//!
//! Block elements, list items and table rows become lines with a [`Hint`]; entities are decoded; white space is
//! folded as browsers do; scripts and styles are left out. Tables that only lay out a page dissolve into lines.

mod rows;
mod source;
mod unseen;

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Error, Span as Range, Tokenizer};
use whitestone_model::document::{Piece, SourceMap};
use whitestone_model::{Diagnostic, Span};

pub use self::rows::MOST_COLUMNS;
use self::rows::{Covered, Covers, Row};
pub(crate) use self::source::compose;
use self::source::entity;
use self::unseen::Unseen;
use crate::Text;
use crate::clean::reading;
use crate::lines::{Hint, LONGEST_LINE, Line, trim};

/// Elements that begin and end a line.
const BLOCKS: [&[u8]; 40] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"caption",
    b"center",
    b"dd",
    b"details",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"hr",
    b"html",
    b"li",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"summary",
    b"table",
    b"tbody",
    b"tfoot",
    b"thead",
    b"tr",
    b"ul",
];
/// A cell with more text than this lays out a page rather than a table.
pub const LONGEST_CELL: usize = 600;

/// Is this text HTML? By media type, name or its first tag.
pub(crate) fn is_html(text: &str, media_type: &str, name: &str) -> bool {
    if !media_type.is_empty() {
        return media_type.contains("html");
    }
    let name = name.to_ascii_lowercase();
    if [".html", ".htm", ".xhtml"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        return true;
    }
    let head = text.trim_start();
    let head = head
        .char_indices()
        .nth(40)
        .map_or(head, |(at, _)| head.get(..at).unwrap_or(head))
        .to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<?xml",
        "<head>",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<table",
        "<h1",
        "<h2",
        "<article",
        "<main",
    ]
    .iter()
    .any(|tag| head.starts_with(tag))
}

/// Reads mark-up that was decoded with the map `source`.
pub(crate) fn flatten(html: &str, source: &SourceMap, diagnostics: &mut Vec<Diagnostic>) -> Text {
    let mut page = Page::default();
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, range: Range<usize>| -> Option<Infallible> {
            page.event(html, &event, range);
            None
        },
    );
    emitter.naively_switch_states(true);
    // The emitter hands its events to the page and yields nothing itself.
    Tokenizer::new_with_emitter(html, emitter).for_each(drop);
    page.close_row();
    page.close_line(true);
    diagnostics.extend(page.unseen.lost());
    Text {
        text: page.out,
        source: compose(source, &page.pieces),
        lines: Some(page.lines),
        raised: page.raised,
        ..Text::default()
    }
}

#[derive(Debug, Default)]
struct Page {
    out: String,
    pieces: Vec<Piece>,
    lines: Vec<Line>,
    raised: Vec<Span>,
    line: usize,
    gap: bool,
    hint: Hint,
    row: Option<Row>,
    covered: Covered,
    /// Is the tag of a cell being read?
    cell_tag: bool,
    /// What the attribute tells whose value comes next.
    covers: Option<Covers>,
    unseen: Unseen,
    navigation: usize,
    pre: bool,
    sup: Option<usize>,
    /// Numbers of the next items of the open lists; 0 for lists without numbers.
    lists: Vec<u32>,
    at: usize,
}

impl Page {
    fn event(&mut self, html: &str, event: &CallbackEvent<'_>, range: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.at = range.start;
                self.cell_tag = matches!(*name, b"td" | b"th");
                self.unseen.open(name);
                self.open(name);
            }
            CallbackEvent::AttributeName { name } => {
                self.covers = Covers::named(name).filter(|_| self.cell_tag);
            }
            CallbackEvent::AttributeValue { value } => {
                if let (Some(covers), Some(row)) = (self.covers.take(), &mut self.row) {
                    row.cover(covers, value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.cell_tag = false;
                if *self_closing {
                    self.unseen.close_at_once();
                }
            }
            CallbackEvent::EndTag { name } => {
                self.at = range.start;
                self.unseen.close(name);
                self.close(name);
            }
            CallbackEvent::Error(Error::EofInComment) => self.unseen.end_in_comment(),
            CallbackEvent::String { value } if !self.unseen.is_empty() => self.unseen.pass(value),
            CallbackEvent::String { value } => {
                let raw = html.get(range.start..range.end).unwrap_or_default();
                self.text(raw, &String::from_utf8_lossy(value), range.start);
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &[u8]) {
        match name {
            b"br" => self.close_line(false),
            b"sup" => self.sup = Some(self.out.len()),
            b"td" | b"th" => return self.open_cell(name == b"th"),
            b"table" => self.dissolve(),
            b"tr" => self.close_row(),
            _ => {}
        }
        if !BLOCKS.contains(&name) {
            return;
        }
        self.end_raised();
        self.close_line(true);
        match name {
            b"h1" => self.hint = Hint::Title,
            b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.hint = Hint::Heading,
            b"li" => self.hint = Hint::Item(self.next_number()),
            b"ol" => self.lists.push(1),
            b"ul" => self.lists.push(0),
            b"nav" | b"footer" => self.navigation += 1,
            b"pre" => self.pre = true,
            // What a page is about stands in no list of links, even where that was left open.
            b"main" | b"article" => self.navigation = 0,
            b"tr" => {
                self.row = Some(Row::new());
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"sup" => self.end_raised(),
            b"td" | b"th" => self.close_cell(),
            b"tr" | b"table" => self.close_row(),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.end_raised();
            self.close_line(true);
        }
        match name {
            b"table" => self.covered = Covered::default(),
            b"ol" | b"ul" => drop(self.lists.pop()),
            b"nav" | b"footer" => self.navigation = self.navigation.saturating_sub(1),
            b"pre" => self.pre = false,
            _ => {}
        }
    }

    /// Ends what is raised; the end of its block does too.
    fn end_raised(&mut self) {
        let end = self.out.len();
        if let Some(start) = self.sup.take().filter(|start| *start < end) {
            self.raised.push(Span::new(start, end));
        }
    }

    fn next_number(&mut self) -> Option<u32> {
        let number = self.lists.last_mut().filter(|number| **number > 0)?;
        *number += 1;
        Some(*number - 1)
    }

    /// Ends the line being read; `gap` says that a new block begins.
    fn close_line(&mut self, gap: bool) {
        let span = trim(&self.out, Span::new(self.line, self.out.len()));
        if !span.is_empty() {
            let hint = std::mem::take(&mut self.hint);
            let line = Line {
                span,
                gap: self.gap,
                hint: if self.navigation > 0 {
                    Hint::Navigation
                } else {
                    hint
                },
            };
            match &mut self.row {
                Some(row) if row.is_begun() => row.keep(line),
                _ => self.lines.push(line),
            }
            self.push("\n", self.at);
            self.line = self.out.len();
            self.gap = gap;
        } else if gap {
            self.gap = true;
            self.hint = Hint::None;
        }
    }

    fn open_cell(&mut self, head: bool) {
        self.close_cell();
        if self.row.is_none() {
            self.close_line(true);
        } else if !self.out.is_empty() {
            self.push("\t", self.at);
        }
        self.line = self.out.len();
        let start = self.out.len();
        if let Some(row) = &mut self.row {
            row.open(start, head, &self.covered);
        }
    }

    fn close_cell(&mut self) {
        self.close_line(true);
        if let Some(row) = &mut self.row {
            let words = |start| trim(&self.out, Span::new(start, self.out.len()));
            row.close(&mut self.covered, words);
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        let Some(row) = self.row.take() else {
            return;
        };
        self.covered.end_row();
        let last = self.lines.last();
        let gap = last.is_none_or(|line| !matches!(line.hint, Hint::Row(..)));
        self.lines.extend(row.into_lines(gap));
    }

    /// A table within a row: the outer one only lays out the page.
    fn dissolve(&mut self) {
        self.close_line(true);
        if let Some(row) = self.row.take() {
            self.lines.extend(row.lines);
        }
        self.covered = Covered::default();
    }

    /// Adds text whose source may hold entities.
    fn text(&mut self, raw: &str, value: &str, source: usize) {
        let (mut at, mut rest) = (0, value);
        while let Some(character) = rest.chars().next() {
            let here = raw.get(at..).unwrap_or_default();
            let (taken, given) =
                match entity(here).filter(|(_, decoded)| rest.starts_with(decoded.as_str())) {
                    Some((length, decoded)) => (length, decoded.len()),
                    None if here.starts_with("\r\n") && character == '\n' => (2, 1),
                    None => (
                        here.chars().next().map_or(0, char::len_utf8),
                        character.len_utf8(),
                    ),
                };
            let piece = rest.get(..given).unwrap_or_default();
            self.character(piece, source + at);
            at += taken;
            rest = rest.get(given..).unwrap_or_default();
        }
        self.at = source + raw.len();
    }

    fn character(&mut self, piece: &str, source: usize) {
        let space = piece.bytes().all(|b| b.is_ascii_whitespace());
        if self.pre && piece == "\n" {
            self.at = source;
            let empty = self.out.len() == self.line;
            return self.close_line(empty);
        }
        if self.pre && piece == "\t" {
            return self.push(piece, source);
        }
        if let Some(read) = piece.chars().next().and_then(reading) {
            return self.push(read, source);
        }
        let full = self.out.len() - self.line >= LONGEST_LINE;
        if space && full {
            self.at = source;
            return self.close_line(false);
        }
        if !space {
            self.push(piece, source);
        } else if !self.out.is_empty() && !self.out.ends_with([' ', '\n', '\t']) {
            self.push(" ", source);
        }
    }

    /// Adds text and begins a piece where text and source no longer go in step.
    fn push(&mut self, piece: &str, source: usize) {
        if piece.is_empty() {
            return;
        }
        let text = self.out.len();
        let in_step = self
            .pieces
            .last()
            .is_some_and(|last| text - last.text + last.source == source);
        if !in_step {
            self.pieces.push(Piece { text, source });
        }
        self.out.push_str(piece);
    }
}

#[cfg(test)]
mod tests;
