//! A job in memory: its stored form, and what exists only while Satchel runs.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Job, Progress};
use crate::archive::LeftOut;

/// What is shown of a running job but not stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// Counts of the current step.
    pub progress: Option<Progress>,
    /// When TikTok is asked next.
    pub next_check_at: Option<Timestamp>,
    /// What holds it up, if anything.
    pub delay: Option<Delay>,
    /// What it waits to be answered.
    pub question: Option<Arc<FolderQuestion>>,
}

/// Asks whether to go on although the opened folder holds files that do not belong to an export.
#[derive(Debug)]
pub struct FolderQuestion {
    /// How many files belong to the export.
    pub taken: u64,
    /// The other files.
    pub left_out: LeftOut,
    /// Notified once the person wants to go on. To cancel the job is the other answer.
    pub(super) answered: Notify,
}

impl PartialEq for FolderQuestion {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for FolderQuestion {}

impl FolderQuestion {
    pub(super) fn new(taken: u64, left_out: LeftOut) -> Self {
        Self { taken, left_out, answered: Notify::new() }
    }
}

/// What holds up a job that goes on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    /// TikTok cannot be reached.
    Offline,
    /// TikTok was reached, but the last reply did not arrive in time, or cannot be used.
    NoReply,
    /// TikTok wants no further calls for a while.
    RateLimited {
        /// When that ends.
        until: Timestamp,
    },
    /// TikTok refuses the request, probably because another one of the account is open.
    Refused,
    /// The keychain, or the encrypted file, is locked.
    Locked,
    /// As many other archives as possible are checked and unpacked.
    OtherArchives,
}

/// A job and the means to control it. A clone is a snapshot of the data; the controls are shared.
#[derive(Debug, Clone)]
pub struct JobHandle {
    /// The stored form.
    pub job: Job,
    /// What the job is doing.
    pub activity: Activity,
    /// Ends its waits and its work. Also cancelled when Satchel closes.
    pub cancel: CancellationToken,
    /// Ends the attempts to tell TikTok of a cancellation. Not cancelled when Satchel closes: the next start goes on.
    pub abandon: CancellationToken,
    /// Ends the current wait: "Check now", the window got the focus, the vault was unlocked.
    pub wake: Arc<Notify>,
    /// Whether a task runs it.
    pub(super) is_driven: bool,
    /// How often it was resumed. The task that ran it before may not have noticed that it ended.
    pub(super) run: u64,
}

impl JobHandle {
    /// A job from the ledger, or a new one. Its work ends when `closing` is cancelled.
    #[must_use]
    pub fn new(job: Job, closing: &CancellationToken) -> Self {
        let cancel = closing.child_token();
        if job.cancel_asked {
            cancel.cancel();
        }
        Self {
            job,
            activity: Activity::default(),
            cancel,
            abandon: CancellationToken::new(),
            wake: Arc::new(Notify::new()),
            is_driven: false,
            run: 0,
        }
    }
}
