//! The sign-in, from the press of a button to tokens in the vault. One runs at a time.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use ts_rs::TS;

use crate::account::{
    Account, AccountError, Accounts, AuthorizationRequest, AuthorizationResponse, JobNeeds, Listener,
    NewGrant, OpenId, Pages, RedirectPort, Scope, Taken, VaultError,
};
use crate::data_request::DataRequest;
use crate::desktop::Desktop;
use crate::error::Error;
use crate::events::{Notifier, Topic};
use crate::http::Endpoints;
use crate::problem::Problem;
use crate::random::random_hex;
use crate::sync::lock;

/// How far a sign-in is. One that succeeded is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInStage {
    /// The browser is open; Satchel listens.
    Waiting,
    /// The browser came back; the code is being exchanged.
    Finishing,
    /// It ended without a sign-in; see its problem.
    Failed,
}

/// What a sign-in is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInPurpose {
    /// The request to make afterwards.
    pub request: Option<DataRequest>,
    /// The account that is expected, if it matters.
    pub account: Option<OpenId>,
    /// The account whose permissions are asked for again, which need not be the one that signs in.
    pub renews: Option<OpenId>,
    /// The scopes to ask for, besides the basic one.
    pub scopes: Vec<Scope>,
}

/// The state of a sign-in, for display.
#[derive(Debug, Clone)]
pub struct SignInState {
    /// What it is for.
    pub purpose: SignInPurpose,
    /// How far it is.
    pub stage: SignInStage,
    /// When waiting for the browser ends.
    pub expires_at: Timestamp,
    /// Whether a browser could be opened.
    pub browser_opened: bool,
    /// Why it failed; or, while it waits, that something else than its answer came back.
    pub problem: Option<Problem>,
}

/// A sign-in whose tokens are stored.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account that the browser was signed in to.
    pub account: Account,
    /// What the sign-in was for.
    pub purpose: SignInPurpose,
    /// Which tokens the account has now.
    pub taken: Taken,
}

/// What follows a sign-in, until it is started.
pub type Continuation = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// What a sign-in needs from the parts that use accounts.
pub struct SignInHooks {
    /// What the running jobs of an account need from its tokens.
    pub job_needs: Box<dyn Fn(&OpenId) -> JobNeeds + Send + Sync>,
    /// Called once the tokens are stored.
    pub signed_in: Box<dyn Fn(SignedIn) -> Continuation + Send + Sync>,
}

/// What a [`SignInFlow`] is built from.
pub struct SignInConfig {
    /// Where tokens go.
    pub accounts: Accounts,
    /// Told after each change.
    pub notifier: Notifier,
    /// Where TikTok is.
    pub endpoints: Endpoints,
    /// Opens the browser.
    pub desktop: Arc<dyn Desktop>,
    /// What the browser shows at the end.
    pub pages: Pages,
    /// Where the browser returns to.
    pub redirect_port: RedirectPort,
    /// How long to wait for the browser.
    pub timeout: Duration,
    /// Whether tokens may be kept in memory without asking if there is no keychain, as in the demo.
    pub may_use_memory: bool,
    /// Keeps track of the waiting task.
    pub tasks: TaskTracker,
}

/// The sign-in flow. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct SignInFlow(Arc<Inner>);

struct Inner {
    config: SignInConfig,
    hooks: std::sync::OnceLock<SignInHooks>,
    /// Held only for moments.
    current: Mutex<Option<Current>>,
    /// Held while a sign-in starts, so that two started at once follow each other. The task of the last one is kept: its
    /// port must be free before the next one listens.
    starting: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

struct Current {
    /// Tells this sign-in from the ones before and after it.
    id: String,
    state: SignInState,
    authorization: Arc<AuthorizationRequest>,
    pasted: mpsc::Sender<AuthorizationResponse>,
    cancel: CancellationToken,
}

impl SignInFlow {
    /// A flow without a sign-in.
    #[must_use]
    pub fn new(config: SignInConfig) -> Self {
        Self(Arc::new(Inner {
            config,
            hooks: std::sync::OnceLock::new(),
            current: Mutex::default(),
            starting: tokio::sync::Mutex::default(),
        }))
    }

    /// Connects the parts that use accounts. Later calls have no effect.
    pub fn connect(&self, hooks: SignInHooks) {
        let _ = self.0.hooks.set(hooks);
    }

