//! Tables of scores, one criterion a line: `Problem understood 7 6`, under the years or without.

use whitestone_model::Span;

use super::Builder;
use super::grids::LONGEST_CELL;
use crate::layout::layout;
use crate::tables;

/// Scores are given out of this many points.
const BEST_SCORE: f32 = 10.0;
/// Lines with a number at their ends are scores where so many follow each other.
const FEWEST_SCORES: usize = 5;

impl Builder<'_> {
    /// `LAND RELEASE` / `(20% of overall score)` / `5`: a criterion, its weight and its score.
    pub(super) fn weighted_score(&mut self, at: usize) -> Option<usize> {
        let (label, score) = (self.lines.get(at)?.span, self.lines.get(at + 2)?.span);
        let weight = self.lines.get(at + 1)?.span;
        let short = label.len() <= LONGEST_CELL && !label.of(self.text).ends_with('.');
        let free = self.is_free(at + 1) && self.is_free(at + 2);
        if !(free
            && short
            && layout().weights.fit(weight.of(self.text))
            && is_points(score.of(self.text)))
        {
            return None;
        }
        self.push_row(vec![Span::new(label.start, weight.end), score], None);
        Some(at + 3)
    }

    /// `2017 2016`, and below it `Problem understood 7 6`: lines of a table with a column for each year.
    pub(super) fn year_columns(&mut self, at: usize) -> Option<usize> {
        let line = self.lines.get(at)?.span;
        let words = tables::words(self.text, line);
        let years = words
            .iter()
            .rev()
            .take_while(|word| tables::is_year(word.of(self.text)))
            .count();
        if years < 2 || line.len() > LONGEST_CELL || line.of(self.text).contains(',') {
            return None;
        }
        let (title, columns) = words.split_at_checked(words.len() - years)?;
        let end = title.last().map_or(line.start, |word| word.end);
        let mut rows = vec![vec![Span::new(line.start, end)]];
        rows.first_mut()?.extend(columns);
        let mut next = at + 1;
        while let Some(line) = self.lines.get(next) {
            let words = tables::words(self.text, line.span);
            let Some((label, scores)) = words
                .len()
                .checked_sub(years)
                .and_then(|at| words.split_at_checked(at))
            else {
                break;
            };
            let scored = scores.iter().all(|score| is_points(score.of(self.text)));
            let (Some(first), Some(last)) = (label.first(), label.last()) else {
                break;
            };
            if !scored
                || !self.is_free(next)
                || line.span.len() > 2 * LONGEST_CELL
                || label.iter().any(|word| word.of(self.text).ends_with(':'))
            {
                break;
            }
            let mut row = vec![Span::new(first.start, last.end)];
            row.extend(scores);
            rows.push(row);
            next += 1;
        }
        if rows.len() < 3 {
            return None;
        }
        self.score_table(rows);
        Some(next)
    }

    /// `Problem understood 7` / `Targeted clearance 5` / ...: enough lines, each with a label and its score.
    pub(super) fn scored_lines(&mut self, at: usize) -> Option<usize> {
        let scored = |at: usize| {
            let line = self.lines.get(at).filter(|_| self.is_free(at))?.span;
            let words = tables::words(self.text, line);
            let (score, label) = words.split_last()?;
            let ends = |word: &Span| word.of(self.text).ends_with([':', ',', ';']);
            let named = label.len() > 1 && !label.iter().any(ends);
            let short = line.len() <= 2 * LONGEST_CELL;
            let cells = vec![Span::new(line.start, label.last()?.end), *score];
            (named && short && is_points(score.of(self.text))).then_some(cells)
        };
        let rows: Vec<Vec<Span>> = (at..).map_while(scored).collect();
        if rows.len() < FEWEST_SCORES {
            return None;
        }
        let end = at + rows.len();
        for cells in rows {
            self.push_row(cells, None);
        }
        Some(end)
    }
}

pub(super) fn is_points(raw: &str) -> bool {
    tables::is_score(raw) && raw.parse().is_ok_and(|score: f32| score <= BEST_SCORE)
}
