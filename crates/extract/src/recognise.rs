//! From the bytes of a sentence to a [`View`]: tokens, identifiers, lists, dates, numbers, names.

use whitestone_model::{Edtf, Span};

use crate::dates::Dates;
use crate::lexicon::{Lexicon, UNKNOWN, begins};
use crate::lists::Lists;
use crate::mention::{Kind, View, What};
use crate::names::{Names, is_attribute, mark_identifiers, short_form};
use crate::numbers::Numbers;
use crate::tables::Tables;
use crate::token::{NUMBER, SIGN, Token, tokenize};
use crate::trie::Trie;

/// Words of an adjective of devices: anti, hyphen, personnel.
const LONGEST_ADJECTIVE: usize = 3;

/// Everything the recognisers need besides the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recogniser<'a> {
    pub lexicon: &'a Lexicon,
    pub tables: &'a Tables,
    pub lists: &'a Lists,
    /// Phrases of the rules' sets.
    pub phrases: &'a Trie,
    pub text: &'a str,
    pub topic: Option<u32>,
    pub topic_words: &'a [String],
}

impl Recogniser<'_> {
    /// Cuts the ranges into tokens.
    pub fn cut(&self, ranges: &[Span], view: &mut View) {
        view.clear();
        for (i, range) in ranges.iter().enumerate() {
            if i > 0 && self.is_marker(ranges.get(i - 1), *range) {
                view.breaks
                    .push(u16::try_from(view.len()).unwrap_or(u16::MAX));
            }
            tokenize(self.text, *range, self.lexicon, &mut view.tokens);
        }
        // Positions are 16 bits wide; a "sentence" beyond that is no sentence.
        view.tokens.truncate(u16::MAX as usize - 1);
        drop_repeats(view);
        self.drop_interjections(view);
        (view.begins, view.flags) = (view.tokens.iter()).fold((0, 0), |(begins, flags), token| {
            (begins | token.begins, flags | token.flags)
        });
    }

    /// "It has, however, voted" is "it has voted". Beside a full clause such a word parts two of them, and stays.
    fn drop_interjections(&self, view: &mut View) {
        let (comma, tenses) = (self.tables.signs.comma, &self.tables.tenses);
        let mut at = 1;
        while at + 2 < view.len() {
            let aside = (view.word(at) == comma)
                .then(|| tenses.interjections.longest(&view.tokens, at + 1))
                .flatten()
                .filter(|(end, _)| view.word(*end) == comma)
                .filter(|(end, _)| {
                    tenses.is_verb(view.word(at - 1)) || tenses.is_verb(view.word(end + 1))
                });
            match aside {
                Some((end, _)) => view.drop_tokens(at, end + 1),
                None => at += 1,
            }
        }
    }

    /// Does a note marker part two ranges, rather than a page break? Clauses end at the one, not at the other.
    fn is_marker(&self, before: Option<&Span>, range: Span) -> bool {
        let gap = before.map(|before| Span::new(before.end, range.start).of(self.text));
        gap.is_none_or(|gap| !gap.trim_start_matches(' ').starts_with(['\r', '\n']))
    }

    /// Finds the mentions of a view that was cut. `before` is the paragraph's last date.
    pub fn recognise(&self, view: &mut View, before: &mut Option<Edtf>) {
        let has_figure = view.flags & NUMBER != 0;
        if has_figure {
            mark_identifiers(view, self.tables);
        }
        let numbers = Numbers {
            tables: self.tables,
            lists: self.lists,
            text: self.text,
        };
        let dates = Dates {
            tables: self.tables,
            text: self.text,
            numbers: &numbers,
        };
        if has_figure || view.may_begin(begins::DATE) {
            dates.find(view, before);
        }
        if has_figure || view.may_begin(begins::NUMBER | begins::MONEY) {
            numbers.find(view);
        }
        if view.may_begin(begins::LISTED) {
            self.listed(view);
        }
        Names {
            tables: self.tables,
            text: self.text,
            topic: self.topic,
            topic_words: self.topic_words,
        }
        .find(view);
        view.index();
        view.find_phrases(self.phrases);
    }

    /// Adds what is on a list: with its article, with "the government of" before a state, with its class behind a
    /// model ("OZM-72 antipersonnel mines").
    fn listed(&self, view: &mut View) {
        let signs = &self.tables.signs;
        for at in 0..view.len() {
            if !view.token(at).is_some_and(|t| t.may_begin(begins::LISTED)) {
                continue;
            }
            let first = view.mentions.len();
            self.lists.walk(&view.tokens, at, |end, kind, entry| {
                let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
                view.mentions.push(crate::mention::Mention {
                    kind,
                    start: short(at),
                    end: short(end),
                    core: (short(at), short(end)),
                    what: What::Entry(entry),
                });
            });
            if view.mentions.len() == first {
                continue;
            }
            let mut found = view.mentions.split_off(first);
            found.retain(|m| {
                let named = [Kind::STATE, Kind::DEMONYM, Kind::ORG].contains(&m.kind);
                !(named && is_attribute(view, usize::from(m.end), self.tables))
            });
            if found.is_empty() {
                continue;
            }
            view.mentions.extend(&found);
            let article = at
                .checked_sub(1)
                .filter(|&i| [signs.the, signs.a, signs.an].contains(&view.word(i)));
            for mention in found {
                let (end, what) = (mention.end as usize, mention.what);
                if let Some(article) = article {
                    view.add_with_core(mention.kind, article, end, (at, end), what);
                }
                let core = (at, end);
                let short = [Kind::STATE, Kind::ORG]
                    .contains(&mention.kind)
                    .then(|| short_form(view, end, self.tables, self.text))
                    .flatten();
                if let Some(stop) = short {
                    view.add_with_core(mention.kind, at, stop, core, what);
                }
                if mention.kind == Kind::STATE {
                    let before = article.unwrap_or(at);
                    for stop in short.into_iter().chain([end]) {
                        self.government(view, (before, stop), core, what);
                    }
                }
                if mention.kind == Kind::DEVICE {
                    self.with_class(view, at, end, what);
                    self.elliptical(view, at, end);
                }
            }
        }
    }

    /// "the government of X"
    fn government(
        &self,
        view: &mut View,
        (before, end): (usize, usize),
        core: (usize, usize),
        what: What,
    ) {
        for start in before.saturating_sub(4)..before {
            if !view
                .token(start)
                .is_some_and(|t| t.may_begin(begins::GOVERNMENT))
            {
                continue;
            }
            let mut fits = false;
            self.tables
                .governments
                .walk(&view.tokens, start, |stop, _| fits |= stop == before);
            if fits {
                view.add_with_core(Kind::STATE, start, end, core, what);
            }
        }
    }

    /// "Antipersonnel" and "AP" before "and antivehicle mines", "or AT mines": what is a device with the noun behind the
    /// next is one without it. What is counted before them is counted together and is none of them alone.
    fn elliptical(&self, view: &mut View, at: usize, end: usize) {
        let signs = &self.tables.signs;
        let Some(noun) = view.token(end.wrapping_sub(1)).filter(|_| end > at + 1) else {
            return;
        };
        let mut next = at;
        while let Some(joint) = next.checked_sub(1)
            && [signs.and, signs.or, signs.slash, signs.comma].contains(&view.word(joint))
        {
            let comma = usize::from(
                joint > 0 && view.word(joint) != signs.comma && view.word(joint - 1) == signs.comma,
            );
            let stop = joint - comma;
            let named = |start: usize| {
                let words = view.tokens.get(start..stop)?.iter().copied();
                let whole: Vec<Token> = words.chain([noun]).collect();
                let mut device = None;
                self.lists.walk(&whole, 0, |end, kind, entry| {
                    if end == whole.len() && kind == Kind::DEVICE {
                        device = Some(entry);
                    }
                });
                device.map(|device| (start, device))
            };
            let member = (stop.saturating_sub(LONGEST_ADJECTIVE)..stop).find_map(named);
            let Some((start, device)) = member else {
                return;
            };
            let before = start.saturating_sub(LONGEST_ADJECTIVE)..start;
            let figure = |t: &Token| t.is(NUMBER) || self.tables.numbers.contains_key(&t.word);
            if view
                .tokens
                .get(before)
                .unwrap_or_default()
                .iter()
                .any(figure)
            {
                return;
            }
            view.add(Kind::DEVICE, start, stop, What::Entry(device));
            next = start;
        }
    }

    fn with_class(&self, view: &mut View, at: usize, end: usize, what: What) {
        let What::Entry(model) = what else { return };
        let mut class_end = None;
        self.lists.walk(&view.tokens, end, |stop, kind, class| {
            if kind == Kind::DEVICE && self.lists.is_under(model, class) {
                class_end = Some(stop);
            }
        });
        if let Some(stop) = class_end {
            view.add_with_core(Kind::DEVICE, at, stop, (at, end), what);
        }
    }
}

/// Removes the second copy where up to four words are printed twice in a row ("did not join did not join").
fn drop_repeats(view: &mut View) {
    let same = |a: Option<&Token>, b: Option<&Token>| match (a, b) {
        (Some(a), Some(b)) => a.word == b.word && a.word != UNKNOWN && !a.is(NUMBER | SIGN),
        _ => false,
    };
    let mut at = 0;
    while let Some((first, rest)) = view.tokens.get(at..).and_then(<[Token]>::split_first) {
        let again = |token: &Token| token.word == first.word;
        if first.word == UNKNOWN || !rest.iter().take(4).any(again) {
            at += 1;
            continue;
        }
        let tokens = &view.tokens;
        let repeated = (1..=4).rev().find(|&n| {
            same(tokens.get(at), tokens.get(at + n))
                && (1..n).all(|i| same(tokens.get(at + i), tokens.get(at + n + i)))
        });
        match repeated {
            Some(n) => view.drop_tokens(at + n, at + 2 * n),
            None => at += 1,
        }
    }
}
