//! What typesetting put into words is taken out of them: soft hyphens and marks of writing direction, ligatures, and
//! hyphens at the ends of lines.
//!
//! The archived bytes stay as they are; the text that is read parts from them here, and the [`SourceMap`] leads back.
//! Most reports hold none of this: then nothing is copied and the text goes on being the archived bytes.

use std::collections::HashSet;

use memchr::{memchr_iter, memchr2, memchr3_iter, memmem};
use whitestone_model::Span;
use whitestone_model::document::{Piece, SourceMap};

use crate::layout::layout;

/// No anchor is longer than this.
const LONGEST_ANCHOR: usize = 200;

/// A stretch of text and what is read in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    span: Span,
    read: &'static str,
}

/// What an invisible mark or a ligature is read as; `None` for any other character.
pub(crate) const fn reading(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' => {
            ""
        }
        '\u{2066}'..='\u{2069}' | '\u{FEFF}' => "",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

/// The text to read, with the map from it to `text`; `None` where there is nothing to take out.
pub(crate) fn clean(text: &str) -> Option<(String, SourceMap)> {
    let mut changes = Vec::new();
    marks(text, &mut changes);
    anchors(text, &mut changes);
    split_ligatures(text, &mut changes);
    hyphens(text, &mut changes);
    if changes.is_empty() {
        return None;
    }
    changes.sort_by_key(|change| change.span.start);
    let mut out = String::with_capacity(text.len());
    let mut pieces = vec![Piece { text: 0, source: 0 }];
    let mut at = 0;
    for change in changes.iter().filter(|change| !change.span.is_empty()) {
        if change.span.start < at {
            continue;
        }
        out.push_str(text.get(at..change.span.start).unwrap_or_default());
        pieces.push(Piece {
            text: out.len(),
            source: change.span.start,
        });
        out.push_str(change.read);
        pieces.push(Piece {
            text: out.len(),
            source: change.span.end,
        });
        at = change.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    // Where nothing is read, only the piece after the gap counts.
    pieces.reverse();
    pieces.dedup_by_key(|piece| piece.text);
    pieces.reverse();
    Some((out, SourceMap { pieces }))
}

/// Invisible marks and ligatures. Their first bytes are rare in English text, so whole runs are passed over.
fn marks(text: &str, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    for at in memchr3_iter(0xC2, 0xE2, 0xEF, bytes) {
        let lead = bytes.get(at..at + 2);
        if !matches!(
            lead,
            Some([0xC2, 0xAD] | [0xE2, 0x80 | 0x81] | [0xEF, 0xAC | 0xBB])
        ) {
            continue;
        }
        let character = text.get(at..).and_then(|rest| rest.chars().next());
        if let Some((character, read)) = character.and_then(|c| Some((c, reading(c)?))) {
            changes.push(Change {
                span: Span::new(at, at + character.len_utf8()),
                read,
            });
        }
    }
}

/// `<a name="top">`, `</a>`: anchors that a text export left in.
fn anchors(text: &str, changes: &mut Vec<Change>) {
    for at in memchr_iter(b'<', text.as_bytes()) {
        let rest = text.get(at..).unwrap_or_default();
        let anchor = ["<a name=", "<a id=", "</a>"];
        if !anchor.iter().any(|tag| rest.starts_with(tag)) {
            continue;
        }
        let end = rest.bytes().take(LONGEST_ANCHOR).position(|b| b == b'>');
        if let Some(end) = end.filter(|end| !rest.get(..*end).unwrap_or_default().contains('\n')) {
            changes.push(Change {
                span: Span::new(at, at + end + 1),
                read: "",
            });
        }
    }
}

/// `Effi cient`, `signifi cant`, `fi eld`: the space that some exports leave after a ligature.
///
/// It goes where the part before it is known to be no word, or where the report writes the whole word elsewhere. Where
/// it goes once, it also goes after small letters that may be a word; a capital may begin a name: `Gaddafi forces`.
fn split_ligatures(text: &str, changes: &mut Vec<Change>) {
    let splits = after_ligatures(text);
    let known = |part: &str| layout().ligature_parts.has_any_case(part);
    let certain = splits.iter().any(|(part, _)| known(part));
    let mut words = None;
    for (part, space) in splits {
        let small = part.starts_with(|c: char| c.is_ascii_lowercase());
        let mut whole = || {
            let right = word_after(text, space + 1);
            let words = words.get_or_insert_with(|| all_words(text));
            words.contains(format!("{part}{right}").as_str())
        };
        if known(part) || (certain && small) || whole() {
            changes.push(Change {
                span: Span::new(space, space + 1),
                read: "",
            });
        }
    }
}

/// What ends as a ligature does and goes on in small letters after a space, with the place of the space; without the
/// words that are known to end so.
fn after_ligatures(text: &str) -> Vec<(&str, usize)> {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let mut splits = Vec::new();
    for ending in [b"fi ", b"fl ", b"ff "] {
        for at in memmem::find_iter(bytes, ending) {
            let space = at + 2;
            let begun = (0..at)
                .rev()
                .take_while(|&i| letter(i))
                .last()
                .unwrap_or(at);
            let part = text.get(begun..space).unwrap_or_default();
            let goes_on = bytes.get(space + 1).is_some_and(u8::is_ascii_lowercase);
            let word = layout().ligature_words.has_any_case(part);
            let hyphened = begun > 0 && bytes.get(begun - 1) == Some(&b'-');
            if goes_on && !word && !hyphened {
                splits.push((part, space));
            }
        }
    }
    splits
}

/// Hyphens at the ends of lines: `contami-` / `nation` is one word, `mine-` / `affected` keeps its hyphen.
fn hyphens(text: &str, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    let mut words = None;
    let mut at = 0;
    while let Some(step) = memchr2(b'\r', b'\n', bytes.get(at..).unwrap_or_default()) {
        let end = at + step;
        at = end + 1;
        if let Some((hyphen, next)) = broken(text, end) {
            let (left, right) = (word_before(text, hyphen.start), word_after(text, next));
            let words = words.get_or_insert_with(|| all_words(text));
            let span = if is_one_word(left, right, |word| words.contains(word)) {
                Span::new(hyphen.start, next)
            } else {
                Span::new(hyphen.end, next)
            };
            changes.push(Change { span, read: "" });
            // The line ends after the word instead.
            let space = text
                .get(next..)
                .and_then(|rest| rest.find(char::is_whitespace));
            if let Some(space) = space.filter(|space| bytes.get(next + space) == Some(&b' ')) {
                changes.push(Change {
                    span: Span::new(next + space, next + space + 1),
                    read: "\n",
                });
            }
        }
    }
}

/// The hyphen that ends the line which ends at `end`, and where the word goes on in the next line.
fn broken(text: &str, end: usize) -> Option<(Span, usize)> {
    let line = text.get(..end)?.trim_end_matches(['\r', ' ']);
    let bare = line.strip_suffix(['-', '\u{2010}'])?;
    let hyphen = Span::new(bare.len(), line.len());
    let before = bare.chars().next_back()?;
    let rest = text.get(end + 1..)?;
    let after = rest.trim_start_matches([' ', '\t']);
    let first = after.chars().next()?;
    let inside = before.is_alphanumeric() && first.is_alphanumeric();
    // `12-` / `14` is a range; it reads well with its hyphen, and so does `Kembra-` / `Quorra`.
    inside.then_some((hyphen, end + 1 + rest.len() - after.len()))
}

fn word_before(text: &str, end: usize) -> &str {
    let head = text.get(..end).unwrap_or_default();
    let start = head.trim_end_matches(|c: char| c.is_alphanumeric()).len();
    head.get(start..).unwrap_or_default()
}

fn word_after(text: &str, start: usize) -> &str {
    let tail = text.get(start..).unwrap_or_default();
    let length = tail.len() - tail.trim_start_matches(|c: char| c.is_alphanumeric()).len();
    tail.get(..length).unwrap_or_default()
}

/// All words of a text, with their hyphens.
fn all_words(text: &str) -> HashSet<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.ends_with('-'))
        .collect()
}

