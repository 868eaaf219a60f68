//! When a claim was so, and when it was said.
//!
//! The order in which a careful reader looks: a date inside the words; one that governs their clause; "subsequently"
//! and "previously" counted from there; the day on which it was said, as the text or the cited note gives it; for
//! what is told in the past, the date that the paragraph named last; and at the end the day of the document.
//!
//! "In May 2005, X said that ..." dates the statement. "X said that in May 2005 ..." dates the fact.

use whitestone_model::{Edtf, Modality};

use crate::frames::{Frame, FrameKind};
use crate::mention::{Kind, Mention, View, What};
use crate::rule::{Emit, Ends};
use crate::site::{Site, Taken};
use crate::tables::Tables;
use crate::tense::Tense;

/// When it was so, and when it was said.
#[derive(Debug, Clone)]
pub(crate) struct Times {
    pub when: Edtf,
    pub stated: Edtf,
}

/// The date that the next sentences may count from: at its front, else its last.
pub(crate) fn told(view: &View, tables: &Tables) -> Option<Edtf> {
    let own = |m: &&Mention| aside_before(view, usize::from(m.start), tables).is_none();
    let outer = || view.times.iter();
    let front = outer().filter(own).find(|m| m.start < 3);
    let chosen = front.or_else(|| outer().next_back())?;
    match chosen.what {
        What::Date(date) => view.dates.get(date as usize).cloned(),
        _ => None,
    }
}

/// Where the words begin that make what stands at `start` the date of something else: "compared with", "a result of".
pub(crate) fn aside_before(view: &View, start: usize, tables: &Tables) -> Option<usize> {
    let (signs, tenses) = (&tables.signs, &tables.tenses);
    // A list of causes has commas; a verb behind a comma begins something else.
    let ends = |at: usize| view.word(at) == signs.semicolon;
    let from = start.saturating_sub(20);
    let from = (from..start).rev().find(|&at| ends(at)).unwrap_or(from);
    let aside = (from..start).rev().find(|&at| {
        let phrase = tenses.asides.longest(&view.tokens, at);
        phrase.is_some_and(|(end, _)| end <= start)
    });
    aside.filter(|&aside| {
        let told = |at: usize| tenses.is_verb(view.word(at));
        let parted = (aside..start).any(|at| view.word(at) == signs.comma);
        !(parted && (aside..start).any(told))
    })
}

