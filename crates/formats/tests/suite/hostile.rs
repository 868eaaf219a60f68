//! Broken files of every format: whatever is done to their bytes, reading gives a document whose spans lie in its
//! text, and the same one again.

use std::sync::LazyLock;

use proptest::prelude::*;
use whitestone_formats::Format;
use whitestone_formats::detect::format;

use super::made::{Page, docx, footnote, package, paragraph, pdf, stream, xlsx};
use super::read;

/// Whole files, one of each format.
static FILES: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let body = [
        paragraph("Title", "Kembra"),
        paragraph("", "It has no mines. It never had any of them."),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
            paragraph("", "cell")
        ),
        r#"<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>"#.to_owned(),
    ];
    let form = stream(
        "/Subtype /Form /Resources << /Font << /F1 3 0 R >> >>",
        "BT /F1 9 Tf [(A) -20 (form)] TJ ET",
    );
    let page = Page::default()
        .lines(60.0, 60.0, 10.0, &["It has no mines,", "and never had."])
        .text(90.0, 56.0, 6.0, "1")
        .raw("/X4 Do");
    let mail = "From: a@b.example\r\nDate: Tue, 3 May 2005 10:15:00 +0600\r\nSubject: =?utf-8?Q?F=C3=A9n?=\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<p>It is so.</p>\r\n--B\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--B--\r\n";
    vec![
        ("a.docx", docx(&body.concat(), &footnote(1, "See there."))),
        (
            "a.xlsx",
            xlsx("S", &[&["Province", "2004"], &["Fen", "12"]]),
        ),
        ("a.pdf", pdf(&[page.clone(), page], &[&form])),
        ("a.eml", mail.as_bytes().to_vec()),
        ("a.csv", b"Province;2004\n\"Fen\";12\n".to_vec()),
    ]
});

/// A change to the bytes: place, what, how much.
type Change = (usize, u8, u8);

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(at, kind, value) in changes {
        let at = at % bytes.len().max(1);
        let end = (at + usize::from(value)).min(bytes.len());
        match kind % 5 {
            0 => bytes[at..]
                .iter_mut()
                .take(1)
                .for_each(|byte| *byte = value),
            1 => bytes[at..]
                .iter_mut()
                .take(1)
                .for_each(|byte| *byte ^= 1 << (value % 8)),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => bytes.truncate(bytes.len().saturating_sub(usize::from(value))),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn check(bytes: &[u8], name: &str) {
    let document = read(bytes, name);
    let ranges = document
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.ranges);
    for span in ranges.chain(document.blocks.iter().flat_map(|block| &block.cells)) {
        assert!(
            document.text.get(span.start..span.end).is_some(),
            "{name}: {span:?}"
        );
    }
    for pair in document.blocks.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{name}: {pair:?}");
    }
    assert!(
        document.places.is_sorted_by_key(|place| place.text),
        "{name}"
    );
    assert_eq!(document, read(bytes, name));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn broken_files_are_read_or_refused(
        file in 0..5_usize,
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..12),
    ) {
        let (name, bytes) = &FILES[file];
        check(&changed(bytes, &changes), name);
    }

    /// Packed parts shield their content from changes of bytes, so the content is changed before packing.
    #[test]
    fn broken_parts_are_read_or_refused(
        part in 0..4_usize,
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..12),
    ) {
        let parts = [
            ("word/document.xml", r#"<w:document><w:body><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>It is.&amp;</w:t><w:footnoteReference w:id="1"/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl></w:body></w:document>"#),
            ("word/styles.xml", r#"<w:styles><w:style w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style></w:styles>"#),
            ("word/footnotes.xml", r#"<w:footnotes><w:footnote w:id="1"><w:p><w:r><w:t>See.</w:t></w:r></w:p></w:footnote></w:footnotes>"#),
            ("word/header1.xml", r#"<w:hdr><w:p><w:r><w:t>Head</w:t></w:r></w:p></w:hdr>"#),
        ];
        let broken: Vec<(&str, String)> = parts.iter().enumerate().map(|(at, (name, xml))| {
            let bytes = if at == part { changed(xml.as_bytes(), &changes) } else { xml.as_bytes().to_vec() };
            (*name, String::from_utf8_lossy(&bytes).into_owned())
        }).collect();
        let broken: Vec<(&str, &str)> = broken.iter().map(|(name, xml)| (*name, xml.as_str())).collect();
        check(&package(&broken), "a.docx");
    }

    #[test]
    fn any_operators_of_a_page(operators in "(BT|ET|q|Q|/F1 [0-9]{1,9} Tf|[-0-9.]{1,4} [-0-9.]{1,9} Td|T\\*|\\(x\\) Tj|[0-9]{1,3} 0 0 1 0 0 (Tm|cm)|/X4 Do|/A BMC|EMC|[-0-9]{1,9} T[cwzLs]| |\n){0,60}") {
        let form = stream("/Subtype /Form", "/X4 Do");
        check(&pdf(&[Page::default().raw(&operators)], &[&form]), "a.pdf");
    }
}

#[test]
fn each_file_has_its_format() {
    let formats = [
        Format::Docx,
        Format::Workbook,
        Format::Pdf,
        Format::Mail,
        Format::Delimited,
    ];
    for ((name, bytes), expected) in FILES.iter().zip(formats) {
        assert_eq!(format(bytes, name), expected);
        let document = read(bytes, name);
        assert!(
            !document.is_unreadable(),
            "{name}: {:?}",
            document.diagnostics
        );
    }
}
