//! Deleting backups from the folder.

use std::path::Path;

use super::{BackupDir, is_writable};
use crate::archive::ArchiveError;
use crate::backup::layout::STAGING;
use crate::error::Error;
use crate::files;
use crate::ledger::Row;
use crate::problem::ProblemCode;
use crate::random::random_hex;
use crate::sync::lock;

/// The name of the folder of a deleted backup, until it is removed, is [`STAGING`] with this and a random number.
const DELETED: &str = "deleted-";

impl BackupDir {
    /// Removes a backup from the folder by `remove`, which gets its folder and blocks, and forgets what is stored about
    /// it. Fails if something else is being done with the backup.
    pub async fn delete(
        &self,
        id: &str,
        remove: impl FnOnce(&Path) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let begun = self.begin_in_folder(id).await?;
        let (work, folder) = begun.ok_or(Error::Plain(ProblemCode::BackupBusy))?;
        let removed = self.0.tasks.spawn_blocking(move || {
            let is_read_only =
                || folder.parent().is_some_and(|parent| folder.exists() && !is_writable(parent));
            let removed = remove(&folder).map_err(|error| match error {
                Error::NoTrash(_) if is_read_only() => Error::Plain(ProblemCode::FolderNotWritable),
                error => error,
            });
            // A removal that stopped halfway has moved the backup out of the list all the same.
            if !folder.exists() {
                work.dir.forget(&work.id);
            }
            removed
        });
        let removed = removed.await.map_err(|error| Error::Bug(error.to_string()))?;
        self.refresh().await;
        removed
    }

    /// Removes what is left of backups whose deletion was interrupted by the end of Satchel.
    pub async fn finish_deletions(&self) {
        if self.state().problem.is_some() {
            return;
        }
        let root = self.folder();
        let removed = self.0.tasks.spawn_blocking(move || remove_deleted(&root)).await;
        if let Err(error) = removed {
            tracing::error!(%error, "the rest of a deleted backup could not be removed");
        }
    }

    fn forget(&self, id: &str) {
        {
            let mut state = lock(&self.0.state);
            state.results.remove(id);
            state.backups.retain(|backup| backup.id != id);
        }
        drop(self.0.ledger.write(Row::NoCheck { backup: id.to_owned() }));
    }
}

/// Deletes the folder of a backup for good. It is first moved out of the list, so that an interruption leaves no backup
/// with missing files. Blocks.
pub fn delete_for_good(folder: &Path) -> Result<(), Error> {
    let failed = |error| ArchiveError::file("write", folder)(error);
    let moved = folder.with_file_name(format!("{STAGING}{DELETED}{}", random_hex::<8>()));
    files::rename_with_retry(folder, &moved).map_err(failed)?;
    files::remove_folder(&moved).map_err(failed)?;
    Ok(())
}

/// Removes the folders of deleted backups in the account folders. The staging folders of jobs stay. Blocks.
fn remove_deleted(root: &Path) {
    let prefix = format!("{STAGING}{DELETED}");
    let entries = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries(root).flat_map(|account| entries(&account.path())) {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder
            && entry.file_name().to_string_lossy().starts_with(&prefix)
            && let Err(error) = files::remove_folder(&entry.path())
        {
            tracing::warn!(%error, "the rest of a deleted backup could not be removed");
        }
    }
}
