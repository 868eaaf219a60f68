//! Builders, a fixed clock, counted ids, a stub of a web server: what tests are made of. Never part of the program.
//!
//! ```
//! use whitestone_testkit::{ClaimBuilder, SliceBuilder, moment};
//!
//! let mut slice = SliceBuilder::new();
//! let report = slice.source("Annual report 2005", "Example Monitor", "2005");
//! slice.claim(ClaimBuilder::code("treaty.status", "not_party").with("treaty", "Mine Ban Treaty").when("2005").from(report));
//! assert_eq!(slice.build().claims.len(), 1);
//! assert_eq!(moment(2).to_string(), "2026-01-03T00:00:00Z");
//! ```

mod builder;
mod clock;
mod stub;
mod vocabulary;

pub use builder::{Built, ClaimBuilder, SliceBuilder};
pub use clock::{Ids, moment};
pub use stub::{Reply, Stub};
pub use vocabulary::{project_vocabulary, vocabulary_files};
