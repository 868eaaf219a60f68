//! Values made comparable, and which of them can be true together.

use std::collections::BTreeSet;
use std::sync::Arc;

use whitestone_model::{
    Absence, Assertion, Basis, Content, Day, Decimal, Polarity, Value, ValueKind, Vocabulary,
    vocabulary::Property,
};

use crate::Statement;

/// A value in the form in which it is compared. The printed one stays in the assertion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Normal {
    /// A number within bounds, in the base unit of its dimension.
    Interval {
        /// Dimension, or the unit where the vocabulary knows no dimension; the currency of money.
        unit: String,
        /// Lower bound.
        low: Option<Decimal>,
        /// Upper bound.
        high: Option<Decimal>,
    },
    /// A date with its first and last day.
    Days(Day, Day),
    /// Anything that is equal or not: kind and text.
    Exact(ValueKind, String),
    /// The stated absence of a value.
    Absent(Absence),
    /// "It is not so", of any of the above.
    Not(Box<Self>),
}

impl Normal {
    /// The comparable form of what an assertion says.
    pub fn of(assertion: &Assertion, property: Option<&Property>, vocabulary: &Vocabulary) -> Self {
        let unit = property.map_or("", |p| p.unit.as_str());
        let normal = match &assertion.content {
            Content::Known(value) => known(value, unit, vocabulary),
            Content::Absent {
                why: Absence::None,
                kind: ValueKind::Quantity,
                ..
            } => {
                let (unit, _) = base(unit, vocabulary);
                let zero = Some(Decimal::ZERO);
                Self::Interval {
                    unit,
                    low: zero,
                    high: zero,
                }
            }
            Content::Absent { why, .. } => Self::Absent(*why),
        };
        match assertion.polarity {
            Polarity::Affirm => normal,
            Polarity::Deny => Self::Not(Box::new(normal)),
        }
    }

    /// Does it say that nobody knows, or that nobody will tell?
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Absent(Absence::Unknown | Absence::Withheld))
    }

    /// Can both be true of one thing at one time?
    pub fn is_compatible(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Interval { unit, low, high },
                Self::Interval {
                    unit: other_unit,
                    low: other_low,
                    high: other_high,
                },
            ) => unit == other_unit && below(*low, *other_high) && below(*other_low, *high),
            (Self::Days(a, b), Self::Days(c, d)) => a <= d && c <= b,
            (Self::Not(a), Self::Not(b)) => a == b,
            (Self::Not(a), b) | (b, Self::Not(a)) => !matches!(b, Self::Absent(_)) && **a != *b,
            _ => self == other,
        }
    }

    /// Is it strictly narrower than a compatible other: a smaller interval within, a more exact date?
    pub fn is_within(&self, other: &Self) -> bool {
        let inside = match (self, other) {
            (
                Self::Interval { low, high, .. },
                Self::Interval {
                    low: l, high: h, ..
                },
            ) => {
                l.is_none_or(|l| low.is_some_and(|low| l <= low))
                    && h.is_none_or(|h| high.is_some_and(|high| high <= h))
            }
            (Self::Days(a, b), Self::Days(c, d)) => c <= a && b <= d,
            _ => false,
        };
        inside && self != other && self.is_compatible(other)
    }

    /// How wide it is; narrower sorts first. Open ends come last, the more open the later.
    pub(crate) fn width(&self) -> (u8, Decimal) {
        match self {
            Self::Interval { low, high, .. } => match (low, high) {
                (Some(low), Some(high)) => (0, high.checked_sub(*low).unwrap_or(Decimal::ZERO)),
                (None, None) => (2, Decimal::ZERO),
                _ => (1, Decimal::ZERO),
            },
            Self::Days(first, last) => {
                let days = i64::from(last.number()) - i64::from(first.number());
                (0, Decimal::from(days))
            }
            _ => (0, Decimal::ZERO),
        }
    }

    /// The point at which a sweep over values begins to see it.
    fn start(&self) -> Option<Point> {
        match self {
            Self::Interval { unit, low, .. } => Some(Point::Number(unit.clone(), *low)),
            Self::Days(first, _) => Some(Point::Day(*first)),
            _ => None,
        }
    }

    fn holds(&self, point: &Point) -> bool {
        match (self, point) {
            (Self::Interval { unit, low, high }, Point::Number(at, number)) => {
                unit == at
                    && below(*low, *number)
                    && below(*number, *high)
                    && (number.is_some() || low.is_none())
            }
            (Self::Days(first, last), Point::Day(day)) => first <= day && day <= last,
            _ => false,
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    Number(String, Option<Decimal>),
    Day(Day),
}

fn below(low: Option<Decimal>, high: Option<Decimal>) -> bool {
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

fn known(value: &Value, unit: &str, vocabulary: &Vocabulary) -> Normal {
    match value {
        // Words without bounds ("a small amount") are a value of their own: they meet no number.
        Value::Quantity(q) if q.low.is_none() && q.high.is_none() => {
            words(ValueKind::Quantity, &q.words)
        }
        Value::Money(m) if m.low.is_none() && m.high.is_none() => words(ValueKind::Money, &m.words),
        Value::Quantity(q) => {
            let printed = if q.unit.is_empty() { unit } else { &q.unit };
            let (unit, ratio) = base(printed, vocabulary);
            let (low, high) = open_ends(q.low, q.high, q.basis);
            let scale = |n: Decimal| ratio.apply(n);
            Normal::Interval {
                unit,
                low: low.and_then(scale),
                high: high.and_then(scale),
            }
        }
        Value::Money(m) => {
            let (low, high) = open_ends(m.low, m.high, m.basis);
            Normal::Interval {
                unit: m.currency.clone(),
                low,
                high,
            }
        }
        Value::Code(code) => Normal::Exact(ValueKind::Code, code.clone()),
        Value::Text { text, .. } => words(ValueKind::Text, text),
        Value::Date(date) => {
            let (first, last) = date.bounds();
            Normal::Days(first, last)
        }
        Value::Entity(name) => words(ValueKind::Entity, name),
        Value::Geometry(wkt) => Normal::Exact(ValueKind::Geometry, wkt.clone()),
        Value::Boolean(yes) => Normal::Exact(ValueKind::Boolean, yes.to_string()),
    }
}

/// "At least 11" has no upper bound even where a record repeats its number as one.
fn open_ends(
    low: Option<Decimal>,
    high: Option<Decimal>,
    basis: Option<Basis>,
) -> (Option<Decimal>, Option<Decimal>) {
    match basis {
        Some(Basis::AtLeast) => (low.or(high), None),
        Some(Basis::AtMost) => (None, high.or(low)),
        _ => (low, high),
    }
}

fn words(kind: ValueKind, text: &str) -> Normal {
    let folded = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    Normal::Exact(kind, folded)
}

/// What a unit is measured in, and its exact ratio to the base unit; the unit itself where the vocabulary has no ratio.
/// Things that are counted keep their unit: a village is no number of persons.
fn base(unit: &str, vocabulary: &Vocabulary) -> (String, Ratio) {
    let Some(entry) = vocabulary.find("units", unit) else {
        return (unit.to_owned(), Ratio::ONE);
    };
    let attribute = |name: &str| entry.attributes.get(name).map(String::as_str);
    match (
        attribute("dimension"),
        attribute("factor").and_then(Ratio::parse),
    ) {
        (Some(dimension), Some(ratio)) if dimension != "count" => (dimension.to_owned(), ratio),
        _ => (entry.id.clone(), Ratio::ONE),
    }
}

/// An exact ratio: `1000`, `9144/10000`.
#[derive(Clone, Copy)]
struct Ratio(Option<(Decimal, Decimal)>);

impl Ratio {
    const ONE: Self = Self(None);

    fn parse(text: &str) -> Option<Self> {
        let (over, under) = text.split_once('/').unwrap_or((text, "1"));
        let pair = (over.trim().parse().ok()?, under.trim().parse().ok()?);
        Some(Self(Some(pair)))
    }

    fn apply(self, number: Decimal) -> Option<Decimal> {
        match self.0 {
            None => Some(number),
            Some((over, under)) => number.checked_mul(over)?.checked_div(under),
        }
    }
}

/// The largest sets of statements that can all be true together.
///
/// Being compatible is not transitive (10-20 meets 15-30 meets 25-40), so the sets may share members. In one
/// dimension intervals that meet pairwise have a point in common, so it is enough to look where one begins.
pub fn clusters<'a>(statements: &[&'a Arc<Statement>]) -> Vec<Vec<&'a Arc<Statement>>> {
    let is_one_value = statements.windows(2).all(|pair| match pair {
        [a, b] => a.normal == b.normal,
        _ => true,
    });
    if is_one_value && !statements.is_empty() {
        return vec![statements.to_vec()];
    }
    let points: BTreeSet<Point> = statements.iter().filter_map(|s| s.normal.start()).collect();
    let discrete: BTreeSet<&Normal> = statements
        .iter()
        .map(|s| &s.normal)
        .filter(|normal| normal.start().is_none())
        .collect();
    let at_points = points
        .iter()
        .map(|point| chosen(statements, |normal| normal.holds(point)));
    let of_values = discrete
        .iter()
        .map(|value| chosen(statements, |normal| normal == *value));
    let sets = largest(at_points.chain(of_values).collect()).into_iter();
    let sets = sets.map(|set| set.into_iter().map(|(_, statement)| statement).collect());
    without_denials_that_hurt_nobody(sets.collect())
}

