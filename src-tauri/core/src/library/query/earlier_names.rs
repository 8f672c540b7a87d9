//! The names that people and groups had before.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::library::LibraryError;

/// The earlier names of people and groups, by the later ones.
#[derive(Debug, Default)]
pub struct EarlierNames {
    people: HashMap<String, Vec<String>>,
    groups: HashMap<String, Vec<String>>,
}

impl EarlierNames {
    /// Loads the names from the library.
    pub fn load(db: &Connection) -> Result<Self, LibraryError> {
        let mut statement =
            db.prepare_cached("SELECT later, is_group, earlier FROM renamed ORDER BY earlier")?;
        let mut rows = statement.query([])?;
        let mut earlier = Self::default();
        while let Some(row) = rows.next()? {
            let names = if row.get(1)? { &mut earlier.groups } else { &mut earlier.people };
            names.entry(row.get(0)?).or_default().push(row.get(2)?);
        }
        Ok(earlier)
    }

    /// The later name of the person who had this one.
    #[must_use]
    pub fn later(&self, earlier: &str) -> Option<&str> {
        let has_it = |(_, names): &(&String, &Vec<String>)| names.iter().any(|name| name == earlier);
        self.people.iter().find(has_it).map(|(later, _)| later.as_str())
    }

    /// The earlier names of the person or group with this name.
    #[must_use]
    pub fn of(&self, name: &str, is_group: bool) -> &[String] {
        let names = if is_group { &self.groups } else { &self.people };
        names.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}
