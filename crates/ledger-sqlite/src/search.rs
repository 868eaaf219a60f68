//! Passages by their words.

use rusqlite::{Connection, params};
use whitestone_ledger::Hit;
use whitestone_model::DocumentId;

use crate::failure::Fault;

/// Passages that hold the words.
pub fn search(connection: &Connection, words: &str, limit: usize) -> Result<Vec<Hit>, Fault> {
    let question = question(words);
    if question.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(include_str!("../sql/search.sql"))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![question, limit], |row| {
        Ok(Hit {
            document: DocumentId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            start: row.get(2)?,
            end: row.get(3)?,
            snippet: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a person types, as the index understands it: all the words, and words between quotation marks as a phrase.
/// Everything else that has a meaning there (`AND`, `*`, `:`) is taken as plain words.
fn question(words: &str) -> String {
    let mut terms = Vec::new();
    for (number, part) in words.split('"').enumerate() {
        let is_phrase = number % 2 == 1;
        if is_phrase {
            terms.push(part.trim());
        } else {
            terms.extend(part.split_whitespace());
        }
    }
    let has_word = |term: &&str| term.chars().any(char::is_alphanumeric);
    let quoted: Vec<String> = terms
        .into_iter()
        .filter(has_word)
        .map(|term| format!("\"{term}\""))
        .collect();
    quoted.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types_is_never_an_error() {
        for (typed, asked) in [
            ("mine clearance", "\"mine\" \"clearance\""),
            ("\"mine clearance\" 2004", "\"mine clearance\" \"2004\""),
            ("NOT (x* - : ^", "\"NOT\" \"(x*\""),
            ("\"", ""),
            ("half a \"phrase", "\"half\" \"a\" \"phrase\""),
        ] {
            assert_eq!(question(typed), asked, "{typed}");
            let ledger = crate::open::in_memory().unwrap();
            assert_eq!(search(&ledger, typed, 5).unwrap(), [], "{typed}");
        }
    }
}
