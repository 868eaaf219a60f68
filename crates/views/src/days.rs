//! Spans of days.

use whitestone_model::Day;

/// A first and a last day.
pub(crate) type Days = (Day, Day);

/// Do two spans share a day?
pub(crate) fn meet(a: Days, b: Days) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Does the first span hold every day of the second?
pub(crate) fn holds(outer: Days, inner: Days) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

/// Asks about each pair of spans that share a day: places in the row, that of the earlier first.
pub(crate) fn each_meeting(spans: &[Days], mut ask: impl FnMut(usize, usize)) {
    let mut in_time: Vec<(usize, Days)> = spans.iter().copied().enumerate().collect();
    in_time.sort_by_key(|(_, days)| *days);
    let mut open: Vec<(usize, Days)> = Vec::new();
    for (at, days) in in_time {
        open.retain(|(_, other)| other.1 >= days.0);
        for (other, _) in &open {
            ask(*other, at);
        }
        open.push((at, days));
    }
}
