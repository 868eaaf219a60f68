//! The tree of a profile.
use crate::{Edition, Profile};
use whitestone_model::{Slice, Vocabulary};
use whitestone_views::View;

/// Lays out a view as a country profile.
pub fn profile(
    view: &View,
    _slice: &Slice,
    _vocabulary: &Vocabulary,
    _edition: &Edition,
) -> Profile {
    Profile {
        title: view.subject.name.clone(),
        subject: view.subject.clone(),
        edition: vec![],
        key_data: vec![],
        sections: vec![],
        notes: vec![],
    }
}
