//! How fast reports are read. `cargo bench -p whitestone-reader`; with the shared corpus, the real reports too.

use whitestone_model::{DocumentMeta, Vocabulary};

fn main() {
    divan::main();
}

fn many(texts: &[String]) -> Vec<u8> {
    let once = texts.concat();
    once.repeat(4_000_000 / once.len().max(1) + 1).into_bytes()
}

fn read(bencher: divan::Bencher, bytes: &[u8]) {
    let (hints, vocabulary) = (DocumentMeta::default(), Vocabulary::default());
    bencher
        .counter(divan::counter::BytesCount::new(bytes.len()))
        .bench_local(|| {
            whitestone_reader::read(divan::black_box(bytes), "bench", &hints, &vocabulary)
        });
}

#[divan::bench(sample_count = 5)]
fn own_samples(bencher: divan::Bencher) {
    let texts = [
        include_str!("../tests/suite/samples/annual.txt").to_owned(),
        include_str!("../tests/suite/samples/page.txt").to_owned(),
    ];
    read(bencher, &many(&texts));
}

/// The reports of the corpus: of five real ones, and of the generated ones.
#[expect(
    clippy::disallowed_methods,
    reason = "a bench may be told where its corpus lies"
)]
fn corpus(folder: &str) -> Vec<String> {
    let root = std::env::var_os("WHITESTONE_CORPUS").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        std::path::PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(root.join("corpus").join(folder)) else {
        eprintln!("skipped: {folder}: no corpus");
        return Vec::new();
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let texts = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "txt"));
    texts
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

#[divan::bench(sample_count = 10)]
fn real_reports(bencher: divan::Bencher) {
    let texts = corpus("reports");
    if !texts.is_empty() {
        read(bencher, &many(&texts));
    }
}

/// Each report by itself, with the project's own list of states, as a ledger is filled.
#[divan::bench(sample_count = 20, args = ["reports", "synthetic"])]
fn one_by_one(bencher: divan::Bencher, folder: &str) {
    let states = include_str!("../../../vocabulary/lists/states.toml");
    let vocabulary = Vocabulary::parse([("states.toml", states)]).unwrap_or_default();
    let texts = corpus(folder);
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher
        .counter(divan::counter::BytesCount::new(bytes * 20))
        .bench_local(|| {
            for text in texts.iter().cycle().take(texts.len() * 20) {
                let document = whitestone_reader::read(
                    text.as_bytes(),
                    "bench",
                    &DocumentMeta::default(),
                    &vocabulary,
                );
                divan::black_box(document);
            }
        });
}

#[divan::bench(sample_count = 10)]
fn web_page(bencher: divan::Bencher) {
    let paragraph = "<p>Kembra signed in&nbsp;2008.<sup>1</sup> It holds <b>two</b> depots &amp; a store. The army says so.</p>\n";
    read(
        bencher,
        format!("<!DOCTYPE html><body>{}", paragraph.repeat(40_000)).as_bytes(),
    );
}

#[divan::bench(sample_count = 3)]
fn one_endless_line(bencher: divan::Bencher) {
    read(bencher, "word and word, ".repeat(2_000_000).as_bytes());
}
