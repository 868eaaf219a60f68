//! A footnote to the sources it names.
//!
//! A note is a list of items, parted by `;` or by full stops outside quotation marks. Each item is a source
//! (`Interview with ...`, `“Title,” Outlet, date, address`), a pointer (`See ... 2004, p. 12`, `Ibid.`) or a comment.

use std::borrow::Cow;

use whitestone_model::Span;
use whitestone_model::document::{Citation, CitationKind};

use crate::fields;
use crate::lines::trim;
use crate::pointers::{pointer, without_signal};
use crate::sources::{book, dateline, headed, report, titled, trailed};

/// The kind of citation that a key of `[heads]` in the layout data names.
pub(crate) fn kind_named(name: &str) -> Option<CitationKind> {
    Some(match name {
        "interview" => CitationKind::Interview,
        "statement" => CitationKind::Statement,
        "letter" => CitationKind::Letter,
        "fax" => CitationKind::Fax,
        "email" => CitationKind::Email,
        "correspondence" => CitationKind::Correspondence,
        _ => return None,
    })
}

/// The citations of the note whose text has this span, and whose sentences end here.
pub(crate) fn parse(text: &str, note: Span, ends: &[usize]) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::with_capacity(1);
    let mut comment: Option<Span> = None;
    for item in items(text, note, ends) {
        let words = one_line(item.of(text));
        let confidential = fields::is_confidential(&words);
        // `The source wishes to remain anonymous.` speaks of the source before it.
        if confidential && let Some(last) = citations.last_mut() {
            last.confidential |= last.kind != CitationKind::CrossReference;
        }
        match citation(&words, item, confidential) {
            Some(found) => {
                if let Some(begun) = comment.take().filter(|_| citations.is_empty()) {
                    citations.push(empty(CitationKind::Explanatory, begun));
                }
                match citations.last_mut() {
                    Some(last) if completes(last, &found) => complete(last, found),
                    _ => citations.push(found),
                }
            }
            None if citations.is_empty() => {
                comment = Some(comment.map_or(item, |begun| Span::new(begun.start, item.end)));
            }
            None => {}
        }
    }
    if let Some(begun) = comment {
        citations.push(empty(CitationKind::Explanatory, begun));
    }
    citations
}

/// The text of an item that is broken over several lines, as one; spaces of any width are one space.
fn one_line(raw: &str) -> Cow<'_, str> {
    let bytes = raw.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    let wide = |(a, b): (&u8, &u8)| *a < b' ' || (*a == b' ' && *b == b' ');
    let folded = !bytes
        .iter()
        .zip(next)
        .map(wide)
        .fold(false, |any, wide| any | wide);
    // With these bytes spaces of other widths begin.
    let mut leads = memchr::memchr3_iter(0xC2, 0xE2, 0xE3, bytes);
    if folded
        && !leads.any(|at| {
            raw.get(at..)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })
    {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(raw.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// `Letter No. 4, 2 May 2000.` after a letter without a date is the same letter.
fn completes(last: &Citation, next: &Citation) -> bool {
    let nameless = next.persons.is_empty() && next.role.is_empty();
    last.kind == CitationKind::Letter
        && next.kind == CitationKind::Letter
        && !last.date.is_stated()
        && nameless
}

fn complete(last: &mut Citation, next: Citation) {
    last.span = Span::new(last.span.start, next.span.end);
    last.date = next.date;
    last.number = next.number;
}

/// The items of a note.
fn items(text: &str, note: Span, ends: &[usize]) -> Vec<Span> {
    let mut items = Vec::new();
    let mut start = note.start;
    for &end in ends {
        let mut begun = start;
        for cut in semicolons(Span::new(start, end).of(text)) {
            items.push(trim(text, Span::new(begun, start + cut)));
            begun = start + cut + 1;
        }
        items.push(trim(text, Span::new(begun, end)));
        start = end;
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Semicolons outside quotation marks, parentheses and addresses.
fn semicolons(raw: &str) -> Vec<usize> {
    if memchr::memchr(b';', raw.as_bytes()).is_none() {
        return Vec::new();
    }
    let (mut depth, mut curly, mut straight, mut cuts) = (0_i32, false, false, Vec::new());
    let balanced = raw.bytes().filter(|&b| b == b'"').count() % 2 == 0;
    for (at, character) in raw.char_indices() {
        match character {
            '(' | '<' => depth += 1,
            ')' | '>' => depth = (depth - 1).max(0),
            '“' => curly = true,
            '”' => curly = false,
            '"' if balanced => straight = !straight,
            ';' if depth == 0 && !curly && !straight => cuts.push(at),
            _ => {}
        }
    }
    cuts
}

pub(crate) fn empty(kind: CitationKind, span: Span) -> Citation {
    Citation {
        kind,
        span,
        ..Citation::default()
    }
}

/// The citation that an item is; `None` for a comment.
fn citation(raw: &str, span: Span, confidential: bool) -> Option<Citation> {
    let (rest, signalled) = without_signal(raw);
    let mut citation = pointer(rest, signalled, span)
        .or_else(|| headed(rest, span, confidential))
        .or_else(|| trailed(rest, span, confidential))
        .or_else(|| report(rest, span))
        .or_else(|| titled(rest, span))
        .or_else(|| book(rest, span))
        .or_else(|| dateline(rest, span))?;
    if citation.pages.is_empty() {
        fields::pages(rest).clone_into(&mut citation.pages);
    }
    if let Some((_, url)) = fields::url(rest) {
        citation.url = url.into_owned();
    }
    Some(citation)
}

pub(crate) fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}
