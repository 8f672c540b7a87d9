//! What a person can do in the window, one function each. The shell forwards; nothing is decided there.

use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::account::{AccountError, VaultFile};
use crate::account::{AppKey, OpenId, Scope, Vault, VaultError, revoke};
use crate::archive;
use crate::backup::{self, Source};
use crate::core::{Core, OWN_KEY, lock, plain};
use crate::error::Error;
use crate::problem::{Problem, ProblemCode};
use crate::settings::{KeepSignIn, Settings};
use crate::view::{Change, CheckView, DataRequest, KeychainView, Kind, Outcome, Theme};

impl Core {
    // ---- signing in and out -------------------------------------------------------------------------------------

    /// Connects an account, whichever the browser signs in.
    pub async fn connect(&self) -> Result<(), Error> {
        self.sign_in(None, None).await
    }

    /// Makes the current account's sign-in last for another year.
    pub async fn renew_sign_in(&self) -> Result<(), Error> {
        let account = self.account().map(|a| a.id);
        self.sign_in(None, account).await
    }

    /// Makes another account the current one.
    pub fn switch_account(&self, id: &str) -> Result<(), Error> {
        let ledger = lock(&self.ledger);
        let account = ledger.account(&OpenId(id.to_owned()))?;
        account.map(|account| ledger.use_account(&account)).transpose()?;
        drop(ledger);
        self.emit_accounts();
        Ok(())
    }

    /// Signs out: TikTok is told, the tokens are forgotten. Backups stay. That TikTok cannot be told is no obstacle:
    /// the tokens are gone all the same.
    pub async fn sign_out(&self, id: &str) -> Result<(), Error> {
        let account = OpenId(id.to_owned());
        let tokens = self.drop_tokens(&account).await;
        if let (Some(tokens), Some(key)) = (tokens, self.app_key())
            && let Err(error) = revoke(&self.http, &self.config.endpoints, &key, &tokens.access).await
        {
            tracing::warn!(%error, "TikTok could not be told of the sign-out");
        }
        Ok(())
    }

    /// Keeps sign-ins in memory only, from now until Satchel is closed.
    pub fn keep_sign_in_for_session(&self) {
        *lock(&self.vault) = Vault::Session(std::collections::HashMap::new());
        self.set_keychain(KeychainView::Session);
    }

    /// Keeps sign-ins in a file under this passphrase; those of this session move there.
    pub async fn keep_sign_in_in_file(&self, passphrase: String) -> Result<(), Error> {
        let path = self.config.paths.vault_file();
        let carried = match &*lock(&self.vault) {
            Vault::Session(secrets) => secrets.clone(),
            _ => std::collections::HashMap::new(),
        };
        self.replace_vault(move || {
            let mut file = VaultFile::create(&path, &passphrase)?;
            carried.iter().try_for_each(|(name, secret)| file.set(name, Some(secret)))?;
            Ok(file)
        })
        .await?;
        self.change_settings(|s| s.keep_sign_in = KeepSignIn::File)
    }

    /// Opens that file.
    pub async fn unlock_sign_in(&self, passphrase: String) -> Result<(), Error> {
        let path = self.config.paths.vault_file();
        self.replace_vault(move || VaultFile::open(&path, &passphrase)).await?;
        self.load_own_key().await;
        self.wake().await;
        Ok(())
    }

    async fn replace_vault(
        &self,
        open: impl FnOnce() -> Result<VaultFile, VaultError> + Send + 'static,
    ) -> Result<(), Error> {
        let opened = tokio::task::spawn_blocking(open).await.map_err(|e| Error::Bug(e.to_string()))?;
        *lock(&self.vault) = Vault::File(opened.map_err(AccountError::from)?);
        self.set_keychain(KeychainView::File);
        Ok(())
    }

    /// Keeps the person's own app key, in the vault.
    pub async fn set_app_key(&self, key: &str, secret: &str) -> Result<(), Error> {
        let parsed = AppKey::new(key, secret).ok_or(AccountError::NoAppKey)?;
        let text = format!("{}\n{}", key.trim(), secret.trim());
        self.with_vault(move |vault| {
            vault.probe()?;
            vault.set(OWN_KEY, &text)
        })
        .await?;
        *lock(&self.own_key) = Some(parsed);
        self.change_settings(|s| s.own_key = true)
    }

    /// Forgets that key.
    pub async fn clear_app_key(&self) -> Result<(), Error> {
        self.with_vault(|vault| vault.remove(OWN_KEY)).await?;
        *lock(&self.own_key) = None;
        self.change_settings(|s| s.own_key = false)
    }

