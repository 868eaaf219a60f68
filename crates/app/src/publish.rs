//! Publications: a view laid out in the form that its readers know.

use whitestone_report::{Edition, Profile};

use crate::show::{self, Request, Shown};
use crate::{AppError, Context};

/// A profile with the names of its files.
#[derive(Debug, Clone)]
pub struct Published {
    /// The typed tree.
    pub profile: Profile,
    /// One self-contained HTML file.
    pub html: String,
    /// The same in Markdown.
    pub markdown: String,
    /// Stem of the file names: `kyrgyzstan`.
    pub stem: String,
}

/// Makes the profile of a subject. Equal requests on an unchanged record give equal bytes.
///
/// # Errors
/// As [`show::show`].
pub fn profile(context: &Context<'_>, request: &Request) -> Result<Published, AppError> {
    let Shown {
        subject,
        view,
        slice,
        asof,
        ..
    } = show::show(context, request)?;
    let edition = Edition {
        name: String::new(),
        asof,
    };
    let profile =
        whitestone_report::profile(&view, &slice, &context.knowledge.vocabulary, &edition);
    let stem: String = subject
        .name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let html = whitestone_report::html(&profile);
    let markdown = whitestone_report::markdown(&profile);
    Ok(Published {
        profile,
        html,
        markdown,
        stem,
    })
}
