//! The sources that notes name, and where pointers lead.

use serde::{Deserialize, Serialize};

use crate::Edtf;
use crate::document::Span;

/// What kind of source a citation names.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CitationKind {
    /// A talk with a named or confidential person.
    Interview,
    /// A statement made at a meeting.
    Statement,
    /// A letter.
    Letter,
    /// A fax.
    Fax,
    /// An e-mail.
    Email,
    /// Correspondence of unstated form.
    Correspondence,
    /// A titled press item, web page or publication.
    TitledSource,
    /// An organisation's annual report.
    AnnualReport,
    /// A report owed under a treaty.
    TreatyReport,
    /// A pointer to another edition, report or note.
    CrossReference,
    /// The same source as the citation before.
    Ibid,
    /// No source: an explanation, sometimes a fact of its own.
    Explanatory,
    /// A source whose form is not recognised.
    #[default]
    Unknown,
}

/// Where a cross-reference leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// To another note of this document, by label; Ibid. is followed to the note that names the source.
    Note(String),
    /// From a short form to the citation that names the same source in full: `A. Tarn, 3 May` to note 4.
    Source {
        /// Label of the note.
        note: String,
        /// Index of the citation in that note.
        index: usize,
    },
    /// To a page of another work: `Landmine Monitor Report 2004`.
    Work {
        /// Title of the work with its year.
        title: String,
        /// Pages as printed.
        pages: String,
    },
    /// To the report on another country in the same edition, by the same publisher.
    Report {
        /// The country as printed.
        country: String,
    },
}

/// One source named in a note. Fields that the note does not give are empty, and left out of JSON: a citation has few of
/// them, and a view reads thousands of citations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Citation {
    /// Its kind.
    pub kind: CitationKind,
    /// Its bytes.
    pub span: Span,
    /// Persons named as speaker, author or correspondent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<String>,
    /// Role and organisation of the person, as printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Organisations named as author, speaker or employer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// Title of the work, without quotation marks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Newspaper, station, publisher.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub outlet: String,
    /// Place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Its date.
    #[serde(skip_serializing_if = "is_unstated")]
    pub date: Edtf,
    /// When it was read on the web.
    #[serde(skip_serializing_if = "is_unstated")]
    pub accessed: Edtf,
    /// Pages as printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pages: String,
    /// Labels of the notes of the work it points to: `7` for "Ibid., note 7".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Web address as printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Reference number of a letter.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// What a report owed under a treaty, or a yearly one, covers: `for calendar year 2004`.
    #[serde(skip_serializing_if = "is_unstated")]
    pub period: Edtf,
    /// Letter of the form of a report owed under a treaty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// Is the source to be protected: a name withheld, an informal talk? Exports leave it out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// Where it leads, for a cross-reference or Ibid.; `None` for one that could not be resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<Edge>,
}

fn is_unstated(date: &Edtf) -> bool {
    !date.is_stated()
}
