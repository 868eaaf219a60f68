//! Boxes of key data: a label, and its values on the lines below it or behind its colon.

use whitestone_model::Span;
use whitestone_model::document::BlockKind;

use super::{Builder, SHORT, is_sentence};
use crate::inline::BULLETS;
use crate::layout::layout;
use crate::lines::trim;
use crate::tables;

/// A row has no more values than this, so that what only looks like a label swallows little.
const MOST_VALUES: usize = 12;
/// No value of a box is longer than this.
const LONGEST_VALUE: usize = 600;

impl<'a> Builder<'a> {
    /// The label that a line is. The parts of a box (`National:`, `Landmines`) are labels only within one.
    fn label(&self, at: usize) -> Option<&'a str> {
        let raw = self.bare(at);
        tables::label(raw).or_else(|| {
            let bare = raw.trim_end_matches(':').trim_end();
            (layout().parts.fit(bare) && self.in_box()).then_some(bare)
        })
    }

    /// Is what was read last a row of a box, or the heading of a group of rows?
    fn in_box(&self) -> bool {
        let mut read = self.blocks.iter().rev();
        let last =
            read.find(|block| !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Note));
        last.is_some_and(|block| match block.kind {
            BlockKind::Row => true,
            BlockKind::Heading => layout().groups.fit(block.span.of(self.text)),
            _ => false,
        })
    }

    /// Is this line a part of a box, with its value below it? Alone, `Landmines` is a value.
    fn is_part(&self, at: usize) -> bool {
        let part = |at| layout().parts.fit(self.bare(at).trim_end_matches(':'));
        let below = self.bare(at + 1);
        let ends = below.is_empty()
            || below.len() > SHORT
            || is_sentence(below)
            || layout().headings.fit(below)
            || tables::label(below).is_some()
            || part(at + 1);
        part(at) && (self.bare(at).ends_with(':') || !ends)
    }

    /// A line without the bar at its end, which some exports leave behind each cell of a box.
    pub(super) fn bare(&self, at: usize) -> &'a str {
        let raw = self.raw(at);
        raw.strip_suffix(" |").map_or(raw, str::trim_end)
    }

    pub(super) fn bare_span(&self, at: usize) -> Span {
        let start = self.lines.get(at).map_or(0, |line| line.span.start);
        Span::new(start, start + self.bare(at).len())
    }

    /// `Extent of contamination as of May 2005`, above `Landmines`: the heading of a group of rows.
    pub(super) fn is_group(&self, at: usize) -> bool {
        let raw = self.bare(at);
        let below = self.bare(at + 1).trim_end_matches(':');
        layout().groups.fit(raw.trim_end_matches(':'))
            && (layout().parts.fit(below) || tables::label(below).is_some())
    }

    /// A label and the values on the lines below it.
    pub(super) fn key_data(&mut self, at: usize) -> Option<usize> {
        let line = self.lines.get(at)?;
        let label = self.label(at).or_else(|| self.valued(at))?;
        let open = self.bare(at).ends_with(':');
        let mut cells = vec![Span::new(line.span.start, line.span.start + label.len())];
        let mut next = at + 1;
        if self.pages.contains(&next) && self.is_value(next + 1, true) {
            next += 1;
        }
        while cells.len() <= MOST_VALUES
            && (self.is_value(next, cells.len() == 1 || open) || self.is_further(next))
        {
            let (value, after) = self.value(next);
            cells.append(&mut tables::split_parts(self.text, value));
            next = after;
        }
        let another = self.label(next).is_some() && next == at + 1;
        // `Contamination` heads the box's row, or a section that a heading of its own begins.
        let section = layout().headings.fit(label) && self.is_text(next);
        if (cells.len() == 1 && !another) || section {
            return None;
        }
        self.push_lines((at, next), cells, None);
        Some(next)
    }

    /// The line as the label of what it stands above, where that can be nothing but a value: `Unknown`.
    fn valued(&self, at: usize) -> Option<&'a str> {
        let below = self.bare(at + 1);
        let valued = self.is_free(at + 1)
            && below.contains(char::is_alphabetic)
            && layout().values.fit(below);
        (valued && self.is_heading(at, self.raw(at))).then(|| self.bare(at))
    }

    /// Is this line running text?
    fn is_text(&self, at: usize) -> bool {
        let raw = self.bare(at);
        self.is_free(at) && (raw.len() > SHORT || is_sentence(raw))
    }

    /// `• Article 4 deadline`, and below it `1 August 2020`; gives the line after the value.
    pub(super) fn bulleted_label(&mut self, at: usize) -> Option<usize> {
        let span = self.bare_span(at);
        let raw = span.of(self.text);
        let bullet = BULLETS.iter().find(|bullet| raw.starts_with(**bullet))?;
        let name = raw.get(bullet.len()..)?.trim();
        let bare = name.trim_end_matches(':').trim_end();
        let below = self.bare(at + 1);
        let labels = layout().labels.fit(bare) || layout().colon_labels.fit(bare);
        let listed = BULLETS.iter().any(|bullet| below.starts_with(bullet));
        if !labels || listed || !self.is_value(at + 1, true) {
            return None;
        }
        let start = span.end - name.len();
        let label = Span::new(start, start + bare.len());
        let (value, next) = self.value(at + 1);
        self.push_lines((at, next), vec![label, value], None);
        Some(next)
    }

    /// The value that begins in a line, without its bullet, and the line after it: it goes on while a bracket is open,
    /// and in lines that begin with a small letter.
    fn value(&self, at: usize) -> (Span, usize) {
        let mut span = self.bare_span(at);
        let bullet = BULLETS.iter().find(|b| span.of(self.text).starts_with(**b));
        let skip = bullet.map_or(0, |b| b.len());
        let mut next = at + 1;
        while next <= at + 3 {
            let inside =
                span.of(self.text).matches('(').count() > span.of(self.text).matches(')').count();
            let more = self.bare(next);
            let small = more.starts_with(char::is_lowercase) && !is_sentence(more);
            let plain = self.is_value(next, true);
            if !(plain && (inside || small)) {
                break;
            }
            span.end = self.bare_span(next).end;
            next += 1;
        }
        (
            trim(self.text, Span::new(span.start + skip, span.end)),
            next,
        )
    }

    /// Is this line a value of a box? `any` accepts any short line, else only `Part: value`, bullets and remarks in
    /// brackets.
    fn is_value(&self, at: usize, any: bool) -> bool {
        let raw = self.bare(at);
        let long = raw.len() > if any { LONGEST_VALUE } else { SHORT };
        if !self.is_free(at)
            || self.pages.contains(&at)
            || raw.is_empty()
            || long
            || raw.contains('\t')
            || raw.contains(" | ")
            || raw.ends_with(['.', ']'])
            || (raw.len() > SHORT && is_sentence(raw))
        {
            return false;
        }
        // `CONTAMINATION:` above `MEDIUM`: a single word in capitals is the value of such a label.
        let valued = raw.contains(' ') || !self.bare(at.wrapping_sub(1)).ends_with(':');
        let heading = layout().headings.fit(raw)
            || (tables::is_shouted(raw)
                && valued
                && raw.len() > 4
                && !raw.bytes().any(|b| b.is_ascii_digit())
                && !is_remark(raw));
        let bulleted = BULLETS.iter().any(|bullet| raw.starts_with(bullet));
        let span = self.bare_span(at);
        !heading
            && !self.is_part(at)
            && tables::colon_row(self.text, span).is_none()
            && !layout().groups.fit(raw)
            && tables::label(raw).is_none()
            && (any || raw.contains(": ") || bulleted || is_remark(raw))
    }

    /// Is this line, with its figures, one more value of the row above, as the next label follows right below it? Below
    /// it may stand a part or a group too, where it begins with a figure.
    fn is_further(&self, at: usize) -> bool {
        let (raw, below) = (self.bare(at), at + 1);
        let figures = raw.bytes().any(|b| b.is_ascii_digit());
        let counted = raw.starts_with(|c: char| c.is_ascii_digit());
        let part = counted && (self.is_part(below) || self.is_group(below));
        figures && self.is_value(at, true) && (part || tables::label(self.bare(below)).is_some())
    }

    /// A row whose cells each have a bar behind them, up to a line of nothing but bars; alone a cell is a heading.
    /// Gives the line after the row.
    pub(super) fn barred_row(&mut self, at: usize) -> Option<usize> {
        let mut cells = Vec::new();
        let mut next = at;
        while !is_bars(self.raw(next)) {
            let barred = self.raw(next).ends_with(" |") || is_bars(self.raw(next + 1));
            if !barred || !self.is_free(next) || cells.len() > MOST_VALUES {
                return None;
            }
            cells.push(self.bare_span(next));
            next += 1;
            // The bar of a cell may stand below it, before those of the row.
            next += usize::from(is_bars(self.raw(next)) && is_bars(self.raw(next + 1)));
        }
        if cells.len() > 1 {
            self.push_lines((at, next), cells, None);
        } else {
            self.push(BlockKind::Heading, self.over(at, next));
        }
        Some(next)
    }

    /// `ARTICLE 5 DEADLINE: 7 JANUARY 2025`, and what is said of it in the next line; a score has as many cells as the
    /// score table has columns. Gives the line after the row.
    pub(super) fn colon_row(&mut self, at: usize, mut cells: Vec<Span>) -> usize {
        let mut header = None;
        if let (Some((row, columns)), [label, value]) = (self.scores, cells.as_slice()) {
            let split = tables::split_scores(self.text, *value, columns);
            if split.len() > 1 {
                header = Some(row);
                cells = std::iter::once(*label).chain(split).collect();
            }
        }
        let remark = self.bare(at + 1);
        let said = header.is_none()
            && self.is_free(at + 1)
            && (is_remark(remark) || layout().remarks.fit(remark))
            && remark.len() <= SHORT
            && !remark.ends_with('.');
        if said {
            cells.push(self.bare_span(at + 1));
        }
        let end = at + 1 + usize::from(said);
        self.push_lines((at, end), cells, header);
        end
    }
}

/// `||`: the bars of cells that are empty, or printed above.
pub(super) fn is_bars(raw: &str) -> bool {
    !raw.is_empty() && raw.bytes().all(|b| matches!(b, b'|' | b' '))
}

/// `(Not on track to meet deadline)`: a line in brackets.
fn is_remark(raw: &str) -> bool {
    raw.starts_with('(') && raw.ends_with(')')
}
