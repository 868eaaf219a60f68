//! Amounts of money: a currency before or after its figure, ranges of prices, and the short scales of money.

use whitestone_model::{Basis, Decimal};

use crate::lexicon::begins;
use crate::mention::{Amount, Kind, View};
use crate::numbers::{Figure, Numbers, is_year_like, open, range};
use crate::tables::Hedge;
use crate::token::NUMBER;

impl Numbers<'_> {
    /// "$3 million", "about US$3 million", "3 million euros", "between US$2 million and US$3 million".
    pub fn money(
        &self,
        view: &mut View,
        at: usize,
        hedge: Option<(usize, Hedge)>,
    ) -> Option<usize> {
        if !view.may_begin(begins::MONEY) {
            return None;
        }
        let start = hedge.map_or(at, |(end, _)| end);
        let between = matches!(hedge, Some((_, Hedge::Between)));
        let (end, mut amount) = match self.prices(view, start, between) {
            Some(found) => found,
            None if between => return None,
            None => self.price(view, start)?,
        };
        if let Some((_, Hedge::Basis(basis))) = hedge {
            if amount.basis != Some(Basis::Range) {
                amount.basis = Some(basis);
            }
            open(&mut amount, basis);
        }
        view.add_amount(Kind::MONEY, at, end, amount);
        if start != at && !between {
            view.add_amount(Kind::MONEY, start, end, amount);
        }
        Some(end)
    }

    /// From one price to another: "$1 million to $2 million" and "2 to 3 million euros", or with "and" after "between".
    fn prices(&self, view: &View, start: usize, between: bool) -> Option<(usize, Amount)> {
        let signs = &self.tables.signs;
        let (low, first) = self.priced(view, start, false)?;
        let joint = view.word(low.end);
        let joins = if between {
            joint == signs.and
        } else {
            joint == signs.to || joint == signs.hyphen
        };
        if !joins {
            return None;
        }
        let (high, second) = self.priced(view, low.end + 1, first.is_some())?;
        // "for 3 to $5": a sign before the second alone prices no range.
        let signed = self.currency(view, low.end + 1).is_some();
        let unit = Some(first.or(second.filter(|_| !signed))?);
        let bounds = range(low, high).or_else(|| range(high, low).filter(|_| between))?;
        Some((high.end, Amount { unit, ..bounds }))
    }

    /// A figure with the currency before or after it, which it may share with another: then it is `money` even so.
    fn priced(&self, view: &View, at: usize, money: bool) -> Option<(Figure, Option<u32>)> {
        if let Some((number, currency)) = self.currency(view, at) {
            return Some((self.signed(view, number)?, Some(currency)));
        }
        let bare = self.figure(view, at)?;
        let figure = self.in_money(view, bare);
        Some(match self.currency(view, figure.end) {
            Some((end, currency)) => (Figure { end, ..figure }, Some(currency)),
            None if money => (figure, None),
            None => (bare, None),
        })
    }

    /// Scales that are short for money alone: "US$2.5m", "3bn euros".
    fn in_money(&self, view: &View, figure: Figure) -> Figure {
        let scale = self
            .tables
            .money_scales
            .get(&view.word(figure.end))
            .copied();
        let scaled = scale.filter(|_| figure.scale.is_none()).and_then(|scale| {
            let value = figure.value.checked_mul(Decimal::from(scale))?;
            let (end, scale) = (figure.end + 1, Some(scale));
            Some(Figure { end, value, scale })
        });
        scaled.unwrap_or(figure)
    }

    /// The figure after a currency: there even "2000" is no year.
    fn signed(&self, view: &View, at: usize) -> Option<Figure> {
        let token = view.token(at)?;
        let digits = token.span().of(self.text);
        let figure = if token.is(NUMBER) && is_year_like(digits) {
            self.scaled(view, at + 1, digits.parse().ok()?)
        } else {
            self.figure(view, at)?
        };
        Some(self.in_money(view, figure))
    }

    /// A single price, or one as vague as amounts may be.
    fn price(&self, view: &View, start: usize) -> Option<(usize, Amount)> {
        if let Some((number, currency)) = self.currency(view, start) {
            let year_like = is_year_like(view.token(number)?.span().of(self.text));
            let short = |f: &Figure| {
                self.figure(view, number)
                    .is_some_and(|bare| bare.end < f.end)
            };
            let signed = self.signed(view, number);
            let (end, amount) = match signed.filter(|figure| year_like || short(figure)) {
                Some(figure) => (figure.end, range(figure, figure)?),
                None => self.amount(view, number)?,
            };
            let unit = Some(currency);
            return Some((end, Amount { unit, ..amount }));
        }
        let token = view.token(start)?;
        if !token.is(NUMBER) && !self.tables.numbers.contains_key(&token.word) {
            return None;
        }
        let bare = self
            .figure(view, start)
            .map(|figure| (figure, self.in_money(view, figure)));
        let (end, amount) = match bare.filter(|(bare, figure)| bare.end < figure.end) {
            Some((_, figure)) => (figure.end, range(figure, figure)?),
            None => self.amount(view, start)?,
        };
        let (end, currency) = self.currency(view, end)?;
        let unit = Some(currency);
        Some((end, Amount { unit, ..amount }))
    }

    fn currency(&self, view: &View, at: usize) -> Option<(usize, u32)> {
        let mut best = None;
        self.lists.walk(&view.tokens, at, |end, kind, entry| {
            if kind == Kind::CURRENCY {
                best = Some((end, entry));
            }
        });
        best
    }
}
