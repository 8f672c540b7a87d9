//! Keeping backups: what only one of them contains, and deleting one.

use crate::backup::{Outcome, delete_for_good};
use crate::commands::blocking;
use crate::core::Core;
use crate::error::Error;
use crate::library::OnlyIn;
use crate::problem::ProblemCode;

impl Core {
    /// What would be lost from the library with a backup; `None` if that is unknown, because the library is not in step
    /// with the folder.
    pub async fn only_in_backup(&self, id: &str) -> Result<Option<OnlyIn>, Error> {
        let (dir, sync, backup) = (self.0.dir.clone(), self.0.library.clone(), id.to_owned());
        if sync.library().is_none() {
            return Ok(None);
        }
        blocking(move || {
            let library = sync.library_of(&backup)?;
            // Records of a backup that is gone may be in no other.
            let Ok(present) = dir.scan() else { return Ok(None) };
            let known = library.backups()?;
            if known.iter().any(|known| !present.iter().any(|backup| backup.id == known.id)) {
                return Ok(None);
            }
            Ok(library.only_in(&backup)?)
        })
        .await?
    }

    /// Deletes a backup: moves it to the system's trash, or deletes it for good. The library forgets it.
    pub async fn delete_backup(&self, id: &str, for_good: bool) -> Result<(), Error> {
        let (library, desktop) = (self.0.library.clone(), self.0.desktop.clone());
        let deleted = self.0.dir.delete(id, move |folder| {
            if library.is_being_published(folder) {
                return Err(Error::Plain(ProblemCode::BackupBusy));
            }
            if for_good {
                delete_for_good(folder)
            } else {
                desktop.move_to_trash(folder).map_err(Error::NoTrash)
            }
        });
        let deleted = deleted.await;
        self.0.library.sync();
        deleted?;
        // The rows of jobs that led to it offer to open its folder.
        for handle in self.0.jobs.all() {
            if handle.job.outcome != Outcome::Running && handle.job.backup_id.as_deref() == Some(id) {
                self.0.runner.dismiss(&handle.job.id).await;
            }
        }
        Ok(())
    }
}
