//! A lenient, streaming JSON scanner: reads text of any size and keeps no more than one value in memory.
//!
//! It accepts what editors and interrupted downloads do to an export: characters that are missing or one too many (`repair`), a
//! missing end. Everything before that is still returned; [`Scanner::irregular`] says that the text is not valid.

use std::io::{self, Read};

use super::Extent;
use super::extent::is_space;
use super::mend::{Open, note_key};
use super::mend_strings::is_literal;
use crate::library::limits::{KEY_BYTES, VALUE_BYTES};

const CHUNK: usize = 256 << 10;
/// No more white space than this is looked through for the character behind it, in bytes.
const MOST_SPACE: usize = 64 << 10;
/// Stands for a key that is too long.
const LONG_KEY: &str = "…";

/// Scans a JSON text from beginning to end.
pub struct Scanner<R> {
    source: R,
    pub(super) buffer: Vec<u8>,
    pub(super) start: usize,
    pub(super) end: usize,
    is_over: bool,
    /// The number of bytes that the source has given.
    pub(super) bytes_read: usize,
    /// How often a fault was looked for.
    pub(super) searches: usize,
    /// The objects and lists that were entered, outermost first.
    pub(super) open: Vec<Open>,
    /// Whether something was read that is not valid JSON.
    pub irregular: bool,
    /// The number of times that nothing followed a comma. It changes nothing.
    pub extra_commas: u64,
    /// Whether the text ended inside a value.
    pub truncated: bool,
    /// Bytes read from the source so far.
    pub bytes: u64,
}

/// What the next value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// `{`
    Object,
    /// `[`
    Array,
    /// A string, a number, `true`, `false`, `null`.
    Scalar,
}

/// One value, as its text.
#[derive(Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// The complete text.
    Whole(&'a [u8]),
    /// The value is larger than the limit and was skipped.
    TooBig,
    /// The text ends inside the value.
    Cut,
}

