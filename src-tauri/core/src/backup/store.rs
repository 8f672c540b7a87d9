//! The job store: all jobs in memory, each change of them in the ledger.
//!
//! A change is an [`Event`], and is made only if it belongs to the state that the job is in; comparing and changing is one
//! step under one lock. The row is queued for the ledger under the same lock, so rows reach the disk in the order of the
//! changes, and nobody waits for the disk while holding it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::handle::Activity;
use super::{Event, InvalidEvent, Job, JobHandle, JobId, Outcome, PastRequest, Source, Step};
use crate::clock::Clock;
use crate::events::{Notifier, Topic};
use crate::ledger::{Contents, Ledger, LedgerError, PendingWrite, Row};
use crate::random::random_hex;
use crate::sync::lock;

/// Why a change was not made, or is not on the disk.
#[derive(Debug, thiserror::Error)]
pub enum TransitionError {
    /// There is no such job (any more).
    #[error("the job has been removed in the meantime")]
    Removed,
    /// The job is in another state than expected.
    #[error("{0}")]
    Conflict(#[from] InvalidEvent),
    /// The change holds in memory and is shown, but is not on the disk yet. The ledger keeps trying.
    #[error("{0}")]
    NotStored(#[from] LedgerError),
}

/// What became of a request to create a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// A new job. Ended jobs with the same subject, listed here, were dismissed.
    New(JobId, Vec<Job>),
    /// A job with the same subject is running; nothing was created.
    AlreadyRunning(JobId),
}

/// The job store. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct JobStore(Arc<Inner>);

struct Inner {
    ledger: Arc<Ledger>,
    notifier: Notifier,
    clock: Clock,
    closing: CancellationToken,
    jobs: Mutex<BTreeMap<JobId, JobHandle>>,
    /// Notifies queued jobs after each change of a job.
    changes: watch::Sender<()>,
}

impl JobStore {
    /// Restores the jobs from the ledger. All of them stop working when `closing` is cancelled.
    #[must_use]
    pub fn new(
        ledger: Arc<Ledger>,
        contents: &Contents,
        notifier: Notifier,
        clock: Clock,
        closing: CancellationToken,
    ) -> Self {
        let jobs = contents.jobs.iter().filter_map(|json| {
            let read = serde_json::from_str::<Job>(json);
            read.inspect_err(|error| tracing::warn!(%error, "a job in the ledger cannot be read")).ok()
        });
        let jobs = jobs.map(|job| (job.id.clone(), JobHandle::new(job, &closing))).collect();
        let changes = watch::Sender::new(());
        Self(Arc::new(Inner { ledger, notifier, clock, closing, jobs: Mutex::new(jobs), changes }))
    }

    /// One job as it is now.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<JobHandle> {
        lock(&self.0.jobs).get(id).cloned()
    }

    /// All jobs as they are now, in no particular order.
    #[must_use]
    pub fn all(&self) -> Vec<JobHandle> {
        lock(&self.0.jobs).values().cloned().collect()
    }

    /// Creates a job unless one with the same subject is running. Ended ones with the same subject are dismissed.
    ///
    /// The new job is on the disk when this returns, or the error says that it is not, and no job was created.
    pub async fn create_unless_running(
        &self,
        source: Source,
        root: std::path::PathBuf,
    ) -> Result<Created, LedgerError> {
        let job = Job::new(random_hex::<8>(), source, root, self.0.clock.now());
        let id = job.id.clone();
        let (stored, dismissed) = {
            let mut jobs = lock(&self.0.jobs);
            let same: Vec<Job> = jobs
                .values()
                .map(|handle| &handle.job)
                .filter(|other| other.source.subject() == job.source.subject())
                .cloned()
                .collect();
            if let Some(running) = same.iter().find(|job| job.outcome == Outcome::Running) {
                return Ok(Created::AlreadyRunning(running.id.clone()));
            }
            let dismissed: Vec<Job> = if job.request().is_some() { same } else { Vec::new() };
            let stored = self.write(&job);
            jobs.insert(id.clone(), JobHandle::new(job, &self.0.closing));
            (stored, dismissed)
        };
        if let Err(error) = stored.stored().await {
            lock(&self.0.jobs).remove(&id);
            drop(self.0.ledger.write(Row::UncreatedJob { id: id.clone() }));
            return Err(error);
        }
        for job in &dismissed {
            drop(self.dismiss(&job.id));
        }
        self.0.notifier.changed(Topic::Job(id.clone()));
        Ok(Created::New(id, dismissed))
    }

    /// Changes a job by an event that belongs to its state, and tells. The change is on the disk when this returns `Ok`.
    pub async fn transition(&self, id: &str, event: Event) -> Result<Job, TransitionError> {
        let (job, stored) = self.apply(id, event, |_, _| {})?;
        stored.stored().await?;
        Ok(job)
    }

    /// As [`Self::transition`], for a change that holds whether or not it can be stored at once. The ledger keeps trying.
    pub async fn transition_or_later(&self, id: &str, event: Event) -> Result<Job, TransitionError> {
        let (job, stored) = self.apply(id, event, |_, _| {})?;
        if let Err(error) = stored.stored().await {
            tracing::warn!(%error, job = id, "a change of a job is not stored yet");
        }
        Ok(job)
    }

