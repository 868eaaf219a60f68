//! What a claim says: a typed value, or the reason why there is none.
//!
//! "Unknown" is data, "none" is data, and silence is neither: so [`Content`] is either a known [`Value`] or an
//! [`Absence`] that somebody stated. Bounds are only ever those printed: "at least 11" is 11 and open,
//! "several tens of thousands" is 20,000 to 99,999 with its words kept, "no known reports" is unknown and
//! never zero.

use serde::{Deserialize, Serialize};

use crate::{Decimal, Edtf};

/// How a number was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A plain number.
    Count,
    /// Said to be an estimate.
    Estimate,
    /// "between N and M", "N to M".
    Range,
    /// "about", "some", "nearly".
    About,
    /// "at least", "more than": no upper bound.
    AtLeast,
    /// "up to", "fewer than": no lower bound.
    AtMost,
    /// Printed rounded: "2.7 million".
    Rounded,
    /// "several thousand", "a small amount".
    Vague,
}

/// A number with its bounds, unit, basis and the words that carried it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    /// Lower bound; open when `None`.
    pub low: Option<Decimal>,
    /// The single best figure, where the source names one beside its bounds.
    pub best: Option<Decimal>,
    /// Upper bound; open when `None`.
    pub high: Option<Decimal>,
    /// Unit as a symbol of the vocabulary's list of units: `items`, `persons`, `km2`. As printed, never converted.
    pub unit: String,
    /// How the number was given.
    pub basis: Option<Basis>,
    /// The words as printed.
    pub words: String,
}

impl Quantity {
    /// A plain count.
    pub fn exactly(number: impl Into<Decimal>, unit: &str, words: &str) -> Self {
        let number = number.into();
        Self {
            low: Some(number),
            best: None,
            high: Some(number),
            unit: unit.to_owned(),
            basis: Some(Basis::Count),
            words: words.to_owned(),
        }
    }

    /// Could both be true of one thing? Same unit, and the intervals intersect.
    pub fn is_compatible(&self, other: &Self) -> bool {
        let below = |low: Option<Decimal>, high: Option<Decimal>| {
            low.zip(high).is_none_or(|(low, high)| low <= high)
        };
        self.unit == other.unit && below(self.low, other.high) && below(other.low, self.high)
    }
}

/// An amount of money in one currency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    /// Lower bound; open when `None`.
    pub low: Option<Decimal>,
    /// Upper bound; open when `None`.
    pub high: Option<Decimal>,
    /// ISO 4217 code: `USD`.
    pub currency: String,
    /// How the amount was given.
    pub basis: Option<Basis>,
    /// The words as printed.
    pub words: String,
}

/// A typed value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A number with bounds and unit.
    Quantity(Quantity),
    /// An amount of money.
    Money(Money),
    /// One code of the property's closed list.
    Code(String),
    /// Free text, in a language (BCP 47) where it is known.
    Text {
        /// The text.
        text: String,
        /// Its language; empty when not known.
        language: String,
    },
    /// A date as coarse as its source.
    Date(Edtf),
    /// A named thing: an organisation, a device model, a place.
    Entity(String),
    /// Well-known text (WKT) in WGS 84.
    Geometry(String),
    /// Yes or no.
    Boolean(bool),
}

impl Value {
    /// Free text without a stated language.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            language: String::new(),
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> ValueKind {
        match self {
            Self::Quantity(_) => ValueKind::Quantity,
            Self::Money(_) => ValueKind::Money,
            Self::Code(_) => ValueKind::Code,
            Self::Text { .. } => ValueKind::Text,
            Self::Date(_) => ValueKind::Date,
            Self::Entity(_) => ValueKind::Entity,
            Self::Geometry(_) => ValueKind::Geometry,
            Self::Boolean(_) => ValueKind::Boolean,
        }
    }

    /// The words as printed, where the value keeps them.
    pub fn words(&self) -> &str {
        match self {
            Self::Quantity(quantity) => &quantity.words,
            Self::Money(money) => &money.words,
            _ => "",
        }
    }
}

