//! Files made by code: packages, Word documents, workbooks, PDFs.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use whitestone_model::document::BlockKind;
use whitestone_model::{Document, Span};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP package of these parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const DOCUMENT_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>"#;
const SPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A Word document: the elements of its body and those of its footnotes.
pub fn docx(body: &str, footnotes: &str) -> Vec<u8> {
    let styles = format!(
        r#"<?xml version="1.0"?><w:styles {SPACE}>
        <w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>
        <w:pPrDefault><w:pPr><w:spacing w:after="140"/><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="36"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Ueberschrift"><w:name w:val="heading 2"/><w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:pPr><w:spacing w:after="0"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="17"/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
        </w:styles>"#
    );
    package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS),
        (
            "word/document.xml",
            &format!(
                r#"<?xml version="1.0"?><w:document {SPACE}><w:body>{body}</w:body></w:document>"#
            ),
        ),
        ("word/styles.xml", &styles),
        (
            "word/footnotes.xml",
            &format!(r#"<?xml version="1.0"?><w:footnotes {SPACE}>{footnotes}</w:footnotes>"#),
        ),
    ])
}

/// Text for XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A paragraph in a style; empty for the usual one.
pub fn paragraph(style: &str, text: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!(r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#)
    };
    format!(
        r#"<w:p>{style}<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
        escaped(text)
    )
}

/// A footnote with this id.
pub fn footnote(id: usize, text: &str) -> String {
    format!(
        r#"<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p></w:footnote>"#,
        escaped(text)
    )
}

/// The same report as a Word document with real headings, tables and footnotes, in one or two columns.
pub fn as_docx(document: &Document, columns: usize) -> Vec<u8> {
    let mut body = String::new();
    for block in &document.blocks {
        let text = document.slice(block.span);
        match block.kind {
            BlockKind::Boilerplate | BlockKind::Note => {}
            BlockKind::Title => body.push_str(&paragraph("Title", text)),
            BlockKind::Heading => body.push_str(&paragraph("Ueberschrift", text)),
            BlockKind::Row => row(document, &block.cells, &mut body),
            BlockKind::Paragraph | BlockKind::ListItem => {
                let _ = write!(body, "<w:p>{}</w:p>", runs(document, block.span));
            }
        }
    }
    let body = body.replace("</w:tbl><w:tbl>", "");
    let section = format!(
        r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/><w:cols w:num="{columns}" w:space="500"/></w:sectPr>"#
    );
    let mut notes = String::new();
    for (at, note) in document.notes.iter().enumerate() {
        notes.push_str(&footnote(at + 1, document.slice(note.span)));
    }
    docx(&format!("{body}{section}"), &notes)
}

fn row(document: &Document, cells: &[Span], body: &mut String) {
    body.push_str("<w:tbl><w:tr>");
    for cell in cells {
        let _ = write!(
            body,
            "<w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
            paragraph("", document.slice(*cell))
        );
    }
    body.push_str("</w:tr></w:tbl>");
}

/// The text of a block with its markers as references to footnotes.
fn runs(document: &Document, span: Span) -> String {
    let mut runs = String::new();
    let mut at = span.start;
    let text = |from: usize, to: usize| {
        format!(
            r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#,
            escaped(&document.text[from..to])
        )
    };
    for marker in document
        .markers
        .iter()
        .filter(|marker| span.contains(marker.span.start))
    {
        runs.push_str(&text(at, marker.span.start));
        match marker.note {
            Some(note) => {
                let _ = write!(
                    runs,
                    r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>"#,
                    note + 1
                );
            }
            None => runs.push_str(&text(marker.span.start, marker.span.end)),
        }
        at = marker.span.end;
    }
    runs.push_str(&text(at, span.end));
    runs
}

