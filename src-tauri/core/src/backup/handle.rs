//! A job in memory: its stored form, and what exists only while Satchel runs.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Job, Progress};

/// What is shown of a running job but not stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Activity {
    /// Counts of the current step.
    pub progress: Option<Progress>,
    /// When TikTok is asked next.
    pub next_check_at: Option<Timestamp>,
    /// What holds it up, if anything.
    pub delay: Option<Delay>,
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
        }
    }
}
