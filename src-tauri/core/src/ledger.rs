//! The ledger: jobs, the history of requests, accounts and verification results in one small SQLite file.
//!
//! One thread owns the connection, so no async task ever waits for the disk with a lock in its hand. Writes are queued in
//! order; each returns a [`PendingWrite`] that resolves once the row is on the disk. A write that fails, for example
//! because the disk is full, is kept and tried again until it succeeds.

use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};
use tokio::sync::oneshot;

use crate::sync::lock;

mod error;
mod file;
mod requests;

pub use error::LedgerError;
use file::open_or_replace;
pub use file::{Contents, OpenProblem};
pub use requests::{PendingPage, RequestPage, RequestQuery, RequestRow};

/// How long a failed write waits for its next attempt if nothing else is written.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// One row to write. The text columns hold JSON whose shape belongs to the module that writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A job, whole.
    Job {
        /// Its id.
        id: String,
        /// When it was created, Unix milliseconds; the order of the list.
        started_at: i64,
        /// Its stored form.
        json: String,
        /// What the history keeps of it; `None` for an opened file.
        request: Option<RequestRow>,
    },
    /// A job that has ended and was dismissed: it is no longer listed. The history keeps its request.
    DismissedJob {
        /// Its id.
        id: String,
    },
    /// A job that could not be stored and was therefore not created: nothing is kept of it.
    UncreatedJob {
        /// Its id.
        id: String,
    },
    /// An account, whole.
    Account {
        /// TikTok's id.
        id: String,
        /// When it became the current account, Unix microseconds.
        used_at: i64,
        /// Its stored form.
        json: String,
    },
    /// An account that was removed, with its jobs, all of which have ended, and the history of its requests.
    RemovedAccount {
        /// TikTok's id.
        id: String,
    },
    /// The last verification result of a backup.
    Check {
        /// The backup's id.
        backup: String,
        /// The stored form of the result.
        json: String,
    },
    /// A backup that was deleted: its verification result is removed.
    NoCheck {
        /// The backup's id.
        backup: String,
    },
}

impl Row {
    /// Rows with the same key replace each other.
    fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Job { id, .. } | Self::UncreatedJob { id } => ("job", id),
            Self::DismissedJob { id } => ("dismissed", id),
            Self::Account { id, .. } | Self::RemovedAccount { id } => ("account", id),
            Self::Check { backup, .. } | Self::NoCheck { backup } => ("check", backup),
        }
    }

    fn write(&self, db: &Connection) -> rusqlite::Result<()> {
        let written = match self {
            Self::Job { id, started_at, json, request } => {
                let change = db.unchecked_transaction()?;
                change.execute(
                    "INSERT INTO jobs (id, started_at, job) VALUES (?1, ?2, ?3)
                     ON CONFLICT (id) DO UPDATE SET job = ?3",
                    params![id, started_at, json],
                )?;
                if let Some(request) = request {
                    requests::write(&change, id, *started_at, request)?;
                }
                return change.commit();
            }
            Self::UncreatedJob { id } => {
                let change = db.unchecked_transaction()?;
                requests::remove(&change, id)?;
                change.execute("DELETE FROM jobs WHERE id = ?1", [id])?;
                return change.commit();
            }
            Self::DismissedJob { id } => db.execute("UPDATE jobs SET dismissed = 1 WHERE id = ?1", [id]),
            Self::Account { id, used_at, json } => db.execute(
                "INSERT INTO accounts (id, used_at, account) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET used_at = ?2, account = ?3",
                params![id, used_at, json],
            ),
            Self::RemovedAccount { id } => {
                let change = db.unchecked_transaction()?;
                requests::remove_all(&change, id)?;
                change.execute(
                    "DELETE FROM jobs WHERE json_valid(job) AND job ->> '$.source.tikTok.account' = ?1",
                    [id],
                )?;
                change.execute("DELETE FROM accounts WHERE id = ?1", [id])?;
                return change.commit();
            }
            Self::Check { backup, json } => db.execute(
                "INSERT INTO checks (backup, result) VALUES (?1, ?2)
                 ON CONFLICT (backup) DO UPDATE SET result = ?2",
                params![backup, json],
            ),
            Self::NoCheck { backup } => db.execute("DELETE FROM checks WHERE backup = ?1", [backup]),
        };
        written.map(drop)
    }
}

