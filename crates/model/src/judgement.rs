//! What reviewers decide, and about what.
//!
//! One [`Judgement`] type serves them all: it has a reason, a reviewer and a moment, is appended and never changed, and
//! the newest one on a target counts. Which [`Verdict`] fits which [`Target`]:
//!
//! | target | verdicts |
//! | --- | --- |
//! | a candidate, a claim | accept, reject, correct, prefer, dispute, needs work |
//! | a cell of a view | accept, dispute, needs work |
//! | a finding | genuine, fixed, not so, needs work |
//! | the identity of two subjects | same, different, unsure |

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{ClaimId, Fingerprint, JudgementId, PropertyId, Qualifiers};

/// What tells a subject from every other: its kind, and its key within the kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubjectKey {
    /// `state`, `hazard`, `event` ...
    pub kind: String,
    /// As [`crate::Subject::id`].
    pub id: String,
}

impl SubjectKey {
    /// A key.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

impl fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.id)
    }
}

/// One cell of a view: a property of a subject under one set of discriminating qualifiers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// The subject.
    pub subject: SubjectKey,
    /// The property.
    pub property: PropertyId,
    /// Its discriminating qualifiers, in the vocabulary's own spelling.
    pub key: Qualifiers,
}

/// One finding: computed anew each time, and known again by its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FindingRef {
    /// The subject it was found on: who asks for that subject's record gets the judgement with it.
    pub subject: SubjectKey,
    /// Its identity: equal as long as nothing about it has changed.
    pub id: Fingerprint,
}

/// What a judgement is about. The rare kinds are boxed: a view holds millions of targets that are claims.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A candidate.
    Candidate(Fingerprint),
    /// A claim.
    Claim(ClaimId),
    /// A finding.
    Finding(Box<FindingRef>),
    /// A cell of a view.
    Cell(Box<CellRef>),
    /// Whether two subjects are one; made by [`Target::identity`], which sorts them.
    Identity(Box<(SubjectKey, SubjectKey)>),
}

impl Target {
    /// A finding on a subject.
    pub fn finding(subject: SubjectKey, id: Fingerprint) -> Self {
        Self::Finding(Box::new(FindingRef { subject, id }))
    }

    /// A cell.
    pub fn cell(subject: SubjectKey, property: PropertyId, key: Qualifiers) -> Self {
        Self::Cell(Box::new(CellRef {
            subject,
            property,
            key,
        }))
    }

    /// Whether two subjects are one: the same target in whichever order they are named.
    pub fn identity(one: SubjectKey, other: SubjectKey) -> Self {
        let pair = if other < one {
            (other, one)
        } else {
            (one, other)
        };
        Self::Identity(Box::new(pair))
    }

    /// Names its kind for people: `claim`, `candidate` ...
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Candidate(_) => "candidate",
            Self::Claim(_) => "claim",
            Self::Finding(_) => "finding",
            Self::Cell(_) => "cell",
            Self::Identity(_) => "identity",
        }
    }
}

/// For people: what it is and how to name it.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Candidate(id) => write!(f, "candidate {}", id.short()),
            Self::Claim(id) => write!(f, "claim {id}"),
            Self::Finding(finding) => write!(f, "finding {}", finding.id.short()),
            Self::Cell(cell) => {
                write!(f, "cell {} of {}", cell.property, cell.subject)?;
                cell.key
                    .iter()
                    .try_for_each(|(name, value)| write!(f, ", {name} {value}"))
            }
            Self::Identity(pair) => write!(f, "identity of {} and {}", pair.0, pair.1),
        }
    }
}

/// What a reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The candidate became a claim; of a claim or a cell: read again, and right.
    Accept,
    /// It is wrong.
    Reject,
    /// The candidate was taken with changes.
    Correct,
    /// Prefer this claim in its cell.
    Prefer,
    /// Doubt it.
    Dispute,
    /// Somebody should look again.
    NeedsWork,
    /// A genuine disagreement of the sources: nothing of ours to mend.
    Genuine,
    /// What caused the finding has been mended.
    Fixed,
    /// There is nothing in it.
    NotSo,
    /// Two records of one thing.
    Same,
    /// Two things, however alike.
    Different,
    /// Nobody can tell yet; takes back an earlier "same" or "different".
    Unsure,
}

