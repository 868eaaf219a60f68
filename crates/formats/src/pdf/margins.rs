//! Running heads, page numbers and what the file itself marks as not belonging to the text.

use std::collections::BTreeMap;

use super::Page;
use super::lines::Line;

/// Lines at the top and at the bottom of a page that may repeat.
const EDGE: usize = 2;
/// How much of the height of a page is margin, at each end.
const MARGIN: f64 = 0.12;

/// Takes the lines of the margins out of the pages; gives them with their page numbers.
pub fn take(pages: &mut [Page]) -> Vec<(usize, Line)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut own: Vec<String> = edges(page)
            .into_iter()
            .filter_map(|at| page.lines.get(at))
            .map(pattern)
            .collect();
        own.sort();
        own.dedup();
        for pattern in own {
            *seen.entry(pattern).or_default() += 1;
        }
    }
    // Heads differ between left and right pages, and chapters have their own.
    let often = (pages.len() / 5).clamp(2, 20);
    let mut taken = Vec::new();
    for page in pages.iter_mut() {
        let edges = edges(page);
        let number = page.number;
        let height = page.height;
        let apart = apart(page);
        let mut at = 0;
        page.lines.retain(|line| {
            let edge = edges.contains(&at);
            let alone = apart.contains(&at);
            at += 1;
            let repeats = seen
                .get(&pattern(line))
                .is_some_and(|count| *count >= often);
            let margin = line.base < MARGIN * height || line.base > (1.0 - MARGIN) * height;
            let masked = line.artifact
                || (edge && margin && (repeats || (alone && is_page_number(&line.text()))));
            if masked {
                taken.push((number, line.clone()));
            }
            !masked
        });
    }
    taken
}

/// The first and the last lines of a page, from its edges inwards.
fn edges(page: &Page) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    let base = |at: &usize| page.lines.get(*at).map_or(0.0, |line| line.base);
    order.sort_by(|a, b| base(a).total_cmp(&base(b)));
    let mut edges: Vec<usize> = order
        .iter()
        .take(EDGE)
        .chain(order.iter().rev().take(EDGE))
        .copied()
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Lines that stand apart from the one above or below: a number that ends a paragraph is no page number.
fn apart(page: &Page) -> Vec<usize> {
    let mut order: Vec<(f64, f64, usize)> = page
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| (line.base, line.size, at))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let near = |a: (f64, f64, usize), b: (f64, f64, usize)| b.0 - a.0 < 1.6 * a.1.max(b.1);
    let mut apart = Vec::new();
    for (place, &line) in order.iter().enumerate() {
        let above = place.checked_sub(1).and_then(|before| order.get(before));
        let below = order.get(place + 1);
        let edge = |other: Option<&(f64, f64, usize)>, first: bool| {
            other.is_none_or(|&other| {
                !(if first {
                    near(other, line)
                } else {
                    near(line, other)
                })
            })
        };
        if edge(above, true) && edge(below, false) {
            apart.push(line.2);
        }
    }
    apart
}

/// A line with its numbers as signs: what two pages share.
fn pattern(line: &Line) -> String {
    let text = line.text();
    let mut pattern = String::new();
    for character in text.chars().filter(|c| !c.is_whitespace()) {
        if !character.is_ascii_digit() {
            pattern.extend(character.to_lowercase());
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

/// `12`, `- 12 -`, `Page 3 of 9`, `xii`.
fn is_page_number(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let words = ["page", "of", "p.", "p"];
    let sign = |c: char| matches!(c, '-' | '–' | '—' | '|' | '/' | '[' | ']');
    let mut numbers = 0;
    for word in text
        .split(|c: char| c.is_whitespace() || sign(c))
        .filter(|word| !word.is_empty())
    {
        if word.len() <= 4
            && (word.bytes().all(|b| b.is_ascii_digit())
                || word.bytes().all(|b| b"ivxl".contains(&b)))
        {
            numbers += 1;
        } else if !words.contains(&word) {
            return false;
        }
    }
    (1..=2).contains(&numbers)
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers() {
        for yes in ["12", "- 12 -", "Page 3 of 9", "xii", "3/9"] {
            assert!(is_page_number(yes), "{yes}");
        }
        for no in ["", "In 2004", "12 mines", "2004.", "2004–2005 report"] {
            assert!(!is_page_number(no), "{no}");
        }
    }
}
