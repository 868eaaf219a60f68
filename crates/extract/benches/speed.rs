//! Throughput of extraction: all rules of the project over the examples inside them, and over a corpus of reports
//! where the environment variable `WHITESTONE_CORPUS` names one.

use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::BytesCount;
use whitestone_extract::RuleSet;
use whitestone_model::{Document, DocumentMeta, Vocabulary};

/// How often a document is read in one round: memory is warm, as it is in a real run over many reports.
const ROUNDS: usize = 20;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn files(folder: &Path, extension: &str) -> Vec<(String, String)> {
    (walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten())
    .filter(|entry| entry.path().extension().is_some_and(|e| e == extension))
    .filter_map(|entry| {
        let text = std::fs::read_to_string(entry.path()).ok()?;
        Some((entry.path().display().to_string(), text))
    })
    .collect()
}

fn pairs(files: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

fn setup() -> Result<(Vocabulary, RuleSet), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let texts = files(&root.join("vocabulary"), "toml");
    let vocabulary = Vocabulary::parse(pairs(&texts)).map_err(|e| e.to_string())?;
    let texts = files(&root.join("rules"), "toml");
    let rules = RuleSet::parse(pairs(&texts), &vocabulary).map_err(|e| e.to_string())?;
    Ok((vocabulary, rules))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench may be told where its corpus lies"
)]
fn corpus() -> PathBuf {
    let named = std::env::var("WHITESTONE_CORPUS").map(PathBuf::from);
    let root =
        named.unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    root.join("corpus")
}

fn read(bencher: Bencher<'_, '_>, documents: &[Document], rules: &RuleSet) {
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    bencher.counter(BytesCount::new(bytes * ROUNDS)).bench(|| {
        (0..ROUNDS)
            .flat_map(|_| documents)
            .map(|document| rules.extract(document).len())
            .sum::<usize>()
    });
}

#[divan::bench(sample_count = 20)]
fn reports(bencher: Bencher<'_, '_>) {
    let Ok((vocabulary, rules)) = setup() else {
        return;
    };
    let documents: Vec<Document> = (files(&corpus().join("reports"), "txt").iter())
        .map(|(path, text)| {
            whitestone_reader::read(text.as_bytes(), path, &DocumentMeta::default(), &vocabulary)
        })
        .collect();
    if documents.is_empty() {
        println!("skipped: reports: no corpus in {}", corpus().display());
        return;
    }
    read(bencher, &documents, &rules);
}

#[divan::bench(sample_count = 20)]
fn examples_of_the_rules(bencher: Bencher<'_, '_>) {
    let Ok((_, rules)) = setup() else { return };
    let documents: Vec<Document> = (rules.test().iter())
        .map(|o| rules.sample(&o.text))
        .collect();
    read(bencher, &documents, &rules);
}

/// Bytes to candidates, the reader included.
#[divan::bench(sample_count = 20)]
fn reading_and_extracting_reports(bencher: Bencher<'_, '_>) {
    let Ok((vocabulary, rules)) = setup() else {
        return;
    };
    let reports = files(&corpus().join("reports"), "txt");
    let bytes: usize = reports.iter().map(|(_, text)| text.len()).sum();
    bencher.counter(BytesCount::new(bytes * ROUNDS)).bench(|| {
        (0..ROUNDS)
            .flat_map(|_| &reports)
            .map(|(path, text)| {
                let meta = DocumentMeta::default();
                let document = whitestone_reader::read(text.as_bytes(), path, &meta, &vocabulary);
                rules.extract(&document).len()
            })
            .sum::<usize>()
    });
}
