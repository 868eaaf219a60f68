//! The small words of a profile: quantities, names with their articles, who says it.
//!
//! All of them come from `vocabulary/wording.toml` and the lists; a word that is missing there is printed as it is.

use whitestone_model::{
    Assertion, Basis, Content, Decimal, Modality, Money, PropertyId, Quantity, Value, Vocabulary,
    vocabulary::Property,
};

use crate::template::put;

pub use whitestone_views::capital;

/// The words of a vocabulary.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
}

impl<'a> Words<'a> {
    /// A word of a table of `wording.toml`.
    pub fn word(self, table: &str, key: &str) -> Option<&'a str> {
        self.vocabulary
            .wording
            .get(table)?
            .get(key)
            .map(String::as_str)
    }

    /// A template of a table, filled; the plain values joined where the table has none.
    pub fn say(self, table: &str, key: &str, values: &[(&str, &str)]) -> String {
        match self.word(table, key) {
            Some(template) => put(template, values),
            None => values
                .iter()
                .map(|(_, value)| *value)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// A quantity as a person writes it: `at least 11 people`, `between 1,000 and 2,000`.
    pub fn quantity(self, quantity: &Quantity) -> String {
        let printed = Amount {
            low: quantity.low,
            best: quantity.best,
            high: quantity.high,
            basis: quantity.basis,
            words: &quantity.words,
        };
        self.amount(&printed, &|number| self.with_unit(number, &quantity.unit))
    }

    fn money(self, money: &Money) -> String {
        let printed = Amount {
            low: money.low,
            best: None,
            high: money.high,
            basis: money.basis,
            words: &money.words,
        };
        self.amount(&printed, &|number| {
            format!("{} {}", money.currency, number.grouped())
        })
    }

    fn with_unit(self, number: Decimal, unit: &str) -> String {
        let figure = number.grouped();
        let attributes = self
            .vocabulary
            .find("units", unit)
            .map(|entry| &entry.attributes);
        let print = |key: &str| attributes.and_then(|a| a.get(key));
        let one = (number == Decimal::from(1_i64))
            .then(|| print("print_one"))
            .flatten();
        match one.or_else(|| print("print")) {
            Some(template) => put(template, &[("n", &figure)]),
            None if unit.is_empty() => figure,
            None => format!("{figure} {unit}"),
        }
    }

    fn amount(self, amount: &Amount<'_>, write: &dyn Fn(Decimal) -> String) -> String {
        let single = amount
            .best
            .or_else(|| amount.low.filter(|_| amount.low == amount.high));
        let basis = |key: &str, n: Decimal| self.say("basis", key, &[("n", &write(n))]);
        match (amount.basis, amount.low, amount.high) {
            (Some(Basis::Vague), ..) if !amount.words.is_empty() => amount.words.to_owned(),
            (Some(Basis::AtLeast), Some(low), _) => basis("at_least", low),
            (Some(Basis::AtMost), _, Some(high)) => basis("at_most", high),
            (kind, ..) if single.is_some() => {
                let key = match kind {
                    Some(Basis::Estimate) => "estimate",
                    Some(Basis::About) => "about",
                    Some(Basis::Rounded) => "rounded",
                    _ => "count",
                };
                single.map(|n| basis(key, n)).unwrap_or_default()
            }
            (_, Some(low), Some(high)) => self.say(
                "basis",
                "range",
                &[("low", &low.grouped()), ("high", &write(high))],
            ),
            (_, Some(low), None) => basis("at_least", low),
            (_, None, Some(high)) => basis("at_most", high),
            (_, None, None) => amount.words.to_owned(),
        }
    }

    /// A value inside a sentence.
    pub fn value(self, value: &Value, property: &Property) -> String {
        self.written(value, property, |code| {
            if code.phrase.is_empty() {
                &code.label
            } else {
                &code.phrase
            }
        })
    }

    /// A value in a table cell.
    pub fn label(self, value: &Value, property: &Property) -> String {
        self.written(value, property, |code| &code.label)
    }

    fn written<'c>(
        self,
        value: &Value,
        property: &'c Property,
        of_code: impl Fn(&'c whitestone_model::vocabulary::CodeEntry) -> &'c String,
    ) -> String {
        match value {
            Value::Quantity(quantity) => self.quantity(quantity),
            Value::Money(money) => self.money(money),
            Value::Code(code) => match property.code(code) {
                Some(entry) => of_code(entry).clone(),
                // A code may be the name of a property: what it is that nobody knows.
                None => self
                    .vocabulary
                    .property(&PropertyId::new(code.clone()))
                    .map_or_else(|| code.clone(), |named| lowered(&named.label)),
            },
            Value::Text { text, .. } => text.trim().trim_end_matches('.').to_owned(),
            Value::Date(date) if date.as_str().contains('/') => {
                self.time(date, "when").unwrap_or_else(|| date.to_string())
            }
            Value::Date(date) => self.date(date.as_str()),
            Value::Entity(name) => self.named(name, ""),
            Value::Geometry(name) => name.clone(),
            Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        }
    }

    /// A word for how the claimant commits himself, where it is less than his plain word and the code does not say it.
    pub fn commitment(self, assertion: &Assertion) -> Option<&'a str> {
        let key = match assertion.modality {
            Modality::Asserted | Modality::Reported | Modality::Unknown => return None,
            Modality::Estimated => "estimated",
            Modality::Suspected => "suspected",
            Modality::Alleged => "alleged",
            Modality::Denied => "denied",
            Modality::Planned => "planned",
        };
        let said = match assertion.content.value() {
            Some(Value::Code(code)) => self.word("said_by_code", code),
            _ => None,
        };
        (said != Some(key)).then(|| self.word("commitment", key).unwrap_or(key))
    }

    /// A content in a table cell: the value, or the word for its absence.
    pub fn cell(self, content: &Content, property: &Property) -> String {
        match content {
            Content::Known(value) => self.label(value, property),
            Content::Absent { why, .. } => {
                let key = why.key();
                self.word("state", key).unwrap_or(key).to_owned()
            }
        }
    }

    /// A qualifier inside a sentence; several values (`a; b; c`) joined as a person joins them.
    pub fn qualifier(
        self,
        name: &str,
        value: &str,
        property: &Property,
        before: &str,
        plural: bool,
    ) -> String {
        let separator = if self.vocabulary.wording.contains_key(name) {
            &[';', ','][..]
        } else {
            &[';'][..]
        };
        let values: Vec<String> = value
            .split(separator)
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(|one| self.one_qualifier(name, one, property, before, plural))
            .collect();
        self.joined(&values)
    }

    fn one_qualifier(
        self,
        name: &str,
        value: &str,
        property: &Property,
        before: &str,
        plural: bool,
    ) -> String {
        let list = property
            .qualifiers
            .iter()
            .find(|q| q.name == name)
            .map_or("", |q| q.list.as_str());
        let entry = self.vocabulary.find(list, value);
        let word = self.word(name, value);
        let written = word
            .or_else(|| entry.map(|e| e.name.as_str()))
            .unwrap_or(value);
        if plural {
            let irregular = entry.and_then(|e| e.attributes.get("plural"));
            return irregular.cloned().unwrap_or_else(|| pluralised(written));
        }
        let is_name = name == "place" || ["states", "organisations"].contains(&list);
        if word.is_none() && is_name && !self.brings_preposition(written) {
            return self.named(written, before);
        }
        let undated = word.is_some() || !list.is_empty();
        let dated = (!undated && name != "place")
            .then(|| self.dated(written))
            .flatten();
        dated.unwrap_or_else(|| written.to_owned())
    }

    /// Does a place bring its own preposition: "near the border"?
    pub fn brings_preposition(self, place: &str) -> bool {
        let first = place
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        self.word("own_preposition", &first).is_some()
    }

    /// Several texts as one: `a`, `a and b`, `a, b and c`.
    pub fn joined(self, values: &[String]) -> String {
        let word = |key: &str, default: &'static str| self.word("join", key).unwrap_or(default);
        match values {
            [] => String::new(),
            [one] => one.clone(),
            [a, b] => format!("{a}{}{b}", word("two", " and ")),
            [first @ .., last] => {
                format!(
                    "{}{}{last}",
                    first.join(word("between", ", ")),
                    word("last", " and ")
                )
            }
        }
    }

    /// A name with the article that it takes inside a sentence, unless it, or what stands before, brings one.
    pub fn named(self, name: &str, before: &str) -> String {
        let brings = |text: &str, ends: bool| {
            ["the", "a", "an"].iter().any(|article| {
                if ends {
                    text.to_lowercase().ends_with(&format!("{article} "))
                } else {
                    text.to_lowercase().starts_with(&format!("{article} "))
                }
            })
        };
        match self.word("article", &head(name)) {
            Some(article) if !brings(name, false) && !brings(before, true) => {
                let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
                let article = match (article, vowel) {
                    ("a", true) => "an",
                    ("an", false) => "a",
                    (other, _) => other,
                };
                format!("{article} {name}")
            }
            _ => name.to_owned(),
        }
    }

    /// The preposition that a place takes instead of "in", where all places named take the same.
    pub fn preposition(self, places: &str) -> Option<&'a str> {
        if self.brings_preposition(places) {
            return Some("");
        }
        let mut all = places
            .split(';')
            .map(|place| self.word("preposition", &head(place.trim())));
        let first = all.next()??;
        all.all(|other| other == Some(first)).then_some(first)
    }

    /// A chain of claimants: the speaker first, then whoever relays him.
    pub fn claimants(self, chain: &[String]) -> Option<String> {
        let mut names = chain.iter().map(|name| self.named(name, ""));
        let speaker = names.next()?;
        Some(names.fold(speaker, |speaker, relay| {
            self.say(
                "claimant",
                "relayed",
                &[("speaker", &speaker), ("relay", &relay)],
            )
        }))
    }
}

