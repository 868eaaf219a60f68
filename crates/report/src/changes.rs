//! The page "what changed" between two views of a subject, which is also the release note of an edition.
//!
//! Every line carries the words on both sides: what stood, what stands, and the passages behind each. The headings and
//! remarks come from the table `[change]` of `wording.toml`.

use std::collections::BTreeMap;

use whitestone_model::{DocumentId, vocabulary::Property};
use whitestone_views::diff::{Between, Side};
use whitestone_views::{Cell, Change, ChangeKind, Group, Outcome, Statement};

use crate::item::{Context, heading, quotes, told};
use crate::notes::{Notes, work};
use crate::phrase::{Words, capital};
use crate::profile::{anchor, items};
use crate::{Changes, Details, Edition, Item, Line, Part, Quote, Vintage};

/// What is laid out: two views, their editions, and what differs between them.
pub struct Comparison<'a> {
    /// The two views.
    pub between: Between<'a>,
    /// The edition of the older.
    pub old: &'a Edition,
    /// The edition of the newer.
    pub new: &'a Edition,
    /// What changed.
    pub changes: &'a [Change],
    /// File of the newer profile, for links; empty where there is none.
    pub profile: &'a str,
}

/// Lays out what changed.
pub fn changes(of: &Comparison<'_>) -> Changes {
    let between = &of.between;
    let context = Context::new(between.new, between.slice, between.vocabulary, between.to);
    let words = context.words;
    let mut page = Page {
        of,
        context: &context,
        notes: Notes::default(),
        made: 0,
    };
    let kinds = [
        "changed",
        "restated",
        "redated",
        "dropped",
        "unconfirmed",
        "withdrawn",
        "new",
        "confirmed",
    ];
    let parts = kinds.iter().filter_map(|kind| page.part(kind)).collect();
    let name = words.named(&of.between.new.subject.name, "");
    let say = |key: &str| words.say("change", key, &[("subject", &name)]);
    Changes {
        title: capital(&say("title")),
        subject: of.between.new.subject.clone(),
        imprint: vec![words.say(
            "change",
            "between",
            &[
                ("from", &edition(of.old, words)),
                ("to", &edition(of.new, words)),
            ],
        )],
        parts,
        nothing: say("nothing"),
        notes: page.notes.finish(),
        profile: of.profile.to_owned(),
        labels: of
            .between
            .vocabulary
            .wording
            .get("change_label")
            .cloned()
            .unwrap_or_default(),
    }
}

/// What an edition tells, in words: its name, else what was published or on record by its day.
pub fn edition(edition: &Edition, words: Words<'_>) -> String {
    let asof = &edition.asof;
    let date = |day: whitestone_model::Day| words.date(&day.to_string());
    if !edition.name.is_empty() {
        return words.say("change", "edition", &[("name", &edition.name)]);
    }
    match asof.published {
        Some(day) => words.say("change", "published", &[("date", &date(day))]),
        None => words.say("change", "recorded", &[("date", &date(asof.on))]),
    }
}

/// The name of a kind in the table `[change]`, and in the ids of its part.
const fn key(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Changed => "changed",
        ChangeKind::Restated => "restated",
        ChangeKind::Redated => "redated",
        ChangeKind::New => "new",
        ChangeKind::Withdrawn => "withdrawn",
        ChangeKind::Dropped => "dropped",
        ChangeKind::Unconfirmed { .. } => "unconfirmed",
        ChangeKind::Confirmed => "confirmed",
    }
}

struct Page<'a> {
    of: &'a Comparison<'a>,
    context: &'a Context<'a>,
    notes: Notes,
    /// Lines made so far that have no cell of the newer profile to be named after.
    made: usize,
}

