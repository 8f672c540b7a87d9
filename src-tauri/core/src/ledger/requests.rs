//! The history of requests: one row for each job that asked TikTok for data. It is written with the job and outlives it.

use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::oneshot;

use super::LedgerError;

/// What is kept of the request of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// The account, by TikTok's id.
    pub account: String,
    /// Its stored form.
    pub json: String,
}

/// Selects a part of the history of one account, the newest request first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestQuery {
    /// The account, by TikTok's id.
    pub account: String,
    /// Only requests that are older than that of this job.
    pub before: Option<String>,
    /// How many at most.
    pub limit: u32,
}

/// A part of the history of an account.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct RequestPage {
    /// How many requests the whole history has.
    pub total: u64,
    /// The stored forms, the newest first.
    pub requests: Vec<String>,
    /// [`RequestQuery::before`] of the next part; `None` after the last one.
    pub next: Option<String>,
}

/// A queued query.
#[must_use = "it is read for its result"]
pub struct PendingPage(pub(super) oneshot::Receiver<Result<RequestPage, LedgerError>>);

impl PendingPage {
    /// Waits for the result.
    pub async fn read(self) -> Result<RequestPage, LedgerError> {
        self.0.await.unwrap_or(Err(LedgerError::Closed))
    }

    /// The same for a thread that may block.
    pub fn wait(self) -> Result<RequestPage, LedgerError> {
        self.0.blocking_recv().unwrap_or(Err(LedgerError::Closed))
    }
}

/// Writes the row of a job.
pub(super) fn write(db: &Connection, job: &str, added_at: i64, row: &RequestRow) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO requests (job, account, added_at, request) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (job) DO UPDATE SET request = ?4",
        params![job, row.account, added_at, row.json],
    )?;
    Ok(())
}

/// Removes the row of a job that was never created.
pub(super) fn remove(db: &Connection, job: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM requests WHERE job = ?1", [job])?;
    Ok(())
}

/// Removes the history of an account.
pub(super) fn remove_all(db: &Connection, account: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM requests WHERE account = ?1", [account])?;
    Ok(())
}

pub(super) fn read(db: &Connection, query: &RequestQuery) -> Result<RequestPage, LedgerError> {
    let total: i64 =
        db.query_row("SELECT count(*) FROM requests WHERE account = ?1", [&query.account], |row| row.get(0))?;
    let total = total.unsigned_abs();
    let (added_at, job) = match &query.before {
        // Newer than any.
        None => (i64::MAX, ""),
        Some(job) => {
            let row = db.query_row("SELECT added_at FROM requests WHERE job = ?1", [job], |row| row.get(0));
            let Some(added_at) = row.optional()? else {
                return Ok(RequestPage { total, ..RequestPage::default() });
            };
            (added_at, job.as_str())
        }
    };
    let mut rows = db.prepare_cached(
        "SELECT job, request FROM requests WHERE account = ?1 AND (added_at, job) < (?2, ?3)
         ORDER BY added_at DESC, job DESC LIMIT ?4",
    )?;
    // One more than asked for tells whether there are more.
    let found = rows.query_map(params![query.account, added_at, job, i64::from(query.limit) + 1], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut found = found.collect::<Result<Vec<_>, _>>()?;
    let has_more = found.len() > query.limit as usize;
    found.truncate(query.limit as usize);
    let next = found.last().filter(|_| has_more).map(|(job, _)| job.clone());
    Ok(RequestPage { total, requests: found.into_iter().map(|(_, request)| request).collect(), next })
}
