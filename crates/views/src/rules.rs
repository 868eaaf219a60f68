//! The rules that choose between values that cannot all be true, in their order.
//!
//! Each rule narrows the field to the statements it ranks first; the first that leaves one set of compatible values
//! decides and is named. A rule that cannot tell them apart changes nothing. If none decides, the dispute stays.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use whitestone_model::{Absence, Content, Day, Decimal, Modality, Target, vocabulary::Property};

use crate::compare::{Normal, agree, clusters};
use crate::view::{Judged, Standing};
use crate::{Group, Outcome, Role, Segment, Statement, Step, origins};

type Days = (Day, Day);

/// A rule of choice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A reviewer preferred it.
    Preferred,
    /// A reviewer doubted the others.
    Doubted,
    /// Its source outranks the others: the depositary for treaty acts, the roll call for votes.
    Authority(String),
    /// It is in the record; the others are proposals that nobody has reviewed.
    Reviewed,
    /// The same claimant said it later.
    LaterByClaimant,
    /// Asserted or reported over estimated, over suspected or alleged, over planned, over "not known".
    Modality,
    /// It is the more exact of two that contain each other.
    Precision,
    /// It is the newest, and a newer statement of this property may replace an older one.
    Newest,
}

impl Rule {
    /// The rules in the order in which they are asked.
    fn in_order(property: &Property) -> Vec<Self> {
        let mut rules = vec![Self::Preferred, Self::Doubted];
        rules.extend(property.authority.iter().cloned().map(Self::Authority));
        rules.extend([
            Self::Reviewed,
            Self::LaterByClaimant,
            Self::Modality,
            Self::Precision,
        ]);
        if property.replaceable {
            rules.push(Self::Newest);
        }
        rules
    }

    /// Those whom the rule ranks first; all of them where it cannot tell.
    fn first<'a>(&self, field: &[&'a Arc<Statement>]) -> Vec<&'a Arc<Statement>> {
        let keep = |test: &dyn Fn(&Statement) -> bool| -> Vec<&'a Arc<Statement>> {
            field.iter().copied().filter(|s| test(s)).collect()
        };
        let kept = match self {
            Self::Preferred => keep(&|s| s.judged == Some(Judged::Preferred)),
            Self::Doubted => keep(&|s| s.judged != Some(Judged::Doubted)),
            Self::Authority(role) => keep(&|s| &s.authority == role),
            Self::Reviewed => keep(&|s| s.standing == Standing::Claim),
            Self::LaterByClaimant => {
                let mut last: BTreeMap<&str, Day> = BTreeMap::new();
                for s in field {
                    let day = last.entry(&s.speaker).or_insert(Day::MIN);
                    *day = s.said.0.max(*day);
                }
                keep(&|s| {
                    last.get(s.speaker.as_str())
                        .is_none_or(|day| s.said.1 >= *day)
                })
            }
            Self::Modality => {
                let denied = field
                    .iter()
                    .any(|s| s.assertion.modality == Modality::Denied);
                let best = field.iter().map(|s| commitment(s, denied)).min();
                keep(&|s| Some(commitment(s, denied)) == best)
            }
            Self::Precision => keep(&|s| !field.iter().any(|o| o.normal.is_within(&s.normal))),
            Self::Newest => {
                let last = field.iter().map(|s| s.said.0).max();
                keep(&|s| Some(s.said.1) >= last)
            }
        };
        if kept.is_empty() {
            field.to_vec()
        } else {
            kept
        }
    }

    /// What becomes of those whom the rule passes over.
    const fn passed_over(&self) -> Role {
        match self {
            Self::LaterByClaimant | Self::Newest => Role::Superseded,
            _ => Role::Dissenting,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preferred => f.write_str("preferred by a reviewer"),
            Self::Doubted => f.write_str("the others are doubted by a reviewer"),
            Self::Authority(role) => write!(f, "authority: {role}"),
            Self::Reviewed => f.write_str("reviewed before unreviewed"),
            Self::LaterByClaimant => f.write_str("the same claimant said so later"),
            Self::Modality => f.write_str("stronger commitment of the claimant"),
            Self::Precision => f.write_str("the more exact of two that contain each other"),
            Self::Newest => f.write_str("newest statement"),
        }
    }
}

