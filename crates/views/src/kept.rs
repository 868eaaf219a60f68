//! A view that is kept while a program runs, and brought up to date from what was recorded since.
//!
//! What was recorded touches documents: a new report, a claim of an older one that has ended, a judgement on it. All that
//! the touched documents say is taken out of the view and told anew; cells in which none of it stood or stands are left
//! as they are, but for what depends on the day. What can reach further is looked for, and then all is resolved anew.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::{DocumentId, Slice, Source, Subject, Vocabulary};

use crate::{AsOf, View, cells, judged, origins, resolve_subject, visible};

/// A view, the sources that it knows, and the dates in force.
#[derive(Debug, Clone)]
pub struct Kept {
    view: View,
    sources: BTreeMap<DocumentId, Source>,
    asof: AsOf,
}

impl Kept {
    /// Resolves the whole record of a subject.
    pub fn new(subject: &Subject, slice: &Slice, vocabulary: &Vocabulary, asof: &AsOf) -> Self {
        Self {
            view: resolve_subject(subject, slice, vocabulary, asof),
            sources: slice.sources.clone(),
            asof: asof.clone(),
        }
    }

    /// The view.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// Brings the view up to date; it then equals one that is resolved from the whole record.
    ///
    /// `touched` are the documents of which something was recorded since: a claim, what happened to one, a judgement, a
    /// candidate that came or went; `None` stands for entries that rest on no document. `slice` holds all that is on
    /// record of these documents, the claims that their events name, and every judgement on a cell. Gives back `false`,
    /// and changes nothing, where that is not enough: another question is asked of the record, a new document is one that
    /// notes of others point into, or nothing is left of an old one.
    #[must_use = "where it is not enough, the whole record has to be resolved"]
    pub fn renew(
        &mut self,
        touched: &BTreeSet<Option<DocumentId>>,
        mut slice: Slice,
        vocabulary: &Vocabulary,
        asof: &AsOf,
    ) -> bool {
        // Of a new document nothing can stand yet.
        let mut retold = touched.clone();
        retold.retain(|of| of.is_none_or(|id| self.sources.contains_key(&id)));
        let is_left = |of: &Option<DocumentId>| of.is_none_or(|id| slice.sources.contains_key(&id));
        let all_left = retold.iter().all(is_left);
        let mut new = std::mem::take(&mut slice.sources);
        new.retain(|id, _| !self.sources.contains_key(id));
        if !self.may_become(asof) || !all_left || origins::point_into(&self.sources, &new) {
            return false;
        }
        let mut cells = std::mem::take(&mut self.view.cells);
        if self.asof.on != asof.on {
            cells = cells::on_day(cells, vocabulary, asof.on);
        }
        slice.sources = std::mem::take(&mut self.sources);
        slice.sources.append(&mut new);
        let told = visible::told(&slice, vocabulary, asof, Some(touched));
        let before = cells::Before { cells, retold };
        self.view.cells = cells::cells(&self.view.subject, before, told, vocabulary, asof);
        judged::mark(&mut self.view.cells, &slice.judgements, asof);
        self.sources = slice.sources;
        self.asof = asof.clone();
        true
    }

    /// The same question, at the same or a later state of the record.
    fn may_become(&self, asof: &AsOf) -> bool {
        let moving = AsOf {
            known: asof.known,
            on: asof.on,
            ..self.asof.clone()
        };
        let later = match (self.asof.known, asof.known) {
            (Some(before), Some(after)) => before <= after,
            (before, after) => before == after,
        };
        moving == *asof && later
    }
}
