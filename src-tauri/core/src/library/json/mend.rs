//! Finds out which character is missing, or one too many, in JSON that is not valid.
//!
//! A [`Mender`] reads the text from a place where it is known which brackets are open. At the first fault, it tries what may
//! mend it, and takes what fits the brackets and keys that follow.

use super::extent::{Extent, is_space};

/// No more characters than this are looked at to find out whether they fit.
const MOST_CHARACTERS: usize = 256;
/// No more lists within lists than this are looked through to find out whether their bracket is doubled.
const MOST_LISTS: usize = 8;

/// A change of one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Insert this byte before this position.
    Insert(usize, u8),
    /// Remove the byte at this position.
    Remove(usize),
}

/// An object or a list that is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    /// Whether it is an object.
    pub is_object: bool,
    /// The last key of an object; of a list, the first key of the objects in it, once it is known. With escapes.
    pub key: Vec<u8>,
    /// Whether nothing of it has been read.
    pub is_fresh: bool,
    /// Where its last value begins.
    last: Option<usize>,
}

impl Open {
    /// An object or a list of which nothing has been read.
    #[must_use]
    pub fn new(is_object: bool) -> Self {
        Self { is_object, is_fresh: true, ..Self::default() }
    }
}

/// Notes the key that was read of the innermost object. The first one is that of all objects in its list.
pub(super) fn note_key(open: &mut [Open], key: &[u8]) {
    let Some((object, outside)) = open.split_last_mut() else { return };
    object.key.clear();
    object.key.extend_from_slice(key);
    if let Some(list) = outside.last_mut().filter(|list| !list.is_object && list.key.is_empty()) {
        list.key.extend_from_slice(key);
    }
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A value.
    Value,
    /// A key, or the end of an object of which nothing has been read.
    FirstKey,
    /// A key, or the end of an object.
    Key,
    /// A comma, or the end of an object or a list.
    Comma,
}

/// Where a step ends, and what may come next; or an edit that is needed, if it is known.
pub(super) type Step = Result<(usize, Expected), Option<Edit>>;

/// Looks for the first fault in a text.
#[derive(Debug, Clone)]
pub struct Mender<'t> {
    pub(super) text: &'t [u8],
    /// Whether the text ends where the file does.
    pub(super) is_whole: bool,
    pub(super) open: Vec<Open>,
    checked_lists: usize,
}

impl<'t> Mender<'t> {
    /// Looks for faults in this text, at whose beginning these objects and lists are open, outermost first.
    #[must_use]
    pub fn new(text: &'t [u8], is_whole: bool, open: &[Open]) -> Self {
        Self { text, is_whole, open: open.to_vec(), checked_lists: 0 }
    }

    /// The edit that mends the first fault in the value, or in the key, with which the text begins.
    #[must_use]
    pub fn edit(mut self, mut expected: Expected) -> Option<Edit> {
        let outside = self.open.len();
        let is_value = expected == Expected::Value;
        let mut at = 0;
        loop {
            at = self.skip_space(at);
            let character = *self.text.get(at)?;
            let step = match expected {
                Expected::Value => self.value(at, character),
                Expected::FirstKey | Expected::Key => self.key(at, character, expected == Expected::FirstKey),
                Expected::Comma => self.comma(at, character),
            };
            match step {
                Ok(next) => (at, expected) = next,
                Err(edit) => return edit,
            }
            if !is_value || self.open.len() <= outside && expected == Expected::Comma {
                return None;
            }
        }
    }

    /// The edit that mends the character with which the text begins: a brace or a key where an element of a list may come.
    #[must_use]
    pub fn edit_in_list(&self) -> Option<Edit> {
        match self.text.first()? {
            b'}' => Some(self.brace_in_list(0)),
            b'"' => self.key_in_list(0),
            _ => None,
        }
    }

