//! Reading a document: sentence by sentence, rule by rule, into candidates.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use whitestone_model::document::{BlockKind, Document, Sentence};
use whitestone_model::{Absence, Assertion, Candidate, Edtf, Origin, Span, Subject};

use crate::binding::{Bindings, Kept, Resolver};
use crate::emit::Proposal;
use crate::frames::{Frame, FrameKind, settle};
use crate::matcher::{Match, Matcher};
use crate::memory::topic_of;
use crate::mention::View;
use crate::met::Met;
use crate::pattern::Pattern;
use crate::pointed::{Pointer, Unread};
use crate::positions::Positions;
use crate::recognise::Recogniser;
use crate::rule::{Place, Rule};
use crate::ruleset::RuleSet;
use crate::site::Site;
use crate::token::{SIGN, Token};
use crate::trie::Trie;
use crate::trigger::Of;

impl RuleSet {
    /// All candidates of a document, in the order of their evidence, property and rule.
    pub fn extract(&self, document: &Document) -> Vec<Candidate> {
        let mut run = Run::new(self, document);
        run.document();
        let summary = self.tables.summary();
        summary
            .into_iter()
            .for_each(|part| crate::restate::restate(&mut run.found, part));
        crate::settle::settle(run.found)
    }
}

/// What was read of one unit of text: its view, what it stands in, and its frames once somebody asked.
pub(crate) struct Unit<'d> {
    pub place: Place,
    pub block: usize,
    pub ranges: &'d [Span],
    pub markers: &'d [usize],
    /// The next markers further on in the paragraph.
    pub later: &'d [usize],
}

/// One document being read.
pub(crate) struct Run<'r> {
    pub rules: &'r RuleSet,
    pub document: &'r Document,
    pub subject: Arc<Subject>,
    pub topic: Option<u32>,
    pub topic_words: Vec<String>,
    /// Last date and last speaker of the paragraph.
    pub last_date: Option<Edtf>,
    /// Last date of the paragraph before the sentence that is read.
    pub earlier: Option<Edtf>,
    pub last_speaker: Option<Kept>,
    /// For each type of `nearest:`, the last one met.
    pub latest: Vec<Option<Kept>>,
    /// The same where a note is cited that says more than its source.
    pub at_notes: BTreeMap<usize, Vec<Option<Kept>>>,
    /// The same of the running text, while such a note is read.
    pub outside: Option<Vec<Option<Kept>>>,
    /// Treaties that headings and titles named so far, last one last.
    pub page: Vec<u32>,
    /// Who began a quotation that is still open.
    pub quoting: Option<Vec<String>>,
    /// Who spoke in the sentence before, where one marker documents it together with those that follow.
    pub saying: Option<Vec<String>>,
    /// The part of the document being read, where it has a name: key developments, key data, a table.
    part: Option<String>,
    pub paragraph: Option<usize>,
    headings: BTreeMap<usize, View>,
    /// What a heading binds for a rule, by their numbers.
    sections: FxHashMap<(usize, usize), Option<Bindings>>,
    /// The heading whose view `aside` holds.
    heading: Option<usize>,
    /// What the unit being read meets, and a second one for headings; kept for their memory.
    pub met: Met,
    aside: Met,
    /// Only this rule, for its examples.
    pub only: Option<usize>,
    pub found: Vec<Found>,
    /// Claims that somebody points at, and what was read there, by their number.
    pub pointers: &'r [Pointer],
    pub pointed: BTreeMap<usize, Result<Assertion, Unread>>,
    hits: u32,
}

/// A candidate, with what tells it from its rivals: the match it came from and the qualifiers that were guessed.
pub(crate) struct Found {
    pub candidate: Candidate,
    pub hit: u32,
    pub guessed: Vec<String>,
}

