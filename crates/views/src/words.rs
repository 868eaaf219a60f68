//! Small words for explanations: values, days, speakers and what is spoken of, as an editor would name them.
//!
//! A profile is worded by the vocabulary's templates; what stands here only names a claim so that a person knows which
//! one is meant.

use whitestone_model::vocabulary::Property;
use whitestone_model::{
    Assertion, Basis, Content, Day, Decimal, Polarity, PropertyId, Value, Vocabulary,
};

use crate::Statement;

/// Names claims.
#[derive(Clone, Copy)]
pub(crate) struct Tongue<'a> {
    vocabulary: &'a Vocabulary,
}

impl<'a> Tongue<'a> {
    pub const fn new(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary }
    }

    /// The name of a property as a sentence uses it: `stockpile size`.
    pub fn label(self, id: &PropertyId) -> String {
        let label = self
            .vocabulary
            .property(id)
            .map_or(id.as_str(), |p| p.label.as_str());
        let second = label.chars().nth(1);
        // "UN General Assembly vote" keeps its capitals.
        if second.is_some_and(char::is_uppercase) {
            return label.to_owned();
        }
        let mut letters = label.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_lowercase().chain(letters).collect()
        })
    }

    /// The name of a property at the head of a sentence: `Stockpile size`.
    pub fn title(self, id: &PropertyId) -> String {
        capital(&self.label(id))
    }

    /// What a statement says, with what it speaks of: `contaminated (Kyrgyz-China border, landmine)`.
    pub fn says(self, statement: &Statement) -> String {
        let assertion = &statement.assertion;
        let value = self.value(assertion);
        let scope = self.scope(assertion);
        if scope.is_empty() {
            value
        } else {
            format!("{value} ({scope})")
        }
    }

    /// Who says it, and when it was so: `Ministry of Defence, 12 April 2004`.
    pub fn who_and_when(self, statement: &Statement) -> String {
        let who = match statement.authority.as_ref() {
            "" => statement.speaker.to_string(),
            role => format!("the {}", role.replace('_', " ")),
        };
        let when = self.when(&statement.assertion);
        let said = || days(statement.said).map(|day| self.days(day));
        match Some(when).filter(|when| !when.is_empty()).or_else(said) {
            Some(when) => format!("{who}, {when}"),
            None => who,
        }
    }

    /// The whole of it: `contaminated (Kyrgyz-China border, landmine), says the compiler of X, 1999`.
    pub fn told(self, statement: &Statement) -> String {
        format!(
            "\u{201c}{}\u{201d}, says {}",
            self.says(statement),
            self.who_and_when(statement)
        )
    }

    /// What a statement says, and when it was so, without its speaker: `in favour (51/45S), 10 December 1996`.
    pub fn says_when(self, statement: &Statement) -> String {
        let when = self.when(&statement.assertion);
        let says = self.says(statement);
        if when.is_empty() {
            says
        } else {
            format!("{says}, {when}")
        }
    }

    /// What tells its cell apart: `Kyrgyz-China border, landmine`.
    pub fn scope(self, assertion: &Assertion) -> String {
        let property = self.vocabulary.property(&assertion.property);
        let names = property
            .map(|p| p.discriminating.as_slice())
            .unwrap_or_default();
        let values = names
            .iter()
            .filter_map(|name| assertion.qualifiers.get(name));
        values
            .filter(|value| !value.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The value in words.
    pub fn value(self, assertion: &Assertion) -> String {
        let property = self.vocabulary.property(&assertion.property);
        let said = match &assertion.content {
            Content::Known(value) => self.known(value, property),
            Content::Absent { why, .. } => {
                let key = why.key();
                self.word("state", key).unwrap_or(key).to_owned()
            }
        };
        match assertion.polarity {
            Polarity::Affirm => said,
            Polarity::Deny => format!("not {said}"),
        }
    }

    fn known(self, value: &Value, property: Option<&Property>) -> String {
        match value {
            Value::Code(code) => self.code(property, code),
            Value::Quantity(q) => {
                let unit = if q.unit.is_empty() {
                    property.map_or("", |p| p.unit.as_str())
                } else {
                    &q.unit
                };
                if q.low.is_none() && q.high.is_none() {
                    return q.words.clone();
                }
                let one = q.low == q.high && q.low == Some(Decimal::from(1i64));
                let single = || self.vocabulary.find("units", unit)?.attributes.get("one");
                let single = one.then(single).flatten().map(String::as_str);
                let unit = single.unwrap_or(unit);
                format!("{} {unit}", bounds(q.low, q.high, q.basis))
                    .trim()
                    .to_owned()
            }
            Value::Money(m) if m.low.is_none() && m.high.is_none() => m.words.clone(),
            Value::Money(m) => format!("{} {}", m.currency, bounds(m.low, m.high, m.basis)),
            Value::Text { text, .. } => text.clone(),
            Value::Date(date) => self.edtf(date.as_str()),
            Value::Entity(name) => name.clone(),
            Value::Geometry(_) => "a place on the map".to_owned(),
            Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        }
    }

    /// A code in words. Where a code names a property, as of a gap, that property's label.
    pub fn code(self, property: Option<&Property>, code: &str) -> String {
        if let Some(entry) = property.and_then(|p| p.code(code)) {
            return entry.label.clone();
        }
        let named = PropertyId::new(code);
        if self.vocabulary.property(&named).is_some() {
            return self.label(&named);
        }
        code.replace('_', " ")
    }

    /// A word of the vocabulary's wording.
    fn word(self, table: &str, key: &str) -> Option<&'a str> {
        let table = self.vocabulary.wording.get(table)?;
        table.get(key).map(String::as_str)
    }

    /// When it was so, in words; empty where nothing is said of it.
    pub fn when(self, assertion: &Assertion) -> String {
        self.edtf(assertion.valid.edtf.as_str())
    }

    /// An EDTF in words.
    pub fn edtf(self, text: &str) -> String {
        match text.split_once('/') {
            None => self.date(text),
            Some(("" | "..", "" | "..")) => String::new(),
            Some(("" | "..", to)) => format!("up to {}", self.date(to)),
            Some((from, "" | "..")) => format!("from {} on", self.date(from)),
            Some((from, to)) => format!("{} to {}", self.date(from), self.date(to)),
        }
    }

    /// The days of a span in words.
    pub fn days(self, (first, last): (Day, Day)) -> String {
        if first == last {
            self.day(first)
        } else {
            format!("{} to {}", self.day(first), self.day(last))
        }
    }

    /// A day in words.
    pub fn day(self, day: Day) -> String {
        self.date(&day.to_string())
    }

    fn date(self, text: &str) -> String {
        // As profiles print it.
        let doubt = match text.chars().last() {
            Some('~' | '%') => self.word("date", "approximate"),
            Some('?') => self.word("date", "uncertain"),
            _ => None,
        };
        if let Some(sure) = text.strip_suffix(['~', '?', '%']) {
            return doubt
                .unwrap_or("{date}")
                .replace("{date}", &self.date(sure));
        }
        let mut parts = text.splitn(3, '-');
        let month = |number: &str| self.word("month", number.trim_start_matches('0'));
        match (parts.next(), parts.next().map(month), parts.next()) {
            (Some(year), Some(Some(month)), None) => format!("{month} {year}"),
            (Some(year), Some(Some(month)), Some(day)) => {
                format!("{} {month} {year}", day.trim_start_matches('0'))
            }
            (Some(year), None, None) => self.decade(year).unwrap_or_else(|| text.to_owned()),
            _ => text.to_owned(),
        }
    }

    /// `199X`.
    fn decade(self, year: &str) -> Option<String> {
        let decade = year.strip_suffix('X').filter(|d| !d.ends_with('X'))?;
        let say = self.word("date", "decade")?;
        Some(say.replace("{year}", &format!("{decade}0")))
    }
}

/// The days, where both are days of the calendar.
fn days(days: (Day, Day)) -> Option<(Day, Day)> {
    (days.0 != Day::MIN && days.1 != Day::MAX).then_some(days)
}

/// A number within bounds: `1,300`, `at least 11`, `5,000 to 6,000`, `about 1,300`.
fn bounds(low: Option<Decimal>, high: Option<Decimal>, basis: Option<Basis>) -> String {
    let number = |n: Option<Decimal>| n.map(Decimal::grouped).unwrap_or_default();
    match basis {
        Some(Basis::AtLeast) => format!("at least {}", number(low.or(high))),
        Some(Basis::AtMost) => format!("at most {}", number(high.or(low))),
        Some(Basis::About) if low == high => format!("about {}", number(low)),
        _ if low == high => number(low),
        _ if high.is_none() => format!("at least {}", number(low)),
        _ if low.is_none() => format!("at most {}", number(high)),
        _ => format!("{} to {}", number(low), number(high)),
    }
}

/// With a capital at its head.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
