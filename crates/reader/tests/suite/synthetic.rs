//! The synthetic reports against what they were made from, where the corpus is present.

use std::collections::BTreeSet;

use crate::support::{check_whole, corpus, read};
use serde_json::Value;
use whitestone_model::document::{BlockKind, CitationKind, Document, Edge};
use whitestone_model::{DocumentMeta, Span, Vocabulary};

fn documents(test: &str) -> Vec<(String, Document, Value)> {
    let Some(root) = corpus(test) else {
        return Vec::new();
    };
    let mut files: Vec<_> = std::fs::read_dir(root.join("corpus/synthetic"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 42);
    files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let document = read(&std::fs::read(path.with_extension("txt")).unwrap());
            (
                name,
                document,
                serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
            )
        })
        .collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn expected_kind(kind: &str) -> CitationKind {
    match kind {
        "media" => CitationKind::TitledSource,
        "report" => CitationKind::TreatyReport,
        other => serde_json::from_value(Value::from(other)).unwrap(),
    }
}

#[test]
fn notes_and_markers_are_found() {
    for (name, document, json) in documents("notes_and_markers_are_found") {
        check_whole(&document);
        let notes = list(&json, "footnotes");
        assert_eq!(document.notes.len(), notes.len(), "{name}");
        let mut markers = BTreeSet::new();
        for (found, gold) in document.notes.iter().zip(notes) {
            let label = gold["marker"].as_str().unwrap();
            assert_eq!(found.label, label, "{name}");
            assert_eq!(
                Some(document.source.source_of(found.span.start) as u64),
                gold["start_byte"].as_u64(),
                "{name} [{label}]"
            );
            assert_eq!(
                document.slice(found.span),
                gold["text"].as_str().unwrap(),
                "{name} [{label}]"
            );
            for place in list(gold, "refs_bytes") {
                let span: Span = serde_json::from_value(place.clone()).unwrap();
                let source = |m: Span| document.source.source_span(m);
                let marker = document
                    .markers
                    .iter()
                    .find(|m| source(m.span).common(span) > 0);
                let marker = marker.unwrap_or_else(|| panic!("{name}: no marker at {span:?}"));
                assert_eq!(
                    marker.note.map(|n| document.notes[n].label.as_str()),
                    Some(label),
                    "{name}"
                );
                markers.insert(marker.span);
            }
        }
        assert_eq!(
            markers.len(),
            document.markers.len(),
            "{name}: markers that are none"
        );
    }
}

#[test]
fn citations_are_read() {
    for (name, document, json) in documents("citations_are_read") {
        for (note, gold) in document.notes.iter().zip(list(&json, "footnotes")) {
            let place = format!("{name} [{}] {}", note.label, document.slice(note.span));
            let citation = &note.citations[0];
            assert_eq!(
                citation.kind,
                expected_kind(gold["kind"].as_str().unwrap()),
                "{place}"
            );
            let text = |key: &str| gold[key].as_str().unwrap_or_default().to_owned();
            assert_eq!(citation.date.as_str(), text("date"), "{place}");
            assert_eq!(citation.accessed.as_str(), text("accessed"), "{place}");
            assert_eq!(citation.url, text("url"), "{place}");
            if let Some(target) = gold["resolves_to_root"]
                .as_str()
                .or(gold["resolves_to"].as_str())
            {
                assert_eq!(
                    citation.edge,
                    Some(Edge::Note(target.to_owned())),
                    "{place}"
                );
            }
            if let Some(title) = gold["work"].as_str() {
                let pages = text("pages");
                let edge = Edge::Work {
                    title: title.to_owned(),
                    pages,
                };
                assert!(
                    note.citations
                        .iter()
                        .any(|c| c.edge.as_ref() == Some(&edge)),
                    "{place}: {:?}",
                    note.citations
                );
            }
        }
    }
}

