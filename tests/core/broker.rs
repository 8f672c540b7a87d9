//! Core with the broker of a distributor: the real broker between core and the stand-in.

use std::num::NonZeroU32;
use std::time::Duration;

use jiff::Timestamp;
use satchel_broker::{Broker, Config, Limits, Secret};
use satchel_core::account::AppKey;
use satchel_core::backup::{CheckState, Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_core::view::JobView;
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, ErrorCode, Fault, Options, Sim};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::app::{TestApp, ongoing};

const CHECK: &str = "/v2/user/data/check/";

/// A broker that can be stopped and started again.
struct RunningBroker {
    port: u16,
    stop: CancellationToken,
    served: JoinHandle<std::io::Result<()>>,
}

impl RunningBroker {
    fn start(listener: TcpListener, sim: &Sim) -> Self {
        let port = listener.local_addr().unwrap().port();
        let config = Config {
            client_key: CLIENT_KEY.into(),
            client_secret: Secret::new(CLIENT_SECRET).unwrap(),
            tiktok: Url::parse(&sim.base_url()).unwrap(),
            trusted_proxies: Vec::new(),
            limits: Limits { polls: NonZeroU32::MAX, ..Limits::default() },
        };
        let (broker, stop) = (Broker::new(config).unwrap(), CancellationToken::new());
        let closed = stop.clone();
        let served = tokio::spawn(async move { broker.serve(listener, closed.cancelled()).await });
        sim.set(|switches| switches.webhook_url = format!("http://127.0.0.1:{port}/webhooks"));
        Self { port, stop, served }
    }

    /// Stops, and returns its port, at which nobody listens now.
    async fn stop(self) -> u16 {
        self.stop.cancel();
        self.served.await.unwrap().unwrap();
        self.port
    }

    async fn start_again(port: u16, sim: &Sim) -> Self {
        Self::start(TcpListener::bind(("127.0.0.1", port)).await.unwrap(), sim)
    }
}

/// An app whose key has a broker instead of a secret, and requests that stay pending.
async fn with_broker(set_up: impl FnOnce(&mut Options)) -> (TestApp, RunningBroker) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let key = AppKey::with_broker(CLIENT_KEY, &format!("http://{}", listener.local_addr().unwrap()));
    assert!(key.is_some());
    let pending = |options: &mut Options| {
        options.switches.pending_forever = true;
        set_up(options);
    };
    let app = TestApp::with_key(pending, key).await;
    let broker = RunningBroker::start(listener, &app.sim);
    (app, broker)
}

/// Waits until the next check is far off, because the connection to the broker works.
async fn until_watched(app: &TestApp) -> JobView {
    app.until("the connection to the broker", |now| {
        let far = Timestamp::now() + Duration::from_secs(75);
        now.jobs.iter().find(|job| job.next_check_at.is_some_and(|at| at > far.as_millisecond())).cloned()
    })
    .await
}

/// Waits until the next check is soon, as without a broker.
async fn until_unwatched(app: &TestApp) {
    app.until("the usual pause", |now| {
        let soon = Timestamp::now() + Duration::from_secs(15);
        now.jobs.iter().find_map(|job| job.next_check_at).filter(|at| *at < soon.as_millisecond())
    })
    .await;
}

fn make_ready(app: &TestApp) {
    app.sim.set(|switches| (switches.pending_forever, switches.prepare_seconds) = (false, 0));
}