    /// Marks a running job as cancelled and stops its work. If it has been cancelled before, ends the attempts to tell
    /// TikTok. `None` if it is not running.
    #[must_use]
    pub fn cancel(&self, id: &str) -> Option<PendingWrite> {
        let cancelled = self.apply(id, Event::CancelAsked, |handle, before| {
            if before.cancel_asked {
                handle.abandon.cancel();
            }
            handle.cancel.cancel();
        });
        cancelled.ok().map(|(_, stored)| stored)
    }

    /// Ends a running job.
    pub(super) async fn end(&self, id: &str, event: Event) -> Result<Job, TransitionError> {
        let (job, stored) = self.apply(id, event, |handle, _| {
            handle.activity = Activity::default();
            handle.is_driven = false;
        })?;
        if let Err(error) = stored.stored().await {
            tracing::error!(%error, job = id, "the end of a job is not stored yet");
        }
        Ok(job)
    }

    /// Resumes an ended job at a step, with a fresh cancellation token.
    pub async fn resume(
        &self,
        id: &str,
        step: Step,
        root: std::path::PathBuf,
    ) -> Result<Job, TransitionError> {
        let (job, stored) = self.apply(id, Event::Resumed { step, root }, |handle, _| {
            handle.cancel = self.0.closing.child_token();
            handle.abandon = CancellationToken::new();
            handle.run += 1;
        })?;
        stored.stored().await?;
        Ok(job)
    }

    /// Notes that a backup folder was moved, for the jobs that saved to it or would. None of them is running.
    pub fn folder_moved(&self, from: &std::path::Path, to: &std::path::Path) {
        for handle in self.all().into_iter().filter(|handle| handle.job.root == from) {
            let moved = Event::FolderMoved { root: to.to_owned() };
            if let Err(error) = self.apply(&handle.job.id, moved, |_, _| {}) {
                tracing::error!(%error, job = handle.job.id, "a job does not follow the backup folder");
            }
        }
    }

    /// Claims a running job for the task that will run it, and returns the number of that run; `None` if the job is not
    /// running, or claimed already.
    pub(super) fn claim(&self, id: &str) -> Option<u64> {
        let mut jobs = lock(&self.0.jobs);
        let handle = jobs.get_mut(id)?;
        if handle.is_driven || handle.job.outcome != Outcome::Running {
            return None;
        }
        handle.is_driven = true;
        Some(handle.run)
    }

    /// Changes what is shown of a job but not stored.
    pub fn show(&self, id: &str, change: impl FnOnce(&mut Activity)) {
        let is_changed = lock(&self.0.jobs).get_mut(id).is_some_and(|handle| {
            let before = handle.activity.clone();
            change(&mut handle.activity);
            handle.activity != before
        });
        if is_changed {
            self.0.notifier.changed(Topic::Job(id.to_owned()));
        }
    }

    /// Answers the question of a job: it goes on. Does nothing if it asks none.
    pub fn go_on(&self, id: &str) {
        if let Some(question) =
            lock(&self.0.jobs).get(id).and_then(|handle| handle.activity.question.as_ref())
        {
            question.answered.notify_one();
        }
    }

    /// Removes an ended job from the list. `None` if it is running, or not there.
    #[must_use]
    pub fn dismiss(&self, id: &str) -> Option<Job> {
        let removed = {
            let mut jobs = lock(&self.0.jobs);
            if !jobs.get(id).is_some_and(|handle| handle.job.outcome != Outcome::Running) {
                return None;
            }
            drop(self.0.ledger.write(Row::DismissedJob { id: id.to_owned() }));
            jobs.remove(id)?
        };
        self.0.changes.send_replace(());
        self.0.notifier.changed(Topic::Job(id.to_owned()));
        Some(removed.job)
    }

    /// Ends the current wait of every job.
    pub fn wake_all(&self) {
        for handle in lock(&self.0.jobs).values() {
            handle.wake.notify_one();
        }
    }

    /// Changes a job by an event, and what belongs to it in memory by `also`, which also gets the job as it was before.
    fn apply(
        &self,
        id: &str,
        event: Event,
        also: impl FnOnce(&mut JobHandle, &Job),
    ) -> Result<(Job, PendingWrite), TransitionError> {
        let changed = {
            let mut jobs = lock(&self.0.jobs);
            let handle = jobs.get_mut(id).ok_or(TransitionError::Removed)?;
            let before = handle.job.clone();
            handle.job.apply(event, self.0.clock.now())?;
            also(handle, &before);
            (handle.job.clone(), self.write(&handle.job))
        };
        self.0.changes.send_replace(());
        self.0.notifier.changed(Topic::Job(id.to_owned()));
        Ok(changed)
    }

    fn write(&self, job: &Job) -> PendingWrite {
        let json = serde_json::to_string(job).unwrap_or_else(|error| {
            // Every field has a stored form; this would be a fault of Satchel's own, and the old row stays.
            tracing::error!(%error, "a job has no stored form");
            String::new()
        });
        self.0.ledger.write(Row::Job {
            id: job.id.clone(),
            started_at: job.started_at.as_millisecond(),
            json,
            request: PastRequest::of(job).and_then(PastRequest::row),
        })
    }
}

mod queue;
#[cfg(test)]
mod tests;
