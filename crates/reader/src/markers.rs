//! Note markers: `[2]`, `[2 ]`, `[13 ]April`, superscript digits, and what mark-up set as superscript.
//!
//! A bracketed number is a marker wherever it stands. A superscript is one only in its turn: it must be the
//! expected next number, and never the square of a unit (`km²`).

use whitestone_model::Span;

/// Something in the form of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub span: Span,
    pub number: u32,
    pub raised: bool,
}

/// The next byte at which a mark can begin: `[`, and the first bytes of superscript digits.
fn next_mark(bytes: &[u8]) -> Option<usize> {
    memchr::memchr3(b'[', 0xC2, 0xE2, bytes)
}

/// Everything in the form of a marker, in the order of the text. `raised` lists what mark-up set as superscript;
/// `unread` lists, in order, where no marker is looked for.
pub(crate) fn scan(text: &str, raised: &[Span], unread: impl Iterator<Item = Span>) -> Vec<Mark> {
    let mut unread = unread.peekable();
    let bytes = text.as_bytes();
    let mut marks: Vec<Mark> = raised
        .iter()
        .filter_map(|&span| set_raised(text, span))
        .collect();
    let plain = marks.len();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(next_mark) {
        at += step;
        while unread.next_if(|span| span.end <= at).is_some() {}
        if let Some(span) = unread.next_if(|span| span.contains(at)) {
            at = span.end;
            continue;
        }
        let found = if bytes.get(at) == Some(&b'[') {
            bracketed(bytes, at)
        } else {
            superscript(text, at)
        };
        match found {
            Some(mark) => {
                at = mark.span.end;
                marks.push(mark);
            }
            None => at += 1,
        }
    }
    if plain > 0 {
        marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
        marks.dedup_by(|next, kept| next.span.common(kept.span) > 0);
    }
    marks
}

/// `[12]` with or without a space, or the end of a line, inside.
fn bracketed(bytes: &[u8], start: usize) -> Option<Mark> {
    let mut at = start + 1;
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    let mut number = 0_u32;
    let first = at;
    while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
        number = number.saturating_mul(10) + u32::from(digit - b'0');
        at += 1;
        if at - first > 3 {
            return None;
        }
    }
    if at == first {
        return None;
    }
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    (bytes.get(at) == Some(&b']')).then(|| Mark {
        span: Span::new(start, at + 1),
        number,
        raised: false,
    })
}

/// A run of superscript digits; longer ones than a note's number are none, and what is left of them is not either.
fn superscript(text: &str, start: usize) -> Option<Mark> {
    let digits = |text: &'_ str| text.chars().map_while(raised_digit).take(4).count();
    let head = text.get(..start)?;
    let run = text.get(start..)?;
    let within = head.chars().next_back().and_then(raised_digit).is_some();
    if within || !(1..=3).contains(&digits(run)) {
        return None;
    }
    let (mut number, mut end) = (0, start);
    for character in run.chars() {
        let Some(digit) = raised_digit(character) else {
            break;
        };
        number = number * 10 + digit;
        end += character.len_utf8();
    }
    Some(Mark {
        span: Span::new(start, end),
        number,
        raised: true,
    })
}

fn raised_digit(character: char) -> Option<u32> {
    match character {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(u32::from(character) - u32::from('⁰')),
        _ => None,
    }
}

/// A number that mark-up set as superscript, with or without brackets.
fn set_raised(text: &str, span: Span) -> Option<Mark> {
    let inner = span.of(text).trim();
    let bare = inner.trim_start_matches('[').trim_end_matches(']').trim();
    let number = bare
        .parse::<u32>()
        .ok()
        .or_else(|| superscript(bare, 0).map(|mark| mark.number))
        .filter(|n| (1..1000).contains(n))?;
    let start = span.start + span.of(text).find(inner).unwrap_or(0);
    Some(Mark {
        span: Span::new(start, start + inner.len()),
        number,
        raised: inner == bare,
    })
}

/// Units that are squared or cubed in print.
const UNITS: [&str; 7] = ["km", "m", "cm", "mm", "ft", "mi", "dm"];

/// Does a unit stand right before this mark, so that it is an exponent?
pub(crate) fn is_exponent(text: &str, mark: Mark) -> bool {
    let before = text.get(..mark.span.start).unwrap_or_default().as_bytes();
    let letters = before
        .iter()
        .rev()
        .take(4)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let word = text
        .get(mark.span.start - letters..mark.span.start)
        .unwrap_or_default();
    matches!(mark.number, 2 | 3) && is_unit(word)
}

/// Is it a unit that is squared or cubed in print?
pub(crate) fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
}

/// Decides which superscripts are markers: those in their turn.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    last: u32,
}

impl Turn {
    /// Is this superscript the expected next marker (or one of the few after it, where some were lost), or an
    /// earlier one cited again after punctuation?
    pub(crate) fn takes(&mut self, text: &str, mark: Mark) -> bool {
        if is_exponent(text, mark) {
            return false;
        }
        let before = text
            .get(..mark.span.start)
            .unwrap_or_default()
            .bytes()
            .next_back();
        let after_digit = before.is_some_and(|b| b.is_ascii_digit());
        let after_stop = before.is_some_and(|b| b.is_ascii_punctuation() || !b.is_ascii());
        let next = self.last + 1;
        let taken = mark.number == next
            || (!after_digit && (next..next + 4).contains(&mark.number))
            || (after_stop && (1..=self.last).contains(&mark.number));
        if taken {
            self.last = self.last.max(mark.number);
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, &str)> {
        let mut turn = Turn::default();
        scan(text, &[], std::iter::empty())
            .into_iter()
            .filter(|mark| !mark.raised || turn.takes(text, *mark))
            .map(|mark| (mark.number, mark.span.of(text)))
            .collect()
    }

    #[test]
    fn brackets_with_and_without_space() {
        assert_eq!(
            found("a.[1] b[2 ]c [ 13 ] d [2005] e [x]"),
            [(1, "[1]"), (2, "[2 ]"), (13, "[ 13 ]")]
        );
    }

    #[test]
    fn a_run_of_superscripts_is_no_marker() {
        assert_eq!(found("a.¹²³⁴ b.¹"), [(1, "¹")]);
        assert!(found(&"¹".repeat(300_000)).is_empty());
    }

    #[test]
    fn superscripts_in_their_turn() {
        assert_eq!(
            found("in 1991.¹ Over 3 km² by 2011² near Fen³ (m²), then¹⁰"),
            [(1, "¹"), (2, "²"), (3, "³")]
        );
    }
}
