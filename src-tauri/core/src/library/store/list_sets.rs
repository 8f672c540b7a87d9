//! Sets of lists. A record stores which lists contain it as the number of such a set. There are few different sets, since
//! most records of a backup are in the same backups.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{CachedStatement, Connection};

/// The sets of all records, and those that are added by an import.
pub struct ListSets<'db> {
    insert: CachedStatement<'db>,
    /// The lists of each set, ascending.
    members: HashMap<i64, Rc<[i64]>>,
    numbers: HashMap<Rc<[i64]>, i64>,
    /// The results of `with`.
    extended: HashMap<(i64, i64), i64>,
    next: i64,
}

impl<'db> ListSets<'db> {
    /// Loads the sets.
    pub fn load(db: &'db Connection) -> rusqlite::Result<Self> {
        let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
        let mut statement = db.prepare("SELECT id, list FROM list_set ORDER BY id, list")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        // Sets without lists are not used again: records may still have the number of one until they are deleted.
        let next = db.query_row("SELECT ifnull(max(lists), 0) + 1 FROM record", [], |row| row.get(0))?;
        let mut sets = Self {
            insert: db.prepare_cached("INSERT INTO list_set(id, list) VALUES (?1, ?2)")?,
            next: found.keys().max().map_or(next, |most| next.max(most + 1)),
            members: HashMap::new(),
            numbers: HashMap::new(),
            extended: HashMap::new(),
        };
        for (number, lists) in found {
            sets.add(number, lists.into());
        }
        Ok(sets)
    }

    fn add(&mut self, number: i64, lists: Rc<[i64]>) {
        self.members.insert(number, Rc::clone(&lists));
        self.numbers.entry(lists).or_insert(number);
    }

    /// Whether a set has this list.
    #[must_use]
    pub fn contains(&self, set: i64, list: i64) -> bool {
        self.members.get(&set).is_some_and(|lists| lists.binary_search(&list).is_ok())
    }

    /// Whether a set has a list below this one.
    #[must_use]
    pub fn has_below(&self, set: i64, list: i64) -> bool {
        self.members.get(&set).and_then(|lists| lists.first()).is_some_and(|first| *first < list)
    }

    /// The number of the set that has only this list.
    pub fn only(&mut self, list: i64) -> rusqlite::Result<i64> {
        self.with(0, list)
    }

    /// The number of the set that also has this list. Set 0 has no lists.
    pub fn with(&mut self, set: i64, list: i64) -> rusqlite::Result<i64> {
        if let Some(known) = self.extended.get(&(set, list)) {
            return Ok(*known);
        }
        let mut lists = self.members.get(&set).map_or_else(Vec::new, |lists| lists.to_vec());
        if let Err(position) = lists.binary_search(&list) {
            lists.insert(position, list);
        }
        let number = if let Some(known) = self.numbers.get(lists.as_slice()) {
            *known
        } else {
            let number = self.next;
            self.next += 1;
            for list in &lists {
                self.insert.execute([number, *list])?;
            }
            self.add(number, lists.into());
            number
        };
        self.extended.insert((set, list), number);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::store::schema::open_records;

    #[test]
    fn equal_sets_have_one_number_also_after_loading() {
        let folder = tempfile::tempdir().unwrap();
        let db = open_records(&folder.path().join("records.db")).unwrap();
        let mut sets = ListSets::load(&db).unwrap();
        let (three, five) = (sets.only(3).unwrap(), sets.only(5).unwrap());
        let both = sets.with(three, 5).unwrap();
        assert_eq!(sets.with(five, 3).unwrap(), both);
        assert_eq!(sets.with(both, 3).unwrap(), both);
        assert!(sets.contains(both, 3) && sets.contains(both, 5) && !sets.contains(both, 4));
        assert!(sets.has_below(both, 4) && !sets.has_below(five, 5));
        let mut sets = ListSets::load(&db).unwrap();
        assert_eq!(sets.with(five, 3).unwrap(), both);
        assert!(![three, five, both].contains(&sets.only(4).unwrap()));
    }
}
