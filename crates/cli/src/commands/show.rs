//! `whitestone show`: what is known, as of any date, and why.

use jiff::Timestamp;
use whitestone_app::review::known_property;
use whitestone_app::show::{self, Request};
use whitestone_model::Day;
use whitestone_views::{Assurance, Outcome};

use super::{Session, print_json};
use crate::args::{Format, Global, ShowArgs, ViewArgs, WhenArgs};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, args: &ShowArgs) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let mut request = request(&args.view, None)?;
    if let Some(property) = &args.why {
        request.property = Some(known_property(&session.knowledge.vocabulary, property)?);
    }
    let mut shown = show::show(&session.context(), &request)?;
    if !args.silent && args.why.is_none() {
        shown
            .view
            .cells
            .retain(|cell| cell.outcome != Outcome::Silent);
    }
    if global.format != Format::Text {
        return print_json(global.format, &shown.view.cells).map(|()| Exit::Done);
    }
    if shown.view.cells.is_empty() {
        say!("nothing was on record of {} by then", shown.subject.name);
    }
    if shown.members.len() > 1 {
        let members: Vec<String> = shown.members.iter().map(ToString::to_string).collect();
        say!("judged to be one: {}\n", members.join(", "));
    }
    if let Some(clash) = &shown.clash {
        say!("{}\n", clash.explanation());
    }
    let vocabulary = &session.knowledge.vocabulary;
    tell!(
        "{}",
        whitestone_report::text::text(&shown.view, &shown.slice, vocabulary, args.why.is_some())
    );
    Ok(Exit::Done)
}

/// The request that the arguments stand for.
pub fn request(
    view: &ViewArgs,
    property: Option<whitestone_model::PropertyId>,
) -> Result<Request, CliError> {
    Ok(Request {
        property,
        ..request_on(view.subject.clone(), &view.when)?
    })
}

/// The request on all of a subject.
pub fn request_on(subject: String, when: &WhenArgs) -> Result<Request, CliError> {
    Ok(Request {
        subject,
        property: None,
        known: when.known.as_deref().map(moment).transpose()?,
        published: when.as_of.as_deref().map(day).transpose()?,
        assurance: Assurance::with_candidates(!when.claims_only),
    })
}

fn day(text: &str) -> Result<Day, CliError> {
    text.parse()
        .map_err(|e| CliError::Request(format!("--as-of {e}")))
}

/// A moment, or the last one of a day (UTC).
fn moment(text: &str) -> Result<Timestamp, CliError> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    format!("{text}T23:59:59.999Z").parse().map_err(|_| {
        CliError::Request(format!(
            "--known {text:?} is neither a day (2026-11-22) nor a moment (2026-11-22T10:00:00Z)"
        ))
    })
}
