//! The operators of a page to glyphs: what is shown, where, and how large.
//!
//! Only what places text is followed; lines, pictures and colours are passed over. Coordinates are points from the
//! upper left corner of the page as it is shown, `y` growing downwards.

use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use hayro_syntax::page::{Page, Resources};

use super::fonts::Fonts;
use crate::{Refusal, limits};

/// A character on a page.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// Its characters: mostly one, more for a ligature.
    pub text: Rc<str>,
    /// Left end of its base line.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub bold: bool,
    /// Did the file mark it as belonging to the page rather than to the text?
    pub artifact: bool,
}

impl Glyph {
    /// Is it white space?
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// What a page holds.
#[derive(Debug, Default)]
pub struct Content {
    pub glyphs: Vec<Glyph>,
    pub height: f64,
    /// Pictures on it.
    pub pictures: usize,
    /// Characters whose font does not say what they are.
    pub nameless: usize,
    /// Characters of lines that run another way than the page's.
    pub sideways: usize,
}

/// Reads the pages of one document.
#[derive(Default)]
pub struct Reader<'a> {
    fonts: Fonts<'a>,
    operators: usize,
}

/// An affine map, as PDF writes it: `[a b c d e f]`.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
fn then(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = inner;
    let [oa, ob, oc, od, oe, of] = outer;
    [
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    ]
}

/// The state of text and graphics.
#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    font: Option<usize>,
    size: f64,
    /// Extra space after each character, and after each blank.
    spacing: (f64, f64),
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// A marked stretch of content.
#[derive(Debug, Clone, Default)]
struct Marked {
    artifact: bool,
    /// Text to read in place of what is shown, until it has been read.
    instead: Option<Rc<str>>,
    replaces: bool,
}

/// The pen that walks over a page.
struct Pen<'r, 'a> {
    reader: &'r mut Reader<'a>,
    content: Content,
    state: State,
    saved: Vec<State>,
    /// The matrix of the text, and that of the line it is in.
    text: Matrix,
    line: Matrix,
    marked: Vec<Marked>,
    /// Glyphs by the way they run: to the right, down, to the left, up.
    ways: [Vec<Glyph>; 4],
    forms: usize,
}

impl<'a> Reader<'a> {
    /// Reads a page.
    pub fn page(&mut self, page: &Page<'a>) -> Result<Content, Refusal> {
        let (width, height) = page.render_dimensions();
        let state = State {
            matrix: page.initial_transform(true).as_coeffs(),
            font: None,
            size: 0.0,
            spacing: (0.0, 0.0),
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut pen = Pen {
            reader: self,
            content: Content::default(),
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            marked: Vec::new(),
            ways: Default::default(),
            forms: 0,
        };
        let stream = page.page_stream().unwrap_or_default();
        pen.run(stream, page.resources())?;
        Ok(pen.finish(f64::from(width), f64::from(height)))
    }
}

impl<'a> Pen<'_, 'a> {
    fn run(&mut self, stream: &[u8], resources: &Resources<'a>) -> Result<(), Refusal> {
        self.count(stream.len() / 64)?;
        let mut operators = TypedIter::new(stream);
        while let Some(operator) = operators.next() {
            self.count(1)?;
            match operator {
                Op::SaveState(_) if self.saved.len() < limits::DEPTH => {
                    self.saved.push(self.state.clone());
                }
                Op::RestoreState(_) => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                Op::Transform(m) => {
                    let matrix = [m.0, m.1, m.2, m.3, m.4, m.5].map(|n| n.as_f64());
                    self.state.matrix = then(matrix, self.state.matrix);
                }
                Op::XObject(name) => self.object(name.0, resources)?,
                Op::InlineImage(_) => self.content.pictures += 1,
                Op::BeginMarkedContent(tag) => self.mark(tag.0, None, resources),
                Op::BeginMarkedContentWithProperties(tag) => {
                    self.mark(tag.0, Some(tag.1), resources);
                }
                Op::EndMarkedContent(_) => drop(self.marked.pop()),
                operator => self.text_operator(&operator, resources)?,
            }
        }
        Ok(())
    }

