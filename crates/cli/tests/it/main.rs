//! The program as its users run it: built, with real files, told by what it prints and how it ends.

#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod assist;
mod bad_input;
mod conflicts;
mod corpus;
mod editions;
mod fuzzed;
mod judging;
mod metamorphic;
mod story;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder for one test, gone afterwards.
struct Place {
    folder: tempfile::TempDir,
}

/// What a run of the program gave.
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// With a ledger `own.whitestone` without reference tables.
    fn with_ledger() -> Self {
        let place = Self::new();
        place.ok(&["init", "--bare", "own.whitestone"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a text file")
    }

    /// The program, in this folder, with nothing of the outside environment that it listens to.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whitestone"));
        command
            .current_dir(self.folder.path())
            .args(args)
            .env("WHITESTONE_ACTOR", "A. Tester");
        command
            .env_remove("WHITESTONE_LEDGER")
            .env_remove("WHITESTONE_DATA");
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command(args).output().expect("the program starts"))
    }

    /// Runs what must succeed.
    fn ok(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(
            run.code, 0,
            "{args:?} ended with {}\n{}\n{}",
            run.code, run.out, run.err
        );
        run.out
    }

    /// The fingerprint of the ledger's content.
    fn fingerprint(&self) -> String {
        let out = self.ok(&["check"]);
        out.rsplit("fingerprint ")
            .next()
            .expect("a fingerprint")
            .trim()
            .to_owned()
    }
}

impl Run {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Ends with this code and a message that holds all of these.
    fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        for word in words {
            assert!(
                self.err.contains(word),
                "{word:?} is not in the message: {}",
                self.err
            );
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The shared corpus of annotated reports, where this machine has it; else says what is skipped.
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told where its corpus lies"
)]
fn shared(test: &str) -> Option<PathBuf> {
    let given = std::env::var_os("WHITESTONE_CORPUS").map(PathBuf::from);
    let path = given.unwrap_or_else(|| root().join("../shared"));
    if path.join("gold").is_dir() {
        return Some(path);
    }
    println!("skipped: {test}: no annotated corpus here; set WHITESTONE_CORPUS to one");
    None
}
