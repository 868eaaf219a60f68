//! Running text to sentences.
//!
//! A sentence ends at `.`, `?` or `!`, with the quotation marks and note markers that follow, before a space and
//! a capital, a digit or an opening mark. It does not end after abbreviations and initials, nor at an ellipsis
//! of three points. Markers belong to the sentence before them and are left out of its ranges.

use whitestone_model::Span;

use crate::layout::{begins_citation, layout};
use crate::lines::{cut_before, trim};

/// No sentence is longer than this; a longer one is cut.
pub(crate) const LONGEST_SENTENCE: usize = 1 << 13;

/// How to split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// Running text: quoted speech of several sentences is split.
    Body,
    /// A footnote: titles within quotation marks stay whole.
    Note,
}

/// The ends of the sentences of a block: byte offsets after the last closing mark or note marker.
/// `markers` are the marker spans within the block, in order.
pub(crate) fn ends(text: &str, block: Span, markers: &[Span], how: Split) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut quotes = Quotes::new(block.of(text), how);
    let mut ends = Vec::new();
    let mut begun = block.start;
    let mut next_marker = 0;
    let mut at = block.start;
    while at < block.end {
        let ahead = bytes.get(at..block.end).unwrap_or_default();
        at += quotes.next_telling(ahead).unwrap_or(ahead.len());
        while at.saturating_sub(begun) > LONGEST_SENTENCE {
            begun += cut_before(text.get(begun..at).unwrap_or_default(), LONGEST_SENTENCE);
            ends.push(begun);
        }
        while markers
            .get(next_marker)
            .is_some_and(|marker| marker.end <= at)
        {
            next_marker += 1;
        }
        quotes.see(bytes, at);
        let terminal = matches!(bytes.get(at), Some(b'.' | b'?' | b'!'));
        if !terminal || quotes.inside() {
            at += 1;
            continue;
        }
        let stop = Stop::read(
            text,
            at,
            block.end,
            markers.get(next_marker..).unwrap_or_default(),
        );
        if stop.ends_sentence(text, begun, block.end) {
            ends.push(stop.end);
            begun = stop.end;
        }
        for skipped in at + 1..stop.end {
            quotes.see(bytes, skipped);
        }
        at = stop.end;
    }
    if begun < block.end {
        ends.push(block.end);
    }
    ends
}

/// Can this byte end a sentence, or begin or end a quotation? (`E2` begins the curly quotation marks.)
const TELLING: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = matches!(at as u8, b'.' | b'?' | b'!' | b'"' | b'<' | b'>' | 0xE2);
        at += 1;
    }
    table
};

