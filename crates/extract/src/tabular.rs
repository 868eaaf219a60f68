//! Reference tables: a TSV file and a description that says which column makes which claim.
//!
//! A table is a document like any other; the passage of each claim is its cell. The description is data
//! (`reference/*.toml`, told in `reference/README.md`), so a new table needs no code.

use std::collections::BTreeMap;

use serde::Deserialize;
use whitestone_model::document::{Block, BlockKind, SourceMap};
use whitestone_model::{
    Assertion, Basis, Content, Decimal, Document, DocumentId, DocumentMeta, Edtf, EvidenceGroup,
    Fingerprint, Modality, Passage, Polarity, PropertyId, Qualifiers, Quantity, Span, Subject,
    ValidTime, Value, Vocabulary,
};

/// What is wrong with a table or its description.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct TableError {
    /// The file.
    pub file: String,
    /// What is wrong, with the row and column where there is one.
    pub problem: String,
}

/// A table as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The document: each row a block, each cell a span.
    pub document: Document,
    /// What its cells claim, row after row.
    pub assertions: Vec<Assertion>,
    /// Version (hash) of the description.
    pub version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    title: String,
    publisher: String,
    kind: String,
    #[serde(default)]
    authority: String,
    published: Edtf,
    language: String,
    // For people; the claims do not need them.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence", default)]
    _licence: String,
    #[serde(rename = "gaps", default)]
    _gaps: Vec<String>,
    #[serde(rename = "claim")]
    claims: Vec<Mapping>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapping {
    subject: String,
    property: PropertyId,
    cell: String,
    value: ValueSource,
    #[serde(default)]
    when: String,
    #[serde(default)]
    when_const: String,
    #[serde(default)]
    qualifiers: Qualifiers,
    #[serde(default)]
    qualifiers_from: BTreeMap<String, String>,
    /// Kind of the subject, where it is no state.
    #[serde(default)]
    kind: String,
    /// The column that names who said it, where the table repeats what others printed.
    #[serde(default)]
    claimant: String,
    /// The column with the day or year in which he said it.
    #[serde(default)]
    stated: String,
    #[serde(default, rename = "where")]
    only_where: BTreeMap<String, String>,
    #[serde(default)]
    confidence: String,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct ValueSource {
    code: String,
    code_from: String,
    map: BTreeMap<String, String>,
    date_from: String,
    quantity_from: String,
    unit: String,
}

/// Reads a table as its description says.
///
/// # Errors
/// When the description does not parse, names a column or property that is not there, or a cell does not hold what
/// it should; with file, row and column.
pub fn read(
    name: &str,
    description: &str,
    table: &str,
    vocabulary: &Vocabulary,
) -> Result<Read, TableError> {
    let wrong = |problem: String| TableError {
        file: format!("{name}.toml"),
        problem,
    };
    let described: Description = toml::from_str(description).map_err(|e| wrong(e.to_string()))?;
    let table = Table {
        name,
        text: table,
        rows: rows(table),
    };
    let document = table.document(&described);
    let mut assertions = Vec::new();
    for number in 1..table.rows.len() {
        for mapping in &described.claims {
            assertions.extend(table.claim(
                number,
                mapping,
                (document.id, &described.published),
                vocabulary,
            )?);
        }
    }
    let version = Fingerprint::of(description.as_bytes()).short();
    Ok(Read {
        document,
        assertions,
        version,
    })
}

/// The cells of every line that has any.
fn rows(text: &str) -> Vec<Vec<Span>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if !content.is_empty() {
            let mut at = start;
            let cell = |cell: &str| {
                let span = Span::new(at, at + cell.len());
                at = span.end + 1;
                span
            };
            rows.push(content.split('\t').map(cell).collect());
        }
        start += line.len();
    }
    rows
}

struct Table<'a> {
    name: &'a str,
    text: &'a str,
    rows: Vec<Vec<Span>>,
}

