//! What the slots of a match hold, resolved to names, amounts and dates.

use whitestone_model::{Edtf, Span, Subject};

use crate::lexicon::folded;
use crate::lists::Lists;
use crate::matcher::{Bound, Match};
use crate::mention::{Amount, Kind, Mention, View, What};

/// One thing in a slot.
#[derive(Debug, Clone, Default)]
pub(crate) struct SlotValue {
    /// As a person reads it: the name on the list, the name without its article, the date in EDTF.
    pub text: String,
    /// As printed.
    pub words: String,
    pub span: Span,
    pub amount: Option<Amount>,
    pub date: Option<Edtf>,
    pub entry: Option<u32>,
}

/// Slots by number; `None` is unbound.
pub(crate) type Bindings = Vec<Option<Vec<SlotValue>>>;

/// What names are resolved against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    pub text: &'a str,
    pub lists: &'a Lists,
    pub subject: &'a Subject,
    pub last_speaker: Option<&'a Kept>,
}

impl Names<'_> {
    /// Adds the slots of a match in `view` to the bindings.
    pub fn bind(&self, view: &View, found: &Match, bindings: &mut Bindings) {
        for (slot, bound) in found.slots.iter().enumerate() {
            if let (Some(bound), Some(place @ None)) = (bound, bindings.get_mut(slot)) {
                *place = Some(self.values(view, bound));
            }
        }
    }

    pub fn values(&self, view: &View, bound: &Bound) -> Vec<SlotValue> {
        if bound.mention.is_none() {
            let span = view.span(bound.start as usize, bound.end as usize);
            let words = tidy(span.of(self.text));
            return vec![SlotValue {
                text: words.clone(),
                words,
                span,
                ..SlotValue::default()
            }];
        }
        (bound.mentions())
            .filter_map(|number| view.mentions.get(number as usize))
            .map(|mention| self.value(view, mention))
            .collect()
    }

    pub fn value(&self, view: &View, mention: &Mention) -> SlotValue {
        let mut value = self.recall(&keep(view, mention));
        if let What::Amount(amount) = mention.what {
            value.amount = view.amounts.get(amount as usize).copied();
        }
        value
    }

    /// The value of a mention that was kept.
    pub fn recall(&self, kept: &Kept) -> SlotValue {
        let mut value = SlotValue {
            words: tidy(kept.span.of(self.text)),
            text: tidy(kept.core.of(self.text)),
            span: kept.span,
            ..SlotValue::default()
        };
        match kept.what {
            What::Words | What::Amount(_) => {}
            What::Date(_) => {
                value.date.clone_from(&kept.date);
                value.text = kept.date.as_ref().map(Edtf::to_string).unwrap_or_default();
            }
            What::Entry(entry) => {
                value.entry = Some(entry);
                // A body keeps the name it is printed with: "Ministry of Defense" in one report, "Defence" in another.
                if let Some(listed) = self.lists.entry(entry).filter(|_| kept.kind != Kind::ORG) {
                    let by_key = kept.kind == Kind::RESOLUTION;
                    let name = if by_key { &listed.id } else { &listed.name };
                    value.text.clone_from(name);
                    value.date = listed.date.parse().ok().filter(Edtf::is_stated);
                } else if let Some(bare) = value.text.strip_prefix("The ") {
                    value.text = bare.to_owned();
                }
            }
            What::Text(_) => value.text.clone_from(&kept.text),
            What::Speaker => {
                let speaker = self.last_speaker.map(|kept| tidy(kept.core.of(self.text)));
                value.text = speaker.unwrap_or_default();
            }
            What::Topic => self.subject.name.clone_into(&mut value.text),
        }
        value
    }
}

/// A mention that outlives its view.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    kind: Kind,
    what: What,
    span: Span,
    core: Span,
    text: String,
    date: Option<Edtf>,
}

/// Keeps a mention for later sentences.
pub(crate) fn keep(view: &View, mention: &Mention) -> Kept {
    let text = match mention.what {
        What::Text(text) => view.texts.get(text as usize).cloned(),
        _ => None,
    };
    Kept {
        kind: mention.kind,
        what: mention.what,
        span: view.span(mention.start as usize, mention.end as usize),
        core: view.span(mention.core.0 as usize, mention.core.1 as usize),
        text: text.unwrap_or_default(),
        date: match mention.what {
            What::Date(date) => view.dates.get(date as usize).cloned(),
            _ => None,
        },
    }
}

/// One line, single spaces.
pub(crate) fn tidy(text: &str) -> String {
    let blank = |pair: &[u8]| {
        matches!(
            pair,
            [b' ', b' '] | [b'\t' | b'\n' | b'\r', _] | [_, b'\t' | b'\n' | b'\r']
        )
    };
    if text.is_ascii() && text.trim().len() == text.len() && !text.as_bytes().windows(2).any(blank)
    {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value that is only its words.
pub(crate) fn plain(text: &str) -> SlotValue {
    SlotValue {
        text: text.to_owned(),
        words: text.to_owned(),
        ..SlotValue::default()
    }
}

/// How a map of codes looks a slot up: the folded words, or the folded name.
pub(crate) fn keys(value: &SlotValue) -> [String; 2] {
    [folded(&value.words), folded(&value.text)]
}
