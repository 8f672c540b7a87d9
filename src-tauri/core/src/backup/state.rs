//! The life of a job as a pure state machine: its states, its events, and the table of transitions.
//!
//! All changes of a [`Job`] after its creation are made by [`Job::apply`], which refuses events that the table does not
//! allow in the current state. The machine knows neither files, network nor time of its own: what happened, and when, is
//! passed in.

use std::path::PathBuf;

use jiff::Timestamp;

use super::{ArchiveFacts, Job, Outcome, Source, Step, UnknownStatus};
use crate::library::ImportCounts;
use crate::portability::Accepted;
use crate::problem::{Problem, ProblemCode};

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for its turn. Nothing was sent.
    Queued,
    /// It is its turn. Nothing was sent, or TikTok certainly did not accept it.
    Asking,
    /// The request is being sent, or was sent, and its answer has not arrived: TikTok may have accepted it.
    Sent,
    /// TikTok accepted the request and prepares the archive.
    Preparing,
    /// The archive can be downloaded.
    Ready,
    /// The archive is being downloaded.
    Downloading,
    /// The archive is being copied or checked.
    Checking,
    /// The files are being unpacked.
    Unpacking,
    /// The records are being imported.
    Indexing,
    /// Ended.
    Ended(Outcome),
}

/// What happens to a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// No other request of the account is open.
    Turn,
    /// The person made it the next one of the queue.
    MovedToFront(i64),
    /// The request is about to be sent.
    Sending,
    /// The request was certainly not accepted.
    NotAccepted,
    /// TikTok accepted the request.
    Accepted(Accepted),
    /// TikTok gave the status of the request: one that Satchel does not know, or (`None`) one that it knows.
    StatusReceived(Option<UnknownStatus>),
    /// TikTok has the archive ready.
    Ready,
    /// The download begins.
    DownloadStarted,
    /// The archive is complete in the staging folder: it was downloaded, or copied from what the person opened.
    Received(ArchiveFacts),
    /// The archive is not in the staging folder (any more).
    ArchiveMissing,
    /// Work on the archive begins. Counted, since untrusted content may crash the program; unpacking and indexing belong
    /// to the same work.
    LocalWorkStarted,
    /// Satchel closes in order.
    Closed,
    /// The directory of the archive is sound, or its entries were found without it.
    Checked,
    /// The files are unpacked and verified, except for this many entries that cannot be read.
    Unpacked(u64),
    /// The name of the finished backup was chosen.
    Named(String),
    /// Unpacking was interrupted by a restart, and begins anew with the check.
    Interrupted,
    /// The backup is complete, in its place.
    Saved {
        /// The id of the backup.
        backup: String,
        /// How many records were imported.
        records: Option<ImportCounts>,
    },
    /// Another backup has the archive that was opened.
    AlreadySaved {
        /// The id of that backup.
        backup: String,
    },
    /// The person asked for the end of the job.
    CancelAsked,
    /// TikTok confirmed that the request is cancelled.
    CancelConfirmed,
    /// The request or the work is cancelled.
    Cancelled,
    /// TikTok no longer has the archive.
    Expired,
    /// A problem ended the job.
    Failed {
        /// The problem.
        problem: Problem,
        /// TikTok's log id of the reply that caused it.
        log_id: Option<String>,
    },
    /// The backup folder was moved while the job was not running.
    FolderMoved {
        /// Where it is now.
        root: PathBuf,
    },
    /// The job continues, because the person asked for it or because its problem is solved.
    Resumed {
        /// The step that it continues at.
        step: Step,
        /// The backup folder that it saves to from now on.
        root: PathBuf,
    },
}

