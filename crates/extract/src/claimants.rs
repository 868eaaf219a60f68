//! Who says it: the speakers of the frames, and the person whom the cited note names.
//!
//! The speaker comes first, whoever relays him after. "A military official" of the text is the colonel of the note;
//! a ministry, a state or "officials" speak for themselves, and the colonel relays them.

use whitestone_model::Edtf;
use whitestone_model::document::Citation;

use crate::matcher::Bound;
use crate::mention::{Kind, What};
use crate::site::Site;

/// A speaker of the text.
struct Speaker {
    name: String,
    /// One person without a name: "an official", "he".
    unnamed: bool,
    /// A person with a name.
    person: bool,
}

impl Site<'_> {
    /// All claimants, speaker first. `apart`: the sentence dates several statements, and this is one of them.
    pub fn claimants(
        &self,
        explicit: Option<String>,
        notes: &[usize],
        said: Option<&Edtf>,
        apart: bool,
    ) -> Vec<String> {
        let mut speakers: Vec<Speaker> = Vec::new();
        let mut add = |speaker: Speaker| {
            let known = |s: &Speaker| s.name == speaker.name;
            if !speaker.name.is_empty() && !speakers.iter().any(known) {
                speakers.push(speaker);
            }
        };
        if let Some(name) = explicit {
            add(self.speaker(name, false, false));
        }
        for frame in self.frames {
            for name in &frame.named {
                add(self.speaker(name.clone(), false, false));
            }
            for bound in [&frame.speaker, &frame.relay].into_iter().flatten() {
                let (kind, what) = self.kind_of(bound);
                for value in self.names.values(self.view, bound) {
                    let pronoun = what == Some(What::Speaker);
                    add(self.speaker(value.text, kind == Some(Kind::PERSON), pronoun));
                }
            }
        }
        self.with_source(&speakers, notes, said, apart)
    }

    fn kind_of(&self, bound: &Bound) -> (Option<Kind>, Option<What>) {
        let mention = bound
            .mentions()
            .next()
            .and_then(|number| self.view.mentions.get(number as usize));
        (mention.map(|m| m.kind), mention.map(|m| m.what))
    }

    fn speaker(&self, name: String, person: bool, pronoun: bool) -> Speaker {
        let name = if self.rules.tables.is_government(&name) {
            format!("{name} of {}", self.subject.name)
        } else {
            name
        };
        let role = self.rules.tables.is_one_person(&name);
        let unnamed = role || (pronoun && !self.names.last_speaker_is_person());
        Speaker {
            person: person && !role,
            unnamed,
            name,
        }
    }

    /// The person of the note takes the place of one whom the text does not name, and stands behind all others.
    fn with_source(
        &self,
        speakers: &[Speaker],
        notes: &[usize],
        said: Option<&Edtf>,
        apart: bool,
    ) -> Vec<String> {
        let mut names: Vec<String> = speakers.iter().map(|s| s.name.clone()).collect();
        let Some(first) = speakers.first().filter(|first| !first.person) else {
            return names;
        };
        let own = self.own_note_before().filter(|_| first.unnamed);
        let cited = self.sources(notes, said);
        let Some(person) = own
            .and_then(person)
            .or_else(|| cited.into_iter().find_map(person))
        else {
            return names;
        };
        if names.contains(&person) {
            return names;
        }
        match names.first_mut() {
            Some(name) if first.unnamed || apart => *name = person,
            _ => names.push(person),
        }
        names
    }
}

/// Who spoke or wrote, with his role: of somebody's own words, where one person is named.
fn person(citation: &Citation) -> Option<String> {
    let [name] = citation.persons.as_slice() else {
        return None;
    };
    if !crate::spoken::is_talk(citation.kind) || citation.confidential || !name.contains(' ') {
        return None;
    }
    let role = citation.role.trim();
    if role.is_empty() || name.contains(role) {
        Some(name.clone())
    } else {
        Some(format!("{name}, {role}"))
    }
}
