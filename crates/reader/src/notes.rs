//! Which lines are footnotes, and which marks in the text are note markers.
//!
//! Notes stand at the end (`[2 ]Text`), or at the bottom of a page in the middle of the text (`2 Text`). A bare
//! number begins a note only in its turn: it continues the count, and its marker stood before.

use whitestone_model::Span;

use crate::glued;
use crate::layout::begins_citation;
use crate::lines::{Hint, Line};
use crate::markers::{Mark, Turn};

/// A line that is a footnote.
#[derive(Debug, Clone)]
pub(crate) struct NoteLine {
    /// Index of its line.
    pub line: usize,
    pub label: String,
    /// Its text without the label.
    pub text: Span,
}

/// The notes and the markers of a text.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub notes: Vec<NoteLine>,
    pub markers: Vec<Mark>,
}

/// Tells notes from markers.
pub(crate) fn find(text: &str, lines: &[Line], marks: &[Mark], wrapped: bool) -> Found {
    let mut found = Found::default();
    let mut turn = Turn::default();
    let mut seen = 0_u32;
    let mut lines_left = lines.iter().enumerate().peekable();
    for &mark in marks {
        while lines_left
            .next_if(|(_, line)| line.span.end <= mark.span.start)
            .is_some()
        {}
        let Some(&(at, line)) = lines_left.peek() else {
            break;
        };
        let leads = line.span.start == mark.span.start;
        let in_note = found.notes.last().is_some_and(|note| note.line == at);
        if leads
            && !in_note
            && leads_note(
                text,
                line,
                mark,
                seen,
                wrapped && !continues(&found, mark.number),
            )
        {
            found.notes.push(NoteLine {
                line: at,
                label: mark.number.to_string(),
                text: crate::lines::trim(text, Span::new(mark.span.end, line.span.end)),
            });
        } else if !in_note && (!mark.raised || turn.takes(text, mark)) {
            seen = seen.max(mark.number);
            found.markers.push(mark);
        }
    }
    let raised = found.markers.iter().any(|mark| mark.raised);
    if raised || (found.notes.is_empty() && !found.markers.is_empty()) {
        add_bare(text, lines, &mut found, raised);
    }
    if found.markers.is_empty() && found.notes.is_empty() {
        return glued::find(text, lines);
    }
    if found.notes.is_empty() && !found.markers.is_empty() {
        add_listed(lines, &mut found);
    }
    found
}

/// Notes that mark-up numbers without printing the number: the last numbered list after the markers.
fn add_listed(lines: &[Line], found: &mut Found) {
    let last = found.markers.last().map_or(0, |mark| mark.span.end);
    let seen = found
        .markers
        .iter()
        .map(|mark| mark.number)
        .max()
        .unwrap_or(0);
    for (at, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.span.start >= last)
    {
        if let Hint::Item(Some(number)) = line.hint
            && number <= seen
        {
            if number == 1 {
                found.notes.clear();
            }
            found.notes.push(NoteLine {
                line: at,
                label: number.to_string(),
                text: line.span,
            });
        }
    }
}

/// Is this the number after the last note's?
fn continues(found: &Found, number: u32) -> bool {
    let last = found
        .notes
        .last()
        .and_then(|note| note.label.parse::<u32>().ok());
    last.is_some_and(|last| last + 1 == number)
}

/// Does a mark at the start of a line make it a note? A superscript only if its marker stood before; a bracket in
/// hard-wrapped text only after a blank line, or where it continues the count of the notes.
fn leads_note(text: &str, line: &Line, mark: Mark, seen: u32, strict: bool) -> bool {
    let rest = Span::new(mark.span.end, line.span.end).of(text).trim();
    if rest.is_empty() {
        return false;
    }
    if mark.raised {
        return mark.number <= seen;
    }
    line.gap || !strict
}

/// A line that begins with a bare number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbered {
    pub line: usize,
    pub number: u32,
    pub text: Span,
}

