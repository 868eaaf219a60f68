//! A document: archived bytes, and what a reader made of them.
//!
//! Nothing is thrown away: boilerplate is a block like any other, markers and notes are lifted out by listing ranges,
//! so every span stays exact in the document's text and, through the [`SourceMap`], in the archived bytes.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::citation::{Citation, CitationKind, Edge};
use crate::{DocumentId, Edtf, Subject};

/// A half-open byte range `[start, end)` of a document's text. In JSON: `[start, end]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Its length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Is there nothing in it?
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Does it hold this offset?
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Number of bytes that both hold.
    pub fn common(self, other: Self) -> usize {
        self.end
            .min(other.end)
            .saturating_sub(self.start.max(other.start))
    }

    /// The text under it; empty where the span does not lie on character borders of `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(usize, usize)>::deserialize(deserializer)?;
        if end < start {
            return Err(serde::de::Error::custom(format!(
                "a span ends at {end} before it starts at {start}"
            )));
        }
        Ok(Self { start, end })
    }
}

/// How serious something met while reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something was guessed or left out.
    Warning,
    /// Part of the document could not be read.
    Error,
}

/// Something that reading met: never a failure, always shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// A stable name: `marker-without-note`.
    pub code: String,
    /// What is the matter and what to do about it, for a person.
    pub message: String,
    /// Where, if at one place.
    pub span: Option<Span>,
}

/// One run in which text and archived bytes go in step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Offset in the text.
    pub text: usize,
    /// Offset in the archived bytes.
    pub source: usize,
}

/// From offsets in the text back to offsets in the archived bytes.
///
/// A list of pieces in rising order; inside a piece both sides advance byte by byte until the next piece begins.
/// Plain UTF-8 needs one piece: its text *is* the archived bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceMap {
    /// The pieces; empty means identity.
    pub pieces: Vec<Piece>,
}

impl SourceMap {
    /// Text and archived bytes are the same.
    pub const fn identity() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Is the text the archived bytes themselves?
    pub fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The archived byte under this offset of the text.
    pub fn source_of(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.text <= offset);
        match after.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            None => offset,
            Some(piece) => {
                let along = piece.source + (offset - piece.text);
                self.pieces
                    .get(after)
                    .map_or(along, |next| along.min(next.source))
            }
        }
    }

    /// The archived bytes under this span of the text.
    pub fn source_span(&self, span: Span) -> Span {
        Span::new(self.source_of(span.start), self.source_of(span.end))
    }
}

/// Where a stretch of text stands in the original as a person opens it: `page 3`, `sheet Casualties, B7`.
///
/// A PDF, a word processor's file or a workbook has no bytes that a person could point at, so its text is rendered
/// (the same bytes and reader give the same text) and each stretch of it says where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// First byte of the text that stands there; it ends where the next place begins.
    pub text: usize,
    /// The place in words.
    pub name: String,
}

/// The place of a span among places in rising order: `page 3`, or `page 3 to page 4`; empty where none is told.
pub fn place_of(places: &[Place], span: Span) -> String {
    let name = |at: usize| {
        let after = places.partition_point(|place| place.text <= at);
        let place = after.checked_sub(1).and_then(|i| places.get(i));
        place.map_or("", |place| place.name.as_str())
    };
    let (first, last) = (
        name(span.start),
        name(span.end.saturating_sub(1).max(span.start)),
    );
    if first == last || first.is_empty() {
        last.to_owned()
    } else {
        format!("{first} to {last}")
    }
}

/// What kind of block it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Navigation, running heads, page numbers: masked, never deleted.
    Boilerplate,
    /// The document's title.
    Title,
    /// A heading.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A row of a table, or a label with its value in a key-data box; see [`Block::cells`].
    Row,
    /// A footnote.
    Note,
}

/// A piece of the document's layout. Blocks come in the order of the text and never overlap; between them
/// there is only white space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// Its bytes.
    pub span: Span,
    /// Index of the heading under which it stands.
    pub section: Option<usize>,
    /// Cells of a row, label first; empty for other kinds.
    pub cells: Vec<Span>,
    /// Index of the row that heads this row's columns.
    pub header: Option<usize>,
}

