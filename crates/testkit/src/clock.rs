//! A clock and ids that give the same in every run.

use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

/// Midnight (UTC) of the n-th day after 1 January 2026.
pub fn moment(day: i64) -> Timestamp {
    let start: Timestamp = "2026-01-01T00:00:00Z"
        .parse()
        .unwrap_or(Timestamp::UNIX_EPOCH);
    start.checked_add((day * 24).hours()).unwrap_or(start)
}

/// Ids counted from 1.
#[derive(Debug, Default)]
pub struct Ids(u128);

impl Ids {
    /// The next one.
    pub const fn uuid(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}
