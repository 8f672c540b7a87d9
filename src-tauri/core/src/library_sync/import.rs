//! Importing one export into the library of its person.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{MutexGuard, TryLockError};

use tokio_util::sync::CancellationToken;

use super::libraries::POLL_INTERVAL;
use super::{Building, LibrarySync};
use crate::account::OpenId;
use crate::backup::Source;
use crate::library::read::{self, Choices, ExportFiles};
use crate::library::{ExportDates, ImportCounts, ImportSource, Library, LibraryError};
use crate::sync::lock;

impl LibrarySync {
    /// Imports an export into the library of the person whose it is. Waits for other imports. Blocks.
    pub(super) fn import_as(
        &self,
        id: &str,
        account: Option<&OpenId>,
        dates: ExportDates,
        export: &dyn ExportFiles,
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError> {
        let _importing = self.begin_import(cancel)?;
        let owner = self.determine_owner(id, account, export, cancel)?;
        let library = self.0.libraries.get(&owner)?;
        self.follow_shown();
        let bytes_total = read::size(export);
        let (backups, backups_total) = {
            let mut state = lock(&self.0.state);
            if let Some(indexing) = state.indexing.take() {
                indexing.cancel();
            }
            state.queue.unwrap_or((0, 1))
        };
        let show = |bytes, records| {
            let building = Building { backups, backups_total, records, bytes, bytes_total };
            lock(&self.0.state).building = Some((owner.clone(), building));
        };
        show(0, 0);
        let is_first = AtomicBool::new(true);
        let mut choices = self.choices(id, &owner, dates);
        // What has been saved already is read as it is, and so is what TikTok made.
        let job = self.0.jobs.get(id);
        choices.refuses_several_owners =
            job.is_some_and(|handle| matches!(handle.job.source, Source::File { .. }));
        let source = ImportSource { id, dates, export };
        let result = library.import(&source, &choices, cancel, &|bytes, records| {
            show(bytes, records);
            progress(bytes, records);
            // The first records are shown at once: somebody is waiting for them.
            if records > 0 && is_first.swap(false, Ordering::Relaxed) || self.is_update_due() {
                self.update();
            }
        });
        if result.is_ok() {
            self.note_user_names(&owner, &library, false);
            self.note_renames(&owner, &library);
        }
        {
            let mut state = lock(&self.0.state);
            if backups_total == 1 {
                state.building = None;
            }
            match &result {
                Ok(_) => {
                    state.status.problem = None;
                    // In the order of their data, the texts of the newest backup remain.
                    if library.has_overwritten_newer(id).unwrap_or(false) {
                        state.needs_rebuild.insert(owner.clone());
                    }
                }
                Err(LibraryError::Cancelled | LibraryError::SeveralOwners) => {}
                Err(error) => tracing::error!(%error, "an export could not be imported"),
            }
        }
        self.update();
        result
    }

    /// What is known of a backup of this person beside its content.
    pub(super) fn choices(&self, backup: &str, person: &str, dates: ExportDates) -> Choices {
        let files = self.0.settings.with(|settings| settings.choices.get(backup).cloned());
        let names = self.0.people.with(|people| people.later_names(person, dates.requested));
        Choices { files: files.unwrap_or_default(), names, refuses_several_owners: false }
    }

    /// Notes the names that the library proves to be those of the same person or group. Their records are joined by
    /// importing all backups again. Blocks.
    fn note_renames(&self, person: &str, library: &Library) {
        match library.renamed() {
            Ok(renames) => {
                if self.0.people.change(|people| people.add_proven(person, renames)) {
                    self.require_rebuild(person);
                }
            }
            Err(error) => tracing::warn!(%error, "the library could not be searched for renamed people"),
        }
    }

    /// Waits until no other export is being imported.
    fn begin_import(&self, cancel: &CancellationToken) -> Result<MutexGuard<'_, ()>, LibraryError> {
        loop {
            if cancel.is_cancelled() {
                return Err(LibraryError::Cancelled);
            }
            match self.0.importing.try_lock() {
                Ok(guard) => return Ok(guard),
                Err(TryLockError::Poisoned(error)) => return Ok(error.into_inner()),
                Err(TryLockError::WouldBlock) => std::thread::sleep(POLL_INTERVAL),
            }
        }
    }

    /// Completes what search needs beyond words, in the background.
    pub(super) fn complete_indexes(&self) {
        let cancel = self.0.closing.child_token();
        lock(&self.0.state).indexing = Some(cancel.clone());
        for (_, library) in self.0.libraries.all() {
            match library.complete_index(&cancel) {
                Ok(true) => self.update(),
                Ok(false) | Err(LibraryError::Cancelled) => {}
                Err(error) => tracing::error!(%error, "a search index could not be completed"),
            }
        }
        lock(&self.0.state).indexing = None;
    }
}
