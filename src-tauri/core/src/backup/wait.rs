//! A job while it runs: what the ledger has of it, and what lives only as long as the program does.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::Job;
use crate::view::{JobView, ProgressView};

/// A computer that sleeps stops every timer but not the clock on the wall: it is looked at this often.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(15);

/// A job and its surroundings.
#[derive(Debug, Clone)]
pub struct Live {
    /// As in the ledger.
    pub job: Job,
    /// Counts of the current step.
    pub progress: Option<ProgressView>,
    /// When TikTok is asked next.
    pub next_check_at: Option<Timestamp>,
    /// Whether TikTok cannot be reached now.
    pub offline: bool,
    /// Ends its waits and its work.
    pub cancel: CancellationToken,
    /// Ends the current wait only: "Check now", the window came to the front, the computer woke up.
    pub poke: Arc<Notify>,
    /// Whether a task drives it.
    pub driven: bool,
}

impl Live {
    /// A job as it came from the ledger, or is about to go there.
    #[must_use]
    pub fn new(job: Job) -> Self {
        let cancel = CancellationToken::new();
        if job.cancel_asked {
            cancel.cancel();
        }
        Self {
            job,
            progress: None,
            next_check_at: None,
            offline: false,
            cancel,
            poke: Arc::new(Notify::new()),
            driven: false,
        }
    }

    /// What the window is told.
    #[must_use]
    pub fn view(&self) -> JobView {
        let job = &self.job;
        let file_name = match &job.source {
            super::Source::File { path } => path.file_name().map(|n| n.to_string_lossy().into_owned()),
            super::Source::TikTok { .. } => None,
        };
        JobView {
            id: job.id.clone(),
            request: job.request(),
            file_name,
            account_id: job.account().map(|id| id.0.clone()),
            step: job.step,
            outcome: job.outcome,
            started_at: job.started_at.as_millisecond(),
            step_since: job.step_since.as_millisecond(),
            ended_at: job.ended_at.map(Timestamp::as_millisecond),
            ready_until: job.ready_until().map(Timestamp::as_millisecond),
            next_check_at: self.next_check_at.map(Timestamp::as_millisecond),
            offline: self.offline,
            cancelling: self.cancel.is_cancelled() && job.ended_at.is_none(),
            progress: self.progress,
            problem: job.problem.clone(),
            backup_id: job.backup_id.clone(),
            records: job.records,
            request_id: job.request_id.map(|r| r.to_string()),
        }
    }
}

/// Waits until this moment on the wall clock. `poke` ends the wait early, `cancel` too.
pub async fn wait_until(moment: Timestamp, poke: &Notify, cancel: &CancellationToken) {
    loop {
        let left = moment.duration_since(Timestamp::now());
        let Ok(left) = Duration::try_from(left) else { return };
        if left.is_zero() {
            return;
        }
        tokio::select! {
            () = cancel.cancelled() => return,
            () = poke.notified() => return,
            () = tokio::time::sleep(left.min(LOOK_AT_CLOCK)) => {}
        }
    }
}
