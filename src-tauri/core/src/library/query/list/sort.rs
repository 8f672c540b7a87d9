//! Sorts the records of a list.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use crate::library::limits::{self, shortened};
use crate::library::store::id;
use crate::library::{LibraryError, Order, Section};

/// Sorts ids, which are ascending on entry. Returns whether the order is chronological.
pub(super) fn sort(
    db: &Connection,
    mut ids: Vec<i64>,
    order: Order,
) -> Result<(Vec<i64>, Option<Order>), LibraryError> {
    match order {
        Order::Newest => {
            ids.sort_by_key(|id| std::cmp::Reverse((id::seconds(*id), *id)));
            Ok((ids, Some(order)))
        }
        Order::Oldest => {
            ids.sort_by_key(|id| (id::seconds(*id) == 0, id::seconds(*id), *id));
            Ok((ids, Some(order)))
        }
        Order::Text => {
            let mut texts: Vec<(Option<String>, i64)> = texts(db, &ids)?
                .into_iter()
                .zip(ids)
                .map(|(text, id)| (text.map(|text| crate::library::store::fold::fold(&text)), id))
                .collect();
            texts.sort_by(|a, b| (a.0.is_none(), &a.0, b.1).cmp(&(b.0.is_none(), &b.0, a.1)));
            Ok((texts.into_iter().map(|(_, id)| id).collect(), None))
        }
        Order::Times => {
            let keys: Vec<Option<String>> = items(db, &ids)?
                .into_iter()
                .zip(texts(db, &ids)?)
                .map(|(item, text)| item.map(|item| item.to_string()).or(text))
                .collect();
            let mut times: HashMap<&str, (u64, i64)> = HashMap::new();
            for (id, key) in ids.iter().zip(&keys) {
                let entry = times.entry(key.as_deref().unwrap_or_default()).or_default();
                *entry = (entry.0 + 1, entry.1.max(*id));
            }
            let mut most: Vec<(u64, i64)> = times.into_values().collect();
            most.sort_by_key(|(count, id)| std::cmp::Reverse((*count, id::seconds(*id), *id)));
            Ok((most.into_iter().map(|(_, id)| id).collect(), None))
        }
    }
}

fn texts(db: &Connection, ids: &[i64]) -> Result<Vec<Option<String>>, LibraryError> {
    let wanted: HashSet<Section> = ids.iter().map(|id| id::section(*id)).collect();
    let mut by_id = HashMap::new();
    let mut statement =
        db.prepare_cached("SELECT id, text FROM record WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL")?;
    for section in wanted {
        let (low, high) = id::all(section);
        let mut rows = statement.query([low, high])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().unwrap_or_default();
            // Of a very long text, the beginning decides; a hash tells those with equal beginnings apart.
            by_id.insert(row.get::<_, i64>(0)?, shortened(text, limits::NAME_CHARS).into_owned());
        }
    }
    Ok(ids.iter().map(|id| by_id.remove(id)).collect())
}

/// The videos of these records, whose ids are ascending.
pub(super) fn items(db: &Connection, ids: &[i64]) -> Result<Vec<Option<i64>>, LibraryError> {
    let mut statement =
        db.prepare_cached("SELECT id, item FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut out = vec![None; ids.len()];
    let mut from = 0;
    while from < ids.len() {
        // One scan for each section, which skips the records between them.
        let section = id::section(ids[from]);
        let to = from + ids[from..].partition_point(|id| id::section(*id) == section);
        let mut rows = statement.query([ids[from], ids[to - 1]])?;
        let mut at = from;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if at < to && ids[at] == id {
                out[at] = row.get(1)?;
                at += 1;
            }
        }
        from = to;
    }
    Ok(out)
}
