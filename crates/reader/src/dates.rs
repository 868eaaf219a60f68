//! Dates as citations print them: `12 May 2005`, `May 2005`, `October 1, 2021`, `November-December 2004`.

use whitestone_model::Edtf;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    pub start: usize,
    pub end: usize,
    pub date: Edtf,
}

/// A run of letters or of digits.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// All dates of a text, in order.
pub(crate) fn find(text: &str) -> Vec<Dated> {
    // Every date has a year.
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let words = words(text);
    let mut dates: Vec<Dated> = Vec::new();
    for at in 0..words.len() {
        let Some(found) = date_at(text, &words, at) else {
            continue;
        };
        if dates.last().is_none_or(|last| last.end <= found.start) {
            dates.push(found);
        }
    }
    dates
}

/// The date whose month (the first, if there are two) is word `at`.
fn date_at(text: &str, words: &[Word], at: usize) -> Option<Dated> {
    let month_word = words.get(at)?;
    let month = month(month_word.text)?;
    let next = words.get(at + 1)?;
    let gap = |a: &Word, b: &Word| text.get(a.end..b.start).unwrap_or_default();
    let before = at
        .checked_sub(1)
        .and_then(|i| words.get(i))
        .filter(|word| gap(word, month_word) == " ");
    let day_before = before.and_then(|word| day(word.text).map(|day| (day, word.start)));
    if let Some(year) = year(next.text).filter(|_| matches!(gap(month_word, next), " " | ", ")) {
        return Some(match day_before {
            Some((last, start)) => {
                let first = at
                    .checked_sub(2)
                    .and_then(|i| words.get(i))
                    .and_then(|word| {
                        let dash = before.is_some_and(|b| is_dash(gap(word, b)));
                        day(word.text).filter(|_| dash).map(|day| (day, word.start))
                    });
                match first {
                    Some((first, start)) => dated(
                        start,
                        next.end,
                        &format!("{year}-{month:02}-{first:02}/{year}-{month:02}-{last:02}"),
                    ),
                    None => dated(start, next.end, &format!("{year}-{month:02}-{last:02}")),
                }
            }
            None => dated(month_word.start, next.end, &format!("{year}-{month:02}")),
        });
    }
    let after = words.get(at + 2)?;
    // `October 1, 2021`
    if let (Some(day), Some(year)) = (day(next.text), year(after.text)) {
        return (gap(month_word, next) == " " && gap(next, after) == ", ").then(|| {
            dated(
                month_word.start,
                after.end,
                &format!("{year}-{month:02}-{day:02}"),
            )
        });
    }
    // `November-December 2004`
    let second = self::month(next.text)?;
    let year = year(after.text)?;
    is_dash(gap(month_word, next)).then(|| {
        dated(
            month_word.start,
            after.end,
            &format!("{year}-{month:02}/{year}-{second:02}"),
        )
    })
}

fn is_dash(gap: &str) -> bool {
    matches!(gap.trim(), "-" | "–" | "—" | "/")
}

fn dated(start: usize, end: usize, edtf: &str) -> Dated {
    Dated {
        start,
        end,
        date: edtf.parse().unwrap_or_default(),
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let same: fn(&u8) -> bool = if byte.is_ascii_digit() {
            u8::is_ascii_digit
        } else if byte.is_ascii_alphabetic() {
            u8::is_ascii_alphabetic
        } else {
            at += 1;
            continue;
        };
        let end = at
            + bytes
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|b| same(b))
                .count();
        words.push(Word {
            text: text.get(at..end).unwrap_or_default(),
            start: at,
            end,
        });
        at = end;
    }
    words
}

fn month(word: &str) -> Option<usize> {
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    MONTHS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(word))
        .map(|at| at + 1)
}

fn day(word: &str) -> Option<u8> {
    word.parse()
        .ok()
        .filter(|day| word.len() <= 2 && (1..=31).contains(day))
}

/// A year of four digits.
pub(crate) fn year(word: &str) -> Option<i16> {
    word.parse()
        .ok()
        .filter(|year| word.len() == 4 && (1900..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let got = find(text);
        let got: Vec<(&str, &str)> = got
            .iter()
            .map(|d| (&text[d.start..d.end], d.date.as_str()))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn dates_as_printed() {
        check("Fen, 12 May 2005.", &[("12 May 2005", "2005-05-12")]);
        check(
            "in May 2005 and October 1, 2021",
            &[("May 2005", "2005-05"), ("October 1, 2021", "2021-10-01")],
        );
        check(
            "November–December 2004",
            &[("November–December 2004", "2004-11/2004-12")],
        );
        check(
            "2–4 June 2005",
            &[("2–4 June 2005", "2005-06-02/2005-06-04")],
        );
        check("he may 2 see; March of 1999; 31 Marches", &[]);
    }
}
