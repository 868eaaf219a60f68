//! Excel's .xlsx: each sheet a heading with its tables, each cell with its address.
//!
//! Cells are read as stored: a number without the format in which Excel shows it, a date as its day, a formula as the
//! value it had when the file was saved. Sheets are streamed cell by cell, so a stray cell in the last corner of a
//! sheet costs no more than one cell.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use whitestone_model::Severity;
use whitestone_reader::manuscript::{Line, Manuscript};

use crate::package::Package;
use crate::table::{Cell, Table, column};
use crate::{Refusal, limits};

const FORMAT: &str = "workbook";

/// Renders a workbook.
///
/// # Errors
/// When it is damaged or beyond a limit.
pub fn write(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    Package::open(bytes, FORMAT)?.check()?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| Refusal::damaged(FORMAT, error))?;
    let mut out = crate::manuscript("xlsx");
    let mut left = limits::CELLS;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            out.tell(
                Severity::Note,
                "hidden-sheet",
                &format!(
                    "The sheet “{}” is hidden; it was read like the others.",
                    sheet.name
                ),
            );
        }
        let place = format!("sheet {}", sheet.name);
        out.place(&place);
        out.text(&sheet.name);
        out.end(Line::Heading);
        rows(&mut book, &sheet.name, &mut left, &mut out)?;
    }
    Ok(out)
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    left: &mut usize,
    out: &mut Manuscript,
) -> Result<(), Refusal> {
    let damaged = |error| Refusal::damaged(FORMAT, format!("sheet {sheet}: {error}"));
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut table = Table::default();
    let mut row: Vec<Cell> = Vec::new();
    let mut at = 0;
    let mut written = 0;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (line, across) = cell.get_position();
        let words = words(cell.get_value());
        if words.is_empty() {
            continue;
        }
        *left = left
            .checked_sub(1)
            .ok_or_else(|| Refusal::too_large("it has too many cells", limits::CELLS))?;
        written += words.len();
        limits::check_text(written)?;
        if line != at {
            table.row(std::mem::take(&mut row), out);
            // Rows between that hold nothing end the table.
            if line > at + 1 {
                table.end(out);
            }
            at = line;
        }
        if across >= limits::COLUMNS {
            table.cut(out);
            continue;
        }
        let slot = across as usize;
        if row.len() <= slot {
            row.resize_with(slot + 1, Cell::default);
        }
        if let Some(kept) = row.get_mut(slot) {
            *kept = Cell {
                words,
                place: format!("sheet {sheet}, {}{}", column(across), u64::from(line) + 1),
            };
        }
    }
    table.row(row, out);
    table.end(out);
    Ok(())
}

/// A cell as text.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        // The shortest digits that give the stored number back: 0.1 stays 0.1.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute) == (0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}")
            }
        }
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.trim_end_matches("T00:00:00").to_owned()
        }
    }
}
