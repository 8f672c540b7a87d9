//! Updates of the app: checked for, downloaded and installed only when the user asks.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use satchel_core::error::Error;
use satchel_core::files;
use satchel_core::update::{UpdateError, UpdateServer};
use satchel_core::view::{ReleaseView, UpdateOff, UpdateView};
use serde_json::{Value, json};
use tauri::utils::config::BundleType;
use tauri::utils::platform::{bundle_type, current_exe};
use tauri::{AppHandle, Manager};
use tauri_plugin_updater::{Update, UpdaterExt};
use tokio_util::sync::CancellationToken;

use crate::host::Host;

/// Size limit of a package in bytes, far above any real one. A package is held in memory until its signature is checked.
const MAX_PACKAGE_BYTES: u64 = 512 << 20;
/// Time limit of a whole download.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_hours(1);
/// Minimum time between two progress events of a download.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);
/// Release notes are cut off after this many characters.
const MAX_NOTES_CHARS: usize = 20_000;

/// The update server: a test server on this computer (`SATCHEL_UPDATE_URL`, `SATCHEL_UPDATE_KEY`), else the one built in.
pub(crate) fn server() -> Option<UpdateServer> {
    let variable = |name| std::env::var(name).ok();
    let test_server = variable("SATCHEL_UPDATE_URL").zip(variable("SATCHEL_UPDATE_KEY"));
    test_server.and_then(|(url, key)| UpdateServer::stand_in(&url, &key)).or_else(UpdateServer::built)
}

/// The configuration of Tauri's updater plugin.
pub(crate) fn plugin_config(server: Option<&UpdateServer>) -> Value {
    json!({
        "endpoints": server.map(UpdateServer::address).into_iter().collect::<Vec<_>>(),
        "pubkey": server.map(UpdateServer::key).unwrap_or_default(),
        // Prevents a downgrade: a signed older release must not be accepted as a newer one.
        "requireSignedVersion": true,
        "dangerousInsecureTransportProtocol": server.is_some_and(UpdateServer::is_stand_in),
    })
}

/// Checks for updates and installs them.
pub(crate) struct Updates {
    app: AppHandle,
    /// The update server and the file to replace; `None` if this copy cannot update itself.
    source: Option<(UpdateServer, PathBuf)>,
    available: Mutex<Option<Update>>,
    /// Cancels the running check or download. `None` if neither is running.
    operation: Mutex<Option<CancellationToken>>,
    restart: AtomicBool,
}

impl Updates {
    /// Publishes whether this copy can update itself. Does not check for updates.
    pub(crate) fn new(app: &AppHandle, server: Option<UpdateServer>) -> Self {
        let source = source(bundle_type().as_ref(), server, installed_file());
        app.state::<Host>().publish_update(match &source {
            Ok(_) => UpdateView::NotChecked,
            Err(reason) => UpdateView::Off { reason: *reason },
        });
        Self {
            app: app.clone(),
            source: source.ok(),
            available: Mutex::default(),
            operation: Mutex::default(),
            restart: AtomicBool::default(),
        }
    }

    /// Checks for a newer version.
    pub(crate) async fn check(&self) {
        let before = self.view();
        let Some((server, _)) = &self.source else { return };
        if matches!(before, UpdateView::Installed { .. }) {
            return;
        }
        let Some(cancel) = self.begin() else { return };
        *lock(&self.available) = None;
        self.publish(UpdateView::Checking);
        let checked = tokio::select! {
            () = cancel.cancelled() => None,
            found = self.find_update(server) => Some(found),
        };
        self.finish(match checked {
            None => match before {
                UpdateView::UpToDate { .. } => before,
                _ => UpdateView::NotChecked,
            },
            Some(Ok(None)) => UpdateView::UpToDate { at: jiff::Timestamp::now().as_millisecond() },
            Some(Ok(Some(update))) => {
                let release = release(&update);
                *lock(&self.available) = Some(update);
                UpdateView::Available { release }
            }
            Some(Err(error)) => {
                UpdateView::Failed { problem: Error::from(error).into_problem(), release: None }
            }
        });
    }

    /// Downloads and installs the version found by [`Updates::check`].
    pub(crate) async fn install(&self) {
        let Some(update) = lock(&self.available).clone() else { return };
        let Some(cancel) = self.begin() else { return };
        let release = release(&update);
        let installed = match self.download(&update, &release, &cancel).await {
            None => return self.finish(UpdateView::Available { release }),
            Some(Ok(package)) => {
                self.publish(UpdateView::Installing { release: release.clone() });
                self.replace_installed(update, package).await
            }
            Some(Err(error)) => Err(error),
        };
        // A failed download can be retried. A package without a valid signature cannot: it takes a new check.
        let is_final = matches!(installed, Ok(()) | Err(UpdateError::Untrusted(_)));
        if is_final {
            *lock(&self.available) = None;
        }
        self.finish(match installed {
            Ok(()) => UpdateView::Installed { release },
            Err(error) => UpdateView::Failed {
                problem: Error::from(error).into_problem(),
                release: (!is_final).then_some(release),
            },
        });
    }

