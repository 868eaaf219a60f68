//! The body of a Word document, element by element.

use std::collections::BTreeMap;

use whitestone_reader::manuscript::{LONGEST_CELL, Line, MOST_COLUMNS, Manuscript};

use super::styles::{Role, Styles, is_level};
use super::{FORMAT, NoteKind};
use crate::xml::{Node, Tag, walk};
use crate::{Refusal, limits};

/// What body and notes share.
#[derive(Debug, Default)]
pub struct Shared {
    /// The notes cited, in order of their first citation.
    pub cited: Vec<(NoteKind, String)>,
    /// The number under which each of them prints.
    numbers: BTreeMap<(NoteKind, String), usize>,
    /// Bytes of text written.
    pub written: usize,
}

/// A piece of a paragraph.
#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Raised(String),
    Note(String),
    Tab,
    Break,
}

/// A paragraph being read.
#[derive(Debug, Default)]
struct Paragraph {
    pieces: Vec<Piece>,
    role: Role,
}

impl Paragraph {
    fn words(&self) -> String {
        let mut words = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) | Piece::Raised(text) => words.push_str(text),
                Piece::Note(label) => words.push_str(&format!("[{label}]")),
                Piece::Tab | Piece::Break => words.push(' '),
            }
        }
        words
    }

    fn is_empty(&self) -> bool {
        self.words().trim().is_empty()
    }
}

/// A table being read.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
}

#[derive(Debug, Default)]
struct Row {
    /// Columns that it leaves out at its start.
    before: usize,
    cells: Vec<Cell>,
    head: bool,
}

#[derive(Debug, Default)]
struct Cell {
    paragraphs: Vec<Paragraph>,
    /// Columns that it covers besides its own.
    further: usize,
}

impl Row {
    /// The words of each column: none in those that a cell beside them covers.
    fn columns(&self) -> Vec<String> {
        let mut columns = vec![String::new(); self.before.min(MOST_COLUMNS)];
        for cell in &self.cells {
            let words: Vec<String> = cell.paragraphs.iter().map(Paragraph::words).collect();
            columns.push(words.join(" "));
            let last = columns.len().saturating_add(cell.further).min(MOST_COLUMNS);
            columns.resize(last.max(columns.len()), String::new());
        }
        columns
    }
}

/// The reader of a body.
pub struct Body<'a> {
    styles: &'a Styles,
    shared: &'a mut Shared,
    out: &'a mut Manuscript,
    /// Paragraphs open within one another: a text box stands in a paragraph.
    open: Vec<Paragraph>,
    /// Paragraphs of text boxes, which come after the one they stand in.
    boxed: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Elements whose content is left out: deletions, fallbacks of text boxes.
    left_out: usize,
    raised: bool,
    hidden: bool,
    in_text: bool,
    paragraphs: usize,
    written_tables: usize,
}

impl<'a> Body<'a> {
    pub fn new(styles: &'a Styles, shared: &'a mut Shared, out: &'a mut Manuscript) -> Self {
        Self {
            styles,
            shared,
            out,
            open: Vec::new(),
            boxed: Vec::new(),
            tables: Vec::new(),
            left_out: 0,
            raised: false,
            hidden: false,
            in_text: false,
            paragraphs: 0,
            written_tables: 0,
        }
    }

    pub fn read(mut self, xml: &[u8]) -> Result<(), Refusal> {
        walk(xml, FORMAT, |node| {
            match node {
                Node::Open(tag) => self.enter(&tag),
                Node::Close(name) => self.leave(name),
                Node::Text(text) => self.text(text),
            }
            limits::check_text(self.shared.written)
        })?;
        // A file that ends too early keeps what it had.
        while let Some(paragraph) = self.open.pop() {
            self.write(&paragraph);
        }
        while let Some(table) = self.tables.pop() {
            self.table(table);
        }
        Ok(())
    }

