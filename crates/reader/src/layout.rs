//! What the reader knows about the layout of country reports, as data (`data/layout.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use whitestone_model::document::CitationKind;

use crate::citations::kind_named;

/// The lists of `data/layout.toml`; the file says what each is for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    pub boilerplate: Vec<String>,
    pub boilerplate_head: Vec<String>,
    pub running_heads: Vec<String>,
    pub page_numbers: Vec<String>,
    pub run_in: Vec<String>,
    pub inline_headings: Vec<String>,
    pub headings: Vec<String>,
    pub labels: Vec<String>,
    pub colon_labels: Vec<String>,
    pub values: Vec<String>,
    pub works: Vec<String>,
    pub themes: Vec<String>,
    /// Publishers by series.
    pub publishers: BTreeMap<String, String>,
    pub abbreviations: Vec<String>,
    pub lettered: Vec<String>,
    pub hyphened: Vec<String>,
    pub ligature_words: Vec<String>,
    pub heads: BTreeMap<String, Vec<String>>,
    pub forms: BTreeMap<String, Vec<String>>,
    pub words: Words,
    pub country: Country,
    pub family: Vec<Family>,
}

/// Words that tell persons, offices, places and meetings apart.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub organisation: Vec<String>,
    pub post: Vec<String>,
    pub office: Vec<String>,
    pub meeting: Vec<String>,
    pub confidential: Vec<String>,
    pub particles: Vec<String>,
    pub addressed: Vec<String>,
    pub covers: Vec<String>,
    pub ahead: Vec<String>,
}

/// Words by which the text shows which state it is about.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Country {
    pub after: Vec<String>,
    pub before: Vec<String>,
    pub verbs: Vec<String>,
    pub nameless: Vec<String>,
}

/// A family of layouts and the signs by which it is known.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Family {
    pub id: String,
    pub publisher: String,
    #[serde(default)]
    pub any_heading: Vec<String>,
    #[serde(default)]
    pub any_label: Vec<String>,
    #[serde(default)]
    pub series: Vec<String>,
    /// First and last year of the edition.
    pub years: Option<(i16, i16)>,
    /// No such heading may stand in it.
    #[serde(default)]
    pub no_heading: Vec<String>,
    /// Does each of its parts speak of a country of its own?
    #[serde(default)]
    pub parts: bool,
    /// Is its theme told by a heading?
    #[serde(default)]
    pub themed: bool,
    /// Is the year of its edition told by its data, where no title or date tells it?
    #[serde(default)]
    pub dated_by_data: bool,
}

/// Phrases by the small letter with which they begin, the longest first.
#[derive(Debug, Default)]
pub(crate) struct Phrases(BTreeMap<u8, Vec<(CitationKind, String)>>);

impl Phrases {
    fn of<'a>(phrases: impl Iterator<Item = (CitationKind, &'a String)>) -> Self {
        let mut index: BTreeMap<u8, Vec<(CitationKind, String)>> = BTreeMap::new();
        for (kind, phrase) in phrases {
            let first = phrase.bytes().next().unwrap_or_default();
            let same = index.entry(first.to_ascii_lowercase()).or_default();
            same.push((kind, phrase.clone()));
        }
        for same in index.values_mut() {
            same.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
        }
        Self(index)
    }

    /// The longest phrase with which a text begins, regardless of case, with nothing of a word after it.
    pub fn start_of(&self, text: &str) -> Option<(CitationKind, &str)> {
        let first = text.bytes().next()?.to_ascii_lowercase();
        let fits = |phrase: &str| {
            let rest = text.get(phrase.len()..);
            text.get(..phrase.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(phrase))
                && !rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        };
        let mut same = self.0.get(&first)?.iter();
        same.find(|(_, phrase)| fits(phrase))
            .map(|(kind, phrase)| (*kind, phrase.as_str()))
    }

    /// Does one of them begin at a word of the text? Its last word may go on: `informal talk` is in `informal talks`.
    pub fn occurs_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut inside = false;
        bytes.iter().enumerate().any(|(at, byte)| {
            let begins = !inside && byte.is_ascii_alphabetic();
            inside = byte.is_ascii_alphabetic();
            begins
                && self.0.get(&byte.to_ascii_lowercase()).is_some_and(|same| {
                    same.iter().any(|(_, phrase)| {
                        bytes
                            .get(at..at + phrase.len())
                            .is_some_and(|here| here.eq_ignore_ascii_case(phrase.as_bytes()))
                    })
                })
        })
    }
}

/// What is looked up often, made ready for it.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// How citations begin.
    pub heads: Phrases,
    /// What sources send, where the sender comes first.
    pub forms: Phrases,
    /// What is said of sources to be protected.
    pub confidential: Phrases,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let kinds = |lists: &'static BTreeMap<String, Vec<String>>| {
        let kinds = lists
            .iter()
            .filter_map(|(name, list)| Some((kind_named(name)?, list)));
        Phrases::of(kinds.flat_map(|(kind, list)| list.iter().map(move |phrase| (kind, phrase))))
    };
    let words = layout().words.confidential.iter();
    Index {
        heads: kinds(&layout().heads),
        forms: kinds(&layout().forms),
        confidential: Phrases::of(words.map(|phrase| (CitationKind::Unknown, phrase))),
    }
});

/// The index of the layout data; made once.
pub(crate) fn index() -> &'static Index {
    &INDEX
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| parse().unwrap_or_default());

fn parse() -> Result<Layout, toml::de::Error> {
    toml::from_str(include_str!("../data/layout.toml"))
}

/// The layout data; parsed once.
pub(crate) fn layout() -> &'static Layout {
    &LAYOUT
}

/// Does a line fit a pattern of the data, regardless of case? In a pattern `#` stands for any number and a
/// final `*` for anything.
pub(crate) fn fits(pattern: &str, line: &str) -> bool {
    let (pattern, open) = match pattern.strip_suffix('*') {
        Some(start) => (start, true),
        None => (pattern, false),
    };
    let mut rest = line.as_bytes();
    for expected in pattern.bytes() {
        if expected == b'#' {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            rest = rest.get(digits..).unwrap_or_default();
        } else if let (b' ', [0xC2, 0xA0, after @ ..]) = (expected, rest) {
            // A space that does not break the line.
            rest = after;
        } else {
            match rest.split_first() {
                Some((found, after)) if found.eq_ignore_ascii_case(&expected) => rest = after,
                _ => return false,
            }
        }
    }
    open || rest.is_empty()
}

/// Does a citation begin here, as the layout data knows them?
pub(crate) fn begins_citation(text: &str) -> bool {
    let head = index().heads.start_of(text);
    head.is_some_and(|(_, head)| {
        text.get(head.len()..)
            .is_some_and(|rest| rest.starts_with([' ', ',', '.']))
    })
}

/// Does a line fit any of these patterns?
pub(crate) fn fits_any(patterns: &[String], line: &str) -> bool {
    patterns.iter().any(|pattern| fits(pattern, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_parses() {
        let layout = parse().unwrap();
        assert!(!layout.labels.is_empty() && !layout.family.is_empty());
        for kind in layout.heads.keys().chain(layout.forms.keys()) {
            assert!(
                crate::citations::kind_named(kind).is_some(),
                "heads.{kind}: no such kind of citation"
            );
        }
    }

    #[test]
    fn patterns_know_numbers_and_open_ends() {
        assert!(fits("demining progress in #", "Demining progress in 2006"));
        assert!(!fits("demining progress in #", "Demining progress in May"));
        assert!(fits("key developments*", "Key developments since May 2004"));
        assert!(!fits("stockpile", "Stockpiles"));
    }
}
