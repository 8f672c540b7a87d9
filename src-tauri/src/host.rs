//! Owns the running [`Core`] and replaces it when the demo account is entered or left.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use satchel_core::account::{AppKey, BuiltKey, RedirectPort};
use satchel_core::clock::Clock;
use satchel_core::desktop::Desktop;
use satchel_core::error::Error;
use satchel_core::paths::{Paths, default_backup_folder};
use satchel_core::problem::Problem;
use satchel_core::settings::Settings;
use satchel_core::view::{AppEvent, UpdateView};
use satchel_core::{Config, Core, Endpoints};
use tauri::ipc::Channel;
use tempfile::TempDir;
use tracing_appender::non_blocking::WorkerGuard;

use crate::demo::{self, Demo};
use crate::{logging, messages};

/// How long a sign-in waits for the browser. The user may have to look up a password first.
const SIGN_IN_TIMEOUT: Duration = Duration::from_mins(5);
/// How long exiting the app waits for the core to shut down.
const EXIT_TIMEOUT: Duration = Duration::from_secs(5);

/// The core that serves the window, and everything needed to open another one.
pub(crate) struct Host {
    paths: Paths,
    desktop: Arc<dyn Desktop>,
    running: RwLock<Running>,
    /// Held for a whole switch between the user's own data and the demo account: with two switches at once, two cores
    /// could have the same files open.
    switching: tokio::sync::Mutex<()>,
    /// The window's event channel. Held while a core is subscribed to and while cores are exchanged, so that the
    /// channel is always subscribed to the current core, and to that one once.
    channel: Mutex<Option<Channel<AppEvent>>>,
    /// Increases with each exchange of the core. Subscriptions made before it end.
    generation: Arc<AtomicU64>,
    /// The folder of the web view if its own cannot be created.
    temporary_folder: Mutex<Option<TempDir>>,
    _log: Option<WorkerGuard>,
}

/// A core and, for the demo account, the simulator that it talks to.
struct Running {
    mode: Mode,
    core: Core,
    demo: Option<Demo>,
}

/// Whose data is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Own,
    Demo,
}

impl Host {
    /// Opens the demo account if it was requested or was open when Satchel was last closed, else the user's own data.
    pub(crate) fn new(paths: Paths, desktop: Arc<dyn Desktop>, demo: bool) -> OpenResult<Self> {
        if let Err(error) = satchel_core::files::create_private_folder(paths.folder()) {
            // The core says so in the window, and keeps what it can in memory.
            eprintln!("Satchel's folder could not be created: {error}");
        }
        let log = logging::start(paths.logs());
        tracing::info!(version = env!("CARGO_PKG_VERSION"), os = std::env::consts::OS, "starting");
        let mode = if demo || Settings::peek(&paths.settings()).demo { Mode::Demo } else { Mode::Own };
        let running = tauri::async_runtime::block_on(open(&paths, &desktop, mode))?;
        if mode == Mode::Demo {
            // The next start opens the demo account again and resumes its jobs.
            tauri::async_runtime::block_on(running.core.set_demo(true))?;
        }
        Ok(Self {
            paths,
            desktop,
            running: RwLock::new(running),
            switching: tokio::sync::Mutex::default(),
            channel: Mutex::default(),
            generation: Arc::default(),
            temporary_folder: Mutex::default(),
            _log: log,
        })
    }

    /// The current core.
    pub(crate) fn core(&self) -> Core {
        self.running.read().unwrap_or_else(PoisonError::into_inner).core.clone()
    }

    /// Folder for the web view's own files. All of them can be deleted. It is a temporary one if the usual one cannot be
    /// created, for example because a file is in its place: without a folder there would be no window.
    pub(crate) fn web_view_folder(&self) -> std::io::Result<PathBuf> {
        let folder = self.paths.caches().join("web-view");
        let Err(error) = satchel_core::files::create_private_folder(&folder) else { return Ok(folder) };
        tracing::warn!(%error, "the folder of the web view could not be created; using a temporary one");
        let temporary = tempfile::Builder::new().prefix("satchel-").tempdir()?;
        let folder = temporary.path().to_owned();
        *self.temporary_folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(temporary);
        Ok(folder)
    }

    /// Publishes the state of the app's own update through the current core.
    pub(crate) fn publish_update(&self, update: UpdateView) {
        self.running.read().unwrap_or_else(PoisonError::into_inner).core.set_update(update);
    }

    /// Starts the core, which resumes its jobs.
    pub(crate) async fn start(&self) {
        self.core().start().await;
    }

    /// Sends a snapshot and then every change to the window. Replaces the previous channel: a reloaded page opens a new
    /// one.
    pub(crate) fn subscribe(&self, channel: Channel<AppEvent>) {
        let mut current = self.lock_channel();
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.forward_events(&self.core(), channel.clone());
        *current = Some(channel);
    }

    /// Shows the demo account.
    pub(crate) async fn enter_demo(&self) -> Result<(), Problem> {
        self.switch(Mode::Demo).await
    }

    /// Shows the user's own data.
    pub(crate) async fn leave_demo(&self) -> Result<(), Problem> {
        self.switch(Mode::Own).await
    }

    /// The core of the user's own data, to which exports are added. Leaves the demo account, whose data does not stay.
    pub(crate) async fn own_core(&self) -> Result<Core, Problem> {
        self.leave_demo().await?;
        Ok(self.core())
    }