struct Amount<'a> {
    low: Option<Decimal>,
    best: Option<Decimal>,
    high: Option<Decimal>,
    basis: Option<Basis>,
    words: &'a str,
}

/// The head noun of a name, in small letters: the last word before whatever follows it.
fn head(name: &str) -> String {
    let ends = [
        ",",
        "(",
        " of ",
        " with ",
        " on ",
        " near ",
        " for ",
        " from ",
        " and ",
        " in ",
        " at ",
        " between ",
    ];
    let end = ends
        .iter()
        .filter_map(|end| name.find(end))
        .min()
        .unwrap_or(name.len());
    let before = name.get(..end).unwrap_or(name);
    before
        .split_whitespace()
        .last()
        .unwrap_or_default()
        .to_lowercase()
}

fn pluralised(name: &str) -> String {
    let last = name.chars().last();
    let acronym = name
        .split(['/', ' '])
        .next_back()
        .is_some_and(|w| w.len() > 1 && w.chars().all(|c| !c.is_lowercase()));
    if acronym || last == Some('s') {
        name.to_owned()
    } else {
        format!("{name}s")
    }
}

/// With its first letter small, unless the first word is a name or an acronym of its own.
pub fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let second_is_small = letters.clone().next().is_none_or(|c| !c.is_uppercase());
    if second_is_small {
        first.to_lowercase().chain(letters).collect()
    } else {
        text.to_owned()
    }
}
