//! Why did a rule fire, and why did another not?

use std::fmt;
use std::ops::Range;

use whitestone_model::Span;
use whitestone_model::document::{BlockKind, Document};

use crate::engine::{Run, Sight};
use crate::frames::FrameKind;
use crate::matcher::Match;
use crate::mention::{Mention, View};
use crate::met::Met;
use crate::pattern::Pattern;
use crate::rule::{Place, Rule};
use crate::ruleset::RuleSet;

/// What the engine saw in some sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// Sentence by sentence.
    pub sentences: Vec<SentenceExplanation>,
}

/// What the engine saw in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SentenceExplanation {
    /// Its words.
    pub text: String,
    /// The heading above it.
    pub section: String,
    /// Tokens as patterns see them; a word that no rule knows has a dot before it.
    pub tokens: Vec<String>,
    /// Mentions: type, words, value.
    pub mentions: Vec<String>,
    /// Frames and cues: kind, id, words.
    pub frames: Vec<String>,
    /// Rules that fired, with what they matched and what governs it.
    pub fired: Vec<String>,
    /// Rules that matched but were silenced, or had all their words but did not match.
    pub nearly: Vec<String>,
}

impl RuleSet {
    /// Explains every sentence that touches the bytes `range` of the document's text.
    pub fn explain(&self, document: &Document, range: Range<usize>) -> Explanation {
        let wanted = Span::new(range.start, range.end);
        let mut run = Run::new(self, document);
        let mut sentences = Vec::new();
        for sentence in &document.sentences {
            run.turn_to(sentence.block);
            run.enter(sentence.block);
            let mut view = View::default();
            run.read(&sentence.ranges, &mut view);
            if sentence.span().common(wanted) > 0 {
                sentences.push(self.explain_view(
                    &mut run,
                    &view,
                    sentence.block,
                    &sentence.ranges,
                ));
            }
            let place = place_of(document, sentence.block);
            run.remember(place, &sentence.markers, &view);
        }
        for (number, block) in document.blocks.iter().enumerate() {
            let bare = matches!(
                block.kind,
                BlockKind::Row | BlockKind::Heading | BlockKind::Title
            );
            if bare && block.span.common(wanted) > 0 {
                let mut view = View::default();
                run.turn_to(number);
                run.read(&[block.span], &mut view);
                let mut told = self.explain_view(&mut run, &view, number, &[block.span]);
                if block.kind == BlockKind::Row {
                    self.explain_row(&mut told, document, number);
                }
                sentences.push(told);
            }
        }
        Explanation { sentences }
    }

    /// Adds what the rules with a label make of a row, and those whose label has all its words but does not fit.
    fn explain_row(&self, told: &mut SentenceExplanation, document: &Document, number: usize) {
        let Some(block) = document.blocks.get(number) else {
            return;
        };
        let mut run = Run::new(self, document);
        run.turn_to(number);
        crate::row::read(&mut run, number);
        let fired = run.found.iter().map(|found| &found.candidate);
        told.fired.extend(fired.map(|candidate| {
            let claim = crate::examples::claim_line(&candidate.assertion);
            format!("fired {}: {claim}", candidate.origin.rule)
        }));
        let (mut label, mut met) = (View::default(), Met::default());
        run.read(block.cells.get(..1).unwrap_or_default(), &mut label);
        self.triggers.meet(&label, &mut met);
        let matcher = self.matcher(Sight {
            view: &label,
            met: &met,
        });
        for (rule, pattern) in (self.rules.iter()).filter_map(|r| Some((r, r.label.as_ref()?))) {
            if self.triggers.has_all(pattern, &met) && !matcher.fits(pattern) {
                told.nearly.push(format!(
                    "near {}: all words of the label `{}` are there, but it does not fit",
                    rule.spec.id, pattern.source
                ));
            }
        }
    }

    fn explain_view(
        &self,
        run: &mut Run<'_>,
        view: &View,
        block: usize,
        ranges: &[Span],
    ) -> SentenceExplanation {
        let document = run.document;
        let words = |start: usize, end: usize| view.span(start, end).of(&document.text).to_owned();
        let mut met = Met::default();
        self.triggers.meet(view, &mut met);
        let sight = Sight { view, met: &met };
        let frames = self.frames_in(sight);
        let mut explanation = SentenceExplanation {
            text: document.quote(ranges),
            section: document.section_title(block).to_owned(),
            tokens: self.token_line(view, document),
            mentions: (view.mentions.iter())
                .map(|m| self.mention_line(run, view, m))
                .collect(),
            frames: (frames.iter())
                .map(|f| format!("{:?} {}: {}", f.kind, f.id, words(f.start, f.end)))
                .collect(),
            ..SentenceExplanation::default()
        };
        let place = place_of(document, block);
        for rule in self.rules.iter().filter(|r| r.places.contains(&place)) {
            if let Some(line) = self.rule_line(run, rule, sight, block) {
                // What fires in a row is told by its cells, see `explain_row`.
                let fired = line.starts_with("fired");
                if fired && place == Place::Row {
                    continue;
                }
                let list = if fired {
                    &mut explanation.fired
                } else {
                    &mut explanation.nearly
                };
                list.push(line);
            }
        }
        explanation
    }

