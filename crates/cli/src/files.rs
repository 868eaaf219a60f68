//! Files and folders as inputs: walked in a fixed order, one held in memory at a time.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use whitestone_app::add::Input;
use whitestone_app::builtin::TextFile;
use whitestone_app::knowledge::Overrides;

use crate::error::CliError;

/// Every document file under the paths, sorted within each folder; files named outright come as they are. Files whose
/// ending names no format of documents are passed over in folders.
///
/// A folder that leads back into itself (a link loop) and a file that cannot be read are told of in the second list.
pub fn documents(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<String>), CliError> {
    let mut found = Vec::new();
    let mut skipped = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" || path.is_file() {
            found.push(path.clone());
        } else if path.is_dir() {
            for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
                match entry {
                    Ok(entry) if entry.file_type().is_file() && is_document(entry.path()) => {
                        found.push(entry.into_path());
                    }
                    Ok(_) => {}
                    Err(error) => skipped.push(format!("skipped: {error}")),
                }
            }
        } else {
            return Err(CliError::File {
                path: path.display().to_string(),
                why: "no such file or folder; check the spelling".into(),
            });
        }
    }
    Ok((found, skipped))
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| {
            whitestone_formats::ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
        })
}

/// Reads one document; `-` is the standard input, kept under the given name.
pub fn document(path: &Path, stdin_name: &str) -> Result<Input, CliError> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|e| CliError::io("standard input", &e))?;
        return Ok(Input {
            name: stdin_name.to_owned(),
            bytes,
        });
    }
    let bytes = fs::read(path).map_err(|e| CliError::io(path, &e))?;
    Ok(Input {
        name: path.display().to_string(),
        bytes,
    })
}

/// A user's own data folder.
pub fn overrides(folder: Option<&Path>) -> Result<Overrides, CliError> {
    let Some(folder) = folder else {
        return Ok(Overrides::default());
    };
    if !folder.is_dir() {
        return Err(CliError::File {
            path: folder.display().to_string(),
            why: "no such folder; --data wants one with vocabulary/, rules/ or reference/ in it"
                .into(),
        });
    }
    Ok(Overrides {
        vocabulary: own_files(folder, "vocabulary")?,
        rules: own_files(folder, "rules")?,
        reference: text_files(&folder.join("reference"), &["toml", "tsv"])?,
    })
}

/// Adds what a user's own folder knows of layouts: its `layout.toml`, if there is one.
pub fn own_layouts(folder: &Path) -> Result<(), CliError> {
    let path = folder.join("layout.toml");
    if !path.is_file() {
        return Ok(());
    }
    let own = fs::read_to_string(&path).map_err(|e| CliError::io(&path, &e))?;
    whitestone_reader::extend_layout(&own).map_err(|why| CliError::File {
        path: path.display().to_string(),
        why,
    })
}

/// The TOML files of a part of a user's folder, by their whole path: messages name it, and it tells them from the
/// built-in ones.
fn own_files(folder: &Path, part: &str) -> Result<Vec<TextFile>, CliError> {
    let place = folder.join(part);
    let files = text_files(&place, &["toml"])?;
    Ok(files
        .into_iter()
        .map(|(name, text)| (place.join(name).display().to_string(), text))
        .collect())
}

/// The text files of a folder with these endings, by path within it; none when the folder is not there.
pub fn text_files(folder: &Path, endings: &[&str]) -> Result<Vec<TextFile>, CliError> {
    let mut found = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|e| CliError::File {
            path: folder.display().to_string(),
            why: e.to_string(),
        })?;
        let path = entry.path();
        if !path
            .extension()
            .is_some_and(|ending| endings.iter().any(|e| ending == *e))
        {
            continue;
        }
        let text = fs::read_to_string(path).map_err(|e| CliError::io(path, &e))?;
        let within = path.strip_prefix(folder).unwrap_or(path);
        found.insert(within.to_string_lossy().replace('\\', "/"), text);
    }
    Ok(found.into_iter().collect())
}

/// Writes a file, making its folder.
pub fn write(path: &Path, text: &str) -> Result<(), CliError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| CliError::io(folder, &e))?;
    }
    fs::write(path, text).map_err(|e| CliError::io(path, &e))
}