fn is_telling(byte: u8) -> bool {
    TELLING.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Keeps titles in quotation marks whole.
struct Quotes {
    protect: bool,
    straight: bool,
    curly: u32,
    angle: bool,
}

impl Quotes {
    fn new(text: &str, how: Split) -> Self {
        let protect = how == Split::Note && {
            let bytes = text.as_bytes();
            let straight = memchr::memchr_iter(b'"', bytes).count();
            let (mut open, mut close) = (0, 0);
            for at in memchr::memchr_iter(0xE2, bytes) {
                match bytes.get(at + 1..at + 3) {
                    Some([0x80, 0x9C]) => open += 1,
                    Some([0x80, 0x9D]) => close += 1,
                    _ => {}
                }
            }
            let any = straight > 0 || open > 0 || memchr::memchr(b'<', bytes).is_some();
            any && straight.is_multiple_of(2) && open == close
        };
        Self {
            protect,
            straight: false,
            curly: 0,
            angle: false,
        }
    }

    /// The next byte that can end a sentence or a quotation.
    fn next_telling(&self, ahead: &[u8]) -> Option<usize> {
        if self.protect {
            ahead.iter().position(|&byte| is_telling(byte))
        } else {
            memchr::memchr3(b'.', b'?', b'!', ahead)
        }
    }

    fn see(&mut self, bytes: &[u8], at: usize) {
        if !self.protect {
            return;
        }
        match bytes.get(at) {
            Some(b'"') => self.straight = !self.straight,
            Some(b'<') => self.angle = true,
            Some(b'>') => self.angle = false,
            Some(0xE2) if bytes.get(at + 1) == Some(&0x80) => match bytes.get(at + 2) {
                Some(0x9C) => self.curly += 1,
                Some(0x9D) => self.curly = self.curly.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
    }

    fn inside(&self) -> bool {
        self.straight || self.curly > 0 || self.angle
    }
}

/// A possible end of a sentence.
struct Stop {
    start: usize,
    points: usize,
    /// Is it followed by a closing quotation mark or bracket?
    closed: bool,
    marked: bool,
    end: usize,
}

impl Stop {
    /// Reads the points, the closing marks and the note markers from `start`.
    fn read(text: &str, start: usize, limit: usize, markers: &[Span]) -> Self {
        let bytes = text.as_bytes();
        let mut end = start;
        while end < limit && matches!(bytes.get(end), Some(b'.' | b'?' | b'!')) {
            end += 1;
        }
        let mut stop = Self {
            start,
            points: end - start,
            closed: false,
            marked: false,
            end,
        };
        let mut markers = markers.iter();
        let mut marker = markers.find(|marker| marker.start >= end);
        while stop.end < limit {
            if let Some(found) = marker.filter(|m| starts_here(bytes, stop.end, m.start)) {
                stop.end = found.end;
                stop.marked = true;
                marker = markers.next();
                continue;
            }
            let length = closing(bytes.get(stop.end..).unwrap_or_default());
            if length == 0 {
                break;
            }
            stop.closed = true;
            stop.end += length;
        }
        stop.end = stop.end.min(limit);
        stop
    }

    /// Does a year stand before it?
    fn ends_year(&self, text: &str) -> bool {
        let year = self
            .start
            .checked_sub(4)
            .and_then(|at| text.get(at..self.start));
        year.and_then(crate::dates::year).is_some() && self.points == 1
    }

    fn ends_sentence(&self, text: &str, begun: usize, limit: usize) -> bool {
        let rest = text.get(self.end..limit).unwrap_or_default();
        let after = rest.trim_start();
        let Some(next) = after.chars().next() else {
            return true;
        };
        let spaced = after.len() < rest.len();
        // Some exports set the citation, or a sentence after a year, right after the full stop.
        let glued = || begins_citation(rest) || self.ends_year(text) && is_word(rest);
        if !(spaced || self.marked || next.is_uppercase() && glued()) || !begins_sentence(next) {
            return false;
        }
        let point = text.as_bytes().get(self.start) == Some(&b'.');
        if self.closed || self.marked || !point {
            return true;
        }
        match self.points {
            1 => !is_abbreviation(text.get(begun..self.start).unwrap_or_default(), next),
            3 => false,
            _ => true,
        }
    }
}

/// Does a text begin with a word that is no abbreviation: `In 2004`?
fn is_word(text: &str) -> bool {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let small = text.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    small && text.as_bytes().get(length) == Some(&b' ')
}

/// Does the marker begin at `at`, or after one space?
fn starts_here(bytes: &[u8], at: usize, marker: usize) -> bool {
    marker == at || (marker == at + 1 && bytes.get(at) == Some(&b' '))
}

/// Length of a closing quotation mark or bracket at the start.
fn closing(bytes: &[u8]) -> usize {
    match bytes {
        [b'"' | b'\'' | b')', ..] => 1,
        [0xE2, 0x80, 0x9D | 0x99, ..] => 3,
        [0xC2, 0xBB, ..] => 2,
        _ => 0,
    }
}

fn begins_sentence(next: char) -> bool {
    next.is_uppercase()
        || next.is_ascii_digit()
        || matches!(
            next,
            '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '■' | '•' | '*' | '$' | '€' | '£'
        )
        || (!next.is_lowercase() && next.is_alphabetic())
}

/// Is the point after this text part of an abbreviation or an initial?
fn is_abbreviation(before: &str, next: char) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '[' | '-'))
        .next()
        .unwrap_or_default();
    if word.is_empty() {
        return false;
    }
    if word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase()) {
        let earlier = before
            .get(..before.len() - 1)
            .unwrap_or_default()
            .trim_end();
        let previous = earlier
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        return !layout().lettered.has(previous);
    }
    if layout().abbreviations.has(word) {
        return true;
    }
    // `U.S.`, `A.B.`: single capitals with points.
    let initials = word.len() > 1 && word.split('.').all(|part| part.len() == 1);
    initials && next.is_uppercase()
}

