//! Writer.
use crate::Profile;
/// Writes.
pub fn html(profile: &Profile) -> String {
    profile.title.clone()
}
