//! Takes one job from step to step until it ends.

use jiff::Timestamp;

use super::{forget_staging, is_staged, keep, steps};
use crate::Core;
use crate::account::AccountError;
use crate::archive::ArchiveError;
use crate::error::Error;
use crate::portability::PortabilityError;
use crate::problem::{Problem, ProblemCode};
use crate::view::{Outcome, Step};

/// Why a step did not lead to the next.
pub(super) enum Halt {
    /// The person cancelled.
    Cancelled,
    /// TikTok no longer has the archive.
    Expired,
    /// Satchel is being closed: the job stays as it is, for the next start.
    Closing,
    /// Something went wrong.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Halt {
    fn from(error: E) -> Self {
        match error.into() {
            Error::Archive(ArchiveError::Cancelled) => Self::Cancelled,
            other => Self::Failed(other),
        }
    }
}

/// Drives a job until it ends. Returns when it has ended, or when Satchel is being closed.
pub async fn drive(core: Core, id: String) {
    loop {
        let Some(live) = core.live(&id) else { return };
        tracing::info!(job = id, step = ?live.job.step, outcome = ?live.job.outcome, "job");
        let step = match live.job.step {
            _ if live.job.outcome != Outcome::Running => return,
            Step::Asking => steps::ask(&core, &live).await,
            Step::Preparing | Step::Ready => steps::prepare(&core, &live).await,
            Step::Downloading => steps::download(&core, &live).await,
            Step::Checking => keep::check(&core, &live).await,
            // Checking goes straight on to unpacking; only a restart finds a job here.
            Step::Unpacking | Step::Indexing => keep::unpack_after_restart(&core, &live).await,
            Step::Saved => Err(Halt::Failed(Error::Bug("a saved job was driven".into()))),
        };
        let Err(halt) = step else { continue };
        if core.is_closing() {
            return;
        }
        end(&core, &id, halt).await;
        return;
    }
}

async fn end(core: &Core, id: &str, halt: Halt) {
    let Some(live) = core.live(id) else { return };
    let (outcome, problem) = match halt {
        Halt::Closing => return,
        Halt::Cancelled => {
            steps::call_off(core, &live).await;
            (Outcome::Cancelled, None)
        }
        Halt::Expired => (Outcome::Expired, None),
        Halt::Failed(error) => {
            if is_about_permission(&error) {
                core.permission_spent(&live.job);
            }
            let mut problem = error.into_problem();
            problem.facts.until = live.job.ready_until().map(Timestamp::as_millisecond);
            if matches!(problem.code, ProblemCode::NotAnExport | ProblemCode::FileUnreadable) {
                problem.facts.name = live.view().file_name;
            }
            (Outcome::Failed, Some(problem))
        }
    };
    // Before it is told: once a job has ended, nothing of it is left in the folder. An archive that is sound, and
    // only its place is not, is kept for the next try.
    let is_of_use = live.job.request_id.is_some() && is_staged(&live.job, core.is_demo());
    let is_elsewhere =
        |p: &Problem| p.is_about_the_folder() || matches!(p.code, ProblemCode::FileInUse | ProblemCode::Bug);
    if !is_of_use || !problem.as_ref().is_some_and(is_elsewhere) {
        forget_staging(&live.job, core.is_demo());
    }
    let ended = core.update(id, |live| {
        live.progress = None;
        live.next_check_at = None;
        live.offline = false;
        live.driven = false;
        live.job.problem = problem;
        live.job.end(outcome, Timestamp::now());
    });
    match ended {
        Ok(live) => {
            tracing::info!(job = id, step = ?live.job.step, outcome = ?live.job.outcome, "job ended");
        }
        Err(error) => tracing::error!(%error, "the end of a job could not be stored"),
    }
}

fn is_about_permission(error: &Error) -> bool {
    matches!(
        error,
        Error::Portability(PortabilityError::NotPermitted(_)) | Error::Account(AccountError::SignedOut)
    )
}
