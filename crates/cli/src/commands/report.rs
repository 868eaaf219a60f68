//! `whitestone report`: the profile of a state.

use std::path::Path;

use whitestone_app::diff::Point;
use whitestone_app::publish;

use super::{Session, show};
use crate::args::{Global, ViewArgs};
use crate::error::{CliError, Exit};
use crate::files;

pub fn run(
    global: &Global,
    view: &ViewArgs,
    since: Option<&str>,
    out: &Path,
) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let request = show::request(view, None)?;
    let context = session.context();
    let since = since.map(|text| Point::find(&context, &view.subject, text));
    let since = since.transpose()?;
    for (name, text) in publish::profile(&context, &request, since.as_ref())? {
        let path = out.join(name);
        files::write(&path, &text)?;
        say!("{}", path.display());
    }
    Ok(Exit::Done)
}
