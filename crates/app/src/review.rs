//! Review: a person decides on candidates, with a reason, and the decision is kept for ever.
//!
//! An accepted candidate becomes a claim. A corrected one becomes a claim with the reviewer's changes, and the
//! candidate stays on record as it was. A rejected one stays on record too. A claim found wrong later is corrected by
//! a new claim and an event; the old one is never touched, so an earlier view can be re-made.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use whitestone_ledger::{Batch, CandidateQuery, Part, SliceQuery};
use whitestone_model::record::ValueRecord;
use whitestone_model::{
    Assertion, Candidate, Claim, ClaimEvent, ClaimId, DocumentId, Edtf, EventId, EventKind,
    Judgement, JudgementId, Modality, PropertyId, Recorded, State, Target, ValidTime, Verdict,
    Vocabulary,
};

use crate::{AppError, Context, find};

/// Which candidates a decision is about. Empty fields do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Selector {
    /// Candidate ids, or unambiguous beginnings of them.
    pub ids: Vec<String>,
    /// Part of the document's name.
    pub document: String,
    /// A property, or a family as `treaty.*`.
    pub property: String,
    /// A rule, or a family as `casualties.*`.
    pub rule: String,
    /// Words that the quote holds.
    pub quote: String,
    /// Name or id of the subject.
    pub subject: String,
}

impl Selector {
    /// Does it restrict nothing at all?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn matches(&self, candidate: &Candidate, document: &str) -> bool {
        let assertion = &candidate.assertion;
        let quoted = || {
            assertion
                .passages()
                .any(|passage| passage.quote.contains(&self.quote))
        };
        let id = || candidate.id().to_string();
        (self.ids.is_empty()
            || self
                .ids
                .iter()
                .any(|wanted| id().starts_with(wanted.as_str())))
            && document.contains(&self.document)
            && family(&self.property, assertion.property.as_str())
            && family(&self.rule, &candidate.origin.rule)
            && (self.quote.is_empty() || quoted())
            && (self.subject.is_empty()
                || assertion.subject.id.eq_ignore_ascii_case(&self.subject)
                || assertion.subject.name.eq_ignore_ascii_case(&self.subject))
    }
}

/// Is `name` the wanted one, or of the wanted family (`treaty.*`)?
fn family(wanted: &str, name: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(stem) => name.starts_with(stem),
        None => wanted.is_empty() || wanted == name,
    }
}

/// What a correction changes. What is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// Fields of the value's flat form: `low`, `high`, `code`, `text`, `words` ...
    pub value: BTreeMap<String, serde_json::Value>,
    /// State of the value.
    pub state: Option<State>,
    /// When it was so (EDTF).
    pub when: Option<Edtf>,
    /// When it was said (EDTF).
    pub stated: Option<Edtf>,
    /// Claimants, speaker first.
    pub claimant: Option<Vec<String>>,
    /// Modality.
    pub modality: Option<Modality>,
    /// Qualifiers to set; an empty text takes one away.
    pub qualifiers: BTreeMap<String, String>,
    /// Name or code of the state it is about.
    pub subject: Option<String>,
    /// Markers of the notes cited.
    pub notes: Option<Vec<String>>,
}

impl Change {
    /// The assertion with the changes made.
    ///
    /// # Errors
    /// When a change does not fit the value.
    pub fn apply(
        &self,
        assertion: &Assertion,
        vocabulary: &Vocabulary,
    ) -> Result<Assertion, AppError> {
        let mut assertion = assertion.clone();
        if !self.value.is_empty() || self.state.is_some() {
            let state = self.state.unwrap_or_else(|| assertion.content.state());
            let record = overlay(&ValueRecord::of(&assertion.content), &self.value)
                .map_err(AppError::Request)?;
            if let (Some(low), Some(high)) = (record.low, record.high)
                && low > high
            {
                return Err(AppError::Request(format!(
                    "value.low = {low} lies above value.high = {high}; set both"
                )));
            }
            assertion.content = record.content(state).map_err(AppError::Request)?;
        }
        if let Some(when) = &self.when {
            assertion.valid = ValidTime::new(when.clone(), assertion.valid.mode);
        }
        if let Some(stated) = &self.stated {
            assertion.stated = stated.clone();
        }
        if let Some(claimants) = &self.claimant {
            assertion.claimants = claimants.as_slice().into();
        }
        if let Some(notes) = &self.notes {
            assertion.notes = notes.as_slice().into();
        }
        if let Some(subject) = &self.subject {
            assertion.subject = vocabulary.state(subject).into();
        }
        assertion.modality = self.modality.unwrap_or(assertion.modality);
        for (name, value) in &self.qualifiers {
            let qualifiers = Arc::make_mut(&mut assertion.qualifiers);
            if value.is_empty() {
                qualifiers.remove(name);
            } else {
                qualifiers.insert(name.clone(), value.clone());
            }
        }
        Ok(assertion)
    }
}

