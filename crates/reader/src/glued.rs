//! Note markers that lost their form in export: `(974)`, and digits glued to what stands before (`border,10 then`).
//!
//! Digits alone say little, so a mark is one only in a text without any other markers, in its turn, and where a note
//! of its number stands after it. A line is a note only if such a mark leads to it.

use std::collections::BTreeMap;

use whitestone_model::Span;

use crate::layout::layout;
use crate::lines::Line;
use crate::markers::{Mark, is_unit};
use crate::notes::{Found, NoteLine, Numbered, numbered};

/// How many numbers may be missing between two marks.
const MISSING: u32 = 3;

/// The notes and markers of a text in which no other marker was found.
pub(crate) fn find(text: &str, lines: &[Line]) -> Found {
    let listed: Vec<Numbered> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| parenthesised(text, at, line).or_else(|| numbered(text, at, line)))
        .collect();
    if listed.is_empty() {
        return Found::default();
    }
    let mut last_line: BTreeMap<u32, usize> = BTreeMap::new();
    for note in &listed {
        last_line.insert(note.number, note.line);
    }
    let marks = in_turn(text, lines, &last_line);
    let mut found = Found::default();
    let mut waiting: BTreeMap<u32, usize> = BTreeMap::new();
    let mut left = marks.iter().peekable();
    for note in &listed {
        while let Some(mark) = left.next_if(|mark| mark.span.start < note.text.start) {
            *waiting.entry(mark.number).or_default() += 1;
        }
        if waiting.remove(&note.number).is_some() {
            found.notes.push(NoteLine {
                line: note.line,
                label: note.number.to_string(),
                text: note.text,
            });
        }
    }
    found.markers = marks;
    found.markers.retain(|mark| {
        let line = lines.partition_point(|line| line.span.end <= mark.span.start);
        let own = mark.number.to_string();
        found.notes.iter().all(|note| note.line != line)
            && found.notes.iter().any(|note| note.label == own)
    });
    found
}

/// `(974) Fen Trust, ...` at the start of a line.
fn parenthesised(text: &str, at: usize, line: &Line) -> Option<Numbered> {
    let whole = line.span.of(text);
    let inner = whole.strip_prefix('(')?;
    let close = inner.find(')').filter(|close| (1..=4).contains(close))?;
    let body = inner.get(close + 1..)?.trim_start();
    Some(Numbered {
        line: at,
        number: inner.get(..close)?.parse().ok()?,
        text: Span::new(line.span.end - body.len(), line.span.end),
    })
    .filter(|_| !body.is_empty())
}

/// The marks in their turn: each the next number, or one cited again, of a note that comes after it.
fn in_turn(text: &str, lines: &[Line], last_line: &BTreeMap<u32, usize>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut last: Option<u32> = None;
    for (at, line) in lines.iter().enumerate() {
        for mark in line_marks(text, line.span) {
            let noted = last_line.get(&mark.number).is_some_and(|&note| note > at);
            let follows =
                last.is_none_or(|last| (last + 1..=last + MISSING).contains(&mark.number));
            let again = last.is_some_and(|last| mark.number <= last) && !mark.raised;
            if noted && (follows || again) {
                last = last.max(Some(mark.number));
                marks.push(mark);
            }
        }
    }
    marks
}

/// What could be a mark in a line. `raised` tells the glued digits from those in parentheses.
fn line_marks(text: &str, line: Span) -> Vec<Mark> {
    let bytes = line.of(text).as_bytes();
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(u8::is_ascii_digit))
    {
        let start = at + step;
        let rest = bytes.get(start..).unwrap_or_default();
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let end = start + digits;
        at = end;
        let number = line.of(text).get(start..end).and_then(|d| d.parse().ok());
        let Some(number) = number.filter(|_| start > 0 && digits <= 4) else {
            continue;
        };
        let closed = bytes.get(start - 1) == Some(&b'(') && bytes.get(end) == Some(&b')');
        let span = if closed && start > 1 {
            Span::new(line.start + start - 1, line.start + end + 1)
        } else if digits <= 3 && is_glued(line.of(text), start, end) {
            Span::new(line.start + start, line.start + end)
        } else {
            continue;
        };
        marks.push(Mark {
            span,
            number,
            raised: !closed,
        });
    }
    marks
}

/// Do digits stand right after a word or its punctuation, and does nothing of a number follow?
fn is_glued(line: &str, start: usize, end: usize) -> bool {
    let (before, after) = (
        line.get(..start).unwrap_or_default(),
        line.get(end..).unwrap_or_default(),
    );
    let bare = before.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’', ']']);
    let word = bare
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let pointed = bare.len() < before.len();
    let ends_word = word.chars().next_back().is_some_and(char::is_alphabetic);
    let closes =
        pointed && (ends_word || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    let plain = ends_word && word.chars().count() > 2 && word.ends_with(char::is_lowercase);
    let abbreviated = before.ends_with('.') && layout().abbreviations.has(word);
    let goes_on = after.starts_with(|c: char| c.is_lowercase() || c == '%' || c == '/' || c == '-')
        || after
            .strip_prefix(['.', ',', ':'])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (closes || plain) && !abbreviated && !goes_on && !is_unit(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    fn check(text: &str, notes: &[(&str, &str)], markers: &[&str]) {
        let lines = lines(text, &mut Vec::new());
        let found = find(text, &lines);
        let got: Vec<_> = found
            .notes
            .iter()
            .map(|n| (n.label.as_str(), n.text.of(text)))
            .collect();
        assert_eq!(got, notes);
        let got: Vec<&str> = found.markers.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(got, markers);
    }

    #[test]
    fn digits_glued_to_words() {
        check(
            "It holds 1,300 mines near Fen,1 says No.2 of the army.2 In 2004,3 it covers 2 km2.\n\n1 See there.\n2 Ibid.\n3. Fen Courier, p.3.",
            &[
                ("1", "See there."),
                ("2", "Ibid."),
                ("3", "Fen Courier, p.3."),
            ],
            &["1", "2", "3"],
        );
    }

    #[test]
    fn numbers_in_parentheses() {
        check(
            "It signed in Fen (1997).(974) Nobody (3) left.(975)\n\n(974) Fen Trust, letter.\n(975) Ibid.",
            &[("974", "Fen Trust, letter."), ("975", "Ibid.")],
            &["(974)", "(975)"],
        );
    }

    #[test]
    fn a_list_is_no_note() {
        check(
            "Three things are asked of Kembra.\n\n1. Accede.\n2. Report.\n",
            &[],
            &[],
        );
    }
}