    /// Shuts the core down before the process exits. Blocks for at most [`EXIT_TIMEOUT`]; must not be called from an
    /// async task.
    pub(crate) fn shut_down_before_exit(&self) {
        let core = self.core();
        let finished = tauri::async_runtime::block_on(async {
            tokio::time::timeout(EXIT_TIMEOUT, core.shutdown()).await
        });
        if finished.is_err() {
            tracing::warn!("exiting before the core has shut down");
        }
        drop(self.temporary_folder.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Shuts the current core down, then opens the one for `mode` and subscribes the window to it. If it cannot be
    /// opened, the previous mode is opened again and the first error is returned.
    async fn switch(&self, mode: Mode) -> Result<(), Problem> {
        let _guard = self.switching.lock().await;
        let previous = self.running.read().unwrap_or_else(PoisonError::into_inner).mode;
        if previous == mode {
            return Ok(());
        }
        self.core().shutdown().await;
        // A simulator stores its state in a file: it stops before another one is started.
        self.running.write().unwrap_or_else(PoisonError::into_inner).demo = None;
        match self.open_for_switch(mode).await {
            Ok(running) => {
                self.exchange(running).await;
                Ok(())
            }
            Err(error) => {
                match self.open_for_switch(previous).await {
                    Ok(running) => self.exchange(running).await,
                    Err(error) => tracing::error!(%error, "could not reopen the previous account"),
                }
                Err(error.into_problem())
            }
        }
    }

    async fn open_for_switch(&self, mode: Mode) -> Result<Running, Error> {
        let running = open(&self.paths, &self.desktop, mode).await.map_err(|e| Error::Bug(e.to_string()))?;
        running.core.set_demo(mode == Mode::Demo).await?;
        Ok(running)
    }

    async fn exchange(&self, new: Running) {
        let core = new.core.clone();
        core.start().await;
        let channel = self.lock_channel();
        {
            let mut running = self.running.write().unwrap_or_else(PoisonError::into_inner);
            core.set_update(running.core.update());
            *running = new;
        }
        self.generation.fetch_add(1, Ordering::SeqCst);
        if let Some(channel) = channel.as_ref() {
            self.forward_events(&core, channel.clone());
        }
    }

    /// Must be called with the channel locked.
    fn forward_events(&self, core: &Core, channel: Channel<AppEvent>) {
        let generation = Arc::clone(&self.generation);
        let subscribed_in = generation.load(Ordering::SeqCst);
        core.subscribe(Box::new(move |event| {
            generation.load(Ordering::SeqCst) == subscribed_in && channel.send(event).is_ok()
        }));
    }

    fn lock_channel(&self) -> MutexGuard<'_, Option<Channel<AppEvent>>> {
        self.channel.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type OpenResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Opens a core for `mode`, with a new simulator for the demo account. The core is not started.
async fn open(paths: &Paths, desktop: &Arc<dyn Desktop>, mode: Mode) -> OpenResult<Running> {
    let (own_paths, default_folder, endpoints, key, demo) = match mode {
        Mode::Own => {
            let (endpoints, key) = tiktok()?;
            (paths.clone(), default_backup_folder(), endpoints, key, None)
        }
        Mode::Demo => {
            let demo = Demo::start(&paths.demo()).await?;
            let folder = demo::backup_folder(paths);
            (paths.demo(), folder, demo.endpoints.clone(), demo.key.clone(), Some(demo))
        }
    };
    let is_first_demo = mode == Mode::Demo && !default_folder.exists();
    let config = Config {
        settings: paths.settings(),
        paths: own_paths,
        default_folder,
        clock: Clock::default(),
        endpoints,
        key,
        demo: mode == Mode::Demo,
        desktop: Arc::clone(desktop),
        pages: messages::callback_pages(),
        redirect_port: std::env::var("SATCHEL_REDIRECT_PORT")
            .ok()
            .and_then(|port| port.parse().ok())
            .map_or_else(RedirectPort::default, RedirectPort::Fixed),
        sign_in_timeout: SIGN_IN_TIMEOUT,
    };
    if is_first_demo && let Err(error) = demo::add_first_export(&paths.demo(), config.clone()).await {
        tracing::warn!(error, "the demo opens without its first export");
    }
    Ok(Running { mode, core: Core::open(config), demo })
}

/// TikTok's addresses and the app key of this build, or those of a simulator on this computer (`SATCHEL_AUTHORIZE_URL`,
/// `SATCHEL_API_URL`, `SATCHEL_CLIENT_KEY`, and `SATCHEL_CLIENT_SECRET` or `SATCHEL_BROKER_URL`).
fn tiktok() -> OpenResult<(Endpoints, Option<AppKey>)> {
    let variable = |name| std::env::var(name).ok();
    match variable("SATCHEL_AUTHORIZE_URL").zip(variable("SATCHEL_API_URL")) {
        Some((authorize, api)) => {
            let key = variable("SATCHEL_CLIENT_KEY").unwrap_or_default();
            let key = match variable("SATCHEL_BROKER_URL") {
                Some(broker) => AppKey::with_broker(&key, &broker),
                None => AppKey::new(&key, &variable("SATCHEL_CLIENT_SECRET").unwrap_or_default()),
            };
            Ok((Endpoints::stand_in(&authorize, &api)?, key))
        }
        None => Ok((Endpoints::tiktok(), BuiltKey::get())),
    }
}

#[cfg(test)]
mod tests;
