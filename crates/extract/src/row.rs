//! Rules on rows: a label, a value, the date of the column.

use std::collections::BTreeSet;

use whitestone_model::document::{Block, BlockKind};
use whitestone_model::{Edtf, Span};

use crate::binding::Bindings;
use crate::emit::Proposal;
use crate::engine::{Run, Sight, absence_of, unit};
use crate::matcher::{Match, Matcher};
use crate::mention::{Kind, View, What};
use crate::met::Met;
use crate::pattern::Pattern;
use crate::rule::{Place, Rule};
use crate::site::{Cell, Site};
use crate::trigger::Of;

/// A rule whose label fits a row.
struct Labelled<'r> {
    rule: &'r Rule,
    /// The slots of label and heading.
    bindings: Bindings,
    /// What the rule requires and the label does not hold: the cell must.
    open: Vec<&'r Pattern>,
}

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
    let mut cell_view = View::default();
    if labelled.is_empty() {
        values.iter().for_each(|value| {
            as_text(run, number, &label_view, *value, &mut cell_view);
        });
        return;
    }
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
        let here = columns_fit(run, row, at + 1, &labelled);
        let fitting = labelled.iter().zip(here);
        let fitting: Vec<_> = fitting
            .filter_map(|(one, fits)| fits.then_some(one))
            .collect();
        let said = propose(run, &fitting, sight, &cell);
        run.met = met;
        if !said && cell.absent.is_none() {
            as_text(run, number, &label_view, *value, &mut cell_view);
        }
    }
}

/// Proposes what rules read in a cell; tells whether any did. What a rule reads by its pattern comes first. Else what is
/// absent is said once for a property, by the first rule that knows the label.
fn propose(run: &mut Run<'_>, rules: &[&Labelled<'_>], sight: Sight<'_>, cell: &Cell) -> bool {
    let mut said = BTreeSet::new();
    let plain = Cell {
        absent: None,
        ..cell.clone()
    };
    for one in rules {
        for claims in claims(run, one, sight, &plain) {
            said.extend(claims.iter().map(|claim| claim.assertion.property.clone()));
            run.propose(one.rule, claims);
        }
    }
    for one in rules.iter().filter(|_| cell.absent.is_some()) {
        for mut claims in claims(run, one, sight, cell) {
            claims.retain(|claim| said.insert(claim.assertion.property.clone()));
            run.propose(one.rule, claims);
        }
    }
    !said.is_empty()
}

/// Reads a cell of a box in which no rule for its label finds anything: rules without a label that name `row` read it
/// like a sentence. What its label names was named last.
fn as_text(run: &mut Run<'_>, number: usize, label: &View, cell: Span, view: &mut View) {
    let row = run.document.blocks.get(number);
    if row.is_some_and(|row| row.header.is_none()) {
        run.remember(Place::Row, &[], label);
        run.sentence(&unit(number, BlockKind::Row, &[cell], &[]), view);
    }
}

/// The rules whose label fits.
fn labelled<'r>(run: &mut Run<'r>, number: usize, label: &View) -> Vec<Labelled<'r>> {
    let rules = run.rules;
    let mut found = Vec::new();
    let mut met = std::mem::take(&mut run.met);
    rules.triggers.meet(label, &mut met);
    let matcher = rules.matcher(Sight {
        view: label,
        met: &met,
    });
    for ((number_of_rule, _), _) in rules.triggers.worth_trying(Of::Labels, &met) {
        let at = number_of_rule as usize;
        let rule = rules
            .rules
            .get(at)
            .filter(|_| run.only.is_none_or(|only| only == at));
        let Some((rule, pattern)) = rule.and_then(|rule| Some((rule, rule.label.as_ref()?))) else {
            continue;
        };
        let Some(hit) = matcher.first(pattern) else {
            continue;
        };
        if is_silenced(rule, &matcher) {
            continue;
        }
        let unmet = |p: &&Pattern| !matcher.fits(p);
        let open = rule.require.iter().filter(unmet).collect();
        if let Some(mut bindings) = run.under_heading(rule, number) {
            run.names().bind(label, &hit, &mut bindings);
            found.push(Labelled {
                rule,
                bindings,
                open,
            });
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
    labelled: &[Labelled<'_>],
) -> Vec<bool> {
    let wanted = |rule: &Rule| rule.column.is_some();
    if !labelled.iter().any(|one| wanted(one.rule)) {
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
    labelled.iter().map(|one| fits(one.rule)).collect()
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

fn is_silenced(rule: &Rule, matcher: &Matcher<'_>) -> bool {
    rule.unless.iter().any(|p| matcher.fits(p))
}

/// What a rule reads in one cell, match by match: all matches of the first pattern that fits. What the rule's `unless`
/// and `require` ask for may stand in the label or in the cell.
fn claims(run: &Run<'_>, one: &Labelled<'_>, sight: Sight<'_>, cell: &Cell) -> Vec<Vec<Proposal>> {
    let Labelled { rule, bindings, .. } = one;
    let view = sight.view;
    let matcher = run.rules.matcher(sight);
    if is_silenced(rule, &matcher) || !one.open.iter().all(|p| matcher.fits(p)) {
        return Vec::new();
    }
    let hits = if cell.absent.is_some() || rule.patterns.is_empty() {
        vec![Match {
            start: 0,
            end: view.len(),
            quote: (0, view.len()),
            slots: Vec::new(),
        }]
    } else {
        let all = |p| matcher.all(p, matcher.starts(p)).collect::<Vec<_>>();
        let mut hits = rule.patterns.iter().map(all);
        hits.find(|hits| !hits.is_empty()).unwrap_or_default()
    };
    let names = run.names();
    let evidence = [Span::new(cell.label.start, cell.value.end)];
    (hits.iter())
        .filter(|hit| !rule.is_silenced_near(hit, &matcher))
        .map(|hit| {
            let mut bindings = bindings.clone();
            names.bind(view, hit, &mut bindings);
            let site = site(run, view, cell, hit, &evidence);
            (rule.emits.iter())
                .flat_map(|emit| site.proposals(emit, &bindings))
                .collect()
        })
        .collect()
}

/// Where a match in a cell stands; the evidence runs from the label to the cell.
fn site<'a>(
    run: &'a Run<'_>,
    view: &'a View,
    cell: &Cell,
    hit: &Match,
    ranges: &'a [Span; 1],
) -> Site<'a> {
    let [evidence] = *ranges;
    Site {
        document: run.document,
        rules: run.rules,
        names: run.names(),
        subject: &run.subject,
        view,
        ranges,
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
    }
}