/// The table of transitions: the state after an event; `None` if the event cannot happen in that state.
#[rustfmt::skip]
#[allow(clippy::match_same_arms)]
fn next(job: &Job, event: &Event) -> Option<State> {
    use Event as E;
    use State as S;
    let Some(state) = job.state() else {
        return matches!(event, E::Failed { .. }).then_some(S::Ended(Outcome::Failed));
    };
    Some(match (state, event) {
        (S::Queued,                             E::Turn)                  => S::Asking,
        (S::Queued,                             E::MovedToFront(_))       => S::Queued,
        (S::Asking,                             E::Sending)               => S::Sent,
        (S::Sent,                               E::NotAccepted)           => S::Asking,
        (S::Sent,                               E::Accepted(_))           => S::Preparing,
        (S::Preparing | S::Downloading,         E::StatusReceived(_))     => state,
        (S::Preparing,                          E::Ready)                 => S::Ready,
        (S::Ready,                              E::DownloadStarted)       => S::Downloading,
        (S::Downloading,                        E::Received(_))           => S::Checking,
        // An opened file is copied or packed first.
        (S::Checking,                           E::Received(_))           => S::Checking,
        (S::Checking,                           E::ArchiveMissing) if job.request_id.is_some() => S::Downloading,
        (S::Checking,                           E::LocalWorkStarted)      => S::Checking,
        (S::Checking,                           E::AlreadySaved { .. }) if job.request().is_none() => S::Ended(Outcome::AlreadySaved),
        (S::Checking,                           E::Checked)               => S::Unpacking,
        (S::Unpacking,                          E::Unpacked(_))           => S::Indexing,
        (S::Indexing,                           E::Named(_))              => S::Indexing,
        (S::Indexing,                           E::Saved { .. })          => S::Ended(Outcome::Saved),
        (S::Unpacking | S::Indexing,            E::Interrupted)           => S::Checking,

        // Everything that runs can be interrupted, cancelled, or fail.
        (S::Ended(_),                           E::Closed | E::CancelAsked | E::CancelConfirmed | E::Cancelled | E::Failed { .. }) => return None,
        (_,                                     E::Closed | E::CancelAsked | E::CancelConfirmed) => state,
        (_,                                     E::Cancelled)             => S::Ended(Outcome::Cancelled),
        (_,                                     E::Failed { .. })             => S::Ended(Outcome::Failed),
        (S::Preparing | S::Downloading,         E::Expired)               => S::Ended(Outcome::Expired),

        (S::Ended(_),                           E::FolderMoved { .. })    => state,
        (S::Ended(_),                           E::Resumed { step, .. }) if job.may_resume_at(*step) => State::at(*step)?,
        _ => return None,
    })
}

/// An event that cannot happen in the state of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a job in the state {0:?} was told of an event that does not belong there")]
pub struct InvalidEvent(pub Option<State>);

impl State {
    /// The state of a running job at the beginning of this step.
    fn at(step: Step) -> Option<Self> {
        Some(match step {
            Step::Queued => Self::Queued,
            Step::Asking => Self::Asking,
            Step::Preparing => Self::Preparing,
            Step::Ready => Self::Ready,
            Step::Downloading => Self::Downloading,
            Step::Checking => Self::Checking,
            Step::Unpacking => Self::Unpacking,
            Step::Indexing => Self::Indexing,
            Step::Saved => return None,
        })
    }

    /// The step that is shown for a running job.
    fn step(self) -> Option<Step> {
        Some(match self {
            Self::Queued => Step::Queued,
            Self::Asking | Self::Sent => Step::Asking,
            Self::Preparing => Step::Preparing,
            Self::Ready => Step::Ready,
            Self::Downloading => Step::Downloading,
            Self::Checking => Step::Checking,
            Self::Unpacking => Step::Unpacking,
            Self::Indexing => Step::Indexing,
            // The last step stays visible.
            Self::Ended(Outcome::Saved) => Step::Saved,
            Self::Ended(_) => return None,
        })
    }
}