/// Do the two halves of a word that a hyphen divides at the end of a line make one word? The report's own spelling
/// elsewhere decides, which `stands` knows, then the list of first parts that keep their hyphen.
pub fn is_one_word(left: &str, right: &str, stands: impl Fn(&str) -> bool) -> bool {
    if !right.starts_with(char::is_lowercase) || left.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    if stands(&format!("{left}{right}")) {
        return true;
    }
    if stands(&format!("{left}-{right}")) {
        return false;
    }
    let last = left.rsplit('-').next().unwrap_or(left);
    !layout().hyphened.has_any_case(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let (read, map) = clean(text).unwrap_or_else(|| (text.to_owned(), SourceMap::identity()));
        assert_eq!(read, expected);
        let mut last = 0;
        for (at, character) in read.char_indices() {
            let source = map.source_of(at);
            assert!(source >= last, "the map goes back at {at}");
            last = source;
            let first = (0..=source)
                .rev()
                .find(|i| text.is_char_boundary(*i))
                .unwrap();
            let here = text[first..].chars().next().unwrap();
            let space = here == ' ' && character == '\n';
            assert!(
                space || here == character || reading(here).is_some(),
                "{character} is {here}"
            );
        }
    }

    #[test]
    fn soft_hyphens_and_marks_of_direction_are_not_read() {
        check(
            "Mine\u{AD}field \u{200E}(\u{202B}Fen\u{202C})\u{FEFF}.",
            "Minefield (Fen).",
        );
        assert!(clean("“Fen” – 5 km², naïve").is_none());
    }

    #[test]
    fn ligatures_are_read_as_letters() {
        check("ﬁve oﬃcers in the ﬁeld", "five officers in the field");
        check(
            "Effi cient and signifi cant offi ce; fi ve mine fi elds",
            "Efficient and significant office; five mine fields",
        );
        for whole in [
            "staff of the Wi-Fi club were off duty",
            "Gaddafi forces, Tripfl units and Orff men left; the safi boats too.",
        ] {
            check(whole, whole);
        }
        check(
            "Gaddafi forces took fi ve graffi ti and left.",
            "Gaddafi forces took five graffiti and left.",
        );
        check(
            "The Tarnfl owers bloom; Tarnflowers do. Tarnfl owners do not.",
            "The Tarnflowers bloom; Tarnflowers do. Tarnfl owners do not.",
        );
    }

    #[test]
    fn words_broken_at_the_end_of_a_line() {
        check(
            "The contami-\nnation is light.",
            "The contamination\nis light.",
        );
        check("It is mine-\r\n  affected.", "It is mine-affected.");
        check("The contami-\rnation is.", "The contamination\nis.");
        check(
            "Kembra-\nQuorra border, pp. 12-\n14",
            "Kembra-Quorra\nborder, pp. 12-14",
        );
        check(
            "anti-\npersonnel and anti-personnel",
            "anti-personnel\nand anti-personnel",
        );
        check("A pause -\nthen more", "A pause -\nthen more");
        check("- one\n- two", "- one\n- two");
    }
}
