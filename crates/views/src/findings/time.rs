//! Out of order in time: acts before what must come first, words before their event, sources older than the fact.

use whitestone_model::document::{Citation, CitationKind};
use whitestone_model::vocabulary::Cardinality;
use whitestone_model::{Day, Edtf, Modality, Source, TimeMode, ValidTime, Value};

use super::ground::{Plot, code};
use super::{Draft, Ground, Kind, Severity};
use crate::Statement;
use crate::days::Days;
use crate::expect::binds_on;

pub(super) fn find<'g>(ground: &'g Ground<'_>) -> Vec<Draft<'g>> {
    let mut found = Vec::new();
    for plot in &ground.plots {
        found.extend(out_of_order(plot, ground));
        found.extend(against_rule(plot, ground));
        for statement in &plot.statements {
            if let Some(day) = knowable(statement) {
                found.extend(told_before(statement, day, plot, ground));
                found.extend(cited_before(statement, day, plot, ground));
            }
        }
    }
    found
}

/// An act before one that must come first, of the same treaty.
fn out_of_order<'g>(plot: &'g Plot<'_>, ground: &Ground<'_>) -> Vec<Draft<'g>> {
    if plot.property.codes.iter().all(|code| code.after.is_empty()) {
        return vec![];
    }
    let mut found = Vec::new();
    for entry in plot
        .property
        .codes
        .iter()
        .filter(|entry| !entry.after.is_empty())
    {
        let Some(later) = last(plot, &entry.id) else {
            continue;
        };
        for earlier in entry.after.iter().filter_map(|id| last(plot, id)) {
            if later.assertion.valid.hull().1 < earlier.assertion.valid.hull().0 {
                let tongue = ground.tongue;
                found.push(Draft {
                    kind: Kind::Time,
                    severity: Severity::Look,
                    definite: true,
                    cell: Some(ground.cell_ref(plot)),
                    explanation: format!(
                        "{}: out of order: {}, yet {}.",
                        tongue.title(&plot.cell.property),
                        tongue.told(later),
                        tongue.told(earlier)
                    ),
                    about: vec![later, earlier],
                });
            }
        }
    }
    found
}

/// What the record holds now of an act: the last-named. The earliest word on a later act against the latest on an earlier
/// one would compare two vintages.
fn last<'g>(plot: &Plot<'g>, act: &str) -> Option<&'g Statement> {
    plot.said().rfind(|s| code(s) == Some(act))
}

/// A day that follows from another by the treaty's own rule, and was printed otherwise.
fn against_rule<'g>(plot: &'g Plot<'_>, ground: &Ground<'_>) -> Option<Draft<'g>> {
    let entry = plot
        .property
        .codes
        .iter()
        .find(|entry| !entry.by_rule_of.is_empty())?;
    let bound = last(plot, &entry.id)?;
    let deposit = entry.by_rule_of.iter().find_map(|id| last(plot, id))?;
    let (first, last) = deposit.assertion.valid.hull();
    let listed = |(name, value): (&String, &String)| {
        let q = plot.property.qualifiers.iter().find(|q| q.name == *name)?;
        ground.vocabulary().find(&q.list, value)
    };
    let treaty = plot.cell.key.iter().find_map(listed)?;
    let day = binds_on(treaty, first).filter(|_| first == last)?;
    let (from, to) = bound.assertion.valid.hull();
    if from <= day && day <= to {
        return None;
    }
    let tongue = ground.tongue;
    Some(Draft {
        kind: Kind::Arithmetic,
        severity: Severity::Look,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{}: {}; by the treaty's own rule {} follows from {}.",
            tongue.title(&plot.cell.property),
            tongue.told(bound),
            tongue.day(day),
            tongue.told(deposit)
        ),
        about: vec![bound, deposit],
    })
}

/// The first day on which it can be known: of a span that ended, its end; of a date, its first day. What was so at some
/// time up to a day may have been known long before.
fn knowable(statement: &Statement) -> Option<Day> {
    let edtf = &statement.assertion.valid.edtf;
    if !edtf.is_stated() || !is_past(statement) {
        return None;
    }
    let time = ValidTime::new(edtf.clone(), TimeMode::Sometime);
    if time.hull().0 == Day::MIN {
        return None;
    }
    let ends = edtf.as_str().contains('/') && time.end().1 != Day::MAX;
    let day = if ends { time.end().0 } else { time.begin().0 };
    (day != Day::MIN).then_some(day)
}

