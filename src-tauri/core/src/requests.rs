//! From a pressed button to a running job: signs in first where a permission is missing, and continues by itself.

use crate::account::{Account, Accounts, JobNeeds, OpenId, Scope, Taken};
use crate::backup::{Job, JobStore, Outcome, Runner, Source};
use crate::data_request::DataRequest;
use crate::error::Error;
use crate::problem::{Problem, ProblemCode};
use crate::settings::SettingsStore;
use crate::sign_in::{SignInFlow, SignInPurpose, SignedIn};

/// Starts and resumes jobs on behalf of the person. Cheap to clone.
#[derive(Clone)]
pub struct Requests {
    accounts: Accounts,
    sign_in: SignInFlow,
    jobs: JobStore,
    runner: Runner,
    settings: SettingsStore,
}

impl Requests {
    /// Uses these parts.
    #[must_use]
    pub fn new(
        accounts: Accounts,
        sign_in: SignInFlow,
        jobs: JobStore,
        runner: Runner,
        settings: SettingsStore,
    ) -> Self {
        Self { accounts, sign_in, jobs, runner, settings }
    }

    /// Signs in any account, without a request.
    pub async fn connect_account(&self) -> Result<(), Error> {
        self.sign_in_for(None, None).await
    }

    /// Signs in the current account again, so that the sign-in lasts another year.
    pub async fn renew_sign_in(&self) -> Result<(), Error> {
        self.sign_in_for(None, self.accounts.current().map(|account| account.id)).await
    }

    /// Requests data, after signing in for the permission if it is missing.
    pub async fn back_up(&self, request: DataRequest) -> Result<(), Error> {
        self.request(request, self.accounts.current()).await
    }

    async fn request(&self, request: DataRequest, account: Option<Account>) -> Result<(), Error> {
        match account {
            Some(account) if account.may_use(Scope::from(request)) => self.start(request, &account).await,
            account => self.sign_in_for(Some(request), account.map(|account| account.id)).await,
        }
    }

    /// Retries an ended job: its last step, or a new request.
    pub async fn retry(&self, id: &str) -> Result<(), Error> {
        let Some(job) = self.jobs.get(id).map(|handle| handle.job) else { return Ok(()) };
        if job.outcome == Outcome::Running {
            return Ok(());
        }
        match (self.runner.retry_step(&job).await, job.request()) {
            // The job is resumed after this sign-in.
            (Some(_), Some(_)) if job.needs_sign_in() => self.sign_in_for(None, job.account().cloned()).await,
            (Some(step), _) => self.runner.resume(id, step).await,
            (None, Some(request)) => {
                self.request(request, job.account().and_then(|id| self.accounts.get(id))).await
            }
            (None, None) => Ok(()),
        }
    }

    /// Continues after a sign-in: with the jobs that were waiting for it, and with the request it was for.
    pub async fn signed_in(&self, signed_in: SignedIn) -> Result<(), Error> {
        let SignedIn { account, purpose, taken } = signed_in;
        self.resume_all(&self.waiting_for_sign_in(&account.id)).await?;
        if let Some(expected) = purpose.account.filter(|expected| *expected != account.id) {
            let name = self.accounts.get(&expected).map(|account| account.name);
            return Err(Error::DifferentAccount(name.filter(|name| !name.is_empty())));
        }
        match purpose.request {
            None => Ok(()),
            Some(request) if account.allowed.contains(&Scope::from(request)) => {
                self.start(request, &account).await
            }
            // Granted or not, the new tokens were not taken, and the stored ones do not permit the request.
            Some(_) if matches!(taken, Taken::Stored(_)) => Err(Error::Plain(ProblemCode::PermissionsKept)),
            Some(_) => Err(Error::Plain(ProblemCode::ConsentRefused)),
        }
    }

    /// What the running jobs of an account need from its tokens.
    #[must_use]
    pub fn job_needs(&self, account: &OpenId) -> JobNeeds {
        let mut needs = JobNeeds::default();
        for job in self.jobs.all().into_iter().map(|handle| handle.job) {
            if job.account() != Some(account) || job.outcome != Outcome::Running || job.archive.is_some() {
                continue;
            }
            match job.request_id {
                Some(_) => needs.any = true,
                None => needs.scopes.extend(job.scope()),
            }
        }
        needs
    }

    /// Resumes jobs that stopped with a problem of this kind.
    pub async fn resume_stopped(&self, is_solved: impl Fn(&Problem) -> bool) -> Result<(), Error> {
        let handles = self.jobs.all();
        let stopped = handles
            .into_iter()
            .map(|handle| handle.job)
            .filter(|job| job.outcome == Outcome::Failed && job.problem.as_ref().is_some_and(&is_solved));
        self.resume_all(&stopped.collect::<Vec<_>>()).await
    }

    async fn resume_all(&self, jobs: &[Job]) -> Result<(), Error> {
        for job in jobs {
            if let Some(step) = self.runner.retry_step(job).await {
                self.runner.resume(&job.id, step).await?;
            }
        }
        Ok(())
    }

    async fn start(&self, request: DataRequest, account: &Account) -> Result<(), Error> {
        let account_name = account.name.clone();
        self.runner.start(Source::TikTok { request, account: account.id.clone(), account_name }).await?;
        Ok(())
    }

    async fn sign_in_for(&self, request: Option<DataRequest>, account: Option<OpenId>) -> Result<(), Error> {
        // Whoever signs in without choosing an account may be in the browser as the current one.
        let renews = account.clone().or_else(|| self.accounts.current().map(|account| account.id));
        let unapproved = self.settings.with(|settings| settings.unapproved.clone());
        if request.is_some_and(|request| unapproved.contains(&Scope::from(request))) {
            return Err(Error::Plain(ProblemCode::ScopeNotApproved));
        }
        let mut scopes = self.scopes_for(request, renews.as_ref());
        scopes.retain(|scope| !unapproved.contains(scope));
        self.sign_in.start(SignInPurpose { request, account, renews, scopes }).await
    }

    /// Jobs of this account that stopped because a sign-in or a permission is missing.
    fn waiting_for_sign_in(&self, account: &OpenId) -> Vec<Job> {
        let handles = self.jobs.all().into_iter();
        handles
            .map(|handle| handle.job)
            .filter(|job| job.account() == Some(account) && job.needs_sign_in())
            .collect()
    }

    /// The scopes to ask for. A new consent replaces the old one, so that of the request is not enough: those of the
    /// account's jobs that are running or wait for a sign-in, and its ongoing ones, are asked for again.
    fn scopes_for(&self, request: Option<DataRequest>, account: Option<&OpenId>) -> Vec<Scope> {
        let known = account.and_then(|id| self.accounts.get(id));
        let jobs = self.jobs.all().into_iter().map(|handle| handle.job).filter(|job| {
            let is_open = job.outcome == Outcome::Running && job.archive.is_none();
            // A request that was refused is made anew by the person, if at all.
            let is_waiting = job.needs_sign_in() && (job.request_id.is_some() || job.ask_sent_at.is_none());
            account.is_some() && job.account() == account && (is_open || is_waiting)
        });
        let needed = jobs.filter_map(|job| job.scope());
        let lasting = known.iter().flat_map(Account::lasting);
        let mut scopes = Vec::new();
        for scope in request.map(Scope::from).into_iter().chain(needed).chain(lasting) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes
    }
}
