//! Made-up documents, candidates and claims: enough to fill a ledger, all of it computed from numbers.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;
use whitestone_model::document::{Block, BlockKind, Citation, CitationKind, Note, SourceMap};
use whitestone_model::{
    Assertion, Candidate, Claim, ClaimEvent, ClaimId, Content, Day, Document, DocumentId,
    DocumentMeta, Edition, EditionId, Edtf, EventId, EventKind, EvidenceGroup, Fingerprint,
    Judgement, JudgementId, Modality, Origin, Passage, Polarity, Qualifiers, Quantity, Sensitivity,
    Span, Subject, Target, TimeMode, TxId, ValidTime, Value, Verdict,
};

use crate::{Extraction, NewDocument, Stamp};

const TOPICS: [&str; 6] = [
    "stockpile.quantity",
    "casualty.count",
    "clearance.area",
    "hazard.count",
    "treaty.status",
    "assistance.money",
];

/// The stamp of the `number`th transaction: one a minute from the start of 2026 on.
pub fn stamp(number: u64) -> Stamp {
    let minutes = i64::try_from(number).unwrap_or_default();
    Stamp {
        id: TxId::new(id(number)),
        at: Timestamp::from_second(1_767_225_600 + 60 * minutes).unwrap_or_default(),
        actor: "Nurlan".to_owned(),
        tool: "story 1".to_owned(),
        note: format!("step {number}"),
    }
}

/// An id that grows with its number, as time-ordered ids do.
pub fn id(number: u64) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(number))
}

/// A plain-text document with one paragraph a line; the first line is its title, a line "1. ..." a note.
pub fn document(name: &str, text: &str) -> NewDocument {
    let mut document = Document {
        id: DocumentId::of(text.as_bytes()),
        name: name.to_owned(),
        reader: "made 1".to_owned(),
        text: text.to_owned(),
        source: SourceMap::identity(),
        places: Vec::new(),
        meta: DocumentMeta {
            title: name.to_owned(),
            published: Edtf::year(2004),
            ..DocumentMeta::default()
        },
        blocks: Vec::new(),
        sentences: Vec::new(),
        markers: Vec::new(),
        notes: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        add_line(&mut document, span);
    }
    NewDocument {
        bytes: text.as_bytes().to_vec(),
        document,
    }
}

fn add_line(document: &mut Document, span: Span) {
    let kind = match document.slice(span).split_once(". ") {
        Some((label, _)) if label.parse::<u32>().is_ok() => {
            let text = Span::new(span.start + label.len() + 2, span.end);
            document.notes.push(Note {
                label: label.to_owned(),
                span: text,
                citations: vec![citation(text, document.slice(text))],
            });
            BlockKind::Note
        }
        _ if document.blocks.is_empty() => BlockKind::Title,
        _ => BlockKind::Paragraph,
    };
    document.blocks.push(Block {
        kind,
        span,
        section: None,
        cells: Vec::new(),
        header: None,
    });
}

fn citation(span: Span, title: &str) -> Citation {
    Citation {
        kind: CitationKind::TitledSource,
        span,
        title: title.to_owned(),
        outlet: "Gazette".to_owned(),
        place: "Osh".to_owned(),
        date: Edtf::year(2003),
        ..Citation::default()
    }
}

/// An assertion about a state that rests on the first place of `quote` in the document.
pub fn assertion(document: &Document, state: &str, property: &str, quote: &str) -> Assertion {
    let start = document.text.find(quote).unwrap_or_default();
    at(
        document,
        state,
        property,
        Span::new(start, start + quote.len()),
    )
}

