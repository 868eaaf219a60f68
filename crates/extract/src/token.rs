//! Tokens: the words, numbers and signs of a sentence, each with its bytes.

use whitestone_model::Span;

use crate::lexicon::{Lexicon, SHORT, UNKNOWN, WordId, begins, fold, folded};

/// White space stands before it.
pub(crate) const SPACE: u16 = 1;
/// It begins with a capital letter.
pub(crate) const CAPITAL: u16 = 2;
/// All its letters are capitals, and there are two or more.
pub(crate) const UPPER: u16 = 4;
/// It begins with a digit.
pub(crate) const NUMBER: u16 = 8;
/// It is a sign: a comma, a bracket, a quotation mark.
pub(crate) const SIGN: u16 = 16;
/// It is an identifier, or part of one, such as 59/84, Kanal-2004 or 5.2.1, and so no number.
pub(crate) const IDENTIFIER: u16 = 32;
/// It is part of a date, and so no number.
pub(crate) const DATED: u16 = 64;

/// A word, a number or a sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub word: WordId,
    pub start: u32,
    pub end: u32,
    pub flags: u16,
    /// What it may begin, as far as its word tells.
    pub begins: u16,
}

impl Token {
    pub fn is(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// May something of [this sort](crate::lexicon::begins) begin here?
    pub fn may_begin(self, what: u16) -> bool {
        self.begins & what != 0
    }

    pub fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Does it follow the token before without white space?
    pub fn is_glued(self) -> bool {
        !self.is(SPACE)
    }
}

const OTHER: u8 = 0;
const BLANK: u8 = 1;
const LETTER: u8 = 2;
const DIGIT: u8 = 3;
const WIDE: u8 = 4;

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphabetic() {
            LETTER
        } else if b.is_ascii_digit() {
            DIGIT
        } else if b.is_ascii_whitespace() || b < 0x20 {
            BLANK
        } else if b >= 0x80 {
            WIDE
        } else {
            OTHER
        };
        byte += 1;
    }
    table
}

fn class(byte: u8) -> u8 {
    CLASSES.get(byte as usize).copied().unwrap_or(OTHER)
}

/// Cuts the text under `span` into tokens and appends them to `out`.
///
/// A number keeps its separators (`5,000`, `2.7`); a hyphen, an apostrophe and every other sign is a token of its
/// own, so that `Kyrgyz-Tajik` is three and `1,300km` two.
pub(crate) fn tokenize(text: &str, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let piece = span.of(text);
    let bytes = piece.as_bytes();
    let mut fold_buffer = String::new();
    let (mut at, mut flags) = (0, SPACE);
    while let Some(&byte) = bytes.get(at) {
        let (end, kind) = match class(byte) {
            BLANK => {
                flags |= SPACE;
                at += 1;
                continue;
            }
            DIGIT => number_end(bytes, at),
            LETTER => {
                let after_number = flags == 0 && out.last().is_some_and(|t| t.is(NUMBER));
                (glued_end(piece, bytes, at, lexicon, after_number), 0)
            }
            WIDE => match wide(piece, at) {
                (next, Wide::Blank) => {
                    flags |= SPACE;
                    at = next;
                    continue;
                }
                (_, Wide::Word) => (word_end(piece, bytes, at), 0),
                (next, Wide::Sign) => (next, SIGN),
            },
            _ => (at + 1, SIGN),
        };
        let (word, case) = look_up(piece, at, end, lexicon, &mut fold_buffer);
        out.push(Token {
            word,
            begins: lexicon.begins(word),
            start: offset(span.start + at),
            end: offset(span.start + end),
            flags: flags | kind | case,
        });
        (at, flags) = (end, 0);
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

enum Wide {
    Blank,
    Word,
    Sign,
}

fn wide(piece: &str, at: usize) -> (usize, Wide) {
    let Some(c) = piece.get(at..).and_then(|rest| rest.chars().next()) else {
        return (at + 1, Wide::Blank);
    };
    let kind = if c.is_alphanumeric() || c == '\u{00AD}' {
        Wide::Word
    } else if c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}' {
        Wide::Blank
    } else {
        Wide::Sign
    };
    (at + c.len_utf8(), kind)
}

