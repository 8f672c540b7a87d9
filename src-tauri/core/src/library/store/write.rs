//! Writes records: each once, whichever backups it is in.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::id;
use super::tally::Growing;
use super::words::TextBatch;
use crate::library::Section;
use crate::library::read::batch::{Batch, Slot};

/// Writes the records of one backup.
pub struct Writer<'db> {
    db: &'db Connection,
    statements: Statements<'db>,
    /// Serial of the first list; the others follow.
    base: i64,
    names: HashMap<String, i64>,
    places: HashMap<(Section, String), i64>,
    /// The place of the record before: chats come in one piece.
    last_place: Option<(Section, String, i64)>,
    /// Equal records of one list, once they become many: how many there have been.
    repeats: HashMap<(u64, u32, u32), u64>,
    /// Room for putting a batch in order.
    order: Vec<(i64, u32)>,
    /// Stored and known records by list.
    pub outcome: Vec<[u64; 2]>,
    /// Whether records that other backups had say more now.
    pub enriched: bool,
    /// The counts that grow.
    pub tally: Growing,
}

/// Prepared once: there are millions of records.
struct Statements<'db> {
    insert: CachedStatement<'db>,
    look: CachedStatement<'db>,
    touch: CachedStatement<'db>,
    was: CachedStatement<'db>,
}

/// What became of a record.
enum Fate {
    Stored(i64),
    Known,
    /// It was known, and says more now; its words are to be indexed again.
    Enriched(i64, Old),
}

/// What a record said before.
struct Old {
    text: Option<String>,
    fields: Option<String>,
}

/// From how many equal records on they are counted in memory instead of looked for one by one.
const MANY: u64 = 4;

// Plain statements that change one row each: SQLite then keeps no copy of the pages for undoing them one by one, which
// takes more time than all the rest.
const INSERT: &str = "
INSERT OR IGNORE INTO record(id, first, seen, key, tie, item, who, place, text, link, fields)
VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const LOOK: &str = "
SELECT key, first, seen, (?2 IS NULL OR text IS ?2) AND (?3 IS NULL OR fields IS ?3), text, fields
FROM record WHERE id = ?1";
const TOUCH: &str = "UPDATE record SET seen = ?2 WHERE id = ?1";
const WAS: &str = "INSERT OR IGNORE INTO was VALUES (?1, ?2)";

impl<'db> Writer<'db> {
    /// A writer for a backup whose lists get numbers from `base` on.
    pub fn new(db: &'db Connection, base: i64, tally: Growing) -> rusqlite::Result<Self> {
        Ok(Self {
            db,
            statements: Statements {
                insert: db.prepare_cached(INSERT)?,
                look: db.prepare_cached(LOOK)?,
                touch: db.prepare_cached(TOUCH)?,
                was: db.prepare_cached(WAS)?,
            },
            base,
            names: HashMap::new(),
            places: HashMap::new(),
            last_place: None,
            repeats: HashMap::new(),
            order: Vec::new(),
            outcome: Vec::new(),
            enriched: false,
            tally,
        })
    }

    /// Writes a batch, within the caller's transaction; the texts of new records are put into `texts`.
    pub fn write(&mut self, batch: &Batch, texts: &mut TextBatch) -> rusqlite::Result<()> {
        // In the order of their numbers the table's pages are touched once each.
        let mut order = std::mem::take(&mut self.order);
        let numbers = batch.rows.iter().map(|slot| id::new(slot.section, slot.seconds, slot.content >> 40));
        order.extend(numbers.zip(0u32..));
        order.sort_unstable();
        for (_, index) in order.drain(..) {
            let slot = &batch.rows[index as usize];
            let who = batch.text(&slot.who).map(|name| self.name(name)).transpose()?;
            let place = batch.text(&slot.place).map(|place| self.place(slot.section, place)).transpose()?;
            let fate = self.put(batch, slot, who, place)?;
            let list = slot.list as usize;
            if self.outcome.len() <= list {
                self.outcome.resize(list + 1, [0; 2]);
            }
            let (id, old) = match fate {
                Fate::Known => {
                    self.outcome[list][1] += 1;
                    continue;
                }
                Fate::Stored(id) => {
                    self.outcome[list][0] += 1;
                    self.tally.add(slot.section, place, slot.seconds);
                    (id, None)
                }
                Fate::Enriched(id, old) => {
                    self.enriched = true;
                    self.outcome[list][1] += 1;
                    (id, Some(old))
                }
            };
            let (mut text, mut fields) = (batch.text(&slot.text), batch.text(&slot.fields));
            if let Some(old) = &old {
                texts.forget(id, old.text.as_deref(), old.fields.as_deref(), who, place);
                text = text.or(old.text.as_deref());
                // As in `enrich`.
                let length = |fields: Option<&str>| fields.map_or(0, |f| f.chars().count());
                let is_more = fields.is_some() && length(fields) >= length(old.fields.as_deref());
                fields = if is_more { fields } else { old.fields.as_deref() };
            }
            texts.add(id, text, fields, who, place);
        }
        self.order = order;
        Ok(())
    }

