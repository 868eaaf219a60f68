//! `whitestone man` and `whitestone completions`: made from the arguments themselves.

use clap::CommandFactory as _;

use crate::args::Args;
use crate::error::{CliError, Exit};

pub fn man() -> Result<Exit, CliError> {
    let page = clap_mangen::Man::new(Args::command());
    page.render(&mut std::io::stdout())
        .map_err(|e| CliError::io("standard output", &e))?;
    Ok(Exit::Done)
}

pub fn completions(shell: clap_complete::Shell) -> Exit {
    clap_complete::generate(
        shell,
        &mut Args::command(),
        "whitestone",
        &mut std::io::stdout(),
    );
    Exit::Done
}