impl Site<'_> {
    /// When it was so; `said` is the time of the statement, where the text names one.
    pub fn times(
        &self,
        emit: &Emit,
        taken: Taken<'_>,
        notes: &[usize],
        said: Option<&Edtf>,
    ) -> Times {
        let spoken = self.spoken(notes, said);
        let stated = spoken
            .clone()
            .unwrap_or_else(|| self.document.meta.published.clone());
        let taken = Taken {
            stated: Some(&stated),
            ..taken
        };
        let given = (emit.when.iter())
            .find_map(|(ends, piece)| Some((*ends, self.piece(piece, taken)?.date.clone()?)));
        let when = match given {
            Some((Ends::Exact, date)) if Some(&date) == said => stated.clone(),
            Some((Ends::Exact, date)) if self.is_reached(&date) => self.up_to(date),
            Some((ends, date)) => with_ends(&date, ends, &stated).unwrap_or(date),
            None => self.time_of_clause(emit, spoken.as_ref(), &stated),
        };
        Times { when, stated }
    }

    /// "By July 2004 they had destroyed": a count that was reached then.
    fn is_reached(&self, date: &Edtf) -> bool {
        let tenses = &self.rules.tables.tenses;
        let by = |m: &Mention| {
            let before = usize::from(m.start).checked_sub(1);
            before.is_some_and(|before| tenses.up_to.contains(&self.view.word(before)))
        };
        self.earlier.is_some()
            && tenses.has_anterior(self.view, self.clause())
            && self
                .dates()
                .any(|m| by(m) && self.date_of(m).as_ref() == Some(date))
    }

    /// From the date of the sentence before up to this one.
    fn up_to(&self, date: Edtf) -> Edtf {
        let earlier = self
            .earlier
            .filter(|earlier| earlier.bounds().1 < date.bounds().0);
        let range = earlier.and_then(|earlier| format!("{earlier}/{date}").parse().ok());
        range.unwrap_or(date)
    }

    /// Where the rule says nothing of the time.
    fn time_of_clause(&self, emit: &Emit, spoken: Option<&Edtf>, stated: &Edtf) -> Edtf {
        let tenses = &self.rules.tables.tenses;
        let around = (self.quote.0.saturating_sub(4), self.quote.1);
        let tense = self.tense();
        let inside = self.date_within();
        if inside.is_none() && tenses.is_later(self.view, around) {
            let since = self.date_before().or_else(|| self.earlier.cloned());
            if let Some(date) = since.and_then(|since| after(&since, stated)) {
                return date;
            }
        }
        if let Some(date) = inside.or_else(|| self.fact_date(tense)) {
            // "Had been under way since 2022" ends when the sentence has come to.
            let had = tenses.has_anterior(self.view, self.quote);
            let end = had.then(|| self.date_before().unwrap_or_else(|| stated.clone()));
            return end.and_then(|end| closed(&date, &end)).unwrap_or(date);
        }
        // What was so "at times" was so on no certain day.
        if tense != Tense::Anterior && tenses.is_some_time(self.view, around) {
            let published = &self.document.meta.published;
            return with_ends(published, Ends::Until, stated).unwrap_or_else(|| published.clone());
        }
        let is_past = matches!(tense, Tense::Past | Tense::Anterior);
        let other = || {
            (tense != Tense::Present)
                .then(|| self.date_of_other_clause())
                .flatten()
        };
        let earlier = || self.earlier.filter(|_| is_past && emit.happens).cloned();
        let told = spoken.cloned().or_else(other).or_else(earlier);
        let told = told.unwrap_or_else(|| stated.clone());
        // What is charged is dated by the charge, and so is its denial.
        let charge = |f: &&Frame| f.kind == FrameKind::Shade(Modality::Alleged);
        let charged = matches!(emit.modality, Some(Modality::Alleged | Modality::Denied))
            || self.frames.iter().any(charge);
        let up_to = tense == Tense::Anterior && !charged;
        let until = up_to.then(|| with_ends(&told, Ends::Until, stated));
        until.flatten().unwrap_or(told)
    }

    /// The tense of the evidence, else of the words just before it.
    fn tense(&self) -> Tense {
        let (tenses, text) = (&self.rules.tables.tenses, &self.document.text);
        let around = (self.quote.0.saturating_sub(4), self.quote.1);
        match tenses.of(self.view, text, self.quote) {
            Tense::Untold => tenses.of(self.view, text, around),
            tense => tense,
        }
    }

    /// The dates of the sentence, without those of names: the 1980 of "the 1980 Convention" dates the convention.
    fn dates(&self) -> impl DoubleEndedIterator<Item = &Mention> {
        self.view.times.iter().filter(|m| !self.is_part_of_name(m))
    }

    fn is_part_of_name(&self, date: &Mention) -> bool {
        self.view.mentions.iter().any(|m| {
            let named = [Kind::TREATY, Kind::DECLARATION].contains(&m.kind);
            let listed = matches!(m.what, What::Entry(_));
            (listed && m.core.0 <= date.start && date.end <= m.core.1 && date.core != m.core)
                || (named && m.core.0 == date.end)
        })
    }

    fn date_of(&self, mention: &Mention) -> Option<Edtf> {
        match mention.what {
            What::Date(date) => self.view.dates.get(date as usize).cloned(),
            _ => None,
        }
    }

    /// Does the date say when somebody spoke? It stands in the cue ("said in May 2005 that"), or at the front of its
    /// clause before a verb of speech. Before "according to X" it dates the fact.
    fn dates_speech(&self, date: &Mention) -> bool {
        let (start, end) = (usize::from(date.start), usize::from(date.end));
        let (first, _) = self.clause();
        self.frames.iter().filter(|f| is_speech(f)).any(|frame| {
            let in_cue = frame.start <= start && end <= frame.end;
            let in_front = !frame.fronted_fact
                && end <= frame.start
                && ((frame.start < self.quote.0 && (first..first + 3).contains(&start))
                    || end == frame.start);
            in_cue || in_front
        })
    }

    /// The times at which somebody spoke, as the text names them: one as a rule, two in "in July 2003 and again in
    /// February 2004".
    pub fn said(&self) -> Vec<Edtf> {
        if self.frames.is_empty() {
            return Vec::new();
        }
        let spoken = self.dates().filter(|date| self.dates_speech(date));
        spoken.filter_map(|date| self.date_of(date)).collect()
    }

    /// A date inside the evidence, else inside the match.
    fn date_within(&self) -> Option<Edtf> {
        let within = |(start, end): (usize, usize)| {
            self.dates().find(|m| {
                start <= usize::from(m.start) && usize::from(m.end) <= end && !self.dates_speech(m)
            })
        };
        let found = within(self.quote).or_else(|| within(self.matched))?;
        self.date_of(found)
    }

    /// The last date of the sentence before the evidence that dates a fact.
    fn date_before(&self) -> Option<Edtf> {
        let before = |m: &&Mention| usize::from(m.end) <= self.quote.0 && !self.dates_speech(m);
        self.date_of(self.dates().rev().find(before)?)
    }

    /// The date that governs the clause: the fact's own, else that of the statement.
    pub fn governing_date(&self) -> Option<Edtf> {
        (self.date_within())
            .or_else(|| self.fact_date(Tense::Past))
            .or_else(|| self.said().pop())
            .or_else(|| self.date_of_other_clause())
    }

    /// A date at the front of the clause, else the next one after the evidence in its own part of the clause; for what
    /// is past also one before it, or in the rest of the clause. Where none follows, "2015, when" governs what does.
    fn fact_date(&self, tense: Tense) -> Option<Edtf> {
        let (first, last) = self.clause();
        let own_end = self.own_end(last, tense);
        let range = |m: &Mention| (usize::from(m.start), usize::from(m.end));
        let own = |m: &&Mention| {
            !self.dates_speech(m) && !self.is_aside(m, tense) && !self.is_possible(m)
        };
        let facts = || self.dates().filter(own);
        let told = || {
            facts()
                .rev()
                .find(|m| range(m).0 >= first && self.tells_when(m))
        };
        let front = facts().find(|m| self.is_front(m, first) && range(m).1 <= last);
        let after = || facts().find(|m| range(m).0 >= self.quote.1 && range(m).1 <= own_end);
        let next = after();
        let mut found = (next.is_none().then(told).flatten()).or(front).or(next);
        if tense != Tense::Present {
            let before =
                || (facts().rev()).find(|m| range(m).0 >= first && range(m).1 <= self.quote.0);
            let behind = || facts().find(|m| range(m).0 >= own_end && range(m).1 <= last);
            found = found.or_else(before).or_else(behind);
        }
        self.date_of(found?)
    }

    /// Is it the date of something else: of what the figure is compared with, of what brought the state of things about,
    /// of a war that is named by it?
    fn is_aside(&self, date: &Mention, tense: Tense) -> bool {
        let tables = &self.rules.tables;
        let (start, end) = (usize::from(date.start), usize::from(date.end));
        if self.tells_when(date) {
            return false;
        }
        let named = || (end..end + 3).any(|at| tables.tenses.wars.contains(&self.view.word(at)));
        if tense == Tense::Present && named() {
            return true;
        }
        let aside = aside_before(self.view, start, tables);
        aside.is_some_and(|aside| !(aside..start).contains(&self.quote.0))
    }

    /// Does a clause that begins at `first` begin with this date? "In 2003", "At the end of May 2003,".
    fn is_front(&self, date: &Mention, first: usize) -> bool {
        let tables = &self.rules.tables;
        let (start, end) = (usize::from(date.start), usize::from(date.end));
        let small = |at: usize| {
            let word = self.view.word(at);
            tables.before_years.contains(&word)
                || tables.date_parts.contains(&word)
                || tables.signs.prepositions.contains(&word)
        };
        let comma = self.view.word(end) == tables.signs.comma;
        (first..first + 3).contains(&start)
            || (comma && first <= start && (first..start).all(small))
    }

    /// "In 2015, when" before the evidence: it tells when that was.
    fn tells_when(&self, date: &Mention) -> bool {
        let end = usize::from(date.end);
        end < self.quote.0
            && self.view.word(end) == self.rules.tables.signs.comma
            && (self.rules.tables.tenses.when).contains(&self.view.word(end + 1))
    }

    /// Does it date what may yet be: "remained, and more could be found by 2015"?
    fn is_possible(&self, date: &Mention) -> bool {
        let tables = &self.rules.tables;
        let mut between = self.quote.1..usize::from(date.start);
        let anew = |at| [tables.signs.comma, tables.signs.and].contains(&self.view.word(at));
        between.any(anew) && between.any(|at| tables.tenses.possible.contains(&self.view.word(at)))
    }

    /// The date of the clause before this one, or after it, in the same sentence.
    fn date_of_other_clause(&self) -> Option<Edtf> {
        let (first, last) = self.clause();
        let own = |m: &&Mention| !self.is_aside(m, Tense::Past);
        let dates = || self.dates().filter(own);
        let before = dates().rev().find(|m| usize::from(m.end) <= first);
        let after = || dates().find(|m| usize::from(m.start) >= last);
        self.date_of(before.or_else(after)?)
    }

    /// From the semicolon or marker before the evidence to the one after it, or to "and that".
    fn clause(&self) -> (usize, usize) {
        let semicolon = self.rules.tables.signs.semicolon;
        let breaks = |at: usize| {
            self.view.breaks.iter().any(|b| usize::from(*b) == at)
                || at
                    .checked_sub(1)
                    .is_some_and(|i| self.view.word(i) == semicolon)
        };
        let first = (1..=self.quote.0).rev().find(|&at| breaks(at)).unwrap_or(0);
        // "... and that": what else somebody said has a time of its own.
        let signs = &self.rules.tables.signs;
        let anew = |at| self.view.word(at) == signs.and && self.view.word(at + 1) == signs.that;
        let last = (self.quote.1..self.view.len())
            .find(|&at| at > self.quote.0 && (breaks(at) || anew(at)))
            .unwrap_or(self.view.len());
        (first, last)
    }

    /// Where the part of the clause ends that the evidence stands in: at ", where", ", but"; what is so now, at ", and" and
    /// ", laid by" too.
    fn own_end(&self, last: usize, tense: Tense) -> usize {
        let signs = &self.rules.tables.signs;
        let parts = &self.rules.tables.tenses.parts;
        let (tenses, text) = (&self.rules.tables.tenses, &self.document.text);
        let parted = |at| {
            let word = self.view.word(at);
            word == signs.and || tenses.is_participle(self.view, text, at)
        };
        let ends =
            |at| parts.contains(&self.view.word(at)) || (tense == Tense::Present && parted(at));
        (self.quote.1..last)
            .find(|&at| self.view.word(at) == signs.comma && ends(at + 1))
            .unwrap_or(last)
    }
}

