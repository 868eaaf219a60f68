//! Which state a report without a title is about, from the names in its text.
//!
//! A name counts most where the text treats it as a state (`X should accede`, `the authorities of X`), and a little
//! where it is followed by a verb that reports often have of states. The highest count wins; a listed state goes
//! before another name only where both count the same, for a report may be about an area on no list.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use whitestone_model::Vocabulary;

use crate::layout::layout;

/// No listed name has more words than this.
const LONGEST_NAME: usize = 7;
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

/// Could these words name a country: none of them belongs to an office, a treaty or a sentence?
pub(crate) fn may_name<'a>(mut words: impl Iterator<Item = &'a str>) -> bool {
    let other =
        |word| holds(&layout().country.nameless, word) || holds(&layout().words.organisation, word);
    !words.any(other)
}

/// The name that these texts treat as a state most.
pub(crate) fn most_named<'a>(
    texts: impl Iterator<Item = &'a str>,
    vocabulary: &Vocabulary,
) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let words: Vec<&str> = text.split_whitespace().map(bare_start).collect();
        let mut at = 0;
        while at < words.len() {
            let Some((name, length)) = name_at(&words, at, vocabulary) else {
                at += 1;
                continue;
            };
            let weight = weight(&words, at, at + length);
            if weight > 0 {
                *counts.entry(name).or_default() += weight;
            }
            at += length;
        }
    }
    counts
        .into_iter()
        .map(|(name, count)| (count, listed(vocabulary, &name).is_some(), Reverse(name)))
        .filter(|(count, listed, _)| *count > 1 || *listed)
        .max()
        .map(|(_, _, Reverse(name))| name)
}

/// The name that begins at a word, and how many words it has: the longest listed one, or a run of capitalised words.
fn name_at(words: &[&str], at: usize, vocabulary: &Vocabulary) -> Option<(String, usize)> {
    let rest = words.get(at..)?;
    if !rest.first()?.starts_with(char::is_uppercase) {
        return None;
    }
    // A name goes on in capitals and small words: `Republic of Kembra and the Isles`.
    let small = ["and", "of", "the", "de", "da", "do", "di", "la", "del"];
    let inside = |word: &&&str| word.starts_with(char::is_uppercase) || small.contains(*word);
    let reach = rest.iter().take(LONGEST_NAME).take_while(inside).count();
    for length in (1..=reach).rev() {
        let run = rest.get(..length)?.join(" ");
        if let Some(name) = listed(vocabulary, bare_end(&run)) {
            return Some((name.to_owned(), length));
        }
    }
    let capitals = rest
        .iter()
        .take_while(|word| is_capitalised(bare_end(word)))
        .count();
    let closed = rest.iter().take(capitals).position(|word| ends_name(word));
    let run = rest.get(..closed.map_or(capitals, |last| last + 1))?;
    let name: Vec<&str> = run.iter().map(|word| bare_end(word)).collect();
    let fits = !name.is_empty() && may_name(name.iter().copied());
    fits.then(|| (name.join(" "), name.len()))
}

/// How strongly the words around a name treat it as a state.
fn weight(words: &[&str], start: usize, end: usize) -> usize {
    let data = &layout().country;
    let (before, after) = (
        words.get(..start).unwrap_or_default(),
        words.get(end..).unwrap_or_default(),
    );
    let closed = words.get(end - 1).is_some_and(|word| ends_name(word));
    let said_after = !closed && data.after.iter().any(|phrase| begins(after, phrase));
    let said_before = data.before.iter().any(|phrase| {
        let count = phrase.split(' ').count();
        before
            .len()
            .checked_sub(count)
            .and_then(|at| before.get(at..))
            .is_some_and(|tail| begins(tail, phrase))
    });
    if said_after || said_before {
        AS_STATE
    } else {
        usize::from(
            !closed
                && after
                    .first()
                    .is_some_and(|word| data.verbs.iter().any(|verb| verb == word)),
        )
    }
}

fn begins(words: &[&str], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|wanted| {
        words
            .next()
            .is_some_and(|word| bare_end(word).eq_ignore_ascii_case(wanted))
    })
}

fn holds(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
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
    word.trim_start_matches(['(', '"', '“', '‘', '['])
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