fn word_end(piece: &str, bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        at = match class(byte) {
            LETTER | DIGIT => at + 1,
            WIDE => match wide(piece, at) {
                (next, Wide::Word) => next,
                _ => break,
            },
            _ => break,
        };
    }
    at.max(start + 1)
}

/// End of the word at `start`; of the currency code that a number is glued to (NOK2.5); of the unit that a number
/// has before it and a word behind it, where the export lost a raised figure and a blank (5.2kmreleased).
fn glued_end(
    piece: &str,
    bytes: &[u8],
    start: usize,
    lexicon: &Lexicon,
    after_number: bool,
) -> usize {
    let end = word_end(piece, bytes, start);
    let word = bytes.get(start..end).unwrap_or_default();
    let known = |from: usize, to: usize| {
        let part = piece.get(from..to).unwrap_or_default();
        lexicon.get(&folded(part))
    };
    let is = |to: usize, what: u16| lexicon.begins(known(start, to)) & what != 0;
    if let Some(digit) = word.iter().position(u8::is_ascii_digit) {
        let splits = digit > 1 && known(start, end) == UNKNOWN;
        return if splits && is(start + digit, begins::CURRENCY) {
            start + digit
        } else {
            end
        };
    }
    if !after_number || known(start, end) != UNKNOWN {
        return end;
    }
    let unit = (start + 1..end).find(|&to| is(to, begins::UNIT) && known(to, end) != UNKNOWN);
    unit.unwrap_or(end)
}

/// What may part the thousands of a number: 5,000, 5 000 (with a blank that may be narrow or not break), 5'000, 5’000.
const SEPARATORS: [&[u8]; 7] = [
    b",",
    b" ",
    b"'",
    b"\xC2\xA0",
    b"\xE2\x80\x89",
    b"\xE2\x80\xAF",
    b"\xE2\x80\x99",
];

/// End of the number at `start`: digits, then groups of three digits, all parted alike, then a decimal point with
/// digits. What has more points than one is no decimal but one word, a date or the number of a section: 12.05.2004,
/// 24.1.3. Nor is 3,5 a number here: it may be a decimal or two.
fn number_end(bytes: &[u8], start: usize) -> (usize, u16) {
    let digits = |from: usize| {
        bytes
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut at = start + digits(start);
    let rest = bytes.get(at..).unwrap_or_default();
    let separator = SEPARATORS
        .iter()
        .find(|separator| rest.starts_with(separator));
    if let Some(separator) = separator.filter(|s| at - start <= 3 || ***s == *b",") {
        while bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(separator))
            && digits(at + separator.len()) == 3
        {
            at += separator.len() + 3;
        }
    }
    if bytes.get(at) == Some(&b',') && (1..=2).contains(&digits(at + 1)) {
        let end = at + 1 + digits(at + 1);
        let goes_on = bytes.get(end) == Some(&b',') && digits(end + 1) > 0;
        let listed = bytes
            .get(..start)
            .is_some_and(|before| before.ends_with(b","));
        if at - start <= 3 && !goes_on && !listed {
            return (end, NUMBER | IDENTIFIER);
        }
    }
    let mut points = 0;
    while bytes.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
        points += 1;
    }
    let kind = if points > 1 {
        NUMBER | IDENTIFIER
    } else {
        NUMBER
    };
    (at, kind)
}

/// The number of a word as printed, and how its capitals are.
fn look_up(
    piece: &str,
    at: usize,
    end: usize,
    lexicon: &Lexicon,
    buffer: &mut String,
) -> (WordId, u16) {
    if let Some(short) = short(piece.as_bytes(), at, end) {
        let great = between(short, b'A', b'Z');
        let first = great.to_le_bytes().first().is_some_and(|byte| *byte != 0);
        let one_case = end - at > 1 && between(short, b'a', b'z') == 0;
        // The top bit of a byte, two places lower, is what tells a small letter from its capital.
        let id = lexicon.get_short(short | great >> 2);
        return (id, capitals(first, one_case));
    }
    let word = piece.get(at..end).unwrap_or_default();
    buffer.clear();
    word.chars().for_each(|c| fold(c, buffer));
    let first = word.chars().next().is_some_and(char::is_uppercase);
    let one_case = first && word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    (lexicon.get(buffer), capitals(first, one_case))
}

