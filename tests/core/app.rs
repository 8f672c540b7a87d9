//! The fixture of one test: a simulated TikTok, Satchel's own folder, a backup folder, and a browser.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use satchel_core::account::{AppKey, Pages, RedirectPort};
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
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
/// The name of Satchel's own folder in the folder of a test.
const OWN: &str = "own";
/// One that the system picks, as many tests run at once.
const ANY_PORT: RedirectPort = RedirectPort::Preferred(0);
/// The environment variable with the folder in which tests make theirs, if that is not the folder for temporary files.
pub(crate) const PARENT: &str = "SATCHEL_TEST_PARENT";
pub(crate) const PASSPHRASE: &str = "a passphrase of this test";

/// Records the addresses that were opened in the browser. Its trash is a folder of the test.
#[derive(Default)]
pub(crate) struct Browser {
    opened: Mutex<Vec<String>>,
    /// `None`: there is no trash.
    trash: Mutex<Option<PathBuf>>,
}

impl Desktop for Browser {
    fn open_url(&self, url: &str) -> bool {
        self.opened.lock().unwrap().push(url.to_owned());
        true
    }
    fn reveal(&self, _: &Path) -> bool {
        true
    }
    fn open_file(&self, file: &Path) -> bool {
        self.opened.lock().unwrap().push(file.display().to_string());
        true
    }
    fn show_file(&self, file: &Path) -> bool {
        self.open_file(file)
    }
    fn move_to_trash(&self, folder: &Path) -> Result<(), String> {
        let trash = self.trash.lock().unwrap().clone().ok_or("there is none")?;
        std::fs::create_dir_all(&trash).unwrap();
        std::fs::rename(folder, trash.join(folder.file_name().unwrap())).map_err(|error| error.to_string())
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
    redirect_port: RedirectPort,
}

impl TestApp {
    /// A simulated TikTok that prepares archives at once, and a new installation.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, Duration::from_mins(1)).await
    }

    /// Like [`TestApp::new`], with another port for the browser to return to.
    pub(crate) async fn with_port(port: RedirectPort) -> Self {
        Self::build(|_| {}, Duration::from_mins(1), port, own_secret()).await
    }

    /// Like [`TestApp::new`], with another app key.
    pub(crate) async fn with_key(set_up: impl FnOnce(&mut Options), key: Option<AppKey>) -> Self {
        Self::build(set_up, Duration::from_mins(1), ANY_PORT, key).await
    }

    pub(crate) async fn with(set_up: impl FnOnce(&mut Options), timeout: Duration) -> Self {
        Self::build(set_up, timeout, ANY_PORT, own_secret()).await
    }

    async fn build(
        set_up: impl FnOnce(&mut Options),
        timeout: Duration,
        redirect_port: RedirectPort,
        key: Option<AppKey>,
    ) -> Self {
        let mut options = Options { records: 300, seed: 7, ..Options::default() };
        options.switches.prepare_seconds = 0;
        set_up(&mut options);
        let sim = Sim::start(options).await.unwrap();
        let folder = std::env::var_os(PARENT).map_or_else(TempDir::new, TempDir::new_in).unwrap();
        let clock = Clock::default();
        let setup = Setup { browser: Arc::default(), clock: clock.clone(), key, timeout, redirect_port };
        *setup.browser.trash.lock().unwrap() = Some(folder.path().join("Trash"));
        let core = open(addresses(&sim), folder.path(), OWN, &setup);
        core.keep_sign_in_in_file(PASSPHRASE.into()).await.unwrap();
        core.start().await;
        Self { sim, core, clock, folder, own: OWN, setup }
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
        self.core = open(addresses(&self.sim), self.folder.path(), self.own, &self.setup);
    }

    pub(crate) async fn unlock(&self) {
        self.core.unlock_sign_in(PASSPHRASE.into()).await.unwrap();
    }

