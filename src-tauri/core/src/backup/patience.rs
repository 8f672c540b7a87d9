//! Calls that may be repeated, and pauses that the person can see and end.

use std::time::Duration;

use jiff::Timestamp;
use oauth2::AccessToken;

use super::drive::Halt;
use super::schedule::retry_pause;
use super::wait::{Live, wait_until};
use crate::Core;
use crate::account::{AccountError, OpenId, VaultError};
use crate::error::Error;
use crate::http::CallError;
use crate::portability::{PortabilityError, RequestId, RequestState};

/// Makes a call that may be repeated: for as long as TikTok cannot be reached, and with a new token if the old one is
/// refused.
pub(super) async fn with_token<T, F>(
    core: &Core,
    live: &Live,
    account: &OpenId,
    call: impl Fn(AccessToken) -> F,
) -> Result<T, Halt>
where
    F: Future<Output = Result<T, PortabilityError>>,
{
    let call = |token: AccessToken| {
        let answer = call(token);
        async move { answer.await.map_err(Error::from) }
    };
    let token = patiently(core, live, || core.access_token(account, false)).await?;
    match patiently(core, live, || call(token.clone())).await {
        Err(Halt::Failed(Error::Portability(PortabilityError::TokenInvalid))) => {
            let token = patiently(core, live, || core.access_token(account, true)).await?;
            patiently(core, live, || call(token.clone())).await
        }
        other => other,
    }
}

pub(super) async fn check_request(
    core: &Core,
    live: &Live,
    account: &OpenId,
    request_id: RequestId,
) -> Result<RequestState, Halt> {
    with_token(core, live, account, |token| async move { core.api().check(&token, request_id).await }).await
}

/// Repeats a call that may be repeated until TikTok can be reached.
pub(super) async fn patiently<T, F>(core: &Core, live: &Live, call: impl Fn() -> F) -> Result<T, Halt>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut tries = 0;
    loop {
        check_cancel(core, live)?;
        let answer = tokio::select! {
            () = live.cancel.cancelled() => return Err(Halt::Cancelled),
            answer = call() => answer,
        };
        match answer {
            Ok(value) => {
                core.update_view(&live.job.id, |l| l.offline = false);
                return Ok(value);
            }
            Err(
                Error::Portability(PortabilityError::Call(error)) | Error::Account(AccountError::Call(error)),
            ) if is_passing(&error, tries) => {
                tries += 1;
                rest(core, live, &error, tries).await?;
            }
            // The file with the sign-ins waits for its passphrase, and so does the job: unlocking wakes it.
            Err(Error::Account(AccountError::Vault(VaultError::Locked))) => {
                wait_until(Timestamp::MAX, &live.poke, &live.cancel).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// An answer that makes no sense may come from something between here and TikTok: this often it is asked again.
const SENSELESS_TRIES: u32 = 3;

/// Whether waiting may help.
fn is_passing(error: &CallError, tries: u32) -> bool {
    if let CallError::Unexpected { .. } = error {
        return tries < SENSELESS_TRIES;
    }
    matches!(
        error,
        CallError::NotSent(_)
            | CallError::NoAnswer(_)
            | CallError::Unavailable(_)
            | CallError::RateLimited { .. }
    )
}

/// A pause after a call that failed, which the person can see and end.
pub(super) async fn rest(core: &Core, live: &Live, error: &CallError, tries: u32) -> Result<(), Halt> {
    let pause = match error {
        CallError::RateLimited { retry_after } => retry_after.unwrap_or(Duration::from_mins(1)),
        _ => retry_pause(tries),
    };
    tracing::info!(%error, tries, ?pause, "TikTok cannot be reached; trying again");
    let next = Timestamp::now() + pause;
    core.update_view(&live.job.id, |l| {
        l.offline = matches!(error, CallError::NotSent(_) | CallError::NoAnswer(_));
        l.next_check_at = Some(next);
    });
    wait_until(next, &live.poke, &live.cancel).await;
    core.update_view(&live.job.id, |l| l.next_check_at = None);
    check_cancel(core, live)
}

pub(super) fn check_cancel(core: &Core, live: &Live) -> Result<(), Halt> {
    if core.is_closing() {
        return Err(Halt::Closing);
    }
    if live.cancel.is_cancelled() { Err(Halt::Cancelled) } else { Ok(()) }
}
