//! Dates and times as a person writes them, out of EDTF (ISO 8601-2).

use whitestone_model::{Assertion, Edtf, Value, vocabulary::Property};

use crate::phrase::Words;

impl<'a> Words<'a> {
    /// A single date: `3 December 2004`, `about 2005`, `the 1990s`.
    pub fn date(self, edtf: &str) -> String {
        let (plain, mark) = bare(edtf);
        let written = match parts(plain) {
            Parts::Day(y, m, d) => {
                let day = d.trim_start_matches('0');
                self.say(
                    "date",
                    "day",
                    &[("day", day), ("month", self.month(m)), ("year", y)],
                )
            }
            Parts::Month(y, m) => {
                self.say("date", "month", &[("month", self.month(m)), ("year", y)])
            }
            Parts::Year(y) => self.say("date", "year", &[("year", y)]),
            Parts::Decade(y) => self.say("date", "decade", &[("year", &y)]),
            Parts::Other => plain.to_owned(),
        };
        match mark {
            Some('~' | '%') => self.say("date", "approximate", &[("date", &written)]),
            Some('?') => self.say("date", "uncertain", &[("date", &written)]),
            _ => written,
        }
    }

    fn month(self, number: &str) -> &'a str {
        self.word("month", number.trim_start_matches('0'))
            .unwrap_or_default()
    }

    /// The time of a claim as its sentence says it: `in 2005`, `as of 3 December 2004`, `since 1994`.
    pub fn when(self, assertion: &Assertion, property: &Property) -> Option<String> {
        let lasts_by_code = match assertion.content.value() {
            Some(Value::Code(code)) => self.word("as_of_code", code).is_some(),
            _ => false,
        };
        let table = if property.lasts() || lasts_by_code {
            "as_of"
        } else {
            "when"
        };
        self.time(&assertion.valid.edtf, table)
    }

    /// As [`Words::when`], out of one table; a key that it lacks is taken from `when`.
    pub(crate) fn time(self, edtf: &Edtf, table: &str) -> Option<String> {
        let text = edtf.as_str();
        let say = |key: &str, values: &[(&str, &str)]| {
            let own = if self.word(table, key).is_some() {
                table
            } else {
                "when"
            };
            self.say(own, key, values)
        };
        if text.is_empty() {
            return None;
        }
        if let Some((from, to)) = text.split_once('/') {
            let (open_from, open_to) = (is_open(from), is_open(to));
            let (from, to) = (self.date(from), self.date(to));
            return match (open_from, open_to) {
                (true, true) => None,
                (true, false) => Some(say("until", &[("to", &to)])),
                (false, true) => Some(say("since", &[("from", &from)])),
                (false, false) if from == to => Some(say("year", &[("year", &from)])),
                (false, false) => Some(say("range", &[("from", &from), ("to", &to)])),
            };
        }
        let (plain, mark) = bare(text);
        let date = self.date(text);
        if mark.is_some() {
            return Some(say("approximate", &[("date", &date)]));
        }
        let key = match parts(plain) {
            Parts::Day(..) => "day",
            Parts::Month(..) => "month",
            Parts::Decade(_) => "decade",
            Parts::Year(_) | Parts::Other => "year",
        };
        Some(say(key, &[(key, &date)]))
    }

    /// A qualifier that is a date, as a person writes it.
    pub(crate) fn dated(self, value: &str) -> Option<String> {
        let starts_with_a_year = value.get(..4)?.bytes().all(|b| b.is_ascii_digit());
        value.parse::<Edtf>().ok().filter(|_| starts_with_a_year)?;
        Some(match value.split_once('/') {
            Some((from, to)) if !is_open(from) && !is_open(to) => {
                format!("{}\u{2013}{}", self.date(from), self.date(to))
            }
            Some(_) => return None,
            None => self.date(value),
        })
    }
}

enum Parts<'a> {
    Day(&'a str, &'a str, &'a str),
    Month(&'a str, &'a str),
    Year(&'a str),
    Decade(String),
    Other,
}

fn parts(date: &str) -> Parts<'_> {
    let mut pieces = date.splitn(3, '-');
    match (pieces.next(), pieces.next(), pieces.next()) {
        (Some(y), Some(m), Some(d)) if !y.is_empty() => Parts::Day(y, m, d),
        (Some(y), Some(m), None) if !y.is_empty() => Parts::Month(y, m),
        (Some(y), None, None) if y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()) => {
            Parts::Year(y)
        }
        (Some(y), None, None) => match y.strip_suffix('X') {
            Some(decade) if decade.len() == 3 && !decade.contains('X') => {
                Parts::Decade(format!("{decade}0"))
            }
            _ => Parts::Other,
        },
        _ => Parts::Other,
    }
}

/// A date without its mark of approximation.
fn bare(edtf: &str) -> (&str, Option<char>) {
    let mark = edtf.chars().last().filter(|c| matches!(c, '~' | '?' | '%'));
    (edtf.trim_end_matches(['~', '?', '%']), mark)
}

fn is_open(end: &str) -> bool {
    end.is_empty() || end == ".."
}