    /// The folder of the test, with everything in it.
    #[cfg(target_os = "linux")]
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
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
        now(&self.core)
    }

    /// Waits until `is_so` returns a value for the current snapshot.
    pub(crate) async fn until<T>(&self, what: &str, is_so: impl FnMut(&Snapshot) -> Option<T>) -> T {
        until(&self.core, what, is_so).await
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

    /// From now on, there is no trash, as for a network share.
    pub(crate) fn remove_trash(&self) {
        *self.setup.browser.trash.lock().unwrap() = None;
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

/// Whether there are this many backups, and all of them are in the libraries of those whose they are.
#[cfg(target_os = "linux")]
pub(crate) fn are_imported(now: &Snapshot, backups: usize) -> bool {
    now.backups.len() == backups
        && now.backups.iter().all(|backup| backup.records.is_some() && backup.person.is_some())
}

/// The current snapshot.
fn now(core: &Core) -> Snapshot {
    let seen = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&seen);
    core.subscribe(Box::new(move |event| {
        if let Change::Snapshot(snapshot) = event.change {
            *keep.lock().unwrap() = Some(*snapshot);
        }
        false
    }));
    let snapshot = seen.lock().unwrap().take();
    snapshot.unwrap()
}

/// Waits until `is_so` returns a value for the current snapshot.
pub(crate) async fn until<T>(core: &Core, what: &str, mut is_so: impl FnMut(&Snapshot) -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        let now = now(core);
        if let Some(found) = is_so(&now) {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "timed out waiting for {what}; the snapshot is {now:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(crate) fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// The app key with its secret.
fn own_secret() -> Option<AppKey> {
    AppKey::new(CLIENT_KEY, CLIENT_SECRET)
}

/// Repeats an operation until it succeeds: Windows does not rename or remove what another thread has open at the moment.
pub(crate) async fn retry<T>(mut operation: impl FnMut() -> std::io::Result<T>) -> T {
    let began = Instant::now();
    loop {
        match operation() {
            Ok(done) => return done,
            Err(error) => assert!(began.elapsed() < PATIENCE, "still not possible: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub(crate) fn once(kind: Kind) -> DataRequest {
    DataRequest { kind, permission: Permission::Once, part: Part::Both }
}

pub(crate) fn ongoing(kind: Kind) -> DataRequest {
    DataRequest { kind, permission: Permission::Ongoing, part: Part::Both }
}

/// Opens the installation in the folder of a test in another process, with TikTok's pages and API at these addresses.
#[cfg(target_os = "linux")]
pub(crate) fn open_installation(folder: &Path, addresses: [String; 2]) -> Core {
    let timeout = Duration::from_mins(1);
    let (browser, clock) = (Arc::default(), Clock::default());
    open(
        addresses,
        folder,
        OWN,
        &Setup { browser, clock, key: own_secret(), timeout, redirect_port: ANY_PORT },
    )
}

/// The addresses of the pages and the API of a simulated TikTok.
pub(crate) fn addresses(sim: &Sim) -> [String; 2] {
    [sim.authorize_url(), sim.base_url()]
}

fn open([authorize, api]: [String; 2], folder: &Path, own: &str, setup: &Setup) -> Core {
    let text = |name: &str| [format!("{name} title"), format!("{name} text")];
    let own = folder.join(own);
    std::fs::create_dir_all(&own).unwrap();
    let home = Paths::find(Some(own)).unwrap();
    let config = Config {
        settings: home.settings(),
        paths: home,
        default_folder: folder.join("Backups"),
        clock: setup.clock.clone(),
        endpoints: Endpoints::stand_in(&authorize, &api).unwrap(),
        key: setup.key.clone(),
        demo: false,
        desktop: Arc::clone(&setup.browser) as Arc<dyn Desktop>,
        pages: Pages {
            language: "en".into(),
            done: text("done"),
            refused: text("refused"),
            stale: text("stale"),
        },
        redirect_port: setup.redirect_port,
        sign_in_timeout: setup.timeout,
    };
    Core::open(config)
}
