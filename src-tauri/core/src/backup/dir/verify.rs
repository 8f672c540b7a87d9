//! Verifying the backups in the folder.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::{BackupDir, blocking};
use crate::backup::verification::{self, CheckState};
use crate::error::Error;
use crate::events::Topic;
use crate::ledger::Row;
use crate::problem::ProblemCode;
use crate::sync::lock;

/// The pause between two updates of a verification's progress.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

impl BackupDir {
    /// Notes that a backup has just been verified.
    pub fn set_verified(&self, backup: &str) {
        self.store_result(backup, &CheckState::verified_now());
    }

    /// Verifies a backup in the background. Progress and result appear in the list of backups.
    pub async fn verify(&self, id: &str) -> Result<(), Error> {
        let (dir, backup) = (self.clone(), id.to_owned());
        let folder =
            blocking(move || dir.folder_of(&backup).ok_or(Error::Plain(ProblemCode::FolderMissing))).await?;
        let cancel = CancellationToken::new();
        {
            let mut state = lock(&self.0.state);
            if state.checks.contains_key(id) {
                // The verification that runs keeps the token by which it can be cancelled.
                return Ok(());
            }
            state.checks.insert(id.to_owned(), cancel.clone());
        }
        let (dir, id) = (self.clone(), id.to_owned());
        self.0.tasks.spawn_blocking(move || {
            let last = Mutex::new(None::<Instant>);
            let progress = |files, files_total| {
                let mut last = lock(&last);
                if last.is_none_or(|at| at.elapsed() >= UPDATE_INTERVAL) {
                    *last = Some(Instant::now());
                    dir.show_check(&id, CheckState::Checking { files, files_total });
                }
            };
            let is_reachable = || dir.folder_of(&id).is_some() && dir.scan().is_ok();
            let result = verification::verify(&folder, &cancel, &progress, is_reachable);
            lock(&dir.0.state).checks.remove(&id);
            if let Some(result) = result.as_ref().filter(|result| result.is_result()) {
                dir.store_result(&id, result);
            }
            let stored = || lock(&dir.0.state).results.get(&id).cloned().unwrap_or(CheckState::NotChecked);
            dir.show_check(&id, result.unwrap_or_else(stored));
        });
        Ok(())
    }

    /// Cancels such a verification. The result of the one before stays.
    pub fn cancel_verify(&self, id: &str) {
        if let Some(check) = lock(&self.0.state).checks.get(id) {
            check.cancel();
        }
    }

    /// Cancels all verifications.
    pub fn cancel_all(&self) {
        lock(&self.0.state).checks.values().for_each(CancellationToken::cancel);
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