/// A sentence in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its bytes without note markers; several ranges where a marker, a note block or a page break interrupts.
    pub ranges: Vec<Span>,
    /// Index of the block in which it begins.
    pub block: usize,
    /// Index of the note it stands in, if it does.
    pub note: Option<usize>,
    /// Indices of the markers in it and right after it.
    pub markers: Vec<usize>,
}

impl Sentence {
    /// From its first byte to its last, interruptions included.
    pub fn span(&self) -> Span {
        let start = self.ranges.first().map_or(0, |span| span.start);
        Span::new(start, self.ranges.last().map_or(start, |span| span.end))
    }
}

/// A note marker in the running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The note's number or sign, as printed without brackets: `2`.
    pub label: String,
    /// Its bytes, brackets included.
    pub span: Span,
    /// Index of its note; `None` is a dead marker.
    pub note: Option<usize>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its number or sign, as printed without brackets.
    pub label: String,
    /// Its text without the label.
    pub span: Span,
    /// The sources named in it, in order.
    pub citations: Vec<Citation>,
}

/// A part of a report on several countries that is about one of them: from its heading to the next such heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its bytes.
    pub span: Span,
    /// The state or area it is about.
    pub subject: Subject,
}

/// What the document says of itself, or its user said of it. Fields nobody gave are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentMeta {
    /// Title.
    pub title: String,
    /// Layout family: `prose`, `regional`, `annual`, `annual-box`, `profile`, `themed`, `impact`, `review`, `key-data`.
    pub family: String,
    /// The state or area it reports on.
    pub subject: Option<Subject>,
    /// The parts of a report on several countries, in order; the document as a whole has no subject then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Year of the edition.
    pub edition: Option<i16>,
    /// When it became public: the "last updated" day, else the edition's year.
    pub published: Edtf,
    /// Publisher.
    pub publisher: String,
    /// Theme of a themed page: `Cluster Munition Ban Policy`.
    pub theme: String,
    /// Language (BCP 47).
    pub language: String,
    /// Role the vocabulary may rank: `depositary`, `roll_call`, ...
    pub authority: String,
    /// Media type of the archived bytes.
    pub media_type: String,
    /// Encoding of the archived bytes.
    pub encoding: String,
}

impl DocumentMeta {
    /// These, and what they leave open from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let text = |given: String, other| if given.is_empty() { other } else { given };
        Self {
            title: text(self.title, other.title),
            family: text(self.family, other.family),
            subject: self.subject.or(other.subject),
            parts: if self.parts.is_empty() {
                other.parts
            } else {
                self.parts
            },
            edition: self.edition.or(other.edition),
            published: if self.published.is_stated() {
                self.published
            } else {
                other.published
            },
            publisher: text(self.publisher, other.publisher),
            theme: text(self.theme, other.theme),
            language: text(self.language, other.language),
            authority: text(self.authority, other.authority),
            media_type: text(self.media_type, other.media_type),
            encoding: text(self.encoding, other.encoding),
        }
    }
}

