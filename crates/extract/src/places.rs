//! Places and unnamed speakers: nouns of the tables with the names and adjectives around them.

use crate::lexicon::begins;
use crate::mention::{Kind, View, What};
use crate::names::Names;
use crate::tables::Tables;
use crate::token::{DATED, NUMBER, SIGN};

impl Names<'_> {
    /// "the Sokh enclave", "Batken oblast", "the border with Tajikistan", "a former training ground".
    pub fn places(&self, view: &mut View) {
        let mut at = 0;
        while at < view.len() {
            let Some(head) = self.place_head(view, at) else {
                at += 1;
                continue;
            };
            let start = self.place_start(view, at);
            let mut end = head;
            self.add_place(view, start, head, end);
            while let Some(next) = self.place_tail(view, end) {
                end = next;
                self.add_place(view, start, head, end);
            }
            at = head;
        }
    }

    /// One or more nouns of places at `at`; the token after them.
    fn place_head(&self, view: &View, at: usize) -> Option<usize> {
        let is_noun = |at: usize| (view.token(at)).is_some_and(|t| t.may_begin(begins::PLACE));
        let mut end = at;
        while is_noun(end) {
            end += 1;
        }
        (end > at).then_some(end)
    }

    /// Back over up to five words of a name and its adjectives.
    fn place_start(&self, view: &View, head: usize) -> usize {
        let mut start = head;
        while let Some(before) = start.checked_sub(1)
            && head - before <= 5
            && let Some(token) = view.token(before)
        {
            let hyphen = token.word == self.tables.signs.hyphen;
            if (token.is(SIGN) && !hyphen)
                || token.is(NUMBER | DATED)
                || self.is_never(view, before)
                || view
                    .breaks
                    .contains(&u16::try_from(start).unwrap_or(u16::MAX))
            {
                break;
            }
            start = before;
        }
        if view.word(start) == self.tables.signs.hyphen {
            start + 1
        } else {
            start
        }
    }

    /// Adds a place whose nouns end at `head`. Its name begins with the last run of capitals before them: "southern
    /// Batken province" is Batken province.
    fn add_place(&self, view: &mut View, start: usize, head: usize, end: usize) {
        let is_capital = |i: usize| self.is_capital(view, i);
        let last = (start..head).rev().find(|&i| is_capital(i));
        let capital = last.map_or(start, |last| {
            (start..=last)
                .find(|&i| is_capital(i) && self.simple_run(view, i) > last)
                .unwrap_or(last)
        });
        // A bare noun ("the area", "fields") is no place of its own.
        if last.is_none() && head - start <= 1 && end == head {
            return;
        }
        let several = self.several_places(view, start, head, end);
        let signs = &self.tables.signs;
        let article = start
            .checked_sub(1)
            .filter(|&i| [signs.the, signs.a, signs.an].contains(&view.word(i)));
        for from in article.into_iter().chain([start, capital]) {
            if let Some(text) = &several {
                view.add_text(Kind::PLACE, from, end, text.clone());
                continue;
            }
            view.add_with_core(Kind::PLACE, from, end, (capital, end), What::Words);
        }
    }

    /// "the enclaves of Sokh and Shakhimardan": each name with the noun in the singular.
    fn several_places(&self, view: &View, start: usize, head: usize, end: usize) -> Option<String> {
        let signs = &self.tables.signs;
        let noun = view.span(head - 1, head).of(self.text).strip_suffix('s')?;
        let mut names = Vec::new();
        let mut at = head + 1;
        while at < end {
            let next = self.simple_run(view, at);
            if next == at {
                at += 1;
                continue;
            }
            names.push(format!("{} {noun}", view.span(at, next).of(self.text)));
            at = next;
        }
        let of = view.word(head) == signs.of && start < head;
        (of && names.len() > 1).then(|| names.join("; "))
    }

    /// "with Tajikistan", "of Sokh and Shakhimardan", "of Batken district".
    fn place_tail(&self, view: &View, at: usize) -> Option<usize> {
        let signs = &self.tables.signs;
        if ![signs.of, signs.with, signs.between].contains(&view.word(at)) {
            return None;
        }
        let next = if view.word(at + 1) == signs.the {
            at + 2
        } else {
            at + 1
        };
        let mut end = self.simple_run(view, next);
        if end == next {
            return None;
        }
        if view.word(at) != signs.of || view.word(end) == signs.and {
            while [signs.and, signs.comma].contains(&view.word(end)) {
                let more = self.simple_run(view, end + 1);
                if more == end + 1 {
                    break;
                }
                end = more;
            }
        }
        Some(self.place_head(view, end).unwrap_or(end))
    }

    /// Unnamed speakers: "a knowledgeable military source", "Kyrgyz officials in Batken province", "press reports".
    pub fn roles(&self, view: &mut View) {
        let mut at = 0;
        while let Some(token) = view.token(at) {
            if !token.may_begin(begins::ROLE) {
                at += 1;
                continue;
            }
            if !self.tables.roles.contains(&token.word) {
                if self.tables.speaker_pronouns.contains(&view.word(at)) {
                    view.add(Kind::SPEAKER, at, at + 1, What::Speaker);
                } else if self.tables.topic_pronouns.contains(&view.word(at)) {
                    view.add(Kind::SPEAKER, at, at + 1, What::Topic);
                }
                at += 1;
                continue;
            }
            let mut head = at + 1;
            while self.tables.roles.contains(&view.word(head)) {
                head += 1;
            }
            let start = self.place_start(view, at);
            self.add_with_article(view, Kind::SPEAKER, start, head);
            let mut end = head;
            while let Some(next) = self.role_tail(view, end) {
                end = next;
                self.add_with_article(view, Kind::SPEAKER, start, end);
            }
            at = head;
        }
    }

    /// "of Foreign Affairs", "from the Ministry of Defense", "in Batken province".
    fn role_tail(&self, view: &View, at: usize) -> Option<usize> {
        if !self.tables.joiners.contains(&view.word(at)) {
            return None;
        }
        let the = view.word(at + 1) == self.tables.signs.the;
        let next = if the { at + 2 } else { at + 1 };
        let end = self.simple_run(view, next);
        if end > next {
            return Some(self.place_head(view, end).unwrap_or(end));
        }
        // "head of the engineer branch": up to four plain words.
        let mut end = next;
        while end < next + 4
            && view.token(end).is_some_and(|t| !t.is(SIGN | NUMBER))
            && !self.is_never(view, end)
            && !self.tables.joiners.contains(&view.word(end))
        {
            end += 1;
        }
        (the && end > next && view.word(at) == self.tables.signs.of).then_some(end)
    }
}

/// Members of a list of places as one text; a noun in the plural behind the last belongs to all: "the Sokh and
/// Shakhimardan enclaves" are Sokh enclave and Shakhimardan enclave.
pub(crate) fn joined(members: &[&str], tables: &Tables) -> String {
    let shared = members.last().and_then(|last| {
        let (name, noun) = last.rsplit_once(' ')?;
        let noun = noun
            .strip_suffix('s')
            .filter(|one| tables.is_place_noun(one))?;
        let bare = |member: &&str| {
            let last = member.rsplit(' ').next().unwrap_or_default();
            !tables.is_place_noun(last)
        };
        let (_, before) = members.split_last()?;
        before.iter().all(bare).then_some((before, name, noun))
    });
    let Some((before, name, noun)) = shared else {
        return members.join("; ");
    };
    let each = before
        .iter()
        .chain([&name])
        .map(|member| format!("{member} {noun}"));
    each.collect::<Vec<_>>().join("; ")
}
