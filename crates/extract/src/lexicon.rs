//! Words as numbers: every word of the rules and lists is interned once, and a sentence becomes a row of ids.

use rustc_hash::FxHashMap;

/// A word's number in the [`Lexicon`].
pub(crate) type WordId = u32;

/// A word that no rule and no list knows.
pub(crate) const UNKNOWN: WordId = 0;

/// All words that rules and lists use, folded (see [`fold`]).
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    /// Words of up to [`SHORT`] bytes, packed: nearly all.
    short: FxHashMap<u128, WordId>,
    long: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
    /// What each word may begin; see [`begins`].
    begins: Vec<u16>,
}

/// Bytes of a word that fit a number.
pub(crate) const SHORT: usize = 16;

/// What a word may begin, as bits: so that most words are passed over with one look.
pub(crate) mod begins {
    /// A date: since, early, March, that.
    pub const DATE: u16 = 1;
    /// A number or amount of money: about, seven, US$.
    pub const NUMBER: u16 = 2;
    /// An entry of a list.
    pub const LISTED: u16 = 4;
    /// A phrase of a set of the rules.
    pub const PHRASE: u16 = 8;
    /// It is a noun of places.
    pub const PLACE: u16 = 16;
    /// It is a noun of speakers, or a pronoun.
    pub const ROLE: u16 = 32;
    /// The document's country in other words.
    pub const TOPIC: u16 = 64;
    /// "The government of".
    pub const GOVERNMENT: u16 = 128;
    /// A currency, before its amount.
    pub const MONEY: u16 = 512;
    /// It is a unit of measure.
    pub const UNIT: u16 = 1024;
    /// Nothing of a name, even with a capital: a month, "the".
    pub const NO_NAME: u16 = 2048;
    /// It is a code that a number may follow without a blank: NOK2.5 million.
    pub const CURRENCY: u16 = 256;
}

impl Lexicon {
    pub fn new() -> Self {
        Self {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            words: vec!["".into()],
            begins: vec![0],
        }
    }

    /// The number of a folded word, new if need be.
    pub fn intern(&mut self, word: &str) -> WordId {
        let known = self.get(word);
        if known != UNKNOWN {
            return known;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.words.push(word.into());
        self.begins.push(0);
        match packed(word.as_bytes()) {
            Some(key) => self.short.insert(key, id),
            None => self.long.insert(word.into(), id),
        };
        id
    }

    /// Marks words by what they [begin](begins).
    pub fn mark(&mut self, words: impl IntoIterator<Item = WordId>, what: u16) {
        for word in words {
            if let Some(begins) = self.begins.get_mut(word as usize) {
                *begins |= what;
            }
        }
    }

    /// What a word may begin.
    pub fn begins(&self, word: WordId) -> u16 {
        self.begins.get(word as usize).copied().unwrap_or(0)
    }

    /// The number of a folded word, [`UNKNOWN`] if no rule uses it.
    pub fn get(&self, word: &str) -> WordId {
        match packed(word.as_bytes()) {
            Some(key) => self.get_short(key),
            None => self.long.get(word).copied().unwrap_or(UNKNOWN),
        }
    }

    /// The number of a folded word that was [packed].
    pub fn get_short(&self, key: u128) -> WordId {
        self.short.get(&key).copied().unwrap_or(UNKNOWN)
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

/// A word of up to [`SHORT`] bytes as a number.
pub(crate) fn packed(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; SHORT];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
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

    /// All words of the set.
    pub fn words(&self) -> impl Iterator<Item = WordId> {
        (0..).zip(&self.0).flat_map(|(block, bits)| {
            (0..64)
                .filter(move |bit| bits & (1 << bit) != 0)
                .map(move |bit| block * 64 + bit)
        })
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

/// Is this the text as patterns see it?
pub(crate) fn is_folded(text: &str, folded_text: &str) -> bool {
    if text.is_ascii() {
        text.eq_ignore_ascii_case(folded_text)
    } else {
        folded(text) == folded_text
    }
}
