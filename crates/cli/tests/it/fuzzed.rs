//! What fuzzing found once, and everything that a plain build of the checks can say about it.

#[path = "../../../../fuzz/src/lib.rs"]
mod fuzz;

#[path = "../../../formats/tests/suite/made.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests of the formats make more kinds of files, and fail as they do"
)]
mod made;

use crate::root;

/// Each file of `fuzz/findings/TARGET/` lives through the check of its target.
#[test]
fn findings_stay_mended() {
    let mut replayed = 0;
    for (target, check) in fuzz::TARGETS {
        let folder = root().join("fuzz/findings").join(target);
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            let bytes = std::fs::read(&path).expect("a file");
            println!("{}", path.display());
            check(&bytes);
            replayed += 1;
        }
    }
    assert!(replayed > 0, "fuzz/findings is empty");
}

/// The checks of packed files go all the way: each of these is read, so what must hold of a read one is asked of it.
#[test]
fn files_that_are_read_pass_their_checks() {
    let words = "Kyrgyzstan 2005. In May 2004, the army of the hills held 5 mines.";
    let page = made::Page::default().text(72.0, 90.0, 11.0, words);
    let pdf = made::pdf(&[page], &[]);
    assert!(whitestone_formats::pdf::write(&pdf).is_ok());
    fuzz::pdf(&pdf);

    let docx = made::docx(&made::paragraph("", words), &made::footnote(1, "A letter."));
    assert!(whitestone_formats::docx::write(&docx).is_ok());
    fuzz::docx(&docx);

    let sheet = made::xlsx("Stocks", &[&["State", "Mines"], &["Kyrgyzstan", "5"]]);
    assert!(whitestone_formats::workbook::write(&sheet).is_ok());
    fuzz::sheet(&sheet);

    let mail = format!("From: a@example.org\r\nSubject: Stocks\r\n\r\n{words}\r\n");
    assert!(whitestone_formats::mail::write(mail.as_bytes()).is_ok());
    fuzz::mail(mail.as_bytes());
}

/// Each check holds for a document that is as it should be, and for none at all: a check that cannot hold finds nothing.
#[test]
fn checks_hold_for_an_example() {
    let example = std::fs::read(root().join("examples/kyrgyzstan-2005.txt")).expect("an example");
    for (_, check) in fuzz::TARGETS {
        check(&example);
        check(b"");
    }
}
