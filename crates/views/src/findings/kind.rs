//! The kinds of findings and how urgent they are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How urgently a person should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something is wrong or disputed: look before you print.
    Look,
    /// Something to know when you write the sentence.
    Note,
    /// Good to know: one thing told twice, what is growing old.
    Info,
}

impl Severity {
    /// The heading of its findings.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Look => "To look at",
            Self::Note => "To know when you write",
            Self::Info => "For information",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $says:literal,)*) => {
        /// The kinds of findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            /// Every kind, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// As typed and stored: `self_contradiction`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// What it means, for a heading.
            pub const fn says(self) -> &'static str {
                match self { $(Self::$kind => $says,)* }
            }
        }
    };
}

kinds! {
    /// Two speakers say what cannot both be so.
    Conflict "conflict" "sources that cannot both be right",
    /// One speaker, ministry or document against itself.
    SelfContradiction "self_contradiction" "one speaker, or officials of one body, against themselves",
    /// Somebody denies what another says, or what others only do not know of.
    Denial "denial" "denied by one, said by another",
    /// Announced, and never reported as done.
    UnfulfilledPlan "unfulfilled_plan" "announced, and not reported as done",
    /// A report against the register or roll call.
    Authority "authority" "against the register or roll call",
    /// Numbers that do not fit together.
    Arithmetic "arithmetic" "numbers that do not fit together",
    /// The same digits at a power of ten, or more ground than the place has.
    Units "units" "perhaps a slip of the unit",
    /// Out of order: an act before what must come first, words before the event.
    Time "time" "out of order in time",
    /// A source that is older than what it is cited for.
    CitationDate "citation_date" "cited to a source that is older than the fact",
    /// Two accounts that may be of one event and would be counted twice.
    DuplicateEvent "duplicate_event" "perhaps one event, counted twice",
    /// Said once, never repeated, never withdrawn.
    Dropped "dropped" "said once, never repeated and never withdrawn",
    /// Several statements, one origin.
    Echo "echo" "several statements of one origin",
    /// One thing told twice at different precision.
    Restatement "restatement" "one thing told twice",
    /// Quotes and notes that lead nowhere.
    Orphan "orphan" "quotes and notes that lead nowhere",
    /// Older than its refresh period.
    Stale "stale" "older than it should be",
    /// Expected, and nobody says anything.
    Silent "silent" "expected, and nobody says anything",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = text.trim().replace(['-', ' '], "_");
        let known = Self::ALL.iter().find(|kind| kind.name() == wanted);
        known.copied().ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|kind| kind.name()).collect();
            format!(
                "there is no kind of finding {text:?}; there are {}",
                names.join(", ")
            )
        })
    }
}
