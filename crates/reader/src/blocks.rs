//! Lines to blocks: what is navigation, title, heading, paragraph, list item, row and note.

mod boxes;
mod grids;
mod scores;

use std::collections::BTreeSet;

use whitestone_model::Span;
use whitestone_model::document::{Block, BlockKind};

use crate::inline::{self, BULLETS, Part};
use crate::layout::layout;
use crate::lines::{Hint, Line, trim};
use crate::notes::NoteLine;
use crate::{pages, tables};

/// Lines longer than this are paragraphs without further ado.
const LONG: usize = 4_000;
/// No heading and no value of a box is longer than this.
const SHORT: usize = 160;
/// No line of a page's navigation is longer than this, invitations to subscribe and to answer among them.
const INVITATION: usize = 400;

/// The blocks of a text. The n-th block of kind `Note` is the n-th note.
pub(crate) fn build(text: &str, lines: &[Line], notes: &[NoteLine], wrapped: bool) -> Vec<Block> {
    let mut builder = Builder::new(text, lines, notes, wrapped);
    let mut at = 0;
    while at < lines.len() {
        at = builder.line(at).max(at + 1);
    }
    builder.blocks
}

/// Is it a line of a page-layout export, in which headings stand inside the text?
fn is_compact(raw: &str) -> bool {
    let scores = |heading: &String| {
        let rest = raw.strip_prefix(heading.as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    inline::running_head(raw) > 0 || layout().score_headings.iter().any(scores)
}

struct Builder<'a> {
    text: &'a str,
    lines: &'a [Line],
    notes: &'a [NoteLine],
    /// Paragraphs are broken over several lines.
    wrapped: bool,
    compact: bool,
    blocks: Vec<Block>,
    section: Option<usize>,
    /// The row that heads the columns of the table being read.
    header: Option<usize>,
    /// The last line of the table being read.
    table_line: Option<usize>,
    /// The country named in the title.
    country: Option<&'a str>,
    /// Has anything but navigation and titles been seen?
    body: bool,
    /// The head row of the score table and its number of columns.
    scores: Option<(usize, usize)>,
    /// Lines that number the pages.
    pages: BTreeSet<usize>,
    /// The lines that can be cells, of the stretch that was looked at last.
    run: Vec<grids::Cell>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, lines: &'a [Line], notes: &'a [NoteLine], wrapped: bool) -> Self {
        Self {
            text,
            lines,
            notes,
            wrapped,
            compact: lines.iter().any(|line| is_compact(line.span.of(text))),
            blocks: Vec::with_capacity(lines.len()),
            section: None,
            header: None,
            table_line: None,
            country: None,
            body: false,
            scores: None,
            pages: pages::numbers(text, lines),
            run: Vec::new(),
        }
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        self.body |= !matches!(kind, BlockKind::Boilerplate | BlockKind::Title);
        let index = self.blocks.len();
        let heading = kind == BlockKind::Heading;
        self.blocks.push(Block {
            kind,
            span,
            section: if heading { None } else { self.section },
            cells: Vec::new(),
            header: None,
        });
        if heading {
            self.section = Some(index);
        }
    }

    /// `Contributions by recipient: 2014[4]` right above a table heads it, its note marker aside.
    fn caption(&mut self) {
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        let raw = block.span.of(self.text);
        let bare = raw
            .strip_suffix(']')
            .map(|raw| raw.trim_end_matches(|c: char| c.is_ascii_digit()))
            .and_then(|raw| raw.strip_suffix('['));
        let heads = |bare: &str| {
            bare.starts_with(char::is_uppercase)
                && raw.len() <= SHORT
                && !is_sentence(bare.trim_end())
        };
        if block.kind == BlockKind::Paragraph && bare.is_some_and(heads) {
            (block.kind, block.section) = (BlockKind::Heading, None);
            self.section = Some(self.blocks.len() - 1);
        }
    }

    fn push_row(&mut self, cells: Vec<Span>, header: Option<usize>) -> usize {
        self.caption();
        let start = cells.first().map_or(0, |cell| cell.start);
        let end = cells.iter().map(|cell| cell.end).max().unwrap_or(start);
        self.push(BlockKind::Row, Span::new(start, end));
        if let Some(block) = self.blocks.last_mut() {
            block.cells = cells;
            block.header = header;
        }
        self.blocks.len() - 1
    }

    /// A row that takes up the lines from `at` up to `end`: bullets, bars and blanks belong to it, though to none of its
    /// cells.
    fn push_lines(
        &mut self,
        (at, end): (usize, usize),
        cells: Vec<Span>,
        header: Option<usize>,
    ) -> usize {
        let index = self.push_row(cells, header);
        let span = self.over(at, end);
        if let Some(block) = self.blocks.get_mut(index) {
            block.span = span;
        }
        index
    }

    fn raw(&self, at: usize) -> &'a str {
        self.lines
            .get(at)
            .map_or("", |line| line.span.of(self.text))
    }

    /// Is this line neither a note nor what mark-up says it is?
    fn is_free(&self, at: usize) -> bool {
        let noted = self.notes.first().is_some_and(|note| note.line == at);
        let hint = self.lines.get(at).map(|line| &line.hint);
        !noted && matches!(hint, Some(Hint::None | Hint::Item(_)))
    }

    /// Reads a line, or several that belong together; gives the index of the line after them.
    fn line(&mut self, at: usize) -> usize {
        let Some(line) = self.lines.get(at) else {
            return at + 1;
        };
        if self.notes.first().is_some_and(|note| note.line == at) {
            self.notes = self.notes.get(1..).unwrap_or_default();
            let end = self.joined(at);
            self.push(BlockKind::Note, self.over(at, end));
            return end;
        }
        match &line.hint {
            Hint::Title if !self.body => self.push(BlockKind::Title, line.span),
            Hint::Title | Hint::Heading => self.push(BlockKind::Heading, line.span),
            Hint::Item(_) => self.push(BlockKind::ListItem, line.span),
            Hint::Navigation | Hint::Unread => self.push(BlockKind::Boilerplate, line.span),
            Hint::Row(cells, head) => self.table_row(at, cells.clone(), *head),
            Hint::None if line.span.len() > LONG => return self.paragraph(at),
            Hint::None => return self.plain(at, line.span),
        }
        at + 1
    }

    /// A line of which mark-up said nothing.
    fn plain(&mut self, at: usize, span: Span) -> usize {
        let raw = self.raw(at);
        let cells = tables::cells(self.text, span);
        if is_boilerplate(raw, self.body)
            || (cells.is_none() && tables::is_rule(raw))
            || pages::is_running_head(raw, self.country, self.body)
            || (!self.body && self.notes.is_empty() && raw == ">")
        {
            self.push(BlockKind::Boilerplate, span);
        } else if let Some(cells) = cells {
            if tables::is_rule(raw) {
                self.push(BlockKind::Boilerplate, span);
                self.table_line = Some(at);
            } else {
                self.table_row(at, cells, false);
            }
        } else if self.is_title(at, raw) {
            self.push(BlockKind::Title, span);
        } else if let Some(cells) = tables::colon_row(self.text, span) {
            return self.colon_row(at, cells);
        } else if let Some(end) = self.barred_grid(at).or_else(|| self.barred_row(at)) {
            return end;
        } else if self.is_group(at) {
            self.push(BlockKind::Heading, span);
        } else if let Some(end) = self.key_data(at).or_else(|| self.table_of_lines(at)) {
            return end;
        } else if let Some(end) = self.bulleted_label(at) {
            return end;
        } else if BULLETS.iter().any(|bullet| raw.starts_with(bullet)) {
            let end = self.joined(at);
            self.push(BlockKind::ListItem, self.over(at, end));
            return end;
        } else if inline::run_in(self.text, span).is_none() && self.is_heading(at, raw) {
            self.push(BlockKind::Heading, span);
        } else {
            return self.paragraph(at);
        }
        at + 1
    }

    /// A table whose cells or rows stand on lines of their own.
    fn table_of_lines(&mut self, at: usize) -> Option<usize> {
        if self.raw(at).len() > SHORT {
            return None;
        }
        self.weighted_score(at)
            .or_else(|| self.year_columns(at))
            .or_else(|| self.scored_lines(at))
            .or_else(|| (!self.is_barred(at)).then(|| self.grid(at))?)
    }

    fn table_row(&mut self, at: usize, cells: Vec<Span>, head: bool) {
        let first = self.table_line != Some(at.wrapping_sub(1));
        let is_header = head || tables::is_header(self.text, &cells, first);
        if first {
            self.header = None;
        }
        let header = self.header.filter(|_| !is_header);
        let index = self.push_lines((at, at + 1), cells, header);
        if is_header {
            self.header = Some(index);
        }
        self.table_line = Some(at);
    }

    /// `KEMBRA , Landmine Monitor Report 2005`, the country's name below it, or the first short line of a report.
    fn is_title(&mut self, at: usize, raw: &'a str) -> bool {
        if self.body || raw.len() > SHORT {
            return false;
        }
        if let Some((country, _, _)) = series_title(raw) {
            self.country = Some(country);
            return true;
        }
        if let Some(country) = self.country {
            return country.eq_ignore_ascii_case(raw);
        }
        let titled = (self.blocks.iter()).any(|block| block.kind == BlockKind::Title);
        !titled
            && tables::label(raw).is_none()
            && !layout().headings.fit(raw)
            && tables::colon_row(
                self.text,
                self.lines.get(at).map_or(Span::default(), |line| line.span),
            )
            .is_none()
            && self.is_heading(at, raw)
    }

    /// A short line without a full stop, with something below it.
    fn is_heading(&self, at: usize, raw: &str) -> bool {
        let inline = if self.compact {
            inline::heading(raw)
        } else {
            0
        };
        if raw.len() > SHORT
            || at + 1 >= self.lines.len()
            || (inline > 0 && inline < raw.len())
            || is_sentence(raw)
        {
            return false;
        }
        if layout().headings.fit(raw) || (!self.body && layout().themes.fit(raw)) {
            return true;
        }
        if layout().values.fit(raw) {
            return false;
        }
        let gap = self.lines.get(at).is_some_and(|line| line.gap);
        let below = self.lines.get(at + 1).is_some_and(|line| line.gap) || !self.wrapped;
        let starts = raw
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let letters = raw.chars().any(char::is_alphabetic);
        let ends = raw
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '*' | ')' | '’'));
        let raised = raw
            .chars()
            .next_back()
            .is_some_and(|c| matches!(c, '¹' | '²' | '³' | '⁰'..='⁹'));
        let next = self.raw(at + 1);
        let goes_on = next.chars().next().is_some_and(char::is_lowercase);
        gap && below
            && starts
            && letters
            && ends
            && !raised
            && !goes_on
            && raw.split(' ').count() <= 14
    }

    /// Running text, perhaps with a heading run in.
    fn paragraph(&mut self, at: usize) -> usize {
        let end = self.joined(at);
        let span = self.over(at, end);
        if self.compact {
            self.parts(span);
        } else if let Some((heading, rest)) = inline::run_in(self.text, span) {
            self.push(BlockKind::Heading, heading);
            if !rest.is_empty() {
                self.push(BlockKind::Paragraph, rest);
            }
        } else {
            self.push(BlockKind::Paragraph, span);
        }
        end
    }

    fn parts(&mut self, span: Span) {
        for part in inline::parts(self.text, span) {
            match part {
                Part::RunningHead(head) => self.push(BlockKind::Boilerplate, head),
                Part::Item(item) => self.push(BlockKind::ListItem, item),
                Part::Heading(heading) => {
                    let rest = trim(self.text, Span::new(heading.end, span.end));
                    if let Some(rows) = tables::score_rows(self.text, heading.start, rest) {
                        return self.score_table(rows);
                    }
                    self.push(BlockKind::Heading, heading);
                }
                Part::Text(text) => self.push(BlockKind::Paragraph, text),
            }
        }
    }

    fn score_table(&mut self, rows: Vec<Vec<Span>>) {
        let columns = rows.first().map_or(0, |head| head.len().saturating_sub(1));
        let mut header = None;
        for cells in rows {
            let index = self.push_row(cells, header);
            if header.is_none() {
                header = Some(index);
                self.scores = Some((index, columns));
            }
        }
    }

    /// The line after the last one that belongs to the paragraph beginning here.
    fn joined(&self, at: usize) -> usize {
        let mut end = at + 1;
        if !self.wrapped {
            return end;
        }
        while let Some(line) = self.lines.get(end) {
            let raw = line.span.of(self.text);
            let note = self.notes.first().is_some_and(|note| note.line == end);
            let own = line.gap
                || note
                || line.hint != Hint::None
                || raw.contains('\t')
                || BULLETS.iter().any(|b| raw.starts_with(b));
            let long = self
                .lines
                .get(end)
                .zip(self.lines.get(at))
                .is_some_and(|(last, first)| {
                    last.span.end - first.span.start > crate::lines::LONGEST_LINE
                });
            if own || long {
                break;
            }
            end += 1;
        }
        end
    }

    /// The span of the lines from `at` up to `end`.
    fn over(&self, at: usize, end: usize) -> Span {
        let start = self.lines.get(at).map_or(0, |line| line.span.start);
        Span::new(
            start,
            self.lines
                .get(end.saturating_sub(1))
                .map_or(start, |line| line.span.end),
        )
    }
}

