//! Typed identifiers.
//!
//! Three kinds of identity, never mixed: a **hash** says *which bytes* ([`DocumentId`]), a **fingerprint**
//! says *which content* ([`Fingerprint`], so that importing twice adds nothing), and an **id** says *which
//! record* (UUIDv7, handed in by the caller so that output never depends on the hour).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// What was wrong with the text of an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {kind}: {text:?}")]
pub struct IdError {
    kind: &'static str,
    text: String,
}

/// The hex digits of a digest. Ledgers write and read them by the million, so no formatting machinery.
fn hex(bytes: &[u8; 32]) -> [u8; 64] {
    let digit = |nibble: u8| {
        if nibble < 10 {
            b'0' + nibble
        } else {
            b'a' - 10 + nibble
        }
    };
    let mut digits = [0; 64];
    for (pair, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    digits
}

/// Digits as text.
fn text(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}

fn unhex(text: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, []) = text.as_chunks::<2>() else {
        return None;
    };
    let mut bytes = [0; 32];
    if pairs.len() != bytes.len() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(bytes)
}

macro_rules! hash_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// The SHA-256 of these bytes.
            pub fn of(bytes: &[u8]) -> Self {
                Self(Sha256::digest(bytes).into())
            }

            /// From the 32 bytes of a digest.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes of the digest.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// The first twelve hex digits: enough for a person to tell two apart.
            pub fn short(&self) -> String {
                text(hex(&self.0).get(..12).unwrap_or_default()).to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(text(&hex(&self.0)))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.short())
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                match unhex(text.as_bytes()) {
                    Some(bytes) => Ok(Self(bytes)),
                    None => Err(IdError { kind: stringify!($name), text: text.to_owned() }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(text(&hex(&self.0)))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Digits;
                impl serde::de::Visitor<'_> for Digits {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("64 hex digits")
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Digits)
            }
        }
    };
}

hash_type! {
    /// A document: the SHA-256 of its archived bytes. The same file added twice is the same document.
    DocumentId
}
hash_type! {
    /// The SHA-256 of a canonical form: two records with one fingerprint say the same thing of the same place.
    Fingerprint
}

macro_rules! uuid_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps a UUID that the caller's id source made.
            pub const fn new(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID within.
            pub const fn uuid(&self) -> uuid::Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.parse().map(Self).map_err(|_| IdError { kind: stringify!($name), text: text.to_owned() })
            }
        }
    };
}

uuid_type! {
    /// A claim in the ledger.
    ClaimId
}
uuid_type! {
    /// One transaction of the ledger: everything that entered it together.
    TxId
}
uuid_type! {
    /// A reviewer's judgement.
    JudgementId
}
uuid_type! {
    /// An event in the life of a claim (revises, corrects, retracts, confirms, erased).
    EventId
}

uuid_type! {
    /// A frozen publication.
    EditionId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_id_prints_and_parses_back() {
        let id = DocumentId::of(b"abc");
        assert_eq!(id.short(), "ba7816bf8f01");
        assert_eq!(id.to_string().parse::<DocumentId>(), Ok(id));
        assert!("ba78".parse::<DocumentId>().is_err());
        assert!("é".repeat(32).parse::<DocumentId>().is_err());
    }
}