/// The kinds of value a property may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// A number with bounds and unit.
    Quantity,
    /// An amount of money.
    Money,
    /// One code of a closed list.
    Code,
    /// Free text.
    Text,
    /// A date.
    Date,
    /// A named thing.
    Entity,
    /// A place on the map.
    Geometry,
    /// Yes or no.
    Boolean,
}

/// Why there is no value, said by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// There is none: no deadline, no international operator.
    None,
    /// It is not known.
    Unknown,
    /// It is known and withheld.
    Withheld,
    /// The question does not arise.
    NotApplicable,
}

impl Absence {
    /// Its name in data: `not_applicable`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unknown => "unknown",
            Self::Withheld => "withheld",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// The state of a value, for exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is a value.
    Value,
    /// There is none.
    None,
    /// It is not known.
    Unknown,
    /// It is known and withheld.
    Withheld,
    /// The question does not arise.
    NotApplicable,
}

/// What is claimed: a value, or the stated absence of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// A value.
    Known(Value),
    /// The stated absence of one.
    Absent {
        /// Why.
        why: Absence,
        /// The kind that a value would have had.
        kind: ValueKind,
        /// The words as printed: "no known reports".
        words: String,
    },
}

impl Content {
    /// A code.
    pub fn code(code: &str) -> Self {
        Self::Known(Value::Code(code.to_owned()))
    }

    /// The value, where there is one.
    pub const fn value(&self) -> Option<&Value> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent { .. } => None,
        }
    }

    /// The kind of the value there is, or would have been.
    pub const fn kind(&self) -> ValueKind {
        match self {
            Self::Known(value) => value.kind(),
            Self::Absent { kind, .. } => *kind,
        }
    }

    /// The state, for exchange.
    pub const fn state(&self) -> State {
        match self {
            Self::Known(_) => State::Value,
            Self::Absent {
                why: Absence::None, ..
            } => State::None,
            Self::Absent {
                why: Absence::Unknown,
                ..
            } => State::Unknown,
            Self::Absent {
                why: Absence::Withheld,
                ..
            } => State::Withheld,
            Self::Absent {
                why: Absence::NotApplicable,
                ..
            } => State::NotApplicable,
        }
    }
}

impl State {
    /// The absence, unless there is a value.
    pub const fn absence(self) -> Option<Absence> {
        match self {
            Self::Value => None,
            Self::None => Some(Absence::None),
            Self::Unknown => Some(Absence::Unknown),
            Self::Withheld => Some(Absence::Withheld),
            Self::NotApplicable => Some(Absence::NotApplicable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantity(low: Option<i64>, high: Option<i64>) -> Quantity {
        Quantity {
            low: low.map(Decimal::from),
            best: None,
            high: high.map(Decimal::from),
            unit: "items".into(),
            basis: None,
            words: String::new(),
        }
    }

    #[test]
    fn an_open_bound_meets_what_lies_beyond() {
        let at_least_11 = quantity(Some(11), None);
        assert!(at_least_11.is_compatible(&quantity(Some(12), Some(12))));
        assert!(!at_least_11.is_compatible(&quantity(Some(7), Some(7))));
    }

    proptest! {
        /// Against the naive model: is there a whole number that lies in both?
        #[test]
        fn compatible_means_a_common_number(
            a in proptest::option::of(0i64..40), b in proptest::option::of(0i64..40),
            c in proptest::option::of(0i64..40), d in proptest::option::of(0i64..40),
        ) {
            let order = |x: Option<i64>, y: Option<i64>| match (x, y) {
                (Some(x), Some(y)) => (Some(x.min(y)), Some(x.max(y))),
                other => other,
            };
            let ((a, b), (c, d)) = (order(a, b), order(c, d));
            let within = |n: i64, low: Option<i64>, high: Option<i64>| low.is_none_or(|l| l <= n) && high.is_none_or(|h| n <= h);
            let naive = (-1..41).any(|n| within(n, a, b) && within(n, c, d));
            prop_assert_eq!(quantity(a, b).is_compatible(&quantity(c, d)), naive);
        }
    }
}