    /// The sign-in in progress, or the failed one that is still shown.
    #[must_use]
    pub fn state(&self) -> Option<SignInState> {
        lock(&self.0.current).as_ref().map(|current| current.state.clone())
    }

    /// Where the browser returns to.
    #[must_use]
    pub fn redirect_port(&self) -> RedirectPort {
        self.0.config.redirect_port
    }

    /// Opens the browser for a sign-in. One in progress is cancelled first.
    pub async fn start(&self, purpose: SignInPurpose) -> Result<(), Error> {
        let config = &self.0.config;
        let key = config.accounts.app_key().await?;
        self.probe_vault().await?;
        let mut task = self.0.starting.lock().await;
        self.cancel();
        if let Some(last) = task.take() {
            // It ends at once, and with it its listener.
            let _ = last.await;
        }
        let listener = Listener::open(config.redirect_port).await?;
        let authorization = Arc::new(AuthorizationRequest::new(
            &config.endpoints,
            &key,
            &purpose.scopes,
            listener.redirect().clone(),
        ));
        let (pasted, from_pasted) = mpsc::channel(1);
        let cancel = CancellationToken::new();
        let browser_opened = config.desktop.open_url(authorization.url.as_str());
        let id = random_hex::<8>();
        let state = SignInState {
            purpose,
            stage: SignInStage::Waiting,
            expires_at: Timestamp::now() + config.timeout,
            browser_opened,
            problem: None,
        };
        *lock(&self.0.current) = Some(Current {
            id: id.clone(),
            state,
            authorization: Arc::clone(&authorization),
            pasted,
            cancel: cancel.clone(),
        });
        config.notifier.changed(Topic::SignIn);
        let flow = self.clone();
        *task = Some(config.tasks.spawn(async move {
            tokio::select! {
                () = cancel.cancelled() => {}
                () = flow.run(&id, listener, &authorization, from_pasted) => {}
            }
        }));
        Ok(())
    }

    /// Waits for the browser and finishes the sign-in with this id.
    async fn run(
        &self,
        id: &str,
        listener: Listener,
        authorization: &Arc<AuthorizationRequest>,
        pasted: mpsc::Receiver<AuthorizationResponse>,
    ) {
        let response = self.wait_for_browser(id, listener, authorization, pasted).await;
        self.change(id, |state| {
            state.stage = SignInStage::Finishing;
            state.problem = None;
        });
        self.0.config.desktop.to_front();
        let result = match response {
            Ok(AuthorizationResponse::Code { code, scopes }) => {
                self.finish(id, authorization, &code, &scopes).await
            }
            Ok(AuthorizationResponse::Refused(error)) => Err(AccountError::Refused(error).into()),
            Err(error) => Err(error.into()),
        };
        match result {
            Ok(()) => {
                lock(&self.0.current).take_if(|current| current.id == id);
                self.0.config.notifier.changed(Topic::SignIn);
            }
            Err(error) => {
                let problem = error.into_problem();
                self.change(id, |state| {
                    state.stage = SignInStage::Failed;
                    state.problem = Some(problem);
                });
            }
        }
    }

    async fn wait_for_browser(
        &self,
        id: &str,
        listener: Listener,
        authorization: &Arc<AuthorizationRequest>,
        mut pasted: mpsc::Receiver<AuthorizationResponse>,
    ) -> Result<AuthorizationResponse, AccountError> {
        let pages = Arc::new(self.0.config.pages.clone());
        let (unexpected, mut reasons) = mpsc::channel(1);
        let browser = listener.wait(Arc::clone(authorization), pages, unexpected);
        let mut browser = std::pin::pin!(browser);
        let mut timeout = std::pin::pin!(tokio::time::sleep(self.0.config.timeout));
        loop {
            tokio::select! {
                response = &mut browser => return response,
                Some(response) = pasted.recv() => return Ok(response),
                () = &mut timeout => return Err(AccountError::TimedOut),
                Some(reason) = reasons.recv() => {
                    let problem = Error::from(reason).into_problem();
                    self.change(id, |state| state.problem = Some(problem));
                }
            }
        }
    }

