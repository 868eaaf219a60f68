//! What must hold for any bytes: one check for each fuzz target. The tests of the program run the same checks over
//! everything that fuzzing ever found (`findings/`).

#[path = "../../crates/reader/tests/suite/whole.rs"]
mod whole;

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use jiff::Timestamp;
use uuid::Uuid;
use whitestone_app::add::Input;
use whitestone_app::knowledge::Overrides;
use whitestone_app::{Clock, Context, Ids, Knowledge, builtin};
use whitestone_extract::RuleSet;
use whitestone_formats::Refusal;
use whitestone_ledger::Ledger;
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::time::Overlap;
use whitestone_model::{Document, DocumentMeta, Edtf, TimeMode, ValidTime, Vocabulary};
use whitestone_reader::manuscript::Manuscript;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a target makes of any bytes.
pub type Target = fn(&[u8]);

/// The targets, by the name of their binary and of their folder of findings.
pub const TARGETS: [(&str, Target); 11] = [
    ("read", read),
    ("html", html),
    ("notes", notes),
    ("dates", dates),
    ("extract", extract),
    ("whole", whole),
    ("rules", rules),
    ("pdf", pdf),
    ("docx", docx),
    ("mail", mail),
    ("sheet", sheet),
];

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Overrides::default()).expect("the built-in data"));

/// Any bytes are read as text: every span lies in the text, on character borders and in order; twice gives the same.
pub fn read(bytes: &[u8]) {
    sound(|| read_as("fuzz.txt", bytes));
}

/// Any bytes are read as HTML, and each offset of the text leads to one of the page, in order.
pub fn html(bytes: &[u8]) {
    let document = sound(|| read_as("fuzz.html", bytes));
    let mut last = 0;
    for at in 0..=document.text.len() {
        let source = document.source.source_of(at);
        assert!(
            last <= source && source <= bytes.len() + 4,
            "{at} leads to {source}"
        );
        last = source;
    }
}

/// Any text may stand in a note: its sources lie within it, and Ibid. and short forms lead to notes that are there.
pub fn notes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let page = format!("It was said.[1] It was repeated.[2]\n\n[1] {text}\n[2] Ibid.\n");
    let document = sound(|| read_as("fuzz.txt", page.as_bytes()));
    for note in &document.notes {
        for citation in &note.citations {
            let inside =
                note.span.start <= citation.span.start && citation.span.end <= note.span.end;
            assert!(inside, "{:?} is not within {:?}", citation.span, note.span);
            for date in [&citation.date, &citation.accessed, &citation.period] {
                assert_eq!(date.as_str().parse::<Edtf>().as_ref(), Ok(date));
            }
        }
    }
}

/// Any text is a date in EDTF or is not, and a text with dates in it is searched for them: bounds in order, and what
/// is printed is parsed again.
pub fn dates(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(date) = text.parse::<Edtf>() {
        for mode in [TimeMode::Throughout, TimeMode::Sometime] {
            ordered(&ValidTime::new(date.clone(), mode));
        }
    }
    let document = DATED.sample(text);
    for candidate in DATED.extract(&document) {
        let valid = &candidate.assertion.valid;
        assert_eq!(
            valid.edtf.as_str().parse::<Edtf>().as_ref(),
            Ok(&valid.edtf)
        );
        ordered(valid);
    }
}

/// Rules that find dates and nothing else.
static DATED: LazyLock<RuleSet> = LazyLock::new(|| {
    let mut files = builtin::rules();
    files.retain(|(name, _)| ["values.toml", "names.toml", "frames.toml"].contains(&name.as_str()));
    files.push(("dates.toml".to_owned(), DATES.to_owned()));
    let files = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    RuleSet::parse(files, &KNOWLEDGE.vocabulary).expect("rules for dates")
});

const DATES: &str = r#"
[[rule]]
id = "document.updated/fuzz"
why = "Any date in any words."
match = ["{d:date}"]
negated = "ignore"
[[rule.emit]]
property = "document.updated"
date = "d"
when = "d"
[[rule.yes]]
text = "In May 2004."
gives = ["document.updated = *"]
[[rule.no]]
text = "In the spring."
"#;

