//! Builders of claims and slices. What a test does not say is public, asserted, and has a passage of its own.

use std::sync::Arc;

use whitestone_model::document::{Citation, Span};
use whitestone_model::{
    Absence, Assertion, Basis, Candidate, Claim, ClaimEvent, ClaimId, Content, Decimal, DocumentId,
    DocumentMeta, Edtf, EventId, EventKind, EvidenceGroup, Judgement, JudgementId, Modality,
    Origin, Passage, Polarity, PropertyId, Qualifiers, Quantity, Recorded, Sensitivity, Slice,
    Source, SourceNote, Subject, Target, TimeMode, ValidTime, Value, ValueKind, Verdict,
};

use crate::{Ids, moment};

/// An assertion in the making.
#[derive(Debug, Clone)]
pub struct ClaimBuilder {
    assertion: Assertion,
    document: Option<DocumentId>,
    quote: Option<String>,
    start: usize,
}

impl ClaimBuilder {
    /// About Kyrgyzstan, unless the test says otherwise.
    pub fn new(property: &str, content: Content) -> Self {
        Self {
            assertion: Assertion {
                subject: Subject::state("KGZ", "Kyrgyzstan").into(),
                property: PropertyId::new(property),
                content,
                polarity: Polarity::Affirm,
                modality: Modality::Asserted,
                qualifiers: Qualifiers::new().into(),
                valid: ValidTime::unstated(),
                stated: Edtf::unstated(),
                claimants: [].into(),
                evidence: vec![],
                notes: [].into(),
                sensitivity: Sensitivity::Public,
            },
            document: None,
            quote: None,
            start: 0,
        }
    }

    /// A code.
    pub fn code(property: &str, code: &str) -> Self {
        Self::new(property, Content::code(code))
    }

    /// A text.
    pub fn text(property: &str, text: &str) -> Self {
        Self::new(property, Content::Known(Value::text(text)))
    }

    /// A named thing.
    pub fn entity(property: &str, name: &str) -> Self {
        Self::new(property, Content::Known(Value::Entity(name.to_owned())))
    }

    /// A plain count.
    pub fn count(property: &str, number: i64, unit: &str) -> Self {
        let quantity = Quantity::exactly(number, unit, &number.to_string());
        Self::new(property, Content::Known(Value::Quantity(quantity)))
    }

    /// A quantity between bounds, with its words.
    pub fn between(
        property: &str,
        low: Option<&str>,
        high: Option<&str>,
        unit: &str,
        basis: Basis,
        words: &str,
    ) -> Self {
        let number = |text: &str| text.parse::<Decimal>().unwrap_or(Decimal::ZERO);
        let quantity = Quantity {
            low: low.map(number),
            best: None,
            high: high.map(number),
            unit: unit.to_owned(),
            basis: Some(basis),
            words: words.to_owned(),
        };
        Self::new(property, Content::Known(Value::Quantity(quantity)))
    }

    /// The stated absence of a value.
    pub fn absent(property: &str, why: Absence, kind: ValueKind, words: &str) -> Self {
        Self::new(
            property,
            Content::Absent {
                why,
                kind,
                words: words.to_owned(),
            },
        )
    }

    /// A qualifier.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        Arc::make_mut(&mut self.assertion.qualifiers).insert(name.to_owned(), value.to_owned());
        self
    }

    /// When it was so: an EDTF, held throughout. What is no EDTF leaves the time unstated.
    #[must_use]
    pub fn when(self, edtf: &str) -> Self {
        self.timed(edtf, TimeMode::Throughout)
    }

    /// When it was so, some day within.
    #[must_use]
    pub fn sometime(self, edtf: &str) -> Self {
        self.timed(edtf, TimeMode::Sometime)
    }

    fn timed(mut self, edtf: &str, mode: TimeMode) -> Self {
        self.assertion.valid = ValidTime::new(edtf.parse().unwrap_or_default(), mode);
        self
    }

    /// When it was said.
    #[must_use]
    pub fn stated(mut self, edtf: &str) -> Self {
        self.assertion.stated = edtf.parse().unwrap_or_default();
        self
    }

    /// Who says it, the speaker first.
    #[must_use]
    pub fn by(mut self, chain: &[&str]) -> Self {
        self.assertion.claimants = chain.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// How he commits himself.
    #[must_use]
    pub const fn modality(mut self, modality: Modality) -> Self {
        self.assertion.modality = modality;
        self
    }

    /// It says that it is not so.
    #[must_use]
    pub const fn denying(mut self) -> Self {
        self.assertion.polarity = Polarity::Deny;
        self
    }

    /// Who may see it.
    #[must_use]
    pub const fn sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.assertion.sensitivity = sensitivity;
        self
    }

    /// About this subject.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.assertion.subject = subject.into();
        self
    }

    /// It stands in this document.
    #[must_use]
    pub const fn from(mut self, document: DocumentId) -> Self {
        self.document = Some(document);
        self
    }

    /// With these words, from this byte.
    #[must_use]
    pub fn quote(mut self, start: usize, words: &str) -> Self {
        self.start = start;
        self.quote = Some(words.to_owned());
        self
    }

    /// It cites these notes.
    #[must_use]
    pub fn notes(mut self, labels: &[&str]) -> Self {
        self.assertion.notes = labels.iter().map(|label| (*label).to_owned()).collect();
        self
    }

    /// The assertion.
    pub fn build(self) -> Assertion {
        let quote = self
            .quote
            .unwrap_or_else(|| format!("{:?}", self.assertion.content));
        let passage = self.document.map(|document| Passage {
            document,
            ranges: vec![Span::new(self.start, self.start + quote.len())],
            quote,
            place: String::new(),
        });
        let evidence = passage.map(|passage| EvidenceGroup {
            passages: vec![passage],
        });
        Assertion {
            evidence: evidence.into_iter().collect(),
            ..self.assertion
        }
    }
}

