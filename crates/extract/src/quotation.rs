//! Quotations that run over several sentences: all of it is said by whoever opened it, and documented by the marker
//! behind its end.

use whitestone_model::Span;
use whitestone_model::document::{Document, Sentence};

/// A quotation, or what one marker documents, runs over no more sentences than these.
const LONGEST: usize = 64;

/// Is a quotation open behind these words? `before` says whether one was open in front of them.
pub(crate) fn stays_open(document: &Document, ranges: &[Span], before: bool) -> bool {
    let mut open = before;
    let plain = |range: &Span| {
        let words = document.slice(*range);
        words.is_ascii() && !words.as_bytes().contains(&b'"')
    };
    if ranges.iter().all(plain) {
        return open;
    }
    for c in ranges
        .iter()
        .flat_map(|range| document.slice(*range).chars())
    {
        match c {
            '\u{201C}' | '\u{00AB}' => open = true,
            '\u{201D}' | '\u{00BB}' => open = false,
            '"' => open = !open,
            _ => {}
        }
    }
    open
}

/// The markers of the next sentence that has any.
pub(crate) fn later<'d>(sentences: &[&'d Sentence]) -> &'d [usize] {
    let mut ahead = sentences.iter().take(LONGEST).skip(1);
    let next = ahead.find(|s| !s.markers.is_empty());
    next.map_or(&[], |sentence| &sentence.markers)
}

/// The markers of the first sentence, or of the one that closes the quotation it opens or goes on with.
pub(crate) fn markers<'d>(
    document: &Document,
    sentences: &[&'d Sentence],
    mut open: bool,
) -> &'d [usize] {
    for sentence in sentences.iter().take(LONGEST) {
        if !sentence.markers.is_empty() {
            return &sentence.markers;
        }
        open = stays_open(document, &sentence.ranges, open);
        if !open {
            break;
        }
    }
    &[]
}
