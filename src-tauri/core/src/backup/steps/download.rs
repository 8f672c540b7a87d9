//! Downloading: the archive is streamed into the staging folder. A broken stream is restarted.

use std::path::Path;

use jiff::Timestamp;

use super::prepare::check_request;
use super::source::{request_id, requested};
use crate::archive::{self, ARCHIVE, ArchiveError, Fetched};
use crate::backup::context::blocking;
use crate::backup::retry::{pause_after, retry_with_token};
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{ArchiveFacts, JobContext, JobHandle, Step};
use crate::error::Error;
use crate::files;
use crate::portability::{PortabilityError, Status};

/// A broken download is restarted this often before the person is asked.
const ATTEMPTS: u32 = 3;

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let (_, account) = requested(&handle.job)?;
    let request = request_id(&handle.job)?;
    let staging = context.create_staging(&handle.job).await?;
    let part = staging.join("archive.zip.part");
    let mut broken = 0;
    loop {
        context.check_cancel(handle)?;
        let begin = |token| async move { context.api.download(&token, request).await };
        let fetched = match retry_with_token(context, handle, &account, begin).await {
            Ok(download) => {
                let total = download.bytes_total;
                let meter = context.meter(handle, total, None);
                let progress = |bytes, files| meter.at(bytes, files);
                archive::fetch(download.stream(), total, &part, &handle.cancel, &progress)
                    .await
                    .map_err(Error::from)
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
            Err(Error::Portability(PortabilityError::UnknownRequest(why))) => {
                // The archive may have expired; Check tells.
                let state = check_request(context, handle, &account, request).await?;
                return match state.status {
                    Status::Expired => Err(StepError::Expired),
                    Status::Cancelled => Err(StepError::CancelledAtTiktok),
                    _ => Err(PortabilityError::UnknownRequest(why).into()),
                };
            }
            Err(error) => return Err(error.into()),
        }
    }
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
        activity.is_offline = false;
    });
    context
        .commit(handle, |job| {
            job.archive = Some(ArchiveFacts { bytes: fetched.bytes, sha256: fetched.sha256 });
            job.go_to(Step::Checking, Timestamp::now());
        })
        .await?;
    Ok(())
}
