//! Rules on rows: a label, a value, the date of the column.

use std::collections::BTreeSet;

use whitestone_model::document::Block;
use whitestone_model::{Edtf, Span};

use crate::binding::Bindings;
use crate::emit::Proposal;
use crate::engine::{Run, Sight, absence_of, guards_hold};
use crate::matcher::Match;
use crate::mention::{Kind, View, What};
use crate::rule::Rule;
use crate::site::{Cell, Site};
use crate::trigger::Met;

/// Applies the row rules to one row: `label` to its first cell, `match` to each value cell.
pub(crate) fn read(run: &mut Run<'_>, number: usize) {
    let document = run.document;
    let Some(row) = document.blocks.get(number) else {
        return;
    };
    let Some((label, values)) = row.cells.split_first() else {
        return;
    };
    run.last_date = None;
    let mut label_view = View::default();
    run.read(&[*label], &mut label_view);
    let labelled = labelled(run, number, &label_view);
    if labelled.is_empty() {
        return;
    }
    let mut cell_view = View::default();
    for (at, value) in values.iter().enumerate() {
        run.read(&[*value], &mut cell_view);
        let mut met = std::mem::take(&mut run.met);
        run.rules.triggers.meet(&cell_view, &mut met);
        let sight = Sight {
            view: &cell_view,
            met: &met,
        };
        let cell = Cell {
            column: column_date(run, row, at + 1, &label_view),
            absent: absence_of(run.rules, &cell_view),
            label: *label,
            value: *value,
        };
        // What a rule reads by its pattern comes first. Else what is absent is said once for a property, by the
        // first rule that knows the label.
        let mut said = BTreeSet::new();
        let here = columns_fit(run, row, at + 1, &labelled);
        let here = || {
            labelled
                .iter()
                .zip(&here)
                .filter_map(|(one, fits)| fits.then_some(one))
        };
        for (rule, bindings) in here() {
            let plain = Cell {
                absent: None,
                ..cell.clone()
            };
            let claims = claims(run, rule, sight, &plain, bindings);
            said.extend(claims.iter().map(|claim| claim.assertion.property.clone()));
            run.propose(rule, claims);
        }
        if cell.absent.is_some() {
            for (rule, bindings) in here() {
                let mut claims = claims(run, rule, sight, &cell, bindings);
                claims.retain(|claim| said.insert(claim.assertion.property.clone()));
                run.propose(rule, claims);
            }
        }
        run.met = met;
    }
}

/// The rules whose label fits, with the slots of label and heading.
fn labelled<'r>(run: &mut Run<'r>, number: usize, label: &View) -> Vec<(&'r Rule, Bindings)> {
    let rules = run.rules;
    let mut found = Vec::new();
    let mut met = std::mem::take(&mut run.met);
    rules.triggers.meet(label, &mut met);
    let matcher = rules.matcher(Sight {
        view: label,
        met: &met,
    });
    for ((number_of_rule, _), _) in rules.labels_worth_trying(&met) {
        let at = number_of_rule as usize;
        let rule = rules
            .rules
            .get(at)
            .filter(|_| run.only.is_none_or(|only| only == at));
        let Some((rule, pattern)) = rule.and_then(|rule| Some((rule, rule.label.as_ref()?))) else {
            continue;
        };
        let mut bindings: Bindings = vec![None; rule.slots.len()];
        let Some(hit) = matcher.first(pattern) else {
            continue;
        };
        if !guards_hold(rule, &matcher) {
            continue;
        }
        run.names().bind(label, &hit, &mut bindings);
        let fits = match &rule.section {
            Some(section) => run.bind_section(section, number, &mut bindings),
            None => true,
        };
        if fits {
            found.push((rule, bindings));
        }
    }
    run.met = met;
    found
}

/// For each rule, whether the head of the column says what the rule asks for.
fn columns_fit(
    run: &mut Run<'_>,
    row: &Block,
    column: usize,
    labelled: &[(&Rule, Bindings)],
) -> Vec<bool> {
    let wanted = |rule: &Rule| rule.column.is_some();
    if !labelled.iter().any(|(rule, _)| wanted(rule)) {
        return vec![true; labelled.len()];
    }
    let document = run.document;
    let head = row.header.and_then(|header| document.blocks.get(header));
    let mut view = View::default();
    if let Some(cell) = head.and_then(|head| head.cells.get(column)) {
        run.read(&[*cell], &mut view);
    }
    let mut met = Met::default();
    run.rules.triggers.meet(&view, &mut met);
    let matcher = run.rules.matcher(Sight {
        view: &view,
        met: &met,
    });
    let fits = |rule: &Rule| {
        let asks = rule.column.as_ref();
        asks.is_none_or(|pattern| matcher.first(pattern).is_some())
    };
    labelled.iter().map(|(rule, _)| fits(rule)).collect()
}

/// The date in the head of the column, else in the label itself.
fn column_date(run: &mut Run<'_>, row: &Block, column: usize, label: &View) -> Option<Edtf> {
    let document = run.document;
    let head = row.header.and_then(|header| document.blocks.get(header));
    if let Some(cell) = head.and_then(|head| head.cells.get(column)) {
        let mut view = View::default();
        run.read(&[*cell], &mut view);
        if let Some(date) = first_date(&view) {
            return Some(date);
        }
    }
    first_date(label)
}

fn first_date(view: &View) -> Option<Edtf> {
    view.mentions.iter().find_map(|m| match m.what {
        What::Date(date) if m.kind == Kind::DATE || m.kind == Kind::YEAR => {
            view.dates.get(date as usize).cloned()
        }
        _ => None,
    })
}

/// What a rule reads in one cell; the evidence runs from the label to the cell.
fn claims(
    run: &Run<'_>,
    rule: &Rule,
    sight: Sight<'_>,
    cell: &Cell,
    bindings: &Bindings,
) -> Vec<Proposal> {
    let view = sight.view;
    let whole = Match {
        start: 0,
        end: view.len(),
        quote: (0, view.len()),
        slots: Vec::new(),
    };
    let matcher = run.rules.matcher(sight);
    let hit = if cell.absent.is_some() || rule.patterns.is_empty() {
        Some(whole)
    } else {
        (rule.patterns.iter()).find_map(|p| matcher.first(p))
    };
    let Some(hit) = hit else { return Vec::new() };
    let names = run.names();
    let mut bindings = bindings.clone();
    names.bind(view, &hit, &mut bindings);
    let evidence = Span::new(cell.label.start, cell.value.end);
    let site = Site {
        document: run.document,
        rules: run.rules,
        names,
        subject: &run.subject,
        view,
        ranges: &[evidence],
        markers: &[],
        later: &[],
        frames: &[],
        quote: hit.quote,
        matched: (hit.start, hit.end),
        evidence,
        cell: Some(cell.clone()),
        in_note: false,
        earlier: None,
        latest: &run.latest,
    };
    (rule.emits.iter())
        .flat_map(|emit| site.proposals(emit, &bindings))
        .collect()
}
