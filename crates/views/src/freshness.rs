//! Is it time to ask again?

use jiff::Span;
use serde::Serialize;
use whitestone_model::{Day, vocabulary::Property};

/// How old what stands is, against the refresh period of its property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Young enough, or of a kind that does not age.
    Fresh,
    /// In the last quarter of its refresh period: time to ask.
    Due,
    /// Older than its refresh period, or of no known age.
    Stale,
}

/// The freshness on a day of what was last said on `newest`; `refresh` is the property's period, parsed.
pub fn freshness(
    property: &Property,
    refresh: Option<Span>,
    newest: Option<Day>,
    on: Day,
) -> Freshness {
    if property.refresh.is_empty() {
        return Freshness::Fresh;
    }
    let end = newest
        .and_then(Day::date)
        .zip(refresh)
        .and_then(|(date, period)| date.checked_add(period).ok())
        .map(Day::from_date);
    let (Some(newest), Some(end)) = (newest, end) else {
        return Freshness::Stale;
    };
    let quarter = (end.number() - newest.number()) / 4;
    if on > end {
        Freshness::Stale
    } else if on.number() > end.number() - quarter {
        Freshness::Due
    } else {
        Freshness::Fresh
    }
}
