//! A wall clock that is set back or forward, a computer that sleeps, and a network that is gone for hours.

use std::time::Duration;

use jiff::SignedDuration;
use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_sim::{ErrorCode, Fault, Options, Sim};

use crate::app::{TestApp, once};

const ADD: &str = "/v2/user/data/add/";
const CHECK: &str = "/v2/user/data/check/";
const DOWNLOAD: &str = "/v2/user/data/download/";

/// An app whose request is being prepared, after the first check of its status.
async fn preparing(set_up: impl FnOnce(&mut Options)) -> TestApp {
    let app = TestApp::with(
        |o| {
            o.switches.pending_forever = true;
            set_up(o);
        },
        Duration::from_mins(1),
    )
    .await;
    app.back_up(once(Kind::Activity)).await;
    app.until("the first check", |_| (app.calls(CHECK) > 0).then_some(())).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_check_comes_when_due_after_the_clock_was_set_back() {
    let mut app = preparing(|_| {}).await;
    app.clock.set_by(SignedDuration::from_hours(-3 * 24));
    app.sim.set(|s| s.pending_forever = false);
    app.until_ended(Outcome::Saved).await;
    // The same after a restart: the request now began in the future.
    app.restart().await;
    app.sim.set(|s| s.pending_forever = true);
    app.back_up(once(Kind::Activity)).await;
    app.until("the request", |_| (app.calls(ADD) == 2).then_some(())).await;
    app.clock.set_by(SignedDuration::from_hours(-3 * 24));
    app.restart().await;
    app.sim.set(|s| s.pending_forever = false);
    app.until("the second backup", |now| {
        (now.jobs.iter().filter(|job| job.outcome == Outcome::Saved).count() > 0 && now.backups.len() == 2)
            .then_some(())
    })
    .await;
    assert_eq!(app.calls(ADD), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_tiktok_says_that_an_archive_has_expired() {
    let app = preparing(|_| {}).await;
    app.sim.set(|s| {
        s.faults.push(Fault::new(DOWNLOAD, 2, ErrorCode::InternalError));
        s.pending_forever = false;
    });
    app.until("the first try", |_| (app.calls(DOWNLOAD) > 0).then_some(())).await;
    // By this clock, the archive was deleted at TikTok two weeks ago.
    app.clock.set_by(SignedDuration::from_hours(18 * 24));
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_became_due_while_the_computer_slept_is_made_after_it_woke_up() {
    let app = preparing(|_| {}).await;
    // An old request is checked every few minutes.
    app.clock.set_by(SignedDuration::from_hours(24));
    app.core.wake().await;
    let (checks, due) = app
        .until("a long pause", |now| {
            let due = now.jobs[0].next_check_at?;
            let is_long = due > app.clock.now().as_millisecond() + 120_000;
            is_long.then(|| (app.calls(CHECK), due))
        })
        .await;
    app.sim.set(|s| s.pending_forever = false);
    // The monotonic clock stands still while the computer sleeps.
    app.clock.set_by(SignedDuration::from_hours(6));
    app.until("the check", |_| (app.calls(CHECK) > checks).then_some(())).await;
    assert!(app.clock.now().as_millisecond() > due);
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_focus_nor_the_clock_ends_a_pause_that_tiktok_asked_for() {
    let app = preparing(|_| {}).await;
    app.sim.set(|s| {
        s.retry_after = 8;
        s.faults.push(Fault::new(CHECK, 1, ErrorCode::RateLimitExceeded));
    });
    let refused = app.calls(CHECK);
    app.until("the refusal", |_| (app.calls(CHECK) > refused).then_some(())).await;
    let began = std::time::Instant::now();
    app.sim.set(|s| s.pending_forever = false);
    app.clock.set_by(SignedDuration::from_hours(30));
    let calls = app.calls(CHECK);
    while app.calls(CHECK) == calls {
        app.core.wake().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The stand-in logged the refused call before this test saw it.
    assert!(began.elapsed() > Duration::from_secs(6), "the next call came after {:?}", began.elapsed());
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_on_after_hours_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("tiktok.json");
    let mut app = preparing(|o| o.state_file = Some(state.clone())).await;
    let url = app.sim.base_url();
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let elsewhere = Sim::start(Options::default()).await.unwrap();
    std::mem::replace(&mut app.sim, elsewhere).stop().await;
    app.core.wake().await;
    app.until("no connection", |now| now.jobs[0].offline.then_some(())).await;
    app.clock.set_by(SignedDuration::from_hours(20));
    app.core.wake().await;
    app.until("still waiting", |now| (now.jobs[0].step == Step::Preparing).then_some(())).await;
    let mut options =
        Options { records: 300, seed: 7, port: Some(port), state_file: Some(state), ..Options::default() };
    options.switches.prepare_seconds = 0;
    app.sim = Sim::start(options).await.unwrap();
    app.core.wake().await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls(ADD), 0, "it was not asked again");
}
