//! The full-text indexes of words and of trigrams. They are contentless: the text of hits is read from the records.
//!
//! They are in a separate database file, so that they can be written on another thread than the records. The table
//! `done` lists the backups that each index covers; what is missing after a crash is indexed again from the records.

use rusqlite::{Connection, params};

use super::fold::{fold_into, words_into};
use super::id;
use crate::library::Section;
use crate::library::json::{self, Kind};
use crate::library::read::{UnknownNames, link, time};

/// Texts are indexed in portions of about this many bytes. Each is sorted and becomes one segment of the index.
const PORTION: usize = 4 << 20;

/// Texts to be added to or deleted from an index.
#[derive(Debug, Default)]
pub struct TextBatch {
    text: String,
    rows: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: i64,
    from: usize,
    /// The offset at which the text ends and the link begins.
    link: usize,
    /// The offset at which the link ends and the fields begin.
    fields: usize,
    to: usize,
    tags: Tags,
    is_gone: bool,
}

/// What a record is about, by number: by this, the records of a person or a chat are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tags {
    /// The other person: `name.id`.
    pub counterparty: Option<i64>,
    /// The chat or path: `thread.id`.
    pub thread: Option<i64>,
    /// The number of the video, by which it is found without an index of texts.
    pub item: Option<i64>,
}

/// The texts of a record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Texts<'t> {
    /// Its text.
    pub text: Option<&'t str>,
    /// Its link, unless it can be derived from the number of the video.
    pub link: Option<&'t str>,
    /// Its fields as JSON.
    pub fields: Option<&'t str>,
}

impl TextBatch {
    /// Adds an entry for a record's texts.
    pub fn add(&mut self, id: i64, texts: Texts<'_>, tags: Tags) {
        self.push(id, texts, tags, false);
    }

    /// Deletes the entry of a record's previous texts.
    pub fn remove(&mut self, id: i64, texts: Texts<'_>, tags: Tags) {
        self.push(id, texts, tags, true);
    }

    fn push(&mut self, id: i64, Texts { text, link, fields }: Texts<'_>, tags: Tags, is_gone: bool) {
        if text.is_none() && link.is_none() && fields.is_none() {
            return;
        }
        let mut keep = |text: Option<&str>| {
            self.text.push_str(text.unwrap_or_default());
            self.text.len()
        };
        let from = keep(None);
        let (link, fields, to) = (keep(text), keep(link), keep(fields));
        self.rows.push(Entry { id, from, link, fields, to, tags, is_gone });
    }

    fn append(&mut self, other: &Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.rows.extend(other.rows.iter().map(|e| Entry {
            from: base + e.from,
            link: base + e.link,
            fields: base + e.fields,
            to: base + e.to,
            ..*e
        }));
    }

    /// Clears the batch and keeps its memory, unless a very large text has been in it.
    pub fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(2 * PORTION);
        self.rows.clear();
    }

    /// The number of bytes of all texts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Whether the batch is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// One of the two indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextIndex {
    /// Words and their prefixes.
    Words,
    /// Trigrams, for substrings.
    Trigrams,
}

impl TextIndex {
    /// The name of its table.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Trigrams => "trigrams",
        }
    }
}

/// Writes to one index.
pub struct Indexer<'db> {
    db: &'db Connection,
    index: TextIndex,
    waiting: TextBatch,
    body: String,
    unknown: UnknownNames,
}

impl<'db> Indexer<'db> {
    /// An indexer that writes to this database.
    #[must_use]
    pub fn new(db: &'db Connection, index: TextIndex) -> Self {
        Self {
            db,
            index,
            waiting: TextBatch::default(),
            body: String::new(),
            unknown: UnknownNames::default(),
        }
    }

    /// Adds texts. They can be found once the portion is full, or after [`Indexer::flush`].
    pub fn add(&mut self, texts: &TextBatch) -> rusqlite::Result<()> {
        self.waiting.append(texts);
        if self.waiting.text.len() >= PORTION { self.flush() } else { Ok(()) }
    }

    /// Writes the texts added so far.
    pub fn flush(&mut self) -> rusqlite::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let waiting = &mut self.waiting;
        // FTS5 is fastest with ascending row ids. Of one record, the old entry is deleted before the new one is added.
        waiting.rows.sort_by_key(|row| (row.id, !row.is_gone));
        let table = self.index.table();
        let transaction = self.db.unchecked_transaction()?;
        {
            let mut insert = transaction
                .prepare_cached(&format!("INSERT INTO {table}(rowid, body, tags) VALUES (?1, ?2, ?3)"))?;
            let mut delete = transaction.prepare_cached(&format!(
                "INSERT INTO {table}({table}, rowid, body, tags) VALUES ('delete', ?1, ?2, ?3)"
            ))?;
            for row in &waiting.rows {
                self.body.clear();
                body_into(self.index, row, &waiting.text, &mut self.unknown, &mut self.body);
                let tags = if self.index == TextIndex::Words { tags(row.tags) } else { String::new() };
                let statement = if row.is_gone { &mut delete } else { &mut insert };
                statement.execute(params![row.id, self.body, tags])?;
            }
        }
        waiting.clear();
        transaction.commit()
    }
}

