//! Moving the backup folder: everything is copied and compared, then the new folder is used, then the old one is removed.
//!
//! A note in the settings says how far that is, so that a start after an interruption continues.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::move_progress::{MoveProgress, Moving};
use super::{BackupDir, blocking, is_writable};
use crate::archive::{self, ArchiveError};
use crate::backup::folder_copy::{self, Tree};
use crate::error::Error;
use crate::events::Topic;
use crate::problem::ProblemCode;
use crate::settings::FolderMove;
use crate::sync::lock;

/// The pause between two updates of the progress.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

/// A move that runs. No other work on the folder begins while it exists.
pub struct Move {
    dir: BackupDir,
    cancel: CancellationToken,
}

/// How a move ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// The old folder is gone.
    Whole,
    /// The new folder is in use, but something is left of the old one.
    OldLeft,
}

impl BackupDir {
    /// Begins a move; an error if work on a backup is in progress, or another move. Jobs are for the caller to exclude.
    pub fn begin_move(&self) -> Result<Move, Error> {
        let mut state = lock(&self.0.state);
        if state.moving.is_some() {
            return Err(Error::Plain(ProblemCode::FolderMoving));
        }
        if !state.work.is_empty() {
            return Err(Error::Plain(ProblemCode::FolderBusy));
        }
        let cancel = CancellationToken::new();
        state.moving = Some(Moving { cancel: cancel.clone(), progress: MoveProgress::default() });
        Ok(Move { dir: self.clone(), cancel })
    }

    /// How far the move is that runs.
    #[must_use]
    pub fn move_progress(&self) -> Option<MoveProgress> {
        lock(&self.0.state).moving.as_ref().map(|moving| moving.progress.clone())
    }

    /// Fails while the folder is being moved.
    pub fn check_not_moving(&self) -> Result<(), Error> {
        let is_moving = lock(&self.0.state).moving.is_some();
        if is_moving { Err(Error::Plain(ProblemCode::FolderMoving)) } else { Ok(()) }
    }

    /// Cancels the move. Once everything is copied, it is too late for that.
    pub fn cancel_move(&self) {
        if let Some(moving) = lock(&self.0.state).moving.as_ref() {
            moving.cancel.cancel();
        }
    }
}

impl Move {
    /// Checks that the folder can be moved there.
    pub async fn check(&self, to: &Path) -> Result<(), Error> {
        let (from, to) = (self.dir.folder(), to.to_owned());
        self.dir.check_reachable().await?;
        blocking(move || {
            if !to.is_dir() {
                return Err(Error::Plain(ProblemCode::FolderMissing));
            }
            if !is_writable(&to) {
                return Err(Error::Plain(ProblemCode::ChosenNotWritable));
            }
            let real = |path: &Path| path.canonicalize().map_err(ArchiveError::file("read", path));
            let (real_from, real_to) = (real(&from)?, real(&to)?);
            if real_to.starts_with(&real_from) || real_from.starts_with(&real_to) {
                return Err(Error::Plain(ProblemCode::FolderInside));
            }
            let may_be_filled =
                folder_copy::may_be_filled(&from, &to).map_err(ArchiveError::file("read", &to))?;
            if may_be_filled { Ok(()) } else { Err(Error::Plain(ProblemCode::FolderNotEmpty)) }
        })
        .await
    }

    /// Moves the folder there. If that fails or is cancelled, the old folder stays in use, and nothing is left in the new
    /// one; if Satchel is `closing`, the next start continues. `switched` is called once the new folder is in use.
    pub async fn run(
        self,
        to: PathBuf,
        closing: &CancellationToken,
        switched: impl FnOnce(&Path, &Path) + Send,
    ) -> Result<Moved, Error> {
        let from = self.dir.folder();
        let cancel = self.cancel.child_token();
        let stop = cancel.clone().drop_guard();
        let note = FolderMove { from: from.clone(), to: to.clone(), is_switched: false };
        self.note(Some(note)).await?;
        self.show(|progress| progress.to = crate::paths::shown(&to));
        let copying = self.copy(from.clone(), to.clone(), cancel.clone());
        let copied = tokio::select! {
            copied = copying => copied,
            // The copy ends soon after: nothing depends on that.
            () = closing.cancelled() => return Err(ArchiveError::Cancelled.into()),
        };
        drop(stop);
        let tree = match copied {
            Ok(tree) => tree,
            Err(error) => {
                self.abandon(from, to).await;
                return Err(error);
            }
        };
        self.show(|progress| progress.is_removing = true);
        if let Err(error) = self.switch(&from, &to).await {
            self.abandon(from, to).await;
            return Err(error);
        }
        switched(&from, &to);
        let removed = blocking({
            let (from, to) = (from.clone(), to.clone());
            move || {
                folder_copy::end(&to);
                Ok(folder_copy::remove(&from, &tree))
            }
        });
        let removed = removed.await?;
        self.forget_note().await;
        Ok(if removed { Moved::Whole } else { Moved::OldLeft })
    }

