//! Glyphs to pieces of lines.
//!
//! Glyphs come in the order in which the page draws them, which says little. They are gathered into rows by their base
//! line; smaller glyphs that stand higher are superscripts of the row. A wide gap cuts a row into pieces: the gap may be
//! that between two columns of text, or between two cells of a table.

use super::content::Glyph;

/// A gap wider than this many times the size of the letters divides two pieces.
const GAP: f64 = 1.1;
/// A gap wider than this is a space, whether the file prints one or not.
const SPACE: f64 = 0.17;
/// How many of the last rows a run of glyphs may still belong to.
const LOOK_BACK: usize = 12;

/// A stretch of text that is raised, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    pub raised: bool,
}

/// A piece of a line without a wide gap in it.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    pub parts: Vec<Part>,
    pub left: f64,
    pub right: f64,
    /// The base line of its row.
    pub base: f64,
    pub size: f64,
    pub bold: bool,
    pub artifact: bool,
}

impl Piece {
    /// Its words, superscripts included.
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect()
    }

    /// Its number of characters.
    pub fn characters(&self) -> usize {
        self.parts
            .iter()
            .map(|part| part.text.chars().count())
            .sum()
    }
}

/// A line of one column: one piece, or the cells of a row of a table.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub cells: Vec<Piece>,
    pub left: f64,
    pub right: f64,
    pub base: f64,
    pub size: f64,
    pub bold: bool,
    pub artifact: bool,
    /// The column it stands in: its number on the page and its borders.
    pub column: usize,
    pub borders: (f64, f64),
}

impl Line {
    /// Its words, cells divided by a space.
    pub fn text(&self) -> String {
        self.cells
            .iter()
            .map(Piece::text)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Its number of characters.
    pub fn characters(&self) -> usize {
        self.cells.iter().map(Piece::characters).sum()
    }

    /// The raised number or sign it begins with.
    pub fn raised_start(&self) -> Option<&str> {
        let first = self
            .cells
            .first()?
            .parts
            .iter()
            .find(|part| !part.text.trim().is_empty())?;
        first.raised.then(|| first.text.trim())
    }
}

/// Glyphs drawn one after the other on one base line.
#[derive(Debug)]
struct Run {
    glyphs: Vec<Glyph>,
    base: f64,
    size: f64,
    right: f64,
}

/// The runs of one base line.
#[derive(Debug)]
struct Row {
    runs: Vec<Run>,
    base: f64,
    size: f64,
}

/// The pieces of a page, from top to bottom.
pub fn lines(glyphs: Vec<Glyph>) -> Vec<Piece> {
    let mut runs = runs(glyphs);
    runs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Row> = Vec::new();
    for run in runs {
        let from = rows.len().saturating_sub(LOOK_BACK);
        let row = rows.iter_mut().skip(from).rev().find(|row| row.takes(&run));
        match row {
            Some(row) => row.add(run),
            None => rows.push(Row {
                base: run.base,
                size: run.size,
                runs: vec![run],
            }),
        }
    }
    rows.into_iter().flat_map(Row::pieces).collect()
}

fn runs(glyphs: Vec<Glyph>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for glyph in glyphs {
        let right = glyph.x + glyph.width;
        let goes_on = runs.last().is_some_and(|run| {
            (glyph.y - run.base).abs() < 0.05 * run.size
                && (glyph.size - run.size).abs() < 0.3
                && glyph.x > run.right - run.size
                && glyph.x < run.right + run.size
        });
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => {
                run.right = run.right.max(right);
                run.glyphs.push(glyph);
            }
            None if glyph.is_blank() => {}
            None => runs.push(Run {
                base: glyph.y,
                size: glyph.size,
                right,
                glyphs: vec![glyph],
            }),
        }
    }
    runs
}

impl Row {
    /// Do at least half of the smaller one's height lie beside the other?
    fn takes(&self, run: &Run) -> bool {
        let (top, bottom) = extent(self.base, self.size);
        let (above, below) = extent(run.base, run.size);
        let common = bottom.min(below) - top.max(above);
        common > 0.5 * (bottom - top).min(below - above)
    }

    fn add(&mut self, run: Run) {
        // The largest letters say where the row stands; of equal ones those that came first.
        if run.size > self.size + 0.2 {
            (self.base, self.size) = (run.base, run.size);
        }
        self.runs.push(run);
    }

