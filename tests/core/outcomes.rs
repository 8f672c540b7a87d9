//! The outcomes of requests, as a table: permission × answer × interruption. Each cell is a test.
//!
//! The answer to the request is given first. If TikTok accepts it, the interruption comes while the archive is prepared;
//! then follow the answers to the later calls.

use std::time::Duration;

use jiff::SignedDuration;
use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::{DataRequest, Kind};
use satchel_core::problem::ProblemCode;
use satchel_sim::{
    DownloadBody, ErrorCode, ErrorObject, Fault, FaultShape, Gzip, IdForm, StatusForm, Switches,
};

use crate::app::{TestApp, once, ongoing};

const ADD: &str = "/v2/user/data/add/";
const CHECK: &str = "/v2/user/data/check/";
const DOWNLOAD: &str = "/v2/user/data/download/";

/// How TikTok answers.
struct Answer {
    /// To the request.
    first: fn(&mut Switches),
    /// To the calls after the interruption.
    later: fn(&mut Switches),
    /// How many requests reach TikTok. Those that it certainly refused are repeated.
    requests: usize,
}

const fn first(first: fn(&mut Switches), requests: usize) -> Answer {
    Answer { first, later: |_| {}, requests }
}

const fn later(later: fn(&mut Switches)) -> Answer {
    Answer { first: |_| {}, later, requests: 1 }
}

/// What happens while the archive is prepared.
#[derive(Clone, Copy)]
enum Interruption {
    Nothing,
    Restart,
    Cancel,
    /// The person withdraws the permissions at TikTok.
    Withdraw,
    SetClock(SignedDuration),
}

/// How a job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Saved,
    Cancelled,
    Expired,
    Failed(ProblemCode),
}

async fn end_of(request: DataRequest, answer: &Answer, interruption: Interruption) -> (End, usize) {
    let set_up = |o: &mut satchel_sim::Options| {
        o.switches.pending_forever = true;
        (answer.first)(&mut o.switches);
    };
    let mut app = TestApp::with(set_up, Duration::from_mins(1)).await;
    app.back_up(request).await;
    app.until("the answer", |now| {
        now.jobs
            .iter()
            .any(|job| job.outcome != Outcome::Running || job.step == Step::Preparing)
            .then_some(())
    })
    .await;
    let id = app.now().jobs[0].id.clone();
    match interruption {
        Interruption::Nothing => {}
        Interruption::Restart => app.restart().await,
        Interruption::Cancel => app.core.cancel_job(&id).await.unwrap(),
        Interruption::Withdraw => app.sim.revoke_all(),
        Interruption::SetClock(difference) => app.clock.set_by(difference),
    }
    app.sim.set(|s| {
        s.pending_forever = false;
        (answer.later)(s);
    });
    app.core.wake().await;
    let job = app
        .until("the end of the job", |now| {
            now.jobs.iter().find(|job| job.outcome != Outcome::Running).cloned()
        })
        .await;
    let end = match (job.outcome, job.problem) {
        (Outcome::Saved, None) => End::Saved,
        (Outcome::Cancelled, None) => End::Cancelled,
        (Outcome::Expired, None) => End::Expired,
        (Outcome::Failed, Some(problem)) => End::Failed(problem.code),
        other => panic!("{other:?}"),
    };
    assert_eq!(app.saved_folders() > 0, end == End::Saved, "a folder remains only if there is a backup");
    (end, app.calls(ADD))
}

const SAVED: End = End::Saved;
const CANCELLED: End = End::Cancelled;
const EXPIRED: End = End::Expired;
const SIGNED_OUT: End = End::Failed(ProblemCode::SignedOut);
const UNCERTAIN: End = End::Failed(ProblemCode::RequestUncertain);
const UNKNOWN: End = End::Failed(ProblemCode::RequestUnknown);
const GIVEN_UP: End = End::Failed(ProblemCode::ArchiveFailed);
const NOT_PERMITTED: End = End::Failed(ProblemCode::PermissionMissing);
const NO_ARCHIVE: End = End::Failed(ProblemCode::NotAnArchive);

