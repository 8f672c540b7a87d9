//! [`Core`]: the program, put together. The shell holds one and forwards what the person does.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::account::{AppKey, OpenId, Pages, Tokens, Vault};
use crate::archive::ArchiveError;
use crate::backup::{self, Job, JobId, Ledger, LedgerError, Live, Source};
use crate::desktop::Desktop;
use crate::error::{Error, random_bytes};
use crate::events::Events;
use crate::http::{Endpoints, http_client};
use crate::library_sync::Bookkeeping;
use crate::paths::Paths;
use crate::portability::Api;
use crate::problem::ProblemCode;
use crate::settings::Settings;
use crate::sign_in::SignIn;
use crate::view::{
    BackupView, Change, CheckView, DataRequest, KeychainView, Outcome, Step, UpdateOff, UpdateView,
};

/// What a [`Core`] is made of.
pub struct Config {
    /// Its own folder: ledger, locked sign-ins.
    pub paths: Paths,
    /// The settings file; the demo shares it with the real thing.
    pub settings: PathBuf,
    /// Where backups go if the person chose nothing else.
    pub default_folder: PathBuf,
    /// Where TikTok is.
    pub endpoints: Endpoints,
    /// The key that came with the build or the environment.
    pub key: Option<AppKey>,
    /// Whether this is the demo account.
    pub demo: bool,
    /// The desktop around it.
    pub desktop: Arc<dyn Desktop>,
    /// What the browser shows when it comes back.
    pub pages: Pages,
    /// For keys that are registered with one port only.
    pub fixed_port: Option<u16>,
    /// How long a sign-in waits for the browser.
    pub sign_in_timeout: Duration,
}

/// The program. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Core(Arc<Inner>);

/// What all clones share. Only core sees into it.
pub struct Inner {
    pub(crate) config: Config,
    pub(crate) http: reqwest::Client,
    api: Api,
    pub(crate) hub: Events,
    pub(crate) ledger: Mutex<Ledger>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) vault: Mutex<Vault>,
    pub(crate) keychain: Mutex<KeychainView>,
    pub(crate) own_key: Mutex<Option<AppKey>>,
    pub(crate) tokens: tokio::sync::Mutex<HashMap<OpenId, Tokens>>,
    pub(crate) jobs: Mutex<BTreeMap<JobId, Live>>,
    pub(crate) backups: Mutex<Vec<BackupView>>,
    pub(crate) checks: Mutex<HashMap<String, CancellationToken>>,
    pub(crate) sign_in: Mutex<Option<SignIn>>,
    pub(crate) books: Mutex<Bookkeeping>,
    pub(crate) keeping_up: AtomicBool,
    pub(crate) keep_up_again: AtomicBool,
    pub(crate) update: Mutex<UpdateView>,
    closing: CancellationToken,
}

impl std::ops::Deref for Core {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// A lock whose holder panicked still guards whole values: each is replaced in one go.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    /// Opens the ledger and the settings. Nothing runs until [`Core::start`].
    pub fn open(config: Config) -> Result<Self, Error> {
        let ledger = open_ledger(&config.paths.ledger())?;
        let settings =
            Settings::load(&config.settings).map_err(ArchiveError::file("read", &config.settings))?;
        let vault = if settings.keep_sign_in == crate::settings::KeepSignIn::File
            && config.paths.vault_file().exists()
        {
            Vault::Locked(config.paths.vault_file())
        } else {
            Vault::System { prefix: if config.demo { "demo:".into() } else { String::new() } }
        };
        let keychain =
            if matches!(vault, Vault::Locked(_)) { KeychainView::FileLocked } else { KeychainView::System };
        let http = http_client(&config.endpoints).map_err(|e| Error::Bug(e.to_string()))?;
        let api = Api::new(http.clone(), config.endpoints.clone());
        let jobs = ledger.jobs()?.into_iter().map(|job| (job.id.clone(), Live::new(job))).collect();
        Ok(Self(Arc::new(Inner {
            config,
            http,
            api,
            hub: Events::default(),
            ledger: Mutex::new(ledger),
            settings: Mutex::new(settings),
            vault: Mutex::new(vault),
            keychain: Mutex::new(keychain),
            own_key: Mutex::new(None),
            tokens: tokio::sync::Mutex::default(),
            jobs: Mutex::new(jobs),
            backups: Mutex::default(),
            checks: Mutex::default(),
            sign_in: Mutex::default(),
            books: Mutex::default(),
            keeping_up: AtomicBool::default(),
            keep_up_again: AtomicBool::default(),
            update: Mutex::new(UpdateView::Off { reason: UpdateOff::OwnBuild }),
            closing: CancellationToken::new(),
        })))
    }

