//! `whitestone judge`: a verdict on a claim, candidate, cell or finding, with a reason.

use whitestone_app::judge;

use super::{Session, print_json};
use crate::args::{Format, Global, JudgeArgs};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, args: &JudgeArgs) -> Result<Exit, CliError> {
    let mut session = Session::writing(global)?;
    let target = judge::judge(
        &mut session.context(),
        &args.target,
        args.verdict,
        &args.reason,
    )?;
    if global.format != Format::Text {
        return print_json(global.format, &[&target]).map(|()| Exit::Done);
    }
    say!("{target}: {}", args.verdict);
    Ok(Exit::Done)
}
