//! What a page holds but does not show: scripts, styles, drawings, fields of forms.

use whitestone_model::{Diagnostic, Severity};

use crate::diagnostics::note;

/// Elements whose text is not read, and whether `<name/>` is the whole of one. For the others a tokenizer must see an
/// end tag.
const UNSEEN: [(&[u8], bool); 11] = [
    (b"script", false),
    (b"style", false),
    (b"title", false),
    (b"template", true),
    (b"svg", true),
    (b"select", true),
    (b"textarea", false),
    (b"iframe", false),
    (b"noscript", false),
    (b"noembed", false),
    (b"noframes", true),
];

/// The open elements that are not read.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    open: usize,
    /// The outermost of them.
    outermost: &'static [u8],
    /// Is the tag being read that of one which `/>` closes?
    closable: bool,
    /// Was text passed over since the outermost one began?
    text: bool,
    /// Does the page end within a comment?
    comment: bool,
}

impl Unseen {
    pub fn is_empty(&self) -> bool {
        self.open == 0
    }

    pub fn open(&mut self, name: &[u8]) {
        let found = UNSEEN.iter().find(|(element, _)| *element == name);
        self.closable = found.is_some_and(|(_, closable)| *closable);
        if let Some((element, _)) = found {
            if self.open == 0 {
                (self.outermost, self.text) = (element, false);
            }
            self.open += 1;
        }
    }

    pub fn close(&mut self, name: &[u8]) {
        if UNSEEN.iter().any(|(element, _)| *element == name) {
            self.open = self.open.saturating_sub(1);
        }
    }

    /// The tag being read ends in `/>`.
    pub fn close_at_once(&mut self) {
        if std::mem::take(&mut self.closable) {
            self.open = self.open.saturating_sub(1);
        }
    }

    /// Passes over text.
    pub fn pass(&mut self, text: &[u8]) {
        self.text |= !text.trim_ascii().is_empty();
    }

    /// The page ends within a comment.
    pub fn end_in_comment(&mut self) {
        self.comment = true;
    }

    /// Tells at the end of a page of text that an element or comment left open has swallowed.
    pub fn lost(&self) -> Option<Diagnostic> {
        let (opened, closed) = if self.open > 0 && self.text {
            let name = String::from_utf8_lossy(self.outermost);
            (format!("<{name}>"), format!("</{name}>"))
        } else if self.comment {
            ("<!--".to_owned(), "-->".to_owned())
        } else {
            return None;
        };
        let message = format!(
            "The page ends within {opened}, which is never closed; the text after it was not read. Add {closed} where it ends."
        );
        Some(note(Severity::Warning, "unclosed-element", &message, None))
    }
}
