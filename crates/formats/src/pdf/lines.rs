//! Glyphs to pieces of lines.
//!
//! Glyphs come in the order in which the page draws them, which says little. They are gathered by their base line, and
//! a wide gap cuts a line into pieces: the gap may be that between two columns of text, or between two cells of a table.
//! Small pieces that stand beside a larger one, but higher, are its superscripts.

use super::content::Glyph;

/// A gap wider than this many times the size of the letters divides two pieces.
const GAP: f64 = 0.95;
/// So does a narrower one with no space printed in it, in a line that prints its spaces and has wide gaps: a tab.
const TAB: f64 = 0.45;
/// A gap wider than this is a space, whether the file prints one or not.
const SPACE: f64 = 0.17;
/// Base lines nearer than this many times the size are one.
const LEVEL: f64 = 0.12;
/// Letters smaller than this part of those beside them may be superscripts.
const SMALL: f64 = 0.85;
/// How many runs before and after a small one are looked at for the one it belongs to.
const NEIGHBOURS: usize = 64;

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

/// Glyphs on one base line without a wide gap between them.
#[derive(Debug)]
struct Run {
    glyphs: Vec<Glyph>,
    base: f64,
    size: f64,
    left: f64,
    right: f64,
    /// Has a smaller run been put into it?
    joined: bool,
}

/// The pieces of a page, from top to bottom.
pub fn lines(mut glyphs: Vec<Glyph>) -> Vec<Piece> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut runs = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        let same = row
            .last()
            .is_some_and(|last| glyph.y - last.y < LEVEL * glyph.size.min(last.size));
        if !same {
            divide(std::mem::take(&mut row), &mut runs);
        }
        row.push(glyph);
    }
    divide(row, &mut runs);
    raise(&mut runs);
    runs.into_iter().map(Run::write).collect()
}

/// Divides the glyphs of one base line at wide gaps.
fn divide(mut row: Vec<Glyph>, runs: &mut Vec<Run>) {
    let Some(base) = row.first().map(|glyph| glyph.y) else {
        return;
    };
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let tabbed = is_tabbed(&row);
    let first = runs.len();
    for glyph in row {
        let right = glyph.x + glyph.width;
        let blank = glyph.is_blank();
        let begun = runs.len() > first;
        let near = runs.last_mut().filter(|run| {
            let spaced = blank || run.glyphs.last().is_some_and(Glyph::is_blank);
            let widest = if tabbed && !spaced { TAB } else { GAP };
            begun && glyph.x - run.right < widest * run.size.max(glyph.size)
        });
        match near {
            Some(run) => {
                if !blank {
                    run.right = run.right.max(right);
                    run.size = run.size.max(glyph.size);
                }
                run.glyphs.push(glyph);
            }
            None if blank => {}
            None => runs.push(Run {
                base,
                size: glyph.size,
                left: glyph.x,
                right,
                glyphs: vec![glyph],
                joined: false,
            }),
        }
    }
}

/// Does a line print its spaces, and have wide gaps without any?
fn is_tabbed(row: &[Glyph]) -> bool {
    let wide = |pair: &[Glyph]| matches!(pair, [a, b] if !a.is_blank() && !b.is_blank() && b.x - a.x - a.width > GAP * a.size);
    row.iter().any(Glyph::is_blank) && row.windows(2).any(wide)
}

/// Puts small runs into the larger ones that they stand in or beside: superscripts, subscripts.
fn raise(runs: &mut Vec<Run>) {
    runs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut hosts: Vec<Option<usize>> = vec![None; runs.len()];
    for (at, small) in runs.iter().enumerate() {
        let from = at.saturating_sub(NEIGHBOURS);
        let near = runs.iter().enumerate().skip(from).take(2 * NEIGHBOURS);
        let fitting =
            near.filter(|(_, large)| small.size < SMALL * large.size && small.beside(large));
        let best = fitting.min_by(|(_, a), (_, b)| {
            let away = |run: &Run| (small.gap(run), (run.base - small.base).abs());
            let ((gap, rise), (other_gap, other_rise)) = (away(a), away(b));
            gap.total_cmp(&other_gap).then(rise.total_cmp(&other_rise))
        });
        if let Some(slot) = hosts.get_mut(at) {
            *slot = best.map(|(host, _)| host);
        }
    }
    for at in (0..runs.len()).rev() {
        let Some(host) = hosts.get(at).copied().flatten() else {
            continue;
        };
        let small = runs
            .get_mut(at)
            .map(|run| (std::mem::take(&mut run.glyphs), run.left, run.right));
        if let Some((run, (small, left, right))) = runs.get_mut(host).zip(small) {
            run.glyphs.extend(small);
            run.left = run.left.min(left);
            run.right = run.right.max(right);
            run.joined = true;
        }
    }
    runs.retain(|run| !run.glyphs.is_empty());
    // A superscript may have filled the gap that cut its line.
    runs.dedup_by(|next, kept| {
        let near = next.base == kept.base && kept.gap(next) < GAP * kept.size.max(next.size);
        let near = near && (kept.joined || next.joined);
        if near {
            kept.glyphs.append(&mut next.glyphs);
            kept.right = kept.right.max(next.right);
            kept.size = kept.size.max(next.size);
        }
        near
    });
}

impl Run {
    /// Distance between the two along the line.
    fn gap(&self, other: &Self) -> f64 {
        (other.left - self.right)
            .max(self.left - other.right)
            .max(0.0)
    }

    /// Does it stand beside a larger run, with at least half of its height?
    fn beside(&self, large: &Self) -> bool {
        let (top, bottom) = extent(self.base, self.size);
        let (above, below) = extent(large.base, large.size);
        let common = bottom.min(below) - top.max(above);
        common > 0.5 * (bottom - top) && self.gap(large) < 0.6 * large.size
    }

    fn write(mut self) -> Piece {
        self.glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut writer = Writer::new(self.left);
        for glyph in &self.glyphs {
            if glyph.is_blank() {
                writer.space |= glyph.x + glyph.width > writer.right + 0.1 * self.size;
            } else {
                writer.add(glyph, self.base, self.size);
            }
        }
        writer.finish(self.base)
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
    fn new(left: f64) -> Self {
        Self {
            parts: Vec::new(),
            left,
            right: left,
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
        let raised = glyph.size < SMALL * size && base - glyph.y > 0.1 * size;
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

    /// A tab may leave no more white than a space does, but prints none.
    #[test]
    fn a_tab_as_narrow_as_a_space() {
        let line = |words: &str, tab: f64| {
            let at = (0..).map(|at| 30.0 + 6.0 * f64::from(at));
            let mut glyphs: Vec<Glyph> = words
                .chars()
                .zip(at)
                .filter(|(letter, _)| *letter != '_')
                .map(|(letter, x)| glyph(&letter.to_string(), x, 100.0, 12.0))
                .collect();
            let last = glyphs.last_mut().unwrap();
            last.x += tab;
            let pieces = lines(glyphs);
            pieces.iter().map(Piece::text).collect::<Vec<_>>()
        };
        assert_eq!(line("in a_b_c", 20.0), ["in a", "b", "c"]);
        assert_eq!(line("in a_b_c", 0.0), ["in a b c"]);
        assert_eq!(line("in_a_b_c", 20.0), ["in a b", "c"]);
    }
}
