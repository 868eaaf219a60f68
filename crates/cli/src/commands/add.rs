//! `whitestone add`: documents into the ledger.

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use whitestone_app::add::{self, Added, Outcome};
use whitestone_model::{DocumentMeta, Edtf, Severity, Vocabulary};

use super::{Session, print_json};
use crate::args::{AddArgs, Format, Global};
use crate::error::{CliError, Exit};
use crate::files;

pub fn run(global: &Global, args: &AddArgs) -> Result<Exit, CliError> {
    let mut session = Session::writing(global)?;
    let hints = hints(args, &session.knowledge.vocabulary)?;
    let (paths, mut skipped) = files::documents(&args.paths)?;
    let bar = bar(global, paths.len());
    let mut lines = Vec::new();
    let inputs = paths
        .iter()
        .filter_map(|path| match files::document(path, &args.name) {
            Ok(input) => Some(input),
            Err(error) => {
                skipped.push(format!("skipped: {error}"));
                None
            }
        });
    let mut context = session.context();
    let receipt = add::add(&mut context, inputs, &hints, |added| {
        bar.inc(1);
        if !global.quiet && global.format == Format::Text {
            bar.suspend(|| print(added));
        }
        lines.push(Line::of(added));
    })?;
    bar.finish_and_clear();
    if global.format != Format::Text {
        print_json(global.format, &lines)?;
    }
    for line in &skipped {
        eprintln!("{line}");
    }
    let count = |outcome| lines.iter().filter(|line| line.outcome == outcome).count();
    let refused = match count("refused") {
        0 => String::new(),
        number => format!(", {number} not readable"),
    };
    eprintln!(
        "{} added, {} known already{refused}, {} new candidates",
        receipt.documents,
        count("known"),
        receipt.candidates
    );
    Ok(if skipped.is_empty() && refused.is_empty() {
        Exit::Done
    } else {
        Exit::Look
    })
}

fn hints(args: &AddArgs, vocabulary: &Vocabulary) -> Result<DocumentMeta, CliError> {
    let published = match &args.published {
        Some(text) => text
            .parse::<Edtf>()
            .map_err(|e| CliError::Request(format!("--published {e}")))?,
        None => Edtf::unstated(),
    };
    Ok(DocumentMeta {
        subject: args.country.as_deref().map(|name| vocabulary.state(name)),
        edition: args.edition,
        published,
        title: args.title.clone().unwrap_or_default(),
        publisher: args.publisher.clone().unwrap_or_default(),
        encoding: args.encoding.clone().unwrap_or_default(),
        ..DocumentMeta::default()
    })
}

fn bar(global: &Global, length: usize) -> ProgressBar {
    if global.quiet || length < 20 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:40} {pos}/{len} documents, {per_sec}, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

fn print(added: &Added) {
    match added.outcome {
        Outcome::New { candidates } => say!("{}: {candidates} candidates", added.name),
        Outcome::ExtractedAgain { candidates } => {
            say!(
                "{}: known, read again with newer rules: {candidates} candidates",
                added.name
            );
        }
        Outcome::Known => say!("{}: known already", added.name),
        Outcome::Refused => say!("{}: not added", added.name),
    }
    for diagnostic in added
        .diagnostics
        .iter()
        .filter(|d| d.severity >= Severity::Warning)
    {
        say!("  {}: {}", diagnostic.code, diagnostic.message);
    }
}

#[derive(Serialize)]
struct Line {
    name: String,
    document: String,
    outcome: &'static str,
    candidates: usize,
    diagnostics: Vec<whitestone_model::Diagnostic>,
}

impl Line {
    fn of(added: &Added) -> Self {
        let (outcome, candidates) = match added.outcome {
            Outcome::New { candidates } => ("new", candidates),
            Outcome::ExtractedAgain { candidates } => ("extracted_again", candidates),
            Outcome::Known => ("known", 0),
            Outcome::Refused => ("refused", 0),
        };
        Self {
            name: added.name.clone(),
            document: added.id.to_string(),
            outcome,
            candidates,
            diagnostics: added.diagnostics.clone(),
        }
    }
}
