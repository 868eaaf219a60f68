//! How much work one file may make. A file beyond a limit is refused, whole and with the limit named.
//!
//! Limits count bytes, entries and steps rather than seconds: time would make the text depend on the machine. At the
//! speed measured, each of them is reached within seconds.

use crate::Refusal;

/// Bytes of a file: the longest reports known have some 50 MB, mostly pictures.
pub const FILE: usize = 256 << 20;
/// Entries of a package (DOCX, XLSX).
pub const ENTRIES: usize = 10_000;
/// Bytes of one unpacked part of a package, or of one stream of a PDF.
pub const PART: u64 = 256 << 20;
/// Bytes of everything unpacked together.
pub const UNPACKED: u64 = 1 << 30;
/// How much larger a file may become when it is unpacked; small files may always become [`FREE`] bytes.
pub const RATIO: u64 = 400;
/// Bytes to which any file may unpack, whatever its ratio.
pub const FREE: u64 = 32 << 20;
/// Elements of mark-up within one another.
pub const DEPTH: usize = 512;
/// Bytes of text that a file may give.
pub const TEXT: usize = 64 << 20;
/// Cells of a workbook.
pub const CELLS: usize = 4_000_000;
/// Columns of a table; what stands further right is left out and told.
pub const COLUMNS: u32 = 1_024;
/// Pages of a PDF.
pub const PAGES: usize = 20_000;
/// Operators on all pages of a PDF.
pub const OPERATORS: usize = 50_000_000;
/// Characters on one page; more is a map or an attack.
pub const PAGE_CHARACTERS: usize = 200_000;
/// Forms within one another on a page of a PDF.
pub const FORMS: usize = 12;

/// Refuses a file that is too large to be looked at.
pub fn check_size(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > FILE {
        return Err(Refusal::too_large(
            &format!("the file has {} MB", bytes.len() >> 20),
            format!("{} MB", FILE >> 20),
        ));
    }
    Ok(())
}

/// The most bytes to which a file of this size may unpack.
pub fn unpacked(file: usize) -> u64 {
    (file as u64).saturating_mul(RATIO).clamp(FREE, UNPACKED)
}

/// The refusal of a file that unpacks to more.
pub fn bomb(file: usize) -> Refusal {
    Refusal::new(
        "unpacks-too-large",
        format!(
            "its {} KB unpack to more than {} MB, as only a faulty or hostile file does. Open it and save it anew, or leave it out.",
            file.div_ceil(1024),
            unpacked(file) >> 20
        ),
    )
}

/// Refuses more text than the most a file may give.
pub fn check_text(bytes: usize) -> Result<(), Refusal> {
    if bytes > TEXT {
        return Err(Refusal::too_large(
            "it holds too much text",
            format!("{} MB", TEXT >> 20),
        ));
    }
    Ok(())
}
