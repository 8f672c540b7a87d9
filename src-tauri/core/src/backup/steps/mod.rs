//! The steps of a job, one file each. A step begins from the stored job and stores what it found before it returns.

mod ask;
mod check;
mod download;
mod prepare;
mod publish;
mod receive;
mod unpack;

use crate::account::OpenId;
use crate::data_request::DataRequest;
use crate::error::Error;
use crate::portability::RequestId;

use super::step_error::{StepError, StepResult};
use super::{Job, JobContext, JobHandle, Source, Step};

pub(super) use prepare::cancel_request;

/// Takes the step that the job is at.
pub(super) async fn take(context: &JobContext, handle: &JobHandle) -> StepResult {
    match handle.job.step {
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

/// What was requested, and for which account.
fn requested(job: &Job) -> Result<(DataRequest, OpenId), StepError> {
    match &job.source {
        Source::TikTok { request, account, .. } => Ok((*request, account.clone())),
        Source::File { .. } => Err(Error::Bug("an opened file is not requested from TikTok".into()).into()),
    }
}

fn request_id(job: &Job) -> Result<RequestId, StepError> {
    job.request_id.ok_or_else(|| Error::Bug("the job has no request id".into()).into())
}
