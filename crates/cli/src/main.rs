//! `whitestone`: from country reports to footnoted profiles.
//!
//! This crate is the only one that reads arguments, the environment, files and the clock. Each file of
//! `commands/` is one command, or two that belong together; each turns arguments into one call of a use case and prints what comes back.

#[macro_use]
mod out;

mod args;
mod commands;
mod error;
mod files;
mod parallel;
mod system;
mod table;

use std::process::ExitCode;

use clap::Parser;

/// Reading makes many small strings; the system's allocator takes a tenth more time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(args) {
        Ok(exit) => exit.into(),
        Err(error) => {
            error.print();
            error.exit().into()
        }
    }
}
