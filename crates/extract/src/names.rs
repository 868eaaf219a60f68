//! Names: identifiers, organisations, persons, places, unnamed speakers, the document's country.

use crate::lexicon::begins;
use crate::mention::{Kind, View, What};
use crate::tables::Tables;
use crate::token::{CAPITAL, DATED, IDENTIFIER, NUMBER, SIGN, Token};

pub(crate) struct Names<'a> {
    pub tables: &'a Tables,
    pub text: &'a str,
    /// Entry of the document's country, where it is on the list of states.
    pub topic: Option<u32>,
    /// Its name word by word, for a country on no list.
    pub topic_words: &'a [String],
}

/// Marks the numbers that name something: 59/84, Kanal-2004, No. 20, p. 25, Article 5, OZM-72.
pub(crate) fn mark_identifiers(view: &mut View, tables: &Tables) {
    let signs = &tables.signs;
    for at in 0..view.len() {
        let Some(token) = view.token(at) else { break };
        if !token.is(NUMBER) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| view.token(i));
        let earlier = at.checked_sub(2).and_then(|i| view.token(i));
        let next = view.token(at + 1);
        let slash = |t: Option<crate::token::Token>| t.is_some_and(|t| t.word == signs.slash);
        let glued_slash = slash(before) && token.is_glued()
            || slash(next) && next.is_some_and(crate::token::Token::is_glued);
        // The unit of "5km-10km" is no name.
        let third = at.checked_sub(3).and_then(|i| view.token(i));
        let measured = earlier.is_some_and(|t| t.may_begin(begins::UNIT))
            && third.is_some_and(|t| t.is(NUMBER));
        // A word, a hyphen, a number, all glued; mid-2004 and May-2004 are dates.
        let coded = !measured
            && before.is_some_and(|t| t.word == signs.hyphen && t.is_glued())
            && token.is_glued()
            && earlier.is_some_and(|t| {
                !t.is(NUMBER | SIGN)
                    && !tables.date_parts.contains(&t.word)
                    && !tables.months.contains_key(&t.word)
                    && !tables.numbers.contains_key(&t.word)
            });
        let named = match before {
            Some(t) if t.word == signs.period && t.is_glued() => {
                earlier.is_some_and(|t| tables.before_identifiers.contains(&t.word))
            }
            Some(t) if t.is(CAPITAL) || t.span().len() <= 2 => {
                tables.before_identifiers.contains(&t.word)
            }
            Some(t) => tables.before_identifiers.contains(&t.word),
            None => false,
        };
        // 24.KG: a number, a dot and letters without a space.
        let dotted = next.is_some_and(|t| t.word == signs.period && t.is_glued())
            && view
                .token(at + 2)
                .is_some_and(|t| t.is_glued() && !t.is(NUMBER | SIGN));
        // NOK9,600,000/$1,588,063 is a sum in two currencies.
        let priced = || before.is_some_and(|t| t.may_begin(begins::CURRENCY));
        let ratio = glued_slash && !priced();
        if (ratio || coded || named || dotted)
            && let Some(token) = view.tokens.get_mut(at)
        {
            token.flags |= IDENTIFIER;
        }
    }
}

/// Does "-led" stand behind a name? It makes it the attribute of something else.
pub(crate) fn is_attribute(view: &View, end: usize, tables: &Tables) -> bool {
    view.word(end) == tables.signs.hyphen && tables.attributes.contains(&view.word(end + 1))
}

/// No short form has more words.
const MOST_WORDS: usize = 3;

/// The end of a short form in brackets behind a name: Ministry of Defense (MoD), Republic of Kembra (FR Kembra).
pub(crate) fn short_form(view: &View, end: usize, tables: &Tables, text: &str) -> Option<usize> {
    let signs = &tables.signs;
    if view.word(end) != signs.bracket {
        return None;
    }
    let first = view.token(end + 1).filter(|t| t.is(CAPITAL))?;
    let close =
        (end + 2..=end + 1 + MOST_WORDS).find(|&at| view.word(at) == signs.closing_bracket)?;
    let names = |at| {
        view.token(at)
            .is_some_and(|t| t.is(CAPITAL) && !t.is(SIGN | NUMBER))
    };
    let letters = first.span().of(text);
    let capitals = letters.chars().filter(|c| c.is_uppercase()).count();
    let short = (2..=8).contains(&letters.len()) && capitals > 1;
    (short && (end + 2..close).all(names)).then_some(close + 1)
}