    /// Goes on with every job that was under way. Must be called on a tokio runtime.
    pub async fn start(&self) {
        self.load_own_key().await;
        self.refresh_backups().await;
        let ids: Vec<JobId> = lock(&self.jobs).keys().cloned().collect();
        for id in ids {
            self.run(&id);
        }
        self.open_library().await;
    }

    /// Stops all work. Jobs stay in the ledger as they are, and go on at the next start.
    pub fn close(&self) {
        self.closing.cancel();
        for live in lock(&self.jobs).values() {
            live.cancel.cancel();
        }
        for check in lock(&self.checks).values() {
            check.cancel();
        }
        if let Some(sign_in) = lock(&self.sign_in).as_ref() {
            sign_in.cancel.cancel();
        }
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.is_cancelled()
    }

    /// Cancelled when the program is.
    pub(crate) fn closing(&self) -> CancellationToken {
        self.closing.clone()
    }

    pub(crate) fn is_demo(&self) -> bool {
        self.config.demo
    }

    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    // ---- jobs ---------------------------------------------------------------------------------------------------

    /// One job as it is now.
    pub(crate) fn live(&self, id: &str) -> Option<Live> {
        lock(&self.jobs).get(id).cloned()
    }

    /// Changes a job, stores it, and tells. Nothing is told that is not on the disk.
    pub(crate) fn update(&self, id: &str, change: impl FnOnce(&mut Live)) -> Result<Live, Error> {
        let changed = {
            let mut jobs = lock(&self.jobs);
            let live = jobs.get_mut(id).ok_or_else(|| Error::Bug("the job is gone".into()))?;
            let mut changed = live.clone();
            change(&mut changed);
            lock(&self.ledger).save_job(&changed.job)?;
            *live = changed.clone();
            changed
        };
        self.emit_job(id);
        Ok(changed)
    }

    /// Changes what only the window sees of a job.
    pub(crate) fn update_view(&self, id: &str, change: impl FnOnce(&mut Live)) {
        let is_changed = lock(&self.jobs).get_mut(id).is_some_and(|live| {
            let before = live.view();
            change(live);
            live.view() != before
        });
        if is_changed {
            self.emit_job(id);
        }
    }

    fn emit_job(&self, id: &str) {
        self.hub.publish(|| self.live(id).map(|live| Change::Job(Box::new(live.view()))));
    }

    /// Stores a new job and sets out on it.
    pub(crate) fn set_out(&self, source: Source) -> Result<JobId, Error> {
        use std::fmt::Write as _;
        let id = random_bytes::<8>().iter().fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        let job = Job::new(id.clone(), source, self.folder(), Timestamp::now());
        lock(&self.ledger).save_job(&job)?;
        lock(&self.jobs).insert(id.clone(), Live::new(job));
        self.emit_job(&id);
        self.run(&id);
        Ok(id)
    }

    /// Drives a job that runs and is not driven yet.
    pub(crate) fn run(&self, id: &str) {
        let is_due = lock(&self.jobs).get_mut(id).is_some_and(|live| {
            let is_due = !live.driven && live.job.outcome == Outcome::Running;
            live.driven |= is_due;
            is_due
        });
        if is_due {
            tokio::spawn(backup::drive(self.clone(), id.to_owned()));
        }
    }

