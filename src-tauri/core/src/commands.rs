//! What a person can do in the window, apart from queries of the library: each command goes to the part that does it.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::account::{AccountError, KeychainState, Scope};
use crate::archive::{self, ArchiveError};
use crate::backup::{Job, Outcome, Source};
use crate::core::Core;
use crate::data_request::{DataRequest, Kind, Permission};
use crate::error::Error;
use crate::files;
use crate::problem::{Problem, ProblemCode};
use crate::settings::{KeepSignIn, Settings, TextSize, Theme};

impl Core {
    // ---- signing in and out -------------------------------------------------------------------------------------

    /// Signs in any account.
    pub async fn connect(&self) -> Result<(), Error> {
        self.0.requests.connect_account().await
    }

    /// Renews the current account's sign-in for another year.
    pub async fn renew_sign_in(&self) -> Result<(), Error> {
        self.0.requests.renew_sign_in().await
    }

    /// Cancels the sign-in, or dismisses a failed one.
    pub fn cancel_sign_in(&self) {
        self.0.sign_in.cancel();
    }

    /// Starts the same sign-in again.
    pub async fn retry_sign_in(&self) -> Result<(), Error> {
        self.0.sign_in.retry().await
    }

    /// Opens the browser again for the same sign-in.
    pub fn reopen_browser(&self) {
        self.0.sign_in.reopen_browser();
    }

    /// The address that the browser should open.
    #[must_use]
    pub fn sign_in_address(&self) -> Option<String> {
        self.0.sign_in.address()
    }

    /// Takes the address that the person copied from their browser.
    pub fn paste_address(&self, text: &str) -> Result<(), Error> {
        self.0.sign_in.paste_address(text)
    }

    /// Keeps sign-ins in memory only, until Satchel is closed.
    pub fn keep_sign_in_for_session(&self) {
        self.0.accounts.secrets().use_memory();
    }

    /// Keeps sign-ins in a file under this passphrase.
    pub async fn keep_sign_in_in_file(&self, passphrase: String) -> Result<(), Error> {
        self.0.accounts.secrets().create_file(passphrase).await.map_err(AccountError::from)?;
        self.change_settings(|settings| settings.keep_sign_in = KeepSignIn::File).await
    }

    /// Opens that file.
    pub async fn unlock_sign_in(&self, passphrase: String) -> Result<(), Error> {
        self.0.accounts.secrets().unlock_file(passphrase).await.map_err(AccountError::from)?;
        self.wake().await;
        Ok(())
    }

    /// Asks the system to unlock its keychain, and continues the jobs that wait for it.
    pub async fn unlock_keychain(&self) -> Result<(), Error> {
        self.0.accounts.secrets().probe().await.map_err(AccountError::from)?;
        self.wake().await;
        Ok(())
    }

    /// Remembers whether the app key is approved for a permission. Others are not asked for.
    pub async fn set_approved(
        &self,
        kind: Kind,
        permission: Permission,
        is_approved: bool,
    ) -> Result<(), Error> {
        let scope = Scope { kind, permission };
        self.change_settings(|settings| {
            settings.unapproved.retain(|other| *other != scope);
            if !is_approved {
                settings.unapproved.push(scope);
            }
        })
        .await
    }

    /// Stores the person's own app key.
    pub async fn set_app_key(&self, key: &str, secret: &str) -> Result<(), Error> {
        self.0.accounts.set_own_key(key, secret).await?;
        self.change_settings(|settings| settings.own_key = true).await?;
        let is_about_the_key = |problem: &Problem| {
            matches!(problem.code, ProblemCode::AppKeyRejected | ProblemCode::AppKeyMissing)
        };
        self.0.requests.resume_stopped(is_about_the_key).await
    }

    /// Removes that key.
    pub async fn clear_app_key(&self) -> Result<(), Error> {
        self.0.accounts.clear_own_key().await?;
        self.change_settings(|settings| settings.own_key = false).await
    }

    // ---- jobs ---------------------------------------------------------------------------------------------------

    /// Requests data, after signing in for the permission if it is missing.
    pub async fn back_up(&self, request: DataRequest) -> Result<(), Error> {
        self.0.requests.back_up(request).await
    }

    /// Opens an export that the person already has.
    pub async fn open_export(&self, path: PathBuf) -> Result<(), Error> {
        let path = blocking(move || first_part(files::restore_name(path))).await?;
        self.0.runner.start(Source::File { path }).await.map(drop)
    }

    /// Opens several exports, the oldest file first. Each gets a job of its own; a few of them work at a time. Those that
    /// cannot be started do not keep the others from it; the first error is returned.
    pub async fn open_exports(&self, paths: Vec<PathBuf>) -> Result<(), Error> {
        self.open_each(paths).await.map_or(Ok(()), |(error, _)| Err(error))
    }

