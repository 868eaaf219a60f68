//! What happened to a subject: its happenings, those that may be told twice, and their sums.

use whitestone_model::{Subject, Vocabulary};
use whitestone_views::events::{self, Alike, Event, Tally};
use whitestone_views::{Identities, View};

use crate::show::{self, Request};
use crate::{AppError, Context};

/// The happenings of a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Happenings {
    /// The subject.
    pub subject: Subject,
    /// In order of time.
    pub events: Vec<Event>,
    /// Pairs that may be one.
    pub alike: Vec<Alike>,
    /// Sums by property, part and year.
    pub tallies: Vec<Tally>,
}

/// The happenings of a subject, as of any date.
///
/// # Errors
/// As [`show::show`].
pub fn happenings(context: &Context<'_>, request: &Request) -> Result<Happenings, AppError> {
    let shown = show::show(context, request)?;
    let judgements = context.ledger.identities(shown.asof.known)?;
    let identities = Identities::of(&judgements, shown.asof.known);
    let vocabulary = &context.knowledge.vocabulary;
    Ok(Happenings::of(&shown.view, &identities, vocabulary))
}

impl Happenings {
    /// Those of a view, where judgements say which subjects and happenings are one.
    pub(crate) fn of(view: &View, identities: &Identities, vocabulary: &Vocabulary) -> Self {
        let events = events::events(view, identities, vocabulary);
        let alike = events::alike(&events, view, identities, vocabulary);
        let tallies = events::tallies(&events, &alike, vocabulary);
        Self {
            subject: view.subject.clone(),
            events,
            alike,
            tallies,
        }
    }
}