impl<'r> Run<'r> {
    pub fn new(rules: &'r RuleSet, document: &'r Document) -> Self {
        let subject = (document.meta.subject.clone()).unwrap_or_else(|| Subject::state("", ""));
        let (topic, topic_words) = topic_of(rules, &subject);
        Self {
            rules,
            document,
            subject: subject.into(),
            topic,
            topic_words,
            last_date: None,
            earlier: None,
            last_speaker: None,
            latest: vec![None; rules.nearest.len()],
            at_notes: BTreeMap::new(),
            outside: None,
            page: Vec::new(),
            quoting: None,
            saying: None,
            part: None,
            paragraph: None,
            headings: BTreeMap::new(),
            sections: FxHashMap::default(),
            heading: None,
            met: Met::default(),
            aside: Met::default(),
            only: None,
            found: Vec::new(),
            pointers: &[],
            pointed: BTreeMap::new(),
            hits: 0,
        }
    }

    fn recogniser(&self) -> Recogniser<'_> {
        Recogniser {
            lexicon: &self.rules.lexicon,
            tables: &self.rules.tables,
            lists: &self.rules.lists,
            phrases: &self.rules.sets.phrases,
            text: &self.document.text,
            topic: self.topic,
            topic_words: &self.topic_words,
        }
    }

    /// Reads a stretch of text.
    pub fn read(&mut self, ranges: &[Span], view: &mut View) {
        let mut before = self.last_date.take();
        let recogniser = self.recogniser();
        recogniser.cut(ranges, view);
        recogniser.recognise(view, &mut before);
        self.last_date = before;
    }

    pub fn document(&mut self) {
        let document = self.document;
        let mut view = View::default();
        let mut by_block: Vec<Vec<&Sentence>> = vec![Vec::new(); document.blocks.len()];
        for sentence in &document.sentences {
            if let Some(list) = by_block.get_mut(sentence.block) {
                list.push(sentence);
            }
        }
        for (number, (block, sentences)) in document.blocks.iter().zip(by_block).enumerate() {
            self.part = self.rules.tables.part(document, number).map(str::to_owned);
            if !document.meta.parts.is_empty() {
                self.turn_to(number);
            }
            match block.kind {
                BlockKind::Boilerplate => {}
                BlockKind::Row => crate::row::read(self, number),
                BlockKind::Heading | BlockKind::Title => {
                    let ranges = [block.span];
                    self.sentence(&unit(number, block.kind, &ranges, &[]), &mut view);
                }
                _ => {
                    self.enter(number);
                    self.enter_note(sentences.first().and_then(|s| s.note));
                    let from = self.found.len();
                    for (at, sentence) in sentences.iter().enumerate() {
                        let in_note = sentence.note.is_some();
                        let kind = if in_note { BlockKind::Note } else { block.kind };
                        let rest = sentences.get(at..).unwrap_or_default();
                        let markers =
                            crate::quotation::markers(document, rest, self.quoting.is_some());
                        let mut unit = unit(number, kind, &sentence.ranges, markers);
                        unit.later = crate::quotation::later(rest);
                        self.sentence(&unit, &mut view);
                    }
                    self.note_at_the_end(from, &sentences);
                }
            }
        }
    }

    pub fn sentence(&mut self, unit: &Unit<'_>, view: &mut View) {
        self.read(unit.ranges, view);
        if view.len() == 0 {
            return;
        }
        let mut met = std::mem::take(&mut self.met);
        self.rules.triggers.meet(view, &mut met);
        let sight = Sight { view, met: &met };
        let mut frames: Option<Vec<Frame>> = None;
        if let Some(speakers) = &self.quoting {
            let mut all = self.rules.frames_in(sight);
            all.insert(0, Frame::quotation(speakers));
            frames = Some(all);
        } else if let Some(speakers) = self.saying.take() {
            let mut all = self.rules.frames_in(sight);
            let speaks = all.iter().any(|f| f.kind == FrameKind::Speech);
            let tables = &self.rules.tables;
            let points_back = (view.tokens.iter()).any(|t| tables.points_back.contains(&t.word));
            if !speaks && points_back && !tables.tenses.parts.contains(&view.word(0)) {
                all.insert(0, Frame::quotation(&speakers));
            }
            frames = Some(all);
        }
        let rules = self.rules;
        for ((rule, number), starts) in rules.triggers.worth_trying(Of::Rules(unit.place), &met) {
            if self.only.is_some_and(|only| only != rule as usize) {
                continue;
            }
            if let Some(rule) = rules.rules.get(rule as usize)
                && let Some(pattern) = rule.patterns.get(number as usize)
            {
                self.apply(rule, (pattern, starts), unit, sight, &mut frames);
            }
        }
        self.follow_pointers(unit, sight, &mut frames);
        if unit.markers.is_empty() && !unit.later.is_empty() {
            let frames = frames.get_or_insert_with(|| rules.frames_in(sight));
            self.saying = self.speakers(frames, view);
        }
        self.follow_quotation(unit.ranges, sight, frames);
        self.met = met;
        // A list of news is no story: what stands in a summary does not count from the sentence before.
        let told = crate::when::told(view, &self.rules.tables).filter(|_| self.part.is_none());
        self.earlier = told.or(self.earlier.take());
        self.remember(unit.place, unit.markers, view);
    }

    fn apply(
        &mut self,
        rule: &Rule,
        (pattern, starts): (&Pattern, Positions),
        unit: &Unit<'_>,
        sight: Sight<'_>,
        frames: &mut Option<Vec<Frame>>,
    ) {
        let rules = self.rules;
        let matcher = rules.matcher(sight);
        let view = sight.view;
        let Some(bindings) = self.under_heading(rule, unit.block) else {
            return;
        };
        let mut hits = matcher.all(pattern, starts);
        let Some(first) = hits.next() else {
            return;
        };
        if rule.unless.iter().any(|p| matcher.fits(p)) {
            return;
        }
        let required: Option<Vec<Match>> =
            (rule.require.iter().map(|p| matcher.first(p))).collect();
        let Some(required) = required else {
            return;
        };
        let frames = frames.get_or_insert_with(|| rules.frames_in(sight));
        for hit in std::iter::once(first).chain(hits) {
            if rule.is_silenced_near(&hit, &matcher) {
                continue;
            }
            let mut bindings = bindings.clone();
            let names = self.names();
            for part in std::iter::once(&hit).chain(&required) {
                names.bind(view, part, &mut bindings);
            }
            let proposals = self.proposals(rule, &hit, unit, sight, frames, &bindings);
            self.propose(rule, proposals);
        }
    }

    /// Takes the proposals of one match.
    pub fn propose(&mut self, rule: &Rule, proposals: Vec<Proposal>) {
        self.hits += 1;
        for Proposal {
            mut assertion,
            guessed,
        } in proposals
        {
            if let Some(part) = &self.part {
                let qualifiers = Arc::make_mut(&mut assertion.qualifiers);
                let section = qualifiers.entry("section".to_owned());
                section.or_insert_with(|| part.clone());
            }
            let origin = Origin {
                rule: rule.spec.id.clone(),
                rules_version: self.rules.version().to_owned(),
            };
            self.found.push(Found {
                candidate: Candidate {
                    assertion: Arc::new(assertion),
                    origin,
                },
                hit: self.hits,
                guessed,
            });
        }
    }

    fn proposals(
        &self,
        rule: &Rule,
        hit: &Match,
        unit: &Unit<'_>,
        sight: Sight<'_>,
        frames: &[Frame],
        bindings: &Bindings,
    ) -> Vec<Proposal> {
        let view = sight.view;
        let governing = self.rules.governing(frames, hit, sight);
        if rule.refuses_negation
            && (governing.iter()).any(|f| {
                f.kind == FrameKind::Negation && !(hit.start <= f.start && f.end <= hit.end)
            })
        {
            return Vec::new();
        }
        let site = Site {
            document: self.document,
            rules: self.rules,
            names: self.names(),
            subject: &self.subject,
            view,
            ranges: unit.ranges,
            markers: unit.markers,
            later: unit.later,
            frames: &governing,
            quote: hit.quote,
            matched: (hit.start, hit.end),
            evidence: view.span(hit.quote.0, hit.quote.1),
            cell: None,
            in_note: unit.place == Place::Note,
            earlier: self.earlier.as_ref(),
            latest: &self.latest,
        };
        (rule.emits.iter())
            .flat_map(|emit| site.proposals(emit, bindings))
            .collect()
    }

    pub fn names(&self) -> Resolver<'_> {
        Resolver {
            document: self.document,
            lists: &self.rules.lists,
            subject: &self.subject,
            last_speaker: self.last_speaker.as_ref(),
            page: &self.page,
        }
    }

    /// The slots of a rule as the heading above binds them; `None` where it does not hold what the rule asks for.
    pub fn under_heading(&mut self, rule: &Rule, block: usize) -> Option<Bindings> {
        let mut bindings = Bindings::new();
        let Some(pattern) = &rule.section else {
            return Some(bindings);
        };
        let heading = self.document.blocks.get(block)?.section?;
        let known = (heading, rule.number);
        if let Some(bound) = self.sections.get(&known) {
            return bound.clone();
        }
        let fits = self.bind_heading(pattern, heading, &mut bindings);
        let bound = fits.then_some(bindings);
        self.sections.insert(known, bound.clone());
        bound
    }

    fn bind_heading(&mut self, pattern: &Pattern, heading: usize, bindings: &mut Bindings) -> bool {
        let Some(span) = self.document.blocks.get(heading).map(|b| b.span) else {
            return false;
        };
        if !self.headings.contains_key(&heading) {
            let mut view = View::default();
            let before = self.last_date.clone();
            self.read(&[span], &mut view);
            self.last_date = before;
            self.headings.insert(heading, view);
        }
        let Some(view) = self.headings.get(&heading) else {
            return false;
        };
        if self.heading.replace(heading) != Some(heading) {
            self.rules.triggers.meet(view, &mut self.aside);
        }
        let sight = Sight {
            view,
            met: &self.aside,
        };
        let matcher = self.rules.matcher(sight);
        let Some(hit) = matcher.first(pattern) else {
            return false;
        };
        self.names().bind(view, &hit, bindings);
        true
    }
}

