//! Valid time: when something was so.
//!
//! People read and exchange an [`Edtf`] string (ISO 8601-2). Logic needs more: EDTF cannot tell "all of
//! 2015" from "some day in 2015", so a [`ValidTime`] adds four day bounds and a [`TimeMode`]:
//!
//! ```text
//!             begin.early   begin.late        end.early    end.late
//! hull        |----------------------------------------------|      surely not so outside
//! core                      |-----------------|                     surely so on every day (if any)
//! ```
//!
//! Two claims overlap *definitely* where their cores meet, *possibly* where only their hulls do.

use std::fmt;
use std::str::FromStr;

mod plain;

use edtf_core::{Bound, Edtf as Parsed, IntervalEndpoint};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use plain::Plain;

/// A calendar day, counted from 1970-01-01; [`Day::MIN`] and [`Day::MAX`] stand for "no limit".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(i32);

impl Day {
    /// Before every day.
    pub const MIN: Self = Self(i32::MIN);
    /// After every day.
    pub const MAX: Self = Self(i32::MAX);

    /// The day of a civil date.
    pub fn from_date(date: Date) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        let days = date.duration_since(epoch).as_hours() / 24;
        Self(i32::try_from(days).unwrap_or(0))
    }

    /// The day with this number, 1970-01-01 being 0.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// Its number, 1970-01-01 being 0.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The civil date, unless it is a limit or out of the calendar.
    pub fn date(self) -> Option<Date> {
        if self == Self::MIN || self == Self::MAX {
            return None;
        }
        jiff::civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().try_days(self.0).ok()?)
            .ok()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => date.fmt(f),
            None => f.write_str(".."),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = TimeError;
    /// An ISO date, `2004-12-03`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        text.parse::<Date>()
            .map(Self::from_date)
            .map_err(|_| TimeError::new(text, "not a calendar day; write it as 2004-12-03"))
    }
}

/// Why a text is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?}: {why}")]
pub struct TimeError {
    text: String,
    why: String,
}

impl TimeError {
    fn new(text: &str, why: impl Into<String>) -> Self {
        Self {
            text: text.to_owned(),
            why: why.into(),
        }
    }
}

/// A date as coarse as its source gives it, in EDTF (ISO 8601-2 levels 0 to 2); empty when nothing is said.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Edtf(String);

impl Edtf {
    /// Nothing is said of the time.
    pub const fn unstated() -> Self {
        Self(String::new())
    }

    /// A year.
    pub fn year(year: i16) -> Self {
        Self(format!("{year:04}"))
    }

    /// A day.
    pub fn day(day: Day) -> Self {
        day.date()
            .map_or_else(Self::unstated, |date| Self(date.to_string()))
    }

    /// A text that was an EDTF when a ledger kept it; it is not parsed again.
    pub const fn kept(text: String) -> Self {
        Self(text)
    }

    /// Is anything said at all?
    pub fn is_stated(&self) -> bool {
        !self.0.is_empty()
    }

    /// The text, as exchanged.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first and the last day it touches.
    pub fn bounds(&self) -> (Day, Day) {
        if let Some(plain) = Plain::read(&self.0) {
            return plain.bounds();
        }
        Parsed::parse(&self.0).map_or((Day::MIN, Day::MAX), |parsed| bounds(&parsed))
    }
}

impl FromStr for Edtf {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        if text.is_empty() {
            return Ok(Self::unstated());
        }
        if Plain::read(text).is_none() {
            Parsed::parse(text)
                .map_err(|e| TimeError::new(text, format!("not a date in EDTF: {e}")))?;
        }
        Ok(Self(text.to_owned()))
    }
}

