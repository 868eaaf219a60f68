//! Which state a report without a title is about, from the names in its text.
//!
//! A name counts most where the text treats it as a state (`X should accede`, `the authorities of X`), and a little
//! where it is followed by a verb that reports often have of states. The highest count wins; a listed state goes
//! before another name only where both count the same, for a report may be about an area on no list.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use whitestone_model::Vocabulary;

use crate::layout::layout;

/// No listed name has more words than this.
const LONGEST_NAME: usize = 7;
/// Marks that may open a word.
const OPENING: [char; 5] = ['(', '"', '“', '‘', '['];
/// What a place counts where the text treats the name as a state.
const AS_STATE: usize = 3;

/// The name of the listed state that is meant. A code is no name here: `Nor` begins sentences.
pub(crate) fn listed<'a>(vocabulary: &'a Vocabulary, name: &str) -> Option<&'a str> {
    vocabulary
        .find("states", name)
        .filter(|entry| {
            entry.name.eq_ignore_ascii_case(name) || !entry.id.eq_ignore_ascii_case(name)
        })
        .map(|entry| entry.name.as_str())
}

/// Could this word name a country, or a part of its name: does it belong to no office, treaty or sentence?
pub(crate) fn may_name(word: &str) -> bool {
    !(layout().country.nameless.has(word) || layout().words.organisation.has(word))
}

/// The name that these texts treat as a state most.
pub(crate) fn most_named<'a>(
    texts: impl Iterator<Item = &'a str>,
    vocabulary: &'a Vocabulary,
) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut states = Listed {
        vocabulary,
        begins: FxHashMap::default(),
    };
    for text in texts {
        let mut at = 0;
        while let Some(start) = next_capital(text, at) {
            let Some(name) = Name::at(text, start, &mut states) else {
                at = start + 1;
                continue;
            };
            let weight = name.weight(text);
            if weight > 0 {
                *counts.entry(name.spelled(text)).or_default() += weight;
            }
            at = name.end;
        }
    }
    counts
        .into_iter()
        .map(|(name, count)| (count, listed(vocabulary, &name).is_some(), Reverse(name)))
        .filter(|(count, listed, _)| *count > 1 || *listed)
        .max()
        .map(|(_, _, Reverse(name))| name)
}

/// Where the next word begins that has a capital at its start.
fn next_capital(text: &str, from: usize) -> Option<usize> {
    let telling = |b: &u8| b.is_ascii_uppercase() || !b.is_ascii();
    let mut at = from;
    loop {
        // Most stretches hold no capital; told for sixteen bytes at once.
        let (stretches, _) = text.as_bytes().get(at..)?.as_chunks::<16>();
        let none = |stretch: &&[u8; 16]| !stretch.iter().fold(false, |any, b| any | telling(b));
        at += 16 * stretches.iter().take_while(none).count();
        at += text.as_bytes().get(at..)?.iter().position(telling)?;
        let capital = text
            .get(at..)
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        // Marks before it are passed over only for a capital, not once for each of them.
        let head = || text.get(..at).unwrap_or_default().trim_end_matches(OPENING);
        let opens = || head().chars().next_back().is_none_or(char::is_whitespace);
        if capital && opens() {
            return Some(at);
        }
        at += 1;
    }
}

/// The words of a text that begins with one.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> + Clone {
    text.split_whitespace().map(bare_start)
}

/// The listed states, and which words their names may begin with.
struct Listed<'a> {
    vocabulary: &'a Vocabulary,
    begins: FxHashMap<&'a str, bool>,
}

impl<'a> Listed<'a> {
    /// The longest listed name at the start of a text, and the bytes that it takes there.
    fn at(&mut self, text: &'a str) -> Option<(&'a str, usize)> {
        let vocabulary = self.vocabulary;
        let first = bare_end(words(text).next()?);
        let known = self.begins.entry(first);
        if !*known.or_insert_with(|| vocabulary.begins("states", first)) {
            return None;
        }
        // A name goes on in capitals and small words: `Republic of Kembra and the Isles`.
        let small = ["and", "of", "the", "de", "da", "do", "di", "la", "del"];
        let inside = |word: &&str| word.starts_with(char::is_uppercase) || small.contains(word);
        let mut run = String::new();
        let mut found = None;
        for word in words(text).take(LONGEST_NAME).take_while(inside) {
            let first = run.is_empty();
            run.push_str(if first { "" } else { " " });
            run.push_str(word);
            let name = bare_end(&run);
            if !first && !vocabulary.begins("states", name) {
                break;
            }
            if let Some(name) = listed(vocabulary, name) {
                found = Some((name, end_of(word, text)));
            }
        }
        found
    }
}

/// A name in the text: where it stands, and what the list of states calls it.
struct Name<'a> {
    start: usize,
    end: usize,
    listed: Option<&'a str>,
}

