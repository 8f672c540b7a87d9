//! Writes JSON the way TikTok's export looks (two spaces, keys in order) without ever holding more than a row.

use std::io::{self, Write};

use super::expected::{Expected, Fate};
use super::node::Node;
use super::quirk::{self, Style};

pub(super) type Filled = io::Result<()>;

/// A JSON document being written, and what a reader finds in it.
pub(super) struct Doc<'w> {
    out: &'w mut dyn Write,
    written: u64,
    style: Style,
    /// Whether each open object or list has anything in it yet.
    levels: Vec<bool>,
    pub(super) expected: &'w mut Expected,
}

impl<'w> Doc<'w> {
    /// Starts after `written` bytes that another document took of the same file.
    pub(super) fn new(
        out: &'w mut dyn Write,
        written: u64,
        style: Style,
        expected: &'w mut Expected,
    ) -> Self {
        Self { out, written, style, levels: Vec::new(), expected }
    }

    /// Bytes so far, with those past the cut.
    pub(super) const fn written(&self) -> u64 {
        self.written
    }

    /// Opens an object or a list.
    pub(super) fn open(&mut self, bracket: u8) -> Filled {
        self.levels.push(false);
        self.put(&[bracket])
    }

    /// Closes what was opened last.
    pub(super) fn close(&mut self, bracket: u8) -> Filled {
        if self.levels.pop().unwrap_or(false) {
            if self.style.trailing_commas {
                self.put(b",")?;
            }
            self.line()?;
        }
        self.put(&[bracket])
    }

    /// A key of the layout's.
    pub(super) fn key(&mut self, key: &str) -> Filled {
        if self.style.key_case { self.data_key(&quirk::respelt(key)) } else { self.data_key(key) }
    }

    /// A key that is the user's data, and always spelt as it is.
    pub(super) fn data_key(&mut self, key: &str) -> Filled {
        self.item()?;
        self.string(key)?;
        self.put(b": ")
    }

    /// Begins the next element of a list.
    pub(super) fn item(&mut self) -> Filled {
        if let Some(filled) = self.levels.last_mut()
            && std::mem::replace(filled, true)
        {
            self.put(b",")?;
        }
        self.line()
    }

    /// A whole value.
    pub(super) fn value(&mut self, node: &Node) -> Filled {
        match node {
            Node::Null => self.put(b"null"),
            Node::Flag(true) => self.put(b"true"),
            Node::Flag(false) => self.put(b"false"),
            Node::Int(number) => {
                let text = number.to_string();
                self.put(text.as_bytes())
            }
            Node::Text(text) => self.string(text),
            Node::Raw(json) => self.put(json.as_bytes()),
            Node::List(items) => {
                self.open(b'[')?;
                for item in items {
                    self.item()?;
                    self.value(item)?;
                }
                self.close(b']')
            }
            Node::Object(pairs) => {
                self.open(b'{')?;
                for (key, value) in pairs {
                    self.key(key)?;
                    self.value(value)?;
                }
                self.close(b'}')
            }
        }
    }

    /// Counts what has just been written, unless the file is cut before its end.
    ///
    /// `again`: another list of this document had it already.
    pub(super) fn count(&mut self, section: &'static str, void: bool, again: bool) {
        self.count_after(section, void, again, 0);
    }

    /// Counts a scalar. A number's end shows in what follows it.
    pub(super) fn count_scalar(&mut self, section: &'static str, node: &Node) {
        let after = u64::from(matches!(node, Node::Int(_) | Node::Flag(_) | Node::Raw(_)));
        self.count_after(section, false, false, after);
    }

    /// Names a section that no export has, if what was just written of it is there.
    pub(super) fn unknown(&mut self, path: &str) {
        if self.written <= self.style.limit {
            self.expected.unknown(path);
        }
    }

    fn count_after(&mut self, section: &'static str, void: bool, again: bool, after: u64) {
        if self.written + after > self.style.limit {
            return;
        }
        let fate = match (void, again || self.style.second) {
            (true, _) => Fate::Skipped,
            (false, true) => Fate::Known,
            (false, false) => Fate::Stored,
        };
        self.expected.add(section, fate);
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Filled {
        let left = self.style.limit.saturating_sub(self.written);
        let keep = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
        self.written += bytes.len() as u64;
        self.out.write_all(&bytes[..keep])
    }

    fn line(&mut self) -> Filled {
        const INDENT: &[u8; 65] = b"\n                                                                ";
        let depth = self.levels.len() * 2;
        self.put(&INDENT[..=depth.min(INDENT.len() - 1)])
    }

    fn string(&mut self, text: &str) -> Filled {
        // Most texts need no escape, and only the others a copy.
        if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.put(b"\"")?;
            self.put(text.as_bytes())?;
            return self.put(b"\"");
        }
        let json = serde_json::to_string(text).map_err(io::Error::from)?;
        self.put(json.as_bytes())
    }
}
