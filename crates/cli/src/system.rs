//! The outside world: the clock, fresh ids, the user's name.

use jiff::Timestamp;
use uuid::Uuid;
use whitestone_app::{Clock, Ids};

/// The machine's clock, to the millisecond: enough to order what a person does, short enough to type back.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the machine for the time"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

/// Fresh UUIDv7.
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that makes ids"
    )]
    fn next(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Program and version, as kept with every transaction.
pub fn tool() -> String {
    format!("whitestone {}", env!("CARGO_PKG_VERSION"))
}

/// A variable of the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who acts: `--actor`, else the name the system knows.
pub fn actor(given: Option<&str>) -> String {
    given
        .map(str::to_owned)
        .or_else(|| environment("WHITESTONE_ACTOR"))
        .or_else(|| environment("USER"))
        .unwrap_or_else(|| "unknown".to_owned())
}