    fn enter(&mut self, tag: &Tag<'_>) {
        if is_left_out(tag.name) {
            self.left_out += 1;
        }
        if self.left_out > 0 {
            return;
        }
        match tag.name {
            "p" => self.open.push(Paragraph::default()),
            "pStyle" => self.set_role(self.styles.role(&tag.val())),
            "outlineLvl" if is_level(&tag.val()) => self.set_role(Role::Heading),
            "numId" => self.numbered(&tag.val()),
            "r" => (self.raised, self.hidden) = (false, false),
            "vertAlign" => self.raised = tag.val() == "superscript",
            "vanish" => self.hidden = tag.is_on(),
            "t" => self.in_text = true,
            "tab" if !self.open.is_empty() => self.push(Piece::Tab),
            "br" | "cr" => self.push(Piece::Break),
            "noBreakHyphen" => self.push(Piece::Text("-".to_owned())),
            "footnoteReference" => self.cite(NoteKind::Foot, tag),
            "endnoteReference" => self.cite(NoteKind::End, tag),
            "tbl" => self.tables.push(Table::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Row::default());
                }
            }
            "tblHeader" => {
                if let Some(row) = self.row() {
                    row.head = tag.is_on();
                }
            }
            "gridBefore" => {
                if let Some(row) = self.row() {
                    row.before = tag.val().parse().unwrap_or_default();
                }
            }
            "tc" => {
                if let Some(row) = self.row() {
                    row.cells.push(Cell::default());
                }
            }
            "gridSpan" => {
                if let Some(cell) = self.cell() {
                    cell.further = tag.val().parse::<usize>().unwrap_or(1).saturating_sub(1);
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        if is_left_out(name) {
            self.left_out = self.left_out.saturating_sub(1);
            return;
        }
        if self.left_out > 0 {
            return;
        }
        match name {
            "t" => self.in_text = false,
            // Tab stops are described with the same word as tabs.
            "pPr" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.pieces.clear();
                }
            }
            "p" => self.end_paragraph(),
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.table(table);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_text || self.left_out > 0 || self.hidden {
            return;
        }
        self.shared.written += text.len();
        let text = text.to_owned();
        self.push(if self.raised {
            Piece::Raised(text)
        } else {
            Piece::Text(text)
        });
    }