/// A document as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// SHA-256 of the archived bytes.
    pub id: DocumentId,
    /// Name under which it was given.
    pub name: String,
    /// Name and version of the reader: another version may read another text.
    pub reader: String,
    /// The text that all spans point into.
    pub text: String,
    /// From the text back to the archived bytes; identity where `places` lead back instead.
    pub source: SourceMap,
    /// Where the text stands in the original, in rising order; empty where the text is the archived bytes decoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// What it says of itself.
    pub meta: DocumentMeta,
    /// Its layout.
    pub blocks: Vec<Block>,
    /// Its sentences, in reading order.
    pub sentences: Vec<Sentence>,
    /// Its note markers, in the order of the text.
    pub markers: Vec<Marker>,
    /// Its notes, in the order of the text.
    pub notes: Vec<Note>,
    /// What reading met.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The exact words of several ranges, joined by one space.
    pub fn quote(&self, ranges: &[Span]) -> String {
        ranges
            .iter()
            .map(|span| self.slice(*span))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Where the words of several ranges stand in the original: `page 3`; empty for text whose bytes are the original.
    pub fn place_of(&self, ranges: &[Span]) -> String {
        let start = ranges.first().map_or(0, |span| span.start);
        let end = ranges.last().map_or(start, |span| span.end);
        place_of(&self.places, Span::new(start, end))
    }

    /// Was nothing readable in it, with the reason in its diagnostics? Such a document is refused, not archived.
    pub fn is_unreadable(&self) -> bool {
        let broken = |met: &Diagnostic| met.severity == Severity::Error;
        self.text.trim().is_empty() && self.diagnostics.iter().any(broken)
    }

    /// The state or area that a block is about: of the part it stands in, of the part that cites it if it is a note, or
    /// of the whole document.
    pub fn subject_of(&self, block: usize) -> Option<&Subject> {
        let whole = self.meta.subject.as_ref();
        if self.meta.parts.is_empty() {
            return whole;
        }
        let found = self.blocks.get(block)?;
        let cited = (found.kind == BlockKind::Note).then(|| {
            let before = self.blocks.iter().take(block);
            let note = before.filter(|b| b.kind == BlockKind::Note).count();
            let marker = self.markers.iter().find(|m| m.note == Some(note))?;
            Some(marker.span.start)
        });
        let at = cited.flatten().unwrap_or(found.span.start);
        let parts = self.meta.parts.iter();
        let part = parts.rev().find(|part| part.span.contains(at));
        part.map_or(whole, |part| Some(&part.subject))
    }

    /// The words under a span as running text: white space folded, and what interrupts (markers, and the notes and
    /// running heads of a page break) left out.
    pub fn words(&self, span: Span) -> String {
        let mut pieces = Vec::new();
        let mut at = span.start;
        for gap in self.interruptions(span) {
            pieces.extend(self.slice(Span::new(at, gap.start)).split_whitespace());
            at = at.max(gap.end);
        }
        pieces.extend(self.slice(Span::new(at, span.end)).split_whitespace());
        pieces.join(" ")
    }

    /// The markers within a span, and the page breaks.
    fn interruptions(&self, span: Span) -> Vec<Span> {
        let first = self.markers.partition_point(|m| m.span.start < span.start);
        let markers = self.markers.iter().skip(first).map(|marker| marker.span);
        let first = self.blocks.partition_point(|b| b.span.start < span.start);
        let pages = self
            .blocks
            .iter()
            .skip(first)
            .take_while(|block| block.span.end <= span.end)
            .filter(|block| matches!(block.kind, BlockKind::Note | BlockKind::Boilerplate))
            .map(|block| block.span);
        let mut gaps: Vec<Span> = markers
            .take_while(|marker| marker.end <= span.end)
            .chain(pages)
            .collect();
        gaps.sort_unstable();
        gaps
    }

    /// The heading under which a block stands, without a colon at its end; empty at the top.
    pub fn section_title(&self, block: usize) -> &str {
        self.blocks
            .get(block)
            .and_then(|b| b.section)
            .and_then(|heading| self.blocks.get(heading))
            .map_or("", |heading| {
                self.slice(heading.span).trim_end_matches([':', ' '])
            })
    }

    /// The first note with this label.
    pub fn note(&self, label: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.label == label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_map_goes_back_to_the_archived_bytes() {
        // "a&amp;b" is read as "a&b".
        let map = SourceMap {
            pieces: vec![Piece { text: 0, source: 0 }, Piece { text: 2, source: 6 }],
        };
        assert_eq!(map.source_span(Span::new(0, 2)), Span::new(0, 6));
        assert_eq!(map.source_span(Span::new(2, 3)), Span::new(6, 7));
        assert_eq!(SourceMap::identity().source_of(17), 17);
    }

    #[test]
    fn places_are_named_from_first_to_last() {
        let place = |text, name: &str| Place {
            text,
            name: name.to_owned(),
        };
        let places = [place(2, "page 1"), place(10, "page 2")];
        let check =
            |start, end, expected| assert_eq!(place_of(&places, Span::new(start, end)), expected);
        check(2, 10, "page 1");
        check(4, 11, "page 1 to page 2");
        check(30, 30, "page 2");
        check(0, 2, "");
    }

    #[test]
    fn a_span_is_a_pair_in_json() {
        assert_eq!(serde_json::to_string(&Span::new(3, 7)).unwrap(), "[3,7]");
        assert!(serde_json::from_str::<Span>("[7,3]").is_err());
    }
}
