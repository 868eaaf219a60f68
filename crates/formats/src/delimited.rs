//! Comma-separated values: one table, its separator found in the first lines.

use csv::{ReaderBuilder, StringRecord};
use whitestone_reader::manuscript::Manuscript;

use crate::table::{Cell, Table};
use crate::{Refusal, limits};

/// How much of a file is looked at for its separator.
const PROBE: usize = 16 << 10;

/// Renders a table of separated values; `encoding` is what the user said of it, or empty.
///
/// # Errors
/// When it is no table, or beyond a limit.
pub fn write(bytes: &[u8], name: &str, encoding: &str) -> Result<Manuscript, Refusal> {
    let mut out = crate::manuscript("csv");
    let text = out.decode(bytes, encoding);
    limits::check_text(text.len())?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text, name))
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = StringRecord::new();
    let mut cells = 0;
    let mut last = 0;
    while reader
        .read_record(&mut record)
        .map_err(|error| Refusal::damaged("table", error))?
    {
        cells += record.len();
        if cells > limits::CELLS {
            return Err(Refusal::too_large("it has too many cells", limits::CELLS));
        }
        let line = record.position().map_or(0, csv::Position::line);
        // The reader passes over empty lines; here they end a table.
        if last > 0 && line > last + 1 {
            table.end(&mut out);
        }
        last = reader.position().line().saturating_sub(1).max(line);
        table.row(row(&record, line), &mut out);
        if record.len() > limits::COLUMNS as usize {
            table.cut(&mut out);
        }
    }
    table.end(&mut out);
    Ok(out)
}

fn row(record: &StringRecord, line: u64) -> Vec<Cell> {
    let cells = record.iter().take(limits::COLUMNS as usize).enumerate();
    cells
        .map(|(at, words)| Cell {
            words: words.trim().to_owned(),
            place: format!("row {line}, column {}", at + 1),
        })
        .collect()
}

/// The separator that stands most evenly in the first lines.
fn separator(text: &str, name: &str) -> u8 {
    if name.to_ascii_lowercase().ends_with(".tsv") {
        return b'\t';
    }
    let mut head = text.len().min(PROBE);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let lines: Vec<&str> = text
        .get(..head)
        .unwrap_or_default()
        .lines()
        .take(20)
        .collect();
    let even = |sign: u8| {
        let counts: Vec<usize> = lines
            .iter()
            .map(|line| line.bytes().filter(|b| *b == sign).count())
            .collect();
        let first = counts.first().copied().unwrap_or(0);
        let same = counts.iter().filter(|count| **count == first).count();
        (first > 0, same, first)
    };
    // The last of equals wins: a comma also stands in running text.
    [b'|', b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| even(*sign))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        assert_eq!(separator("a;b;c\n1,5;2;3\n", "x.csv"), b';');
        assert_eq!(separator("a,b\n1,2\n", "x.csv"), b',');
        assert_eq!(separator("a\tb, c\n1\t2\n", "x.csv"), b'\t');
        assert_eq!(separator("a,b\n", "x.tsv"), b'\t');
    }
}
