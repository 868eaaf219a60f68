//! Exact decimal numbers, as printed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A decimal number of up to 28 digits. A printed 0.1 stays 0.1.
///
/// In JSON it is a number where a number carries it exactly, otherwise a string of digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(rust_decimal::Decimal);

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);

    /// The product, or `None` when it does not fit.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(|d| Self(d.normalize()))
    }

    /// The sum, or `None` when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(|d| Self(d.normalize()))
    }

    /// The difference, or `None` when it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(|d| Self(d.normalize()))
    }

    /// The quotient, or `None` when it does not fit or `other` is zero.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(|d| Self(d.normalize()))
    }

    /// Its digits as a whole number, and how many of them stand behind the point.
    pub const fn parts(self) -> (i128, u32) {
        (self.0.mantissa(), self.0.scale())
    }

    /// From [`Decimal::parts`]; `None` when it does not fit.
    pub fn from_parts(digits: i128, behind: u32) -> Option<Self> {
        rust_decimal::Decimal::try_from_i128_with_scale(digits, behind)
            .ok()
            .map(Self)
    }

    /// Rounded to so many digits behind the point, a half away from zero, as printed scores are.
    #[must_use]
    pub fn rounded(self, behind: u32) -> Self {
        let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        Self(self.0.round_dp_with_strategy(behind, half_up))
    }

    /// Without its sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// As a whole number, where it is one.
    pub fn to_i64(self) -> Option<i64> {
        self.0
            .is_integer()
            .then(|| i64::try_from(self.0.trunc()).ok())
            .flatten()
    }

    /// With thousands separators, as a person writes it: `2,700,000`, `0.48`.
    pub fn grouped(self) -> String {
        let text = self.to_string();
        let (sign, digits) = text
            .strip_prefix('-')
            .map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = String::from(sign);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(fraction);
        }
        out
    }
}

impl From<i64> for Decimal {
    fn from(n: i64) -> Self {
        Self(n.into())
    }
}

impl From<u64> for Decimal {
    fn from(n: u64) -> Self {
        Self(n.into())
    }
}

impl FromStr for Decimal {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        rust_decimal::Decimal::from_str(text)
            .map(|d| Self(d.normalize()))
            .map_err(|_| format!("not a decimal number: {text:?}"))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(n) = self.to_i64() {
            return serializer.serialize_i64(n);
        }
        let text = self.to_string();
        match text.parse::<f64>() {
            Ok(f) if f.to_string() == text => serializer.serialize_f64(f),
            _ => serializer.serialize_str(&text),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Decimal;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number")
            }
            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Decimal, E> {
                Ok(n.into())
            }
            fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Decimal, E> {
                Ok(n.into())
            }
            fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Decimal, E> {
                n.to_string().parse().map_err(E::custom)
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Decimal, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prints_as_a_person_writes() {
        for (text, grouped) in [
            ("2700000", "2,700,000"),
            ("0.480", "0.48"),
            ("-1300", "-1,300"),
            ("999", "999"),
        ] {
            assert_eq!(text.parse::<Decimal>().unwrap().grouped(), grouped);
        }
    }

    proptest! {
        #[test]
        fn survives_json(whole in -9_000_000_000i64..9_000_000_000, scale in 0u32..12) {
            let number = Decimal(rust_decimal::Decimal::new(whole, scale).normalize());
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<Decimal>(&json).unwrap(), number);
            let (digits, behind) = number.parts();
            prop_assert_eq!(Decimal::from_parts(digits, behind), Some(number));
        }
    }
}
