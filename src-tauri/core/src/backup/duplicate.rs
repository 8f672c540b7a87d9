//! Finding the backup that has an archive already.

use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::bag_info::{ARCHIVE_SHA256, folder_of, scan};
use super::context::blocking;
use super::step_error::StepError;
use super::{ArchiveFacts, JobContext, JobHandle, Outcome};
use crate::archive::{self, ARCHIVE, ArchiveError};

/// The id of the backup in the folder that has this archive; `None` if there is none. If another job is making one, this
/// waits for its end.
pub(super) async fn find(
    context: &JobContext,
    handle: &JobHandle,
    facts: &ArchiveFacts,
) -> Result<Option<String>, StepError> {
    let mut changes = context.store.changes();
    let is_running =
        |id: &str| context.store.get(id).is_some_and(|other| other.job.outcome == Outcome::Running);
    // The other job does not wait for this one: it has been given a slot for its work already.
    while !context.opened.claim(&facts.sha256, &handle.job.id, is_running) {
        tokio::select! {
            () = handle.cancel.cancelled() => return Err(StepError::Cancelled),
            () = context.closing.cancelled() => return Err(StepError::Closing),
            received = changes.changed() => if received.is_err() { return Err(StepError::Closing) },
        }
    }
    let (folder, is_demo) = (handle.job.root.clone(), context.dir.is_demo());
    let (sought, cancel) = (facts.clone(), handle.cancel.clone());
    blocking(move || in_folder(&folder, is_demo, &sought, &cancel)).await
}

/// Looks for it among the backups in a folder. One whose archive is damaged does not count. Blocks.
fn in_folder(
    root: &Path,
    is_demo: bool,
    facts: &ArchiveFacts,
    cancel: &CancellationToken,
) -> Result<Option<String>, ArchiveError> {
    for backup in scan(root, is_demo).backups {
        let Some(folder) = folder_of(root, &backup.id) else { continue };
        let Ok(Some(info)) = archive::read_info(&folder) else { continue };
        if info.get(ARCHIVE_SHA256) != Some(&facts.sha256) {
            continue;
        }
        match archive::hash_file(&folder.join(ARCHIVE), cancel, &|_, _| {}) {
            Ok((sha256, _)) if sha256 == facts.sha256 => return Ok(Some(backup.id)),
            Err(ArchiveError::Cancelled) => return Err(ArchiveError::Cancelled),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the archive of a backup cannot be read"),
        }
    }
    Ok(None)
}
