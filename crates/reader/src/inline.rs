//! What page-layout exports run together in one line: running heads, headings inside paragraphs, bullets.

use whitestone_model::Span;

use crate::dates;
use crate::layout::{Layout, layout};
use crate::lines::trim;

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A running head: `149 STATES PARTIES KEMBRA`.
    RunningHead(Span),
    /// A heading.
    Heading(Span),
    /// A list item with its bullet.
    Item(Span),
    /// Running text.
    Text(Span),
}

/// No label and no heading before a colon is longer than this.
const LONGEST_NAME: usize = 60;

/// The bullets of lists.
pub(crate) const BULLETS: [&str; 8] = ["- ", "• ", "■ ", "▪ ", "– ", "· ", "‣ ", "● "];

/// `Key developments since May 2004: Text`: a heading, colon included, and the text after it.
pub(crate) fn run_in(text: &str, line: Span) -> Option<(Span, Span)> {
    let raw = line.of(text);
    let colon = first_colon(raw)?;
    let name = raw.get(..colon)?;
    if !layout().run_in.fit(name) {
        return None;
    }
    let heading = Span::new(line.start, line.start + colon + 1);
    Some((heading, trim(text, Span::new(heading.end, line.end))))
}

/// Where the colon stands that ends a short name at the start of a line.
pub(crate) fn first_colon(line: &str) -> Option<usize> {
    let head = line.as_bytes();
    memchr::memchr(b':', head.get(..LONGEST_NAME).unwrap_or(head))
}

/// Length of the running head with which a text begins, its country included; 0 if there is none.
pub(crate) fn running_head(raw: &str) -> usize {
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return 0;
    }
    let Some(rest) = raw.get(digits..).and_then(|rest| rest.strip_prefix(' ')) else {
        return 0;
    };
    let series = series(rest);
    let rest = rest.get(series..).unwrap_or_default();
    let group = layout()
        .running_heads
        .iter()
        .filter(|group| {
            rest.strip_prefix(group.as_str())
                .is_some_and(|after| after.starts_with(' ') || after.is_empty())
        })
        .map(String::len)
        .max();
    let Some(group) = group else {
        return 0;
    };
    let mut end = digits + 1 + series + group;
    while let Some(after) = raw.get(end..).and_then(|rest| rest.strip_prefix(' ')) {
        let word = after.split(' ').next().unwrap_or_default();
        if !is_capitals(word) || heading(after) > 0 {
            break;
        }
        end += 1 + word.len();
    }
    end
}

/// Length of a series with its year and the space behind: `Clearing the Mines 2018 `; 0 if there is none.
fn series(raw: &str) -> usize {
    let mut works = layout().works.iter();
    let named = works.find_map(|work| {
        let (year, _) = raw
            .strip_prefix(work.as_str())?
            .strip_prefix(' ')?
            .split_once(' ')?;
        dates::year(year)?;
        Some(work.len() + 1 + year.len() + 1)
    });
    named.unwrap_or_default()
}

/// The country in a running head.
pub(crate) fn headed_country(line: &str) -> Option<&str> {
    let head = line
        .get(..running_head(line))
        .filter(|head| !head.is_empty())?;
    let (_, rest) = head.split_once(' ')?;
    let rest = rest.get(series(rest)..)?;
    let groups = layout().running_heads.iter();
    let named = groups
        .filter_map(|group| rest.strip_prefix(group.as_str()))
        .min_by_key(|name| name.len());
    named.map(str::trim).filter(|name| !name.is_empty())
}

/// A word of a country's name in capitals.
fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().any(char::is_alphabetic)
        && word
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’' | '(' | ')' | ','))
}

/// Length of the inline heading with which a text begins; 0 if there is none.
pub(crate) fn heading(raw: &str) -> usize {
    let Layout {
        inline_headings, ..
    } = layout();
    inline_headings
        .iter()
        .filter_map(|pattern| heading_length(pattern, raw))
        .max()
        .unwrap_or(0)
}

