//! What may be seen: recorded by then, published by then, not ended, not rejected, not secret.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use whitestone_model::{
    Assertion, Claim, ClaimEvent, ClaimId, Day, DocumentId, Edtf, EventKind, Fingerprint,
    Judgement, PropertyId, Proposal, Qualifiers, Recorded, Sensitivity, Slice, Source, Subject,
    Target, Verdict, Vocabulary,
};

use crate::AsOf;
use crate::compare::{Normal, Units};
use crate::origins::{self, Mark};
use crate::told::Told;
use crate::view::{Judged, Reach, Standing, Statement};

/// The subject of a slice. Where it was recorded under several names, the vocabulary's name, else the first in order.
pub fn subject_of(slice: &Slice, vocabulary: &Vocabulary) -> Subject {
    let claims = slice.claims.iter().map(|r| &r.what.assertion.subject);
    let candidates = slice.candidates.iter().map(|r| &r.what.assertion.subject);
    let first = claims.chain(candidates).min();
    let mut subject = first
        .map(|first| first.as_ref().clone())
        .unwrap_or_else(|| Subject {
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

/// Everything that may be seen, property by property; what stands in these documents alone, where some are named.
pub fn told<'a>(
    slice: &'a Slice,
    vocabulary: &'a Vocabulary,
    asof: &'a AsOf,
    only: Option<&BTreeSet<Option<DocumentId>>>,
) -> Vec<Told<'a>> {
    let mut seen = Sight::new(slice, vocabulary, asof);
    let asked = |at: Timestamp, assertion: &Assertion| {
        known(at, asof) && only.is_none_or(|only| only.contains(&assertion.document()))
    };
    let claims = slice.claims.iter();
    for claim in claims.filter(|c| asked(c.at, &c.what.assertion)) {
        if let Some(statement) = seen.claim(claim) {
            seen.tell(statement);
        }
    }
    if asof.assurance.takes_candidates() {
        let mut met = recorded_there(&seen.told, &slice.candidates);
        let candidates = slice.candidates.iter();
        for candidate in candidates.filter(|c| asked(c.at, &c.what.assertion)) {
            let open = !met.contains(&candidate.what.id);
            if let Some(statement) = seen.candidate(candidate).filter(|_| open) {
                met.insert(candidate.what.id);
                seen.tell(statement);
            }
        }
    }
    seen.told
}

/// Had it been recorded by then?
fn known(at: Timestamp, asof: &AsOf) -> bool {
    asof.known.is_none_or(|limit| at <= limit)
}

/// Fingerprints of the statements that stand where a candidate stands: only they can say the same as it.
fn recorded_there(told: &[Told<'_>], candidates: &[Recorded<Proposal>]) -> FxHashSet<Fingerprint> {
    let place = |assertion: &Assertion| {
        let first = assertion.passages().next()?;
        Some((first.document, first.ranges.first().copied()))
    };
    let places: FxHashSet<_> = candidates
        .iter()
        .map(|candidate| place(&candidate.what.assertion))
        .collect();
    let statements = told.iter().flat_map(Told::statements);
    statements
        .filter(|statement| places.contains(&place(&statement.assertion)))
        .map(|statement| statement.assertion.fingerprint())
        .collect()
}

/// What the reader sees from where he stands, and what many statements share, found out once.
struct Sight<'a> {
    vocabulary: &'a Vocabulary,
    asof: &'a AsOf,
    judgements: FxHashMap<&'a Target, &'a Recorded<Judgement>>,
    events: FxHashMap<ClaimId, Vec<&'a Recorded<ClaimEvent>>>,
    /// What the claims say that events name as taking the place of another, or confirming it.
    others: FxHashMap<ClaimId, &'a Assertion>,
    sources: FxHashMap<DocumentId, Carrier<'a>>,
    /// Where the statements of each property are put.
    properties: FxHashMap<&'a PropertyId, usize>,
    told: Vec<Told<'a>>,
    speakers: FxHashMap<&'a str, Speaker>,
    units: Units<'a>,
}

/// A statement on its way to its property.
struct Placed<'a> {
    place: usize,
    qualifiers: &'a Arc<Qualifiers>,
    statement: Statement,
}

/// A document as all its statements see it.
struct Carrier<'a> {
    source: &'a Source,
    /// All documents at hand, for pointers from one to another.
    all: &'a BTreeMap<DocumentId, Source>,
    published: Option<(Day, Day)>,
    authority: Arc<str>,
    compiler: Arc<str>,
    cited: FxHashMap<&'a str, Arc<[Mark]>>,
}

/// A claimant, and his name as marks compare it.
#[derive(Clone)]
struct Speaker {
    name: Arc<str>,
    folded: Arc<str>,
}

