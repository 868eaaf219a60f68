//! Rules on rows: a label, a value, the date of the column.

use whitestone_model::document::Block;
use whitestone_model::{Edtf, Span};

use crate::binding::Bindings;
use crate::emit::Site;
use crate::engine::{Run, absence_of, guards_hold};
use crate::matcher::Match;
use crate::mention::{Kind, View, What};
use crate::rule::Rule;

/// Applies the row rules to one row: `label` to its first cell, `match` to each value cell.
pub(crate) fn read(run: &mut Run<'_>, number: usize) {
    let document = run.document;
    let Some(row) = document.blocks.get(number) else {
        return;
    };
    let Some((label, values)) = row.cells.split_first() else {
        return;
    };
    let mut label_view = View::default();
    let mut cell_view = View::default();
    run.last_date = None;
    run.read(&[*label], &mut label_view);
    let rules = run.rules;
    for (index, rule) in rules.rules.iter().enumerate() {
        if run.only.is_some_and(|only| only != index) {
            continue;
        }
        let Some(pattern) = &rule.label else { continue };
        let mut bindings: Bindings = vec![None; rule.slots.len()];
        let matcher = rules.matcher(&label_view);
        let Some(hit) = matcher.first(pattern, rule.slots.len(), 0, 0) else {
            continue;
        };
        if !guards_hold(rule, &matcher) {
            continue;
        }
        run.names().bind(&label_view, &hit, &mut bindings);
        if let Some(section) = &rule.section
            && !run.bind_section(section, number, &mut bindings)
        {
            continue;
        }
        for (column, cell) in values.iter().enumerate() {
            run.read(&[*cell], &mut cell_view);
            let column = column_date(run, row, column + 1, &label_view);
            let evidence = Span::new(label.start, cell.end);
            cell_claims(run, rule, &cell_view, evidence, column, &bindings);
        }
    }
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

fn cell_claims(
    run: &mut Run<'_>,
    rule: &Rule,
    view: &View,
    evidence: Span,
    column: Option<Edtf>,
    bindings: &Bindings,
) {
    let cell = absence_of(run.rules, view);
    let whole = Match {
        start: 0,
        end: view.len(),
        quote: (0, view.len()),
        slots: Vec::new(),
    };
    let matcher = run.rules.matcher(view);
    let hits: Vec<Match> = if cell.is_some() || rule.patterns.is_empty() {
        vec![whole]
    } else {
        let mut patterns = rule.patterns.iter();
        patterns.find_map(|p| matcher.first(p, rule.slots.len(), 0, 0)).into_iter().collect()
    };
    for hit in hits {
        let names = run.names();
        let mut bindings = bindings.clone();
        names.bind(view, &hit, &mut bindings);
        let site = Site {
            document: run.document,
            vocabulary: &run.rules.vocabulary,
            lists: &run.rules.lists,
            names,
            subject: &run.subject,
            view,
            ranges: &[evidence],
            markers: &[],
            frames: &[],
            quote: hit.quote,
            matched: (hit.start, hit.end),
            evidence,
            column: column.clone(),
            cell,
        };
        let assertions = (rule.emits.iter())
            .flat_map(|emit| site.assertions(emit, &bindings))
            .collect();
        run.propose(rule, assertions);
    }
}
