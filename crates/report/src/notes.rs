//! Numbered notes: the source with its publisher and date, and the note that it cites in its turn. A source repeated
//! at once is "Ibid.", as the readers of these reports know it.

use std::collections::BTreeMap;

use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{Source, SourceNote};
use whitestone_views::Statement;

use crate::phrase::Words;
use crate::sentence::{is_only_a_state, title};
use crate::{Mark, Note, Tone};

/// One source of a note: the document, and what it cites there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cited {
    work: String,
    citing: String,
}

/// The notes of a profile while it is written.
#[derive(Default)]
pub struct Notes {
    notes: Vec<Note>,
    last: Vec<Cited>,
}

impl Notes {
    /// Adds one note for these statements and gives its number; nothing where they have no source.
    pub fn add<'a>(
        &mut self,
        words: Words<'_>,
        statements: impl Iterator<Item = (&'a Statement, Option<&'a Source>)>,
        anchor: &str,
    ) -> Vec<usize> {
        let mut sources: Vec<Cited> = Vec::new();
        for (statement, source) in statements {
            let cited = cited(words, statement, source);
            if !sources.contains(&cited) {
                sources.push(cited);
            }
        }
        if sources.is_empty() {
            return vec![];
        }
        let number = self.notes.len() + 1;
        let text = self.text(&sources);
        self.notes.push(Note {
            number,
            text,
            anchor: anchor.to_owned(),
        });
        self.last = sources;
        vec![number]
    }

    /// The notes, in order.
    pub fn finish(self) -> Vec<Note> {
        self.notes
    }

    fn text(&self, sources: &[Cited]) -> String {
        if self.last == sources {
            return "Ibid.".to_owned();
        }
        let before = match self.last.as_slice() {
            [one] => Some(one),
            _ => None,
        };
        listed(sources, before)
    }
}

/// The sources of a note. One is "Ibid." where the one before names the same work, unless that cited something there
/// and this does not: then "Ibid." would say too much.
fn listed(sources: &[Cited], before: Option<&Cited>) -> String {
    let mut last = before;
    let mut parts = Vec::new();
    for cited in sources {
        let same = last.is_some_and(|last| {
            last.work == cited.work && (last.citing.is_empty() || !cited.citing.is_empty())
        });
        let work = if same { "Ibid." } else { cited.work.as_str() };
        parts.push(match cited.citing.as_str() {
            "" => work.to_owned(),
            citing => format!("{work}, citing: {citing}"),
        });
        last = Some(cited);
    }
    let text = parts.join("; ");
    if text.ends_with('.') {
        text
    } else {
        format!("{text}.")
    }
}

fn cited(words: Words<'_>, statement: &Statement, source: Option<&Source>) -> Cited {
    let Some(source) = source else {
        return Cited {
            work: format!("Entry by {}", statement.recorder),
            citing: String::new(),
        };
    };
    let notes = statement.assertion.notes.iter();
    let citing: Vec<String> = notes.map(|label| note_text(label, &source.notes)).collect();
    Cited {
        work: work(words, source),
        citing: citing.join("; "),
    }
}

fn note_text(label: &str, notes: &BTreeMap<String, SourceNote>) -> String {
    let Some(note) = notes.get(label).filter(|note| !note.text.is_empty()) else {
        return format!("its note {label}");
    };
    followed(label, note, notes).unwrap_or_else(|| plain(note))
}

fn plain(note: &SourceNote) -> String {
    let text = note.text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches('.').to_owned()
}

/// A note that begins with "Ibid.", with what that stands for in its place: among our notes it would point elsewhere.
fn followed(
    label: &str,
    note: &SourceNote,
    notes: &BTreeMap<String, SourceNote>,
) -> Option<String> {
    let text = plain(note);
    let rest = text.strip_prefix("Ibid")?.trim_start_matches('.');
    let ibid = note
        .citations
        .first()
        .filter(|c| c.kind == CitationKind::Ibid);
    let meant = match ibid.and_then(|c| c.edge.as_ref()) {
        Some(Edge::Note(label)) => notes.get(label)?,
        _ => before(label, notes)?,
    };
    let work = meant.citations.last().and_then(cited_work);
    Some(match (rest.strip_prefix(','), work) {
        (Some(place), Some(work)) => format!("{work},{place}"),
        (Some(place), None) => format!("{}; there:{place}", plain(meant)),
        (None, _) if rest.is_empty() => plain(meant),
        (None, _) => format!("{}.{rest}", plain(meant)),
    })
}

/// The nearest note before that names its source itself.
fn before<'a>(label: &str, notes: &'a BTreeMap<String, SourceNote>) -> Option<&'a SourceNote> {
    let number: usize = label.parse().ok()?;
    (1..number)
        .rev()
        .filter_map(|earlier| notes.get(&earlier.to_string()))
        .find(|note| !note.text.trim_start().starts_with("Ibid"))
}

fn cited_work(citation: &Citation) -> Option<&str> {
    match &citation.edge {
        Some(Edge::Work { title, .. }) => Some(title),
        _ => Some(citation.title.as_str()).filter(|title| !title.is_empty()),
    }
}

/// A document as a note names it: title, publisher, date.
pub fn work(words: Words<'_>, source: &Source) -> String {
    let meta = &source.meta;
    let title = title(source);
    let date = meta.published.as_str();
    let year_is_said = date.len() == 4 && title.contains(date);
    let mut parts = vec![
        if is_only_a_state(source) && meta.publisher.is_empty() && date.is_empty() {
            format!("{title} ({})", source.name)
        } else {
            title
        },
    ];
    if !meta.publisher.is_empty() {
        parts.push(meta.publisher.clone());
    }
    if !date.is_empty() && !year_is_said {
        parts.push(words.date(date));
    }
    parts.join(", ")
}

/// A mark from the table of marks.
pub fn mark(words: Words<'_>, key: &str, tone: Tone) -> Mark {
    Mark {
        word: words.word("marks", key).unwrap_or(key).to_owned(),
        tone,
    }
}
