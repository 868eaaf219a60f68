//! `whitestone review`: a person decides, with a reason.

use std::collections::BTreeMap;

use whitestone_app::review::{self, Change, Decision, Selector};
use whitestone_model::record::FactRecord;
use whitestone_model::time::TimeError;
use whitestone_model::{Edtf, Verdict};

use super::{Session, file_name, print_json};
use crate::args::{Format, Global, ReviewAction, SelectArgs};
use crate::error::{CliError, Exit};
use crate::table::{clip, table};

pub fn run(global: &Global, action: ReviewAction) -> Result<Exit, CliError> {
    match action {
        ReviewAction::List { select, all } => list(global, select, all),
        ReviewAction::Accept { select, reason } => {
            decide(global, select, Verdict::Accept, reason, Change::default())
        }
        ReviewAction::Reject { select, reason } => {
            decide(global, select, Verdict::Reject, reason, Change::default())
        }
        ReviewAction::Correct {
            select,
            claim: None,
            set,
            reason,
        } => decide(global, select, Verdict::Correct, reason, change(&set)?),
        ReviewAction::Correct {
            claim: Some(claim),
            set,
            reason,
            ..
        } => {
            let mut session = Session::writing(global)?;
            let new =
                review::correct_claim(&mut session.context(), &claim, &change(&set)?, &reason)?;
            say!("{new} takes the place of {claim}");
            Ok(Exit::Done)
        }
        ReviewAction::Retract { claim, reason } => {
            let mut session = Session::writing(global)?;
            let old = review::retract_claim(&mut session.context(), &claim, &reason)?;
            say!("{old} is withdrawn; it stays in the record");
            Ok(Exit::Done)
        }
        ReviewAction::Replay { file } => {
            let text = std::fs::read_to_string(&file).map_err(|e| CliError::io(&file, &e))?;
            let mut session = Session::writing(global)?;
            let met = review::replay(&mut session.context(), &text)?;
            let idle = met.iter().filter(|n| **n == 0).count();
            say!(
                "{} decisions on {} candidates; {idle} met none",
                met.len(),
                met.iter().sum::<usize>()
            );
            Ok(Exit::Done)
        }
    }
}

fn selector(select: SelectArgs) -> Selector {
    let SelectArgs {
        ids,
        document,
        property,
        rule,
        quote,
        subject,
    } = select;
    Selector {
        ids,
        document,
        property,
        rule,
        quote,
        subject,
    }
}

fn list(global: &Global, select: SelectArgs, all: bool) -> Result<Exit, CliError> {
    let mut session = Session::reading(global)?;
    let found = review::list(&session.context(), &selector(select), all)?;
    let facts: Vec<_> = found
        .into_iter()
        .map(|(name, recorded)| FactRecord::of(recorded.what, &name))
        .collect();
    if global.format != Format::Text {
        print_json(global.format, &facts)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<_> = facts
        .iter()
        .map(|fact| {
            vec![
                fact.id.clone(),
                file_name(&fact.document).to_owned(),
                fact.property.clone(),
                clip(
                    &whitestone_extract::score::value_text(&fact.value, fact.state),
                    24,
                ),
                clip(&fact.quote, 90),
            ]
        })
        .collect();
    tell!(
        "{}",
        table(&["id", "document", "property", "value", "quote"], &rows)
    );
    say!("{} candidates", rows.len());
    Ok(Exit::Done)
}

fn decide(
    global: &Global,
    select: SelectArgs,
    verdict: Verdict,
    reason: String,
    change: Change,
) -> Result<Exit, CliError> {
    let mut session = Session::writing(global)?;
    let decision = Decision {
        verdict,
        reason,
        selector: selector(select),
        change,
    };
    let mut context = session.context();
    let reviewer = context.actor.clone();
    let decided = review::decide(&mut context, &reviewer, &decision)?;
    say!("{} candidates decided", decided.met);
    if decided.waiting > 0 {
        say!("{} of them wait for a second reviewer", decided.waiting);
    }
    Ok(if decided.met == 0 {
        Exit::Look
    } else {
        Exit::Done
    })
}

/// `FIELD=VALUE` pairs as a change.
fn change(set: &[String]) -> Result<Change, CliError> {
    let mut change = Change::default();
    for pair in set {
        let (field, value) = pair
            .split_once('=')
            .ok_or_else(|| CliError::Request(format!("--set wants FIELD=VALUE, not {pair:?}")))?;
        set_field(&mut change, field, value)
            .map_err(|why| CliError::Request(format!("--set {pair}: {why}")))?;
    }
    Ok(change)
}

fn set_field(change: &mut Change, field: &str, value: &str) -> Result<(), String> {
    let json = || serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::from(value));
    let word = || serde_json::Value::from(value);
    let list = || {
        value
            .split(';')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    match field {
        "when" => change.when = Some(date(value)?),
        "stated" => change.stated = Some(date(value)?),
        "modality" => {
            change.modality = Some(serde_json::from_value(word()).map_err(|e| e.to_string())?);
        }
        "state" => change.state = Some(serde_json::from_value(word()).map_err(|e| e.to_string())?),
        "subject" => change.subject = Some(value.to_owned()),
        "claimant" => change.claimant = Some(list()),
        "notes" => change.notes = Some(list()),
        _ => match field.split_once('.') {
            Some(("value", name)) => insert(&mut change.value, name, json()),
            Some(("qualifiers", name)) => insert(&mut change.qualifiers, name, value.to_owned()),
            _ => {
                return Err("the field is one of when, stated, modality, state, subject, claimant, notes, value.NAME, \
                            qualifiers.NAME"
                    .into());
            }
        },
    }
    Ok(())
}

fn date(value: &str) -> Result<Edtf, String> {
    value.parse().map_err(|e: TimeError| e.to_string())
}

fn insert<V>(map: &mut BTreeMap<String, V>, name: &str, value: V) {
    map.insert(name.to_owned(), value);
}
