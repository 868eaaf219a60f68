//! A workbench for authors of rules: score them, test their examples, look at a sentence.
//!
//! ```text
//! try [--rules DIR] [--vocabulary DIR] score GOLD... [--misses] [--wrong] [--by-document]
//! try ... test [RULE-PREFIX]
//! try ... misses PROPERTY GOLD...        gold facts of a property that no rule finds
//! try ... wrong PROPERTY GOLD...         candidates of a property that no gold fact supports
//! try ... explain FILE OFFSET            why rules fired or did not on the sentence at a byte
//! try ... show FILE                      every candidate of a document
//! try ... say "Some sentence."           every candidate of a sentence, and why
//! ```
//!
//! GOLD is a folder or files of gold facts; the report is looked for beside them and in `../corpus/reports`. A rule
//! file that does not compile is reported and left out, so that one author's half-written rule stops nobody.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use whitestone_extract::score::{GoldFact, GoldFile, Score};
use whitestone_extract::{RuleSet, claim_line};
use whitestone_model::{Document, DocumentMeta, Vocabulary};

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Bench {
    vocabulary: Vocabulary,
    rules: RuleSet,
}

fn main() -> Outcome<()> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str, default: &str| {
        let at = words.iter().position(|word| word == name);
        match at {
            Some(at) if at + 1 < words.len() => {
                words.remove(at);
                words.remove(at)
            }
            _ => default.to_owned(),
        }
    };
    let rules = option("--rules", "rules");
    let vocabulary = option("--vocabulary", "vocabulary");
    let flags: Vec<String> = words
        .iter()
        .filter(|w| w.starts_with("--"))
        .cloned()
        .collect();
    words.retain(|w| !w.starts_with("--"));
    let flag = |name: &str| flags.iter().any(|f| f == name);
    let bench = Bench::open(Path::new(&rules), Path::new(&vocabulary))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["score", gold @ ..] => {
            let score = bench.score(gold, flag("--by-document"))?;
            print!("{}", score.table());
            if flag("--misses") {
                bench.print_misses(&score, "", gold);
            }
            if flag("--wrong") {
                print_wrong(&score, "");
            }
        }
        ["misses", property, gold @ ..] => {
            let score = bench.score(gold, false)?;
            bench.print_misses(&score, property, gold);
        }
        ["wrong", property, gold @ ..] => print_wrong(&bench.score(gold, false)?, property),
        ["pairs", property, gold @ ..] => print_pairs(&bench.score(gold, false)?, property),
        ["test"] => bench.test("")?,
        ["test", prefix] => bench.test(prefix)?,
        ["show", file] => bench.show(Path::new(file))?,
        ["explain", file, offset] => bench.explain(Path::new(file), offset.parse()?)?,
        ["say", sentence] => bench.say(sentence),
        _ => println!(
            "say what: score GOLD... | test [PREFIX] | misses PROPERTY GOLD... | wrong PROPERTY GOLD... | pairs PROPERTY GOLD... | show FILE | explain FILE OFFSET | say \"...\""
        ),
    }
    Ok(())
}

fn files(folder: &Path, extension: &str) -> Outcome<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_some_and(|e| e == extension) {
            let path = entry.path().display().to_string();
            found.push((path, std::fs::read_to_string(entry.path())?));
        }
    }
    Ok(found)
}

impl Bench {
    fn open(rules: &Path, vocabulary: &Path) -> Outcome<Self> {
        let texts = files(vocabulary, "toml")?;
        let vocabulary = Vocabulary::parse(texts.iter().map(|(p, t)| (p.as_str(), t.as_str())))?;
        let mut texts = files(rules, "toml")?;
        loop {
            let pairs = texts.iter().map(|(p, t)| (p.as_str(), t.as_str()));
            match RuleSet::parse(pairs, &vocabulary) {
                Ok(rules) => return Ok(Self { vocabulary, rules }),
                Err(error) => {
                    let before = texts.len();
                    texts.retain(|(path, _)| *path != error.file);
                    if texts.len() == before {
                        return Err(error.into());
                    }
                    eprintln!("LEFT OUT {error}\n");
                }
            }
        }
    }

