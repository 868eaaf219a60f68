//! Blocks, notes and markers to sentences in reading order.

use whitestone_model::document::{Block, BlockKind, Marker, Note, Sentence};
use whitestone_model::{Diagnostic, Severity, Span};

use crate::diagnostics::note;
use crate::inline::BULLETS;
use crate::lines::trim;
use crate::sentences::{self, LONGEST_SENTENCE, Split};

/// The sentences of the body, then those of the notes.
pub(crate) fn sentences(
    text: &str,
    blocks: &[Block],
    markers: &[Marker],
    notes: &[Note],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Sentence> {
    let mut flow = Flow {
        text,
        spans: markers.iter().map(|marker| marker.span).collect(),
        sentences: Vec::new(),
        open: false,
        next: 0,
    };
    for (index, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem => flow.body(index, block),
            // A page break: the sentence may go on after it.
            BlockKind::Note | BlockKind::Boilerplate => {}
            BlockKind::Title | BlockKind::Heading | BlockKind::Row => flow.open = false,
        }
    }
    let of_notes = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind == BlockKind::Note);
    for (number, ((block, _), found)) in of_notes.zip(notes).enumerate() {
        flow.note(block, number, found.span);
    }
    faults(text, &flow.sentences, diagnostics);
    flow.sentences
}

struct Flow<'a> {
    text: &'a str,
    spans: Vec<Span>,
    sentences: Vec<Sentence>,
    /// Is the last sentence without an end?
    open: bool,
    /// The first marker not yet passed.
    next: usize,
}

impl Flow<'_> {
    fn body(&mut self, index: usize, block: &Block) {
        let start = block.span.start + bullet(block.span.of(self.text));
        let first = self.pass_markers(start, block.span.end);
        let spans = self.spans.get(first..self.next).unwrap_or_default();
        let span = trim(self.text, Span::new(start, block.span.end));
        let goes_on = block.kind == BlockKind::Paragraph
            && span
                .of(self.text)
                .chars()
                .next()
                .is_some_and(char::is_lowercase);
        let mut join = self.open && goes_on;
        // What a page break divides stays one paragraph.
        let index = match self.sentences.last() {
            Some(last) if join => last.block,
            _ => index,
        };
        let (mut begun, mut marker) = (span.start, 0);
        for end in sentences::ends(self.text, span, spans, Split::Body) {
            let count = spans
                .iter()
                .skip(marker)
                .take_while(|m| m.start < end)
                .count();
            let own = spans.get(marker..marker + count).unwrap_or_default();
            let mut ranges = sentences::ranges(self.text, Span::new(begun, end), own);
            let mut markers: Vec<usize> = (first + marker..first + marker + count).collect();
            (begun, marker) = (end, marker + count);
            match self
                .sentences
                .last_mut()
                .filter(|_| join || ranges.is_empty())
            {
                Some(last) => {
                    last.ranges.append(&mut ranges);
                    last.markers.append(&mut markers);
                    join = false;
                }
                None if ranges.is_empty() => {}
                None => self.sentences.push(Sentence {
                    ranges,
                    block: index,
                    note: None,
                    markers,
                }),
            }
        }
        self.open = self
            .sentences
            .last()
            .and_then(|s| s.ranges.last())
            .is_some_and(|last| !sentences::is_closed(last.of(self.text)));
    }

    /// Passes the markers up to the end of a block; gives the first that lies in it.
    fn pass_markers(&mut self, start: usize, end: usize) -> usize {
        let left = self.spans.get(self.next..).unwrap_or_default();
        let first = self.next + left.iter().take_while(|m| m.end <= start).count();
        let within = self.spans.get(first..).unwrap_or_default();
        self.next = first + within.iter().take_while(|m| m.start < end).count();
        first
    }

    fn note(&mut self, block: usize, number: usize, span: Span) {
        let mut begun = span.start;
        for end in sentences::ends(self.text, span, &[], Split::Note) {
            let ranges = sentences::ranges(self.text, Span::new(begun, end), &[]);
            begun = end;
            if !ranges.is_empty() {
                self.sentences.push(Sentence {
                    ranges,
                    block,
                    note: Some(number),
                    markers: Vec::new(),
                });
            }
        }
    }
}

fn bullet(raw: &str) -> usize {
    BULLETS
        .iter()
        .find(|bullet| raw.starts_with(**bullet))
        .map_or(0, |bullet| bullet.len())
}

/// Tells of words printed twice and of sentences without an end.
fn faults(text: &str, sentences: &[Sentence], diagnostics: &mut Vec<Diagnostic>) {
    let mut cut = 0_usize;
    let mut words = Vec::new();
    for sentence in sentences {
        for range in &sentence.ranges {
            cut += usize::from(range.len() + 64 > LONGEST_SENTENCE);
            if let Some(span) = repeated(text, *range, &mut words) {
                let message = format!("The words “{}” are printed twice in a row.", span.of(text));
                diagnostics.push(note(Severity::Note, "repeated-words", &message, Some(span)));
            }
        }
    }
    if cut > 0 {
        let message = format!(
            "{cut} pieces of sentences are longer than {LONGEST_SENTENCE} bytes; they were cut. Is this running text?"
        );
        diagnostics.push(note(Severity::Warning, "long-sentence", &message, None));
    }
}

/// A word: its bytes, and its first ones as a number, so that most pairs are told apart at once.
type Word = (u32, usize, usize);

/// The second of two equal runs of two to five words.
fn repeated(text: &str, range: Span, words: &mut Vec<Word>) -> Option<Span> {
    let bytes = text.as_bytes();
    words.clear();
    let (mut start, mut key) = (range.start, 0_u32);
    for (at, byte) in (range.start..).zip(bytes.get(range.start..range.end)?) {
        if byte.is_ascii_whitespace() {
            if at > start {
                words.push((key, start, at));
            }
            (start, key) = (at + 1, 0);
        } else {
            key = key.rotate_left(5) ^ u32::from(*byte);
        }
    }
    if range.end > start {
        words.push((key, start, range.end));
    }
    let word = |&(_, from, to): &Word| bytes.get(from..to).unwrap_or_default();
    let same = |a: &Word, b: &Word| a.0 == b.0 && word(a) == word(b);
    for (at, first) in words.iter().enumerate() {
        for run in 2..=5_usize {
            let Some(second) = words.get(at + run) else {
                break;
            };
            if second.0 != first.0 {
                continue;
            }
            let once = words.get(at..at + run).unwrap_or_default();
            let again = words.get(at + run..at + 2 * run).unwrap_or_default();
            let equal = again.len() == run && once.iter().zip(again).all(|(a, b)| same(a, b));
            if equal && word(first).iter().any(u8::is_ascii_alphabetic) {
                return Some(Span::new(second.1, again.last()?.2));
            }
        }
    }
    None
}
