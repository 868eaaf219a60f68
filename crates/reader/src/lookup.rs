//! The lists of the layout data in a form that is quick to ask: every line of a report is held against most of them.
//!
//! Each list is parted by the byte with which its entries begin, so that a line meets only the few entries that
//! begin as it does.

use serde::Deserialize;
use whitestone_model::document::CitationKind;

/// Entries by the byte with which they begin.
#[derive(Debug, Clone)]
struct ByFirst<T>(Vec<Vec<T>>);

impl<T> Default for ByFirst<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByFirst<T> {
    fn add(&mut self, first: u8, entry: T) {
        let place = usize::from(first);
        if self.0.len() <= place {
            self.0.resize_with(place + 1, Vec::new);
        }
        if let Some(same) = self.0.get_mut(place) {
            same.push(entry);
        }
    }

    fn of(&self, first: u8) -> &[T] {
        self.0.get(usize::from(first)).map_or(&[], Vec::as_slice)
    }
}

/// Patterns of lines. In a pattern `#` stands for any number and a final `*` for anything; case does not matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Patterns {
    all: Vec<String>,
    by_first: ByFirst<Pattern>,
}

impl From<Vec<String>> for Patterns {
    fn from(all: Vec<String>) -> Self {
        let mut by_first = ByFirst::default();
        for text in &all {
            let firsts = match text.as_bytes() {
                [] => continue,
                [b'#', ..] => b'0'..=b'9',
                [b'*'] => 0..=u8::MAX,
                [first, ..] => first.to_ascii_lowercase()..=first.to_ascii_lowercase(),
            };
            for first in firsts {
                by_first.add(first, Pattern::new(text));
            }
        }
        Self { all, by_first }
    }
}

impl Patterns {
    /// Does a line fit one of them?
    pub fn fit(&self, line: &str) -> bool {
        let Some(first) = line.as_bytes().first() else {
            return false;
        };
        let same = self.by_first.of(first.to_ascii_lowercase());
        if same.is_empty() {
            return false;
        }
        let unbreakable = |line: &str| memchr::memmem::find(line.as_bytes(), b"\xC2\xA0").is_some();
        same.iter().any(|pattern| pattern.fits(line))
            || !line.is_ascii() && unbreakable(line) && self.fit(&line.replace('\u{A0}', " "))
    }

    /// Is there none?
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The patterns as they are written, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.all.iter()
    }
}

/// A pattern of a line.
#[derive(Debug, Clone)]
struct Pattern {
    text: String,
    /// Does it end in `*`?
    open: bool,
    /// Does it hold a `#`, so that the lines that fit have no one length?
    numbered: bool,
}

impl Pattern {
    fn new(text: &str) -> Self {
        let closed = text.strip_suffix('*');
        Self {
            text: closed.unwrap_or(text).to_owned(),
            open: closed.is_some(),
            numbered: text.contains('#'),
        }
    }

    fn fits(&self, line: &str) -> bool {
        let (wanted, line) = (self.text.as_bytes(), line.as_bytes());
        if self.numbered {
            self.fits_number(line)
        } else if self.open {
            let head = line.get(..wanted.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(wanted))
        } else {
            line.eq_ignore_ascii_case(wanted)
        }
    }

    fn fits_number(&self, line: &[u8]) -> bool {
        let mut rest = line;
        for wanted in self.text.bytes() {
            let length = if wanted == b'#' {
                rest.iter().take_while(|b| b.is_ascii_digit()).count()
            } else {
                usize::from(
                    rest.first()
                        .is_some_and(|b| b.eq_ignore_ascii_case(&wanted)),
                )
            };
            if length == 0 {
                return false;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        self.open || rest.is_empty()
    }
}

/// Phrases, asked by how a text begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Starts(ByFirst<String>);

impl From<Vec<String>> for Starts {
    fn from(phrases: Vec<String>) -> Self {
        let mut set = ByFirst::default();
        for phrase in &phrases {
            if let Some(first) = phrase.as_bytes().first() {
                set.add(first.to_ascii_lowercase(), phrase.clone());
            }
        }
        Self(set)
    }
}

impl Starts {
    /// The phrases that begin with the same letter as this text.
    pub fn beginning(&self, text: &str) -> &[String] {
        let first = text.as_bytes().first();
        first.map_or(&[], |first| self.0.of(first.to_ascii_lowercase()))
    }
}

/// Single words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct WordSet(ByFirst<String>);

impl From<Vec<String>> for WordSet {
    fn from(words: Vec<String>) -> Self {
        let mut set = ByFirst::default();
        for word in &words {
            if let Some(first) = word.as_bytes().first() {
                set.add(*first, word.clone());
            }
        }
        Self(set)
    }
}

impl WordSet {
    /// Is this word one of them, as printed?
    pub fn has(&self, word: &str) -> bool {
        let Some(first) = word.as_bytes().first() else {
            return false;
        };
        self.0.of(*first).iter().any(|known| known == word)
    }

    /// Is this word one of them, regardless of case?
    pub fn has_any_case(&self, word: &str) -> bool {
        let Some(first) = word.as_bytes().first() else {
            return false;
        };
        let same = |known: &String| known.eq_ignore_ascii_case(word);
        let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
        self.0.of(small).iter().any(same) || small != capital && self.0.of(capital).iter().any(same)
    }
}

/// Phrases by the letter with which they begin, the longest first.
#[derive(Debug, Default)]
pub(crate) struct Phrases([Vec<Phrase>; 26]);

#[derive(Debug)]
struct Phrase {
    kind: CitationKind,
    words: String,
    begins: Beginning,
}

impl Phrases {
    pub fn of<'a>(phrases: impl Iterator<Item = (CitationKind, &'a String)>) -> Self {
        let mut index = Self::default();
        for (kind, phrase) in phrases {
            let place = letter(phrase.as_bytes()).and_then(|letter| index.0.get_mut(letter));
            if let Some(same) = place {
                same.push(Phrase {
                    kind,
                    words: phrase.clone(),
                    begins: Beginning::of(phrase.as_bytes()),
                });
            }
        }
        for same in &mut index.0 {
            same.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        index
    }

    /// The phrases with which a text begins, regardless of case, the longest first.
    fn at<'a, 't>(&'a self, text: &'t [u8]) -> impl Iterator<Item = &'a Phrase> + use<'a, 't> {
        let same = letter(text).and_then(|letter| self.0.get(letter));
        let same = same.map_or(&[][..], Vec::as_slice).iter();
        same.filter(move |phrase| {
            phrase.begins.fits(text)
                && text
                    .get(..phrase.words.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(phrase.words.as_bytes()))
        })
    }

