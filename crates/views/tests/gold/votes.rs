//! Sentences of reports about votes, entered as claims and set against the roll calls alone.

use std::collections::BTreeSet;
use std::fs;

use whitestone_model::{Slice, Target};
use whitestone_testkit::{ClaimBuilder, project_vocabulary};
use whitestone_views::findings::{Finding, Kind, Material, Severity, all};
use whitestone_views::{AsOf, resolve_subject};

use crate::facts::Entered;
use crate::shared;

/// What each sentence says, in the order of the table: the vote, the time of which it speaks, and the resolution where it
/// names one; without, it speaks of each.
const READ: [(&str, &str, &str); 21] = [
    ("yes", "1996/1998", ""),
    ("abstain", "1996/2010-11", ""),
    ("abstain", "1997/2003", ""),
    ("abstain", "2002/2003", ""),
    ("yes", "2004-12", "59/84"),
    ("abstain", "2002", "57/74"),
    ("yes", "1998/2003", ""),
    ("yes", "1996/2004", ""),
    ("yes", "1996/2003", ""),
    ("yes", "1996/2005", ""),
    ("abstain", "1997/1999", ""),
    ("yes", "1997/1999", ""),
    ("yes", "1997/2002", ""),
    ("yes", "2002", "57/74"),
    ("yes", "1996/1999", ""),
    ("yes", "1997/2013", ""),
    ("yes", "1997/2013", ""),
    ("yes", "1997/2013", ""),
    ("yes", "1997/2013", ""),
    ("yes", "2000/2019", ""),
    ("yes", "2011", "66/29"),
];

#[test]
fn sentences_about_votes_get_their_verdict_from_the_roll_calls() {
    let Some(shared) = shared("sentences_about_votes_get_their_verdict_from_the_roll_calls") else {
        return;
    };
    let table = fs::read_to_string(shared.join("reference/unga_claim_checks.tsv")).unwrap();
    let mut wrong = Vec::new();
    let lines: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(lines.len(), READ.len(), "the table has other sentences");
    for (line, read) in lines.into_iter().zip(READ) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (verdict, differing) = checked(cells[0], read);
        let printed: BTreeSet<String> = cells[3]
            .split("; ")
            .filter_map(|vote| vote.split_once('='))
            .filter(|(_, vote)| *vote != "-" && *vote != read.0)
            .map(|(resolution, _)| resolution.replace(' ', ""))
            .collect();
        if verdict != cells[2] || differing != printed {
            wrong.push(format!(
                "{}: {verdict} {differing:?}, should be {} {printed:?}",
                cells[0], cells[2]
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The verdict on one sentence, and the resolutions of which the roll call has another vote.
fn checked(
    country: &str,
    (vote, when, resolution): (&str, &str, &str),
) -> (&'static str, BTreeSet<String>) {
    let vocabulary = project_vocabulary().unwrap();
    let subject = vocabulary.state(country);
    let mut entered = Entered::empty(vec![subject.clone()]);
    entered.roll_calls();
    let claim = ClaimBuilder::code("unga.vote", vote)
        .about(subject.clone())
        .sometime(when);
    let claim = match resolution {
        "" => claim
            .with("reach", "each")
            .with("treaty", "Mine Ban Treaty"),
        named => claim.with("resolution", named),
    };
    let source = Entered::made_up("a report", "2020");
    let target = entered.enter(claim.from(source.id).build(), &source);
    let (_, slice): &(_, Slice) = &entered.states[&subject.id];
    let asof = AsOf::today("2026-03-01".parse().unwrap());
    let view = resolve_subject(&subject, slice, &vocabulary, &asof);
    let material = Material {
        view: &view,
        slice,
        vocabulary: &vocabulary,
        asof: &asof,
    };
    let of_it = |f: &Finding| f.kind == Kind::Authority && f.about.contains(&target);
    let found: Vec<Finding> = all(&material).into_iter().filter(of_it).collect();
    let others = found
        .iter()
        .filter(|f| f.severity == Severity::Look)
        .flat_map(|f| &f.about);
    let others: BTreeSet<&Target> = others.filter(|other| **other != target).collect();
    let statements = view.cells.iter().flat_map(|cell| cell.statements());
    let differing = statements
        .filter(|s| others.contains(&s.id))
        .filter_map(|s| s.assertion.qualifiers.get("resolution").cloned())
        .collect();
    let verdict = match found.iter().map(|f| f.severity).min() {
        Some(Severity::Look) => "differs",
        Some(_) => "agrees except absences",
        None => "agrees",
    };
    (verdict, differing)
}
