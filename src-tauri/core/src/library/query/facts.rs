//! Facts (profile, settings), and the paths that belong to no known section.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::read::KEYS;
use crate::library::store::histogram::Histograms;
use crate::library::store::id;
use crate::library::{EarlierFact, Fact, FactSheet, PathView, Section};

/// One stored fact.
struct StoredFact {
    id: i64,
    seq: i64,
    path: String,
    value: String,
    saved_at: i64,
}

/// The facts of all sections that have any.
pub fn facts(db: &Connection) -> Result<Vec<FactSheet>, LibraryError> {
    let mut sheets = Vec::new();
    for section in Section::ALL.iter().copied().filter(|section| section.is_facts()) {
        let facts = of(db, section)?;
        if !facts.is_empty() {
            sheets.push(FactSheet { section, facts });
        }
    }
    Ok(sheets)
}

fn of(db: &Connection, section: Section) -> Result<Vec<Fact>, LibraryError> {
    let (low, high) = id::all(section);
    let mut statement = db.prepare_cached(
        "SELECT r.id, r.seq, p.text, r.text, b.saved_at FROM record r JOIN thread p ON p.id = r.thread
         JOIN list l ON l.serial = r.last_list JOIN backup b ON b.number = l.backup
         WHERE r.id BETWEEN ?1 AND ?2 ORDER BY b.saved_at DESC, r.seq, r.id",
    )?;
    let rows = statement.query_map([low, high], |row| {
        Ok(StoredFact {
            id: row.get(0)?,
            seq: row.get(1)?,
            path: row.get(2)?,
            value: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            saved_at: row.get(4)?,
        })
    })?;
    let all: Vec<StoredFact> = rows.collect::<Result<_, _>>()?;
    let newest = all.first().map(|fact| fact.saved_at);
    let mut facts: Vec<(i64, Fact)> = Vec::new();
    let mut by_path: HashMap<&str, usize> = HashMap::new();
    for stored in &all {
        let current = Some(stored.saved_at) == newest;
        match by_path.get(stored.path.as_str()) {
            // Another value at the same path is an earlier value if it comes from an older backup.
            Some(index) if !current => {
                let earlier = EarlierFact { value: stored.value.clone(), until: stored.saved_at };
                facts[*index].1.before.push(earlier);
            }
            _ => {
                by_path.insert(&stored.path, facts.len());
                let path = stored.path.split(KEYS).map(str::to_owned).collect();
                let fact = Fact {
                    id: stored.id.to_string(),
                    path,
                    value: stored.value.clone(),
                    before: Vec::new(),
                    current,
                };
                facts.push((stored.seq, fact));
            }
        }
    }
    // Facts at the top level are listed before nested ones.
    facts.sort_by_key(|(seq, fact)| (!fact.current, fact.path.len() > 1, *seq));
    Ok(facts.into_iter().map(|(_, fact)| fact).collect())
}

/// The paths of unknown records.
pub fn tree(db: &Connection, histograms: &Histograms) -> Result<Vec<PathView>, LibraryError> {
    let mut statement = db.prepare_cached("SELECT id, text FROM thread WHERE section IN (?1, ?2)")?;
    let sections = [Section::Other, Section::Technical].map(Section::number);
    let rows = statement.query_map(sections, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut paths = Vec::new();
    for row in rows {
        let (id, path) = row?;
        let Some(counts) = histograms.threads.get(&id) else { continue };
        let path = path.split(KEYS).map(str::to_owned).collect();
        paths.push(PathView { id: id.to_string(), path, records: counts.total });
    }
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(paths)
}