    /// Like [`Core::open_exports`], for files that the system passes on or that are dropped: nothing waits for the
    /// result. A notice tells of the first that cannot be started, since it has no job that would show the problem.
    pub async fn open_passed_exports(&self, paths: Vec<PathBuf>) {
        if let Some((error, name)) = self.open_each(paths).await {
            self.add_notice(error, name);
        }
    }

    /// Returns the first error with the name of its file.
    async fn open_each(&self, paths: Vec<PathBuf>) -> Option<(Error, String)> {
        let paths = match blocking(move || oldest_first(paths)).await {
            Ok(paths) => paths,
            Err(error) => return Some((error, String::new())),
        };
        let mut first = None;
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Err(error) = self.open_export(path).await {
                tracing::error!(%error, "an export could not be opened");
                first = first.or(Some((error, name)));
            }
        }
        first
    }

    /// Cancels a job. The cancellation is stored when this returns; the job ends once TikTok has been told. Cancelling it
    /// again ends the job without that.
    pub async fn cancel_job(&self, id: &str) -> Result<(), Error> {
        match self.0.jobs.cancel(id) {
            Some(stored) => Ok(stored.stored().await?),
            None => Ok(()),
        }
    }

    /// Makes a queued job the next one of its account.
    pub async fn move_to_front(&self, id: &str) -> Result<(), Error> {
        match self.0.jobs.move_to_front(id) {
            Some(stored) => Ok(stored.stored().await?),
            None => Ok(()),
        }
    }

    /// Asks TikTok for the status now instead of at the next time.
    pub fn check_now(&self, id: &str) {
        if let Some(handle) = self.0.jobs.get(id) {
            handle.wake.notify_one();
        }
    }

    /// Goes on with a job that asks about the other files in an opened folder.
    pub fn go_on(&self, id: &str) {
        self.0.jobs.go_on(id);
    }

    /// Retries an ended job.
    pub async fn retry_job(&self, id: &str) -> Result<(), Error> {
        self.0.requests.retry(id).await
    }

    /// Removes an ended job from the list.
    pub async fn dismiss_job(&self, id: &str) {
        self.0.runner.dismiss(id).await;
    }

    /// Ends every wait early: the window got the focus, or the computer woke up.
    pub async fn wake(&self) {
        if self.0.accounts.secrets().state() == KeychainState::SystemLocked {
            // Shows that it has been unlocked meanwhile.
            self.0.accounts.secrets().is_locked().await;
        }
        self.0.jobs.wake_all();
        self.0.dir.refresh().await;
        self.0.library.open_or_sync().await;
        // A drive that was connected again needs no button.
        let is_back = |problem: &Problem| {
            matches!(
                problem.code,
                ProblemCode::FolderMissing | ProblemCode::FolderUnreachable | ProblemCode::FolderNotWritable
            )
        };
        if self.0.dir.state().problem.is_none()
            && let Err(error) = self.0.requests.resume_stopped(is_back).await
        {
            tracing::error!(%error, "a job could not be resumed");
        }
    }

    // ---- backups ------------------------------------------------------------------------------------------------

    /// Looks again which backups there are.
    pub async fn refresh_backups(&self) {
        self.0.dir.refresh().await;
        self.0.library.open_or_sync().await;
    }

    /// Shows a backup in the file manager.
    pub async fn open_backup(&self, id: &str) -> Result<(), Error> {
        let (dir, backup) = (self.0.dir.clone(), id.to_owned());
        let folder = blocking(move || dir.folder_of(&backup)).await?;
        self.reveal(folder.as_deref())
    }

    /// Verifies a backup. Progress and result appear in the list of backups.
    pub async fn verify_backup(&self, id: &str) -> Result<(), Error> {
        self.0.dir.verify(id).await
    }

    /// Restores the unpacked files of a backup from its archive, and verifies it again.
    pub async fn restore_backup(&self, id: &str) -> Result<(), Error> {
        self.0.dir.restore(id).await
    }

    /// Cancels such a verification or restore.
    pub fn cancel_verify(&self, id: &str) {
        self.0.dir.cancel_verify(id);
    }

    /// The backup folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.0.dir.folder()
    }

    /// Shows the backup folder in the file manager. The default folder is created for it.
    pub async fn open_folder(&self) -> Result<(), Error> {
        let folder = self.folder();
        let may_create = self.0.dir.may_create(&folder);
        let shown = blocking(move || {
            if may_create && let Err(error) = std::fs::create_dir_all(&folder) {
                return Err(Error::from(ArchiveError::file("write", &folder)(error)));
            }
            Ok(Some(folder).filter(|folder| folder.is_dir()))
        });
        self.reveal(shown.await??.as_deref())
    }

    /// Makes this the backup folder. Backups that were saved elsewhere stay there.
    pub async fn set_folder(&self, folder: PathBuf) -> Result<(), Error> {
        self.0.dir.choose(folder).await?;
        self.0.library.sync();
        self.0.requests.resume_stopped(Problem::is_about_the_folder).await
    }

    fn reveal(&self, folder: Option<&Path>) -> Result<(), Error> {
        let is_shown = folder.is_some_and(|folder| self.0.desktop.reveal(folder));
        if is_shown { Ok(()) } else { Err(Error::Plain(ProblemCode::FolderMissing)) }
    }

    // ---- settings -----------------------------------------------------------------------------------------------

    /// Light, dark, or as the system says.
    pub async fn set_theme(&self, theme: Theme) -> Result<(), Error> {
        self.change_settings(|settings| settings.theme = theme).await
    }

    /// The size of text in percent; the nearest one that is supported.
    pub async fn set_text_size(&self, percent: u16) -> Result<(), Error> {
        self.change_settings(|settings| settings.text_size = TextSize::nearest(percent)).await
    }

    /// Whether names and texts are blurred.
    pub async fn set_blur(&self, on: bool) -> Result<(), Error> {
        self.change_settings(|settings| settings.blur = on).await
    }

    /// Remembers whether the demo account is open.
    pub async fn set_demo(&self, is_open: bool) -> Result<(), Error> {
        self.change_settings(|settings| settings.demo = is_open).await
    }

    /// Remembers that the person knows that links open in the browser.
    pub async fn set_links_explained(&self) -> Result<(), Error> {
        self.change_settings(|settings| settings.links_explained = true).await
    }

    /// Whether to say what closing Satchel means: TikTok is not done with a request, and the person has not been told.
    #[must_use]
    pub fn closing_needs_explanation(&self) -> bool {
        let is_at_tiktok = |job: &Job| job.outcome == Outcome::Running && job.step.is_at_tiktok();
        !self.0.settings.with(|settings| settings.closing_explained)
            && self.0.jobs.all().iter().any(|handle| is_at_tiktok(&handle.job))
    }

    /// Remembers that this was said.
    pub async fn set_closing_explained(&self) -> Result<(), Error> {
        self.change_settings(|settings| settings.closing_explained = true).await
    }

    pub(crate) async fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
        let path = self.0.settings.path().to_owned();
        Ok(self.0.settings.change(change).await.map_err(ArchiveError::file("write", &path))?)
    }
}

