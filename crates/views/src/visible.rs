//! What may be seen: recorded by then, published by then, not ended, not rejected, not secret.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use whitestone_model::{
    Assertion, Candidate, Claim, ClaimEvent, ClaimId, Day, Edtf, EventKind, Fingerprint, Judgement,
    PropertyId, Qualifiers, Recorded, Sensitivity, Slice, Source, Subject, Target, Verdict,
    Vocabulary, vocabulary::Property,
};

use crate::compare::Normal;
use crate::origins;
use crate::view::{Judged, Standing, Statement};
use crate::{AsOf, Assurance};

/// The subject of a slice. Where it was recorded under several names, the vocabulary's name, else the first in order.
pub fn subject_of(slice: &Slice, vocabulary: &Vocabulary) -> Subject {
    let claims = slice.claims.iter().map(|r| &r.what.assertion.subject);
    let candidates = slice.candidates.iter().map(|r| &r.what.assertion.subject);
    let first = claims.chain(candidates).min();
    let mut subject = first.cloned().unwrap_or_else(|| Subject {
        kind: String::new(),
        id: String::new(),
        name: String::new(),
    });
    if subject.kind == "state"
        && let Some(entry) = vocabulary.entry("states", &subject.id)
    {
        subject.name.clone_from(&entry.name);
    }
    subject
}

/// Everything that may be seen, in an order that does not depend on the order of the slice.
pub fn statements(slice: &Slice, vocabulary: &Vocabulary, asof: &AsOf) -> Vec<Arc<Statement>> {
    let seen = Sight::new(slice, vocabulary, asof);
    let mut statements: Vec<Arc<Statement>> = slice
        .claims
        .iter()
        .filter(|claim| seen.known(claim.at))
        .filter_map(|claim| seen.claim(claim).map(Arc::new))
        .collect();
    if asof.assurance == Assurance::WithCandidates {
        let recorded = recorded_there(&statements, &slice.candidates);
        let open: Vec<Arc<Statement>> = slice
            .candidates
            .iter()
            .filter(|candidate| seen.known(candidate.at))
            .map(|candidate| (candidate.what.id(), candidate))
            .filter(|(id, _)| !recorded.contains(id))
            .filter_map(|(id, candidate)| seen.candidate(id, candidate).map(Arc::new))
            .collect();
        let mut once = BTreeSet::new();
        statements.extend(open.into_iter().filter(|s| once.insert(s.id.clone())));
    }
    statements.sort_by(|a, b| (a.days, a.said, &a.id).cmp(&(b.days, b.said, &b.id)));
    statements
}

/// Fingerprints of the statements that stand where a candidate stands: only they can say the same as it.
fn recorded_there(
    statements: &[Arc<Statement>],
    candidates: &[Recorded<Candidate>],
) -> BTreeSet<Fingerprint> {
    let place = |assertion: &Assertion| {
        let first = assertion.passages().next()?;
        Some((first.document, first.ranges.first().copied()))
    };
    let places: BTreeSet<_> = candidates
        .iter()
        .map(|candidate| place(&candidate.what.assertion))
        .collect();
    statements
        .iter()
        .filter(|statement| places.contains(&place(&statement.assertion)))
        .map(|statement| statement.assertion.fingerprint())
        .collect()
}

/// What the reader sees from where he stands.
struct Sight<'a> {
    slice: &'a Slice,
    vocabulary: &'a Vocabulary,
    asof: &'a AsOf,
    judgements: BTreeMap<Target, Verdict>,
    events: BTreeMap<ClaimId, Vec<&'a Recorded<ClaimEvent>>>,
    /// What the claims say that events name as taking the place of another, or confirming it.
    others: BTreeMap<ClaimId, &'a Assertion>,
}

