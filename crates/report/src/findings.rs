//! Findings in plain text, as an editor reads them: by urgency and kind, one sentence each, quotes on demand.
//!
//! ```text
//! Kyrgyzstan: 8 findings; 3 to look at, 5 to know when you write; 14 for information (--all)
//!
//! To look at
//!
//!   conflict: sources that cannot both be right
//!     86de4fdabdb1  Clearance and contamination: not both: ...
//! ```

use std::fmt::{self, Write};

use whitestone_model::{Slice, Vocabulary};
use whitestone_views::View;
use whitestone_views::findings::{Finding, Kind, Severity, statements};
use whitestone_views::scope::KeptApart;

use crate::text::quoted;

/// The width to which sentences are broken.
const WIDTH: usize = 100;

/// How much to tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Telling {
    /// Also what is only for information.
    pub all: bool,
    /// The quotes behind each finding.
    pub quotes: bool,
}

/// The findings of one subject, those that a reviewer settled left out by the caller.
pub fn text(
    found: &[Finding],
    view: &View,
    slice: &Slice,
    vocabulary: &Vocabulary,
    telling: Telling,
) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = told(&mut out, found, view, slice, vocabulary, telling);
    out
}

fn told(
    out: &mut String,
    found: &[Finding],
    view: &View,
    slice: &Slice,
    vocabulary: &Vocabulary,
    telling: Telling,
) -> fmt::Result {
    writeln!(out, "{}: {}", view.subject.name, summary(found, telling))?;
    let behind = statements(view);
    let mut heading: Option<(Severity, Kind)> = None;
    for finding in found
        .iter()
        .filter(|f| telling.all || f.severity != Severity::Info)
    {
        if heading.is_none_or(|(severity, _)| severity != finding.severity) {
            writeln!(out, "\n{}", finding.severity.heading())?;
        }
        if heading != Some((finding.severity, finding.kind)) {
            let name = finding.kind.name().replace('_', " ");
            writeln!(out, "\n  {name}: {}", finding.kind.says())?;
        }
        heading = Some((finding.severity, finding.kind));
        let line = format!("{}  {}", finding.id.short(), finding.explanation);
        out.push_str(&wrapped(&line, 4, 18));
        if let Some(judged) = &finding.judged {
            let line = format!(
                "judged {} by {} on {}: {}",
                judged.verdict, judged.by, judged.on, judged.reason
            );
            out.push_str(&wrapped(&line, 18, 20));
        }
        if telling.quotes {
            for statement in finding.about.iter().filter_map(|target| behind.get(target)) {
                out.push_str(&quoted(statement, slice, vocabulary));
            }
        }
    }
    Ok(())
}

fn summary(found: &[Finding], telling: Telling) -> String {
    let of = |severity: Severity| found.iter().filter(|f| f.severity == severity).count();
    let (look, note, info) = (of(Severity::Look), of(Severity::Note), of(Severity::Info));
    let hidden = if info > 0 && !telling.all {
        " (--all shows them)"
    } else {
        ""
    };
    format!("{look} to look at, {note} to know when you write, {info} for information{hidden}")
}

/// What only looks like a contradiction.
pub fn apart(kept: &[KeptApart]) -> String {
    let mut out = String::new();
    for pair in kept {
        let [one, other] = &pair.told;
        out.push_str(&wrapped(&format!("- {one}; {other}"), 4, 6));
        for difference in &pair.differences {
            let line = format!("{}: {}", difference.what, difference.text);
            out.push_str(&wrapped(&line, 8, 10));
        }
    }
    out
}

/// A line broken at blanks, the first part indented by `first` blanks and the others by `next`.
fn wrapped(text: &str, first: usize, next: usize) -> String {
    let mut out = " ".repeat(first);
    let mut width = first;
    for (number, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if number > 0 {
            if width + 1 + length > WIDTH {
                out.push('\n');
                out.push_str(&" ".repeat(next));
                width = next;
            } else {
                out.push(' ');
                width += 1;
            }
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_line_breaks_at_blanks_and_keeps_its_words() {
        let words = "word ".repeat(40);
        let broken = wrapped(words.trim(), 2, 6);
        assert!(
            broken
                .lines()
                .all(|line| line.chars().count() <= super::WIDTH),
            "{broken}"
        );
        assert_eq!(broken.split_whitespace().count(), 40);
        assert_eq!(wrapped("", 4, 6), "    \n");
    }
}
