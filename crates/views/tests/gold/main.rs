//! The annotated facts of five real reports, entered as claims: are the conflicts that people found in them found?
//!
//! The annotations are not part of the project; where they are absent the tests say so and pass.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod conflicts;
mod facts;
mod sums;
mod votes;

use std::path::{Path, PathBuf};

/// The folder of the annotations, beside the workspace or where `WHITESTONE_CORPUS` says.
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told where its corpus lies"
)]
fn shared(test: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("WHITESTONE_CORPUS").map_or_else(beside, PathBuf::from);
    let there = folder.join("gold").is_dir();
    if !there {
        eprintln!(
            "skipped: {test}: no annotated reports beside the workspace; name their folder in WHITESTONE_CORPUS"
        );
    }
    there.then_some(folder)
}
