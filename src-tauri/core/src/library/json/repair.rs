//! Mends faults in the text that a [`Scanner`] is about to read, and reads the elements of lists.

use std::io::{self, Read};

use super::mend::{Edit, Expected, Mender};
use super::{Extent, Next, Pairs, Scanner, Value};
use crate::library::limits::KEY_BYTES;

/// So much of the text behind a fault is looked at, in bytes.
const WINDOW: usize = 16 << 10;
/// Behind a value with more faults than this, the rest is read as it is.
const MOST_EDITS: usize = 64;
/// So many faults are looked for in any text, and one more for this number of bytes: what has more of them is no JSON, and is
/// read as it is, which takes a time that grows with its size only.
const MOST_SEARCHES: usize = 1000;
const BYTES_PER_SEARCH: usize = 1024;
/// An object that begins a list which lacks its bracket is looked for in this many bytes.
const ROW_BYTES: usize = 64 << 10;

impl<R: Read> Scanner<R> {
    /// Whether the open list has another element.
    pub fn has_element(&mut self) -> io::Result<bool> {
        for _ in 0..MOST_EDITS {
            let edit = match self.peek()? {
                // A bracket is one too many if a comma and an object follow: what holds the list has a key for each value.
                Some(b'}' | b']') if self.is_before_row()? => Some(Edit::Remove(0)),
                None | Some(b']') => return Ok(false),
                Some(b':') => Some(Edit::Remove(0)),
                Some(b'[') if self.mender(ROW_BYTES)?.is_doubled_list(0) => Some(Edit::Remove(0)),
                Some(b'"') if !self.is_key()? => return Ok(true),
                Some(b'}' | b'"') => self.mender(0)?.edit_in_list(),
                Some(_) => return Ok(true),
            };
            match edit {
                Some(edit) => self.apply(edit),
                None => break,
            }
        }
        Ok(self.peek_value()?.is_some())
    }

