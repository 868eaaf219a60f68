//! Numbers, quantities, areas, lengths, densities, money, percentages.
//!
//! One grammar: hedge, number or range or vague phrase, unit. Bounds are only those printed: "at least 11" is open
//! above, "an unknown number" is no number at all, "several thousand" is read by the table of `rules/values.toml`.

use whitestone_model::{Absence, Basis, Decimal};

use crate::lexicon::begins;
use crate::lists::Lists;
use crate::mention::{Amount, Kind, View};
use crate::tables::{Hedge, Tables};
use crate::token::{CAPITAL, DATED, IDENTIFIER, NUMBER, SIGN};

/// No more hedges than these stand one after the other.
const MOST_HEDGES: usize = 4;

/// A single figure and where it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    pub end: usize,
    pub value: Decimal,
    /// What the scale words that it ends in make together: "2.7 million", "two hundred thousand".
    pub scale: Option<u64>,
}

pub(crate) struct Numbers<'a> {
    pub tables: &'a Tables,
    pub lists: &'a Lists,
    /// The text of the document.
    pub text: &'a str,
}

impl Numbers<'_> {
    /// Adds every amount of the sentence.
    pub fn find(&self, view: &mut View) {
        let mut at = 0;
        while at < view.len() {
            at = self.find_at(view, at).unwrap_or(at + 1).max(at + 1);
        }
    }

    /// Adds the amount that begins at `at`; the token after it.
    fn find_at(&self, view: &mut View, at: usize) -> Option<usize> {
        let token = view.token(at)?;
        let starts = token.is(NUMBER) || token.may_begin(begins::NUMBER);
        if !(starts || token.is(SIGN | CAPITAL) && token.may_begin(begins::MONEY)) {
            return None;
        }
        let hedge = self
            .tables
            .hedges
            .longest(&view.tokens, at)
            .and_then(|(end, payload)| Some((end, self.tables.hedge(payload)?)));
        if let Some(end) = self.money(view, at, hedge) {
            return Some(end);
        }
        if !starts {
            return None;
        }
        if let Some(end) = self.measured_twice(view, at, hedge) {
            return Some(end);
        }
        if let Some((start, hedge)) = hedge
            && let Some((end, amount)) = self.hedged(view, start, hedge, MOST_HEDGES)
        {
            let furthest = self.add(view, at, end, amount);
            // The same figure where a pattern spells the hedge itself.
            if let Some((end, bare)) = self.amount(view, start) {
                self.add(view, start, end, bare);
            }
            return Some(furthest);
        }
        let (end, amount) = self.amount(view, at)?;
        Some(self.add(view, at, end, amount))
    }

    /// The amount after a hedge, which may be hedged again so many times.
    fn hedged(
        &self,
        view: &View,
        start: usize,
        hedge: Hedge,
        deeper: usize,
    ) -> Option<(usize, Amount)> {
        let basis = match hedge {
            Hedge::Between => return self.between(view, start),
            Hedge::Basis(basis) => basis,
        };
        // "some at least", "about nearly": the inner hedge wins.
        let inner = self.tables.hedges.longest(&view.tokens, start);
        if let Some((inner_start, payload)) = inner
            && let Some(hedge) = self.tables.hedge(payload)
            && let Some(deeper) = deeper.checked_sub(1)
            && let Some(found) = self.hedged(view, inner_start, hedge, deeper)
        {
            return Some(found);
        }
        let (end, mut amount) = self.amount(view, start)?;
        if amount.basis != Some(Basis::Range) && amount.basis != Some(Basis::Vague) {
            amount.basis = Some(basis);
        }
        open(&mut amount, basis);
        Some((end, amount))
    }

    fn between(&self, view: &View, start: usize) -> Option<(usize, Amount)> {
        let start = self.skip_hedge(view, start);
        let low = self.figure(view, start)?;
        if view.word(low.end) != self.tables.signs.and {
            return None;
        }
        let high = self.figure(view, self.skip_hedge(view, low.end + 1))?;
        let bounds = range(low, high).or_else(|| range(high, low))?;
        Some((high.end, bounds))
    }

    fn skip_hedge(&self, view: &View, at: usize) -> usize {
        self.tables
            .hedges
            .longest(&view.tokens, at)
            .map_or(at, |(end, _)| end)
    }

    /// A vague phrase, a range or a single figure.
    pub fn amount(&self, view: &View, at: usize) -> Option<(usize, Amount)> {
        if let Some((end, payload)) = self.tables.vague.longest(&view.tokens, at)
            && let Some(bounds) = self.tables.bounds(payload)
        {
            let basis = bounds.absent.is_none().then_some(Basis::Vague);
            return Some((
                end,
                Amount {
                    low: bounds.low,
                    high: bounds.high,
                    basis,
                    unit: None,
                    absent: bounds.absent,
                },
            ));
        }
        let low = self.figure(view, at)?;
        let signs = &self.tables.signs;
        let joint = view.word(low.end);
        if joint == signs.to || joint == signs.hyphen {
            let next = if joint == signs.to {
                self.skip_hedge(view, low.end + 1)
            } else {
                low.end + 1
            };
            if let Some(high) = self.figure(view, next)
                && let Some(range) = range(self.shortened(view, (at, low), (next, high)), high)
            {
                return Some((high.end, range));
            }
        }
        let basis = if low.scale.is_some() {
            Basis::Rounded
        } else {
            Basis::Count
        };
        let mut amount = Amount {
            low: Some(low.value),
            high: Some(low.value),
            basis: Some(basis),
            unit: None,
            absent: None,
        };
        let mut end = low.end;
        if let Some((after, payload)) = self.tables.hedges_after.longest(&view.tokens, low.end)
            && let Some(Hedge::Basis(basis)) = self.tables.hedge(payload)
        {
            amount.basis = Some(basis);
            open(&mut amount, basis);
            end = after;
        }
        Some((end, amount))
    }

    /// The 20 of 20-30,000 leaves out the thousands that the second figure prints.
    fn shortened(&self, view: &View, low: (usize, Figure), high: (usize, Figure)) -> Figure {
        let ((low_at, low), (high_at, high)) = (low, high);
        let printed = |at| view.token(at).map_or("", |t| t.span().of(self.text));
        let thousand = Decimal::from(1000u64);
        let short = view.word(low.end) == self.tables.signs.hyphen
            && low.scale.is_none()
            && low.value < thousand
            && printed(low_at).bytes().all(|b| b.is_ascii_digit())
            && printed(high_at).ends_with(",000");
        let value = low
            .value
            .checked_mul(thousand)
            .filter(|v| short && *v < high.value);
        value.map_or(low, |value| Figure { value, ..low })
    }

    /// Digits or number words, with scale words.
    pub fn figure(&self, view: &View, at: usize) -> Option<Figure> {
        let token = view.token(at)?;
        if token.is(NUMBER) {
            if token.is(IDENTIFIER | DATED) || is_ordinal(view, at, self.text) {
                return None;
            }
            let digits: String = (token.span().of(self.text).chars())
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            let (end, value) = self.and_part(view, at + 1, digits.parse().ok()?);
            return Some(self.scaled(view, end, value));
        }
        if let Some(part) = self.fraction(view, at) {
            return Some(part);
        }
        if token.word == self.tables.signs.a || token.word == self.tables.signs.an {
            let scale = *self.tables.scales.get(&view.word(at + 1))?;
            return Some(Figure {
                end: at + 2,
                value: Decimal::from(scale),
                scale: Some(scale),
            });
        }
        let whole = self.words(view, at)?;
        let (end, value) = self.and_part(view, whole.end, whole.value);
        if end == whole.end {
            return Some(whole);
        }
        Some(self.scaled(view, end, value))
    }

    /// "half a square kilometer", "a quarter of a million": before a scale or a unit.
    fn fraction(&self, view: &View, at: usize) -> Option<Figure> {
        let (end, part) = self.tables.fractions.longest(&view.tokens, at)?;
        let value = self.tables.part_of_one(part)?;
        let scaled = self.scaled(view, end, value);
        (scaled.scale.is_some() || self.unit(view, end).is_some()).then_some(scaled)
    }

    /// "one and a half"
    fn and_part(&self, view: &View, end: usize, value: Decimal) -> (usize, Decimal) {
        let part = || {
            let (end, part) = (self.tables.fractions_after).longest(&view.tokens, end)?;
            let part = self.tables.part_of_one(part)?;
            Some((end, value.checked_add(part)?))
        };
        part().unwrap_or((end, value))
    }

    pub fn scaled(&self, view: &View, mut end: usize, mut value: Decimal) -> Figure {
        let mut scale: Option<u64> = None;
        while let Some(&factor) = self.tables.scales.get(&view.word(end))
            && let Some(product) = value.checked_mul(Decimal::from(factor))
        {
            value = product;
            scale = Some(scale.unwrap_or(1).saturating_mul(factor));
            end += 1;
        }
        Figure { end, value, scale }
    }

    /// "seven", "twenty-five", "three hundred and two thousand".
    fn words(&self, view: &View, at: usize) -> Option<Figure> {
        let tables = self.tables;
        // Seven Springs is a name.
        let capital = |i: usize| view.token(i).is_some_and(|t| t.is(CAPITAL));
        if at > 0 && capital(at) && capital(at + 1) {
            return None;
        }
        let (mut total, mut part, mut end) = (0u64, 0u64, at);
        let mut last_scale: Option<u64> = None;
        loop {
            let word = view.word(end);
            if let Some(&number) = tables.numbers.get(&word) {
                let free = part % 100 == 0 || (part % 10 == 0 && part % 100 >= 20 && number < 10);
                if !free {
                    break;
                }
                part += u64::from(number);
                last_scale = None;
                end += 1;
            } else if let (Some(&scale), true) = (tables.scales.get(&word), end > at) {
                if scale == 100 {
                    part = part.max(1).saturating_mul(100);
                } else {
                    total = total.saturating_add(part.max(1).saturating_mul(scale));
                    part = 0;
                }
                last_scale = Some(last_scale.unwrap_or(1).saturating_mul(scale));
                end += 1;
            } else if end > at
                && (word == tables.signs.hyphen
                    || (word == tables.signs.and && last_scale.is_some() && part % 100 == 0))
                && tables
                    .numbers
                    .get(&view.word(end + 1))
                    .is_some_and(|n| word != tables.signs.hyphen || (*n < 10 && part % 100 >= 20))
            {
                end += 1;
            } else {
                break;
            }
        }
        (end > at).then_some(Figure {
            end,
            value: Decimal::from(total.saturating_add(part)),
            scale: last_scale,
        })
    }

    /// A bare figure of four digits that is a year and no count.
    pub fn is_year(&self, view: &View, at: usize) -> bool {
        let Some(token) = view.token(at) else {
            return false;
        };
        if !is_year_like(token.span().of(self.text)) {
            return false;
        }
        let counted = self.counts_something(view, at + 1);
        let before = at.checked_sub(1).map_or(0, |i| view.word(i));
        let dated =
            self.tables.before_years.contains(&before) || self.tables.months.contains_key(&before);
        dated || !counted
    }

    fn counts_something(&self, view: &View, at: usize) -> bool {
        let mut found = false;
        self.lists.walk(&view.tokens, at, |_, kind, _| {
            found |= kind == Kind::DEVICE || kind == Kind::UNIT;
        });
        found
    }

    /// Adds a range whose unit stands twice: "between 5% and 10%", "5 km-10 km". Not "5% to 10%", to which something
    /// may have risen.
    fn measured_twice(
        &self,
        view: &mut View,
        at: usize,
        hedge: Option<(usize, Hedge)>,
    ) -> Option<usize> {
        let between = matches!(hedge, Some((_, Hedge::Between)));
        let signs = &self.tables.signs;
        let low = self.figure(view, hedge.map_or(at, |(start, _)| start))?;
        let (joint, kind, unit) = self.measure(view, low.end)?;
        if view.word(joint) != if between { signs.and } else { signs.hyphen } {
            return None;
        }
        let high = self.figure(view, joint + 1)?;
        let (end, ..) = (self.measure(view, high.end))
            .filter(|(_, other, of)| (*other, *of) == (kind, unit))?;
        let bounds = range(low, high).or_else(|| range(high, low).filter(|_| between))?;
        view.add_amount(kind, at, end, Amount { unit, ..bounds });
        Some(end)
    }

    /// The percent sign or unit at `at`: where it ends, and what it measures.
    fn measure(&self, view: &View, at: usize) -> Option<(usize, Kind, Option<u32>)> {
        let percent = self.percent(view, at).map(|end| (end, Kind::PERCENT, None));
        let unit = || {
            self.unit(view, at)
                .map(|(end, kind, unit)| (end, kind, Some(unit)))
        };
        percent.or_else(unit)
    }

    /// "%", "per cent"
    fn percent(&self, view: &View, at: usize) -> Option<usize> {
        let signs = &self.tables.signs;
        if view.word(at) == signs.percent {
            Some(at + 1)
        } else if view.word(at) == signs.per && view.word(at + 1) == signs.cent {
            Some(at + 2)
        } else {
            None
        }
    }

    /// Adds an amount as its types, with and without its unit; where it ends.
    fn add(&self, view: &mut View, at: usize, end: usize, amount: Amount) -> usize {
        let mut furthest = end;
        view.add_amount(Kind::QUANTITY, at, end, amount);
        if matches!(amount.basis, Some(Basis::Count | Basis::Rounded)) {
            view.add_amount(Kind::NUMBER, at, end, amount);
        }
        if let Some(after) = self.percent(view, end) {
            view.add_amount(Kind::PERCENT, at, after, amount);
            furthest = after;
        }
        if let Some((after, kind, unit)) = self.unit(view, end) {
            let unit = Some(unit);
            view.add_amount(kind, at, after, Amount { unit, ..amount });
            furthest = furthest.max(after);
        }
        furthest
    }

    /// A unit of measure at `at`, a hyphen before it allowed ("208-hectare").
    fn unit(&self, view: &View, at: usize) -> Option<(usize, Kind, u32)> {
        let at = if view.word(at) == self.tables.signs.hyphen {
            at + 1
        } else {
            at
        };
        let mut best = None;
        self.lists.walk(&view.tokens, at, |end, kind, entry| {
            if kind != Kind::UNIT {
                return;
            }
            let dimension = self.lists.entry(entry).map_or("", |e| e.dimension.as_str());
            let kind = match dimension {
                "area" => Kind::AREA,
                "length" => Kind::LENGTH,
                "density" => Kind::DENSITY,
                _ => return,
            };
            best = Some((end, kind, entry));
        });
        best
    }
}