impl<'a> Name<'a> {
    /// The name that begins here: the longest listed one, or a run of capitalised words.
    fn at(text: &'a str, start: usize, states: &mut Listed<'a>) -> Option<Self> {
        let rest = text.get(start..)?;
        let name = |length, listed| Self {
            start,
            end: start + length,
            listed,
        };
        if let Some((listed, length)) = states.at(rest) {
            return Some(name(length, Some(listed)));
        }
        let first = words(rest).next()?;
        if !may_name(bare_end(first)) {
            return None;
        }
        let mut length = 0;
        for word in words(rest).take_while(|word| is_capitalised(bare_end(word))) {
            if !may_name(bare_end(word)) {
                return None;
            }
            length = end_of(word, rest);
            if ends_name(word) {
                break;
            }
        }
        (length > 0).then(|| name(length, None))
    }

    /// As the list has it, or as the text spells it.
    fn spelled(&self, text: &str) -> String {
        self.listed.map_or_else(
            || {
                let run = text.get(self.start..self.end).unwrap_or_default();
                words(run).map(bare_end).collect::<Vec<_>>().join(" ")
            },
            str::to_owned,
        )
    }

    /// How strongly the words around it treat it as a state.
    fn weight(&self, text: &str) -> usize {
        let data = &layout().country;
        let run = text.get(self.start..self.end).unwrap_or_default();
        let closed = ends_name(words(run).next_back().unwrap_or_default());
        let head = text.get(..self.start).unwrap_or_default();
        let before = words(head.trim_end_matches(OPENING)).rev();
        let after = words(text.get(self.end..).unwrap_or_default());
        let next = after.clone().next().unwrap_or_default();
        let follows = |phrase: &String| is_run(after.clone(), phrase.split(' '));
        let said_after = !closed && data.after.beginning(next).iter().any(follows);
        let last = bare_end(before.clone().next().unwrap_or_default()).len();
        let leads = |phrase: &String| {
            let single = phrase.len().checked_sub(last + 1);
            let ends = single.is_none_or(|at| phrase.as_bytes().get(at) == Some(&b' '));
            ends && is_run(before.clone(), phrase.rsplit(' '))
        };
        if said_after || data.before.iter().any(leads) {
            AS_STATE
        } else {
            usize::from(!closed && data.verbs.has(next))
        }
    }
}

/// Where a word of a text ends in it.
fn end_of(word: &str, text: &str) -> usize {
    word.as_ptr() as usize + word.len() - text.as_ptr() as usize
}

/// Do these words begin with the wanted ones?
fn is_run<'a, 'w>(
    mut words: impl Iterator<Item = &'a str>,
    mut wanted: impl Iterator<Item = &'w str>,
) -> bool {
    wanted.all(|wanted| {
        let same = |word: &str| bare_end(word).eq_ignore_ascii_case(wanted);
        words
            .next()
            .is_some_and(|word| word.len() >= wanted.len() && same(word))
    })
}

/// `Fen`, `Guinea-Bissau`; neither `APMBC` nor `B.`.
fn is_capitalised(word: &str) -> bool {
    word.split('-').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase)
            && part.chars().count() > 1
            && letters.all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
    })
}

/// Does a comma or the like stand after it?
fn ends_name(word: &str) -> bool {
    bare_end(word) != word
}

fn bare_start(word: &str) -> &str {
    word.trim_start_matches(OPENING)
}

fn bare_end(word: &str) -> &str {
    let bare = word.trim_end_matches([',', ';', ':', '.', ')', '"', '”', ']']);
    bare.strip_suffix("'s")
        .or_else(|| bare.strip_suffix("’s"))
        .unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: &str = "list = \"states\"\nlabel = \"States\"\n\
        [[entry]]\nid = \"NOR\"\nname = \"Norway\"\naliases = [\"Kingdom of Norway\"]\n\
        [[entry]]\nid = \"BIH\"\nname = \"Bosnia and Herzegovina\"\n";

    fn check(text: &str, expected: Option<&str>) {
        let vocabulary = Vocabulary::parse([("states.toml", STATES)]).unwrap();
        assert_eq!(
            most_named(text.split('\n'), &vocabulary).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_name_treated_as_a_state_counts_most() {
        check(
            "Fen Trust is there. Fen Trust has dogs.\nThe authorities of Upper Kembra should act.",
            Some("Upper Kembra"),
        );
        check(
            "Orr is a town. Orr has a bridge.\nKembra should accede.",
            Some("Kembra"),
        );
        check("We call on Kembra, too, to act.", Some("Kembra"));
        check(
            "It binds Bosnia and Herzegovina as a State Party. Norway has helped.",
            Some("Bosnia and Herzegovina"),
        );
    }

    #[test]
    fn a_listed_state_wins_only_where_it_counts_as_much() {
        check(
            "Norway has helped. Kembra should act. Kembra is urged to.",
            Some("Kembra"),
        );
        check(
            "Norway is so. Norway was so. Fen is so. Fen was so.",
            Some("Norway"),
        );
    }

    #[test]
    fn codes_offices_and_initials_name_no_state() {
        check("Nor is it clear. Nor was it. Nor has it been.", None);
        check(
            "The Ministry should act. The APMBC should hold. Amb. B. Fenn said so.",
            None,
        );
        check(
            "Mine Action Review has not asked. Mine Action Review is new.",
            None,
        );
    }
}
