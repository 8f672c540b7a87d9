//! Preparing: TikTok puts the data together; Satchel asks for the status until the archive is ready.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::source::{request_id, requested};
use crate::account::OpenId;
use crate::backup::retry::{retry_with_token, wait};
use crate::backup::schedule::{LEAST_PAUSE, UNKNOWN_STATUS_LIMIT, next_pause};
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{JobContext, JobHandle, Step, UnknownStatus};
use crate::portability::{PortabilityError, RequestId, RequestState, Status};
use crate::random::random_bytes;

/// The pause before the first check: small exports are ready within seconds.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let (_, account) = requested(&handle.job)?;
    let request = request_id(&handle.job)?;
    let mut is_first = true;
    let mut unknown = handle.job.unknown_status.clone();
    loop {
        let pause = if is_first {
            FIRST_PAUSE
        } else {
            let random = f64::from(random_bytes::<1>()[0]) / 255.0;
            next_pause(age(handle.job.step_since), random)
        };
        let least = if is_first { Duration::ZERO } else { LEAST_PAUSE };
        wait(context, handle, pause, least).await?;
        is_first = false;
        let status = check_request(context, handle, &account, request).await?.status;
        note_unknown(context, handle, &mut unknown, &status).await?;
        match status {
            Status::Preparing | Status::Unknown(_) => {}
            Status::Ready => {
                let now = Timestamp::now();
                context
                    .commit(handle, |job| {
                        job.ready_at = job.ready_at.or(Some(now));
                        job.go_to(Step::Ready, now);
                    })
                    .await?;
                return Ok(());
            }
            Status::Expired => return Err(StepError::Expired),
            Status::Cancelled => return Err(StepError::CancelledAtTiktok),
            Status::Failed(word) => return Err(PortabilityError::ArchiveFailed(word).into()),
        }
    }
}

/// Stores since when the status has been unknown, and fails once that has lasted too long.
async fn note_unknown(
    context: &JobContext,
    handle: &JobHandle,
    unknown: &mut Option<UnknownStatus>,
    status: &Status,
) -> StepResult {
    let now = Timestamp::now();
    let found = match status {
        Status::Unknown(word) => {
            let since = unknown.as_ref().map_or(now, |unknown| unknown.since);
            if now.duration_since(since) >= UNKNOWN_STATUS_LIMIT {
                return Err(PortabilityError::StatusUnknown(word.clone()).into());
            }
            Some(UnknownStatus { word: word.clone(), since })
        }
        _ => None,
    };
    if found != *unknown {
        unknown.clone_from(&found);
        context.commit(handle, |job| job.unknown_status = found).await?;
    }
    Ok(())
}

/// Asks TikTok for the status of a request, and notes when it was given.
pub(super) async fn check_request(
    context: &JobContext,
    handle: &JobHandle,
    account: &OpenId,
    request: RequestId,
) -> Result<RequestState, StepError> {
    let state = retry_with_token(context, handle, account, |token| async move {
        context.api.check(&token, request).await
    })
    .await?;
    context.commit(handle, |job| job.checked_at = Some(Timestamp::now())).await?;
    Ok(state)
}

/// Tells TikTok that a cancelled request is no longer wanted, and repeats that until TikTok answers: until then it
/// accepts no new request of the account. The person can end the attempts by cancelling again.
///
/// Fails with [`StepError::Closing`] if Satchel closes first; the next start goes on.
pub(in crate::backup) async fn cancel_request(context: &JobContext, handle: &JobHandle) -> StepResult {
    let (Ok((_, account)), Some(request)) = (requested(&handle.job), handle.job.request_id) else {
        return Ok(());
    };
    if !handle.job.step.is_at_tiktok() {
        return Ok(());
    }
    let attempts = JobHandle { cancel: handle.abandon.clone(), ..handle.clone() };
    let told = retry_with_token(context, &attempts, &account, |token| async move {
        context.api.cancel(&token, request).await
    });
    match told.await {
        Err(StepError::Closing) => return Err(StepError::Closing),
        Err(StepError::Failed(error)) => tracing::info!(%error, "TikTok did not accept the cancellation"),
        Ok(()) => drop(context.commit(handle, |job| job.cancel_confirmed = true).await?),
        Err(_) => {}
    }
    Ok(())
}

/// The time since then; zero if the clock has been set back since.
pub(super) fn age(since: Timestamp) -> Duration {
    Duration::try_from(Timestamp::now().duration_since(since).max(SignedDuration::ZERO)).unwrap_or_default()
}
