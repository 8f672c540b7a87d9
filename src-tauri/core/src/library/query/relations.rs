//! Who follows whom.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::json;
use crate::library::limits;
use crate::library::store::id;
use crate::library::{PeopleFigures, Relation, Section};

/// Whether a text in a list of people is a name. What is longer is none, and removed accounts have none.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.len() <= limits::TERM_BYTES && !json::is_empty_scalar(text)
}

/// Followers and people followed, by name.
#[derive(Debug, Default)]
pub struct Relations {
    followers: HashSet<String>,
    following: HashSet<String>,
    blocked: HashSet<String>,
}

impl Relations {
    /// Loads the relations from the library.
    pub fn load(db: &Connection) -> Result<Self, LibraryError> {
        let mut statement =
            db.prepare_cached("SELECT text FROM record WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL")?;
        let mut names = |section| -> Result<HashSet<String>, LibraryError> {
            let (low, high) = id::all(section);
            let mut rows = statement.query([low, high])?;
            let mut names = HashSet::new();
            while let Some(row) = rows.next()? {
                let name = row.get_ref(0)?.as_str().unwrap_or_default();
                if is_name(name) {
                    names.insert(name.to_owned());
                }
            }
            Ok(names)
        };
        Ok(Self {
            followers: names(Section::Follower)?,
            following: names(Section::Following)?,
            blocked: names(Section::Block)?,
        })
    }

    /// The relation to a person; `None` if neither follows the other.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<Relation> {
        match (self.following.contains(name), self.followers.contains(name)) {
            (true, true) => Some(Relation::Mutual),
            (true, false) => Some(Relation::NotBack),
            (false, true) => Some(Relation::NotFollowed),
            (false, false) => None,
        }
    }

    /// Whether a person is blocked.
    #[must_use]
    pub fn is_blocked(&self, name: &str) -> bool {
        self.blocked.contains(name)
    }

    /// The numbers of people. Each person is counted once.
    #[must_use]
    pub fn figures(&self) -> PeopleFigures {
        let mutual = self.followers.intersection(&self.following).count();
        PeopleFigures {
            followers: self.followers.len() as u64,
            following: self.following.len() as u64,
            mutual: mutual as u64,
            not_back: (self.following.len() - mutual) as u64,
            not_followed: (self.followers.len() - mutual) as u64,
            blocked: self.blocked.len() as u64,
        }
    }

    /// The records of people with this relation. Each person occurs once.
    pub fn only(&self, db: &Connection, ids: &[i64], relation: Relation) -> Result<Vec<i64>, LibraryError> {
        let mut statement = db.prepare_cached("SELECT text FROM record WHERE id = ?1")?;
        let mut met = HashSet::new();
        let mut out = Vec::new();
        for id in ids.iter().filter(|id| matches!(id::section(**id), Section::Follower | Section::Following))
        {
            let is_wanted = statement.query_row([id], |row| {
                let name = row.get_ref(0)?.as_str().unwrap_or_default();
                Ok(self.of(name) == Some(relation) && met.insert(name.to_owned()))
            })?;
            if is_wanted {
                out.push(*id);
            }
        }
        Ok(out)
    }
}
