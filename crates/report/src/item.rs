//! One cell of the view in sentences, with the words behind it and the reasons.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::vocabulary::{Cardinality, Property};
use whitestone_model::{Day, PropertyId, Slice, Source, Vocabulary};
use whitestone_views::{Cell, Freshness, Group, Outcome, Role, Segment, Standing, Statement, View};

use crate::notes::{Notes, mark, work};
use crate::phrase::{Words, lowered};
use crate::sentence::Writer;
use crate::{Details, Item, Mark, Quote, Sentence, Tone};

/// What items are made with.
pub struct Context<'a> {
    /// The words.
    pub words: Words<'a>,
    /// The writer of sentences.
    pub writer: Writer<'a>,
    /// The slice, for its sources.
    pub slice: &'a Slice,
    /// Of properties of things that happened, the days of the latest.
    pub latest: BTreeMap<PropertyId, (Day, Day)>,
    /// The day from which ages are counted.
    pub on: Day,
}

impl<'a> Context<'a> {
    /// For what is told of a view, seen on a day.
    pub fn new(view: &'a View, slice: &'a Slice, vocabulary: &'a Vocabulary, on: Day) -> Self {
        let words = Words { vocabulary };
        Self {
            words,
            writer: Writer {
                words,
                subject: &view.subject,
            },
            slice,
            latest: latest(view, vocabulary),
            on,
        }
    }

    /// The source of a statement.
    pub fn source(&self, statement: &Statement) -> Option<&'a Source> {
        self.slice.sources.get(&statement.assertion.document()?)
    }

    /// Does it hold still, or is it the latest of its kind to happen?
    pub fn is_latest(&self, cell: &Cell) -> bool {
        let days = cell.current.last().map(|segment| segment.days);
        self.latest
            .get(&cell.property)
            .is_none_or(|latest| Some(*latest) == days)
    }

    /// What a reader must know about a cell before he uses it.
    pub fn marks(&self, cell: &Cell) -> Vec<Mark> {
        let words = self.words;
        let mut marks = Vec::new();
        if cell.standing() == Standing::Candidate {
            marks.push(mark(words, "candidate", Tone::Unreviewed));
        }
        match &cell.outcome {
            Outcome::Disputed => marks.push(mark(words, "disputed", Tone::Dispute)),
            Outcome::Resolved { .. } => marks.push(mark(words, "resolved", Tone::Plain)),
            Outcome::KnownUnknown | Outcome::KnownNone | Outcome::Agreed | Outcome::Silent => {}
        }
        if cell.freshness == Freshness::Stale && self.is_latest(cell) {
            marks.push(mark(words, "stale", Tone::Care));
        }
        if cell.shown().any(is_echo) {
            marks.push(mark(words, "single_origin", Tone::Care));
        }
        marks
    }

    /// From how many independent origins, and how long ago somebody last said it.
    pub fn provenance(&self, cell: &Cell) -> String {
        let key = if cell.origins == 1 {
            "origin"
        } else {
            "origins"
        };
        let number = cell.origins.to_string();
        let origins = self.words.say("provenance", key, &[("n", &number)]);
        match self.last_said(cell) {
            said if said.is_empty() => origins,
            said => format!("{origins}, {said}"),
        }
    }

    /// When somebody last said what stands, and how long before the day of the view that was; empty where that is not
    /// known.
    pub fn last_said(&self, cell: &Cell) -> String {
        let words = self.words;
        let Some((date, now)) = cell.newest.and_then(Day::date).zip(self.on.date()) else {
            return String::new();
        };
        let years = now.year().saturating_sub(date.year());
        let key = match years {
            ..=0 => "last",
            1 => "last_one",
            _ => "last_years",
        };
        let (year, years) = (date.year().to_string(), years.to_string());
        words.say("provenance", key, &[("year", &year), ("years", &years)])
    }

    /// What tells a cell from the others of its property: `Ministry of Defence; antipersonnel mine`.
    pub fn key(&self, cell: &Cell, property: &Property) -> String {
        self.key_but(cell, property, None)
    }

    /// The same without the qualifiers that have this value.
    pub fn key_but(&self, cell: &Cell, property: &Property, but: Option<&str>) -> String {
        let order = |name: &String| {
            property
                .discriminating
                .iter()
                .position(|other| other == name)
        };
        let mut keys: Vec<(&String, &String)> = cell.key.iter().collect();
        keys.sort_by_key(|(name, _)| order(name));
        let written: Vec<String> = keys
            .into_iter()
            .filter(|(_, value)| **value != self.writer.subject.name)
            .filter(|(_, value)| but != Some(value.as_str()))
            .map(|(name, value)| {
                let text = self.words.qualifier(name, value, property, "the ", false);
                let label = property
                    .qualifiers
                    .iter()
                    .find(|q| &q.name == name)
                    .map(|q| q.label.as_str());
                match label {
                    // A bare number needs its name: "article 5".
                    Some(label) if value.len() < 4 && value.bytes().all(|b| b.is_ascii_digit()) => {
                        format!("{label} {text}")
                    }
                    _ => text,
                }
            })
            .collect();
        written.join("; ")
    }
}