    /// The longest phrase with which a text begins, with nothing of a word after it.
    pub fn start_of(&self, text: &str) -> Option<(CitationKind, &str)> {
        let whole = |phrase: &&Phrase| {
            let rest = text.get(phrase.words.len()..);
            !rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        };
        let found = self.at(text.as_bytes()).find(whole)?;
        Some((found.kind, &found.words))
    }

    /// The first of them that begins at a word of the text, and where. Its last word may go on: `informal talk` is in
    /// `informal talks`.
    pub fn first_in(&self, text: &str) -> Option<(usize, &str)> {
        let bytes = text.as_bytes();
        let mut inside = false;
        for (at, byte) in bytes.iter().enumerate() {
            let begins = !inside;
            inside = byte.is_ascii_alphabetic();
            if begins && inside {
                let found = self.at(bytes.get(at..)?).next();
                if let Some(phrase) = found {
                    return Some((at, &phrase.words));
                }
            }
        }
        None
    }
}

/// The first four bytes of a phrase in small letters, as a number that is quick to compare: it tells most texts from
/// the phrase.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    bytes: u32,
    /// Which of the bytes there are.
    mask: u32,
}

impl Beginning {
    fn of(text: &[u8]) -> Self {
        let (mut bytes, mut mask) = ([0; 4], [0; 4]);
        for ((byte, there), found) in bytes.iter_mut().zip(&mut mask).zip(text) {
            *byte = *found;
            *there = u8::MAX;
        }
        let mask = u32::from_le_bytes(mask);
        Self {
            bytes: (u32::from_le_bytes(bytes) | SMALL) & mask,
            mask,
        }
    }

    /// Does a text begin so, as far as these bytes tell?
    fn fits(self, text: &[u8]) -> bool {
        let first = text.first_chunk::<4>();
        let first = first.map_or_else(|| Self::of(text).bytes, |bytes| u32::from_le_bytes(*bytes));
        (first | SMALL) & self.mask == self.bytes
    }
}

/// The bit that makes a capital letter of ASCII a small one, in four bytes.
const SMALL: u32 = 0x2020_2020;

/// The letter with which a text begins, from 0.
fn letter(text: &[u8]) -> Option<usize> {
    let first = text.first().filter(|first| first.is_ascii_alphabetic())?;
    Some(usize::from(first.to_ascii_lowercase() - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, line: &str, expected: bool) {
        let patterns = Patterns::from(vec![pattern.to_owned()]);
        assert_eq!(patterns.fit(line), expected, "{pattern} and {line}");
    }

    #[test]
    fn patterns_know_numbers_and_open_ends() {
        check("demining progress in #", "Demining progress in 2006", true);
        check("demining progress in #", "Demining progress in May", false);
        check("# key data", "2008 Key Data", true);
        check("key developments*", "Key developments since May 2004", true);
        check("*", "– anything", true);
        check("stockpile", "Stockpiles", false);
        check("stockpile", "", false);
    }

    #[test]
    fn words_are_found_as_printed_or_in_any_case() {
        let words = WordSet::from(vec!["Trust".to_owned(), "Red".to_owned()]);
        assert!(words.has("Trust") && !words.has("trust") && words.has_any_case("TRUST"));
        assert!(!words.has("Truste") && !words.has_any_case(""));
    }
}
