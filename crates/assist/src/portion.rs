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
        self.find_in(Span::new(0, self.text.len()), words)
    }

    /// Where these words stand first within a span, as whole words: 5 stands neither in 15 nor in 5,000.
    pub fn find_in(&self, span: Span, words: &str) -> Option<Span> {
        let words = words.trim();
        if words.is_empty() {
            return None;
        }
        let starts = span.of(&self.text).match_indices(words);
        let spans = starts.map(|(at, _)| {
            let start = span.start + at;
            Span::new(start, start + words.len())
        });
        let mut whole = spans.filter(|s| !self.is_within(s.start) && !self.is_within(s.end));
        whole.next()
    }

    /// Does a place lie within a word or a number?
    fn is_within(&self, at: usize) -> bool {
        let mut before = self.text.get(..at).unwrap_or_default().chars().rev();
        let mut after = self.text.get(at..).unwrap_or_default().chars();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let point = |c| matches!(c, ',' | '.');
        match (before.next(), after.next()) {
            (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric() => true,
            (Some(a), Some(b)) if point(a) => b.is_ascii_digit() && digit(before.next()),
            (Some(a), Some(b)) if point(b) => a.is_ascii_digit() && digit(after.next()),
            _ => false,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_are_whole() {
        let check = |text: &str, words: &str, expected: Option<usize>| {
            let sent = Sent {
                number: 1,
                text: text.to_owned(),
                places: Vec::new(),
            };
            let start = sent.find(words).map(|span| span.start);
            assert_eq!(start, expected, "{words} in {text}");
        };
        check("15 killed and 5 injured", "5", Some(14));
        check("1,500, then 500.", "500", Some(12));
        check("2.5 or 5.25, and 5.", "5", Some(17));
        check("the farmland and land", "land", Some(17));
        check("a farmland", "land", None);
        check("(PMN-2)", "PMN", Some(1));
        check("In May 2004, he", "2004,", Some(7));
        check("In May 2004, he", " ", None);
    }
}
