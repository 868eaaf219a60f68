//! What the record ought to hold of a subject, and whether it does.
//!
//! Who is bound by which treaty, and since when, is read from what is claimed of him; what is then owed and by when is
//! data (`vocabulary/expectations.toml`). Nothing on record is a silence and not a breach: an [`Expected`] says which
//! statements meet it, which speak to it without meeting it, and on which claims the duty itself rests.

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;
use whitestone_model::{
    Absence, Condition, Content, Day, Edtf, Expectation, PropertyId, Qualifiers, StandingRule,
    Target, Value, Vocabulary,
    vocabulary::{Entry, Property},
};

use crate::{Cell, Statement, View};

/// A statement that ought to be on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expected<'a> {
    /// What is expected, by whom, and where that is written.
    pub what: &'a Expectation,
    /// Of what comes due every year: the calendar year that it is for.
    pub period: Option<i16>,
    /// When it is or was due, where that can be told.
    pub due: Option<Day>,
    /// The statements that meet it.
    pub met_by: Vec<Target>,
    /// Statements on the matter that do not meet it: "not submitted", "in part".
    pub said: Vec<Target>,
    /// The claims from which the duty and its day follow.
    pub rests_on: Vec<Target>,
    /// How it stands.
    pub state: Fulfilment,
}

/// How an expectation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fulfilment {
    /// A statement on record meets it.
    Met,
    /// Its day has passed and nothing on record meets it.
    Overdue,
    /// Its day is still to come.
    NotYetDue,
    /// It has no day, or none that can be told, and nothing on record meets it.
    Silent,
}

/// How a subject stands under a treaty that binds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Since when, where that is stated or follows from a deposit.
    pub since: Option<Day>,
    /// The claims that tell.
    pub rests_on: Vec<Target>,
}

/// Everything that is expected of the view's subject on this day, in the order of the vocabulary. What comes due every
/// year is there once for each year.
pub fn expected<'a>(view: &View, vocabulary: &'a Vocabulary, on: Day) -> Vec<Expected<'a>> {
    let record = Record {
        cells: &view.cells,
        vocabulary,
    };
    let of_kind = |what: &&Expectation| what.subject.contains(&view.subject.kind);
    let all = vocabulary.expectations.iter().filter(of_kind);
    all.flat_map(|what| record.expected(what, on)).collect()
}

/// How the subject of these cells stands under a treaty, if it is bound by it.
pub fn standing(cells: &[Cell], vocabulary: &Vocabulary, treaty: &str) -> Option<Standing> {
    Record { cells, vocabulary }.standing(vocabulary.standing.as_ref()?, treaty)
}

/// Could a subject of this kind be silent on a property? Not where all that is expected of it there is owed under
/// treaties that do not bind it.
pub fn is_expected(
    property: &Property,
    kind: &str,
    cells: &[Cell],
    vocabulary: &Vocabulary,
) -> bool {
    let mut owed = vocabulary
        .expectations
        .iter()
        .filter(|what| what.property == property.id && what.subject.iter().any(|k| k == kind))
        .peekable();
    owed.peek().is_none()
        || owed
            .any(|what| what.bound.is_empty() || standing(cells, vocabulary, &what.bound).is_some())
}

/// The day on which a treaty begins to bind a state, by the treaty's own rule: so long after the deposit
/// (`binds_after`), counted from its day or from the first of its month (`binds_from`), and not before the treaty
/// itself is in force.
pub fn binds_on(treaty: &Entry, deposit: Day) -> Option<Day> {
    let attribute = |name: &str| treaty.attributes.get(name).map(String::as_str);
    let date = deposit.date()?;
    let from = match attribute("binds_from")? {
        "month" => date.first_of_month(),
        _ => date,
    };
    let bound = Day::from_date(after(from, attribute("binds_after")?)?);
    let in_force = attribute("in_force").and_then(|text| text.parse::<Day>().ok());
    Some(in_force.map_or(bound, |first| bound.max(first)))
}

fn after(date: Date, duration: &str) -> Option<Date> {
    date.checked_add(duration.parse::<Span>().ok()?).ok()
}

struct Record<'a, 'v> {
    cells: &'a [Cell],
    vocabulary: &'v Vocabulary,
}

