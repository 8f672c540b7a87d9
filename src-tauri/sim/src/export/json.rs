//! A streaming JSON writer that formats like TikTok's exports: two spaces of indentation, sorted keys.

use std::borrow::Cow;
use std::io::{self, Write};

use super::value::Value;

/// Follows what a [`JsonWriter`] writes, and can vary its spelling. `()` does neither.
///
/// `end` is the number of bytes written so far.
pub trait Observer {
    /// The spelling of a key that belongs to the layout.
    fn key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        key.into()
    }

    /// Whether a comma follows the last element of a list or object.
    fn trailing_commas(&self) -> bool {
        false
    }

    /// A record of `section` was written.
    fn record(&mut self, section: &'static str, record: Record, end: u64) {
        let _ = (section, record, end);
    }

    /// Something was written below `path`, which is not part of any layout.
    fn unknown_path(&mut self, path: &str, end: u64) {
        let _ = (path, end);
    }
}

impl Observer for () {}

/// What is known of a record that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// All of its values are empty.
    pub is_empty: bool,
    /// An earlier list of the same document has the record, too.
    pub is_repeated: bool,
    /// A scalar whose end is only recognised by the byte after it, such as a number.
    pub needs_delimiter: bool,
}

/// Writes one JSON document without keeping it in memory.
pub struct JsonWriter<'w> {
    out: &'w mut dyn Write,
    observer: &'w mut dyn Observer,
    written: u64,
    /// For each open object or list, whether it has an element yet.
    levels: Vec<bool>,
}

impl<'w> JsonWriter<'w> {
    /// A writer at the start of a document.
    pub fn new(out: &'w mut dyn Write, observer: &'w mut dyn Observer) -> Self {
        Self { out, observer, written: 0, levels: Vec::new() }
    }

    /// Bytes written so far.
    #[must_use]
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// Opens an object (`{`) or a list (`[`).
    pub fn open(&mut self, bracket: u8) -> io::Result<()> {
        self.levels.push(false);
        self.put(&[bracket])
    }

    /// Closes the innermost object (`}`) or list (`]`).
    pub fn close(&mut self, bracket: u8) -> io::Result<()> {
        if self.levels.pop().unwrap_or(false) {
            if self.observer.trailing_commas() {
                self.put(b",")?;
            }
            self.line()?;
        }
        self.put(&[bracket])
    }

    /// Writes a key that belongs to the layout.
    pub fn key(&mut self, key: &str) -> io::Result<()> {
        let key = self.observer.key(key);
        self.data_key(&key)
    }

    /// Writes a key that is user data.
    pub fn data_key(&mut self, key: &str) -> io::Result<()> {
        self.item()?;
        self.string(key)?;
        self.put(b": ")
    }

    /// Starts the next element of a list.
    pub fn item(&mut self) -> io::Result<()> {
        if let Some(has_elements) = self.levels.last_mut()
            && std::mem::replace(has_elements, true)
        {
            self.put(b",")?;
        }
        self.line()
    }

    /// Writes a value.
    pub fn value(&mut self, value: &Value) -> io::Result<()> {
        match value {
            Value::Null => self.put(b"null"),
            Value::Flag(true) => self.put(b"true"),
            Value::Flag(false) => self.put(b"false"),
            Value::Int(number) => {
                let text = number.to_string();
                self.put(text.as_bytes())
            }
            Value::Text(text) => self.string(text),
            Value::Raw(json) => self.put(json.as_bytes()),
            Value::List(items) => {
                self.open(b'[')?;
                for item in items {
                    self.item()?;
                    self.value(item)?;
                }
                self.close(b']')
            }
            Value::Object(pairs) => {
                self.open(b'{')?;
                for (key, value) in pairs {
                    self.key(key)?;
                    self.value(value)?;
                }
                self.close(b'}')
            }
        }
    }

    /// Reports the record that was just written.
    pub fn record(&mut self, section: &'static str, record: Record) {
        self.observer.record(section, record, self.written);
    }

    /// Reports the scalar that was just written as a record.
    pub fn scalar_record(&mut self, section: &'static str, value: &Value) {
        let needs_delimiter = matches!(value, Value::Int(_) | Value::Flag(_) | Value::Raw(_));
        self.record(section, Record { needs_delimiter, ..Record::default() });
    }

    /// Reports that what was just written is not part of any layout.
    pub fn unknown_path(&mut self, path: &str) {
        self.observer.unknown_path(path, self.written);
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn line(&mut self) -> io::Result<()> {
        const INDENT: &[u8; 65] = b"\n                                                                ";
        let depth = self.levels.len() * 2;
        self.put(&INDENT[..=depth.min(INDENT.len() - 1)])
    }

    fn string(&mut self, text: &str) -> io::Result<()> {
        // Most texts need no escaping and are written without a copy.
        if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.put(b"\"")?;
            self.put(text.as_bytes())?;
            return self.put(b"\"");
        }
        let json = serde_json::to_string(text).map_err(io::Error::from)?;
        self.put(json.as_bytes())
    }
}