    fn value(&mut self, at: usize, character: u8) -> Step {
        let mut is_first = false;
        if let Some(open) = self.open.last_mut() {
            open.last = Some(at);
            is_first = std::mem::take(&mut open.is_fresh) && !open.is_object;
        }
        match character {
            b'[' if is_first && self.is_checked_list() && self.is_doubled_list(at) => {
                Err(Some(Edit::Remove(at)))
            }
            b'{' | b'[' if self.begins_text(at) => self.bare_value(at),
            b'{' => {
                self.open.push(Open::new(true));
                Ok((at + 1, Expected::FirstKey))
            }
            b'[' => {
                self.open.push(Open::new(false));
                Ok((at + 1, Expected::Value))
            }
            b',' if !self.is_in_object() => Ok((at + 1, Expected::Value)),
            // The value is missing, or the list is empty.
            b',' | b'}' | b']' => Ok((at, Expected::Comma)),
            b':' => Err(Some(Edit::Remove(at))),
            b'"' => self.string_value(at),
            _ => self.bare_value(at),
        }
    }

    /// Whether the next list within a list is one of the few that are looked through to its end.
    fn is_checked_list(&mut self) -> bool {
        self.checked_lists += 1;
        self.checked_lists <= MOST_LISTS
    }

    fn key(&mut self, at: usize, character: u8, is_first: bool) -> Step {
        match character {
            b'"' => self.string_key(at),
            b'}' => Ok(self.close(at)),
            b'{' | b'[' | b':' if is_first => Err(Some(Edit::Remove(at))),
            b'{' => Err(self.brace_for_key(at)),
            b'[' => Err(None),
            b']' => Err(Some(self.end_of_list_in_object(at))),
            b',' => Ok((at + 1, Expected::Key)),
            b':' => Err(Some(Edit::Remove(at))),
            _ => Err(self.bare_key(at)),
        }
    }

    fn comma(&mut self, at: usize, character: u8) -> Step {
        let is_in_object = self.is_in_object();
        let next = if is_in_object { Expected::Key } else { Expected::Value };
        match character {
            b',' => Ok((at + 1, next)),
            b'}' if is_in_object => Ok(self.close(at)),
            b'}' => Err(Some(self.brace_in_list(at))),
            b']' if !is_in_object => Ok(self.close(at)),
            b']' => Err(Some(self.end_of_list_in_object(at))),
            b'"' if self.may_end_value(at + 1) => Err(Some(Edit::Remove(at))),
            b'"' => Err(Some(Edit::Insert(at, b','))),
            b'{' | b'[' => Ok((at, next)),
            b':' => Err(Some(Edit::Remove(at))),
            _ => Err(None),
        }
    }

    fn close(&mut self, at: usize) -> (usize, Expected) {
        self.open.pop();
        (at + 1, Expected::Comma)
    }

    /// A brace instead of a key: the object before it lacks its brace, or a list its bracket.
    fn brace_for_key(&self, at: usize) -> Option<Edit> {
        let [.., holder, object] = &self.open[..] else { return None };
        let is_item = !holder.is_object && self.key_in(at).is_none_or(|key| holder.key == key);
        let value = object.last.filter(|last| self.text[*last] == b'{');
        match value {
            Some(last) if !is_item => Some(Edit::Insert(last, b'[')),
            _ if !holder.is_object => Some(Edit::Insert(self.before_comma(at), b'}')),
            _ => None,
        }
    }

    /// The end of a list where an object is open: that lacks its brace, or the bracket is one too many.
    fn end_of_list_in_object(&self, at: usize) -> Edit {
        if self.open.iter().all(|open| open.is_object) {
            return Edit::Remove(at);
        }
        let is_doubled = self.text[..at].iter().rev().find(|byte| !is_space(**byte)) == Some(&b']');
        let inserted = &self.open[..self.open.len() - 1];
        let is_extra =
            self.fits(self.open.clone(), at + 1) && (is_doubled || !self.fits(inserted.to_vec(), at));
        if is_extra { Edit::Remove(at) } else { Edit::Insert(self.before_comma(at), b'}') }
    }

    /// The end of an object where a list is open: that lacks its bracket, or the brace is one too many.
    fn brace_in_list(&self, at: usize) -> Edit {
        let is_extra = self.fits(self.open.clone(), at + 1);
        if is_extra { Edit::Remove(at) } else { Edit::Insert(self.before_comma(at), b']') }
    }

