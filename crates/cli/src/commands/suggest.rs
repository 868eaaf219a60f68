//! `whitestone suggest`: the one command that opens a connection, to the endpoint that the user named.

use std::path::{Path, PathBuf};

use serde::Serialize;
use whitestone_app::{Knowledge, suggest};
use whitestone_assist::settings::{PORTION_BYTES, REQUESTS};
use whitestone_assist::{Asked, Brief, Refused, Settings, Suggestions, Usage, Withheld, dry_run};
use whitestone_assist_http::Endpoint;
use whitestone_model::record::FactRecord;
use whitestone_model::{Candidate, Document};

use super::{Session, data_folder, documents, knowledge, print_json};
use crate::args::{Format, Global, SuggestArgs};
use crate::error::{CliError, Exit};
use crate::files;
use crate::system;
use crate::table::table;

pub fn run(global: &Global, args: &SuggestArgs) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    let folder = data_folder(global);
    let brief = brief(folder.as_deref())?;
    let (paths, skipped) = files::documents(&args.paths)?;
    let settings = settings(args, folder.as_deref())?;
    let limits = settings.as_ref().map(|s| (s.portion_bytes, s.requests));
    let (portion_bytes, requests) = limits.unwrap_or((PORTION_BYTES, REQUESTS));
    let asked = Asked {
        vocabulary: &knowledge.vocabulary,
        rules: &knowledge.rules,
        brief: &brief,
        properties: &args.property,
        portion_bytes,
        requests,
    };
    if whitestone_assist::brief::properties(asked.vocabulary, asked.properties).is_empty() {
        let named = &args.property;
        let why = format!("--property {named}: the vocabulary has no such property of a state");
        return Err(CliError::Request(why));
    }
    for line in &skipped {
        eprintln!("{line}");
    }
    if args.dry_run {
        return preview(global, &knowledge, &paths, asked);
    }
    let settings = settings.ok_or_else(not_set_up)?;
    let told = ask(global, args, &knowledge, &paths, (asked, &settings))?;
    let ended = told.iter().any(|told| told.ended.is_some());
    print(global, &told)?;
    Ok(if ended || !skipped.is_empty() {
        Exit::Look
    } else {
        Exit::Done
    })
}

/// The texts of the task, the user's own over the built-in ones.
fn brief(folder: Option<&Path>) -> Result<Brief, CliError> {
    let own = |name: &str| -> Result<Option<String>, CliError> {
        match folder.map(|folder| folder.join("assist").join(name)) {
            Some(path) if path.is_file() => {
                (std::fs::read_to_string(&path).map(Some)).map_err(|e| CliError::io(&path, &e))
            }
            _ => Ok(None),
        }
    };
    let (prompt, schema) = (own("prompt.toml")?, own("schema.json")?);
    Brief::parse(prompt.as_deref(), schema.as_deref())
        .map_err(|error| CliError::Data(error.to_string()))
}

/// The user's settings, where there are any.
fn settings(args: &SuggestArgs, folder: Option<&Path>) -> Result<Option<Settings>, CliError> {
    let usual = || folder.map(|folder| folder.join("assist.toml"));
    let found = args
        .settings
        .clone()
        .or_else(|| usual().filter(|path| path.is_file()));
    let Some(path) = found else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(&path).map_err(|e| CliError::io(&path, &e))?;
    let settings = Settings::parse(&path.display().to_string(), &text);
    (settings.map(Some)).map_err(|error| CliError::Data(error.to_string()))
}

fn not_set_up() -> CliError {
    CliError::Request(
        "no language model is set up, and nothing was sent. To use one, write endpoint = \"https://...\" and model = \
         \"...\" into assist.toml in your data folder (--data), or name such a file with --settings; --dry-run shows \
         what would be sent"
            .into(),
    )
}

/// The key, from the environment variable that the settings name.
fn key(settings: &Settings) -> Result<Option<String>, CliError> {
    if settings.key_from.is_empty() {
        return Ok(None);
    }
    let key = system::environment(&settings.key_from);
    let name = &settings.key_from;
    key.map(Some).ok_or_else(|| {
        CliError::Request(format!(
            "the environment variable {name} (`key_from`) is not set"
        ))
    })
}