/// "At least" opens the upper bound, "up to" the lower one.
pub(crate) fn open(amount: &mut Amount, basis: Basis) {
    match basis {
        Basis::AtLeast => {
            amount.high = None;
            amount.basis = Some(basis);
        }
        Basis::AtMost => {
            amount.low = None;
            amount.basis = Some(basis);
        }
        _ => {}
    }
    if amount.absent == Some(Absence::Unknown) {
        amount.basis = None;
    }
}

/// From one figure to another; `None` where the second is less, as when something fell from 20 to 10.
pub(crate) fn range(low: Figure, high: Figure) -> Option<Amount> {
    // "2 to 3 million" shares the scale; "1 to one hundred" does not.
    let shared = match (low.scale, high.scale) {
        (None, Some(scale)) if low.value < Decimal::from(1000u64) => {
            low.value.checked_mul(Decimal::from(scale))
        }
        _ => None,
    };
    let low_value = shared.filter(|v| *v < high.value).unwrap_or(low.value);
    let basis = if low_value == high.value {
        Basis::Rounded
    } else {
        Basis::Range
    };
    (low_value <= high.value).then_some(Amount {
        low: Some(low_value),
        high: Some(high.value),
        basis: Some(basis),
        unit: None,
        absent: None,
    })
}

/// The 4 of "4th": it orders and counts nothing.
pub(crate) fn is_ordinal(view: &View, at: usize, text: &str) -> bool {
    view.token(at + 1).is_some_and(|token| {
        token.is_glued() && matches!(token.span().of(text), "st" | "nd" | "rd" | "th")
    })
}

/// Four digits from 1900 to 2099.
pub(crate) fn is_year_like(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"))
}
