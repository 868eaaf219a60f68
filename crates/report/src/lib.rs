//! Publications: a view laid out in the form its readers know, with footnotes.
//!
//! A country profile is built once as a typed tree ([`Profile`]) and then written: [`html()`] for readers, [`markdown()`]
//! for editors. [`text()`] writes the cells of a view as plain text for a terminal. Every writer is a pure function:
//! equal input, equal bytes.
//!
//! | module | makes |
//! | --- | --- |
//! | [`template`] | a sentence out of a property's stock wording |
//! | [`phrase`], [`date`] | the small words: quantities, names with their articles, who says it, when |
//! | [`sentence`] | the sentences of a group of statements |
//! | [`series`](mod@series) | a run of like facts in one sentence |
//! | [`notes`] | numbered notes: the source, and what it cites; Ibid. |
//! | [`item`], [`key_data`], [`profile`](mod@profile) | the tree of a profile |
//! | [`changes`](mod@changes) | the tree of "what changed" between two views, which is also the release note |
//! | [`csl`](mod@csl) | the sources of a document, for reference managers |
//! | [`findings`], [`mod@flags`] | what a person should look at: for a terminal; on a profile |
//! | [`questions`](mod@questions) | questions in words: a letter, a researcher's list |
//! | [`html`](mod@html), [`markdown`](mod@markdown), [`text`](mod@text) | the writers |

pub mod changes;
pub mod csl;
pub mod date;
pub mod findings;
pub mod flags;
pub mod html;
pub mod item;
pub mod key_data;
pub mod markdown;
pub mod notes;
pub mod phrase;
pub mod profile;
pub mod questions;
pub mod sentence;
pub mod series;
pub mod template;
pub mod text;
mod tree;

pub use changes::{Comparison, changes};
pub use csl::csl;
pub use flags::flag;
pub use html::html;
pub use markdown::markdown;
pub use profile::profile;
pub use questions::{Letter, Questionnaire, questionnaire, questions_text};
pub use text::{changes_text, explained, text, timeline_text};
pub use tree::{
    Changes, Details, Edition, Entry, Flag, Flagged, Item, Line, Mark, Note, Part, Profile, Quote,
    Row, Section, Sentence, Tone, Vintage,
};
