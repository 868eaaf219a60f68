//! What the reader knows about the layout of country reports, as data (`data/layout.toml`).

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use memchr::memmem::Finder;
use serde::Deserialize;
use whitestone_model::document::CitationKind;

use crate::citations::kind_named;
use crate::lookup::{Patterns, Phrases, Starts, WordSet};

/// The lists of `data/layout.toml`; the file says what each is for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    pub boilerplate: Patterns,
    pub boilerplate_head: Patterns,
    pub running_heads: Patterns,
    pub page_numbers: Patterns,
    pub run_in: Patterns,
    pub inline_headings: Vec<String>,
    pub headings: Patterns,
    pub labels: Patterns,
    pub parts: Patterns,
    pub groups: Patterns,
    pub remarks: Patterns,
    pub weights: Patterns,
    pub colon_labels: Patterns,
    pub values: Patterns,
    pub works: Vec<String>,
    pub score_headings: Vec<String>,
    /// From the first of the year on; those of another language are twelve more.
    pub months: Vec<String>,
    /// What may stand behind a series and its year, in a line that names nothing else.
    pub behind_series: Vec<String>,
    pub signals: Signals,
    pub themes: Patterns,
    pub dated_headings: Patterns,
    /// Publishers by series.
    pub publishers: BTreeMap<String, String>,
    pub abbreviations: WordSet,
    pub lettered: WordSet,
    pub hyphened: WordSet,
    pub ligature_words: WordSet,
    pub ligature_parts: WordSet,
    pub heads: BTreeMap<String, Vec<String>>,
    pub forms: BTreeMap<String, Vec<String>>,
    pub words: Words,
    pub country: Country,
    pub family: Vec<Family>,
}

/// What may stand before a source.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signals {
    pub pointing: Vec<String>,
    pub joining: Vec<String>,
}

/// Words that tell persons, offices, places and meetings apart.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub organisation: WordSet,
    pub post: WordSet,
    pub office: WordSet,
    pub meeting: WordSet,
    pub confidential: Vec<String>,
    pub particles: WordSet,
    pub addressed: Vec<String>,
    pub covers: Vec<String>,
    pub ahead: Vec<String>,
}

/// Words by which the text shows which state it is about.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Country {
    pub after: Starts,
    pub before: Vec<String>,
    pub verbs: WordSet,
    pub nameless: WordSet,
}

/// A family of layouts and the signs by which it is known.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Family {
    pub id: String,
    pub publisher: String,
    #[serde(default)]
    pub any_heading: Patterns,
    #[serde(default)]
    pub any_label: Patterns,
    #[serde(default)]
    pub series: Vec<String>,
    /// First and last year of the edition.
    pub years: Option<(i16, i16)>,
    /// No such heading may stand in it.
    #[serde(default)]
    pub no_heading: Patterns,
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

/// Words that are looked for in every note.
#[derive(Debug)]
pub(crate) struct Needles {
    /// In an address.
    pub scheme: Finder<'static>,
    pub www: Finder<'static>,
    /// Before pages.
    pub pages: Finder<'static>,
    /// Before the day on which a page was read on the web.
    pub accessed: Finder<'static>,
    pub article: Finder<'static>,
    pub annual_report: Finder<'static>,
    /// In pointers to the same edition.
    pub this: Finder<'static>,
}

/// What is looked up often, made ready for it.
#[derive(Debug)]
pub(crate) struct Index {
    pub needles: Needles,
    /// How citations begin.
    pub heads: Phrases,
    /// What sources send, where the sender comes first.
    pub forms: Phrases,
    /// What is said of sources to be protected.
    pub confidential: Phrases,
    /// Series that pointers name.
    pub works: Phrases,
    /// What may stand before a source; those that point are of the kind of pointers.
    pub signals: Phrases,
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
        needles: Needles {
            scheme: Finder::new("://"),
            www: Finder::new("www."),
            pages: Finder::new("p. "),
            accessed: Finder::new("accessed"),
            article: Finder::new("Article "),
            annual_report: Finder::new("Annual Report"),
            this: Finder::new(" this "),
        },
        heads: kinds(&layout().heads),
        forms: kinds(&layout().forms),
        confidential: plain(&layout().words.confidential),
        works: plain(&layout().works),
        signals: {
            let pointing = layout().signals.pointing.iter();
            let pointing = pointing.map(|signal| (CitationKind::CrossReference, signal));
            let joining = layout().signals.joining.iter();
            Phrases::of(pointing.chain(joining.map(|signal| (CitationKind::Unknown, signal))))
        },
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

/// Does a citation begin here, as the layout data knows them?
pub(crate) fn begins_citation(text: &str) -> bool {
    let head = index().heads.start_of(text);
    head.is_some_and(|(_, head)| {
        text.get(head.len()..)
            .is_some_and(|rest| rest.starts_with([' ', ',', '.']))
    })
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
            (
                layout.labels.iter().next().unwrap().as_str(),
                layout.family[0].id.as_str()
            ),
            ("dogs in #", "own")
        );
        let post = &layout.words.post;
        assert!(layout.labels.iter().count() > 9 && post.has("Warden") && post.has("Director"));
        assert!(parse("labels = 3").is_err() && parse("label = []").is_err());
    }
}
