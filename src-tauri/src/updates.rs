//! Newer versions of Satchel: looked for, fetched and put in their place when the person asks, and only then.

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

/// No package of Satchel is near this; it is held in memory until its signature is checked. Bytes.
const LARGEST_PACKAGE: u64 = 512 << 20;
/// How long a package may take in all.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_hours(1);
/// How often the window is told how far a download is.
const TICK: Duration = Duration::from_millis(200);
/// What is told of what is new. Characters.
const LONGEST_NOTES: usize = 20_000;

/// Where releases are announced: as built in, or a stand-in on this computer.
pub(crate) fn server() -> Option<UpdateServer> {
    let variable = |name| std::env::var(name).ok();
    let stand_in = variable("SATCHEL_UPDATE_URL").zip(variable("SATCHEL_UPDATE_KEY"));
    stand_in.and_then(|(url, key)| UpdateServer::stand_in(&url, &key)).or_else(UpdateServer::built)
}

/// The configuration of Tauri's plugin, which is made here alone.
pub(crate) fn plugin_config(server: Option<&UpdateServer>) -> Value {
    json!({
        "endpoints": server.map(UpdateServer::address).into_iter().collect::<Vec<_>>(),
        "pubkey": server.map(UpdateServer::key).unwrap_or_default(),
        // An older release, which is signed as well, must not pass for a newer one.
        "requireSignedVersion": true,
        "dangerousInsecureTransportProtocol": server.is_some_and(UpdateServer::is_stand_in),
    })
}

/// How this copy comes to newer versions.
pub(crate) struct Updates {
    app: AppHandle,
    /// Where they are announced, and the file that they replace; `None` if this copy does not replace itself.
    source: Option<(UpdateServer, PathBuf)>,
    found: Mutex<Option<Update>>,
    under_way: Mutex<Option<CancellationToken>>,
    restart: AtomicBool,
}

impl Updates {
    /// Looks for nothing yet.
    pub(crate) fn new(app: &AppHandle, server: Option<UpdateServer>) -> Self {
        let source = source(bundle_type().as_ref(), server, own_file());
        app.state::<Host>().tell_update(match &source {
            Ok(_) => UpdateView::NotChecked,
            Err(reason) => UpdateView::Off { reason: *reason },
        });
        Self {
            app: app.clone(),
            source: source.ok(),
            found: Mutex::default(),
            under_way: Mutex::default(),
            restart: AtomicBool::default(),
        }
    }

    /// Looks for a newer version.
    pub(crate) async fn check(&self) {
        let before = self.view();
        let Some((server, _)) = &self.source else { return };
        if matches!(before, UpdateView::Installed { .. }) {
            return;
        }
        let Some(stop) = self.begin() else { return };
        *lock(&self.found) = None;
        self.tell(UpdateView::Checking);
        let looked = tokio::select! {
            () = stop.cancelled() => None,
            found = self.look(server) => Some(found),
        };
        self.end(match looked {
            None => match before {
                UpdateView::UpToDate { .. } => before,
                _ => UpdateView::NotChecked,
            },
            Some(Ok(None)) => UpdateView::UpToDate { at: jiff::Timestamp::now().as_millisecond() },
            Some(Ok(Some(update))) => {
                let release = release(&update);
                *lock(&self.found) = Some(update);
                UpdateView::Available { release }
            }
            Some(Err(error)) => {
                UpdateView::Failed { problem: Error::from(error).into_problem(), release: None }
            }
        });
    }

    /// Fetches the version that was found and puts it in the place of this one.
    pub(crate) async fn install(&self) {
        let Some(update) = lock(&self.found).clone() else { return };
        let Some(stop) = self.begin() else { return };
        let release = release(&update);
        let installed = match self.fetch(&update, &release, &stop).await {
            None => return self.end(UpdateView::Available { release }),
            Some(Ok(package)) => {
                self.tell(UpdateView::Installing { release: release.clone() });
                self.put(update, package).await
            }
            Some(Err(error)) => Err(error),
        };
        // What did not come over whole can be fetched again; what nobody signed is announced anew, or not.
        let is_done_with = matches!(installed, Ok(()) | Err(UpdateError::Untrusted(_)));
        if is_done_with {
            *lock(&self.found) = None;
        }
        self.end(match installed {
            Ok(()) => UpdateView::Installed { release },
            Err(error) => UpdateView::Failed {
                problem: Error::from(error).into_problem(),
                release: (!is_done_with).then_some(release),
            },
        });
    }