fn overlay(
    record: &ValueRecord,
    fields: &BTreeMap<String, serde_json::Value>,
) -> Result<ValueRecord, String> {
    let mut value = serde_json::to_value(record).map_err(|e| e.to_string())?;
    let form = value.as_object_mut().ok_or("a value has no fields")?;
    for (name, field) in fields {
        form.insert(name.clone(), field.clone());
    }
    serde_json::from_value(value).map_err(|e| format!("the changed value does not fit: {e}"))
}

/// One decision: which candidates, what, why.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// Why; never empty.
    pub reason: String,
    /// Which candidates.
    #[serde(rename = "on")]
    pub selector: Selector,
    /// What to change, for `correct`.
    #[serde(default)]
    pub change: Change,
}

/// A recorded review, as kept beside the examples.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedReview {
    /// Who decided.
    pub reviewer: String,
    /// The decisions, in order; a candidate once judged is not judged again by a later one.
    #[serde(default, rename = "decision")]
    pub decisions: Vec<Decision>,
}

/// Open candidates with the name of their document.
///
/// # Errors
/// When the ledger cannot be read.
pub fn list(
    context: &Context<'_>,
    selector: &Selector,
    judged_too: bool,
) -> Result<Vec<(String, Recorded<Candidate>)>, AppError> {
    let names: BTreeMap<DocumentId, String> = context
        .ledger
        .sources()?
        .into_iter()
        .map(|source| (source.id, source.name))
        .collect();
    let query = CandidateQuery {
        judged_too,
        ..CandidateQuery::default()
    };
    let name_of = |candidate: &Candidate| {
        candidate
            .assertion
            .document()
            .and_then(|id| names.get(&id))
            .cloned()
            .unwrap_or_default()
    };
    Ok(context
        .ledger
        .candidates(&query)?
        .into_iter()
        .map(|recorded| (name_of(&recorded.what), recorded))
        .filter(|(name, recorded)| selector.matches(&recorded.what, name))
        .collect())
}

/// What came of a decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// Candidates it met.
    pub met: usize,
    /// Of them, those that become claims only when a second reviewer agrees.
    pub waiting: usize,
}

/// Decides on every open candidate that the decision selects, in one transaction.
///
/// Where the vocabulary asks for four eyes, the first reviewer's word is kept and the candidate stays open; it becomes a
/// claim when another one accepts or corrects it too, and says then what the second one says.
///
/// # Errors
/// When no reason is given, the selector is empty, a correction does not fit, or the ledger cannot be written.
pub fn decide(
    context: &mut Context<'_>,
    reviewer: &str,
    decision: &Decision,
) -> Result<Decided, AppError> {
    must_have_reason("a decision", &decision.reason)?;
    if decision.selector.is_empty() {
        return Err(AppError::Request(
            "say which candidates: ids, or --document, --property, --rule, --quote, --subject"
                .into(),
        ));
    }
    let selected = list(context, &decision.selector, false)?;
    let mut batch = Batch::default();
    for (_, recorded) in selected {
        judge(context, reviewer, decision, recorded.what, &mut batch)?;
    }
    if !batch.judgements.is_empty() {
        let stamp = context.stamp("review");
        context.ledger.append(&batch, &stamp)?;
    }
    Ok(Decided {
        met: batch.judgements.len(),
        waiting: batch
            .judgements
            .iter()
            .filter(|judgement| makes_claim(judgement.verdict) && judgement.claim.is_none())
            .count(),
    })
}

/// Refuses what a person decides without saying why.
pub(crate) fn must_have_reason(what: &str, reason: &str) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        let why = format!("{what} needs a reason; give it with --reason");
        return Err(AppError::Request(why));
    }
    Ok(())
}

/// Does the verdict turn a candidate into a claim?
const fn makes_claim(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Accept | Verdict::Prefer | Verdict::Correct
    )
}

/// Where the vocabulary wants two reviewers: has another one agreed already?
fn is_seconded(
    context: &Context<'_>,
    reviewer: &str,
    candidate: &Candidate,
) -> Result<bool, AppError> {
    let assertion = &candidate.assertion;
    let property = context.knowledge.vocabulary.property(&assertion.property);
    if !property.is_some_and(|property| property.four_eyes) {
        return Ok(true);
    }
    let slice = context.ledger.slice(&SliceQuery {
        subject_kind: assertion.subject.kind.clone(),
        subject_id: assertion.subject.id.clone(),
        part: Part::Property(assertion.property.clone()),
        with_candidates: true,
        ..SliceQuery::default()
    })?;
    let target = Target::Candidate(candidate.id());
    let on_it = (slice.judgements.iter()).filter(|judgement| judgement.what.target == target);
    let mut on_it: Vec<_> = on_it.collect();
    on_it.sort_by_key(|judgement| judgement.order());
    let newest: BTreeMap<&str, Verdict> = (on_it.iter().map(|judgement| &judgement.what))
        .map(|judgement| (judgement.reviewer.as_str(), judgement.verdict))
        .collect();
    Ok(newest
        .into_iter()
        .any(|(other, verdict)| other != reviewer && makes_claim(verdict)))
}

