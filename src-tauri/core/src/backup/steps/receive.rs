//! The archive of a job in its staging folder: downloaded already, or copied or packed from what the person opened.

use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::{self, ARCHIVE, ArchiveError, Loose};
use crate::backup::context::blocking;
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{ArchiveFacts, Event, JobContext, JobHandle, Source};

/// The staging folder with the complete archive in it; `None` if the archive has to be downloaded (again).
pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> Result<Option<PathBuf>, StepError> {
    let job = &handle.job;
    match &job.source {
        Source::TikTok { .. } => {
            let layout = context.dir.layout(job);
            let is_there =
                blocking(move || Ok::<_, ArchiveError>(layout.has_archive().then_some(layout.staging)));
            is_there.await
        }
        Source::File { path } => {
            let found = path.clone();
            let loose = blocking(move || {
                if archive::is_loose(&found) { archive::find_loose(&found).map(Some) } else { Ok(None) }
            })
            .await?;
            if loose.is_none() {
                recognise(handle, path.clone()).await?;
            }
            let staging = context.create_staging(job).await?;
            match loose {
                Some(loose) => pack(context, handle, loose, staging.clone()).await?,
                None => copy(context, handle, path.clone(), staging.clone()).await?,
            }
            Ok(Some(staging))
        }
    }
}

async fn recognise(handle: &JobHandle, path: PathBuf) -> StepResult {
    let cancel = handle.cancel.clone();
    blocking(move || {
        let listed = archive::list(&path)?;
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        archive::recognise(&path, &listed, &cancel)
    })
    .await
}

async fn pack(context: &JobContext, handle: &JobHandle, loose: Loose, staging: PathBuf) -> StepResult {
    let cancel = handle.cancel.clone();
    let meter = Arc::new(context.meter(handle, Some(loose.bytes), None));
    let facts = blocking(move || {
        let archive = prepare_room(&staging, loose.bytes)?;
        archive::pack(&loose, &archive, &cancel, &|bytes, files| meter.at(bytes, files))?;
        archive::hash_file(&archive, &cancel, &|_, _| {})
    })
    .await?;
    remember(context, handle, facts).await
}

async fn copy(context: &JobContext, handle: &JobHandle, from: PathBuf, staging: PathBuf) -> StepResult {
    let cancel = handle.cancel.clone();
    let size = {
        let from = from.clone();
        blocking(move || from.metadata().map(|found| found.len()).map_err(ArchiveError::file("read", &from)))
            .await?
    };
    let meter = Arc::new(context.meter(handle, Some(size), None));
    let facts = blocking(move || {
        let archive = prepare_room(&staging, size)?;
        archive::copy_file(&from, &archive, &cancel, &|bytes, files| meter.at(bytes, files))
    })
    .await?;
    remember(context, handle, facts).await
}

/// Checks the free space and returns where the archive goes. Blocks.
fn prepare_room(staging: &std::path::Path, bytes: u64) -> Result<PathBuf, ArchiveError> {
    archive::ensure_room(staging, bytes)?;
    std::fs::create_dir_all(staging.join("data")).map_err(ArchiveError::file("write", staging))?;
    Ok(staging.join(ARCHIVE))
}

async fn remember(context: &JobContext, handle: &JobHandle, (sha256, bytes): (String, u64)) -> StepResult {
    context.commit(handle, Event::Received(ArchiveFacts { bytes, sha256 })).await?;
    Ok(())
}