    /// The job of this kind that is under way for this account, if any.
    pub(crate) fn running(&self, account: &OpenId, request: DataRequest) -> bool {
        lock(&self.jobs).values().any(|live| {
            live.job.outcome == Outcome::Running
                && live.job.account() == Some(account)
                && live.job.request().is_some_and(|w| w.kind == request.kind)
        })
    }

    // ---- backups ------------------------------------------------------------------------------------------------

    /// Where backups go.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        lock(&self.settings).folder.clone().unwrap_or_else(|| self.config.default_folder.clone())
    }

    pub(crate) fn is_default_folder(&self, folder: &Path) -> bool {
        folder == self.config.default_folder
    }

    /// Looks anew which backups there are.
    pub async fn refresh_backups(&self) {
        let (core, root) = (self.clone(), self.folder());
        let found = tokio::task::spawn_blocking(move || {
            let mut found = backup::scan(&root, core.is_demo());
            let ledger = lock(&core.ledger);
            for backup in &mut found {
                if let Ok(Some(check)) = ledger.check(&backup.id) {
                    backup.check = check;
                }
            }
            drop(ledger);
            core.add_records(&mut found);
            found
        })
        .await;
        let Ok(mut found) = found else { return };
        {
            let mut backups = lock(&self.backups);
            for backup in &mut found {
                // A check that is under way goes on.
                let before = backups.iter().find(|b| b.id == backup.id).map(|b| &b.check);
                if let Some(check @ CheckView::Checking { .. }) = before {
                    backup.check = check.clone();
                }
            }
            *backups = found;
        }
        self.hub.publish(|| Some(Change::Backups(lock(&self.backups).clone())));
        self.emit_folder();
        self.keep_up();
    }

    pub(crate) fn remember_verified(&self, backup: &str) {
        self.remember_check(backup, &CheckView::Verified { at: Timestamp::now().as_millisecond() });
    }

    pub(crate) fn remember_check(&self, backup: &str, check: &CheckView) {
        if let Err(error) = lock(&self.ledger).save_check(backup, check) {
            tracing::error!(%error, "a check could not be stored");
        }
    }

    /// The step at which a job that ended can go on; `None` if TikTok must be asked anew.
    pub(crate) fn retry_step(&self, job: &Job) -> Option<Step> {
        let is_staged = job.root == self.folder() && backup::is_staged(job, self.is_demo());
        job.retry_step(is_staged, Timestamp::now())
    }

    /// Tries a job's failed step again, or asks anew.
    pub(crate) fn resume(&self, id: &str, step: Step) -> Result<(), Error> {
        self.update(id, |live| {
            live.cancel = CancellationToken::new();
            // A person who changed the folder means the jobs that failed for it, too.
            live.job.root = self.folder();
            live.job.resume_at(step, Timestamp::now());
            if step == Step::Asking {
                live.job.ask_sent_at = None;
            }
        })?;
        self.run(id);
        Ok(())
    }
}

/// The name of the person's own key in the vault.
pub(crate) const OWN_KEY: &str = "app-key";

/// Opens the ledger; one that is damaged is put aside and a new one begun. Backups do not depend on it.
fn open_ledger(path: &Path) -> Result<Ledger, Error> {
    match Ledger::open(path) {
        Err(LedgerError::Sqlite(error))
            if matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt)
            ) =>
        {
            tracing::error!(%error, "the ledger is damaged; it is put aside");
            let aside = path.with_extension(format!("damaged-{}", Timestamp::now().as_second()));
            std::fs::rename(path, aside).map_err(LedgerError::from)?;
            Ok(Ledger::open(path)?)
        }
        other => Ok(other?),
    }
}

/// A plain code as an error.
pub(crate) fn plain(code: ProblemCode) -> Error {
    Error::Plain(code)
}
