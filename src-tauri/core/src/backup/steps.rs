//! The steps of a journey. Each begins from what the ledger says, and stores what it found before it returns.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use oauth2::AccessToken;

use super::drive::Halt;
use super::job::ArchiveFacts;
use super::meter::Meter;
use super::schedule::{LEAST_PAUSE, next_pause, retry_pause};
use super::wait::{Live, wait_until};
use super::{Job, Source, place};
use crate::Core;
use crate::account::{AccountError, OpenId, Scope, VaultError};
use crate::archive::{self, ARCHIVE, ArchiveError, Bag, EXPORT, Listing};
use crate::portability::{PortabilityError, RequestId, RequestState, Status};
use crate::problem::ProblemCode;
use crate::report::{Error, random_bytes};
use crate::view::{Outcome, ProgressView, Step, Wish};
use crate::wire::CallError;

type Done = Result<(), Halt>;

/// A broken download is begun again this often before the person is asked.
const DOWNLOAD_TRIES: u32 = 3;

/// Asking: TikTok is asked once. That it is about to be asked is stored first.
pub(super) async fn ask(core: &Core, live: &Live) -> Done {
    let (wish, account) = asked(&live.job)?;
    if live.job.ask_sent_at.is_some() {
        // The program ended between the question and its answer.
        return Err(Error::Plain(ProblemCode::RequestUncertain).into());
    }
    let mut tries = 0;
    loop {
        check_cancel(core, live)?;
        let token = patiently(core, live, || core.access_token(&account, false)).await?;
        core.update(&live.job.id, |l| l.job.ask_sent_at = Some(Timestamp::now()))?;
        let answer = match core.api().add(&token, wish).await {
            // A token that is refused was refused before anything happened: with a new one the question is the first.
            Err(PortabilityError::TokenInvalid) => {
                let token = core.access_token(&account, true).await?;
                core.api().add(&token, wish).await
            }
            other => other,
        };
        match answer {
            Ok(request) => {
                core.permission_used(&account, Scope { kind: wish.kind, permission: wish.permission });
                core.update(&live.job.id, |l| {
                    l.offline = false;
                    l.job.request = Some(request);
                    l.job.go_to(Step::Preparing, Timestamp::now());
                })?;
                return Ok(());
            }
            Err(PortabilityError::Call(CallError::NoAnswer(_))) => {
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

/// Preparing: asks how the request stands until it is ready.
pub(super) async fn prepare(core: &Core, live: &Live) -> Done {
    let (_, account) = asked(&live.job)?;
    let request = request_of(&live.job)?;
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
        match check_request(core, live, &account, request).await?.status {
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
    let request = request_of(&live.job)?;
    let staging = fresh_staging(core, &live.job)?;
    let part = staging.join("archive.zip.part");
    let mut broken = 0;
    loop {
        check_cancel(core, live)?;
        if live.job.ready_until().is_some_and(|until| Timestamp::now() >= until) {
            return Err(Halt::Expired);
        }
        let begin = |token| async move { core.api().download(&token, request).await };
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
                std::fs::rename(&part, &place).map_err(failed)?;
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
                let state = check_request(core, live, &account, request).await?;
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

/// Checking, and right after it unpacking: the archive is looked through, written out, read back, and put in its place.
pub(super) async fn check(core: &Core, live: &Live) -> Done {
    let job = &live.job;
    let staging = match &job.source {
        Source::TikTok { .. } => {
            let staging = place::staging(job, core.is_demo());
            if !staging.join(ARCHIVE).is_file() {
                return advance(core, live, Step::Downloading);
            }
            staging
        }
        Source::File { path } => {
            recognise(live, path.clone()).await?;
            let staging = fresh_staging(core, job)?;
            copy(core, live, path.clone(), staging.clone()).await?;
            staging
        }
    };
    let archive = staging.join(ARCHIVE);
    let listing = {
        let archive = archive.clone();
        blocking(move || archive::list(&archive)).await?
    };
    let listing = {
        let cancel = live.cancel.clone();
        let meter = meter(core, live, Some(listing.bytes), Some(listing.files.len() as u64));
        blocking(move || {
            archive::inspect(&archive, &listing, &cancel, &|bytes, files| meter.at(bytes, files))?;
            Ok(listing)
        })
        .await?
    };
    advance(core, live, Step::Unpacking)?;
    let live = core.live(&job.id).ok_or(Halt::Cancelled)?;
    unpack(core, &live, staging, listing).await
}

/// A restart finds the backup in its place, or goes back to checking.
pub(super) async fn unpack_after_restart(core: &Core, live: &Live) -> Done {
    let job = &live.job;
    if let Some(name) = &job.final_name {
        let target = place::account_folder(job, core.is_demo()).join(name);
        if place::is_made_by(&target, job) {
            return saved(core, live, name).await;
        }
    }
    let staging = place::staging(job, core.is_demo());
    let _ = std::fs::remove_dir_all(staging.join(EXPORT));
    advance(core, live, Step::Checking)
}

async fn unpack(core: &Core, live: &Live, staging: PathBuf, listing: Listing) -> Done {
    let facts = live.job.archive.clone().ok_or_else(|| Error::Bug("no archive to unpack".into()))?;
    let now = Timestamp::now();
    let scope = live.job.wish().map(|w| Scope { kind: w.kind, permission: w.permission }.as_str());
    let info = place::provenance(&live.job, scope, core.is_demo(), now);
    let meter = Arc::new(meter(core, live, Some(listing.bytes), Some(listing.files.len() as u64)));
    let cancel = live.cancel.clone();
    let bag_folder = staging.clone();
    blocking(move || {
        let target = bag_folder.join(EXPORT);
        let _ = std::fs::remove_dir_all(&target);
        std::fs::create_dir_all(&target).map_err(ArchiveError::file("write", &target))?;
        let progress = |bytes, files| meter.at(bytes, files);
        let written = archive::unpack(&bag_folder.join(ARCHIVE), &listing, &target, &cancel, &progress)?;
        let mut bag = Bag::new(&bag_folder);
        bag.add_archive(&facts.sha256, facts.bytes);
        bag.add_export(&written);
        bag.finish(info)?;
        // Nothing is called verified that was not read back from where it lies.
        let verdict = archive::verify(&bag_folder, &cancel, &|_, _| {})?;
        if verdict.count > 0 {
            return Err(ArchiveError::Damaged(format!(
                "{} files differ from what was written",
                verdict.count
            )));
        }
        Ok(())
    })
    .await?;
    check_cancel(core, live)?;
    let folder = place::account_folder(&live.job, core.is_demo());
    let name = place::final_name(&live.job, &folder, now);
    core.update(&live.job.id, |l| l.job.final_name = Some(name.clone()))?;
    put_in_place(&staging, &folder.join(&name)).await.map_err(ArchiveError::file("write", &folder))?;
    sync_folder(&folder);
    saved(core, live, &name).await
}

async fn saved(core: &Core, live: &Live, name: &str) -> Done {
    let folder = place::account_folder(&live.job, core.is_demo());
    let account = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let backup_id = format!("{account}/{name}");
    core.remember_verified(&backup_id);
    core.refresh_backups().await;
    core.update(&live.job.id, |l| {
        let now = Timestamp::now();
        l.progress = None;
        l.driven = false;
        l.job.backup_id = Some(backup_id);
        l.job.go_to(Step::Saved, now);
        l.job.end(Outcome::Saved, now);
    })?;
    Ok(())
}

/// Tells TikTok that a cancelled request is not wanted any more. That it cannot be told changes nothing here.
pub(super) async fn call_off(core: &Core, live: &Live) {
    let (Ok((_, account)), Some(request)) = (asked(&live.job), live.job.request) else { return };
    if live.job.step > Step::Downloading {
        return;
    }
    let call = async {
        let token = core.access_token(&account, false).await?;
        core.api().cancel(&token, request).await.map_err(Error::from)
    };
    match tokio::time::timeout(Duration::from_secs(10), call).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::info!(%error, "TikTok was not told of the cancellation"),
        Err(_) => tracing::info!("TikTok was not told of the cancellation in time"),
    }
}

async fn recognise(live: &Live, path: PathBuf) -> Done {
    let cancel = live.cancel.clone();
    blocking(move || {
        let listed = archive::list(&path)?;
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        archive::recognise(&path, &listed)
    })
    .await
}

async fn copy(core: &Core, live: &Live, from: PathBuf, staging: PathBuf) -> Done {
    let total = from.metadata().map_err(ArchiveError::file("read", &from))?.len();
    let place = staging.join(ARCHIVE);
    let cancel = live.cancel.clone();
    let meter = Arc::new(meter(core, live, Some(total), None));
    let facts = blocking(move || {
        archive::ensure_room(&staging, total)?;
        std::fs::create_dir_all(staging.join("data")).map_err(ArchiveError::file("write", &staging))?;
        archive::copy_file(&from, &place, &cancel, &|bytes, files| meter.at(bytes, files))
    })
    .await?;
    core.update(&live.job.id, |l| l.job.archive = Some(ArchiveFacts { bytes: facts.1, sha256: facts.0 }))?;
    Ok(())
}

/// Makes a call that may be repeated: for as long as TikTok cannot be reached, and with a new token if the old one is
/// refused.
async fn with_token<T, F>(
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

async fn check_request(
    core: &Core,
    live: &Live,
    account: &OpenId,
    request: RequestId,
) -> Result<RequestState, Halt> {
    with_token(core, live, account, |token| async move { core.api().check(&token, request).await }).await
}

/// Repeats a call that may be repeated until TikTok can be reached.
async fn patiently<T, F>(core: &Core, live: &Live, call: impl Fn() -> F) -> Result<T, Halt>
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
            ) if is_passing(&error) => {
                tries += 1;
                rest(core, live, &error, tries).await?;
            }
            // The file with the sign-ins waits for its passphrase, and so does the journey: unlocking wakes it.
            Err(Error::Account(AccountError::Vault(VaultError::Locked))) => {
                wait_until(Timestamp::MAX, &live.poke, &live.cancel).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether waiting may help.
fn is_passing(error: &CallError) -> bool {
    matches!(
        error,
        CallError::NotSent(_)
            | CallError::NoAnswer(_)
            | CallError::Unavailable(_)
            | CallError::RateLimited { .. }
    )
}

/// A pause after a call that failed, which the person can see and end.
async fn rest(core: &Core, live: &Live, error: &CallError, tries: u32) -> Done {
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

fn check_cancel(core: &Core, live: &Live) -> Done {
    if core.is_closing() {
        return Err(Halt::Closing);
    }
    if live.cancel.is_cancelled() { Err(Halt::Cancelled) } else { Ok(()) }
}

fn advance(core: &Core, live: &Live, step: Step) -> Done {
    core.update(&live.job.id, |l| {
        l.progress = None;
        l.job.go_to(step, Timestamp::now());
    })?;
    Ok(())
}

fn meter<'a>(
    core: &Core,
    live: &Live,
    bytes: Option<u64>,
    files: Option<u64>,
) -> Meter<impl Fn(ProgressView) + Send + Sync + use<'a>> {
    let (core, id) = (core.clone(), live.job.id.clone());
    Meter::new(bytes, files, move |progress| core.update_view(&id, |l| l.progress = Some(progress)))
}

fn fresh_staging(core: &Core, job: &Job) -> Result<PathBuf, Halt> {
    let staging = place::staging(job, core.is_demo());
    let failed = |e| ArchiveError::file("write", &staging)(e);
    // The chosen folder is made if it is the default one; one that was there and is gone (a stick that was pulled) is not.
    if !job.root.is_dir() && !core.is_default_folder(&job.root) {
        return Err(Error::Plain(ProblemCode::FolderMissing).into());
    }
    match std::fs::remove_dir_all(&staging) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error).into()),
        _ => {}
    }
    std::fs::create_dir_all(&staging).map_err(failed)?;
    Ok(staging)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ArchiveError> + Send + 'static,
) -> Result<T, Halt> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(error) => Err(Error::Bug(error.to_string()).into()),
    }
}

/// The one rename that makes a backup appear. A virus scanner may still hold one of its files on Windows: it lets go soon.
async fn put_in_place(staging: &std::path::Path, target: &std::path::Path) -> std::io::Result<()> {
    for _ in 0..10 {
        match std::fs::rename(staging, target) {
            Err(error) if cfg!(windows) && error.kind() == std::io::ErrorKind::PermissionDenied => {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            other => return other,
        }
    }
    std::fs::rename(staging, target)
}

/// Makes the rename itself durable. Not possible on Windows, where it is not needed.
fn sync_folder(folder: &std::path::Path) {
    if cfg!(unix)
        && let Err(error) = std::fs::File::open(folder).and_then(|f| f.sync_all())
    {
        tracing::warn!(%error, "the folder could not be synced");
    }
}

fn asked(job: &Job) -> Result<(Wish, OpenId), Halt> {
    match &job.source {
        Source::TikTok { wish, account, .. } => Ok((*wish, account.clone())),
        Source::File { .. } => Err(Error::Bug("an opened file cannot be asked for".into()).into()),
    }
}

fn request_of(job: &Job) -> Result<RequestId, Halt> {
    job.request.ok_or_else(|| Error::Bug("no request to ask about".into()).into())
}

fn age(since: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(since).max(SignedDuration::ZERO)).unwrap_or_default()
}
