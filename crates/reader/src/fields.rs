//! The fields of a citation: addresses, pages, titles, persons, roles and places.

use std::borrow::Cow;

use crate::layout::{index, layout};

/// No address in angle brackets is longer than this.
const LONGEST_URL: usize = 300;

/// A web address: where it stands and what it says, without the marks around it. Between `<` and `>` it may be broken
/// over lines.
pub(crate) fn url(raw: &str) -> Option<(usize, Cow<'_, str>)> {
    let needles = &index().needles;
    let signed = needles.scheme.find(raw.as_bytes()).and_then(|at| {
        let scheme = raw
            .get(..at)?
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        (scheme > 0).then_some(at - scheme)
    });
    let bare = needles.www.find(raw.as_bytes());
    let start = signed.into_iter().chain(bare).min()?;
    let rest = raw.get(start..)?;
    let closed = raw
        .get(..start)?
        .ends_with('<')
        .then(|| rest.find('>'))
        .flatten();
    if let Some(inner) = closed.and_then(|end| rest.get(..end))
        && inner.contains(' ')
        && inner.len() < LONGEST_URL
    {
        return Some((start, Cow::Owned(inner.replace(' ', ""))));
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | ';' | '"' | '”'))
        .unwrap_or(rest.len());
    let bare = rest.get(..end)?.trim_end_matches(['.', ',', ';', ')']);
    Some((start, Cow::Borrowed(bare)))
}

/// The pages after `p.` or `pp.`, as printed.
pub(crate) fn pages(raw: &str) -> &str {
    let starts = index().needles.pages.find_iter(raw.as_bytes()).find(|&at| {
        let before = raw.get(..at).unwrap_or_default();
        let before = before.strip_suffix('p').unwrap_or(before);
        before.is_empty() || before.ends_with([' ', ','])
    });
    let Some(at) = starts else {
        return "";
    };
    let rest = raw.get(at + "p. ".len()..).unwrap_or_default();
    let (mut at, mut end) = (0, 0);
    while let Some(tail) = rest.get(at..) {
        let joint = joint(tail);
        let number = page_number(tail.get(joint..).unwrap_or_default());
        if number == 0 || (at > 0 && tail.get(..joint).unwrap_or_default().trim().is_empty()) {
            break;
        }
        at += joint + number;
        end = at;
    }
    rest.get(..end).unwrap_or_default()
}

/// Length of what stands between two pages: `, `, `-`, ` and `, ` to `.
fn joint(tail: &str) -> usize {
    let mut end = 0;
    while let Some(rest) = tail.get(end..) {
        let word = ["and ", "to "].iter().find(|word| rest.starts_with(**word));
        let sign = rest
            .chars()
            .next()
            .filter(|c| matches!(c, '-' | '–' | ',' | ' '));
        end += match (word, sign) {
            (Some(word), _) => word.len(),
            (None, Some(sign)) => sign.len_utf8(),
            (None, None) => break,
        };
    }
    end
}

/// Length of a page's number: digits, or a word of the letters that number a foreword.
fn page_number(tail: &str) -> usize {
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let letters = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let roman = |b: u8| matches!(b, b'i' | b'v' | b'x');
    if digits == 0
        && tail
            .get(..letters)
            .is_some_and(|word| word.bytes().all(roman))
    {
        letters
    } else {
        digits
    }
}

/// The first quoted title: the text before it, the title, the text after it.
pub(crate) fn quoted(raw: &str) -> Option<(&str, &str, &str)> {
    let start = raw.find(['“', '"'])?;
    let open = raw.get(start..)?.chars().next()?;
    let close = if open == '“' { '”' } else { '"' };
    let inner = raw.get(start + open.len_utf8()..)?;
    let end = if close == '"' {
        inner.find(close)?
    } else {
        inner.find(close).or_else(|| inner.find('"'))?
    };
    let mark = inner.get(end..)?.chars().next()?.len_utf8();
    Some((
        raw.get(..start)?,
        inner.get(..end)?,
        inner.get(end + mark..)?,
    ))
}

