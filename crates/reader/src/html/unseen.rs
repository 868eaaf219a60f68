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
    (b"noframe", false),
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

    /// Tells at the end of a page of text that an element left open has swallowed.
    pub fn lost(&self) -> Option<Diagnostic> {
        (self.open > 0 && self.text).then(|| {
            let name = String::from_utf8_lossy(self.outermost);
            let message = format!(
                "The page ends within <{name}>, which is never closed; the text after it was not read. Add </{name}> where it ends."
            );
            note(Severity::Warning, "unclosed-element", &message, None)
        })
    }
}
