//! The bytes of a text, as people's editors save it again.

use std::io::{self, Write};

use super::quirk::Quirk;

/// Turns UTF-8 into what the quirks ask for, as it passes.
pub(super) struct Encoded<W> {
    out: W,
    marked: bool,
    bom: bool,
    crlf: bool,
    wide: Option<Order>,
    /// The beginning of a character whose end has not come yet.
    rest: Vec<u8>,
    ready: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl<W: Write> Encoded<W> {
    pub(super) fn new(out: W, quirks: &[Quirk]) -> Self {
        let wide = if quirks.contains(&Quirk::Utf16Le) {
            Some(Order::Little)
        } else if quirks.contains(&Quirk::Utf16Be) {
            Some(Order::Big)
        } else {
            None
        };
        Self {
            out,
            marked: false,
            bom: quirks.contains(&Quirk::Bom) || wide.is_some(),
            crlf: quirks.contains(&Quirk::Crlf),
            wide,
            rest: Vec::new(),
            ready: Vec::new(),
        }
    }

    fn push(&mut self, letter: char) {
        let Some(order) = self.wide else {
            let mut room = [0; 4];
            self.ready.extend_from_slice(letter.encode_utf8(&mut room).as_bytes());
            return;
        };
        for unit in letter.encode_utf16(&mut [0; 2]) {
            self.ready.extend(match order {
                Order::Little => unit.to_le_bytes(),
                Order::Big => unit.to_be_bytes(),
            });
        }
    }
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !std::mem::replace(&mut self.marked, true) && self.bom {
            self.push('\u{feff}');
            self.out.write_all(&self.ready)?;
            self.ready.clear();
        }
        if self.wide.is_none() && !self.crlf {
            return self.out.write(bytes);
        }
        self.rest.extend_from_slice(bytes);
        let taken = std::mem::take(&mut self.rest);
        let whole = match std::str::from_utf8(&taken) {
            Ok(whole) => whole,
            Err(error) => std::str::from_utf8(&taken[..error.valid_up_to()]).unwrap_or_default(),
        };
        for letter in whole.chars() {
            if letter == '\n' && self.crlf {
                self.push('\r');
            }
            self.push(letter);
        }
        self.rest.extend_from_slice(&taken[whole.len()..]);
        self.out.write_all(&self.ready)?;
        self.ready.clear();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
