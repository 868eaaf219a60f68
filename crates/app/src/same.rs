//! Identity: a person says that two subjects are one, are two, or that nobody can tell; before that, what would change.
//!
//! Stored claims keep the subject under which they were recorded. A judgement joins or parts the views of two subjects,
//! from its moment on; a later one takes it back and gives the earlier view again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use whitestone_ledger::SliceQuery;
use whitestone_model::record::ValueRecord;
use whitestone_model::{
    Assertion, Decimal, Judgement, JudgementId, PropertyId, Qualifiers, Recorded, Sensitivity,
    Slice, Subject, SubjectKey, Target, Verdict,
};
use whitestone_views::events::{self, Tally};
use whitestone_views::identity::Clash;
use whitestone_views::{AsOf, Assurance, Cell, Identities, Outcome, View};

use crate::happenings::Happenings;
use crate::review::must_have_reason;
use crate::{AppError, Context, find, judge, show};

/// A judgement on two subjects, and what it changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preview {
    /// The one.
    pub one: Subject,
    /// The other.
    pub other: Subject,
    /// What is said of them.
    pub verdict: Verdict,
    /// Who is one with whom before, of all that are touched.
    pub before: Vec<Vec<SubjectKey>>,
    /// Who is one with whom after.
    pub after: Vec<Vec<SubjectKey>>,
    /// Judgements that contradict each other afterwards; what they speak of stays apart.
    pub clash: Option<Clash>,
    /// Cells that show something else.
    pub cells: Vec<CellChange>,
    /// Sums over happenings that change.
    pub totals: Vec<TotalChange>,
    /// How sensitive the claims are that stand under one subject afterwards. A judgement changes no claim's class: what a
    /// reader may not see today he does not see then.
    pub sensitivity: Vec<Classified>,
}

/// A cell that shows something else afterwards.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellChange {
    /// The property.
    pub property: PropertyId,
    /// Its discriminating qualifiers.
    pub key: Qualifiers,
    /// In one word.
    pub what: Change,
    /// What it shows before, under one subject after the other.
    pub before: Vec<String>,
    /// What it shows after.
    pub after: Vec<String>,
}

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A dispute that was none.
    Conflict,
    /// A dispute is gone.
    Settled,
    /// Another value is shown.
    Changed,
    /// Two cells that show the same are one.
    Joined,
    /// One cell becomes two.
    Parted,
}

/// A sum over happenings that changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TotalChange {
    /// What is counted.
    pub property: PropertyId,
    /// Which part of its total.
    pub part: String,
    /// The year.
    pub year: Option<i16>,
    /// At least and at most, before.
    pub before: (Decimal, Option<Decimal>),
    /// At least and at most, after.
    pub after: (Decimal, Option<Decimal>),
}

/// How many claims of a subject have which class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Classified {
    /// The subject as recorded.
    pub subject: SubjectKey,
    /// The class.
    pub class: Sensitivity,
    /// Their number.
    pub claims: usize,
}

/// What a judgement would change. Nothing is recorded.
///
/// # Errors
/// When one of the subjects is not on record, both are one record, or the ledger cannot be read.
pub fn preview(
    context: &Context<'_>,
    one: &str,
    other: &str,
    verdict: Verdict,
) -> Result<Preview, AppError> {
    let (one, other) = (named(context, one)?, named(context, other)?);
    if one.subject.key() == other.subject.key() {
        return Err(AppError::Request(format!(
            "{} and {} are one record already",
            one.subject.name, other.subject.name
        )));
    }
    if (one.subject.kind == events::KIND) != (other.subject.kind == events::KIND) {
        return Err(AppError::Request(
            "one of them is a happening and the other is not: name two claims, or two subjects"
                .into(),
        ));
    }
    let judgements = context.ledger.identities(None)?;
    let mut judged = judgements.clone();
    judged.push(supposed(&one.subject, &other.subject, verdict));
    let (before, after) = (
        Identities::of(&judgements, None),
        Identities::of(&judged, None),
    );
    let owners = [&one.owner, &other.owner];
    let touched: BTreeSet<SubjectKey> = owners
        .iter()
        .flat_map(|key| [before.members(key), after.members(key)].concat())
        .collect();
    let (old, new) = (
        World::seen(context, &touched, &before)?,
        World::seen(context, &touched, &after)?,
    );
    Ok(Preview {
        clash: after.clash(&one.subject.key()).cloned(),
        cells: cell_changes(&old, &new),
        totals: total_changes(&old, &new),
        sensitivity: new.classes,
        before: old.sets,
        after: new.sets,
        one: one.subject,
        other: other.subject,
        verdict,
    })
}

