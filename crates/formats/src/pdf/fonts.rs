//! Fonts: which character a code shows, and how wide it is.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::{BfString, CMapName};
use hayro_font::{
    CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontQuery, FontResolverFn, StandardFont,
};
use hayro_syntax::object::{Dict, Name, ObjectIdentifier};

/// What a code of a font shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its characters; empty where the font does not say.
    pub text: Rc<str>,
    /// Its width, for a size of 1.
    pub width: f64,
}

/// A font with the codes met so far.
pub struct Face<'a> {
    font: Font<'a>,
    pub bold: bool,
    met: HashMap<u32, Shown>,
}

impl Face<'_> {
    /// The code at an offset of a string, with its length in bytes.
    pub fn code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, at);
        (code, length.max(1))
    }

    /// What a code shows.
    pub fn shown(&mut self, code: u32) -> Shown {
        let font = &self.font;
        self.met
            .entry(code)
            .or_insert_with(|| look_up(font, code))
            .clone()
    }
}

fn look_up(font: &Font<'_>, code: u32) -> Shown {
    let named = match font.glyph(font.map_code(code), code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    let text = match named {
        Some(BfString::Char(character)) => character.to_string(),
        Some(BfString::String(text)) => text,
        None => String::new(),
    };
    // Fonts give private characters to what has no other: nobody could read or quote them.
    let private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\0');
    let text: String = text.chars().filter(|c| !private(*c)).collect();
    let width = font.code_advance(code).x / 1000.0;
    Shown {
        text: text.into(),
        width: if width.is_finite() { width } else { 0.0 },
    }
}

/// The fonts of a document.
pub struct Fonts<'a> {
    cache: FontCache<'a>,
    faces: Vec<Face<'a>>,
    known: HashMap<ObjectIdentifier, Option<usize>>,
    standard: FontResolverFn,
    cmaps: CMapResolverFn,
}

impl Default for Fonts<'_> {
    fn default() -> Self {
        Self {
            cache: FontCache::new(),
            faces: Vec::new(),
            known: HashMap::new(),
            standard: Arc::new(|query| Some(standard(query))),
            cmaps: Arc::new(|_: CMapName<'_>| None),
        }
    }
}

/// The stand-in for a font that the file does not hold.
fn standard(query: &FontQuery) -> (FontData, u32) {
    let font = match query {
        FontQuery::Standard(font) => *font,
        FontQuery::Fallback(query) => query.pick_standard_font(),
    };
    StandardFont::get_font_data(&font)
}

impl<'a> Fonts<'a> {
    /// The number of the font that a dictionary describes; `None` for one that cannot be read.
    pub fn find(&mut self, dict: &Dict<'a>) -> Option<usize> {
        let id = dict.obj_id();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return *known;
        }
        let font = self.cache.font(dict, &self.standard, &self.cmaps);
        let number = font.map(|font| {
            self.faces.push(Face {
                font,
                bold: is_bold(dict),
                met: HashMap::new(),
            });
            self.faces.len() - 1
        });
        if let Some(id) = id {
            self.known.insert(id, number);
        }
        number
    }

    /// A font by its number.
    pub fn face(&mut self, number: usize) -> Option<&mut Face<'a>> {
        self.faces.get_mut(number)
    }
}

fn is_bold(dict: &Dict<'_>) -> bool {
    let name = dict.get::<Name<'_>>(b"BaseFont".as_slice());
    let name = name
        .map(|name| name.as_str().to_ascii_lowercase())
        .unwrap_or_default();
    ["bold", "black", "heavy", "demi"]
        .iter()
        .any(|word| name.contains(word))
}
