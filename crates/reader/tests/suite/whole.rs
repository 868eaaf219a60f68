//! What holds for every document, whatever its bytes. The fuzz targets include this file too.

use whitestone_model::Span;
use whitestone_model::document::{BlockKind, Document};

/// What holds for every document: blocks in order, not overlapping, with only white space between; every span on
/// character borders and in bounds; sentences inside their blocks' text and never across a marker.
pub fn check_whole(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for block in &document.blocks {
        assert!(
            block.span.start >= end,
            "{}: blocks overlap at {:?}",
            document.name,
            block.span
        );
        let between = &text[end..block.span.start];
        assert!(
            between.trim().is_empty(),
            "{}: {between:?} stands in no block",
            document.name
        );
        for cell in &block.cells {
            assert!(
                block.span.start <= cell.start && cell.end <= block.span.end,
                "a cell outside its row"
            );
        }
        assert!(
            block
                .section
                .is_none_or(|s| document.blocks[s].kind == BlockKind::Heading)
        );
        assert!(
            block
                .header
                .is_none_or(|h| document.blocks[h].kind == BlockKind::Row)
        );
        end = block.span.end;
    }
    assert!(
        text[end..].trim().is_empty(),
        "{}: {:?} stands in no block",
        document.name,
        &text[end..]
    );
    for sentence in &document.sentences {
        let mut last = 0;
        assert!(!sentence.ranges.is_empty());
        for range in &sentence.ranges {
            assert!(range.start >= last && range.end <= text.len() && !range.is_empty());
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            assert_eq!(range.of(text).trim(), range.of(text), "a range is trimmed");
            assert!(
                document.markers.iter().all(|m| m.span.common(*range) == 0),
                "a marker inside a range"
            );
            last = range.end;
        }
    }
    let inside = |span: Span| text.get(span.start..span.end).is_some();
    assert!(document.markers.iter().all(|m| inside(m.span)));
    assert!(
        document
            .notes
            .iter()
            .all(|n| inside(n.span) && n.citations.iter().all(|c| inside(c.span)))
    );
    assert!(
        document
            .diagnostics
            .iter()
            .all(|d| d.span.is_none_or(inside))
    );
    assert_eq!(
        document
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Note)
            .count(),
        document.notes.len()
    );
}
