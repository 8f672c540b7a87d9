//! While requests wait and the app key has a broker, one connection per account to the broker, which tells what TikTok's
//! webhooks say about them.
//!
//! An event only makes a job ask TikTok at once, and polling goes on in any case, more slowly while the connection works.
//! So nothing that the broker says, or fails to say, can do more than change how soon TikTok is asked.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::schedule::retry_pause;
use super::{JobHandle, JobStore, Outcome, Step};
use crate::account::{Accounts, BrokerEvent, EventsTicket, LONGEST_POLL, OpenId, PollError, next_events};
use crate::http::{CallError, HttpClient};
use crate::sync::lock;

/// How often it is looked whether the tokens, and with them the ticket, are in memory.
const TICKET_INTERVAL: Duration = Duration::from_secs(5);

/// The shortest time from one long poll to the next, even if the broker answers each at once.
const LEAST_INTERVAL: Duration = Duration::from_secs(1);

/// The most requests that the broker takes in one poll. TikTok prepares one archive of an account at a time.
const MOST_REQUESTS: usize = 16;

/// The connections to the broker. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct BrokerWatch(Arc<Inner>);

struct Inner {
    accounts: Accounts,
    store: JobStore,
    http: HttpClient,
    tasks: TaskTracker,
    closing: CancellationToken,
    /// The accounts that have a connection, or whose connection is tried.
    watched: Mutex<HashSet<OpenId>>,
    /// Whether the connection of an account works.
    connected: Mutex<HashMap<OpenId, watch::Sender<bool>>>,
}

impl BrokerWatch {
    /// No connection yet. Each runs in a task that `tasks` keeps track of, until `closing` is cancelled.
    #[must_use]
    pub fn new(
        accounts: &Accounts,
        store: &JobStore,
        http: &HttpClient,
        tasks: &TaskTracker,
        closing: &CancellationToken,
    ) -> Self {
        Self(Arc::new(Inner {
            accounts: accounts.clone(),
            store: store.clone(),
            http: http.clone(),
            tasks: tasks.clone(),
            closing: closing.clone(),
            watched: Mutex::default(),
            connected: Mutex::default(),
        }))
    }

    /// Keeps connections while requests wait. Does nothing if the app key of this build has no broker.
    pub fn run(&self) {
        if !self.0.accounts.has_built_broker() {
            return;
        }
        let watch = self.clone();
        self.0.tasks.spawn(async move {
            let mut changes = watch.0.store.changes();
            loop {
                changes.borrow_and_update();
                watch.connect_all();
                tokio::select! {
                    () = watch.0.closing.cancelled() => return,
                    next = changes.changed() => if next.is_err() { return },
                }
            }
        });
    }

    /// Whether the broker tells of the events of an account, and notice of changes.
    pub(super) fn connected(&self, account: &OpenId) -> watch::Receiver<bool> {
        lock(&self.0.connected)
            .entry(account.clone())
            .or_insert_with(|| watch::Sender::new(false))
            .subscribe()
    }

    /// Starts a connection for each account that has none and has a request that waits.
    fn connect_all(&self) {
        let waiting = self.0.store.all().into_iter().filter(is_waiting);
        for account in waiting.filter_map(|handle| handle.job.account().cloned()) {
            if lock(&self.0.watched).insert(account.clone()) {
                let watch = self.clone();
                self.0.tasks.spawn(async move { watch.follow(&account).await });
            }
        }
    }

