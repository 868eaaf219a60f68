//! Tables printed one cell to a line: `Province`, `District`, `Area (m2)`, `Upper Orra`, `Fen`, `12,345`, ...
//!
//! Their rows are found again by their rhythm. Figures stand at the ends of rows: so many lines of words, so many
//! figures, again and again. The words before the first figure are the heads of the columns and the first row's own.

use whitestone_model::Span;

use super::Builder;
use super::boxes::is_bars;
use super::scores::is_points;
use crate::inline::BULLETS;
use crate::layout::layout;
use crate::tables;

/// No cell has more bytes than this.
pub(super) const LONGEST_CELL: usize = 60;
/// No cell has more words than this.
const MOST_WORDS: usize = 6;
/// A table has at least so many cells.
const FEWEST_CELLS: usize = 6;
/// No table has more cells, so that what only looks like one costs little.
const MOST_CELLS: usize = 4_000;
/// The first figure of a table stands among so many cells.
const FIRST_FIGURE: usize = 64;

/// A cell, its line and the line after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    span: Span,
    line: usize,
    next: usize,
    figure: bool,
}

/// The rows of a table, and how many cells they took.
struct Grid {
    rows: Vec<Vec<Span>>,
    /// Is the first row that of the heads?
    headed: bool,
    /// Does a later row have as many words as the first?
    sure: bool,
    /// Does each row end in a word, the last in one of those before?
    closed: bool,
    cells: usize,
}

impl Builder<'_> {
    /// Reads a table of one cell a line; gives the line after it.
    pub(super) fn grid(&mut self, at: usize) -> Option<usize> {
        if self.wrapped && !self.raw(at).ends_with(" |") {
            return None;
        }
        let known = self.run.partition_point(|cell| cell.line < at);
        if self.run.get(known).is_none_or(|cell| cell.line != at) {
            self.run = self.cells(at);
        }
        let run = std::mem::take(&mut self.run);
        let first = run.partition_point(|cell| cell.line < at);
        let end = run.get(first..).and_then(|cells| self.table_of(cells));
        self.run = run;
        end
    }

    /// Reads the table that these cells begin with; gives the line after it.
    fn table_of(&mut self, cells: &[Cell]) -> Option<usize> {
        let cells = cells.get(..MOST_CELLS).unwrap_or(cells);
        let grid = table(self.text, cells)?;
        // The heading above a table is no head of a column.
        let inner = |skip| cells.get(skip..).and_then(|cells| table(self.text, cells));
        let better = |inner: Grid| (inner.sure && !grid.sure) || (inner.closed && !grid.closed);
        if (1..=3).any(|skip| inner(skip).is_some_and(better)) {
            return None;
        }
        let next = cells.get(grid.cells - 1)?.next;
        let mut header = None;
        for row in grid.rows {
            let last = row.last().map_or(0, |cell| cell.end);
            let below = cells.iter().find(|cell| cell.span.end == last)?.next;
            let index = self.push_row(row, header);
            // The bars behind its cells are the row's.
            if let (Some(block), Some(line)) =
                (self.blocks.get_mut(index), self.lines.get(below - 1))
            {
                block.span.end = line.span.end;
            }
            if grid.headed && header.is_none() {
                header = Some(index);
            }
        }
        self.table_line = None;
        Some(next)
    }

    /// The same where each cell has a bar behind it. Where lines of nothing but bars end the rows, these tell better.
    pub(super) fn barred_grid(&mut self, at: usize) -> Option<usize> {
        self.is_barred(at).then(|| self.grid(at))?
    }

    /// Has each of three lines a bar behind it?
    pub(super) fn is_barred(&self, at: usize) -> bool {
        (at..at + 3).all(|at| self.raw(at).ends_with(" |"))
    }

    /// The lines from here on that can be cells, without the bars that some exports leave behind them; a bar alone is
    /// an empty cell. A line in brackets belongs to the head above it.
    fn cells(&self, at: usize) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut next = at;
        while next < self.lines.len() {
            let (raw, span) = (self.bare(next), self.bare_span(next));
            if let (true, Some(last)) = (is_bars(raw), cells.last_mut()) {
                next += 1;
                last.next = next;
                continue;
            }
            // What heads sections elsewhere is the sector of a donor, right above its figure.
            let heading = layout().headings.fit(raw) && !is_figure(self.bare(next + 1));
            if !self.is_free(next) || heading || !is_cell(raw) {
                break;
            }
            next += 1;
            match cells
                .last_mut()
                .filter(|last| !last.figure && raw.starts_with('('))
            {
                Some(last) => (last.span.end, last.next) = (span.end, next),
                None => cells.push(Cell {
                    span,
                    line: next - 1,
                    next,
                    figure: is_figure(raw),
                }),
            }
        }
        cells
    }
}