fn heading_length(pattern: &str, raw: &str) -> Option<usize> {
    let mut rest = raw;
    for part in pattern.split_inclusive('#') {
        let (literal, number) = part.strip_suffix('#').map_or((part, false), |p| (p, true));
        rest = rest.strip_prefix(literal)?;
        if number {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest = rest.get(digits..).filter(|_| digits > 0)?;
        }
    }
    let next = rest.split_whitespace().next().unwrap_or_default();
    let ends = rest.is_empty() || rest.starts_with([' ', ':']);
    // A word in capitals after it would make it part of a longer heading that is not on the list.
    (ends && !(is_capitals(next) && next.chars().all(char::is_alphabetic)))
        .then(|| raw.len() - rest.len())
}

/// The parts of a line of a page-layout export.
pub(crate) fn parts(text: &str, line: Span) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = line.start;
    let head = running_head(line.of(text));
    if head > 0 {
        parts.push(Part::RunningHead(Span::new(at, at + head)));
        at = trim(text, Span::new(at + head, line.end)).start;
    }
    while at < line.end {
        let rest = Span::new(at, line.end);
        let length = heading(rest.of(text));
        if length > 0 {
            parts.push(Part::Heading(Span::new(at, at + length)));
            at = trim(text, Span::new(at + length, line.end))
                .start
                .max(at + length);
            continue;
        }
        let end = next_break(text, rest);
        let piece = trim(text, Span::new(at, end));
        let bulleted = piece.of(text).starts_with('■');
        if !piece.is_empty() {
            parts.push(if bulleted {
                Part::Item(piece)
            } else {
                Part::Text(piece)
            });
        }
        at = end;
        while text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace) && at < line.end {
            at += 1;
        }
    }
    parts
}

/// Where the next heading or bullet begins.
fn next_break(text: &str, rest: Span) -> usize {
    let bytes = text.as_bytes();
    let mut at = rest.start + 1;
    while at < rest.end {
        if bytes.get(at - 1) == Some(&b' ') && text.is_char_boundary(at) {
            let tail = Span::new(at, rest.end).of(text);
            let bullet = tail.starts_with("■ ");
            let capitals = matches!(tail.as_bytes(), [a, b, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase());
            if bullet || (capitals && after_sentence(text, rest.start, at) && heading(tail) > 0) {
                return at;
            }
        }
        at += 1;
    }
    rest.end
}

fn after_sentence(text: &str, start: usize, at: usize) -> bool {
    let before = text.get(start..at).unwrap_or_default().trim_end();
    before
        .trim_end_matches(
            |c: char| matches!(c, '”' | '"' | ']' | '⁰'..='⁹' | '¹' | '²' | '³' | '0'..='9' | '['),
        )
        .ends_with(['.', '?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let got: Vec<String> = parts(text, Span::new(0, text.len()))
            .into_iter()
            .map(|part| match part {
                Part::RunningHead(s) => format!("head {}", s.of(text)),
                Part::Heading(s) => format!("heading {}", s.of(text)),
                Part::Item(s) => format!("item {}", s.of(text)),
                Part::Text(s) => format!("text {}", s.of(text)),
            })
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_line_of_a_page_is_taken_apart() {
        check(
            "149 STATES PARTIES UPPER KEMBRA PROGRAMME MANAGEMENT The APMBC rules.¹ LAND RELEASE At Fen it ended.",
            &[
                "head 149 STATES PARTIES UPPER KEMBRA",
                "heading PROGRAMME MANAGEMENT",
                "text The APMBC rules.¹",
                "heading LAND RELEASE",
                "text At Fen it ended.",
            ],
        );
        check(
            "RECOMMENDATIONS FOR ACTION ■ Kembra should act. ■ It should say so.",
            &[
                "heading RECOMMENDATIONS FOR ACTION",
                "item ■ Kembra should act.",
                "item ■ It should say so.",
            ],
        );
        check(
            "31 STATES PARTIES KEMBRA and other items.",
            &["head 31 STATES PARTIES KEMBRA", "text and other items."],
        );
    }

    #[test]
    fn headings_run_in_with_a_colon() {
        let text = "Key developments since May 2004: It rose.";
        let (heading, rest) = run_in(text, Span::new(0, text.len())).unwrap();
        assert_eq!(
            (heading.of(text), rest.of(text)),
            ("Key developments since May 2004:", "It rose.")
        );
        assert!(run_in("He said: no.", Span::new(0, 12)).is_none());
    }
}
