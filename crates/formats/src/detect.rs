//! Which format bytes have, by what stands in them. The name only decides between formats that are all plain text.

use crate::{Refusal, package};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text or HTML: the business of `reader`.
    Text,
    /// PDF.
    Pdf,
    /// Word since 2007.
    Docx,
    /// An e-mail.
    Mail,
    /// Excel since 2007.
    Workbook,
    /// Comma-separated values, or another separator.
    Delimited,
    /// A format that is not read.
    Unread(Unread),
}

/// A known format that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Word, Excel, PowerPoint or Outlook before 2007, and encrypted newer files: a compound file.
    Compound,
    /// Rich text.
    Rtf,
    /// LibreOffice.
    OpenDocument,
    /// PowerPoint since 2007.
    Slides,
    /// Excel's binary format (.xlsb).
    BinaryWorkbook,
    /// An e-book.
    Ebook,
    /// A picture.
    Picture,
    /// PostScript or DjVu.
    PageDescription,
    /// ZIP, gzip, 7z, RAR, tar.
    Archive,
}

impl Format {
    /// Media type, as kept with the document.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Mail => "message/rfc822",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Delimited => "text/csv",
            Self::Unread(_) => "application/octet-stream",
        }
    }
}

impl Unread {
    /// What it is and what to do instead.
    pub fn refusal(self) -> Refusal {
        let (code, message) = match self {
            Self::Compound => (
                "old-office",
                "this is a file of Word, Excel or Outlook before 2007 (.doc, .xls, .msg), or one locked with a password. Open it and save it without a password as .docx, .xlsx, .eml or PDF, and add that.",
            ),
            Self::Rtf => (
                "rich-text",
                "this is rich text (.rtf). Open it in a word processor, save it as .docx and add that.",
            ),
            Self::OpenDocument => (
                "open-document",
                "this is an OpenDocument file (.odt, .ods, .odp). Open it in LibreOffice, save it as .docx, .xlsx or PDF and add that.",
            ),
            Self::Slides => (
                "slides",
                "these are PowerPoint slides. Save them as PDF and add that.",
            ),
            Self::BinaryWorkbook => (
                "binary-workbook",
                "this is a binary workbook (.xlsb). Open it in Excel, save it as .xlsx and add that.",
            ),
            Self::Ebook => (
                "e-book",
                "this is an e-book (.epub). Convert it to HTML or PDF and add that.",
            ),
            Self::Picture => (
                "picture",
                "this is a picture, which has no text to quote. Run a text recognition over it (such as ocrmypdf), check the result and add that.",
            ),
            Self::PageDescription => (
                "page-description",
                "this is PostScript or DjVu. Convert it to PDF and add that.",
            ),
            Self::Archive => (
                "archive",
                "this is an archive of files. Unpack it and add what is in it.",
            ),
        };
        Refusal::new(code, message)
    }
}

/// First bytes of formats that are not read, as long as no text begins with them.
const SIGNS: [(&[u8], Unread); 15] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Unread::Compound),
    (b"{\\rtf", Unread::Rtf),
    (b"\x89PNG\r\n", Unread::Picture),
    (b"\xFF\xD8\xFF", Unread::Picture),
    (b"GIF87a", Unread::Picture),
    (b"GIF89a", Unread::Picture),
    (b"II*\0", Unread::Picture),
    (b"MM\0*", Unread::Picture),
    (b"\0\0\0\x0CjP  ", Unread::Picture),
    (b"%!PS", Unread::PageDescription),
    (b"AT&TFORM", Unread::PageDescription),
    (b"\x1F\x8B", Unread::Archive),
    (b"7z\xBC\xAF\x27\x1C", Unread::Archive),
    (b"Rar!\x1A\x07", Unread::Archive),
    (b"\xFD7zXZ", Unread::Archive),
];

/// Signs of letters with which a text may begin too, and what then stands at this place of the file.
const LATER_SIGNS: [(&[u8], usize, &[u8], Unread); 5] = [
    (b"BM", 6, b"\0\0\0\0", Unread::Picture),
    (b"RIFF", 8, b"WEBP", Unread::Picture),
    (b"RIFF", 8, b"WAVE", Unread::Picture),
    (b"RIFF", 8, b"AVI ", Unread::Picture),
    (b"BZh", 4, b"1AY&SY", Unread::Archive),
];

/// How far into a file the head of a PDF may stand.
const PDF_HEAD: usize = 1024;

