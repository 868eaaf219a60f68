//! The shape of a profile: what is printed where, before anybody decides how it looks.

use std::collections::BTreeMap;

use whitestone_model::Subject;
use whitestone_views::AsOf;

/// Which edition it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its name, for the title line: `2026`, `first draft`; may be empty.
    pub name: String,
    /// As of when the view was taken.
    pub asof: AsOf,
}

/// A country profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its title.
    pub title: String,
    /// Its subject.
    pub subject: Subject,
    /// One line each: what was known by when, published by when, what the marks mean.
    pub edition: Vec<String>,
    /// The key-data table.
    pub key_data: Vec<Row>,
    /// Its sections, in the order of the vocabulary.
    pub sections: Vec<Section>,
    /// Its notes, numbered from 1.
    pub notes: Vec<Note>,
    /// What a person should look at, kind by kind, the most urgent first.
    pub findings: Vec<Flagged>,
    /// The heading over them.
    pub findings_title: String,
    /// File of the page that tells what changed since the edition before, and what the link says; empty without one.
    pub changes: (String, String),
}

/// Findings of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flagged {
    /// What they have in common.
    pub title: String,
    /// Each of them.
    pub flags: Vec<Flag>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Id, for links.
    pub anchor: String,
    /// Its kind, in a word or two.
    pub kind: String,
    /// What it calls for.
    pub tone: Tone,
    /// What was found, in a sentence.
    pub text: String,
    /// The items in the text that it is about: their ids and names.
    pub cells: Vec<(String, String)>,
    /// The words behind it.
    pub details: Details,
}

/// A row of the key-data table: one property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// Its cells; none where nobody says anything.
    pub entries: Vec<Entry>,
    /// How many more cells the text below holds.
    pub more: usize,
}

/// One cell in the key-data table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What tells it from the others of its row: `Mine Ban Treaty`; may be empty.
    pub key: String,
    /// Its values, each with its time; more than one where they stand side by side or dispute.
    pub values: Vec<String>,
    /// What a reader must know about them.
    pub marks: Vec<Mark>,
    /// The item in the text that carries it.
    pub anchor: String,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Id, for links.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What is said, in order.
    pub items: Vec<Item>,
    /// What is expected here and nobody says.
    pub silences: Vec<String>,
}

/// One cell of the view, in sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Id, for links.
    pub anchor: String,
    /// Ids of the other cells that it tells, where it is a series.
    pub also: Vec<String>,
    /// What stands now.
    pub sentences: Vec<Sentence>,
    /// What a reader must know about it.
    pub marks: Vec<Mark>,
    /// Findings that it takes part in: kind, id of the finding, what it calls for.
    pub flags: Vec<(String, String, Tone)>,
    /// What stood before.
    pub history: Vec<Sentence>,
    /// The words behind it, and why it is so.
    pub details: Details,
}

/// A sentence with the notes that carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Numbers of its notes.
    pub notes: Vec<usize>,
    /// Does it rest on candidates alone?
    pub candidate: bool,
}

/// A word about a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The word.
    pub word: String,
    /// What it calls for.
    pub tone: Tone,
}

/// What a mark calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Nothing: good to know.
    Plain,
    /// Care: out of date, one origin only.
    Care,
    /// A look: sources disagree.
    Dispute,
    /// Review: nobody has checked it.
    Unreviewed,
}

/// The words behind an item, and why it is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Names of the cell: the property's label and the values of its key.
    pub heading: String,
    /// The passages.
    pub quotes: Vec<Quote>,
    /// The reasons, a sentence each.
    pub why: Vec<String>,
    /// How many independent origins, how old: `2 origins, last said in 2005, 20 years ago`; may be empty.
    pub provenance: String,
}

/// A passage of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The exact words.
    pub text: String,
    /// The document, as a note names it.
    pub source: String,
    /// Its hash, short; empty for an entry without a document.
    pub document: String,
    /// Where they stand: `bytes 120–188`, or `page 3, bytes 120–188 of its text`.
    pub place: String,
    /// Supports what stands, says otherwise, is superseded ...
    pub role: String,
    /// Proposed by which rule, and not reviewed; empty for a claim.
    pub candidate: String,
}

/// A numbered note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// The item that cites it.
    pub anchor: String,
}

/// What changed between two views of one subject: the page, and the release note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Its title.
    pub title: String,
    /// Its subject.
    pub subject: Subject,
    /// One line each: what is compared with what.
    pub imprint: Vec<String>,
    /// What happened, kind by kind; kinds of which there is nothing are left out.
    pub parts: Vec<Part>,
    /// What is said where nothing changed at all.
    pub nothing: String,
    /// Its notes, numbered from 1.
    pub notes: Vec<Note>,
    /// File of the newer profile, for links; empty where there is none.
    pub profile: String,
    /// The small words around it: `before`, `now`, `profile`.
    pub labels: BTreeMap<String, String>,
}

impl Changes {
    /// A small word; its key where the vocabulary has none.
    pub fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.labels.get(key).map_or(key, String::as_str)
    }
}

/// Changes of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Id, for links.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What kind of change it is, in a sentence.
    pub lead: String,
    /// The changes.
    pub lines: Vec<Line>,
    /// Of little news: folded on a screen.
    pub folded: bool,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Id, for links; that of its cell in the profile, where it is there.
    pub anchor: String,
    /// Ids of the other cells that it tells, where it is a series.
    pub also: Vec<String>,
    /// What it shares with the lines around it, as a heading over them: a section, a year; may be empty.
    pub group: String,
    /// What it is about.
    pub heading: String,
    /// What stood.
    pub before: Vec<Sentence>,
    /// What stands.
    pub after: Vec<Sentence>,
    /// Of a restated figure, all that were given, in their order.
    pub vintages: Vec<Vintage>,
    /// What a reader must know about what stands.
    pub marks: Vec<Mark>,
    /// The words behind it.
    pub details: Details,
    /// Is its cell in the newer profile?
    pub in_profile: bool,
}

/// A figure as one source gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vintage {
    /// The figure.
    pub figure: String,
    /// Who gave it, and when.
    pub by: String,
    /// Numbers of its notes.
    pub notes: Vec<usize>,
}
