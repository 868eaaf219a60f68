//! Streams of a PDF within limits, before anything is unpacked in memory.
//!
//! The library that reads PDFs unpacks a stream whole. So every packed stream is unpacked here first, piece by piece
//! and thrown away, and a file whose streams grow beyond the limits is refused.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::codings::{Ascii85, AsciiHex, lzw};
use crate::{Refusal, limits};

/// Streams packed within one another.
const LAYERS: usize = 4;

/// Refuses a file whose streams unpack to too much.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let all = limits::unpacked(bytes.len());
    let mut left = all;
    let mut at = 0;
    while let Some(start) = next_stream(bytes, at) {
        let body = bytes.get(start..).unwrap_or_default();
        let most = left.min(limits::PART);
        let size = unpacked(body, most);
        if size > most {
            return Err(limits::bomb(bytes.len()));
        }
        left -= size;
        at = start;
    }
    Ok(())
}

/// Where the bytes of the next stream begin.
fn next_stream(bytes: &[u8], from: usize) -> Option<usize> {
    const WORD: &[u8] = b"stream";
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let found = at + find(rest, WORD)?;
        let after = found + WORD.len();
        at = after;
        let ends = found >= 3 && bytes.get(found - 3..found) == Some(b"end");
        let body = match bytes.get(after..after + 2) {
            Some(b"\r\n") => after + 2,
            Some([b'\n' | b'\r', _]) => after + 1,
            _ => continue,
        };
        if !ends {
            return Some(body);
        }
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|&byte| byte == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

/// Bytes to which a packed stream grows, counted up to just beyond `most`; 0 for one that is not packed. What its
/// dictionary says is not asked: it may be written in many ways.
fn unpacked(body: &[u8], most: u64) -> u64 {
    let mut largest = 0;
    for written in [as_bytes, as_85, as_hex] {
        for layers in 0..=LAYERS {
            let packed = || {
                let layers = 0..layers;
                layers.fold(written(body), |reader, _| {
                    Box::new(ZlibDecoder::new(reader))
                })
            };
            let size = if layers == 0 {
                1
            } else {
                count(packed().take(most + 1))
            };
            if size == 0 {
                break;
            }
            let measured = [true, false].map(|early| lzw(packed(), early, most));
            largest = measured.into_iter().chain([size]).fold(largest, u64::max);
        }
    }
    largest
}

/// A stream of bytes, whatever they were written in.
type Source<'a> = Box<dyn Read + 'a>;

fn as_bytes(body: &[u8]) -> Source<'_> {
    Box::new(body)
}

fn as_85(body: &[u8]) -> Source<'_> {
    Box::new(Ascii85(body))
}

fn as_hex(body: &[u8]) -> Source<'_> {
    Box::new(AsciiHex(body))
}

fn count(mut reader: impl Read) -> u64 {
    let mut buffer = [0; 16 << 10];
    let mut size = 0;
    while let Ok(read) = reader.read(&mut buffer) {
        if read == 0 {
            break;
        }
        size += read as u64;
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn stream(body: &[u8]) -> Vec<u8> {
        [b"%PDF-1.4 stream\r\n", body, b"\nendstream\n"].concat()
    }

    #[test]
    fn a_bomb_is_refused_even_in_two_layers() {
        let zeros = vec![0; 64 << 20];
        let refused = |bytes: &[u8]| check(&stream(bytes)).is_err();
        assert!(refused(&packed(&zeros)));
        assert!(refused(&packed(&packed(&zeros))));
        assert!(!refused(&packed(&zeros[..1 << 20])));
        assert!(!refused(b"0 0 Td (plain) Tj"));
        let hex: String = packed(&zeros)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert!(refused(format!("{hex}>").as_bytes()));
    }
}
