//! Footnotes at the bottom of pages: lines in smaller letters that begin with a raised or plain number.

use super::Page;
use super::lines::Line;

/// Letters smaller than this part of the running text are those of notes.
const SMALL: f64 = 0.94;

/// A footnote with its lines and their pages.
#[derive(Debug)]
pub struct Note {
    /// Its number.
    pub label: String,
    pub lines: Vec<(usize, Line)>,
}

/// Takes the footnotes out of the pages.
pub fn take(pages: &mut [Page], body: f64) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for page in pages {
        let lines = std::mem::take(&mut page.lines);
        let small: Vec<bool> = lines.iter().map(|line| line.size < SMALL * body).collect();
        // In a column, what follows after the last line of running text may be notes.
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if !small.get(at).copied().unwrap_or(false) {
                ends.retain(|(_, column)| *column != line.column);
                ends.push((at, line.column));
            }
        }
        let mut open = None;
        for (at, line) in lines.into_iter().enumerate() {
            let bottom = small.get(at).copied().unwrap_or(false)
                && !ends
                    .iter()
                    .any(|(end, column)| *end > at && *column == line.column);
            let low = line.base > 0.35 * page.height;
            let label = label(&line, &notes).filter(|_| bottom && low);
            if let Some(label) = label {
                open = Some(notes.len());
                notes.push(Note {
                    label,
                    lines: vec![(page.number, line)],
                });
                continue;
            }
            // A note may go on at the bottom of the next column or page, before that one's own notes.
            let after_text = ends.iter().any(|(end, _)| *end < at);
            let unfinished = notes.last().is_some_and(Note::is_open);
            let goes_on = open.is_none() && bottom && low && after_text && unfinished;
            if goes_on {
                open = notes.len().checked_sub(1);
            }
            match open.filter(|_| bottom).and_then(|open| notes.get_mut(open)) {
                Some(note) => note.lines.push((page.number, line)),
                None => {
                    open = None;
                    page.lines.push(line);
                }
            }
        }
    }
    notes
}

impl Note {
    /// Does it stop in the middle of a sentence?
    fn is_open(&self) -> bool {
        let last = self
            .lines
            .last()
            .map(|(_, line)| line.text())
            .unwrap_or_default();
        !last
            .trim_end()
            .ends_with(['.', '?', '!', ')', '”', '"', '>'])
    }

    fn is_raised(&self) -> bool {
        self.lines
            .first()
            .is_some_and(|(_, line)| line.raised_start().is_some())
    }
}

/// The number with which a note's first line begins. A plain one counts on from the note before, and only where notes
/// have plain numbers: a line may begin with a date.
fn label(line: &Line, notes: &[Note]) -> Option<String> {
    let is_number =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(raised) = line.raised_start() {
        return is_number(raised).then(|| raised.to_owned());
    }
    let text = line.text();
    let (number, rest) = text.trim_start().split_once([' ', '\t'])?;
    let number = number.trim_end_matches(['.', ')']);
    let rest = rest.trim_start();
    let begins = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '<'));
    let next = notes.last().is_none_or(|last| {
        let count = |text: &str| text.parse::<u32>().ok();
        !last.is_raised() && count(&last.label).map(|n| n + 1) == count(number)
    });
    (is_number(number) && begins && next).then(|| number.to_owned())
}