/// Records a judgement on two subjects; returns what it changed.
///
/// # Errors
/// As [`preview`]; also when no reason is given or the ledger cannot be written.
pub fn judge(
    context: &mut Context<'_>,
    one: &str,
    other: &str,
    verdict: Verdict,
    reason: &str,
) -> Result<Preview, AppError> {
    must_have_reason("a judgement", reason)?;
    let preview = preview(context, one, other, verdict)?;
    let target = Target::identity(preview.one.key(), preview.other.key());
    judge::record(context, target, verdict, reason)?;
    Ok(preview)
}

/// A subject, and whose record holds what is said of it: its own, or that of the claim which tells of a happening.
struct Named {
    subject: Subject,
    owner: SubjectKey,
}

/// The subject that a name stands for, or the happening of which a claim or candidate tells.
fn named(context: &Context<'_>, name: &str) -> Result<Named, AppError> {
    let subject = match show::find_subject(context, name) {
        Ok(subject) => subject,
        Err(unknown) => return happening(context, name)?.ok_or(unknown),
    };
    Ok(Named {
        owner: subject.key(),
        subject,
    })
}

fn happening(context: &Context<'_>, name: &str) -> Result<Option<Named>, AppError> {
    let Some(found) = find::by_id(context, name)? else {
        return Ok(None);
    };
    let Assertion { subject, .. } = found.assertion.as_ref();
    let key = events::key(&found.assertion);
    Ok(Some(Named {
        owner: subject.key(),
        subject: Subject {
            name: key.id.chars().take(12).collect(),
            kind: key.kind,
            id: key.id,
        },
    }))
}

/// The judgement as if it had been made, after all others.
fn supposed(one: &Subject, other: &Subject, verdict: Verdict) -> Recorded<Judgement> {
    Recorded {
        what: Judgement {
            id: JudgementId::new(uuid::Uuid::max()),
            target: Target::identity(one.key(), other.key()),
            verdict,
            reason: "supposed".to_owned(),
            reviewer: String::new(),
            claim: None,
        },
        tx: u64::MAX,
        at: Timestamp::MAX,
        actor: "".into(),
    }
}

/// The views of some subjects under some identities.
struct World {
    sets: Vec<Vec<SubjectKey>>,
    views: Vec<View>,
    tallies: Vec<Tally>,
    classes: Vec<Classified>,
}

impl World {
    fn seen(
        context: &Context<'_>,
        touched: &BTreeSet<SubjectKey>,
        identities: &Identities,
    ) -> Result<Self, AppError> {
        let vocabulary = &context.knowledge.vocabulary;
        let sets: BTreeSet<Vec<SubjectKey>> =
            touched.iter().map(|key| identities.members(key)).collect();
        let mut world = Self {
            sets: sets.into_iter().collect(),
            views: Vec::new(),
            tallies: Vec::new(),
            classes: Vec::new(),
        };
        let known = context.ledger.last()?.map(|last| last.stamp.at);
        let asof = AsOf {
            known,
            assurance: Assurance::WithCandidates,
            ..AsOf::today(known.map_or(whitestone_model::Day::MIN, show::day_of))
        };
        let query = SliceQuery {
            known,
            with_candidates: true,
            ..SliceQuery::default()
        };
        for members in &world.sets {
            let slice = show::record(context, members, &query)?;
            world.classes.extend(classes(&slice));
            let view = whitestone_views::resolve(&slice, vocabulary, &asof);
            let happenings = Happenings::of(&view, identities, vocabulary);
            world.tallies.extend(happenings.tallies);
            world.views.push(view);
        }
        Ok(world)
    }

