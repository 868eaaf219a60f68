//! When a clause speaks: now, in the past, or before that; and its adverbs of time.
//!
//! English tells by its auxiliaries. "Is" and "has" speak of the day of the statement; "was" and "did" of a time that
//! was named before; "had been" of any time up to then. The words are data, in `[tenses]` of a rule file.

use serde::Deserialize;

use crate::lexicon::{Lexicon, WordSet, folded};
use crate::mention::View;
use crate::token::{SIGN, words_of};
use crate::trie::Trie;

/// `[tenses]` of a rule file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TenseTables {
    /// is, has, does
    pub present: Vec<String>,
    /// was, did; irregular verbs: laid, took
    pub past: Vec<String>,
    /// had
    pub anterior: Vec<String>,
    /// Participles that do not end as regular ones do: laid, taken.
    pub participles: Vec<String>,
    /// What may stand between "had" and its participle: also, since, been.
    pub between: Vec<String>,
    /// after that: subsequently, since
    pub later: Vec<String>,
    /// at some time up to now: previously, at times
    pub some_time: Vec<String>,
    /// Behind a comma, another part of the clause with a time of its own: where, which, but
    pub parts: Vec<String>,
    /// by
    pub up_to: Vec<String>,
    /// Behind them stands the date of something else: a comparison (compared with, an increase on), a cause (as a
    /// result of)
    pub asides: Vec<String>,
    /// Behind a date and a comma they tell what was so then, whatever the date was named for: "a fall from 2015, when"
    pub when: Vec<String>,
    /// Behind a comma or "and", they begin what may yet be, and its date is not that of what is so: could, will
    pub possible: Vec<String>,
    /// How verbs end in the past: ed
    pub endings: Vec<String>,
    /// A date before one of these is the name of it: war, conflict
    pub wars: Vec<String>,
    /// Between commas they say nothing: however, therefore
    pub interjections: Vec<String>,
}

/// The same, by word ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tenses {
    present: WordSet,
    past: WordSet,
    anterior: WordSet,
    participles: WordSet,
    between: WordSet,
    pub parts: WordSet,
    pub up_to: WordSet,
    pub when: WordSet,
    pub possible: WordSet,
    endings: Vec<String>,
    pub wars: WordSet,
    pub asides: Trie,
    pub interjections: Trie,
    later: Trie,
    some_time: Trie,
}

/// When a clause speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    /// Of the time of the statement.
    Present,
    /// Of a time named before.
    Past,
    /// Of any time up to then: "had cleared".
    Anterior,
    /// It has no verb that tells.
    Untold,
}

impl Tenses {
    pub fn compile(tables: &TenseTables, lexicon: &mut Lexicon) -> Self {
        let mut set = |words: &[String]| -> WordSet {
            let ids = words.iter().map(|word| lexicon.intern(&folded(word)));
            ids.collect()
        };
        let mut tenses = Self {
            present: set(&tables.present),
            past: set(&tables.past),
            anterior: set(&tables.anterior),
            participles: set(&tables.participles),
            between: set(&tables.between),
            parts: set(&tables.parts),
            up_to: set(&tables.up_to),
            when: set(&tables.when),
            possible: set(&tables.possible),
            endings: tables.endings.clone(),
            wars: set(&tables.wars),
            ..Self::default()
        };
        for (phrases, trie) in [
            (&tables.later, &mut tenses.later),
            (&tables.some_time, &mut tenses.some_time),
            (&tables.asides, &mut tenses.asides),
            (&tables.interjections, &mut tenses.interjections),
        ] {
            for phrase in phrases {
                trie.insert(&words_of(phrase, lexicon), 0);
            }
        }
        tenses
    }

    /// The tense of the first verb in the tokens that tells.
    pub fn of(&self, view: &View, text: &str, tokens: (usize, usize)) -> Tense {
        for at in tokens.0..tokens.1.min(view.len()) {
            let word = view.word(at);
            // "Kyrgyz-laid" is no verb.
            if view.token(at).is_some_and(crate::token::Token::is_glued) {
                continue;
            }
            if self.anterior.contains(&word) {
                return if self.is_participle_behind(view, text, at + 1) {
                    Tense::Anterior
                } else {
                    Tense::Past
                };
            }
            if self.present.contains(&word) {
                return Tense::Present;
            }
            if self.past.contains(&word) {
                return Tense::Past;
            }
        }
        let regular = |at: usize| self.is_regular(view, text, at);
        if (tokens.0..tokens.1.min(view.len())).any(regular) {
            Tense::Past
        } else {
            Tense::Untold
        }
    }

    /// "had (also) cleared", "had been laid"; not "had been working", not "had two mines".
    fn is_participle_behind(&self, view: &View, text: &str, mut at: usize) -> bool {
        while self.between.contains(&view.word(at)) {
            at += 1;
        }
        self.is_participle(view, text, at)
    }

    /// laid, cleared
    pub fn is_participle(&self, view: &View, text: &str, at: usize) -> bool {
        self.is_regular(view, text, at) || self.participles.contains(&view.word(at))
    }

    /// A word of small letters that ends as regular verbs do: cleared.
    fn is_regular(&self, view: &View, text: &str, at: usize) -> bool {
        view.token(at).is_some_and(|token| {
            let word = token.span().of(text);
            let ends = |ending: &String| word.len() > ending.len() + 1 && word.ends_with(ending);
            !token.is(SIGN | crate::token::CAPITAL) && self.endings.iter().any(ends)
        })
    }

    /// Does a "had" stand there?
    pub fn has_anterior(&self, view: &View, tokens: (usize, usize)) -> bool {
        (tokens.0..tokens.1).any(|at| self.anterior.contains(&view.word(at)))
    }

    /// has, had: before "since", it is an adverb.
    pub fn is_auxiliary(&self, word: crate::lexicon::WordId) -> bool {
        self.present.contains(&word) || self.anterior.contains(&word)
    }

    /// is, had, did
    pub fn is_verb(&self, word: crate::lexicon::WordId) -> bool {
        self.is_auxiliary(word) || self.past.contains(&word)
    }

    /// "subsequently", "have since been": after a time named before. "Since" with a date is a date.
    pub fn is_later(&self, view: &View, tokens: (usize, usize)) -> bool {
        stands(&self.later, view, tokens)
    }

    /// "previously", "at times".
    pub fn is_some_time(&self, view: &View, tokens: (usize, usize)) -> bool {
        stands(&self.some_time, view, tokens)
    }
}

fn stands(trie: &Trie, view: &View, tokens: (usize, usize)) -> bool {
    (tokens.0..tokens.1.min(view.len())).any(|at| trie.longest(&view.tokens, at).is_some())
}