/// Does a sentence end in it, at its end before a raised number perhaps?
fn is_sentence(raw: &str) -> bool {
    let bare = raw.trim_end_matches(|c: char| c.is_numeric());
    let stops = memchr::memchr_iter(b'.', raw.as_bytes());
    let inner = stops
        .filter(|at| raw.as_bytes().get(at + 1) == Some(&b' '))
        .any(|at| {
            raw.get(..at).is_some_and(|before| {
                before.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
            })
        });
    inner || bare.ends_with(['.', '?', '!', '”'])
}

/// Navigation of the archive: known lines, rows of signs, `<LATVIA | MALTA>`.
fn is_boilerplate(raw: &str, body: bool) -> bool {
    let known =
        |raw| layout().boilerplate.fit(raw) || (!body && layout().boilerplate_head.fit(raw));
    if raw.len() > SHORT {
        return raw.len() <= INVITATION && known(raw);
    }
    let signs = raw
        .chars()
        .all(|c| matches!(c, '+' | '*' | '=' | '_' | '|' | '>' | '<') || c.is_whitespace());
    let bars = memchr::memchr(b'|', raw.as_bytes()).is_some();
    let neighbours = bars && raw.starts_with('<') && raw.ends_with('>');
    let anchors = bars
        && raw.matches(" | ").count() >= 3
        && !raw.contains('\t')
        && !raw.bytes().any(|b| b.is_ascii_digit());
    signs || neighbours || known(raw) || (anchors && !body)
}

