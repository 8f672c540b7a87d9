//! Elements of a list of which one lacks a brace.

use std::io::{self, Read};

use super::{Extent, Items, Next, Scanner, Value};
use crate::library::limits::KEY_BYTES;

impl<R: Read> Scanner<R> {
    /// Whether the open list has another element. A closing bracket is one too many if a comma and an object follow: what
    /// holds the list has a key for each value.
    pub fn has_element(&mut self) -> io::Result<bool> {
        if self.peek_value()?.is_some() {
            return Ok(true);
        }
        let goes_on = self.is_before_row()?;
        if goes_on {
            self.irregular = true;
            self.enter();
        }
        Ok(goes_on)
    }

    /// Reads the next element of the open list, and passes it to `each`. One that lacks a brace ends where the next begins:
    /// then, several are passed. Returns whether the list goes on; otherwise, it has been left.
    pub fn element(&mut self, limit: usize, mut each: impl FnMut(Value<'_>)) -> io::Result<bool> {
        let text = match self.value(limit)? {
            Value::Whole(text) => text,
            Value::TooBig => {
                each(Value::TooBig);
                return Ok(true);
            }
            Value::Cut => {
                self.leave(Next::Array)?;
                return Ok(false);
            }
        };
        match (text.first(), text.last()) {
            // Its brace, or that of the list, is missing.
            (Some(b'{'), Some(b']')) => {
                let text = text.to_vec();
                self.irregular = true;
                let Some(end) = end_of_open_row(&text) else {
                    each(Value::Whole(&text));
                    return Ok(!self.is_next(b'}')?);
                };
                let begin: &[u8] = text[..end].trim_ascii_end();
                let begin = begin.strip_suffix(b",").unwrap_or(begin);
                each(Value::Whole(&[begin, b"}"].concat()));
                Items::within(&text[end..text.len() - 1]).for_each(|item| each(Value::Whole(item)));
                Ok(false)
            }
            (Some(b'"'), _) => {
                let text = text.to_vec();
                if self.is_next(b':')? {
                    self.row_without_begin(&text, limit, each)?;
                } else {
                    each(Value::Whole(&text));
                }
                Ok(true)
            }
            _ => {
                each(Value::Whole(text));
                Ok(true)
            }
        }
    }

    /// Reads a row that lacks its opening brace, and of which the first key has been read.
    fn row_without_begin(
        &mut self,
        key: &[u8],
        limit: usize,
        mut each: impl FnMut(Value<'_>),
    ) -> io::Result<()> {
        self.irregular = true;
        let mut row = [b"{", key].concat();
        loop {
            let is_value = self.is_next(b':')?;
            if is_value {
                self.enter();
            }
            if self.peek_value()?.is_none() || !is_value && !self.is_next(b'"')? {
                break;
            }
            match self.value(if is_value { limit } else { KEY_BYTES })? {
                Value::Whole(text) if row.len() + text.len() < limit => {
                    row.push(if is_value { b':' } else { b',' });
                    row.extend_from_slice(text);
                }
                Value::Cut => break,
                _ => {
                    each(Value::TooBig);
                    return Ok(());
                }
            }
        }
        if self.is_next(b'}')? {
            self.enter();
        }
        row.push(b'}');
        each(Value::Whole(&row));
        Ok(())
    }
}

/// Where the next row begins in a row that lacks its closing brace: at an object without a key.
fn end_of_open_row(row: &[u8]) -> Option<usize> {
    let mut at = 1;
    let mut is_key = true;
    loop {
        at += row[at..].iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b',')?;
        match row[at] {
            b'{' if is_key => return Some(at),
            b'}' | b']' => return None,
            b':' => {
                is_key = false;
                at += 1;
            }
            _ => {
                let mut extent = Extent::default();
                at += extent.feed(&row[at..]).or_else(|| extent.end())?;
                is_key = true;
            }
        }
    }
}
