//! Text encodings and line ends, as text editors change them.

use std::io::{self, Write};

use crate::quirk::Quirk;

/// Converts UTF-8 to the encoding that the quirks demand.
pub(crate) struct Encoder<W> {
    out: W,
    is_started: bool,
    bom: bool,
    crlf: bool,
    /// The byte order of UTF-16; `None` for UTF-8.
    utf16: Option<ByteOrder>,
    /// The bytes of an incomplete character.
    rest: Vec<u8>,
    encoded: Vec<u8>,
}

#[derive(Clone, Copy)]
enum ByteOrder {
    Little,
    Big,
}

impl<W: Write> Encoder<W> {
    pub(crate) fn new(out: W, quirks: &[Quirk]) -> Self {
        let utf16 = if quirks.contains(&Quirk::Utf16Le) {
            Some(ByteOrder::Little)
        } else if quirks.contains(&Quirk::Utf16Be) {
            Some(ByteOrder::Big)
        } else {
            None
        };
        Self {
            out,
            is_started: false,
            bom: quirks.contains(&Quirk::Bom) || utf16.is_some(),
            crlf: quirks.contains(&Quirk::Crlf),
            utf16,
            rest: Vec::new(),
            encoded: Vec::new(),
        }
    }

    fn push(&mut self, letter: char) {
        let Some(order) = self.utf16 else {
            let mut buffer = [0; 4];
            self.encoded.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
            return;
        };
        for unit in letter.encode_utf16(&mut [0; 2]) {
            self.encoded.extend(match order {
                ByteOrder::Little => unit.to_le_bytes(),
                ByteOrder::Big => unit.to_be_bytes(),
            });
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !std::mem::replace(&mut self.is_started, true) && self.bom {
            self.push('\u{feff}');
            self.out.write_all(&self.encoded)?;
            self.encoded.clear();
        }
        if self.utf16.is_none() && !self.crlf {
            return self.out.write(bytes);
        }
        self.rest.extend_from_slice(bytes);
        let bytes_ = std::mem::take(&mut self.rest);
        let whole = match std::str::from_utf8(&bytes_) {
            Ok(whole) => whole,
            Err(error) => std::str::from_utf8(&bytes_[..error.valid_up_to()]).unwrap_or_default(),
        };
        for letter in whole.chars() {
            if letter == '\n' && self.crlf {
                self.push('\r');
            }
            self.push(letter);
        }
        self.rest.extend_from_slice(&bytes_[whole.len()..]);
        self.out.write_all(&self.encoded)?;
        self.encoded.clear();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
