//! `whitestone diff`, `timeline` and `questions`: what changed, when what was so, and what to ask.

use std::path::Path;

use whitestone_app::diff::{self, Compared, Point};
use whitestone_app::publish::{changes_stem, of_changes, stem};
use whitestone_app::show::show;
use whitestone_report::Letter;
use whitestone_views::Assurance;

use super::{Session, print_json, show as showing};
use crate::args::{DiffArgs, Format, Global, ViewArgs};
use crate::error::{CliError, Exit};
use crate::files;

pub fn run(global: &Global, args: &DiffArgs) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let assurance = Assurance::with_candidates(!args.claims_only);
    let context = session.context();
    let point = |text: &str| Point::find(&context, &args.subject, text);
    let (from, to) = (point(&args.from)?, point(&args.to)?);
    let compared = diff::diff_points(&context, &args.subject, (&from, &to), assurance, "")?;
    if let Some(folder) = &args.out {
        return write(folder, &compared);
    }
    if global.format == Format::Text {
        tell!("{}", whitestone_report::changes_text(&compared.page));
    } else {
        print_json(global.format, &compared.changes)?;
    }
    Ok(Exit::Done)
}

fn write(folder: &Path, compared: &Compared) -> Result<Exit, CliError> {
    let name = changes_stem(&stem(&compared.new.subject));
    for (file, text) in of_changes(&compared.page, &name) {
        let path = folder.join(file);
        files::write(&path, &text)?;
        say!("{}", path.display());
    }
    Ok(Exit::Done)
}

pub fn timeline(global: &Global, view: &ViewArgs) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let shown = show(&session.context(), &showing::request(view, None)?)?;
    let vocabulary = &session.knowledge.vocabulary;
    let moments = whitestone_views::timeline(&shown.view, vocabulary);
    if global.format == Format::Text {
        let text =
            whitestone_report::timeline_text(&moments, &shown.view, &shown.slice, vocabulary);
        tell!("{text}");
    } else {
        print_json(global.format, &moments)?;
    }
    Ok(Exit::Done)
}

pub fn questions(
    global: &Global,
    view: &ViewArgs,
    letter: Option<(&str, usize)>,
) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let from = session.actor.clone();
    let letter = letter.map(|(to, limit)| Letter {
        to: to.to_owned(),
        from,
        limit,
    });
    let context = session.context();
    let (questions, laid) =
        diff::questions(&context, &showing::request(view, None)?, letter.as_ref())?;
    if global.format == Format::Text {
        tell!(
            "{}",
            whitestone_report::questions_text(&laid, letter.is_none())
        );
    } else {
        print_json(global.format, &questions)?;
    }
    Ok(Exit::Done)
}
