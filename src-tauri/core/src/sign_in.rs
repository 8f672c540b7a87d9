//! A sign-in from the press of the button to its end, and what goes on by itself after it.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::account::{
    AccountError, AuthorizationRequest, AuthorizationResponse, Listener, OpenId, Scope, Vault, VaultError,
    display_name, exchange,
};
use crate::backup::{Account, Job, Source};
use crate::core::{Core, lock, plain};
use crate::error::Error;
use crate::problem::{Problem, ProblemCode};
use crate::view::{Change, DataRequest, KeychainView, Permission, SignInStage, SignInView};

/// A sign-in under way, or one that ended badly and still shows it.
pub(crate) struct SignIn {
    request: Option<DataRequest>,
    /// Whose sign-in is wanted, if it matters.
    account: Option<OpenId>,
    attempt: Arc<AuthorizationRequest>,
    stage: SignInStage,
    expires_at: Timestamp,
    browser_opened: bool,
    problem: Option<Problem>,
    pasted: mpsc::Sender<AuthorizationResponse>,
    pub(crate) cancel: CancellationToken,
}

impl SignIn {
    pub(crate) fn view(&self) -> SignInView {
        SignInView {
            request: self.request,
            stage: self.stage,
            expires_at: self.expires_at.as_millisecond(),
            browser_opened: self.browser_opened,
            problem: self.problem.clone(),
        }
    }
}

impl Core {
    /// Signs in; with a request, for just that permission, and goes on to it. Another sign-in under way is given up.
    pub async fn sign_in(&self, request: Option<DataRequest>, account: Option<OpenId>) -> Result<(), Error> {
        let key = self.app_key().ok_or(AccountError::NoAppKey)?;
        self.probe_vault().await?;
        self.cancel_sign_in();
        let listener = Listener::open(self.config.fixed_port).await?;
        let scopes = self.scopes_to_ask(request, account.as_ref());
        let attempt =
            AuthorizationRequest::new(&self.config.endpoints, &key, &scopes, listener.redirect().clone());
        let attempt = Arc::new(attempt);
        let (pasted, from_pasted) = mpsc::channel(1);
        let cancel = CancellationToken::new();
        let browser_opened = self.config.desktop.open_url(attempt.url.as_str());
        *lock(&self.sign_in) = Some(SignIn {
            request,
            account,
            attempt: Arc::clone(&attempt),
            stage: SignInStage::Waiting,
            expires_at: Timestamp::now() + self.config.sign_in_timeout,
            browser_opened,
            problem: None,
            pasted,
            cancel: cancel.clone(),
        });
        self.emit_sign_in();
        tokio::spawn(self.clone().await_browser(listener, attempt, from_pasted, cancel));
        Ok(())
    }

