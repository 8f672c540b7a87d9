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

use super::step_error::StepResult;
use super::{JobContext, JobHandle, Step};

pub(super) use prepare::cancel_request;

/// Takes the step that the job is at.
pub(super) async fn take(context: &JobContext, handle: &JobHandle) -> StepResult {
    match handle.job.step {
        Step::Queued => queue::run(context, handle).await,
        Step::Asking => ask::run(context, handle).await,
        Step::Preparing => prepare::run(context, handle).await,
        Step::Ready => context.advance(handle, Step::Downloading).await,
        Step::Downloading => download::run(context, handle).await,
        Step::Checking => check::run(context, handle).await,
        // Checking leads straight to unpacking and indexing; only a restart finds a job here.
        Step::Unpacking | Step::Indexing => publish::after_restart(context, handle).await,
        Step::Saved => Err(Error::Bug("a saved job was run".into()).into()),
    }
}
