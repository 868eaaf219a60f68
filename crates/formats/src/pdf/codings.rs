//! The codings of PDF streams, read as far as measuring needs: ASCII85 and hexadecimal digits to bytes, LZW to the
//! number of bytes that it stands for (ISO 32000-1, 7.4).

use std::io::{self, BufReader, Read};

/// Bytes that are decoded at once: most streams are seen at their first bytes not to be coded so.
const STEP: usize = 512;

/// Bytes written as five characters from `!` to `u` for each four of them.
pub struct Ascii85<'a>(pub &'a [u8]);

impl Read for Ascii85<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while let Some(room) = out.get_mut(written..written + 4).filter(|_| written < STEP) {
            let Some((bytes, count)) = self.group() else {
                break;
            };
            room.copy_from_slice(&bytes);
            written += count;
        }
        Ok(written)
    }
}

impl Ascii85<'_> {
    /// The next four bytes, fewer at the end.
    fn group(&mut self) -> Option<([u8; 4], usize)> {
        let (mut value, mut digits) = (0_u32, 0);
        while digits < 5 {
            let byte = self.0.first().copied().unwrap_or(b'~');
            match byte {
                b'z' if digits == 0 => {
                    self.0 = self.0.get(1..)?;
                    return Some(([0; 4], 4));
                }
                b'!'..=b'u' => {
                    value = value.checked_mul(85)?.checked_add(u32::from(byte - b'!'))?;
                    digits += 1;
                }
                0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ' => {}
                _ => break,
            }
            self.0 = self.0.get(1..)?;
        }
        // What is missing of the last group counts as the last character.
        for _ in digits..5 {
            value = value.saturating_mul(85).saturating_add(84);
        }
        (digits > 1).then(|| (value.to_be_bytes(), digits - 1))
    }
}

/// Bytes written as two hexadecimal digits each.
pub struct AsciiHex<'a>(pub &'a [u8]);

impl Read for AsciiHex<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        for place in out.iter_mut().take(STEP) {
            let Some(high) = self.digit() else {
                break;
            };
            *place = 16 * high + self.digit().unwrap_or(0);
            written += 1;
        }
        Ok(written)
    }
}

impl AsciiHex<'_> {
    fn digit(&mut self) -> Option<u8> {
        loop {
            let (first, rest) = self.0.split_first()?;
            if !(first.is_ascii_whitespace() || *first == 0) {
                let digit = char::from(*first).to_digit(16)?;
                self.0 = rest;
                return u8::try_from(digit).ok();
            }
            self.0 = rest;
        }
    }
}

/// Clears the table of an LZW stream.
const CLEAR: usize = 256;
/// Ends an LZW stream.
const END: usize = 257;
/// An LZW table has no more entries.
const ENTRIES: usize = 4096;

/// Bytes that an LZW stream stands for, counted up to just beyond `most`: only the length of each entry of its table
/// is kept. `early` says that codes grow by a bit one entry before they must, as they do by default.
pub fn lzw(bytes: impl Read, early: bool, most: u64) -> u64 {
    let mut bits = Bits {
        bytes: BufReader::with_capacity(STEP, bytes).bytes(),
        held: 0,
        count: 0,
    };
    let (mut size, mut lengths, mut last) = (0_u64, start(), 0_u64);
    let mut width = 9;
    while size <= most
        && let Some(code) = bits.take(width)
        && code != END
    {
        if code == CLEAR {
            (lengths, last, width) = (start(), 0, 9);
            continue;
        }
        let Some(length) = lengths.get(code).copied().or_else(|| {
            let next = code == lengths.len() && last > 0;
            next.then_some(last + 1)
        }) else {
            break;
        };
        size += length;
        if last > 0 && lengths.len() < ENTRIES {
            lengths.push(last + 1);
        }
        last = length;
        let used = lengths.len() + usize::from(early);
        width = match used {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    size
}

/// The lengths of the single bytes, and of the two signs.
fn start() -> Vec<u64> {
    vec![1; END + 1]
}

/// Numbers of several bits each, the highest bit first.
struct Bits<R> {
    bytes: io::Bytes<BufReader<R>>,
    held: usize,
    count: u32,
}

impl<R: Read> Bits<R> {
    fn take(&mut self, width: u32) -> Option<usize> {
        while self.count < width {
            let byte = self.bytes.next()?.ok()?;
            self.held = (self.held << 8 | usize::from(byte)) & 0xFF_FFFF;
            self.count += 8;
        }
        self.count -= width;
        Some(self.held >> self.count & ((1 << width) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut reader: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn characters_to_bytes() {
        assert_eq!(all(Ascii85(b"87cURD]i,\"Ebo8=~>")), b"Hello World.");
        assert_eq!(all(Ascii85(b"z 87cU~>")), b"\0\0\0\0Hel");
        assert_eq!(all(Ascii85(b"\x78\x9c\x01")), b"");
        assert_eq!(all(AsciiHex(b"48 65\n6C6c6F2>")), b"Hello ");
    }

    #[test]
    fn lzw_is_measured_without_being_unpacked() {
        // The example of the standard: ten bytes, `-----A---B`.
        let example = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&example[..], true, 100), 10);
        assert_eq!(lzw(&example[..], true, 4), 5);
        // What is no LZW stream ends at the first code that stands for nothing.
        assert_eq!(lzw(&b"BT (plain) Tj ET"[..], true, 1 << 20), 1);
    }
}
