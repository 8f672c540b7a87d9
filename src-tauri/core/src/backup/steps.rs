//! The first half of a job, with TikTok: asking, preparing, downloading.
//!
//! Each step begins from what the ledger says, and stores what it found before it returns. The second half is in `keep`.

use std::path::PathBuf;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::drive::Halt;
use super::job::ArchiveFacts;
use super::meter::Meter;
use super::patience::{check_cancel, check_request, patiently, rest, with_token};
use super::schedule::{LEAST_PAUSE, next_pause};
use super::wait::{Live, wait_until};
use super::{Job, Source, place};
use crate::Core;
use crate::account::{OpenId, Scope};
use crate::archive::{self, ARCHIVE, ArchiveError};
use crate::error::{Error, random_bytes};
use crate::files;
use crate::http::CallError;
use crate::portability::{PortabilityError, RequestId, Status};
use crate::problem::ProblemCode;
use crate::view::{DataRequest, ProgressView, Step};

/// A step taken, or why not.
pub(super) type Done = Result<(), Halt>;

/// A broken download is begun again this often before the person is asked.
const DOWNLOAD_TRIES: u32 = 3;

/// Asking: TikTok is asked once. That it is about to be asked is stored first.
pub(super) async fn ask(core: &Core, live: &Live) -> Done {
    let (request, account) = asked(&live.job)?;
    if live.job.ask_sent_at.is_some() {
        // The program ended between the question and its answer.
        return Err(Error::Plain(ProblemCode::RequestUncertain).into());
    }
    let mut tries = 0;
    loop {
        check_cancel(core, live)?;
        let token = patiently(core, live, || core.access_token(&account, false)).await?;
        core.update(&live.job.id, |l| l.job.ask_sent_at = Some(Timestamp::now()))?;
        let answer = match core.api().add(&token, request).await {
            // A token that is refused was refused before anything happened: with a new one the question is the first.
            Err(PortabilityError::TokenInvalid) => {
                let token = core.access_token(&account, true).await?;
                core.api().add(&token, request).await
            }
            other => other,
        };
        match answer {
            Ok(request_id) => {
                core.permission_used(&account, Scope { kind: request.kind, permission: request.permission });
                core.update(&live.job.id, |l| {
                    l.offline = false;
                    l.job.request_id = Some(request_id);
                    l.job.go_to(Step::Preparing, Timestamp::now());
                })?;
                return Ok(());
            }
            // No answer, or one that says neither yes nor no.
            Err(PortabilityError::Call(
                CallError::NoAnswer(_) | CallError::Unexpected { status: 200..=299, .. },
            )) => {
                return Err(Error::Plain(ProblemCode::RequestUncertain).into());
            }
            Err(PortabilityError::Call(error @ (CallError::NotSent(_) | CallError::RateLimited { .. }))) => {
                tries += 1;
                core.update(&live.job.id, |l| l.job.ask_sent_at = None)?;
                rest(core, live, &error, tries).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Preparing: asks how the request_id stands until it is ready.
pub(super) async fn prepare(core: &Core, live: &Live) -> Done {
    let (_, account) = asked(&live.job)?;
    let request_id = request_of(&live.job)?;
    if live.job.step == Step::Ready {
        return advance(core, live, Step::Downloading);
    }
    let mut last_check: Option<Timestamp> = None;
    loop {
        check_cancel(core, live)?;
        let now = Timestamp::now();
        let pause = next_pause(age(live.job.step_since, now), f64::from(random_bytes::<1>()[0]) / 255.0);
        // The first question comes soon: small exports are ready within seconds.
        let next = if last_check.is_some() { now + pause } else { now + Duration::from_secs(1) };
        core.update_view(&live.job.id, |l| l.next_check_at = Some(next));
        wait_until(next, &live.poke, &live.cancel).await;
        if let Some(last) = last_check {
            wait_until(last + LEAST_PAUSE, &tokio::sync::Notify::new(), &live.cancel).await;
        }
        check_cancel(core, live)?;
        last_check = Some(Timestamp::now());
        match check_request(core, live, &account, request_id).await?.status {
            Status::Preparing => {}
            Status::Ready => {
                core.update(&live.job.id, |l| {
                    l.next_check_at = None;
                    l.job.ready_at = l.job.ready_at.or(Some(Timestamp::now()));
                    l.job.go_to(Step::Ready, Timestamp::now());
                })?;
                return Ok(());
            }
            Status::Expired => return Err(Halt::Expired),
            Status::Cancelled => return Err(Halt::Cancelled),
        }
    }
}

/// Downloading: the archive comes over, into the staging folder. A broken stream is begun again.
pub(super) async fn download(core: &Core, live: &Live) -> Done {
    let (_, account) = asked(&live.job)?;
    let request_id = request_of(&live.job)?;
    let staging = fresh_staging(core, &live.job)?;
    let part = staging.join("archive.zip.part");
    let mut broken = 0;
    loop {
        check_cancel(core, live)?;
        if live.job.ready_until().is_some_and(|until| Timestamp::now() >= until) {
            return Err(Halt::Expired);
        }
        let begin = |token| async move { core.api().download(&token, request_id).await };
        let fetched = match with_token(core, live, &account, begin).await {
            Ok(download) => {
                let total = download.bytes_total;
                let meter = meter(core, live, total, None);
                let progress = |bytes, files| meter.at(bytes, files);
                archive::fetch(download.stream(), total, &part, &live.cancel, &progress)
                    .await
                    .map_err(Error::from)
            }
            Err(Halt::Failed(error)) => Err(error),
            Err(other) => return Err(other),
        };
        match fetched {
            Ok(fetched) => {
                let place = staging.join(ARCHIVE);
                let failed = |e| ArchiveError::file("write", &place)(e);
                std::fs::create_dir_all(staging.join("data")).map_err(failed)?;
                let (from, to) = (part.clone(), place.clone());
                blocking(move || {
                    files::rename_with_retry(&from, &to).map_err(ArchiveError::file("write", &to))
                })
                .await?;
                core.update(&live.job.id, |l| {
                    l.progress = None;
                    l.offline = false;
                    l.job.archive = Some(ArchiveFacts { bytes: fetched.bytes, sha256: fetched.sha256 });
                    l.job.go_to(Step::Checking, Timestamp::now());
                })?;
                return Ok(());
            }
            Err(Error::Archive(ArchiveError::Broken(error))) => {
                broken += 1;
                if broken >= DOWNLOAD_TRIES {
                    return Err(ArchiveError::Broken(error).into());
                }
                rest(core, live, &error, broken).await?;
            }
            Err(Error::Portability(PortabilityError::UnknownRequest(why))) => {
                // Gone, or never ours: Check tells which.
                let state = check_request(core, live, &account, request_id).await?;
                return match state.status {
                    Status::Expired => Err(Halt::Expired),
                    Status::Cancelled => Err(Halt::Cancelled),
                    _ => Err(PortabilityError::UnknownRequest(why).into()),
                };
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Tells TikTok that a cancelled request_id is not wanted any more. That it cannot be told changes nothing here.
pub(super) async fn call_off(core: &Core, live: &Live) {
    let (Ok((_, account)), Some(request_id)) = (asked(&live.job), live.job.request_id) else { return };
    if live.job.step > Step::Downloading {
        return;
    }
    let call = async {
        let token = core.access_token(&account, false).await?;
        core.api().cancel(&token, request_id).await.map_err(Error::from)
    };
    match tokio::time::timeout(Duration::from_secs(10), call).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::info!(%error, "TikTok was not told of the cancellation"),
        Err(_) => tracing::info!("TikTok was not told of the cancellation in time"),
    }
}

/// Stores the next step.
pub(super) fn advance(core: &Core, live: &Live, step: Step) -> Done {
    core.update(&live.job.id, |l| {
        l.progress = None;
        l.job.go_to(step, Timestamp::now());
    })?;
    Ok(())
}

/// Counts for the window.
pub(super) fn meter<'a>(
    core: &Core,
    live: &Live,
    bytes: Option<u64>,
    files: Option<u64>,
) -> Meter<impl Fn(ProgressView) + Send + Sync + use<'a>> {
    let (core, id) = (core.clone(), live.job.id.clone());
    Meter::new(bytes, files, move |progress| core.update_view(&id, |l| l.progress = Some(progress)))
}

/// An empty staging folder for this job.
pub(super) fn fresh_staging(core: &Core, job: &Job) -> Result<PathBuf, Halt> {
    let staging = place::staging(job, core.is_demo());
    let failed = |e| ArchiveError::file("write", &staging)(e);
    // The chosen folder is made if it is the default one; one that was there and is gone (a stick that was pulled) is not.
    if !job.root.is_dir() && !core.is_default_folder(&job.root) {
        return Err(Error::Plain(ProblemCode::FolderMissing).into());
    }
    files::remove_folder(&staging).map_err(failed)?;
    std::fs::create_dir_all(&staging).map_err(failed)?;
    Ok(staging)
}

/// Work that waits for files, off the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ArchiveError> + Send + 'static,
) -> Result<T, Halt> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(error) => Err(Error::Bug(error.to_string()).into()),
    }
}

fn asked(job: &Job) -> Result<(DataRequest, OpenId), Halt> {
    match &job.source {
        Source::TikTok { request, account, .. } => Ok((*request, account.clone())),
        Source::File { .. } => Err(Error::Bug("an opened file cannot be asked for".into()).into()),
    }
}

fn request_of(job: &Job) -> Result<RequestId, Halt> {
    job.request_id.ok_or_else(|| Error::Bug("no request_id to ask about".into()).into())
}

fn age(since: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(since).max(SignedDuration::ZERO)).unwrap_or_default()
}