/// Of things that happened, the days of the latest: an old vote is not out of date while a newer one is on record. Of
/// counters it is the widest of those that reach furthest: "12 since 1999" before the two of May.
fn latest(view: &View, vocabulary: &Vocabulary) -> BTreeMap<PropertyId, (Day, Day)> {
    let mut latest: BTreeMap<PropertyId, (Day, Day)> = BTreeMap::new();
    for cell in &view.cells {
        let property = vocabulary.property(&cell.property).filter(|p| !p.lasts());
        let days = cell.current.last().map(|segment| segment.days);
        let (Some(property), Some(days)) = (property, days) else {
            continue;
        };
        let last = latest.entry(cell.property.clone()).or_insert(days);
        let later = match property.cardinality {
            Cardinality::Counter => (days.1, Reverse(days.0)) > (last.1, Reverse(last.0)),
            _ => days > *last,
        };
        if later {
            *last = days;
        }
    }
    latest
}

/// Do several documents repeat one origin? Then it looks better founded than it is.
fn is_echo(group: &Group) -> bool {
    let documents: BTreeSet<_> = group
        .statements
        .iter()
        .map(|s| s.assertion.document())
        .collect();
    group.origins == 1 && documents.len() > 1
}

/// A cell in sentences. A property that the vocabulary lacks is told as plain label and value.
pub fn item(
    cell: &Cell,
    property: Option<&Property>,
    anchor: &str,
    context: &Context<'_>,
    notes: &mut Notes,
) -> Item {
    let unlisted = whitestone_views::cells::unlisted(&cell.property);
    let mut teller = Teller {
        property: property.unwrap_or(&unlisted),
        context,
        notes,
        anchor,
    };
    let sentences = cell
        .current
        .iter()
        .flat_map(|segment| teller.segment(segment))
        .collect();
    let mut history: Vec<Sentence> = Vec::new();
    for segment in &cell.current {
        history.extend(teller.groups(segment, Role::Superseded));
    }
    for segment in cell.history.iter().rev() {
        history.extend(teller.segment(segment));
    }
    Item {
        anchor: anchor.to_owned(),
        also: vec![],
        sentences,
        marks: context.marks(cell),
        flags: vec![],
        history,
        details: teller.details(cell),
    }
}

/// Groups in sentences, each with its note; with every claimant named where they dispute.
pub fn told(
    groups: &[Group],
    disputed: bool,
    property: &Property,
    anchor: &str,
    context: &Context<'_>,
    notes: &mut Notes,
) -> Vec<Sentence> {
    let mut teller = Teller {
        property,
        context,
        notes,
        anchor,
    };
    let told = groups.iter();
    told.filter_map(|group| teller.group(group, disputed))
        .collect()
}

/// The passages of a statement, in a role that a reader sees.
pub fn quotes(statement: &Statement, role: &str, context: &Context<'_>) -> Vec<Quote> {
    let source = context.source(statement);
    let candidate = match (statement.standing, &statement.proposed_by) {
        (Standing::Candidate, Some(origin)) => origin.rule.clone(),
        (Standing::Candidate, None) => "unknown".to_owned(),
        (Standing::Claim, _) => String::new(),
    };
    let named = source.map_or_else(
        || format!("Entry by {}", statement.recorder),
        |source| work(context.words, source),
    );
    let quote = |text: String, document: String, place: String| Quote {
        text,
        source: named.clone(),
        document,
        place,
        role: role.to_owned(),
        candidate: candidate.clone(),
    };
    let passages = statement.assertion.passages();
    let found: Vec<Quote> = passages
        .map(|passage| {
            let ranges: Vec<String> = passage
                .ranges
                .iter()
                .map(|r| format!("{}\u{2013}{}", r.start, r.end))
                .collect();
            let bytes = format!("bytes {}", ranges.join(", "));
            let place = if passage.place.is_empty() {
                bytes
            } else {
                format!("{}, {bytes} of its text", passage.place)
            };
            quote(passage.quote.clone(), passage.document.short(), place)
        })
        .collect();
    if found.is_empty() {
        vec![quote(String::new(), String::new(), String::new())]
    } else {
        found
    }
}

