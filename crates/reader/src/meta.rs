//! What a document says of itself: title, family, country, edition, publisher, theme, dates.

use whitestone_model::document::{Block, BlockKind, CitationKind, Note};
use whitestone_model::{Diagnostic, DocumentMeta, Edtf, Severity, Subject, Vocabulary};

use crate::blocks::series_title;
use crate::country;
use crate::dates;
use crate::diagnostics::note;
use crate::inline;
use crate::layout::{Family, layout};
use crate::lookup::Patterns;
use crate::parts;

/// How much of the text is looked at for the country of a report that does not name it in a title.
const LEAD: usize = 1 << 13;

/// A page names its state among so many blocks, if it does so in a heading.
const HEAD: usize = 8;
/// The series is named among so many headings, if at all.
const HEADINGS: usize = 6;

/// Fills what the user did not give.
pub(crate) fn detect(
    page: Page,
    hints: &DocumentMeta,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> DocumentMeta {
    let mut meta = hints.clone();
    let title = page.title();
    let series = title.and_then(series_title);
    let updated = page
        .value_of("last updated")
        .and_then(|value| dates::find(value).next_back());
    if meta.edition.is_none() {
        let year = updated
            .as_ref()
            .and_then(|date| date.date.as_str().get(..4));
        let year = year.and_then(dates::year);
        meta.edition = series
            .map(|(_, _, year)| year)
            .or(year)
            .or_else(|| page.series_year());
    }
    if meta.subject.is_none() && series.is_none() {
        meta.parts = parts::find(page.text, page.blocks, vocabulary);
    }
    let known = Known {
        series: series.map(|(_, work, _)| work).or_else(|| page.series()),
        year: meta.edition,
        parts: !meta.parts.is_empty(),
    };
    let family = page.family(known);
    fill(&mut meta.title, || title.unwrap_or_default().to_owned());
    fill(&mut meta.language, || "en".to_owned());
    fill(&mut meta.family, || family.map_or("", |f| &f.id).to_owned());
    fill(&mut meta.publisher, || known.publisher(family));
    if family.is_some_and(|f| f.themed) {
        fill(&mut meta.theme, || page.theme());
    }
    if meta.edition.is_none() && family.is_some_and(|f| f.dated_by_data) {
        meta.edition = page.year_by_data();
        if let Some(year) = meta.edition {
            let message = format!(
                "The edition is taken as {year}, from the years of data and the newest note. Give the edition if that is wrong."
            );
            diagnostics.push(note(Severity::Note, "edition-guessed", &message, None));
        }
    }
    if !meta.published.is_stated() {
        meta.published = updated.map_or_else(
            || meta.edition.map_or_else(Edtf::unstated, Edtf::year),
            |date| date.date,
        );
    }
    if meta.subject.is_none() && meta.parts.is_empty() {
        meta.subject = page.subject(series.map(|(country, _, _)| country), vocabulary);
    }
    diagnostics.extend(lacking(&meta, page.blocks.is_empty()));
    meta
}

/// What a report should say of itself and does not; a user can.
fn lacking(meta: &DocumentMeta, is_empty: bool) -> Vec<Diagnostic> {
    let country = "No state is named in a title, a heading or the text, so that nothing in it can be filed under one. Give its country.";
    let date = "It prints no date and no edition, so that what it says is undated. Give its edition or the day it was published.";
    let lacks = [
        (
            meta.subject.is_none() && meta.parts.is_empty(),
            "no-country",
            country,
        ),
        (!meta.published.is_stated(), "no-date", date),
    ];
    let lacks = lacks.into_iter().filter(|(lacks, ..)| *lacks && !is_empty);
    lacks
        .map(|(_, code, message)| note(Severity::Warning, code, message, None))
        .collect()
}

/// What is known of a page before its family is.
#[derive(Debug, Clone, Copy)]
struct Known {
    series: Option<&'static str>,
    year: Option<i16>,
    parts: bool,
}

impl Known {
    /// Who publishes the series; where there is none, the family of the layout.
    fn publisher(&self, family: Option<&Family>) -> String {
        let named = self.series.and_then(|work| layout().publishers.get(work));
        let of_family = || Some(&family.filter(|_| self.series.is_none())?.publisher);
        named.or_else(of_family).cloned().unwrap_or_default()
    }
}

fn fill(field: &mut String, value: impl FnOnce() -> String) {
    if field.is_empty() {
        *field = value();
    }
}

/// What there is to look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    pub text: &'a str,
    pub blocks: &'a [Block],
    pub notes: &'a [Note],
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

    /// The first heading that is a known theme, or the first that is no run-in one.
    fn theme(&self) -> String {
        let known = |heading: &&str| layout().themes.fit(plain(heading));
        let headings = || {
            self.of(BlockKind::Heading)
                .filter(|heading| !heading.ends_with(':'))
        };
        let named = headings()
            .find(known)
            .or_else(|| self.of(BlockKind::Title).find(known));
        plain(named.or_else(|| headings().next()).unwrap_or_default()).to_owned()
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

    fn family(&self, known: Known) -> Option<&'static Family> {
        layout().family.iter().find(|family| {
            let headed = |patterns: &Patterns| {
                let named = |kind| self.of(kind).any(|heading| patterns.fit(plain(heading)));
                named(BlockKind::Heading) || named(BlockKind::Title)
            };
            let rows = || self.blocks.iter().filter(|row| !row.cells.is_empty());
            let labelled = |patterns: &Patterns| rows().any(|row| patterns.fit(self.label(row)));
            let serial = family.series.is_empty()
                || known
                    .series
                    .is_some_and(|work| family.series.iter().any(|known| known == work));
            let years = family.years.is_none_or(|(first, last)| {
                known
                    .year
                    .is_some_and(|year| (first..=last).contains(&year))
            });
            serial
                && years
                && (!family.parts || known.parts)
                && (family.any_heading.is_empty()
                    || headed(&family.any_heading)
                    || labelled(&family.any_heading))
                && (family.any_label.is_empty()
                    || labelled(&family.any_label)
                    || headed(&family.any_label))
                && !headed(&family.no_heading)
        })
    }

    /// The series named in a line that pages repeat, or in a heading with its year: `Clearing the Mines 2019`.
    fn series(&self) -> Option<&'static str> {
        let repeated = self.of(BlockKind::Boilerplate).find_map(work);
        repeated.or_else(|| self.series_heading().map(|(work, _)| work))
    }

    fn series_heading(&self) -> Option<(&'static str, i16)> {
        let headings = self.of(BlockKind::Title).chain(self.of(BlockKind::Heading));
        let mut named = headings.take(HEADINGS).filter_map(|line| {
            let year = line
                .split(|c: char| !c.is_ascii_digit())
                .find_map(dates::year)?;
            Some((work(line)?, year))
        });
        named.next()
    }

    /// The year beside the series in such a line: `12 Clearing the Mines 2025`.
    fn series_year(&self) -> Option<i16> {
        let work = self.series()?;
        self.of(BlockKind::Boilerplate)
            .filter(|line| line.contains(work))
            .flat_map(|line| line.split(|c: char| !c.is_ascii_digit()))
            .find_map(dates::year)
            .or_else(|| self.series_heading().map(|(_, year)| year))
    }

    /// The year of a report that prints none: the year after the newest data, or that of a newer note.
    fn year_by_data(&self) -> Option<i16> {
        let noted = self.noted_year();
        // Reports on a year are written in the next: a column far beyond the newest note holds plans.
        let measured = |year: &i16| noted.is_none_or(|noted| *year <= noted + 1);
        let data = self.head_years().filter(measured).max();
        data.map(|year| year + 1).max(noted)
    }

    /// The years that head columns of tables, but for those of deadlines and plans.
    fn head_years(&self) -> impl Iterator<Item = i16> {
        let heads = self
            .blocks
            .iter()
            .filter_map(|row| row.header)
            .filter_map(|head| self.blocks.get(head));
        let cells = heads.flat_map(|head| head.cells.iter().skip(1));
        let boxes = self.of(BlockKind::Heading);
        cells
            .map(|cell| cell.of(self.text))
            .chain(boxes.filter(|heading| layout().dated_headings.fit(plain(heading))))
            .filter(|head| {
                let head = head.to_lowercase();
                !layout()
                    .words
                    .ahead
                    .iter()
                    .any(|word| head.contains(word.as_str()))
            })
            .flat_map(|head| head.split(|c: char| !c.is_ascii_digit()))
            .filter_map(dates::year)
    }

    /// The newest year in which a source of the notes was written or read.
    fn noted_year(&self) -> Option<i16> {
        let sources = self
            .notes
            .iter()
            .flat_map(|note| &note.citations)
            .filter(|source| source.kind != CitationKind::Explanatory);
        sources
            .flat_map(|source| [&source.date, &source.accessed])
            .flat_map(|date| date.as_str().split(|c: char| !c.is_ascii_digit()))
            .filter_map(dates::year)
            .max()
    }

    fn subject(&self, country: Option<&str>, vocabulary: &'a Vocabulary) -> Option<Subject> {
        let named = country
            .map(str::to_owned)
            .or_else(|| self.running_head())
            .or_else(|| self.heading_state(vocabulary))
            .or_else(|| {
                let title = self.title()?;
                let group = layout().running_heads.iter().any(|group| group == title);
                let short = !group
                    && title.split(' ').count() <= 5
                    && !title.bytes().any(|b| b.is_ascii_digit())
                    && title.split(' ').all(country::may_name);
                short.then(|| title.to_owned())
            });
        let name = named.or_else(|| self.most_named(vocabulary))?;
        let name = if vocabulary.find("states", &name).is_some() {
            name
        } else {
            titlecase(&name)
        };
        Some(vocabulary.state(&name))
    }

    /// The country in a running head.
    fn running_head(&self) -> Option<String> {
        let mut named = self
            .of(BlockKind::Boilerplate)
            .filter_map(inline::headed_country);
        named.next().map(str::to_owned)
    }

    /// The state that heads the page, in a line of its own.
    fn heading_state(&self, vocabulary: &'a Vocabulary) -> Option<String> {
        let lines = self
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Boilerplate);
        let mut headings = lines
            .take(HEAD)
            .filter(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading))
            .map(|block| plain(block.span.of(self.text)));
        headings
            .find_map(|line| country::listed(vocabulary, line))
            .map(str::to_owned)
    }

    /// The name that the body treats as a state most.
    fn most_named(&self, vocabulary: &'a Vocabulary) -> Option<String> {
        let body = self
            .blocks
            .iter()
            .filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem))
            .take_while(|block| block.span.start < LEAD);
        country::most_named(body.map(|block| block.span.of(self.text)), vocabulary)
    }
}

/// The series that a line names, with nothing else but a year or a page: `12 Clearing the Mines 2018 Report`.
fn work(line: &str) -> Option<&'static str> {
    let outer = |c: char| !c.is_alphabetic();
    let line = line.trim_matches(outer);
    let behind = |word: &String| {
        let at = line.len().checked_sub(word.len())?;
        let (before, end) = line.split_at_checked(at)?;
        (before.ends_with(' ') && end.eq_ignore_ascii_case(word)).then_some(before)
    };
    let short = (layout().behind_series.iter().find_map(behind))
        .unwrap_or(line)
        .trim_end_matches(outer);
    let mut works = layout().works.iter().map(String::as_str);
    works.find(|work| work.eq_ignore_ascii_case(line) || work.eq_ignore_ascii_case(short))
}

/// A heading without what surrounds its words.
fn plain(heading: &str) -> &str {
    heading.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*'))
}

/// `UPPER KEMBRA` as a name: `Upper Kembra`. Names that are not all capitals stay as they are.
pub(crate) fn titlecase(name: &str) -> String {
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
