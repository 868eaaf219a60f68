//! `whitestone publish`: freezes an edition, or makes one again and says whether it is as it was.

use std::path::Path;

use whitestone_app::publish::{self, Made};
use whitestone_app::show::{find_subject, members};

use super::{Session, print_json, show};
use crate::args::{Format, Global, ViewArgs};
use crate::error::{CliError, Exit};
use crate::files;
use crate::table::table;

pub fn run(global: &Global, view: &ViewArgs, name: &str, out: &Path) -> Result<Exit, CliError> {
    let mut session = Session::writing(global)?;
    let request = show::request(view, None)?;
    let issue = publish::publish(&mut session.context(), &request, name)?;
    for (name, text) in &issue.files {
        let path = out.join(name);
        files::write(&path, text)?;
        say!("{}", path.display());
    }
    let short = issue.edition.content.short();
    match issue.made {
        Made::Now => say!("edition \u{201c}{name}\u{201d} is on record; fingerprint {short}"),
        Made::Again => {
            say!("edition \u{201c}{name}\u{201d} is as it was, byte for byte; fingerprint {short}");
        }
        Made::Otherwise(since) => {
            say!("edition \u{201c}{name}\u{201d} is NOT as it was; its fingerprint was {short}");
            since.iter().for_each(|why| say!("  {why}"));
            return Ok(Exit::Look);
        }
    }
    Ok(Exit::Done)
}

pub fn list(global: &Global, subject: Option<&str>) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let context = session.context();
    let editions = match subject {
        Some(name) => {
            let subject = find_subject(&context, name)?;
            publish::editions(&context, &members(&context, &subject)?)?
        }
        None => context.ledger.editions()?,
    };
    if global.format != Format::Text {
        return print_json(global.format, &editions).map(|()| Exit::Done);
    }
    let rows: Vec<Vec<String>> = editions
        .iter()
        .map(|known| {
            let edition = &known.what;
            vec![
                edition.subject.name.clone(),
                edition.name.clone(),
                edition.known.to_string(),
                edition
                    .published
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
                edition.content.short(),
                known.actor.to_string(),
            ]
        })
        .collect();
    let head = [
        "subject",
        "edition",
        "known",
        "published by",
        "fingerprint",
        "by",
    ];
    tell!("{}", table(&head, &rows));
    Ok(Exit::Done)
}
