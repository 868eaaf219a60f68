//! Claims that a language model points at.
//!
//! Off unless a user names an endpoint in his own settings and asks. A model is given sentences and the vocabulary and
//! answers with quotes and properties. Nothing that it says is believed:
//!
//! - the quote must stand, letter by letter, in the sentence that was sent; the words of the value in the quote;
//! - property, code and qualifiers must be in the vocabulary, and the subject must be the document's;
//! - value, time, speaker, modality and notes are read from the text by `extract`, not taken from the answer.
//!
//! What passes is a [`Candidate`](whitestone_model::Candidate) with the origin `model:NAME`, and waits for a person like
//! any other. What does not pass is refused with its reason. An answer has no other effect, whatever it says: that is
//! the defence against instructions planted in a document, and sentences that speak to a machine are not sent at all.
//!
//! | module | holds |
//! | --- | --- |
//! | [`settings`] | the user's `assist.toml`: endpoint, model, limits, prices |
//! | [`brief`] | what is asked, from `assist/prompt.toml` and `assist/schema.json` |
//! | `portion` | a document cut into numbered sentences, each byte leading back to its place |
//! | [`refusal`] | why an answer, or one suggestion of it, is not taken |
//! | `check` | an answer compared with what was sent |
//! | [`suggest`](fn@suggest) | portion by portion, from sentences to candidates |
//!
//! There is no network here: [`Model`] is a trait, and `assist-http` is the one crate that opens a connection.

pub mod brief;
mod check;
mod portion;
pub mod refusal;
pub mod settings;
mod suggest;

use serde::Serialize;

pub use brief::Brief;
pub use refusal::{Reason, Refused};
pub use settings::Settings;
pub use suggest::{Asked, Suggestions, Withheld, dry_run, suggest};

/// What a model is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The task and the vocabulary: the same for every portion of a document.
    pub system: String,
    /// The sentences.
    pub user: String,
    /// The form of the answer, as JSON schema.
    pub schema: serde_json::Value,
}

/// What a model answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Its text.
    pub text: String,
    /// Tokens that it read, as it counts them.
    pub tokens_in: u64,
    /// Tokens that it wrote.
    pub tokens_out: u64,
}

/// Something that answers.
pub trait Model {
    /// Its name, as kept with every candidate.
    fn name(&self) -> &str;

    /// Asks it.
    ///
    /// # Errors
    /// When no answer came that could be read.
    fn ask(&mut self, request: &Request) -> Result<Answer, Unanswered>;
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// Nobody is there.
    #[error("the endpoint cannot be reached: {0}")]
    Unreachable(String),
    /// It took longer than the settings allow.
    #[error("no answer within {0} seconds (`timeout_seconds` in assist.toml)")]
    Slow(u64),
    /// It answered with an error.
    #[error("the endpoint refuses with HTTP status {status}{}", after(*.retry_after))]
    Status {
        /// The status.
        status: u16,
        /// Seconds to wait, where it says so.
        retry_after: Option<u64>,
    },
    /// Its answer is longer than the settings allow.
    #[error("the answer is longer than {0} bytes (`answer_bytes` in assist.toml)")]
    TooLong(u64),
    /// Its answer is not in the form of such endpoints.
    #[error("the answer is not that of a chat endpoint: {0}")]
    Strange(String),
}

fn after(seconds: Option<u64>) -> String {
    seconds.map_or_else(String::new, |s| {
        format!("; it asks to come back in {s} seconds")
    })
}

/// What asking took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Usage {
    /// Requests answered.
    pub requests: usize,
    /// Tokens that the model read.
    pub tokens_in: u64,
    /// Tokens that it wrote.
    pub tokens_out: u64,
}

impl Usage {
    /// Counts an answer.
    pub const fn add(&mut self, answer: &Answer) {
        self.requests += 1;
        self.tokens_in = self.tokens_in.saturating_add(answer.tokens_in);
        self.tokens_out = self.tokens_out.saturating_add(answer.tokens_out);
    }
}