/// A unit of text in a block of this kind.
pub(crate) fn unit<'d>(
    block: usize,
    kind: BlockKind,
    ranges: &'d [Span],
    markers: &'d [usize],
) -> Unit<'d> {
    Unit {
        place: Place::of(kind).unwrap_or(Place::Body),
        block,
        ranges,
        markers,
        later: &[],
    }
}

/// A view with what it meets.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub view: &'a View,
    pub met: &'a Met,
}

impl RuleSet {
    pub(crate) fn matcher<'a>(&'a self, sight: Sight<'a>) -> Matcher<'a> {
        Matcher {
            view: sight.view,
            triggers: &self.triggers,
            met: sight.met,
            signs: &self.tables.signs,
        }
    }

    /// All frames of a sentence.
    pub(crate) fn frames_in(&self, sight: Sight<'_>) -> Vec<Frame> {
        let matcher = self.matcher(sight);
        let mut found = Vec::new();
        for ((number, at), starts) in self.triggers.worth_trying(Of::Frames, sight.met) {
            if let Some(frame) = self.frames.get(number as usize)
                && let Some(pattern) = frame.patterns.get(at as usize)
            {
                frame.find(pattern, starts, &matcher, &mut found);
            }
        }
        settle(found)
    }

    /// The frames that govern a match, nearest first.
    pub(crate) fn governing<'f>(
        &self,
        frames: &'f [Frame],
        hit: &Match,
        sight: Sight<'_>,
    ) -> Vec<&'f Frame> {
        let matcher = self.matcher(sight);
        let (start, end) = hit.quote;
        let mut governing: Vec<&Frame> = (frames.iter())
            .filter(|f| f.governs(start, end, &matcher, &self.ends))
            .collect();
        governing.sort_by_key(|f| {
            if f.end <= start {
                start - f.end
            } else {
                f.start.saturating_sub(end)
            }
        });
        governing
    }
}

/// What a cell says instead of a value.
pub(crate) fn absence_of(rules: &RuleSet, view: &View) -> Option<Absence> {
    let is_sign = |token: &Token| token.is(SIGN);
    let start = view.tokens.iter().take_while(|t| is_sign(t)).count();
    let whole = |trie: &Trie| {
        trie.longest(&view.tokens, start).is_some_and(|(end, _)| {
            let rest = view.tokens.get(end..).unwrap_or_default();
            rest.iter().all(is_sign)
        })
    };
    if whole(&rules.tables.unknown_cells) {
        Some(Absence::Unknown)
    } else if whole(&rules.tables.none_cells) {
        Some(Absence::None)
    } else {
        None
    }
}
