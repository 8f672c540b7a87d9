//! The full-text indexes of words and of trigrams. They are contentless: the text of hits is read from the records.
//!
//! They are in a separate database file, so that they can be written on another thread than the records. The table
//! `done` lists the backups that each index covers; what is missing after a crash is indexed again from the records.

use rusqlite::{Connection, params};

use super::fold::{fold_into, words_into};
use crate::library::json::{self, Kind};
use crate::library::read::{link, time};

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
    /// The offset at which the text ends and the fields begin.
    middle: usize,
    to: usize,
    counterparty: Option<i64>,
    thread: Option<i64>,
    is_gone: bool,
}

impl TextBatch {
    /// Adds an entry for a record's text.
    pub fn add(
        &mut self,
        id: i64,
        text: Option<&str>,
        fields: Option<&str>,
        counterparty: Option<i64>,
        thread: Option<i64>,
    ) {
        self.push(id, text, fields, counterparty, thread, false);
    }

    /// Deletes the entry of a record's previous text.
    pub fn remove(
        &mut self,
        id: i64,
        text: Option<&str>,
        fields: Option<&str>,
        counterparty: Option<i64>,
        thread: Option<i64>,
    ) {
        self.push(id, text, fields, counterparty, thread, true);
    }

    fn push(
        &mut self,
        id: i64,
        text: Option<&str>,
        fields: Option<&str>,
        counterparty: Option<i64>,
        thread: Option<i64>,
        is_gone: bool,
    ) {
        if text.is_none() && fields.is_none() {
            return;
        }
        let from = self.text.len();
        self.text.push_str(text.unwrap_or_default());
        let middle = self.text.len();
        self.text.push_str(fields.unwrap_or_default());
        self.rows.push(Entry { id, from, middle, to: self.text.len(), counterparty, thread, is_gone });
    }

    fn append(&mut self, other: &Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.rows.extend(other.rows.iter().map(|e| Entry {
            from: base + e.from,
            middle: base + e.middle,
            to: base + e.to,
            ..*e
        }));
    }

    /// Clears the batch and keeps its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
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
}

impl<'db> Indexer<'db> {
    /// An indexer that writes to this database.
    #[must_use]
    pub fn new(db: &'db Connection, index: TextIndex) -> Self {
        Self { db, index, waiting: TextBatch::default(), body: String::new() }
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
                let (text, fields) = (&waiting.text[row.from..row.middle], &waiting.text[row.middle..row.to]);
                body_into(self.index, text, fields, &mut self.body);
                let tags = if self.index == TextIndex::Words {
                    tags(row.counterparty, row.thread)
                } else {
                    String::new()
                };
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

/// Appends the indexed text of a record: its text, and the strings in its fields.
fn body_into(index: TextIndex, text: &str, fields: &str, out: &mut String) {
    let add = |text: &str, out: &mut String| match index {
        TextIndex::Words => words_into(text, out),
        TextIndex::Trigrams => fold_into(text, out),
    };
    add(text, out);
    each_text(fields.as_bytes(), 0, &mut |value| {
        if value != text && !link::is_link(value) && time::parse(value).is_none() {
            out.push('\n');
            add(value, out);
        }
    });
}

/// Objects and arrays nested deeper than this are indexed as one text, their JSON.
const MAX_DEPTH: usize = 16;

/// Calls `each` with every string in a JSON value.
fn each_text(value: &[u8], depth: usize, each: &mut dyn FnMut(&str)) {
    match json::kind(value) {
        Kind::Object if depth < MAX_DEPTH => {
            json::Pairs::of(value).for_each(|(_, value)| each_text(value, depth + 1, each));
        }
        Kind::Array if depth < MAX_DEPTH => {
            json::Items::of(value).for_each(|item| each_text(item, depth + 1, each));
        }
        Kind::Object | Kind::Array => each(&json::scalar(value)),
        Kind::String => {
            let text = json::scalar(value);
            if !json::is_empty_scalar(&text) {
                each(&text);
            }
        }
        Kind::Null | Kind::Bare => {}
    }
}

/// The tags of a record, by which the records of a person or a chat are found. They are in a column of their own.
fn tags(counterparty: Option<i64>, thread: Option<i64>) -> String {
    let counterparty = counterparty.map_or_else(String::new, |counterparty| format!("p{counterparty} "));
    thread.map_or(counterparty.clone(), |thread| format!("{counterparty}c{thread}"))
}