    /// What each cell shows, under one subject after the other. Silence shows nothing.
    fn cells(&self) -> BTreeMap<(&PropertyId, &Qualifiers), Vec<&Cell>> {
        let mut cells: BTreeMap<_, Vec<&Cell>> = BTreeMap::new();
        let all = self.views.iter().flat_map(|view| &view.cells);
        for cell in all.filter(|cell| cell.outcome != Outcome::Silent) {
            cells
                .entry((&cell.property, &cell.key))
                .or_default()
                .push(cell);
        }
        cells
    }

    /// The sums, over all subjects.
    fn totals(&self) -> BTreeMap<TotalKey<'_>, (Decimal, Option<Decimal>)> {
        let mut totals: BTreeMap<_, (Decimal, Option<Decimal>)> = BTreeMap::new();
        for tally in &self.tallies {
            let key = (&tally.property, tally.part.as_str(), tally.year);
            let sum = totals
                .entry(key)
                .or_insert((Decimal::ZERO, Some(Decimal::ZERO)));
            let add = |a: Decimal, b| a.checked_add(b).unwrap_or(a);
            sum.0 = add(sum.0, tally.low);
            sum.1 = sum.1.zip(tally.high).map(|(a, b)| add(a, b));
        }
        totals
    }
}

/// Property, part, year.
type TotalKey<'a> = (&'a PropertyId, &'a str, Option<i16>);

fn classes(slice: &Slice) -> Vec<Classified> {
    let mut counts: BTreeMap<(SubjectKey, Sensitivity), usize> = BTreeMap::new();
    for claim in &slice.claims {
        let assertion = &claim.what.assertion;
        let key = (assertion.subject.key(), assertion.sensitivity);
        *counts.entry(key).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((subject, class), claims)| Classified {
            subject,
            class,
            claims,
        })
        .collect()
}

fn cell_changes(old: &World, new: &World) -> Vec<CellChange> {
    let (before, after) = (old.cells(), new.cells());
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    let changes = keys.into_iter().filter_map(|key| {
        let before = before.get(&key).map_or(&[][..], Vec::as_slice);
        let after = after.get(&key).map_or(&[][..], Vec::as_slice);
        let what = change(before, after)?;
        let shown = |cells: &[&Cell]| cells.iter().map(|cell| shown(cell)).collect();
        Some(CellChange {
            property: key.0.clone(),
            key: key.1.clone(),
            what,
            before: shown(before),
            after: shown(after),
        })
    });
    changes.collect()
}

fn change(before: &[&Cell], after: &[&Cell]) -> Option<Change> {
    let disputed = |cells: &[&Cell]| cells.iter().any(|cell| cell.outcome == Outcome::Disputed);
    let values =
        |cells: &[&Cell]| -> BTreeSet<String> { cells.iter().map(|cell| shown(cell)).collect() };
    match (disputed(before), disputed(after)) {
        (false, true) => Some(Change::Conflict),
        (true, false) => Some(Change::Settled),
        _ if values(before) != values(after) => Some(Change::Changed),
        _ if before.len() > after.len() => Some(Change::Joined),
        _ if before.len() < after.len() => Some(Change::Parted),
        _ => None,
    }
}

/// What a cell shows, in a few words: `disputed: yes; no`.
fn shown(cell: &Cell) -> String {
    let value = |content: &whitestone_model::Content| {
        whitestone_extract::score::value_text(&ValueRecord::of(content), content.state())
    };
    let values: Vec<String> = cell
        .shown()
        .filter_map(|group| group.content())
        .map(value)
        .collect();
    let values = values.join("; ");
    match &cell.outcome {
        Outcome::Disputed => format!("disputed: {values}"),
        Outcome::Resolved { rule } => format!("{values} ({rule})"),
        _ => values,
    }
}

fn total_changes(old: &World, new: &World) -> Vec<TotalChange> {
    let (before, after) = (old.totals(), new.totals());
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    let none = (Decimal::ZERO, Some(Decimal::ZERO));
    let changes = keys.into_iter().filter_map(|key| {
        let of = |totals: &BTreeMap<_, _>| totals.get(&key).copied().unwrap_or(none);
        let (before, after) = (of(&before), of(&after));
        (before != after).then(|| TotalChange {
            property: key.0.clone(),
            part: key.1.to_owned(),
            year: key.2,
            before,
            after,
        })
    });
    changes.collect()
}
