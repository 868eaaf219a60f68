//! Words as numbers: every word of the rules and lists is interned once, and a sentence becomes a row of ids.

use rustc_hash::{FxHashMap, FxHashSet};

/// A word's number in the [`Lexicon`].
pub(crate) type WordId = u32;

/// A word that no rule and no list knows.
pub(crate) const UNKNOWN: WordId = 0;

/// All words that rules and lists use, folded (see [`fold`]).
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
    /// Words that a number may follow without a blank: NOK2.5 million.
    prefixes: FxHashSet<WordId>,
}

impl Lexicon {
    pub fn new() -> Self {
        Self {
            ids: FxHashMap::default(),
            words: vec!["".into()],
            prefixes: FxHashSet::default(),
        }
    }

    /// The number of a folded word, new if need be.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.words.push(word.into());
        self.ids.insert(word.into(), id);
        id
    }

    /// Marks a word that a number may follow without a blank.
    pub fn add_prefix(&mut self, word: WordId) {
        self.prefixes.insert(word);
    }

    /// May a number follow this word (as printed) without a blank?
    pub fn is_prefix(&self, word: &str) -> bool {
        let id = self.get(&word.to_ascii_lowercase());
        id != UNKNOWN && self.prefixes.contains(&id)
    }

    /// The number of a folded word, [`UNKNOWN`] if no rule uses it.
    pub fn get(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// How many numbers are in use.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The word of a number.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id as usize).map_or("", AsRef::as_ref)
    }
}

/// A set of words as bits: the question whether a word is in it costs next to nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordSet(Vec<u64>);

impl WordSet {
    pub fn insert(&mut self, word: WordId) {
        let at = word as usize / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= 1 << (word % 64);
        }
    }

    pub fn contains(&self, word: &WordId) -> bool {
        let bits = self.0.get(*word as usize / 64).copied().unwrap_or(0);
        bits & (1 << (word % 64)) != 0
    }
}

impl Extend<WordId> for WordSet {
    fn extend<I: IntoIterator<Item = WordId>>(&mut self, words: I) {
        words.into_iter().for_each(|word| self.insert(word));
    }
}

impl FromIterator<WordId> for WordSet {
    fn from_iter<I: IntoIterator<Item = WordId>>(words: I) -> Self {
        let mut set = Self::default();
        set.extend(words);
        set
    }
}

/// A character as patterns see it: lower case, straight quotes, plain hyphens, plain digits for raised ones.
pub(crate) fn fold(c: char, out: &mut String) {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{02BC}' | '`' | '\u{00B4}' => out.push('\''),
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{00AB}' | '\u{00BB}' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
        '²' => out.push('2'),
        '³' => out.push('3'),
        '¹' => out.push('1'),
        'ﬁ' => out.push_str("fi"),
        'ﬂ' => out.push_str("fl"),
        '\u{00AD}' => {}
        _ => out.extend(c.to_lowercase()),
    }
}

/// A text as patterns see it.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold(c, &mut out));
    out
}
