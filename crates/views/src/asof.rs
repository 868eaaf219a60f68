//! As of when, and for whom, a view is asked.

use jiff::Timestamp;
use whitestone_model::{Day, Sensitivity};

/// May proposals of machines that nobody has reviewed take part?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Assurance {
    /// Only what a named recorder put into the record.
    #[default]
    ClaimsOnly,
    /// Candidates too; every value that rests on them alone says so.
    WithCandidates,
}

impl Assurance {
    /// Whether candidates count too.
    pub const fn with_candidates(wanted: bool) -> Self {
        if wanted {
            Self::WithCandidates
        } else {
            Self::ClaimsOnly
        }
    }

    /// Do candidates count too?
    pub const fn takes_candidates(self) -> bool {
        matches!(self, Self::WithCandidates)
    }
}

/// As of when, and for whom, a view is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsOf {
    /// What had been recorded by this moment; everything where `None`. Re-makes last year's edition.
    pub known: Option<Timestamp>,
    /// What had been published by the end of this day: "what could anyone have known in 2005?"
    pub published: Option<Day>,
    /// Claims only, or candidates too.
    pub assurance: Assurance,
    /// Today, for freshness. Passed in: a view reads no clock.
    pub on: Day,
    /// The most sensitive class that the reader may see.
    pub reader: Sensitivity,
}

impl AsOf {
    /// Everything on record that is public and claimed, seen on this day.
    pub const fn today(on: Day) -> Self {
        Self {
            known: None,
            published: None,
            assurance: Assurance::ClaimsOnly,
            on,
            reader: Sensitivity::Public,
        }
    }

    /// With candidates.
    #[must_use]
    pub const fn with_candidates(mut self) -> Self {
        self.assurance = Assurance::WithCandidates;
        self
    }

    /// As known at this moment.
    #[must_use]
    pub const fn known_at(mut self, moment: Timestamp) -> Self {
        self.known = Some(moment);
        self
    }

    /// From what was published by this day.
    #[must_use]
    pub const fn published_by(mut self, day: Day) -> Self {
        self.published = Some(day);
        self
    }

    /// For a reader who may see this class and every class below it.
    #[must_use]
    pub const fn for_reader(mut self, reader: Sensitivity) -> Self {
        self.reader = reader;
        self
    }
}
