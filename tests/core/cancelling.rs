//! Cancelling a request: TikTok is told until it answers, and what TikTok cancelled is told apart.

use std::time::Duration;

use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::view::JobView;
use satchel_sim::{ErrorCode, Fault, FaultShape};

use crate::app::{TestApp, ongoing};

const CANCEL: &str = "/v2/user/data/cancel/";

async fn app_with_open_request() -> (TestApp, JobView) {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job =
        app.until("the request", |now| now.jobs.iter().find(|j| j.step == Step::Preparing).cloned()).await;
    (app, job)
}

fn unreachable(times: u32) -> Fault {
    Fault { shape: FaultShape::Drop, ..Fault::new(CANCEL, times, ErrorCode::InternalError) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_repeated_until_tiktok_answers() {
    let (app, job) = app_with_open_request().await;
    app.sim.set(|s| s.faults.push(unreachable(2)));
    app.core.cancel_job(&job.id).await.unwrap();
    app.until("a failed attempt", |now| now.jobs[0].next_check_at.map(|_| ())).await;
    let shown = app.now().jobs.remove(0);
    assert!(shown.cancelled_by_user && shown.outcome == Outcome::Running, "{shown:?}");
    app.until_ended(Outcome::Cancelled).await;
    assert_eq!(app.calls(CANCEL), 3);
    // TikTok heard it, so it accepts the next request.
    app.sim.set(|s| s.pending_forever = false);
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.until_ended_saved().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_that_tiktok_did_not_hear_is_repeated_after_a_restart() {
    let (mut app, job) = app_with_open_request().await;
    app.sim.set(|s| s.faults.push(unreachable(1000)));
    app.core.cancel_job(&job.id).await.unwrap();
    app.until("a failed attempt", |_| (app.calls(CANCEL) > 0).then_some(())).await;
    app.core.shutdown().await;
    app.sim.set(|s| s.faults.clear());
    let before = app.calls(CANCEL);
    app.restart().await;
    app.until_ended(Outcome::Cancelled).await;
    assert_eq!(app.calls(CANCEL), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_twice_ends_the_job_without_an_answer() {
    let (app, job) = app_with_open_request().await;
    app.sim.set(|s| s.faults.push(unreachable(1000)));
    app.core.cancel_job(&job.id).await.unwrap();
    app.until("a failed attempt", |now| now.jobs[0].next_check_at.map(|_| ())).await;
    app.core.cancel_job(&job.id).await.unwrap();
    let ended = app.until_ended(Outcome::Cancelled).await;
    assert!(ended.cancelled_by_user);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_was_cancelled_at_tiktok_is_told_apart() {
    let (app, job) = app_with_open_request().await;
    app.sim.set(|s| s.check_status = Some("cancelled".into()));
    app.core.check_now(&job.id);
    let ended = app.until_ended(Outcome::Cancelled).await;
    assert!(!ended.cancelled_by_user);
    assert_eq!(app.calls(CANCEL), 0, "there is nothing left to cancel");
}
