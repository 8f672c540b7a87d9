//! What interrupts a journey: restarts, lost answers, broken streams, TikTok's moods, the person.

use std::time::Duration;

use satchel_core::problem::ProblemCode;
use satchel_core::view::{Kind, Outcome, Step};
use satchel_sim::{DownloadBody, ErrorCode, Fault, FaultShape};

use crate::place::{Place, once, ongoing};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_while_preparing_goes_on_with_the_same_request() {
    let mut place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    place.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    place.restart().await;
    assert_eq!(place.now().jobs[0].outcome, Outcome::Running);
    place.sim.set(|s| s.pending_forever = false);
    place.until_ended(Outcome::Saved).await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_while_downloading_begins_the_download_again() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 3_000;
        o.switches.rate = 20_000;
    };
    let mut place = Place::with(slow, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Everything)).await;
    place.until("bytes", |now| now.jobs.first()?.progress.filter(|p| p.bytes > 0).map(|_| ())).await;
    place.restart().await;
    assert_eq!(place.now().jobs[0].step, Step::Downloading);
    place.sim.set(|s| s.rate = 0);
    place.until_ended(Outcome::Saved).await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1);
    assert_eq!(place.calls("/v2/user/data/download/"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_never_followed_by_a_second_question() {
    let mut place = Place::with(|o| o.switches.lose_add_next = 1, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    place.until_failed(ProblemCode::RequestUncertain).await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1);
    place.restart().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1, "a restart does not ask either");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_breaks_twice_comes_through_and_three_times_asks_the_person() {
    let broken = |times| {
        move |o: &mut satchel_sim::Options| {
            o.switches.truncate_after = 500;
            o.switches.truncate_next = times;
        }
    };
    let place = Place::with(broken(2), Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    place.until_ended(Outcome::Saved).await;

    let place = Place::with(broken(3), Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    let job = place.until_failed(ProblemCode::DownloadBroken).await;
    assert!(job.ready_until.is_some(), "it is known how long TikTok keeps it");
    place.core.retry_job(&job.id).await.unwrap();
    place.until_ended_saved().await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1, "the same archive was fetched");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_archive_is_never_kept_as_one() {
    for body in [DownloadBody::HtmlPage, DownloadBody::NotAZip, DownloadBody::Empty] {
        let place = Place::with(|o| o.switches.download_body = body, Duration::from_mins(1)).await;
        place.back_up(once(Kind::Activity)).await;
        place.until_failed(ProblemCode::NotAnArchive).await;
        let now = place.now();
        assert!(now.backups.is_empty());
        let left = std::fs::read_dir(place.backups()).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{body:?} leaves nothing behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tiktoks_faults_are_waited_out() {
    let place = Place::new().await;
    place.core.connect().await.unwrap();
    place.agree().await;
    place.sim.set(|s| {
        s.faults.push(Fault::new("/v2/user/data/check/", 1, ErrorCode::InternalError));
        s.faults.push(Fault::new("/v2/user/data/download/", 1, ErrorCode::InternalError));
    });
    place.back_up(once(Kind::Activity)).await;
    place.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_tells_tiktok_and_leaves_nothing_behind() {
    let place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    let id = place
        .until("preparing", |now| now.jobs.first()?.request_id.as_ref().map(|_| now.jobs[0].id.clone()))
        .await;
    place.core.cancel_job(&id).unwrap();
    place.until_ended(Outcome::Cancelled).await;
    assert_eq!(place.calls("/v2/user/data/cancel/"), 1);
    assert!(place.now().backups.is_empty());
    // The one-time permission is spent: the next try signs in anew.
    let before = place.times_browser_opened();
    place.core.retry_job(&id).await.unwrap();
    assert_eq!(place.times_browser_opened(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_a_download_removes_what_had_come() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 3_000;
        o.switches.rate = 5_000;
    };
    let place = Place::with(slow, Duration::from_mins(1)).await;
    place.back_up(ongoing(Kind::Everything)).await;
    let id = place
        .until("bytes", |now| {
            let job = now.jobs.first()?;
            job.progress.filter(|p| p.bytes > 0).map(|_| job.id.clone())
        })
        .await;
    place.core.cancel_job(&id).unwrap();
    place.until_ended(Outcome::Cancelled).await;
    assert_eq!(std::fs::read_dir(place.backups()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_tiktok_has_dropped_is_expired() {
    let mut place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(ongoing(Kind::Activity)).await;
    place.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    place.core.close();
    place.sim.set(|s| s.pending_forever = false);
    place.sim.advance(Duration::from_hours(120));
    place.restart().await;
    place.until_ended(Outcome::Expired).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_presses_make_one_journey() {
    let place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(ongoing(Kind::Activity)).await;
    place.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    place.until("the question", |_| (place.calls("/v2/user/data/add/") > 0).then_some(())).await;
    assert_eq!(place.now().jobs.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_is_waited_out_and_said() {
    let place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    place.until("a first question", |_| (place.calls("/v2/user/data/check/") > 0).then_some(())).await;
    let Place { sim, core, .. } = &place;
    let id = place.now().jobs[0].id.clone();
    sim.set(|s| {
        s.faults.push(Fault {
            shape: FaultShape::Drop,
            ..Fault::new("/v2/user/data/check/", 1, ErrorCode::InternalError)
        });
    });
    tokio::time::sleep(Duration::from_secs(3)).await;
    core.check_now(&id);
    place.until("offline", |now| now.jobs[0].offline.then_some(())).await;
    assert_eq!(place.now().jobs[0].outcome, Outcome::Running);
    sim.set(|s| s.pending_forever = false);
    place.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_waits_for_the_passphrase_that_opens_its_sign_in() {
    let mut place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    place.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    place.sim.set(|s| s.pending_forever = false);
    place.restart_locked().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(place.now().jobs[0].outcome, Outcome::Running, "it neither fails nor asks without a sign-in");
    place.unlock().await;
    place.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_again_and_again_at_any_moment_it_comes_through_once() {
    let slow = |o: &mut satchel_sim::Options| {
        o.records = 6_000;
        o.switches.rate = 150_000;
        o.switches.padding_files = 20;
        o.switches.padding_bytes = 20_000;
    };
    let mut place = Place::with(slow, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Everything)).await;
    place.until("the number", |now| now.jobs.first()?.request_id.as_ref().map(|_| ())).await;
    // Pauses of every length up to a whole journey's, so that each step is met.
    for pause in [1, 40, 90, 200, 350, 700, 1100, 1600, 2200, 3000] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        place.restart().await;
    }
    place.sim.set(|s| s.rate = 0);
    place.until_ended(Outcome::Saved).await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1);
    assert_eq!(place.now().backups.len(), 1);
    let beside = std::fs::read_dir(place.backups().join("Maren Haverkamp")).unwrap().count();
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
        (FaultShape::Envelope, 500, ProblemCode::TiktokUnavailable),
        (FaultShape::Html, 200, ProblemCode::RequestUncertain),
        (FaultShape::Html, 403, ProblemCode::UnexpectedReply),
        (FaultShape::JsonList, 200, ProblemCode::RequestUncertain),
        (FaultShape::Empty, 200, ProblemCode::RequestUncertain),
        (FaultShape::Drop, 200, ProblemCode::RequestUncertain),
    ] {
        let place = Place::new().await;
        place.sim.set(|s| s.faults.push(fault("/v2/user/data/add/", shape, status)));
        place.back_up(once(Kind::Activity)).await;
        place.until_failed(code).await;
        assert_eq!(place.calls("/v2/user/data/add/"), 1, "{shape:?} {status}");
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
            let place = Place::new().await;
            place.sim.set(|s| s.faults.push(fault(path, shape, 200)));
            place.back_up(once(Kind::Activity)).await;
            place.until_ended(Outcome::Saved).await;
            assert_eq!(place.calls("/v2/user/data/add/"), 1, "{path} {shape:?}");
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
        let place = Place::new().await;
        place.sim.set(|s| s.faults.push(fault("/v2/oauth/token/", shape, status)));
        place.core.back_up(once(Kind::Activity)).await.unwrap();
        place.answer(&satchel_sim::Consent::default()).await;
        assert_eq!(place.until_sign_in_failed().await, code, "{shape:?}");
        assert!(place.now().accounts.is_empty());
        assert_eq!(place.calls("/v2/oauth/token/"), 1, "a code is exchanged once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_had_is_no_obstacle() {
    for shape in SHAPES {
        let place = Place::new().await;
        place.sim.set(|s| s.faults.push(fault("/v2/user/info/", shape, 200)));
        place.back_up(once(Kind::Activity)).await;
        place.until_ended(Outcome::Saved).await;
        assert_eq!(place.now().accounts[0].name, "TikTok account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_stays_so_even_if_satchel_is_closed_in_the_same_moment() {
    let mut place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(once(Kind::Activity)).await;
    let id = place
        .until("preparing", |now| {
            now.jobs.first().filter(|j| j.step == Step::Preparing).map(|j| j.id.clone())
        })
        .await;
    // Closing comes first, so that nobody is left to tell TikTok: only what is stored can.
    place.core.close();
    place.core.cancel_job(&id).unwrap();
    assert_eq!(place.calls("/v2/user/data/cancel/"), 0, "TikTok has not been told yet");
    place.restart().await;
    place.until_ended(Outcome::Cancelled).await;
    assert_eq!(place.calls("/v2/user/data/cancel/"), 1);
}
