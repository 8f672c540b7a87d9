//! Writes records. Each record is stored once, even if several backups contain it.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::histogram::HistogramBuilder;
use super::id;
use super::text_index::TextBatch;
use crate::library::Section;
use crate::library::read::batch::{Batch, RawRecord};

/// Writes the records of one backup.
pub struct RecordWriter<'db> {
    db: &'db Connection,
    statements: Statements<'db>,
    /// The serial of the backup's first list; the others follow.
    base: i64,
    names: HashMap<String, i64>,
    threads: HashMap<(Section, String), i64>,
    /// The thread of the previous record: the records of a chat are usually read together.
    last_thread: Option<(Section, String, i64)>,
    /// The number of equal records of one list, from [`MANY_REPEATS`] on. The key is hash, list and time.
    repeats: HashMap<(u64, u32, u32), u64>,
    /// A buffer for sorting a batch.
    order: Vec<(i64, u32)>,
    /// The numbers of stored and known records, by list.
    pub counts: Vec<[u64; 2]>,
    /// Whether texts or fields were added to records of other backups.
    pub enriched: bool,
    /// The counts of all records, including those written so far.
    pub histogram: HistogramBuilder,
}

/// Statements that are prepared once, since there may be millions of records.
struct Statements<'db> {
    insert: CachedStatement<'db>,
    lookup: CachedStatement<'db>,
    touch: CachedStatement<'db>,
    keep_previous: CachedStatement<'db>,
}

/// The outcome of writing a record.
enum Outcome {
    Inserted(i64),
    Known,
    /// The record was known, and its text or fields have changed; it must be indexed again.
    Enriched(i64, PreviousText),
}

/// The text of a record before it was enriched.
struct PreviousText {
    text: Option<String>,
    fields: Option<String>,
}

/// From this many equal records on, they are counted in memory instead of being looked up one by one.
const MANY_REPEATS: u64 = 4;

// Plain statements that change one row each. SQLite then needs no statement journal, which would take more time than
// everything else.
const INSERT: &str = "
INSERT OR IGNORE INTO record(id, first_list, last_list, hash, seq, item, counterparty, thread, text, link, fields)
VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const LOOKUP: &str = "
SELECT hash, first_list, last_list, (?2 IS NULL OR text IS ?2) AND (?3 IS NULL OR fields IS ?3), text, fields
FROM record WHERE id = ?1";
const TOUCH: &str = "UPDATE record SET last_list = ?2 WHERE id = ?1";
const KEEP_PREVIOUS: &str = "INSERT OR IGNORE INTO previous_list VALUES (?1, ?2)";

impl<'db> RecordWriter<'db> {
    /// Creates a writer for a backup whose lists get serials from `base` on.
    pub fn new(db: &'db Connection, base: i64, histogram: HistogramBuilder) -> rusqlite::Result<Self> {
        Ok(Self {
            db,
            statements: Statements {
                insert: db.prepare_cached(INSERT)?,
                lookup: db.prepare_cached(LOOKUP)?,
                touch: db.prepare_cached(TOUCH)?,
                keep_previous: db.prepare_cached(KEEP_PREVIOUS)?,
            },
            base,
            names: HashMap::new(),
            threads: HashMap::new(),
            last_thread: None,
            repeats: HashMap::new(),
            order: Vec::new(),
            counts: Vec::new(),
            enriched: false,
            histogram,
        })
    }

    /// Writes a batch, within the caller's transaction. Adds the texts of new and changed records to `texts`.
    pub fn write(&mut self, batch: &Batch, texts: &mut TextBatch) -> rusqlite::Result<()> {
        // In the order of the ids, each page of the table is written once.
        let mut order = std::mem::take(&mut self.order);
        let numbers =
            batch.rows.iter().map(|record| id::new(record.section, record.seconds, record.content >> 40));
        order.extend(numbers.zip(0u32..));
        order.sort_unstable();
        for (_, index) in order.drain(..) {
            let record = &batch.rows[index as usize];
            let counterparty = batch.text(&record.counterparty).map(|name| self.name(name)).transpose()?;
            let thread =
                batch.text(&record.thread).map(|thread| self.thread(record.section, thread)).transpose()?;
            let outcome = self.write_one(batch, record, counterparty, thread)?;
            let list = record.list as usize;
            if self.counts.len() <= list {
                self.counts.resize(list + 1, [0; 2]);
            }
            let (id, old) = match outcome {
                Outcome::Known => {
                    self.counts[list][1] += 1;
                    continue;
                }
                Outcome::Inserted(id) => {
                    self.counts[list][0] += 1;
                    self.histogram.add(record.section, thread, record.seconds);
                    (id, None)
                }
                Outcome::Enriched(id, old) => {
                    self.enriched = true;
                    self.counts[list][1] += 1;
                    (id, Some(old))
                }
            };
            let (mut text, mut fields) = (batch.text(&record.text), batch.text(&record.fields));
            if let Some(old) = &old {
                texts.remove(id, old.text.as_deref(), old.fields.as_deref(), counterparty, thread);
                text = text.or(old.text.as_deref());
                // The same rule as in `enrich`.
                let length = |fields: Option<&str>| fields.map_or(0, |f| f.chars().count());
                let is_more = fields.is_some() && length(fields) >= length(old.fields.as_deref());
                fields = if is_more { fields } else { old.fields.as_deref() };
            }
            texts.add(id, text, fields, counterparty, thread);
        }
        self.order = order;
        Ok(())
    }

