//! Dates, as coarse as they are printed: "3 December 2004", "July 2004", "2004-05", "since 1999", "that month".

use whitestone_model::Edtf;

use crate::lexicon::begins;
use crate::mention::{Kind, View};
use crate::numbers::{Numbers, is_ordinal, is_year_like};
use crate::point::Point;
use crate::tables::Tables;
use crate::token::{DATED, IDENTIFIER, NUMBER, SIGN};

/// No more dates than these share the year that is printed with the last of them.
const LONGEST_LIST: usize = 12;

/// No span of years over the turn of a century is longer, so that 2004-03 is none.
const LONGEST_ROLL: i16 = 20;

pub(crate) struct Dates<'a> {
    pub tables: &'a Tables,
    pub text: &'a str,
    pub numbers: &'a Numbers<'a>,
}

impl Dates<'_> {
    /// Adds every date of the sentence. `before` is the last date of the paragraph, for "that month"; it moves along.
    pub fn find(&self, view: &mut View, before: &mut Option<Edtf>) {
        let mut at = 0;
        while at < view.len() {
            let next = self.find_at(view, at, before).unwrap_or(at + 1).max(at + 1);
            if next > at + 1 || view.mentions.last().is_some_and(|m| m.start as usize == at) {
                let dated = view.tokens.get_mut(at..next).unwrap_or_default();
                dated.iter_mut().for_each(|token| token.flags |= DATED);
            }
            at = next;
        }
    }

    fn find_at(&self, view: &mut View, at: usize, before: &mut Option<Edtf>) -> Option<usize> {
        let token = view.token(at)?;
        if !token.is(NUMBER) && !token.may_begin(begins::DATE) {
            return None;
        }
        let tables = self.tables;
        if let Some((end, _)) = tables.since_then.longest(&view.tokens, at) {
            let earlier = before.as_ref()?.as_str();
            let last = earlier.rsplit('/').next().filter(|last| *last != "..")?;
            view.add_date(Kind::DATE, at, end, format!("{last}/..").parse().ok()?);
            return Some(end);
        }
        if let Some((end, payload)) = tables.relative.longest(&view.tokens, at) {
            let shift = tables.relative_years.get(payload as usize).copied()?;
            let date = relative(before.as_ref()?, shift)?;
            view.add_date(Kind::DATE, at, end, date);
            return Some(end);
        }
        if let Some((start, _)) = tables.since.longest(&view.tokens, at) {
            let start = self.skip_article(view, start);
            return self
                .open_ended(view, at, start, true, before)
                .or_else(|| self.since_event(view, at, start, before));
        }
        if let Some((start, _)) = tables.until.longest(&view.tokens, at) {
            let start = self.skip_article(view, start);
            return self.open_ended(view, at, start, false, before);
        }
        if let Some((end, months)) = tables.parts_of_year.longest(&view.tokens, at) {
            return self.part_of_year(view, (at, end), months, before);
        }
        let signs = &tables.signs;
        if token.word == signs.from || token.word == signs.between {
            let joints = if token.word == signs.from {
                [signs.to, signs.through, signs.hyphen]
            } else {
                [signs.and, signs.to, signs.hyphen]
            };
            let first = self.end_of_span(view, at + 1, None);
            return self.span(view, at, (at + 1, first), &joints, before);
        }
        let possible = token.is(NUMBER)
            || tables.months.contains_key(&token.word)
            || tables.date_parts.contains(&token.word);
        if !possible {
            return None;
        }
        let joints = [signs.hyphen, signs.to, signs.through];
        let first = self.point(view, at, None);
        if let Some(end) = self.span(view, at, (at, first), &joints, before) {
            return Some(end);
        }
        let (end, point) = first?;
        let end = self.add_point(view, at, end, point, before);
        Some(self.next_year(view, at, end, point, before).unwrap_or(end))
    }

    /// "(the) first five months of 2004" is 2004-01/2004-05; the year alone is a mention too.
    fn part_of_year(
        &self,
        view: &mut View,
        (at, start): (usize, usize),
        months: u32,
        before: &mut Option<Edtf>,
    ) -> Option<usize> {
        let (end, point) = self.year(view, start).filter(|(_, p)| !p.decade)?;
        let [first, last] = self.tables.months_of(months)?;
        let month = |month| Point {
            month: Some(month),
            ..point
        };
        let span = format!("{}/{}", month(first).text(), month(last).text());
        let date: Edtf = span.parse().ok()?;
        let article = (at.checked_sub(1)).filter(|&i| view.word(i) == self.tables.signs.the);
        for from in article.into_iter().chain([at]) {
            view.add_date(Kind::DATE, from, end, date.clone());
        }
        self.add_point(view, start, end, point, before);
        *before = Some(date);
        Some(end)
    }

    /// "1999 and 2000": two years side by side are one time, and each a year of its own.
    fn next_year(
        &self,
        view: &mut View,
        at: usize,
        end: usize,
        first: Point,
        before: &mut Option<Edtf>,
    ) -> Option<usize> {
        let signs = &self.tables.signs;
        if ![signs.and, signs.or].contains(&view.word(end)) || first.month.is_some() {
            return None;
        }
        let part = self.tables.date_parts.contains(&view.word(end + 1));
        let (last_end, last) = self.year(view, end + 1 + usize::from(part))?;
        if last.decade || first.decade || last.year != first.year + 1 {
            return None;
        }
        // "in 2009 or 2010 through July": the last year ends there.
        let through = (view.word(last_end) == signs.through)
            .then(|| self.month(view, last_end + 1))
            .flatten();
        if let Some(month) = through {
            let date = format!("{}/{}-{month:02}", first.text(), last.text());
            view.add_date(Kind::DATE, at, last_end + 2, date.parse().ok()?);
            return Some(last_end + 2);
        }
        if view.word(end) == signs.or {
            return None;
        }
        // "2004 and early 2005": about there.
        let about = if part { "~" } else { "" };
        let date = format!("{}/{}{about}", first.text(), last.text())
            .parse()
            .ok()?;
        view.add_date(Kind::DATE, at, last_end, date);
        Some(self.add_point(view, last_end - 1, last_end, last, before))
    }

    fn skip_article(&self, view: &View, at: usize) -> usize {
        if view.word(at) == self.tables.signs.the {
            at + 1
        } else {
            at
        }
    }

    fn add_point(
        &self,
        view: &mut View,
        at: usize,
        end: usize,
        point: Point,
        before: &mut Option<Edtf>,
    ) -> usize {
        if let Some(date) = point.edtf() {
            let year_only = point.month.is_none() && !point.decade;
            let kind = if year_only { Kind::YEAR } else { Kind::DATE };
            *before = Some(date.clone());
            view.add_date(kind, at, end, date);
        }
        end
    }

    /// "since 1999" is 1999/.., "until May 2004" is ../2004-05; the point alone is a mention too.
    fn open_ended(
        &self,
        view: &mut View,
        at: usize,
        start: usize,
        since: bool,
        before: &mut Option<Edtf>,
    ) -> Option<usize> {
        let (end, point) = self.point(view, start, None)?;
        let text = if since {
            format!("{}/..", point.text())
        } else {
            format!("../{}", point.text())
        };
        view.add_date(Kind::DATE, at, end, text.parse().ok()?);
        Some(self.add_point(view, start, end, point, before))
    }

    /// "since their independence in 1991", "since the reports in September 2022": from the date behind the event on.
    /// After "has" or "have" it is an adverb.
    fn since_event(
        &self,
        view: &mut View,
        at: usize,
        start: usize,
        before: &mut Option<Edtf>,
    ) -> Option<usize> {
        let tables = self.tables;
        let verb = at.checked_sub(1).map(|i| view.word(i));
        if verb.is_some_and(|word| tables.tenses.is_auxiliary(word)) {
            return None;
        }
        let [in_, on, ..] = tables.signs.prepositions;
        let joint = (start..start + 8).find(|&i| {
            [in_, on].contains(&view.word(i)) || view.token(i).is_none_or(|t| t.is(SIGN))
        })?;
        if ![in_, on].contains(&view.word(joint)) {
            return None;
        }
        let (end, point) = self.point(view, joint + 1, None)?;
        view.add_date(
            Kind::DATE,
            at,
            end,
            format!("{}/..", point.text()).parse().ok()?,
        );
        Some(self.add_point(view, joint + 1, end, point, before))
    }

    /// Two points with a joint: "1999-2000", "November-December 2004", "from 1996 to 1998".
    fn span(
        &self,
        view: &mut View,
        at: usize,
        (start, first): (usize, Option<(usize, Point)>),
        joints: &[u32],
        before: &mut Option<Edtf>,
    ) -> Option<usize> {
        let (joint, first) = match first {
            Some((joint, first)) => (joint, Some(first)),
            None => match self.bare(view, start) {
                Some(joint) => (joint, None),
                None => return self.days(view, at, start, joints, before),
            },
        };
        // "from 1994 until the end of 1999"
        let until = || (self.tables.until.longest(&view.tokens, joint)).map(|(end, _)| end);
        let joined = joints.contains(&view.word(joint)).then_some(joint + 1);
        let next = joined.or_else(until)?;
        let year = first.map(|p| p.year);
        let (end, last) = self
            .end_of_span(view, next, year)
            .or_else(|| self.short_year(view, next, first?))?;
        let first = match first {
            Some(first) => first,
            None => self.point(view, start, Some(last.year))?.1,
        };
        let date: Edtf = format!("{}/{}", first.text(), last.text()).parse().ok()?;
        *before = last.edtf();
        view.add_date(Kind::DATE, at, end, date);
        Some(end)
    }

    /// A point that a span begins or ends with: "the end of 2002" too.
    fn end_of_span(&self, view: &View, at: usize, year: Option<i16>) -> Option<(usize, Point)> {
        let at = self.skip_article(view, at);
        let part = self.tables.date_parts.contains(&view.word(at));
        let of = part && view.word(at + 1) == self.tables.signs.of;
        self.point(view, if of { at + 2 } else { at }, year)
    }

    /// Two days of one month: "3-5 May 2004".
    fn days(
        &self,
        view: &mut View,
        at: usize,
        start: usize,
        joints: &[u32],
        before: &mut Option<Edtf>,
    ) -> Option<usize> {
        let (joint, day) = self.day(view, start)?;
        if !joints.contains(&view.word(joint)) {
            return None;
        }
        let (end, last) = self.point(view, joint + 1, None)?;
        let first = Point {
            day: Some(day),
            ..last
        };
        if last.day.is_none_or(|last| last <= day) {
            return None;
        }
        let date: Edtf = format!("{}/{}", first.text(), last.text()).parse().ok()?;
        *before = last.edtf();
        view.add_date(Kind::DATE, at, end, date);
        Some(end)
    }

    /// The 05 of 2004-05; the 00 of 1999-00 lies in the next century.
    fn short_year(&self, view: &View, at: usize, first: Point) -> Option<(usize, Point)> {
        let token = view.token(at)?;
        let digits = token.span().of(self.text);
        if first.month.is_some() || digits.len() != 2 || !token.is_glued() {
            return None;
        }
        let same = first.year / 100 * 100 + digits.parse::<i16>().ok()?;
        let year = [same, same + 100]
            .into_iter()
            .find(|year| *year > first.year)?;
        let rolled = year != same;
        (!rolled || year - first.year <= LONGEST_ROLL).then_some((at + 1, Point { year, ..first }))
    }

    /// End of a month, or a day with a month, that waits for its year.
    fn bare(&self, view: &View, at: usize) -> Option<usize> {
        if self.month(view, at).is_some() {
            return Some(at + 1);
        }
        self.day(view, at)
            .and_then(|(end, _)| self.month(view, end).map(|_| end + 1))
    }

    /// One point; a month without a year takes `year`, or the year of the next month of a list
    /// ("February and May 2003").
    fn point(&self, view: &View, at: usize, year: Option<i16>) -> Option<(usize, Point)> {
        let at = if self.tables.date_parts.contains(&view.word(at)) {
            let next = at + 1;
            if view.word(next) == self.tables.signs.hyphen {
                next + 1
            } else {
                next
            }
        } else {
            at
        };
        if let Some((end, day)) = self.day(view, at)
            && let Some(month) = self.month(view, end)
        {
            return self.with_year(view, end + 1, month, Some(day), year);
        }
        if let Some(month) = self.month(view, at) {
            if let Some((end, day)) = self.day(view, at + 1)
                && let Some((end, point)) = self.with_year(view, end, month, Some(day), year)
            {
                return Some((end, point));
            }
            return self.with_year(view, at + 1, month, None, year);
        }
        self.iso(view, at)
            .or_else(|| self.dotted(view, at))
            .or_else(|| self.year(view, at))
    }

    fn with_year(
        &self,
        view: &View,
        at: usize,
        month: u8,
        day: Option<u8>,
        year: Option<i16>,
    ) -> Option<(usize, Point)> {
        let own = self.own_year(view, at);
        let year = own.map(|(_, year)| year).or(year);
        let year = year.or_else(|| self.listed_year(view, at))?;
        let point = Point {
            year,
            month: Some(month),
            day,
            decade: false,
        };
        Some((own.map_or(at, |(end, _)| end), point))
    }

    /// The year right after a day and month: "2004", ", 2004", "of 2004".
    fn own_year(&self, view: &View, at: usize) -> Option<(usize, i16)> {
        let signs = &self.tables.signs;
        let joined = [signs.comma, signs.of].contains(&view.word(at));
        let (end, point) = self.year(view, at + usize::from(joined))?;
        (!point.decade).then_some((end, point.year))
    }

    /// The year of the next date of a list that has one: "3 February, 5 and 8 May 2003".
    fn listed_year(&self, view: &View, mut at: usize) -> Option<i16> {
        let signs = &self.tables.signs;
        for _ in 0..LONGEST_LIST {
            if ![signs.and, signs.or, signs.comma].contains(&view.word(at)) {
                return None;
            }
            let next = at + 1 + usize::from(view.word(at + 1) == signs.and);
            let end = self.bare(view, next)?;
            // "May 3, 2003"
            let after = self.month(view, next).and_then(|_| self.day(view, end));
            let after = after.map(|(end, _)| end);
            let own = after.and_then(|end| self.own_year(view, end));
            if let Some((_, year)) = own.or_else(|| self.own_year(view, end)) {
                return Some(year);
            }
            at = after.unwrap_or(end);
        }
        None
    }

    fn month(&self, view: &View, at: usize) -> Option<u8> {
        let token = view.token(at).filter(|t| t.may_begin(begins::DATE))?;
        let month = *self.tables.months.get(&token.word)?;
        token.is(crate::token::CAPITAL).then_some(month)
    }

    fn day(&self, view: &View, at: usize) -> Option<(usize, u8)> {
        let token = view.token(at)?;
        if !token.is(NUMBER) || token.is(IDENTIFIER) {
            return None;
        }
        let day: u8 = token.span().of(self.text).parse().ok()?;
        if !(1..=31).contains(&day) {
            return None;
        }
        let end = at + 1 + usize::from(is_ordinal(view, at, self.text));
        // "the 3rd of May"
        let of = view.word(end) == self.tables.signs.of && self.month(view, end + 1).is_some();
        Some((end + usize::from(of), day))
    }

    fn year(&self, view: &View, at: usize) -> Option<(usize, Point)> {
        let token = view.token(at).filter(|t| t.is(NUMBER))?;
        let text = token.span().of(self.text);
        if token.is(IDENTIFIER) || !is_year_like(text) || !self.numbers.is_year(view, at) {
            return None;
        }
        let next = view.token(at + 1);
        let decade = next.is_some_and(|t| t.is_glued() && t.word == self.tables.signs.s);
        let point = Point {
            year: text.parse().ok()?,
            month: None,
            day: None,
            decade,
        };
        Some((if decade { at + 2 } else { at + 1 }, point))
    }

    /// 2004-12-03
    fn iso(&self, view: &View, at: usize) -> Option<(usize, Point)> {
        let hyphen = self.tables.signs.hyphen;
        if view.word(at + 1) != hyphen || view.word(at + 3) != hyphen {
            return None;
        }
        let (_, year) = self.year(view, at)?;
        let number = |i: usize| -> Option<u8> {
            let text = view.token(i)?.span().of(self.text);
            (text.len() == 2).then(|| text.parse().ok()).flatten()
        };
        let point = Point {
            month: Some(number(at + 2)?),
            day: Some(number(at + 4)?),
            ..year
        };
        point.edtf().map(|_| (at + 5, point))
    }

    /// 3.12.2004: the day first.
    fn dotted(&self, view: &View, at: usize) -> Option<(usize, Point)> {
        let token = view
            .token(at)
            .filter(|t| t.is(NUMBER) && t.is(IDENTIFIER))?;
        let mut parts = token.span().of(self.text).split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !is_year_like(year) || day.len() > 2 || month.len() > 2 {
            return None;
        }
        let point = Point {
            year: year.parse().ok()?,
            month: Some(month.parse().ok()?),
            day: Some(day.parse().ok()?),
            decade: false,
        };
        point.edtf().map(|_| (at + 1, point))
    }
}

/// The date before, or years after it.
fn relative(before: &Edtf, years: Option<i16>) -> Option<Edtf> {
    let Some(years) = years else {
        return Some(before.clone());
    };
    let year: i16 = before.as_str().get(..4)?.parse().ok()?;
    Some(Edtf::year(year + years))
}
