//! Lines of several cells to rows of tables.

use super::lines::{Line, Piece};

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
    let count = lines
        .iter()
        .take_while(|line| line.cells.len() > 1 && line.column == first.column)
        .zip(std::iter::once(first).chain(lines))
        .take_while(|(line, before)| {
            line.base >= before.base && line.base - before.base < 4.0 * line.size
        })
        .count();
    let run = lines.get(..count)?;
    let columns = columns(run);
    let worded = run
        .iter()
        .any(|line| line.text().chars().any(char::is_alphanumeric));
    if (columns.len() < 2 && count < 2)
        || (count < 2 && columns.len() < 3)
        || !worded
        || is_list(run, &columns)
    {
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