/// How far the claimant commits himself; less is stronger. Where somebody denies, his word and the charge weigh the
/// same, however either is put: that dispute is not for a rule to settle.
fn commitment(statement: &Statement, denied: bool) -> u8 {
    if statement.normal.is_unknown() {
        return 5;
    }
    match statement.assertion.modality {
        Modality::Unknown => 5,
        Modality::Planned => 4,
        _ if denied => 0,
        Modality::Asserted | Modality::Reported | Modality::Denied => 0,
        Modality::Estimated => 1,
        Modality::Suspected | Modality::Alleged => 2,
    }
}

/// Does it speak of some items of a series only? Such a statement never dissents.
fn of_some(statement: &Statement) -> bool {
    statement
        .assertion
        .qualifiers
        .get("reach")
        .is_some_and(|reach| reach == "some")
}

/// What the rules make of statements of one cell and one time.
pub struct Choice<'a> {
    outcome: Outcome,
    sets: Vec<(Role, Vec<&'a Arc<Statement>>)>,
    trace: Vec<Step>,
}

impl<'a> Choice<'a> {
    /// The statements in these roles.
    pub fn in_roles(&self, roles: &[Role]) -> impl Iterator<Item = &'a Arc<Statement>> {
        let sets = self.sets.iter().filter(|(role, _)| roles.contains(role));
        sets.flat_map(|(_, set)| set.iter().copied())
    }

    /// As a segment that speaks of these days.
    pub fn segment(self, days: Days) -> Segment {
        let groups = self.sets.iter().map(|(role, set)| group(*role, set));
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_by_cached_key(|group| (group.role, order(group)));
        Segment {
            days,
            outcome: self.outcome,
            groups,
            trace: self.trace,
        }
    }
}

/// Decides between statements of one cell and one time.
pub fn decide<'a>(statements: &[&'a Arc<Statement>], property: &Property) -> Choice<'a> {
    let (some, mut field): (Vec<_>, Vec<_>) = statements.iter().copied().partition(|s| of_some(s));
    if field.is_empty() {
        field = some;
    }
    let all = field.clone();
    let mut passed: BTreeMap<Target, Role> = BTreeMap::new();
    let mut trace = Vec::new();
    let mut sides = clusters(&field);
    let mut decided = None;
    if sides.len() > 1 {
        trace.push(told(&sides));
        for rule in Rule::in_order(property) {
            let kept = rule.first(&field);
            if kept.len() == field.len() {
                continue;
            }
            let ids: BTreeSet<&Target> = kept.iter().map(|s| &s.id).collect();
            for dropped in field.iter().filter(|s| !ids.contains(&s.id)) {
                passed.insert(dropped.id.clone(), rule.passed_over());
            }
            field = kept;
            sides = clusters(&field);
            let left = if sides.len() == 1 {
                "one value left"
            } else {
                "several values left"
            };
            trace.push(Step {
                text: format!("Rule \u{201c}{rule}\u{201d}: {left}."),
                about: field.iter().map(|s| s.id.clone()).collect(),
            });
            if sides.len() == 1 {
                decided = Some(rule);
                break;
            }
        }
        if decided.is_none() {
            trace.push(Step {
                text: "No rule chooses between them: disputed.".to_owned(),
                about: field.iter().map(|s| s.id.clone()).collect(),
            });
        }
    }
    let outcome = match decided {
        Some(rule) => Outcome::Resolved { rule },
        None if sides.len() > 1 => Outcome::Disputed,
        None => agreed(
            sides
                .first()
                .and_then(|side| side.first().map(|s| s.as_ref())),
        ),
    };
    let sets = sets(statements, &all, sides, &passed);
    Choice {
        outcome,
        sets,
        trace,
    }
}