    /// Cancels the running check or download. An installation is not interrupted.
    pub(crate) fn cancel(&self) {
        if let Some(cancel) = lock(&self.operation).as_ref() {
            cancel.cancel();
        }
    }

    /// Restarts the app as the version that was installed.
    pub(crate) fn restart(&self) {
        if matches!(self.view(), UpdateView::Installed { .. }) {
            self.restart.store(true, Ordering::Relaxed);
            self.app.exit(0);
        }
    }

    /// Starts the new version if the app exits because of [`Updates::restart`].
    pub(crate) fn restart_if_requested(&self) {
        if self.restart.load(Ordering::Relaxed) {
            self.app.cleanup_before_exit();
            let mut env = self.app.env();
            // Exports given on the command line are not opened a second time.
            env.args_os.truncate(1);
            tauri::process::restart(&env);
        }
    }

    async fn find_update(&self, server: &UpdateServer) -> Result<Option<Update>, UpdateError> {
        let manifest = server.manifest().await?;
        let (app, configured) = (self.app.clone(), server.clone());
        let found = self
            .app
            .updater_builder()
            .configure_client(move |client| configured.configure(client))
            .on_before_exit(move || {
                app.state::<Host>().shut_down_before_exit();
                app.cleanup_before_exit();
            })
            .build()
            .and_then(|updater| updater.restore_update(manifest))
            .map_err(|error| update_error(error, UpdateError::Announcement))?;
        let Some(mut update) = found else { return Ok(None) };
        if !server.allows(&update.download_url) {
            return Err(UpdateError::Announcement("the package's address is not encrypted".into()));
        }
        update.timeout = Some(DOWNLOAD_TIMEOUT);
        Ok(Some(update))
    }

    /// Downloads the package and checks its signature. `None` if cancelled.
    async fn download(
        &self,
        update: &Update,
        release: &ReleaseView,
        cancel: &CancellationToken,
    ) -> Option<Result<Vec<u8>, UpdateError>> {
        let publish_progress = |bytes, bytes_total| {
            self.publish(UpdateView::Downloading { release: release.clone(), bytes, bytes_total });
        };
        publish_progress(0, None);
        let too_large = CancellationToken::new();
        let (mut bytes, mut published_at) = (0, Instant::now());
        let on_chunk = |chunk: usize, total: Option<u64>| {
            bytes += chunk as u64;
            if bytes.max(total.unwrap_or_default()) > MAX_PACKAGE_BYTES {
                too_large.cancel();
            } else if published_at.elapsed() >= PROGRESS_INTERVAL {
                published_at = Instant::now();
                publish_progress(bytes, total);
            }
        };
        tokio::select! {
            biased;
            () = cancel.cancelled() => None,
            () = too_large.cancelled() => Some(Err(UpdateError::Broken("the package is too large".into()))),
            package = update.download(on_chunk, || {}) => {
                Some(package.map_err(|error| update_error(error, UpdateError::Broken)))
            }
        }
    }

    /// Replaces the installed version with a package whose signature was checked. On Windows this exits the app, and the
    /// installer starts the new version.
    async fn replace_installed(&self, update: Update, package: Vec<u8>) -> Result<(), UpdateError> {
        let Some((_, installed)) = self.source.clone() else { return Ok(()) };
        let replaced = tokio::task::spawn_blocking(move || {
            if cfg!(target_os = "linux") {
                replace_file(&installed, &package)
                    .map_err(|error| UpdateError::NotWritten(error.kind().to_string()))
            } else {
                update.install(package).map_err(|error| update_error(error, UpdateError::NotWritten))
            }
        });
        replaced.await.unwrap_or_else(|error| Err(UpdateError::NotWritten(error.to_string())))
    }

    fn view(&self) -> UpdateView {
        self.app.state::<Host>().core().update()
    }

    fn publish(&self, update: UpdateView) {
        self.app.state::<Host>().publish_update(update);
    }

    /// Starts a check or a download. `None` if one is running.
    fn begin(&self) -> Option<CancellationToken> {
        let mut operation = lock(&self.operation);
        if operation.is_some() {
            return None;
        }
        Some(operation.insert(CancellationToken::new()).clone())
    }

