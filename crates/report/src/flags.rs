//! Findings on a profile: a section of their own, and a mark with a link at every item that they are about.
//!
//! What is only for information stays out: age and silence stand in the text anyway. Findings that a reviewer settled
//! stay on record and no longer stand here.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use whitestone_model::{Day, Slice, Target, Vocabulary};
use whitestone_views::findings::{Finding, Severity, statements};
use whitestone_views::{Statement, View};

use crate::item::{Context, heading, quotes};
use crate::phrase::capital;
use crate::profile::anchor;
use crate::{Details, Flag, Flagged, Profile, Tone};

/// Adds the open findings to a profile of this view, seen on a day.
pub fn flag(
    profile: &mut Profile,
    found: &[Finding],
    view: &View,
    slice: &Slice,
    vocabulary: &Vocabulary,
    on: Day,
) {
    let context = Context::new(view, slice, vocabulary, on);
    let told = Told {
        statements: statements(view),
        places: places(view, vocabulary, &context),
    };
    let open = found
        .iter()
        .filter(|f| f.severity != Severity::Info && !f.is_settled());
    for finding in open {
        let flag = flagged(finding, &context, &told);
        mark(profile, &flag);
        let title = capital(finding.kind.says());
        match profile
            .findings
            .last_mut()
            .filter(|last| last.title == title)
        {
            Some(last) => last.flags.push(flag),
            None => profile.findings.push(Flagged {
                title,
                flags: vec![flag],
            }),
        }
    }
    profile.findings_title = (context.words)
        .word("finding", "title")
        .unwrap_or("Findings")
        .to_owned();
}

/// What the profile tells, by the claims and candidates behind it.
struct Told<'v> {
    statements: BTreeMap<&'v Target, &'v Arc<Statement>>,
    places: BTreeMap<&'v Target, Vec<Rc<Place>>>,
}

/// A cell as findings lead to it: its name for links, and for people.
struct Place {
    anchor: String,
    heading: String,
}

/// Where each statement of the view is told.
fn places<'v>(
    view: &'v View,
    vocabulary: &Vocabulary,
    context: &Context<'_>,
) -> BTreeMap<&'v Target, Vec<Rc<Place>>> {
    let mut places: BTreeMap<&Target, Vec<Rc<Place>>> = BTreeMap::new();
    for (index, cell) in view.cells.iter().enumerate() {
        let unlisted = whitestone_views::cells::unlisted(&cell.property);
        let property = vocabulary.property(&cell.property).unwrap_or(&unlisted);
        let place = Rc::new(Place {
            anchor: anchor(index, cell),
            heading: heading(cell, property, context),
        });
        let own = cell.statements().filter(|s| !s.reaching);
        for target in own.map(|s| &s.id).collect::<BTreeSet<_>>() {
            let known = places.entry(target).or_default();
            known.push(Rc::clone(&place));
        }
    }
    places
}

fn flagged(finding: &Finding, context: &Context<'_>, told: &Told<'_>) -> Flag {
    let role = context.words.word("finding", "role").unwrap_or_default();
    let mut details = Details {
        heading: String::new(),
        quotes: vec![],
        why: vec![],
        provenance: String::new(),
    };
    let mut cells: Vec<(String, String)> = Vec::new();
    for target in &finding.about {
        if let Some(statement) = told.statements.get(target) {
            details.quotes.extend(quotes(statement, role, context));
        }
        for place in told.places.get(target).into_iter().flatten() {
            let known = (place.anchor.clone(), place.heading.clone());
            if !cells.contains(&known) {
                cells.push(known);
            }
        }
    }
    details.quotes.dedup();
    Flag {
        anchor: format!("finding-{}", finding.id.short()),
        kind: finding.kind.name().replace('_', " "),
        tone: match finding.severity {
            Severity::Look => Tone::Dispute,
            Severity::Note | Severity::Info => Tone::Care,
        },
        text: finding.explanation.clone(),
        cells,
        details,
    }
}

/// Marks the items that a finding is about; one mark of a kind is enough.
fn mark(profile: &mut Profile, flag: &Flag) {
    let items = profile.sections.iter_mut().flat_map(|s| &mut s.items);
    for item in items {
        let names = |anchor: &String| item.anchor == *anchor || item.also.contains(anchor);
        let about = flag.cells.iter().any(|(anchor, _)| names(anchor));
        let known = item.flags.iter().any(|(kind, _, _)| *kind == flag.kind);
        if about && !known {
            item.flags
                .push((flag.kind.clone(), flag.anchor.clone(), flag.tone));
        }
    }
}
