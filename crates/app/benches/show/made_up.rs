//! Made-up reports whose claims use every property of states in the vocabulary, computed from numbers alone.

use whitestone_ledger::testing::made;
use whitestone_ledger::{Batch, Extraction};
use whitestone_model::vocabulary::{Property, QualifierEntry};
use whitestone_model::{
    Absence, Assertion, Basis, Candidate, Claim, Content, Document, Edtf, EvidenceGroup, Modality,
    Money, Origin, Passage, Polarity, Qualifiers, Quantity, Sensitivity, Span, Subject, ValidTime,
    Value, ValueKind, Vocabulary,
};

/// Part of the file name: ledgers made by an older version of this module are made anew.
pub const VERSION: u32 = 4;

/// Claims of one report.
pub const CLAIMS: u64 = 60;
/// Every so many claims a candidate that nobody has reviewed: a fifth on top.
const CANDIDATE_EVERY: u64 = 5;

/// Which report.
pub struct Report<'a> {
    pub state: &'a str,
    /// Its number among those of its state: a year of 27.
    pub number: u64,
    /// Its number among all: ids rise with it, as those of the program rise with time.
    pub serial: u64,
}

/// Reports with their claims and candidates.
pub fn batch(reports: &[Report<'_>], vocabulary: &Vocabulary) -> Batch {
    let properties: Vec<&Property> = vocabulary
        .properties
        .values()
        .filter(|property| property.subject.iter().any(|kind| kind == "state"))
        .collect();
    let mut batch = Batch::default();
    for new in reports {
        let seed = new
            .state
            .bytes()
            .fold(7, |seed, byte| mixed(seed ^ u64::from(byte)));
        let draw = Draw(mixed(seed ^ new.number));
        report(&mut batch, new, draw, &properties, vocabulary);
    }
    batch
}

fn report(
    batch: &mut Batch,
    report: &Report<'_>,
    mut draw: Draw,
    properties: &[&Property],
    vocabulary: &Vocabulary,
) {
    let Report {
        state,
        number,
        serial,
    } = *report;
    let total = CLAIMS + CLAIMS / CANDIDATE_EVERY;
    let mut text = format!("Report {number} on {state}\n");
    let mut spans = Vec::new();
    for line in 0..total {
        let start = text.len();
        let seen = draw.below(90_000);
        text.push_str(&format!(
            "In {line} places of its north {state} has seen {seen} of these"
        ));
        if draw.below(3) == 0 {
            text.push_str(", as its ministry said again in the autumn of the same year");
        }
        spans.push(Span::new(start, text.len()));
        text.push_str("; the rest of this paragraph stands for the running text of a report.\n");
    }
    for note in 1..=25 {
        text.push_str(&format!(
            "{note}. Letter {} from the ministry of {state}.\n",
            draw.below(400)
        ));
    }
    let mut new = made::document(&format!("{state}-{number:04}.txt"), &text);
    let year = 1999 + i16::try_from(number % 27).unwrap_or_default();
    new.document.meta.published = Edtf::year(year);
    new.document.meta.publisher = "Monitor".to_owned();
    let mut candidates = Vec::new();
    for (line, span) in (0..).zip(spans) {
        let property = properties[draw.early(properties.len())];
        let assertion = assertion(
            &new.document,
            state,
            year,
            span,
            property,
            &mut draw,
            vocabulary,
        );
        let origin = Origin {
            rule: format!("{}-{}", property.id, draw.below(9)),
            rules_version: "4f7c2a90d1b3".to_owned(),
        };
        if line < CLAIMS {
            let id = serial * CLAIMS + line;
            batch.claims.push(Claim {
                origin: Some(origin.into()),
                ..made::claim(id, assertion)
            });
        } else {
            candidates.push(Candidate {
                assertion: assertion.into(),
                origin,
            });
        }
    }
    batch.extractions.push(Extraction {
        document: new.document.id,
        rules_version: "4f7c2a90d1b3".to_owned(),
        candidates,
    });
    batch.documents.push(new);
}

fn assertion(
    document: &Document,
    state: &str,
    year: i16,
    span: Span,
    property: &Property,
    draw: &mut Draw,
    vocabulary: &Vocabulary,
) -> Assertion {
    let speakers = [
        "Ministry of Defence",
        "National Mine Action Centre",
        "a deputy minister",
    ];
    let claimants = match draw.below(4) {
        0 => vec![],
        1 => vec!["ICBL".to_owned(), "Ministry of Foreign Affairs".to_owned()],
        _ => vec![speakers[draw.early(speakers.len())].to_owned()],
    };
    let earlier = year - i16::try_from(draw.early(8)).unwrap_or_default();
    let valid = match draw.below(6) {
        0 => format!("{earlier}/.."),
        1 => format!("{earlier}-{:02}", 1 + draw.below(12)),
        2 => format!(
            "{earlier}-{:02}-{:02}",
            1 + draw.below(12),
            1 + draw.below(28)
        ),
        _ => format!("{earlier}"),
    };
    let stated = match draw.below(3) {
        0 => format!("{year}-{:02}-{:02}", 1 + draw.below(12), 1 + draw.below(28)),
        _ => String::new(),
    };
    let modality = [
        Modality::Reported,
        Modality::Asserted,
        Modality::Estimated,
        Modality::Suspected,
    ];
    Assertion {
        subject: Subject::state(state, state).into(),
        property: property.id.clone(),
        content: content(property, draw),
        polarity: Polarity::Affirm,
        modality: modality[draw.early(modality.len())],
        qualifiers: qualifiers(property, draw, vocabulary).into(),
        valid: ValidTime::new(valid.parse().expect("a date"), property.time),
        stated: stated.parse().expect("a date"),
        claimants: claimants.into(),
        evidence: vec![EvidenceGroup {
            passages: vec![Passage {
                document: document.id,
                ranges: vec![span],
                quote: document.slice(span).to_owned(),
                place: String::new(),
            }],
        }],
        notes: (0..draw.early(3))
            .map(|_| (1 + draw.below(25)).to_string())
            .collect(),
        sensitivity: Sensitivity::Public,
    }
}

fn content(property: &Property, draw: &mut Draw) -> Content {
    let kind = property.value.first().copied().unwrap_or(ValueKind::Text);
    if draw.below(12) == 0 {
        let why = if draw.below(2) == 0 {
            Absence::None
        } else {
            Absence::Unknown
        };
        let words = "no known reports".to_owned();
        return Content::Absent { why, kind, words };
    }
    let number = i64::try_from(100 * (1 + draw.early(40))).unwrap_or_default();
    let words = format!("some {number}");
    Content::Known(match kind {
        ValueKind::Quantity => Value::Quantity(Quantity {
            basis: Some(if draw.below(5) == 0 {
                Basis::AtLeast
            } else {
                Basis::Count
            }),
            ..Quantity::exactly(number, &property.unit, &words)
        }),
        ValueKind::Money => Value::Money(Money {
            low: Some(number.into()),
            high: Some(number.into()),
            currency: "USD".to_owned(),
            basis: Some(Basis::About),
            words,
        }),
        ValueKind::Code => {
            let codes = &property.codes;
            let code = codes.get(draw.early(codes.len().max(1)));
            Value::Code(code.map_or("yes", |code| &code.id).to_owned())
        }
        ValueKind::Date => Value::Date(Edtf::year(
            1999 + i16::try_from(draw.below(27)).unwrap_or_default(),
        )),
        ValueKind::Entity => Value::Entity(format!("Organisation {}", draw.early(30))),
        ValueKind::Boolean => Value::Boolean(draw.below(2) == 0),
        ValueKind::Text | ValueKind::Geometry => Value::text(format!(
            "it spoke of its needs in {} places and of help",
            draw.below(60)
        )),
    })
}

/// Most discriminating and some descriptive qualifiers, with few values often and many seldom.
fn qualifiers(property: &Property, draw: &mut Draw, vocabulary: &Vocabulary) -> Qualifiers {
    let mut qualifiers = Qualifiers::new();
    for name in &property.discriminating {
        if draw.below(4) > 0 {
            qualifiers.insert(name.clone(), value_of(name, property, draw, vocabulary));
        }
    }
    for name in &property.descriptive {
        if draw.below(4) == 0 {
            qualifiers.insert(name.clone(), value_of(name, property, draw, vocabulary));
        }
    }
    if draw.below(200) == 0 {
        qualifiers.insert("reach".to_owned(), "each".to_owned());
    }
    qualifiers
}

fn value_of(name: &str, property: &Property, draw: &mut Draw, vocabulary: &Vocabulary) -> String {
    let entry: Option<&QualifierEntry> = property.qualifiers.iter().find(|q| q.name == name);
    if let Some(codes) = entry.map(|q| &q.codes).filter(|codes| !codes.is_empty()) {
        return codes[draw.early(codes.len())].clone();
    }
    match entry.and_then(|q| vocabulary.lists.get(&q.list)) {
        Some(list) => {
            let at = draw.early(list.entries.len().min(25));
            let entry = list.entries.values().nth(at);
            entry.map_or_else(String::new, |entry| entry.name.clone())
        }
        None => format!("{name} {}", draw.early(12)),
    }
}

/// A row of numbers that looks random and is the same on every machine (SplitMix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// An index below `limit`, small ones often.
    fn early(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(1);
        let index = self.below(limit).min(self.below(limit));
        usize::try_from(index).unwrap_or_default()
    }
}

fn mixed(mut n: u64) -> u64 {
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}
