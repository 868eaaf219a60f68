//! The commands, one file each, and what they share: opening the ledger and loading the data in force.

mod add;
mod check;
mod compare;
mod demo;
mod diff;
mod documents;
mod events;
mod findings;
mod init;
mod judge;
mod log;
mod manual;
mod publish;
mod report;
mod review;
mod rules;
mod same;
mod score;
mod search;
mod show;
mod suggest;

use std::path::{Path, PathBuf};

use serde::Serialize;
use whitestone_app::{Context, Knowledge};
use whitestone_ledger_sqlite::SqliteLedger;

use crate::args::{Args, Command, Format, Global};
use crate::error::{CliError, Exit};
use crate::files;
use crate::system::{self, SystemClock, SystemIds};

/// Runs the command that was asked for.
pub fn run(args: Args) -> Result<Exit, CliError> {
    let global = &args.global;
    match args.command {
        Command::Demo { into } => demo::run(global, &into),
        Command::Init { file, bare } => init::run(global, &file, bare),
        Command::Add(add) => add::run(global, &add),
        Command::Read {
            files,
            citations: true,
            ..
        } => documents::citations(global, &files),
        Command::Read { files, full, .. } => documents::read(global, &files, full),
        Command::Extract {
            paths,
            explain,
            jobs,
        } => documents::extract(global, &paths, explain, jobs),
        Command::Suggest(args) => suggest::run(global, &args),
        Command::Score {
            gold,
            texts,
            misses,
            wrong,
            fields,
            min_precision,
            min_recall,
        } => score::run(
            global,
            &score::Request {
                gold,
                texts,
                misses,
                wrong,
                fields,
                min_precision,
                min_recall,
            },
        ),
        Command::Review { action } => review::run(global, action),
        Command::Judge(judge) => judge::run(global, &judge),
        Command::Same(same) => same::run(global, &same),
        Command::Events(view) => events::run(global, &view),
        Command::Show(show) => show::run(global, &show),
        Command::Findings(findings) => findings::run(global, &findings),
        Command::Why(why) => findings::explain(global, &why),
        Command::Publish { view, name, out } => publish::run(global, &view, &name, &out),
        Command::Editions { subject } => publish::list(global, subject.as_deref()),
        Command::Report { view, since, out } => report::run(global, &view, since.as_deref(), &out),
        Command::Diff(args) => diff::run(global, &args),
        Command::Timeline { view } => diff::timeline(global, &view),
        Command::Questions {
            view,
            letter,
            to,
            limit,
        } => diff::questions(global, &view, letter.then_some((to.as_str(), limit))),
        Command::Search { words, limit } => search::run(global, &words, limit),
        Command::Check => check::run(global),
        Command::Log { from } => log::run(global, from),
        Command::Rules { action } => rules::run(global, &action),
        Command::Man => manual::man(),
        Command::Completions { shell } => Ok(manual::completions(shell)),
    }
}

/// The vocabulary, rules and reference tables in force.
fn knowledge(global: &Global) -> Result<Knowledge, CliError> {
    let folder = data_folder(global);
    if let Some(folder) = &folder {
        files::own_layouts(folder)?;
    }
    Ok(Knowledge::load(&files::overrides(folder.as_deref())?)?)
}

/// The user's own data folder, where he has one.
fn data_folder(global: &Global) -> Option<PathBuf> {
    let named = || system::environment("WHITESTONE_DATA").map(PathBuf::from);
    global.data.clone().or_else(named)
}

/// Everything a command on a ledger needs.
struct Session {
    ledger: SqliteLedger,
    knowledge: Knowledge,
    ids: SystemIds,
    actor: String,
}

impl Session {
    /// Opens the ledger to write in it.
    fn writing(global: &Global) -> Result<Self, CliError> {
        Self::with(global, SqliteLedger::open(&ledger_path(global)?)?)
    }

    /// Opens the ledger to read from it.
    fn reading(global: &Global) -> Result<Self, CliError> {
        Self::with(global, SqliteLedger::open_read_only(&ledger_path(global)?)?)
    }

    fn with(global: &Global, ledger: SqliteLedger) -> Result<Self, CliError> {
        let actor = system::actor(global.actor.as_deref());
        Ok(Self {
            ledger,
            knowledge: knowledge(global)?,
            ids: SystemIds,
            actor,
        })
    }

    fn context(&mut self) -> Context<'_> {
        Context {
            ledger: &mut self.ledger,
            knowledge: &self.knowledge,
            clock: &SystemClock,
            ids: &mut self.ids,
            read: whitestone_formats::read,
            actor: self.actor.clone(),
            tool: system::tool(),
        }
    }
}

/// The ledger that is meant: `--ledger`, `$WHITESTONE_LEDGER`, or the only one in this folder.
fn ledger_path(global: &Global) -> Result<PathBuf, CliError> {
    if let Some(path) = &global.ledger {
        return existing(path.clone());
    }
    if let Some(path) = system::environment("WHITESTONE_LEDGER") {
        return existing(path.into());
    }
    let here = std::fs::read_dir(".").map_err(|e| CliError::io(".", &e))?;
    let mut found: Vec<PathBuf> = here
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "whitestone")
        })
        .collect();
    found.sort();
    match found.len() {
        1 => Ok(found.swap_remove(0)),
        0 => Err(CliError::Request(
            "there is no ledger here; make one with `whitestone init NAME.whitestone`, or name one with --ledger".into(),
        )),
        _ => Err(CliError::Request(format!("there are {} ledgers here; name one with --ledger", found.len()))),
    }
}

fn existing(path: PathBuf) -> Result<PathBuf, CliError> {
    if path.exists() {
        return Ok(path);
    }
    let name = path.display();
    Err(CliError::Request(format!(
        "{name}: no such ledger; make it with `whitestone init {name}`"
    )))
}

/// Prints values as the user asked: JSON as one array, JSONL as one a line.
fn print_json<T: Serialize>(format: Format, values: &[T]) -> Result<(), CliError> {
    let failed =
        |e: serde_json::Error| CliError::Request(format!("cannot be written as JSON: {e}"));
    if format == Format::Jsonl {
        for value in values {
            say!("{}", serde_json::to_string(value).map_err(failed)?);
        }
    } else {
        say!("{}", serde_json::to_string_pretty(values).map_err(failed)?);
    }
    Ok(())
}

/// The file's own name, for tables.
fn file_name(name: &str) -> &str {
    Path::new(name)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(name)
}