/// The format of these bytes.
pub fn format(bytes: &[u8], name: &str) -> Format {
    let head = bytes.get(..PDF_HEAD).unwrap_or(bytes);
    let has = |sign: &[u8]| head.windows(sign.len()).any(|window| window == sign);
    let text = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return package::format(bytes);
    }
    if let Some(kind) = unread(text) {
        return Format::Unread(kind);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Format::Unread(Unread::Archive);
    }
    if has(b"%PDF-") {
        return Format::Pdf;
    }
    let ends =
        |ending: &str| name.len() > ending.len() && name.to_ascii_lowercase().ends_with(ending);
    if is_mail(text, ends(".eml")) {
        return Format::Mail;
    }
    let markup = text.starts_with(b"<");
    if !markup && (ends(".csv") || ends(".tsv") || ends(".tab")) {
        return Format::Delimited;
    }
    Format::Text
}

/// The format that is not read of which these bytes bear the sign.
fn unread(head: &[u8]) -> Option<Unread> {
    let at_once = (SIGNS.iter()).find(|(sign, _)| head.starts_with(sign));
    let later = LATER_SIGNS.iter().find(|(first, at, then, _)| {
        let rest = head.get(*at..).unwrap_or_default();
        head.starts_with(first) && rest.starts_with(then)
    });
    at_once
        .map(|(_, kind)| *kind)
        .or(later.map(|(_, _, _, kind)| *kind))
}

/// Does it begin with the head of a message? One line of it is enough where the name says so.
fn is_mail(text: &[u8], named: bool) -> bool {
    const FIELDS: [&str; 13] = [
        "from",
        "to",
        "cc",
        "date",
        "subject",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "content-type",
        "delivered-to",
        "reply-to",
        "x-mailer",
    ];
    let mut known = 0;
    let mut sender = false;
    for line in text.split(|&byte| byte == b'\n').take(60) {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            break;
        };
        let field =
            String::from_utf8_lossy(line.get(..colon).unwrap_or_default()).to_ascii_lowercase();
        if !field
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        {
            break;
        }
        known += usize::from(FIELDS.contains(&field.as_str()));
        sender |= matches!(field.as_str(), "from" | "received" | "return-path");
    }
    (sender && known >= 3) || (named && known > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str, expected: Format) {
        assert_eq!(format(bytes, name), expected, "{name}");
    }

    #[test]
    fn bytes_win_over_names() {
        check(b"%PDF-1.7\n", "report.txt", Format::Pdf);
        check(b"\n\n%PDF-1.4", "x", Format::Pdf);
        check(
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....",
            "report.docx",
            Format::Unread(Unread::Compound),
        );
        check(b"{\\rtf1\\ansi", "report.doc", Format::Unread(Unread::Rtf));
        check(
            b"\xFF\xD8\xFF\xE0",
            "scan.pdf",
            Format::Unread(Unread::Picture),
        );
        check(
            b"PK\x03\x04nonsense",
            "x.docx",
            Format::Unread(Unread::Archive),
        );
        check(b"BMX is a sport.", "x.txt", Format::Text);
        check("BMAC said: “no”".as_bytes(), "x.txt", Format::Text);
        check(b"BMAC said: caf\xE9", "x.txt", Format::Text);
        check("RIFFLE – a word".as_bytes(), "x.txt", Format::Text);
        check("BZho’s hill".as_bytes(), "x.txt", Format::Text);
        check(
            b"BM\x36\x10\x0E\0\0\0\0\0\x36\0\0\0(\0\0\0",
            "scan.txt",
            Format::Unread(Unread::Picture),
        );
        check(
            b"RIFF\x10\x10\x10\x10WEBPVP8 ",
            "scan.txt",
            Format::Unread(Unread::Picture),
        );
        check(b"BZh91AY&SY\x01", "x.txt", Format::Unread(Unread::Archive));
        check(b"Kembra cleared 3 km.", "x.pdf", Format::Text);
        check("a,b\n1,2".as_bytes(), "x.csv", Format::Delimited);
        check(b"<html>", "x.csv", Format::Text);
        check(b"", "x", Format::Text);
    }

    #[test]
    fn a_message_has_a_head() {
        let head = b"Return-Path: <a@b.example>\r\nFrom: A <a@b.example>\r\nDate: Mon, 2 May 2005 10:00:00 +0600\r\n\r\nHello";
        check(head, "x", Format::Mail);
        check(b"Subject: x\n\nHello", "x.eml", Format::Mail);
        check(
            b"From: Kembra\nThe year: 2005\n\nText",
            "x.txt",
            Format::Text,
        );
        check(b"Date: 2005\nTo: do\nCC: x\n", "x.txt", Format::Text);
    }
}
