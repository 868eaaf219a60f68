//! `whitestone read` and `whitestone extract`: what the reader and the rules see, without a ledger.

use std::path::{Path, PathBuf};

use whitestone_app::{Knowledge, links};
use whitestone_model::document::BlockKind;
use whitestone_model::record::FactRecord;
use whitestone_model::{Document, DocumentMeta};

use super::{file_name, knowledge, print_json};
use crate::args::{Format, Global};
use crate::error::{CliError, Exit};
use crate::files;
use crate::parallel;
use crate::table::{clip, table};

pub fn read(global: &Global, paths: &[PathBuf], full: bool) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    let documents: Vec<Document> = paths
        .iter()
        .map(|path| read_one(&knowledge, path))
        .collect::<Result<_, _>>()?;
    if global.format != Format::Text {
        print_json(global.format, &documents)?;
        return Ok(Exit::Done);
    }
    for document in &documents {
        summary(document);
        if full {
            layout(document);
            pointers(document, &documents, &knowledge);
        }
    }
    Ok(Exit::Done)
}

/// Which notes point to others of the documents that were given.
fn pointers(document: &Document, all: &[Document], knowledge: &Knowledge) {
    for note in &document.notes {
        let edges = note
            .citations
            .iter()
            .filter_map(|citation| citation.edge.as_ref());
        for edge in edges {
            let others = all.iter().map(|other| (&other.name, &other.meta));
            let found = links::target(edge, &document.meta, others, &knowledge.vocabulary);
            if let Some(name) = found {
                say!("  note {:7} points to {name}", note.label);
            }
        }
    }
}

/// The sources that notes name, as one CSL-JSON list.
pub fn citations(global: &Global, paths: &[PathBuf]) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    let (mut items, mut withheld) = (Vec::new(), 0);
    for path in paths {
        let mut found = whitestone_report::csl(&read_one(&knowledge, path)?);
        items.append(&mut found.items);
        withheld += found.withheld;
    }
    let format = match global.format {
        Format::Text => Format::Json,
        other => other,
    };
    print_json(format, &items)?;
    if withheld > 0 && !global.quiet {
        eprintln!("{withheld} confidential sources are left out");
    }
    Ok(Exit::Done)
}

pub(super) fn read_one(knowledge: &Knowledge, path: &Path) -> Result<Document, CliError> {
    let input = files::document(path, "standard input")?;
    Ok(whitestone_formats::read(
        &input.bytes,
        &input.name,
        &DocumentMeta::default(),
        &knowledge.vocabulary,
    ))
}

fn summary(document: &Document) {
    let meta = &document.meta;
    let subject = match (&meta.subject, meta.parts.len()) {
        (Some(subject), _) => subject.name.clone(),
        (None, 0) => "no country found".to_owned(),
        (None, parts) => format!("{parts} countries in turn"),
    };
    say!("{}", document.name);
    say!("  sha256     {}", document.id);
    say!("  title      {}", meta.title);
    say!(
        "  about      {subject}; family {}; published {}",
        meta.family,
        meta.published
    );
    for (name, value) in [("theme", &meta.theme), ("publisher", &meta.publisher)] {
        if !value.is_empty() {
            say!("  {name:<10} {value}");
        }
    }
    say!(
        "  found      {} blocks, {} sentences, {} markers, {} notes with {} citations",
        document.blocks.len(),
        document.sentences.len(),
        document.markers.len(),
        document.notes.len(),
        document
            .notes
            .iter()
            .map(|note| note.citations.len())
            .sum::<usize>()
    );
    if document.reader != whitestone_reader::READER {
        say!("  read by    {}", document.reader);
    }
    for diagnostic in &document.diagnostics {
        let place = diagnostic
            .span
            .map(|span| format!(" at byte {}", span.start))
            .unwrap_or_default();
        say!("  {}{place}: {}", diagnostic.code, diagnostic.message);
    }
}