fn agreed(lead: Option<&Statement>) -> Outcome {
    match lead.map(|s| &s.assertion.content) {
        Some(Content::Absent {
            why: Absence::None, ..
        }) => Outcome::KnownNone,
        Some(Content::Absent {
            why: Absence::Unknown | Absence::Withheld,
            ..
        }) => Outcome::KnownUnknown,
        _ => Outcome::Agreed,
    }
}

fn told(sides: &[Vec<&Arc<Statement>>]) -> Step {
    Step {
        text: format!("{} values cannot all be true.", sides.len()),
        about: sides.iter().flatten().map(|s| s.id.clone()).collect(),
    }
}

/// First and last day of which any of them speaks.
pub fn span(statements: &[&Arc<Statement>]) -> Days {
    let own = || statements.iter().filter(|s| !s.reaching);
    let first = own().map(|s| s.days.0).min();
    let last = own().map(|s| s.days.1).max();
    (first.unwrap_or(Day::MIN), last.unwrap_or(Day::MAX))
}

/// Puts every statement into a set: beside the side it can be true with, else where its rule sent it.
fn sets<'a>(
    statements: &[&'a Arc<Statement>],
    all: &[&Arc<Statement>],
    sides: Vec<Vec<&'a Arc<Statement>>>,
    passed: &BTreeMap<Target, Role>,
) -> Vec<(Role, Vec<&'a Arc<Statement>>)> {
    if let [side] = sides.as_slice()
        && side.len() == statements.len()
    {
        return sides.into_iter().map(|side| (Role::Shown, side)).collect();
    }
    let mut shown = sides;
    let in_a_side: BTreeSet<Target> = shown.iter().flatten().map(|s| s.id.clone()).collect();
    let mut rest: BTreeMap<Role, Vec<&Arc<Statement>>> = BTreeMap::new();
    let compared: BTreeSet<&Target> = all.iter().map(|s| &s.id).collect();
    for statement in statements
        .iter()
        .copied()
        .filter(|s| !in_a_side.contains(&s.id))
    {
        let home = shown
            .iter_mut()
            .find(|side| agree(&[statement], side) && !statement.normal.is_unknown());
        match home {
            Some(side) => side.push(statement),
            None if statement.normal.is_unknown() || !compared.contains(&statement.id) => {
                rest.entry(Role::Beside).or_default().push(statement);
            }
            None => {
                let role = passed
                    .get(&statement.id)
                    .copied()
                    .unwrap_or(Role::Dissenting);
                rest.entry(role).or_default().push(statement);
            }
        }
    }
    let mut sets: Vec<_> = shown.into_iter().map(|side| (Role::Shown, side)).collect();
    for (role, left) in rest {
        sets.extend(clusters(&left).into_iter().map(|side| (role, side)));
    }
    sets
}

fn group(role: Role, side: &[&Arc<Statement>]) -> Group {
    let mut statements: Vec<Arc<Statement>> = side.iter().copied().cloned().collect();
    statements.sort_by_cached_key(|s| lead_order(s));
    Group {
        role,
        origins: origins::count(side.iter().map(|s| s.as_ref())),
        statements,
    }
}

fn order(group: &Group) -> Option<(Normal, Days, Target)> {
    group
        .lead()
        .map(|s| (s.normal.clone(), s.said, s.id.clone()))
}

/// Claim or candidate, of this cell or taken in; how wide; how late; how lately said; the words; the id.
type LeadOrder = (
    (Standing, bool),
    (u8, Decimal),
    Reverse<Days>,
    Reverse<Days>,
    String,
    Target,
);

/// Who speaks for a group: a claim before a candidate, the narrowest value, the latest time, the latest word.
fn lead_order(s: &Statement) -> LeadOrder {
    let words = s
        .assertion
        .content
        .value()
        .map(|value| value.words().to_owned());
    (
        (s.standing, s.reaching),
        s.normal.width(),
        Reverse((s.days.1, s.days.0)),
        Reverse((s.said.1, s.said.0)),
        words.unwrap_or_default(),
        s.id.clone(),
    )
}