    // ---- jobs -----------------------------------------------------------------------------------------------

    /// One button of one card: asks TikTok, after signing in for just that permission where it is missing.
    pub async fn back_up(&self, request: DataRequest) -> Result<(), Error> {
        let Some(account) = self.account() else { return self.sign_in(Some(request), None).await };
        let scope = Scope { kind: request.kind, permission: request.permission };
        if account.signed_in_until.is_some() && account.allowed.contains(&scope) {
            return self.begin(request, &account);
        }
        self.sign_in(Some(request), Some(account.id)).await
    }

    /// Opens an export that the person already has.
    pub fn open_export(&self, path: PathBuf) -> Result<(), Error> {
        self.set_out(Source::File { path }).map(drop)
    }

    /// Stops a job. That it was cancelled is stored first; it ends as soon as its step lets go.
    pub fn cancel_job(&self, id: &str) -> Result<(), Error> {
        if self.live(id).is_none_or(|live| live.job.outcome != Outcome::Running) {
            return Ok(());
        }
        self.update(id, |live| {
            live.job.cancel_asked = true;
            live.cancel.cancel();
        })
        .map(drop)
    }

    /// Asks TikTok now instead of at the next time.
    pub fn check_now(&self, id: &str) {
        if let Some(live) = self.live(id) {
            live.poke.notify_one();
        }
    }

    /// The window came to the front, or the computer woke up: every wait may end early.
    pub async fn wake(&self) {
        for live in lock(&self.jobs).values() {
            live.poke.notify_one();
        }
        self.refresh_backups().await;
        // A drive that was connected again needs no press of a button.
        let is_back = |problem: &Problem| {
            matches!(problem.code, ProblemCode::FolderMissing | ProblemCode::FolderNotWritable)
        };
        if is_writable(&self.folder())
            && let Err(error) = self.go_on_in_the_folder(is_back)
        {
            tracing::error!(%error, "a job could not go on");
        }
    }

    /// jobs that stopped because of the folder go on in the one that is set now.
    fn go_on_in_the_folder(&self, which: impl Fn(&Problem) -> bool) -> Result<(), Error> {
        let stopped: Vec<_> = lock(&self.jobs)
            .values()
            .filter(|live| {
                live.job.outcome == Outcome::Failed && live.job.problem.as_ref().is_some_and(&which)
            })
            .map(|live| live.job.clone())
            .collect();
        stopped
            .iter()
            .try_for_each(|job| self.retry_step(job).map_or(Ok(()), |step| self.resume(&job.id, step)))
    }

    /// The one next step after a job that ended without a backup: its step again, or a new question.
    pub async fn retry_job(&self, id: &str) -> Result<(), Error> {
        let Some(live) = self.live(id) else { return Ok(()) };
        if live.job.outcome == Outcome::Running {
            return Ok(());
        }
        match (self.retry_step(&live.job), live.job.request()) {
            // After this sign-in the job goes on by itself.
            (Some(_), Some(_)) if live.job.needs_sign_in() => {
                self.sign_in(None, live.job.account().cloned()).await
            }
            (Some(step), _) => self.resume(id, step),
            (None, Some(request)) => self.back_up(request).await,
            (None, None) => Ok(()),
        }
    }

    /// Takes a job that ended out of sight.
    pub fn dismiss_job(&self, id: &str) -> Result<(), Error> {
        let Some(live) = self.live(id).filter(|live| live.job.outcome != Outcome::Running) else {
            return Ok(());
        };
        lock(&self.ledger).dismiss(id)?;
        backup::forget_staging(&live.job, self.is_demo());
        lock(&self.jobs).remove(id);
        self.hub.publish(|| Some(Change::JobGone(id.to_owned())));
        Ok(())
    }

    pub(crate) fn dismiss_ended(&self, account: &OpenId, kind: Kind) {
        let ended: Vec<_> = lock(&self.jobs)
            .values()
            .map(|live| &live.job)
            .filter(|job| job.account() == Some(account) && job.request().is_some_and(|w| w.kind == kind))
            .filter(|job| job.outcome != Outcome::Running)
            .map(|job| job.id.clone())
            .collect();
        for id in ended {
            if let Err(error) = self.dismiss_job(&id) {
                tracing::warn!(%error, "a job could not be dismissed");
            }
        }
    }

    // ---- backups and settings -----------------------------------------------------------------------------------

    /// Shows a backup in the file manager.
    pub fn open_backup(&self, id: &str) -> Result<(), Error> {
        let folder =
            backup::folder_of(&self.folder(), id).ok_or_else(|| plain(ProblemCode::FolderMissing))?;
        self.show(&folder)
    }

