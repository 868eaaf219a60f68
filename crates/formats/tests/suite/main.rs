//! Formats as their users meet them: files made here by code, files made by LibreOffice, and broken ones.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what the tests share fails as the tests do"
)]

mod docx;
mod hostile;
mod made;
mod mail;
mod metamorphic;
mod pdf;
mod refusals;
mod tables;

use whitestone_model::document::BlockKind;
use whitestone_model::{Document, DocumentMeta, Vocabulary};

/// Reads bytes with nothing known of them.
fn read(bytes: &[u8], name: &str) -> Document {
    whitestone_formats::read(
        bytes,
        name,
        &DocumentMeta::default(),
        &Vocabulary::default(),
    )
}

/// The blocks as `kind words`, in order.
fn blocks(document: &Document) -> Vec<String> {
    let kind = |kind: BlockKind| format!("{kind:?}").to_lowercase();
    let line = |words: &str| words.replace('\t', " | ");
    document
        .blocks
        .iter()
        .map(|b| format!("{} {}", kind(b.kind), line(document.slice(b.span))))
        .collect()
}

/// The codes of what reading met, but for what so short a text does not say of itself.
fn codes(document: &Document) -> Vec<&str> {
    let met = document.diagnostics.iter().map(|met| met.code.as_str());
    met.filter(|code| !matches!(*code, "no-country" | "no-date"))
        .collect()
}
