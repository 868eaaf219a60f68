//! `whitestone man` and `whitestone completions`: made from the arguments themselves.

use clap::CommandFactory as _;

use crate::args::Args;
use crate::error::{CliError, Exit};

pub fn man() -> Result<Exit, CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command())
        .render(&mut page)
        .map_err(|e| CliError::io("manual", &e))?;
    tell!("{}", String::from_utf8_lossy(&page));
    Ok(Exit::Done)
}

pub fn completions(shell: clap_complete::Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "whitestone", &mut script);
    tell!("{}", String::from_utf8_lossy(&script));
    Exit::Done
}
