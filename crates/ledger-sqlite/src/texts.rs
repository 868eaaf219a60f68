//! The texts of documents, at hand while passages are compared with them.

use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashMap;
use whitestone_model::{Assertion, DocumentId, Passage};

use crate::failure::Fault;

/// Texts kept in memory together, in bytes; beyond that the memory starts afresh.
const LIMIT: usize = 32 << 20;

/// Row and text of documents met lately.
#[derive(Default)]
pub struct Texts {
    known: FxHashMap<DocumentId, (i64, Rc<str>)>,
    bytes: usize,
}

impl Texts {
    /// Remembers a text that was just archived.
    pub fn add(&mut self, id: DocumentId, row: i64, text: &str) {
        if self.bytes + text.len() > LIMIT {
            self.known.clear();
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.known.insert(id, (row, Rc::from(text)));
    }

    /// Row and text of an archived document.
    pub fn get(
        &mut self,
        connection: &Connection,
        id: DocumentId,
    ) -> Result<Option<(i64, Rc<str>)>, Fault> {
        if let Some(known) = self.known.get(&id) {
            return Ok(Some(known.clone()));
        }
        let found = connection
            .prepare_cached(include_str!("../sql/text_of_document.sql"))?
            .query_row([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((row, bytes)) = found else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            Fault::row("reading", &id, format!("the text is not UTF-8: {error}"))
        })?;
        self.add(id, row, &text);
        Ok(self.known.get(&id).cloned())
    }

    /// Finds each passage of an assertion in the archived text; gives the row of the first document.
    ///
    /// A quote that is not at its place is refused, never moved to where it might belong.
    pub fn verify(
        &mut self,
        connection: &Connection,
        assertion: &Assertion,
        wrong: impl Fn(String) -> Fault,
    ) -> Result<Option<i64>, Fault> {
        let mut first = None;
        for passage in assertion.passages() {
            let document = passage.document;
            let Some((row, text)) = self.get(connection, passage.document)? else {
                return Err(wrong(format!(
                    "it rests on document {document}, which is not archived here"
                )));
            };
            if !stands(&text, passage) {
                return Err(wrong(format!(
                    "the quote {:?} is not at bytes {:?} of document {document}",
                    passage.quote, passage.ranges
                )));
            }
            first.get_or_insert(row);
        }
        Ok(first)
    }
}

/// Are these the exact words at these places?
fn stands(text: &str, passage: &Passage) -> bool {
    let mut rest = passage.quote.as_str();
    for (number, span) in passage.ranges.iter().enumerate() {
        let joined = if number == 0 {
            Some(rest)
        } else {
            rest.strip_prefix(' ')
        };
        let piece = text.get(span.start..span.end);
        match joined
            .zip(piece)
            .and_then(|(rest, piece)| rest.strip_prefix(piece))
        {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty() && !passage.quote.is_empty()
}