/// Can this line be a cell?
fn is_cell(raw: &str) -> bool {
    raw.len() <= LONGEST_CELL
        && raw.split_whitespace().count() <= MOST_WORDS
        && !raw.ends_with(['.', ':', ';', '?', '!', ']'])
        && !raw.contains(['\t', '|'])
        && !BULLETS.iter().any(|bullet| raw.starts_with(bullet))
        && !layout().groups.fit(raw)
        && tables::label(raw).is_none()
}

/// `12,345`, `0.4km2`, `NOK6,000,000`, `n/a`: digits with few letters beside them, or a word that stands for a value.
fn is_figure(raw: &str) -> bool {
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let digits = raw.bytes().any(|b| b.is_ascii_digit());
    (digits && letters <= 4 && !raw.starts_with('(')) || layout().values.fit(raw)
}

/// The table that these cells begin with.
fn table(text: &str, cells: &[Cell]) -> Option<Grid> {
    let figures = || cells.iter().take(FIRST_FIGURE).any(|cell| cell.figure);
    if cells.first()?.figure || cells.len() < FEWEST_CELLS || !figures() {
        return None;
    }
    let runs = runs(cells);
    years(text, cells, &runs)
        .or_else(|| closed(text, cells, &runs))
        .or_else(|| regular(text, cells, &runs))
        .or_else(|| scores(text, cells, &runs))
}

/// How many words come before how many figures, again and again.
fn runs(cells: &[Cell]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some((_, figures)) if cell.figure => *figures += 1,
            Some((words, 0)) => *words += 1,
            _ => runs.push((1, 0)),
        }
    }
    runs.pop_if(|(_, figures)| *figures == 0);
    runs
}

/// Rows that begin with words, under as many heads as the first row has cells.
fn regular(text: &str, cells: &[Cell], runs: &[(usize, usize)]) -> Option<Grid> {
    let (&(lead, figures), later) = runs.split_first()?;
    let words = lead
        .checked_sub(figures)
        .filter(|rest| rest.is_multiple_of(2) && *rest > 0)?
        / 2;
    let columns = words + figures;
    // A head with its unit heads figures: `Area (m2)`.
    let measure = |cell: &Cell| cell.span.of(text).ends_with(')');
    if cells.get(..words)?.iter().any(measure) {
        return None;
    }
    let fits = |(w, f): &&(usize, usize)| (1..=words).contains(w) && (1..=figures).contains(f);
    let later: Vec<(usize, usize)> = later.iter().take_while(fits).copied().collect();
    let mut rows = vec![spans(cells.get(..columns)?)];
    let mut at = columns;
    for &(w, f) in [(words, figures)].iter().chain(&later) {
        let row = cells.get(at..at + w + f)?;
        let mut row = spans(row);
        // What a row leaves out stands before its figures.
        let first = row.get(w)?.start;
        let left_out = std::iter::repeat_n(Span::new(first, first), columns - w - f);
        row.splice(w..w, left_out);
        rows.push(row);
        at += w + f;
    }
    (!later.is_empty() && at >= FEWEST_CELLS).then(|| Grid {
        rows,
        headed: true,
        sure: later.iter().any(|(w, _)| *w == words),
        closed: false,
        cells: at,
    })
}

