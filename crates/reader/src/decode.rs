//! Archived bytes to text, with a map back.
//!
//! Plain UTF-8 is taken as it is: its text *is* the archived bytes. Everything else is decoded once and keeps a
//! [`SourceMap`] of the places where one character has another length than its bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8, WINDOWS_1252};
use whitestone_model::document::{Piece, SourceMap};
use whitestone_model::{Diagnostic, Severity};

use crate::diagnostics::note;

/// How much of a long document the encoding detector looks at.
const DETECT: usize = 1 << 20;
/// How far a NUL byte is looked for: text has none.
const PROBE: usize = 1 << 16;

/// Decoded bytes.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    pub text: String,
    pub source: SourceMap,
    pub encoding: String,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes bytes; `named` is the encoding that the user gave, or empty.
pub(crate) fn decode(bytes: &[u8], named: &str) -> Decoded {
    let mut decoded = Decoded::default();
    if bytes.is_empty() {
        decoded.diagnostics.push(note(
            Severity::Warning,
            "empty",
            "The document has no bytes. Check that the right file was given.",
            None,
        ));
        return decoded;
    }
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (Encoding::for_label(named.as_bytes()), 0),
    };
    let body = bytes.get(skip..).unwrap_or_default();
    let wide = encoding.is_some_and(|e| e != UTF_8 && !e.is_ascii_compatible());
    if !wide && memchr::memchr(0, body.get(..PROBE).unwrap_or(body)).is_some() {
        decoded.diagnostics.push(note(
            Severity::Error,
            "binary",
            "These bytes are no text. Save the document as text or HTML and give that file.",
            None,
        ));
        return decoded;
    }
    let encoding = encoding.unwrap_or_else(|| guess(body, &mut decoded.diagnostics));
    decoded.encoding = encoding.name().to_ascii_lowercase();
    if encoding == UTF_8 {
        utf8(body, skip, &mut decoded);
    } else {
        convert(body, skip, encoding, &mut decoded);
    }
    decoded
}

/// UTF-8 where it is valid or nearly so, else what the detector finds.
fn guess(body: &[u8], diagnostics: &mut Vec<Diagnostic>) -> &'static Encoding {
    if std::str::from_utf8(body).is_ok() || nearly_utf8(body) {
        return UTF_8;
    }
    if let Some(encoding) = declared(body) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let start = body.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let window = body.get(start..).unwrap_or_default();
    detector.feed(window.get(..DETECT).unwrap_or(window), true);
    let encoding = english(detector.guess(None, Utf8Detection::Deny), body);
    diagnostics.push(note(
        Severity::Warning,
        "encoding-guessed",
        &format!(
            "The bytes are no UTF-8; they were read as {}. If the text looks wrong, add it again with --encoding.",
            encoding.name()
        ),
        None,
    ));
    encoding
}

/// English text holds too few accented letters to tell one Western encoding from another: then it is the commonest.
fn english(guess: &'static Encoding, body: &[u8]) -> &'static Encoding {
    let western = [
        "windows-1250",
        "windows-1254",
        "windows-1257",
        "windows-1258",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "macintosh",
    ];
    let sample = body.get(..DETECT).unwrap_or(body);
    let the = memchr::memmem::find_iter(sample, b" the ").count();
    let common = the * 400 > sample.len() || the > 200;
    if common
        && western
            .iter()
            .any(|name| name.eq_ignore_ascii_case(guess.name()))
    {
        WINDOWS_1252
    } else {
        guess
    }
}

/// What a page says of its encoding in its first bytes: `<meta charset=windows-1251>`.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..2048).unwrap_or(body).to_ascii_lowercase();
    let sign = b"charset=";
    let at = head.windows(sign.len()).position(|window| window == sign)?;
    let tag = head.get(..at)?.iter().rposition(|&b| b == b'<')?;
    let value = head.get(at + sign.len()..)?;
    let value = value
        .strip_prefix(b"\"")
        .or_else(|| value.strip_prefix(b"'"))
        .unwrap_or(value);
    let length = value
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .count();
    let label = value.get(..length).filter(|_| {
        head.get(tag..)
            .is_some_and(|rest| rest.starts_with(b"<meta"))
    })?;
    Encoding::for_label(label).filter(|encoding| *encoding != UTF_8)
}

/// Far more whole multi-byte characters than broken ones: UTF-8 with a fault.
fn nearly_utf8(body: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in body.get(..DETECT).unwrap_or(body).utf8_chunks() {
        whole += chunk
            .valid()
            .bytes()
            .filter(|b| (0xC2..=0xF4).contains(b))
            .count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 4 * broken
}

fn utf8(body: &[u8], skip: usize, decoded: &mut Decoded) {
    if skip > 0 {
        decoded.source.pieces.push(Piece {
            text: 0,
            source: skip,
        });
    }
    match std::str::from_utf8(body) {
        Ok(text) => text.clone_into(&mut decoded.text),
        Err(_) => lossy(body, skip, decoded),
    }
}

fn lossy(body: &[u8], skip: usize, decoded: &mut Decoded) {
    let mut source = skip;
    let mut broken = 0_usize;
    decoded.text.reserve(body.len());
    for chunk in body.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        source += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            broken += 1;
            push_piece(decoded, source);
            decoded.text.push(char::REPLACEMENT_CHARACTER);
            source += chunk.invalid().len();
            push_piece(decoded, source);
        }
    }
    undecodable(broken, decoded);
}

