//! How an assertion is stored: what its row does not say already, in the compact encoding of postcard.
//!
//! A state's view decodes thousands of assertions. In this form texts are borrowed from the page, dates come with
//! their bounds and are not parsed, empty lists cost a byte; qualifiers, speakers and notes, which many assertions have
//! in common, are known again by their bytes and shared (see [`Pool`]). The row says subject, property and document; the form
//! leaves them out. Fields and variants are known by their order: `tests::the_stored_form_is_this` holds it, and **a
//! change of it is a new format of the ledger** (see `open.rs`).

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use whitestone_model::{
    Absence, Assertion, Basis, Content, Day, Decimal, DocumentId, Edtf, EvidenceGroup, Modality,
    Money, Passage, Polarity, PropertyId, Qualifiers, Quantity, Sensitivity, Span, Subject,
    TimeMode, ValidTime, Value, ValueKind,
};

/// What the row of an assertion says already: the form leaves it out where it is the same.
pub struct Place<'a> {
    /// The subject's name, as first recorded.
    pub name: &'a str,
    /// The document.
    pub document: Option<DocumentId>,
}

/// What a row says of its assertion.
pub struct Row<'a> {
    /// The subject, with its name as first recorded.
    pub subject: &'a Arc<Subject>,
    /// The property.
    pub property: PropertyId,
    /// The document: of a claim, that of its first passage.
    pub document: Option<DocumentId>,
}

/// Parts that assertions have in common, by their stored form. Each is made once, and shared by all that have it.
#[derive(Default)]
pub struct Pool {
    qualifiers: FxHashMap<Box<[u8]>, Arc<Qualifiers>>,
    /// Speakers, labels of notes.
    names: FxHashMap<Box<[u8]>, Arc<[String]>>,
}

impl Pool {
    fn qualifiers(&mut self, form: &[u8]) -> Result<Arc<Qualifiers>, String> {
        if let Some(known) = self.qualifiers.get(form) {
            return Ok(Arc::clone(known));
        }
        let shared: Arc<Qualifiers> = Arc::new(Cursor(form).take()?);
        self.qualifiers.insert(form.into(), Arc::clone(&shared));
        Ok(shared)
    }

    fn names(&mut self, form: &[u8]) -> Result<Arc<[String]>, String> {
        if let Some(known) = self.names.get(form) {
            return Ok(Arc::clone(known));
        }
        let shared: Arc<[String]> = Cursor(form).take::<Vec<String>>()?.into();
        self.names.insert(form.into(), Arc::clone(&shared));
        Ok(shared)
    }
}

/// An assertion as stored: its parts one after the other, without lengths of their own.
#[derive(Debug, Serialize)]
struct Form<'a> {
    head: Head<'a>,
    qualifiers: &'a Qualifiers,
    time: Time<'a>,
    claimants: &'a [String],
    notes: &'a [String],
    evidence: Vec<Vec<Words<'a>>>,
}

/// What is said, and how.
#[derive(Debug, Serialize, Deserialize)]
struct Head<'a> {
    /// The subject's name, where it is not that of its row.
    #[serde(borrow)]
    name: Option<&'a str>,
    content: Said<'a>,
    polarity: Polarity,
    modality: Modality,
    sensitivity: Sensitivity,
}

/// When it was so, and when it was said.
#[derive(Debug, Serialize, Deserialize)]
struct Time<'a> {
    valid: &'a str,
    mode: TimeMode,
    begin: (Day, Day),
    end: (Day, Day),
    stated: &'a str,
}

/// A passage.
#[derive(Debug, Serialize)]
struct Words<'a> {
    /// The document, where it is not that of the row.
    document: Option<[u8; 32]>,
    ranges: &'a [Span],
    quote: &'a str,
    /// Where a person finds it in the original.
    place: &'a str,
}

