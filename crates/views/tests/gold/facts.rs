//! Annotated facts as claims, state by state, with the notes of the documents in which they stand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;
use whitestone_model::document::Span;
use whitestone_model::record::ValueRecord;
use whitestone_model::{
    Assertion, Claim, ClaimId, DocumentId, DocumentMeta, Edtf, EvidenceGroup, Passage, PropertyId,
    Recorded, Slice, Source, SourceNote, Subject, Target, ValidTime, Vocabulary,
};
use whitestone_testkit::{ClaimBuilder, Ids, moment, project_vocabulary};
use whitestone_views::findings::{Finding, Material, all, statements};
use whitestone_views::{AsOf, Statement, View, resolve_subject};

/// All facts as claims.
pub struct Entered {
    pub vocabulary: Vocabulary,
    pub states: BTreeMap<String, (Subject, Slice)>,
    /// The annotated fact behind each claim.
    pub facts: BTreeMap<Target, String>,
    ids: Ids,
    tx: u64,
}

/// One state as it is known, and what is found in it.
pub struct Known {
    pub view: View,
    pub findings: Vec<Finding>,
}

impl Entered {
    /// The facts of a folder of annotations, and the roll calls of the states they speak of.
    pub fn read(shared: &Path) -> Self {
        let mut entered = Self::empty(vec![]);
        let mut paths: Vec<_> = fs::read_dir(shared.join("gold"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        paths.sort();
        for path in paths
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
        {
            let file: Json = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            if let (Some(facts), Some(name)) = (file["facts"].as_array(), file["file"].as_str()) {
                let source = entered.source(&shared.join("corpus/reports").join(name));
                for fact in facts {
                    entered.fact(fact, &source);
                }
            }
        }
        entered.roll_calls();
        entered
    }

    /// Nothing but the states of which something will be entered.
    pub fn empty(subjects: Vec<Subject>) -> Self {
        Self {
            vocabulary: project_vocabulary().unwrap(),
            states: subjects
                .into_iter()
                .map(|s| (s.id.clone(), (s, Slice::default())))
                .collect(),
            facts: BTreeMap::new(),
            ids: Ids::default(),
            tx: 0,
        }
    }

    /// A document without a text.
    pub fn made_up(title: &str, published: &str) -> Source {
        Source {
            id: DocumentId::of(title.as_bytes()),
            name: title.to_owned(),
            meta: DocumentMeta {
                title: title.to_owned(),
                publisher: "A Monitor".to_owned(),
                published: published.parse().unwrap(),
                ..DocumentMeta::default()
            },
            notes: BTreeMap::new(),
        }
    }

    fn source(&self, path: &Path) -> Source {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let document =
            whitestone_reader::read(&bytes, &name, &DocumentMeta::default(), &self.vocabulary);
        let mut notes = BTreeMap::new();
        for note in &document.notes {
            let of = SourceNote {
                text: document.slice(note.span).to_owned(),
                citations: note.citations.clone(),
            };
            notes.entry(note.label.clone()).or_insert(of);
        }
        Source {
            id: document.id,
            name: document.name,
            meta: document.meta,
            notes,
        }
    }

    fn fact(&mut self, fact: &Json, source: &Source) {
        let text = |name: &str| fact[name].as_str().unwrap_or_default().to_owned();
        let property = PropertyId::new(text("property"));
        let value: ValueRecord = serde_json::from_value(fact["value"].clone()).unwrap();
        let state = serde_json::from_value(fact["state"].clone()).unwrap();
        let mode = self
            .vocabulary
            .property(&property)
            .map_or_else(Default::default, |p| p.time);
        let mut qualifiers: BTreeMap<String, String> =
            serde_json::from_value(fact["qualifiers"].clone()).unwrap();
        // Annotated in words; a claim says it by its own qualifier.
        if qualifiers
            .get("resolution")
            .is_some_and(|words| words.starts_with("each "))
        {
            qualifiers.insert("reach".to_owned(), "each".to_owned());
        }
        let at = |name: &str| usize::try_from(fact[name].as_u64().unwrap()).unwrap();
        let assertion = Assertion {
            subject: self.vocabulary.state(&text("subject")).into(),
            property,
            content: value.content(state).unwrap(),
            polarity: Default::default(),
            modality: serde_json::from_value(fact["modality"].clone()).unwrap(),
            qualifiers: qualifiers.into(),
            valid: ValidTime::new(text("when").parse().unwrap(), mode),
            stated: Edtf::unstated(),
            claimants: serde_json::from_value(fact["claimant"].clone()).unwrap(),
            evidence: vec![EvidenceGroup {
                passages: vec![Passage {
                    document: source.id,
                    ranges: vec![Span::new(at("start_byte"), at("end_byte"))],
                    quote: text("quote"),
                    place: String::new(),
                }],
            }],
            notes: serde_json::from_value(fact["notes"].clone()).unwrap(),
            sensitivity: whitestone_model::Sensitivity::Public,
        };
        let target = self.enter(assertion, source);
        self.facts.insert(target, text("id"));
    }

    /// The project's own roll calls, for the states that have facts.
    pub fn roll_calls(&mut self) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../reference/general-assembly-mine-ban-votes.tsv");
        let table = fs::read_to_string(path).unwrap();
        let source = Source {
            id: DocumentId::of(table.as_bytes()),
            name: "roll calls".to_owned(),
            meta: DocumentMeta {
                authority: "roll_call".to_owned(),
                publisher: "the General Assembly".to_owned(),
                published: "2019-12-12".parse().unwrap(),
                ..DocumentMeta::default()
            },
            notes: BTreeMap::new(),
        };
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [state, name, resolution, date, vote] = cells.as_slice() else {
                panic!("five columns: {line}");
            };
            if self.states.contains_key(*state) && !vote.is_empty() {
                let claim =
                    ClaimBuilder::code("unga.vote", vote).about(Subject::state(state, name));
                let claim = claim
                    .sometime(date)
                    .with("resolution", resolution)
                    .from(source.id);
                self.enter(claim.build(), &source);
            }
        }
    }

