//! Workbooks and separated values.

use super::made::{workbook, xlsx};
use super::{blocks, codes, read};

#[test]
fn sheets_are_headings_and_tables_have_heads() {
    let rows: [&[&str]; 7] = [
        &["Casualties by province"],
        &[],
        &["", "Province", "2003", "Share"],
        &["", "Fen", "12", "0.25"],
        &["", "Upper Fen", "", "1200"],
        &[],
        &["Note", "Drawn up by the army."],
    ];
    let document = read(&xlsx("Casualties", &rows), "a.xlsx");
    assert_eq!(
        blocks(&document),
        [
            "heading Casualties",
            "heading Casualties by province",
            "row Province | 2003 | Share",
            "row Fen | 12 | 0.25",
            "row Upper Fen |  | 1200",
            "row Note | Drawn up by the army.",
        ]
    );
    let cell = document.blocks[3].cells[1];
    assert_eq!(document.place_of(&[cell]), "sheet Casualties, C4");
    assert_eq!(document.blocks[4].header, Some(2));
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let data = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>"#;
    let document = read(&workbook("S", data), "a.xlsx");
    assert_eq!(blocks(&document), ["heading S", "row 1 | 2"]);
    assert_eq!(codes(&document), ["wide-table"]);
}

#[test]
fn separated_values_in_any_encoding() {
    let text = "Province;2003;2004\nHaut-Dém;12;7\n\"Fen; lower\";;1,5\n";
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let document = read(&latin, "a.csv");
    assert_eq!(
        blocks(&document),
        [
            "row Province | 2003 | 2004",
            "row Haut-Dém | 12 | 7",
            "row Fen; lower |  | 1,5"
        ]
    );
    assert_eq!(
        document.place_of(&[document.blocks[1].cells[2]]),
        "row 2, column 3"
    );
    assert_eq!(document.blocks[2].header, Some(0));
}
