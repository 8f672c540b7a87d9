//! The fixture of one test: a simulated TikTok, Satchel's own folder, a backup folder, and a browser.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use satchel_core::account::{AppKey, Pages};
use satchel_core::backup::Outcome;
use satchel_core::clock::Clock;
use satchel_core::data_request::{DataRequest, Kind, Part, Permission};
use satchel_core::desktop::Desktop;
use satchel_core::paths::Paths;
use satchel_core::problem::ProblemCode;
use satchel_core::view::{Change, JobView, Snapshot};
use satchel_core::{Config, Core, Endpoints, SignInStage};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Consent, Options, Sim};
use tempfile::TempDir;

/// How long a test waits for an expected state. Long, since the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(1);
pub(crate) const PASSPHRASE: &str = "a passphrase of this test";

/// Records the addresses that were opened in the browser.
#[derive(Default)]
pub(crate) struct Browser {
    opened: Mutex<Vec<String>>,
}

impl Desktop for Browser {
    fn open_url(&self, url: &str) -> bool {
        self.opened.lock().unwrap().push(url.to_owned());
        true
    }
    fn reveal(&self, _: &Path) -> bool {
        true
    }
    fn to_front(&self) {}
}

pub(crate) struct TestApp {
    pub(crate) sim: Sim,
    pub(crate) core: Core,
    /// The wall clock of the program.
    pub(crate) clock: Clock,
    folder: TempDir,
    /// The name of Satchel's own folder in `folder`.
    own: &'static str,
    setup: Setup,
}

/// What the program keeps when it is started again.
struct Setup {
    browser: Arc<Browser>,
    clock: Clock,
    key: Option<AppKey>,
    timeout: Duration,
    fixed_port: Option<u16>,
}

