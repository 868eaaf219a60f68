//! Paragraph styles: which of them are headings, titles, list items, tables of contents.

use std::collections::BTreeMap;

use crate::Refusal;
use crate::xml::{Node, walk};

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// The title.
    Title,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A line of a table of contents.
    Contents,
}

/// The styles of a document by id.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    /// Its name, in small letters; built-in names are English whatever the language of the program.
    name: String,
    based_on: String,
    outline: bool,
    listed: bool,
}

impl Styles {
    /// Reads `word/styles.xml`.
    pub fn read(xml: &[u8]) -> Result<Self, Refusal> {
        let mut styles = Self::default();
        let mut id = String::new();
        let mut open = Style::default();
        walk(xml, super::FORMAT, |node| {
            match node {
                Node::Open(tag) => match tag.name {
                    "style" => {
                        id = tag.get("styleId").unwrap_or_default();
                        open = Style::default();
                    }
                    "name" => open.name = tag.val().to_lowercase(),
                    "basedOn" => open.based_on = tag.val(),
                    "outlineLvl" => open.outline = is_level(&tag.val()),
                    "numPr" => open.listed = true,
                    _ => {}
                },
                Node::Close("style") => {
                    styles
                        .styles
                        .insert(std::mem::take(&mut id), std::mem::take(&mut open));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// The role of paragraphs in this style, or in the nearest style it is based on that has one.
    pub fn role(&self, id: &str) -> Role {
        let mut id = id;
        // Styles may be based on one another in a circle.
        for _ in 0..16 {
            let Some(style) = self.styles.get(id) else {
                return by_name(&id.to_lowercase());
            };
            let role = by_name(&style.name);
            if role != Role::Text {
                return role;
            }
            if style.outline {
                return Role::Heading;
            }
            if style.listed {
                return Role::Item;
            }
            id = &style.based_on;
        }
        Role::Text
    }
}

/// Is this an outline level that makes a heading? 9 is running text.
pub fn is_level(value: &str) -> bool {
    value.parse::<u8>().is_ok_and(|level| level < 9)
}

fn by_name(name: &str) -> Role {
    if name == "title" {
        Role::Title
    } else if name.starts_with("heading") || name == "subtitle" {
        Role::Heading
    } else if name.starts_with("list ") || name == "listparagraph" {
        Role::Item
    } else if name.starts_with("toc ") || name.starts_with("toc1") {
        Role::Contents
    } else {
        Role::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_inherited() {
        let xml = br#"<w:styles>
            <w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
            <w:style w:styleId="Kopf"><w:name w:val="Kopf"/><w:basedOn w:val="H1"/></w:style>
            <w:style w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
            <w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>
            <w:style w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>
        </w:styles>"#;
        let styles = Styles::read(xml).unwrap();
        let roles = ["H1", "Kopf", "Own", "A", "Title", "nowhere"].map(|id| styles.role(id));
        assert_eq!(
            roles,
            [
                Role::Heading,
                Role::Heading,
                Role::Heading,
                Role::Text,
                Role::Title,
                Role::Text
            ]
        );
    }
}
