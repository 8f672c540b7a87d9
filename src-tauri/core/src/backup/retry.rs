//! Calls that can be repeated, and pauses that the person can see and cut short.

use std::time::Duration;

use oauth2::AccessToken;
use tokio::sync::watch;
use tokio::time::Instant;

use super::pause::Pause;
use super::schedule::{LEAST_PAUSE, retry_pause};
use super::step_error::{StepError, StepResult};
use super::{Delay, JobContext, JobHandle};
use crate::account::{AccountError, OpenId, VaultError};
use crate::error::Error;
use crate::http::CallError;
use crate::portability::PortabilityError;

/// A computer that sleeps stops its timers but not its clock: the clock is looked at this often.
const CLOCK_INTERVAL: Duration = Duration::from_secs(15);

/// The pause that a rate limit without `Retry-After` asks for.
const RATE_LIMIT_PAUSE: Duration = Duration::from_mins(1);

/// An answer that makes no sense may come from a proxy in between: the call is repeated this often.
const UNEXPECTED_TRIES: u32 = 3;

/// Makes a call with an access token. It is repeated while TikTok cannot be reached, and once with a new token if the
/// first is rejected.
pub(super) async fn retry_with_token<T, F>(
    context: &JobContext,
    handle: &JobHandle,
    account: &OpenId,
    call: impl Fn(AccessToken) -> F,
) -> Result<T, StepError>
where
    F: Future<Output = Result<T, PortabilityError>>,
{
    let mut rejected = None;
    loop {
        let token =
            retry(context, handle, || context.accounts.access_token(account, rejected.as_ref())).await?;
        match retry(context, handle, || call(token.clone())).await {
            Err(StepError::Failed(Error::Portability(PortabilityError::TokenInvalid(_))))
                if rejected.is_none() =>
            {
                rejected = Some(token);
            }
            other => return other,
        }
    }
}

/// Repeats a call until TikTok can be reached, or until waiting does not help.
pub(super) async fn retry<T, E, F>(
    context: &JobContext,
    handle: &JobHandle,
    call: impl Fn() -> F,
) -> Result<T, StepError>
where
    E: Into<Error>,
    F: Future<Output = Result<T, E>>,
{
    let mut tries = 0;
    loop {
        context.check_cancel(handle)?;
        let answer = tokio::select! {
            () = handle.cancel.cancelled() => return Err(StepError::Cancelled),
            () = context.closing.cancelled() => return Err(StepError::Closing),
            answer = call() => answer.map_err(Into::into),
        };
        match answer {
            Ok(value) => {
                context.store.show(&handle.job.id, |activity| activity.delay = None);
                return Ok(value);
            }
            Err(
                Error::Portability(PortabilityError::Call(error)) | Error::Account(AccountError::Call(error)),
            ) if is_temporary(&error, tries) => {
                tries += 1;
                pause_after(context, handle, &error, tries).await?;
            }
            Err(Error::Account(AccountError::Vault(VaultError::Locked | VaultError::KeychainLocked(_)))) => {
                wait_for_unlock(context, handle).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether the same call may succeed later.
fn is_temporary(error: &CallError, tries: u32) -> bool {
    match error {
        CallError::NotSent(_)
        | CallError::NoAnswer(_)
        | CallError::TimedOut(_)
        | CallError::Unavailable(_)
        | CallError::RateLimited { .. } => true,
        CallError::Unexpected { .. } => tries < UNEXPECTED_TRIES,
        CallError::Refused(_) => false,
    }
}

/// The pause after a failed call. The person can cut it short, except for a pause that TikTok asked for.
pub(super) async fn pause_after(
    context: &JobContext,
    handle: &JobHandle,
    error: &CallError,
    tries: u32,
) -> StepResult {
    let (pause, least) = match error {
        CallError::RateLimited { retry_after, .. } => {
            let pause = retry_after.unwrap_or(RATE_LIMIT_PAUSE).max(LEAST_PAUSE);
            (pause, pause)
        }
        _ => (retry_pause(tries), LEAST_PAUSE.min(retry_pause(tries))),
    };
    tracing::info!(%error, tries, ?pause, "a call failed; it is repeated after a pause");
    let delay = match error {
        CallError::NotSent(_) => Some(Delay::Offline),
        CallError::NoAnswer(_)
        | CallError::TimedOut(_)
        | CallError::Unavailable(_)
        | CallError::Unexpected { .. } => Some(Delay::NoReply),
        CallError::RateLimited { .. } => Some(Delay::RateLimited { until: context.clock.now() + pause }),
        CallError::Refused(_) => None,
    };
    context.store.show(&handle.job.id, |activity| activity.delay = delay);
    wait(context, handle, pause, least).await
}

/// Waits for `length`, and shows when that ends. A wake-up ends it early, but not before `least` has passed.
pub(super) async fn wait(
    context: &JobContext,
    handle: &JobHandle,
    length: Duration,
    least: Duration,
) -> StepResult {
    let (_, never) = watch::channel(false);
    wait_varying(context, handle, least, never, |_| length).await
}

/// The same for a pause whose length depends on `connected`, also if that changes meanwhile.
pub(super) async fn wait_varying(
    context: &JobContext,
    handle: &JobHandle,
    least: Duration,
    mut connected: watch::Receiver<bool>,
    length: impl Fn(bool) -> Duration,
) -> StepResult {
    let (began, began_at) = (Instant::now(), context.clock.now());
    let show = |at| context.store.show(&handle.job.id, |activity| activity.next_check_at = at);
    let pause_if = |is_connected| {
        let length = length(is_connected);
        let pause = Pause { length, least, until: began_at + length };
        show(Some(pause.until));
        pause
    };
    let mut pause = pause_if(*connected.borrow_and_update());
    let mut is_woken = false;
    while let Some(left) = pause.left(began.elapsed(), context.clock.now(), is_woken) {
        tokio::select! {
            () = handle.cancel.cancelled() => break,
            () = context.closing.cancelled() => break,
            () = handle.wake.notified(), if !is_woken => is_woken = true,
            Ok(()) = connected.changed() => pause = pause_if(*connected.borrow_and_update()),
            () = tokio::time::sleep(left.min(CLOCK_INTERVAL)) => {}
        }
    }
    show(None);
    context.check_cancel(handle)
}

/// Waits until the keychain, or the encrypted file, is unlocked.
///
/// The keychain is not used meanwhile: each use would show its prompt, whose end gives the focus back to the window, which
/// wakes the job.
async fn wait_for_unlock(context: &JobContext, handle: &JobHandle) -> StepResult {
    context.store.show(&handle.job.id, |activity| activity.delay = Some(Delay::Locked));
    loop {
        tokio::select! {
            () = handle.cancel.cancelled() => break,
            () = context.closing.cancelled() => break,
            () = handle.wake.notified() => {}
            () = tokio::time::sleep(CLOCK_INTERVAL) => {}
        }
        if !context.accounts.secrets().is_locked().await {
            break;
        }
    }
    context.store.show(&handle.job.id, |activity| activity.delay = None);
    context.check_cancel(handle)
}
