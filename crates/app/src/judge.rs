//! Judgements: a person says what he thinks of a claim, a candidate, a cell or a finding, with a reason that is kept.
//!
//! The newest judgement on a target counts. "Prefer" and "dispute" decide cells; "reject" takes a claim out of view;
//! a judged finding stops asking. On candidates this is [`crate::review`], because an accepted one becomes a claim.

use whitestone_ledger::Batch;
use whitestone_model::{Judgement, JudgementId, Target, Verdict};
use whitestone_views::Cell;

use crate::review::{self, Decision, Selector, must_have_reason};
use crate::show::{self, Request};
use crate::{AppError, Context, find, findings};

/// Records a verdict on what the words name: the beginning of an id; or a subject, a property, and as many qualifiers
/// (`device=mine`) as tell its cell from the others.
///
/// # Errors
/// When nothing or several things are named so, the verdict does not fit, no reason is given, or the ledger cannot be
/// written.
pub fn judge(
    context: &mut Context<'_>,
    words: &[String],
    verdict: Verdict,
    reason: &str,
) -> Result<Target, AppError> {
    must_have_reason("a judgement", reason)?;
    let target = target(context, words)?;
    if !verdict.fits(&target) {
        let fitting: Vec<String> = Verdict::fitting(&target)
            .map(|verdict| verdict.name().replace('_', "-"))
            .collect();
        return Err(AppError::Request(format!(
            "{verdict} is no verdict on a {}; there are {}",
            target.kind(),
            fitting.join(", ")
        )));
    }
    match (&target, verdict) {
        (Target::Candidate(_) | Target::Claim(_), Verdict::Correct) => {
            let how = "say what to change: `whitestone review correct ... --set FIELD=VALUE`";
            return Err(AppError::Request(how.into()));
        }
        (Target::Candidate(id), _) => {
            let decision = Decision {
                verdict,
                reason: reason.to_owned(),
                selector: Selector {
                    ids: vec![id.to_string()],
                    ..Selector::default()
                },
                change: review::Change::default(),
            };
            let reviewer = context.actor.clone();
            if review::decide(context, &reviewer, &decision)?.met == 0 {
                return Err(AppError::Request(format!(
                    "{target} has been decided on already; judge the claim that came of it"
                )));
            }
        }
        _ => record(context, target.clone(), verdict, reason)?,
    }
    Ok(target)
}

/// Puts a judgement of the present actor on record.
pub(crate) fn record(
    context: &mut Context<'_>,
    target: Target,
    verdict: Verdict,
    reason: &str,
) -> Result<(), AppError> {
    let batch = Batch {
        judgements: vec![Judgement {
            id: JudgementId::new(context.ids.next()),
            target,
            verdict,
            reason: reason.to_owned(),
            reviewer: context.actor.clone(),
            claim: None,
        }],
        ..Batch::default()
    };
    let stamp = context.stamp(&format!("judge: {verdict}"));
    context.ledger.append(&batch, &stamp)?;
    Ok(())
}

/// What the words name.
///
/// # Errors
/// When they name nothing, or several things.
pub fn target(context: &Context<'_>, words: &[String]) -> Result<Target, AppError> {
    match words {
        [id] => by_id(context, id),
        [subject, property, qualifiers @ ..] => cell(context, subject, property, qualifiers),
        [] => Err(AppError::Request("say what is judged".into())),
    }
}

fn by_id(context: &Context<'_>, id: &str) -> Result<Target, AppError> {
    if let Some(found) = find::by_id(context, id)? {
        return Ok(found.target);
    }
    let everything = Request::on("");
    let finding = findings::find(context, &everything, id)?;
    finding.ok_or_else(|| {
        AppError::Request(format!(
            "no claim, candidate or finding has an id that begins with {id}; a cell is named by its subject and property"
        ))
    })
}

fn cell(
    context: &Context<'_>,
    subject: &str,
    property: &str,
    qualifiers: &[String],
) -> Result<Target, AppError> {
    let property = review::known_property(&context.knowledge.vocabulary, property)?;
    let pairs = qualifiers
        .iter()
        .map(|pair| {
            let pair = pair.split_once('=');
            pair.ok_or_else(|| AppError::Request("a qualifier is NAME=VALUE".into()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let shown = show::show(
        context,
        &Request {
            property: Some(property.clone()),
            ..Request::on(subject)
        },
    )?;
    let has = |cell: &&Cell| {
        pairs.iter().all(|(name, value)| {
            let own = cell.key.get(*name);
            own.is_some_and(|own| own.eq_ignore_ascii_case(value))
        })
    };
    let found: Vec<&Cell> = shown.view.cells.iter().filter(has).collect();
    match found.as_slice() {
        [cell] => Ok(Target::cell(
            shown.subject.key(),
            property,
            cell.key.clone(),
        )),
        _ => Err(AppError::Request(which(&shown.view.cells, found.len()))),
    }
}

/// Which cells there are to choose from.
fn which(cells: &[Cell], found: usize) -> String {
    let key = |cell: &Cell| {
        let pairs: Vec<String> = cell
            .key
            .iter()
            .map(|(name, value)| format!("{name}={value:?}"))
            .collect();
        if pairs.is_empty() {
            "one without qualifiers".to_owned()
        } else {
            pairs.join(" ")
        }
    };
    let keys: Vec<String> = cells.iter().map(key).collect();
    let number = match found {
        0 => "no cell of this property answers".to_owned(),
        _ => format!("{found} cells of this property answer"),
    };
    format!("{number} to that; there are: {}", keys.join("; "))
}