    fn push(&mut self, piece: Piece) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.pieces.push(piece);
        }
    }

    /// The first role that is told stays: a numbered heading is a heading.
    fn set_role(&mut self, role: Role) {
        if let Some(paragraph) = self.open.last_mut().filter(|p| p.role == Role::Text) {
            paragraph.role = role;
        }
    }

    /// A number of 0 takes the paragraph out of the list of its style.
    fn numbered(&mut self, list: &str) {
        if list != "0" {
            self.set_role(Role::Item);
        } else if let Some(paragraph) = self.open.last_mut().filter(|p| p.role == Role::Item) {
            paragraph.role = Role::Text;
        }
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.tables.last_mut()?.rows.last_mut()
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.row()?.cells.last_mut()
    }

    fn cite(&mut self, kind: NoteKind, tag: &Tag<'_>) {
        let key = (kind, tag.get("id").unwrap_or_default());
        let Shared { cited, numbers, .. } = &mut *self.shared;
        let number = *numbers.entry(key.clone()).or_insert_with(|| {
            cited.push(key);
            cited.len()
        });
        self.push(Piece::Note(number.to_string()));
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        if !self.open.is_empty() {
            self.boxed.push(paragraph);
            return;
        }
        let boxed = std::mem::take(&mut self.boxed);
        for paragraph in std::iter::once(paragraph).chain(boxed) {
            match self.cell() {
                Some(cell) => cell.paragraphs.push(paragraph),
                None => self.write(&paragraph),
            }
        }
    }

    fn write(&mut self, paragraph: &Paragraph) {
        if paragraph.is_empty() {
            return;
        }
        self.paragraphs += 1;
        self.out.place(&format!("paragraph {}", self.paragraphs));
        for piece in &paragraph.pieces {
            match piece {
                Piece::Text(text) => self.out.text(text),
                Piece::Raised(text) => self.out.raised(text),
                Piece::Note(label) => self.out.marker(label),
                Piece::Tab if paragraph.role == Role::Text => self.out.tab(),
                Piece::Tab => self.out.text(" "),
                Piece::Break => self.out.break_line(),
            }
        }
        self.out.end(match paragraph.role {
            Role::Text => Line::Text,
            Role::Title => Line::Title,
            Role::Heading => Line::Heading,
            Role::Item => Line::Item,
            Role::Contents => Line::Masked,
        });
    }

    /// A table within a cell becomes lines of that cell; one that only lays out a page becomes paragraphs.
    fn table(&mut self, table: Table) {
        if let Some(cell) = self.cell() {
            let inner = table.rows.into_iter().flat_map(|row| row.cells);
            let paragraphs = inner.flat_map(|cell| cell.paragraphs);
            cell.paragraphs.extend(paragraphs);
            return;
        }
        self.written_tables += 1;
        for (number, row) in table.rows.into_iter().enumerate() {
            let words = row.columns();
            let layout = row.cells.len() < 2 || words.iter().any(|cell| cell.len() > LONGEST_CELL);
            if layout {
                (row.cells.iter())
                    .flat_map(|cell| &cell.paragraphs)
                    .for_each(|paragraph| self.write(paragraph));
                continue;
            }
            self.out.place(&format!(
                "table {}, row {}",
                self.written_tables,
                number + 1
            ));
            self.out
                .row(words.iter().map(|cell| (cell.as_str(), "")), row.head);
        }
    }
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "Fallback"
            | "rPrChange"
            | "pPrChange"
            | "tcPrChange"
            | "trPrChange"
            | "instrText"
    )
}

/// The notes of a part, each as its paragraphs, by kind and id.
pub fn notes(
    xml: &[u8],
    kind: NoteKind,
    found: &mut BTreeMap<(NoteKind, String), Vec<String>>,
) -> Result<(), Refusal> {
    let mut id = None;
    let mut lines = Lines::default();
    walk(xml, FORMAT, |node| {
        match node {
            Node::Open(tag) if matches!(tag.name, "footnote" | "endnote") => {
                let own = tag.get("type").is_none_or(|kind| kind == "normal");
                id = tag.get("id").filter(|_| own);
                lines = Lines::default();
            }
            Node::Close("footnote" | "endnote") => {
                if let Some(id) = id.take() {
                    found.insert((kind, id), std::mem::take(&mut lines).done());
                }
            }
            node => lines.take(&node),
        }
        Ok(())
    })
}

/// The lines of a part without any structure: a header, a footer.
pub fn plain(xml: &[u8]) -> Result<Vec<String>, Refusal> {
    let mut lines = Lines::default();
    walk(xml, FORMAT, |node| {
        lines.take(&node);
        Ok(())
    })?;
    Ok(lines.done())
}

/// Paragraphs as plain lines.
#[derive(Debug, Default)]
struct Lines {
    done: Vec<String>,
    line: String,
    in_text: bool,
    left_out: usize,
}

impl Lines {
    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(tag) if is_left_out(tag.name) => self.left_out += 1,
            Node::Close(name) if is_left_out(name) => {
                self.left_out = self.left_out.saturating_sub(1);
            }
            _ if self.left_out > 0 => {}
            Node::Open(tag) => match tag.name {
                "t" => self.in_text = true,
                "tab" | "br" | "cr" => self.line.push(' '),
                "noBreakHyphen" => self.line.push('-'),
                _ => {}
            },
            Node::Close("t") => self.in_text = false,
            Node::Close("p") => self.end(),
            Node::Close(_) => {}
            Node::Text(text) if self.in_text => self.line.push_str(text),
            Node::Text(_) => {}
        }
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.done.push(line);
        }
    }

    fn done(mut self) -> Vec<String> {
        self.end();
        self.done
    }
}
