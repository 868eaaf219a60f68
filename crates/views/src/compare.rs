//! Values made comparable, and which of them can be true together.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use whitestone_model::{
    Absence, Assertion, Basis, Content, Day, Decimal, Polarity, Value, ValueKind, Vocabulary,
    vocabulary::Property,
};

use crate::Statement;
use crate::origins::folded;

/// A value in the form in which it is compared. The printed one stays in the assertion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Normal {
    /// A number within bounds, in the base unit of its dimension.
    Interval {
        /// Dimension, or the unit where the vocabulary knows no dimension; the currency of money.
        unit: Arc<str>,
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
    pub fn of<'a>(
        assertion: &'a Assertion,
        property: Option<&'a Property>,
        units: &mut Units<'a>,
    ) -> Self {
        let unit = property.map_or("", |p| p.unit.as_str());
        let normal = match &assertion.content {
            Content::Known(value) => known(value, unit, units),
            Content::Absent {
                why: Absence::None,
                kind: ValueKind::Quantity,
                ..
            } => {
                let (unit, _) = units.base(unit);
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

    /// Is it a number that is surely larger than another of the same unit?
    pub(crate) fn is_above(&self, other: &Self) -> bool {
        let (Self::Interval { unit, low, .. }, Self::Interval { unit: u, high, .. }) =
            (self, other)
        else {
            return false;
        };
        unit == u && low.zip(*high).is_some_and(|(low, high)| low > high)
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
    fn start(&self) -> Option<Point<'_>> {
        match self {
            Self::Interval { unit, low, .. } => Some(Point::Number(unit, *low)),
            Self::Days(first, _) => Some(Point::Day(*first)),
            _ => None,
        }
    }

    fn holds(&self, point: &Point<'_>) -> bool {
        match (self, point) {
            (Self::Interval { unit, low, high }, Point::Number(at, number)) => {
                unit.as_ref() == *at
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
enum Point<'a> {
    Number(&'a str, Option<Decimal>),
    Day(Day),
}

fn below(low: Option<Decimal>, high: Option<Decimal>) -> bool {
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

fn known<'a>(value: &'a Value, unit: &'a str, units: &mut Units<'a>) -> Normal {
    match value {
        // Words without bounds ("a small amount") are a value of their own: they meet no number.
        Value::Quantity(q) if q.low.is_none() && q.high.is_none() => {
            words(ValueKind::Quantity, &q.words)
        }
        Value::Money(m) if m.low.is_none() && m.high.is_none() => words(ValueKind::Money, &m.words),
        Value::Quantity(q) => {
            let printed = if q.unit.is_empty() { unit } else { &q.unit };
            let (unit, ratio) = units.base(printed);
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
                unit: units.currency(&m.currency),
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
    Normal::Exact(kind, folded(text))
}

/// The units met in a view: each is looked up once and its name is shared by all values in it.
pub struct Units<'a> {
    vocabulary: &'a Vocabulary,
    met: FxHashMap<&'a str, (Arc<str>, Ratio)>,
    currencies: FxHashMap<&'a str, Arc<str>>,
}

impl<'a> Units<'a> {
    /// None met yet.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        Self {
            vocabulary,
            met: FxHashMap::default(),
            currencies: FxHashMap::default(),
        }
    }

    /// A number of some unit, as the normal form of one that is measured.
    pub(crate) fn measure(&mut self, number: Decimal, unit: &'a str) -> Option<Normal> {
        let (unit, ratio) = self.base(unit);
        let number = Some(ratio.apply(number)?);
        Some(Normal::Interval {
            unit,
            low: number,
            high: number,
        })
    }

    fn currency(&mut self, code: &'a str) -> Arc<str> {
        let known = self.currencies.entry(code);
        known.or_insert_with(|| code.into()).clone()
    }

    /// What a unit is measured in, and its exact ratio to the base unit; the unit itself where the vocabulary has no
    /// ratio. Things that are counted keep their unit: a village is no number of persons.
    fn base(&mut self, unit: &'a str) -> (Arc<str>, Ratio) {
        let look_up = || {
            let Some(entry) = self.vocabulary.find("units", unit) else {
                return (unit.into(), Ratio::ONE);
            };
            let attribute = |name: &str| entry.attributes.get(name).map(String::as_str);
            match (
                attribute("dimension"),
                attribute("factor").and_then(Ratio::parse),
            ) {
                (Some(dimension), Some(ratio)) if dimension != "count" => (dimension.into(), ratio),
                _ => (entry.id.as_str().into(), Ratio::ONE),
            }
        };
        self.met.entry(unit).or_insert_with(look_up).clone()
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

/// A set of statements: their places in a list, rising.
pub(crate) type Places = Vec<usize>;

/// The largest sets of statements that can all be true together, among those at `places` of a list.
///
/// Being compatible is not transitive (10-20 meets 15-30 meets 25-40), so the sets may share members. In one
/// dimension intervals that meet pairwise have a point in common, so it is enough to look where one begins. Many
/// statements say few different things, so sets of values are found first.
pub(crate) fn clusters(all: &[&Arc<Statement>], places: &[usize]) -> Vec<Places> {
    let mut said: Vec<(&Normal, usize)> = places
        .iter()
        .filter_map(|at| Some((&all.get(*at)?.normal, *at)))
        .collect();
    if let [(first, _), rest @ ..] = said.as_slice()
        && rest.iter().all(|(normal, _)| normal == first)
    {
        return vec![places.to_vec()];
    }
    said.sort_unstable();
    let by_value: Vec<&[(&Normal, usize)]> = said.chunk_by(|a, b| a.0 == b.0).collect();
    let values: Vec<&Normal> = by_value
        .iter()
        .filter_map(|of| Some(of.first()?.0))
        .collect();
    let chosen = |test: &dyn Fn(&Normal) -> bool| -> Places {
        let meant = values.iter().enumerate().filter(|(_, value)| test(value));
        meant.map(|(number, _)| number).collect()
    };
    let mut points: Vec<Point<'_>> = values.iter().filter_map(|value| value.start()).collect();
    points.dedup();
    let alone = |(number, value): (usize, &&Normal)| value.start().is_none().then(|| vec![number]);
    let at_points = points
        .iter()
        .map(|point| chosen(&|value| value.holds(point)));
    let of_values = values.iter().enumerate().filter_map(alone);
    let sets = largest(&at_points.chain(of_values).collect::<Vec<_>>());
    let places_of = |set: Places| -> Places {
        let members = set.iter().filter_map(|number| by_value.get(*number));
        let mut places: Places = members
            .flat_map(|of| of.iter().map(|(_, at)| *at))
            .collect();
        places.sort_unstable();
        places
    };
    let sets = without_denials_that_hurt_nobody(&values, sets);
    sets.into_iter().map(places_of).collect()
}

/// Drops every set that another one contains, and what is there twice.
fn largest(sets: &[Places]) -> Vec<Places> {
    let is_in = |set: &Places, other: &Places| {
        set.len() < other.len() && set.iter().all(|at| other.binary_search(at).is_ok())
    };
    let mut kept: Vec<Places> = Vec::with_capacity(sets.len());
    for (number, set) in sets.iter().enumerate() {
        let contained = sets.iter().any(|other| is_in(set, other));
        if !contained && !sets.iter().take(number).any(|other| other == set) {
            kept.push(set.clone());
        }
    }
    kept
}

/// "Not this" goes along with anything else that somebody affirms, so it is no side of its own then.
fn without_denials_that_hurt_nobody(values: &[&Normal], sets: Vec<Places>) -> Vec<Places> {
    let value = |number: &usize| values.get(*number);
    let denies = |number: &usize| value(number).is_some_and(|v| matches!(v, Normal::Not(_)));
    let (denied, affirmed): (Vec<_>, Vec<_>) =
        sets.into_iter().partition(|set| set.iter().all(denies));
    if affirmed.is_empty() || denied.is_empty() {
        return [affirmed, denied].concat();
    }
    let agree = |a: &Places, b: &Places| {
        let mut pairs = a
            .iter()
            .filter_map(value)
            .flat_map(|x| b.iter().filter_map(value).map(move |y| (x, y)));
        pairs.all(|(x, y)| x.is_compatible(y))
    };
    let hurts = |set: &Places| !affirmed.iter().all(|other| agree(set, other));
    let contested: Vec<_> = denied.into_iter().filter(hurts).collect();
    affirmed.into_iter().chain(contested).collect()
}

/// Can every statement of one set be true together with every one of the other?
pub(crate) fn agree(all: &[&Arc<Statement>], a: &[usize], b: &[usize]) -> bool {
    let normal = |at: &usize| all.get(*at).map(|s| &s.normal);
    let mut pairs = a
        .iter()
        .filter_map(normal)
        .flat_map(|x| b.iter().filter_map(normal).map(move |y| (x, y)));
    pairs.all(|(x, y)| x.is_compatible(y))
}
