//! What pages repeat: their numbers and running heads.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::layout::layout;
use crate::lines::Line;

/// No running head is longer than this.
const SHORT: usize = 160;
/// So many numbers in a row, each on a line of its own, number pages; fewer may be values of a box.
const PAGES: usize = 4;

/// The lines that number the pages, each with the number after the one before.
pub(crate) fn numbers(text: &str, lines: &[Line]) -> BTreeSet<usize> {
    let mut pages = BTreeSet::new();
    let mut run: Vec<(usize, u32)> = Vec::new();
    let alone = lines.iter().enumerate().filter_map(|(at, line)| {
        let raw = line.span.of(text);
        if raw.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let number = raw.trim_matches(is_sign);
        let digits = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        Some((at, number.parse().ok().filter(|_| digits)?))
    });
    for (at, number) in alone {
        if run.last().is_some_and(|(_, last)| last + 1 != number) {
            run.clear();
        }
        run.push((at, number));
        match run.len().cmp(&PAGES) {
            Ordering::Less => {}
            Ordering::Equal => pages.extend(run.iter().map(|(at, _)| *at)),
            Ordering::Greater => drop(pages.insert(at)),
        }
    }
    pages
}

/// What stands around the number of a page.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '•' | '·' | ',')
}

/// What pages repeat: `12`, `- 12 -`, `Page 3 of 9`, and the name of the series or of the country, with or without
/// the number of the page.
pub(crate) fn is_running_head(raw: &str, country: Option<&str>, body: bool) -> bool {
    if raw.len() > SHORT {
        return false;
    }
    let numbers = |c: char| c.is_ascii_digit() || is_sign(c);
    let name = raw.trim_matches(numbers);
    let page = name.is_empty() && {
        let bare = raw.trim_matches(is_sign);
        (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit())
    };
    let series = layout()
        .works
        .iter()
        .any(|work| work.eq_ignore_ascii_case(name));
    let country = country.is_some_and(|country| country.eq_ignore_ascii_case(name));
    // Before the text begins, a name is the title.
    page || layout().page_numbers.fit(raw) || (body && (series || country))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    fn check(text: &str, expected: usize) {
        let lines = lines(text, &mut Vec::new());
        assert_eq!(numbers(text, &lines).len(), expected);
    }

    #[test]
    fn pages_are_numbered_in_a_row() {
        check("1\nOne.\n2\nTwo.\n3\n", 0);
        check("1\nOne.\n2\nTwo.\n- 3 -\nThree.\n4\nFour.\n5\n", 5);
        check("1\n2\n3\n5\n6\n7\n8\n", 4);
        let all: String = (1..10_000).map(|page| format!("{page}\n")).collect();
        check(&all, 9_999);
    }
}