impl<'a> Sight<'a> {
    fn new(slice: &'a Slice, vocabulary: &'a Vocabulary, asof: &'a AsOf) -> Self {
        let mut judgements: FxHashMap<&Target, &Recorded<Judgement>> = FxHashMap::default();
        for judgement in slice.judgements.iter().filter(|j| known(j.at, asof)) {
            let last = judgements.entry(&judgement.what.target);
            last.and_modify(|last| {
                if last.order() < judgement.order() {
                    *last = judgement;
                }
            })
            .or_insert(judgement);
        }
        let mut events: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for event in slice.events.iter().filter(|e| known(e.at, asof)) {
            events.entry(event.what.claim).or_default().push(event);
        }
        let named: FxHashSet<ClaimId> = slice.events.iter().filter_map(|e| e.what.other).collect();
        let others = slice.claims.iter().filter(|c| named.contains(&c.what.id));
        Self {
            vocabulary,
            asof,
            judgements,
            events,
            others: others
                .map(|claim| (claim.what.id, claim.what.assertion.as_ref()))
                .collect(),
            sources: slice
                .sources
                .iter()
                .map(|(id, source)| (*id, Carrier::of(source, &slice.sources)))
                .collect(),
            properties: FxHashMap::default(),
            told: Vec::new(),
            speakers: FxHashMap::default(),
            units: Units::new(vocabulary),
        }
    }

    fn claim(&mut self, claim: &'a Recorded<Claim>) -> Option<Placed<'a>> {
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
        let mut placed = self.statement(Target::Claim(id), &claim.what.assertion)?;
        let statement = &mut placed.statement;
        statement.proposed_by.clone_from(&claim.what.origin);
        statement.recorder = Arc::clone(&claim.what.recorder);
        statement.confirmed = confirmed;
        Some(placed)
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
                let published = self.source(assertion).and_then(|source| source.published);
                self.is_published(assertion)
                    .then(|| said(assertion, published).1)
            }
        }
    }

    fn candidate(&mut self, candidate: &'a Recorded<Proposal>) -> Option<Placed<'a>> {
        let target = Target::Candidate(candidate.what.id);
        // Accepted or corrected, it lives on as a claim; unless a second reviewer has still to agree.
        let judged = self.judgements.get(&target);
        if judged.is_some_and(|judged| judged.what.claim.is_some()) {
            return None;
        }
        let mut placed = self.statement(target, &candidate.what.assertion)?;
        let statement = &mut placed.statement;
        statement.proposed_by = Some(Arc::clone(&candidate.what.origin));
        statement.recorder = Arc::clone(&candidate.actor);
        Some(placed)
    }

    fn verdict(&self, target: &Target) -> Option<Verdict> {
        self.judgements
            .get(target)
            .map(|judged| judged.what.verdict)
    }

    fn statement(&mut self, id: Target, assertion: &'a Arc<Assertion>) -> Option<Placed<'a>> {
        let place = self.place_of(&assertion.property);
        let property = self.told.get(place).and_then(Told::property);
        let verdict = self.verdict(&id);
        let floor = property.map_or(Sensitivity::Public, |p| p.sensitivity);
        if verdict == Some(Verdict::Reject)
            || assertion.sensitivity.max(floor) > self.asof.reader
            || !self.is_published(assertion)
        {
            return None;
        }
        let speaker = assertion.claimants.first().map(|name| self.speaker(name));
        let document = assertion.document();
        let mut carrier = document.and_then(|id| self.sources.get_mut(&id));
        let published = carrier.as_ref().and_then(|carrier| carrier.published);
        let said = said(assertion, published);
        let cited = carrier
            .as_mut()
            .and_then(|carrier| carrier.marks(assertion));
        let statement = Statement {
            standing: match id {
                Target::Candidate(_) => Standing::Candidate,
                _ => Standing::Claim,
            },
            id,
            days: days(assertion, said),
            said,
            origins: cited.unwrap_or_else(|| Arc::new([own_mark(assertion, speaker.as_ref())])),
            authority: carrier
                .as_ref()
                .map(|c| Arc::clone(&c.authority))
                .unwrap_or_default(),
            // Who says it, as far as the rules need to tell one from another.
            speaker: speaker
                .map(|speaker| speaker.name)
                .or_else(|| carrier.as_ref().map(|c| Arc::clone(&c.compiler)))
                .unwrap_or_default(),
            reaching: false,
            judged: match verdict {
                Some(Verdict::Prefer) => Some(Judged::Preferred),
                Some(Verdict::Dispute) => Some(Judged::Doubted),
                _ => None,
            },
            reach: assertion
                .qualifiers
                .get("reach")
                .map(|reach| match reach.as_str() {
                    "each" => Reach::Each,
                    "some" => Reach::Some,
                    _ => Reach::Other,
                }),
            confirmed: None,
            normal: Normal::of(assertion, property, &mut self.units),
            proposed_by: None,
            recorder: Arc::default(),
            assertion: Arc::clone(assertion),
        };
        Some(Placed {
            place,
            qualifiers: &assertion.qualifiers,
            statement,
        })
    }

    /// Puts a statement where its property is.
    fn tell(&mut self, placed: Placed<'a>) {
        if let Some(told) = self.told.get_mut(placed.place) {
            told.add(placed.qualifiers, placed.statement);
        }
    }

    fn place_of(&mut self, id: &'a PropertyId) -> usize {
        *self.properties.entry(id).or_insert_with(|| {
            self.told.push(Told::new(id, self.vocabulary));
            self.told.len() - 1
        })
    }

    fn speaker(&mut self, name: &'a str) -> Speaker {
        let known = self.speakers.entry(name);
        let speaker = known.or_insert_with(|| Speaker {
            name: name.into(),
            folded: origins::folded(name).into(),
        });
        speaker.clone()
    }

    fn source(&self, assertion: &Assertion) -> Option<&Carrier<'a>> {
        self.sources.get(&assertion.document()?)
    }

    fn is_published(&self, assertion: &Assertion) -> bool {
        let Some(limit) = self.asof.published else {
            return true;
        };
        let published = match self.source(assertion) {
            // What a table repeats of others was public when they said it, however late our copy was made.
            Some(source) if !source.authority.is_empty() && !assertion.claimants.is_empty() => {
                limits(&assertion.stated)
            }
            // A register or roll call is public from the day of each act in it.
            Some(source) if !source.authority.is_empty() => {
                let (first, last) = assertion.valid.begin();
                (first != Day::MIN).then_some((first, last))
            }
            Some(source) => source.published,
            // A person's own entry has no document: the day on which it was said stands for it.
            None => limits(&assertion.stated),
        };
        published.is_some_and(|(_, last)| last <= limit)
    }
}