/// Rows that begin and end with words, `Post A` / `3` / `57` / `Completed`: what stands between two runs of figures ends
/// one row and begins the next.
fn closed(text: &str, cells: &[Cell], runs: &[(usize, usize)]) -> Option<Grid> {
    let (&(lead, figures), later) = runs.split_first()?;
    let &(between, _) = later.first()?;
    let words = between.checked_sub(1).filter(|words| *words > 0)?;
    let columns = words + figures + 1;
    let rows = 2 + (later.iter().take_while(|run| **run == (between, figures))).count();
    let rows: Vec<&[Cell]> = cells.get(..columns * rows)?.chunks(columns).collect();
    let end = |row: &&[Cell]| row.last().map(|cell| cell.span.of(text));
    let last = rows.last().and_then(end);
    let alike = rows.iter().skip(1).filter(|row| end(row) == last).count();
    (lead == columns + words && alike > 1).then(|| Grid {
        cells: columns * rows.len(),
        rows: rows.into_iter().map(spans).collect(),
        headed: true,
        sure: true,
        closed: true,
    })
}

/// Rows of figures alone, the first a year each; a last row may be their total.
fn years(text: &str, cells: &[Cell], runs: &[(usize, usize)]) -> Option<Grid> {
    let &(columns, figures) = runs.first()?;
    let total = runs.get(1).is_some_and(|run| *run == (1, columns - 1));
    let rows = figures / columns + usize::from(total);
    let rows: Vec<&[Cell]> = cells
        .get(columns..columns * (rows + 1))?
        .chunks(columns)
        .collect();
    let dated = |row: &&[Cell]| {
        row.first()
            .is_some_and(|cell| !cell.figure || tables::is_year(cell.span.of(text)))
    };
    let whole = figures.is_multiple_of(columns) && figures > columns && columns > 1;
    (whole && rows.iter().all(dated)).then(|| Grid {
        cells: columns * (rows.len() + 1),
        rows: std::iter::once(cells.get(..columns).unwrap_or_default())
            .chain(rows)
            .map(spans)
            .collect(),
        headed: true,
        sure: true,
        closed: false,
    })
}

/// Scores without a head: a label and a number, three times at least.
fn scores(text: &str, cells: &[Cell], runs: &[(usize, usize)]) -> Option<Grid> {
    let pairs = runs.iter().take_while(|run| **run == (1, 1)).count();
    let pairs: Vec<&[Cell]> = cells.get(..2 * pairs)?.chunks(2).collect();
    let scored = |pair: &&&[Cell]| {
        pair.last()
            .is_some_and(|cell| is_points(cell.span.of(text)))
    };
    let pairs: Vec<&[Cell]> = pairs.iter().take_while(scored).copied().collect();
    (pairs.len() >= 3).then(|| Grid {
        cells: 2 * pairs.len(),
        rows: pairs.into_iter().map(spans).collect(),
        headed: false,
        sure: true,
        closed: false,
    })
}

fn spans(cells: &[Cell]) -> Vec<Span> {
    cells.iter().map(|cell| cell.span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    /// Each line of a long run asks for a table; the run is collected once, whatever it holds.
    #[test]
    fn a_stretch_of_lines_is_collected_once() {
        for end in ["", " |"] {
            let text = format!("alder{end}\nbirch{end}\n").repeat(50);
            let lines = lines(&text, &mut Vec::new());
            let mut builder = Builder::new(&text, &lines, &[], false);
            assert_eq!(builder.grid(0), None);
            let collected = builder.run.as_ptr();
            assert!((1..90).all(|at| builder.grid(at).is_none()));
            assert_eq!((builder.run.as_ptr(), builder.run.len()), (collected, 100));
        }
    }
}