    /// Whether the list here, which begins another one, is that list, whose bracket is doubled: what follows is not in a list.
    pub(super) fn is_doubled_list(&self, at: usize) -> bool {
        if self.text.get(self.skip_space(at + 1)) != Some(&b'{') {
            return false;
        }
        let mut extent = Extent::strict();
        let end = extent.feed(&self.text[at..]).filter(|_| !extent.stops());
        let next = self.skip_space(at + end.unwrap_or(self.text.len()));
        let is_member = || {
            let key = self.skip_space(next + 1);
            self.text.get(key) == Some(&b'"') && self.colon_after(key).is_some()
        };
        match self.text.get(next) {
            Some(b',') => is_member(),
            next => next.is_none_or(|next| *next == b'}'),
        }
    }

    /// A key where a list is open: that lacks its bracket, or an object its brace.
    pub(super) fn key_in_list(&self, at: usize) -> Option<Edit> {
        let key = self.string_at(at)?;
        let list = self.open.last()?;
        let value = self.text.get(self.skip_space(self.colon_after(at)? + 1));
        let is_of_item =
            if list.key.is_empty() { !matches!(value, Some(b'{' | b'[')) } else { list.key == key };
        let holder = self.open.len().checked_sub(2).map(|holder| &self.open[holder]);
        let may_end = holder.is_none_or(|holder| holder.is_object);
        Some(if is_of_item || !may_end {
            Edit::Insert(at, b'{')
        } else {
            Edit::Insert(self.before_comma(at), b']')
        })
    }

    /// Whether the characters from here on, behind a value, fit these open objects and lists.
    pub(super) fn fits(&self, mut open: Vec<Open>, mut at: usize) -> bool {
        let mut has_comma = false;
        for _ in 0..MOST_CHARACTERS {
            at = self.skip_space(at);
            let Some(character) = self.text.get(at) else { return !self.is_whole || open.is_empty() };
            let top = open.last();
            match (character, top) {
                (b',', _) => has_comma = true,
                (b'}' | b']', Some(top)) if top.is_object == (*character == b'}') => {
                    open.pop();
                    has_comma = false;
                }
                // After the end of a document, another may begin.
                (b'{', None) => return true,
                (b'{', Some(list)) if !list.is_object && has_comma => {
                    let key = self.key_in(at);
                    if !list.key.is_empty() && key.is_some_and(|key| key != list.key) {
                        return false;
                    }
                    open.push(Open::new(true));
                }
                (b'"', Some(top)) => return has_comma && top.is_object == self.colon_after(at).is_some(),
                (b'}' | b']' | b':' | b'{' | b'"', _) => return false,
                (b'[', top) => return top.is_none_or(|top| !top.is_object),
                (_, top) => return top.is_some_and(|top| !top.is_object),
            }
            at += 1;
        }
        false
    }

    /// Whether what comes next can follow a value.
    pub(super) fn may_end_value(&self, at: usize) -> bool {
        let at = self.skip_space(at);
        let after = || self.text.get(self.skip_space(at + 1));
        match self.text.get(at) {
            None => true,
            Some(b',') if self.is_in_object() => {
                matches!(after(), None | Some(b'"' | b'}' | b'{' | b']'))
                    || self.bare_key(self.skip_space(at + 1)).is_some()
            }
            Some(b',') => after().is_none_or(|next| {
                matches!(next, b'"' | b'{' | b'[' | b']' | b'-' | b't' | b'f' | b'n') || next.is_ascii_digit()
            }),
            Some(b'}' | b']') => matches!(after(), None | Some(b',' | b'}' | b']')),
            Some(_) => false,
        }
    }

    pub(super) fn is_in_object(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_object)
    }

    /// The first key of the object that begins here.
    pub(super) fn key_in(&self, at: usize) -> Option<&'t [u8]> {
        self.string_at(self.skip_space(at + 1))
    }

    pub(super) fn skip_space(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len())
    }

    /// The end of what is before the white space and commas before this position.
    pub(super) fn before_comma(&self, at: usize) -> usize {
        let before = &self.text[..at];
        before.iter().rposition(|byte| !is_space(*byte) && *byte != b',').map_or(0, |last| last + 1)
    }
}
