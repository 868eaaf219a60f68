//! Views: what is known of a subject, as of a date, and how anyone knows.
//!
//! A view is computed from a [`Slice`] and never stored as truth. It is a pure function: no clock, no row order, no
//! learned weight. The road of a claim through this crate:
//!
//! | step | module |
//! | --- | --- |
//! | 1. which claims and candidates may be seen at all | [`visible`] |
//! | 2. one cell for each property and each set of discriminating qualifiers | `told`, [`cells`], [`keys`] |
//! | 3. values made comparable: units by exact ratio, codes, dates | [`compare`] |
//! | 4. days of which each claim speaks, cut into segments | [`segments`] |
//! | 5. the rules that choose, in their order, or the dispute that stays | [`rules`] |
//! | 6. how many independent origins, how fresh | [`origins`], [`freshness`] |
//! | beside it: a view that is brought up to date, cell by cell | [`Kept`] |
//! | beside it: what a person should look at | [`findings`] |
//! | beside it: what two statements speak of, and why they do not contradict | [`scope`] |
//!
//! [`events`] tells which claims speak of one happening, and counts without counting one twice.
//! Before the first step, [`identity`] tells which subjects are one; their slices are joined and resolved as one.
//! What is made of views: [`expect`] says what ought to be on record and is not, [`mod@diff`] what changed between two
//! views, [`mod@timeline`] tells one in the order of time, [`mod@questions`] what to ask.
//!
//! Numbers of different claimants are never averaged, and no tie is broken by the order of rows.

mod asof;
pub mod cells;
pub mod compare;
mod days;
pub mod diff;
pub mod events;
pub mod expect;
mod explain;
pub mod findings;
pub mod freshness;
pub mod identity;
mod judged;
mod kept;
pub mod keys;
pub mod origins;
pub mod questions;
pub mod rules;
pub mod scope;
pub mod segments;
mod sets;
pub mod timeline;
mod told;
mod view;
pub mod visible;
mod words;

use whitestone_model::{Slice, Subject, Vocabulary};

pub use asof::{AsOf, Assurance};
pub use diff::{Change, ChangeKind, diff};
pub use expect::{Expected, Fulfilment, expected};
pub use explain::{Reason, Remark, Step, explain};
pub use freshness::Freshness;
pub use identity::Identities;
pub use kept::Kept;
pub use questions::questions;
pub use rules::Rule;
pub use timeline::{Moment, timeline};
pub use view::{Cell, Group, Outcome, Role, Segment, Standing, Statement, View};
pub use words::capital;

/// What is known of the slice's subject: every cell with its value, supporters, dissenters and reasons, and a silent
/// cell for whatever a profile of such a subject is expected to state and nobody has.
pub fn resolve(slice: &Slice, vocabulary: &Vocabulary, asof: &AsOf) -> View {
    let subject = visible::subject_of(slice, vocabulary);
    resolve_subject(&subject, slice, vocabulary, asof)
}

/// As [`resolve`], for a subject named by the caller: a slice with nothing in it cannot name its own.
pub fn resolve_subject(
    subject: &Subject,
    slice: &Slice,
    vocabulary: &Vocabulary,
    asof: &AsOf,
) -> View {
    let told = visible::told(slice, vocabulary, asof, None);
    let before = cells::Before::default();
    let mut cells = cells::cells(subject, before, told, vocabulary, asof);
    judged::mark(&mut cells, &slice.judgements, asof);
    View {
        subject: subject.clone(),
        cells,
    }
}
