//! Interrupted jobs: restarts, lost replies, broken downloads, errors of TikTok and cancellation.

use std::time::Duration;

use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_core::view::PermissionState;
use satchel_sim::{DownloadBody, ErrorCode, Fault, FaultShape};

use crate::app::{TestApp, once, ongoing};

#[tokio::test(flavor = "multi_thread")]
async fn restart_while_preparing_continues_with_the_same_request() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    app.restart().await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running);
    app.sim.set(|s| s.pending_forever = false);
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_is_explained_once_and_only_while_tiktok_has_a_request() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    assert!(!app.core.closing_needs_explanation(), "nothing is requested");
    app.back_up(once(Kind::Activity)).await;
    app.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    app.restart().await;
    assert!(app.core.closing_needs_explanation());
    app.sim.set(|s| s.pending_forever = false);
    app.until_ended(Outcome::Saved).await;
    assert!(!app.core.closing_needs_explanation(), "the request has been finished");
    app.sim.set(|s| s.pending_forever = true);
    app.back_up(once(Kind::DirectMessages)).await;
    app.until("preparing again", |now| now.jobs.iter().any(|j| j.step == Step::Preparing).then_some(()))
        .await;
    app.core.set_closing_explained().await.unwrap();
    app.restart().await;
    assert!(!app.core.closing_needs_explanation(), "it has been said");
}

