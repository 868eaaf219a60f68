//! What a person should look at: the findings of one subject, or of every subject on record.

use whitestone_model::{PropertyId, Target};
use whitestone_views::findings::{Finding, Material, all};
use whitestone_views::scope::{KeptApart, kept_apart};

use crate::show::{Request, Shown, show};
use crate::{AppError, Context};

/// A subject with its findings.
#[derive(Debug, Clone)]
pub struct Found {
    /// The view and what it was computed from.
    pub shown: Shown,
    /// The findings, the most urgent first.
    pub findings: Vec<Finding>,
}

/// The findings of a subject. Detectors need everything that is known of it, so the request's property is not looked at.
///
/// # Errors
/// As [`show`].
pub fn findings(context: &Context<'_>, request: &Request) -> Result<Found, AppError> {
    let whole = Request {
        property: None,
        ..request.clone()
    };
    let shown = show(context, &whole)?;
    let findings = of_shown(context, &shown);
    Ok(Found { shown, findings })
}

/// The findings of a view of everything that is known of a subject.
pub(crate) fn of_shown(context: &Context<'_>, shown: &Shown) -> Vec<Finding> {
    all(&Material {
        view: &shown.view,
        slice: &shown.slice,
        vocabulary: &context.knowledge.vocabulary,
        asof: &shown.asof,
    })
}

/// The findings of every subject on record, subject after subject.
///
/// # Errors
/// When the ledger cannot be read.
pub fn of_all(context: &Context<'_>, request: &Request) -> Result<Vec<Found>, AppError> {
    let mut found = Vec::new();
    for subject in context.ledger.subjects()? {
        let key = subject.key();
        let request = Request {
            subject: subject.id,
            ..request.clone()
        };
        let of_one = findings(context, &request)?;
        // Subjects that are judged one are found under their canonical name, once.
        if of_one.shown.members.first() == Some(&key) {
            found.push(of_one);
        }
    }
    Ok(found)
}

/// The finding whose id begins so, as the target of a judgement.
///
/// # Errors
/// When several do, or the ledger cannot be read.
pub fn find(
    context: &Context<'_>,
    request: &Request,
    beginning: &str,
) -> Result<Option<Target>, AppError> {
    if beginning.is_empty() || !beginning.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let beginning = beginning.to_ascii_lowercase();
    let mut named = Vec::new();
    for found in of_all(context, request)? {
        let findings = found
            .findings
            .iter()
            .filter(|f| f.id.to_string().starts_with(&beginning));
        named.extend(findings.map(|f| Target::finding(found.shown.subject.key(), f.id)));
    }
    match named.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => Err(AppError::Request(format!(
            "{} findings begin with {beginning}; give more of its id",
            several.len()
        ))),
    }
}

/// Why one property of a subject is shown as it is: its cells, the findings that rest on them, and what only looks like
/// a contradiction.
#[derive(Debug, Clone)]
pub struct Why {
    /// The view, of this property alone.
    pub shown: Shown,
    /// The findings in which one of its statements takes part.
    pub findings: Vec<Finding>,
    /// Pairs of values that differ and need not contradict each other.
    pub apart: Vec<KeptApart>,
}

/// Answers "why".
///
/// # Errors
/// As [`show`].
pub fn why(
    context: &Context<'_>,
    request: &Request,
    property: &PropertyId,
) -> Result<Why, AppError> {
    let Found {
        mut shown,
        mut findings,
    } = findings(context, request)?;
    shown.view.cells.retain(|cell| cell.property == *property);
    let own = |target: &Target| {
        let statements = shown.view.cells.iter().flat_map(|cell| cell.statements());
        statements.into_iter().any(|s| s.id == *target)
    };
    findings.retain(|finding| {
        finding.about.iter().any(own)
            || finding
                .cell
                .as_ref()
                .is_some_and(|cell| cell.property == *property)
    });
    let apart = kept_apart(&shown.view, property, &context.knowledge.vocabulary);
    Ok(Why {
        shown,
        findings,
        apart,
    })
}
