//! Facts (profile, settings), and the paths that belong to no known section.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::limits::{self, Budget, beginning};
use crate::library::read::KEYS;
use crate::library::store::histogram::Histograms;
use crate::library::store::id;
use crate::library::{
    EarlierFact, Fact, FactSheet, PathView, Paths, Property, PropertyValue, Section, Thing,
};

/// One stored fact.
struct StoredFact {
    id: i64,
    seq: i64,
    path: String,
    value: String,
    /// The time of the oldest data that contains it, in Unix milliseconds.
    first: i64,
    /// The time of the newest data that contains it, in Unix milliseconds.
    as_of: i64,
}

/// The facts of all sections that have any. If there are very many, the rest is only counted.
pub fn facts(db: &Connection) -> Result<Vec<FactSheet>, LibraryError> {
    let mut sheets = Vec::new();
    let mut budget = Budget::default();
    for section in Section::ALL.iter().copied().filter(|section| section.is_facts()) {
        let stored = load(db, section)?;
        if stored.is_empty() {
            continue;
        }
        if section == Section::Device {
            let mut things = things(&stored);
            let total = things.len() as u64;
            let fitting = things.iter().take_while(|thing| budget.takes(size_of_thing(thing))).count();
            things.truncate(fitting);
            sheets.push(FactSheet { section, facts: Vec::new(), things, total });
            continue;
        }
        let mut facts = of(&stored);
        let total = facts.len() as u64;
        let size = |fact: &Fact| {
            let path: usize = fact.path.iter().map(String::len).sum();
            let before: usize = fact.before.iter().map(|earlier| earlier.value.len()).sum();
            path + fact.value.len() + before
        };
        let fitting = facts.iter().take_while(|fact| budget.takes(size(fact))).count();
        facts.truncate(fitting);
        sheets.push(FactSheet { section, facts, things: Vec::new(), total });
    }
    Ok(sheets)
}

/// The facts of a section, those of the newest data first.
fn load(db: &Connection, section: Section) -> Result<Vec<StoredFact>, LibraryError> {
    let (low, high) = id::all(section);
    let mut statement = db.prepare_cached(
        "WITH newest(lists, first, as_of) AS MATERIALIZED (SELECT s.id, min(b.as_of), max(b.as_of) FROM list_set s
           JOIN list l ON l.serial = s.list JOIN backup b ON b.number = l.backup GROUP BY s.id)
         SELECT r.id, r.seq, p.text, r.text, n.as_of, n.first FROM record r JOIN thread p ON p.id = r.thread
         JOIN newest n ON n.lists = r.lists
         WHERE r.id BETWEEN ?1 AND ?2 ORDER BY n.as_of DESC, r.seq, r.id",
    )?;
    let rows = statement.query_map([low, high], |row| {
        Ok(StoredFact {
            id: row.get(0)?,
            seq: row.get(1)?,
            path: row.get(2)?,
            value: preview(row.get_ref(3)?.as_str_or_null()?.unwrap_or_default()),
            as_of: row.get(4)?,
            first: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn of(all: &[StoredFact]) -> Vec<Fact> {
    let newest = all.first().map(|fact| fact.as_of);
    let mut facts: Vec<(i64, Fact)> = Vec::new();
    let mut by_path: HashMap<&str, usize> = HashMap::new();
    for stored in all {
        let current = Some(stored.as_of) == newest;
        match by_path.get(stored.path.as_str()) {
            // Another value at the same path is an earlier value if it comes from an older backup.
            Some(index) if !current => {
                let earlier = EarlierFact { value: stored.value.clone(), until: stored.as_of };
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
    facts.into_iter().map(|(_, fact)| fact).collect()
}

/// The things that facts are about: the last key of a path is the name of a property, the keys before it are the thing.
fn things(all: &[StoredFact]) -> Vec<Thing> {
    let newest = all.first().map_or(0, |fact| fact.as_of);
    let mut things: Vec<Thing> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    // The place of each value.
    let mut values: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
    for stored in all {
        let (id, name) = stored.path.rsplit_once(KEYS).unwrap_or(("", &stored.path));
        let at = *places.entry(id).or_insert_with(|| {
            things.push(Thing {
                id: id.replace(KEYS, " › "),
                properties: Vec::new(),
                from: stored.first,
                until: stored.as_of,
                current: stored.as_of == newest,
            });
            things.len() - 1
        });
        let thing = &mut things[at];
        thing.from = thing.from.min(stored.first);
        let known = values.get(&(stored.path.as_str(), stored.value.as_str()));
        if let Some((property, value)) = known {
            let value = &mut thing.properties[*property].values[*value];
            value.from = value.from.min(stored.first);
            continue;
        }
        let property = thing.properties.iter().position(|property| property.name == name);
        let property = property.unwrap_or_else(|| {
            thing.properties.push(Property { name: name.to_owned(), values: Vec::new() });
            thing.properties.len() - 1
        });
        let found = &mut thing.properties[property].values;
        values.insert((&stored.path, &stored.value), (property, found.len()));
        found.push(PropertyValue {
            record: stored.id.to_string(),
            value: stored.value.clone(),
            from: stored.first,
            until: stored.as_of,
        });
    }
    things
}

fn size_of_thing(thing: &Thing) -> usize {
    let values = thing.properties.iter().flat_map(|property| &property.values);
    thing.id.len() + values.map(|value| value.value.len()).sum::<usize>()
}

/// The beginning of a value, which the sheet of its record shows whole.
fn preview(value: &str) -> String {
    let mut text = beginning(value, 4 * limits::PREVIEW_CHARS).to_owned();
    if limits::cut(&mut text, limits::PREVIEW_CHARS) || text.len() < value.len() {
        text.push('…');
    }
    text
}

/// The paths of unknown records. If there are very many, the rest is only counted.
pub fn tree(db: &Connection, histograms: &Histograms) -> Result<Paths, LibraryError> {
    let mut statement = db.prepare_cached("SELECT id, text FROM thread WHERE section = ?1")?;
    let rows = statement
        .query_map([Section::Other.number()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut paths = Vec::new();
    let mut total = 0;
    let mut budget = Budget::default();
    for row in rows {
        let (id, path) = row?;
        let Some(counts) = histograms.threads.get(&id) else { continue };
        total += 1;
        if !budget.takes(path.len()) {
            continue;
        }
        let path = path.split(KEYS).map(str::to_owned).collect();
        paths.push(PathView { id: id.to_string(), path, records: counts.total });
    }
    paths.sort_by(|a: &PathView, b| a.path.cmp(&b.path));
    Ok(Paths { paths, total })
}