/// What stands between commas, outside parentheses and quotation marks.
pub(crate) fn parts(raw: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut parts = Vec::new();
    for (at, character) in raw.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '“' => quoted = true,
            '”' => quoted = false,
            '"' => quoted = !quoted,
            ',' if depth == 0 && !quoted => {
                parts.push(raw.get(start..at).unwrap_or_default().trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(raw.get(start..).unwrap_or_default().trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// What the words of a part of a citation name.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    organisation: bool,
    post: bool,
    office: bool,
}

impl Named {
    fn by(part: &str) -> Self {
        let known = &layout().words;
        let mut named = Self::default();
        for word in part.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
            named.organisation |= known.organisation.has(word);
            named.post |= known.post.has(word);
            named.office |= known.office.has(word);
        }
        named
    }

    /// Nothing of all these, so that it may be a person or a place?
    const fn nothing(self) -> bool {
        !(self.organisation || self.post || self.office)
    }
}

/// Is it an organisation or one of its parts, rather than a post in it?
pub(crate) fn is_body(part: &str) -> bool {
    let acronym = |word: &str| {
        word.chars().filter(|c| c.is_uppercase()).count() >= 2 && word.chars().count() <= 8
    };
    let mut single = part.split_whitespace();
    let alone = single.next().is_some_and(acronym) && single.next().is_none();
    let named = Named::by(part);
    (named.organisation || named.office || alone) && !named.post
}

/// Is it a person's name rather than an office?
pub(crate) fn is_person(part: &str) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for word in part.split_whitespace() {
        words += 1;
        if word.starts_with(char::is_uppercase) {
            capitals += 1;
        } else if words == 1 || !layout().words.particles.has(word) {
            return false;
        }
    }
    capitals >= 2
        && words <= 6
        && !part.bytes().any(|b| b.is_ascii_digit())
        && Named::by(part).nothing()
}

/// Is it a place: a few capitalised words, none of an office, a role or a meeting?
pub(crate) fn is_place(part: &str) -> bool {
    let name = |word: &str| {
        let mut characters = word.chars();
        characters.next().is_some_and(char::is_uppercase) && characters.any(char::is_lowercase)
    };
    part.split_whitespace().all(name)
        && (1..=4).contains(&part.split_whitespace().count())
        && !part.bytes().any(|b| b.is_ascii_digit())
        && Named::by(part).nothing()
        && !is_meeting(part)
}

/// Does it name a meeting?
pub(crate) fn is_meeting(part: &str) -> bool {
    part.split(|c: char| !c.is_alphanumeric())
        .any(|word| layout().words.meeting.has_any_case(word))
}

/// Is the speaker's name withheld?
pub(crate) fn is_confidential(raw: &str) -> bool {
    index().confidential.first_in(raw).is_some()
}

/// The persons of an author's line: `S. Ann and O. Bell`, places in parentheses left out.
pub(crate) fn authors(raw: &str) -> Vec<&str> {
    parts(raw)
        .into_iter()
        .flat_map(|part| part.split(" and "))
        .map(|name| {
            let name = name.trim().trim_start_matches("and ");
            name.split(" (").next().unwrap_or(name).trim()
        })
        .filter(|name| is_person(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_pages() {
        assert_eq!(
            url("at: <https://a.example/b>, p. 2"),
            Some((5, Cow::Borrowed("https://a.example/b")))
        );
        assert_eq!(
            url("3 May 2005, www.a.example/x?y=1."),
            Some((12, Cow::Borrowed("www.a.example/x?y=1")))
        );
        let broken = url("at: <https://a.example/long/ page>.").unwrap();
        assert_eq!(broken.1, "https://a.example/long/page");
    }

    #[test]
    fn pages_are_numbers_and_the_numerals_of_forewords() {
        for (raw, expected) in [
            ("Report 2004, pp. 25, 46, and 50.", "25, 46, and 50"),
            ("Report 2004, p. 8; see", "8"),
            ("at the top. Then", ""),
            ("Herald, p. 8 in English", "8"),
            ("Herald, p. 8 via Fen", "8"),
            ("Herald, p. 8, in English", "8"),
            ("Herald, p. 8 to the reader", "8"),
            ("Herald, p. 8 and others", "8"),
            ("Herald, pp. vi-ix, 3 to 5", "vi-ix, 3 to 5"),
            ("Herald, p. iv.", "iv"),
            ("Herald, p. x5", ""),
        ] {
            assert_eq!(pages(raw), expected, "{raw}");
        }
    }

    #[test]
    fn persons_places_and_offices() {
        assert!(
            is_person("Col. Anna Tarn")
                && is_person("S. Walo-Orr")
                && is_person("Dr. Omar al Sadi")
        );
        assert!(
            !is_person("the Ministry of Defence") && !is_person("Red Crescent Society official")
        );
        assert!(is_body("Ministry of Defence") && is_body("HALO") && is_body("MoD"));
        assert!(!is_body("Director of the Centre") && !is_body("Anna Tarn"));
        assert!(is_place("New Fen") && !is_place("Ministry of Defence") && !is_place("CMC"));
        assert_eq!(
            authors("Sul Ann (Fen) and Olga Bell (Tarn),"),
            ["Sul Ann", "Olga Bell"]
        );
    }
}