    fn put(
        &mut self,
        batch: &Batch,
        slot: &Slot,
        who: Option<i64>,
        place: Option<i64>,
    ) -> rusqlite::Result<Fate> {
        let serial = self.base + i64::from(slot.list);
        let (text, link) = (batch.text(&slot.text), batch.text(&slot.link));
        let fields = batch.text(&slot.fields);
        let item = (slot.item > 0).then(|| slot.item.cast_signed());
        let repeat = (slot.content, slot.list, slot.seconds);
        let mut count = self.repeats.get(&repeat).copied().unwrap_or(0);
        let key_of = |count: u64| slot.content.wrapping_add(count.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut probe = 0;
        loop {
            let key = key_of(count);
            let id = id::new(slot.section, slot.seconds, (key >> 40).wrapping_add(probe));
            let values =
                params![id, serial, key.cast_signed(), slot.tie, item, who, place, text, link, fields];
            let is_new = self.statements.insert.execute(values)? > 0;
            if is_new {
                if count >= MANY {
                    self.repeats.insert(repeat, count + 1);
                }
                return Ok(Fate::Stored(id));
            }
            let (old_key, first, seen, is_same): (i64, i64, i64, bool) =
                self.statements.look.query_row(params![id, text, fields], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            if old_key.cast_unsigned() != key {
                probe += 1;
                continue;
            }
            if seen == serial {
                count += 1;
                probe = 0;
                continue;
            }
            if first != seen && seen < self.base {
                self.statements.was.execute([id, seen])?;
            }
            if is_same {
                self.statements.touch.execute([id, serial])?;
                if count >= MANY {
                    self.repeats.insert(repeat, count + 1);
                }
                return Ok(Fate::Known);
            }
            let old = self.statements.look.query_row(params![id, text, fields], |row| {
                Ok(Old { text: row.get(4)?, fields: row.get(5)? })
            })?;
            self.enrich(id, serial, text, link, fields, slot.tie)?;
            return Ok(Fate::Enriched(id, old));
        }
    }

    /// The same record says more, or something else, in what does not make it the one it is.
    fn enrich(
        &self,
        id: i64,
        serial: i64,
        text: Option<&str>,
        link: Option<&str>,
        fields: Option<&str>,
        tie: i32,
    ) -> rusqlite::Result<()> {
        let mut update = self.db.prepare_cached(
            "UPDATE record SET seen = ?2, text = coalesce(?3, text), link = coalesce(?4, link), tie = ?6,
               fields = CASE WHEN length(?5) >= ifnull(length(fields), 0) THEN ?5 ELSE fields END
             WHERE id = ?1",
        )?;
        update.execute(params![id, serial, text, link, fields, tie])?;
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

    fn place(&mut self, section: Section, place: &str) -> rusqlite::Result<i64> {
        if let Some((known, name, id)) = &self.last_place
            && *known == section
            && name == place
        {
            return Ok(*id);
        }
        let id = self.find_place(section, place)?;
        self.last_place = Some((section, place.to_owned(), id));
        Ok(id)
    }

    fn find_place(&mut self, section: Section, place: &str) -> rusqlite::Result<i64> {
        let key = (section, place.to_owned());
        if let Some(id) = self.places.get(&key) {
            return Ok(*id);
        }
        let values = params![section.number(), place];
        let mut find = self.db.prepare_cached("SELECT id FROM place WHERE section = ?1 AND text = ?2")?;
        let id = match find.query_row(values, |row| row.get(0)).optional()? {
            Some(id) => id,
            None => {
                self.db.prepare_cached("INSERT INTO place(section, text) VALUES (?1, ?2)")?.insert(values)?
            }
        };
        self.places.insert(key, id);
        Ok(id)
    }
}