fn ordered(valid: &ValidTime) {
    let ((begin, begin_late), (end, end_late)) = (valid.begin(), valid.end());
    assert!(begin <= begin_late && end <= end_late, "{valid:?}");
    assert!(begin <= end_late, "{valid:?} ends before it begins");
    if let Some(core) = valid.core() {
        assert!(
            valid.hull().0 <= core.0 && core.1 <= valid.hull().1,
            "{valid:?}"
        );
        assert_eq!(valid.overlap(valid), Overlap::Definite);
    }
}

/// Any text is searched: every quote is exactly its bytes; twice gives the same.
pub fn extract(bytes: &[u8]) {
    let document = read_as("fuzz.txt", bytes);
    let found = KNOWLEDGE.rules.extract(&document);
    for passage in found
        .iter()
        .flat_map(|candidate| candidate.assertion.passages())
    {
        assert_eq!(document.quote(&passage.ranges), passage.quote);
        assert!(!passage.quote.trim().is_empty());
    }
    assert_eq!(found, KNOWLEDGE.rules.extract(&document));
}

/// A collection gives the same whole and in portions. The bytes are cut at each NUL into documents. What is found in
/// one does not depend on what was read before it or is read beside it, in another thread; and a ledger that takes
/// them all in one transaction holds what one holds that takes them one by one, some of them twice.
pub fn whole(bytes: &[u8]) {
    let documents: Vec<&[u8]> = bytes.split(|byte| *byte == 0).take(4).collect();
    let found = |bytes: &&[u8]| KNOWLEDGE.rules.extract(&read_as("fuzz.txt", bytes));
    let alone: Vec<_> = documents.iter().map(found).collect();
    let (forth, back): (Vec<_>, Vec<_>) = std::thread::scope(|scope| {
        let back = scope.spawn(|| documents.iter().rev().map(found).collect());
        (
            documents.iter().map(found).collect(),
            back.join().expect("the other thread"),
        )
    });
    assert!(
        alone == forth && back.iter().rev().eq(&alone),
        "it depends on its neighbours"
    );

    let input = |(at, bytes): (usize, &&[u8])| Input {
        name: format!("{at}.txt"),
        bytes: bytes.to_vec(),
    };
    let inputs: Vec<Input> = documents.iter().enumerate().map(input).collect();
    let again = inputs.iter().take(1).cloned();
    let one_by_one = inputs.iter().cloned().chain(again).map(|input| vec![input]);
    assert_eq!(
        told(vec![inputs.clone()]),
        told(one_by_one),
        "it depends on the portions"
    );
}

/// The fingerprint of a ledger that was told these portions one after the other.
fn told(portions: impl IntoIterator<Item = Vec<Input>>) -> String {
    let mut ledger = SqliteLedger::in_memory().expect("a ledger in memory");
    let mut ids = Counted(0);
    for portion in portions {
        let mut context = Context {
            ledger: &mut ledger,
            knowledge: &KNOWLEDGE,
            clock: &Fixed,
            ids: &mut ids,
            read: whitestone_formats::read,
            actor: "fuzz".to_owned(),
            tool: "fuzz".to_owned(),
        };
        whitestone_app::add::add(&mut context, portion, &DocumentMeta::default(), |_| ())
            .expect("documents are kept or refused");
    }
    assert_eq!(ledger.check().expect("a ledger that can be read"), []);
    ledger
        .fingerprint()
        .expect("a ledger that can be read")
        .to_string()
}

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

struct Counted(u128);

impl Ids for Counted {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// Any text is taken or refused as a rule file; rules that were taken read a sentence.
pub fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(rules) = RuleSet::parse([("fuzz.toml", text)], &KNOWLEDGE.vocabulary) {
        let said = rules.sample(
            "In May 2004, Kyrgyzstan said that it had cleared 5 of some 20 minefields (old ones).",
        );
        rules.extract(&said);
        let _ = rules.test();
    }
}