/// The name of a cell: the property's label, and what tells it from others.
pub fn heading(cell: &Cell, property: &Property, context: &Context<'_>) -> String {
    let parts = [property.label.clone(), context.key(cell, property)];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(": ")
}

struct Teller<'a, 'n> {
    property: &'a Property,
    context: &'a Context<'a>,
    notes: &'n mut Notes,
    anchor: &'a str,
}

impl Teller<'_, '_> {
    /// What stands, then what is said against it, then who says that he does not know.
    fn segment(&mut self, segment: &Segment) -> Vec<Sentence> {
        let mut sentences = self.groups(segment, Role::Shown);
        sentences.extend(self.groups(segment, Role::Dissenting));
        sentences.extend(self.groups(segment, Role::Beside));
        sentences
    }

    fn groups(&mut self, segment: &Segment, role: Role) -> Vec<Sentence> {
        let disputed = segment.outcome == Outcome::Disputed;
        segment
            .in_role(role)
            .filter_map(|group| self.group(group, disputed))
            .collect()
    }

    fn group(&mut self, group: &Group, disputed: bool) -> Option<Sentence> {
        let lead = group.lead()?;
        let writer = self.context.writer;
        let attributed = || writer.attributed(lead, self.property, self.context.source(lead));
        let text = match group.role {
            Role::Shown if disputed => attributed(),
            Role::Shown | Role::Superseded => writer.sentence(lead, self.property),
            Role::Dissenting => {
                let said = lowered(attributed().trim_end_matches('.'));
                self.context
                    .words
                    .say("sentence", "against", &[("claimants", &said)])
            }
            Role::Beside => attributed(),
        };
        let text = match self.also(group, lead) {
            Some(also) => format!("{text} {also}"),
            None => text,
        };
        let sources = group
            .statements
            .iter()
            .map(|s| (s.as_ref(), self.context.source(s)));
        let notes = self.notes.add(self.context.words, sources, self.anchor);
        Some(Sentence {
            text,
            notes,
            candidate: group.standing() == Standing::Candidate,
        })
    }

    /// Others whom the record names as saying the same.
    fn also(&self, group: &Group, lead: &Statement) -> Option<String> {
        let mut others: Vec<String> = Vec::new();
        for statement in group
            .statements
            .iter()
            .filter(|s| s.speaker != lead.speaker)
        {
            if let Some(name) = self.context.words.claimants(&statement.assertion.claimants)
                && !others.contains(&name)
            {
                others.push(name);
            }
        }
        let names = self.context.words.joined(&others);
        (!names.is_empty()).then(|| {
            self.context
                .words
                .say("sentence", "also", &[("claimants", &names)])
        })
    }

    fn details(&self, cell: &Cell) -> Details {
        let mut quotes: Vec<Quote> = Vec::new();
        for (index, segment) in cell.segments().enumerate() {
            let before = index >= cell.current.len();
            for group in &segment.groups {
                for statement in &group.statements {
                    let role = role(group.role, before);
                    let found = crate::item::quotes(statement, role, self.context);
                    quotes.extend(found);
                }
            }
        }
        quotes.dedup();
        Details {
            heading: heading(cell, self.property, self.context),
            quotes,
            why: cell.trace().into_iter().map(|step| step.text).collect(),
            provenance: self.context.provenance(cell),
        }
    }
}

const fn role(role: Role, before: bool) -> &'static str {
    match role {
        _ if before => "earlier",
        Role::Shown => "supports",
        Role::Dissenting => "says otherwise",
        Role::Superseded => "superseded",
        Role::Beside => "beside",
    }
}
