//! Lines of several cells to rows of tables.

use super::lines::{Line, Piece};

/// A gap this many times the size of the letters parts a label from its value.
const APART: f64 = 3.0;

/// A run of lines that are rows of one table.
#[derive(Debug)]
pub struct Table {
    /// Number of lines it takes.
    pub lines: usize,
    /// Cells of each row, by column.
    pub rows: Vec<Vec<String>>,
}

/// The table that begins at the first of these lines, if one does.
pub fn at(lines: &[Line]) -> Option<Table> {
    let first = lines.first()?;
    let second = first.cells.get(1)?.left;
    let count = lines
        .iter()
        .zip(std::iter::once(first).chain(lines))
        .take_while(|(line, before)| {
            let step = line.base - before.base;
            // A line beside the first cell goes on with the cells of the row above.
            let beside = line.left > second - 2.0 && step < 1.6 * line.size;
            line.column == first.column
                && (line.cells.len() > 1 || beside)
                && (0.0..4.0 * line.size).contains(&step)
        })
        .count();
    let run = lines.get(..count)?;
    let columns = columns(run);
    let worded = run
        .iter()
        .any(|line| line.text().chars().any(char::is_alphanumeric));
    let rows = run.iter().filter(|line| line.cells.len() > 1).count();
    // One line alone is a row if it has many cells, or two far apart: a label and its value.
    let apart = first.cells.windows(2).any(|pair| matches!(pair, [a, b] if b.left - a.right > APART * first.size));
    let enough = rows > 1 || columns.len() > 2 || apart;
    if !enough || !worded || is_list(run, &columns) {
        return None;
    }
    if run.iter().any(|line| is_crowded(line, &columns)) {
        // Set with tabs, not in columns: the order of the cells is all there is.
        let cells = |line: &Line| {
            line.cells
                .iter()
                .map(|cell| cell.text().trim().to_owned())
                .collect()
        };
        return Some(Table {
            lines: count,
            rows: run.iter().map(cells).collect(),
        });
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in run {
        let cells = row(line, &columns);
        let starts = cells.first().is_some_and(|cell| !cell.is_empty());
        match rows.last_mut().filter(|_| !starts) {
            // Without a first cell it is the second line of the row above.
            Some(above) => {
                for (cell, more) in above
                    .iter_mut()
                    .zip(cells)
                    .filter(|(_, more)| !more.is_empty())
                {
                    if !cell.is_empty() {
                        cell.push(' ');
                    }
                    cell.push_str(&more);
                }
            }
            None => rows.push(cells),
        }
    }
    Some(Table { lines: count, rows })
}

/// Where the columns run: the stretches that cells cover, merged where they overlap.
fn columns(lines: &[Line]) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = lines
        .iter()
        .flat_map(|line| &line.cells)
        .map(|cell| (cell.left, cell.right))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (left, right) in spans {
        match columns.last_mut().filter(|column| left < column.1) {
            Some(column) => column.1 = column.1.max(right),
            None => columns.push((left, right)),
        }
    }
    columns
}

fn column_of(piece: &Piece, columns: &[(f64, f64)]) -> Option<usize> {
    columns
        .iter()
        .position(|(left, right)| piece.left >= *left && piece.left <= *right)
}

/// Do two of its cells fall into one column?
fn is_crowded(line: &Line, columns: &[(f64, f64)]) -> bool {
    let own: Vec<_> = line
        .cells
        .iter()
        .map(|cell| column_of(cell, columns))
        .collect();
    own.windows(2)
        .any(|pair| matches!(pair, [one, next] if one == next))
}

fn row(line: &Line, columns: &[(f64, f64)]) -> Vec<String> {
    let mut cells = vec![String::new(); columns.len()];
    for piece in &line.cells {
        let column = column_of(piece, columns);
        if let Some(cell) = column.and_then(|at| cells.get_mut(at)) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(piece.text().trim());
        }
    }
    cells
}

/// Are these items of a list, whose numbers or bullets stand apart?
fn is_list(lines: &[Line], columns: &[(f64, f64)]) -> bool {
    let sign = |piece: &Piece| {
        let text = piece.text();
        let text = text.trim();
        let bare = text.trim_matches(['(', ')', '.', '[', ']', ' ']);
        text.chars().count() <= 5
            && (bare.chars().count() <= 2 || bare.bytes().all(|b| b.is_ascii_digit()))
    };
    columns.len() == 2
        && lines
            .iter()
            .all(|line| line.cells.first().is_some_and(sign))
}
