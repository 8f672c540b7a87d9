//! Importing for running jobs.

use std::path::Path;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::LibrarySync;
use crate::backup::Importer;
use crate::library::{ImportCounts, LibraryError, RemoveOutcome};

impl Importer for LibrarySync {
    fn import(
        &self,
        job: &str,
        saved_at: Timestamp,
        archive: &Path,
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError> {
        self.import_as(job, saved_at, archive, cancel, progress)
    }

    fn assign_id(&self, job: &str, backup: &str) {
        let Some(library) = self.library() else { return };
        match library.rename(job, backup) {
            Ok(true) => {
                self.update_counts();
                // Completes the indexes of what was imported.
                self.sync();
            }
            // The library was emptied meanwhile: all backups are imported again, this one among them.
            Ok(false) => self.sync(),
            Err(error) => tracing::error!(%error, "a backup could not be renamed in the library"),
        }
    }

    fn import_missing(&self) {
        self.sync();
    }

    fn discard_import(&self, job: &str) {
        let Some(library) = self.library() else { return };
        match library.remove(job) {
            Ok(RemoveOutcome::Removed) => self.update(),
            Ok(RemoveOutcome::RebuildRequired) => self.import_again(),
            Err(error) => tracing::error!(%error, "an import could not be discarded"),
        }
    }
}
