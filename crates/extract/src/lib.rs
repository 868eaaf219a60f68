//! From a document to candidates: claims that a rule proposes, each with the exact words that carry it.
//!
//! ```text
//! sentence -> tokens -> mentions (dates, quantities, names ...) -> frames of speech -> rules -> candidates
//! ```
//!
//! Every step is pure and knows its bytes. What is read is **data**: rules, frames, tables and lists are files that an
//! analyst edits; the code here knows no property and no country. Start at [`RuleSet::parse`] and
//! [`RuleSet::extract`]; [`RuleSet::test`] runs the examples inside the rules, [`RuleSet::explain`] tells why a rule
//! fired or did not. [`RuleSet::read_at`] reads a claim at words that somebody else points at.
//!
//! Where things are, in the order in which a sentence meets them:
//!
//! | step | modules |
//! | --- | --- |
//! | words as numbers, lists and sets as phrases | `lexicon`, `trie`, `lists`; `tables` for the words of the recognisers |
//! | tokens | `token` |
//! | mentions | `recognise` calls `numbers`, `money`, `dates` (`point`: a year, month or day as printed), `names`, `places`; `mention` is what they give |
//! | who speaks, and when | `frames`, `quotation`, `spoken`, `claimants`; `tense` |
//! | which patterns may fit | `met` (what the sentence holds), `need` and `trigger` (what a pattern asks for), `positions` |
//! | does one fit | `matcher`, over a `pattern` that `parse` read |
//! | what it claims | `engine` (`row` in tables) takes a match to `binding` (what its slots hold), `source` (what the rule asks of them), `emit`, `when`, `nearest`, `known` (`borders`: one border in other words); `site` and `memory` are what it may look at |
//! | which claims stay | `restate`, `settle` |
//! | rules as files | `file`, `rule`, `ruleset`; `examples` and `sample` test them, `explain` tells of them |
//! | beside the road | `score` (against annotated facts), `tabular` (reference tables), `pointed` (words that somebody else points at) |

mod binding;
mod borders;
mod claimants;
mod dates;
mod emit;
mod engine;
mod examples;
mod explain;
mod file;
mod frames;
mod known;
mod lexicon;
mod lists;
mod matcher;
mod memory;
mod mention;
mod met;
mod money;
mod names;
mod nearest;
mod need;
mod numbers;
mod parse;
mod pattern;
mod places;
mod point;
mod pointed;
mod positions;
mod quotation;
mod recognise;
mod restate;
mod row;
mod rule;
mod ruleset;
mod sample;
pub mod score;
mod settle;
mod site;
mod source;
mod spoken;
mod tables;
pub mod tabular;
mod tense;
mod token;
mod trie;
mod trigger;
mod when;

pub use examples::{ExampleOutcome, claim_line, written};
pub use explain::{Explanation, SentenceExplanation};
pub use pointed::{Pointed, Pointer, Unread};
pub use ruleset::{RuleError, RuleSet};
