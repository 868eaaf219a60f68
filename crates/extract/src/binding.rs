//! What the slots of a match hold, resolved to names, amounts and dates.

use whitestone_model::{Document, Edtf, Span, Subject};

use crate::lexicon::folded;
use crate::lists::Lists;
use crate::matcher::{Bound, Match};
use crate::mention::{Amount, Kind, Mention, View, What};

/// One thing in a slot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// Slots by number; `None` is unbound, and so is what lies beyond the last.
pub(crate) type Bindings = Vec<Option<Vec<SlotValue>>>;

/// What names are resolved against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver<'a> {
    pub document: &'a Document,
    pub lists: &'a Lists,
    pub subject: &'a Subject,
    pub last_speaker: Option<&'a Kept>,
    /// Treaties that the headings and titles above name, last one last.
    pub page: &'a [u32],
}

impl Resolver<'_> {
    /// Does "he" mean a person with a name?
    pub fn last_speaker_is_person(&self) -> bool {
        self.last_speaker
            .is_some_and(|kept| kept.kind == Kind::PERSON)
    }

    /// Adds the slots of a match in `view` to the bindings.
    pub fn bind(&self, view: &View, found: &Match, bindings: &mut Bindings) {
        if bindings.len() < found.slots.len() {
            bindings.resize(found.slots.len(), None);
        }
        for (bound, place) in found.slots.iter().zip(bindings) {
            if let (Some(bound), None) = (bound, &place) {
                *place = Some(self.values(view, bound));
            }
        }
    }

    /// The words under a span, on one line, without what interrupts them.
    pub fn words(&self, span: Span) -> String {
        let text = self.document.slice(span);
        if is_plain(text) {
            text.to_owned()
        } else {
            self.document.words(span)
        }
    }

    pub fn values(&self, view: &View, bound: &Bound) -> Vec<SlotValue> {
        if bound.mention.is_none() {
            let span = view.span(bound.start as usize, bound.end as usize);
            let words = self.words(span);
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
        let mut value = self.recall(keep(view, mention));
        if let What::Amount(amount) = mention.what {
            value.amount = view.amounts.get(amount as usize).copied();
        }
        value
    }

    /// What has a name under several treaties is meant as the treaty of the page has it: the "Second Meeting of States
    /// Parties" of a page on one convention is not that of the other.
    fn of_page(&self, number: u32, printed: impl FnOnce() -> String) -> u32 {
        let other = || {
            let treaty = self.lists.entry(*self.page.last()?)?;
            self.lists.of_treaty(number, &treaty.name, printed)
        };
        other().unwrap_or(number)
    }

    /// The value of a mention that was kept.
    pub fn recall(&self, kept: Kept) -> SlotValue {
        let words = self.words(kept.span);
        let core = || {
            if kept.core == kept.span {
                words.clone()
            } else {
                self.words(kept.core)
            }
        };
        let (mut date, mut entry) = (None, None);
        let text = match kept.what {
            What::Words | What::Amount(_) => core(),
            What::Date(_) => {
                date = kept.date;
                (date.as_ref()).map_or(String::new(), |date| date.as_str().to_owned())
            }
            What::Entry(number) => {
                let number = self.of_page(number, || self.words(kept.core));
                entry = Some(number);
                // A body keeps the name it is printed with: "Ministry of Defense" in one report, "Defence" in another.
                let listed = self.lists.entry(number).filter(|_| kept.kind != Kind::ORG);
                match listed {
                    // A resolution is voted on its day; of a conference the text does not say the days.
                    Some(resolution) if kept.kind == Kind::RESOLUTION => {
                        date.clone_from(&resolution.date);
                        resolution.id.clone()
                    }
                    Some(listed) => {
                        date.clone_from(&listed.month);
                        listed.name.clone()
                    }
                    None => {
                        let name = core();
                        name.strip_prefix("The ").map(str::to_owned).unwrap_or(name)
                    }
                }
            }
            What::Text(_) => kept.text,
            What::Speaker => {
                let speaker = self.last_speaker.map(|kept| self.words(kept.core));
                speaker.unwrap_or_default()
            }
            What::Topic => self.subject.name.clone(),
        };
        SlotValue {
            text,
            words,
            span: kept.span,
            amount: None,
            date,
            entry,
        }
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

/// Is it one line with single spaces and nothing that could be a marker?
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        let is_plain = match byte {
            b' ' => before != b' ',
            b'\t'..=b'\r' | b'[' => false,
            _ => byte.is_ascii(),
        };
        if !is_plain {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// A value that is only its words.
pub(crate) fn plain(text: &str) -> SlotValue {
    SlotValue {
        text: text.to_owned(),
        words: text.to_owned(),
        ..SlotValue::default()
    }
}

/// What a rule itself says.
pub(crate) fn constant(text: &str) -> SlotValue {
    SlotValue {
        date: text.parse().ok(),
        ..plain(text)
    }
}

/// How a map of codes looks a slot up: the folded words, or the folded name.
pub(crate) fn keys(value: &SlotValue) -> [String; 2] {
    [folded(&value.words), folded(&value.text)]
}