impl Verdict {
    /// Every verdict, in the order in which a list of them is printed.
    pub const ALL: [Self; 12] = [
        Self::Accept,
        Self::Reject,
        Self::Correct,
        Self::Prefer,
        Self::Dispute,
        Self::NeedsWork,
        Self::Genuine,
        Self::Fixed,
        Self::NotSo,
        Self::Same,
        Self::Different,
        Self::Unsure,
    ];

    /// May this be said of such a target? The table stands at the head of this module.
    pub const fn fits(self, target: &Target) -> bool {
        match target {
            Target::Candidate(_) | Target::Claim(_) => matches!(
                self,
                Self::Accept
                    | Self::Reject
                    | Self::Correct
                    | Self::Prefer
                    | Self::Dispute
                    | Self::NeedsWork
            ),
            Target::Cell(_) => matches!(self, Self::Accept | Self::Dispute | Self::NeedsWork),
            Target::Finding(_) => matches!(
                self,
                Self::Genuine | Self::Fixed | Self::NotSo | Self::NeedsWork
            ),
            Target::Identity(_) => matches!(self, Self::Same | Self::Different | Self::Unsure),
        }
    }

    /// The verdicts that fit a target.
    pub fn fitting(target: &Target) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|verdict| verdict.fits(target))
    }

    /// As stored and typed: `needs_work`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Correct => "correct",
            Self::Prefer => "prefer",
            Self::Dispute => "dispute",
            Self::NeedsWork => "needs_work",
            Self::Genuine => "genuine",
            Self::Fixed => "fixed",
            Self::NotSo => "not_so",
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
        }
    }
}

/// With spaces, for sentences: "needs work".
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name().replace('_', " "))
    }
}

/// A reviewer's decision, kept for ever with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Its id.
    pub id: JudgementId,
    /// What it is about.
    pub target: Target,
    /// The decision.
    pub verdict: Verdict,
    /// Why; never empty.
    pub reason: String,
    /// Who decided.
    pub reviewer: String,
    /// The claim that came of it, if one did.
    pub claim: Option<ClaimId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> [Target; 5] {
        let key = |id: &str| SubjectKey::new("state", id);
        let hash = Fingerprint::of(b"x");
        [
            Target::Candidate(hash),
            Target::Claim(ClaimId::new(uuid::Uuid::nil())),
            Target::finding(key("KEM"), hash),
            Target::cell(key("KEM"), "treaty.status".into(), Qualifiers::new()),
            Target::identity(key("SOL"), key("KEM")),
        ]
    }

    #[test]
    fn verdicts_fit_their_targets_only() {
        let fitting: Vec<String> = targets()
            .iter()
            .map(|target| {
                let names: Vec<&str> = Verdict::fitting(target).map(Verdict::name).collect();
                format!("{}: {}", target.kind(), names.join(" "))
            })
            .collect();
        assert_eq!(
            fitting,
            [
                "candidate: accept reject correct prefer dispute needs_work",
                "claim: accept reject correct prefer dispute needs_work",
                "finding: needs_work genuine fixed not_so",
                "cell: accept dispute needs_work",
                "identity: same different unsure",
            ]
        );
    }

    #[test]
    fn a_verdict_has_one_name_in_every_form() {
        for verdict in Verdict::ALL {
            let json = serde_json::to_value(verdict).unwrap();
            assert_eq!(json, verdict.name());
        }
    }

    #[test]
    fn two_subjects_are_one_target_in_either_order() {
        let (a, b) = (SubjectKey::new("state", "A"), SubjectKey::new("area", "B"));
        assert_eq!(
            Target::identity(a.clone(), b.clone()),
            Target::identity(b, a)
        );
        for target in targets() {
            let json = serde_json::to_string(&target).unwrap();
            assert_eq!(serde_json::from_str::<Target>(&json).unwrap(), target);
        }
    }
}
