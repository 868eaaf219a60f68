//! The project's own vocabulary, read from its folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use whitestone_model::Vocabulary;

/// The files of the project's vocabulary, path and text, in the order of their paths.
///
/// # Errors
/// When the folder cannot be read.
pub fn vocabulary_files() -> io::Result<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vocabulary");
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in [root.clone(), root.join("lists"), root.join("properties")] {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ext| ext == "toml") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| Ok((path.display().to_string(), fs::read_to_string(&path)?)))
        .collect()
}

/// The project's vocabulary.
///
/// # Errors
/// When it cannot be read, or is not as its README describes.
pub fn project_vocabulary() -> io::Result<Vocabulary> {
    let files = vocabulary_files()?;
    let pairs = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    Vocabulary::parse(pairs).map_err(io::Error::other)
}
