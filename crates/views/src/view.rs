//! The shape of a view.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use whitestone_model::{
    Assertion, Content, Day, Judgement, Origin, PropertyId, Qualifiers, Recorded, Subject, Target,
};

use crate::compare::Normal;
use crate::explain::{Reason, Step};
use crate::origins::Mark;
use crate::{Freshness, Rule};

/// The state of knowledge on one subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// The subject.
    pub subject: Subject,
    /// Its cells, in the order of the vocabulary's sections.
    pub cells: Vec<Cell>,
}

impl View {
    /// The cells of one property.
    pub fn of(&self, property: &PropertyId) -> impl Iterator<Item = &Cell> {
        self.cells
            .iter()
            .filter(move |cell| cell.property == *property)
    }

    /// One cell.
    pub fn cell(&self, property: &PropertyId, key: &Qualifiers) -> Option<&Cell> {
        self.of(property).find(|cell| &cell.key == key)
    }
}

/// One property of the subject under one set of discriminating qualifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The property.
    pub property: PropertyId,
    /// Its discriminating qualifiers, in the vocabulary's own spelling.
    pub key: Qualifiers,
    /// How its value came to be: that of the current segment; with several side by side, the least settled of them.
    pub outcome: Outcome,
    /// What stands now. One segment where one value holds at a time; otherwise all values, oldest first.
    pub current: Vec<Segment>,
    /// What stood before, oldest first.
    pub history: Vec<Segment>,
    /// Is it time to ask again?
    pub freshness: Freshness,
    /// The latest day on which somebody said what stands now.
    pub newest: Option<Day>,
    /// How many independent origins speak for what stands now: claims that go back to one statement count once.
    pub origins: usize,
    /// What a reviewer said of the whole cell, last. Boxed: cells are many, and few are judged.
    pub judged: Option<Box<Recorded<Judgement>>>,
}

impl Cell {
    /// How this came about, in words. Told when somebody asks: few cells are ever asked.
    pub fn trace(&self) -> Vec<Step> {
        crate::explain::trace(self)
    }

    /// All segments, what stands now first.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.current.iter().chain(&self.history)
    }

    /// All statements, of every role.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.segments()
            .flat_map(|segment| &segment.groups)
            .flat_map(|group| &group.statements)
            .map(Arc::as_ref)
    }

    /// The groups that stand now: one, or each side of a dispute, or several values side by side.
    pub fn shown(&self) -> impl Iterator<Item = &Group> {
        self.current.iter().flat_map(Segment::shown)
    }

    /// Does everything that stands now rest on candidates alone?
    pub fn standing(&self) -> Standing {
        match self.shown().next() {
            Some(_) if self.shown().all(|g| g.standing() == Standing::Candidate) => {
                Standing::Candidate
            }
            _ => Standing::Claim,
        }
    }
}

/// With its trace: who reads a view from outside cannot ask for it.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            property: &'a PropertyId,
            key: &'a Qualifiers,
            outcome: &'a Outcome,
            current: &'a [Segment],
            history: &'a [Segment],
            freshness: Freshness,
            newest: Option<Day>,
            origins: usize,
            #[serde(skip_serializing_if = "Option::is_none")]
            judged: Option<&'a Recorded<Judgement>>,
            trace: Vec<Step>,
        }
        let told = Told {
            property: &self.property,
            key: &self.key,
            outcome: &self.outcome,
            current: &self.current,
            history: &self.history,
            freshness: self.freshness,
            newest: self.newest,
            origins: self.origins,
            judged: self.judged.as_deref(),
            trace: self.trace(),
        };
        told.serialize(serializer)
    }
}

/// A stretch of time, or one happening, with what is said of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// First and last day of which the statements speak.
    pub days: (Day, Day),
    /// How its value came to be.
    pub outcome: Outcome,
    /// Groups of compatible values: those that stand first.
    pub groups: Vec<Group>,
    /// How this came about, decision by decision.
    pub trace: Vec<Reason>,
}

impl Segment {
    /// The groups that stand: one, or each side of a dispute.
    pub fn shown(&self) -> impl Iterator<Item = &Group> {
        self.in_role(Role::Shown)
    }

    /// The groups in one role.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| group.role == role)
    }
}

/// How a value came to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All that is said agrees.
    Agreed,
    /// All agree that there is none.
    KnownNone,
    /// All agree that it is not known.
    KnownUnknown,
    /// A rule chose; the others stand as dissenters.
    Resolved {
        /// The rule that left one.
        rule: Rule,
    },
    /// No rule chooses: every side is shown with its claimant.
    Disputed,
    /// Expected of such a subject, and nobody says anything.
    Silent,
}

/// Statements whose values can all be true at once. The first of them is the one to print: the narrowest, then the
/// latest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// What becomes of it.
    pub role: Role,
    /// The statements, never empty.
    pub statements: Vec<Arc<Statement>>,
    /// How many independent origins they go back to.
    pub origins: usize,
}

impl Group {
    /// The statement to print.
    pub fn lead(&self) -> Option<&Statement> {
        self.statements.first().map(Arc::as_ref)
    }

    /// The value to print.
    pub fn content(&self) -> Option<&Content> {
        self.lead().map(|statement| &statement.assertion.content)
    }

    /// A claim, if any of its statements is one.
    pub fn standing(&self) -> Standing {
        if self
            .statements
            .iter()
            .any(|s| s.standing == Standing::Claim)
        {
            Standing::Claim
        } else {
            Standing::Candidate
        }
    }
}

/// What becomes of a group in its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It stands, alone or as one side of a dispute.
    Shown,
    /// It says otherwise and was outranked.
    Dissenting,
    /// The same claimant, or the record, has moved on since.
    Superseded,
    /// Neither for nor against: it says that it is not known, or speaks of some of a series only.
    Beside,
}

/// Reviewed and recorded, or proposed by a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In the record.
    Claim,
    /// Proposed; nobody has reviewed it.
    Candidate,
}

/// What a reviewer said of a statement within its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Judged {
    Preferred,
    Doubted,
}

/// Of which items of a series does a statement speak that names none of them?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Each,
    Some,
    Other,
}

/// A claim or a candidate, as a view sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statement {
    /// Which claim or candidate.
    pub id: Target,
    /// Claim or candidate.
    pub standing: Standing,
    /// What it says.
    pub assertion: Arc<Assertion>,
    /// What proposed it, unless a person wrote it.
    pub proposed_by: Option<Arc<Origin>>,
    /// Who recorded it.
    pub recorder: Arc<str>,
    /// First and last day of which it speaks. What has no stated end reaches to the day on which it was said:
    /// nobody certifies the days after his own statement.
    pub days: (Day, Day),
    /// Earliest and latest day on which it can have been said: stated, else published.
    pub said: (Day, Day),
    /// Role of its source, as the vocabulary may rank it: `depositary`, `roll_call` ...
    pub authority: Arc<str>,
    /// Who says it: the first claimant, else the compiler of the source.
    pub speaker: Arc<str>,
    /// What it goes back to, sorted; two statements that share a mark are not independent.
    pub origins: Arc<[Mark]>,
    /// Taken in from another cell: it speaks of every item of a series.
    pub reaching: bool,
    #[serde(skip)]
    pub(crate) judged: Option<Judged>,
    #[serde(skip)]
    pub(crate) reach: Option<Reach>,
    #[serde(skip)]
    pub(crate) confirmed: Option<Day>,
    #[serde(skip)]
    pub(crate) normal: Normal,
}
