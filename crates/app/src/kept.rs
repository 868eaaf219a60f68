//! A view that is kept while a program runs: after [`crate::add`], [`crate::review`] or whatever else wrote, only what it
//! touched is told anew. Nothing of it is stored; it can always be made again from the ledger.

use std::collections::BTreeSet;

use whitestone_ledger::{Part, SliceQuery};
use whitestone_model::{DocumentId, SubjectKey};
use whitestone_views::{Identities, Kept, View};

use crate::show::{self, Request, Shown};
use crate::{AppError, Context};

/// The view of a request that follows the ledger.
#[derive(Debug, Clone)]
pub struct KeptView {
    request: Request,
    members: Vec<SubjectKey>,
    /// The transaction up to which it knows the ledger.
    seen: u64,
    kept: Kept,
}

/// How a view was brought up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewed {
    /// The ledger holds nothing newer.
    Unchanged,
    /// What these documents say was told anew; `None` stands for entries that rest on no document.
    Documents(BTreeSet<Option<DocumentId>>),
    /// All of it was.
    Whole,
}

impl KeptView {
    /// The view of the ledger as it is, with all properties, whichever the request names. One with a moment of its own
    /// (`known`) never changes.
    ///
    /// # Errors
    /// As [`show::show`].
    pub fn new(context: &Context<'_>, request: &Request) -> Result<Self, AppError> {
        let request = Request {
            property: None,
            ..request.clone()
        };
        let Shown {
            subject,
            members,
            slice,
            asof,
            ..
        } = show::show(context, &request)?;
        let kept = Kept::new(&subject, &slice, &context.knowledge.vocabulary, &asof);
        Ok(Self {
            request,
            members,
            seen: last(context)?,
            kept,
        })
    }

    /// The view.
    pub const fn view(&self) -> &View {
        self.kept.view()
    }

    /// Takes in what the ledger recorded since; the view then equals that of [`show::show`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn renew(&mut self, context: &Context<'_>) -> Result<Renewed, AppError> {
        let (seen, now) = (self.seen, last(context)?);
        if now == seen || self.request.known.is_some() {
            return Ok(Renewed::Unchanged);
        }
        let touched = context.ledger.touched(seen)?.into_iter();
        let own = touched.filter(|(subject, _)| self.members.contains(subject));
        let touched: BTreeSet<Option<DocumentId>> = own.map(|(_, document)| document).collect();
        if self.renewed_in_part(context, &touched)? {
            self.seen = now;
            return Ok(Renewed::Documents(touched));
        }
        *self = Self::new(context, &self.request)?;
        Ok(Renewed::Whole)
    }

    fn renewed_in_part(
        &mut self,
        context: &Context<'_>,
        touched: &BTreeSet<Option<DocumentId>>,
    ) -> Result<bool, AppError> {
        let asof = show::asof(context, &self.request)?;
        let identities = Identities::of(&context.ledger.identities(asof.known)?, asof.known);
        if identities.members(&self.view().subject.key()) != self.members {
            return Ok(false);
        }
        let query = SliceQuery {
            part: Part::Documents(touched.clone()),
            known: asof.known,
            with_candidates: asof.assurance.takes_candidates(),
            ..SliceQuery::default()
        };
        let slice = show::record(context, &self.members, &query)?;
        let vocabulary = &context.knowledge.vocabulary;
        Ok(self.kept.renew(touched, slice, vocabulary, &asof))
    }
}

fn last(context: &Context<'_>) -> Result<u64, AppError> {
    Ok(context
        .ledger
        .last()?
        .map_or(0, |transaction| transaction.seq))
}