    /// Exchanges the code for tokens, and hands the account on.
    async fn finish(
        &self,
        id: &str,
        authorization: &AuthorizationRequest,
        code: &oauth2::AuthorizationCode,
        seen: &[Scope],
    ) -> Result<(), Error> {
        let accounts = &self.0.config.accounts;
        let key = accounts.app_key().await?;
        let redirect = &authorization.redirect;
        // What the redirect does not name either is taken for granted; if it was not, TikTok refuses the request.
        let asked = self.asked_scopes(id);
        let granted = if seen.is_empty() { &asked } else { seen };
        let api = accounts.api();
        let tokens = api.exchange(&key, code, authorization.verifier(), redirect, granted).await?;
        // A sign-in holds without a name; the next one fetches it.
        let name = match api.display_name(&tokens.access).await {
            Ok(name) => name,
            Err(error) => {
                tracing::warn!(%error, "the account's name could not be fetched");
                None
            }
        };
        let purpose = lock(&self.0.current)
            .as_ref()
            .filter(|current| current.id == id)
            .map(|current| current.state.purpose.clone())
            .unwrap_or_default();
        let hooks = self.0.hooks.get();
        let needs = hooks.map(|hooks| (hooks.job_needs)(&tokens.open_id)).unwrap_or_default();
        // Permissions that were asked for on behalf of another account were not refused for this one.
        let wanted = if purpose.renews.as_ref() == Some(&tokens.open_id) {
            purpose.scopes.clone()
        } else {
            purpose.request.map(Scope::from).into_iter().collect()
        };
        let grant = NewGrant {
            granted: if tokens.scopes.is_empty() { seen.to_vec() } else { tokens.scopes.clone() },
            tokens,
            name,
            asked: purpose.scopes.clone(),
            wanted,
        };
        let (account, taken) = accounts.take_grant(grant, &needs).await?;
        match hooks {
            Some(hooks) => (hooks.signed_in)(SignedIn { account, purpose, taken }).await,
            None => Ok(()),
        }
    }

    /// The scopes that the sign-in with this id asks for.
    fn asked_scopes(&self, id: &str) -> Vec<Scope> {
        let current = lock(&self.0.current);
        let current = current.as_ref().filter(|current| current.id == id);
        current.map(|current| current.state.purpose.scopes.clone()).unwrap_or_default()
    }

    async fn probe_vault(&self) -> Result<(), Error> {
        let secrets = self.0.config.accounts.secrets();
        match secrets.probe().await {
            // The demo's tokens are invented: no reason to ask the person.
            Err(VaultError::Missing(_) | VaultError::Refused(_) | VaultError::KeychainLocked(_))
                if self.0.config.may_use_memory =>
            {
                secrets.use_memory();
                Ok(())
            }
            other => other.map_err(|error| AccountError::from(error).into()),
        }
    }

    /// Cancels the sign-in, or dismisses a failed one.
    pub fn cancel(&self) {
        let Some(current) = lock(&self.0.current).take() else { return };
        current.cancel.cancel();
        self.0.config.notifier.changed(Topic::SignIn);
    }

    /// Starts the same sign-in again.
    pub async fn retry(&self) -> Result<(), Error> {
        match self.state() {
            Some(state) => self.start(state.purpose).await,
            None => Ok(()),
        }
    }

    /// Opens the browser again for the same sign-in.
    pub fn reopen_browser(&self) {
        let current = lock(&self.0.current)
            .as_ref()
            .map(|current| (current.id.clone(), current.authorization.url.clone()));
        let Some((id, url)) = current else { return };
        let opened = self.0.config.desktop.open_url(url.as_str());
        self.change(&id, |state| state.browser_opened = opened);
    }

    /// The address that the browser should open, for the clipboard. It holds no secret: state and challenge are of use
    /// to this computer only.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        lock(&self.0.current).as_ref().map(|current| current.authorization.url.to_string())
    }

    /// Takes the address that the person copied from their browser.
    pub fn paste_address(&self, text: &str) -> Result<(), Error> {
        let waiting = lock(&self.0.current)
            .as_ref()
            .map(|current| (Arc::clone(&current.authorization), current.pasted.clone()));
        let (authorization, pasted) = waiting.ok_or(AccountError::AddressNotRecognised)?;
        let response = authorization.read_pasted(text)?;
        pasted.try_send(response).map_err(|_| AccountError::AddressNotRecognised)?;
        Ok(())
    }

    /// Changes the sign-in with this id; does nothing if another has taken its place.
    fn change(&self, id: &str, change: impl FnOnce(&mut SignInState)) {
        {
            let mut current = lock(&self.0.current);
            let Some(current) = current.as_mut().filter(|current| current.id == id) else { return };
            change(&mut current.state);
        }
        self.0.config.notifier.changed(Topic::SignIn);
    }
}
