//! One border, one name: "the border with Tajikistan" and "the Tajik border" of a report on Kyrgyzstan are the
//! Kyrgyz-Tajik border; "its borders" are the borders of Kyrgyzstan.

use whitestone_model::vocabulary::Entry;
use whitestone_model::{Subject, Vocabulary};

use crate::file::BorderWords;

/// The name of the border that the words describe; `None` where they describe none, or not only a border.
///
/// `neighbour` is the state that was named last: the other side of "its border".
pub(crate) fn border(
    text: &str,
    subject: &Subject,
    neighbour: Option<&str>,
    words: &BorderWords,
    vocabulary: &Vocabulary,
) -> Option<String> {
    let folded = crate::lexicon::folded(text)
        .replace("'s", " 's")
        .replace('-', " ");
    let parts: Vec<&str> = folded.split_whitespace().collect();
    let head = parts
        .iter()
        .position(|part| words.nouns.iter().any(|noun| noun == part))?;
    let own = vocabulary.find("states", &subject.name)?;
    let mut others: Vec<&Entry> = Vec::new();
    let mut names_own = false;
    let mut at = 0;
    while at < parts.len() {
        if at == head
            || words
                .around
                .iter()
                .any(|word| Some(&word.as_str()) == parts.get(at))
        {
            names_own |= parts
                .get(at)
                .is_some_and(|part| words.own.iter().any(|w| w == part));
            at += 1;
            continue;
        }
        let (state, next) = state_at(&parts, at, vocabulary)?;
        if state.id == own.id {
            names_own = true;
        } else if others.iter().all(|other| other.id != state.id) {
            others.push(state);
        }
        at = next;
    }
    let plural = parts
        .get(head)
        .is_some_and(|part| words.all.iter().any(|noun| noun == part));
    match (others.as_slice(), names_own, plural) {
        ([other], ..) => Some(between(own, other, words)),
        ([], true, true) => Some(words.name_of_all.replace("{own}", &own.name)),
        ([], true, false) => {
            let other = vocabulary.find("states", neighbour?)?;
            (other.id != own.id).then(|| between(own, other, words))
        }
        _ => None,
    }
}

fn between(own: &Entry, other: &Entry, words: &BorderWords) -> String {
    let adjective = |state: &Entry| state.adjectives.first().unwrap_or(&state.name).clone();
    (words.name)
        .replace("{own}", &adjective(own))
        .replace("{other}", &adjective(other))
}

/// The state that is named, or described by its adjective, at a word; and the word after it.
fn state_at<'v>(
    parts: &[&str],
    at: usize,
    vocabulary: &'v Vocabulary,
) -> Option<(&'v Entry, usize)> {
    let ends = (at + 1..=parts.len().min(at + 4)).rev();
    let listed = ends.filter_map(|end| {
        let name = parts.get(at..end)?.join(" ");
        let by_adjective = || {
            let states = vocabulary.lists.get("states")?.entries.values();
            let is = |entry: &&Entry| {
                entry
                    .adjectives
                    .iter()
                    .any(|a| a.eq_ignore_ascii_case(&name))
            };
            states.into_iter().find(is)
        };
        let entry = vocabulary.find("states", &name).or_else(by_adjective)?;
        Some((entry, end))
    });
    listed.into_iter().next()
}
