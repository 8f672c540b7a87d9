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
    unreadable: u64,
    import: &Finished,
) -> StepResult {
    context.advance(handle, Event::Unpacked(unreadable)).await?;
    let counts = match import.clone().wait_for(Option::is_some).await.map(|result| *result) {
        Ok(Some(Ok(counts))) => Some(counts),
        Ok(Some(Err(ImportFailure::Cancelled))) => return Err(StepError::Cancelled),
        Ok(Some(Err(ImportFailure::SeveralOwners))) => return Err(ArchiveError::SeveralAccounts.into()),
        // The backup is complete without it, and the library can import it at any time.
        Ok(_) | Err(_) => None,
    };
    let handle = context.current(&handle.job.id)?;
    // Another Satchel with the same folder may have taken the name meanwhile.
    let name = loop {
        if let Some(name) = rename(context, &handle, staging).await? {
            break name;
        }
    };
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

/// Puts the backup in its place. Returns its name; `None` if the name that was chosen has been taken.
async fn rename(
    context: &JobContext,
    handle: &JobHandle,
    staging: &Path,
) -> Result<Option<String>, StepError> {
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
    let is_renamed = blocking(move || {
        let renamed = committed.and_then(|_| match files::rename_with_retry(&from, &to) {
            Err(_) if from.is_dir() && to.exists() => Ok(false),
            Err(error) => Err(ArchiveError::file("write", &to)(error).into()),
            Ok(()) => {
                if let Err(error) = files::sync_folder(&layout.account) {
                    tracing::warn!(%error, "the folder could not be synced");
                }
                Ok(true)
            }
        });
        dir.release_name(&job);
        Ok::<_, Error>(renamed)
    })
    .await??;
    Ok(is_renamed.then_some(name))
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
    context.dir.set_saved(&backup, handle.job.unreadable == 0);
    context.dir.refresh().await;
    context.store.end(&handle.job.id, Event::Saved { backup, records: counts }).await?;
    // Only now: the backup of a running job is left to the job. It may not have been imported, or for somebody who turned out
    // to be another person.
    context.importer.import_missing();
    Ok(())
}
