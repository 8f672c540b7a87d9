//! Asking: the request is sent to TikTok, once. That it is about to be sent is stored first.

use std::time::Duration;

use super::source::requested;
use crate::account::Scope;
use crate::backup::retry::{pause_after, retry, wait};
use crate::backup::schedule::{LEAST_PAUSE, retry_pause};
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::store::TransitionError;
use crate::backup::{Delay, Event, JobContext, JobHandle};
use crate::error::Error;
use crate::http::CallError;
use crate::portability::PortabilityError;

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let (request, account) = requested(&handle.job)?;
    let mut tries = 0;
    let mut rejected = None;
    loop {
        context.check_cancel(handle)?;
        let token =
            retry(context, handle, || context.accounts.access_token(&account, rejected.as_ref())).await?;
        store_intent(context, handle).await?;
        match context.api.add(&token, request).await {
            Ok(accepted) => {
                // The id is kept in memory whatever becomes of the ledger: nothing else names the accepted request.
                context.commit(handle, Event::Accepted(accepted)).await?;
                context.store.show(&handle.job.id, |activity| activity.delay = None);
                context.accounts.permission_used(&account, Scope::from(request));
                return Ok(());
            }
            // The token was rejected before anything else was looked at, so the request was not made.
            Err(PortabilityError::TokenInvalid(_)) if rejected.is_none() => {
                clear_intent(context, handle).await?;
                rejected = Some(token);
            }
            Err(PortabilityError::Call(error)) if may_have_been_accepted(&error) => {
                tracing::warn!(%error, "the answer to a request was lost");
                return Err(Error::Uncertain(error).into());
            }
            Err(PortabilityError::Call(error @ (CallError::NotSent(_) | CallError::RateLimited { .. }))) => {
                tries += 1;
                clear_intent(context, handle).await?;
                pause_after(context, handle, &error, tries).await?;
            }
            // The parameters do not vary, so that TikTok most likely refuses a second request while one is open.
            Err(PortabilityError::Call(error @ CallError::Refused(_)))
                if is_invalid_params(&error) && context.age(handle.job.step_since) < REFUSED_FOR =>
            {
                tries += 1;
                clear_intent(context, handle).await?;
                context.store.show(&handle.job.id, |activity| activity.delay = Some(Delay::Refused));
                let pause = retry_pause(tries).max(LEAST_REFUSED_PAUSE);
                tracing::info!(%error, ?pause, "TikTok refuses the request for now");
                wait(context, handle, pause, LEAST_PAUSE).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// How long a refused request is repeated before the person is asked.
const REFUSED_FOR: Duration = Duration::from_hours(24);
/// The shortest pause after a refusal.
const LEAST_REFUSED_PAUSE: Duration = Duration::from_secs(15);

fn is_invalid_params(error: &CallError) -> bool {
    matches!(error, CallError::Refused(received) if received.code == "invalid_params")
}

/// Whether TikTok may have accepted the request although no acceptance arrived. A gateway's 5xx says nothing about what
/// the service behind it did, and neither does an answer that is not TikTok's JSON.
fn may_have_been_accepted(error: &CallError) -> bool {
    match error {
        CallError::NoAnswer(_) | CallError::TimedOut(_) | CallError::Unavailable(_) => true,
        // A refusal names its code; a 4xx without one was refused before the service, except for a time-out.
        CallError::Unexpected { status, .. } => !(400..500).contains(status) || *status == 408,
        CallError::NotSent(_) | CallError::Refused(_) | CallError::RateLimited { .. } => false,
    }
}

/// Stores that the request is about to be sent. Without that on the disk it is not sent.
async fn store_intent(context: &JobContext, handle: &JobHandle) -> StepResult {
    match context.store.transition(&handle.job.id, Event::Sending).await {
        Ok(_) => Ok(()),
        Err(error @ TransitionError::NotStored(_)) => {
            clear_intent(context, handle).await?;
            Err(Error::from(error).into())
        }
        Err(error) => Err(Error::from(error).into()),
    }
}

async fn clear_intent(context: &JobContext, handle: &JobHandle) -> Result<(), StepError> {
    context.commit(handle, Event::NotAccepted).await?;
    Ok(())
}