    /// Removes the old folder, after an interruption: those files that have an identical copy in the new one.
    pub async fn finish(self, from: PathBuf, to: PathBuf) -> Result<Moved, Error> {
        self.show(|progress| *progress = MoveProgress { is_removing: true, ..MoveProgress::default() });
        let cancel = self.cancel.clone();
        let removed = blocking(move || {
            folder_copy::end(&to);
            if !from.exists() {
                return Ok(true);
            }
            let tree = folder_copy::copied(&from, &to, folder_copy::list(&from)?, &cancel)?;
            Ok(folder_copy::remove(&from, &tree))
        })
        .await;
        self.forget_note().await;
        Ok(if removed? { Moved::Whole } else { Moved::OldLeft })
    }

    /// Removes an unfinished copy. The old folder stays in use.
    pub async fn abandon(&self, from: PathBuf, to: PathBuf) {
        let removed = blocking(move || {
            folder_copy::remove_copy(&to, &folder_copy::list(&from)?);
            Ok(())
        });
        if let Err(error) = removed.await {
            tracing::warn!(%error, "an unfinished copy of the backup folder could not be removed");
        }
        self.forget_note().await;
    }

    /// As [`Self::abandon`], for an earlier move. The person may have changed both folders since: only what is marked as an
    /// unfinished copy is removed, and of that only the files whose originals are still there. The folder in use is left as
    /// it is.
    pub async fn abandon_earlier(&self, from: PathBuf, to: PathBuf) {
        let (is_in_use, cancel) = (to == self.dir.folder(), self.cancel.clone());
        let removed = blocking(move || {
            if is_in_use {
                folder_copy::end(&to);
            } else if folder_copy::is_unfinished(&from, &to) {
                let tree = folder_copy::copied(&from, &to, folder_copy::list(&from)?, &cancel)?;
                folder_copy::remove_copy(&to, &tree);
            }
            Ok(())
        });
        if let Err(error) = removed.await {
            tracing::warn!(%error, "an unfinished copy of the backup folder could not be removed");
        }
        self.forget_note().await;
    }

    async fn copy(&self, from: PathBuf, to: PathBuf, cancel: CancellationToken) -> Result<Tree, Error> {
        let dir = self.dir.clone();
        let copied = self.dir.0.tasks.spawn_blocking(move || {
            let tree = folder_copy::list(&from)?;
            dir.show_move(|progress| progress.bytes_total = tree.bytes);
            archive::ensure_room(&to, folder_copy::missing_bytes(&to, &tree))?;
            folder_copy::begin(&from, &to)?;
            let last = Mutex::new(Instant::now());
            folder_copy::copy(&from, &to, &tree, &cancel, &|bytes| {
                let mut last = lock(&last);
                if last.elapsed() >= UPDATE_INTERVAL {
                    *last = Instant::now();
                    dir.show_move(|progress| progress.bytes = bytes);
                }
            })?;
            folder_copy::sync(&to, &tree)?;
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            Ok(tree)
        });
        Ok(copied.await.map_err(|error| Error::Bug(error.to_string()))??)
    }

    async fn switch(&self, from: &Path, to: &Path) -> Result<(), Error> {
        let note = FolderMove { from: from.to_owned(), to: to.to_owned(), is_switched: true };
        self.dir
            .change_setting(|setting| {
                setting.folder = Some(note.to.clone());
                setting.folder_move = Some(note);
            })
            .await?;
        self.dir.refresh().await;
        Ok(())
    }

    async fn note(&self, note: Option<FolderMove>) -> Result<(), Error> {
        self.dir.change_setting(|setting| setting.folder_move = note).await
    }

    /// Forgets the move, which has ended. If that cannot be stored, the next start does what is left of it.
    async fn forget_note(&self) {
        if let Err(error) = self.note(None).await {
            tracing::warn!(%error, "the settings could not be written");
        }
    }

    fn show(&self, change: impl FnOnce(&mut MoveProgress)) {
        self.dir.show_move(change);
    }
}

impl BackupDir {
    fn show_move(&self, change: impl FnOnce(&mut MoveProgress)) {
        if let Some(moving) = lock(&self.0.state).moving.as_mut() {
            change(&mut moving.progress);
        }
        self.0.notifier.changed(Topic::Folder);
    }

    /// Fails if the folder is not there or cannot be read.
    async fn check_reachable(&self) -> Result<(), Error> {
        let dir = self.clone();
        blocking(move || match dir.scan() {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Error::Plain(ProblemCode::FolderMissing))
            }
            Err(error) => {
                tracing::warn!(%error, "the backup folder cannot be read");
                Err(Error::Plain(ProblemCode::FolderUnreachable))
            }
        })
        .await
    }
}

impl Drop for Move {
    fn drop(&mut self) {
        self.cancel.cancel();
        lock(&self.dir.0.state).moving = None;
        self.dir.0.notifier.changed(Topic::Folder);
    }
}
