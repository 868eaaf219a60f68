//! A document cut into portions of numbered sentences.
//!
//! Only the running text is sent: no notes (they name sources, some of them in confidence), no tables, no running
//! heads. White space is folded, and each byte of what is sent leads back to its place in the document.

use serde::Serialize;
use whitestone_model::document::{BlockKind, Document, Sentence};
use whitestone_model::{Span, Subject};

use crate::brief::Brief;
use crate::suggest::Withheld;

/// A sentence as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Sent {
    /// Its number, from 1 through the whole document.
    #[serde(rename = "sentence")]
    pub number: usize,
    /// Its words, white space folded.
    pub text: String,
    /// For each byte of the text, its place in the document.
    #[serde(skip)]
    places: Vec<usize>,
}

impl Sent {
    fn of(number: usize, document: &Document, sentence: &Sentence) -> Self {
        let (mut text, mut places) = (String::new(), Vec::new());
        for range in &sentence.ranges {
            let words = document.slice(*range);
            let mut gap = true;
            for (at, c) in words.char_indices() {
                if c.is_whitespace() {
                    gap = true;
                    continue;
                }
                if gap && !text.is_empty() {
                    places.push(range.start + at);
                    text.push(' ');
                }
                gap = false;
                text.push(c);
                places.extend((0..c.len_utf8()).map(|byte| range.start + at + byte));
            }
        }
        Self {
            number,
            text,
            places,
        }
    }

    /// Where these words stand, letter by letter: as a span of this text.
    pub fn find(&self, words: &str) -> Option<Span> {
        let words = words.trim();
        let start = (!words.is_empty()).then(|| self.text.find(words))??;
        Some(Span::new(start, start + words.len()))
    }

    /// The span of the document under a span of this text.
    pub fn place(&self, span: Span) -> Option<Span> {
        let first = self.places.get(span.start)?;
        let last = self.places.get(span.end.checked_sub(1)?)?;
        Some(Span::new(*first, *last + 1))
    }
}

/// Sentences of one request, all about one subject.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Portion {
    pub subject: Subject,
    pub sentences: Vec<Sent>,
    bytes: usize,
}

impl Portion {
    /// One JSON object a line.
    pub fn lines(&self) -> String {
        let line = |sent| serde_json::to_string(sent).unwrap_or_default();
        self.sentences
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }

    pub fn sentence(&self, number: usize) -> Option<&Sent> {
        self.sentences.iter().find(|sent| sent.number == number)
    }
}

/// Portions of about `bytes` each, and what is not sent.
pub(crate) fn portions(
    document: &Document,
    brief: &Brief,
    bytes: usize,
) -> (Vec<Portion>, Vec<Withheld>) {
    let mut portions: Vec<Portion> = Vec::new();
    let mut withheld = Vec::new();
    for (number, sentence) in (1..).zip(&document.sentences) {
        let kind = document.blocks.get(sentence.block).map(|block| block.kind);
        let running = matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem));
        if sentence.note.is_some() || !running {
            continue;
        }
        let sent = Sent::of(number, document, sentence);
        let why = if brief.speaks_to_a_machine(&sent.text) {
            Some("it speaks to a machine")
        } else if sent.text.len() > bytes {
            Some("it is longer than a portion")
        } else {
            None
        };
        let subject = document.subject_of(sentence.block);
        let (None, Some(subject)) = (why, subject) else {
            withheld.push(Withheld {
                sentence: sent.text,
                why: why.unwrap_or("it is not known which state it is about"),
            });
            continue;
        };
        let fits = |p: &&mut Portion| p.subject == *subject && p.bytes + sent.text.len() <= bytes;
        if let Some(portion) = portions.last_mut().filter(fits) {
            portion.bytes += sent.text.len();
            portion.sentences.push(sent);
        } else {
            portions.push(Portion {
                subject: subject.clone(),
                bytes: sent.text.len(),
                sentences: vec![sent],
            });
        }
    }
    (portions, withheld)
}