/// `KEMBRA , Landmine Monitor Report 2005`: country, series and year.
pub(crate) fn series_title(raw: &str) -> Option<(&str, &'static str, i16)> {
    let (before, year) = raw.trim_end().rsplit_once(' ')?;
    let year: i16 = year.parse().ok().filter(|y| (1990..2100).contains(y))?;
    let (before, work) = layout()
        .works
        .iter()
        .filter_map(|work| {
            let cut = before.len().checked_sub(work.len())?;
            let tail = before.get(cut..)?;
            tail.eq_ignore_ascii_case(work)
                .then_some((before.get(..cut)?, work))
        })
        .max_by_key(|(_, work)| work.len())?;
    let country = before.trim_end().strip_suffix(',')?.trim();
    (!country.is_empty()).then_some((country, work.as_str(), year))
}

/// Are paragraphs broken over several lines of about equal length?
pub(crate) fn is_wrapped(lines: &[Line]) -> bool {
    let inner = || {
        lines.windows(2).filter_map(|pair| match pair {
            [line, next] if !next.gap && line.hint == Hint::None => Some(line.span.len()),
            _ => None,
        })
    };
    let all = inner().count();
    let longest = lines.iter().map(|line| line.span.len()).max().unwrap_or(0);
    let full = inner()
        .filter(|&length| (45..=110).contains(&length))
        .count();
    all >= 3 && longest <= 130 && full * 10 >= all * 6
}