/// A workbook of one sheet; a cell that is a number is stored as one.
pub fn xlsx(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut data = String::new();
    for (number, row) in rows.iter().enumerate() {
        let _ = write!(data, r#"<row r="{}">"#, number + 1);
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let address = format!("{}{}", char::from(b'A' + at as u8), number + 1);
            let _ = if cell.parse::<f64>().is_ok() {
                write!(data, r#"<c r="{address}"><v>{cell}</v></c>"#)
            } else {
                write!(
                    data,
                    r#"<c r="{address}" t="inlineStr"><is><t>{}</t></is></c>"#,
                    escaped(cell)
                )
            };
        }
        data.push_str("</row>");
    }
    workbook(sheet, &data)
}

/// A workbook with this data of a sheet.
pub fn workbook(sheet: &str, data: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    package(&[
        (
            "_rels/.rels",
            &RELS.replace("word/document.xml", "xl/workbook.xml"),
        ),
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                r#"<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>"#
            ),
        ),
    ])
}

/// A page of a PDF being drawn; lines are placed from its upper left corner, in points.
#[derive(Debug, Clone, Default)]
pub struct Page {
    content: String,
    picture: bool,
}

impl Page {
    /// A line of text.
    pub fn text(mut self, x: f64, y: f64, size: f64, text: &str) -> Self {
        let text: String = text
            .chars()
            .map(|c| match c {
                '(' | ')' | '\\' => format!("\\{c}"),
                '’' => "\\222".to_owned(),
                c => c.to_string(),
            })
            .collect();
        let _ = writeln!(
            self.content,
            "BT /F1 {size} Tf {x} {} Td ({text}) Tj ET",
            842.0 - y
        );
        self
    }

    /// Lines of running text, one under another.
    pub fn lines(mut self, x: f64, y: f64, size: f64, lines: &[&str]) -> Self {
        for (at, line) in lines.iter().enumerate() {
            self = self.text(x, y + 1.2 * size * at as f64, size, line);
        }
        self
    }

    /// A line in which `^1^` sets the 1 as superscript.
    pub fn set(mut self, x: f64, y: f64, size: f64, text: &str) -> Self {
        let _ = write!(self.content, "BT {x} {} Td ", 842.0 - y);
        for (at, part) in text.split('^').enumerate() {
            let (size, rise) = if at % 2 == 1 {
                (0.6 * size, 0.4 * size)
            } else {
                (size, 0.0)
            };
            let _ = write!(self.content, "/F1 {size} Tf {rise} Ts ({part}) Tj ");
        }
        self.raw("0 Ts ET")
    }

    /// Operators of any kind.
    pub fn raw(mut self, operators: &str) -> Self {
        self.content.push_str(operators);
        self.content.push('\n');
        self
    }

    /// A picture over the whole page.
    pub fn picture(mut self) -> Self {
        self.picture = true;
        self.raw("q 595 0 0 842 0 0 cm /P1 Do Q")
    }
}

/// A PDF of these pages; `extra` are further objects, from number 4 on, which pages know as `/X4` and so on.
pub fn pdf(pages: &[Page], extra: &[&str]) -> Vec<u8> {
    let first = 4 + extra.len();
    let mut forms = String::new();
    for number in 4..first {
        let _ = write!(forms, "/X{number} {number} 0 R ");
    }
    let kids: String = (0..pages.len())
        .map(|at| format!("{} 0 R ", first + 2 * at))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    objects.extend(extra.iter().map(|object| (*object).to_owned()));
    for (at, page) in pages.iter().enumerate() {
        let picture = if page.picture { "/P1 << >>" } else { "" };
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> /XObject << {forms} {picture} >> >> >>",
            first + 2 * at + 1
        ));
        objects.push(stream("", &page.content));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let picture = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>";
        let object = object.replace("/P1 << >>", &format!("/P1 {} 0 R", objects.len() + 1));
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
        if at + 1 == objects.len() {
            let _ = writeln!(table, "{:010} 00000 n ", file.len());
            file.extend(
                format!(
                    "{} 0 obj\n{picture}\nstream\n0\nendstream\nendobj\n",
                    at + 2
                )
                .bytes(),
            );
        }
    }
    let start = file.len();
    let count = objects.len() + 2;
    file.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF").bytes());
    file
}

/// A stream object with further entries of its dictionary.
pub fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< {entries} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}
