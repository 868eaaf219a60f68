//! What a text remembers from one sentence to the next: dates, speakers, open quotations, what was named last.

use std::sync::Arc;

use whitestone_model::document::{Citation, CitationKind, Sentence};
use whitestone_model::{Assertion, Modality, Span, Subject};

use crate::binding::{Kept, keep};
use crate::engine::{Run, Sight};
use crate::frames::{Frame, FrameKind};
use crate::mention::{Kind, Mention, View, What};
use crate::rule::Place;
use crate::ruleset::RuleSet;

impl Run<'_> {
    /// In a report on several countries each part has its own.
    pub fn turn_to(&mut self, block: usize) {
        if let Some(subject) = self.document.subject_of(block)
            && *subject != *self.subject
        {
            (self.topic, self.topic_words) = topic_of(self.rules, subject);
            self.subject = subject.clone().into();
        }
    }

    /// A new paragraph forgets the dates and speakers of the one before.
    pub fn enter(&mut self, block: usize) {
        if self.paragraph.replace(block) != Some(block) {
            self.last_date = None;
            self.earlier = None;
            self.last_speaker = None;
            self.quoting = None;
            self.saying = None;
            // What stands on a list is remembered through the document, a mere name only in its paragraph.
            let free = Kind::PLACE.bit() | Kind::NAME.bit() | Kind::ORG.bit() | Kind::PERSON.bit();
            for (nearest, latest) in self.rules.nearest.iter().zip(&mut self.latest) {
                if nearest.wanted.mask & free != 0 {
                    *latest = None;
                }
            }
        }
    }

    /// Remembers who began a quotation that the sentence leaves open, and forgets him where it closes.
    pub fn follow_quotation(
        &mut self,
        ranges: &[Span],
        sight: Sight<'_>,
        frames: Option<Vec<Frame>>,
    ) {
        let quote = self.rules.tables.signs.quote;
        let mut tokens = sight.view.tokens.iter();
        if self.quoting.is_none() && !tokens.any(|token| token.word == quote) {
            return;
        }
        let open = crate::quotation::stays_open(self.document, ranges, self.quoting.is_some());
        if !open {
            self.quoting = None;
        } else if self.quoting.is_none() {
            let frames = frames.unwrap_or_else(|| self.rules.frames_in(sight));
            let speech = frames.iter().any(|f| f.kind == FrameKind::Speech);
            let speakers = self.speakers(&frames, sight.view);
            self.quoting = speech.then(|| speakers.unwrap_or_default());
        }
    }

    /// Whom the last frame of speech in the sentence names.
    pub fn speakers(&self, frames: &[Frame], view: &View) -> Option<Vec<String>> {
        let speech = frames.iter().rev().find(|f| f.kind == FrameKind::Speech)?;
        let mut named = speech.named.clone();
        if let Some(bound) = &speech.speaker {
            let values = self.names().values(view, bound);
            named.extend(values.into_iter().map(|value| value.text));
        }
        named.retain(|name| !name.is_empty());
        (!named.is_empty()).then_some(named)
    }

    /// The first person or role of the sentence is whom "he" means next; the last of each type is its nearest.
    pub fn remember(&mut self, place: Place, markers: &[usize], view: &View) {
        self.remember_speaker(view);
        if matches!(place, Place::Heading | Place::Title) {
            self.remember_page(view);
        }
        // A note speaks of what its sentence speaks of; its sources name places of their own.
        if place == Place::Note {
            return;
        }
        for (at, marker) in markers.iter().enumerate() {
            let note = self.document.markers.get(*marker).and_then(|m| m.note);
            if let Some(note) = note.filter(|note| self.says_more(*note)) {
                let end = view.breaks.get(at).map_or(usize::MAX, |b| usize::from(*b));
                let mut latest = self.latest.clone();
                update(&mut latest, self.rules, view, end);
                self.at_notes.insert(note, latest);
            }
        }
        update(&mut self.latest, self.rules, view, usize::MAX);
    }

    /// Does a note explain, and not only name its source? Then it has more words than its citations.
    fn says_more(&self, note: usize) -> bool {
        let Some(note) = self.document.notes.get(note) else {
            return false;
        };
        let explains = |c: &Citation| c.kind == CitationKind::Explanatory;
        let mut at = note.span.start;
        let mut free = 0;
        for citation in &note.citations {
            free = free.max(citation.span.start.saturating_sub(at));
            at = at.max(citation.span.end);
        }
        note.citations.iter().any(explains) || free.max(note.span.end.saturating_sub(at)) > 40
    }

    /// A note takes up what was spoken of where it is cited.
    pub fn enter_note(&mut self, note: Option<usize>) {
        let Some(note) = note else {
            self.latest = self
                .outside
                .take()
                .unwrap_or_else(|| std::mem::take(&mut self.latest));
            return;
        };
        if let Some(latest) = self.at_notes.remove(&note) {
            let before = std::mem::replace(&mut self.latest, latest);
            self.outside.get_or_insert(before);
        }
    }

    /// A paragraph in the compiler's own voice whose only marker stands at its end is documented by it as a whole.
    pub fn note_at_the_end(&mut self, from: usize, sentences: &[&Sentence]) {
        let Some((last, before)) = sentences.split_last() else {
            return;
        };
        if last.note.is_some() || before.iter().any(|s| !s.markers.is_empty()) {
            return;
        }
        let markers = &self.document.markers;
        let at_end = |marker: &&usize| {
            let end = last.ranges.last().map_or(0, |range| range.end);
            markers
                .get(**marker)
                .is_some_and(|m| m.span.start + 1 >= end)
        };
        let labels: Arc<[String]> = (last.markers.iter().filter(at_end))
            .filter_map(|marker| Some(markers.get(*marker)?.label.clone()))
            .collect();
        if labels.is_empty() || labels.len() < last.markers.len() {
            return;
        }
        let found = self.found.get_mut(from..).unwrap_or_default();
        let own = |a: &Assertion| a.modality == Modality::Asserted && a.claimants.is_empty();
        let in_last = |a: &Assertion| {
            let mut ranges = a.passages().flat_map(|p| &p.ranges);
            ranges
                .next()
                .is_some_and(|range| range.start >= last.span().start)
        };
        let mut ends = (found.iter())
            .map(|f| &*f.candidate.assertion)
            .filter(|a| in_last(a))
            .peekable();
        if ends.peek().is_none() || !ends.all(own) {
            return;
        }
        for found in found {
            let assertion = &found.candidate.assertion;
            if own(assertion) && assertion.notes.is_empty() {
                Arc::make_mut(&mut found.candidate.assertion)
                    .notes
                    .clone_from(&labels);
            }
        }
    }

    /// What the headings name is what the text below them is about.
    fn remember_page(&mut self, view: &View) {
        for mention in &view.mentions {
            if let (Kind::TREATY, What::Entry(entry)) = (mention.kind, mention.what) {
                self.page.retain(|known| *known != entry);
                self.page.push(entry);
            }
        }
    }

    fn remember_speaker(&mut self, view: &View) {
        let named = |kind: Kind| {
            view.mentions
                .iter()
                .find(move |m| m.kind == kind && m.what == What::Words)
        };
        let person = || {
            let names = self.names();
            let core = |m: &Mention| names.words(view.span(m.core.0.into(), m.core.1.into()));
            view.mentions.iter().find(|m| {
                m.kind == Kind::SPEAKER
                    && m.what == What::Words
                    && self.rules.tables.is_one_person(&core(m))
            })
        };
        if let Some(mention) = named(Kind::PERSON)
            .or_else(person)
            .or_else(|| named(Kind::SPEAKER))
        {
            self.last_speaker = Some(keep(view, mention));
        }
    }
}

/// The list entry of the country a text is about; the words of its name, if it is on no list.
pub(crate) fn topic_of(rules: &RuleSet, subject: &Subject) -> (Option<u32>, Vec<String>) {
    let topic = rules.lists.state(&subject.id);
    let words = match topic {
        Some(_) => Vec::new(),
        None => subject.name.split_whitespace().map(str::to_owned).collect(),
    };
    (topic, words)
}

/// What was named last, up to a token of the sentence.
fn update(latest: &mut [Option<Kept>], rules: &RuleSet, view: &View, end: usize) {
    for (nearest, place) in rules.nearest.iter().zip(latest) {
        if let Some(mention) = nearest.last(view, end, &rules.tables) {
            *place = Some(keep(view, mention));
        }
    }
}