    /// Shows the folder of all backups, making it if it is not there yet.
    pub fn open_folder(&self) -> Result<(), Error> {
        let folder = self.folder();
        if self.is_default_folder(&folder) {
            std::fs::create_dir_all(&folder).map_err(archive::ArchiveError::file("write", &folder))?;
        }
        if !folder.is_dir() {
            return Err(plain(ProblemCode::FolderMissing));
        }
        self.show(&folder)
    }

    fn show(&self, folder: &Path) -> Result<(), Error> {
        if self.config.desktop.reveal(folder) { Ok(()) } else { Err(plain(ProblemCode::FolderMissing)) }
    }

    /// Makes this the folder for backups from now on. Those that are there stay where they are.
    pub async fn set_folder(&self, folder: PathBuf) -> Result<(), Error> {
        if !folder.is_dir() {
            return Err(plain(ProblemCode::FolderMissing));
        }
        if !is_writable(&folder) {
            return Err(plain(ProblemCode::FolderNotWritable));
        }
        self.change_settings(|s| s.folder = Some(folder))?;
        self.refresh_backups().await;
        self.go_on_in_the_folder(Problem::is_about_the_folder)
    }

    /// Light, dark, or as the system says.
    pub fn set_theme(&self, theme: Theme) -> Result<(), Error> {
        self.change_settings(|s| s.theme = theme)
    }

    /// Remembers whether the demo account is open.
    pub fn set_demo(&self, is_open: bool) -> Result<(), Error> {
        self.change_settings(|s| s.demo = is_open)
    }

    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
        let mut settings = lock(&self.settings);
        let mut changed = settings.clone();
        change(&mut changed);
        changed
            .save(&self.config.settings)
            .map_err(archive::ArchiveError::file("write", &self.config.settings))?;
        *settings = changed;
        drop(settings);
        self.hub.publish(|| Some(Change::Settings(self.settings_view())));
        Ok(())
    }

    /// Reads a backup again and compares it with its manifest. Progress and result are in the list of backups.
    pub fn verify_backup(&self, id: &str) -> Result<(), Error> {
        let folder =
            backup::folder_of(&self.folder(), id).ok_or_else(|| plain(ProblemCode::FolderMissing))?;
        let cancel = CancellationToken::new();
        match lock(&self.checks).entry(id.to_owned()) {
            // The one that runs keeps the token by which it can be stopped.
            Entry::Occupied(_) => return Ok(()),
            Entry::Vacant(place) => place.insert(cancel.clone()),
        };
        let (core, id) = (self.clone(), id.to_owned());
        tokio::task::spawn_blocking(move || {
            let total = archive::count_files(&folder);
            let told = std::sync::Mutex::new(None);
            let progress = |_, files| {
                let mut told = lock(&told);
                if told.is_none_or(|at: std::time::Instant| at.elapsed().as_millis() >= 100) {
                    *told = Some(std::time::Instant::now());
                    core.show_check(&id, &CheckView::Checking { files, files_total: total });
                }
            };
            let verdict = archive::verify(&folder, &cancel, &progress);
            let at = Timestamp::now().as_millisecond();
            let result = match verdict {
                Ok(v) if v.count == 0 => Some(CheckView::Verified { at }),
                Ok(v) if v.archive_intact => {
                    Some(CheckView::Changed { at, files: v.changed, count: v.count })
                }
                Err(archive::ArchiveError::Cancelled) => None,
                Err(error) if error.is_in_use() => Some(CheckView::InUse),
                Ok(_) | Err(_) => Some(CheckView::Damaged { at }),
            };
            lock(&core.checks).remove(&id);
            if let Some(result) = result.as_ref().filter(|result| **result != CheckView::InUse) {
                core.remember_check(&id, result);
            }
            let before = lock(&core.ledger).check(&id).ok().flatten().unwrap_or(CheckView::NotChecked);
            core.show_check(&id, &result.unwrap_or(before));
        });
        Ok(())
    }

    /// Stops such a check; what was known before holds.
    pub fn stop_verify(&self, id: &str) {
        if let Some(check) = lock(&self.checks).get(id) {
            check.cancel();
        }
    }

    fn show_check(&self, id: &str, check: &CheckView) {
        if let Some(backup) = lock(&self.backups).iter_mut().find(|b| b.id == id) {
            backup.check = check.clone();
        }
        self.hub.publish(|| Some(Change::Backups(lock(&self.backups).clone())));
    }
}

fn is_writable(folder: &Path) -> bool {
    tempfile::tempfile_in(folder).is_ok()
}