/// Adds the notes that begin with a bare number in its turn; `raised` says that only raised markers lead to such.
fn add_bare(text: &str, lines: &[Line], found: &mut Found, raised: bool) {
    let numbered: Vec<Numbered> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| numbered(text, at, line))
        .collect();
    let mut added = Vec::new();
    let leads = |mark: &&Mark| mark.raised || !raised;
    let mut markers = found.markers.iter().filter(leads).peekable();
    let (mut seen, mut next, mut last_line) = (0, 1, None);
    for (index, &candidate) in numbered.iter().enumerate() {
        let start = candidate.text.start;
        while let Some(mark) = markers.next_if(|mark| mark.span.start < start) {
            seen = seen.max(mark.number);
        }
        if candidate.number < next || candidate.number > seen {
            continue;
        }
        let in_turn = candidate.number == next;
        let follows = last_line.is_some_and(|last| adjacent(lines, last, candidate.line));
        let rest = numbered.get(index + 1..).unwrap_or_default();
        let looks = looks_like_note(candidate.text.of(text));
        let sure = [in_turn, follows, looks]
            .iter()
            .filter(|sign| **sign)
            .count()
            >= 2;
        if sure || (in_turn && completes(lines, candidate, rest, seen)) {
            added.push(NoteLine {
                line: candidate.line,
                label: candidate.number.to_string(),
                text: candidate.text,
            });
            next = candidate.number + 1;
            last_line = Some(candidate.line);
        }
    }
    if !added.is_empty() {
        found.notes.append(&mut added);
        found.notes.sort_by_key(|note| note.line);
        // A raised number at the start of a line was found already.
        found.notes.dedup_by_key(|note| note.line);
    }
}

pub(crate) fn numbered(text: &str, at: usize, line: &Line) -> Option<Numbered> {
    let whole = line.span.of(text);
    let digits = whole.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let rest = whole.get(digits..)?;
    let body = rest.trim_start_matches(['.', ')']).trim_start();
    let spaced =
        rest.starts_with(char::is_whitespace) || rest.starts_with(". ") || rest.starts_with(") ");
    if !spaced || body.is_empty() || line.hint != Hint::None && body.len() < 3 {
        return None;
    }
    Some(Numbered {
        line: at,
        number: whole.get(..digits)?.parse().ok()?,
        text: Span::new(line.span.end - body.len(), line.span.end),
    })
}

/// Does nothing stand between two lines but the rest of the first one's paragraph?
fn adjacent(lines: &[Line], first: usize, next: usize) -> bool {
    let between = lines.get(first + 1..next).unwrap_or_default();
    first < next && between.iter().all(|line| !line.gap)
}

/// Does a run of notes from here reach the last marker seen, and does no later line claim the same number?
fn completes(lines: &[Line], first: Numbered, rest: &[Numbered], seen: u32) -> bool {
    let mut last = first;
    for &next in rest {
        if !adjacent(lines, last.line, next.line)
            || next.number != last.number + 1
            || next.number > seen
        {
            break;
        }
        last = next;
    }
    let claimed_later = rest.iter().any(|other| other.number == first.number);
    (last.number == seen && !claimed_later) || last.number >= first.number + 2
}

/// Does it begin as a citation does, or is it one by its form?
fn looks_like_note(text: &str) -> bool {
    let quoted = text.starts_with(['"', '“', '*', '<']);
    let signal = ["See", "Ibid", "Ibid.", "ibid"]
        .iter()
        .any(|word| text.starts_with(word));
    quoted || signal || begins_citation(text) || (text.len() < 400 && text.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;
    use crate::markers::scan;

    fn check(text: &str, notes: &[(&str, &str)], markers: &[u32]) {
        let lines = lines(text, &mut Vec::new());
        let found = find(text, &lines, &scan(text, &[], std::iter::empty()), false);
        let got: Vec<_> = found
            .notes
            .iter()
            .map(|n| (n.label.as_str(), n.text.of(text)))
            .collect();
        assert_eq!(got, notes);
        assert_eq!(
            found.markers.iter().map(|m| m.number).collect::<Vec<_>>(),
            markers
        );
    }

    #[test]
    fn notes_at_the_end() {
        check(
            "It is so.[1] And so.[2 ]\n\n[1] See there.\n[2 ]Ibid.",
            &[("1", "See there."), ("2", "Ibid.")],
            &[1, 2],
        );
    }

    #[test]
    fn notes_at_the_bottom_of_a_page() {
        check(
            "It rose,¹ and fell.²\n\n1 Both names are used.\n\n2 See there.\n\n15 people came.³\n\n3 people left.\n\n3 Ibid.",
            &[
                ("1", "Both names are used."),
                ("2", "See there."),
                ("3", "Ibid."),
            ],
            &[1, 2, 3],
        );
    }

    #[test]
    fn a_number_without_a_marker_is_no_note() {
        check(
            "It covers 3 km².\n\n1 person left.\n\n2 came back.",
            &[],
            &[],
        );
    }
}