/// The bytes of a word of up to [`SHORT`] bytes, all of them ASCII, and zeros behind it.
fn short(text: &[u8], at: usize, end: usize) -> Option<u128> {
    let beyond = (SHORT * 8).checked_sub((end - at) * 8)?;
    let bytes = match text.get(at..at + SHORT) {
        Some(bytes) => u128::from_le_bytes(bytes.try_into().ok()?),
        None => crate::lexicon::packed(text.get(at..end)?)?,
    };
    let word = bytes & (u128::MAX >> beyond);
    (word & (EACH * 0x80) == 0).then_some(word)
}

/// A one in each byte.
const EACH: u128 = u128::MAX / 0xFF;

/// The top bit of each byte that lies between two others, all of them ASCII: sixteen bytes are compared at once.
const fn between(bytes: u128, first: u8, last: u8) -> u128 {
    let from_first = bytes + EACH * (0x80 - first as u128);
    let beyond_last = bytes + EACH * (0x7F - last as u128);
    from_first & !beyond_last & (EACH * 0x80)
}

const fn capitals(first: bool, one_case: bool) -> u16 {
    match (first, one_case) {
        (true, true) => CAPITAL | UPPER,
        (true, false) => CAPITAL,
        _ => 0,
    }
}

/// Interns the words of a phrase of the rules or lists, cut as a text would be.
pub(crate) fn words_of(phrase: &str, lexicon: &mut Lexicon) -> Vec<WordId> {
    let mut cut = Vec::new();
    tokenize(phrase, Span::new(0, phrase.len()), lexicon, &mut cut);
    cut.iter()
        .map(|token| match token.word {
            UNKNOWN => lexicon.intern(&crate::lexicon::folded(token.span().of(phrase))),
            known => known,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let lexicon = Lexicon::new();
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &lexicon, &mut tokens);
        tokens.iter().map(|t| t.span().of(text)).collect()
    }

    #[test]
    fn a_unit_between_a_number_and_a_word_is_a_word_of_its_own() {
        let mut lexicon = Lexicon::new();
        for word in ["released", "km2", "km", "nok"] {
            lexicon.intern(word);
        }
        let marked = |word| [lexicon.get(word)];
        let (unit, money) = (marked("km"), [lexicon.get("km"), lexicon.get("nok")]);
        lexicon.mark(unit, begins::UNIT);
        lexicon.mark(money, begins::CURRENCY);
        for (text, expected) in [
            ("5.23kmreleased", vec!["5.23", "km", "released"]),
            ("10KM2", vec!["10", "KM2"]),
            ("NOK2.5", vec!["NOK", "2.5"]),
            ("5.23kmfoo", vec!["5.23", "kmfoo"]),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), &lexicon, &mut tokens);
            let words: Vec<_> = tokens.iter().map(|t| t.span().of(text)).collect();
            assert_eq!(words, expected, "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_separators_and_signs_stand_alone() {
        for (text, expected) in [
            ("5,000-6,000 mines", vec!["5,000", "-", "6,000", "mines"]),
            ("10 000 or 1 200 000.5", vec!["10 000", "or", "1 200 000.5"]),
            (
                "5\u{a0}000, 5’000 or 5'000",
                vec!["5\u{a0}000", ",", "5’000", "or", "5'000"],
            ),
            ("2004 300 and 12 30", vec!["2004", "300", "and", "12", "30"]),
            (
                "1,200 300 and 5 1000",
                vec!["1,200", "300", "and", "5", "1000"],
            ),
            ("3,5 and 4, 5", vec!["3,5", "and", "4", ",", "5"]),
            (
                "2003,2004 or 1,2,3",
                vec!["2003", ",", "2004", "or", "1", ",", "2", ",", "3"],
            ),
            ("1,300km-long", vec!["1,300", "km", "-", "long"]),
            ("2.7 million.", vec!["2.7", "million", "."]),
            ("51/45S", vec!["51", "/", "45", "S"]),
            (
                "Kyrgyzstan’s\u{a0}note",
                vec!["Kyrgyzstan", "’", "s", "note"],
            ),
            ("12.05.2004.", vec!["12.05.2004", "."]),
            ("in 5.2.1 and 2.7", vec!["in", "5.2.1", "and", "2.7"]),
            ("1991, 2004", vec!["1991", ",", "2004"]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