impl Names<'_> {
    pub fn find(&self, view: &mut View) {
        if view.flags & NUMBER != 0 {
            self.resolutions(view);
        }
        let mut at = if view.flags & CAPITAL == 0 {
            view.len()
        } else {
            0
        };
        while let Some(token) = view.tokens.get(at) {
            let end = if token.is(CAPITAL) && self.begins_name(view, at) {
                self.run(view, at)
            } else {
                at
            };
            at = end.max(at + 1);
        }
        if view.may_begin(begins::PLACE) {
            self.places(view);
        }
        if view.may_begin(begins::ROLE) {
            self.roles(view);
        }
        self.topics(view);
    }

    pub fn is_never(&self, view: &View, at: usize) -> bool {
        self.tables.never.contains(&view.word(at))
    }

    pub fn is_capital(&self, view: &View, at: usize) -> bool {
        view.token(at)
            .is_some_and(|t| t.is(CAPITAL) && !t.is(DATED) && !t.may_begin(begins::NO_NAME))
    }

    /// A capital begins a name, unless it only begins the sentence.
    fn begins_name(&self, view: &View, at: usize) -> bool {
        let Some(token) = view.token(at) else {
            return false;
        };
        if !self.is_capital(view, at) {
            return false;
        }
        let begins_sentence = at == 0
            || view.token(at - 1).is_some_and(|t| {
                [self.tables.signs.quote, self.tables.signs.colon].contains(&t.word)
            });
        !begins_sentence
            || token.word == 0
            || token.is(crate::token::UPPER)
            || self.tables.titles.contains(&token.word)
            || self.is_capital(view, at + 1)
            || self.is_initial(view, at)
            || self.listed(view, at)
            || view.word(at + 1) == self.tables.signs.hyphen && self.is_capital(view, at + 2)
            || self.tables.organisations.contains(&token.word)
    }

    fn listed(&self, view: &View, at: usize) -> bool {
        view.mentions
            .iter()
            .any(|m| m.start as usize == at && matches!(m.what, What::Entry(_)))
    }

    fn is_initial(&self, view: &View, at: usize) -> bool {
        view.token(at)
            .is_some_and(|t| t.is(CAPITAL) && t.span().len() == 1)
            && view.word(at + 1) == self.tables.signs.period
    }

    /// One name of capitals from `at`: hyphens, initials and titles with their dots inside.
    pub fn simple_run(&self, view: &View, at: usize) -> usize {
        let signs = &self.tables.signs;
        let mut end = at;
        while self.is_capital(view, end) {
            let titled = self.tables.titles.contains(&view.word(end)) || self.is_initial(view, end);
            let dotted = titled && view.word(end + 1) == signs.period;
            let joint = view
                .token(end + 1)
                .filter(|t| t.word == signs.hyphen && t.is_glued());
            if (dotted || joint.is_some()) && self.is_capital(view, end + 2) {
                end += 2;
            } else if let Some(next) = self.behind_owner(view, end) {
                end = next;
            } else if self.is_code(view, end + 1) {
                return end + 3;
            } else {
                end += 1;
            }
        }
        end
    }

    /// The "Army" of "People's Army", "Union" of "Farmers' Union".
    fn behind_owner(&self, view: &View, at: usize) -> Option<usize> {
        let signs = &self.tables.signs;
        let owner = self.tables.owners.contains(&view.word(at));
        let apostrophe = view.word(at + 1) == signs.apostrophe;
        let next = at + 2 + usize::from(view.word(at + 2) == signs.s);
        (owner && apostrophe && self.is_capital(view, next)).then_some(next)
    }

    /// The -2004 of Kanal-2004.
    fn is_code(&self, view: &View, at: usize) -> bool {
        view.word(at) == self.tables.signs.hyphen
            && view.token(at).is_some_and(|t| t.is_glued())
            && view
                .token(at + 1)
                .is_some_and(|t| t.is_glued() && t.is(IDENTIFIER))
    }

    /// Adds the name at `at` as what it may be; where the longest reading ends.
    fn run(&self, view: &mut View, at: usize) -> usize {
        let end = self.simple_run(view, at);
        if is_attribute(view, end, self.tables) {
            return end;
        }
        view.add(Kind::NAME, at, end, What::Words);
        let mut furthest = end;
        let mut heads = self.has_head(view, at, end);
        if heads {
            self.add_body(view, at, end);
        }
        // "Stocks of the Ministry": a word that only begins the sentence joins nothing.
        let joins = heads || at > 0 || end > at + 1;
        while let Some(next) = self.joined(view, furthest).filter(|_| joins) {
            let next_heads = self.has_head(view, furthest, next);
            let by_and = view.word(furthest) == self.tables.signs.and;
            let one_body = !heads && self.tables.openings.contains(&view.word(at));
            if by_and && next_heads && !one_body {
                break;
            }
            furthest = next;
            heads |= next_heads;
            if heads {
                self.add_body(view, at, furthest);
            }
        }
        let inside = at
            .checked_sub(1)
            .is_some_and(|i| self.is_inside_organisation(view, i));
        let work = self.tables.works.contains(&view.word(end - 1));
        let free =
            !(heads || work || self.all_listed(view, at, end) || self.is_acronym(view, at, end));
        if (inside || !self.person(view, at, end)) && free {
            self.add_with_article(view, Kind::PLACE, at, end);
        }
        end
    }

    /// Adds an organisation, and the same with its short form behind it.
    fn add_body(&self, view: &mut View, at: usize, end: usize) {
        self.add_with_article(view, Kind::ORG, at, end);
        if let Some(stop) = short_form(view, end, self.tables, self.text) {
            view.add_with_core(Kind::ORG, at, stop, (at, end), What::Words);
        }
    }

    /// EMAO: capitals alone in a sentence of small letters; a place only where a list has it.
    fn is_acronym(&self, view: &View, at: usize, end: usize) -> bool {
        let upper = |t: &Token| t.is(crate::token::UPPER);
        let alone = end == at + 1 && view.token(at).as_ref().is_some_and(upper);
        let small = |t: &Token| !t.is(CAPITAL | SIGN | NUMBER);
        alone && view.tokens.iter().any(small)
    }

    fn is_inside_organisation(&self, view: &View, at: usize) -> bool {
        (view.mentions.iter()).any(|m| {
            m.kind == Kind::ORG
                && m.what == What::Words
                && (m.start as usize..m.end as usize).contains(&at)
        })
    }

    fn all_listed(&self, view: &View, at: usize, end: usize) -> bool {
        view.mentions.iter().any(|m| {
            m.start as usize == at
                && m.end as usize == end
                && m.kind != Kind::STATE
                && matches!(m.what, What::Entry(_))
        })
    }

    fn has_head(&self, view: &View, at: usize, end: usize) -> bool {
        (at..end).any(|i| {
            view.token(i)
                .is_some_and(|t| t.is(CAPITAL) && self.tables.organisations.contains(&t.word))
        })
    }

    /// "of Foreign Affairs" after "Ministry": joiners, perhaps "the", then capitals.
    fn joined(&self, view: &View, at: usize) -> Option<usize> {
        if !self.tables.joiners.contains(&view.word(at)) {
            return None;
        }
        let next = if view.word(at + 1) == self.tables.signs.the {
            at + 2
        } else {
            at + 1
        };
        let end = self.simple_run(view, next);
        (end > next).then_some(end)
    }

    /// Adds a mention, and the same one with the article before it.
    pub fn add_with_article(&self, view: &mut View, kind: Kind, at: usize, end: usize) {
        view.add(kind, at, end, What::Words);
        let signs = &self.tables.signs;
        if let Some(before) = at.checked_sub(1)
            && [signs.the, signs.a, signs.an].contains(&view.word(before))
        {
            view.add_with_core(kind, before, end, (at, end), What::Words);
        }
    }

    /// A title with a name, or two to four capitals that are on no list.
    fn person(&self, view: &mut View, at: usize, end: usize) -> bool {
        let titled = self.tables.titles.contains(&view.word(at));
        let initial = self.is_initial(view, at);
        let words = end - at;
        let plain = (2..=4).contains(&words)
            && !self.has_head(view, at, end)
            && !(at..end).any(|i| {
                let word = view.word(i);
                self.tables.places.contains(&word)
                    || word == self.tables.signs.hyphen
                    || self.is_inside_listed(view, i)
            });
        if (titled && words > 1) || initial || plain {
            view.add(Kind::PERSON, at, end, What::Words);
        }
        titled && words > 1 || initial
    }

    fn is_inside_listed(&self, view: &View, at: usize) -> bool {
        view.mentions.iter().any(|m| {
            matches!(m.what, What::Entry(_)) && (m.start as usize..m.end as usize).contains(&at)
        })
    }

    /// 59/84, 51/45S, with or without "UNGA Resolution" before it.
    fn resolutions(&self, view: &mut View) {
        for at in 0..view.len() {
            let Some(mut end) = self.resolution_number(view, at) else {
                continue;
            };
            if let Some(letter) = view.token(end)
                && letter.is(CAPITAL)
                && letter.span().len() == 1
            {
                end += 1;
            }
            if self.listed(view, at) {
                self.prefix_listed(view, at);
                continue;
            }
            view.add(Kind::RESOLUTION, at, end, What::Words);
            for start in self.prefixes(view, at) {
                view.add_with_core(Kind::RESOLUTION, start, end, (at, end), What::Words);
            }
        }
    }

    fn prefix_listed(&self, view: &mut View, at: usize) {
        let found: Vec<_> = (view.mentions.iter())
            .filter(|m| m.start as usize == at && m.kind == Kind::RESOLUTION)
            .copied()
            .collect();
        for start in self.prefixes(view, at) {
            for mention in &found {
                let end = mention.end as usize;
                view.add_with_core(Kind::RESOLUTION, start, end, (at, end), mention.what);
            }
        }
    }

    /// Starts of the phrases for "resolution" that end at `at`.
    fn prefixes(&self, view: &View, at: usize) -> Vec<usize> {
        (at.saturating_sub(6)..at)
            .filter(|&start| {
                let mut fits = false;
                self.tables
                    .resolutions
                    .walk(&view.tokens, start, |end, _| fits |= end == at);
                fits
            })
            .collect()
    }

    fn resolution_number(&self, view: &View, at: usize) -> Option<usize> {
        let number = |i: usize, least: usize, most: usize| {
            view.token(i).is_some_and(|t| {
                t.is(NUMBER) && (least..=most).contains(&t.span().len()) && t.is(IDENTIFIER)
            })
        };
        let glued = |i: usize| view.token(i).is_some_and(crate::token::Token::is_glued);
        (number(at, 2, 2)
            && view.word(at + 1) == self.tables.signs.slash
            && glued(at + 1)
            && glued(at + 2)
            && number(at + 2, 1, 3))
        .then_some(at + 3)
    }

    /// The document's country: its name, its adjective, "the country", "it" where a clause begins.
    fn topics(&self, view: &mut View) {
        let own: Vec<_> = (view.mentions.iter())
            .filter(|m| [Kind::STATE, Kind::DEMONYM].contains(&m.kind))
            .filter(|m| matches!((m.what, self.topic), (What::Entry(e), Some(topic)) if e == topic))
            .map(|m| (m.start as usize, m.end as usize))
            .collect();
        for (start, end) in own {
            view.add(Kind::TOPIC, start, end, What::Topic);
        }
        if !view.may_begin(begins::TOPIC) && self.topic_words.is_empty() {
            return;
        }
        for at in 0..view.len() {
            let candidate = |t: Token| t.may_begin(begins::TOPIC) || !self.topic_words.is_empty();
            if !view.token(at).is_some_and(candidate) {
                continue;
            }
            if let Some((end, _)) = self.tables.topics.longest(&view.tokens, at) {
                view.add(Kind::TOPIC, at, end, What::Topic);
            }
            if self.tables.topic_pronouns.contains(&view.word(at)) {
                view.add(Kind::TOPIC, at, at + 1, What::Topic);
            }
            if let Some(end) = self.spelled_topic(view, at) {
                let short = short_form(view, end, self.tables, self.text);
                for end in short.into_iter().chain([end]) {
                    view.add(Kind::TOPIC, at, end, What::Topic);
                    view.add(Kind::STATE, at, end, What::Topic);
                }
            }
        }
    }

    fn spelled_topic(&self, view: &View, at: usize) -> Option<usize> {
        if self.topic_words.is_empty() || !view.token(at)?.is(CAPITAL) {
            return None;
        }
        for (i, word) in self.topic_words.iter().enumerate() {
            let token = view.token(at + i)?;
            if !token.span().of(self.text).eq_ignore_ascii_case(word) {
                return None;
            }
        }
        Some(at + self.topic_words.len())
    }
}