    fn read(&self, path: &Path) -> Outcome<Document> {
        let bytes = std::fs::read(path)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        Ok(whitestone_reader::read(
            &bytes,
            &name.unwrap_or_default(),
            &DocumentMeta::default(),
            &self.vocabulary,
        ))
    }

    fn score(&self, gold: &[&str], by_document: bool) -> Outcome<Score> {
        let mut total = Score::default();
        for (path, facts) in gold_files(gold)? {
            let document = self.read(&path)?;
            let candidates = self.rules.extract(&document);
            let mut score = Score::of(&facts, &candidates, &self.vocabulary);
            for wrong in &mut score.wrong {
                wrong.document = path.display().to_string();
            }
            if by_document {
                let all = score.total();
                println!(
                    "{:<40} P {:.2} R {:.2} F1 {:.2}",
                    path.file_name().unwrap_or_default().to_string_lossy(),
                    all.precision(),
                    all.recall(),
                    all.f1()
                );
            }
            total.add(score);
        }
        Ok(total)
    }

    fn print_misses(&self, score: &Score, property: &str, gold: &[&str]) {
        let mut texts = BTreeMap::new();
        for (path, facts) in gold_files(gold).unwrap_or_default() {
            if let (Some(fact), Ok(document)) = (facts.first(), self.read(&path)) {
                texts.insert(fact.doc.clone(), document);
            }
        }
        for fact in score
            .missed
            .iter()
            .filter(|f| f.property.starts_with(property))
        {
            println!(
                "MISSED {} {} {} when={} {:?} claimant={:?} {:?}",
                fact.id,
                fact.property,
                gold_value(fact),
                fact.when,
                fact.modality,
                fact.claimant,
                fact.qualifiers
            );
            println!("   quote: {}", fact.quote.replace('\n', " / "));
            if let Some(document) = texts.get(&fact.doc) {
                println!("   sentence: {}", sentence_at(document, fact.start_byte));
            }
        }
    }

    fn test(&self, prefix: &str) -> Outcome<()> {
        let outcomes = self.rules.test();
        let ours: Vec<_> = outcomes
            .iter()
            .filter(|o| o.rule.starts_with(prefix))
            .collect();
        let mut failed = 0;
        for outcome in &ours {
            if let Some(failure) = &outcome.failure {
                failed += 1;
                let kind = if outcome.positive { "yes" } else { "no" };
                println!(
                    "{} {}\n   {kind}: {}\n   {failure}",
                    outcome.file, outcome.rule, outcome.text
                );
            }
        }
        println!(
            "{} rules, {} examples, {failed} failed",
            self.rules.len(),
            ours.len()
        );
        if failed > 0 {
            Err("examples failed".into())
        } else {
            Ok(())
        }
    }

    fn show(&self, path: &Path) -> Outcome<()> {
        for candidate in self.rules.extract(&self.read(path)?) {
            let passage = candidate.assertion.passages().next();
            let start = passage
                .and_then(|p| p.ranges.first())
                .map_or(0, |s| s.start);
            let quote = passage
                .map(|p| p.quote.replace('\n', " / "))
                .unwrap_or_default();
            println!("{start:>7} {}", claim_line(&candidate.assertion));
            println!(
                "        notes {:?} [{}] {quote}",
                candidate.assertion.notes, candidate.origin.rule
            );
        }
        Ok(())
    }

    fn explain(&self, path: &Path, offset: usize) -> Outcome<()> {
        let document = self.read(path)?;
        println!("{}", self.rules.explain(&document, offset..offset + 1));
        Ok(())
    }

