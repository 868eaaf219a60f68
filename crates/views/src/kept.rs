//! A view that is kept while a program runs, and brought up to date from what was recorded since.
//!
//! Cells of one property see one another (what is said of each item of a series reaches into the cells of the items),
//! and nothing of another property. So what a batch touched is resolved anew property by property, and the rest is left
//! as it stands, but for what depends on the day. What can reach further is looked for, and then all is resolved anew.

use std::collections::{BTreeMap, BTreeSet};

use whitestone_model::{
    DocumentId, Judgement, PropertyId, Recorded, Slice, Source, Subject, Target, Vocabulary,
};

use crate::{AsOf, View, cells, judged, origins, resolve_subject, visible};

/// A view, the sources that it knows, and the dates in force.
#[derive(Debug, Clone)]
pub struct Kept {
    view: View,
    sources: BTreeMap<DocumentId, Source>,
    /// Those on whole cells.
    judgements: Vec<Recorded<Judgement>>,
    asof: AsOf,
}

impl Kept {
    /// Resolves the whole record of a subject.
    pub fn new(subject: &Subject, slice: &Slice, vocabulary: &Vocabulary, asof: &AsOf) -> Self {
        Self {
            view: resolve_subject(subject, slice, vocabulary, asof),
            sources: slice.sources.clone(),
            judgements: on_cells(slice)
                .map(|(_, judgement)| judgement.clone())
                .collect(),
            asof: asof.clone(),
        }
    }

    /// The view.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// Brings the view up to date; it then equals one that is resolved from the whole record.
    ///
    /// `touched` are the properties of which something was recorded since: a claim, what happened to one, a judgement,
    /// a candidate that came or went. `slice` holds all that is on record of these properties, and the claims that
    /// their events name. Gives back `false`, and changes nothing, where that is not enough: another question is asked
    /// of the record, or a new document is one that notes of others point into.
    #[must_use = "where it is not enough, the whole record has to be resolved"]
    pub fn renew(
        &mut self,
        touched: &BTreeSet<PropertyId>,
        mut slice: Slice,
        vocabulary: &Vocabulary,
        asof: &AsOf,
    ) -> bool {
        let mut new = slice.sources.clone();
        new.retain(|id, _| !self.sources.contains_key(id));
        if !self.may_become(asof) || origins::point_into(&self.sources, &new) {
            return false;
        }
        self.sources.append(&mut new);
        slice.sources.clone_from(&self.sources);
        let subject = self.view.subject.clone();
        let mut before = std::mem::replace(
            &mut self.view,
            View {
                subject,
                cells: vec![],
            },
        );
        before
            .cells
            .retain(|cell| !touched.contains(&cell.property));
        let kept = cells::kept(before, vocabulary, asof.on);
        let told = visible::told(&slice, vocabulary, asof, Some(touched));
        self.view.cells = cells::cells(&self.view.subject, told, kept, vocabulary, asof);
        self.judgements
            .retain(|judgement| property_of(judgement).is_some_and(|of| !touched.contains(of)));
        let new = on_cells(&slice).filter(|(of, _)| touched.contains(of));
        self.judgements
            .extend(new.map(|(_, judgement)| judgement.clone()));
        judged::mark(&mut self.view.cells, &self.judgements, asof);
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

/// The property of the cell that is judged.
fn property_of(judgement: &Recorded<Judgement>) -> Option<&PropertyId> {
    match &judgement.what.target {
        Target::Cell(cell) => Some(&cell.property),
        _ => None,
    }
}

fn on_cells(slice: &Slice) -> impl Iterator<Item = (&PropertyId, &Recorded<Judgement>)> {
    let judgements = slice.judgements.iter();
    judgements.filter_map(|judgement| Some((property_of(judgement)?, judgement)))
}
