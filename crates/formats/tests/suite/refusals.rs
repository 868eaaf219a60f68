//! What is not read is refused by name, with advice, and is never an empty document.

use super::made::{Page, package, pdf};
use super::read;

fn check(bytes: &[u8], name: &str, code: &str, advice: &str) {
    let document = read(bytes, name);
    let met = document.diagnostics.first().unwrap();
    assert_eq!(met.code, code, "{name}");
    assert!(document.is_unreadable(), "{name}");
    assert!(
        met.message.starts_with(&format!("{name}: ")) && met.message.contains(advice),
        "{}",
        met.message
    );
}

#[test]
fn legacy_and_foreign_formats() {
    check(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0",
        "old.doc",
        "old-office",
        ".docx",
    );
    check(b"{\\rtf1 text}", "old.rtf", "rich-text", ".docx");
    check(b"\x89PNG\r\n\x1A\n", "scan.png", "picture", "ocrmypdf");
    check(
        b"\xFF\xD8\xFF\xE0\0\x10JFIF",
        "scan.jpg",
        "picture",
        "ocrmypdf",
    );
    check(b"%!PS-Adobe-3.0", "a.ps", "page-description", "PDF");
    check(b"\x1F\x8B\x08\0", "a.txt.gz", "archive", "Unpack");
    check(
        &package(&[("ppt/presentation.xml", "")]),
        "a.pptx",
        "slides",
        "PDF",
    );
    check(
        &package(&[("mimetype", ""), ("content.xml", "")]),
        "a.odt",
        "open-document",
        "LibreOffice",
    );
    check(
        &package(&[("readme.txt", "")]),
        "a.zip",
        "archive",
        "Unpack",
    );
    check(
        &package(&[("xl/workbook.bin", "")]),
        "a.xlsb",
        "binary-workbook",
        ".xlsx",
    );
}

#[test]
fn damaged_files() {
    check(b"%PDF-1.7 and then nothing", "a.pdf", "damaged", "anew");
    check(
        &package(&[("word/document.xml", "<w:document><w:body><w:p")]),
        "a.docx",
        "damaged",
        "anew",
    );
    check(
        &package(&[("xl/workbook.xml", "")]),
        "a.xlsx",
        "damaged",
        "anew",
    );
    check(&pdf(&[], &[]), "empty.pdf", "damaged", "anew");
}

#[test]
fn files_beyond_a_limit() {
    let bomb = "<w:t>".to_owned() + &" ".repeat(40 << 20);
    check(
        &package(&[("word/document.xml", &bomb)]),
        "bomb.docx",
        "unpacks-too-large",
        "anew",
    );
    let deep = "<w:sdt>".repeat(1000);
    check(
        &package(&[("word/document.xml", &deep)]),
        "deep.docx",
        "too-large",
        "512",
    );
    let huge = "word".repeat(17 << 20);
    check(
        huge.replacen("wo", "%PDF-", 1).as_bytes(),
        "x.pdf",
        "damaged",
        "anew",
    );
    let crowded = (0..21).fold(Page::default(), |page, _| {
        page.text(0.0, 0.0, 1.0, &"x".repeat(10_000))
    });
    check(&pdf(&[crowded], &[]), "map.pdf", "too-large", "200000");
}

#[test]
fn forms_that_draw_themselves_end() {
    let form = super::made::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X4 4 0 R >> >>",
        "/X4 Do /X4 Do /X4 Do /X4 Do",
    );
    let document = read(
        &pdf(
            &[Page::default()
                .text(60.0, 60.0, 10.0, "It ends, though it takes its time.")
                .raw("/X4 Do")],
            &[&form],
        ),
        "a.pdf",
    );
    assert_eq!(document.text, "It ends, though it takes its time.\n");
}
