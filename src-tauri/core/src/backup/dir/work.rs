//! Work on single backups: at most one at a time on each.

use std::path::PathBuf;

use tokio_util::sync::CancellationToken;

use super::{BackupDir, blocking};
use crate::error::Error;
use crate::problem::ProblemCode;
use crate::sync::lock;

/// Work on a backup. While it exists, no other begins on the same backup.
pub(super) struct Work {
    pub(super) dir: BackupDir,
    pub(super) id: String,
    pub(super) cancel: CancellationToken,
}

impl BackupDir {
    /// Begins work on a backup; `None` if other work on it has not ended, or the folder is being moved.
    pub(super) fn begin(&self, id: &str) -> Option<Work> {
        let cancel = CancellationToken::new();
        let mut state = lock(&self.0.state);
        if state.moving.is_some() || state.work.contains_key(id) {
            return None;
        }
        state.work.insert(id.to_owned(), cancel.clone());
        Some(Work { dir: self.clone(), id: id.to_owned(), cancel })
    }

    /// As [`Self::begin`], with the folder of the backup. An error if it is not there, or all folders are being moved.
    pub(super) async fn begin_in_folder(&self, id: &str) -> Result<Option<(Work, PathBuf)>, Error> {
        self.check_not_moving()?;
        let (dir, backup) = (self.clone(), id.to_owned());
        let folder = blocking(move || dir.folder_of(&backup).ok_or(Error::Plain(ProblemCode::FolderMissing)));
        let folder = folder.await?;
        Ok(self.begin(id).map(|work| (work, folder)))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        lock(&self.dir.0.state).work.remove(&self.id);
    }
}
