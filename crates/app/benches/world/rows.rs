//! What the views were resolved from, as rows that a database can load: one claim a line, its cell numbered.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{Day, Vocabulary};
use whitestone_views::{AsOf, Statement};

use crate::measure::view;

/// State, property, cell, rank of its authority, day on which it was said, id, value, quote, qualifiers as JSON; and in a
/// second file, FILE.keys, the qualifiers that tell the cells of each property apart.
pub fn write(path: &Path, file: &str, states: &[String], vocabulary: &Vocabulary) {
    let ledger = SqliteLedger::open_read_only(path).expect("the ledger");
    let mut out = BufWriter::new(File::create(file).expect("a file for the rows"));
    let asof = AsOf::today("2026-01-01".parse::<Day>().expect("a day"));
    for (state, name) in states.iter().enumerate() {
        let (_, view) = view(&ledger, name, &asof, vocabulary);
        for (number, cell) in view.cells.iter().enumerate() {
            let property = vocabulary.property(&cell.property);
            let authority = property.map_or(&[][..], |property| &property.authority);
            let rank = |statement: &Statement| {
                let at = authority
                    .iter()
                    .position(|role| **role == *statement.authority);
                at.unwrap_or(authority.len())
            };
            for statement in cell.statements().filter(|s| !s.reaching) {
                let passage = statement.assertion.passages().next();
                writeln!(
                    out,
                    "{state}\t{}\t{number}\t{}\t{}\t{}\t{}\t{}\t{}",
                    cell.property,
                    rank(statement),
                    statement.said.0.number(),
                    id(statement),
                    plain(&format!("{:?}", statement.assertion.content)),
                    plain(passage.map_or("", |passage| &passage.quote)),
                    serde_json::to_string(&*statement.assertion.qualifiers).expect("JSON")
                )
                .expect("a row");
            }
        }
    }
    out.flush().expect("all rows");
    let mut keys =
        BufWriter::new(File::create(format!("{file}.keys")).expect("a file for the keys"));
    for (id, property) in &vocabulary.properties {
        let names: BTreeSet<&String> = property.discriminating.iter().collect();
        for name in names {
            writeln!(keys, "{id}\t{name}").expect("a key");
        }
    }
    keys.flush().expect("all keys");
}

fn id(statement: &Statement) -> String {
    match &statement.id {
        whitestone_model::Target::Claim(id) => id.to_string(),
        _ => String::new(),
    }
}

fn plain(text: &str) -> String {
    text.replace(['\t', '\n', '\\'], " ")
}