/// What would be sent.
fn preview(
    global: &Global,
    knowledge: &Knowledge,
    paths: &[PathBuf],
    asked: Asked<'_>,
) -> Result<Exit, CliError> {
    for path in paths {
        let document = documents::read_one(knowledge, path)?;
        let (requests, withheld) = dry_run(&document, asked);
        if let (Some(first), false) = (requests.first(), global.quiet) {
            say!(
                "{}: {} requests, each begins with:\n",
                document.name,
                requests.len()
            );
            say!("{}", first.system.trim());
        }
        for request in &requests {
            say!("\n{}", request.user.trim());
        }
        for Withheld { sentence, why } in &withheld {
            say!("\nnot sent, {why}: {sentence}");
        }
    }
    Ok(Exit::Done)
}

/// What came of one document.
#[derive(Serialize)]
struct Told {
    document: String,
    model: String,
    suggestions: Vec<FactRecord>,
    /// Are they kept in the ledger?
    kept: bool,
    agreed: usize,
    refused: Vec<Refused>,
    withheld: Vec<Withheld>,
    usage: Usage,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
}

/// Asks for each document, until one goes unanswered.
fn ask(
    global: &Global,
    args: &SuggestArgs,
    knowledge: &Knowledge,
    paths: &[PathBuf],
    (asked, settings): (Asked<'_>, &Settings),
) -> Result<Vec<Told>, CliError> {
    let mut session = args.keep.then(|| Session::writing(global)).transpose()?;
    let mut endpoint = Endpoint::new(settings, key(settings)?, std::thread::sleep);
    let mut all = Vec::new();
    for path in paths {
        let mut document = documents::read_one(knowledge, path)?;
        if let Some(session) = &mut session {
            document = archived(session, &document)?;
        }
        let rules = knowledge.rules.extract(&document);
        let found = whitestone_assist::suggest(&document, &rules, asked, &mut endpoint);
        let cost = settings.cost(found.usage);
        if let Some(session) = &mut session {
            let note = note(&found, settings, cost.as_deref());
            let candidates = found.candidates.clone();
            suggest::keep(&mut session.context(), document.id, candidates, &note)?;
        }
        let ended = found.ended.is_some();
        let fact = |candidate: Candidate| FactRecord::of(candidate, &document.name);
        all.push(Told {
            suggestions: found.candidates.into_iter().map(fact).collect(),
            model: settings.model.clone(),
            document: document.name,
            kept: args.keep,
            agreed: found.agreed,
            refused: found.refused,
            withheld: found.withheld,
            usage: found.usage,
            cost,
            ended: found.ended,
        });
        if ended {
            break;
        }
    }
    Ok(all)
}

/// The reading that claims point into: that of the first time the document was added.
fn archived(session: &Session, document: &Document) -> Result<Document, CliError> {
    use whitestone_ledger::Ledger as _;
    let known = session.ledger.document(document.id)?;
    known.ok_or_else(|| {
        let name = &document.name;
        CliError::Request(format!(
            "{name} is not in the ledger, and nothing was sent; add it first with `whitestone add`"
        ))
    })
}

/// What the log keeps.
fn note(found: &Suggestions, settings: &Settings, cost: Option<&str>) -> String {
    let Usage {
        requests,
        tokens_in,
        tokens_out,
    } = found.usage;
    let cost = cost.map(|cost| format!(", {cost}")).unwrap_or_default();
    format!(
        "suggestions of {}: {} passed, {} refused; {requests} requests, {tokens_in} tokens in, {tokens_out} out{cost}",
        settings.model,
        found.candidates.len(),
        found.refused.len(),
    )
}

fn print(global: &Global, all: &[Told]) -> Result<(), CliError> {
    if global.format != Format::Text {
        return print_json(global.format, all);
    }
    let facts = all.iter().flat_map(|told| &told.suggestions);
    let rows: Vec<Vec<String>> = facts.map(documents::row).collect();
    tell!(
        "{}",
        table(&["document", "property", "value", "when", "quote"], &rows)
    );
    for told in all {
        for Refused { said, reason } in &told.refused {
            eprintln!("refused, {reason}: {said}");
        }
        for Withheld { sentence, why } in &told.withheld {
            eprintln!("not sent, {why}: {sentence}");
        }
        if let Some(why) = &told.ended {
            eprintln!("{}: ended early: {why}", told.document);
        }
        let cost = told
            .cost
            .as_ref()
            .map(|cost| format!(", {cost}"))
            .unwrap_or_default();
        let kept = if told.kept { " (kept)" } else { "" };
        eprintln!(
            "{}: {} suggestions{kept}, {} said by the rules too, {} refused; {} requests, {} tokens in, {} out{cost}",
            told.document,
            told.suggestions.len(),
            told.agreed,
            told.refused.len(),
            told.usage.requests,
            told.usage.tokens_in,
            told.usage.tokens_out,
        );
    }
    Ok(())
}