    async fn await_browser(
        self,
        listener: Listener,
        attempt: Arc<AuthorizationRequest>,
        mut pasted: mpsc::Receiver<AuthorizationResponse>,
        cancel: CancellationToken,
    ) {
        let pages = Arc::new(self.config.pages.clone());
        let unexpected_callbacks = Arc::new(Notify::new());
        let mut browser =
            std::pin::pin!(listener.wait(Arc::clone(&attempt), pages, Arc::clone(&unexpected_callbacks)));
        let mut timeout = std::pin::pin!(tokio::time::sleep(self.config.sign_in_timeout));
        let answer = loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                answer = &mut browser => break answer,
                Some(answer) = pasted.recv() => break Ok(answer),
                () = &mut timeout => break Err(AccountError::TimedOut),
                () = unexpected_callbacks.notified() => {
                    let problem = Error::from(AccountError::StateMismatch).into_problem();
                    self.change_sign_in(|s| s.problem = Some(problem));
                }
            }
        };
        self.change_sign_in(|s| {
            s.stage = SignInStage::Finishing;
            s.problem = None;
        });
        self.config.desktop.to_front();
        let result = match answer {
            Ok(AuthorizationResponse::Code { code, scopes }) => {
                tokio::select! {
                    () = cancel.cancelled() => return,
                    result = self.finish(&attempt, &code, &scopes) => result,
                }
            }
            Ok(AuthorizationResponse::Refused(refusal)) => Err(AccountError::Refused(refusal).into()),
            Err(error) => Err(error.into()),
        };
        match result {
            Ok(()) => {
                *lock(&self.sign_in) = None;
                self.emit_sign_in();
            }
            Err(error) => {
                let problem = error.into_problem();
                self.change_sign_in(|s| {
                    s.stage = SignInStage::Failed;
                    s.problem = Some(problem);
                });
            }
        }
    }

    /// The code becomes tokens, the tokens an account, and the request a job.
    async fn finish(
        &self,
        attempt: &AuthorizationRequest,
        code: &oauth2::AuthorizationCode,
        seen: &[Scope],
    ) -> Result<(), Error> {
        let key = self.app_key().ok_or(AccountError::NoAppKey)?;
        let http = &self.http;
        let endpoints = &self.config.endpoints;
        let tokens = exchange(http, endpoints, &key, code, attempt.verifier(), &attempt.redirect).await?;
        let known = lock(&self.ledger).account(&tokens.open_id)?;
        // Without a name the sign-in still holds; the next one fetches it.
        let name = match display_name(http, endpoints, &tokens.access).await {
            Ok(name) => name,
            Err(error) => {
                tracing::warn!(%error, "the name could not be fetched");
                None
            }
        };
        let account = Account {
            id: tokens.open_id.clone(),
            name: name.or(known.map(|a| a.name)).unwrap_or_else(|| "TikTok account".into()),
            signed_in_until: Some(tokens.refresh_until),
            allowed: if tokens.scopes.is_empty() { seen.to_vec() } else { tokens.scopes.clone() },
        };
        self.take_tokens(tokens).await?;
        lock(&self.ledger).use_account(&account)?;
        self.emit_accounts();
        let (request, expected) =
            lock(&self.sign_in).as_ref().map(|s| (s.request, s.account.clone())).unwrap_or_default();
        if expected.is_some_and(|expected| expected != account.id) {
            return Err(plain(ProblemCode::DifferentAccount));
        }
        self.go_on_after_sign_in(&account)?;
        match request {
            None => Ok(()),
            Some(request)
                if account
                    .allowed
                    .contains(&Scope { kind: request.kind, permission: request.permission }) =>
            {
                self.begin(request, &account)
            }
            Some(_) => Err(plain(ProblemCode::ConsentRefused)),
        }
    }

    /// jobs that stopped for want of a sign-in go on where they were.
    fn go_on_after_sign_in(&self, account: &Account) -> Result<(), Error> {
        self.waiting_for_sign_in(&account.id)
            .iter()
            .try_for_each(|job| self.retry_step(job).map_or(Ok(()), |step| self.resume(&job.id, step)))
    }

    /// jobs of this account that a sign-in would help.
    fn waiting_for_sign_in(&self, account: &OpenId) -> Vec<Job> {
        let jobs = lock(&self.jobs);
        jobs.values()
            .map(|live| &live.job)
            .filter(|job| job.account() == Some(account) && job.needs_sign_in())
            .cloned()
            .collect()
    }

    /// Sets out on a request that is permitted. The last job of this kind, if it has ended, leaves the card.
    pub(crate) fn begin(&self, request: DataRequest, account: &Account) -> Result<(), Error> {
        if self.running(&account.id, request) {
            return Ok(());
        }
        self.dismiss_ended(&account.id, request.kind);
        let source =
            Source::TikTok { request, account: account.id.clone(), account_name: account.name.clone() };
        self.set_out(source).map(drop)
    }

    /// What to ask for: the request, what waiting jobs need to go on, and the lasting permissions that are there, so
    /// that a new consent does not lose them.
    fn scopes_to_ask(&self, request: Option<DataRequest>, account: Option<&OpenId>) -> Vec<Scope> {
        // Whoever signs in after having been signed out is most likely the same person again.
        let current = self.account().filter(|a| a.signed_in_until.is_none()).map(|a| a.id);
        let account = account.or(current.as_ref());
        let known = account.and_then(|id| lock(&self.ledger).account(id).ok().flatten());
        let waiting = account.map(|id| self.waiting_for_sign_in(id)).unwrap_or_default();
        let requests = request
            .into_iter()
            .chain(waiting.iter().filter(|job| job.request_id.is_some()).filter_map(Job::request));
        let mut scopes: Vec<Scope> =
            requests.map(|w| Scope { kind: w.kind, permission: w.permission }).collect();
        let lasting =
            known.into_iter().flat_map(|a| a.allowed).filter(|s| s.permission == Permission::Ongoing);
        for scope in lasting {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes
    }

    async fn probe_vault(&self) -> Result<(), Error> {
        let result = self.with_vault(|vault| match vault {
            Vault::Locked(_) => Err(VaultError::Locked),
            other => other.probe(),
        });
        let result = result.await;
        if let Err(Error::Account(AccountError::Vault(VaultError::Missing(_)))) = &result {
            if self.is_demo() {
                // The demo's tokens are invented: not worth a question.
                self.keep_sign_in_for_session();
                return Ok(());
            }
            self.set_keychain(KeychainView::Undecided);
        }
        result
    }

    /// Gives up the sign-in, or takes its failure out of sight.
    pub fn cancel_sign_in(&self) {
        let Some(sign_in) = lock(&self.sign_in).take() else { return };
        sign_in.cancel.cancel();
        self.emit_sign_in();
    }

    /// Begins the same sign-in anew.
    pub async fn retry_sign_in(&self) -> Result<(), Error> {
        let again = lock(&self.sign_in).as_ref().map(|s| (s.request, s.account.clone()));
        match again {
            Some((request, account)) => self.sign_in(request, account).await,
            None => Ok(()),
        }
    }

    /// Opens the browser once more.
    pub fn reopen_browser(&self) {
        let url = self.sign_in_address();
        let opened = url.is_some_and(|url| self.config.desktop.open_url(&url));
        self.change_sign_in(|s| s.browser_opened = opened);
    }

    /// The address that the browser should open, to be copied. It holds no secret: the state and the challenge are of
    /// use only to this computer.
    #[must_use]
    pub fn sign_in_address(&self) -> Option<String> {
        lock(&self.sign_in).as_ref().map(|s| s.attempt.url.to_string())
    }

    /// Takes the address that the person copied from their browser.
    pub fn paste_address(&self, text: &str) -> Result<(), Error> {
        let waiting = lock(&self.sign_in).as_ref().map(|s| (Arc::clone(&s.attempt), s.pasted.clone()));
        let (attempt, pasted) = waiting.ok_or(AccountError::AddressNotRecognised)?;
        let answer = attempt.read_pasted(text)?;
        pasted.try_send(answer).map_err(|_| AccountError::AddressNotRecognised)?;
        Ok(())
    }

    fn change_sign_in(&self, change: impl FnOnce(&mut SignIn)) {
        if let Some(sign_in) = lock(&self.sign_in).as_mut() {
            change(sign_in);
        }
        self.emit_sign_in();
    }

    fn emit_sign_in(&self) {
        self.hub.publish(|| Some(Change::SignIn(lock(&self.sign_in).as_ref().map(SignIn::view))));
    }
}