#[tokio::test(flavor = "multi_thread")]
async fn restart_while_downloading_restarts_the_download() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 3_000;
        o.switches.rate = 20_000;
    };
    let mut app = TestApp::with(slow, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Everything)).await;
    app.until("bytes", |now| now.jobs.first()?.progress.filter(|p| p.bytes > 0).map(|_| ())).await;
    app.restart().await;
    assert_eq!(app.now().jobs[0].step, Step::Downloading);
    app.sim.set(|s| s.rate = 0);
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
    assert_eq!(app.calls("/v2/user/data/download/"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn request_is_not_sent_again_after_a_lost_reply() {
    let mut app = TestApp::with(|o| o.switches.lose_add_next = 1, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until_failed(ProblemCode::RequestUncertain).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
    app.restart().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1, "a restart does not send it again either");
    let account = &app.now().accounts[0];
    assert!(account.allowed.is_empty(), "the permission may be used up");
    assert!(account.permissions.iter().any(|known| known.state == PermissionState::Unclear));
}

#[tokio::test(flavor = "multi_thread")]
async fn request_that_is_not_known_at_once_is_checked_again() {
    let app = TestApp::new().await;
    app.sim.set(|s| s.faults.push(Fault::new("/v2/user/data/check/", 2, ErrorCode::InvalidParams)));
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls("/v2/user/data/check/"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_download_is_retried_twice_and_then_fails() {
    let broken = |times| {
        move |o: &mut satchel_sim::Options| {
            o.switches.truncate_after = 500;
            o.switches.truncate_next = times;
        }
    };
    let app = TestApp::with(broken(2), Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;

    let app = TestApp::with(broken(3), Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::DownloadBroken).await;
    assert!(job.ready_until.is_some(), "the job shows how long the archive is available");
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1, "the same archive was downloaded");
}

#[tokio::test(flavor = "multi_thread")]
async fn reply_that_is_not_an_archive_is_rejected() {
    for body in [DownloadBody::HtmlPage, DownloadBody::NotAZip, DownloadBody::Empty] {
        let app = TestApp::with(|o| o.switches.download_body = body, Duration::from_mins(1)).await;
        app.back_up(once(Kind::Activity)).await;
        app.until_failed(ProblemCode::NotAnArchive).await;
        let now = app.now();
        assert!(now.backups.is_empty());
        assert_eq!(app.saved_folders(), 0, "{body:?} leaves nothing behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn internal_errors_of_tiktok_are_retried() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    app.sim.set(|s| {
        s.faults.push(Fault::new("/v2/user/data/check/", 1, ErrorCode::InternalError));
        s.faults.push(Fault::new("/v2/user/data/download/", 1, ErrorCode::InternalError));
    });
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_a_job_cancels_the_request_and_leaves_no_files() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    let id = app
        .until("preparing", |now| now.jobs.first()?.request_id.as_ref().map(|_| now.jobs[0].id.clone()))
        .await;
    app.core.cancel_job(&id).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    assert_eq!(app.calls("/v2/user/data/cancel/"), 1);
    assert!(app.now().backups.is_empty());
    // The one-time permission is used up, so the retry starts a new sign-in.
    let before = app.times_browser_opened();
    app.core.retry_job(&id).await.unwrap();
    assert_eq!(app.times_browser_opened(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_a_download_removes_the_partial_file() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 3_000;
        o.switches.rate = 5_000;
    };
    let app = TestApp::with(slow, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Everything)).await;
    let id = app
        .until("bytes", |now| {
            let job = now.jobs.first()?;
            job.progress.filter(|p| p.bytes > 0).map(|_| job.id.clone())
        })
        .await;
    app.core.cancel_job(&id).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    assert_eq!(app.saved_folders(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn job_expires_when_the_archive_is_no_longer_available() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    app.core.shutdown().await;
    app.sim.set(|s| s.pending_forever = false);
    app.sim.advance(Duration::from_hours(120));
    app.restart().await;
    app.until_ended(Outcome::Expired).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_press_does_not_start_another_job() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.until("the request", |_| (app.calls("/v2/user/data/add/") > 0).then_some(())).await;
    assert_eq!(app.now().jobs.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_reply_is_shown_and_retried() {
    unusable_reply_is_shown_and_retried(500, FaultShape::Drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_at_tiktok_is_shown_and_retried() {
    unusable_reply_is_shown_and_retried(503, FaultShape::Html).await;
}

async fn unusable_reply_is_shown_and_retried(status: u16, shape: FaultShape) {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until("the first check", |_| (app.calls("/v2/user/data/check/") > 0).then_some(())).await;
    let TestApp { sim, core, .. } = &app;
    let id = app.now().jobs[0].id.clone();
    sim.set(|s| {
        s.faults.push(Fault {
            status,
            shape,
            ..Fault::new("/v2/user/data/check/", 1, ErrorCode::InternalError)
        });
    });
    tokio::time::sleep(Duration::from_secs(3)).await;
    core.check_now(&id);
    app.until("no reply", |now| now.jobs[0].no_reply.then_some(())).await;
    assert!(!app.now().jobs[0].offline, "TikTok was reached");
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running);
    sim.set(|s| s.pending_forever = false);
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_waits_until_the_sign_ins_are_unlocked() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    app.sim.set(|s| s.pending_forever = false);
    app.restart_locked().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running, "the job neither fails nor asks for a sign-in");
    app.unlock().await;
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_interrupted_by_many_restarts_is_saved_once() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 6_000;
        o.switches.rate = 150_000;
        o.switches.padding_files = 20;
        o.switches.padding_bytes = 20_000;
    };
    let mut app = TestApp::with(slow, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Everything)).await;
    app.until("the request id", |now| now.jobs.first()?.request_id.as_ref().map(|_| ())).await;
    // Pauses of different lengths up to the duration of a whole job, so that each step is interrupted.
    for pause in [1, 40, 90, 200, 350, 700, 1100, 1600, 2200, 3000] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        app.restart().await;
    }
    app.sim.set(|s| s.rate = 0);
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
    assert_eq!(app.now().backups.len(), 1);
    let beside = std::fs::read_dir(app.backups().join("Maren Haverkamp")).unwrap().count();
    assert_eq!(beside, 1, "only the backup, and no incomplete folder");
}

/// All kinds of invalid replies.
const SHAPES: [FaultShape; 5] =
    [FaultShape::Envelope, FaultShape::Html, FaultShape::JsonList, FaultShape::Empty, FaultShape::Drop];

fn fault(path: &str, shape: FaultShape, status: u16) -> Fault {
    Fault { shape, status, ..Fault::new(path, 1, ErrorCode::InternalError) }
}

#[tokio::test(flavor = "multi_thread")]
async fn request_is_not_sent_again_after_an_invalid_reply() {
    for (shape, status, code) in [
        (FaultShape::Envelope, 500, ProblemCode::RequestUncertain),
        (FaultShape::Html, 502, ProblemCode::RequestUncertain),
        (FaultShape::Empty, 504, ProblemCode::RequestUncertain),
        (FaultShape::Html, 302, ProblemCode::RequestUncertain),
        (FaultShape::Html, 408, ProblemCode::RequestUncertain),
        (FaultShape::Html, 200, ProblemCode::RequestUncertain),
        (FaultShape::Html, 403, ProblemCode::UnexpectedReply),
        (FaultShape::JsonList, 200, ProblemCode::RequestUncertain),
        (FaultShape::Empty, 200, ProblemCode::RequestUncertain),
        (FaultShape::Drop, 200, ProblemCode::RequestUncertain),
    ] {
        let app = TestApp::new().await;
        app.sim.set(|s| s.faults.push(fault("/v2/user/data/add/", shape, status)));
        app.back_up(once(Kind::Activity)).await;
        app.until_failed(code).await;
        assert_eq!(app.calls("/v2/user/data/add/"), 1, "{shape:?} {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_replies_to_repeatable_calls_are_retried() {
    for path in ["/v2/user/data/check/", "/v2/user/data/download/"] {
        for shape in SHAPES {
            if path.contains("download")
                && matches!(shape, FaultShape::Html | FaultShape::JsonList | FaultShape::Empty)
            {
                // A reply that is not an archive fails at once; tested above.
                continue;
            }
            let app = TestApp::new().await;
            app.sim.set(|s| s.faults.push(fault(path, shape, 200)));
            app.back_up(once(Kind::Activity)).await;
            app.until_ended(Outcome::Saved).await;
            assert_eq!(app.calls("/v2/user/data/add/"), 1, "{path} {shape:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_token_exchange_fails_the_sign_in_and_stores_nothing() {
    for (shape, status, code) in [
        (FaultShape::Envelope, 500, ProblemCode::TiktokUnavailable),
        (FaultShape::Html, 200, ProblemCode::UnexpectedReply),
        (FaultShape::JsonList, 200, ProblemCode::UnexpectedReply),
        (FaultShape::Empty, 200, ProblemCode::UnexpectedReply),
        (FaultShape::Drop, 200, ProblemCode::NoReply),
    ] {
        let app = TestApp::new().await;
        app.sim.set(|s| s.faults.push(fault("/v2/oauth/token/", shape, status)));
        app.core.back_up(once(Kind::Activity)).await.unwrap();
        app.answer(&satchel_sim::Consent::default()).await;
        assert_eq!(app.until_sign_in_failed().await, code, "{shape:?}");
        assert!(app.now().accounts.is_empty());
        assert_eq!(app.calls("/v2/oauth/token/"), 1, "a code is only exchanged once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_succeeds_without_a_display_name() {
    for shape in SHAPES {
        let app = TestApp::new().await;
        app.sim.set(|s| s.faults.push(fault("/v2/user/info/", shape, 200)));
        app.back_up(once(Kind::Activity)).await;
        app.until_ended(Outcome::Saved).await;
        assert_eq!(app.now().accounts[0].name, "TikTok account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cancellation_persists_if_satchel_is_closed_at_the_same_time() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    let id = app
        .until("preparing", |now| {
            now.jobs.first().filter(|j| j.step == Step::Preparing).map(|j| j.id.clone())
        })
        .await;
    let (cancelled, ()) = tokio::join!(app.core.cancel_job(&id), app.core.shutdown());
    cancelled.unwrap();
    app.restart().await;
    app.until_ended(Outcome::Cancelled).await;
    // The shutdown may interrupt the first call, which is then repeated.
    assert!((1..=2).contains(&app.calls("/v2/user/data/cancel/")));
}
