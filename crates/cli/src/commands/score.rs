//! `whitestone score`: the rules against annotated facts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whitestone_extract::score::{Difference, Field, GoldFact, GoldFile, Score};
use whitestone_model::record::FactRecord;
use whitestone_model::{Candidate, Document, DocumentMeta};

use super::knowledge;
use crate::args::{Format, Global};
use crate::error::{CliError, Exit};
use crate::files;
use crate::table::clip;

/// What to score and what to print.
pub struct Request {
    pub gold: PathBuf,
    pub texts: Option<PathBuf>,
    pub misses: bool,
    pub wrong: bool,
    pub fields: bool,
    pub min_precision: Option<f64>,
    pub min_recall: Option<f64>,
}

pub fn run(global: &Global, request: &Request) -> Result<Exit, CliError> {
    let knowledge = knowledge(global)?;
    let mut total = Score::default();
    let mut missed = Vec::new();
    for (path, facts) in annotated(request)? {
        let input = files::document(&path, "")?;
        let hints = DocumentMeta::default();
        let document =
            whitestone_formats::read(&input.bytes, &input.name, &hints, &knowledge.vocabulary);
        let mut score = Score::of(
            &facts,
            &archived(knowledge.rules.extract(&document), &document),
            &knowledge.rules,
        );
        for wrong in &mut score.wrong {
            wrong.document.clone_from(&input.name);
        }
        missed.extend(score.missed.iter().map(|fact| miss(fact, &document)));
        total.add(score);
    }
    print(global, request, &total, &missed);
    let all = total.total();
    let enough = request
        .min_precision
        .is_none_or(|least| all.precision() >= least)
        && request.min_recall.is_none_or(|least| all.recall() >= least);
    Ok(if enough { Exit::Done } else { Exit::Look })
}

/// Candidates with their places in the archived bytes, which is where annotations count.
fn archived(mut candidates: Vec<Candidate>, document: &Document) -> Vec<Candidate> {
    if document.source.is_identity() {
        return candidates;
    }
    let groups = candidates
        .iter_mut()
        .flat_map(|candidate| &mut Arc::make_mut(&mut candidate.assertion).evidence);
    for passage in groups.flat_map(|group| &mut group.passages) {
        for range in &mut passage.ranges {
            *range = document.source.source_span(*range);
        }
    }
    candidates
}

/// Every annotated text with its facts.
fn annotated(request: &Request) -> Result<Vec<(PathBuf, Vec<GoldFact>)>, CliError> {
    let gold = &request.gold;
    let (folder, files) = if gold.is_dir() {
        (gold.clone(), files::text_files(gold, &["json"])?)
    } else {
        let text = std::fs::read_to_string(gold).map_err(|e| CliError::io(gold, &e))?;
        (
            gold.parent().unwrap_or(Path::new(".")).to_path_buf(),
            vec![(String::new(), text)],
        )
    };
    let places = match &request.texts {
        Some(texts) => vec![texts.clone()],
        None => vec![folder.clone(), folder.join("../corpus/reports")],
    };
    let mut found = Vec::new();
    // A folder of annotations may hold other JSON too: what has no facts is passed over.
    for file in files
        .iter()
        .filter_map(|(_, text)| GoldFile::parse(text).ok())
    {
        let Some(name) = file.facts.first().map(|fact| fact.doc.clone()) else {
            continue;
        };
        match places
            .iter()
            .map(|place| place.join(&name))
            .find(|path| path.exists())
        {
            Some(path) => found.push((path, file.facts)),
            None => {
                return Err(CliError::Request(format!(
                    "{name}: annotated, but not found; name its folder with --texts"
                )));
            }
        }
    }
    if found.is_empty() {
        return Err(CliError::Request(format!(
            "{}: no annotated facts there",
            gold.display()
        )));
    }
    Ok(found)
}

fn miss(fact: &GoldFact, document: &Document) -> String {
    let sentence = document
        .sentences
        .iter()
        .find(|sentence| sentence.span().contains(fact.start_byte));
    let context = sentence
        .map(|sentence| document.quote(&sentence.ranges))
        .unwrap_or_default();
    format!(
        "missed {} {}\n    {}\n    in: {}",
        fact.id,
        fact.property,
        clip(&fact.quote, 150),
        clip(&context, 300)
    )
}

fn print(global: &Global, request: &Request, total: &Score, missed: &[String]) {
    if global.format == Format::Text {
        tell!("{}", total.table());
    } else {
        let all = total.total();
        let share = |field: Field| (field.name(), total.agreement.share(field));
        let fields: BTreeMap<_, _> = Field::ALL.map(share).into();
        say!(
            "{}",
            serde_json::json!({"gold": all.gold, "found": all.proposed, "hits": all.hits,
                "precision": all.precision(), "recall": all.recall(), "f1": all.f1(),
                "fields": fields})
        );
    }
    if request.misses {
        missed.iter().for_each(|line| say!("{line}"));
    }
    if request.wrong {
        total
            .wrong
            .iter()
            .for_each(|record| say!("{}", wrong(record)));
    }
    if request.fields {
        let mut differences: Vec<&Difference> = total.agreement.differences.iter().collect();
        differences.sort_by_key(|difference| difference.field);
        differences
            .iter()
            .for_each(|difference| say!("{}", differing(difference)));
    }
}

fn wrong(record: &FactRecord) -> String {
    let value = whitestone_extract::score::value_text(&record.value, record.state);
    let quote = clip(&record.quote, 200);
    format!(
        "wrong {} = {value} by {}\n    {} at {}: {quote}",
        record.property, record.rule, record.document, record.start
    )
}

/// Gold against found, then the candidate and its words.
fn differing(difference: &Difference) -> String {
    let Difference {
        field,
        gold,
        found,
        fact,
        candidate,
    } = difference;
    format!(
        "{} {} {fact}: [{gold}] found [{found}] by {}\n    {}",
        field.name(),
        candidate.property,
        candidate.rule,
        clip(&candidate.quote, 200)
    )
}
