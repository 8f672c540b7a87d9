//! The ledger: jobs, accounts and checks in one SQLite file. What stands here has been decided; a restart reads it.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Job;
use crate::account::{OpenId, Scope};
use crate::view::CheckView;

/// Why the ledger could not be read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// SQLite's own words.
    #[error("the ledger: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A row that this version cannot read.
    #[error("a row of the ledger: {0}")]
    Row(#[from] serde_json::Error),
    /// The file was written by a newer Satchel.
    #[error("the ledger was written by a newer version ({0})")]
    TooNew(i64),
    /// Its folder could not be made.
    #[error("the ledger's folder: {0}")]
    Folder(#[from] std::io::Error),
}

/// Steps from one version of the file to the next; `PRAGMA user_version` counts them.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE jobs (id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, dismissed INTEGER NOT NULL DEFAULT 0, job TEXT NOT NULL) STRICT;
    CREATE TABLE accounts (id TEXT PRIMARY KEY, used_at INTEGER NOT NULL, account TEXT NOT NULL) STRICT;
    CREATE TABLE checks (backup TEXT PRIMARY KEY, result TEXT NOT NULL) STRICT;
"];

/// One account, as remembered. No tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// TikTok's id.
    pub id: OpenId,
    /// The display name.
    pub name: String,
    /// When the sign-in ends by itself; `None` when signed out.
    pub signed_in_until: Option<Timestamp>,
    /// What may be asked for: given, and not used up.
    pub allowed: Vec<Scope>,
}

/// The ledger.
pub struct Ledger {
    db: Connection,
}

impl Ledger {
    /// Opens the file, making it or bringing it up to date.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Self::prepare(Connection::open(path)?)
    }

    fn prepare(mut db: Connection) -> Result<Self, LedgerError> {
        // FULL: a step counts as taken only once it is on the disk.
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
        if version > known {
            return Err(LedgerError::TooNew(version));
        }
        let change = db.transaction()?;
        for step in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
            change.execute_batch(step)?;
        }
        change.pragma_update(None, "user_version", known)?;
        change.commit()?;
        Ok(Self { db })
    }

    /// Stores a job. It is on the disk when this returns.
    pub fn save_job(&self, job: &Job) -> Result<(), LedgerError> {
        self.db.prepare_cached(
            "INSERT INTO jobs (id, started_at, job) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET job = ?3",
        )?
        .execute(params![job.id, job.started_at.as_millisecond(), serde_json::to_string(job)?])?;
        Ok(())
    }

    /// Every job that is still to be seen, oldest first. A row that cannot be read is passed over, and stays.
    pub fn jobs(&self) -> Result<Vec<Job>, LedgerError> {
        self.rows("SELECT job FROM jobs WHERE NOT dismissed ORDER BY started_at")
    }

    /// Takes an ended job out of sight.
    pub fn dismiss(&self, id: &str) -> Result<(), LedgerError> {
        self.db.execute("UPDATE jobs SET dismissed = 1 WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Stores an account and makes it the current one.
    pub fn use_account(&self, account: &Account) -> Result<(), LedgerError> {
        self.db.execute(
            "INSERT INTO accounts (id, used_at, account) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET used_at = ?2, account = ?3",
            params![account.id.0, Timestamp::now().as_microsecond(), serde_json::to_string(account)?],
        )?;
        Ok(())
    }

    /// Changes an account, without making it the current one.
    pub fn change_account(&self, id: &OpenId, change: impl FnOnce(&mut Account)) -> Result<(), LedgerError> {
        let Some(mut account) = self.account(id)? else { return Ok(()) };
        change(&mut account);
        self.db.execute(
            "UPDATE accounts SET account = ?2 WHERE id = ?1",
            params![id.0, serde_json::to_string(&account)?],
        )?;
        Ok(())
    }

    /// One account.
    pub fn account(&self, id: &OpenId) -> Result<Option<Account>, LedgerError> {
        let text: Option<String> = self
            .db
            .query_row("SELECT account FROM accounts WHERE id = ?1", [&id.0], |row| row.get(0))
            .optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// All accounts, the current one first.
    pub fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.rows("SELECT account FROM accounts ORDER BY used_at DESC")
    }

    /// What the last check of a backup found.
    pub fn check(&self, backup: &str) -> Result<Option<CheckView>, LedgerError> {
        let text: Option<String> = self
            .db
            .query_row("SELECT result FROM checks WHERE backup = ?1", [backup], |row| row.get(0))
            .optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps what a check of a backup found.
    pub fn save_check(&self, backup: &str, result: &CheckView) -> Result<(), LedgerError> {
        self.db.execute(
            "INSERT INTO checks (backup, result) VALUES (?1, ?2) ON CONFLICT (backup) DO UPDATE SET result = ?2",
            params![backup, serde_json::to_string(result)?],
        )?;
        Ok(())
    }

    fn rows<T: DeserializeOwned>(&self, sql: &str) -> Result<Vec<T>, LedgerError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let texts = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let readable = texts.iter().filter_map(|text| match serde_json::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::warn!(%error, "a row of the ledger cannot be read");
                None
            }
        });
        Ok(readable.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::Source;

    #[test]
    fn what_is_stored_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("ledger.sqlite");
        let job =
            Job::new("j".into(), Source::File { path: "x.zip".into() }, "/r".into(), Timestamp::UNIX_EPOCH);
        let account =
            Account { id: OpenId("o".into()), name: "N".into(), signed_in_until: None, allowed: vec![] };
        {
            let ledger = Ledger::open(&path).unwrap();
            ledger.save_job(&job).unwrap();
            ledger.use_account(&account).unwrap();
            ledger.save_check("b", &CheckView::Verified { at: 5 }).unwrap();
        }
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.jobs().unwrap(), [job]);
        assert_eq!(ledger.accounts().unwrap(), [account]);
        assert_eq!(ledger.check("b").unwrap(), Some(CheckView::Verified { at: 5 }));
        ledger.dismiss("j").unwrap();
        assert_eq!(ledger.jobs().unwrap(), []);
    }

    #[test]
    fn a_ledger_of_a_newer_version_is_left_alone() {
        let db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Ledger::prepare(db), Err(LedgerError::TooNew(99))));
    }

    #[test]
    fn the_account_used_last_is_the_current_one() {
        let ledger = Ledger::prepare(Connection::open_in_memory().unwrap()).unwrap();
        for name in ["a", "b", "a"] {
            let account = Account {
                id: OpenId(name.into()),
                name: name.into(),
                signed_in_until: None,
                allowed: vec![],
            };
            ledger.use_account(&account).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let order: Vec<_> = ledger.accounts().unwrap().into_iter().map(|a| a.name).collect();
        assert_eq!(order, ["a", "b"]);
    }
}