impl Table<'_> {
    fn document(&self, described: &Description) -> Document {
        let block = |cells: &Vec<Span>, header: Option<usize>| Block {
            kind: BlockKind::Row,
            span: Span::new(
                cells.first().map_or(0, |span| span.start),
                cells.last().map_or(0, |span| span.end),
            ),
            section: None,
            cells: cells.clone(),
            header,
        };
        let meta = DocumentMeta {
            title: described.title.clone(),
            family: described.kind.clone(),
            published: described.published.clone(),
            publisher: described.publisher.clone(),
            language: described.language.clone(),
            authority: described.authority.clone(),
            media_type: "text/tab-separated-values".to_owned(),
            encoding: "UTF-8".to_owned(),
            ..DocumentMeta::default()
        };
        Document {
            id: DocumentId::of(self.text.as_bytes()),
            name: format!("reference/{}.tsv", self.name),
            reader: "reference table".to_owned(),
            text: self.text.to_owned(),
            source: SourceMap::identity(),
            places: Vec::new(),
            meta,
            blocks: self
                .rows
                .iter()
                .enumerate()
                .map(|(i, cells)| block(cells, (i > 0).then_some(0)))
                .collect(),
            sentences: Vec::new(),
            markers: Vec::new(),
            notes: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    fn wrong(&self, row: usize, problem: impl std::fmt::Display) -> TableError {
        TableError {
            file: format!("{}.tsv", self.name),
            problem: format!("row {}: {problem}", row + 1),
        }
    }

    /// The span of a row's cell in the column of this name; short rows end in empty cells.
    fn cell(&self, row: usize, column: &str) -> Result<Option<Span>, TableError> {
        let head = self.rows.first().map(Vec::as_slice).unwrap_or_default();
        let index = head
            .iter()
            .position(|span| span.of(self.text) == column)
            .ok_or_else(|| TableError {
                file: format!("{}.toml", self.name),
                problem: format!("the table has no column {column:?}"),
            })?;
        let span = self
            .rows
            .get(row)
            .and_then(|cells| cells.get(index))
            .copied();
        Ok(span.filter(|span| !span.is_empty()))
    }

    fn text(&self, row: usize, column: &str) -> Result<&str, TableError> {
        Ok(self
            .cell(row, column)?
            .map(|span| span.of(self.text))
            .unwrap_or_default())
    }

    /// What one mapping makes of one row: nothing where its cell is empty or the row is not meant.
    fn claim(
        &self,
        row: usize,
        mapping: &Mapping,
        (document, stated): (DocumentId, &Edtf),
        vocabulary: &Vocabulary,
    ) -> Result<Option<Assertion>, TableError> {
        let Some(span) = self.cell(row, &mapping.cell)? else {
            return Ok(None);
        };
        for (column, wanted) in &mapping.only_where {
            if self.text(row, column)? != wanted {
                return Ok(None);
            }
        }
        let property = vocabulary
            .property(&mapping.property)
            .ok_or_else(|| TableError {
                file: format!("{}.toml", self.name),
                problem: format!("the vocabulary has no property {}", mapping.property),
            })?;
        let Some(content) = self.content(row, mapping)? else {
            return Ok(None);
        };
        let when = self.when(row, mapping)?;
        let qualifiers = self.qualifiers(row, mapping)?;
        let (claimants, said) = self.speaker(row, mapping)?;
        let passage = Passage {
            document,
            ranges: vec![span],
            quote: span.of(self.text).to_owned(),
            place: String::new(),
        };
        Ok(Some(Assertion {
            subject: self.subject(row, mapping, vocabulary)?.into(),
            property: mapping.property.clone(),
            content,
            polarity: Polarity::Affirm,
            modality: Modality::Asserted,
            qualifiers: qualifiers.into(),
            valid: ValidTime::new(when, property.time),
            stated: said.unwrap_or_else(|| stated.clone()),
            claimants: claimants.into(),
            evidence: vec![EvidenceGroup {
                passages: vec![passage],
            }],
            notes: [].into(),
            sensitivity: property.sensitivity,
        }))
    }

    fn qualifiers(&self, row: usize, mapping: &Mapping) -> Result<Qualifiers, TableError> {
        let mut qualifiers = mapping.qualifiers.clone();
        for (name, column) in &mapping.qualifiers_from {
            let value = self.text(row, column)?;
            if !value.is_empty() {
                qualifiers.insert(name.clone(), value.to_owned());
            }
        }
        // How sure the cell is stays with the claim, unless it is as sure as any.
        if !mapping.confidence.is_empty() {
            let confidence = self.text(row, &mapping.confidence)?;
            if !matches!(confidence, "" | "high") {
                qualifiers.insert("confidence".to_owned(), confidence.to_owned());
            }
        }
        Ok(qualifiers)
    }

    fn subject(
        &self,
        row: usize,
        mapping: &Mapping,
        vocabulary: &Vocabulary,
    ) -> Result<Subject, TableError> {
        let name = self.text(row, &mapping.subject)?;
        Ok(if mapping.kind.is_empty() {
            vocabulary.state(name)
        } else {
            Subject {
                kind: mapping.kind.clone(),
                id: name.to_owned(),
                name: name.to_owned(),
            }
        })
    }

    /// Who said it and when, where the table repeats what others printed.
    fn speaker(
        &self,
        row: usize,
        mapping: &Mapping,
    ) -> Result<(Vec<String>, Option<Edtf>), TableError> {
        let claimants = match mapping.claimant.as_str() {
            "" => vec![],
            column => vec![self.text(row, column)?.to_owned()],
        };
        let stated = match mapping.stated.as_str() {
            "" => None,
            column => {
                let text = self.text(row, column)?;
                Some(text.parse().map_err(|e| self.wrong(row, e))?)
            }
        };
        Ok((claimants, stated))
    }

    fn when(&self, row: usize, mapping: &Mapping) -> Result<Edtf, TableError> {
        let text = if mapping.when.is_empty() {
            &mapping.when_const
        } else {
            self.text(row, &mapping.when)?
        };
        text.parse().map_err(|e| self.wrong(row, e))
    }

    fn content(&self, row: usize, mapping: &Mapping) -> Result<Option<Content>, TableError> {
        let source = &mapping.value;
        let value = if !source.code.is_empty() {
            Value::Code(source.code.clone())
        } else if !source.code_from.is_empty() {
            let cell = self.text(row, &source.code_from)?;
            let code = source.map.get(cell).ok_or_else(|| {
                self.wrong(
                    row,
                    format!(
                        "column {:?} holds {cell:?}, which no code is mapped to",
                        source.code_from
                    ),
                )
            })?;
            Value::Code(code.clone())
        } else if !source.date_from.is_empty() {
            let cell = self.text(row, &source.date_from)?;
            Value::Date(cell.parse().map_err(|e| self.wrong(row, e))?)
        } else if !source.quantity_from.is_empty() {
            let cell = self.text(row, &source.quantity_from)?;
            let number: Decimal = cell.parse().map_err(|e: String| self.wrong(row, e))?;
            Value::Quantity(Quantity {
                low: Some(number),
                best: None,
                high: Some(number),
                unit: source.unit.clone(),
                basis: Some(Basis::Count),
                words: cell.to_owned(),
            })
        } else {
            return Err(TableError {
                file: format!("{}.toml", self.name),
                problem: format!(
                    "the claim {} on column {:?} has no value: give code, code_from, date_from or quantity_from",
                    mapping.property, mapping.cell
                ),
            });
        };
        Ok(Some(Content::Known(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOTES: &str = "[[property]]\nid = \"unga.vote\"\nlabel = \"Vote\"\ndefinition = \"x\"\nsubject = [\"state\"]\nvalue = [\"code\"]\n";
    const DESCRIPTION: &str = "title = \"Votes\"\npublisher = \"p\"\nkind = \"roll_call\"\nauthority = \"roll_call\"\npublished = \"2019\"\nlanguage = \"en\"\nsource = \"s\"\n\
        [[claim]]\nsubject = \"state\"\nproperty = \"unga.vote\"\ncell = \"vote\"\nvalue = { code_from = \"vote\", map = { yes = \"yes\", no = \"no\" } }\nwhen = \"date\"\nqualifiers_from = { resolution = \"resolution\" }\n";

    fn check(table: &str, expected: Result<&[&str], &str>) {
        let vocabulary = Vocabulary::parse([("votes.toml", VOTES)]).unwrap();
        let read = read("votes", DESCRIPTION, table, &vocabulary);
        match (read, expected) {
            (Ok(read), Ok(claims)) => {
                let lines: Vec<_> = read
                    .assertions
                    .iter()
                    .map(|a| {
                        let passage = a.passages().next().unwrap();
                        assert_eq!(passage.ranges[0].of(table), passage.quote);
                        format!(
                            "{} {} {:?} {} {}",
                            a.subject.id,
                            a.qualifiers["resolution"],
                            a.content.value().unwrap(),
                            a.valid.edtf,
                            passage.quote
                        )
                    })
                    .collect();
                assert_eq!(lines, claims);
            }
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
            (read, expected) => panic!("{read:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn each_filled_cell_is_a_claim_at_its_own_place() {
        check(
            "state\tresolution\tdate\tvote\nKGZ\t59/84\t2004-12-03\tyes\nKAZ\t59/84\t2004-12-03\t\n\nTJK\t60/80\t2005-12-08\tno\n",
            Ok(&[
                "KGZ 59/84 Code(\"yes\") 2004-12-03 yes",
                "TJK 60/80 Code(\"no\") 2005-12-08 no",
            ]),
        );
    }

    #[test]
    fn a_wrong_table_is_told_with_its_row() {
        check(
            "state\tresolution\tdate\tvote\nKGZ\t59/84\t2004-12-03\tmaybe\n",
            Err("votes.tsv: row 2: column \"vote\" holds \"maybe\""),
        );
        check(
            "state\tresolution\tday\tvote\nKGZ\t59/84\t2004-12-03\tyes\n",
            Err("no column \"date\""),
        );
    }
}