fn is_speech(frame: &Frame) -> bool {
    frame.kind == FrameKind::Speech || (frame.speaks() && frame.kind != FrameKind::Negation)
}

/// From a time on to the day of the statement; the time itself where the two are not apart.
fn after(since: &Edtf, stated: &Edtf) -> Option<Edtf> {
    let text = since.as_str();
    let last = text.split_once('/').map_or(
        text,
        |(first, last)| {
            if last == ".." { first } else { last }
        },
    );
    if stated.as_str().starts_with(last) || last.starts_with(stated.as_str()) {
        return last.parse().ok();
    }
    format!("{last}/{stated}").parse().ok()
}

/// An open time ends at the statement: what is counted or denied "since 1999" is so until somebody said it.
pub(crate) fn closed(when: &Edtf, stated: &Edtf) -> Option<Edtf> {
    let first = when.as_str().strip_suffix("/..")?;
    let distinct = !stated.as_str().contains('/') && stated.as_str() > first;
    (distinct.then(|| format!("{first}/{stated}").parse().ok())).flatten()
}

/// The next year, month or day.
fn following(date: &str) -> Option<String> {
    let mut parts = date.split('-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    match (parts.next().flatten(), parts.next().flatten()) {
        (None, _) => Some(format!("{:04}", year + 1)),
        (Some(12), None) => Some(format!("{:04}-01", year + 1)),
        (Some(month), None) => Some(format!("{year:04}-{:02}", month + 1)),
        (Some(_), Some(_)) => {
            let day: whitestone_model::Day = date.parse().ok()?;
            Some(whitestone_model::Day::from_number(day.number() + 1).to_string())
        }
    }
}

/// `d/..`, `../d`, or `d/stated`; a date that is open already is closed or kept.
fn with_ends(when: &Edtf, ends: Ends, stated: &Edtf) -> Option<Edtf> {
    let text = when.as_str();
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let text = match ends {
        Ends::Exact => return None,
        Ends::Since => format!("{first}/.."),
        Ends::Until => format!("../{last}"),
        Ends::Closed if first == stated.as_str() => return None,
        Ends::Closed => format!("{first}/{stated}"),
        Ends::After => format!("{}/..", following(last)?),
        Ends::AfterClosed => format!("{}/{stated}", following(last)?),
    };
    text.parse().ok()
}