impl Page<'_> {
    fn part(&mut self, kind: &str) -> Option<Part> {
        let all = self.of.changes.iter();
        let mut own: Vec<&Change> = all.filter(|change| key(change.kind) == kind).collect();
        // The longest unsaid first; what is equally old in the order of the sections.
        own.sort_by_key(|change| match change.kind {
            ChangeKind::Dropped | ChangeKind::Unconfirmed { .. } => self.newest(change),
            _ => None,
        });
        let lines = match kind {
            "new" => self.new_ones(&own),
            _ => own.iter().filter_map(|change| self.line(change)).collect(),
        };
        if lines.is_empty() {
            return None;
        }
        let words = self.context.words;
        Some(Part {
            id: kind.to_owned(),
            title: words.word("change_title", kind).unwrap_or(kind).to_owned(),
            lead: words.word("change_lead", kind).unwrap_or("").to_owned(),
            lines,
            folded: kind == "confirmed",
        })
    }

    /// What is new: whole cells as a profile tells them, a run of like ones in one sentence; then single values.
    fn new_ones(&mut self, changes: &[&Change]) -> Vec<Line> {
        let (whole, single): (Vec<&Change>, Vec<&Change>) = changes
            .iter()
            .copied()
            .partition(|change| self.is_whole(change));
        let cells = &self.of.between.new.cells;
        let mut places: Vec<usize> = whole.iter().filter_map(|change| change.cell).collect();
        places.dedup();
        let whole = places.iter().filter_map(|at| Some((at, cells.get(*at)?)));
        let named: BTreeMap<String, (usize, &Cell)> = whole
            .map(|(at, cell)| (anchor(*at, cell), (*at, cell)))
            .collect();
        let mut in_order: Vec<_> = named.iter().collect();
        in_order.sort_by_key(|(_, (at, _))| *at);
        let in_order: Vec<(&String, &Cell)> = (in_order.into_iter())
            .map(|(name, (_, cell))| (name, *cell))
            .collect();
        let told = items(&in_order, self.context, &mut self.notes);
        let mut lines: Vec<(usize, Line)> = Vec::new();
        for item in told {
            let cell = named.get(&item.anchor);
            let place = cell.map_or(usize::MAX, |(at, _)| *at);
            let group = cell.map(|(_, cell)| self.section(cell)).unwrap_or_default();
            lines.push((place, whole_line(item, group)));
        }
        for change in single {
            let place = change.cell.unwrap_or(usize::MAX);
            lines.extend(self.line(change).map(|line| (place, line)));
        }
        lines.sort_by_key(|(place, _)| *place);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The section in which a cell is printed.
    fn section(&self, cell: &Cell) -> String {
        let section = self.of.between.vocabulary.section_of(&cell.property);
        section.map(|s| s.title.clone()).unwrap_or_default()
    }

    /// When what stands was last said.
    fn newest(&self, change: &Change) -> Option<whitestone_model::Day> {
        let cells = &self.of.between.new.cells;
        change
            .cell
            .and_then(|at| cells.get(at))
            .and_then(|cell| cell.newest)
    }

    /// Is all of its cell new?
    fn is_whole(&self, change: &Change) -> bool {
        let before = self.of.between.old.cell(&change.property, &change.key);
        before.is_none_or(|cell| cell.outcome == Outcome::Silent)
            && self.of.changes.iter().all(|other| {
                other.cell != change.cell || other.cell.is_none() || other.kind == ChangeKind::New
            })
    }

    fn line(&mut self, change: &Change) -> Option<Line> {
        let between = &self.of.between;
        let now = change
            .cell
            .and_then(|at| Some((at, between.new.cells.get(at)?)));
        let cell = now
            .map(|(_, cell)| cell)
            .or_else(|| between.old.cell(&change.property, &change.key))?;
        let unlisted = whitestone_views::cells::unlisted(&cell.property);
        let property = between
            .vocabulary
            .property(&cell.property)
            .unwrap_or(&unlisted);
        let twice = now.is_some_and(|(at, _)| self.several_of(at));
        let name = match now {
            Some((at, cell)) if !twice => anchor(at, cell),
            _ => {
                self.made += 1;
                format!("{}-line-{}", key(change.kind), self.made)
            }
        };
        let stands = matches!(
            change.kind,
            ChangeKind::Dropped | ChangeKind::Unconfirmed { .. } | ChangeKind::Confirmed
        );
        // Vintages tell it all: a note that no sentence shows would lead nowhere.
        let told_once = change.vintages.is_empty();
        let before = change.before.as_ref().filter(|_| !stands && told_once);
        let after = change.after.as_ref().filter(|_| told_once);
        let mut side = |side: Option<&Side>| match side {
            Some(side) => told(
                &side.groups,
                side.outcome == Outcome::Disputed,
                property,
                &name,
                self.context,
                &mut self.notes,
            ),
            None => vec![],
        };
        let (before, after) = (side(before), side(after));
        let marks = match now {
            Some((_, cell)) if !stands => self.context.marks(cell),
            _ => vec![],
        };
        Some(Line {
            vintages: self.vintages(change, property, &name),
            group: self.group(change, cell),
            details: self.details(change, cell, property),
            heading: heading(cell, property, self.context),
            anchor: name,
            also: vec![],
            before,
            after,
            marks,
            in_profile: now.is_some() && !twice,
        })
    }

    /// Do several changes speak of one cell? Then its name is not theirs alone.
    fn several_of(&self, at: usize) -> bool {
        let of = self
            .of
            .changes
            .iter()
            .filter(|other| other.cell == Some(at));
        of.count() > 1
    }

    fn vintages(&mut self, change: &Change, property: &Property, name: &str) -> Vec<Vintage> {
        let context = self.context;
        let words = context.words;
        let mut all = Vec::new();
        for statement in &change.vintages {
            let source = context.source(statement);
            let said = words.date(statement.assertion.stated.as_str());
            let by = context.writer.claimant(statement, source);
            let speaker = statement.assertion.claimants.is_empty();
            let named = source.filter(|_| speaker).map(|source| work(words, source));
            let by = match (named, said.is_empty()) {
                (Some(work), _) => work,
                (None, true) => capital(&by),
                (None, false) => format!("{}, {said}", capital(&by)),
            };
            all.push(Vintage {
                figure: words.cell(&statement.assertion.content, property),
                by,
                notes: self
                    .notes
                    .add(words, [(statement.as_ref(), source)].into_iter(), name),
            });
        }
        all
    }

    /// What a line shares with others: where and when it was last said, else its section.
    fn group(&self, change: &Change, cell: &Cell) -> String {
        let words = self.context.words;
        match change.kind {
            ChangeKind::Dropped => {
                let first = cell.statements().find_map(|s| self.context.source(s));
                let source = first.map(|source| work(words, source)).unwrap_or_default();
                words.say("change", "dropped", &[("source", &source)])
            }
            ChangeKind::Unconfirmed { .. } => capital(&self.context.last_said(cell)),
            ChangeKind::New | ChangeKind::Confirmed => self.section(cell),
            _ => String::new(),
        }
    }

    fn named(&self, document: DocumentId) -> Option<String> {
        let source = self.of.between.slice.sources.get(&document)?;
        Some(work(self.context.words, source))
    }

    /// The words behind both sides, and how what stands came about.
    fn details(&self, change: &Change, cell: &Cell, property: &Property) -> Details {
        let words = self.context.words;
        let role = |key: &str| words.word("change_role", key).unwrap_or(key).to_owned();
        let mut found: Vec<Quote> = Vec::new();
        let mut add = |statement: &Statement, role: &str| {
            for quote in quotes(statement, role, self.context) {
                let known = found.iter().any(|other| {
                    (&other.text, &other.document, &other.place)
                        == (&quote.text, &quote.document, &quote.place)
                });
                if !known {
                    found.push(quote);
                }
            }
        };
        for (side, key) in [(&change.after, "after"), (&change.before, "before")] {
            let groups: &[Group] = side
                .as_ref()
                .map(|s| s.groups.as_slice())
                .unwrap_or_default();
            for statement in groups.iter().flat_map(|group| &group.statements) {
                add(statement, &role(key));
            }
        }
        for statement in &change.vintages {
            add(statement, &role("vintage"));
        }
        let mut why: Vec<String> = Vec::new();
        let silent = change.silent.iter().filter_map(|id| self.named(*id));
        let silent = silent.collect::<Vec<_>>().join("; ");
        if change.kind == ChangeKind::Dropped {
            why.push(words.say("change", "silent", &[("silent", &silent)]));
        }
        if change.after.is_some() {
            why.extend(cell.trace().into_iter().map(|step| step.text));
        }
        Details {
            heading: heading(cell, property, self.context),
            quotes: found,
            why,
            provenance: now_or_then(change, cell, self.context),
        }
    }
}

/// From how many origins what stands has come; nothing of what no longer stands.
fn now_or_then(change: &Change, cell: &Cell, context: &Context<'_>) -> String {
    match change.after {
        Some(_) => context.provenance(cell),
        None => String::new(),
    }
}

/// A whole new cell as a line.
fn whole_line(item: Item, group: String) -> Line {
    Line {
        group,
        heading: item.details.heading.clone(),
        anchor: item.anchor,
        also: item.also,
        before: item.history,
        after: item.sentences,
        vintages: vec![],
        marks: item.marks,
        details: item.details,
        in_profile: true,
    }
}
