//! E-mails.

use super::{blocks, codes, read};

const HEAD: &str = "From: Anna Berg <anna@kembra.example>\r\nTo: monitor@example.org\r\nDate: Tue, 3 May 2005 10:15:00 +0600\r\nSubject: =?utf-8?Q?Mines_in_F=C3=A9n?=\r\nMIME-Version: 1.0\r\n";

#[test]
fn head_body_quotation_signature() {
    let mail = format!(
        "{HEAD}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nKembra has cleared all mines in F=C3=A9n.\r\n\r\n> How many were there?\r\n\r\nThere were 12 of them.\r\n-- \r\nAnna Berg\r\n"
    );
    let document = read(mail.as_bytes(), "a.eml");
    assert_eq!(
        blocks(&document),
        [
            "title Mines in Fén",
            "boilerplate From: Anna Berg <anna@kembra.example>",
            "boilerplate To: monitor@example.org",
            "boilerplate Date: 2005-05-03",
            "paragraph Kembra has cleared all mines in Fén.",
            "boilerplate > How many were there?",
            "paragraph There were 12 of them.",
            "boilerplate --",
            "boilerplate Anna Berg",
        ]
    );
    assert_eq!(document.meta.title, "Mines in Fén");
    assert_eq!(document.meta.published.as_str(), "2005-05-03");
    assert_eq!(document.meta.publisher, "Anna Berg <anna@kembra.example>");
    assert_eq!(document.place_of(&[document.blocks[4].span]), "body");
}

#[test]
fn mark_up_and_attachments() {
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<h2>Clearance</h2><p>It ended in 2004.<sup>1</sup></p>\r\n--B\r\nContent-Type: application/pdf; name=report.pdf\r\nContent-Disposition: attachment; filename=report.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--B--\r\n"
    );
    let document = read(mail.as_bytes(), "unnamed");
    assert_eq!(
        blocks(&document)[4..],
        ["heading Clearance", "paragraph It ended in 2004.1"]
    );
    assert!(codes(&document).contains(&"attachment"));
    assert!(
        document
            .diagnostics
            .iter()
            .any(|met| met.message.contains("“report.pdf”"))
    );
}
