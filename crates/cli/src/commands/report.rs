//! `whitestone report`: the profile of a state.

use std::path::Path;

use whitestone_app::publish;

use super::{Session, show};
use crate::args::{Global, ViewArgs};
use crate::error::{CliError, Exit};
use crate::files;

pub fn run(global: &Global, view: &ViewArgs, out: &Path) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let request = show::request(view, None)?;
    let published = publish::profile(&session.context(), &request)?;
    for (ending, text) in [("html", &published.html), ("md", &published.markdown)] {
        let path = out.join(format!("{}.{ending}", published.stem));
        files::write(&path, text)?;
        say!("{}", path.display());
    }
    Ok(Exit::Done)
}
