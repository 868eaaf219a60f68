//! What a reader of another format hands over: a text it renders line by line, with what the format says of each.
//!
//! A PDF, a word processor's file or a workbook has no text of its own. Its reader writes one here, in reading order:
//! words, superscripts, and at the end of each line what kind of line it was. [`Manuscript::place`] says where in the
//! original the text that follows stands. Equal bytes must give an equal manuscript.
//!
//! ```
//! use whitestone_model::{DocumentMeta, Vocabulary};
//! use whitestone_reader::manuscript::{Line, Manuscript};
//!
//! let mut manuscript = Manuscript::new("example/1");
//! manuscript.place("page 1");
//! manuscript.text("It has no mines.");
//! manuscript.raised("1");
//! manuscript.end(Line::Text);
//! manuscript.note("1", "See there.");
//! let document = manuscript.read(b"the file", "a.pdf", &DocumentMeta::default(), &Vocabulary::default());
//! assert_eq!(document.markers[0].note, Some(0));
//! assert_eq!(document.place_of(&document.sentences[0].ranges), "page 1");
//! ```

use whitestone_model::document::{Place, SourceMap};
use whitestone_model::{
    Diagnostic, Document, DocumentId, DocumentMeta, Severity, Span, Vocabulary,
};

pub use crate::clean::is_one_word;
use crate::diagnostics::note;
pub use crate::html::{LONGEST_CELL, MOST_COLUMNS};
use crate::lines::{self, Hint, LONGEST_LINE, cut_before, trim};
use crate::{READER, Text, build, html};

/// What a line of a manuscript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Running text, or what only its words can tell: a label of a key-data box, a heading set like text.
    Text,
    /// The document's title.
    Title,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// Navigation, a running head, a page number: kept, and masked.
    Masked,
}

/// A text being written; see the [module](self).
#[derive(Debug, Clone, Default)]
pub struct Manuscript {
    reader: String,
    text: String,
    /// Where the open line begins.
    line: usize,
    /// Does white space stand before the next word?
    space: bool,
    /// Does the open line go on in the paragraph of the line before?
    run_on: bool,
    lines: Vec<lines::Line>,
    raised: Vec<Span>,
    places: Vec<Place>,
    diagnostics: Vec<Diagnostic>,
    /// What the file says of itself; what the user said wins over it, and it wins over what the text says.
    pub meta: DocumentMeta,
}

impl Manuscript {
    /// An empty manuscript, written by this reader and version: `whitestone-formats/0.1.0 pdf`.
    pub fn new(reader: &str) -> Self {
        Self {
            reader: reader.to_owned(),
            ..Self::default()
        }
    }

    /// From here on the text stands at this place of the original: `page 3`.
    pub fn place(&mut self, name: &str) {
        let text = self.text.len();
        if self.places.last().is_some_and(|last| last.name == name) {
            return;
        }
        self.places.pop_if(|last| last.text == text);
        self.places.push(Place {
            text,
            name: name.to_owned(),
        });
    }

    /// Adds words to the open line; white space is folded.
    pub fn text(&mut self, words: &str) {
        for character in words.chars() {
            self.character(character);
        }
    }

    /// Adds words that are set as superscript. Numbers among them may be note markers.
    pub fn raised(&mut self, words: &str) {
        let mut digits = false;
        for character in words.chars() {
            self.character(character);
            let end = self.text.len();
            let start = end - character.len_utf8().min(end);
            match self.raised.last_mut().filter(|_| digits) {
                Some(span) if character.is_ascii_digit() => span.end = end,
                _ if character.is_ascii_digit() => self.raised.push(Span::new(start, end)),
                _ => {}
            }
            digits = character.is_ascii_digit();
        }
    }

    /// Adds a tab. A line of running text with tabs in it is a row of a table, a cell between each two.
    pub fn tab(&mut self) {
        self.space = false;
        if self.text.len() > self.line {
            self.text.push('\t');
        }
    }

    /// Ends the open line within its paragraph, as `<br>` does.
    pub fn break_line(&mut self) {
        self.close(Hint::None);
        self.run_on = true;
    }

    /// Bytes to text, in the encoding that the user named or the best guess.
    pub fn decode(&mut self, bytes: &[u8], encoding: &str) -> String {
        let decoded = crate::decode::decode(bytes, encoding);
        self.meta.encoding = decoded.encoding;
        self.diagnostics.extend(decoded.diagnostics);
        decoded.text
    }

