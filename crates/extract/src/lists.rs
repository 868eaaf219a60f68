//! The vocabulary's lists as one set of phrases: states, treaties, devices, units, and any list an analyst adds.

use std::collections::BTreeMap;

use whitestone_model::{Edtf, Vocabulary};

use crate::lexicon::{Lexicon, begins, folded, is_folded};
use crate::mention::{Kind, Kinds, Mask};
use crate::token::{CAPITAL, Token, UPPER, words_of};
use crate::trie::Trie;

/// One entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub list: String,
    pub id: String,
    pub name: String,
    pub dimension: String,
    /// Attribute `kind`: a device that is a `model`.
    pub kind: String,
    /// Attribute `treaty`: under which a meeting is held.
    pub treaty: String,
    /// Its day, and the same to the month: the list knows the days of a conference, a text does not say them.
    pub date: Option<Edtf>,
    pub month: Option<Edtf>,
    pub type_: Kind,
    /// The entry that it is under.
    above: Option<u32>,
}

/// One written form of an entry.
#[derive(Debug, Clone, Copy)]
struct Form {
    entry: u32,
    kind: Kind,
    /// Flags its first word must carry: an acronym is written in capitals, a name begins with one.
    case: u16,
}

/// All lists.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    pub entries: Vec<Listed>,
    /// The entries of states by their ids.
    states: BTreeMap<String, u32>,
    forms: Vec<Form>,
    trie: Trie,
}

impl Lists {
    pub fn compile(vocabulary: &Vocabulary, kinds: &mut Kinds, lexicon: &mut Lexicon) -> Self {
        let mut lists = Self::default();
        for (name, list) in &vocabulary.lists {
            let kind = kinds.of_list(name);
            let first = lists.entries.len();
            for entry in list.entries.values() {
                let number = u32::try_from(lists.entries.len()).unwrap_or(u32::MAX);
                let date: Option<Edtf> = entry.date.parse().ok().filter(Edtf::is_stated);
                lists.entries.push(Listed {
                    list: name.clone(),
                    id: entry.id.clone(),
                    name: entry.name.clone(),
                    dimension: attribute(&entry.attributes, "dimension"),
                    kind: attribute(&entry.attributes, "kind"),
                    treaty: attribute(&entry.attributes, "treaty"),
                    month: date.clone().map(by_month),
                    date,
                    type_: kind,
                    above: None,
                });
                lists.add_form(&entry.name, number, kind, lexicon);
                // Keys such as KGZ are no words; those of devices, units and resolutions are.
                if ![Kind::STATE, Kind::ORG].contains(&kind) {
                    lists.add_form(&entry.id, number, kind, lexicon);
                }
                for alias in &entry.aliases {
                    lists.add_form(alias, number, kind, lexicon);
                }
                for adjective in &entry.adjectives {
                    lists.add_form(adjective, number, Kind::DEMONYM, lexicon);
                }
            }
            let numbers: BTreeMap<&str, u32> = (list.entries.values())
                .zip(u32::try_from(first).unwrap_or(u32::MAX)..)
                .map(|(entry, number)| (entry.id.as_str(), number))
                .collect();
            let listed = lists.entries.iter_mut().skip(first);
            for (listed, entry) in listed.zip(list.entries.values()) {
                listed.above = numbers.get(entry.parent.as_str()).copied();
            }
            if name == "states" {
                let owned = |(id, number): (&str, u32)| (id.to_owned(), number);
                lists.states = numbers.into_iter().map(owned).collect();
            }
        }
        lists
    }

    fn add_form(&mut self, written: &str, entry: u32, kind: Kind, lexicon: &mut Lexicon) {
        let letters = written.chars().filter(|c| c.is_alphabetic());
        let one_word = !written.trim().contains([' ', '-']);
        let first_capital = written.chars().next().is_some_and(char::is_uppercase);
        let all_capitals = first_capital && letters.clone().all(char::is_uppercase);
        let case = match (one_word, all_capitals, first_capital) {
            (true, true, _) if letters.count() > 1 => UPPER,
            (true, _, true) => CAPITAL,
            _ => 0,
        };
        let number = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.forms.push(Form { entry, kind, case });
        let words = words_of(written, lexicon);
        self.trie.insert(&words, number);
        lexicon.mark(words.first().copied(), begins::LISTED);
        if let (Kind::UNIT, [word]) = (kind, words.as_slice()) {
            lexicon.mark([*word], begins::UNIT);
        }
        if kind == Kind::CURRENCY {
            lexicon.mark(words.first().copied(), begins::MONEY);
            if let [word] = words.as_slice() {
                lexicon.mark([*word], begins::CURRENCY);
            }
        }
        // A common noun may stand in the plural.
        let last_is_common = written
            .rsplit(' ')
            .next()
            .is_some_and(|w| w.len() > 2 && w.chars().all(char::is_lowercase));
        if last_is_common && !written.ends_with('s') && kind == Kind::DEVICE {
            let plural = words_of(&format!("{written}s"), lexicon);
            lexicon.mark(plural.first().copied(), begins::LISTED);
            self.trie.insert(&plural, number);
        }
    }

