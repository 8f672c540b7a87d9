//! Importing for running jobs.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio_util::sync::CancellationToken;

use super::LibrarySync;
use super::libraries::POLL_INTERVAL;
use crate::backup::Importer;
use crate::library::read::ExportFiles;
use crate::library::{ExportDates, ImportCounts, Library, LibraryError, RemoveOutcome};
use crate::person::PersonId;
use crate::sync::lock;

impl Importer for LibrarySync {
    fn import(
        &self,
        job: &str,
        dates: ExportDates,
        export: &dyn ExportFiles,
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError> {
        let account = self.0.jobs.get(job).and_then(|handle| handle.job.account().cloned());
        self.wait_for_synchronisation(cancel)?;
        let imported = self.import_as(job, account.as_ref(), dates, export, cancel, progress);
        if imported.is_err() {
            // Whose it is, is determined again when the backup is imported.
            self.forget(job);
        }
        imported
    }

    fn assign_id(&self, job: &str, backup: &str) {
        // First the new id, then the records, then the old id: at no time, the records are nobody's.
        self.0.people.change(|people| {
            if let Some(assigned) = people.backups.get(job).cloned() {
                people.backups.insert(backup.to_owned(), assigned);
            }
        });
        // If the export turned out to be another person's meanwhile, the next synchronisation moves it.
        for (_, library) in self.libraries_with(job) {
            match library.rename(job, backup) {
                Ok(true) => self.update_counts(),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "a backup could not be renamed in the library"),
            }
        }
        self.0.people.change(|people| people.backups.remove(job));
        // Completes the indexes of what was imported; or imports it, if the library was emptied meanwhile.
        self.sync();
    }

    fn import_missing(&self) {
        self.sync();
    }

    fn discard_import(&self, job: &str) {
        for (person, library) in self.libraries_with(job) {
            match library.remove(job) {
                Ok(RemoveOutcome::Removed) => {}
                Ok(RemoveOutcome::RebuildRequired) => {
                    self.require_rebuild(&person);
                    self.sync();
                }
                Err(error) => tracing::error!(%error, "an import could not be discarded"),
            }
        }
        self.forget(job);
        self.update();
    }
}

impl LibrarySync {
    /// Waits while a synchronisation runs: the records that tell whose an export is may not have been imported yet. Blocks.
    fn wait_for_synchronisation(&self, cancel: &CancellationToken) -> Result<(), LibraryError> {
        // In this order: a synchronisation begins before the emptying ends.
        let is_running = || self.0.is_emptying.load(Ordering::SeqCst) || lock(&self.0.state).is_syncing;
        while is_running() {
            if cancel.is_cancelled() {
                return Err(LibraryError::Cancelled);
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    /// Forgets whose the export of this job is, and whoever has nothing else.
    fn forget(&self, job: &str) {
        if self.0.people.change(|people| people.backups.remove(job)).is_some() {
            self.remove_unused_people();
        }
    }

    /// The libraries into which the export of this job was imported: one, or none.
    fn libraries_with(&self, job: &str) -> Vec<(PersonId, Arc<Library>)> {
        let has_it = |library: &Library| {
            library.backups().is_ok_and(|backups| backups.iter().any(|backup| backup.id == job))
        };
        let mut libraries = self.0.libraries.all();
        libraries.retain(|(_, library)| has_it(library));
        libraries
    }
}
