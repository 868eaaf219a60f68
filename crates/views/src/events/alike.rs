//! Pairs of passages that may tell of one happening.

use std::collections::BTreeMap;

use jiff::ToSpan;
use serde::Serialize;
use whitestone_model::vocabulary::Property;
use whitestone_model::{DocumentId, PropertyId, Span, SubjectKey, ValueKind, Verdict, Vocabulary};

use super::{Event, Occurrence, is_within};
use crate::days::{Days, holds};
use crate::scope::{Relation, Scope, Scopes};
use crate::words::Tongue;
use crate::{Identities, Statement, View};

/// Two happenings that may be one. Nothing is joined until a reviewer says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alike {
    /// An occurrence of the first event.
    pub one: SubjectKey,
    /// An occurrence of the second.
    pub other: SubjectKey,
    /// What both are about.
    pub property: PropertyId,
    /// Why they may be one, in words.
    pub reasons: Vec<String>,
    /// The reason of a reviewer who could not tell.
    pub unsure: Option<String>,
}

/// All pairs of events that may be one: their times meet, what they speak of is equal or holds the other, their figures
/// can both be true, and different passages tell of them. Pairs that were judged are not proposed again, except "unsure".
pub fn alike(
    events: &[Event],
    view: &View,
    identities: &Identities,
    vocabulary: &Vocabulary,
) -> Vec<Alike> {
    let mut scopes = Scopes::new(&view.subject, vocabulary);
    let mut of: BTreeMap<&PropertyId, Vec<Read<'_>>> = BTreeMap::new();
    for (event, told) in events.iter().enumerate() {
        for occurrence in &told.occurrences {
            let assertion = &occurrence.statement.assertion;
            if let Some(property) = vocabulary.property(&assertion.property) {
                let days = occurrence.days();
                of.entry(&property.id).or_default().push(Read {
                    event,
                    occurrence,
                    property,
                    scope: scopes.of(property, &assertion.qualifiers),
                    days,
                    dated: is_within(days.0, days.1, 1.month()),
                });
            }
        }
    }
    let tongue = Tongue::new(vocabulary);
    let mut found: BTreeMap<(usize, usize), Alike> = BTreeMap::new();
    for mut all in of.into_values() {
        all.sort_by_key(|read| (read.days, &read.occurrence.key));
        let mut open: Vec<&Read<'_>> = Vec::new();
        for read in &all {
            open.retain(|earlier| earlier.days.1 >= read.days.0);
            for earlier in &open {
                let pair = (earlier.event.min(read.event), earlier.event.max(read.event));
                if pair.0 == pair.1 || found.contains_key(&pair) {
                    continue;
                }
                if let Some(alike) = earlier.to(read, identities, tongue) {
                    found.insert(pair, alike);
                }
            }
            open.push(read);
        }
    }
    found.into_values().collect()
}

/// An occurrence with what it speaks of.
struct Read<'a> {
    /// Place of its event in the list.
    event: usize,
    occurrence: &'a Occurrence,
    property: &'a Property,
    scope: Scope,
    days: Days,
    /// Is it dated to a month, or better?
    dated: bool,
}

impl Read<'_> {
    fn statement(&self) -> &Statement {
        &self.occurrence.statement
    }

    fn to(&self, other: &Self, identities: &Identities, tongue: Tongue<'_>) -> Option<Alike> {
        let (a, b) = (&self.occurrence.key, &other.occurrence.key);
        let possible = (self.dated || other.dated)
            && self.figures_agree(other)
            && self.scope.to(&other.scope) != Relation::Apart
            && self.described_alike(other)
            && !share_words(self.statement(), other.statement())
            && !identities.are_different(a, b);
        possible.then(|| Alike {
            one: a.clone(),
            other: b.clone(),
            property: self.property.id.clone(),
            reasons: self.reasons(other, tongue),
            unsure: identities
                .judged(a, b)
                .filter(|judged| judged.what.verdict == Verdict::Unsure)
                .map(|judged| judged.what.reason.clone()),
        })
    }

    /// Can both values be true of one happening? Free texts can always; they must then both be dated.
    fn figures_agree(&self, other: &Self) -> bool {
        let (a, b) = (self.statement(), other.statement());
        let is_text = |s: &Statement| s.assertion.content.kind() == ValueKind::Text;
        if is_text(a) && is_text(b) {
            return self.dated && other.dated;
        }
        a.normal.is_compatible(&b.normal)
    }

    /// The value of a qualifier, where it has one.
    fn named(&self, name: &str) -> Option<&String> {
        let qualifiers = &self.statement().assertion.qualifiers;
        qualifiers.get(name).filter(|value| !value.is_empty())
    }

    /// Closed codes that only describe must not stand against each other.
    fn described_alike(&self, other: &Self) -> bool {
        let closed = self
            .property
            .qualifiers
            .iter()
            .filter(|q| !q.codes.is_empty());
        closed
            .filter(|q| self.property.descriptive.contains(&q.name))
            .all(|q| {
                let values = self.named(&q.name).zip(other.named(&q.name));
                values.is_none_or(|(a, b)| a == b)
            })
    }

    fn reasons(&self, other: &Self, tongue: Tongue<'_>) -> Vec<String> {
        let mut reasons = vec![self.times(other, tongue)];
        for (name, relation) in self.scope.each(&other.scope) {
            let label = self.property.qualifiers.iter().find(|q| q.name == name);
            let label = label.map_or(name, |q| q.label.as_str());
            let reason = match (self.named(name), other.named(name), relation) {
                (Some(a), Some(_), Relation::Same) => format!("the same {label}: {a}"),
                (Some(a), Some(b), Relation::Wider) => format!("{label}: {b} belongs to {a}"),
                (Some(a), Some(b), Relation::Narrower) => format!("{label}: {a} belongs to {b}"),
                (Some(a), Some(b), _) => format!("{label}: {a} and {b} have a part in common"),
                (Some(a), None, _) | (None, Some(a), _) => {
                    format!("only one of them names a {label}: {a}")
                }
                (None, None, _) => continue,
            };
            reasons.push(reason);
        }
        let (a, b) = (
            tongue.value(&self.statement().assertion),
            tongue.value(&other.statement().assertion),
        );
        reasons.push(if a == b {
            format!("both say {a}")
        } else {
            format!("{a} and {b} can both be true of one")
        });
        reasons
    }

    fn times(&self, other: &Self, tongue: Tongue<'_>) -> String {
        let when = |read: &Self| {
            let printed = tongue.when(&read.statement().assertion);
            if printed.is_empty() {
                tongue.days(read.days)
            } else {
                printed
            }
        };
        let (a, b) = (when(self), when(other));
        if self.days == other.days {
            format!("the same time: {a}")
        } else if holds(self.days, other.days) {
            format!("{b} lies within {a}")
        } else if holds(other.days, self.days) {
            format!("{a} lies within {b}")
        } else {
            format!("{a} and {b} overlap")
        }
    }
}

/// Do they rest on words of one document that overlap? Then one sentence tells of two things.
fn share_words(a: &Statement, b: &Statement) -> bool {
    words(a).any(|(document, range)| {
        words(b).any(|(other, words)| {
            document == other && range.start < words.end && words.start < range.end
        })
    })
}

/// The places of the words on which a statement rests.
fn words(statement: &Statement) -> impl Iterator<Item = (DocumentId, Span)> {
    let passages = statement.assertion.passages();
    passages.flat_map(|p| p.ranges.iter().map(|range| (p.document, *range)))
}
