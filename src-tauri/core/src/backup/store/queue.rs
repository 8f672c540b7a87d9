//! The queue of requests: TikTok handles one request of an account at a time.

use tokio::sync::watch;

use super::{JobStore, TransitionError};
use crate::account::OpenId;
use crate::backup::{Event, InvalidEvent, Job, JobHandle, Outcome, State, Step};
use crate::events::Topic;
use crate::ledger::PendingWrite;
use crate::sync::lock;

impl JobStore {
    /// Receives a message after each change of a job.
    pub(in crate::backup) fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    /// Moves a queued job to [`Step::Asking`] if it is the next one of its account and no request is open; `false` if it
    /// has to wait. Deciding and changing is one step, so of two queued jobs one moves on.
    pub(in crate::backup) fn take_turn(&self, id: &str) -> Result<bool, TransitionError> {
        {
            let mut jobs = lock(&self.0.jobs);
            let job = jobs.get(id).map(|handle| &handle.job).ok_or(TransitionError::Removed)?;
            if job.state() != Some(State::Queued) {
                return Err(InvalidEvent(job.state()).into());
            }
            let account = job.account().cloned();
            if !is_next(jobs.values(), account.as_ref(), id) {
                return Ok(false);
            }
            let handle = jobs.get_mut(id).ok_or(TransitionError::Removed)?;
            handle.job.apply(Event::Turn, self.0.clock.now())?;
            // If this is not stored, a restart finds the job in the queue, from where it goes on.
            drop(self.write(&handle.job));
        }
        self.0.changes.send_replace(());
        self.0.notifier.changed(Topic::Job(id.to_owned()));
        Ok(true)
    }

    /// Makes a queued job the next one of its account. `None` if it is not queued.
    #[must_use]
    pub fn move_to_front(&self, id: &str) -> Option<PendingWrite> {
        let account = self.get(id)?.job.account().cloned();
        let first = queued(lock(&self.0.jobs).values(), account.as_ref()).map(|job| job.queue_order).min()?;
        let moved = self.apply(id, Event::MovedToFront(first - 1), |_, _| {});
        moved.ok().map(|(_, stored)| stored)
    }
}

fn running<'j>(
    jobs: impl Iterator<Item = &'j JobHandle>,
    account: Option<&OpenId>,
) -> impl Iterator<Item = &'j Job> {
    jobs.map(|handle| &handle.job)
        .filter(move |job| job.outcome == Outcome::Running && job.account() == account)
}

fn queued<'j>(
    jobs: impl Iterator<Item = &'j JobHandle>,
    account: Option<&OpenId>,
) -> impl Iterator<Item = &'j Job> {
    running(jobs, account).filter(|job| job.step == Step::Queued && !job.cancel_asked)
}

fn is_next<'j>(
    jobs: impl Iterator<Item = &'j JobHandle> + Clone,
    account: Option<&OpenId>,
    id: &str,
) -> bool {
    let is_request_open = running(jobs.clone(), account).any(|job| job.step.is_at_tiktok());
    let first = queued(jobs, account).min_by_key(|job| (job.queue_order, &job.id));
    !is_request_open && first.is_some_and(|job| job.id == id)
}
