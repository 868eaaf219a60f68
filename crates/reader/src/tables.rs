//! Tables and key-data boxes: rows with their cells, and the row that heads them.

use whitestone_model::Span;

use crate::inline::first_colon;
use crate::layout::layout;
use crate::lines::trim;

/// The cells of a line that tabs or bars divide; `None` for a line that is no row.
pub(crate) fn cells(text: &str, line: Span) -> Option<Vec<Span>> {
    let raw = line.of(text);
    let first = memchr::memchr2(b'\t', b'|', raw.as_bytes())?;
    let bars = raw.contains(" | ") && !(raw.starts_with('<') && raw.ends_with('>'));
    if memchr::memchr(b'\t', raw.as_bytes().get(first..)?).is_some() {
        Some(divide(text, line, "\t"))
    } else if bars {
        let inner = Span::new(
            line.start + usize::from(raw.starts_with('|')),
            line.end - usize::from(raw.len() > 1 && raw.ends_with('|')),
        );
        Some(divide(text, inner, "|"))
    } else {
        None
    }
}

fn divide(text: &str, line: Span, bar: &str) -> Vec<Span> {
    let mut start = line.start;
    line.of(text)
        .split(bar)
        .map(|cell| {
            let span = trim(text, Span::new(start, start + cell.len()));
            start += cell.len() + bar.len();
            span
        })
        .collect()
}

