//! Stock sentences: `[{holder}|{subject}] stockpiles {value} {device+}[ {when}].`
//!
//! `{x}` is a variable; `[...]` falls away when a variable inside is missing; `[a|b]` is the first alternative whose
//! variables all exist. Brackets do not nest.

/// Where a piece of a sentence came from: only the template's own first letter is ever lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The sentence begins with words of the template.
    Template,
    /// The sentence begins with the value of a variable.
    Variable,
}

/// Fills a template. `lookup` gives the text of a variable, given the words printed so far, or `None` where it is
/// missing; a missing variable outside brackets leaves nothing in its place.
pub fn fill(template: &str, lookup: &dyn Fn(&str, &str) -> Option<String>) -> (String, Start) {
    let mut out = String::new();
    let mut start = None;
    let mut rest = template;
    while !rest.is_empty() {
        let (piece, tail) = next(rest);
        rest = tail;
        let chosen = match piece {
            Piece::Optional(body) => body
                .split('|')
                .find_map(|alternative| plain(alternative, &out, lookup, true)),
            Piece::Plain(body) => plain(body, &out, lookup, false),
        };
        if let Some((text, begins)) = chosen {
            if start.is_none() && !text.is_empty() {
                start = Some(begins);
            }
            out.push_str(&text);
        }
    }
    (out, start.unwrap_or(Start::Template))
}

enum Piece<'a> {
    Optional(&'a str),
    Plain(&'a str),
}

fn next(template: &str) -> (Piece<'_>, &str) {
    if let Some((body, tail)) = template.strip_prefix('[').and_then(|t| t.split_once(']')) {
        return (Piece::Optional(body), tail);
    }
    let end = template
        .char_indices()
        .skip(1)
        .find(|(_, c)| *c == '[')
        .map_or(template.len(), |(i, _)| i);
    let (body, tail) = template.split_at_checked(end).unwrap_or((template, ""));
    (Piece::Plain(body), tail)
}

/// Text with variables and no brackets. With `all`, a missing variable makes the whole of it fall away.
fn plain(
    body: &str,
    before: &str,
    lookup: &dyn Fn(&str, &str) -> Option<String>,
    all: bool,
) -> Option<(String, Start)> {
    let start = if body.starts_with('{') {
        Start::Variable
    } else {
        Start::Template
    };
    let mut out = String::new();
    let mut rest = body;
    while let Some((text, tail)) = rest.split_once('{') {
        out.push_str(text);
        let (name, tail) = tail.split_once('}').unwrap_or((tail, ""));
        match lookup(name, &format!("{before}{out}")) {
            Some(value) => out.push_str(&value),
            None if all => return None,
            None => {}
        }
        rest = tail;
    }
    out.push_str(rest);
    Some((out, start))
}

/// Fills `{x}` in a small text out of pairs.
pub fn put(template: &str, values: &[(&str, &str)]) -> String {
    let find = |name: &str, _: &str| {
        values
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    };
    fill(template, &find).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_fall_away_and_alternatives_are_tried_in_order() {
        let lookup = |name: &str, _: &str| match name {
            "subject" => Some("Peru".to_owned()),
            "value" => Some("stockpiles".to_owned()),
            _ => None,
        };
        for (template, expected) in [
            (
                "[{holder}|{subject}] {value} [{device+}|mines][ {when}].",
                "Peru stockpiles mines.",
            ),
            ("{subject} {value}[ (dated {date})].", "Peru stockpiles."),
            ("[ {when}| in {period}]{subject}", "Peru"),
            ("No stock{missing}.", "No stock."),
        ] {
            assert_eq!(fill(template, &lookup).0, expected, "{template}");
        }
    }
}