/// Plans and deadlines speak of days to come.
fn is_past(statement: &Statement) -> bool {
    !matches!(
        statement.assertion.modality,
        Modality::Planned | Modality::Unknown
    ) && !matches!(statement.assertion.content.value(), Some(Value::Date(_)))
}

/// Said or published before it happened. What cites notes was said when its sources were, which is another question.
fn told_before<'g>(
    statement: &'g Statement,
    day: Day,
    plot: &Plot<'_>,
    ground: &Ground<'_>,
) -> Option<Draft<'g>> {
    let published = ground
        .source(statement)
        .map(|source| source.meta.published.bounds().1);
    let said = match statement.assertion.notes.as_ref() {
        [] => statement.said.1,
        _ => published?,
    };
    if said >= day || said == Day::MIN || !statement.authority.is_empty() {
        return None;
    }
    let tongue = ground.tongue;
    Some(Draft {
        kind: Kind::Time,
        severity: Severity::Look,
        definite: true,
        cell: Some(ground.cell_ref(plot)),
        explanation: format!(
            "{}: {}, but it was said by {}, before it can have been known.",
            tongue.title(&plot.cell.property),
            tongue.told(statement),
            tongue.day(said)
        ),
        about: vec![statement],
    })
}

/// A note whose sources, or some of them, are older than the fact.
///
/// A status is often cited to an older source that is still good; what happened, and a tally up to a day, cannot be.
fn cited_before<'g>(
    statement: &'g Statement,
    day: Day,
    plot: &Plot<'_>,
    ground: &Ground<'_>,
) -> Option<Draft<'g>> {
    let happened = plot.property.time == TimeMode::Sometime
        || matches!(
            plot.property.cardinality,
            Cardinality::Counter | Cardinality::Event
        );
    let source = ground.source(statement).filter(|_| happened)?;
    let labels = statement.assertion.notes.iter();
    let cited: Vec<(&String, &Citation, Days)> = labels
        .filter_map(|label| Some((label, source.notes.get(label)?)))
        .flat_map(|(label, note)| note.citations.iter().map(move |citation| (label, citation)))
        .filter_map(|(label, citation)| Some((label, citation, dated(citation)?)))
        .collect();
    let too_old: Vec<_> = cited.iter().filter(|(_, _, dates)| dates.1 < day).collect();
    let (label, oldest, _) = too_old.first()?;
    let all = too_old.len() == cited.len();
    // A note often names one source for the event and one for its background. A tally needs the one that is late enough.
    let tally = plot.property.cardinality == Cardinality::Counter;
    if !tally && (!all || is_of_the_edition(statement, source)) {
        return None;
    }
    let tongue = ground.tongue;
    let rest = if all {
        "no dated source of the note can carry it".to_owned()
    } else {
        let able = cited.iter().filter(|(_, _, dates)| dates.1 >= day);
        let dates: Vec<String> = able
            .map(|(_, citation, _)| tongue.edtf(citation.date.as_str()))
            .collect();
        format!("only the source of {} can carry it", dates.join(" or "))
    };
    let explanation = format!(
        "{}: {}, is cited (note {label}) to a source of {}, which is older: {rest}.",
        tongue.title(&plot.cell.property),
        tongue.told(statement),
        tongue.edtf(oldest.date.as_str()),
    );
    Some(Draft {
        kind: Kind::CitationDate,
        severity: if all { Severity::Look } else { Severity::Note },
        definite: all,
        cell: Some(ground.cell_ref(plot)),
        explanation,
        about: vec![statement],
    })
}

/// Dated by the year of the edition, as everything without a date of its own is.
fn is_of_the_edition(statement: &Statement, source: &Source) -> bool {
    let year = source.meta.edition.map(Edtf::year);
    statement.assertion.claimants.is_empty()
        && year.as_ref() == Some(&statement.assertion.valid.edtf)
}

/// The days of a cited source that says when it was made.
fn dated(citation: &Citation) -> Option<Days> {
    if citation.kind == CitationKind::Explanatory || !Edtf::is_stated(&citation.date) {
        return None;
    }
    let (first, last) = citation.date.bounds();
    (first != Day::MIN && last != Day::MAX).then_some((first, last))
}