impl<'a> Carrier<'a> {
    fn of(source: &'a Source, all: &'a BTreeMap<DocumentId, Source>) -> Self {
        let meta = &source.meta;
        let compiler = if meta.publisher.is_empty() {
            &source.name
        } else {
            &meta.publisher
        };
        Self {
            source,
            all,
            published: limits(&meta.published),
            authority: meta.authority.as_str().into(),
            compiler: format!("compiler of {compiler}").into(),
            cited: FxHashMap::default(),
        }
    }

    /// The sources that the notes of a statement name, if it cites any.
    fn marks(&mut self, assertion: &'a Assertion) -> Option<Arc<[Mark]>> {
        match &*assertion.notes {
            [] => None,
            [label] => Some(self.cited(label)),
            labels => {
                let cited = labels.iter().map(|label| self.cited(label));
                let mut marks: Vec<Mark> = cited.flat_map(|of| of.to_vec()).collect();
                marks.sort_unstable();
                marks.dedup();
                Some(marks.into())
            }
        }
    }

    /// The sources that one of its notes names.
    fn cited(&mut self, label: &'a str) -> Arc<[Mark]> {
        let known = self.cited.entry(label);
        let marks = known.or_insert_with(|| origins::cited(label, self.source, self.all));
        Arc::clone(marks)
    }
}

/// What a statement goes back to that cites nothing: its speaker and the day he spoke, else its document.
fn own_mark(assertion: &Assertion, speaker: Option<&Speaker>) -> Mark {
    match (speaker, assertion.document()) {
        (Some(speaker), _) if assertion.stated.is_stated() => {
            Mark::SaidOn(Arc::clone(&speaker.folded), assertion.stated.clone())
        }
        (Some(speaker), Some(document)) => Mark::SaidIn(Arc::clone(&speaker.folded), document),
        (None, Some(document)) => Mark::OwnVoice(document),
        (_, None) => Mark::Entry(assertion.fingerprint()),
    }
}

/// The bounds of a date, where both are days of the calendar.
fn limits(date: &Edtf) -> Option<(Day, Day)> {
    let (first, last) = date.bounds();
    (date.is_stated() && first != Day::MIN && last != Day::MAX).then_some((first, last))
}

/// The days on which it can have been said: when it says, else when it was published.
fn said(assertion: &Assertion, published: Option<(Day, Day)>) -> (Day, Day) {
    let said = limits(&assertion.stated).or(published);
    said.unwrap_or((Day::MIN, Day::MAX))
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
