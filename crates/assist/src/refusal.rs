//! Why an answer, or one suggestion of it, is not taken.

use serde::{Serialize, Serializer};
use whitestone_extract::Unread;

/// Something that a model said and that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// What it said, clipped.
    pub said: String,
    /// Why it is not taken.
    #[serde(serialize_with = "in_words")]
    pub reason: Reason,
}

fn in_words<S: Serializer>(reason: &Reason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}

/// Why something is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Not JSON, or not of the form asked for.
    #[error("the answer is not in the form asked for: {0}")]
    Form(String),
    /// More than anybody could find in a portion.
    #[error("more than {0} suggestions in one answer")]
    TooMany(usize),
    /// A number that was not sent.
    #[error("there is no sentence {0} among those sent")]
    Sentence(usize),
    /// Another state.
    #[error("it is about {given:?}, the sentence about {wanted}")]
    Subject {
        /// As answered.
        given: String,
        /// The document's.
        wanted: String,
    },
    /// The heart of it: nothing without its words.
    #[error("the quote does not stand in the sentence, letter by letter")]
    Quote,
    /// A word or two can stand anywhere and mean anything.
    #[error("the quote is shorter than three words")]
    Short,
    /// A property that is not in the vocabulary, or was not asked for.
    #[error("the property {0:?} was not asked for")]
    Property(String),
    /// A code that the property does not have.
    #[error("the property {property} has no code {code:?}")]
    Code {
        /// The property.
        property: String,
        /// As answered.
        code: String,
    },
    /// The value is not within the quote.
    #[error("the words {0:?} of the value do not stand in the quote")]
    Words(String),
    /// A qualifier that the property does not have.
    #[error("the property {property} has no qualifier {name:?}")]
    Qualifier {
        /// The property.
        property: String,
        /// As answered.
        name: String,
    },
    /// The qualifier's value is not in the sentence, nor one of its codes.
    #[error("the qualifier {name} = {value:?} is no code of it and does not stand in the sentence")]
    QualifierWords {
        /// The qualifier.
        name: String,
        /// As answered.
        value: String,
    },
    /// The words are there, and do not say it.
    #[error(transparent)]
    Unread(#[from] Unread),
}
