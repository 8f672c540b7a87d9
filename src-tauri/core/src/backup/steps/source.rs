//! What the stored job says about its request.

use crate::account::OpenId;
use crate::backup::step_error::StepError;
use crate::backup::{Job, Source};
use crate::data_request::DataRequest;
use crate::error::Error;
use crate::portability::RequestId;

/// What was requested, and for which account.
pub(super) fn requested(job: &Job) -> Result<(DataRequest, OpenId), StepError> {
    match &job.source {
        Source::TikTok { request, account, .. } => Ok((*request, account.clone())),
        Source::File { .. } => Err(Error::Bug("an opened file is not requested from TikTok".into()).into()),
    }
}

/// TikTok's id of the request.
pub(super) fn request_id(job: &Job) -> Result<RequestId, StepError> {
    job.request_id.ok_or_else(|| Error::Bug("the job has no request id".into()).into())
}