/// A queued write. Awaiting it tells whether the row is on the disk; dropping it changes nothing.
#[must_use = "await it where what follows depends on the row being stored"]
pub struct PendingWrite(oneshot::Receiver<Result<(), LedgerError>>);

impl PendingWrite {
    /// Waits until the row is on the disk, or the first attempt has failed. A failed row is still tried again.
    pub async fn stored(self) -> Result<(), LedgerError> {
        self.0.await.unwrap_or(Err(LedgerError::Closed))
    }

    /// The same for a thread that may block.
    pub fn wait(self) -> Result<(), LedgerError> {
        self.0.blocking_recv().unwrap_or(Err(LedgerError::Closed))
    }
}

enum Message {
    Write(Row, oneshot::Sender<Result<(), LedgerError>>),
    Requests(RequestQuery, oneshot::Sender<Result<RequestPage, LedgerError>>),
    Close(oneshot::Sender<()>),
}

/// The ledger. Its thread ends when it is closed or dropped.
pub struct Ledger {
    messages: mpsc::Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Ledger {
    /// Opens the file, creating or upgrading it. A file that cannot be used is set aside and a new one is created, so
    /// opening always succeeds; [`OpenProblem`] says what happened. Blocks.
    pub fn open(path: &Path) -> (Self, Contents, Option<OpenProblem>) {
        let (db, contents, problem) = open_or_replace(path);
        let (messages, received) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || run(&db, &received))
            .inspect_err(|error| tracing::error!(%error, "the ledger thread could not be started"))
            .ok();
        (Self { messages, thread: Mutex::new(thread) }, contents, problem)
    }

    /// Queues a row. Rows are written in the order of these calls.
    pub fn write(&self, row: Row) -> PendingWrite {
        let (done, is_done) = oneshot::channel();
        // If the thread has ended, the sender is dropped with the message, and the receiver says so.
        let _ = self.messages.send(Message::Write(row, done));
        PendingWrite(is_done)
    }

    /// Queues a query of the history. It sees what was queued before it.
    pub fn requests(&self, query: RequestQuery) -> PendingPage {
        let (sender, page) = oneshot::channel();
        // As for a write.
        let _ = self.messages.send(Message::Requests(query, sender));
        PendingPage(page)
    }

    /// Writes what is queued and closes the file. Later writes fail with [`LedgerError::Closed`].
    pub async fn close(&self) {
        let (done, is_done) = oneshot::channel();
        if self.messages.send(Message::Close(done)).is_ok() {
            let _ = is_done.await;
        }
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

fn run(db: &Connection, messages: &mpsc::Receiver<Message>) {
    let mut unsaved: Vec<Row> = Vec::new();
    loop {
        let message = if unsaved.is_empty() {
            messages.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected)
        } else {
            messages.recv_timeout(RETRY_INTERVAL)
        };
        if !unsaved.is_empty() {
            write_unsaved(db, &mut unsaved);
        }
        match message {
            Ok(Message::Write(row, done)) => {
                // An older version of the same row must not be written after this one.
                unsaved.retain(|other| other.key() != row.key());
                let written = if unsaved.is_empty() { row.write(db) } else { Err(still_failing()) };
                if let Err(error) = &written {
                    tracing::error!(%error, "a row could not be written to the ledger; it is tried again");
                    unsaved.push(row);
                }
                let _ = done.send(written.map_err(LedgerError::from));
            }
            Ok(Message::Requests(query, page)) => {
                let _ = page.send(requests::read(db, &query));
            }
            Ok(Message::Close(done)) => {
                if !unsaved.is_empty() {
                    tracing::error!(
                        rows = unsaved.len(),
                        "rows of the ledger could not be written before closing"
                    );
                }
                let _ = done.send(());
                return;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Writes rows that failed before, in order, as far as possible.
fn write_unsaved(db: &Connection, unsaved: &mut Vec<Row>) {
    while let Some(row) = unsaved.first() {
        if row.write(db).is_err() {
            return;
        }
        unsaved.remove(0);
    }
    tracing::info!("rows that could not be written to the ledger before are stored now");
}

/// Rows are written in order: while an earlier one cannot be written, a later one is not either.
fn still_failing() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL),
        Some("an earlier row is still waiting to be written".into()),
    )
}

/// A value for the `used_at` column: now, in microseconds.
#[must_use]
pub fn used_now() -> i64 {
    Timestamp::now().as_microsecond()
}

#[cfg(test)]
mod tests;
