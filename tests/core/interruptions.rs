//! What interrupts a journey: restarts, lost answers, broken streams, TikTok's moods, the person.

use std::time::Duration;

use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_sim::{DownloadBody, ErrorCode, Fault, FaultShape};

use crate::app::{TestApp, once, ongoing};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_while_preparing_goes_on_with_the_same_request() {
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
async fn a_restart_while_downloading_begins_the_download_again() {
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
async fn a_lost_answer_is_never_followed_by_a_second_question() {
    let mut app = TestApp::with(|o| o.switches.lose_add_next = 1, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until_failed(ProblemCode::RequestUncertain).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
    app.restart().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1, "a restart does not ask either");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_breaks_twice_comes_through_and_three_times_asks_the_person() {
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
    assert!(job.ready_until.is_some(), "it is known how long TikTok keeps it");
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1, "the same archive was fetched");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_archive_is_never_kept_as_one() {
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
async fn tiktoks_faults_are_waited_out() {
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
async fn cancelling_tells_tiktok_and_leaves_nothing_behind() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    let id = app
        .until("preparing", |now| now.jobs.first()?.request_id.as_ref().map(|_| now.jobs[0].id.clone()))
        .await;
    app.core.cancel_job(&id).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    assert_eq!(app.calls("/v2/user/data/cancel/"), 1);
    assert!(app.now().backups.is_empty());
    // The one-time permission is spent: the next try signs in anew.
    let before = app.times_browser_opened();
    app.core.retry_job(&id).await.unwrap();
    assert_eq!(app.times_browser_opened(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_a_download_removes_what_had_come() {
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
async fn an_archive_that_tiktok_has_dropped_is_expired() {
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
async fn two_presses_make_one_journey() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.until("the question", |_| (app.calls("/v2/user/data/add/") > 0).then_some(())).await;
    assert_eq!(app.now().jobs.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_is_waited_out_and_said() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until("a first question", |_| (app.calls("/v2/user/data/check/") > 0).then_some(())).await;
    let TestApp { sim, core, .. } = &app;
    let id = app.now().jobs[0].id.clone();
    sim.set(|s| {
        s.faults.push(Fault {
            shape: FaultShape::Drop,
            ..Fault::new("/v2/user/data/check/", 1, ErrorCode::InternalError)
        });
    });
    tokio::time::sleep(Duration::from_secs(3)).await;
    core.check_now(&id);
    app.until("offline", |now| now.jobs[0].offline.then_some(())).await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running);
    sim.set(|s| s.pending_forever = false);
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_waits_for_the_passphrase_that_opens_its_sign_in() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    app.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    app.sim.set(|s| s.pending_forever = false);
    app.restart_locked().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running, "it neither fails nor asks without a sign-in");
    app.unlock().await;
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_again_and_again_at_any_moment_it_comes_through_once() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 6_000;
        o.switches.rate = 150_000;
        o.switches.padding_files = 20;
        o.switches.padding_bytes = 20_000;
    };
    let mut app = TestApp::with(slow, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Everything)).await;
    app.until("the number", |now| now.jobs.first()?.request_id.as_ref().map(|_| ())).await;
    // Pauses of every length up to a whole journey's, so that each step is met.
    for pause in [1, 40, 90, 200, 350, 700, 1100, 1600, 2200, 3000] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        app.restart().await;
    }
    app.sim.set(|s| s.rate = 0);
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
    assert_eq!(app.now().backups.len(), 1);
    let beside = std::fs::read_dir(app.backups().join("Maren Haverkamp")).unwrap().count();
    assert_eq!(beside, 1, "one folder, and nothing half-done beside it");
}

/// Every shape in which an answer can fail to be one.
const SHAPES: [FaultShape; 5] =
    [FaultShape::Envelope, FaultShape::Html, FaultShape::JsonList, FaultShape::Empty, FaultShape::Drop];

fn fault(path: &str, shape: FaultShape, status: u16) -> Fault {
    Fault { shape, status, ..Fault::new(path, 1, ErrorCode::InternalError) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_the_question_that_is_none_is_never_followed_by_another() {
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
async fn an_answer_that_is_none_is_waited_out_where_asking_again_is_harmless() {
    for path in ["/v2/user/data/check/", "/v2/user/data/download/"] {
        for shape in SHAPES {
            if path.contains("download")
                && matches!(shape, FaultShape::Html | FaultShape::JsonList | FaultShape::Empty)
            {
                // What is no archive is told at once; see above.
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
async fn a_sign_in_whose_last_step_fails_says_so_and_keeps_nothing() {
    for (shape, status, code) in [
        (FaultShape::Envelope, 500, ProblemCode::TiktokUnavailable),
        (FaultShape::Html, 200, ProblemCode::UnexpectedReply),
        (FaultShape::JsonList, 200, ProblemCode::UnexpectedReply),
        (FaultShape::Empty, 200, ProblemCode::UnexpectedReply),
        (FaultShape::Drop, 200, ProblemCode::Offline),
    ] {
        let app = TestApp::new().await;
        app.sim.set(|s| s.faults.push(fault("/v2/oauth/token/", shape, status)));
        app.core.back_up(once(Kind::Activity)).await.unwrap();
        app.answer(&satchel_sim::Consent::default()).await;
        assert_eq!(app.until_sign_in_failed().await, code, "{shape:?}");
        assert!(app.now().accounts.is_empty());
        assert_eq!(app.calls("/v2/oauth/token/"), 1, "a code is exchanged once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_had_is_no_obstacle() {
    for shape in SHAPES {
        let app = TestApp::new().await;
        app.sim.set(|s| s.faults.push(fault("/v2/user/info/", shape, 200)));
        app.back_up(once(Kind::Activity)).await;
        app.until_ended(Outcome::Saved).await;
        assert_eq!(app.now().accounts[0].name, "TikTok account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_stays_so_even_if_satchel_is_closed_in_the_same_moment() {
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
    assert_eq!(app.calls("/v2/user/data/cancel/"), 1);
}
