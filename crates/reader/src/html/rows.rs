//! Rows of a table being read: a cell for each column, whatever cells cover.

use whitestone_model::Span;

use super::LONGEST_CELL;
use crate::lines::{Hint, Line};

/// No cell covers columns beyond these, whatever it says.
pub const MOST_COLUMNS: usize = 64;

/// What an attribute of a cell's tag tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covers {
    Columns,
    Rows,
}

impl Covers {
    pub fn named(attribute: &[u8]) -> Option<Self> {
        match attribute {
            b"colspan" => Some(Self::Columns),
            b"rowspan" => Some(Self::Rows),
            _ => None,
        }
    }
}

/// A cell being read.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: usize,
    /// The columns and the rows that it covers.
    columns: usize,
    rows: usize,
}

/// A row being read.
#[derive(Debug)]
pub(super) struct Row {
    /// A cell for each column: empty where one before it, or one of a row above, covers the column.
    cells: Vec<Span>,
    /// How many cells are written in it.
    written: usize,
    cell: Option<Cell>,
    /// Are all its cells head cells?
    head: bool,
    /// The lines within it, should it turn out to lay out a page.
    pub lines: Vec<Line>,
    /// Does text stand between its cells?
    stray: bool,
}

impl Row {
    pub const fn new() -> Self {
        Self {
            cells: Vec::new(),
            written: 0,
            cell: None,
            head: true,
            lines: Vec::new(),
            stray: false,
        }
    }

    /// Has a cell begun?
    pub const fn is_begun(&self) -> bool {
        self.written > 0
    }

    /// Keeps a line that stands in the row.
    pub fn keep(&mut self, line: Line) {
        self.stray |= self.cell.is_none();
        self.lines.push(line);
    }

    /// Begins a cell at a place of the text, in the next column that no cell of a row above covers.
    pub fn open(&mut self, start: usize, head: bool, covered: &Covered) {
        while covered.covers(self.cells.len()) {
            self.cells.push(Span::new(start, start));
        }
        self.cell = Some(Cell {
            start,
            columns: 1,
            rows: 1,
        });
        self.written += 1;
        self.head &= head;
    }

    /// The open cell covers so many columns or rows.
    pub fn cover(&mut self, what: Covers, many: &[u8]) {
        let many = std::str::from_utf8(many).ok();
        let many = many.and_then(|many| many.trim().parse().ok()).unwrap_or(1);
        if let Some(cell) = &mut self.cell {
            match what {
                Covers::Columns => cell.columns = many,
                Covers::Rows => cell.rows = many,
            }
        }
    }

    /// Ends the open cell; `trim` gives its words.
    pub fn close(&mut self, covered: &mut Covered, trim: impl Fn(usize) -> Span) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let words = trim(cell.start);
        let first = self.cells.len();
        self.cells.push(words);
        let last = MOST_COLUMNS.min(first.saturating_add(cell.columns));
        while self.cells.len() < last {
            self.cells.push(Span::new(words.end, words.end));
        }
        covered.add(first..self.cells.len(), cell.rows);
    }

    /// The row as a line; its own lines where it only lays out a page.
    pub fn into_lines(self, gap: bool) -> Vec<Line> {
        let layout = self.stray
            || self.written < 2
            || self.cells.iter().any(|cell| cell.len() > LONGEST_CELL);
        let first = self.cells.iter().find(|cell| !cell.is_empty());
        let last = self.cells.iter().rfind(|cell| !cell.is_empty());
        let (Some(first), Some(last), false) = (first, last, layout) else {
            return self.lines;
        };
        let whole = Span::new(first.start, last.end);
        // An empty cell may lie before the first or after the last text.
        let clamp = |at: usize| at.clamp(whole.start, whole.end);
        let cells = self.cells.iter();
        let cells = cells.map(|cell| Span::new(clamp(cell.start), clamp(cell.end)));
        vec![Line {
            span: whole,
            gap,
            hint: Hint::Row(cells.collect(), self.head),
        }]
    }
}

/// For each column of a table, the rows below that a cell still covers.
#[derive(Debug, Default)]
pub(super) struct Covered {
    /// In the row being read and those after it.
    now: Vec<usize>,
    /// In the rows after it, by its own cells.
    next: Vec<usize>,
}

impl Covered {
    fn covers(&self, column: usize) -> bool {
        self.now.get(column).is_some_and(|rows| *rows > 0)
    }

    fn add(&mut self, columns: std::ops::Range<usize>, rows: usize) {
        let below = rows.saturating_sub(1);
        if below == 0 || columns.end > MOST_COLUMNS {
            return;
        }
        if self.next.len() < columns.end {
            self.next.resize(columns.end, 0);
        }
        self.next
            .get_mut(columns)
            .into_iter()
            .flatten()
            .for_each(|rows| *rows = below);
    }

    /// The row ends.
    pub fn end_row(&mut self) {
        let columns = self.now.len().max(self.next.len());
        self.next.resize(columns, 0);
        for (next, now) in self.next.iter_mut().zip(&self.now) {
            *next = (*next).max(now.saturating_sub(1));
        }
        self.now = std::mem::take(&mut self.next);
    }
}
