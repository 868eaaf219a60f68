//! The five real reports against their annotated notes, where the corpus is present.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{check_whole, corpus, read};
use serde_json::Value;
use whitestone_model::document::{CitationKind, Document, Edge, Note};

const REPORTS: [(&str, &str); 5] = [
    ("lm-2005-kgz", "000_98d077cde7018e29.txt"),
    ("lm-1999-kgz", "001_ab44c38bd85a8153.txt"),
    ("ctm-2025-kgz", "002_911485625b28fb2d.txt"),
    ("lm-2004-kaz", "003_3a94d076462bedc1.txt"),
    ("cmp-2010-kgz", "004_ee6c607a82294abf.txt"),
];

fn reports(root: &Path) -> BTreeMap<&'static str, Document> {
    REPORTS
        .into_iter()
        .map(|(id, file)| {
            (
                id,
                read(&std::fs::read(root.join("corpus/reports").join(file)).unwrap()),
            )
        })
        .collect()
}

fn gold(root: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(root.join("gold/footnotes.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The name of a kind as the annotation has it.
fn kinds(note: &Note) -> BTreeSet<String> {
    note.citations
        .iter()
        .filter(|c| c.kind != CitationKind::Unknown)
        .map(|c| {
            serde_json::to_value(c.kind)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// `12 May 2005` as `2005-05-12`.
fn iso(printed: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let words: Vec<&str> = printed.split(' ').collect();
    let month = MONTHS.iter().position(|m| words[1].starts_with(m)).unwrap() + 1;
    format!("{}-{month:02}-{:0>2}", words[2], words[0])
}

#[test]
fn every_note_is_found_where_it_stands() {
    let Some(root) = corpus("every_note_is_found_where_it_stands") else {
        return;
    };
    let reports = reports(&root);
    let gold = gold(&root);
    for note in &gold {
        let document = &reports[note["doc_id"].as_str().unwrap()];
        let label = note["marker"].as_str().unwrap();
        let found = document
            .note(label)
            .unwrap_or_else(|| panic!("{} [{label}] is missing", note["doc_id"]));
        assert_eq!(document.slice(found.span), note["text"].as_str().unwrap());
        // Of notes with the same words the annotation gives the place of the first.
        let characters = document.text[..found.span.start].chars().count();
        let several = document
            .text
            .matches(note["text"].as_str().unwrap())
            .count()
            > 1;
        assert!(
            several || Some(characters as u64) == note["start"].as_u64(),
            "{label}: {characters}"
        );
    }
    assert_eq!(
        reports.values().map(|d| d.notes.len()).sum::<usize>(),
        gold.len()
    );
}

#[test]
fn every_marker_leads_to_its_note() {
    let Some(root) = corpus("every_marker_leads_to_its_note") else {
        return;
    };
    let mut markers = 0;
    for (id, document) in reports(&root) {
        check_whole(&document);
        for marker in &document.markers {
            let note = marker
                .note
                .unwrap_or_else(|| panic!("{id}: marker {} leads nowhere", marker.label));
            assert_eq!(document.notes[note].label, marker.label);
        }
        let cited: BTreeSet<usize> = document
            .sentences
            .iter()
            .flat_map(|s| s.markers.clone())
            .collect();
        assert_eq!(
            cited.len(),
            document.markers.len(),
            "{id}: every marker belongs to a sentence"
        );
        let bad: Vec<_> = document
            .diagnostics
            .iter()
            .filter(|d| d.code.contains("note") && !d.code.starts_with("edition"))
            .collect();
        assert!(bad.is_empty(), "{id}: {bad:?}");
        markers += document.markers.len();
    }
    assert_eq!(markers, 76);
}

#[test]
fn kinds_dates_and_addresses_are_read() {
    let Some(root) = corpus("kinds_dates_and_addresses_are_read") else {
        return;
    };
    let reports = reports(&root);
    let mut wrong = Vec::new();
    for gold in gold(&root) {
        let label = gold["marker"].as_str().unwrap();
        let note = reports[gold["doc_id"].as_str().unwrap()]
            .note(label)
            .unwrap();
        let place = format!("{} [{label}]", gold["doc_id"]);
        let expected: BTreeSet<String> = strings(&gold["kinds"]).into_iter().collect();
        if kinds(note) != expected {
            wrong.push(format!(
                "{place}: {:?} instead of {expected:?}",
                kinds(note)
            ));
        }
        let dates: BTreeSet<String> = strings(&gold["dates"])
            .iter()
            .map(|date| iso(date))
            .collect();
        let read: BTreeSet<String> = note
            .citations
            .iter()
            .flat_map(|c| [c.date.to_string(), c.accessed.to_string()])
            .filter(|date| date.len() == 10)
            .collect();
        assert_eq!(read, dates, "{place}: dates");
        let urls: Vec<String> = strings(&gold["urls"])
            .iter()
            .map(|url| url.trim_end_matches('.').to_owned())
            .collect();
        let read: Vec<String> = note
            .citations
            .iter()
            .map(|c| c.url.clone())
            .filter(|url| !url.is_empty())
            .collect();
        assert_eq!(read, urls, "{place}: addresses");
        let accessed = gold["accessed"]
            .as_str()
            .filter(|date| !date.is_empty())
            .map(iso)
            .unwrap_or_default();
        assert!(
            note.citations
                .iter()
                .any(|c| c.accessed.as_str() == accessed),
            "{place}: accessed"
        );
    }
    eprintln!(
        "kinds: {} of 76 right; not so: {wrong:#?}",
        76 - wrong.len()
    );
    assert!(wrong.len() <= 2, "{wrong:#?}");
}

#[test]
fn pointers_lead_somewhere() {
    let Some(root) = corpus("pointers_lead_somewhere") else {
        return;
    };
    let reports = reports(&root);
    let mut pointers = 0;
    for gold in gold(&root) {
        let note = reports[gold["doc_id"].as_str().unwrap()]
            .note(gold["marker"].as_str().unwrap())
            .unwrap();
        if let Some(target) = gold["resolves_to"].as_str() {
            assert_eq!(note.citations[0].edge, Some(Edge::Note(target.to_owned())));
        }
        for citation in note
            .citations
            .iter()
            .filter(|c| c.kind == CitationKind::CrossReference)
        {
            pointers += 1;
            match citation.edge.as_ref().unwrap() {
                Edge::Work { title, pages } => {
                    assert!(title.starts_with("Landmine Monitor Report 2") && !pages.is_empty());
                }
                Edge::Report { country } => assert_eq!(country, "Uzbekistan"),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(pointers, 10);
}