    fn token_line(&self, view: &View, document: &Document) -> Vec<String> {
        (view.tokens.iter())
            .map(|token| {
                let known = self.lexicon.word(token.word);
                if known.is_empty() {
                    format!(".{}", token.span().of(&document.text))
                } else {
                    known.to_owned()
                }
            })
            .collect()
    }

    fn mention_line(&self, run: &Run<'_>, view: &View, mention: &Mention) -> String {
        let value = run.names().value(view, mention);
        let mut line = format!("{} \"{}\"", self.kinds.name(mention.kind), value.words);
        if let Some(amount) = value.amount {
            let bound = |n: Option<whitestone_model::Decimal>| {
                n.map_or_else(String::new, |n| n.to_string())
            };
            line.push_str(&format!(
                " = {}..{} {:?}",
                bound(amount.low),
                bound(amount.high),
                amount.basis
            ));
        } else if value.text != value.words {
            line.push_str(&format!(" = {}", value.text));
        }
        line
    }

    /// How a rule fared; `None` if it never came near.
    fn rule_line(
        &self,
        run: &mut Run<'_>,
        rule: &Rule,
        sight: Sight<'_>,
        block: usize,
    ) -> Option<String> {
        if rule.label.is_some() {
            return None;
        }
        let matcher = self.matcher(sight);
        let id = &rule.spec.id;
        let mut silent = None;
        for pattern in &rule.patterns {
            for hit in matcher.all(pattern, matcher.starts(pattern)) {
                match self.silence(run, rule, &hit, sight, block) {
                    Some(why) => silent = silent.or(Some(why)),
                    None => return Some(self.fired(run, rule, pattern, &hit, sight)),
                }
            }
        }
        if let Some(why) = silent {
            return Some(format!("silent {id}: {why}"));
        }
        let near = rule
            .patterns
            .iter()
            .find(|p| self.triggers.has_all(p, sight.met))?;
        Some(format!(
            "near {id}: all words of `{}` are there, but not in this order",
            near.source
        ))
    }

    /// Why a rule that matched says nothing; `None` if it does.
    fn silence(
        &self,
        run: &mut Run<'_>,
        rule: &Rule,
        hit: &Match,
        sight: Sight<'_>,
        block: usize,
    ) -> Option<String> {
        let matcher = self.matcher(sight);
        if let Some(stop) = rule.unless.iter().find(|p| matcher.fits(p)) {
            return Some(format!("unless `{}` stands in the sentence", stop.source));
        }
        if let Some(missing) = rule.require.iter().find(|p| !matcher.fits(p)) {
            return Some(format!("`{}` is required", missing.source));
        }
        if let Some(stop) = rule.silencer_near(hit, &matcher) {
            return Some(format!("unless_near `{}` stands near", stop.source));
        }
        if let Some(section) = &rule.section
            && run.under_heading(rule, block).is_none()
        {
            return Some(format!("the heading above has no `{}`", section.source));
        }
        if !rule.refuses_negation {
            return None;
        }
        let frames = self.frames_in(sight);
        let governing = self.governing(&frames, hit, sight);
        let negation = governing.iter().find(|f| {
            f.kind == FrameKind::Negation && !(hit.start <= f.start && f.end <= hit.end)
        })?;
        let text = &run.document.text;
        let cue = sight.view.span(negation.start, negation.end).of(text);
        let words = sight.view.span(hit.quote.0, hit.quote.1).of(text);
        Some(format!("\"{cue}\" ({}) governs \"{words}\"", negation.id))
    }

    fn fired(
        &self,
        run: &Run<'_>,
        rule: &Rule,
        pattern: &Pattern,
        hit: &Match,
        sight: Sight<'_>,
    ) -> String {
        let words = (sight.view.span(hit.quote.0, hit.quote.1)).of(&run.document.text);
        let frames = self.frames_in(sight);
        let governing = self.governing(&frames, hit, sight);
        let ids: Vec<_> = governing.iter().map(|frame| &*frame.id).collect();
        let governed = if ids.is_empty() {
            String::new()
        } else {
            format!(", governed by {}", ids.join(", "))
        };
        format!(
            "fired {} ({}): \"{words}\" by `{}`{governed}",
            rule.spec.id, rule.file, pattern.source
        )
    }
}

/// Where a sentence of a block stands, as rules say it.
fn place_of(document: &Document, block: usize) -> Place {
    let kind = document.blocks.get(block).map(|block| block.kind);
    kind.and_then(Place::of).unwrap_or(Place::Body)
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sentence in &self.sentences {
            writeln!(f, "{}", sentence.text)?;
            if !sentence.section.is_empty() {
                writeln!(f, "  under   {}", sentence.section)?;
            }
            writeln!(f, "  tokens  {}", sentence.tokens.join(" "))?;
            for (label, lines) in [
                ("mention", &sentence.mentions),
                ("frame  ", &sentence.frames),
                ("rule   ", &sentence.fired),
                ("rule   ", &sentence.nearly),
            ] {
                for line in lines {
                    writeln!(f, "  {label} {line}")?;
                }
            }
        }
        Ok(())
    }
}
