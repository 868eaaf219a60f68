//! The rules that choose between values that cannot all be true, in their order.
//!
//! Each rule narrows the field to the statements it ranks first; the first that leaves one set of compatible values
//! decides and is named. A rule that cannot tell them apart changes nothing. If none decides, the dispute stays.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use whitestone_model::{Absence, Content, Day, Decimal, Modality, Target, vocabulary::Property};

use crate::compare::{Normal, Places, agree, clusters};
use crate::days::Days;
use crate::explain::{Reason, Remark};
use crate::view::{Judged, Reach, Standing};
use crate::{Group, Outcome, Role, Segment, Statement, origins};

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
    fn in_order(property: &Property) -> impl Iterator<Item = Self> {
        let roles = property.authority.iter().cloned().map(Self::Authority);
        let last = [
            Self::Reviewed,
            Self::LaterByClaimant,
            Self::Modality,
            Self::Precision,
        ];
        [Self::Preferred, Self::Doubted]
            .into_iter()
            .chain(roles)
            .chain(last)
            .chain(property.replaceable.then_some(Self::Newest))
    }

    /// Those of a field whom the rule ranks first; all of them where it cannot tell.
    fn first(&self, all: &[&Arc<Statement>], field: &[usize]) -> Places {
        let of_field = || {
            field
                .iter()
                .filter_map(|at| all.get(*at).map(|s| (*at, *s)))
        };
        let keep = |test: &dyn Fn(&Statement) -> bool| -> Places {
            of_field()
                .filter(|(_, s)| test(s))
                .map(|(at, _)| at)
                .collect()
        };
        let kept = match self {
            Self::Preferred => keep(&|s| s.judged == Some(Judged::Preferred)),
            Self::Doubted => keep(&|s| s.judged != Some(Judged::Doubted)),
            Self::Authority(role) => keep(&|s| *s.authority == **role),
            Self::Reviewed => keep(&|s| s.standing == Standing::Claim),
            Self::LaterByClaimant => {
                let mut last: BTreeMap<&str, Day> = BTreeMap::new();
                for (_, s) in of_field() {
                    let day = last.entry(&s.speaker).or_insert(Day::MIN);
                    *day = s.said.0.max(*day);
                }
                keep(&|s| {
                    let last = last.get(s.speaker.as_ref());
                    last.is_none_or(|day| s.said.1 >= *day)
                })
            }
            Self::Modality => {
                let denied = of_field().any(|(_, s)| s.assertion.modality == Modality::Denied);
                let best = of_field().map(|(_, s)| commitment(s, denied)).min();
                keep(&|s| Some(commitment(s, denied)) == best)
            }
            Self::Precision => {
                keep(&|s| !of_field().any(|(_, other)| other.normal.is_within(&s.normal)))
            }
            Self::Newest => {
                let last = of_field().map(|(_, s)| s.said.0).max();
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

/// What the rules make of statements of one cell and one time.
pub struct Choice<'a> {
    outcome: Outcome,
    sets: Vec<(Role, Vec<&'a Arc<Statement>>)>,
    trace: Vec<Reason>,
}

impl<'a> Choice<'a> {
    /// The statements in these roles.
    pub fn in_roles(&self, roles: &[Role]) -> impl Iterator<Item = &'a Arc<Statement>> {
        let sets = self.sets.iter().filter(|(role, _)| roles.contains(role));
        sets.flat_map(|(_, set)| set.iter().copied())
    }

    /// As a segment that speaks of these days.
    pub fn segment(mut self, days: Days) -> Segment {
        for (_, set) in &mut self.sets {
            set.sort_by_cached_key(|s| lead_order(s));
        }
        self.sets
            .sort_by(|(a, of_a), (b, of_b)| (a, group_order(of_a)).cmp(&(b, group_order(of_b))));
        let group = |(role, set): (Role, Vec<&Arc<Statement>>)| Group {
            role,
            origins: origins::count(set.iter().map(|s| s.as_ref())),
            statements: set.into_iter().map(Arc::clone).collect(),
        };
        Segment {
            days,
            outcome: self.outcome,
            groups: self.sets.into_iter().map(group).collect(),
            trace: self.trace,
        }
    }
}

/// Decides between statements of one cell and one time.
pub fn decide<'a>(all: &[&'a Arc<Statement>], property: &Property) -> Choice<'a> {
    if let [first, rest @ ..] = all
        && rest.iter().all(|s| s.normal == first.normal)
        && (rest.is_empty() || all.iter().all(|s| s.reach != Some(Reach::Some)))
    {
        return Choice {
            outcome: agreed(Some(first)),
            sets: vec![(Role::Shown, all.to_vec())],
            trace: vec![],
        };
    }
    // What speaks of some items of a series only never dissents.
    let is_of_some = |at: &usize| all.get(*at).is_some_and(|s| s.reach == Some(Reach::Some));
    let (some, mut field): (Places, Places) = (0..all.len()).partition(is_of_some);
    if field.is_empty() {
        field = some;
    }
    let sides = clusters(all, &field);
    if sides.len() > 1 {
        return Dispute::over(all, field, sides, property).settled();
    }
    let lead = sides.first().and_then(|side| all.get(*side.first()?));
    Choice {
        outcome: agreed(lead.map(|s| s.as_ref())),
        sets: sets(all, &field, sides, &[]),
        trace: vec![],
    }
}

