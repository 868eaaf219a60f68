//! `whitestone findings` and `whitestone why`: what to look at, and why a value is shown as it is.

use serde::Serialize;
use whitestone_app::findings::{Found, findings, of_all, why};
use whitestone_app::review::known_property;
use whitestone_model::{Passage, Target};
use whitestone_report::findings::{Telling, apart, text};
use whitestone_views::findings::{Finding, Severity, statements};
use whitestone_views::scope::KeptApart;

use super::show::{request, request_on};
use super::{Session, print_json};
use crate::args::{FindingsArgs, Format, Global, WhyArgs};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, args: &FindingsArgs) -> Result<Exit, CliError> {
    let kinds = &args.kind;
    let mut session = Session::reading(global)?;
    let request = request_on(args.subject.clone().unwrap_or_default(), &args.when)?;
    let mut found = match &args.subject {
        Some(_) => vec![findings(&session.context(), &request)?],
        None => of_all(&session.context(), &request)?,
    };
    for of_one in &mut found {
        of_one.findings.retain(|finding| {
            let of_kind = kinds.is_empty() || kinds.contains(&finding.kind);
            of_kind && (args.judged || !finding.is_settled())
        });
    }
    if global.format != Format::Text {
        let all: Vec<Told<'_>> = found.iter().flat_map(told).collect();
        return print_json(global.format, &all).map(|()| Exit::Done);
    }
    // Who asks for a kind wants it, however little it urges.
    let telling = Telling {
        all: args.all || !kinds.is_empty(),
        quotes: args.quotes,
    };
    print(&found, telling, args.subject.is_none(), &session);
    Ok(Exit::Done)
}

/// A finding with the words behind it.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    evidence: Vec<Evidence<'a>>,
}

/// The words of one claim or candidate.
#[derive(Serialize)]
struct Evidence<'a> {
    of: &'a Target,
    source: &'a str,
    #[serde(flatten)]
    passage: &'a Passage,
}

fn told(found: &Found) -> Vec<Told<'_>> {
    let behind = statements(&found.shown.view);
    let sources = &found.shown.slice.sources;
    let mut all = Vec::new();
    for finding in &found.findings {
        let mut evidence = Vec::new();
        for of in &finding.about {
            let passages = behind
                .get(of)
                .into_iter()
                .flat_map(|s| s.assertion.passages());
            evidence.extend(passages.map(|passage| {
                Evidence {
                    of,
                    source: sources
                        .get(&passage.document)
                        .map_or("", |s| s.name.as_str()),
                    passage,
                }
            }));
        }
        all.push(Told { finding, evidence });
    }
    all
}

fn print(found: &[Found], telling: Telling, skip_quiet: bool, session: &Session) {
    let vocabulary = &session.knowledge.vocabulary;
    for of_one in found {
        let quiet = of_one.findings.iter().all(|f| f.severity == Severity::Info);
        if skip_quiet && quiet && !telling.all {
            continue;
        }
        let shown = &of_one.shown;
        tell!(
            "{}",
            text(
                &of_one.findings,
                &shown.view,
                &shown.slice,
                vocabulary,
                telling
            )
        );
        say!("");
    }
}

/// Answers "why" as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    cells: &'a [whitestone_views::Cell],
    findings: &'a [Finding],
    kept_apart: &'a [KeptApart],
}

pub fn explain(global: &Global, args: &WhyArgs) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let property = known_property(&session.knowledge.vocabulary, &args.property)?;
    let request = request(&args.view, None)?;
    let answer = why(&session.context(), &request, &property)?;
    let (cells, findings) = (&answer.shown.view.cells, &answer.findings);
    if global.format != Format::Text {
        let answer = Answer {
            cells,
            findings,
            kept_apart: &answer.apart,
        };
        return print_json(global.format, &[answer]).map(|()| Exit::Done);
    }
    let vocabulary = &session.knowledge.vocabulary;
    if cells.is_empty() {
        say!(
            "nothing was on record of {} and {property} by then",
            answer.shown.subject.name
        );
    }
    let shown = &answer.shown;
    tell!(
        "{}",
        whitestone_report::text::text(&shown.view, &shown.slice, vocabulary, true)
    );
    if !findings.is_empty() {
        let telling = Telling {
            all: true,
            quotes: false,
        };
        say!("Findings on it");
        tell!(
            "{}",
            text(findings, &shown.view, &shown.slice, vocabulary, telling)
        );
    }
    if !answer.apart.is_empty() {
        say!("\nNot a contradiction, because they speak of different things");
        tell!("{}", apart(&answer.apart));
    }
    Ok(Exit::Done)
}
