//! The data that the program carries within: vocabulary, rules, reference tables, examples.

use include_dir::{Dir, include_dir};

static VOCABULARY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../vocabulary");
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");
static REFERENCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../reference");
static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");

/// A text file: its path within its folder, and its text.
pub type TextFile = (String, String);

/// The built-in vocabulary files, sorted by path.
pub fn vocabulary() -> Vec<TextFile> {
    files(&VOCABULARY, &["toml"])
}

/// The built-in rule files, sorted by path.
pub fn rules() -> Vec<TextFile> {
    files(&RULES, &["toml"])
}

/// The built-in reference tables and their descriptions, sorted by path.
pub fn reference() -> Vec<TextFile> {
    files(&REFERENCE, &["toml", "tsv"])
}

/// The example country notes, sorted by path.
pub fn examples() -> Vec<TextFile> {
    files(&EXAMPLES, &["txt", "html"])
}

/// The recorded review of the examples.
pub fn example_review() -> String {
    EXAMPLES
        .get_file("review.toml")
        .and_then(|file| file.contents_utf8())
        .unwrap_or_default()
        .to_owned()
}

fn files(dir: &Dir<'_>, endings: &[&str]) -> Vec<TextFile> {
    let mut found = Vec::new();
    collect(dir, endings, &mut found);
    found.sort();
    found
}

fn collect(dir: &Dir<'_>, endings: &[&str], found: &mut Vec<TextFile>) {
    for file in dir.files() {
        let path = file.path();
        let wanted = path
            .extension()
            .is_some_and(|ending| endings.iter().any(|e| ending == *e));
        if let (true, Some(text)) = (wanted, file.contents_utf8()) {
            found.push((path.to_string_lossy().replace('\\', "/"), text.to_owned()));
        }
    }
    for inner in dir.dirs() {
        collect(inner, endings, found);
    }
}