    fn pieces(self) -> Vec<Piece> {
        let (base, size) = (self.base, self.size);
        let mut glyphs: Vec<Glyph> = self.runs.into_iter().flat_map(|run| run.glyphs).collect();
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut pieces: Vec<Writer> = Vec::new();
        for glyph in glyphs {
            let blank = glyph.is_blank();
            let near = pieces
                .last_mut()
                .filter(|piece| glyph.x - piece.right < GAP * size);
            match near {
                Some(piece) if blank => {
                    piece.space |= glyph.x + glyph.width > piece.right + 0.1 * size
                }
                Some(piece) => piece.add(&glyph, base, size),
                None if blank => {}
                None => {
                    let mut piece = Writer::new(&glyph);
                    piece.add(&glyph, base, size);
                    pieces.push(piece);
                }
            }
        }
        pieces.into_iter().map(|piece| piece.finish(base)).collect()
    }
}

/// From the top of the letters to a little below the base line.
fn extent(base: f64, size: f64) -> (f64, f64) {
    (base - 0.72 * size, base + 0.2 * size)
}

/// A piece being written.
struct Writer {
    parts: Vec<Part>,
    left: f64,
    right: f64,
    space: bool,
    /// The last glyph, to tell one that is printed twice for a bold look.
    last: (f64, String),
    sizes: Vec<f64>,
    bold: usize,
    artifacts: usize,
}

impl Writer {
    fn new(glyph: &Glyph) -> Self {
        Self {
            parts: Vec::new(),
            left: glyph.x,
            right: glyph.x,
            space: false,
            last: (f64::MIN, String::new()),
            sizes: Vec::new(),
            bold: 0,
            artifacts: 0,
        }
    }

    fn add(&mut self, glyph: &Glyph, base: f64, size: f64) {
        if (glyph.x - self.last.0).abs() < 0.25 * glyph.width && *self.last.1 == *glyph.text {
            return;
        }
        let raised = glyph.size < 0.85 * size && base - glyph.y > 0.1 * size;
        let gap = glyph.x - self.right > SPACE * glyph.size.min(size) && !raised;
        if (self.space || gap) && !self.parts.is_empty() {
            self.push(" ", false);
        }
        self.space = false;
        self.push(&glyph.text, raised);
        self.right = self.right.max(glyph.x + glyph.width);
        self.last = (glyph.x, glyph.text.to_string());
        self.sizes.push(glyph.size);
        self.bold += usize::from(glyph.bold);
        self.artifacts += usize::from(glyph.artifact);
    }

    fn push(&mut self, text: &str, raised: bool) {
        match self.parts.last_mut() {
            Some(part) if part.raised == raised => part.text.push_str(text),
            _ => self.parts.push(Part {
                text: text.to_owned(),
                raised,
            }),
        }
    }

    fn finish(mut self, base: f64) -> Piece {
        let count = self.sizes.len();
        self.sizes.sort_by(f64::total_cmp);
        Piece {
            parts: self.parts,
            left: self.left,
            right: self.right,
            base,
            size: self.sizes.get(count / 2).copied().unwrap_or_default(),
            bold: self.bold * 10 > count * 8,
            artifact: self.artifacts * 2 > count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f64, y: f64, size: f64) -> Glyph {
        Glyph {
            text: text.into(),
            x,
            y,
            width: 0.5 * size,
            size,
            bold: false,
            artifact: false,
        }
    }

    #[test]
    fn superscripts_spaces_and_gaps() {
        let mut glyphs = vec![glyph("2", 55.0, 96.0, 6.0)];
        for (at, letter) in ["a", "b", " ", "c", "."].iter().enumerate() {
            glyphs.push(glyph(letter, 30.0 + 5.0 * at as f64, 100.0, 10.0));
        }
        glyphs.push(glyph("x", 90.0, 100.0, 10.0));
        glyphs.push(glyph("y", 98.0, 100.0, 10.0));
        let pieces = lines(glyphs);
        let texts: Vec<String> = pieces.iter().map(Piece::text).collect();
        assert_eq!(texts, ["ab c.2", "x y"]);
        assert!(pieces[0].parts[1].raised);
    }
}
