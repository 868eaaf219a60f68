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