impl From<Edtf> for String {
    fn from(edtf: Edtf) -> Self {
        edtf.0
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edtf({})", self.0)
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What a bare date means.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum TimeMode {
    /// So on every day of it: "in 2015 the state was not party".
    Throughout,
    /// So on at least one day of it: "in 2015 it voted for the resolution".
    #[default]
    Sometime,
}

/// When a claim says that something was so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ValidTime {
    /// For people and for exchange.
    pub edtf: Edtf,
    /// How a bare date is meant.
    pub mode: TimeMode,
    begin: (Day, Day),
    end: (Day, Day),
}

impl ValidTime {
    /// From an EDTF and the mode in which it is meant.
    pub fn new(edtf: Edtf, mode: TimeMode) -> Self {
        let date = |(first, last)| match mode {
            TimeMode::Throughout => ((first, first), (last, last)),
            TimeMode::Sometime => ((first, last), (first, last)),
        };
        let (begin, end) = match Plain::read(edtf.as_str()) {
            Some(Plain::Date(days)) => date(days),
            Some(Plain::Interval(begin, end)) => ends(begin, end),
            None => match Parsed::parse(edtf.as_str()) {
                Ok(Parsed::Interval(interval)) => {
                    ends(endpoint(&interval.start), endpoint(&interval.end))
                }
                Ok(parsed) => date(bounds(&parsed)),
                Err(_) => ((Day::MIN, Day::MAX), (Day::MIN, Day::MAX)),
            },
        };
        Self {
            edtf,
            mode,
            begin,
            end,
        }
    }

    /// From the bounds that a ledger kept beside the text, which is not parsed again.
    pub const fn kept(edtf: Edtf, mode: TimeMode, begin: (Day, Day), end: (Day, Day)) -> Self {
        Self {
            edtf,
            mode,
            begin,
            end,
        }
    }

    /// Nothing is said of the time.
    pub fn unstated() -> Self {
        Self::new(Edtf::unstated(), TimeMode::Sometime)
    }

    /// Earliest and latest first day.
    pub const fn begin(&self) -> (Day, Day) {
        self.begin
    }

    /// Earliest and latest last day.
    pub const fn end(&self) -> (Day, Day) {
        self.end
    }

    /// The days on which it surely was so, if any are sure.
    pub fn core(&self) -> Option<(Day, Day)> {
        let core = (self.begin.1, self.end.0);
        let one_day = self.hull().0 == self.hull().1;
        (core.0 <= core.1 && (one_day || self.mode == TimeMode::Throughout)).then_some(core)
    }

    /// Outside these days it surely was not so, as far as the claim says.
    pub const fn hull(&self) -> (Day, Day) {
        (self.begin.0, self.end.1)
    }

    /// How this time meets another.
    pub fn overlap(&self, other: &Self) -> Overlap {
        match (self.core(), other.core()) {
            (Some(a), Some(b)) if meet(a, b) => Overlap::Definite,
            _ if meet(self.hull(), other.hull()) => Overlap::Possible,
            _ => Overlap::None,
        }
    }
}

/// How two valid times meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// Not on any day.
    None,
    /// Only their hulls meet.
    Possible,
    /// Their cores meet.
    Definite,
}

fn meet(a: (Day, Day), b: (Day, Day)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Earliest and latest day.
type Days = (Day, Day);

/// Both ends of an interval. An open or unknown end has no outer limit, and on its inner side promises no more than
/// the other end does.
const fn ends(begin: Option<Days>, end: Option<Days>) -> (Days, Days) {
    match (begin, end) {
        (Some(begin), Some(end)) => (begin, end),
        (Some(begin), None) => (begin, (begin.1, Day::MAX)),
        (None, Some(end)) => ((Day::MIN, end.0), end),
        (None, None) => ((Day::MIN, Day::MAX), (Day::MIN, Day::MAX)),
    }
}

fn bounds(parsed: &Parsed) -> Days {
    let bounds = parsed.bounds();
    (
        day_of(bounds.earliest, Day::MIN),
        day_of(bounds.latest, Day::MAX),
    )
}

fn endpoint(point: &IntervalEndpoint) -> Option<Days> {
    let days = |date: &edtf_core::Date| bounds(&Parsed::Date(*date));
    match point {
        IntervalEndpoint::Date(date) => Some(days(date)),
        IntervalEndpoint::OnOrBefore(date) => Some((Day::MIN, days(date).1)),
        IntervalEndpoint::OnOrAfter(date) => Some((days(date).0, Day::MAX)),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    }
}

fn day_of(bound: Bound, unknown: Day) -> Day {
    match bound {
        Bound::NegativeInfinity => Day::MIN,
        Bound::PositiveInfinity => Day::MAX,
        Bound::Unknown => unknown,
        Bound::Date(date) => {
            let year = i16::try_from(date.year).ok();
            let month = i8::try_from(date.month).ok();
            let day = i8::try_from(date.day).ok();
            year.zip(month)
                .zip(day)
                .and_then(|((y, m), d)| Date::new(y, m, d).ok())
                .map_or(unknown, Day::from_date)
        }
    }
}

#[cfg(test)]
mod tests;