/// Asserts that it is still before the time of the check that polling would have made.
fn assert_before_poll(job: &JobView) {
    assert!(
        Timestamp::now().as_millisecond() < job.next_check_at.unwrap(),
        "polling found it, not the event"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_journey_goes_through_the_broker() {
    for names_person in [true, false] {
        let (app, broker) = with_broker(|options| options.switches.webhook_open_id = names_person).await;
        app.back_up(ongoing(Kind::Activity)).await;
        let waiting = until_watched(&app).await;
        assert_eq!(waiting.step, Step::Preparing);
        let checks = app.calls(CHECK);
        make_ready(&app);
        app.until_ended(Outcome::Saved).await;
        assert_before_poll(&waiting);
        assert_eq!(app.calls(CHECK), checks + 1, "one check, because of the webhook");
        assert!(matches!(app.now().backups[0].check, CheckState::Verified { .. }));

        let account = app.now().accounts[0].clone();
        assert_eq!(account.name, "Maren Haverkamp");
        app.core.sign_out(&account.id).await.unwrap();
        assert_eq!(app.now().notices, [], "TikTok was told");
        let calls: Vec<_> =
            app.sim.requests().into_iter().filter(|request| request.path.starts_with("/v2/oauth/")).collect();
        let found: Vec<_> = calls.iter().map(|call| (call.path.as_str(), call.status)).collect();
        assert_eq!(found, [("/v2/oauth/token/", Some(200)), ("/v2/oauth/revoke/", Some(200))]);
        broker.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_refreshed_through_the_broker_and_a_new_ticket_replaces_the_old_one() {
    let (app, broker) = with_broker(|_| {}).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let waiting = until_watched(&app).await;
    // TikTok's clock is ahead: the token is rejected, and refreshed.
    app.sim.advance(Duration::from_hours(48));
    let checks = app.calls(CHECK);
    app.core.check_now(&waiting.id);
    app.until("the refresh", |_| (app.calls("/v2/oauth/token/") == 2).then_some(())).await;
    app.until("the check", |_| (app.calls(CHECK) >= checks + 2).then_some(())).await;
    let waiting = until_watched(&app).await;
    make_ready(&app);
    app.until_ended(Outcome::Saved).await;
    assert_before_poll(&waiting);
    broker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_permission_leads_to_sign_in_again() {
    let (app, broker) = with_broker(|_| {}).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let waiting = until_watched(&app).await;
    app.sim.revoke_all();
    app.until_failed(ProblemCode::SignedOut).await;
    assert_before_poll(&waiting);
    // The same button as ever, and the request goes on.
    make_ready(&app);
    app.core.connect().await.unwrap();
    app.agree().await;
    app.until_ended_saved().await;
    broker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_tiktok_asked_for_holds_against_events() {
    let (app, broker) = with_broker(|_| {}).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let waiting = until_watched(&app).await;
    app.sim.set(|switches| {
        switches.faults = vec![Fault::new(CHECK, 1, ErrorCode::RateLimitExceeded)];
        switches.retry_after = 8;
    });
    let began = Timestamp::now();
    app.core.check_now(&waiting.id);
    app.until("the refusal", |_| {
        app.sim.requests().iter().any(|call| call.status == Some(429)).then_some(())
    })
    .await;
    make_ready(&app);
    app.until("the webhook", |_| (!app.sim.webhooks().is_empty()).then_some(())).await;
    app.until_ended(Outcome::Saved).await;
    assert!(Timestamp::now().duration_since(began).as_secs() >= 8);
    broker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_broker_fails_no_job_and_ends_no_sign_in() {
    let (app, broker) = with_broker(|_| {}).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let waiting = until_watched(&app).await;
    let port = broker.stop().await;
    until_unwatched(&app).await;

    // Another server at its address refuses everything, which is not TikTok's word.
    let other = Sim::start(Options { port: Some(port), ..Options::default() }).await.unwrap();
    app.sim.advance(Duration::from_hours(48));
    app.core.check_now(&waiting.id);
    let refreshes = || other.requests().iter().filter(|call| call.path == "/v1/token").count();
    app.until("more refreshes than would be repeated for a refusal", |now| {
        assert_eq!(now.jobs[0].outcome, Outcome::Running, "{:?}", now.jobs[0].problem);
        app.core.check_now(&waiting.id);
        (refreshes() > 4).then_some(())
    })
    .await;
    assert!(app.now().accounts[0].signed_in_until.is_some());
    other.stop().await;

    let broker = RunningBroker::start_again(port, &app.sim).await;
    make_ready(&app);
    app.core.check_now(&waiting.id);
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.times_browser_opened(), 1);
    broker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_whose_broker_cannot_reach_tiktok_says_so() {
    let (app, broker) = with_broker(|_| {}).await;
    let fault = Fault {
        shape: satchel_sim::FaultShape::Drop,
        ..Fault::new("/v2/oauth/", 1, ErrorCode::InternalError)
    };
    app.sim.set(|switches| switches.faults = vec![fault]);
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.answer(&satchel_sim::Consent::default()).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::NoReply);
    broker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_key_with_a_secret_needs_no_broker() {
    let (app, broker) = with_broker(|_| {}).await;
    broker.stop().await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.answer(&satchel_sim::Consent::default()).await;
    assert_eq!(
        app.until_sign_in_failed().await,
        ProblemCode::Offline,
        "nobody answers at the broker's address"
    );
    app.core.cancel_sign_in();

    app.core.set_app_key(CLIENT_KEY, CLIENT_SECRET).await.unwrap();
    make_ready(&app);
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
}
