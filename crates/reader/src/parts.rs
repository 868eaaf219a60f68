//! Reports on several countries: each part belongs to the country that heads it.

use whitestone_model::document::{Block, BlockKind, Part};
use whitestone_model::{Span, Vocabulary};

use crate::country;
use crate::layout::layout;

/// The parts of a report in which at least two states or areas head a part each; empty for any other.
pub(crate) fn find(text: &str, blocks: &[Block], vocabulary: &Vocabulary) -> Vec<Part> {
    let grouped = blocks
        .iter()
        .any(|block| heads(block) && layout().running_heads.fit(block.span.of(text)));
    let mut parts: Vec<Part> = Vec::new();
    for block in blocks.iter().filter(|block| heads(block)) {
        let raw = name_of(block.span.of(text));
        let capitals = !raw.chars().any(char::is_lowercase);
        if !(capitals || grouped) || country::listed(vocabulary, raw).is_none() {
            continue;
        }
        if let Some(last) = parts.last_mut() {
            last.span.end = block.span.start;
        }
        parts.push(Part {
            span: Span::new(block.span.start, text.len()),
            subject: vocabulary.state(raw),
        });
    }
    let several = parts.windows(2).any(|pair| match pair {
        [a, b] => a.subject != b.subject,
        _ => false,
    });
    if several { parts } else { Vec::new() }
}

fn heads(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading | BlockKind::Title)
}

/// A heading without the marker of a note: `BURMA (MYANMAR)1`, `KEMBRA[12]`.
fn name_of(heading: &str) -> &str {
    let bare = heading.trim_end_matches(|c: char| c.is_numeric() || c == ']');
    bare.strip_suffix('[').unwrap_or(bare).trim_end()
}
