//! What is known of a subject, as of any date.

use jiff::Timestamp;
use whitestone_ledger::{Part, SliceQuery};
use whitestone_model::{Day, PropertyId, Sensitivity, Slice, Subject, SubjectKey};
use whitestone_views::identity::Clash;
use whitestone_views::{AsOf, Assurance, Identities, View};

use crate::{AppError, Context};

/// Which view of which subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Name, code or variant of the subject.
    pub subject: String,
    /// Only this property.
    pub property: Option<PropertyId>,
    /// Only what was in the ledger by then.
    pub known: Option<Timestamp>,
    /// Only what had been published by then.
    pub published: Option<Day>,
    /// With candidates, each marked as one?
    pub assurance: Assurance,
}

impl Request {
    /// Everything on a subject, candidates too, as of the ledger's last transaction.
    pub fn on(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            property: None,
            known: None,
            published: None,
            assurance: Assurance::WithCandidates,
        }
    }
}

/// A view with the slice it was computed from.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The subject; of several that are judged one, the one that stands for them.
    pub subject: Subject,
    /// All that are judged one with it, itself among them.
    pub members: Vec<SubjectKey>,
    /// Judgements that would join it with others and keep it apart from them.
    pub clash: Option<Clash>,
    /// The view.
    pub view: View,
    /// What it was computed from.
    pub slice: Slice,
    /// The dates in force.
    pub asof: AsOf,
}

/// The view of a subject. It is a function of the ledger and the request alone: without `known` it is that of the
/// ledger's last transaction. Ages are counted from that day, or from the earlier day by which things were published:
/// never from the day of the call.
///
/// # Errors
/// When the subject is not in the ledger, or the ledger cannot be read.
pub fn show(context: &Context<'_>, request: &Request) -> Result<Shown, AppError> {
    let subject = find_subject(context, &request.subject)?;
    show_subject(context, subject, request)
}

/// As [`show`], of a subject that is at hand.
///
/// # Errors
/// When the ledger cannot be read.
pub fn show_subject(
    context: &Context<'_>,
    subject: Subject,
    request: &Request,
) -> Result<Shown, AppError> {
    let asof = asof(context, request)?;
    let known = asof.known;
    let identities = Identities::of(&context.ledger.identities(known)?, known);
    let members = identities.members(&subject.key());
    let subject = standing_for(context, subject, &members)?;
    let query = SliceQuery {
        part: request.property.clone().map_or(Part::Whole, Part::Property),
        known,
        with_candidates: request.assurance.takes_candidates(),
        ..SliceQuery::default()
    };
    let slice = record(context, &members, &query)?;
    let mut view =
        whitestone_views::resolve_subject(&subject, &slice, &context.knowledge.vocabulary, &asof);
    if let Some(property) = &request.property {
        view.cells.retain(|cell| cell.property == *property);
    }
    Ok(Shown {
        clash: identities.clash(&subject.key()).cloned(),
        members,
        subject,
        view,
        slice,
        asof,
    })
}

/// All subjects that are judged one with this, itself among them.
///
/// # Errors
/// When the ledger cannot be read.
pub fn members(context: &Context<'_>, subject: &Subject) -> Result<Vec<SubjectKey>, AppError> {
    let identities = Identities::of(&context.ledger.identities(None)?, None);
    Ok(identities.members(&subject.key()))
}

/// The dates that a request puts in force.
///
/// # Errors
/// When the ledger cannot be read.
pub fn asof(context: &Context<'_>, request: &Request) -> Result<AsOf, AppError> {
    let known = match request.known {
        Some(known) => Some(known),
        None => last_recorded(context)?,
    };
    let on = known.map_or(Day::MIN, day_of);
    Ok(AsOf {
        known,
        published: request.published,
        assurance: request.assurance,
        on: request.published.map_or(on, |published| published.min(on)),
        reader: Sensitivity::Public,
    })
}

/// The record of subjects that are one, as of what the query asks.
///
/// # Errors
/// When the ledger cannot be read.
pub fn record(
    context: &Context<'_>,
    members: &[SubjectKey],
    query: &SliceQuery,
) -> Result<Slice, AppError> {
    let mut whole = Slice::default();
    for (at, member) in members.iter().enumerate() {
        let slice = context.ledger.slice(&SliceQuery {
            subject_kind: member.kind.clone(),
            subject_id: member.id.clone(),
            ..query.clone()
        })?;
        if at == 0 {
            whole = slice;
        } else {
            whole.join(slice);
        }
    }
    Ok(whole)
}

/// Of several subjects that are one, the one to name: the first that stands on a list of the vocabulary, else the first
/// on record.
fn standing_for(
    context: &Context<'_>,
    asked: Subject,
    members: &[SubjectKey],
) -> Result<Subject, AppError> {
    if members.len() < 2 {
        return Ok(asked);
    }
    let vocabulary = &context.knowledge.vocabulary;
    let listed = |key: &SubjectKey| {
        let subject = vocabulary.state(&key.id);
        let is_listed = vocabulary.entry("states", &subject.id).is_some();
        (is_listed && subject.key() == *key).then_some(subject)
    };
    if let Some(subject) = members.iter().find_map(listed) {
        return Ok(subject);
    }
    let mut subjects = context.ledger.subjects()?.into_iter();
    Ok(subjects
        .find(|subject| members.contains(&subject.key()))
        .unwrap_or(asked))
}

/// The civil day of a moment, in UTC.
pub fn day_of(moment: Timestamp) -> Day {
    Day::from_date(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The subject that a name, code or variant stands for.
///
/// # Errors
/// When nothing is on record of it; names some that are.
pub fn find_subject(context: &Context<'_>, name: &str) -> Result<Subject, AppError> {
    let subjects = context.ledger.subjects()?;
    let same = |subject: &&Subject| {
        subject.id.eq_ignore_ascii_case(name) || subject.name.eq_ignore_ascii_case(name)
    };
    if let Some(subject) = subjects.iter().find(same) {
        return Ok(subject.clone());
    }
    let listed = context.knowledge.vocabulary.state(name);
    if let Some(subject) = subjects.iter().find(|subject| subject.id == listed.id) {
        return Ok(subject.clone());
    }
    if context
        .knowledge
        .vocabulary
        .entry("states", &listed.id)
        .is_some()
    {
        return Ok(listed);
    }
    let some: Vec<_> = subjects
        .iter()
        .take(8)
        .map(|subject| subject.name.as_str())
        .collect();
    let hint = if some.is_empty() {
        "the ledger is empty: add documents first".to_owned()
    } else {
        format!(
            "on record are {}{}",
            some.join(", "),
            if subjects.len() > 8 {
                " and others"
            } else {
                ""
            }
        )
    };
    Err(AppError::Request(format!(
        "nothing is on record of {name}; {hint}"
    )))
}

fn last_recorded(context: &Context<'_>) -> Result<Option<Timestamp>, AppError> {
    Ok(context
        .ledger
        .last()?
        .map(|transaction| transaction.stamp.at))
}
