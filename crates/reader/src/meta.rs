//! What a document says of itself: title, family, country, edition, publisher, theme, dates.

use std::collections::BTreeMap;

use whitestone_model::document::{Block, BlockKind};
use whitestone_model::{Diagnostic, DocumentMeta, Edtf, Severity, Subject, Vocabulary};

use crate::blocks::series_title;
use crate::dates;
use crate::diagnostics::note;
use crate::inline;
use crate::layout::{Family, fits_any, layout};

/// How much of the text is looked at for the country of a report that does not name it in a title.
const LEAD: usize = 1 << 14;

/// Fills what the user did not give.
pub(crate) fn detect(
    text: &str,
    blocks: &[Block],
    hints: &DocumentMeta,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> DocumentMeta {
    let mut meta = hints.clone();
    let page = Page { text, blocks };
    let title = page.title();
    let series = title.and_then(series_title);
    let family = page.family(series.map(|(_, work, _)| work));
    fill(&mut meta.title, || title.unwrap_or_default().to_owned());
    fill(&mut meta.language, || "en".to_owned());
    fill(&mut meta.family, || family.map_or("", |f| &f.id).to_owned());
    fill(&mut meta.publisher, || {
        family.map_or("", |f| &f.publisher).to_owned()
    });
    fill(&mut meta.theme, || {
        if meta.family == "profile" {
            page.theme()
        } else {
            String::new()
        }
    });
    let updated = page
        .value_of("last updated")
        .and_then(|value| dates::find(value).pop());
    if meta.edition.is_none() {
        meta.edition = series.map(|(_, _, year)| year);
    }
    if meta.edition.is_none() {
        meta.edition = updated
            .as_ref()
            .and_then(|date| date.date.as_str().get(..4))
            .and_then(dates::year);
    }
    if meta.edition.is_none() && matches!(meta.family.as_str(), "review" | "key-data") {
        meta.edition = page.data_year().map(|year| year + 1);
        if meta.edition.is_some() {
            diagnostics.push(note(
                Severity::Note,
                "edition-guessed",
                "The edition is taken as the year after the newest year of data. Give the edition if that is wrong.",
                None,
            ));
        }
    }
    if !meta.published.is_stated() {
        meta.published = updated.map_or_else(
            || meta.edition.map_or_else(Edtf::unstated, Edtf::year),
            |date| date.date,
        );
    }
    if meta.subject.is_none() {
        meta.subject = page.subject(series.map(|(country, _, _)| country), vocabulary);
    }
    meta
}

fn fill(field: &mut String, value: impl FnOnce() -> String) {
    if field.is_empty() {
        *field = value();
    }
}

struct Page<'a> {
    text: &'a str,
    blocks: &'a [Block],
}

