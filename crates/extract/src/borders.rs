//! One border, one name: "the border with Tajikistan" and "the Tajik border" of a report on Kyrgyzstan are the
//! Kyrgyz-Tajik border; "its borders" are the borders of Kyrgyzstan.

use whitestone_model::vocabulary::Entry;
use whitestone_model::{Span, Subject};

use crate::lists::Listed;
use crate::mention::Kind;
use crate::ruleset::RuleSet;
use crate::tables::Borders;
use crate::token::{Token, tokenize};

/// The name of the border that the words describe; `None` where they describe none, or not only a border.
///
/// `neighbour` is the state that was named last: the other side of "its border".
pub(crate) fn border(
    text: &str,
    subject: &Subject,
    neighbour: Option<&str>,
    rules: &RuleSet,
) -> Option<String> {
    let words = &rules.tables.borders;
    let mut tokens = Vec::new();
    tokenize(text, Span::new(0, text.len()), &rules.lexicon, &mut tokens);
    let head = (tokens.iter()).position(|token| words.nouns.contains(&token.word))?;
    let own = rules.vocabulary.find("states", &subject.name)?;
    let mut others: Vec<&Entry> = Vec::new();
    let mut names_own = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if at == head || words.around.contains(&token.word) {
            names_own |= words.own.contains(&token.word);
            at += 1;
            continue;
        }
        let (state, next) = state_at(&tokens, at, rules)?;
        if state.id == own.id {
            names_own = true;
        } else if others.iter().all(|other| other.id != state.id) {
            others.push(rules.vocabulary.find("states", &state.name)?);
        }
        at = next;
    }
    let plural = (tokens.get(head)).is_some_and(|noun| words.all.contains(&noun.word));
    match (others.as_slice(), names_own, plural) {
        ([other], ..) => Some(between(own, other, words)),
        ([], true, true) => Some(words.name_of_all.replace("{own}", &own.name)),
        ([], true, false) => {
            let other = rules.vocabulary.find("states", neighbour?)?;
            (other.id != own.id).then(|| between(own, other, words))
        }
        _ => None,
    }
}

fn between(own: &Entry, other: &Entry, words: &Borders) -> String {
    let adjective = |state: &Entry| state.adjectives.first().unwrap_or(&state.name).clone();
    (words.name)
        .replace("{own}", &adjective(own))
        .replace("{other}", &adjective(other))
}

/// The state that is named, or described by its adjective, at a token; and the token after it.
fn state_at<'r>(tokens: &[Token], at: usize, rules: &'r RuleSet) -> Option<(&'r Listed, usize)> {
    let mut longest = None;
    rules.lists.walk(tokens, at, |end, kind, entry| {
        let is_state = [Kind::STATE, Kind::DEMONYM].contains(&kind);
        if is_state && longest.is_none_or(|(_, known)| end > known) {
            longest = Some((entry, end));
        }
    });
    let (entry, end) = longest?;
    Some((rules.lists.entry(entry)?, end))
}