    pub fn enter(&mut self, assertion: Assertion, source: &Source) -> Target {
        self.tx += 1;
        let id = ClaimId::new(self.ids.uuid());
        let subject = Subject::clone(&assertion.subject);
        let claim = Claim {
            id,
            assertion: Arc::new(assertion),
            recorder: "A. Recorder".into(),
            origin: None,
        };
        let at = moment(i64::try_from(self.tx).unwrap());
        let (_, slice) = self
            .states
            .entry(subject.id.clone())
            .or_insert_with(|| (subject, Slice::default()));
        slice.claims.push(Recorded {
            what: claim,
            tx: self.tx,
            at,
            actor: "A. Recorder".into(),
        });
        slice
            .sources
            .entry(source.id)
            .or_insert_with(|| source.clone());
        Target::Claim(id)
    }

    /// Every state with its findings.
    pub fn known(&self) -> BTreeMap<&str, Known> {
        let asof = AsOf::today("2026-03-01".parse().unwrap());
        let known = |(subject, slice): &(Subject, Slice)| {
            let view = resolve_subject(subject, slice, &self.vocabulary, &asof);
            let material = Material {
                view: &view,
                slice,
                vocabulary: &self.vocabulary,
                asof: &asof,
            };
            let findings = all(&material);
            Known { view, findings }
        };
        self.states
            .iter()
            .map(|(id, of)| (id.as_str(), known(of)))
            .collect()
    }

    /// The annotated facts that a finding rests on.
    pub fn facts_of(&self, finding: &Finding) -> Vec<&str> {
        finding
            .about
            .iter()
            .filter_map(|target| self.facts.get(target))
            .map(String::as_str)
            .collect()
    }

    /// The statement of an annotated fact.
    pub fn statement(&self, known: &BTreeMap<&str, Known>, fact: &str) -> Option<Arc<Statement>> {
        let (target, _) = self.facts.iter().find(|(_, id)| *id == fact)?;
        known
            .values()
            .find_map(|state| statements(&state.view).get(target).map(|s| Arc::clone(s)))
    }
}