    /// Ends looking or fetching. What is being put in its place is not interrupted.
    pub(crate) fn cancel(&self) {
        if let Some(stop) = lock(&self.under_way).as_ref() {
            stop.cancel();
        }
    }

    /// Closes Satchel and opens the version that was installed.
    pub(crate) fn restart(&self) {
        if matches!(self.view(), UpdateView::Installed { .. }) {
            self.restart.store(true, Ordering::Relaxed);
            self.app.exit(0);
        }
    }

    /// The last act of a program that is closed to be opened again.
    pub(crate) fn start_again_if_asked(&self) {
        if self.restart.load(Ordering::Relaxed) {
            self.app.cleanup_before_exit();
            let mut env = self.app.env();
            // An export that was given on the command line is not opened a second time.
            env.args_os.truncate(1);
            tauri::process::restart(&env);
        }
    }

    async fn look(&self, server: &UpdateServer) -> Result<Option<Update>, UpdateError> {
        let manifest = server.manifest().await?;
        let (app, configured) = (self.app.clone(), server.clone());
        let found = self
            .app
            .updater_builder()
            .configure_client(move |client| configured.configure(client))
            .on_before_exit(move || {
                app.state::<Host>().core().close();
                app.cleanup_before_exit();
            })
            .build()
            .and_then(|updater| updater.restore_update(manifest))
            .map_err(|error| told(error, UpdateError::Announcement))?;
        let Some(mut update) = found else { return Ok(None) };
        if !server.allows(&update.download_url) {
            return Err(UpdateError::Announcement("a package at an address that is not encrypted".into()));
        }
        update.timeout = Some(DOWNLOAD_TIMEOUT);
        Ok(Some(update))
    }

    /// The package, with a signature that fits; `None` if the person thought better of it.
    async fn fetch(
        &self,
        update: &Update,
        release: &ReleaseView,
        stop: &CancellationToken,
    ) -> Option<Result<Vec<u8>, UpdateError>> {
        let tell = |bytes, bytes_total| {
            self.tell(UpdateView::Downloading { release: release.clone(), bytes, bytes_total });
        };
        tell(0, None);
        let too_large = CancellationToken::new();
        let (mut bytes, mut told_at) = (0, Instant::now());
        let on_chunk = |chunk: usize, total: Option<u64>| {
            bytes += chunk as u64;
            if bytes.max(total.unwrap_or_default()) > LARGEST_PACKAGE {
                too_large.cancel();
            } else if told_at.elapsed() >= TICK {
                told_at = Instant::now();
                tell(bytes, total);
            }
        };
        tokio::select! {
            biased;
            () = stop.cancelled() => None,
            () = too_large.cancelled() => Some(Err(UpdateError::Broken("larger than any version should be".into()))),
            package = update.download(on_chunk, || {}) => {
                Some(package.map_err(|error| told(error, UpdateError::Broken)))
            }
        }
    }

    /// Puts a package whose signature was checked in the place of this version. On Windows Satchel ends here, and its
    /// installer opens the new one.
    async fn put(&self, update: Update, package: Vec<u8>) -> Result<(), UpdateError> {
        let Some((_, place)) = self.source.clone() else { return Ok(()) };
        let put = tokio::task::spawn_blocking(move || {
            if cfg!(target_os = "linux") {
                replace(&place, &package).map_err(|error| UpdateError::NotWritten(error.kind().to_string()))
            } else {
                update.install(package).map_err(|error| told(error, UpdateError::NotWritten))
            }
        });
        put.await.unwrap_or_else(|error| Err(UpdateError::NotWritten(error.to_string())))
    }

    fn view(&self) -> UpdateView {
        self.app.state::<Host>().core().newer_version()
    }

    fn tell(&self, update: UpdateView) {
        self.app.state::<Host>().tell_update(update);
    }