    fn text_operator(
        &mut self,
        operator: &Op<'_, '_>,
        resources: &Resources<'a>,
    ) -> Result<(), Refusal> {
        match operator {
            Op::BeginText(_) => (self.text, self.line) = (IDENTITY, IDENTITY),
            Op::CharacterSpacing(n) => self.state.spacing.0 = n.0.as_f64(),
            Op::WordSpacing(n) => self.state.spacing.1 = n.0.as_f64(),
            Op::HorizontalScaling(n) => self.state.stretch = n.0.as_f64() / 100.0,
            Op::TextLeading(n) => self.state.leading = n.0.as_f64(),
            Op::TextRise(n) => self.state.rise = n.0.as_f64(),
            Op::TextFont(font) => {
                let dict = resources.get_font(font.0);
                self.state.font = dict.and_then(|dict| self.reader.fonts.find(&dict));
                self.state.size = font.1.as_f64();
            }
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::SetTextMatrix(m) => {
                self.line = [m.0, m.1, m.2, m.3, m.4, m.5].map(|n| n.as_f64());
                self.text = self.line;
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::ShowText(text) => self.show(text.0)?,
            Op::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0)?;
            }
            Op::ShowTextWithParameters(text) => {
                self.state.spacing = (text.1.as_f64(), text.0.as_f64());
                self.next_line(0.0, -self.state.leading);
                self.show(text.2)?;
            }
            Op::ShowTexts(parts) => self.show_all(parts.0)?,
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, steps: usize) -> Result<(), Refusal> {
        self.reader.operators += steps;
        if self.reader.operators > limits::OPERATORS {
            return Err(Refusal::too_large(
                "its pages have too many drawing steps",
                limits::OPERATORS,
            ));
        }
        Ok(())
    }

    /// A picture, or a form: a drawing with operators of its own.
    fn object(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), Refusal> {
        let Some(object) = resources.get_x_object(name) else {
            return Ok(());
        };
        let dict = object.dict();
        let kind = dict.get::<Name<'_>>(b"Subtype".as_slice());
        if kind.as_ref().is_some_and(|kind| kind.as_str() == "Image") {
            self.content.pictures += 1;
            return Ok(());
        }
        if self.forms >= limits::FORMS {
            return Ok(());
        }
        self.forms += 1;
        let done = self.form(&object, dict, resources);
        self.forms -= 1;
        done
    }

