//! Verifying the backups in the folder, and restoring their files.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::BackupDir;
use super::work::Work;
use crate::archive::{self, ArchiveError};
use crate::backup::verification::{self, CheckState};
use crate::error::Error;
use crate::events::Topic;
use crate::ledger::Row;
use crate::sync::lock;

/// The pause between two updates of a verification's progress.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

impl BackupDir {
    /// Notes the state of a backup that has just been saved: verified, unless it is incomplete.
    pub fn set_saved(&self, backup: &str, is_complete: bool) {
        let state = if is_complete { CheckState::verified_now() } else { CheckState::NotChecked };
        self.store_result(backup, &state);
    }

    /// Verifies a backup in the background. Progress and result appear in the list of backups. Does nothing if something
    /// else is being done with the backup.
    pub async fn verify(&self, id: &str) -> Result<(), Error> {
        let Some((work, folder)) = self.begin_in_folder(id).await? else { return Ok(()) };
        self.0.tasks.spawn_blocking(move || {
            let result = work.verify(&folder);
            work.show_result(result);
        });
        Ok(())
    }

    /// Restores the unpacked files of a backup that are missing or changed from its archive, and verifies it again.
    /// Progress and result appear in the list of backups. Does nothing if something else is being done with the backup.
    pub async fn restore(&self, id: &str) -> Result<(), Error> {
        let Some((work, folder)) = self.begin_in_folder(id).await? else { return Ok(()) };
        let restored = self.0.tasks.spawn_blocking(move || {
            let restored = work.restore(&folder);
            let result = match &restored {
                Ok(_) | Err(ArchiveError::PlaceTaken(_)) => work.verify(&folder),
                Err(_) if !work.is_reachable() => Some(CheckState::Unreachable),
                Err(_) => None,
            };
            work.show_result(result);
            restored
        });
        match restored.await.map_err(|error| Error::Bug(error.to_string()))? {
            Ok(files) => tracing::info!(files, "files were restored from the archive"),
            Err(ArchiveError::Cancelled) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Cancels such work. The result of the last verification stays.
    pub fn cancel_verify(&self, id: &str) {
        if let Some(cancel) = lock(&self.0.state).work.get(id) {
            cancel.cancel();
        }
    }

    /// Cancels all such work.
    pub fn cancel_all(&self) {
        lock(&self.0.state).work.values().for_each(CancellationToken::cancel);
    }

    fn store_result(&self, backup: &str, result: &CheckState) {
        lock(&self.0.state).results.insert(backup.to_owned(), result.clone());
        match serde_json::to_string(result) {
            Ok(json) => drop(self.0.ledger.write(Row::Check { backup: backup.to_owned(), json })),
            Err(error) => tracing::error!(%error, "a verification result could not be stored"),
        }
    }

    fn show_check(&self, id: &str, check: CheckState) {
        if let Some(backup) = lock(&self.0.state).backups.iter_mut().find(|backup| backup.id == id) {
            backup.check = check;
        }
        self.0.notifier.changed(Topic::Backups);
    }
}

impl Work {
    /// Verifies the backup; `None` if it was cancelled. Blocks.
    fn verify(&self, folder: &Path) -> Option<CheckState> {
        let progress = self.progress(|files, files_total| CheckState::Checking { files, files_total });
        let total = archive::count_files(folder);
        verification::verify(folder, &self.cancel, &|files| progress(files, total), || self.is_reachable())
    }

    /// Restores its files. An archive that is not the one that was saved is left for the verification to tell. Blocks.
    fn restore(&self, folder: &Path) -> Result<u64, ArchiveError> {
        let progress = self.progress(|files, files_total| CheckState::Restoring { files, files_total });
        let total = archive::count_files(folder);
        match archive::restore(folder, &self.cancel, &|_, files| progress(files, total)) {
            Err(ArchiveError::Damaged(_) | ArchiveError::Unsafe(_)) => Ok(0),
            other => other,
        }
    }

    /// Whether the folder is still the one that the work began with. Blocks.
    fn is_reachable(&self) -> bool {
        self.dir.folder_of(&self.id).is_some() && self.dir.scan().is_ok()
    }

    /// Shows how far the work is, a few times a second.
    fn progress(&self, state: fn(u64, u64) -> CheckState) -> impl Fn(u64, u64) + Send + Sync {
        let last = Mutex::new(None::<Instant>);
        move |files, total| {
            let mut last = lock(&last);
            if last.is_none_or(|at| at.elapsed() >= UPDATE_INTERVAL) {
                *last = Some(Instant::now());
                self.dir.show_check(&self.id, state(files, total));
            }
        }
    }

    /// Ends the work, and shows its result, or the one before it if it has none.
    fn show_result(self, result: Option<CheckState>) {
        let (dir, id) = (self.dir.clone(), self.id.clone());
        drop(self);
        if let Some(result) = result.as_ref().filter(|result| result.is_result()) {
            dir.store_result(&id, result);
        }
        let stored = || lock(&dir.0.state).results.get(&id).cloned().unwrap_or(CheckState::NotChecked);
        let shown = result.unwrap_or_else(stored);
        dir.show_check(&id, shown);
    }
}
