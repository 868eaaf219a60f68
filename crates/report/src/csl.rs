//! The sources that a document's notes name, as CSL-JSON: the form that reference managers read.
//!
//! Each source is one item; what only points to another (Ibid., a short form, a note) is none. Sources to be protected
//! are left out and counted: a name that a note withholds must not come back by a file of references.

use std::collections::BTreeSet;

use serde::Serialize;
use whitestone_model::document::{Citation, CitationKind, Edge, Note};
use whitestone_model::{Document, Edtf};

/// The references of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The items, in the order of the notes.
    pub items: Vec<Item>,
    /// How many sources are left out because they are to be protected.
    pub withheld: usize,
}

/// One item of CSL-JSON (schema 1.0.2). What is not known is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// Its name in this list: document, note, and place in the note.
    pub id: String,
    /// Its type, one of the schema's.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Who wrote it or spoke.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Name>,
    /// Its title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The newspaper, station or site it stands in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub container_title: String,
    /// Who published it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// Where it was published.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher_place: String,
    /// The meeting at which it was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub event_title: String,
    /// Where it was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub event_place: String,
    /// The form of a communication: `letter`, `email`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub genre: &'static str,
    /// Its number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// When it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessed: Option<Date>,
    /// Its pages.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// Its address.
    #[serde(rename = "URL", skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Role of the speaker, form and period of a report, and where it is cited.
    pub note: String,
}

/// A person or an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Name {
    /// A person.
    Person {
        /// Last name.
        family: String,
        /// The rest, without rank.
        given: String,
    },
    /// An organisation, or a person of one name.
    Literal {
        /// The name.
        literal: String,
    },
}

/// A date or a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Date {
    /// Year, month, day, as far as known; two of them for a span.
    Parts {
        /// The numbers.
        #[serde(rename = "date-parts")]
        parts: Vec<Vec<u16>>,
    },
    /// What is no plain date.
    Literal {
        /// As EDTF.
        literal: String,
    },
}

/// The references of a document.
pub fn csl(document: &Document) -> References {
    let mut references = References::default();
    let mut used = BTreeSet::new();
    for note in &document.notes {
        for (index, citation) in note.citations.iter().enumerate() {
            let Some(mut item) = item(document, note, citation) else {
                continue;
            };
            if citation.confidential {
                references.withheld += 1;
                continue;
            }
            item.id = id(document, note, index, &mut used);
            references.items.push(item);
        }
    }
    references
}

/// `kembra-2005-n4`, `kembra-2005-n4-2` for the second source of the note.
fn id(document: &Document, note: &Note, index: usize, used: &mut BTreeSet<String>) -> String {
    let file = document.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let base = format!("{stem}-n{}", note.label);
    let numbered = |number: usize| match number {
        0 => base.clone(),
        more => format!("{base}-{}", more + 1),
    };
    let free = (index..).map(numbered).find(|id| !used.contains(id));
    let id = free.unwrap_or(base.clone());
    used.insert(id.clone());
    id
}

/// The item of a citation, without its id; `None` for what only points elsewhere, and for a comment.
fn item(document: &Document, note: &Note, citation: &Citation) -> Option<Item> {
    let (kind, genre) = kind(citation);
    let mut item = Item {
        kind,
        genre,
        author: authors(citation),
        number: citation.number.clone(),
        issued: date(&citation.date),
        accessed: date(&citation.accessed),
        page: citation.pages.replace('–', "-"),
        url: citation.url.clone(),
        note: remarks(note, citation),
        ..Item::default()
    };
    match (citation.kind, &citation.edge) {
        (CitationKind::Ibid | CitationKind::Explanatory, _) => return None,
        (_, Some(Edge::Note(_) | Edge::Source { .. })) => return None,
        (_, Some(Edge::Work { title, .. })) => {
            item.title.clone_from(title);
            let year = title.rsplit(' ').next().and_then(|year| year.parse().ok());
            item.issued = item.issued.or_else(|| date(&Edtf::year(year?)));
        }
        (_, Some(Edge::Report { country })) => {
            item.title.clone_from(country);
            item.publisher.clone_from(&document.meta.publisher);
            item.issued = document
                .meta
                .edition
                .and_then(|year| date(&Edtf::year(year)));
        }
        (CitationKind::Statement | CitationKind::Interview, None) => {
            item.event_title.clone_from(&citation.title);
            item.event_place.clone_from(&citation.place);
        }
        (CitationKind::AnnualReport | CitationKind::TreatyReport, None) => {
            item.title.clone_from(&citation.title);
            item.publisher.clone_from(&citation.outlet);
        }
        // Of such a source the note has only a few words and a date.
        (CitationKind::Unknown, None) => item.title.clone_from(&citation.place),
        (_, None) => {
            item.title.clone_from(&citation.title);
            item.container_title.clone_from(&citation.outlet);
            item.publisher_place.clone_from(&citation.place);
        }
    }
    Some(item)
}