/// The ranges of a sentence without its markers, trimmed.
pub(crate) fn ranges(text: &str, span: Span, markers: &[Span]) -> Vec<Span> {
    let mut ranges = Vec::with_capacity(1);
    let mut start = span.start;
    let mut keep = |from: usize, to: usize| {
        let piece = trim(text, Span::new(from, to));
        if !piece.is_empty() {
            ranges.push(piece);
        }
    };
    for marker in markers {
        keep(start, marker.start);
        start = marker.end;
    }
    keep(start, span.end);
    ranges
}

/// Is the sentence over: does its last piece end as sentences end?
pub(crate) fn is_closed(last: &str) -> bool {
    let bare = last.trim_end_matches(['"', '\'', '”', '’', ')', '»', ']', '*']);
    bare.ends_with(['.', '?', '!', ':', '…', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markers::scan;

    fn check(text: &str, how: Split, expected: &[&str]) {
        let markers: Vec<Span> = scan(text, &[], std::iter::empty())
            .iter()
            .map(|mark| mark.span)
            .collect();
        let mut start = 0;
        let mut found = Vec::new();
        for end in ends(text, Span::new(0, text.len()), &markers, how) {
            found.push(text.get(start..end).unwrap().trim());
            start = end;
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        check(
            "Amb. F. Tarn met Col. Orr. He left.",
            Split::Body,
            &["Amb. F. Tarn met Col. Orr.", "He left."],
        );
        check(
            "See No. 4, pp. 3-5. Form C. The end.",
            Split::Body,
            &["See No. 4, pp. 3-5.", "Form C.", "The end."],
        );
        check(
            "In the U.S. Army it was so. Yes.",
            Split::Body,
            &["In the U.S. Army it was so.", "Yes."],
        );
        check(
            "It cost 3.5 million. It is www.a.example/b.html now.",
            Split::Body,
            &["It cost 3.5 million.", "It is www.a.example/b.html now."],
        );
        check(
            "It ended in 2011.In 2013 it began. See 2004.A.B and 2011.html.",
            Split::Body,
            &[
                "It ended in 2011.",
                "In 2013 it began.",
                "See 2004.A.B and 2011.html.",
            ],
        );
    }

    #[test]
    fn markers_and_quotes_close_a_sentence() {
        check(
            "He said “no.”[3 ] She left.",
            Split::Body,
            &["He said “no.”[3 ]", "She left."],
        );
        check(
            "It ended.[1][2] Then,[3 ]April came.",
            Split::Body,
            &["It ended.[1][2]", "Then,[3 ]April came."],
        );
        check(
            "It ended.[1 ]April came.",
            Split::Body,
            &["It ended.[1 ]", "April came."],
        );
        check(
            "In 1991.¹ In turn.",
            Split::Body,
            &["In 1991.¹", "In turn."],
        );
    }

    #[test]
    fn an_ellipsis_of_three_goes_on_and_of_four_ends() {
        check(
            "A poor state... Kembra has no right. So.... I say.",
            Split::Body,
            &["A poor state... Kembra has no right.", "So....", "I say."],
        );
    }

    #[test]
    fn titles_in_notes_stay_whole() {
        check(
            "“What? Not so. No,” Herald, p. 4. He said so.",
            Split::Note,
            &["“What? Not so. No,” Herald, p. 4.", "He said so."],
        );
    }

    #[test]
    fn an_endless_sentence_is_cut() {
        let text = "word ".repeat(5_000);
        let all = ends(&text, Span::new(0, text.len()), &[], Split::Body);
        assert!(all.len() >= 3 && all.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
