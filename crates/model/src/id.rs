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
                self.to_string().chars().take(12).collect()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
                let wrong = || IdError { kind: stringify!($name), text: text.to_owned() };
                if text.len() != 64 || !text.is_ascii() {
                    return Err(wrong());
                }
                let mut bytes = [0u8; 32];
                for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
                    let digits = std::str::from_utf8(pair).map_err(|_| wrong())?;
                    *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
                }
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
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
