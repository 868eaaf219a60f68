//! Citations as CSL-JSON.

use whitestone_model::document::{Citation, CitationKind, Document, Edge, Note, SourceMap};
use whitestone_model::{DocumentId, DocumentMeta};
use whitestone_report::csl;

fn note(label: &str, citations: Vec<Citation>) -> Note {
    Note {
        label: label.to_owned(),
        span: Default::default(),
        citations,
    }
}

fn citation(kind: CitationKind, fill: impl FnOnce(&mut Citation)) -> Citation {
    let mut citation = Citation {
        kind,
        ..Citation::default()
    };
    fill(&mut citation);
    citation
}

fn document(notes: Vec<Note>) -> Document {
    Document {
        id: DocumentId::of(b""),
        name: "reports/kembra-2005.txt".to_owned(),
        reader: String::new(),
        text: String::new(),
        source: SourceMap::identity(),
        places: Vec::new(),
        meta: DocumentMeta {
            publisher: "Fen Press".to_owned(),
            edition: Some(2005),
            ..DocumentMeta::default()
        },
        blocks: Vec::new(),
        sentences: Vec::new(),
        markers: Vec::new(),
        notes,
        diagnostics: Vec::new(),
    }
}

#[test]
fn each_source_is_an_item_and_pointers_are_none() {
    use CitationKind::{
        CrossReference, Ibid, Interview, Letter, Statement, TitledSource, TreatyReport,
    };
    let press = citation(TitledSource, |c| {
        c.persons = vec!["S. Ann".to_owned(), "Olga Bell".to_owned()];
        c.title = "No map, no harvest".to_owned();
        c.outlet = "Fen Courier".to_owned();
        c.place = "Tarn".to_owned();
        c.date = "2005-05-12".parse().unwrap();
        c.accessed = "2006-01-02".parse().unwrap();
        c.pages = "3–5".to_owned();
        c.url = "https://fen.example/1".to_owned();
    });
    let talk = citation(Interview, |c| {
        c.persons = vec!["Col. Anna Tarn".to_owned()];
        c.role = "Director, Ministry of Defence".to_owned();
        c.place = "Fen".to_owned();
        c.date = "2005-05".parse().unwrap();
    });
    let statement = citation(Statement, |c| {
        c.role = "Kembra".to_owned();
        c.title = "Second Meeting of States Parties".to_owned();
        c.place = "Orr".to_owned();
        c.date = "2004-11/2004-12".parse().unwrap();
    });
    let letter = citation(Letter, |c| {
        c.organisations = vec!["Ministry of Foreign Affairs".to_owned()];
        c.number = "12/34".to_owned();
    });
    let report = citation(TreatyReport, |c| {
        c.title = "Article 7 Report (for calendar year 2004)".to_owned();
        c.period = "2004".parse().unwrap();
        c.form = "F".to_owned();
    });
    let sister = citation(CrossReference, |c| {
        c.edge = Some(Edge::Report {
            country: "Lossa".to_owned(),
        });
    });
    let again = citation(Interview, |c| {
        c.edge = Some(Edge::Source {
            note: "2".to_owned(),
            index: 0,
        });
    });
    let references = csl(&document(vec![
        note("1", vec![press]),
        note("2", vec![talk, statement]),
        note("3", vec![citation(Ibid, |_| {})]),
        note("4", vec![letter, report]),
        note("5", vec![sister, again]),
    ]));
    assert_eq!(references.withheld, 0);
    insta::assert_json_snapshot!(references.items);
}

#[test]
fn confidential_sources_are_withheld() {
    let secret = citation(CitationKind::Interview, |c| {
        c.role = "military source".to_owned();
        c.confidential = true;
    });
    let open = citation(CitationKind::Email, |c| {
        c.persons = vec!["A. Tarn".to_owned()];
    });
    let references = csl(&document(vec![note("1", vec![secret, open])]));
    assert_eq!((references.items.len(), references.withheld), (1, 1));
    let json = serde_json::to_string(&references.items).unwrap();
    assert!(!json.contains("military"), "{json}");
}
