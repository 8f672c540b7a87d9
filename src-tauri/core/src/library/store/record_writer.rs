//! Writes records. Each record is stored once, even if several backups contain it.

use std::collections::{HashMap, HashSet};

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::histogram::HistogramBuilder;
use super::id;
use super::list_sets::ListSets;
use super::templates::{Templates, original};
use super::text_index::{Tags, TextBatch, Texts};
use crate::library::Section;
use crate::library::json;
use crate::library::limits::{self, make_room};
use crate::library::read::batch::{BATCH_BYTES, Batch, RawRecord};
use crate::library::read::original::literal;

/// Writes the records of one backup.
pub struct RecordWriter<'db> {
    db: &'db Connection,
    statements: Statements<'db>,
    /// The serial of the backup's first list; the others follow.
    base: i64,
    sets: ListSets<'db>,
    names: HashMap<String, i64>,
    threads: HashMap<(Section, String), i64>,
    templates: Templates<'db>,
    /// The thread of the previous record: the records of a chat are usually read together.
    last_thread: Option<(Section, String, i64)>,
    /// The number of equal records of one list, from [`MANY_REPEATS`] on. The key is hash, list and time.
    repeats: HashMap<(u64, u32, u32), u64>,
    /// The sections and seconds of which a record found no id.
    full: HashSet<(Section, u32)>,
    /// A buffer for sorting a batch.
    order: Vec<(i64, u32)>,
    /// What became of the records, by list.
    pub counts: Vec<WriteCounts>,
    /// The newest time of a record that is not after `latest`, in Unix seconds.
    pub newest: u32,
    /// The latest time that a record can have. Some exports contain times in the future.
    latest: u32,
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
    videos: CachedStatement<'db>,
}

/// What became of the records of a list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct WriteCounts {
    /// Stored: no backup contained them before.
    pub stored: u64,
    /// Known from another backup.
    pub known: u64,
    /// Repeated: in another list of the same backup, too.
    pub repeated: u64,
    /// Skipped: too many equal records, or too many in the same second.
    pub skipped: u64,
}

/// The outcome of writing a record.
enum Outcome {
    Inserted(i64),
    /// The record was known; `true` if from another backup.
    Known(bool),
    Skipped,
    /// The record was known, and its text or fields have changed; it must be indexed again.
    Enriched(i64, bool, PreviousText),
}

/// The text of a record before it was enriched, and what it is about, which stays.
struct PreviousText {
    text: Option<String>,
    link: Option<String>,
    fields: Option<String>,
    tags: Tags,
}

/// From this many equal records on, they are counted in memory instead of being looked up one by one.
const MANY_REPEATS: u64 = 4;

// Plain statements that change one row each. SQLite then needs no statement journal, which would take more time than
// everything else.
const INSERT: &str = "
INSERT OR IGNORE INTO record(id, lists, hash, seq, item, counterparty, thread, text, link, fields, template)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const LOOKUP: &str = "
SELECT hash, lists, (?2 IS NULL OR text IS ?2) AND (?3 IS NULL OR fields IS ?3) AND (?4 IS NULL OR item IS NOT NULL),
  text, fields, link, counterparty, thread, item
FROM record WHERE id = ?1";
const TOUCH: &str = "UPDATE record SET lists = ?2 WHERE id = ?1";
// Those of one section and second, of which no more than a few are looked at.
const VIDEOS: &str = "SELECT id, lists FROM record WHERE id BETWEEN ?1 AND ?2 AND item IS NOT NULL LIMIT 8";