impl Job {
    /// The state; `None` if the fields contradict each other.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        if self.outcome != Outcome::Running {
            return Some(State::Ended(self.outcome));
        }
        let is_request = self.request().is_some();
        let is_accepted = self.request_id.is_some();
        match (self.step, self.ask_sent_at) {
            (Step::Queued, None) | (Step::Asking, _) if !is_request || is_accepted => None,
            (Step::Queued, Some(_)) => None,
            (Step::Asking, Some(_)) => Some(State::Sent),
            (Step::Preparing | Step::Ready | Step::Downloading, _) if !is_accepted => None,
            (step, _) => State::at(step),
        }
    }

    /// Changes the job by an event. An event that does not belong to its state changes nothing.
    pub fn apply(&mut self, event: Event, now: Timestamp) -> Result<(), InvalidEvent> {
        let after = next(self, &event).ok_or(InvalidEvent(self.state()))?;
        if let Some(step) = after.step().filter(|step| *step != self.step) {
            self.step = step;
            self.step_since = now;
        }
        match event {
            Event::MovedToFront(order) => self.queue_order = order,
            Event::Sending => self.ask_sent_at = Some(now),
            Event::NotAccepted => self.ask_sent_at = None,
            Event::Accepted(accepted) => {
                self.request_id = Some(accepted.id);
                self.log_id = accepted.log_id;
            }
            Event::StatusReceived(unknown) => {
                self.unknown_status = unknown;
                self.checked_at = Some(now);
            }
            Event::Ready => self.ready_at = self.ready_at.or(Some(now)),
            Event::Received(facts) => self.archive = Some(facts),
            Event::LocalWorkStarted => self.unfinished_starts += 1,
            Event::DownloadStarted | Event::ArchiveMissing | Event::Closed => self.unfinished_starts = 0,
            Event::Unpacked(unreadable) => self.unreadable = unreadable,
            Event::Named(name) => self.final_name = Some(name),
            Event::CancelAsked => self.cancel_asked = true,
            Event::CancelConfirmed => self.cancel_confirmed = true,
            Event::AlreadySaved { backup } => self.backup_id = Some(backup),
            Event::Saved { backup, records } => {
                self.backup_id = Some(backup);
                self.records = records;
            }
            Event::Failed { problem, log_id } => {
                self.problem = Some(problem);
                self.log_id = log_id.or(self.log_id.take());
            }
            Event::FolderMoved { root } => self.root = root,
            Event::Resumed { step, root } => self.resume(step, root, now),
            Event::Turn | Event::Checked | Event::Interrupted | Event::Cancelled | Event::Expired => {}
        }
        if let State::Ended(outcome) = after
            && self.outcome != outcome
        {
            self.outcome = outcome;
            self.ended_at = Some(now);
        }
        Ok(())
    }

    /// The step at which a retry continues; `None` if it needs a new request.
    /// `is_staged`: its archive is complete in the staging folder.
    ///
    /// Whether TikTok still has the archive is not decided by the clock of this computer: a download tells.
    #[must_use]
    pub fn retry_step(&self, is_staged: bool) -> Option<Step> {
        if matches!(self.source, Source::File { .. }) {
            return Some(Step::Checking);
        }
        // TikTok may still have a better copy of an archive that could not be unpacked completely.
        if self.outcome == Outcome::Saved && self.unreadable > 0 {
            return Some(Step::Downloading);
        }
        if self.outcome != Outcome::Failed {
            return None;
        }
        match self.step {
            // Nothing was sent, or TikTok certainly did not accept it.
            Step::Queued | Step::Asking => self.ask_sent_at.is_none().then_some(Step::Queued),
            _ if is_staged => Some(Step::Checking),
            // TikTok does not know this request or has given it up, so that only a new one helps.
            _ if matches!(
                self.problem.as_ref().map(|problem| problem.code),
                Some(ProblemCode::RequestUnknown | ProblemCode::ArchiveFailed)
            ) =>
            {
                None
            }
            Step::Preparing => Some(Step::Preparing),
            _ => Some(Step::Downloading),
        }
    }

    /// Whether a retry may continue at this step, with or without an archive in the staging folder.
    fn may_resume_at(&self, step: Step) -> bool {
        [true, false].into_iter().any(|is_staged| self.retry_step(is_staged) == Some(step))
    }

    fn resume(&mut self, step: Step, root: PathBuf, now: Timestamp) {
        self.root = root;
        self.outcome = Outcome::Running;
        self.unfinished_starts = 0;
        self.cancel_asked = false;
        self.ended_at = None;
        self.problem = None;
        self.unreadable = 0;
        self.backup_id = None;
        self.records = None;
        if step != Step::Checking {
            self.archive = None;
        }
        self.final_name = None;
        self.backup_id = None;
        self.unknown_status = None;
        self.step_since = now;
    }
}

#[cfg(test)]
mod tests;
