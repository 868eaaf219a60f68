//! `whitestone demo`: the whole road on the built-in examples.

use std::path::Path;

use whitestone_app::add::{self, Input};
use whitestone_app::diff::Point;
use whitestone_app::publish;
use whitestone_app::show::Request;
use whitestone_app::{builtin, reference, review};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::DocumentMeta;
use whitestone_views::Assurance;

use super::Session;
use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::files;

/// Subjects whose profiles the demo prints; the last one is named at the end.
const SUBJECTS: [&str; 4] = ["KAZ", "TJK", "UZB", "KGZ"];

/// The profiles tell what changed since what anyone could have known by the end of this year.
const SINCE: &str = "2005";

pub fn run(global: &Global, into: &Path) -> Result<Exit, CliError> {
    std::fs::create_dir_all(into).map_err(|e| CliError::io(into, &e))?;
    let file = into.join("demo.whitestone");
    let ledger = if file.exists() {
        SqliteLedger::open(&file)?
    } else {
        SqliteLedger::create(&file)?
    };
    let mut session = Session::with(global, ledger)?;
    let mut context = session.context();
    let tables = reference::import(&mut context)?;
    say!(
        "{} reference tables with {} claims",
        tables.documents,
        tables.claims
    );
    let notes = builtin::examples().into_iter().map(|(name, text)| Input {
        name,
        bytes: text.into_bytes(),
    });
    let added = add::add(&mut context, notes, &DocumentMeta::default(), |_| {})?;
    say!(
        "{} country notes with {} candidates",
        added.documents,
        added.candidates
    );
    let met: usize = review::replay(&mut context, &builtin::example_review())?
        .into_iter()
        .sum();
    let open = review::list(&context, &review::Selector::default(), false)?.len();
    say!("{met} candidates decided in the recorded review, {open} left open");
    for subject in SUBJECTS {
        let request = Request {
            subject: subject.to_owned(),
            property: None,
            known: None,
            published: None,
            assurance: Assurance::WithCandidates,
        };
        let since = Point::find(&context, subject, SINCE)?;
        for (name, text) in publish::profile(&context, &request, Some(&since))? {
            let path = into.join(name);
            files::write(&path, &text)?;
            if path.extension().is_some_and(|ending| ending == "html") {
                say!("{}", path.display());
            }
        }
    }
    say!(
        "the ledger is {}; try `whitestone -l {0} show KGZ`",
        file.display()
    );
    Ok(Exit::Done)
}
