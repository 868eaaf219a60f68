//! Lines of several cells to rows of tables.

use super::lines::{Line, Piece};

/// A gap this many times the size of the letters parts a label from its value.
const APART: f64 = 3.0;
/// The widest gap between two words of a justified line.
const LOOSE: f64 = 2.2;

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
    let count = length(lines, first)?;
    let run = lines.get(..count)?;
    let columns = columns(run);
    let worded = run
        .iter()
        .any(|line| line.text().chars().any(char::is_alphanumeric));
    let rows = run.iter().filter(|line| line.cells.len() > 1).count();
    // One line alone is a row if it has many cells, or two far apart: a label and its value.
    let apart = first
        .cells
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if b.left - a.right > APART * first.size));
    let enough = rows > 1 || columns.len() > 2 || apart;
    if !enough || !worded || is_list(run, &columns) {
        return None;
    }
    if run.iter().any(|line| is_crowded(line, &columns)) {
        return Some(Table {
            lines: count,
            rows: in_order(run),
        });
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in run {
        let cells = row(line, &columns);
        let starts = line.cells.len() > 1 && cells.first().is_some_and(|cell| !cell.is_empty());
        match rows.last_mut().filter(|_| !starts) {
            // Without a first cell, or with nothing else, it is the second line of the row above.
            Some(above) => {
                for (cell, more) in above
                    .iter_mut()
                    .zip(cells)
                    .filter(|(_, more)| !more.is_empty())
                {
                    if !cell.is_empty() && !cell.ends_with('-') {
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

/// Number of lines that belong to the table which begins at the first of these.
fn length(lines: &[Line], first: &Line) -> Option<usize> {
    let second = first.cells.get(1)?.left;
    let steps = |line: &Line, before: &Line| line.base - before.base;
    let mut rows: Vec<f64> = lines
        .windows(2)
        .take_while(|pair| matches!(pair, [_, line] if line.column == first.column))
        .filter_map(|pair| match pair {
            [before, line] if line.cells.len() > 1 && before.cells.len() > 1 => {
                Some(steps(line, before))
            }
            _ => None,
        })
        .take(100)
        .collect();
    rows.sort_by(f64::total_cmp);
    let usual = rows.get(rows.len() / 2).copied().unwrap_or(0.0);
    let mut count = 0;
    for (at, (line, before)) in lines
        .iter()
        .zip(std::iter::once(first).chain(lines))
        .enumerate()
    {
        let step = steps(line, before);
        let near = line.column == first.column && (0.0..4.0 * line.size).contains(&step);
        let close = line.cells.len() == 1 && step < 1.6 * line.size;
        // A line beside the first cell goes on with the cells of the row above; one under it, closer than rows are,
        // goes on with that cell.
        let beside = close && line.left > second - 2.0;
        let under = close && line.right < second && step < 0.9 * usual;
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        let justified = is_justified(line, [above, lines.get(at + 1)]);
        if !near || justified || !(line.cells.len() > 1 || beside || under) {
            break;
        }
        count = at + 1;
    }
    Some(count)
}

/// Rows of a table set with tabs, not in columns: the order of the cells is all there is.
fn in_order(lines: &[Line]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let cells = line
            .cells
            .iter()
            .map(|cell| cell.text().trim().to_owned())
            .collect();
        match rows
            .last_mut()
            .and_then(|row| row.first_mut())
            .filter(|_| line.cells.len() < 2)
        {
            Some(cell) => {
                cell.push(' ');
                cell.push_str(line.text().trim());
            }
            None => rows.push(cells),
        }
    }
    rows
}

/// Is it a line of running text whose words were driven apart to fill it? Where only one gap is wide it looks like two
/// cells: then lines of text must stand above or below.
fn is_justified(line: &Line, neighbours: [Option<&Line>; 2]) -> bool {
    let narrow = |pair: &[Piece]| matches!(pair, [a, b] if b.left - a.right < LOOSE * line.size);
    let full = line.right > line.borders.1 - 0.6 * line.size;
    let text = |other: &Line| {
        let near = other.column == line.column && (other.base - line.base).abs() < 2.0 * line.size;
        near && other.cells.len() != 2 && other.right - other.left > 0.6 * (line.right - line.left)
    };
    let within = line.cells.len() > 2 || neighbours.into_iter().flatten().any(text);
    full && within && line.cells.len() > 1 && line.cells.windows(2).all(narrow)
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
