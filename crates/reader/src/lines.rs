//! Text to lines: what stands between line breaks, trimmed, with a note where blank lines stood before.

use whitestone_model::{Diagnostic, Severity, Span};

use crate::diagnostics::note;

/// No line is longer than this; longer ones are cut at a sentence or a space so that nothing later needs more
/// memory than this at once.
pub(crate) const LONGEST_LINE: usize = 1 << 16;
/// A line longer than this is data, not prose: it is kept as boilerplate and no sentence is read in it, so that a
/// file of hundreds of megabytes on one line needs little more memory than its own size.
pub(crate) const LONGEST_PROSE: usize = 1 << 20;

/// Bytes that a line has at least in most reports, so that room for all is taken at once.
const LINE: usize = 64;

/// What the mark-up said a line is; plain text says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Hint {
    /// Nothing is said.
    #[default]
    None,
    /// A title (`h1`).
    Title,
    /// A heading (`h2` to `h6`).
    Heading,
    /// A list item, with its number in a numbered list.
    Item(Option<u32>),
    /// Navigation.
    Navigation,
    /// A piece of a line too long to be prose.
    Unread,
    /// A row with its cells; `true` for a row of header cells.
    Row(Vec<Span>, bool),
}

/// A line without the white space around it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub span: Span,
    /// Did a blank line stand before it?
    pub gap: bool,
    pub hint: Hint,
}

/// The lines of a text.
pub(crate) fn lines(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / LINE);
    let mut gap = true;
    let mut start = 0;
    let bytes = text.as_bytes();
    // A carriage return ends a line too, as old files of a Macintosh have it; before a line feed it is part of that end.
    let half = |at: usize| bytes.get(at..at + 2) == Some(b"\r\n");
    let ends = memchr::memchr2_iter(b'\r', b'\n', bytes).filter(|at| !half(*at));
    for end in ends.chain(std::iter::once(text.len())) {
        let span = trim(text, Span::new(start, end));
        if span.is_empty() {
            gap = true;
        } else {
            add(text, span, gap, &mut lines, diagnostics);
            gap = false;
        }
        start = end + 1;
    }
    lines
}

/// Adds a line, cut where it is too long.
fn add(
    text: &str,
    mut span: Span,
    gap: bool,
    lines: &mut Vec<Line>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let hint = if span.len() > LONGEST_PROSE {
        diagnostics.push(note(
            Severity::Warning,
            "unread-line",
            "A line is longer than a megabyte; it was kept but not read. If it is running text, break it into paragraphs.",
            Some(span),
        ));
        Hint::Unread
    } else {
        Hint::None
    };
    if span.len() > LONGEST_LINE && hint == Hint::None {
        diagnostics.push(note(
            Severity::Note,
            "long-line",
            "A line is longer than any paragraph; it was read in pieces.",
            Some(span),
        ));
    }
    let mut keep = |span, hint| lines.push(Line { span, gap, hint });
    while span.len() > LONGEST_LINE {
        let cut = span.start + cut_before(span.of(text), LONGEST_LINE);
        let piece = trim(text, Span::new(span.start, cut));
        if !piece.is_empty() {
            keep(piece, hint.clone());
        }
        span = trim(text, Span::new(cut, span.end));
    }
    if !span.is_empty() {
        keep(span, hint);
    }
}

/// The best place to cut a text before `limit`: after a full stop, else at a space, else between characters.
pub(crate) fn cut_before(text: &str, limit: usize) -> usize {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default();
    let cut = head
        .rfind(". ")
        .map(|at| at + 1)
        .filter(|&at| at > end / 2)
        .or_else(|| head.rfind(char::is_whitespace).filter(|&at| at > end / 2))
        .unwrap_or(end);
    cut.max(1)
}

/// A span without white space at its ends.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let raw = span.of(text);
    let begun = raw.trim_start();
    let start = span.start + (raw.len() - begun.len());
    Span::new(start, start + begun.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_any_of_three_ways() {
        let text = "One\rTwo\r\rThree\r\nFour\n\r\nFive\n\nSix\r";
        let read: Vec<(&str, bool)> = (lines(text, &mut Vec::new()).iter())
            .map(|line| (line.span.of(text), line.gap))
            .collect();
        let expected = [
            ("One", true),
            ("Two", false),
            ("Three", true),
            ("Four", false),
            ("Five", true),
            ("Six", true),
        ];
        assert_eq!(read, expected);
    }
}
