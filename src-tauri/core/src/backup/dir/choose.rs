//! Choosing the backup folder.

use std::path::PathBuf;

use super::{BackupDir, blocking, is_writable};
use crate::backup::marker::{self, Found};
use crate::backup::recognise::recognise;
use crate::error::Error;
use crate::problem::ProblemCode;

impl BackupDir {
    /// Makes this the backup folder. It may be one that is in use already.
    pub async fn choose(&self, folder: PathBuf) -> Result<(), Error> {
        self.check_not_moving()?;
        let (path, is_demo) = (folder.clone(), self.0.is_demo);
        let id = blocking(move || {
            if !path.is_dir() {
                return Err(Error::Plain(ProblemCode::FolderMissing));
            }
            // Backups in a folder that cannot be written to can be browsed and checked all the same.
            if !is_writable(&path) && recognise(&path, is_demo).is_none() {
                return Err(Error::Plain(ProblemCode::ChosenNotWritable));
            }
            match marker::look(&path, None) {
                Ok(Found::Marked(id)) => Ok(Some(id)),
                _ => Ok(marker::write(&path, None).ok()),
            }
        })
        .await?;
        self.change_setting(|setting| {
            setting.folder = Some(folder);
            setting.folder_id = id;
        })
        .await?;
        self.refresh().await;
        Ok(())
    }
}
