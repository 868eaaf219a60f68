//! What fuzzing found once, and everything that a plain build of the checks can say about it.

#[path = "../../../../fuzz/src/lib.rs"]
mod fuzz;

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

/// Each check holds for a document that is as it should be, and for none at all: a check that cannot hold finds nothing.
#[test]
fn checks_hold_for_an_example() {
    let example = std::fs::read(root().join("examples/kyrgyzstan-2005.txt")).expect("an example");
    for (_, check) in fuzz::TARGETS {
        check(&example);
        check(b"");
    }
}
