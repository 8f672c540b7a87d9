//! Readers that can be cancelled, and report what was read.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use tokio_util::sync::CancellationToken;

use super::export::is_damage;

/// A reader that fails once cancelled.
pub(super) struct Cancellable<'c, R> {
    pub(super) inner: R,
    pub(super) cancel: &'c CancellationToken,
}

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.inner.read(buffer)
    }
}

/// A reader that counts the bytes read and reports the count about once per MiB.
pub(super) struct Counted<'c, R> {
    pub(super) inner: R,
    pub(super) bytes: u64,
    pub(super) reported: u64,
    pub(super) progress: &'c (dyn Fn(u64) + Sync),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        if self.bytes - self.reported > 1 << 20 || read == 0 {
            (self.progress)(self.bytes);
            self.reported = self.bytes;
        }
        Ok(read)
    }
}

/// A reader that ends where its source is damaged, and keeps the error. So what was read before can be looked at as a whole.
pub(super) struct UntilDamage<R> {
    pub(super) inner: R,
    pub(super) damage: Rc<Cell<Option<io::Error>>>,
}

impl<R: Read> Read for UntilDamage<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buffer) {
            Err(error) if is_damage(&error) => {
                self.damage.set(Some(error));
                Ok(0)
            }
            read => read,
        }
    }
}

/// Reads until the buffer is full or the source ends; returns how many bytes were read.
pub(super) fn fill(source: &mut dyn Read, head: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < head.len() {
        match source.read(&mut head[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