impl TestApp {
    /// A simulated TikTok that prepares archives at once, and a new installation.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, Duration::from_mins(1)).await
    }

    /// Like [`TestApp::new`], with an app key that is registered with a fixed port.
    pub(crate) async fn with_fixed_port() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::build(|_| {}, Duration::from_mins(1), Some(free), own_secret()).await
    }

    /// Like [`TestApp::new`], with another app key.
    pub(crate) async fn with_key(set_up: impl FnOnce(&mut Options), key: Option<AppKey>) -> Self {
        Self::build(set_up, Duration::from_mins(1), None, key).await
    }

    pub(crate) async fn with(set_up: impl FnOnce(&mut Options), timeout: Duration) -> Self {
        Self::build(set_up, timeout, None, own_secret()).await
    }

    async fn build(
        set_up: impl FnOnce(&mut Options),
        timeout: Duration,
        fixed_port: Option<u16>,
        key: Option<AppKey>,
    ) -> Self {
        let mut options = Options { records: 300, seed: 7, ..Options::default() };
        options.switches.prepare_seconds = 0;
        set_up(&mut options);
        let sim = Sim::start(options).await.unwrap();
        let folder = TempDir::new().unwrap();
        let own = "own";
        let clock = Clock::default();
        let setup = Setup { browser: Arc::default(), clock: clock.clone(), key, timeout, fixed_port };
        let core = open(&sim, folder.path(), own, &setup);
        core.keep_sign_in_in_file(PASSPHRASE.into()).await.unwrap();
        core.start().await;
        Self { sim, core, clock, folder, own, setup }
    }

    /// Shuts the program down and starts it again. The sign-ins are unlocked, as in a keychain.
    pub(crate) async fn restart(&mut self) {
        self.reopen().await;
        self.unlock().await;
        self.core.start().await;
    }

    /// Like [`TestApp::restart`], but the sign-ins stay locked.
    pub(crate) async fn restart_locked(&mut self) {
        self.reopen().await;
        self.core.start().await;
    }

    /// Starts another installation with the same backup folder.
    pub(crate) async fn install_anew(&mut self) {
        self.own = "another";
        self.reopen().await;
        self.core.start().await;
    }

    /// Starts a program that has been shut down. The sign-ins stay locked.
    pub(crate) async fn reopen_without_unlocking(&mut self) {
        self.reopen().await;
        self.core.start().await;
    }

    async fn reopen(&mut self) {
        self.core.shutdown().await;
        self.core = open(&self.sim, self.folder.path(), self.own, &self.setup);
    }

    pub(crate) async fn unlock(&self) {
        self.core.unlock_sign_in(PASSPHRASE.into()).await.unwrap();
    }

    /// The backup folder.
    pub(crate) fn backups(&self) -> PathBuf {
        self.folder.path().join("Backups")
    }

    /// Satchel's own folder.
    pub(crate) fn own_folder(&self) -> PathBuf {
        self.folder.path().join(self.own)
    }

    /// The number of account folders in the backup folder.
    pub(crate) fn saved_folders(&self) -> usize {
        let entries = std::fs::read_dir(self.backups()).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().is_dir()).count()
    }

    /// The path of a file of the test.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn now(&self) -> Snapshot {
        let seen = Arc::new(Mutex::new(None));
        let keep = Arc::clone(&seen);
        self.core.subscribe(Box::new(move |event| {
            if let Change::Snapshot(snapshot) = event.change {
                *keep.lock().unwrap() = Some(*snapshot);
            }
            false
        }));
        let snapshot = seen.lock().unwrap().take();
        snapshot.unwrap()
    }

    /// Waits until `is_so` returns a value for the current snapshot.
    pub(crate) async fn until<T>(&self, what: &str, mut is_so: impl FnMut(&Snapshot) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            let now = self.now();
            if let Some(found) = is_so(&now) {
                return found;
            }
            assert!(began.elapsed() < PATIENCE, "timed out waiting for {what}; the snapshot is {now:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the only job has ended, and checks its outcome.
    pub(crate) async fn until_ended(&self, outcome: Outcome) -> JobView {
        let job = self
            .until("the end of the job", |now| {
                now.jobs.iter().find(|j| j.outcome != Outcome::Running).cloned()
            })
            .await;
        assert_eq!(job.outcome, outcome, "{:?}", job.problem);
        job
    }

    /// Waits until a job is saved; other jobs may have ended before.
    pub(crate) async fn until_ended_saved(&self) {
        self.until("the backup", |now| now.jobs.iter().any(|j| j.outcome == Outcome::Saved).then_some(()))
            .await;
    }

    pub(crate) async fn until_failed(&self, code: ProblemCode) -> JobView {
        let job = self.until_ended(Outcome::Failed).await;
        assert_eq!(job.problem.as_ref().map(|p| p.code), Some(code), "{:?}", job.problem);
        job
    }

    /// The address that was last opened in the browser.
    pub(crate) fn address(&self) -> String {
        self.setup.browser.opened.lock().unwrap().last().cloned().expect("the browser was opened")
    }

    pub(crate) fn times_browser_opened(&self) -> usize {
        self.setup.browser.opened.lock().unwrap().len()
    }

    /// Answers TikTok's consent page and follows the redirect.
    pub(crate) async fn answer(&self, consent: &Consent) -> reqwest::Response {
        let back = self.sim.consent(&self.address(), consent).expect("a consent page");
        browser().get(back).send().await.unwrap()
    }

    /// Consents, and waits for the end of the sign-in.
    pub(crate) async fn agree(&self) {
        assert!(self.answer(&Consent::default()).await.status().is_success());
        self.until("the end of the sign-in", |now| now.sign_in.is_none().then_some(())).await;
    }

    pub(crate) async fn until_sign_in_failed(&self) -> ProblemCode {
        self.until("the sign-in to fail", |now| {
            let sign_in = now.sign_in.as_ref().filter(|s| s.stage == SignInStage::Failed)?;
            sign_in.problem.as_ref().map(|p| p.code)
        })
        .await
    }

    /// Requests a backup, and signs in if necessary.
    pub(crate) async fn back_up(&self, request: DataRequest) {
        let before = self.times_browser_opened();
        self.core.back_up(request).await.unwrap();
        if self.times_browser_opened() > before {
            self.agree().await;
        }
    }

    /// Gets the ongoing permissions for these kinds, by requests that are cancelled. Archives must not become ready.
    pub(crate) async fn grant(&self, kinds: &[Kind]) {
        for kind in kinds {
            self.back_up(ongoing(*kind)).await;
            let id = self.until("the job", |now| now.jobs.first().map(|job| job.id.clone())).await;
            self.core.cancel_job(&id).await.unwrap();
            self.until_ended(Outcome::Cancelled).await;
            self.core.dismiss_job(&id).await;
        }
    }

    /// The number of calls to this path of the simulated TikTok.
    pub(crate) fn calls(&self, path: &str) -> usize {
        self.sim.requests().iter().filter(|r| r.path.starts_with(path)).count()
    }
}

pub(crate) fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// The app key with its secret.
fn own_secret() -> Option<AppKey> {
    AppKey::new(CLIENT_KEY, CLIENT_SECRET)
}

pub(crate) fn once(kind: Kind) -> DataRequest {
    DataRequest { kind, permission: Permission::Once, part: Part::Both }
}

pub(crate) fn ongoing(kind: Kind) -> DataRequest {
    DataRequest { kind, permission: Permission::Ongoing, part: Part::Both }
}

fn open(sim: &Sim, folder: &Path, own: &str, setup: &Setup) -> Core {
    let text = |name: &str| [format!("{name} title"), format!("{name} text")];
    let own = folder.join(own);
    std::fs::create_dir_all(&own).unwrap();
    let home = Paths::find(Some(own)).unwrap();
    let config = Config {
        settings: home.settings(),
        paths: home,
        default_folder: folder.join("Backups"),
        clock: setup.clock.clone(),
        endpoints: Endpoints::stand_in(&sim.authorize_url(), &sim.base_url()).unwrap(),
        key: setup.key.clone(),
        demo: false,
        desktop: Arc::clone(&setup.browser) as Arc<dyn Desktop>,
        pages: Pages {
            language: "en".into(),
            done: text("done"),
            refused: text("refused"),
            stale: text("stale"),
        },
        fixed_port: setup.fixed_port,
        sign_in_timeout: setup.timeout,
    };
    Core::open(config).unwrap()
}
