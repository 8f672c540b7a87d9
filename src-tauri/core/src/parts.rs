//! The parts of the program, and how they are put together.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::account::{AccountApi, Accounts, AccountsConfig, AppKey, Pages, RedirectPort, Secrets};
use crate::backup::{BackupDir, BrokerWatch, Importer, JobContext, JobStore, Runner};
use crate::clock::Clock;
use crate::desktop::Desktop;
use crate::error::Error;
use crate::events::{Events, Notifier};
use crate::http::{Endpoints, HttpClient};
use crate::ledger::Ledger;
use crate::library_sync::LibrarySync;
use crate::paths::Paths;
use crate::portability::Api;
use crate::problem::Problem;
use crate::requests::Requests;
use crate::settings::{KeepSignIn, SettingsStore};
use crate::sign_in::{SignInConfig, SignInFlow};
use crate::view::{Change, DragView, UpdateOff, UpdateView};

/// Archives that are checked, unpacked and imported at the same time.
const LOCAL_JOBS: usize = 2;

/// What a [`Core`](crate::Core) is built from.
#[derive(Clone)]
pub struct Config {
    /// Satchel's own folder: ledger, library, encrypted sign-ins.
    pub paths: Paths,
    /// The settings file. The demo account shares it with the real one.
    pub settings: PathBuf,
    /// The backup folder if the person chose no other.
    pub default_folder: PathBuf,
    /// The wall clock.
    pub clock: Clock,
    /// Where TikTok is.
    pub endpoints: Endpoints,
    /// The app key of this build, or of the environment.
    pub key: Option<AppKey>,
    /// Whether this is the demo account.
    pub demo: bool,
    /// The desktop around the program.
    pub desktop: Arc<dyn Desktop>,
    /// What the browser shows at the end of a sign-in.
    pub pages: Pages,
    /// Where the browser returns to.
    pub redirect_port: RedirectPort,
    /// How long a sign-in waits for the browser.
    pub sign_in_timeout: Duration,
}

/// The parts of the program. Each owns its state and its locks; nobody else can take them.
pub(crate) struct Parts {
    pub(crate) is_demo: bool,
    pub(crate) desktop: Arc<dyn Desktop>,
    pub(crate) events: Events<Change>,
    pub(crate) notifier: Notifier,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) settings: SettingsStore,
    pub(crate) accounts: Accounts,
    pub(crate) sign_in: SignInFlow,
    pub(crate) jobs: JobStore,
    pub(crate) dir: BackupDir,
    pub(crate) library: LibrarySync,
    pub(crate) runner: Runner,
    pub(crate) broker_watch: BrokerWatch,
    pub(crate) requests: Requests,
    /// What the host says about updates of Satchel.
    pub(crate) update: Mutex<UpdateView>,
    /// The file that is dragged over the window.
    pub(crate) drag: Mutex<Option<DragView>>,
    /// The backup folders that were found last.
    pub(crate) found_folders: Mutex<Vec<PathBuf>>,
    /// Problems with Satchel's own files that the person has not dismissed.
    pub(crate) notices: Mutex<Vec<Problem>>,
    /// The list that is being saved to a file.
    pub(crate) saving: Mutex<Saving>,
    pub(crate) tasks: TaskTracker,
    pub(crate) closing: CancellationToken,
}

/// The list that is being saved to a file, and the file of the last one.
#[derive(Debug, Default)]
pub(crate) struct Saving {
    pub(crate) cancel: CancellationToken,
    pub(crate) file: Option<PathBuf>,
}

impl Parts {
    /// Opens Satchel's own files and builds the parts. Nothing runs yet. Blocks.
    pub(crate) fn build(config: Config) -> Self {
        let notifier = Notifier::default();
        let (tasks, closing) = (TaskTracker::new(), CancellationToken::new());
        let (ledger, contents, ledger_problem) = Ledger::open(&config.paths.ledger());
        let ledger = Arc::new(ledger);
        let (settings, settings_problem) = SettingsStore::open(config.settings, notifier.clone());
        let http = HttpClient::new(&config.endpoints);
        let use_file = settings.get().keep_sign_in == KeepSignIn::File;
        let prefix = if config.demo { "demo:".to_owned() } else { String::new() };
        let accounts = Accounts::new(
            AccountsConfig {
                ledger: Arc::clone(&ledger),
                secrets: Secrets::new(config.paths.vault_file(), use_file, prefix, notifier.clone()),
                notifier: notifier.clone(),
                api: AccountApi {
                    http: http.clone(),
                    endpoints: config.endpoints.clone(),
                    clock: config.clock.clone(),
                },
                built_key: config.key,
                has_own_key: settings.get().own_key && !config.demo,
                tasks: tasks.clone(),
            },
            &contents,
        );
        let sign_in = SignInFlow::new(SignInConfig {
            accounts: accounts.clone(),
            notifier: notifier.clone(),
            endpoints: config.endpoints.clone(),
            desktop: Arc::clone(&config.desktop),
            pages: config.pages,
            redirect_port: config.redirect_port,
            timeout: config.sign_in_timeout,
            may_use_memory: config.demo,
            tasks: tasks.clone(),
        });
        let jobs = JobStore::new(
            Arc::clone(&ledger),
            &contents,
            notifier.clone(),
            config.clock.clone(),
            closing.clone(),
        );
        let dir = BackupDir::new(
            settings.clone(),
            config.default_folder,
            config.demo,
            Arc::clone(&ledger),
            &contents,
            notifier.clone(),
            tasks.clone(),
        );
        let library = LibrarySync::new(
            config.paths.library(),
            settings.clone(),
            dir.clone(),
            jobs.clone(),
            notifier.clone(),
            tasks.clone(),
            closing.clone(),
        );
        let broker_watch = BrokerWatch::new(&accounts, &jobs, &http, &tasks, &closing);
        let context = JobContext {
            store: jobs.clone(),
            accounts: accounts.clone(),
            api: Api::new(http, config.endpoints),
            broker_watch: broker_watch.clone(),
            dir: dir.clone(),
            importer: Arc::new(library.clone()) as Arc<dyn Importer>,
            local_slots: Arc::new(Semaphore::new(LOCAL_JOBS)),
            opened: Arc::default(),
            clock: config.clock,
            closing: closing.clone(),
        };
        let runner = Runner::new(context, tasks.clone());
        let requests =
            Requests::new(accounts.clone(), sign_in.clone(), jobs.clone(), runner.clone(), settings.clone());
        let notices = [ledger_problem.map(Error::from), settings_problem.map(Error::from)];
        Self {
            is_demo: config.demo,
            desktop: config.desktop,
            events: Events::default(),
            notifier,
            ledger,
            settings,
            accounts,
            sign_in,
            jobs,
            dir,
            library,
            runner,
            broker_watch,
            requests,
            update: Mutex::new(UpdateView::Off { reason: UpdateOff::OwnBuild }),
            drag: Mutex::default(),
            found_folders: Mutex::default(),
            saving: Mutex::default(),
            notices: Mutex::new(notices.into_iter().flatten().map(Error::into_problem).collect()),
            tasks,
            closing,
        }
    }
}