    fn say(&self, sentence: &str) {
        let document = self.rules.sample(sentence);
        println!("{}", self.rules.explain(&document, 0..sentence.len()));
        for candidate in self.rules.extract(&document) {
            println!(
                "=> {} [{}]",
                claim_line(&candidate.assertion),
                candidate.origin.rule
            );
        }
    }
}

/// The reports with their facts: `(path of the report, facts)`.
fn gold_files(gold: &[&str]) -> Outcome<Vec<(PathBuf, Vec<GoldFact>)>> {
    let mut found = Vec::new();
    for folder in gold {
        for (path, json) in files(Path::new(folder), "json")? {
            let Ok(file) = GoldFile::parse(&json) else {
                continue;
            };
            let Some(doc) = file.facts.first().map(|f| f.doc.clone()) else {
                continue;
            };
            let beside = Path::new(&path)
                .parent()
                .unwrap_or(Path::new("."))
                .to_path_buf();
            let places = [
                beside.join(&doc),
                beside.join("../corpus/reports").join(&doc),
            ];
            match places.into_iter().find(|p| p.exists()) {
                Some(report) => found.push((report, file.facts)),
                None => eprintln!("{path}: its report {doc} was not found"),
            }
        }
    }
    Ok(found)
}

fn gold_value(fact: &GoldFact) -> String {
    let v = &fact.value;
    let text = [&v.code, &v.entity, &v.date, &v.text]
        .into_iter()
        .flatten()
        .next();
    match text {
        Some(text) => text.clone(),
        None => format!(
            "{:?}..{:?} {:?} {:?} ({:?})",
            v.low, v.high, v.basis, v.unit, fact.state
        ),
    }
}

fn sentence_at(document: &Document, offset: usize) -> String {
    let sentence = document
        .sentences
        .iter()
        .find(|s| s.span().contains(offset));
    let text = match sentence {
        Some(sentence) => document.quote(&sentence.ranges),
        None => {
            let block = document.blocks.iter().find(|b| b.span.contains(offset));
            block
                .map(|b| format!("({:?}) {}", b.kind, document.slice(b.span)))
                .unwrap_or_default()
        }
    };
    text.replace('\n', " / ")
}

fn print_wrong(score: &Score, property: &str) {
    for record in score
        .wrong
        .iter()
        .filter(|r| r.property.starts_with(property))
    {
        let value = serde_json::to_string(&record.value).unwrap_or_default();
        println!(
            "WRONG {} {value} when={} {:?} {:?}",
            record.property, record.when, record.modality, record.qualifiers
        );
        println!("   [{}] {}", record.rule, record.quote.replace('\n', " / "));
        println!("   in {} at {}", record.document, record.start);
    }
}

/// Pairs that agree in value and differ in something else.
fn print_pairs(score: &Score, property: &str) {
    for (fact, record) in score
        .pairs
        .iter()
        .filter(|(f, _)| f.property.starts_with(property))
    {
        let mut differences = Vec::new();
        if fact.when != record.when {
            differences.push(format!("when {} / {}", fact.when, record.when));
        }
        if fact.modality != record.modality {
            differences.push(format!(
                "modality {:?} / {:?}",
                fact.modality, record.modality
            ));
        }
        if fact.claimant.first() != record.claimant.first() {
            differences.push(format!(
                "claimant {:?} / {:?}",
                fact.claimant, record.claimant
            ));
        }
        if fact.notes != record.notes {
            differences.push(format!("notes {:?} / {:?}", fact.notes, record.notes));
        }
        if fact.qualifiers != record.qualifiers {
            differences.push(format!(
                "qualifiers {:?} / {:?}",
                fact.qualifiers, record.qualifiers
            ));
        }
        if !differences.is_empty() {
            println!(
                "{} {} [{}]\n   {}\n   gold / found: {}",
                fact.id,
                fact.property,
                record.rule,
                fact.quote.replace('\n', " / "),
                differences.join("\n                 ")
            );
        }
    }
}
