//! Writes JSON the way TikTok's export looks (two spaces, keys in order) without ever holding more than a line.

use std::io::{self, Write};

use crate::export::Counts;

/// A JSON document being written. Rows are counted under the first two keys of their path.
pub(crate) struct Doc<'w> {
    out: &'w mut dyn Write,
    levels: Vec<Level>,
    counts: Counts,
}

/// An open object or list.
struct Level {
    key: String,
    filled: bool,
    last_key: String,
}

type Filled = io::Result<()>;

impl<'w> Doc<'w> {
    /// Writes a whole document, whose top level `fill` writes, and tells what it counted.
    pub(crate) fn write(
        out: &'w mut dyn Write,
        fill: impl FnOnce(&mut Self) -> Filled,
    ) -> io::Result<Counts> {
        let mut doc = Self { out, levels: Vec::new(), counts: Counts::default() };
        doc.nest("", *b"{}", fill)?;
        doc.out.write_all(b"\n")?;
        Ok(doc.counts)
    }

    /// An object under a key.
    pub(crate) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Self) -> Filled) -> Filled {
        self.key(key)?;
        self.nest(key, *b"{}", fill)
    }

    /// An object under a key that counts as a record, as in maps whose keys are the user's data.
    pub(crate) fn entry(&mut self, key: &str, fill: impl FnOnce(&mut Self) -> Filled) -> Filled {
        self.count();
        self.object(key, fill)
    }

    /// A list under a key.
    pub(crate) fn list(&mut self, key: &str, fill: impl FnOnce(&mut Self) -> Filled) -> Filled {
        self.key(key)?;
        self.nest(key, *b"[]", fill)
    }

    /// An object in a list that counts as a record.
    pub(crate) fn row(&mut self, fill: impl FnOnce(&mut Self) -> Filled) -> Filled {
        self.count();
        self.item(fill)
    }

    /// An object in a list that is a part of a record.
    pub(crate) fn item(&mut self, fill: impl FnOnce(&mut Self) -> Filled) -> Filled {
        self.separate()?;
        self.nest("", *b"{}", fill)
    }

    /// A section with one list of rows that hold only texts: the commonest shape by far.
    pub(crate) fn table<const N: usize>(
        &mut self,
        section: &str,
        list: &str,
        keys: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> Filled {
        self.object(section, |doc| doc.rows(list, keys, rows))
    }

    /// A list of rows that hold only texts.
    pub(crate) fn rows<const N: usize>(
        &mut self,
        list: &str,
        keys: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> Filled {
        self.list(list, |doc| {
            for values in rows {
                doc.row(|doc| keys.iter().zip(&values).try_for_each(|(key, value)| doc.text(key, value)))?;
            }
            Ok(())
        })
    }

    pub(crate) fn text(&mut self, key: &str, value: &str) -> Filled {
        self.key(key)?;
        self.string(value)
    }

    pub(crate) fn texts(&mut self, pairs: &[(&str, &str)]) -> Filled {
        pairs.iter().try_for_each(|(key, value)| self.text(key, value))
    }

    pub(crate) fn number(&mut self, key: &str, value: i64) -> Filled {
        self.key(key)?;
        write!(self.out, "{value}")
    }

    pub(crate) fn flag(&mut self, key: &str, value: bool) -> Filled {
        self.key(key)?;
        write!(self.out, "{value}")
    }

    pub(crate) fn null(&mut self, key: &str) -> Filled {
        self.key(key)?;
        self.out.write_all(b"null")
    }

    /// `{}`, one of the three ways the export says "nothing".
    pub(crate) fn empty(&mut self, key: &str) -> Filled {
        self.object(key, |_| Ok(()))
    }

    fn count(&mut self) {
        let path: Vec<&str> = self
            .levels
            .iter()
            .map(|level| level.key.as_str())
            .filter(|key| !key.is_empty())
            .take(2)
            .collect();
        self.counts.add(&path.join("/"));
    }

    fn nest(&mut self, key: &str, brackets: [u8; 2], fill: impl FnOnce(&mut Self) -> Filled) -> Filled {
        self.out.write_all(&brackets[..1])?;
        self.levels.push(Level { key: key.into(), filled: false, last_key: String::new() });
        fill(self)?;
        if self.levels.pop().is_some_and(|level| level.filled) {
            self.line()?;
        }
        self.out.write_all(&brackets[1..])
    }

    fn key(&mut self, key: &str) -> Filled {
        if let Some(level) = self.levels.last_mut() {
            debug_assert!(level.last_key.as_str() < key || !level.filled, "{} before {key}", level.last_key);
            level.last_key.clear();
            level.last_key.push_str(key);
        }
        self.separate()?;
        self.string(key)?;
        self.out.write_all(b": ")
    }

    fn separate(&mut self) -> Filled {
        if let Some(level) = self.levels.last_mut() {
            if std::mem::replace(&mut level.filled, true) {
                self.out.write_all(b",")?;
            }
            self.line()?;
        }
        Ok(())
    }

    fn line(&mut self) -> Filled {
        self.out.write_all(b"\n")?;
        self.levels.iter().try_for_each(|_| self.out.write_all(b"  "))
    }

    fn string(&mut self, text: &str) -> Filled {
        serde_json::to_writer(&mut *self.out, text).map_err(io::Error::from)
    }
}
