//! A summary repeats the body: what it leaves unsaid stands where the same thing is said in full.
//!
//! "Key developments" give a figure without its source. Where the body makes the same claim, the summary's takes from
//! it when it was said, by whom, and how firmly; its own words and notes stay.

use std::sync::Arc;

use whitestone_model::{Assertion, Modality};

use crate::engine::Found;
use crate::settle::same_value;

/// The qualifier that the claims of a part of the document carry.
const SECTION: &str = "section";

/// Fills the claims of summaries from the body.
pub(crate) fn restate(all: &mut [Found], summary: &str) {
    let is_summary = |found: &Found| {
        let section = found.candidate.assertion.qualifiers.get(SECTION);
        section.is_some_and(|section| section == summary)
    };
    let body: Vec<Arc<Assertion>> = (all.iter())
        .filter(|found| !is_summary(found))
        .map(|found| Arc::clone(&found.candidate.assertion))
        .collect();
    for found in all.iter_mut().filter(|found| is_summary(found)) {
        let said = &found.candidate.assertion;
        let Some(full) = body.iter().find(|full| repeats(said, full)) else {
            continue;
        };
        let mut assertion = Assertion::clone(said);
        complete(&mut assertion, full);
        found.candidate.assertion = Arc::new(assertion);
    }
}

/// The same claim in other words: no qualifier on which they differ, and a time that holds the other's.
fn repeats(said: &Assertion, full: &Assertion) -> bool {
    let agree = |name: &String, value: &String| {
        let (value, other) = (value.to_lowercase(), full.qualifiers.get(name));
        other.is_none_or(|other| {
            let other = other.to_lowercase();
            value.contains(&other) || other.contains(&value)
        })
    };
    let qualifiers = said.qualifiers.iter().filter(|(name, _)| *name != SECTION);
    said.subject == full.subject
        && said.property == full.property
        && same_value(&said.content, &full.content)
        && qualifiers.clone().all(|(name, value)| agree(name, value))
        && (said.valid.edtf == said.stated
            || said.valid.hull().0 <= full.valid.hull().0
                && full.valid.hull().1 <= said.valid.hull().1)
}

fn complete(said: &mut Assertion, full: &Assertion) {
    // A time of its own stays; the day of the document is none.
    if said.valid.edtf == said.stated {
        said.valid = full.valid.clone();
    }
    said.stated = full.stated.clone();
    if said.claimants.is_empty() {
        said.claimants.clone_from(&full.claimants);
    }
    if said.modality == Modality::Asserted {
        said.modality = full.modality;
    }
}