    /// The entry of the state with this id.
    pub fn state(&self, id: &str) -> Option<u32> {
        self.states.get(id).copied()
    }

    pub fn entry(&self, number: u32) -> Option<&Listed> {
        self.entries.get(number as usize)
    }

    /// Calls `found(end, kind, entry)` for everything on a list that begins at `at`.
    pub fn walk(&self, tokens: &[Token], at: usize, mut found: impl FnMut(usize, Kind, u32)) {
        let Some(first) = tokens.get(at).filter(|t| t.may_begin(begins::LISTED)) else {
            return;
        };
        self.trie.walk(tokens, at, |end, number| {
            if let Some(form) = self.forms.get(number as usize)
                && first.flags & form.case == form.case
            {
                found(end, form.kind, form.entry);
            }
        });
    }

    /// Entries whose attribute `kind` is this.
    pub fn of_kind(&self, kind: &str) -> Vec<u32> {
        self.numbers(|entry| !kind.is_empty() && entry.kind == kind)
    }

    /// The entry with this id or name, and all below it; or all entries of this kind.
    pub fn under(&self, name: &str) -> Vec<u32> {
        let tops =
            self.numbers(|e| e.id.eq_ignore_ascii_case(name) || e.name.eq_ignore_ascii_case(name));
        if tops.is_empty() {
            return self.of_kind(name);
        }
        let mut all: Vec<u32> = (0..u32::try_from(self.entries.len()).unwrap_or(0))
            .filter(|&entry| {
                tops.iter()
                    .any(|&top| top == entry || self.is_under(entry, top))
            })
            .collect();
        all.sort_unstable();
        all
    }

    fn numbers(&self, wanted: impl Fn(&Listed) -> bool) -> Vec<u32> {
        (0u32..)
            .zip(&self.entries)
            .filter(|(_, entry)| wanted(entry))
            .map(|(number, _)| number)
            .collect()
    }

    /// The entry of the same name under another treaty: its name goes on with that of the treaty. Only the bare name
    /// as printed is taken for the other's.
    pub fn of_treaty(
        &self,
        number: u32,
        treaty: &str,
        printed: impl FnOnce() -> String,
    ) -> Option<u32> {
        let one = self.entry(number)?;
        if one.treaty.is_empty()
            || one.treaty == treaty
            || !is_folded(&printed(), &folded(&one.name))
        {
            return None;
        }
        let goes_on = |other: &Listed| {
            let rest = other.name.strip_prefix(one.name.as_str());
            other.treaty == treaty && rest.is_some_and(|rest| rest.starts_with(' '))
        };
        self.numbers(goes_on).first().copied()
    }

    /// The types of these entries.
    pub fn mask_of(&self, entries: &[u32]) -> Mask {
        (entries.iter())
            .filter_map(|entry| self.entry(*entry))
            .fold(0, |mask, entry| mask | entry.type_.bit())
    }

    /// Is `ancestor` above `entry` in its list?
    pub fn is_under(&self, entry: u32, ancestor: u32) -> bool {
        let above = |entry: &u32| self.entry(*entry)?.above;
        let parents = std::iter::successors(above(&entry), above);
        // No list is deeper, and one that runs in a circle has an end.
        parents.take(8).any(|parent| parent == ancestor)
    }
}

/// A date to the month, both ends of a span of days.
fn by_month(date: Edtf) -> Edtf {
    let month = |day: &str| day.get(..7).unwrap_or(day).to_owned();
    let text = match date.as_str().split_once('/') {
        Some((first, last)) if month(first) == month(last) => month(first),
        Some((first, last)) => format!("{}/{}", month(first), month(last)),
        None => month(date.as_str()),
    };
    text.parse().unwrap_or(date)
}

fn attribute(attributes: &BTreeMap<String, String>, name: &str) -> String {
    attributes.get(name).cloned().unwrap_or_default()
}
