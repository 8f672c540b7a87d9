//! Moving the backup folder, with what depends on its place.

use std::path::{Path, PathBuf};

use crate::archive::ArchiveError;
use crate::backup::{Move, Moved};
use crate::core::Core;
use crate::error::Error;
use crate::settings::FolderMove;

impl Core {
    /// Moves the backup folder with everything in it to an empty folder. Ends once that is done, or cancelled.
    pub async fn move_folder(&self, to: PathBuf) -> Result<(), Error> {
        let from = self.folder();
        if self.0.dir.may_create(&from) && !from.exists() {
            return self.set_folder(to).await;
        }
        let moving = self.0.runner.begin_move().await?;
        moving.check(&to).await?;
        if let Some(before) = self.0.dir.noted_move()
            && !before.is_switched
            && before.to != to
        {
            moving.abandon_earlier(before.from, before.to).await;
        }
        self.run_move(moving, to).await
    }

    /// Cancels the move. The old folder stays in use.
    pub fn cancel_move(&self) {
        self.0.dir.cancel_move();
    }

    /// Continues what the end of Satchel interrupted in the backup folder: deletions, then a move.
    pub(crate) fn resume_folder_work(&self) {
        let core = self.clone();
        self.0.tasks.spawn(async move {
            core.0.dir.finish_deletions().await;
            let note = core.0.dir.noted_move();
            if let Some(note) = note
                && let Err(error) = core.continue_move(note).await
            {
                core.add_notice(error, String::new());
            }
        });
    }

    async fn continue_move(&self, note: FolderMove) -> Result<(), Error> {
        // With jobs running, the next start tries again.
        let Ok(moving) = self.0.runner.begin_move().await else { return Ok(()) };
        let FolderMove { from, to, is_switched } = note;
        if is_switched {
            let moved = moving.finish(from.clone(), to).await?;
            self.tell_of_old_folder(moved, &from);
            return Ok(());
        }
        if from != self.folder() {
            moving.abandon_earlier(from, to).await;
            return Ok(());
        }
        if let Err(error) = moving.check(&to).await {
            // Its drive may be connected at the next start.
            tracing::info!(%error, "the move of the backup folder cannot be continued");
            return Ok(());
        }
        self.run_move(moving, to).await
    }

    async fn run_move(&self, moving: Move, to: PathBuf) -> Result<(), Error> {
        let (core, from) = (self.clone(), self.folder());
        let moved = self.0.tasks.spawn(async move {
            let closing = core.0.closing.clone();
            moving.run(to, &closing, |from, to| core.0.jobs.folder_moved(from, to)).await
        });
        let moved = moved.await.map_err(|error| Error::Bug(error.to_string()))?;
        self.0.library.sync();
        match moved {
            Ok(moved) => self.tell_of_old_folder(moved, &from),
            Err(Error::Archive(ArchiveError::Cancelled)) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn tell_of_old_folder(&self, moved: Moved, from: &Path) {
        if moved == Moved::OldLeft {
            let code = crate::problem::ProblemCode::OldFolderLeft;
            self.add_notice(Error::Plain(code), from.display().to_string());
        }
    }
}
