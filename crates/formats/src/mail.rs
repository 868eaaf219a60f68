//! An e-mail: its head is what a citation needs (sender, date, subject), its body is the text.
//!
//! The plain body is read where there is one, else the HTML body. Lines quoted from earlier mails and the signature
//! are kept and masked: what they say was said elsewhere. Attachments are documents of their own, so they are named
//! and not read.

use mail_parser::{Address, Message, MessageParser, MimeHeaders as _, PartType};
use whitestone_model::{Edtf, Severity};
use whitestone_reader::manuscript::{Line, Manuscript};

use crate::{Refusal, limits};

/// Renders an e-mail.
///
/// # Errors
/// When it has no readable head.
pub fn write(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| Refusal::damaged("e-mail", "no head was found"))?;
    let mut out = crate::manuscript("mail");
    head(&message, &mut out);
    out.place("body");
    if let Some(text) = own_text(&message) {
        limits::check_text(text.len())?;
        plain(text, &mut out);
    } else if let Some(page) = message.body_html(0) {
        limits::check_text(page.len())?;
        out.html(&page);
    } else {
        out.tell(
            Severity::Warning,
            "no-body",
            "This e-mail has no text of its own; look at its attachments.",
        );
    }
    attachments(&message, &mut out);
    Ok(out)
}

/// The plain body, if the mail has one that was not made from its HTML.
fn own_text<'a>(message: &'a Message<'_>) -> Option<&'a str> {
    message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.as_ref()),
        _ => None,
    })
}

fn head(message: &Message<'_>, out: &mut Manuscript) {
    let subject = message.subject().unwrap_or_default().trim().to_owned();
    let sender = message.from().map(people).unwrap_or_default();
    let date = message
        .date()
        .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    out.place("header");
    out.text(&subject);
    out.end(Line::Title);
    let receivers = message.to().map(people).unwrap_or_default();
    for (label, value) in [
        ("From", sender.as_str()),
        ("To", receivers.as_str()),
        ("Date", date.as_deref().unwrap_or_default()),
    ] {
        if !value.is_empty() {
            out.text(&format!("{label}: {value}"));
            out.end(Line::Masked);
        }
    }
    out.meta.title = subject;
    out.meta.publisher = sender;
    out.meta.published = date
        .and_then(|date| date.parse::<Edtf>().ok())
        .unwrap_or_default();
}

/// `Name <address>`, several of them by semicolons.
fn people(address: &Address<'_>) -> String {
    let one = |name: Option<&str>, address: Option<&str>| match (name.map(str::trim), address) {
        (Some(name), Some(address)) if !name.is_empty() => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    let all: Vec<String> = address
        .iter()
        .take(20)
        .map(|one_of| one(one_of.name.as_deref(), one_of.address.as_deref()))
        .collect();
    all.join("; ")
}

/// A plain body: runs of own lines are text, quoted lines and what follows the signature's sign are masked.
fn plain(text: &str, out: &mut Manuscript) {
    let mut own = String::new();
    let mut signed = false;
    for line in text.lines() {
        signed |= line == "-- " || line == "--";
        if signed || line.trim_start().starts_with('>') {
            out.plain(&std::mem::take(&mut own));
            out.text(line);
            out.end(Line::Masked);
        } else {
            own.push_str(line);
            own.push('\n');
        }
    }
    out.plain(&own);
}

fn attachments(message: &Message<'_>, out: &mut Manuscript) {
    for part in message.attachments() {
        let name = part.attachment_name().unwrap_or("without a name");
        let size = part.contents().len().div_ceil(1024);
        out.tell(
            Severity::Warning,
            "attachment",
            &format!("The attachment “{name}” ({size} KB) was not read. Save it and add it as a document of its own."),
        );
    }
}
