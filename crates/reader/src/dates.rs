//! Dates as citations print them: `12 May 2005`, `May 2005`, `October 1, 2021`, `November-December 2004`.

use whitestone_model::Edtf;

use crate::layout::layout;

/// A date and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    pub start: usize,
    pub end: usize,
    pub date: Edtf,
}

/// All dates of a text, in order.
///
/// Every date ends in a year (`October 1, 2021` too), so years are looked for, and what stands before them is read
/// backwards.
pub(crate) fn find(text: &str) -> impl DoubleEndedIterator<Item = Dated> + '_ {
    memchr::memchr2_iter(b'1', b'2', text.as_bytes()).filter_map(|at| date_to(text, at))
}

/// The date whose year begins at this digit.
fn date_to(text: &str, at: usize) -> Option<Dated> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let alone = !at.checked_sub(1).is_some_and(digit) && !digit(at + 4);
    let year_word = Word {
        text: text.get(at..at + 4)?,
        start: at,
    };
    year(year_word.text).filter(|_| alone)?;
    let last = Word::before(text, at)?;
    let (start, date) = match (month(last.text), day(last.text)) {
        (Some(month), _) => to_month(text, month, last, year_word)?,
        // `October 1, 2021`
        (None, Some(day)) => {
            let month_word = Word::before(text, last.start)?;
            let month = month(month_word.text)?;
            let spaced = month_word.gap(text, last) == " " && last.gap(text, year_word) == ", ";
            let date = written(year_word.text, &[month, day]);
            spaced.then_some((month_word.start, date))?
        }
        _ => return None,
    };
    Some(Dated {
        start,
        end: at + 4,
        date: date.parse().unwrap_or_default(),
    })
}

/// Where a date begins whose year comes right after a month, and what it is.
fn to_month(text: &str, month: u8, last: Word, end: Word) -> Option<(usize, String)> {
    let before = Word::before(text, last.start);
    // `November-December 2004`
    let first = before.and_then(|word| Some((word, self::month(word.text)?)));
    if let Some((word, first)) = first.filter(|(word, _)| is_dash(word.gap(text, last))) {
        return Some((
            word.start,
            written(end.text, &[first]) + "/" + &written(end.text, &[month]),
        ));
    }
    if !matches!(last.gap(text, end), " " | ", ") {
        return None;
    }
    let day_before = before.and_then(|word| Some((word, day(word.text)?)));
    let Some((word, day)) = day_before.filter(|(word, _)| word.gap(text, last) == " ") else {
        return Some((last.start, written(end.text, &[month])));
    };
    // `2-4 June 2005`
    let first = Word::before(text, word.start).and_then(|other| {
        let first = self::day(other.text)?;
        is_dash(other.gap(text, word)).then_some((other.start, first))
    });
    Some(match first {
        Some((start, first)) => {
            let first = written(end.text, &[month, first]);
            (start, first + "/" + &written(end.text, &[month, day]))
        }
        None => (word.start, written(end.text, &[month, day])),
    })
}

/// A year with the numbers of its month and its day: `2005-03-01`.
fn written(year: &str, rest: &[u8]) -> String {
    let mut date = String::with_capacity("2005-03-01".len());
    date.push_str(year);
    for number in rest {
        date.push('-');
        for digit in [number / 10, number % 10] {
            date.push(char::from(b'0' + digit));
        }
    }
    date
}

fn is_dash(gap: &str) -> bool {
    matches!(gap.trim(), "-" | "–" | "—" | "/")
}

/// A run of letters or of digits.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Word<'a> {
    /// The last word that ends at or before this offset.
    fn before(text: &'a str, end: usize) -> Option<Self> {
        let bytes = text.as_bytes().get(..end)?;
        let last = bytes.iter().rposition(u8::is_ascii_alphanumeric)?;
        let digits = bytes.get(last)?.is_ascii_digit();
        let same = |byte: &&u8| byte.is_ascii_alphanumeric() && byte.is_ascii_digit() == digits;
        let length = bytes.get(..=last)?.iter().rev().take_while(same).count();
        let start = last + 1 - length;
        Some(Self {
            text: text.get(start..=last)?,
            start,
        })
    }

    /// What stands between two words.
    fn gap(self, text: &'a str, next: Word) -> &'a str {
        let end = self.start + self.text.len();
        text.get(end..next.start).unwrap_or_default()
    }
}

fn month(word: &str) -> Option<u8> {
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    let same = |name: &String| name.eq_ignore_ascii_case(word);
    let at = layout().months.iter().position(same)? % 12;
    u8::try_from(at + 1).ok()
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
        let got: Vec<Dated> = find(text).collect();
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
        check(
            "from 28 December 2003, to 2 January, 2004 or so",
            &[
                ("28 December 2003", "2003-12-28"),
                ("2 January, 2004", "2004-01-02"),
            ],
        );
        check("he may 2 see; March of 1999; 31 Marches; June 20041", &[]);
    }
}
