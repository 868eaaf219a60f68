//! The reader's tests over whole documents.

#![expect(
    clippy::unwrap_used,
    reason = "what the tests share fails as the tests do"
)]

mod metamorphic;
mod properties;
mod reading;
mod reports;
mod support;
mod synthetic;
mod traps;
mod whole;