impl<'a> Page<'a> {
    fn of(&self, kind: BlockKind) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text;
        self.blocks
            .iter()
            .filter(move |block| block.kind == kind)
            .map(move |block| block.span.of(text))
    }

    fn title(&self) -> Option<&'a str> {
        self.of(BlockKind::Title).next()
    }

    /// The first heading that is no run-in one.
    fn theme(&self) -> String {
        self.of(BlockKind::Heading)
            .find(|heading| !heading.ends_with(':'))
            .unwrap_or_default()
            .to_owned()
    }

    fn label(&self, row: &Block) -> &'a str {
        row.cells.first().map_or("", |cell| cell.of(self.text))
    }

    fn value_of(&self, label: &str) -> Option<&'a str> {
        let row = self
            .blocks
            .iter()
            .find(|block| self.label(block).eq_ignore_ascii_case(label))?;
        row.cells.get(1).map(|cell| cell.of(self.text))
    }

    fn family(&self, series: Option<&str>) -> Option<&'static Family> {
        layout().family.iter().find(|family| {
            let heading = |kind| {
                self.of(kind)
                    .any(|heading| fits_any(&family.any_heading, heading))
            };
            let label = || {
                self.blocks.iter().any(|row| {
                    !row.cells.is_empty() && fits_any(&family.any_label, self.label(row))
                })
            };
            let headed = family.any_heading.is_empty()
                || heading(BlockKind::Heading)
                || self
                    .blocks
                    .iter()
                    .any(|row| fits_any(&family.any_heading, self.label(row)));
            let labelled = family.any_label.is_empty() || label();
            let serial = family.series.is_empty()
                || series.is_some_and(|work| family.series.iter().any(|known| known == work));
            headed && labelled && serial
        })
    }

    /// The newest year that heads a column of a table.
    fn data_year(&self) -> Option<i16> {
        let heads = self
            .blocks
            .iter()
            .filter_map(|row| row.header)
            .filter_map(|head| self.blocks.get(head));
        let cells = heads.flat_map(|head| head.cells.iter().skip(1));
        cells
            .flat_map(|cell| cell.of(self.text).split(|c: char| !c.is_ascii_digit()))
            .filter_map(dates::year)
            .max()
    }

    fn subject(&self, country: Option<&str>, vocabulary: &Vocabulary) -> Option<Subject> {
        let named = country
            .map(str::to_owned)
            .or_else(|| self.running_head())
            .or_else(|| {
                let title = self.title()?;
                let short =
                    title.split(' ').count() <= 5 && !title.bytes().any(|b| b.is_ascii_digit());
                (short || known(vocabulary, title)).then(|| title.to_owned())
            });
        let name = named.or_else(|| self.most_named(vocabulary))?;
        let name = if known(vocabulary, &name) {
            name
        } else {
            titlecase(&name)
        };
        Some(vocabulary.state(&name))
    }

    /// The country in a running head.
    fn running_head(&self) -> Option<String> {
        self.of(BlockKind::Boilerplate)
            .find(|line| inline::running_head(line) > 0)
            .and_then(|line| {
                let rest = line
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .trim_start();
                layout()
                    .running_heads
                    .iter()
                    .find_map(|group| rest.strip_prefix(group.as_str()))
                    .map(|name| name.trim().to_owned())
            })
            .filter(|name| !name.is_empty())
    }

    /// The name that begins most sentences and list items, a listed state before any other.
    fn most_named(&self, vocabulary: &Vocabulary) -> Option<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let body = self
            .blocks
            .iter()
            .filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem));
        for block in body.take_while(|block| block.span.start < LEAD) {
            for name in topics(block.span.of(self.text)) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
        ranked.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        let listed = ranked
            .iter()
            .take(8)
            .find(|(name, _)| known(vocabulary, name));
        listed
            .or(ranked.first().filter(|(_, count)| *count > 1))
            .map(|(name, _)| (*name).to_owned())
    }
}

fn known(vocabulary: &Vocabulary, name: &str) -> bool {
    vocabulary.find("states", name).is_some()
}

/// Capitalised names before a verb that reports have of states.
fn topics(text: &str) -> impl Iterator<Item = &str> {
    const VERBS: [&str; 12] = [
        "has", "is", "should", "was", "states", "signed", "and", "voted", "remains", "joined",
        "did", "to",
    ];
    const NAMELESS: [&str; 22] = [
        "It",
        "The",
        "This",
        "That",
        "He",
        "She",
        "There",
        "In",
        "A",
        "An",
        "They",
        "Nobody",
        "No",
        "Convention",
        "Treaty",
        "Government",
        "Army",
        "Defence",
        "Defense",
        "Monitor",
        "Review",
        "Center",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for pair in words.windows(2) {
        if let [name, verb] = pair {
            let name = name.trim_start_matches(['-', '(', '"', '“']);
            let capital = name.chars().next().is_some_and(char::is_uppercase)
                && name.chars().skip(1).all(|c| c.is_lowercase() || c == '-');
            if capital && name.len() > 2 && VERBS.contains(verb) && !NAMELESS.contains(&name) {
                found.push(name);
            }
        }
    }
    found.into_iter()
}

/// `UPPER KEMBRA` as a name: `Upper Kembra`. Names that are not all capitals stay as they are.
fn titlecase(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut upper = true;
    name.chars()
        .flat_map(|c| {
            let cased: Vec<char> = if upper {
                vec![c]
            } else {
                c.to_lowercase().collect()
            };
            upper = !c.is_alphabetic();
            cased
        })
        .collect()
}