/// The first part of an archive that was split, of which this is any; otherwise the path itself. Opening tells whether
/// something is wrong with it. Blocks.
fn first_part(path: PathBuf) -> PathBuf {
    match archive::parts_of(&path) {
        Ok(Some(parts)) => parts.into_iter().next().unwrap_or(path),
        Ok(None) | Err(_) => path,
    }
}

/// Sorts files by the time of their last change. The parts of one archive count as one file. Files whose time cannot be
/// read come last: opening them tells why. Blocks.
fn oldest_first(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = HashSet::new();
    let mut paths: Vec<_> = paths
        .into_iter()
        .map(|path| first_part(files::restore_name(path)))
        .filter(|path| seen.insert(path.clone()))
        .collect();
    paths.sort_by_cached_key(|path| {
        let changed = path.metadata().and_then(|found| found.modified());
        (changed.is_err(), changed.ok())
    });
    paths
}

/// Runs work that reads the disk on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Bug(error.to_string()))
}

/// Writes a file: whole, or not at all. Only its owner can read it.
pub(crate) async fn write_file(file: &Path, content: Vec<u8>) -> Result<(), Error> {
    let path = file.to_owned();
    blocking(move || {
        let failed = |error| Error::from(ArchiveError::file("write", &path)(error));
        let mut out = files::temp_sibling(&path).map_err(failed)?;
        out.write_all(&content).map_err(failed)?;
        files::persist(out, &path).map_err(failed)
    })
    .await?
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    use super::oldest_first;

    #[test]
    fn files_are_opened_by_the_time_of_their_last_change() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("new", 30), ("old", 10), ("between", 20)].map(|(name, days)| {
            let path = folder.path().join(name);
            let changed = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * days);
            File::create(&path).unwrap().set_modified(changed).unwrap();
            path
        });
        let [new, old, between] = files;
        let missing = folder.path().join("missing");
        let sorted = oldest_first(vec![missing.clone(), new.clone(), old.clone(), between.clone()]);
        assert_eq!(sorted, [old, between, new, missing]);
    }
}
