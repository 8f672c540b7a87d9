//! Preparing: TikTok puts the data together; Satchel asks for the status until the archive is ready.

use std::time::Duration;

use super::source::{request_id, requested};
use crate::account::OpenId;
use crate::backup::retry::{retry_with_token, wait, wait_varying};
use crate::backup::schedule::{LEAST_PAUSE, UNKNOWN_STATUS_LIMIT, next_pause, retry_pause, watched_pause};
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{Event, JobContext, JobHandle, UnknownStatus};
use crate::error::Error;
use crate::portability::{PortabilityError, RequestId, RequestState, Status};
use crate::random::random_bytes;

/// The pause before the first check: small exports are ready within seconds.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// A request that TikTok does not know is asked for again this often, over about 15 seconds.
const UNKNOWN_TRIES: u32 = 3;

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let (_, account) = requested(&handle.job)?;
    let request = request_id(&handle.job)?;
    let mut is_first = true;
    let mut refused = 0;
    loop {
        if is_first {
            wait(context, handle, FIRST_PAUSE, Duration::ZERO).await?;
        } else if refused > 0 {
            wait(context, handle, retry_pause(refused).max(LEAST_PAUSE), LEAST_PAUSE).await?;
        } else {
            let random = f64::from(random_bytes::<1>()[0]) / 255.0;
            let length = |is_connected: bool| {
                let age = context.age(handle.job.step_since);
                if is_connected { watched_pause(age, random) } else { next_pause(age, random) }
            };
            let connected = context.broker_watch.connected(&account);
            wait_varying(context, handle, LEAST_PAUSE, connected, length).await?;
        }
        is_first = false;
        let status = match check_request(context, handle, &account, request).await {
            Ok(state) => state.status,
            // A request that was just accepted may not be known everywhere at TikTok yet.
            Err(StepError::Failed(Error::Portability(PortabilityError::UnknownRequest(received))))
                if refused < UNKNOWN_TRIES =>
            {
                refused += 1;
                tracing::info!(code = received.code, refused, "TikTok does not know the request");
                continue;
            }
            Err(error) => return Err(error),
        };
        refused = 0;
        match status {
            Status::Preparing | Status::Unknown(_) => {}
            Status::Ready => {
                context.commit(handle, Event::Ready).await?;
                return Ok(());
            }
            Status::Expired => return Err(StepError::Expired),
            Status::Cancelled => return Err(StepError::CancelledAtTiktok),
            Status::Failed(word) => return Err(PortabilityError::ArchiveFailed(word).into()),
        }
    }
}

/// Asks TikTok for the status of a request, and stores when it was given. Fails once the status has been unknown for too
/// long.
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
    let now = context.clock.now();
    let unknown = match &state.status {
        Status::Unknown(word) => {
            let known = context.current(&handle.job.id)?.job.unknown_status;
            let since = known.map_or(now, |unknown| unknown.since);
            if now.duration_since(since) >= UNKNOWN_STATUS_LIMIT {
                return Err(PortabilityError::StatusUnknown(word.clone()).into());
            }
            Some(UnknownStatus { word: word.clone(), since })
        }
        _ => None,
    };
    context.commit(handle, Event::StatusReceived(unknown)).await?;
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
        Ok(()) => drop(context.commit(handle, Event::CancelConfirmed).await?),
        Err(_) => {}
    }
    Ok(())
}