/// Records that `index` covers all texts of a backup.
pub fn mark_done(words: &Connection, backup: i64, index: TextIndex) -> rusqlite::Result<()> {
    words.execute("INSERT OR REPLACE INTO done VALUES (?1, ?2)", params![backup, index.table()])?;
    Ok(())
}

/// Empties an index.
pub fn reset_index(words: &Connection, index: TextIndex) -> rusqlite::Result<()> {
    let table = index.table();
    words.execute(&format!("INSERT INTO {table}({table}) VALUES ('delete-all')"), [])?;
    words.execute("DELETE FROM done WHERE what = ?1", [table])?;
    Ok(())
}

/// A longer link is indexed without its query, which is mostly a signature.
const LINK_BYTES: usize = 200;

/// The part of a text that is indexed: all of it, unless it is a long link.
#[must_use]
pub fn indexed_part(text: &str) -> &str {
    if text.len() <= LINK_BYTES || !link::is_link(text) {
        return text;
    }
    text.split(['?', '#']).next().unwrap_or(text)
}

/// Appends the indexed texts of a record: its text, its link, and the values in its fields. What is found without an index
/// is left out: its time, and the number of its video. Keys are indexed unless all records of the section may have them.
fn body_into(index: TextIndex, row: &Entry, all: &str, unknown: &mut UnknownNames, out: &mut String) {
    let (text, link, fields) =
        (&all[row.from..row.link], &all[row.link..row.fields], &all[row.fields..row.to]);
    let add = |text: &str, out: &mut String| match index {
        TextIndex::Words => words_into(indexed_part(text), out),
        TextIndex::Trigrams => fold_into(indexed_part(text), out),
    };
    add(text, out);
    if !link.is_empty() {
        out.push('\n');
        add(link, out);
    }
    let seconds = id::seconds(row.id);
    let is_found_otherwise = |value: &str| {
        let is_item = row.tags.item.is_some_and(|item| {
            link::is_link(value) && link::item(value).map(u64::cast_signed) == Some(item)
        });
        let is_written_time = || seconds > 0 && value.contains('-') && time::parse(value) == Some(seconds);
        value == text || value == link || is_item || is_written_time()
    };
    let section = id::section(row.id);
    let mut is_indexed =
        |key: &str| matches!(section, Section::Other | Section::Technical) || unknown.contains(section, key);
    each_text(fields.as_bytes(), &mut is_indexed, 0, &mut |value| {
        if !is_found_otherwise(value) {
            out.push('\n');
            add(value, out);
        } else if let Some(account) = link::account(value).filter(|_| value != text && value != link) {
            // A link to the same video, which says whose it is.
            out.push('\n');
            add(account, out);
        }
    });
}

/// Objects and arrays nested deeper than this are indexed as one text, their JSON.
const MAX_DEPTH: usize = 16;

/// Calls `each` with every string and number in a JSON value, and with every key that `is_indexed` accepts.
fn each_text(
    value: &[u8],
    is_indexed: &mut dyn FnMut(&str) -> bool,
    depth: usize,
    each: &mut dyn FnMut(&str),
) {
    match json::kind(value) {
        Kind::Object if depth < MAX_DEPTH => {
            json::Pairs::of(value).for_each(|(key, value)| {
                if is_indexed(&key) {
                    each(&key);
                }
                each_text(value, is_indexed, depth + 1, each);
            });
        }
        Kind::Array if depth < MAX_DEPTH => {
            json::Items::of(value).for_each(|item| each_text(item, is_indexed, depth + 1, each));
        }
        Kind::Bare if !value.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-') => {}
        Kind::Object | Kind::Array | Kind::String | Kind::Bare => each(&json::scalar(value)),
        Kind::Null => {}
    }
}

/// The tags of a record in the index. They are in a column of their own.
fn tags(tags: Tags) -> String {
    let counterparty = tags.counterparty.map_or_else(String::new, |counterparty| format!("p{counterparty} "));
    tags.thread.map_or(counterparty.clone(), |thread| format!("{counterparty}c{thread}"))
}
