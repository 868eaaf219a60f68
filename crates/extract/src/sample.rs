//! Small documents for the examples inside rules: an analyst writes a sentence, the engine reads a document.

use whitestone_model::document::{Block, BlockKind, Document, Sentence, SourceMap};
use whitestone_model::{DocumentId, DocumentMeta, Edtf, Span, Subject, Vocabulary};

use crate::file::Setting;

/// Makes a document of an example.
///
/// `@Country YEAR: ` in front changes the country and the edition; a line `# Heading` is a heading; a line with ` | `
/// is a row of a table, the first of them its header; all else is running text, or `kind` where the rule reads notes
/// or titles.
pub(crate) fn document(
    example: &str,
    kind: BlockKind,
    setting: &Setting,
    vocabulary: &Vocabulary,
) -> Document {
    let (subject, year, start) = head(example, setting, vocabulary);
    let mut document = Document {
        id: DocumentId::of(example.as_bytes()),
        name: "example".to_owned(),
        reader: "example".to_owned(),
        text: example.to_owned(),
        source: SourceMap::identity(),
        places: Vec::new(),
        meta: DocumentMeta {
            subject: Some(subject),
            edition: Some(year),
            published: Edtf::year(year),
            ..DocumentMeta::default()
        },
        blocks: Vec::new(),
        sentences: Vec::new(),
        markers: Vec::new(),
        notes: Vec::new(),
        diagnostics: Vec::new(),
    };
    let (mut section, mut header) = (None, None);
    for line in lines(example, start) {
        let number = document.blocks.len();
        let text = line.of(example);
        if let Some(heading) = text.strip_prefix("# ") {
            section = Some(number);
            let span = Span::new(line.end - heading.len(), line.end);
            document.blocks.push(block(BlockKind::Heading, span, None));
        } else if text.contains(" | ") {
            let mut row = block(BlockKind::Row, line, section);
            row.cells = cells(example, line);
            row.header = header;
            header = header.or(Some(number));
            document.blocks.push(row);
        } else {
            document.blocks.push(block(kind, line, section));
            if !matches!(kind, BlockKind::Heading | BlockKind::Title | BlockKind::Row) {
                document
                    .sentences
                    .extend(sentences(example, line, number, kind));
            }
        }
    }
    document
}

fn block(kind: BlockKind, span: Span, section: Option<usize>) -> Block {
    Block {
        kind,
        span,
        section,
        cells: Vec::new(),
        header: None,
    }
}

/// `@Kazakhstan 2004: `
fn head(example: &str, setting: &Setting, vocabulary: &Vocabulary) -> (Subject, i16, usize) {
    let named = example.strip_prefix('@').and_then(|rest| {
        let (head, _) = rest.split_once(':')?;
        let (country, year) = head.rsplit_once(' ')?;
        let year = year.parse().ok()?;
        Some((vocabulary.state(country.trim()), year, head.len() + 2))
    });
    named.unwrap_or_else(|| (vocabulary.state(&setting.country), setting.year, 0))
}

fn lines(text: &str, start: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let front = line.len() - line.trim_start().len();
        let core = line.trim();
        if !core.is_empty() {
            spans.push(Span::new(at + front, at + front + core.len()));
        }
        at += line.len();
    }
    spans
}

fn cells(text: &str, line: Span) -> Vec<Span> {
    let mut at = line.start;
    let mut spans = Vec::new();
    for cell in line.of(text).split('|') {
        let front = cell.len() - cell.trim_start().len();
        spans.push(Span::new(at + front, at + front + cell.trim().len()));
        at += cell.len() + 1;
    }
    spans
}

/// Cuts after a full stop, question or exclamation mark that white space and a capital follow; not after an initial
/// or a short word with a capital such as "Col.".
fn sentences(text: &str, line: Span, block: usize, kind: BlockKind) -> Vec<Sentence> {
    let words = line.of(text);
    let mut cuts = Vec::new();
    for (at, c) in words.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let before = words.get(..at).unwrap_or_default();
        let last = before.rsplit([' ', '(']).next().unwrap_or_default();
        let short =
            last.chars().count() <= 4 && last.chars().next().is_some_and(char::is_uppercase);
        let after = words.get(at + 1..).unwrap_or_default();
        let closed = after.trim_start_matches(['"', '”', '’', ')']);
        let next = closed.trim_start().chars().next();
        let begins = next.is_some_and(|c| !c.is_lowercase());
        let page = last.len() <= 3 && next.is_some_and(|c| c.is_ascii_digit());
        if closed.starts_with(char::is_whitespace) && begins && !(c == '.' && (short || page)) {
            cuts.push(words.len() - closed.len());
        }
    }
    cuts.push(words.len());
    let mut from = 0;
    let mut out = Vec::new();
    for cut in cuts {
        let piece = words.get(from..cut).unwrap_or_default();
        let front = piece.len() - piece.trim_start().len();
        let start = line.start + from + front;
        out.push(Sentence {
            ranges: vec![Span::new(start, start + piece.trim().len())],
            block,
            note: (kind == BlockKind::Note).then_some(0),
            markers: Vec::new(),
        });
        from = cut;
    }
    out
}
