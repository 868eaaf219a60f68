//! The knowledge in force: what the program carries, overridden by a user's own folder.
//!
//! A user's folder has the same shape as the built-in data (`vocabulary/`, `rules/`, `reference/`); its files are
//! read after the built-in ones, and an entry with an id already known replaces that entry. A file with the path of a
//! built-in one takes its place as a whole. So a property and a rule
//! are added, or changed, without a line of Rust.

use whitestone_extract::{RuleError, RuleSet};
use whitestone_model::vocabulary::VocabularyError;
use whitestone_model::{Fingerprint, Vocabulary};

use crate::builtin::{self, TextFile};

/// Vocabulary, rules and reference tables.
pub struct Knowledge {
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// The rules.
    pub rules: RuleSet,
    /// Reference tables and their descriptions.
    pub reference: Vec<TextFile>,
    /// Hash of the vocabulary's files: an edition keeps it.
    pub fingerprint: Fingerprint,
}

/// A user's own files, read from his folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Files of its `vocabulary/`.
    pub vocabulary: Vec<TextFile>,
    /// Files of its `rules/`.
    pub rules: Vec<TextFile>,
    /// Files of its `reference/`.
    pub reference: Vec<TextFile>,
}

/// What is wrong in the data.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// A vocabulary file.
    #[error("in the vocabulary: {0}")]
    Vocabulary(#[from] VocabularyError),
    /// A rule file.
    #[error("in the rules: {0}")]
    Rules(#[from] RuleError),
    /// A reference table.
    #[error("in the reference tables: {0}")]
    Reference(String),
}

impl Knowledge {
    /// The built-in data with a user's own on top.
    ///
    /// # Errors
    /// The first file that does not parse, with the place.
    pub fn load(overrides: &Overrides) -> Result<Self, KnowledgeError> {
        let files = [builtin::vocabulary(), overrides.vocabulary.clone()].concat();
        let vocabulary = Vocabulary::parse(borrow(&files))?;
        let fingerprint = fingerprint(&files);
        let files = [builtin::rules(), overrides.rules.clone()].concat();
        let rules = RuleSet::parse(borrow(&files), &vocabulary)?;
        let reference = tables(builtin::reference(), &overrides.reference);
        Ok(Self {
            vocabulary,
            rules,
            reference,
            fingerprint,
        })
    }
}

/// Of the texts of files in their order; their names may differ from machine to machine.
fn fingerprint(files: &[TextFile]) -> Fingerprint {
    let texts: Vec<Fingerprint> = (files.iter())
        .map(|(_, text)| Fingerprint::of(text.as_bytes()))
        .collect();
    let bytes: Vec<u8> = texts.iter().flat_map(|hash| *hash.as_bytes()).collect();
    Fingerprint::of(&bytes)
}

/// The built-in tables without those that the user replaces by a file of the same name, then the user's.
fn tables(mut files: Vec<TextFile>, own: &[TextFile]) -> Vec<TextFile> {
    files.retain(|(path, _)| own.iter().all(|(other, _)| other != path));
    files.extend(own.iter().cloned());
    files
}

fn borrow(files: &[TextFile]) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
}