    /// Reads the next element of the open list, and passes it to `each`. Returns whether the list goes on; otherwise, it has
    /// been left.
    pub fn element(&mut self, limit: usize, mut each: impl FnMut(Value<'_>)) -> io::Result<bool> {
        let is_first = self.open.last().is_some_and(|list| list.key.is_empty());
        let mut key = Vec::new();
        match self.value(limit)? {
            Value::Cut => {
                self.leave(Next::Array)?;
                return Ok(false);
            }
            Value::Whole(text) => {
                if is_first {
                    key.extend_from_slice(Mender::new(text, true, &[]).key_in(0).unwrap_or_default());
                }
                each(Value::Whole(text));
            }
            Value::TooBig => each(Value::TooBig),
        }
        if let Some(list) = self.open.last_mut().filter(|_| is_first) {
            list.key = key;
        }
        Ok(true)
    }

    /// Mends what is wrong at the beginning of the value of a member: a bracket or a quote that is missing.
    pub fn mend_member(&mut self) -> io::Result<()> {
        let missing = match self.peek()? {
            Some(b'{' | b'[') if self.mender(0)?.begins_text(0) => Some(b'"'),
            Some(b'"') if self.is_key()? => Some(b'{'),
            Some(b'{') if self.is_row_without_list()? => Some(b'['),
            // An empty object or list. If nothing follows, its bracket is one too many.
            Some(b'}') if self.character_at(1)?.is_some_and(|(_, character)| character == b',') => Some(b'{'),
            Some(b']') => Some(b'['),
            _ => None,
        };
        if let Some(bracket) = missing {
            self.apply(Edit::Insert(0, bracket));
        }
        Ok(())
    }

    /// Mends what is wrong at the end of the next entry of a map of objects: a brace that is missing, or one too many, before
    /// another one that has the same first key.
    pub fn mend_entry(&mut self) -> io::Result<()> {
        let mender = self.mender(ROW_BYTES)?;
        let Some(first) = mender.key_in(0) else { return Ok(()) };
        let text = mender.text;
        let is_entry = |value: &[u8]| Mender::new(value, true, &[]).key_in(0) == Some(first);
        let mut extent = Extent::strict();
        let end = extent.feed(text).filter(|_| !extent.stops());
        let mut values = Pairs::of(&text[..end.unwrap_or(text.len())]).map(|(_, value)| value);
        let member = values.find(|value| is_entry(value));
        if let Some(value) = member {
            // Both are parts of the same text.
            let at = value.as_ptr() as usize - text.as_ptr() as usize;
            let key = text[..at].iter().rposition(|byte| *byte == b'"').unwrap_or(0);
            let key = text[..key].iter().rposition(|byte| *byte == b'"').unwrap_or(0);
            let edit = Edit::Insert(mender.before_comma(key), b'}');
            self.apply(edit);
            return Ok(());
        }
        let Some(end) = end else { return Ok(()) };
        let characters = |at: usize| (mender.skip_space(at), text.get(mender.skip_space(at)));
        let (brace, Some(b'}')) = characters(end) else { return Ok(()) };
        let (comma, Some(b',')) = characters(brace + 1) else { return Ok(()) };
        let value = mender.colon_after(characters(comma + 1).0).map(|colon| characters(colon + 1).0);
        if value.is_some_and(|value| text.get(value) == Some(&b'{') && is_entry(&text[value..])) {
            self.apply(Edit::Remove(brace));
        }
        Ok(())
    }

    /// Mends what is wrong where a key is expected.
    pub(super) fn mend_key(&mut self) -> io::Result<()> {
        let is_first = self.open.last_mut().is_some_and(|open| std::mem::take(&mut open.is_fresh));
        for _ in 0..MOST_EDITS {
            let expected = if is_first { Expected::FirstKey } else { Expected::Key };
            let edit = match self.peek()? {
                None | Some(b'}') => return Ok(()),
                Some(b'"') if self.is_key()? => return Ok(()),
                Some(b'{' | b'[') if !is_first => return Ok(()),
                Some(_) => self.mender(0)?.edit(expected),
            };
            match edit {
                Some(edit) => self.apply(edit),
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Mends the first fault in the next value, which shows at this position. Returns whether it was found.
    pub(super) fn mend_value(&mut self, fault: usize, edits: &mut usize) -> io::Result<bool> {
        *edits += 1;
        if *edits > MOST_EDITS || self.is_beyond_repair() {
            return Ok(false);
        }
        let mut edit = self.mender(fault)?.edit(Expected::Value);
        if edit.is_none() && self.has_stray_brace(fault)? {
            edit = Some(Edit::Remove(fault - 1));
        }
        Ok(match edit {
            Some(edit) => {
                self.apply(edit);
                true
            }
            None => false,
        })
    }

    /// Whether an object of this length ends with a brace that is one too many: without it, it goes on up to another one.
    fn has_stray_brace(&mut self, length: usize) -> io::Result<bool> {
        self.read_window(length)?;
        let text = &self.buffer[self.start..self.end.min(self.start + length + WINDOW)];
        let Some((b'}', before)) = text[..length].split_last() else { return Ok(false) };
        if before.trim_ascii_end().last() != Some(&b'}') {
            return Ok(false);
        }
        let without = [&text[..length - 1], &text[length..]].concat();
        let mut extent = Extent::strict();
        let Some(end) = extent.feed(&without).filter(|_| !extent.stops()) else { return Ok(false) };
        let mut next = without[end..].iter().filter(|character| !character.is_ascii_whitespace());
        Ok(match (next.next(), next.next()) {
            (Some(b','), Some(character)) => {
                let is_in_object = self.open.last().is_some_and(|open| open.is_object);
                *character == if is_in_object { b'"' } else { b'{' }
            }
            (Some(b']' | b'}'), _) => true,
            _ => false,
        })
    }

    /// Whether a key follows in a list; in an object, a key with a value that is neither an object nor a list.
    pub(super) fn is_before_pair(&mut self, at: usize) -> io::Result<bool> {
        let Some((at, b'"')) = self.character_at(at)? else { return Ok(false) };
        if !self.open.last().is_some_and(|open| open.is_object) {
            return Ok(true);
        }
        self.read_window(at)?;
        let mender = Mender::new(&self.buffer[self.start + at..self.end], false, &[]);
        let Some(colon) = mender.colon_after(0) else { return Ok(false) };
        Ok(!matches!(self.character_at(at + colon + 1)?, Some((_, b'{' | b'['))))
    }

    /// Looks for faults in the next value, key or character, and behind `fault`.
    fn mender(&mut self, fault: usize) -> io::Result<Mender<'_>> {
        if self.is_beyond_repair() {
            return Ok(Mender::new(&[], false, &self.open));
        }
        self.searches += 1;
        let is_whole = self.read_window(fault)?;
        let text = &self.buffer[self.start..self.end.min(self.start + fault + WINDOW)];
        Ok(Mender::new(text, is_whole, &self.open))
    }

    /// Whether there are so many faults that no more are looked for.
    fn is_beyond_repair(&self) -> bool {
        self.searches >= MOST_SEARCHES + self.bytes_read / BYTES_PER_SEARCH
    }

    /// Reads as much behind this position as is looked at. Returns whether that is all.
    fn read_window(&mut self, fault: usize) -> io::Result<bool> {
        while self.end - self.start < fault + WINDOW {
            if !self.fill()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Changes the text that comes next.
    fn apply(&mut self, edit: Edit) {
        self.irregular = true;
        match edit {
            Edit::Remove(at) => {
                self.buffer.copy_within(self.start..self.start + at, self.start + 1);
                self.start += 1;
            }
            Edit::Insert(at, byte) => {
                if self.start == 0 {
                    // What comes before the position is short, so that it is moved; there has to be room for that.
                    self.buffer.insert(0, 0);
                    (self.start, self.end) = (1, self.end + 1);
                }
                self.buffer.copy_within(self.start..self.start + at, self.start - 1);
                self.start -= 1;
                self.buffer[self.start + at] = byte;
            }
        }
    }

    /// Whether a string comes next that is a key.
    fn is_key(&mut self) -> io::Result<bool> {
        let Some(length) = self.length_of_next(KEY_BYTES)? else { return Ok(false) };
        Ok(matches!(self.character_at(length)?, Some((_, b':'))))
    }

    /// Whether the next object is an element of a list that lacks its bracket: another one follows, or the end of the list.
    fn is_row_without_list(&mut self) -> io::Result<bool> {
        let Some(length) = self.length_of_next(ROW_BYTES)? else { return Ok(false) };
        Ok(match self.character_at(length)? {
            Some((at, b',')) => matches!(self.character_at(at + 1)?, Some((_, b'{'))),
            Some((_, b']')) => self.open.iter().all(|open| open.is_object),
            _ => false,
        })
    }

    /// Whether a comma and an object follow the next character.
    fn is_before_row(&mut self) -> io::Result<bool> {
        let comma = self.character_at(1)?.filter(|(_, character)| *character == b',');
        Ok(match comma {
            Some((at, _)) => matches!(self.character_at(at + 1)?, Some((_, b'{'))),
            None => false,
        })
    }

    /// The length of the next value; `None` if there is a fault in it, or if it does not end within about `limit` bytes.
    fn length_of_next(&mut self, limit: usize) -> io::Result<Option<usize>> {
        let mut extent = Extent::strict();
        let mut done = 0;
        loop {
            let end = extent.feed(&self.buffer[self.start + done..self.end]);
            done = self.end - self.start;
            if end.is_some() || done > limit {
                return Ok(end.filter(|end| *end <= limit && !extent.stops()));
            }
            if !self.fill()? {
                return Ok(extent.end());
            }
        }
    }
}
