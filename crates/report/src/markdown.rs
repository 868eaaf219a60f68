//! Writer.
use crate::Profile;
/// Writes.
pub fn markdown(profile: &Profile) -> String {
    profile.title.clone()
}
