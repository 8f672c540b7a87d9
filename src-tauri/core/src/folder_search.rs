//! Finding the backup folder that the person already has.

use std::path::PathBuf;

use crate::backup::{FoundFolder, find_folders};
use crate::commands::blocking;
use crate::core::Core;
use crate::error::Error;
use crate::paths::shown;
use crate::problem::ProblemCode;
use crate::sync::lock;
use crate::view::{FolderSearch, FoundFolderView};

impl Core {
    /// Uses this folder if it is a backup folder. Otherwise, returns those that are found above and below it. For
    /// [`Core::use_found_folder`], the folder itself comes after them.
    pub async fn find_folder(&self, chosen: PathBuf) -> Result<FolderSearch, Error> {
        let (path, is_demo) = (chosen.clone(), self.0.is_demo);
        let found = blocking(move || find_folders(&path, is_demo)).await?;
        let is_used = found.iter().any(|folder| folder.path == chosen);
        if is_used {
            self.set_folder(chosen.clone()).await?;
        }
        let others = if is_used { Vec::new() } else { found };
        let view = |(number, folder): (u64, &FoundFolder)| FoundFolderView {
            number,
            path: folder.path.display().to_string(),
            shown: shown(&folder.path),
            backups: folder.backups as u64,
        };
        let views = (0..).zip(&others).map(view).collect();
        // The window names a folder by its number, so that it cannot make Satchel use any other.
        let numbered = others.into_iter().map(|folder| folder.path).chain([chosen.clone()]);
        *lock(&self.0.found_folders) = numbered.collect();
        Ok(FolderSearch { chosen: shown(&chosen), is_used, others: views })
    }

    /// Uses one of the folders that were found last, or the chosen folder itself.
    pub async fn use_found_folder(&self, number: u64) -> Result<(), Error> {
        let found = usize::try_from(number).ok().and_then(|n| lock(&self.0.found_folders).get(n).cloned());
        self.set_folder(found.ok_or(Error::Plain(ProblemCode::FolderMissing))?).await
    }
}
