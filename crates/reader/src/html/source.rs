//! From the text of a page back to its mark-up and to the archived bytes.

use html5gum::{Token, Tokenizer};
use whitestone_model::document::{Piece, SourceMap};

/// The entity at the start of a text: its length and what it stands for.
pub(super) fn entity(raw: &str) -> Option<(usize, String)> {
    let name = raw.strip_prefix('&')?;
    let letters = name
        .bytes()
        .take(40)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    let length = 1 + letters + usize::from(name.as_bytes().get(letters) == Some(&b';'));
    let written = raw.get(..length)?;
    let mut decoded = String::new();
    for token in Tokenizer::new(written) {
        match token {
            Ok(Token::String(text)) => decoded.push_str(&String::from_utf8_lossy(&text.value)),
            Ok(_) => {}
        }
    }
    (decoded != written && !decoded.is_empty()).then_some((length, decoded))
}

/// From the text to the mark-up, and from there to the archived bytes.
pub(crate) fn compose(outer: &SourceMap, inner: &[Piece]) -> SourceMap {
    let mut pieces = Vec::with_capacity(inner.len());
    for (at, piece) in inner.iter().enumerate() {
        pieces.push(Piece {
            text: piece.text,
            source: outer.source_of(piece.source),
        });
        let length = inner
            .get(at + 1)
            .map_or(usize::MAX, |next| next.text - piece.text);
        let from = outer
            .pieces
            .partition_point(|other| other.text <= piece.source);
        for other in outer.pieces.iter().skip(from) {
            let along = other.text - piece.source;
            if along >= length {
                break;
            }
            pieces.push(Piece {
                text: piece.text + along,
                source: other.source,
            });
        }
    }
    SourceMap { pieces }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_put_one_after_the_other() {
        let outer = SourceMap {
            pieces: vec![Piece { text: 0, source: 3 }, Piece { text: 5, source: 9 }],
        };
        let inner = [
            Piece { text: 0, source: 2 },
            Piece {
                text: 6,
                source: 20,
            },
        ];
        let both = compose(&outer, &inner);
        let direct = |at: usize| {
            outer.source_of(
                SourceMap {
                    pieces: inner.to_vec(),
                }
                .source_of(at),
            )
        };
        for at in 0..12 {
            assert_eq!(both.source_of(at), direct(at), "{at}");
        }
    }
}
