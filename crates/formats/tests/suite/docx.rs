//! Word documents.

use super::made::{docx, footnote, paragraph};
use super::{blocks, codes, read};

#[test]
fn styles_tables_and_notes_become_blocks() {
    let reference = |id: usize| format!(r#"<w:r><w:footnoteReference w:id="{id}"/></w:r>"#);
    let text = |words: &str| format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", paragraph("", words));
    let body = [
        paragraph("Title", "Upper Kembra"),
        paragraph("Ueberschrift", "Mine Ban Policy"),
        format!("<w:p>{}{}{}{}</w:p>", text("Kembra joined in 2001."), reference(7), text(" It has 3 km"), r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t xml:space="preserve"> of mined land.</w:t></w:r>"#),
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>It should clear them.</w:t></w:r></w:p>"#.to_owned(),
        format!("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("Province"), cell("Mines"), cell("Fen"), cell("12")),
        format!("<w:p>{}{}</w:p>", text("More were found later."), reference(3)),
    ];
    let notes = [
        footnote(3, "Ibid."),
        footnote(7, "Letter from the army, 3 May 2004."),
    ]
    .concat();
    let document = read(&docx(&body.concat(), &notes), "a.docx");
    assert_eq!(
        blocks(&document),
        [
            "title Upper Kembra",
            "heading Mine Ban Policy",
            "paragraph Kembra joined in 2001.[1] It has 3 km2 of mined land.",
            "listitem It should clear them.",
            "row Province | Mines",
            "row Fen | 12",
            "paragraph More were found later.[2]",
            "note [1] Letter from the army, 3 May 2004.",
            "note [2] Ibid.",
        ]
    );
    assert_eq!(
        document.markers.iter().map(|m| m.note).collect::<Vec<_>>(),
        [Some(0), Some(1)]
    );
    assert_eq!(document.blocks[5].header, Some(4));
    let place = |block: usize| document.place_of(&[document.blocks[block].span]);
    assert_eq!(
        [place(2), place(5), place(7)],
        ["paragraph 3", "table 1, row 2", "footnote 1"]
    );
    assert_eq!(codes(&document), Vec::<&str>::new());
}

#[test]
fn cells_that_cover_columns_leave_them_empty() {
    let cell = |many: u64, words: &str| {
        let change = r#"<w:tcPrChange><w:tcPr><w:gridSpan w:val="9"/></w:tcPr></w:tcPrChange>"#;
        let covers = format!(r#"<w:tcPr><w:gridSpan w:val="{many}"/>{change}</w:tcPr>"#);
        format!("<w:tc>{covers}{}</w:tc>", paragraph("", words))
    };
    let before = r#"<w:trPr><w:gridBefore w:val="1"/></w:trPr>"#;
    let rows = [
        cell(1, "Area") + &cell(2, "2004") + &cell(1, "2005"),
        cell(1, "Fen") + &cell(1, "1") + &cell(1, "2") + &cell(1, "3"),
        format!("{before}{}{}", cell(2, "4"), cell(1, "5")),
        cell(1, "Tarn") + &cell(4_000_000_000, "6"),
    ];
    let table: String = rows.map(|row| format!("<w:tr>{row}</w:tr>")).concat();
    let document = read(&docx(&format!("<w:tbl>{table}</w:tbl>"), ""), "a.docx");
    let widest = &document.blocks[3].cells;
    assert_eq!(widest.len(), whitestone_reader::manuscript::MOST_COLUMNS);
    let words = |block: usize| -> Vec<&str> {
        let cells = document.blocks[block].cells.iter();
        cells.map(|cell| document.slice(*cell)).collect()
    };
    assert_eq!(words(0), ["Area", "2004", "", "2005"]);
    assert_eq!(words(1), ["Fen", "1", "2", "3"]);
    assert_eq!(words(2), ["", "4", "", "5"]);
}

/// Each is looked up among those before it: 40,000 notes compared one by one would be 800 million comparisons.
#[test]
fn many_notes_are_numbered_in_the_order_of_their_citation() {
    let cite = |id: usize| format!(r#"<w:r><w:footnoteReference w:id="{id}"/></w:r>"#);
    let runs: String = (0..40_000).rev().map(cite).collect();
    let again = cite(39_999);
    let document = read(&docx(&format!("<w:p>{runs}{again}</w:p>"), ""), "a.docx");
    assert!(document.text.starts_with("[1][2][3]"), "in their order");
    assert!(
        document.text.trim_end().ends_with("[40000][1]"),
        "the first again"
    );
}

#[test]
fn tracked_changes_boxes_and_hidden_text() {
    let body = r#"
        <w:p><w:r><w:t>It has </w:t></w:r><w:del><w:r><w:delText>no</w:delText><w:t>no</w:t></w:r></w:del><w:ins><w:r><w:t>many</w:t></w:r></w:ins>
          <w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom><w:r><w:t xml:space="preserve"> anti</w:t><w:noBreakHyphen/><w:t>vehicle mi&#xAD;nes &amp; more.</w:t></w:r>
          <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>
        <w:p><w:r><w:t>Before the box.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent></mc:Choice>
          <mc:Fallback><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
        <w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="100"/></w:tabs></w:pPr><w:r><w:t>Fen</w:t><w:tab/><w:t>12</w:t></w:r></w:p>"#;
    let document = read(&docx(body, ""), "a.docx");
    assert_eq!(
        blocks(&document),
        [
            "paragraph It has many anti-vehicle mines & more.",
            "paragraph Before the box.",
            "paragraph In the box.",
            "row Fen | 12",
        ]
    );
}