    /// Adds a note marker, which prints as `[2]`.
    pub fn marker(&mut self, label: &str) {
        self.text(&format!("[{label}]"));
    }

    fn character(&mut self, character: char) {
        let full = self.text.len() - self.line >= LONGEST_LINE;
        if character.is_whitespace() {
            self.space = true;
            if full {
                self.end(Line::Text);
            }
            return;
        }
        // What cannot be seen would only hide in quotes; ligatures would hide their letters.
        if character.is_control()
            || matches!(character, '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\u{FFFE}')
        {
            return;
        }
        let within = self.text.len() > self.line && !self.text.ends_with('\t');
        if std::mem::take(&mut self.space) && within {
            self.text.push(' ');
        }
        self.text.push(character);
    }

    /// Has nothing been written?
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Ends the open line; an empty one leaves no trace.
    pub fn end(&mut self, line: Line) {
        let hint = match line {
            Line::Text => Hint::None,
            Line::Title => Hint::Title,
            Line::Heading => Hint::Heading,
            Line::Item => Hint::Item(None),
            Line::Masked => Hint::Navigation,
        };
        self.close(hint);
        self.run_on = false;
    }

    fn close(&mut self, hint: Hint) {
        self.space = false;
        let span = trim(&self.text, Span::new(self.line, self.text.len()));
        if !span.is_empty() {
            self.push(span, hint);
            self.text.push('\n');
        }
        self.line = self.text.len();
    }

    fn push(&mut self, span: Span, hint: Hint) {
        self.lines.push(lines::Line {
            span,
            gap: !self.run_on,
            hint,
        });
    }

