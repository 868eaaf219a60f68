//! What the reader knows about the layout of country reports, as data (`data/layout.toml`).

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

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

/// Phrases by the letter with which they begin, the longest first.
#[derive(Debug, Default)]
pub(crate) struct Phrases([Vec<(CitationKind, String)>; 26]);

impl Phrases {
    fn of<'a>(phrases: impl Iterator<Item = (CitationKind, &'a String)>) -> Self {
        let mut index = Self::default();
        for (kind, phrase) in phrases {
            let place = letter(phrase.as_bytes()).and_then(|letter| index.0.get_mut(letter));
            if let Some(same) = place {
                same.push((kind, phrase.clone()));
            }
        }
        for same in &mut index.0 {
            same.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
        }
        index
    }

    /// The longest phrase with which a text begins, regardless of case.
    fn at(&self, text: &[u8]) -> Option<&(CitationKind, String)> {
        let same = self.0.get(letter(text)?)?;
        same.iter().find(|(_, phrase)| {
            text.get(..phrase.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(phrase.as_bytes()))
        })
    }

    /// The longest phrase with which a text begins, with nothing of a word after it.
    pub fn start_of(&self, text: &str) -> Option<(CitationKind, &str)> {
        let same = self.0.get(letter(text.as_bytes())?)?;
        let fits = |phrase: &str| {
            let (head, rest) = (text.get(..phrase.len()), text.get(phrase.len()..));
            head.is_some_and(|head| head.eq_ignore_ascii_case(phrase))
                && !rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        };
        same.iter()
            .find(|(_, phrase)| fits(phrase))
            .map(|(kind, phrase)| (*kind, phrase.as_str()))
    }

    /// The first of them that begins at a word of the text, and where. Its last word may go on: `informal talk` is in
    /// `informal talks`.
    pub fn first_in(&self, text: &str) -> Option<(usize, &str)> {
        let bytes = text.as_bytes();
        let mut inside = false;
        bytes.iter().enumerate().find_map(|(at, byte)| {
            let begins = !inside;
            inside = byte.is_ascii_alphabetic();
            if !(begins && inside) {
                return None;
            }
            let (_, phrase) = self.at(bytes.get(at..)?)?;
            Some((at, phrase.as_str()))
        })
    }
}

/// The letter with which a text begins, from 0.
fn letter(text: &[u8]) -> Option<usize> {
    let first = text.first().filter(|first| first.is_ascii_alphabetic())?;
    Some(usize::from(first.to_ascii_lowercase() - b'a'))
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
    /// Series that pointers name.
    pub works: Phrases,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let kinds = |lists: &'static BTreeMap<String, Vec<String>>| {
        let kinds = lists
            .iter()
            .filter_map(|(name, list)| Some((kind_named(name)?, list)));
        Phrases::of(kinds.flat_map(|(kind, list)| list.iter().map(move |phrase| (kind, phrase))))
    };
    let plain = |list: &'static [String]| {
        Phrases::of(list.iter().map(|phrase| (CitationKind::Unknown, phrase)))
    };
    Index {
        heads: kinds(&layout().heads),
        forms: kinds(&layout().forms),
        confidential: plain(&layout().words.confidential),
        works: plain(&layout().works),
    }
});

/// The index of the layout data; made once.
pub(crate) fn index() -> &'static Index {
    &INDEX
}

static LAYOUT: OnceLock<Layout> = OnceLock::new();

/// The built-in data with a user's own lists before it.
fn parse(own: &str) -> Result<Layout, toml::de::Error> {
    let mut data: toml::Table = toml::from_str(include_str!("../data/layout.toml"))?;
    put_before(&mut data, toml::from_str(own)?);
    data.try_into()
}

/// Puts a user's lists before the built-in ones of the same name; tables are joined key by key.
fn put_before(data: &mut toml::Table, own: toml::Table) {
    use toml::Value::{Array, Table};
    for (name, value) in own {
        match (data.get_mut(&name), value) {
            (Some(Array(list)), Array(mut first)) => {
                first.append(list);
                *list = first;
            }
            (Some(Table(table)), Table(more)) => put_before(table, more),
            (_, value) => {
                data.insert(name, value);
            }
        }
    }
}

/// Adds a user's own lists to what the reader knows of layouts; see `data/layout.toml` for what there is. To be done
/// once, before anything is read.
///
/// # Errors
/// Where the lists do not parse, or something was read already.
pub fn extend_layout(own: &str) -> Result<(), String> {
    let layout = parse(own).map_err(|error| error.to_string())?;
    LAYOUT
        .set(layout)
        .map_err(|_| "layouts can be added only before anything is read".to_owned())
}

/// The layout data; parsed once.
pub(crate) fn layout() -> &'static Layout {
    LAYOUT.get_or_init(|| parse("").unwrap_or_default())
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
        let layout = parse("").unwrap();
        assert!(!layout.labels.is_empty() && !layout.family.is_empty());
        for kind in layout.heads.keys().chain(layout.forms.keys()) {
            assert!(
                crate::citations::kind_named(kind).is_some(),
                "heads.{kind}: no such kind of citation"
            );
        }
    }

    #[test]
    fn own_lists_go_before_the_built_in_ones() {
        let own = "labels = [\"dogs in #\"]\n[words]\npost = [\"Warden\"]\n[[family]]\nid = \"own\"\npublisher = \"\"\n";
        let layout = parse(own).unwrap();
        assert_eq!(
            (layout.labels[0].as_str(), layout.words.post[0].as_str()),
            ("dogs in #", "Warden")
        );
        assert!(
            layout.labels.len() > 9 && layout.words.post.len() > 9 && layout.family[0].id == "own"
        );
        assert!(parse("labels = 3").is_err() && parse("label = []").is_err());
    }

    #[test]
    fn patterns_know_numbers_and_open_ends() {
        assert!(fits("demining progress in #", "Demining progress in 2006"));
        assert!(!fits("demining progress in #", "Demining progress in May"));
        assert!(fits("key developments*", "Key developments since May 2004"));
        assert!(!fits("stockpile", "Stockpiles"));
    }
}