fn layout(document: &Document) {
    let mut last = String::new();
    for block in document
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Note)
    {
        let kind = format!("{:?}", block.kind).to_lowercase();
        let place = document.place_of(&[block.span]);
        if place != last {
            say!("  {place}");
            last = place;
        }
        say!(
            "  {:>7} {kind:12} {}",
            block.span.start,
            clip(document.slice(block.span), 100)
        );
    }
    for note in &document.notes {
        say!(
            "  {:>7} note {:7} {}",
            note.span.start,
            note.label,
            clip(document.slice(note.span), 100)
        );
        for citation in &note.citations {
            let edge = citation
                .edge
                .as_ref()
                .map(|edge| format!(" -> {edge:?}"))
                .unwrap_or_default();
            say!(
                "          {:?} {} {}{edge}",
                citation.kind,
                citation.date,
                citation.persons.join(", ")
            );
        }
    }
}

pub fn extract(
    global: &Global,
    paths: &[PathBuf],
    explain: Option<usize>,
    jobs: Option<usize>,
) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    let (paths, skipped) = files::documents(paths)?;
    if let (Some(byte), [path]) = (explain, paths.as_slice()) {
        let document = read_one(&knowledge, path)?;
        tell!("{}", knowledge.rules.explain(&document, byte..byte + 1));
        return Ok(Exit::Done);
    }
    if explain.is_some() {
        return Err(CliError::Request("--explain wants one single file".into()));
    }
    let mut rows = Vec::new();
    let mut list = List::default();
    let format = global.format;
    let jobs = jobs.unwrap_or_else(parallel::workers);
    parallel::each(
        &paths,
        jobs,
        |path| found(&knowledge, path, format),
        |found| {
            match found? {
                Found::Lines(lines) => tell!("{lines}"),
                Found::List(part) => list.add(&part),
                Found::Rows(more) => rows.extend(more),
            }
            Ok::<(), CliError>(())
        },
    )?;
    match format {
        Format::Json => list.close(),
        Format::Jsonl => {}
        Format::Text => {
            tell!(
                "{}",
                table(&["document", "property", "value", "when", "quote"], &rows)
            );
            say!("{} candidates", rows.len());
        }
    }
    for line in &skipped {
        eprintln!("{line}");
    }
    Ok(if skipped.is_empty() {
        Exit::Done
    } else {
        Exit::Look
    })
}

/// The candidates of one document in the form in which they are printed.
enum Found {
    Lines(String),
    List(String),
    Rows(Vec<Vec<String>>),
}

fn found(knowledge: &Knowledge, path: &Path, format: Format) -> Result<Found, CliError> {
    let document = read_one(knowledge, path)?;
    let found = knowledge.rules.extract(&document);
    let facts = (found.into_iter()).map(|candidate| FactRecord::of(candidate, &document.name));
    Ok(match format {
        Format::Jsonl => Found::Lines(lines(facts)?),
        Format::Json => {
            let facts: Vec<_> = facts.collect();
            let list = serde_json::to_string_pretty(&facts);
            Found::List(list.map_err(|e| CliError::Request(e.to_string()))?)
        }
        Format::Text => Found::Rows(facts.map(|fact| row(&fact)).collect()),
    })
}

/// One JSON list that is printed a document at a time: what many documents hold need not fit the memory.
#[derive(Default)]
struct List {
    begun: bool,
}

impl List {
    /// Adds the members of another list.
    fn add(&mut self, list: &str) {
        let members = list
            .trim_start_matches(['[', '\n'])
            .trim_end_matches(['\n', ']']);
        if !members.is_empty() {
            tell!("{}\n{members}", if self.begun { "," } else { "[" });
            self.begun = true;
        }
    }

    fn close(&self) {
        say!("{}", if self.begun { "\n]" } else { "[]" });
    }
}

/// Bytes of a common line.
const LINE: usize = 640;

/// One JSON value a line, a document at a time: millions of lines are common here.
fn lines(facts: impl ExactSizeIterator<Item = FactRecord>) -> Result<String, CliError> {
    let mut lines = Vec::with_capacity(facts.len() * LINE);
    for fact in facts {
        serde_json::to_writer(&mut lines, &fact).map_err(|e| CliError::Request(e.to_string()))?;
        lines.push(b'\n');
    }
    String::from_utf8(lines).map_err(|e| CliError::Request(e.to_string()))
}

pub(super) fn row(fact: &FactRecord) -> Vec<String> {
    vec![
        file_name(&fact.document).to_owned(),
        fact.property.clone(),
        clip(
            &whitestone_extract::score::value_text(&fact.value, fact.state),
            28,
        ),
        fact.when.clone(),
        clip(&fact.quote, 80),
    ]
}