fn judge(
    context: &mut Context<'_>,
    reviewer: &str,
    decision: &Decision,
    candidate: Candidate,
    batch: &mut Batch,
) -> Result<(), AppError> {
    let target = Target::Candidate(candidate.id());
    let seconded = is_seconded(context, reviewer, &candidate)?;
    let assertion = match decision.verdict {
        _ if !seconded => None,
        Verdict::Accept | Verdict::Prefer => Some(candidate.assertion),
        Verdict::Correct => Some(
            decision
                .change
                .apply(&candidate.assertion, &context.knowledge.vocabulary)?
                .into(),
        ),
        // What does not fit a candidate the ledger refuses.
        _ => None,
    };
    let claim = assertion.map(|assertion| Claim {
        id: ClaimId::new(context.ids.next()),
        assertion,
        recorder: reviewer.into(),
        origin: Some(candidate.origin.into()),
    });
    batch.judgements.push(Judgement {
        id: JudgementId::new(context.ids.next()),
        target,
        verdict: decision.verdict,
        reason: decision.reason.clone(),
        reviewer: reviewer.to_owned(),
        claim: claim.as_ref().map(|claim| claim.id),
    });
    batch.claims.extend(claim);
    Ok(())
}

/// Replays a recorded review; returns the number of candidates each decision met.
///
/// # Errors
/// When the text is not a recorded review, or as [`decide`].
pub fn replay(context: &mut Context<'_>, text: &str) -> Result<Vec<usize>, AppError> {
    let review: RecordedReview = toml::from_str(text)
        .map_err(|e| AppError::Request(format!("the recorded review does not parse: {e}")))?;
    review
        .decisions
        .iter()
        .map(|decision| decide(context, &review.reviewer, decision).map(|decided| decided.met))
        .collect()
}

/// Corrects a claim that was transcribed wrong: a new claim takes its place from now on.
///
/// # Errors
/// When the claim is not found or not unique, no reason is given, or the change does not fit.
pub fn correct_claim(
    context: &mut Context<'_>,
    claim: &str,
    change: &Change,
    reason: &str,
) -> Result<ClaimId, AppError> {
    must_have_reason("a correction", reason)?;
    let old = find::claim(context, claim)?;
    let new = Claim {
        id: ClaimId::new(context.ids.next()),
        assertion: change
            .apply(&old.assertion, &context.knowledge.vocabulary)?
            .into(),
        recorder: context.actor.as_str().into(),
        origin: None,
    };
    let event = ClaimEvent {
        id: EventId::new(context.ids.next()),
        claim: old.id,
        kind: EventKind::Corrects,
        other: Some(new.id),
        reason: reason.to_owned(),
    };
    let id = new.id;
    let batch = Batch {
        claims: vec![new],
        events: vec![event],
        ..Batch::default()
    };
    let stamp = context.stamp("correct a claim");
    context.ledger.append(&batch, &stamp)?;
    Ok(id)
}

/// Withdraws a claim from the record's view of the present; the claim itself stays.
///
/// # Errors
/// As [`correct_claim`].
pub fn retract_claim(
    context: &mut Context<'_>,
    claim: &str,
    reason: &str,
) -> Result<ClaimId, AppError> {
    must_have_reason("a retraction", reason)?;
    let old = find::claim(context, claim)?;
    let event = ClaimEvent {
        id: EventId::new(context.ids.next()),
        claim: old.id,
        kind: EventKind::Retracts,
        other: None,
        reason: reason.to_owned(),
    };
    let batch = Batch {
        events: vec![event],
        ..Batch::default()
    };
    let stamp = context.stamp("retract a claim");
    context.ledger.append(&batch, &stamp)?;
    Ok(old.id)
}

/// The property a text names, if the vocabulary has it.
///
/// # Errors
/// Says which properties come near when it has not.
pub fn known_property(vocabulary: &Vocabulary, text: &str) -> Result<PropertyId, AppError> {
    let id = PropertyId::from(text);
    if vocabulary.property(&id).is_some() {
        return Ok(id);
    }
    let stem = text.split('.').next().unwrap_or(text);
    let near: Vec<_> = vocabulary
        .properties
        .keys()
        .map(PropertyId::as_str)
        .filter(|p| p.starts_with(stem))
        .collect();
    let hint = if near.is_empty() {
        String::new()
    } else {
        format!("; there are {}", near.join(", "))
    };
    Err(AppError::Request(format!(
        "the vocabulary has no property {text}{hint}"
    )))
}
