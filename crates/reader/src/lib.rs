//! Text and HTML to a [`Document`]: blocks, sentences, note markers, notes and citations, each with its exact
//! bytes.
//!
//! Reading never fails. Whatever is odd (a marker without a note, bytes that mean nothing, words printed twice)
//! becomes a diagnostic beside the result. Nothing is thrown away and nothing is edited: navigation is a block like
//! any other, and what interrupts a sentence (a marker, a page break with its notes) only splits its ranges.
//!
//! | step | module | makes |
//! | --- | --- | --- |
//! | 1 | `decode`, `clean` | bytes to text, with a map back |
//! | 2 | `html` | mark-up to text and hints, with a map back |
//! | 3 | `lines` | text to lines |
//! | 4 | `markers`, `notes`, `glued` | note markers, and the lines that are notes |
//! | 5 | `blocks`, `pages`, `inline`, `tables` | lines to blocks |
//! | 6 | `sentences`, `assemble` | blocks to sentences |
//! | 7 | `citations`, `pointers`, `sources`, `dates`, `fields` | notes to citations |
//! | 8 | `links` | markers to notes, Ibid. to its source |
//! | 9 | `meta`, `parts`, `country` | what the document says of itself |
//!
//! Other formats are read by their own readers, which hand over a [`manuscript`] in place of steps 1 to 3.
//!
//! What is known of layouts is data: `data/layout.toml`. **To add a label, an abbreviation or a family**, add it there; a user's own file of the same form goes before it ([`extend_layout`]).

mod assemble;
mod blocks;
mod citations;
mod clean;
mod country;
mod dates;
mod decode;
mod diagnostics;
mod fields;
mod glued;
mod html;
mod inline;
mod layout;
mod lines;
mod links;
mod lookup;
pub mod manuscript;
mod markers;
mod meta;
mod notes;
mod pages;
mod parts;
mod pointers;
mod sentences;
mod sources;
mod tables;

pub use layout::extend_layout;
use sentences::Split;
use whitestone_model::document::{Block, BlockKind, Document, Marker, Note, Place, SourceMap};
use whitestone_model::{Diagnostic, DocumentId, DocumentMeta, Span, Vocabulary};

/// Name and version of this reader. It changes whenever the same bytes may give another text, other blocks or
/// other sentences.
pub const READER: &str = concat!("whitestone-reader/", env!("CARGO_PKG_VERSION"));

/// Reads a document. What the user gave in `hints` wins over what the document says of itself.
pub fn read(bytes: &[u8], name: &str, hints: &DocumentMeta, vocabulary: &Vocabulary) -> Document {
    let mut decoded = decode::decode(bytes, &hints.encoding);
    let mut hints = hints.clone();
    if hints.encoding.is_empty() {
        hints.encoding = decoded.encoding;
    }
    let marked_up = html::is_html(&decoded.text, &hints.media_type, name);
    let text = if marked_up {
        html::flatten(&decoded.text, &decoded.source, &mut decoded.diagnostics)
    } else {
        plain(decoded.text, decoded.source)
    };
    if hints.media_type.is_empty() {
        let kind = if marked_up { "text/html" } else { "text/plain" };
        kind.clone_into(&mut hints.media_type);
    }
    let mut document = build(text, &hints, vocabulary, decoded.diagnostics);
    document.id = DocumentId::of(bytes);
    name.clone_into(&mut document.name);
    document
}

/// Text without mark-up, with what typesetting put into its words taken out.
fn plain(text: String, source: SourceMap) -> Text {
    let (text, source) = match clean::clean(&text) {
        Some((read, map)) => (read, html::compose(&source, &map.pieces)),
        None => (text, source),
    };
    Text {
        text,
        source,
        ..Text::default()
    }
}

/// Text with what mark-up said about it.
#[derive(Debug, Default)]
struct Text {
    text: String,
    source: SourceMap,
    places: Vec<Place>,
    /// Lines, where mark-up gave them.
    lines: Option<Vec<lines::Line>>,
    /// What is set as superscript.
    raised: Vec<Span>,
}

fn build(
    given: Text,
    hints: &DocumentMeta,
    vocabulary: &Vocabulary,
    mut diagnostics: Vec<Diagnostic>,
) -> Document {
    let text = given.text.as_str();
    let lines = given
        .lines
        .unwrap_or_else(|| lines::lines(text, &mut diagnostics));
    let wrapped = blocks::is_wrapped(&lines);
    let unread = lines.iter().filter(|line| line.hint == lines::Hint::Unread);
    let marks = markers::scan(text, &given.raised, unread.map(|line| line.span));
    let found = notes::find(text, &lines, &marks, wrapped);
    let blocks = blocks::build(text, &lines, &found.notes, wrapped);
    let mut markers = body_markers(&found.markers, &blocks);
    let (mut notes, note_ends) = read_notes(text, &blocks, found.notes);
    links::markers(&mut markers, &notes, &mut diagnostics);
    links::notes(&mut notes, &mut diagnostics);
    links::repeats(&mut notes);
    let notes_read = notes.iter().zip(&note_ends);
    let sentences = assemble::sentences(text, &blocks, &markers, notes_read, &mut diagnostics);
    let meta = meta::detect(
        meta::Page {
            text,
            blocks: &blocks,
            notes: &notes,
        },
        hints,
        vocabulary,
        &mut diagnostics,
    );
    Document {
        id: DocumentId::of(&[]),
        name: String::new(),
        reader: READER.to_owned(),
        text: given.text,
        source: given.source,
        places: given.places,
        meta,
        blocks,
        sentences,
        markers,
        notes,
        diagnostics,
    }
}

/// The notes with their citations, and the ends of the sentences of each.
fn read_notes(
    text: &str,
    blocks: &[Block],
    found: Vec<notes::NoteLine>,
) -> (Vec<Note>, Vec<Vec<usize>>) {
    let blocks = blocks.iter().filter(|block| block.kind == BlockKind::Note);
    let read = blocks.zip(found).map(|(block, note)| {
        let span = Span::new(note.text.start, block.span.end);
        let ends = sentences::ends(text, span, &[], Split::Note);
        let citations = citations::parse(text, span, &ends);
        let label = note.label;
        (
            Note {
                citations,
                label,
                span,
            },
            ends,
        )
    });
    read.unzip()
}

/// The markers outside the notes: a note may run over several lines, and numbers in brackets in it are no markers.
fn body_markers(marks: &[markers::Mark], blocks: &[Block]) -> Vec<Marker> {
    let of_notes = blocks.iter().filter(|block| block.kind == BlockKind::Note);
    let mut spans = of_notes.map(|block| block.span).peekable();
    let mut found = Vec::with_capacity(marks.len());
    for mark in marks {
        while spans.next_if(|note| note.end <= mark.span.start).is_some() {}
        if spans
            .peek()
            .is_none_or(|note| !note.contains(mark.span.start))
        {
            found.push(Marker {
                label: mark.number.to_string(),
                span: mark.span,
                note: None,
            });
        }
    }
    found
}
