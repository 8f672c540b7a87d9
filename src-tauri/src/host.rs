//! Holds the running core and swaps it when the demo account is opened or left.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use satchel_core::account::{AppKey, BuiltKey};
use satchel_core::error::Error;
use satchel_core::paths::{Paths, default_backup_folder};
use satchel_core::problem::Problem;
use satchel_core::settings::Settings;
use satchel_core::view::{AppEvent, UpdateView};
use satchel_core::{Config, Core, Endpoints};
use tauri::AppHandle;
use tauri::ipc::Channel;
use tracing_appender::non_blocking::WorkerGuard;

use crate::demo::Demo;
use crate::desktop::RealDesktop;
use crate::{logging, texts};

/// How long a sign-in waits for the browser: a person may have to find their password first.
const SIGN_IN_TIMEOUT: Duration = Duration::from_mins(5);

/// The program that is running in this window.
pub(crate) struct Host {
    app: AppHandle,
    home: Paths,
    core: RwLock<Core>,
    demo: Mutex<Option<Demo>>,
    windows: Mutex<Vec<Channel<AppEvent>>>,
    /// Rises with each swap: listeners of the program before it fall silent.
    epoch: Arc<AtomicU64>,
    _log: Option<WorkerGuard>,
}

impl Host {
    /// Opens the program: the demo account if it was asked for, or was open the last time.
    pub(crate) fn new(app: &AppHandle, home: Paths, demo: bool) -> Opened<Self> {
        std::fs::create_dir_all(home.folder())?;
        let log = logging::start(home.logs());
        tracing::info!(version = env!("CARGO_PKG_VERSION"), os = std::env::consts::OS, "Satchel starts");
        let (core, demo) = if demo || Settings::load(&home.settings())?.demo {
            let (core, demo) = tauri::async_runtime::block_on(open_demo(app, &home))?;
            // It stays open over a restart, so that its jobs go on like any other.
            core.set_demo(true)?;
            (core, Some(demo))
        } else {
            (open_real(app, &home)?, None)
        };
        Ok(Self {
            app: app.clone(),
            home,
            core: RwLock::new(core),
            demo: Mutex::new(demo),
            windows: Mutex::default(),
            epoch: Arc::default(),
            _log: log,
        })
    }

    /// The program of the moment.
    pub(crate) fn core(&self) -> Core {
        self.core.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where the web view may keep what it has to: nothing in there is missed.
    pub(crate) fn web_view_folder(&self) -> PathBuf {
        self.home.caches().join("web-view")
    }

    /// Tells the window how it stands with newer versions, whichever program is running in it.
    pub(crate) fn tell_update(&self, update: UpdateView) {
        self.core.read().unwrap_or_else(PoisonError::into_inner).emit_newer_version(update);
    }

    /// Goes on with what was under way.
    pub(crate) async fn start(&self) {
        self.core().start().await;
    }

    /// Sends everything, and then every change, to this window.
    pub(crate) fn subscribe(&self, window: Channel<AppEvent>) {
        self.listen(&self.core(), window.clone());
        // A page that was loaded anew has a new channel; the old one leads nowhere.
        *self.windows.lock().unwrap_or_else(PoisonError::into_inner) = vec![window];
    }

    fn listen(&self, core: &Core, window: Channel<AppEvent>) {
        let epoch = Arc::clone(&self.epoch);
        let mine = epoch.load(Ordering::SeqCst);
        core.subscribe(Box::new(move |event| {
            epoch.load(Ordering::SeqCst) == mine && window.send(event).is_ok()
        }));
    }

    /// Opens the demo account.
    pub(crate) async fn enter_demo(&self) -> Result<(), Problem> {
        if self.demo.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        let opened = open_demo(&self.app, &self.home).await;
        let (core, demo) = opened.map_err(|e| Error::Bug(e.to_string()).into_problem())?;
        self.swap(core, Some(demo)).await
    }

    /// Back to the real thing.
    pub(crate) async fn leave_demo(&self) -> Result<(), Problem> {
        let core = open_real(&self.app, &self.home).map_err(|e| Error::Bug(e.to_string()).into_problem())?;
        self.swap(core, None).await
    }

    async fn swap(&self, core: Core, demo: Option<Demo>) -> Result<(), Problem> {
        core.set_demo(demo.is_some()).map_err(Error::into_problem)?;
        self.epoch.fetch_add(1, Ordering::SeqCst);
        let old = {
            let mut running = self.core.write().unwrap_or_else(PoisonError::into_inner);
            core.emit_newer_version(running.newer_version());
            std::mem::replace(&mut *running, core.clone())
        };
        old.close();
        *self.demo.lock().unwrap_or_else(PoisonError::into_inner) = demo;
        core.start().await;
        for window in self.windows.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            self.listen(&core, window.clone());
        }
        Ok(())
    }
}

type Opened<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn open_real(app: &AppHandle, home: &Paths) -> Opened<Core> {
    let variable = |name| std::env::var(name).ok();
    let stand_in = variable("SATCHEL_AUTHORIZE_URL").zip(variable("SATCHEL_API_URL"));
    let (endpoints, key) = match stand_in {
        Some((authorize, api)) => {
            let key = variable("SATCHEL_CLIENT_KEY").zip(variable("SATCHEL_CLIENT_SECRET"));
            (Endpoints::stand_in(&authorize, &api)?, key.and_then(|(key, secret)| AppKey::new(&key, &secret)))
        }
        None => (Endpoints::tiktok(), BuiltKey::get()),
    };
    Ok(Core::open(config(app, home, home.clone(), endpoints, key, false))?)
}

async fn open_demo(app: &AppHandle, home: &Paths) -> Opened<(Core, Demo)> {
    let demo = Demo::start(&home.demo()).await?;
    let core = Core::open(config(app, home, home.demo(), demo.endpoints.clone(), demo.key.clone(), true))?;
    Ok((core, demo))
}

fn config(
    app: &AppHandle,
    home: &Paths,
    own: Paths,
    endpoints: Endpoints,
    key: Option<AppKey>,
    demo: bool,
) -> Config {
    Config {
        settings: home.settings(),
        paths: own,
        default_folder: default_backup_folder(),
        endpoints,
        key,
        demo,
        desktop: Arc::new(RealDesktop(app.clone())),
        pages: texts::callback_pages(),
        fixed_port: std::env::var("SATCHEL_REDIRECT_PORT").ok().and_then(|port| port.parse().ok()),
        sign_in_timeout: SIGN_IN_TIMEOUT,
    }
}