    fn write_one(
        &mut self,
        batch: &Batch,
        record: &RawRecord,
        counterparty: Option<i64>,
        thread: Option<i64>,
    ) -> rusqlite::Result<Outcome> {
        let serial = self.base + i64::from(record.list);
        let (text, link) = (batch.text(&record.text), batch.text(&record.link));
        let fields = batch.text(&record.fields);
        let item = (record.item > 0).then(|| record.item.cast_signed());
        let repeat = (record.content, record.list, record.seconds);
        let mut count = self.repeats.get(&repeat).copied().unwrap_or(0);
        let key_of = |count: u64| record.content.wrapping_add(count.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut probe = 0;
        loop {
            let key = key_of(count);
            let id = id::new(record.section, record.seconds, (key >> 40).wrapping_add(probe));
            let values = params![
                id,
                serial,
                key.cast_signed(),
                record.seq,
                item,
                counterparty,
                thread,
                text,
                link,
                fields
            ];
            let is_new = self.statements.insert.execute(values)? > 0;
            if is_new {
                if count >= MANY_REPEATS {
                    self.repeats.insert(repeat, count + 1);
                }
                return Ok(Outcome::Inserted(id));
            }
            let (old_key, first, last_list, is_same): (i64, i64, i64, bool) =
                self.statements.lookup.query_row(params![id, text, fields], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            if old_key.cast_unsigned() != key {
                probe += 1;
                continue;
            }
            if last_list == serial {
                count += 1;
                probe = 0;
                continue;
            }
            if first != last_list && last_list < self.base {
                self.statements.keep_previous.execute([id, last_list])?;
            }
            if is_same {
                self.statements.touch.execute([id, serial])?;
                if count >= MANY_REPEATS {
                    self.repeats.insert(repeat, count + 1);
                }
                return Ok(Outcome::Known);
            }
            let old = self.statements.lookup.query_row(params![id, text, fields], |row| {
                Ok(PreviousText { text: row.get(4)?, fields: row.get(5)? })
            })?;
            self.enrich(id, serial, text, link, fields, record.seq)?;
            return Ok(Outcome::Enriched(id, old));
        }
    }

    /// Updates the fields that do not identify the record: this backup has more or other values for them.
    fn enrich(
        &self,
        id: i64,
        serial: i64,
        text: Option<&str>,
        link: Option<&str>,
        fields: Option<&str>,
        seq: i32,
    ) -> rusqlite::Result<()> {
        let mut update = self.db.prepare_cached(
            "UPDATE record SET last_list = ?2, text = coalesce(?3, text), link = coalesce(?4, link), seq = ?6,
               fields = CASE WHEN length(?5) >= ifnull(length(fields), 0) THEN ?5 ELSE fields END
             WHERE id = ?1",
        )?;
        update.execute(params![id, serial, text, link, fields, seq])?;
        Ok(())
    }

    fn name(&mut self, name: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.names.get(name) {
            return Ok(*id);
        }
        let mut find = self.db.prepare_cached("SELECT id FROM name WHERE text = ?1")?;
        let id = match find.query_row([name], |row| row.get(0)).optional()? {
            Some(id) => id,
            None => self.db.prepare_cached("INSERT INTO name(text) VALUES (?1)")?.insert([name])?,
        };
        self.names.insert(name.to_owned(), id);
        Ok(id)
    }

    fn thread(&mut self, section: Section, thread: &str) -> rusqlite::Result<i64> {
        if let Some((known, name, id)) = &self.last_thread
            && *known == section
            && name == thread
        {
            return Ok(*id);
        }
        let id = self.find_thread(section, thread)?;
        self.last_thread = Some((section, thread.to_owned(), id));
        Ok(id)
    }

    fn find_thread(&mut self, section: Section, thread: &str) -> rusqlite::Result<i64> {
        let key = (section, thread.to_owned());
        if let Some(id) = self.threads.get(&key) {
            return Ok(*id);
        }
        let values = params![section.number(), thread];
        let mut find = self.db.prepare_cached("SELECT id FROM thread WHERE section = ?1 AND text = ?2")?;
        let id = match find.query_row(values, |row| row.get(0)).optional()? {
            Some(id) => id,
            None => {
                self.db.prepare_cached("INSERT INTO thread(section, text) VALUES (?1, ?2)")?.insert(values)?
            }
        };
        self.threads.insert(key, id);
        Ok(id)
    }
}