    /// Polls the broker until no request of the account waits any more, or Satchel closes.
    async fn follow(&self, account: &OpenId) {
        let Inner { accounts, store, http, closing, .. } = &*self.0;
        let mut changes = store.changes();
        let (mut after, mut failures) = (0, 0);
        // The first call is answered at once, which shows whether the connection works.
        let mut wait = Duration::ZERO;
        let mut refused: Option<EventsTicket> = None;
        loop {
            changes.borrow_and_update();
            let Some(requests) = self.requests_or_end(account) else { return };
            let access = accounts.events_access(account).await;
            let Some((broker, ticket)) = access.filter(|(_, ticket)| refused.as_ref() != Some(ticket)) else {
                self.set_connected(account, false);
                if self.pause(TICKET_INTERVAL).await {
                    continue;
                }
                return;
            };
            let began = Instant::now();
            let answer = tokio::select! {
                () = closing.cancelled() => return,
                () = self.until_others_wait(account, &requests, &mut changes) => continue,
                answer = next_events(http, &broker, &ticket, &requests, after, wait) => answer,
            };
            let pause = match answer {
                Ok(batch) => {
                    self.set_connected(account, true);
                    (after, failures) = (batch.next, 0);
                    batch.events.iter().for_each(|event| self.wake(account, event));
                    let pause = if wait.is_zero() { Duration::ZERO } else { LEAST_INTERVAL };
                    wait = LONGEST_POLL;
                    pause.saturating_sub(began.elapsed())
                }
                Err(PollError::TicketRefused) => {
                    tracing::info!(
                        "the broker does not accept the events ticket; the next one comes with new tokens"
                    );
                    self.set_connected(account, false);
                    refused = Some(ticket);
                    Duration::ZERO
                }
                Err(PollError::Call(error)) => {
                    self.set_connected(account, false);
                    failures += 1;
                    wait = Duration::ZERO;
                    let pause = pause_after(&error, failures);
                    tracing::info!(%error, failures, ?pause, "the broker does not tell of events");
                    pause
                }
            };
            if !self.pause(pause).await {
                return;
            }
        }
    }

    /// The ids of the account's requests that wait. If there are none, the account is no longer watched.
    fn requests_or_end(&self, account: &OpenId) -> Option<Vec<i64>> {
        // Held throughout: a request that begins to wait is seen here, or starts the next connection.
        let mut watched = lock(&self.0.watched);
        let requests = self.requests(account);
        if requests.is_empty() {
            self.set_connected(account, false);
            watched.remove(account);
            return None;
        }
        Some(requests)
    }

    fn requests(&self, account: &OpenId) -> Vec<i64> {
        let ids = self.waiting(account).filter_map(|handle| handle.job.request_id).map(|id| id.0);
        ids.take(MOST_REQUESTS).collect()
    }

    fn waiting(&self, account: &OpenId) -> impl Iterator<Item = JobHandle> {
        let account = account.clone();
        let handles = self.0.store.all().into_iter();
        handles.filter(move |handle| is_waiting(handle) && handle.job.account() == Some(&account))
    }

    /// Waits until other requests of the account wait than these.
    async fn until_others_wait(&self, account: &OpenId, requests: &[i64], changes: &mut watch::Receiver<()>) {
        while changes.changed().await.is_ok() {
            if self.requests(account) != requests {
                return;
            }
        }
        // The store is gone; Satchel is closing.
        std::future::pending::<()>().await;
    }

    /// Makes the jobs that an event is about ask TikTok. A pause that TikTok asked for is not cut short by that.
    fn wake(&self, account: &OpenId, event: &BrokerEvent) {
        tracing::info!(?event, "the broker tells of an event");
        for handle in self.waiting(account) {
            let is_meant = match event {
                BrokerEvent::Ready(Some(id)) => handle.job.request_id.is_some_and(|request| request.0 == *id),
                // Whether the sign-in is over shows when its token is tried.
                BrokerEvent::Ready(None) | BrokerEvent::Removed => true,
            };
            if is_meant {
                handle.wake.notify_one();
            }
        }
    }

    fn set_connected(&self, account: &OpenId, is_connected: bool) {
        let mut connected = lock(&self.0.connected);
        let connected = connected.entry(account.clone()).or_insert_with(|| watch::Sender::new(false));
        connected.send_if_modified(|value| std::mem::replace(value, is_connected) != is_connected);
    }

    /// Returns `false` if Satchel closes.
    async fn pause(&self, pause: Duration) -> bool {
        tokio::select! {
            () = self.0.closing.cancelled() => false,
            () = tokio::time::sleep(pause) => true,
        }
    }
}

fn is_waiting(handle: &JobHandle) -> bool {
    let job = &handle.job;
    job.outcome == Outcome::Running && job.step == Step::Preparing && !job.cancel_asked
}

fn pause_after(error: &CallError, failures: u32) -> Duration {
    match error {
        CallError::RateLimited { retry_after: Some(pause), .. } => retry_pause(failures).max(*pause),
        _ => retry_pause(failures),
    }
}