impl<'v> Record<'_, 'v> {
    fn of(&self, property: &PropertyId) -> impl Iterator<Item = &Cell> {
        self.cells
            .iter()
            .filter(move |cell| cell.property == *property)
    }

    fn standing(&self, rule: &StandingRule, treaty: &str) -> Option<Standing> {
        let under = |cell: &&Cell| cell.key.get(&rule.treaty).is_some_and(|t| t == treaty);
        let status = self.of(&rule.status).find(under)?;
        let bound = |s: &&Statement| code(s).is_some_and(|code| rule.bound.contains(code));
        let mut rests_on: Vec<Target> = shown(status).filter(bound).map(target).collect();
        if rests_on.is_empty() {
            return None;
        }
        let acts = || self.of(&rule.acts).filter(under).flat_map(shown);
        let stated = acts().find(|s| code(s).is_some_and(|code| *code == rule.in_force));
        let entry = self.vocabulary.find("treaties", treaty);
        let consent = || {
            let consents = acts().filter(|s| code(s).is_some_and(|c| rule.consent.contains(c)));
            consents.min_by_key(|s| (s.days, &s.id))
        };
        let (act, since) = match stated {
            Some(act) => (Some(act), day(act.days)),
            None => {
                let act = consent();
                let bound = act.and_then(|act| binds_on(entry?, day(act.days)?));
                (act, bound)
            }
        };
        rests_on.extend(act.filter(|_| since.is_some()).map(target));
        rests_on.sort();
        rests_on.dedup();
        Some(Standing { since, rests_on })
    }

    fn expected(&self, what: &'v Expectation, on: Day) -> Vec<Expected<'v>> {
        let mut base = Expected {
            what,
            period: None,
            due: None,
            met_by: vec![],
            said: vec![],
            rests_on: vec![],
            state: Fulfilment::Silent,
        };
        let mut since = None;
        if !what.bound.is_empty() {
            let rule = self.vocabulary.standing.as_ref();
            let Some(standing) = rule.and_then(|rule| self.standing(rule, &what.bound)) else {
                return vec![];
            };
            since = standing.since;
            base.rests_on = standing.rests_on;
        }
        base.due = since
            .and_then(Day::date)
            .and_then(|day| after(day, &what.within))
            .map(Day::from_date);
        if !what.yearly.is_empty() {
            return self.yearly(&base, on);
        }
        if let Some(moved) = what.moved_by.as_ref() {
            match self.moved(moved) {
                Some((None, _)) => return vec![],
                Some((Some(day), act)) => {
                    base.due = Some(day);
                    base.rests_on.push(act);
                }
                None => {}
            }
        }
        vec![self.judged(base, on, None)]
    }

    /// Once for each year after the first day on which it was due.
    fn yearly(&self, base: &Expected<'v>, on: Day) -> Vec<Expected<'v>> {
        let Some((first, last)) = base.due.and_then(Day::date).zip(on.date()) else {
            return vec![];
        };
        let due = |year: i16| {
            format!("{year:04}-{}", base.what.yearly)
                .parse::<Day>()
                .ok()
        };
        let each = (first.year()..=last.year()).filter_map(|year| Some((year, due(year)?)));
        each.filter(|(_, day)| *day > Day::from_date(first) && *day <= on)
            .map(|(year, day)| {
                let period = Expected {
                    due: Some(day),
                    period: Some(year - 1),
                    ..base.clone()
                };
                self.judged(period, on, Some(year))
            })
            .collect()
    }

    /// Finds what meets it. `year`: only statements for the year before, or made in the year.
    fn judged(&self, mut one: Expected<'v>, on: Day, year: Option<i16>) -> Expected<'v> {
        let any = [Condition {
            property: one.what.property.clone(),
            codes: vec![],
            none: true,
            qualifiers: one.what.qualifiers.clone(),
            without: vec![],
        }];
        let conditions = match one.what.met.as_slice() {
            [] => &any,
            met => met,
        };
        for condition in conditions {
            for cell in self.of(&condition.property) {
                let property = self.vocabulary.property(&cell.property);
                for statement in shown(cell) {
                    let meant = self.is_meant(statement, condition, property)
                        && year.is_none_or(|year| is_for(statement, year));
                    match (meant, says(statement, condition)) {
                        (true, true) => one.met_by.push(target(statement)),
                        (true, false) if condition.property == one.what.property => {
                            one.said.push(target(statement));
                        }
                        _ => {}
                    }
                }
            }
        }
        for found in [&mut one.met_by, &mut one.said, &mut one.rests_on] {
            found.sort();
            found.dedup();
        }
        one.state = match one.due {
            _ if !one.met_by.is_empty() => Fulfilment::Met,
            Some(due) if due < on => Fulfilment::Overdue,
            Some(_) => Fulfilment::NotYetDue,
            None => Fulfilment::Silent,
        };
        one
    }

    /// Does it speak of the same: no qualifier against those of the condition, none that it must not have?
    fn is_meant(
        &self,
        statement: &Statement,
        condition: &Condition,
        property: Option<&Property>,
    ) -> bool {
        let own = &statement.assertion.qualifiers;
        // The whole of the subject named as its place is no place within it.
        let names_it = |value: &String| *value == statement.assertion.subject.name;
        let without = condition.without.iter();
        without
            .filter_map(|name| own.get(name))
            .all(|value| value.is_empty() || names_it(value))
            && self.agree(own, &condition.qualifiers, property)
    }

    fn agree(&self, own: &Qualifiers, wanted: &Qualifiers, property: Option<&Property>) -> bool {
        wanted.iter().all(|(name, wanted)| {
            let listed = property.and_then(|p| p.qualifiers.iter().find(|q| q.name == *name));
            let list = listed.map_or("", |q| q.list.as_str());
            own.get(name)
                .is_none_or(|own| self.same_or_broader(list, own, wanted))
        })
    }

    /// Equal, or one of them the broader of the two: "mine" speaks of antipersonnel mines as well.
    fn same_or_broader(&self, list: &str, a: &str, b: &str) -> bool {
        let entry = |name: &str| self.vocabulary.find(list, name);
        let (Some(a), Some(b)) = (entry(a), entry(b)) else {
            return a.eq_ignore_ascii_case(b);
        };
        let under = |low: &Entry, high: &Entry| {
            let up = |entry: &&'v Entry| self.vocabulary.entry(list, &entry.parent);
            // No list is deeper than this; a loop in one must not hang.
            let mut line = std::iter::successors(self.vocabulary.entry(list, &low.id), up).take(16);
            line.any(|entry| entry.id == high.id)
        };
        under(a, b) || under(b, a)
    }

    /// The date of a deadline on record, with the claim that states it; no date where it is stated that there is none.
    fn moved(&self, condition: &Condition) -> Option<(Option<Day>, Target)> {
        let property = self.vocabulary.property(&condition.property);
        let mut stated = self.of(&condition.property).flat_map(shown);
        stated.find_map(|statement| {
            if !self.is_meant(statement, condition, property) {
                return None;
            }
            match &statement.assertion.content {
                Content::Known(Value::Date(date)) => {
                    Some((Some(day(date.bounds())?), target(statement)))
                }
                Content::Absent { why, .. } if *why == Absence::None => {
                    Some((None, target(statement)))
                }
                _ => None,
            }
        })
    }
}

fn shown(cell: &Cell) -> impl Iterator<Item = &Statement> {
    let groups = cell.shown().flat_map(|group| &group.statements);
    groups.map(AsRef::as_ref)
}

fn target(statement: &Statement) -> Target {
    statement.id.clone()
}

fn code(statement: &Statement) -> Option<&String> {
    match statement.assertion.content.value() {
        Some(Value::Code(code)) => Some(code),
        _ => None,
    }
}

/// The last day of a span, where it is a day of the calendar.
fn day((_, last): (Day, Day)) -> Option<Day> {
    last.date().map(Day::from_date)
}

/// Does it say what the condition asks for?
fn says(statement: &Statement, condition: &Condition) -> bool {
    match &statement.assertion.content {
        Content::Known(Value::Code(code)) => {
            condition.codes.is_empty() || condition.codes.contains(code)
        }
        Content::Known(_) => condition.codes.is_empty(),
        Content::Absent { why, .. } => *why == Absence::None && condition.none,
    }
}

/// Is it for the year before this one, by its own qualifier, or else said to have happened within this one?
fn is_for(statement: &Statement, year: i16) -> bool {
    let years = |edtf: &Edtf| {
        let (first, last) = edtf.bounds();
        Some((first.date()?.year(), last.date()?.year()))
    };
    let dated = statement.assertion.qualifiers.values();
    let period = dated
        .filter(|value| value.starts_with(|c: char| c.is_ascii_digit()))
        .find_map(|value| years(&value.parse::<Edtf>().ok()?));
    match period {
        Some((first, last)) => first < year && year <= last.saturating_add(1),
        None => years(&statement.assertion.valid.edtf) == Some((year, year)),
    }
}