impl<R: Read> Scanner<R> {
    /// Scans `source`, which should be UTF-8; other bytes are passed through.
    pub fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            is_over: false,
            bytes_read: 0,
            searches: 0,
            open: Vec::new(),
            irregular: false,
            extra_commas: 0,
            truncated: false,
            bytes: 0,
        }
    }

    /// The kind of the next value; `None` at the end of the text or of the open object or array.
    pub fn peek_value(&mut self) -> io::Result<Option<Next>> {
        Ok(match self.peek()? {
            None | Some(b'}' | b']') => None,
            Some(b'{') => Some(Next::Object),
            Some(b'[') => Some(Next::Array),
            Some(_) => Some(Next::Scalar),
        })
    }

    /// Whether the end of the text is reached.
    pub fn is_at_end(&mut self) -> io::Result<bool> {
        Ok(self.peek()?.is_none())
    }

    /// Whether this byte comes next.
    pub fn is_next(&mut self, byte: u8) -> io::Result<bool> {
        Ok(self.peek()? == Some(byte))
    }

    /// Enters the object or array that comes next.
    pub fn enter(&mut self) {
        self.open.push(Open::new(self.buffer[self.start] == b'{'));
        self.start += 1;
    }

    /// Skips the next character.
    pub fn skip_character(&mut self) {
        self.start += 1;
    }

    /// Leaves the open object or array. Accepts either closing bracket.
    pub fn leave(&mut self, opened: Next) -> io::Result<()> {
        match self.peek()? {
            Some(bracket @ (b'}' | b']')) => {
                self.irregular |= (bracket == b'}') != (opened == Next::Object);
                self.start += 1;
            }
            Some(_) => self.irregular = true,
            None => self.truncated = true,
        }
        self.open.pop();
        Ok(())
    }

    /// Reads the next key of the open object, without quotes, and with its escapes. `false` at the end of the object. A
    /// key that is too long is read as `…`, and one that is missing as the one before it.
    pub fn key(&mut self, key: &mut Vec<u8>) -> io::Result<bool> {
        key.clear();
        loop {
            self.mend_key()?;
            match self.peek()? {
                None | Some(b'}' | b']') => return Ok(false),
                Some(b'"') => {
                    match self.value(KEY_BYTES)? {
                        Value::Whole(text) => key.extend_from_slice(&text[1..text.len() - 1]),
                        Value::TooBig => key.extend_from_slice(LONG_KEY.as_bytes()),
                        Value::Cut => return Ok(false),
                    }
                    note_key(&mut self.open, key);
                    if self.peek()? != Some(b':') {
                        self.irregular = true;
                        return Ok(true);
                    }
                    self.start += 1;
                    while self.peek()? == Some(b':') {
                        self.irregular = true;
                        self.start += 1;
                    }
                    self.truncated |= self.peek()?.is_none();
                    return Ok(self.peek()?.is_some());
                }
                Some(b'{' | b'[') => {
                    self.irregular = true;
                    key.extend(self.open.last().iter().flat_map(|object| &object.key));
                    return Ok(true);
                }
                Some(_) => {
                    self.irregular = true;
                    self.value(VALUE_BYTES)?;
                }
            }
        }
    }

    /// The text of the next value without consuming it; `None` if it does not end within about `limit` bytes.
    pub fn look(&mut self, limit: usize) -> io::Result<Option<&[u8]>> {
        self.peek()?;
        let mut extent = Extent::strict();
        let (mut done, mut edits) = (0, 0);
        loop {
            let mut end = extent.feed(&self.buffer[self.start + done..self.end]);
            done = self.end - self.start;
            if let Some(fault) = end.filter(|_| extent.stops()) {
                let is_mended = fault <= limit && self.mend_value(fault, &mut edits)?;
                extent = if is_mended { Extent::strict() } else { Extent::default() };
                done = 0;
                continue;
            }
            if end.is_none() && (done > limit || !self.fill()?) {
                end = extent.end().filter(|_| self.is_over);
                if end.is_none() {
                    return Ok(None);
                }
            }
            if let Some(length) = end {
                return Ok(Some(&self.buffer[self.start..self.start + length]));
            }
        }
    }

    /// The beginning of the next value without consuming it: all of it, or at least `limit` bytes. More may follow.
    pub fn look_beginning(&mut self, limit: usize) -> io::Result<&[u8]> {
        if self.look(limit)?.is_some() {
            // Cannot fail: the value is in the buffer.
            return Ok(self.look(limit)?.unwrap_or_default());
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// No more than `limit` bytes of the next value, without consuming it.
    pub fn look_ahead(&mut self, limit: usize) -> io::Result<&[u8]> {
        self.peek()?;
        while self.end - self.start < limit && self.fill()? {}
        let text = &self.buffer[self.start..self.end.min(self.start + limit)];
        Ok(&text[..Extent::default().feed(text).unwrap_or(text.len())])
    }

    /// Consumes the next value. Values larger than `limit` bytes are skipped.
    pub fn value(&mut self, limit: usize) -> io::Result<Value<'_>> {
        self.peek()?;
        let mut extent = Extent::strict();
        let mut edits = 0;
        let (mut done, mut dropped) = (0, 0);
        let mut is_too_big = false;
        loop {
            let mut end = extent.feed(&self.buffer[self.start + done..self.end]);
            done = self.end - self.start;
            if let Some(fault) = end.filter(|_| extent.stops()) {
                let is_mended = self.mend_value(fault, &mut edits)?;
                extent = if is_mended { Extent::strict() } else { Extent::default() };
                done = 0;
                continue;
            }
            if end.is_none() {
                if done > limit {
                    is_too_big = true;
                    // Nothing that was dropped can be mended.
                    extent.ignore_faults();
                    dropped += done;
                    self.start = self.end;
                    done = 0;
                }
                if !self.fill()? {
                    end = extent.end();
                    if end.is_none() {
                        if dropped == 0 && self.mend_value(done, &mut edits)? {
                            extent = Extent::strict();
                            done = 0;
                            continue;
                        }
                        self.start = self.end;
                        self.truncated = true;
                        return Ok(Value::Cut);
                    }
                }
            }
            if let Some(length) = end {
                if dropped == 0 && self.is_suspicious(length)? && self.mend_value(length, &mut edits)? {
                    extent = Extent::strict();
                    done = 0;
                    continue;
                }
                self.irregular |= extent.has_fault;
                let from = self.start;
                // Of what was dropped, only white space can be behind the value.
                self.start += length.saturating_sub(dropped);
                let text = &self.buffer[from..self.start];
                let is_too_big = is_too_big || text.len() > limit;
                self.extra_commas += u64::from(!is_too_big && ends_with_comma(text));
                return Ok(if is_too_big { Value::TooBig } else { Value::Whole(text) });
            }
        }
    }

    /// Whether the next value, of this many bytes, shows only by what it is or what follows that there is a fault in it: a word
    /// that lacks its quotes, or an object in a list with a key behind it.
    fn is_suspicious(&mut self, length: usize) -> io::Result<bool> {
        Ok(match self.buffer[self.start] {
            b'"' => matches!(self.character_at(length)?, Some((_, b'"'))),
            b'[' => false,
            b'{' => match self.character_at(length)? {
                Some((at, b',')) => self.is_before_pair(at + 1)?,
                _ => false,
            },
            _ => {
                !is_literal(&self.buffer[self.start..self.start + length])
                    || matches!(self.character_at(length)?, Some((_, b'"')))
            }
        })
    }

    /// The next character behind this many bytes, and where it is; `None` if there is too much white space before it.
    pub(super) fn character_at(&mut self, mut at: usize) -> io::Result<Option<(usize, u8)>> {
        let most = at + MOST_SPACE;
        loop {
            let rest = &self.buffer[(self.start + at).min(self.end)..self.end];
            if let Some(space) = rest.iter().position(|byte| !is_space(*byte)) {
                return Ok(Some((at + space, rest[space])).filter(|(at, _)| *at <= most));
            }
            at += rest.len();
            if at > most || !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// The next byte that is neither white space nor a comma.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        let mut commas = 0_usize;
        loop {
            while self.start < self.end {
                match self.buffer[self.start] {
                    b' ' | b'\n' | b'\r' | b'\t' => self.start += 1,
                    b',' => {
                        commas += 1;
                        self.start += 1;
                    }
                    byte => {
                        let is_extra = commas > 1 || commas == 1 && matches!(byte, b'}' | b']');
                        self.extra_commas += u64::from(is_extra);
                        return Ok(Some(byte));
                    }
                }
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Reads more; `false` at the end.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        if self.is_over {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        } else if self.buffer.len() > CHUNK && self.end < CHUNK / 2 {
            // Memory is released after a very large value.
            self.buffer.truncate(CHUNK);
            self.buffer.shrink_to_fit();
        }
        loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.is_over = true;
                    return Ok(false);
                }
                Ok(read) => {
                    self.end += read;
                    self.bytes_read += read;
                    self.bytes += read as u64;
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Whether an object or a list has a comma behind its last element.
fn ends_with_comma(value: &[u8]) -> bool {
    let [.., b'}' | b']'] = value else { return false };
    let before = value[..value.len() - 1].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    before == Some(&b',')
}