fn at(document: &Document, state: &str, property: &str, span: Span) -> Assertion {
    let quote = document.slice(span);
    let digits = quote
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| !digits.is_empty())
        .unwrap_or_default();
    let number = digits.parse::<i64>().unwrap_or_default();
    Assertion {
        subject: Subject::state(state, state).into(),
        property: property.into(),
        content: Content::Known(Value::Quantity(Quantity::exactly(number, "items", digits))),
        polarity: Polarity::Affirm,
        modality: Modality::Reported,
        qualifiers: Qualifiers::from([("device".to_owned(), "mine".to_owned())]).into(),
        valid: ValidTime::new(Edtf::year(2003), TimeMode::Throughout),
        stated: Edtf::year(2004),
        claimants: ["Ministry of Defence".to_owned()].into(),
        evidence: vec![EvidenceGroup {
            passages: vec![Passage {
                document: document.id,
                ranges: vec![span],
                quote: quote.to_owned(),
                place: String::new(),
            }],
        }],
        notes: ["1".to_owned()].into(),
        sensitivity: Sensitivity::Public,
    }
}

/// A candidate of a rule.
pub fn candidate(assertion: impl Into<Arc<Assertion>>, rules_version: &str) -> Candidate {
    Candidate {
        assertion: assertion.into(),
        origin: Origin {
            rule: "made".to_owned(),
            rules_version: rules_version.to_owned(),
        },
    }
}

/// A claim that a person recorded.
pub fn claim(number: u64, assertion: impl Into<Arc<Assertion>>) -> Claim {
    Claim {
        id: ClaimId::new(id(number)),
        assertion: assertion.into(),
        recorder: "Aigul".into(),
        origin: None,
    }
}

/// An event in the life of a claim.
pub fn event(
    number: u64,
    claim: ClaimId,
    kind: EventKind,
    other: Option<ClaimId>,
    reason: &str,
) -> ClaimEvent {
    ClaimEvent {
        id: EventId::new(id(number)),
        claim,
        kind,
        other,
        reason: reason.to_owned(),
    }
}

/// A judgement on a candidate.
pub fn judgement(number: u64, candidate: Fingerprint, verdict: Verdict, reason: &str) -> Judgement {
    judged(number, Target::Candidate(candidate), verdict, reason)
}

/// A judgement on anything.
pub fn judged(number: u64, target: Target, verdict: Verdict, reason: &str) -> Judgement {
    Judgement {
        id: JudgementId::new(id(number)),
        target,
        verdict,
        reason: reason.to_owned(),
        reviewer: "Aigul".to_owned(),
        claim: None,
    }
}

/// An edition on Kembuti.
pub fn edition(number: u64, name: &str) -> Edition {
    Edition {
        id: EditionId::new(id(number)),
        name: name.to_owned(),
        subject: Subject::state("KEM", "Kembuti"),
        known: stamp(number).at,
        published: None,
        with_candidates: false,
        on: Day::MIN,
        rules_version: "rules 1".to_owned(),
        vocabulary: Fingerprint::of(b"a vocabulary"),
        tool: "story 1".to_owned(),
        content: Fingerprint::of(b"a profile"),
    }
}

/// The `number`th report of some 12 KB on one of `states` states, with `candidates` candidates.
pub fn report(number: u64, states: u64, candidates: usize) -> (NewDocument, Extraction) {
    let state = format!("S{:03}", number % states.max(1));
    let mut text = format!("Report {number} on {state}\n");
    let mut spans = Vec::new();
    for line in 0..candidates {
        let start = text.len();
        let (amount, seed) = (
            number * 131 + line as u64,
            (number * 7919 + line as u64 * 31) % 9973,
        );
        text.push_str(&format!(
            "In district {seed} the ministry counted {amount} devices, among them {} of type {}, and said so in letter {seed}",
            amount / 3,
            seed % 50,
        ));
        spans.push(Span::new(start, text.len()));
        text.push_str("; the rest of this paragraph carries no figure and stands for the running text of a report.\n");
    }
    for note in 1..=candidates / 3 {
        text.push_str(&format!(
            "{note}. Letter {number} of the ministry, kept as file {note}.\n"
        ));
    }
    let new = document(&format!("report-{number:06}.txt"), &text);
    let candidates = spans
        .iter()
        .zip(TOPICS.iter().cycle())
        .map(|(span, topic)| candidate(at(&new.document, &state, topic, *span), "rules 1"))
        .collect();
    let extraction = Extraction {
        document: new.document.id,
        rules_version: "rules 1".to_owned(),
        candidates,
    };
    (new, extraction)
}
