//! XML as opening tags, closing tags and text, with a limit of depth and without outside entities.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::{Refusal, limits};

/// One thing in a stream of XML. Names come without their prefix: `w:p` is `p`.
#[derive(Debug)]
pub enum Node<'a> {
    /// An opening tag.
    Open(Tag<'a>),
    /// A closing tag; an empty element closes right after it opened.
    Close(&'a str),
    /// Text, entities resolved.
    Text(&'a str),
}

/// An opening tag.
#[derive(Debug)]
pub struct Tag<'a> {
    /// Its name without prefix.
    pub name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Tag<'_> {
    /// The value of an attribute, by its name without prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)
            .map(|attribute| {
                let raw = &attribute.value;
                quick_xml::escape::unescape(raw)
                    .map_or_else(|_| raw.to_string(), |value| value.into_owned())
            })
    }

    /// The attribute `val`, which most of Word's elements have.
    pub fn val(&self) -> String {
        self.get("val").unwrap_or_default()
    }

    /// Is this switch (`<w:b/>`, `<w:b w:val="0"/>`) on?
    pub fn is_on(&self) -> bool {
        !matches!(self.val().as_str(), "0" | "false" | "off")
    }
}

/// Walks a part of a package.
pub fn walk(
    xml: &[u8],
    format: &str,
    mut visit: impl FnMut(Node<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > limits::DEPTH {
                    return Err(Refusal::too_large(
                        "its elements stand too deep within one another",
                        limits::DEPTH,
                    ));
                }
                open(&start, &mut visit)?;
            }
            Ok(Event::Empty(start)) => {
                open(&start, &mut visit)?;
                visit(Node::Close(start.local_name().as_ref()))?;
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                visit(Node::Close(end.local_name().as_ref()))?;
            }
            Ok(Event::Text(text)) => visit(Node::Text(&text))?,
            Ok(Event::CData(text)) => visit(Node::Text(&text))?,
            Ok(Event::GeneralRef(reference)) => visit(Node::Text(&resolve(&reference)))?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                let place = reader.error_position();
                return Err(Refusal::damaged(
                    format,
                    format!("{error} at byte {place} of a part"),
                ));
            }
        }
    }
}

fn open(
    start: &BytesStart<'_>,
    visit: &mut impl FnMut(Node<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let name = start.local_name();
    visit(Node::Open(Tag {
        name: name.as_ref(),
        start,
    }))
}

/// A character by number, or one of the five names that XML knows; others are left out.
fn resolve(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference)
        .unwrap_or_default()
        .to_owned()
}