/// A quote of the annotation lies within one sentence or one row, over several ranges where it is broken.
#[test]
fn facts_stand_in_sentences_or_rows() {
    let (mut facts, mut outside) = (0, Vec::new());
    for (name, document, json) in documents("facts_stand_in_sentences_or_rows") {
        for fact in list(&json, "facts") {
            let ranges: Vec<Span> = match fact.get("ranges") {
                Some(ranges) => serde_json::from_value(ranges.clone()).unwrap(),
                None => vec![Span::new(
                    fact["start_byte"].as_u64().unwrap() as usize,
                    fact["end_byte"].as_u64().unwrap() as usize,
                )],
            };
            facts += 1;
            let source = |m: Span| document.source.source_span(m);
            let covers = |mine: &[Span]| {
                ranges.iter().all(|r| {
                    mine.iter()
                        .any(|m| source(*m).start <= r.start && r.end <= source(*m).end)
                })
            };
            let in_sentence = document.sentences.iter().any(|s| covers(&s.ranges));
            let in_row = document
                .blocks
                .iter()
                .any(|b| !b.cells.is_empty() && covers(&[b.span]));
            if !in_sentence && !in_row {
                outside.push(format!("{name}: {} {:?}", fact["property"], fact["quote"]));
            }
        }
    }
    eprintln!(
        "{} of {facts} quotes lie in one sentence or row; not so: {:#?}",
        facts - outside.len(),
        &outside[..outside.len().min(40)]
    );
    assert!(outside.len() * 100 <= facts, "{}", outside.len());
}

#[test]
fn hazards_are_met() {
    for (name, document, json) in documents("hazards_are_met") {
        let codes: Vec<&str> = document
            .diagnostics
            .iter()
            .map(|d| d.code.as_str())
            .collect();
        let hazards: Vec<&str> = list(&json, "hazards")
            .iter()
            .filter_map(|h| h["kind"].as_str())
            .collect();
        assert_eq!(
            hazards.contains(&"doubled"),
            codes.contains(&"repeated-words"),
            "{name}: {codes:?}"
        );
        if hazards.contains(&"page_break") {
            let broken = document.sentences.iter().any(|s| {
                let between = |pair: &[Span]| {
                    document
                        .notes
                        .iter()
                        .any(|n| pair[0].end <= n.span.start && n.span.end <= pair[1].start)
                };
                s.note.is_none() && s.ranges.windows(2).any(between)
            });
            assert!(broken, "{name}: no sentence goes over the page break");
        }
        let odd: Vec<_> = codes
            .iter()
            .filter(|c| !matches!(**c, "repeated-words" | "edition-guessed" | "ambiguous-ibid"))
            .collect();
        assert!(odd.is_empty(), "{name}: {:?}", document.diagnostics);
        assert_eq!(
            document.meta.subject.as_ref().map(|s| s.name.as_str()),
            json["country"].as_str(),
            "{name}"
        );
    }
}

#[test]
fn boxes_and_tables_become_rows() {
    for (name, document, json) in documents("boxes_and_tables_become_rows") {
        for fact in list(&json, "facts") {
            let section = fact["qualifiers"]["section"].as_str().unwrap_or_default();
            let start = fact["start_byte"].as_u64().unwrap() as usize;
            let block = document
                .blocks
                .iter()
                .find(|b| document.source.source_span(b.span).contains(start))
                .unwrap();
            if section == "table"
                || (section == "key_data" && fact["property"] != "programme.operator")
            {
                assert_eq!(
                    block.kind,
                    BlockKind::Row,
                    "{name}: {} {:?}",
                    fact["property"],
                    fact["quote"]
                );
            }
        }
    }
}

/// With the project's own list of states, and even where nothing but the running text names the country.
#[test]
fn country_and_year_are_known_without_a_title() {
    let states = include_str!("../../../../vocabulary/lists/states.toml");
    let vocabulary = Vocabulary::parse([("states.toml", states)]).unwrap();
    let read = |text: &str| {
        let hints = DocumentMeta::default();
        whitestone_reader::read(text.as_bytes(), "x.txt", &hints, &vocabulary).meta
    };
    let mut wrong = Vec::new();
    for (name, document, json) in documents("country_and_year_are_known_without_a_title") {
        let whole = read(&document.text);
        let country = json["country"].as_str().unwrap();
        assert_eq!(whole.subject.unwrap().name, country, "{name}");
        for (family, year) in [("-mar2018-", 2018), ("-mar2025-", 2025)] {
            if name.contains(family) {
                assert_eq!(whole.edition, Some(year), "{name}");
                assert_eq!(whole.published.as_str(), year.to_string(), "{name}");
            }
        }
        let mut bare = document.text.replace(&country.to_uppercase(), "");
        for block in document.blocks.iter().rev() {
            if block.kind == BlockKind::Title {
                bare = bare.replacen(document.slice(block.span), "", 1);
            }
        }
        let subject = read(&bare).subject;
        if subject
            .as_ref()
            .is_none_or(|subject| subject.name != country)
        {
            wrong.push(format!("{name}: {subject:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
