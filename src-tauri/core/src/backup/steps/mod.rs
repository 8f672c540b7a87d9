//! The steps of a job, one file each. A step begins from the stored job and stores what it found before it returns.

mod ask;
mod check;
mod download;
mod import;
mod prepare;
mod publish;
mod queue;
mod receive;
mod source;
mod unpack;

use crate::error::Error;
use crate::problem::ProblemCode;

use super::step_error::StepResult;
use super::{Event, JobContext, JobHandle, State};

pub(super) use prepare::cancel_request;

/// Takes the step that belongs to the state of the job.
pub(super) async fn take(context: &JobContext, handle: &JobHandle) -> StepResult {
    match handle.job.state() {
        Some(State::Queued) => queue::run(context, handle).await,
        Some(State::Asking) => ask::run(context, handle).await,
        // Satchel ended between the request and its answer.
        Some(State::Sent) => Err(Error::Plain(ProblemCode::RequestUncertain).into()),
        Some(State::Preparing) => prepare::run(context, handle).await,
        Some(State::Ready) => context.advance(handle, Event::DownloadStarted).await,
        Some(State::Downloading) => download::run(context, handle).await,
        Some(State::Checking) => check::run(context, handle).await,
        // Checking leads straight to unpacking and indexing; only a restart finds a job here.
        Some(State::Unpacking | State::Indexing) => publish::after_restart(context, handle).await,
        state @ (Some(State::Ended(_)) | None) => {
            Err(Error::Bug(format!("a job in the state {state:?} cannot be run")).into())
        }
    }
}