/// Statements with their places in the list that they were chosen from.
type Placed<'a> = Vec<(usize, &'a Arc<Statement>)>;

fn chosen<'a>(statements: &[&'a Arc<Statement>], test: impl Fn(&Normal) -> bool) -> Placed<'a> {
    let all = statements.iter().copied().enumerate();
    all.filter(|(_, s)| test(&s.normal)).collect()
}

/// Drops every set that another one contains.
fn largest(mut sets: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let places = |set: &Placed<'_>| -> BTreeSet<usize> { set.iter().map(|(at, _)| *at).collect() };
    let all: BTreeSet<BTreeSet<usize>> = sets.iter().map(places).collect();
    let mut seen = BTreeSet::new();
    sets.retain(|set| {
        let own = places(set);
        let is_in = |other: &BTreeSet<usize>| own.len() < other.len() && own.is_subset(other);
        !all.iter().any(is_in) && seen.insert(own)
    });
    sets
}

/// "Not this" goes along with anything else that somebody affirms, so it is no side of its own then.
fn without_denials_that_hurt_nobody(sets: Vec<Vec<&Arc<Statement>>>) -> Vec<Vec<&Arc<Statement>>> {
    let denies = |set: &[&Arc<Statement>]| set.iter().all(|s| matches!(s.normal, Normal::Not(_)));
    let (denied, affirmed): (Vec<_>, Vec<_>) = sets.into_iter().partition(|set| denies(set));
    if affirmed.is_empty() {
        return denied;
    }
    let contested = denied
        .into_iter()
        .filter(|set| !affirmed.iter().all(|other| agree(set, other)));
    let contested: Vec<_> = contested.collect();
    affirmed.into_iter().chain(contested).collect()
}

/// Can every statement of one set be true together with every one of the other?
pub fn agree(a: &[&Arc<Statement>], b: &[&Arc<Statement>]) -> bool {
    a.iter()
        .all(|x| b.iter().all(|y| x.normal.is_compatible(&y.normal)))
}