/// Any bytes are read as a PDF or refused.
pub fn pdf(bytes: &[u8]) {
    rendered(bytes, "fuzz.pdf", whitestone_formats::pdf::write);
}

/// Any bytes are read as a Word document or refused; so are any parts of one, cut at each NUL, in a sound package.
pub fn docx(bytes: &[u8]) {
    rendered(bytes, "fuzz.docx", whitestone_formats::docx::write);
    let parts = ["word/document.xml", "word/footnotes.xml", "word/styles.xml"];
    let rels = [
        (
            "_rels/.rels",
            &[("officeDocument", "word/document.xml")][..],
        ),
        (
            "word/_rels/document.xml.rels",
            &[("footnotes", "footnotes.xml"), ("styles", "styles.xml")],
        ),
    ];
    rendered(
        &package(bytes, &parts, &rels),
        "fuzz.docx",
        whitestone_formats::docx::write,
    );
}

/// Parts of a package, cut at each NUL, in a sound one: its checksums are right whatever stands in them.
fn package(bytes: &[u8], names: &[&str], rels: &[(&str, &[(&str, &str)])]) -> Vec<u8> {
    const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, part: &[u8]| {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("a part begins");
        writer.write_all(part).expect("a part is written");
    };
    add("[Content_Types].xml", TYPES.as_bytes());
    for (name, targets) in rels {
        let relation = |(number, (kind, target)): (usize, &(&str, &str))| {
            format!(r#"<Relationship Id="r{number}" Type="{KINDS}/{kind}" Target="{target}"/>"#)
        };
        let all: String = targets.iter().enumerate().map(relation).collect();
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        add(
            name,
            format!(r#"<Relationships xmlns="{space}">{all}</Relationships>"#).as_bytes(),
        );
    }
    for (name, part) in names.iter().zip(bytes.split(|byte| *byte == 0)) {
        add(name, part);
    }
    writer.finish().expect("a package").into_inner()
}

/// Any bytes are read as an e-mail or refused.
pub fn mail(bytes: &[u8]) {
    rendered(bytes, "fuzz.eml", whitestone_formats::mail::write);
}

/// Any bytes are read as a workbook, else as separated values, or refused; so are any parts of a workbook.
pub fn sheet(bytes: &[u8]) {
    rendered(bytes, "fuzz.xlsx", |bytes| {
        whitestone_formats::workbook::write(bytes)
            .or_else(|_| whitestone_formats::delimited::write(bytes, "fuzz.csv", ""))
    });
    let parts = [
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ];
    let rels = [
        ("_rels/.rels", &[("officeDocument", "xl/workbook.xml")][..]),
        (
            "xl/_rels/workbook.xml.rels",
            &[
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ],
        ),
    ];
    rendered(
        &package(bytes, &parts, &rels),
        "fuzz.xlsx",
        whitestone_formats::workbook::write,
    );
}

/// What a format renders is a sound document whose places stand in order.
fn rendered(bytes: &[u8], name: &str, write: fn(&[u8]) -> Result<Manuscript, Refusal>) {
    if write(bytes).is_err() {
        return;
    }
    let document = sound(|| {
        let written = write(bytes).expect("what was taken once is taken again");
        written.read(
            bytes,
            name,
            &DocumentMeta::default(),
            &Vocabulary::default(),
        )
    });
    assert!(document.places.is_sorted_by_key(|place| place.text));
}

fn read_as(name: &str, bytes: &[u8]) -> Document {
    let mut hints = DocumentMeta::default();
    if name.ends_with("html") {
        "text/html".clone_into(&mut hints.media_type);
    }
    whitestone_reader::read(bytes, name, &hints, &KNOWLEDGE.vocabulary)
}

/// Reads twice: all that holds for every document holds, and both are the same.
fn sound(read: impl Fn() -> Document) -> Document {
    let document = read();
    whole::check_whole(&document);
    assert_eq!(document, read());
    document
}