    /// One thing at a time: `None` if something is under way.
    fn begin(&self) -> Option<CancellationToken> {
        let mut under_way = lock(&self.under_way);
        if under_way.is_some() {
            return None;
        }
        Some(under_way.insert(CancellationToken::new()).clone())
    }

    fn end(&self, update: UpdateView) {
        *lock(&self.under_way) = None;
        self.tell(update);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where newer versions come from and what they replace, for a copy that replaces itself: one of Satchel's own
/// packages that can, or whatever a stand-in is set up for.
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

/// The file that this program was started from; `None` if it lies outside the package that it was made for.
fn own_file() -> Option<PathBuf> {
    if matches!(bundle_type(), Some(BundleType::AppImage)) {
        return std::env::var_os("APPIMAGE").map(PathBuf::from);
    }
    let file = current_exe().ok()?;
    let is_in_place = !cfg!(target_os = "macos") || file.parent()?.ends_with("Contents/MacOS");
    is_in_place.then_some(file)
}

/// What is new, no longer than anybody would read.
fn release(update: &Update) -> ReleaseView {
    let notes = update.body.as_deref().map(str::trim).filter(|notes| !notes.is_empty());
    let notes = notes.map(|notes| notes.chars().take(LONGEST_NOTES).collect());
    ReleaseView { version: update.version.clone(), notes }
}

/// One rename: a power cut leaves the old version or the new one, never neither.
fn replace(place: &Path, package: &[u8]) -> std::io::Result<()> {
    let place = place.canonicalize()?;
    let mut new = files::temp_sibling(&place)?;
    new.write_all(package)?;
    new.as_file().set_permissions(place.metadata()?.permissions())?;
    files::persist(new, &place)
}

/// What the plugin says, as one of Satchel's own errors.
fn told(error: tauri_plugin_updater::Error, otherwise: fn(String) -> UpdateError) -> UpdateError {
    use tauri_plugin_updater::Error as E;
    match error {
        // It repeats what it was given, at any length.
        E::SignatureUtf8(_) => UpdateError::Untrusted("a signature that is no text".into()),
        E::Minisign(_) | E::Base64(_) | E::SignedVersionMismatch { .. } | E::MissingSignedVersion => {
            UpdateError::Untrusted(error.to_string())
        }
        // Addresses can carry passes to what lies there; they must not reach a log.
        E::Reqwest(error) => otherwise(error.without_url().to_string()),
        error => otherwise(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand_in() -> Option<UpdateServer> {
        UpdateServer::stand_in("http://127.0.0.1:9/latest.json", "key")
    }

    #[test]
    fn the_systems_packages_are_left_to_the_system() {
        for bundle in [BundleType::Deb, BundleType::Rpm] {
            assert_eq!(source(Some(&bundle), stand_in(), Some("satchel".into())), Err(UpdateOff::System));
        }
    }

    #[test]
    fn a_copy_replaces_itself_only_where_it_knows_from_where_and_what() {
        let own = Some(PathBuf::from("satchel"));
        assert!(source(Some(&BundleType::AppImage), stand_in(), own.clone()).is_ok());
        assert!(source(None, stand_in(), own.clone()).is_ok());
        assert_eq!(source(Some(&BundleType::AppImage), None, own), Err(UpdateOff::OwnBuild));
        assert_eq!(source(Some(&BundleType::AppImage), stand_in(), None), Err(UpdateOff::OwnBuild));
    }

    #[test]
    fn the_plugin_may_do_without_encryption_for_a_stand_in_only() {
        let name = "dangerousInsecureTransportProtocol";
        assert_eq!(plugin_config(stand_in().as_ref())[name], true);
        assert_eq!(plugin_config(None)[name], false);
        assert_eq!(plugin_config(None)["requireSignedVersion"], true);
    }

    #[test]
    fn a_new_version_takes_the_old_ones_place_and_rights() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("satchel");
        std::fs::write(&place, "old").expect("written");
        let before = place.metadata().expect("there").permissions();
        replace(&place, b"new").expect("replaced");
        assert_eq!(std::fs::read(&place).expect("there"), b"new");
        assert_eq!(place.metadata().expect("there").permissions(), before);
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 1);
        assert!(replace(&folder.path().join("gone"), b"new").is_err());
    }
}