fn push_piece(decoded: &mut Decoded, source: usize) {
    let text = decoded.text.len();
    decoded.source.pieces.push(Piece { text, source });
}

fn undecodable(broken: usize, decoded: &mut Decoded) {
    if broken > 0 {
        decoded.diagnostics.push(note(
            Severity::Warning,
            "undecodable",
            &format!("{broken} byte sequences have no meaning in {}; each is shown as \u{FFFD}. If the text looks wrong, add it again with --encoding.", decoded.encoding),
            None,
        ));
    }
}

/// Any other encoding: ASCII in runs, the rest byte by byte, with a piece wherever the lengths part.
fn convert(body: &[u8], skip: usize, encoding: &'static Encoding, decoded: &mut Decoded) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 32];
    let mut broken = 0_usize;
    let (mut at, mut begun, mut drift) = (0_usize, 0_usize, None);
    decoded.text.reserve(body.len());
    while at < body.len() {
        let rest = body.get(at..).unwrap_or_default();
        let ascii = if begun == at && encoding.is_ascii_compatible() {
            Encoding::ascii_valid_up_to(rest)
        } else {
            0
        };
        let step = ascii.max(1);
        let last = at + step == body.len();
        if ascii > 0 {
            let run =
                std::str::from_utf8(rest.get(..ascii).unwrap_or_default()).unwrap_or_default();
            align(decoded, skip + at, &mut drift);
            decoded.text.push_str(run);
            at += ascii;
            begun = at;
            continue;
        }
        let (result, _, written, had_errors) =
            decoder.decode_to_utf8(rest.get(..1).unwrap_or_default(), &mut buffer, last);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        at += 1;
        broken += usize::from(had_errors);
        if written > 0 {
            align(decoded, skip + begun, &mut drift);
            decoded.text.push_str(&String::from_utf8_lossy(
                buffer.get(..written).unwrap_or_default(),
            ));
            begun = at;
        }
    }
    align(decoded, skip + at, &mut drift);
    undecodable(broken, decoded);
}

/// Begins a piece where text and source no longer go in step.
fn align(decoded: &mut Decoded, source: usize, drift: &mut Option<usize>) {
    let text = decoded.text.len();
    let now = source.wrapping_sub(text);
    if *drift != Some(now) && !(drift.is_none() && now == 0) {
        decoded.source.pieces.push(Piece { text, source });
    }
    *drift = Some(now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use whitestone_model::Span;

    #[test]
    fn plain_text_is_its_own_map() {
        let decoded = decode("Ça va".as_bytes(), "");
        assert!(decoded.source.is_identity() && decoded.text == "Ça va");
        let marked = decode(b"\xEF\xBB\xBFhello", "");
        assert_eq!(marked.text, "hello");
        assert_eq!(marked.source.source_span(Span::new(0, 5)), Span::new(3, 8));
    }

    #[test]
    fn one_byte_per_character_maps_back() {
        let bytes = b"d\xE9minage \x93\xE0 faire\x94 et encore un d\xE9minage apr\xE8s";
        let decoded = decode(bytes, "windows-1252");
        assert!(decoded.text.starts_with("déminage “à faire”"));
        for (at, character) in decoded.text.char_indices() {
            let span = decoded
                .source
                .source_span(Span::new(at, at + character.len_utf8()));
            assert_eq!(span.len(), 1, "{character} at {at}: {span:?}");
        }
    }

    #[test]
    fn english_text_with_few_signs_is_western() {
        let text = b"The army of the north has left the fields near the river.\xB9 The rest of the mines is in the store.\xB2 The end.";
        let decoded = decode(text, "");
        assert_eq!(decoded.encoding, "windows-1252");
        assert!(decoded.text.contains("river.\u{b9} The"));
    }

    #[test]
    fn wide_text_maps_back() {
        let bytes: Vec<u8> = std::iter::once(0xFEFF)
            .chain("Mine – “x”".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let decoded = decode(&bytes, "");
        assert_eq!(decoded.text, "Mine – “x”");
        let x = decoded.text.find('x').unwrap();
        assert_eq!(
            decoded.source.source_span(Span::new(x, x + 1)),
            Span::new(18, 20)
        );
    }

    #[test]
    fn binary_empty_and_broken_bytes_are_told() {
        let codes = |bytes: &[u8]| {
            decode(bytes, "")
                .diagnostics
                .iter()
                .map(|d| d.code.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(b"PK\x03\x04\0\0"), ["binary"]);
        assert_eq!(codes(b""), ["empty"]);
        assert_eq!(
            codes("“a” “b” “c” \u{e9}".as_bytes().split_last().unwrap().1),
            ["undecodable"]
        );
    }
}
