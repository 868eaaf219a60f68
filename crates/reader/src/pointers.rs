//! Pointers: Ibid., another note, another edition, the report on another country.

use whitestone_model::Span;
use whitestone_model::document::{Citation, CitationKind, Edge};

use crate::citations::{empty, starts_with};
use crate::dates;
use crate::fields;
use crate::layout::index;

/// What points without a signal is short, or says so at its start.
const SHORT: usize = 100;

/// More notes than these are not named in one breath.
const RANGE: u32 = 50;

/// Strips `See`, `see, for example,`, `and`; tells whether one of them pointed.
pub(crate) fn without_signal(raw: &str) -> (&str, bool) {
    let (mut rest, mut signalled) = (raw, false);
    while let Some((kind, signal)) = index().signals.start_of(rest)
        && let Some(after) = (rest.get(signal.len()..)).and_then(|rest| rest.strip_prefix(' '))
    {
        rest = after;
        signalled |= kind == CitationKind::CrossReference;
    }
    (rest, signalled)
}

/// A pointer to another note, edition or report.
pub(crate) fn pointer(rest: &str, signalled: bool, span: Span) -> Option<Citation> {
    let same = ["ibid", "idem", "id., ", "id. at "];
    if same.iter().any(|word| starts_with(rest, word)) || rest == "Id." {
        let mut citation = empty(CitationKind::Ibid, span);
        citation.notes = note_labels(rest);
        return Some(citation);
    }
    let mut citation = empty(CitationKind::CrossReference, span);
    citation.edge = Some(if let Some(label) = note_number(rest) {
        Edge::Note(label.to_owned())
    } else if let Some(country) = sister_report(rest).filter(|_| signalled || rest.len() < SHORT) {
        Edge::Report {
            country: country.to_owned(),
        }
    } else {
        let title = work(rest, signalled)?;
        citation.notes = note_labels(rest);
        Edge::Work {
            title: title.to_owned(),
            pages: fields::pages(rest).to_owned(),
        }
    });
    Some(citation)
}

fn without_article(rest: &str) -> &str {
    rest.strip_prefix("the ").unwrap_or(rest)
}

/// `footnote 3 above`, `above, note 3`.
fn note_number(rest: &str) -> Option<&str> {
    let rest = without_article(rest);
    let rest = ["above, ", "supra, ", "supra "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let word = ["footnote ", "endnote ", "note "]
        .iter()
        .find(|word| starts_with(rest, word))?;
    let after = rest.get(word.len()..)?.trim_start_matches("No. ");
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after.get(..digits).filter(|label| !label.is_empty())
}

/// Notes of another work: `note 7`, `notes 9 and 10`, `notes 17 to 19`.
fn note_labels(rest: &str) -> Vec<String> {
    let words = [", notes ", ", note "];
    let Some(after) = words.iter().find_map(|word| rest.split_once(word)) else {
        return Vec::new();
    };
    let mut labels: Vec<u32> = Vec::new();
    let mut is_range = false;
    for word in after.1.split_inclusive([' ', '-', '\u{2013}']) {
        let word = word.trim_end();
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let number = word.get(..digits).and_then(|digits| digits.parse().ok());
        match (number, labels.last()) {
            (Some(number), Some(&last))
                if is_range && (last..last.saturating_add(RANGE)).contains(&number) =>
            {
                labels.extend(last + 1..=number);
            }
            (Some(number), _) => labels.push(number),
            (None, Some(_)) if matches!(word, "and" | "to") => {}
            (None, _) => break,
        }
        let tail = word.get(digits..).unwrap_or_default();
        is_range = word == "to" || matches!(tail, "-" | "\u{2013}");
        if tail.starts_with([':', ';', '.']) {
            break;
        }
    }
    labels.iter().map(u32::to_string).collect()
}

/// `report on X in this edition`, `the X country report in this edition`.
fn sister_report(rest: &str) -> Option<&str> {
    index().needles.this.find(rest.as_bytes())?;
    let rest = without_article(rest);
    let end = [" in this ", " of this "]
        .iter()
        .filter_map(|words| rest.find(words))
        .min()?;
    let named = rest.get(..end)?;
    let before = [
        "report on ",
        "reports on ",
        "country report on ",
        "country profile on ",
        "profile on ",
        "profile of ",
        "entry on ",
        "section on ",
        "chapter on ",
    ];
    let after = [
        " country report",
        " country profile",
        " report",
        " profile",
        " entry",
        " section",
        " chapter",
    ];
    let country = before
        .iter()
        .find_map(|words| named.strip_prefix(words))
        .or_else(|| after.iter().find_map(|words| named.strip_suffix(words)))?;
    let country = without_article(country);
    let named = country.starts_with(char::is_uppercase) && country.split(' ').count() <= 6;
    (named && !country.bytes().any(|b| b.is_ascii_digit())).then_some(country)
}

/// The title and year of another edition: `Landmine Monitor Report 2004`, perhaps after its publisher.
fn work(rest: &str, signalled: bool) -> Option<&str> {
    let near = if signalled {
        rest
    } else {
        rest.get(..rest.floor_char_boundary(SHORT)).unwrap_or(rest)
    };
    let (at, work) = index().works.first_in(near)?;
    let before = rest.get(..at)?;
    let publisher = before.ends_with(", ") && before.len() < 60 && fields::is_body(before);
    if !(at == 0 || signalled || publisher) {
        return None;
    }
    let tail = rest.get(at + work.len()..)?.trim_start_matches([',', ' ']);
    dates::year(tail.get(..4)?)?;
    rest.get(at..rest.len() - tail.len() + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_another_work_are_named_singly() {
        for (words, labels) in [
            ("Ibid., note 7: interview, Osh, May 2005", "7"),
            ("Ibid., notes 9 and 10: a letter of 3 May", "9 10"),
            ("Ibid., notes 17 to 19.", "17 18 19"),
            (
                "Example Monitor Report 2004, Kembra, notes 3\u{2013}5, 8",
                "3 4 5 8",
            ),
            ("Example Monitor Report 2004, p. 12", ""),
            ("Ibid., note to the reader", ""),
            (
                "Ibid., notes 4294967290-4294967295, 5",
                "4294967290 4294967295 5",
            ),
            ("Ibid., notes 4294967295-5", "4294967295 5"),
        ] {
            assert_eq!(note_labels(words).join(" "), labels, "{words}");
        }
    }
}