    /// Adds a row of a table, each cell with its place in the original (empty for that of the row); `head` for the row
    /// that heads the columns.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = (&'a str, &'a str)>, head: bool) {
        self.close(Hint::None);
        let mut spans = Vec::new();
        for (words, place) in cells {
            if !spans.is_empty() {
                self.text.push('\t');
            }
            self.line = self.text.len();
            self.space = false;
            if !place.is_empty() {
                self.place(place);
            }
            // A cell of more than a line is cut rather than torn out of its row.
            let most = LONGEST_LINE / 2;
            let cut = Some(words).filter(|words| words.len() > most);
            let cut = cut.map(|words| cut_before(words, most));
            self.text(cut.and_then(|cut| words.get(..cut)).unwrap_or(words));
            spans.push(Span::new(self.line, self.text.len()));
        }
        let first = spans.iter().find(|cell| !cell.is_empty());
        if let (Some(first), Some(last)) = (first, spans.iter().rfind(|cell| !cell.is_empty())) {
            let whole = Span::new(first.start, last.end);
            let clamp = |at: usize| at.clamp(whole.start, whole.end);
            let cells = spans
                .iter()
                .map(|cell| Span::new(clamp(cell.start), clamp(cell.end)));
            self.push(whole, Hint::Row(cells.collect(), head));
        }
        if !spans.is_empty() {
            self.text.push('\n');
        }
        self.line = self.text.len();
    }

    /// Adds a note that the format keeps as one.
    pub fn note(&mut self, label: &str, words: &str) {
        self.close(Hint::None);
        self.marker(label);
        self.text(" ");
        self.text(words);
        self.end(Line::Text);
    }

    /// Adds a page of HTML, as a browser would show it.
    pub fn html(&mut self, page: &str) {
        self.close(Hint::None);
        let read = html::flatten(page, &SourceMap::identity(), &mut self.diagnostics);
        let by = self.text.len();
        let shift = |span: Span| Span::new(span.start + by, span.end + by);
        self.raised.extend(read.raised.into_iter().map(shift));
        for mut line in read.lines.unwrap_or_default() {
            line.span = shift(line.span);
            if let Hint::Row(cells, _) = &mut line.hint {
                cells.iter_mut().for_each(|cell| *cell = shift(*cell));
            }
            self.lines.push(line);
        }
        self.text.push_str(&read.text);
        self.line = self.text.len();
    }

    /// Adds plain text whose paragraphs may be broken over several lines.
    pub fn plain(&mut self, text: &str) {
        self.close(Hint::None);
        let by = self.text.len();
        let text = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\0', "");
        for mut line in lines::lines(&text, &mut self.diagnostics) {
            line.span = Span::new(line.span.start + by, line.span.end + by);
            self.lines.push(line);
        }
        self.text.push_str(&text);
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// Tells of something that reading met.
    pub fn tell(&mut self, severity: Severity, code: &str, message: &str) {
        self.diagnostics.push(note(severity, code, message, None));
    }

    /// Reads what was written as a document of these archived bytes.
    pub fn read(
        mut self,
        bytes: &[u8],
        name: &str,
        hints: &DocumentMeta,
        vocabulary: &Vocabulary,
    ) -> Document {
        self.close(Hint::None);
        let given = Text {
            text: self.text,
            source: SourceMap::identity(),
            places: self.places,
            lines: Some(self.lines),
            raised: self.raised,
        };
        let hints = hints.clone().or(self.meta);
        let mut document = build(given, &hints, vocabulary, self.diagnostics);
        document.id = DocumentId::of(bytes);
        name.clone_into(&mut document.name);
        document.reader = format!("{READER} {}", self.reader);
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whitestone_model::document::BlockKind;

    fn read(manuscript: Manuscript) -> Document {
        manuscript.read(b"", "x", &DocumentMeta::default(), &Vocabulary::default())
    }

    #[test]
    fn lines_rows_and_notes_become_blocks() {
        let mut manuscript = Manuscript::new("test/1");
        manuscript.place("page 1");
        manuscript.text("  Upper \n Kembra ");
        manuscript.end(Line::Title);
        manuscript.end(Line::Heading);
        manuscript.row([("Year", ""), ("Mines", "")], true);
        manuscript.row([("By 2004", "B1"), ("", "B2"), ("15", "B3")], false);
        manuscript.place("page 2");
        manuscript.text("It covers 3 km");
        manuscript.raised("2");
        manuscript.text(" near Fen.");
        manuscript.raised("1");
        manuscript.text(" It grew, then shrank.");
        manuscript.raised("1,2");
        manuscript.text(" That is all.");
        manuscript.end(Line::Text);
        manuscript.note("1", "See there.");
        manuscript.note("2", "Ibid.");
        let document = read(manuscript);
        let kinds: Vec<_> = document
            .blocks
            .iter()
            .map(|b| (b.kind, document.slice(b.span)))
            .collect();
        assert_eq!(
            kinds,
            [
                (BlockKind::Title, "Upper Kembra"),
                (BlockKind::Row, "Year\tMines"),
                (BlockKind::Row, "By 2004\t\t15"),
                (
                    BlockKind::Paragraph,
                    "It covers 3 km2 near Fen.1 It grew, then shrank.1,2 That is all."
                ),
                (BlockKind::Note, "[1] See there."),
                (BlockKind::Note, "[2] Ibid."),
            ]
        );
        assert_eq!(document.markers.len(), 3, "{:?}", document.markers);
        assert_eq!(document.place_of(&[document.blocks[2].cells[2]]), "B3");
        assert_eq!(document.place_of(&[document.blocks[3].span]), "page 2");
        assert_eq!(document.reader, format!("{READER} test/1"));
    }

    #[test]
    fn what_the_user_says_wins_over_the_file() {
        let mut manuscript = Manuscript::new("test/1");
        manuscript.meta.title = "From the file".to_owned();
        manuscript.meta.publisher = "The file's".to_owned();
        manuscript.text("Words.");
        let hints = DocumentMeta {
            title: "Given".to_owned(),
            ..DocumentMeta::default()
        };
        let meta = manuscript
            .read(b"", "x", &hints, &Vocabulary::default())
            .meta;
        assert_eq!(
            (meta.title.as_str(), meta.publisher.as_str()),
            ("Given", "The file's")
        );
    }

    #[test]
    fn mark_up_and_plain_text_are_taken_in() {
        let mut manuscript = Manuscript::new("test/1");
        manuscript.text("Head");
        manuscript.end(Line::Title);
        manuscript.html("<h2>Clearance</h2><p>It ended.<sup>1</sup></p>");
        manuscript.plain("\r\nA line.\r\n\r\nTwo\rlines.");
        let document = read(manuscript);
        let blocks: Vec<_> = document
            .blocks
            .iter()
            .map(|b| document.slice(b.span))
            .collect();
        assert_eq!(
            blocks,
            [
                "Head",
                "Clearance",
                "It ended.1",
                "A line.",
                "Two",
                "lines."
            ]
        );
    }
}
