//! Tables printed one cell to a line: `Province`, `District`, `Area (m2)`, `Upper Orra`, `Fen`, `12,345`, ...
//!
//! Their rows are found again by their rhythm. Figures stand at the ends of rows: so many lines of words, so many
//! figures, again and again. The words before the first figure are the heads of the columns and the first row's own.

use whitestone_model::Span;

use super::Builder;
use super::boxes::is_bars;
use crate::inline::BULLETS;
use crate::layout::layout;
use crate::tables;

/// No cell has more bytes than this.
const LONGEST_CELL: usize = 60;
/// No cell has more words than this.
const MOST_WORDS: usize = 6;
/// A table has at least so many cells.
const FEWEST_CELLS: usize = 6;
/// Scores are given out of this many points.
const BEST_SCORE: f32 = 10.0;

/// A cell and the line after it.
#[derive(Debug, Clone, Copy)]
struct Cell {
    span: Span,
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
    cells: usize,
}

impl Builder<'_> {
    /// Reads a table of one cell a line; gives the line after it.
    pub(super) fn grid(&mut self, at: usize) -> Option<usize> {
        if self.wrapped && !self.raw(at).ends_with(" |") {
            return None;
        }
        let cells = self.cells(at);
        let grid = table(self.text, &cells)?;
        // The heading above a table is no head of a column.
        let inner = |skip| cells.get(skip..).and_then(|cells| table(self.text, cells));
        if !grid.sure && (1..=3).any(|skip| inner(skip).is_some_and(|inner| inner.sure)) {
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
        let barred = |at| self.raw(at).ends_with(" |");
        (barred(at) && barred(at + 1) && barred(at + 2)).then(|| self.grid(at))?
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
                    next,
                    figure: is_figure(raw),
                }),
            }
        }
        cells
    }

    /// `LAND RELEASE` / `(20% of overall score)` / `5`: a criterion, its weight and its score.
    pub(super) fn weighted_score(&mut self, at: usize) -> Option<usize> {
        let (label, score) = (self.lines.get(at)?.span, self.lines.get(at + 2)?.span);
        let weight = self.lines.get(at + 1)?.span;
        let short = label.len() <= LONGEST_CELL && !label.of(self.text).ends_with('.');
        let free = self.is_free(at + 1) && self.is_free(at + 2);
        if !(free
            && short
            && layout().weights.fit(weight.of(self.text))
            && is_points(score.of(self.text)))
        {
            return None;
        }
        self.push_row(vec![Span::new(label.start, weight.end), score], None);
        Some(at + 3)
    }

    /// `2017 2016`, and below it `Problem understood 7 6`: lines of a table with a column for each year.
    pub(super) fn year_columns(&mut self, at: usize) -> Option<usize> {
        let line = self.lines.get(at)?.span;
        let words = tables::words(self.text, line);
        let years = words
            .iter()
            .rev()
            .take_while(|word| tables::is_year(word.of(self.text)))
            .count();
        if years < 2 || line.len() > LONGEST_CELL || line.of(self.text).contains(',') {
            return None;
        }
        let (title, columns) = words.split_at_checked(words.len() - years)?;
        let end = title.last().map_or(line.start, |word| word.end);
        let mut rows = vec![vec![Span::new(line.start, end)]];
        rows.first_mut()?.extend(columns);
        let mut next = at + 1;
        while let Some(line) = self.lines.get(next) {
            let words = tables::words(self.text, line.span);
            let Some((label, scores)) = words
                .len()
                .checked_sub(years)
                .and_then(|at| words.split_at_checked(at))
            else {
                break;
            };
            let scored = scores.iter().all(|score| is_points(score.of(self.text)));
            let (Some(first), Some(last)) = (label.first(), label.last()) else {
                break;
            };
            if !scored
                || !self.is_free(next)
                || line.span.len() > 2 * LONGEST_CELL
                || label.iter().any(|word| word.of(self.text).ends_with(':'))
            {
                break;
            }
            let mut row = vec![Span::new(first.start, last.end)];
            row.extend(scores);
            rows.push(row);
            next += 1;
        }
        if rows.len() < 3 {
            return None;
        }
        self.score_table(rows);
        Some(next)
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

fn is_points(raw: &str) -> bool {
    tables::is_score(raw) && raw.parse().is_ok_and(|score: f32| score <= BEST_SCORE)
}

/// The table that these cells begin with.
fn table(text: &str, cells: &[Cell]) -> Option<Grid> {
    if cells.first()?.figure || cells.len() < FEWEST_CELLS {
        return None;
    }
    let runs = runs(cells);
    years(text, cells, &runs)
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
        cells: at,
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
    })
}

fn spans(cells: &[Cell]) -> Vec<Span> {
    cells.iter().map(|cell| cell.span).collect()
}