    fn finish(&self, update: UpdateView) {
        *lock(&self.operation) = None;
        self.publish(update);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The update server and the file to replace. Fails with the reason why this copy cannot update itself: it was installed
/// by the system's package manager, or it is not one of Satchel's packages and no test server is set.
fn source(
    bundle: Option<&BundleType>,
    server: Option<UpdateServer>,
    own_file: Option<PathBuf>,
) -> Result<(UpdateServer, PathBuf), UpdateOff> {
    if matches!(bundle, Some(BundleType::Deb | BundleType::Rpm)) {
        return Err(UpdateOff::System);
    }
    let is_package = matches!(bundle, Some(BundleType::AppImage | BundleType::Nsis | BundleType::App));
    let server = server.filter(|server| is_package || server.is_stand_in());
    server.zip(own_file).ok_or(UpdateOff::OwnBuild)
}

/// The file that an update replaces. `None` if the program runs outside its package.
fn installed_file() -> Option<PathBuf> {
    if matches!(bundle_type(), Some(BundleType::AppImage)) {
        return std::env::var_os("APPIMAGE").map(PathBuf::from);
    }
    let file = current_exe().ok()?;
    let is_in_place = !cfg!(target_os = "macos") || file.parent()?.ends_with("Contents/MacOS");
    is_in_place.then_some(file)
}

/// Version and release notes, the latter cut to [`MAX_NOTES_CHARS`].
fn release(update: &Update) -> ReleaseView {
    let notes = update.body.as_deref().map(str::trim).filter(|notes| !notes.is_empty());
    let notes = notes.map(|notes| notes.chars().take(MAX_NOTES_CHARS).collect());
    ReleaseView { version: update.version.clone(), notes }
}

/// Replaces a file atomically, by a rename, and keeps its permissions.
fn replace_file(file: &Path, package: &[u8]) -> std::io::Result<()> {
    let file = file.canonicalize()?;
    let mut new = files::temp_sibling(&file)?;
    new.write_all(package)?;
    new.as_file().set_permissions(file.metadata()?.permissions())?;
    files::persist(new, &file)
}

/// Converts the plugin's error. `otherwise` makes the error for everything but a bad signature.
fn update_error(error: tauri_plugin_updater::Error, otherwise: fn(String) -> UpdateError) -> UpdateError {
    use tauri_plugin_updater::Error as E;
    match error {
        // The message would repeat the whole input.
        E::SignatureUtf8(_) => UpdateError::Untrusted("the signature is not UTF-8".into()),
        E::Minisign(_) | E::Base64(_) | E::SignedVersionMismatch { .. } | E::MissingSignedVersion => {
            UpdateError::Untrusted(error.to_string())
        }
        // Addresses can contain access tokens and must not be logged.
        E::Reqwest(error) => otherwise(error.without_url().to_string()),
        error => otherwise(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test_server() -> Option<UpdateServer> {
        UpdateServer::stand_in("http://127.0.0.1:9/latest.json", "key")
    }

    #[test]
    fn packages_of_the_system_are_not_updated() {
        for bundle in [BundleType::Deb, BundleType::Rpm] {
            assert_eq!(source(Some(&bundle), test_server(), Some("satchel".into())), Err(UpdateOff::System));
        }
    }

    #[test]
    fn updates_need_a_server_and_a_known_file() {
        let own = Some(PathBuf::from("satchel"));
        assert!(source(Some(&BundleType::AppImage), test_server(), own.clone()).is_ok());
        assert!(source(None, test_server(), own.clone()).is_ok());
        assert_eq!(source(Some(&BundleType::AppImage), None, own), Err(UpdateOff::OwnBuild));
        assert_eq!(source(Some(&BundleType::AppImage), test_server(), None), Err(UpdateOff::OwnBuild));
    }

    #[test]
    fn unencrypted_transport_is_allowed_for_test_servers_only() {
        let name = "dangerousInsecureTransportProtocol";
        assert_eq!(plugin_config(test_server().as_ref())[name], true);
        assert_eq!(plugin_config(None)[name], false);
        assert_eq!(plugin_config(None)["requireSignedVersion"], true);
    }

    #[test]
    fn replace_file_keeps_the_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("satchel");
        std::fs::write(&file, "old").expect("written");
        let before = file.metadata().expect("there").permissions();
        replace_file(&file, b"new").expect("replaced");
        assert_eq!(std::fs::read(&file).expect("there"), b"new");
        assert_eq!(file.metadata().expect("there").permissions(), before);
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 1);
        assert!(replace_file(&folder.path().join("gone"), b"new").is_err());
    }
}