impl<'db> RecordWriter<'db> {
    /// Creates a writer for a backup whose lists get serials from `base` on, and whose records are not later than
    /// `latest`, in Unix seconds.
    pub fn new(
        db: &'db Connection,
        base: i64,
        latest: u32,
        histogram: HistogramBuilder,
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            db,
            statements: Statements {
                insert: db.prepare_cached(INSERT)?,
                lookup: db.prepare_cached(LOOKUP)?,
                touch: db.prepare_cached(TOUCH)?,
                videos: db.prepare_cached(VIDEOS)?,
            },
            base,
            sets: ListSets::load(db)?,
            names: HashMap::new(),
            threads: HashMap::new(),
            templates: Templates::new(db),
            last_thread: None,
            repeats: HashMap::new(),
            full: HashSet::new(),
            order: Vec::new(),
            counts: Vec::new(),
            newest: 0,
            latest,
            enriched: false,
            histogram,
        })
    }

    /// Writes a batch, within the caller's transaction. Adds the texts of new and changed records to `texts`, and calls
    /// `empty`, which must take them, whenever they have become many: earlier texts may be much longer than new ones.
    pub fn write(
        &mut self,
        batch: &Batch,
        texts: &mut TextBatch,
        empty: &mut dyn FnMut(&mut TextBatch),
    ) -> rusqlite::Result<()> {
        // In the order of the ids, each page of the table is written once. What lost its video waits for those of its second.
        let mut order = std::mem::take(&mut self.order);
        let place = |record: &RawRecord| {
            let id = id::new(record.section, record.seconds, record.content >> 40);
            if batch.lacks_its_video(record) { i64::MAX } else { id }
        };
        order.extend(batch.rows.iter().map(place).zip(0u32..));
        order.sort_unstable();
        self.templates.begin(batch.templates().len());
        for (_, index) in order.drain(..) {
            let record = &batch.rows[index as usize];
            let counterparty = batch.text(&record.counterparty).map(|name| self.name(name)).transpose()?;
            let thread =
                batch.text(&record.thread).map(|thread| self.thread(record.section, thread)).transpose()?;
            let outcome = self.write_one(batch, record, counterparty, thread)?;
            let list = record.list as usize;
            if self.counts.len() <= list {
                self.counts.resize(list + 1, WriteCounts::default());
            }
            if record.seconds <= self.latest {
                self.newest = self.newest.max(record.seconds);
            }
            let counts = &mut self.counts[list];
            let mut count_known =
                |is_of_other| if is_of_other { counts.known += 1 } else { counts.repeated += 1 };
            let (id, old) = match outcome {
                Outcome::Known(is_of_other) => {
                    count_known(is_of_other);
                    continue;
                }
                Outcome::Skipped => {
                    counts.skipped += 1;
                    continue;
                }
                Outcome::Inserted(id) => {
                    counts.stored += 1;
                    self.histogram.add(record.section, thread, record.seconds);
                    (id, None)
                }
                Outcome::Enriched(id, is_of_other, old) => {
                    self.enriched |= is_of_other;
                    count_known(is_of_other);
                    (id, Some(old))
                }
            };
            let mut new = Texts {
                text: batch.text(&record.text),
                link: batch.text(&record.link),
                fields: batch.text(&record.fields),
            };
            let mut tags =
                Tags { counterparty, thread, item: (record.item > 0).then(|| record.item.cast_signed()) };
            if let Some(old) = &old {
                let tags_before = old.tags;
                tags = Tags { item: old.tags.item.or(tags.item), ..old.tags };
                let old = Texts {
                    text: old.text.as_deref(),
                    link: old.link.as_deref(),
                    fields: old.fields.as_deref(),
                };
                texts.remove(id, old, tags_before);
                new.text = new.text.or(old.text);
                new.link = new.link.or(old.link);
                new.fields = latest_fields(new.fields, old.fields);
            }
            texts.add(id, new, tags);
            if texts.bytes() >= BATCH_BYTES {
                empty(texts);
            }
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
        if batch.lacks_its_video(record)
            && let Some((id, set)) = self.with_video(record, serial)?
        {
            self.statements.touch.execute([id, self.sets.with(set, serial)?])?;
            return Ok(Outcome::Known(true));
        }
        let fields = batch.text(&record.fields);
        let item = (record.item > 0).then(|| record.item.cast_signed());
        let template = record.template.map(|at| self.templates.of_batch(batch, at)).transpose()?;
        let repeat = (record.content, record.list, record.seconds);
        let mut count = self.repeats.get(&repeat).copied().unwrap_or(0);
        let key_of = |count: u64| record.content.wrapping_add(count.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let second = (record.section, record.seconds);
        let is_full = self.full.contains(&second);
        let attempts = if is_full { limits::ID_ATTEMPTS_WHEN_FULL } else { limits::ID_ATTEMPTS };
        let mut probe = 0;
        loop {
            if count >= limits::EQUAL_RECORDS {
                return Ok(Outcome::Skipped);
            }
            if probe >= attempts {
                self.full.insert(second);
                return Ok(Outcome::Skipped);
            }
            let key = key_of(count);
            let id = id::new(record.section, record.seconds, (key >> 40).wrapping_add(probe));
            let values = params![
                id,
                self.sets.only(serial)?,
                key.cast_signed(),
                record.seq,
                item,
                counterparty,
                thread,
                text,
                link,
                fields,
                template
            ];
            let is_new = self.statements.insert.execute(values)? > 0;
            if is_new {
                self.count_repeats(repeat, count + 1);
                return Ok(Outcome::Inserted(id));
            }
            let (old_key, set, is_same): (i64, i64, bool) =
                self.statements.lookup.query_row(params![id, text, fields, item], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            if old_key.cast_unsigned() != key {
                probe += 1;
                continue;
            }
            if self.sets.contains(set, serial) {
                count += 1;
                probe = 0;
                continue;
            }
            let is_of_other = self.sets.has_below(set, self.base);
            let set = self.sets.with(set, serial)?;
            if is_same {
                self.statements.touch.execute([id, set])?;
                self.count_repeats(repeat, count + 1);
                return Ok(Outcome::Known(is_of_other));
            }
            let old = self.statements.lookup.query_row(params![id, text, fields, item], |row| {
                let tags = Tags { counterparty: row.get(6)?, thread: row.get(7)?, item: row.get(8)? };
                Ok(PreviousText { text: row.get(3)?, fields: row.get(4)?, link: row.get(5)?, tags })
            })?;
            // A template without marks: some of the columns may keep their values.
            let original =
                original(batch, record).map(|text| self.templates.id(&literal(&text))).transpose()?;
            let fields = latest_fields(fields, old.fields.as_deref());
            self.enrich(id, set, Texts { text, link, fields }, item, record.seq, original)?;
            self.count_repeats(repeat, count + 1);
            return Ok(Outcome::Enriched(id, is_of_other, old));
        }
    }

    /// The record of this section and second with a video that other backups have, but this list does not, and its lists;
    /// `None` if there are several.
    fn with_video(&mut self, record: &RawRecord, serial: i64) -> rusqlite::Result<Option<(i64, i64)>> {
        let (from, to) = id::span(record.section, record.seconds, record.seconds);
        let found = self.statements.videos.query_map([from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found: Vec<(i64, i64)> = found.collect::<rusqlite::Result<_>>()?;
        let mut of_others = found
            .into_iter()
            .filter(|(_, set)| self.sets.has_below(*set, self.base) && !self.sets.contains(*set, serial));
        Ok(of_others.next().filter(|_| of_others.next().is_none()))
    }

    fn count_repeats(&mut self, repeat: (u64, u32, u32), count: u64) {
        if count > MANY_REPEATS {
            self.repeats.insert(repeat, count);
        }
    }

    /// Updates the fields that do not identify the record: this backup has more or other values for them.
    fn enrich(
        &self,
        id: i64,
        set: i64,
        texts: Texts<'_>,
        item: Option<i64>,
        seq: i32,
        template: Option<i64>,
    ) -> rusqlite::Result<()> {
        let mut update = self.db.prepare_cached(
            "UPDATE record SET lists = ?2, text = coalesce(?3, text), link = coalesce(?4, link), seq = ?6,
               fields = ?5, template = ?7, item = coalesce(item, ?8)
             WHERE id = ?1",
        )?;
        update.execute(params![id, set, texts.text, texts.link, texts.fields, seq, template, item])?;
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
        make_room(&mut self.names);
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
        make_room(&mut self.threads);
        self.threads.insert(key, id);
        Ok(id)
    }
}

/// The fields of a record of which an earlier backup has `old` ones: the new ones, unless there are fewer of them, as in a text
/// export.
fn latest_fields<'f>(new: Option<&'f str>, old: Option<&'f str>) -> Option<&'f str> {
    let count = |fields: Option<&str>| fields.map_or(0, |fields| json::Pairs::of(fields.as_bytes()).count());
    if new.is_some() && count(new) >= count(old) { new } else { old }
}

#[cfg(test)]
mod tests;