impl<'a> Sight<'a> {
    fn new(slice: &'a Slice, vocabulary: &'a Vocabulary, asof: &'a AsOf) -> Self {
        let known = |at: Timestamp| asof.known.is_none_or(|limit| at <= limit);
        let mut latest: BTreeMap<Target, &Recorded<Judgement>> = BTreeMap::new();
        for judgement in slice.judgements.iter().filter(|j| known(j.at)) {
            let order = |j: &Recorded<Judgement>| (j.tx, j.at, j.what.id);
            latest
                .entry(judgement.what.target.clone())
                .and_modify(|last| {
                    if order(last) < order(judgement) {
                        *last = judgement;
                    }
                })
                .or_insert(judgement);
        }
        let mut events: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for event in slice.events.iter().filter(|e| known(e.at)) {
            events.entry(event.what.claim).or_default().push(event);
        }
        let named: BTreeSet<ClaimId> = slice.events.iter().filter_map(|e| e.what.other).collect();
        let others = slice.claims.iter().filter(|c| named.contains(&c.what.id));
        Self {
            slice,
            vocabulary,
            asof,
            others: others
                .map(|claim| (claim.what.id, claim.what.assertion.as_ref()))
                .collect(),
            judgements: latest
                .into_iter()
                .map(|(t, j)| (t, j.what.verdict))
                .collect(),
            events,
        }
    }

    fn known(&self, at: Timestamp) -> bool {
        self.asof.known.is_none_or(|limit| at <= limit)
    }

    fn claim(&self, claim: &Recorded<Claim>) -> Option<Statement> {
        let id = claim.what.id;
        let events = self.events.get(&id).map_or(&[][..], Vec::as_slice);
        if events.iter().any(|event| self.ends(&event.what)) {
            return None;
        }
        let confirmed = events
            .iter()
            .filter(|event| event.what.kind == EventKind::Confirms)
            .filter_map(|event| self.confirmed_on(event))
            .max();
        let mut statement = self.statement(Target::Claim(id), &claim.what.assertion)?;
        statement.proposed_by.clone_from(&claim.what.origin);
        statement.recorder.clone_from(&claim.what.recorder);
        statement.confirmed = confirmed;
        Some(statement)
    }

    /// A revision counts from the day on which it can be read: as of an earlier publication day the old word stands.
    fn ends(&self, event: &ClaimEvent) -> bool {
        let revision = event.kind == EventKind::Revises && self.asof.published.is_some();
        let other = event.other.and_then(|id| self.others.get(&id));
        event.kind.ends_claim()
            && !(revision && other.is_some_and(|assertion| !self.is_published(assertion)))
    }

    fn confirmed_on(&self, event: &Recorded<ClaimEvent>) -> Option<Day> {
        match event.what.other {
            None => Some(Day::from_date(
                event.at.to_zoned(jiff::tz::TimeZone::UTC).date(),
            )),
            Some(id) => {
                let assertion = self.others.get(&id)?;
                self.is_published(assertion).then(|| self.said(assertion).1)
            }
        }
    }

    fn candidate(&self, id: Fingerprint, candidate: &Recorded<Candidate>) -> Option<Statement> {
        let target = Target::Candidate(id);
        // Accepted or corrected, it lives on as a claim.
        if matches!(
            self.judgements.get(&target),
            Some(Verdict::Accept | Verdict::Correct)
        ) {
            return None;
        }
        let mut statement = self.statement(target, &candidate.what.assertion)?;
        statement.proposed_by = Some(candidate.what.origin.clone());
        statement.recorder.clone_from(&candidate.actor);
        Some(statement)
    }

    fn statement(&self, id: Target, assertion: &Arc<Assertion>) -> Option<Statement> {
        let property = self.vocabulary.property(&assertion.property);
        let verdict = self.judgements.get(&id);
        let floor = property.map_or(Sensitivity::Public, |p| p.sensitivity);
        if verdict == Some(&Verdict::Reject)
            || assertion.sensitivity.max(floor) > self.asof.reader
            || !self.is_published(assertion)
        {
            return None;
        }
        let source = self.source(assertion);
        let said = self.said(assertion);
        Some(Statement {
            standing: match id {
                Target::Claim(_) => Standing::Claim,
                Target::Candidate(_) => Standing::Candidate,
            },
            id,
            days: days(assertion, said),
            said,
            authority: source.map(|s| s.meta.authority.clone()).unwrap_or_default(),
            speaker: speaker(assertion, source),
            origins: origins::marks(assertion, source),
            reaching: false,
            judged: match verdict {
                Some(Verdict::Prefer) => Some(Judged::Preferred),
                Some(Verdict::Dispute) => Some(Judged::Doubted),
                _ => None,
            },
            confirmed: None,
            normal: Normal::of(assertion, property, self.vocabulary),
            proposed_by: None,
            recorder: String::new(),
            assertion: Arc::clone(assertion),
        })
    }

