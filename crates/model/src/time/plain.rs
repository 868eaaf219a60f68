//! Times as most of them are: a year, a month or a day, and what lies between two of them.
//!
//! Their shape tells all there is to know, at a small part of the cost of a parser; whatever is not quite so plain is
//! left to it. The tests hold that both say the same.

use jiff::civil::Date;

use super::{Day, Days};

/// A time of one of the plain forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// `2004`, `2004-12`, `2004-12-03`
    Date(Days),
    /// `1999/2000-05`, `1999/..`, `../2000`
    Interval(Option<Days>, Option<Days>),
}

impl Plain {
    /// Reads a time; `None` where it is none of the plain forms, or no time.
    pub fn read(text: &str) -> Option<Self> {
        let Some((begin, end)) = text.split_once('/') else {
            return days(text).map(Self::Date);
        };
        match (begin, end) {
            ("..", end) => Some(Self::Interval(None, Some(days(end)?))),
            (begin, "..") => Some(Self::Interval(Some(days(begin)?), None)),
            (begin, end) => {
                let (begin, end) = (days(begin)?, days(end)?);
                let in_order = begin.0 <= end.0 && begin.1 <= end.1;
                in_order.then_some(Self::Interval(Some(begin), Some(end)))
            }
        }
    }

    /// The first and the last day it touches.
    pub fn bounds(self) -> Days {
        match self {
            Self::Date(days) => days,
            Self::Interval(begin, end) => (
                begin.map_or(Day::MIN, |b| b.0),
                end.map_or(Day::MAX, |e| e.1),
            ),
        }
    }
}

/// The first and the last day of a year, a month or a day.
fn days(text: &str) -> Option<Days> {
    let bytes = text.as_bytes();
    let part = |from: usize, to: usize| number(bytes.get(from..to)?);
    let hyphen = |at: usize| bytes.get(at) == Some(&b'-');
    let year = part(0, 4)?;
    let two = |at: usize| i8::try_from(part(at, at + 2)?).ok();
    let date = |month: i8, day: i8| Date::new(year, month, day).ok();
    let (first, last) = match bytes.len() {
        4 => (date(1, 1)?, date(12, 31)?),
        7 if hyphen(4) => {
            let first = date(two(5)?, 1)?;
            (first, first.last_of_month())
        }
        10 if hyphen(4) && hyphen(7) => {
            let day = date(two(5)?, two(8)?)?;
            (day, day)
        }
        _ => return None,
    };
    Some((Day::from_date(first), Day::from_date(last)))
}

fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0, |number, byte| {
        (byte.is_ascii_digit()).then(|| number * 10 + i16::from(byte - b'0'))
    })
}