/// A content.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Said<'a> {
    Absent(Absence, ValueKind, &'a str),
    Quantity {
        low: Number,
        best: Number,
        high: Number,
        unit: &'a str,
        basis: Option<Basis>,
        words: &'a str,
    },
    Money {
        low: Number,
        high: Number,
        currency: &'a str,
        basis: Option<Basis>,
        words: &'a str,
    },
    Code(&'a str),
    Text(&'a str, &'a str),
    Date(&'a str),
    Entity(&'a str),
    Geometry(&'a str),
    Boolean(bool),
}

/// Digits, and how many of them stand behind the point.
type Number = Option<(i128, u32)>;

/// The stored form of an assertion in such a row.
pub fn encode(assertion: &Assertion, place: &Place<'_>) -> Result<Vec<u8>, String> {
    let name = assertion.subject.name.as_str();
    let valid = &assertion.valid;
    let groups = assertion.evidence.iter();
    let form = Form {
        head: Head {
            name: (name != place.name).then_some(name),
            content: said(&assertion.content),
            polarity: assertion.polarity,
            modality: assertion.modality,
            sensitivity: assertion.sensitivity,
        },
        qualifiers: &assertion.qualifiers,
        time: Time {
            valid: valid.edtf.as_str(),
            mode: valid.mode,
            begin: valid.begin(),
            end: valid.end(),
            stated: assertion.stated.as_str(),
        },
        claimants: &assertion.claimants,
        notes: &assertion.notes,
        evidence: groups.map(|group| words(group, place)).collect(),
    };
    postcard::to_allocvec(&form).map_err(|error| error.to_string())
}

fn words<'a>(group: &'a EvidenceGroup, place: &Place<'_>) -> Vec<Words<'a>> {
    let words = |passage: &'a Passage| Words {
        document: (Some(passage.document) != place.document).then(|| *passage.document.as_bytes()),
        ranges: &passage.ranges,
        quote: &passage.quote,
        place: &passage.place,
    };
    group.passages.iter().map(words).collect()
}

fn said(content: &Content) -> Said<'_> {
    let number = |number: Option<Decimal>| number.map(Decimal::parts);
    match content {
        Content::Absent { why, kind, words } => Said::Absent(*why, *kind, words),
        Content::Known(Value::Quantity(q)) => Said::Quantity {
            low: number(q.low),
            best: number(q.best),
            high: number(q.high),
            unit: &q.unit,
            basis: q.basis,
            words: &q.words,
        },
        Content::Known(Value::Money(m)) => Said::Money {
            low: number(m.low),
            high: number(m.high),
            currency: &m.currency,
            basis: m.basis,
            words: &m.words,
        },
        Content::Known(Value::Code(code)) => Said::Code(code),
        Content::Known(Value::Text { text, language }) => Said::Text(text, language),
        Content::Known(Value::Date(date)) => Said::Date(date.as_str()),
        Content::Known(Value::Entity(name)) => Said::Entity(name),
        Content::Known(Value::Geometry(wkt)) => Said::Geometry(wkt),
        Content::Known(Value::Boolean(yes)) => Said::Boolean(*yes),
    }
}

/// What of a form has not been read yet.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take<T: Deserialize<'a>>(&mut self) -> Result<T, String> {
        let (taken, rest) = postcard::take_from_bytes(self.0).map_err(|error| error.to_string())?;
        self.0 = rest;
        Ok(taken)
    }

    /// The bytes of a list of texts, unread; `each` texts make one item of it.
    fn texts(&mut self, each: usize) -> Result<&'a [u8], String> {
        let whole = self.0;
        let number: usize = self.take()?;
        for _ in 0..number.saturating_mul(each) {
            self.take::<&[u8]>()?;
        }
        let length = whole.len() - self.0.len();
        whole
            .get(..length)
            .ok_or_else(|| "it ends early".to_owned())
    }

    /// A list, item by item.
    fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let number: usize = self.take()?;
        // Room for just as many; a damaged number promises no more than there are bytes.
        let mut items = Vec::with_capacity(number.min(self.0.len()));
        for _ in 0..number {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// A passage in its document, or in that of the row.
    fn passage(&mut self, row: &Row<'_>) -> Result<Passage, String> {
        let elsewhere: Option<[u8; 32]> = self.take()?;
        let document = elsewhere.map(DocumentId::from_bytes).or(row.document);
        Ok(Passage {
            document: document.ok_or("a passage stands in no document")?,
            ranges: self.take()?,
            quote: self.take()?,
            place: self.take()?,
        })
    }
}

/// The assertion that such a row and its form stand for.
pub fn decode(form: &[u8], row: &Row<'_>, pool: &mut Pool) -> Result<Assertion, String> {
    let mut form = Cursor(form);
    let head: Head<'_> = form.take()?;
    let qualifiers = pool.qualifiers(form.texts(2)?)?;
    let time: Time<'_> = form.take()?;
    Ok(Assertion {
        subject: match head.name {
            None => Arc::clone(row.subject),
            Some(name) => Arc::new(Subject {
                name: name.to_owned(),
                ..row.subject.as_ref().clone()
            }),
        },
        property: row.property.clone(),
        content: content(head.content)?,
        polarity: head.polarity,
        modality: head.modality,
        qualifiers,
        valid: ValidTime::kept(kept(time.valid), time.mode, time.begin, time.end),
        stated: kept(time.stated),
        claimants: pool.names(form.texts(1)?)?,
        notes: pool.names(form.texts(1)?)?,
        evidence: form.list(|group| {
            let passages = group.list(|passage| passage.passage(row))?;
            Ok(EvidenceGroup { passages })
        })?,
        sensitivity: head.sensitivity,
    })
}

fn kept(edtf: &str) -> Edtf {
    Edtf::kept(edtf.to_owned())
}

fn content(said: Said<'_>) -> Result<Content, String> {
    let number = |number: Number| -> Result<Option<Decimal>, String> {
        let whole = |(digits, behind)| {
            Decimal::from_parts(digits, behind).ok_or("a number does not fit".to_owned())
        };
        number.map(whole).transpose()
    };
    Ok(Content::Known(match said {
        Said::Absent(why, kind, words) => {
            return Ok(Content::Absent {
                why,
                kind,
                words: words.to_owned(),
            });
        }
        Said::Quantity {
            low,
            best,
            high,
            unit,
            basis,
            words,
        } => Value::Quantity(Quantity {
            low: number(low)?,
            best: number(best)?,
            high: number(high)?,
            unit: unit.to_owned(),
            basis,
            words: words.to_owned(),
        }),
        Said::Money {
            low,
            high,
            currency,
            basis,
            words,
        } => Value::Money(Money {
            low: number(low)?,
            high: number(high)?,
            currency: currency.to_owned(),
            basis,
            words: words.to_owned(),
        }),
        Said::Code(code) => Value::Code(code.to_owned()),
        Said::Text(text, language) => Value::Text {
            text: text.to_owned(),
            language: language.to_owned(),
        },
        Said::Date(date) => Value::Date(kept(date)),
        Said::Entity(name) => Value::Entity(name.to_owned()),
        Said::Geometry(wkt) => Value::Geometry(wkt.to_owned()),
        Said::Boolean(yes) => Value::Boolean(yes),
    }))
}

#[cfg(test)]
mod tests;
