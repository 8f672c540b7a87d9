//! Indexing and saving: waits for the import, then one rename makes the backup appear in its place.

use std::path::Path;
use std::sync::Arc;

use super::import::{Finished, ImportFailure};
use crate::archive::{ArchiveError, EXPORT};
use crate::backup::context::blocking;
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{Event, JobContext, JobHandle};
use crate::error::Error;
use crate::files;
use crate::library::ImportCounts;

pub(super) async fn run(
    context: &JobContext,
    handle: &JobHandle,
    staging: &Path,
    import: &Finished,
) -> StepResult {
    context.advance(handle, Event::Unpacked).await?;
    let counts = match import.clone().wait_for(Option::is_some).await.map(|result| *result) {
        Ok(Some(Ok(counts))) => Some(counts),
        Ok(Some(Err(ImportFailure::Cancelled))) => return Err(StepError::Cancelled),
        // The backup is complete without it, and the library can import it at any time.
        Ok(_) | Err(_) => None,
    };
    let handle = context.current(&handle.job.id)?;
    let name = rename(context, &handle, staging).await?;
    saved(context, &handle, &name, counts).await
}

/// A restart finds the backup in its place, or checks the archive again.
pub(super) async fn after_restart(context: &JobContext, handle: &JobHandle) -> StepResult {
    let layout = context.dir.layout(&handle.job);
    if let Some(name) = handle.job.final_name.clone() {
        let (target, id) = (layout.account.join(&name), handle.job.id.clone());
        let is_in_place = blocking(move || Ok::<_, Error>(crate::backup::bag_info::is_made_by(&target, &id)));
        if is_in_place.await? {
            return saved(context, handle, &name, None).await;
        }
    }
    blocking(move || {
        let unpacked = layout.staging.join(EXPORT);
        files::remove_folder(&unpacked).map_err(ArchiveError::file("write", &unpacked))
    })
    .await?;
    context.advance(handle, Event::Interrupted).await
}

async fn rename(context: &JobContext, handle: &JobHandle, staging: &Path) -> Result<String, StepError> {
    context.check_cancel(handle)?;
    let layout = context.dir.layout(&handle.job);
    // Reserved until the job has ended: two jobs that finish within one minute must not choose the same name.
    let name = {
        let (dir, job, now) = (context.dir.clone(), handle.job.clone(), context.clock.now());
        blocking(move || Ok::<_, Error>(dir.reserve_name(&job, now))).await?
    };
    let chosen = name.clone();
    let committed = context.commit(handle, Event::Named(chosen)).await;
    let (dir, job) = (context.dir.clone(), handle.job.clone());
    let (from, to) = (staging.to_owned(), layout.account.join(&name));
    blocking(move || {
        let renamed = committed.and_then(|_| {
            files::rename_with_retry(&from, &to).map_err(ArchiveError::file("write", &to))?;
            sync_folder(&layout.account);
            Ok(())
        });
        dir.release_name(&job);
        Ok::<_, Error>(renamed)
    })
    .await??;
    Ok(name)
}

async fn saved(
    context: &JobContext,
    handle: &JobHandle,
    name: &str,
    counts: Option<ImportCounts>,
) -> StepResult {
    let backup = context.dir.layout(&handle.job).backup_id(name);
    if counts.is_some() {
        let (importer, job, id) = (Arc::clone(&context.importer), handle.job.id.clone(), backup.clone());
        if let Err(error) = tokio::task::spawn_blocking(move || importer.assign_id(&job, &id)).await {
            tracing::error!(%error, "a backup got no id in the library");
        }
    }
    context.dir.set_verified(&backup);
    context.dir.refresh().await;
    context.store.end(&handle.job.id, Event::Saved { backup, records: counts }).await?;
    if counts.is_none() {
        // Only now: the backup of a running job is left to the job.
        context.importer.import_missing();
    }
    Ok(())
}

/// Makes the rename itself durable. Not possible on Windows, where it is not needed.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Err(error) = std::fs::File::open(folder).and_then(|f| f.sync_all())
    {
        tracing::warn!(%error, "the folder could not be synced");
    }
}