/// Is it the line under a head row: `| --- | --- |`?
pub(crate) fn is_rule(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

/// Does this row head its columns? `first` says that it begins a table.
pub(crate) fn is_header(text: &str, cells: &[Span], first: bool) -> bool {
    let mut heads = cells.iter().skip(1).map(|cell| cell.of(text));
    if cells.len() < 2 {
        return false;
    }
    let dated = heads.clone().all(|cell| {
        names_year(cell) && (is_year(cell) || cell.bytes().any(|b| b.is_ascii_alphabetic()))
    });
    dated || (first && heads.all(|cell| !is_value(cell)))
}

pub(crate) fn is_year(cell: &str) -> bool {
    cell.len() == 4
        && matches!(cell.get(..2), Some("19" | "20"))
        && cell.bytes().all(|b| b.is_ascii_digit())
}

fn names_year(cell: &str) -> bool {
    cell.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

fn is_value(cell: &str) -> bool {
    let first = cell
        .trim_start_matches(['$', '€', '£', '~', '<', '>', '('])
        .chars()
        .next();
    (first.is_none_or(|c| c.is_ascii_digit()) && !is_year(cell)) || layout().values.fit(cell)
}

/// The labelled parts of a value, `Total: 36 (2004: 24) Mines: 23 (2004: 13)`: each after a closing bracket or a digit.
pub(crate) fn split_parts(text: &str, value: Span) -> Vec<Span> {
    let raw = value.of(text);
    let mut cuts = vec![0];
    for colon in memchr::memchr_iter(b':', raw.as_bytes()) {
        let before = raw.get(..colon).unwrap_or_default();
        let words =
            before.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, ' ' | '/' | '-'));
        let behind = words.ends_with(|c: char| c == ')' || c.is_ascii_digit());
        let label = before.get(words.len()..).unwrap_or_default();
        let short = label.starts_with(' ')
            && label.trim().starts_with(char::is_uppercase)
            && label.split(' ').count() <= 4;
        if behind && short && words.matches('(').count() == words.matches(')').count() {
            cuts.push(words.len() + 1);
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([raw.len()]);
    let pieces = cuts
        .iter()
        .zip(ends)
        .map(|(&start, end)| trim(text, Span::new(value.start + start, value.start + end)));
    pieces.collect()
}

/// Is this line a label of a key-data box, so that its value follows on the next lines?
/// Capitals with a colon at the end are one in any report.
pub(crate) fn label(line: &str) -> Option<&str> {
    let bare = line.trim_end_matches(':').trim_end();
    if line.len() > 120 || bare.is_empty() {
        return None;
    }
    let shouted = line.ends_with(':') && is_shouted(bare);
    (shouted || layout().labels.fit(bare)).then_some(bare)
}

/// Capitals only, with at least one word of them.
pub(crate) fn is_shouted(line: &str) -> bool {
    line.bytes().any(|b| b.is_ascii_uppercase()) && !line.chars().any(char::is_lowercase)
}

/// `Last Updated: 12 August 2010`: label and value on one line. A lost blank before the label does not hide it:
/// `TreatyArticle 5 deadline: 1 April 2020`.
pub(crate) fn colon_row(text: &str, line: Span) -> Option<Vec<Span>> {
    let raw = line.of(text);
    let colon = first_colon(raw)?;
    let name = raw.get(..colon)?.trim_end();
    let label = |start: &usize| {
        layout()
            .colon_labels
            .fit(name.get(*start..).unwrap_or_default())
    };
    let start = Some(0).filter(label).or_else(|| glued(name).find(label));
    let start = start.filter(|_| raw.len() <= 300)?;
    let value = trim(text, Span::new(line.start + colon + 1, line.end));
    let label = Span::new(line.start + start, line.start + name.len());
    (!value.is_empty()).then(|| vec![label, value])
}

/// Where a capital follows a small letter: what stands there may have lost the blank before it.
fn glued(name: &str) -> impl Iterator<Item = usize> {
    let pairs = name.as_bytes().windows(2).enumerate();
    pairs.filter_map(|(at, pair)| match pair {
        [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase() => Some(at + 1),
        _ => None,
    })
}

/// A table of scores that page-layout export has run into one line: `2017 2016 Problem understood 9 8 ...`, or
/// `For 2017 For 2016 ...`.
/// Gives the rows with their cells, the head row first. `start` is where the line's title begins.
pub(crate) fn score_rows(text: &str, start: usize, rest: Span) -> Option<Vec<Vec<Span>>> {
    let words = words(text, rest);
    let year = |at: usize| words.get(at).filter(|word| is_year(word.of(text)));
    let mut head = vec![trim(text, Span::new(start, rest.start))];
    let mut at = 0;
    while let Some(word) = year(at).or_else(|| year(at + 1)) {
        at += 1 + usize::from(year(at).is_none());
        head.push(*word);
    }
    let years = head.len() - 1;
    if years == 0 {
        return None;
    }
    let mut rows = vec![head];
    let mut label: Option<Span> = None;
    let mut scores: Vec<Span> = Vec::new();
    for &word in words.iter().skip(at) {
        let score = is_score(word.of(text)) && label.is_some();
        if score {
            scores.push(word);
        } else {
            label = Some(label.map_or(word, |begun| Span::new(begun.start, word.end)));
        }
        if scores.len() == years {
            let mut row = vec![label.take()?];
            row.append(&mut scores);
            rows.push(row);
        }
    }
    (label.is_none() && scores.is_empty() && rows.len() > 1).then_some(rows)
}

/// The trailing scores of a label's value, one for each column: `GOOD 7.0 5.8` to `GOOD 7.0`, `5.8`.
pub(crate) fn split_scores(text: &str, value: Span, columns: usize) -> Vec<Span> {
    let words = words(text, value);
    let scores = words
        .iter()
        .rev()
        .take_while(|word| is_score(word.of(text)))
        .count();
    if scores < 2 || scores != columns {
        return vec![value];
    }
    let first = words.len() - scores;
    let mut cells = Vec::with_capacity(scores);
    for (column, word) in words.iter().skip(first).enumerate() {
        let start = if column == 0 { value.start } else { word.start };
        cells.push(Span::new(start, word.end));
    }
    cells
}

pub(crate) fn is_score(word: &str) -> bool {
    word.len() <= 4
        && word.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

pub(crate) fn words(text: &str, span: Span) -> Vec<Span> {
    let raw = span.of(text);
    raw.split_whitespace()
        .map(|word| {
            let start = span.start + (word.as_ptr() as usize - raw.as_ptr() as usize);
            Span::new(start, start + word.len())
        })
        .collect()
}
