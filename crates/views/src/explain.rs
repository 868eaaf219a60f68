//! Why a cell shows what it shows, in words.

use serde::{Serialize, Serializer};
use whitestone_model::{Day, Target};

use crate::{Cell, Group, Outcome, Role, Rule, Segment};

/// One step of the reasoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was found or decided, as a sentence.
    pub text: String,
    /// The statements it is about.
    pub about: Vec<Target>,
}

/// One decision on the way to a segment, before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What was found or decided.
    pub what: Remark,
    /// The statements it is about.
    pub about: Vec<Target>,
}

/// What a decision found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// So many values cannot all be true.
    Sides(usize),
    /// A rule passed some over.
    Asked {
        /// The rule.
        rule: Rule,
        /// Is one value left?
        decided: bool,
    },
    /// No rule leaves one value.
    NoRule,
    /// Of values side by side: one says that there is none.
    NoneAgainstOne,
}

impl Reason {
    /// In words.
    pub fn step(&self) -> Step {
        let text = match &self.what {
            Remark::Sides(number) => format!("{number} values cannot all be true."),
            Remark::Asked {
                rule,
                decided: true,
            } => {
                format!("Rule \u{201c}{rule}\u{201d}: one value left.")
            }
            Remark::Asked {
                rule,
                decided: false,
            } => {
                format!("Rule \u{201c}{rule}\u{201d}: several values left.")
            }
            Remark::NoRule => "No rule chooses between them: disputed.".to_owned(),
            Remark::NoneAgainstOne => {
                "Of the same days one says that there is none, another names one: disputed."
                    .to_owned()
            }
        };
        Step {
            text,
            about: self.about.clone(),
        }
    }
}

/// As its step.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.step().serialize(serializer)
    }
}

/// The reasoning behind a cell as text, one step a line.
pub fn explain(cell: &Cell) -> String {
    cell.trace()
        .iter()
        .map(|step| format!("- {}\n", step.text))
        .collect()
}

/// The steps behind a cell: what stands now, then what stood before.
pub(crate) fn trace(cell: &Cell) -> Vec<Step> {
    if cell.segments().next().is_none() {
        return vec![silence()];
    }
    let mut steps = Vec::new();
    for segment in &cell.current {
        steps.extend(segment_steps(segment));
    }
    for segment in &cell.history {
        let mut before = segment_steps(segment);
        for step in &mut before {
            step.text = format!("Before ({}): {}", days(segment), step.text);
        }
        steps.extend(before);
    }
    steps
}

fn silence() -> Step {
    Step {
        text: "A profile of such a subject is expected to state this; no statement is on record."
            .to_owned(),
        about: vec![],
    }
}

fn segment_steps(segment: &Segment) -> Vec<Step> {
    let mut steps = vec![first_step(segment)];
    steps.extend(segment.trace.iter().map(Reason::step));
    for group in &segment.groups {
        let text = match group.role {
            Role::Shown => continue,
            Role::Dissenting => "Says otherwise and was outranked",
            Role::Superseded => "Superseded by a later statement",
            Role::Beside => "Neither for nor against",
        };
        steps.push(Step {
            text: format!("{text}: {}.", voices(group)),
            about: group.statements.iter().map(|s| s.id.clone()).collect(),
        });
    }
    steps
}

fn first_step(segment: &Segment) -> Step {
    let shown: Vec<&Group> = segment.shown().collect();
    let statements = shown.iter().map(|g| g.statements.len()).sum::<usize>();
    let origins = shown.iter().map(|g| g.origins).sum::<usize>();
    let how = match &segment.outcome {
        Outcome::Resolved { rule } => format!("resolved ({rule})"),
        Outcome::Disputed => "disputed".to_owned(),
        Outcome::KnownNone => "stated that there is none".to_owned(),
        Outcome::KnownUnknown => "stated that it is not known".to_owned(),
        Outcome::Agreed | Outcome::Silent => "no contradiction".to_owned(),
    };
    Step {
        text: format!(
            "{}, from {}, speaking of {}: {how}.",
            counted(statements, "statement"),
            counted(origins, "independent origin"),
            days(segment),
        ),
        about: shown
            .iter()
            .flat_map(|g| g.statements.iter().map(|s| s.id.clone()))
            .collect(),
    }
}

fn voices(group: &Group) -> String {
    let speakers: std::collections::BTreeSet<&str> = group
        .statements
        .iter()
        .map(|s| s.speaker.as_ref())
        .collect();
    let named: Vec<&str> = speakers
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    if named.is_empty() {
        counted(group.statements.len(), "statement")
    } else {
        named.join("; ")
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

fn days(segment: &Segment) -> String {
    match segment.days {
        (Day::MIN, Day::MAX) => "no stated time".to_owned(),
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first} to {last}"),
    }
}