/// Type and genre.
fn kind(citation: &Citation) -> (&'static str, &'static str) {
    match citation.kind {
        CitationKind::Interview => ("interview", ""),
        CitationKind::Statement => ("speech", ""),
        CitationKind::Letter => ("personal_communication", "letter"),
        CitationKind::Fax => ("personal_communication", "fax"),
        CitationKind::Email => ("personal_communication", "email"),
        CitationKind::Correspondence => ("personal_communication", "correspondence"),
        CitationKind::AnnualReport | CitationKind::TreatyReport | CitationKind::CrossReference => {
            ("report", "")
        }
        CitationKind::TitledSource if citation.outlet.is_empty() && !citation.url.is_empty() => {
            ("webpage", "")
        }
        CitationKind::TitledSource if citation.date.as_str().len() == 10 => {
            ("article-newspaper", "")
        }
        _ => ("document", ""),
    }
}

fn authors(citation: &Citation) -> Vec<Name> {
    let literal = |name: &String| Name::Literal {
        literal: name.clone(),
    };
    if !citation.persons.is_empty() {
        return citation.persons.iter().map(|name| person(name)).collect();
    }
    if !citation.organisations.is_empty() {
        return citation.organisations.iter().map(literal).collect();
    }
    let spoken = !citation.role.is_empty();
    spoken
        .then(|| literal(&citation.role))
        .into_iter()
        .collect()
}

/// `Col. Anna Tarn`: the rank is no part of the name.
fn person(name: &str) -> Name {
    let rank = |word: &str| word.len() > 2 && word.ends_with('.');
    let words: Vec<&str> = name
        .split_whitespace()
        .skip_while(|word| rank(word))
        .collect();
    match words.split_last() {
        Some((family, given)) if !given.is_empty() => Name::Person {
            family: (*family).to_owned(),
            given: given.join(" "),
        },
        _ => Name::Literal {
            literal: words.join(" "),
        },
    }
}

fn date(date: &Edtf) -> Option<Date> {
    if !date.is_stated() {
        return None;
    }
    let part = |text: &str| -> Option<Vec<u16>> {
        let numbers: Option<Vec<u16>> = text.split('-').map(|word| word.parse().ok()).collect();
        numbers.filter(|numbers| numbers.len() <= 3)
    };
    let parts: Option<Vec<Vec<u16>>> = date.as_str().split('/').map(part).collect();
    Some(match parts {
        Some(parts) => Date::Parts { parts },
        None => Date::Literal {
            literal: date.to_string(),
        },
    })
}

fn remarks(note: &Note, citation: &Citation) -> String {
    let mut parts = Vec::new();
    if !citation.role.is_empty() && !citation.persons.is_empty() {
        parts.push(citation.role.clone());
    }
    if !citation.form.is_empty() {
        parts.push(format!("Form {}", citation.form));
    }
    if citation.period.is_stated() {
        parts.push(format!("covering {}", citation.period));
    }
    parts.push(format!("cited in note {}", note.label));
    parts.join("; ")
}
