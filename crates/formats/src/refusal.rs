//! Why a file is not read, and what to do about it.

use whitestone_model::Severity;
use whitestone_reader::manuscript::Manuscript;

/// A file that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable name: `scanned`.
    pub code: &'static str,
    /// What is the matter with it, and what to do; follows on the name of the file.
    pub message: String,
}

impl Refusal {
    /// A refusal; the message goes on from "report.pdf: ".
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The bytes are broken.
    pub fn damaged(format: &str, why: impl std::fmt::Display) -> Self {
        Self::new(
            "damaged",
            format!(
                "this {format} is damaged and cannot be read ({why}). Fetch it again, or open it and save it anew."
            ),
        )
    }

    /// Something in it is larger than anything a report needs.
    pub fn too_large(what: &str, limit: impl std::fmt::Display) -> Self {
        Self::new(
            "too-large",
            format!(
                "{what}; the limit is {limit}. If it is a real report, split it and add the parts."
            ),
        )
    }

    /// Writes it down as what reading the file of this name met.
    pub fn tell(&self, name: &str, manuscript: &mut Manuscript) {
        manuscript.tell(
            Severity::Error,
            self.code,
            &format!("{name}: {}", self.message),
        );
    }
}
