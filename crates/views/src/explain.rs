//! Why a cell shows what it shows, in words.

use whitestone_model::Day;

use crate::{Cell, Group, Outcome, Role, Segment, Step};

/// The reasoning behind a cell as text, one step a line.
pub fn explain(cell: &Cell) -> String {
    cell.trace
        .iter()
        .map(|step| format!("- {}\n", step.text))
        .collect()
}

/// The steps behind a cell: what stands now, then what stood before.
pub(crate) fn trace(cell: &Cell) -> Vec<Step> {
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

fn segment_steps(segment: &Segment) -> Vec<Step> {
    let mut steps = vec![first_step(segment)];
    steps.extend(segment.trace.iter().cloned());
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
        .map(|s| s.speaker.as_str())
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
