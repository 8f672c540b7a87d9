//! Downloading: the archive is streamed into the staging folder. A broken stream is restarted.

use std::path::Path;
use std::time::Duration;

use super::prepare::check_request;
use super::source::{request_id, requested};
use crate::archive::{self, ARCHIVE, Archive, ArchiveError, Fetched};
use crate::backup::context::blocking;
use crate::backup::retry::{pause_after, retry_with_token, wait};
use crate::backup::schedule::{LEAST_PAUSE, retry_pause};
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{ArchiveFacts, Event, JobContext, JobHandle};
use crate::error::Error;
use crate::files;
use crate::portability::{PortabilityError, Status};

/// A broken download is restarted this often before the person is asked, or before an incomplete archive is kept.
const ATTEMPTS: u32 = 3;

/// A refused download of an archive that is ready is repeated this often, over about a minute.
const REFUSED_TRIES: u32 = 5;

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let (_, account) = requested(&handle.job)?;
    let request = request_id(&handle.job)?;
    let staging = context.create_staging(&handle.job).await?;
    let part = staging.join("archive.zip.part");
    let (mut broken, mut refused) = (0, 0);
    loop {
        context.check_cancel(handle)?;
        let begin = |token| async move { context.api.download(&token, request).await };
        let fetched = match retry_with_token(context, handle, &account, begin).await {
            Ok(download) => {
                let total = download.bytes_total;
                let meter = context.meter(handle, total, None);
                let progress = |bytes, files| meter.at(bytes, files);
                let fetched =
                    archive::fetch(download.stream(), total, &part, &handle.cancel, &progress).await;
                if let Ok(fetched) = &fetched
                    && total.is_none()
                    && broken + 1 < ATTEMPTS
                    && !has_end(&part, handle).await?
                {
                    broken += 1;
                    tracing::info!(
                        fetched.bytes,
                        broken,
                        "the archive is incomplete; it is downloaded again"
                    );
                    wait(context, handle, retry_pause(broken), Duration::ZERO).await?;
                    continue;
                }
                fetched.map_err(Error::from)
            }
            Err(StepError::Failed(error)) => Err(error),
            Err(other) => return Err(other),
        };
        match fetched {
            Ok(fetched) => return keep(context, handle, &staging, &part, fetched).await,
            Err(Error::Archive(ArchiveError::Broken(error))) => {
                broken += 1;
                if broken >= ATTEMPTS {
                    return Err(ArchiveError::Broken(error).into());
                }
                pause_after(context, handle, &error, broken).await?;
            }
            Err(Error::Portability(PortabilityError::UnknownRequest(received))) => {
                // The archive may have expired; Check tells.
                match check_request(context, handle, &account, request).await?.status {
                    Status::Expired => return Err(StepError::Expired),
                    Status::Cancelled => return Err(StepError::CancelledAtTiktok),
                    Status::Failed(word) => return Err(PortabilityError::ArchiveFailed(word).into()),
                    Status::Ready | Status::Preparing | Status::Unknown(_) => {}
                }
                refused += 1;
                if refused >= REFUSED_TRIES {
                    return Err(PortabilityError::ArchiveWithheld(received).into());
                }
                wait(context, handle, retry_pause(refused), LEAST_PAUSE.min(retry_pause(refused))).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether the archive has a sound end. If its length was not announced, its stream may have ended early without an error.
/// Any other fault is left to the next step.
async fn has_end(part: &Path, handle: &JobHandle) -> Result<bool, StepError> {
    let (part, cancel) = (part.to_owned(), handle.cancel.clone());
    blocking(move || {
        Ok::<_, Error>(Archive::open(&part, &cancel).map_or_else(
            |error| !matches!(error, ArchiveError::Damaged(_) | ArchiveError::NotAnArchive),
            |archive| archive.is_whole(),
        ))
    })
    .await
}

async fn keep(
    context: &JobContext,
    handle: &JobHandle,
    staging: &Path,
    part: &Path,
    fetched: Fetched,
) -> StepResult {
    let (data, part, archive) = (staging.join("data"), part.to_owned(), staging.join(ARCHIVE));
    blocking(move || {
        std::fs::create_dir_all(&data).map_err(ArchiveError::file("write", &data))?;
        files::rename_with_retry(&part, &archive).map_err(ArchiveError::file("write", &archive))
    })
    .await?;
    context.store.show(&handle.job.id, |activity| {
        activity.progress = None;
        activity.delay = None;
    });
    let facts = ArchiveFacts { bytes: fetched.bytes, sha256: fetched.sha256 };
    context.commit(handle, Event::Received(facts)).await?;
    Ok(())
}