/// Statements that cannot all be true, while the rules are asked.
struct Dispute<'s, 'a> {
    all: &'s [&'a Arc<Statement>],
    /// All that were compared.
    compared: Places,
    /// Those that no rule has passed over yet.
    field: Places,
    sides: Vec<Places>,
    /// For each place of the list what became of the statement there.
    passed: Vec<Option<Role>>,
    decided: Option<Rule>,
    trace: Vec<Reason>,
}

impl<'s, 'a> Dispute<'s, 'a> {
    fn over(
        all: &'s [&'a Arc<Statement>],
        field: Places,
        sides: Vec<Places>,
        property: &Property,
    ) -> Self {
        let mut dispute = Self {
            all,
            compared: field.clone(),
            field,
            sides,
            passed: vec![None; all.len()],
            decided: None,
            trace: vec![],
        };
        let number = dispute.sides.len();
        let about = ids(all, dispute.sides.iter().flatten());
        dispute.trace.push(Reason {
            what: Remark::Sides(number),
            about,
        });
        for rule in Rule::in_order(property) {
            dispute.ask(rule);
            if dispute.decided.is_some() {
                return dispute;
            }
        }
        dispute.tell(Remark::NoRule);
        dispute
    }

    fn ask(&mut self, rule: Rule) {
        let kept = rule.first(self.all, &self.field);
        if kept.len() == self.field.len() {
            return;
        }
        for at in &self.field {
            if kept.binary_search(at).is_err()
                && let Some(role) = self.passed.get_mut(*at)
            {
                *role = Some(rule.passed_over());
            }
        }
        self.field = kept;
        self.sides = clusters(self.all, &self.field);
        let decided = self.sides.len() == 1;
        self.tell(Remark::Asked {
            rule: rule.clone(),
            decided,
        });
        self.decided = decided.then_some(rule);
    }

    fn tell(&mut self, what: Remark) {
        let about = ids(self.all, &self.field);
        self.trace.push(Reason { what, about });
    }

    fn settled(self) -> Choice<'a> {
        Choice {
            outcome: match self.decided {
                Some(rule) => Outcome::Resolved { rule },
                None => Outcome::Disputed,
            },
            sets: sets(self.all, &self.compared, self.sides, &self.passed),
            trace: self.trace,
        }
    }
}

fn ids<'p>(all: &[&Arc<Statement>], places: impl IntoIterator<Item = &'p usize>) -> Vec<Target> {
    let of = |at: &usize| all.get(*at).map(|s| s.id.clone());
    places.into_iter().filter_map(of).collect()
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

/// First and last day of which any of them speaks.
pub fn span(statements: &[&Arc<Statement>]) -> Days {
    let own = || statements.iter().filter(|s| !s.reaching);
    let first = own().map(|s| s.days.0).min();
    let last = own().map(|s| s.days.1).max();
    (first.unwrap_or(Day::MIN), last.unwrap_or(Day::MAX))
}

/// Puts every statement into a set: beside the side it can be true with, else where its rule sent it.
fn sets<'a>(
    all: &[&'a Arc<Statement>],
    compared: &[usize],
    mut sides: Vec<Places>,
    passed: &[Option<Role>],
) -> Vec<(Role, Vec<&'a Arc<Statement>>)> {
    let mut rest: BTreeMap<Role, Places> = BTreeMap::new();
    let in_a_side = |at: usize| sides.iter().any(|side| side.binary_search(&at).is_ok());
    let outside: Vec<_> = all
        .iter()
        .enumerate()
        .filter(|(at, _)| !in_a_side(*at))
        .collect();
    for (at, statement) in outside {
        let unknown = statement.normal.is_unknown();
        let home = sides
            .iter_mut()
            .find(|side| !unknown && agree(all, &[at], side));
        match home {
            Some(side) => side.push(at),
            None if unknown || compared.binary_search(&at).is_err() => {
                rest.entry(Role::Beside).or_default().push(at);
            }
            None => {
                let role = passed.get(at).copied().flatten();
                rest.entry(role.unwrap_or(Role::Dissenting))
                    .or_default()
                    .push(at);
            }
        }
    }
    let shown = sides.into_iter().map(|side| (Role::Shown, side));
    let others = rest.into_iter().flat_map(|(role, left)| {
        clusters(all, &left)
            .into_iter()
            .map(move |side| (role, side))
    });
    let members = |side: Places| {
        side.into_iter()
            .filter_map(|at| all.get(at).copied())
            .collect()
    };
    shown
        .chain(others)
        .map(|(role, side)| (role, members(side)))
        .collect()
}

/// Among groups of one role: by what speaks for each.
fn group_order<'a>(set: &[&'a Arc<Statement>]) -> Option<(&'a Normal, Days, &'a Target)> {
    set.first().map(|s| (&s.normal, s.said, &s.id))
}

/// Claim or candidate, of this cell or taken in; how wide; how late; how lately said; the words; the id.
type LeadOrder<'a> = (
    (Standing, bool),
    (u8, Decimal),
    Reverse<Days>,
    Reverse<Days>,
    &'a str,
    &'a Target,
);

/// Who speaks for a group: a claim before a candidate, the narrowest value, the latest time, the latest word.
fn lead_order(s: &Statement) -> LeadOrder<'_> {
    (
        (s.standing, s.reaching),
        s.normal.width(),
        Reverse((s.days.1, s.days.0)),
        Reverse((s.said.1, s.said.0)),
        s.assertion
            .content
            .value()
            .map_or("", |value| value.words()),
        &s.id,
    )
}