    fn form(
        &mut self,
        form: &Stream<'a>,
        dict: &Dict<'a>,
        resources: &Resources<'a>,
    ) -> Result<(), Refusal> {
        let Ok(stream) = form.decoded_data() else {
            return Ok(());
        };
        let own = dict
            .get::<Dict<'a>>(b"Resources".as_slice())
            .map(Resources::new);
        let state = self.state.clone();
        let (saved, marked) = (
            std::mem::take(&mut self.saved),
            std::mem::take(&mut self.marked),
        );
        if let Some(matrix) = dict.get::<Array<'_>>(b"Matrix".as_slice()) {
            let mut values = matrix
                .iter::<hayro_syntax::object::Number>()
                .map(|n| n.as_f64());
            let mut map = IDENTITY;
            map.iter_mut()
                .zip(&mut values)
                .for_each(|(slot, value)| *slot = value);
            self.state.matrix = then(map, self.state.matrix);
        }
        let artifact = marked.iter().any(|mark| mark.artifact);
        self.marked.push(Marked {
            artifact,
            ..Marked::default()
        });
        let done = self.run(&stream, own.as_ref().unwrap_or(resources));
        (self.state, self.saved, self.marked) = (state, saved, marked);
        done
    }

    fn mark(&mut self, tag: &Name<'_>, properties: Option<&Object<'_>>, resources: &Resources<'a>) {
        if self.marked.len() >= limits::DEPTH {
            return;
        }
        let instead = match properties {
            Some(Object::Dict(dict)) => actual_text(dict),
            Some(Object::Name(name)) => resources
                .properties
                .get::<Dict<'_>>(name)
                .and_then(|dict| actual_text(&dict)),
            _ => None,
        };
        self.marked.push(Marked {
            artifact: tag.as_str() == "Artifact",
            replaces: instead.is_some(),
            instead,
        });
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = then([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn show_all(&mut self, parts: &Array<'_>) -> Result<(), Refusal> {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(text) => self.show(&text)?,
                Object::Number(by) => {
                    let by = -by.as_f64() / 1000.0 * self.state.size * self.state.stretch;
                    self.advance(by);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn advance(&mut self, by: f64) {
        self.text = then([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    fn show(&mut self, text: &Bytes<'_>) -> Result<(), Refusal> {
        let bytes = text.as_bytes();
        self.count(bytes.len())?;
        let mut at = 0;
        while at < bytes.len() {
            let Some(face) = self
                .state
                .font
                .and_then(|font| self.reader.fonts.face(font))
            else {
                self.content.nameless += bytes.len();
                return Ok(());
            };
            let (code, length) = face.code(bytes, at);
            let shown = face.shown(code);
            let bold = face.bold;
            at += length;
            let blank = if length == 1 && code == 32 {
                self.state.spacing.1
            } else {
                0.0
            };
            self.place(&shown.text, shown.width, bold)?;
            let by =
                (shown.width * self.state.size + self.state.spacing.0 + blank) * self.state.stretch;
            self.advance(by);
        }
        Ok(())
    }

    /// Puts a character down where the pen stands.
    fn place(&mut self, text: &Rc<str>, width: f64, bold: bool) -> Result<(), Refusal> {
        let State {
            size,
            stretch,
            rise,
            matrix,
            ..
        } = self.state;
        let map = then(
            [size * stretch, 0.0, 0.0, size, 0.0, rise],
            then(self.text, matrix),
        );
        let [a, b, c, d, x, y] = map;
        if map.iter().any(|n| !n.is_finite() || n.abs() > 1e6) {
            return Ok(());
        }
        let mut text = Rc::clone(text);
        let artifact = self.marked.iter().any(|mark| mark.artifact);
        if let Some(mark) = self.marked.iter_mut().rev().find(|mark| mark.replaces) {
            text = mark.instead.take().unwrap_or_else(|| "".into());
        } else if text.is_empty() {
            self.content.nameless += 1;
        }
        if text.is_empty() {
            return Ok(());
        }
        // Which way the line runs on the page: the larger part of the direction decides.
        let way = match (a.abs() >= b.abs(), a > 0.0, b > 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        let along = a.hypot(b);
        if let Some(glyphs) = self.ways.get_mut(way) {
            if glyphs.len() >= limits::PAGE_CHARACTERS {
                return Err(Refusal::too_large(
                    "a page has too many characters",
                    limits::PAGE_CHARACTERS,
                ));
            }
            glyphs.push(Glyph {
                text,
                x,
                y,
                width: width * along,
                size: c.hypot(d),
                bold,
                artifact,
            });
        }
        Ok(())
    }

    /// The glyphs of the page's main way, turned so that lines run to the right.
    fn finish(mut self, width: f64, height: f64) -> Content {
        let longest = |way: usize| self.ways.get(way).map_or(0, Vec::len);
        let main = (0..4).rev().max_by_key(|way| longest(*way)).unwrap_or(0);
        self.content.sideways = (0..4).filter(|way| *way != main).map(longest).sum();
        self.content.height = if main % 2 == 0 { height } else { width };
        let turn = |x: f64, y: f64| match main {
            1 => (y, width - x),
            2 => (width - x, height - y),
            3 => (height - y, x),
            _ => (x, y),
        };
        self.content.glyphs = self
            .ways
            .get_mut(main)
            .map(std::mem::take)
            .unwrap_or_default();
        for glyph in &mut self.content.glyphs {
            (glyph.x, glyph.y) = turn(glyph.x, glyph.y);
        }
        self.content
    }
}

/// The text that a marked stretch stands for.
fn actual_text(dict: &Dict<'_>) -> Option<Rc<str>> {
    let text = dict.get::<Bytes<'_>>(b"ActualText".as_slice())?;
    Some(text_string(text.as_bytes()).into())
}

/// A text string of PDF: UTF-16 or UTF-8 with a mark, else close enough to Latin-1.
fn text_string(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = wide.chunks_exact(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        return char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{FFFD}'))
            .collect();
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
