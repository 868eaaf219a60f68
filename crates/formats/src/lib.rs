//! Documents in other formats than text: PDF, DOCX, e-mail, workbooks and CSV.
//!
//! Each module renders its format to a [`Manuscript`], the text version of the document, which `reader` then reads like
//! any other text. The text is kept in the ledger beside the archived bytes, quotes are compared with it, and every
//! stretch of it knows its place in the original: a page, a paragraph, a cell.
//!
//! | module | reads | place of a passage |
//! | --- | --- | --- |
//! | [`mod@pdf`] | the text layer of a PDF, in reading order | `page 3` |
//! | [`docx`] | Word's .docx, with its notes and tables | `paragraph 12`, `footnote 3`, `table 1, row 2` |
//! | [`mail`] | an e-mail (.eml) | `header`, `body` |
//! | [`workbook`] | Excel's .xlsx | `sheet Casualties, B7` |
//! | [`delimited`] | .csv and .tsv | `row 7, column 2` |
//!
//! The format is found in the bytes, not in the name ([`detect`]). What cannot be read is a [`Refusal`]: it becomes an
//! error among the diagnostics of a document without text, says which file, why, and what to do. Work is bounded by
//! [`limits`], never by the clock, so the same bytes give the same text on any machine.
//!
//! **To add a format**: a module with `write(bytes) -> Result<Manuscript, Refusal>`, its sign in [`detect`], a line in
//! [`read`] and in `ENDINGS`.

pub mod delimited;
pub mod detect;
pub mod docx;
pub mod limits;
pub mod mail;
mod package;
pub mod pdf;
mod refusal;
mod table;
pub mod workbook;
mod xml;

use whitestone_model::{Document, DocumentMeta, Vocabulary};
use whitestone_reader::manuscript::Manuscript;

pub use detect::Format;
pub use refusal::Refusal;

/// Endings of files that hold documents.
pub const ENDINGS: [&str; 13] = [
    "txt", "text", "html", "htm", "xhtml", "pdf", "docx", "docm", "eml", "xlsx", "xlsm", "csv",
    "tsv",
];

/// Reads a document of any format. What the user gave in `hints` wins over what the file says of itself.
///
/// Reading never fails: what cannot be read gives a document without text whose diagnostics say why
/// ([`Document::is_unreadable`]).
pub fn read(bytes: &[u8], name: &str, hints: &DocumentMeta, vocabulary: &Vocabulary) -> Document {
    let format = detect::format(bytes, name);
    let written = limits::check_size(bytes).and_then(|()| match format {
        Format::Text => Ok(None),
        Format::Pdf => pdf::write(bytes).map(Some),
        Format::Docx => docx::write(bytes).map(Some),
        Format::Mail => mail::write(bytes).map(Some),
        Format::Workbook => workbook::write(bytes).map(Some),
        Format::Delimited => delimited::write(bytes, name, &hints.encoding).map(Some),
        Format::Unread(kind) => Err(kind.refusal()),
    });
    match written {
        Ok(None) => whitestone_reader::read(bytes, name, hints, vocabulary),
        Ok(Some(mut manuscript)) => {
            manuscript.meta.media_type = format.media_type().to_owned();
            manuscript.read(bytes, name, hints, vocabulary)
        }
        Err(refusal) => {
            let mut manuscript = manuscript("none");
            manuscript.meta.media_type = format.media_type().to_owned();
            refusal.tell(name, &mut manuscript);
            manuscript.read(bytes, name, hints, vocabulary)
        }
    }
}

/// An empty manuscript of one of the readers here. A reader's version rises with every change after which the same
/// bytes may give another text.
fn manuscript(reader: &str) -> Manuscript {
    Manuscript::new(&format!(
        "whitestone-formats/{} {reader}",
        env!("CARGO_PKG_VERSION")
    ))
}
