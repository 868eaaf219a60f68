//! Frames of speech and cues: who says it, and whether it is asserted, reported, planned or denied.
//!
//! The method is ConText's: a cue has a direction and a reach, ends at a terminator, and is void inside a pseudo-cue
//! ("not only"). All of them are data, in `rules/frames.toml`.

use std::sync::Arc;

use whitestone_model::Modality;

use crate::file::FrameSpec;
use crate::matcher::Matcher;
use crate::pattern::{Compiler, Pattern};
use crate::positions::Positions;
use crate::trie::Trie;

/// What a frame does to what it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FrameKind {
    Speech,
    Shade(Modality),
    /// Not, never, denied, would have: the sentence does not say that it is so.
    Negation,
    /// Looks like a cue and is none.
    Pseudo,
}

/// Where what it governs stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    After,
    Before,
    Both,
}

/// A compiled frame.
#[derive(Debug, Clone)]
pub(crate) struct FrameRule {
    pub id: Arc<str>,
    pub kind: FrameKind,
    pub patterns: Vec<Pattern>,
    pub slots: Vec<String>,
    scope: Scope,
    reach: usize,
    fronted_fact: bool,
}

/// A frame found in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub id: Arc<str>,
    pub kind: FrameKind,
    /// Tokens of the cue.
    pub start: usize,
    pub end: usize,
    /// Bound slots `speaker` and `relay`.
    pub speaker: Option<crate::matcher::Bound>,
    pub relay: Option<crate::matcher::Bound>,
    /// Who speaks, where that was said in an earlier sentence.
    pub named: Vec<String>,
    /// A date in front of it dates the fact, not the speech: "in 2004, according to X".
    pub fronted_fact: bool,
    scope: Scope,
    reach: usize,
}

/// Words that end a scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stops {
    pub speech: Trie,
    pub cue: Trie,
}

impl FrameRule {
    pub fn compile(spec: &FrameSpec, compiler: &mut Compiler<'_>) -> Result<Self, String> {
        let kind = match spec.kind.as_str() {
            "speech" => FrameKind::Speech,
            "estimate" => FrameKind::Shade(Modality::Estimated),
            "suspicion" => FrameKind::Shade(Modality::Suspected),
            "allegation" => FrameKind::Shade(Modality::Alleged),
            "plan" => FrameKind::Shade(Modality::Planned),
            "unknown" => FrameKind::Shade(Modality::Unknown),
            "negation" | "denial" | "hypothesis" => FrameKind::Negation,
            "pseudo" => FrameKind::Pseudo,
            other => {
                return Err(format!(
                    "kind = {other:?}; use speech, estimate, suspicion, allegation, plan, unknown, negation, denial, hypothesis or pseudo"
                ));
            }
        };
        let scope = match spec.scope.as_str() {
            "" | "after" => Scope::After,
            "before" => Scope::Before,
            "both" => Scope::Both,
            other => return Err(format!("scope = {other:?}; use after, before or both")),
        };
        let patterns = (spec.patterns.iter())
            .map(|source| {
                compiler
                    .compile(source)
                    .map_err(|problem| format!("match = \"{source}\": {problem}"))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let default_reach = if kind == FrameKind::Speech { 200 } else { 12 };
        Ok(Self {
            id: spec.id.as_str().into(),
            kind,
            patterns,
            slots: compiler.slots.clone(),
            scope,
            reach: spec.reach.map_or(default_reach, usize::from),
            fronted_fact: spec.fronted_fact,
        })
    }

    /// All places where it stands in the sentence.
    pub fn find(
        &self,
        pattern: &Pattern,
        starts: Positions,
        matcher: &Matcher<'_>,
        found: &mut Vec<Frame>,
    ) {
        let slot = |name: &str| self.slots.iter().position(|known| known == name);
        let (speaker, relay) = (slot("speaker"), slot("relay"));
        for hit in matcher.all(pattern, starts) {
            let bound = |slot: Option<usize>| hit.slots.get(slot?).cloned().flatten();
            found.push(Frame {
                id: Arc::clone(&self.id),
                kind: self.kind,
                start: hit.quote.0,
                end: hit.quote.1,
                speaker: bound(speaker),
                relay: bound(relay),
                named: Vec::new(),
                fronted_fact: self.fronted_fact,
                scope: self.scope,
                reach: self.reach,
            });
        }
    }
}

/// Drops what stands inside a pseudo-cue, and of equal kinds over one another the shorter.
pub(crate) fn settle(mut frames: Vec<Frame>) -> Vec<Frame> {
    let pseudo: Vec<(usize, usize)> = (frames.iter())
        .filter(|f| f.kind == FrameKind::Pseudo)
        .map(|f| (f.start, f.end))
        .collect();
    frames.retain(|f| {
        f.kind != FrameKind::Pseudo
            && !pseudo
                .iter()
                .any(|(start, end)| *start <= f.start && f.end <= *end)
    });
    frames.sort_by(|a, b| {
        let place = |f: &Frame| (f.start, std::cmp::Reverse(f.end), f.kind);
        place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
    });
    let mut kept: Vec<Frame> = Vec::new();
    for frame in frames {
        let covered = kept.iter().any(|k| {
            k.kind == frame.kind
                && k.start <= frame.start
                && frame.end <= k.end
                && (k.speaker.is_some() || frame.speaker.is_none())
        });
        if !covered {
            kept.push(frame);
        }
    }
    kept
}

impl Frame {
    /// The sentence goes on with what somebody began to say in an earlier one.
    pub fn quotation(speakers: &[String]) -> Self {
        Self {
            id: "quotation".into(),
            kind: FrameKind::Speech,
            start: 0,
            end: 0,
            speaker: None,
            relay: None,
            named: speakers.to_vec(),
            fronted_fact: false,
            scope: Scope::After,
            reach: usize::from(u16::MAX),
        }
    }

    /// Does it name who speaks?
    pub fn speaks(&self) -> bool {
        self.speaker.is_some() || !self.named.is_empty()
    }

    /// Does it govern the tokens `start..end`? Inside the matched words only speech and shades do: the rule that took
    /// a "not" into its own pattern knows what it means.
    pub fn governs(&self, start: usize, end: usize, matcher: &Matcher<'_>, ends: &Stops) -> bool {
        if self.end == 0 {
            return true;
        }
        let inside = start <= self.start && self.end <= end;
        if inside {
            return self.kind != FrameKind::Negation;
        }
        let after = self.scope != Scope::Before
            && self.start < start
            && self.reaches(self.end, start.max(self.end), matcher, ends);
        let before = self.scope != Scope::After
            && self.end > end
            && self.reaches(end.min(self.start), self.start, matcher, ends);
        after || before
    }

    /// No terminator, no marker and not too many tokens between `from` and `to`.
    fn reaches(&self, from: usize, to: usize, matcher: &Matcher<'_>, ends: &Stops) -> bool {
        let terminators = if self.kind == FrameKind::Speech {
            &ends.speech
        } else {
            &ends.cue
        };
        let marker = |at: usize| {
            matcher
                .view
                .breaks
                .iter()
                .any(|b| usize::from(*b) == at && at > from)
        };
        to - from <= self.reach
            && !(from..to)
                .any(|at| terminators.longest(&matcher.view.tokens, at).is_some() || marker(at))
            && !marker(to)
    }
}