macro_rules! table {
    ($($name:ident: $request:expr, $answer:expr =>
        $undisturbed:expr, $restarted:expr, $cancelled:expr, $withdrawn:expr, $back:expr, $forward:expr;)*) => {
        $(mod $name {
            use super::*;
            const ANSWER: Answer = $answer;
            async fn ends(interruption: Interruption, expected: End) {
                assert_eq!(end_of($request, &ANSWER, interruption).await, (expected, ANSWER.requests));
            }
            table!(@cell undisturbed, Interruption::Nothing, $undisturbed);
            table!(@cell restarted, Interruption::Restart, $restarted);
            table!(@cell cancelled, Interruption::Cancel, $cancelled);
            table!(@cell withdrawn, Interruption::Withdraw, $withdrawn);
            table!(@cell clock_set_back, Interruption::SetClock(SignedDuration::from_hours(-5 * 24)), $back);
            table!(@cell clock_set_forward, Interruption::SetClock(SignedDuration::from_hours(5 * 24)), $forward);
        })*
    };
    (@cell $interruption:ident, $value:expr, $expected:expr) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $interruption() {
            ends($value, $expected).await;
        }
    };
}

#[rustfmt::skip]
mod cells {
    use super::*;
    use Kind::*;

    table! {
        // Answers to the request.          undisturbed    restarted      cancelled      withdrawn      clock back     clock forward
        documented: once(Everything), first(|_| {}, 1)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        documented_ongoing: ongoing(Everything), first(|_| {}, 1)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        loosely_written: ongoing(Activity), first(|s| { s.id_form = IdForm::Text; s.error_object = ErrorObject::Missing; s.gzip = Gzip::All; }, 1)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        lost: once(Activity), first(|s| s.lose_add_next = 1, 1)
                                         => UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN;
        gateway_error: once(PostsAndProfile), first(|s| s.faults.push(Fault { status: 502, shape: FaultShape::Html, ..Fault::new(ADD, 1, ErrorCode::InternalError) }), 1)
                                         => UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN;
        not_json: ongoing(DirectMessages), first(|s| s.faults.push(Fault { status: 200, shape: FaultShape::Html, ..Fault::new(ADD, 1, ErrorCode::Ok) }), 1)
                                         => UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN,     UNCERTAIN;
        rate_limited: ongoing(PostsAndProfile), first(|s| { s.retry_after = 1; s.faults.push(Fault::new(ADD, 1, ErrorCode::RateLimitExceeded)); }, 2)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        token_invalid: once(DirectMessages), first(|s| s.faults.push(Fault::new(ADD, 1, ErrorCode::AccessTokenInvalid)), 2)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        not_permitted: once(Activity), first(|s| s.faults.push(Fault::new(ADD, 1, ErrorCode::ScopeNotAuthorized)), 1)
                                         => NOT_PERMITTED, NOT_PERMITTED, NOT_PERMITTED, NOT_PERMITTED, NOT_PERMITTED, NOT_PERMITTED;

        // Answers to the check.
        other_words: once(DirectMessages), later(|s| s.status_form = StatusForm::Synonyms)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        unavailable: ongoing(DirectMessages), later(|s| s.faults.push(Fault { status: 503, shape: FaultShape::Html, ..Fault::new(CHECK, 1, ErrorCode::InternalError) }))
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        unknown_request: once(PostsAndProfile), later(|s| s.faults.push(Fault::new(CHECK, 9, ErrorCode::InvalidParams)))
                                         => UNKNOWN,       UNKNOWN,       CANCELLED,     UNKNOWN,       UNKNOWN,       UNKNOWN;
        expired: once(Everything), later(|s| s.check_status = Some("expired".into()))
                                         => EXPIRED,       EXPIRED,       CANCELLED,     SIGNED_OUT,    EXPIRED,       EXPIRED;
        cancelled_at_tiktok: ongoing(Activity), later(|s| s.check_status = Some("CANCELLED".into()))
                                         => CANCELLED,     CANCELLED,     CANCELLED,     SIGNED_OUT,    CANCELLED,     CANCELLED;
        given_up: ongoing(PostsAndProfile), later(|s| s.check_status = Some("failed".into()))
                                         => GIVEN_UP,      GIVEN_UP,      CANCELLED,     SIGNED_OUT,    GIVEN_UP,      GIVEN_UP;

        // Answers to the download.
        mislabelled: once(Activity), later(|s| s.content_type = "text/html; charset=utf-8".into())
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        broken_off: ongoing(Everything), later(|s| { s.truncate_after = 1000; s.truncate_next = 1; })
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        refused_at_first: once(Everything), later(|s| s.faults.push(Fault::new(DOWNLOAD, 1, ErrorCode::InvalidParams)))
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        redirected: ongoing(Activity), later(|s| s.download_redirect = 302)
                                         => SAVED,         SAVED,         CANCELLED,     SIGNED_OUT,    SAVED,         SAVED;
        web_page: once(DirectMessages), later(|s| s.download_body = DownloadBody::HtmlPage)
                                         => NO_ARCHIVE,    NO_ARCHIVE,    CANCELLED,     SIGNED_OUT,    NO_ARCHIVE,    NO_ARCHIVE;
    }
}
