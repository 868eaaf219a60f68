//! Pieces of lines to lines in reading order: column after column.
//!
//! A gutter is an upright band of white that runs between two stretches of running text. What crosses it (a title, a
//! wide table) divides the page into bands; in each band the left side is read before the right one. Sides may be
//! divided again. Pieces that only stand side by side as cells of a table are left in one line.

use super::lines::{Line, Piece};

/// Width of the steps in which gutters are looked for, in points.
const STEP: f64 = 2.0;
/// Full lines that a column of text must have, and characters that each of them must have.
const LEAST: usize = 4;
const SHORT: usize = 18;
/// How deep columns may be divided.
const DEPTH: usize = 3;

/// The lines of a page in reading order.
pub fn order(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut columns = 0;
    divide(pieces, DEPTH, &mut columns, &mut lines);
    lines
}

fn divide(pieces: Vec<Piece>, depth: usize, columns: &mut usize, lines: &mut Vec<Line>) {
    let gutter = if depth > 0 { gutter(&pieces) } else { None };
    let Some(gutter) = gutter else {
        *columns += 1;
        column(pieces, *columns, lines);
        return;
    };
    let mut pieces = pieces;
    pieces.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
    for piece in pieces {
        if piece.left < gutter && piece.right > gutter {
            sides(&mut left, &mut right, depth, columns, lines);
            across.push(piece);
            continue;
        }
        if !across.is_empty() {
            divide(std::mem::take(&mut across), 0, columns, lines);
        }
        if piece.left < gutter {
            left.push(piece);
        } else {
            right.push(piece);
        }
    }
    divide(across, 0, columns, lines);
    sides(&mut left, &mut right, depth, columns, lines);
}

fn sides(
    left: &mut Vec<Piece>,
    right: &mut Vec<Piece>,
    depth: usize,
    columns: &mut usize,
    lines: &mut Vec<Line>,
) {
    for side in [left, right] {
        let side = std::mem::take(side);
        if !side.is_empty() {
            divide(side, depth - 1, columns, lines);
        }
    }
}

/// Where a gutter runs, if running text stands on both sides of one.
fn gutter(pieces: &[Piece]) -> Option<f64> {
    let left = pieces
        .iter()
        .map(|piece| piece.left)
        .fold(f64::MAX, f64::min);
    let right = pieces
        .iter()
        .map(|piece| piece.right)
        .fold(f64::MIN, f64::max);
    let steps = ((right - left) / STEP).clamp(0.0, 4_000.0) as usize;
    let mut crossing = vec![0_usize; steps + 1];
    for piece in pieces {
        let from = ((piece.left - left) / STEP).max(0.0) as usize;
        let to = ((piece.right - left) / STEP).max(0.0) as usize;
        crossing
            .iter_mut()
            .take(to + 1)
            .skip(from)
            .for_each(|count| *count += 1);
    }
    // Not at the very edges: indents and hanging numbers are no columns.
    let inner = crossing
        .iter()
        .enumerate()
        .take(steps * 4 / 5)
        .skip(steps / 5);
    let least = inner.clone().map(|(_, count)| *count).min()?;
    let mut best: Option<(usize, usize)> = None;
    let mut open: Option<usize> = None;
    for (at, count) in inner.chain(std::iter::once((steps * 4 / 5, &usize::MAX))) {
        match (*count == least, open) {
            (true, None) => open = Some(at),
            (false, Some(from)) => {
                if best.is_none_or(|(first, last)| at - from > last - first) {
                    best = Some((from, at));
                }
                open = None;
            }
            _ => {}
        }
    }
    let (from, to) = best?;
    let at = left + STEP * (from + to) as f64 / 2.0;
    let (before, after): (Vec<&Piece>, Vec<&Piece>) = pieces
        .iter()
        .filter(|piece| !(piece.left < at && piece.right > at))
        .partition(|piece| piece.left < at);
    let spans = pieces.len() - before.len() - after.len();
    let mostly = spans <= before.len().min(after.len());
    let apart = match (is_prose(&before), is_prose(&after)) {
        (true, true) => true,
        // A table beside a column of text: its rows do not stand on the lines of the text.
        (false, true) => !is_level(&before, &after),
        (true, false) => !is_level(&after, &before),
        (false, false) => false,
    };
    (mostly && apart).then_some(at)
}

