//! ZIP packages (DOCX, XLSX) within limits.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::detect::{Format, Unread};
use crate::{Refusal, limits};

/// An opened package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
    size: usize,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub fn open(bytes: &'a [u8], format: &str) -> Result<Self, Refusal> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| Refusal::damaged(format, error))?;
        if archive.len() > limits::ENTRIES {
            return Err(Refusal::too_large(
                &format!("it holds {} parts", archive.len()),
                limits::ENTRIES,
            ));
        }
        Ok(Self {
            archive,
            left: limits::unpacked(bytes.len()),
            size: bytes.len(),
        })
    }

    /// Names of the parts, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .archive
            .file_names()
            .flatten()
            .map(Into::into)
            .collect();
        names.sort();
        names
    }

    /// The bytes of a part; `None` where the package has none of this name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Ok(part) = self.archive.by_name(name) else {
            return Ok(None);
        };
        let most = self.left.min(limits::PART);
        let mut bytes = Vec::new();
        part.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::damaged("file", format!("{name}: {error}")))?;
        let read = bytes.len() as u64;
        if read > most {
            return Err(limits::bomb(self.size));
        }
        self.left -= read;
        Ok(Some(bytes))
    }

    /// Unpacks everything once and throws it away: what another library reads afterwards is within limits.
    pub fn check(&mut self) -> Result<(), Refusal> {
        for name in self.names() {
            self.part(&name)?;
        }
        Ok(())
    }
}

/// The format of a package, by the parts it has.
pub fn format(bytes: &[u8]) -> Format {
    let Ok(package) = Package::open(bytes, "package") else {
        return Format::Unread(Unread::Archive);
    };
    let names = package.names();
    let has = |part: &str| names.iter().any(|name| name == part);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("word/document.xml") {
        Format::Docx
    } else if has("xl/workbook.xml") {
        Format::Workbook
    } else if has("xl/workbook.bin") {
        Format::Unread(Unread::BinaryWorkbook)
    } else if under("ppt/") {
        Format::Unread(Unread::Slides)
    } else if has("META-INF/container.xml") {
        Format::Unread(Unread::Ebook)
    } else if has("mimetype") && has("content.xml") {
        Format::Unread(Unread::OpenDocument)
    } else {
        Format::Unread(Unread::Archive)
    }
}
