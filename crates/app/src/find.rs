//! Claims and candidates by their ids, or by the beginning of one: what a person copies from a screen.

use std::sync::Arc;

use whitestone_ledger::SliceQuery;
use whitestone_model::{Assertion, Claim, Recorded, Slice, SubjectKey, Target};

use crate::{AppError, Context};

/// A claim or candidate.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which.
    pub target: Target,
    /// What it says.
    pub assertion: Arc<Assertion>,
}

/// The claim or candidate whose id begins so; `None` where there is none.
///
/// # Errors
/// When there are several, or the ledger cannot be read.
pub fn by_id(context: &Context<'_>, beginning: &str) -> Result<Option<Found>, AppError> {
    let Some((target, subject)) = only(context, beginning, |_| true)? else {
        return Ok(None);
    };
    let slice = record(context, subject)?;
    let candidates = slice.candidates.iter().map(|c| &c.what);
    let assertion = match &target {
        Target::Claim(id) => slice
            .claims
            .iter()
            .map(|c| &c.what)
            .find_map(|claim| (claim.id == *id).then(|| Arc::clone(&claim.assertion))),
        _ => candidates.into_iter().find_map(|candidate| {
            (target == Target::Candidate(candidate.id)).then(|| Arc::clone(&candidate.assertion))
        }),
    };
    // A candidate that newer rules no longer propose is not in the slice.
    Ok(assertion.map(|assertion| Found { target, assertion }))
}

/// The claim whose id begins so.
///
/// # Errors
/// When there is none or there are several, or the ledger cannot be read.
pub fn claim(context: &Context<'_>, beginning: &str) -> Result<Claim, AppError> {
    let found = only(context, beginning, |target| {
        matches!(target, Target::Claim(_))
    })?;
    let claims = match found {
        Some((Target::Claim(id), subject)) => {
            let claims = record(context, subject)?.claims.into_iter();
            claims
                .map(|claim: Recorded<Claim>| claim.what)
                .find(|claim| claim.id == id)
        }
        _ => None,
    };
    claims.ok_or_else(|| {
        AppError::Request(format!("no claim has an id that begins with {beginning}"))
    })
}

/// How many ids are looked at to tell whether a beginning is unambiguous.
const ENOUGH: usize = 50;

fn only(
    context: &Context<'_>,
    beginning: &str,
    wanted: impl Fn(&Target) -> bool,
) -> Result<Option<(Target, SubjectKey)>, AppError> {
    let mut found = context.ledger.find(beginning, ENOUGH)?;
    found.retain(|(target, _)| wanted(target));
    match found.len() {
        0 | 1 => Ok(found.pop()),
        n => {
            let number = if n < ENOUGH {
                n.to_string()
            } else {
                format!("{n} or more")
            };
            Err(AppError::Request(format!(
                "{number} claims and candidates have ids that begin with {beginning}; give more of it"
            )))
        }
    }
}

fn record(context: &Context<'_>, subject: SubjectKey) -> Result<Slice, AppError> {
    Ok(context.ledger.slice(&SliceQuery {
        subject_kind: subject.kind,
        subject_id: subject.id,
        with_candidates: true,
        ..SliceQuery::default()
    })?)
}
