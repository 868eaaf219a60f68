//! Blocks, notes and markers to sentences in reading order.

use whitestone_model::document::{Block, BlockKind, Marker, Note, Sentence};
use whitestone_model::{Diagnostic, Severity, Span};

use crate::diagnostics::note;
use crate::inline::BULLETS;
use crate::lines::trim;
use crate::sentences::{self, LONGEST_SENTENCE, Split};

/// Bytes that a sentence has about, so that room for all is taken at once.
const SENTENCE: usize = 160;

/// The sentences of the body, then those of the notes, which come with the ends of their sentences.
pub(crate) fn sentences<'a>(
    text: &str,
    blocks: &[Block],
    markers: &[Marker],
    notes: impl Iterator<Item = (&'a Note, &'a Vec<usize>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Sentence> {
    let mut flow = Flow {
        text,
        spans: markers.iter().map(|marker| marker.span).collect(),
        written: Written {
            sentences: Vec::with_capacity(text.len() / SENTENCE + blocks.len() / 2),
            length: 0,
        },
        open: false,
        parted: 0,
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
    for (number, ((block, _), (found, ends))) in of_notes.zip(notes).enumerate() {
        flow.note(block, number, found.span, ends);
    }
    faults(text, &flow.written.sentences, flow.parted, diagnostics);
    flow.written.sentences
}

struct Flow<'a> {
    text: &'a str,
    spans: Vec<Span>,
    written: Written,
    /// Is the last sentence without an end?
    open: bool,
    /// Pieces of sentences that were not joined to the one before, which is as long as any may be.
    parted: usize,
    /// The first marker not yet passed.
    next: usize,
}

/// The sentences so far.
struct Written {
    sentences: Vec<Sentence>,
    /// The bytes of the last one.
    length: usize,
}

impl Written {
    /// Adds a sentence, or what goes on with the last one: markers alone do too.
    fn add(&mut self, mut piece: Sentence, join: &mut bool) {
        let length: usize = piece.ranges.iter().map(|range| range.len()).sum();
        let goes_on = *join || piece.ranges.is_empty();
        match self.sentences.last_mut().filter(|_| goes_on) {
            Some(last) => {
                self.length += length;
                last.ranges.append(&mut piece.ranges);
                last.markers.append(&mut piece.markers);
                *join = false;
            }
            None if piece.ranges.is_empty() => {}
            None => {
                self.length = length;
                self.sentences.push(piece);
            }
        }
    }
}

impl Flow<'_> {
    fn body(&mut self, index: usize, block: &Block) {
        let start = block.span.start + bullet(block.span.of(self.text));
        // A marker may have begun in the block before.
        let begun = self.next.checked_sub(1).and_then(|at| self.spans.get(at));
        let start = begun.map_or(start, |marker| marker.end.max(start));
        if start >= block.span.end {
            return;
        }
        let first = self.pass_markers(start, block.span.end);
        let spans = self.spans.get(first..self.next).unwrap_or_default();
        let span = trim(self.text, Span::new(start, block.span.end));
        let goes_on = block.kind == BlockKind::Paragraph
            && span
                .of(self.text)
                .chars()
                .next()
                .is_some_and(char::is_lowercase);
        let full = self.written.length >= LONGEST_SENTENCE;
        let mut join = self.open && goes_on && !full;
        self.parted += usize::from(self.open && goes_on && full);
        // What a page break divides stays one paragraph.
        let index = match self.written.sentences.last() {
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
            let ranges = sentences::ranges(self.text, Span::new(begun, end), own);
            let markers: Vec<usize> = (first + marker..first + marker + count).collect();
            (begun, marker) = (end, marker + count);
            let piece = Sentence {
                ranges,
                block: index,
                note: None,
                markers,
            };
            self.written.add(piece, &mut join);
        }
        self.open = self
            .written
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

    fn note(&mut self, block: usize, number: usize, span: Span, ends: &[usize]) {
        let mut begun = span.start;
        for &end in ends {
            let ranges = sentences::ranges(self.text, Span::new(begun, end), &[]);
            begun = end;
            if !ranges.is_empty() {
                self.written.sentences.push(Sentence {
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

/// Tells of words printed twice and of sentences without an end; `cut` is how many were already cut.
fn faults(text: &str, sentences: &[Sentence], mut cut: usize, diagnostics: &mut Vec<Diagnostic>) {
    for range in sentences.iter().flat_map(|sentence| &sentence.ranges) {
        cut += usize::from(range.len() + 64 > LONGEST_SENTENCE);
        if let Some(span) = repeated(text, *range) {
            let message = format!("The words “{}” are printed twice in a row.", span.of(text));
            diagnostics.push(note(Severity::Note, "repeated-words", &message, Some(span)));
        }
    }
    if cut > 0 {
        let message = format!(
            "{cut} pieces of sentences are longer than {LONGEST_SENTENCE} bytes; they were cut. Is this running text?"
        );
        diagnostics.push(note(Severity::Warning, "long-sentence", &message, None));
    }
}

/// The second of two equal runs of two to five words.
fn repeated(text: &str, range: Span) -> Option<Span> {
    if !may_repeat(range.of(text).as_bytes()) {
        return None;
    }
    let words: Vec<Span> = words(text.as_bytes(), range).collect();
    (0..words.len()).find_map(|at| (2..=5).find_map(|run| again(text, &words, at, run)))
}

/// The run of so many words from `at` on, where it is printed twice: its second print.
fn again(text: &str, words: &[Span], at: usize, run: usize) -> Option<Span> {
    let once = words.get(at..at + run)?;
    let again = words.get(at + run..at + 2 * run)?;
    let same = |(a, b): (&Span, &Span)| a.of(text) == b.of(text);
    let (first, last) = (again.first()?, again.last()?);
    let letters = first.of(text).bytes().any(|b| b.is_ascii_alphabetic());
    (letters && once.iter().zip(again).all(same)).then(|| Span::new(first.start, last.end))
}

/// Do two words begin as the two words do that stand two to five words before them? Few sentences have such, so that
/// only they are read word by word.
fn may_repeat(text: &[u8]) -> bool {
    let mut before = 0;
    let mut pairs = [0_u32; 5];
    for word in words(text, Span::new(0, text.len())) {
        let begins = beginning(text, word);
        let pair = before ^ begins.rotate_left(7);
        before = begins;
        let [_, second, third, fourth, fifth] = pairs;
        if pair == second || pair == third || pair == fourth || pair == fifth {
            return true;
        }
        let [first, ..] = pairs;
        pairs = [pair, first, second, third, fourth];
    }
    false
}

fn words(text: &[u8], range: Span) -> impl Iterator<Item = Span> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        while start < range.end {
            let rest = text.get(start..range.end)?;
            let length = rest.iter().position(|b| *b <= b' ').unwrap_or(rest.len());
            let word = Span::new(start, start + length);
            start += length + 1;
            if length > 0 {
                return Some(word);
            }
        }
        None
    })
}

/// The first four bytes of a word, as a number.
fn beginning(text: &[u8], word: Span) -> u32 {
    let rest = text.get(word.start..).unwrap_or_default();
    let first = rest.first_chunk().copied().unwrap_or_else(|| {
        let byte = |at| rest.get(at).copied().unwrap_or_default();
        [byte(0), byte(1), byte(2), byte(3)]
    });
    let others = 8 * u32::try_from(4_usize.saturating_sub(word.len())).unwrap_or_default();
    u32::from_le_bytes(first) << others
}