    fn source(&self, assertion: &Assertion) -> Option<&'a Source> {
        self.slice.sources.get(&assertion.document()?)
    }

    fn published(&self, assertion: &Assertion) -> Option<(Day, Day)> {
        self.source(assertion)
            .and_then(|source| limits(&source.meta.published))
    }

    fn is_published(&self, assertion: &Assertion) -> bool {
        let Some(limit) = self.asof.published else {
            return true;
        };
        let published = match self.source(assertion) {
            // A register or roll call is public from the day of each act in it, however late our copy was made.
            Some(source) if !source.meta.authority.is_empty() => {
                let (first, last) = assertion.valid.begin();
                (first != Day::MIN).then_some((first, last))
            }
            Some(source) => limits(&source.meta.published),
            // A person's own entry has no document: the day on which it was said stands for it.
            None => limits(&assertion.stated),
        };
        published.is_some_and(|(_, last)| last <= limit)
    }

    fn said(&self, assertion: &Assertion) -> (Day, Day) {
        limits(&assertion.stated)
            .or_else(|| self.published(assertion))
            .unwrap_or((Day::MIN, Day::MAX))
    }
}

/// The bounds of a date, where both are days of the calendar.
fn limits(date: &Edtf) -> Option<(Day, Day)> {
    let (first, last) = date.bounds();
    (date.is_stated() && first != Day::MIN && last != Day::MAX).then_some((first, last))
}

/// The days of which it speaks. Without a time of its own it speaks of the day on which it was said.
fn days(assertion: &Assertion, said: (Day, Day)) -> (Day, Day) {
    if !assertion.valid.edtf.is_stated() {
        return said;
    }
    let (first, last) = assertion.valid.hull();
    let first = if first == Day::MIN {
        assertion.valid.end().0
    } else {
        first
    };
    if last != Day::MAX || said.1 == Day::MAX {
        return (first.min(last), last);
    }
    (first, said.1.max(assertion.valid.begin().1))
}

/// Who says it, as far as the rules need to tell one from another.
fn speaker(assertion: &Assertion, source: Option<&Source>) -> String {
    let compiler = || {
        source.map_or_else(String::new, |source| {
            let publisher = &source.meta.publisher;
            let name = if publisher.is_empty() {
                &source.name
            } else {
                publisher
            };
            format!("compiler of {name}")
        })
    };
    assertion
        .claimants
        .first()
        .cloned()
        .unwrap_or_else(compiler)
}

/// The discriminating qualifiers of an assertion, in the spelling of the vocabulary's lists.
pub fn key(
    assertion: &Assertion,
    property: Option<&Property>,
    vocabulary: &Vocabulary,
) -> Qualifiers {
    let Some(property) = property else {
        return assertion.qualifiers.clone();
    };
    property
        .discriminating
        .iter()
        .filter_map(|name| {
            let value = assertion
                .qualifiers
                .get(name)
                .filter(|value| !value.is_empty())?;
            let list = property
                .qualifiers
                .iter()
                .find(|q| &q.name == name)
                .map(|q| q.list.as_str());
            let entry = list.and_then(|list| vocabulary.find(list, value));
            Some((
                name.clone(),
                entry.map_or_else(|| value.clone(), |e| e.name.clone()),
            ))
        })
        .collect()
}

/// The property of a statement and its key.
pub fn address(statement: &Statement, vocabulary: &Vocabulary) -> (PropertyId, Qualifiers) {
    let id = &statement.assertion.property;
    (
        id.clone(),
        key(&statement.assertion, vocabulary.property(id), vocabulary),
    )
}