/// Is it a column of running text: some lines that fill its width, and most of its words in them?
fn is_prose(pieces: &[&Piece]) -> bool {
    let left = pieces
        .iter()
        .map(|piece| piece.left)
        .fold(f64::MAX, f64::min);
    let right = pieces
        .iter()
        .map(|piece| piece.right)
        .fold(f64::MIN, f64::max);
    let full = |piece: &&&Piece| {
        piece.right - piece.left > 0.7 * (right - left) && piece.characters() >= SHORT
    };
    let characters: usize = pieces.iter().map(|piece| piece.characters()).sum();
    let in_full: usize = pieces
        .iter()
        .filter(full)
        .map(|piece| piece.characters())
        .sum();
    pieces.iter().filter(full).count() >= LEAST && in_full * 10 >= characters * 6
}

/// Do most of the pieces stand on the base lines of the others, as the cells of one table do?
fn is_level(pieces: &[&Piece], others: &[&Piece]) -> bool {
    let level = |piece: &&&Piece| {
        others
            .iter()
            .any(|other| (other.base - piece.base).abs() < 0.1 * piece.size)
    };
    pieces.iter().filter(level).count() * 2 > pieces.len()
}

/// The lines of one column.
fn column(mut pieces: Vec<Piece>, number: usize, lines: &mut Vec<Line>) {
    pieces.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let left = pieces
        .iter()
        .map(|piece| piece.left)
        .fold(f64::MAX, f64::min);
    let right = pieces
        .iter()
        .map(|piece| piece.right)
        .fold(f64::MIN, f64::max);
    let first = lines.len();
    for piece in pieces {
        let beside = lines.len() > first;
        match lines
            .last_mut()
            .filter(|line| beside && (line.base - piece.base).abs() < 0.3 * piece.size)
        {
            Some(line) => {
                line.right = line.right.max(piece.right);
                line.left = line.left.min(piece.left);
                line.size = line.size.max(piece.size);
                line.bold &= piece.bold;
                line.artifact &= piece.artifact;
                line.cells.push(piece);
            }
            None => lines.push(Line {
                left: piece.left,
                right: piece.right,
                base: piece.base,
                size: piece.size,
                bold: piece.bold,
                artifact: piece.artifact,
                column: number,
                borders: (left, right),
                cells: vec![piece],
            }),
        }
    }
    for line in lines.iter_mut().skip(first) {
        line.cells.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Part;
    use super::*;

    fn piece(text: &str, left: f64, right: f64, base: f64) -> Piece {
        Piece {
            parts: vec![Part {
                text: text.to_owned(),
                raised: false,
            }],
            left,
            right,
            base,
            size: 10.0,
            ..Piece::default()
        }
    }

    fn texts(pieces: Vec<Piece>) -> Vec<String> {
        order(pieces).iter().map(Line::text).collect()
    }

    #[test]
    fn two_columns_under_a_title() {
        let mut pieces = vec![piece("A title across both columns", 50.0, 500.0, 40.0)];
        for row in 0..5 {
            let base = 60.0 + 12.0 * f64::from(row);
            pieces.push(piece(
                &format!("left line of running text {row}"),
                50.0,
                260.0,
                base,
            ));
            pieces.push(piece(
                &format!("right line of running text {row}"),
                290.0,
                500.0,
                base + 1.0,
            ));
        }
        let read = texts(pieces);
        assert_eq!(read[0], "A title across both columns");
        assert_eq!(read[5], "left line of running text 4");
        assert_eq!(read[6], "right line of running text 0");
    }

    #[test]
    fn cells_of_a_table_stay_in_their_row() {
        let mut pieces = Vec::new();
        for row in 0..6 {
            let base = 60.0 + 12.0 * f64::from(row);
            pieces.push(piece("Batken", 50.0, 90.0, base));
            pieces.push(piece("12", 300.0, 310.0, base));
        }
        assert_eq!(texts(pieces)[0], "Batken 12");
    }
}