/// Where something that was put into a slice is found again.
#[derive(Debug, Clone)]
pub struct Built {
    /// Its identity.
    pub target: Target,
    /// The number of its transaction.
    pub tx: u64,
}

impl Built {
    /// The id of a claim; a candidate has the nil id.
    pub const fn claim(&self) -> ClaimId {
        match self.target {
            Target::Claim(id) => id,
            _ => ClaimId::new(uuid::Uuid::nil()),
        }
    }
}

/// A slice in the making: one transaction a day from 1 January 2026.
#[derive(Debug, Default)]
pub struct SliceBuilder {
    slice: Slice,
    ids: Ids,
    tx: u64,
}

impl SliceBuilder {
    /// An empty slice.
    pub fn new() -> Self {
        Self::default()
    }

    fn recorded<T>(&mut self, what: T) -> Recorded<T> {
        self.tx += 1;
        let at = moment(i64::try_from(self.tx).unwrap_or_default());
        Recorded {
            what,
            tx: self.tx,
            at,
            actor: "A. Recorder".into(),
        }
    }

    /// A document with its title, publisher and day of publication.
    pub fn source(&mut self, title: &str, publisher: &str, published: &str) -> DocumentId {
        let id = DocumentId::of(title.as_bytes());
        let meta = DocumentMeta {
            title: title.to_owned(),
            publisher: publisher.to_owned(),
            published: published.parse().unwrap_or_default(),
            ..DocumentMeta::default()
        };
        let source = Source {
            id,
            name: format!("{title}.txt"),
            meta,
            notes: [].into(),
        };
        self.slice.sources.insert(id, source);
        id
    }

    /// Gives a document the role that the vocabulary may rank.
    pub fn authority(&mut self, document: DocumentId, role: &str) {
        if let Some(source) = self.slice.sources.get_mut(&document) {
            source.meta.authority = role.to_owned();
        }
    }

    /// A note of a document.
    pub fn note(
        &mut self,
        document: DocumentId,
        label: &str,
        text: &str,
        citations: Vec<Citation>,
    ) {
        if let Some(source) = self.slice.sources.get_mut(&document) {
            let note = SourceNote {
                text: text.to_owned(),
                citations,
            };
            source.notes.insert(label.to_owned(), note);
        }
    }

    /// A claim.
    pub fn claim(&mut self, claim: ClaimBuilder) -> Built {
        let id = ClaimId::new(self.ids.uuid());
        let claim = Claim {
            id,
            assertion: claim.build().into(),
            recorder: "A. Recorder".into(),
            origin: None,
        };
        let recorded = self.recorded(claim);
        let tx = recorded.tx;
        self.slice.claims.push(recorded);
        Built {
            target: Target::Claim(id),
            tx,
        }
    }

    /// A candidate.
    pub fn candidate(&mut self, candidate: ClaimBuilder) -> Built {
        let origin = Origin {
            rule: "a-rule".to_owned(),
            rules_version: "1".to_owned(),
        };
        let candidate = Candidate {
            assertion: candidate.build().into(),
            origin,
        };
        let target = Target::Candidate(candidate.id());
        let recorded = self.recorded(candidate.into());
        let tx = recorded.tx;
        self.slice.candidates.push(recorded);
        Built { target, tx }
    }

    /// Something that happens to a claim.
    pub fn event(&mut self, claim: &Built, kind: EventKind, other: Option<&Built>) {
        let event = ClaimEvent {
            id: EventId::new(self.ids.uuid()),
            claim: claim.claim(),
            kind,
            other: other.map(Built::claim),
            reason: "because the test says so".to_owned(),
        };
        let recorded = self.recorded(event);
        self.slice.events.push(recorded);
    }

    /// A judgement.
    pub fn judge(&mut self, target: &Built, verdict: Verdict) {
        self.judge_target(target.target.clone(), verdict);
    }

    /// A judgement on what is no claim or candidate: a cell, a finding.
    pub fn judge_target(&mut self, target: Target, verdict: Verdict) {
        let judgement = Judgement {
            id: JudgementId::new(self.ids.uuid()),
            target,
            verdict,
            reason: "because the test says so".to_owned(),
            reviewer: "R. Viewer".to_owned(),
            claim: None,
        };
        let recorded = self.recorded(judgement);
        self.slice.judgements.push(recorded);
    }

    /// The slice.
    pub fn build(self) -> Slice {
        self.slice
    }
}
