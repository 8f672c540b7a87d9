//! The templates from which the originals of records are restored.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use xxhash_rust::xxh3::xxh3_64;

use crate::library::limits::make_room;
use crate::library::read::batch::{Batch, RawRecord};
use crate::library::read::original::{Values, fill};
use crate::library::read::{link, time};

/// Longer templates are looked up in the database each time: there are hardly two records with the same one. Bytes.
const LONGEST_CACHED: usize = 1024;

/// Stores each template once.
pub struct Templates<'db> {
    db: &'db Connection,
    ids: HashMap<String, i64>,
    /// The ids of the current batch's templates, as far as they are known.
    batch: Vec<Option<i64>>,
}

impl<'db> Templates<'db> {
    /// The templates in a database.
    pub fn new(db: &'db Connection) -> Self {
        Self { db, ids: HashMap::new(), batch: Vec::new() }
    }

    /// Begins a batch with this number of templates.
    pub fn begin(&mut self, number: usize) {
        self.batch.clear();
        self.batch.resize(number, None);
    }

    /// The id of a template of the current batch.
    pub fn of_batch(&mut self, batch: &Batch, at: u32) -> rusqlite::Result<i64> {
        if let Some(id) = self.batch[at as usize] {
            return Ok(id);
        }
        let id = self.id(&batch.templates()[at as usize])?;
        self.batch[at as usize] = Some(id);
        Ok(id)
    }

    /// The id of a template, which is stored if it is new.
    pub fn id(&mut self, template: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.ids.get(template) {
            return Ok(*id);
        }
        let hash = xxh3_64(template.as_bytes()).cast_signed();
        let mut find = self.db.prepare_cached("SELECT id FROM template WHERE hash = ?1 AND text = ?2")?;
        let id = if let Some(id) = find.query_row(params![hash, template], |row| row.get(0)).optional()? {
            id
        } else {
            let sql = "INSERT INTO template(hash, text) VALUES (?1, ?2)";
            self.db.prepare_cached(sql)?.insert(params![hash, template])?
        };
        if template.len() <= LONGEST_CACHED {
            make_room(&mut self.ids);
            self.ids.insert(template.to_owned(), id);
        }
        Ok(id)
    }
}

/// A record of a batch as it stands in the export; `None` if it has no template.
#[must_use]
pub fn original(batch: &Batch, record: &RawRecord) -> Option<String> {
    let template = &batch.templates()[record.template? as usize];
    let of_item = link::of_record(record.section, record.item);
    let time = time::write(record.seconds);
    let values = Values {
        time: Some(&*time).filter(|_| record.seconds > 0),
        link: batch.text(&record.link).or(of_item.as_deref()),
        text: batch.text(&record.text),
        counterparty: batch.text(&record.counterparty),
        fields: batch.text(&record.fields),
    };
    Some(fill(template, &values))
}
