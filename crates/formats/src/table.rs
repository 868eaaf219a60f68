//! Rows of cells to tables: what stands together between empty rows is one table, and its first row may head it.

use whitestone_model::Severity;
use whitestone_reader::manuscript::{Line, Manuscript};

/// A cell with its place.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Its words.
    pub words: String,
    /// Its place: `sheet Casualties, B7`.
    pub place: String,
}

/// The rows of a table being read.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<Cell>>,
    /// Were cells left out because they stood too far right?
    cut: bool,
}

impl Table {
    /// Adds a row; an empty one ends the table.
    pub fn row(&mut self, row: Vec<Cell>, out: &mut Manuscript) {
        if row.iter().all(|cell| cell.words.trim().is_empty()) {
            self.end(out);
        } else {
            self.rows.push(row);
        }
    }

    /// Notes that a cell stood too far right to be read.
    pub fn cut(&mut self, out: &mut Manuscript) {
        if !std::mem::replace(&mut self.cut, true) {
            out.tell(
                Severity::Warning,
                "wide-table",
                "A table has more than a thousand columns; what stands further right was not read.",
            );
        }
    }

    /// Writes the table down. A row with a single cell is a line of text: a title, or a remark.
    pub fn end(&mut self, out: &mut Manuscript) {
        let rows = std::mem::take(&mut self.rows);
        let full = |row: &[Cell]| {
            row.iter()
                .filter(|cell| !cell.words.trim().is_empty())
                .count()
        };
        let first = rows
            .iter()
            .filter(|row| full(row) > 1)
            .filter_map(|row| row.iter().position(|cell| !cell.words.trim().is_empty()))
            .min()
            .unwrap_or(0);
        let mut begun = false;
        for row in &rows {
            if full(row) < 2 {
                for cell in row.iter().filter(|cell| !cell.words.trim().is_empty()) {
                    out.place(&cell.place);
                    out.text(&cell.words);
                    out.end(Line::Text);
                }
                continue;
            }
            let cells = row.get(first..).unwrap_or_default();
            let head = !begun && cells.iter().all(|cell| !is_number(&cell.words));
            begun = true;
            out.row(
                cells
                    .iter()
                    .map(|cell| (cell.words.as_str(), cell.place.as_str())),
                head,
            );
        }
    }
}

/// Is it a figure, but not a year, which may head a column?
fn is_number(words: &str) -> bool {
    let bare = words
        .trim()
        .trim_end_matches('%')
        .replace([',', ' ', '\u{A0}'], "");
    let year = bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
    !year && bare.parse::<f64>().is_ok()
}

/// The letters of a column: 0 is A, 26 is AA.
pub fn column(mut number: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(number % 26).unwrap_or(0)));
        match (number / 26).checked_sub(1) {
            Some(next) => number = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 701, 702, 16_383].map(column),
            ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
        );
    }

    #[test]
    fn figures_and_years() {
        assert!(
            is_number("1,200") && is_number("3.5") && is_number("12 %".replace(' ', "").as_str())
        );
        assert!(!is_number("2004") && !is_number("Batken") && !is_number(""));
    }
}
