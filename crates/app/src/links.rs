//! From a pointer in a note to the document it points to, where that is at hand.

use whitestone_model::document::Edge;
use whitestone_model::{DocumentMeta, Vocabulary};

/// The first of the documents that a pointer in `from` means: the report on another country in the same edition, or
/// another edition on the same country. `None` for other pointers, and where no such document is there.
///
/// ```
/// # use whitestone_model::{document::Edge, DocumentMeta, Subject, Vocabulary};
/// let meta = |id: &str, title: &str| DocumentMeta {
///     title: title.to_owned(),
///     subject: Some(Subject::state(id, id)),
///     edition: Some(2005),
///     ..DocumentMeta::default()
/// };
/// let (here, there) = (meta("Kembra", "Kembra, Report 2005"), meta("Lossa", "Lossa, Report 2005"));
/// let edge = Edge::Report { country: "Lossa".to_owned() };
/// let found = whitestone_app::links::target(&edge, &here, [("a", &here), ("b", &there)], &Vocabulary::default());
/// assert_eq!(found, Some("b"));
/// ```
pub fn target<'a, T>(
    edge: &Edge,
    from: &DocumentMeta,
    documents: impl IntoIterator<Item = (T, &'a DocumentMeta)>,
    vocabulary: &Vocabulary,
) -> Option<T> {
    let means = |meta: &DocumentMeta| match edge {
        Edge::Report { country } => {
            let wanted = vocabulary.state(country);
            let parts = meta.parts.iter().map(|part| &part.subject);
            let mut subjects = meta.subject.iter().chain(parts);
            meta.edition == from.edition
                && meta.publisher == from.publisher
                && subjects.any(|subject| subject.id == wanted.id)
        }
        Edge::Work { title, .. } => {
            let same = from.subject.is_some() && meta.subject == from.subject;
            same && meta.title.ends_with(title.as_str())
        }
        Edge::Note(_) | Edge::Source { .. } => false,
    };
    let mut documents = documents.into_iter();
    documents
        .find(|(_, meta)| means(meta))
        .map(|(name, _)| name)
}
