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
//! | [`csl`](mod@csl) | the sources of a document, for reference managers |
//! | [`findings`] | what a person should look at, for a terminal |
//! | [`html`](mod@html), [`markdown`](mod@markdown), [`text`](mod@text) | the writers |

pub mod csl;
pub mod date;
pub mod findings;
pub mod html;
pub mod item;
pub mod key_data;
pub mod markdown;
pub mod notes;
pub mod phrase;
pub mod profile;
pub mod sentence;
pub mod series;
pub mod template;
pub mod text;
mod tree;

pub use csl::csl;
pub use html::html;
pub use markdown::markdown;
pub use profile::profile;
pub use text::{explained, text};
pub use tree::{
    Details, Edition, Entry, Item, Mark, Note, Profile, Quote, Row, Section, Sentence, Tone,
};
