//! Replies whose form differs from the documentation's examples. Each leads to a saved backup.

use std::time::Duration;

use satchel_core::backup::{CheckState, Outcome};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_export_gen::{Plan, write_zip};
use satchel_sim::{
    DownloadBody, ErrorCode, ErrorObject, Fault, FaultShape, Gzip, IdForm, ScopeForm, StatusForm, Switches,
    TimeForm,
};

use crate::app::{TestApp, once, ongoing};

const ADD: &str = "/v2/user/data/add/";
const CHECK: &str = "/v2/user/data/check/";
const DOWNLOAD: &str = "/v2/user/data/download/";
const TOKEN: &str = "/v2/oauth/token/";

async fn app_with(change: impl FnOnce(&mut Switches)) -> TestApp {
    TestApp::with(|options| change(&mut options.switches), Duration::from_mins(1)).await
}

/// The whole journey with these switches: a sign-in, one request, and a verified backup.
async fn saved(name: &str, change: impl FnOnce(&mut Switches)) -> TestApp {
    let app = app_with(change).await;
    app.back_up(once(Kind::Activity)).await;
    let ended = app.until("the end of the job", |now| {
        now.jobs.iter().find(|job| job.outcome != Outcome::Running).cloned()
    });
    let job = ended.await;
    assert_eq!(job.outcome, Outcome::Saved, "{name}: {:?}", job.problem);
    assert_eq!(app.calls(ADD), 1, "{name}");
    assert!(matches!(app.now().backups[0].check, CheckState::Verified { .. }), "{name}");
    assert!(!app.now().accounts[0].name.is_empty(), "{name}");
    app
}

type Row = (&'static str, fn(&mut Switches));

async fn all_saved(rows: &[Row]) {
    futures_util::future::join_all(rows.iter().map(|(name, change)| saved(name, change))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_may_be_written_differently() {
    all_saved(&[
        ("id as text", |s| s.id_form = IdForm::Text),
        ("small ids", |s| s.small_ids = true),
        ("time as text", |s| s.time_form = TimeForm::Text),
        ("time as date", |s| s.time_form = TimeForm::Date),
        ("time null", |s| s.time_form = TimeForm::Null),
        ("time missing", |s| s.time_form = TimeForm::Missing),
        ("message and log id null", |s| s.null_members = true),
        ("extra members", |s| s.extra_fields = true),
        ("plural category", |s| s.plural_direct_messages = true),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn error_object_of_a_success_may_have_any_form() {
    all_saved(&[
        ("code 0", |s| s.error_object = ErrorObject::Zero),
        ("empty", |s| s.error_object = ErrorObject::Empty),
        ("null", |s| s.error_object = ErrorObject::Null),
        ("missing", |s| s.error_object = ErrorObject::Missing),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_replies_may_have_any_form() {
    all_saved(&[
        ("expiry as text", |s| s.expiry_form = TimeForm::Text),
        ("expiry as date", |s| s.expiry_form = TimeForm::Date),
        ("expiry null", |s| s.expiry_form = TimeForm::Null),
        ("expiry missing", |s| s.expiry_form = TimeForm::Missing),
        ("scopes as list", |s| s.scope_form = ScopeForm::List),
        ("scopes missing", |s| s.scope_form = ScopeForm::Missing),
        ("scopes missing in redirect, too", |s| {
            s.scope_form = ScopeForm::Missing;
            s.redirect_scopes = false;
        }),
        ("errors with status 200", |s| s.oauth_error_status = 200),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn permissions_survive_a_refresh_that_does_not_list_them() {
    let app = app_with(|s| {
        s.scope_form = ScopeForm::Missing;
        s.expiry_form = TimeForm::Missing;
    })
    .await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    app.sim.advance(Duration::from_hours(48));
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.times_browser_opened(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_are_recognised_in_any_form() {
    all_saved(&[
        ("capitals", |s| s.status_form = StatusForm::Capitals),
        ("padded", |s| s.status_form = StatusForm::Padded),
        ("synonyms", |s| s.status_form = StatusForm::Synonyms),
        ("ready", |s| s.check_status = Some("ready".into())),
        ("Success", |s| s.check_status = Some("Success".into())),
        ("done", |s| s.check_status = Some("done".into())),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_statuses_end_the_job_in_any_form() {
    for (status, outcome) in [("Expired", Outcome::Expired), ("CANCELED", Outcome::Cancelled)] {
        let app = app_with(|s| s.check_status = Some(status.into())).await;
        app.back_up(once(Kind::Activity)).await;
        app.until_ended(outcome).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_status_is_reported_and_a_retry_asks_anew() {
    let app = app_with(|s| s.check_status = Some("FAILED".into())).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::ArchiveFailed).await;
    assert!(job.problem.unwrap().detail.contains("FAILED"));
    app.sim.set(|s| s.check_status = None);
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(app.calls(ADD), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_status_is_shown_while_the_job_waits() {
    let app = app_with(|s| s.check_status = Some("Under review".into())).await;
    app.back_up(once(Kind::Activity)).await;
    let shown = app.until("the status", |now| now.jobs.first()?.unknown_status.clone()).await;
    assert_eq!(shown, "Under review");
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running);
    app.sim.set(|s| s.check_status = None);
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.unknown_status, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn person_is_asked_after_a_day_of_unknown_statuses_and_a_retry_goes_on_waiting() {
    let mut app = app_with(|s| s.check_status = Some("Under review".into())).await;
    app.back_up(once(Kind::Activity)).await;
    app.until("the status", |now| now.jobs.first()?.unknown_status.clone()).await;
    app.core.shutdown().await;
    let ledger = rusqlite::Connection::open(app.own_folder().join("ledger.sqlite")).unwrap();
    let changed = ledger
        .execute("UPDATE jobs SET job = json_set(job, '$.unknownStatus.since', '2026-01-01T00:00:00Z')", []);
    assert_eq!(changed.unwrap(), 1);
    drop(ledger);
    app.restart().await;
    let job = app.until_failed(ProblemCode::StatusUnknown).await;
    assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("Under review"));
    app.sim.set(|s| s.check_status = None);
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(app.calls(ADD), 1, "the same request");
}

#[tokio::test(flavor = "multi_thread")]
async fn first_bytes_decide_what_an_archive_is() {
    all_saved(&[
        ("text", |s| s.content_type = "text/plain; charset=utf-8".into()),
        ("html", |s| s.content_type = "text/html".into()),
        ("json", |s| s.content_type = "application/json".into()),
        ("none", |s| s.content_type = String::new()),
        ("with a length", |s| s.content_length = true),
        ("late first byte", |s| s.first_byte_delay = 500),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_may_be_compressed_and_the_archive_is_stored_as_a_zip() {
    for gzip in [Gzip::Calls, Gzip::All] {
        let app = app_with(|s| s.gzip = gzip).await;
        let export = app.file("export.zip");
        let plan = Plan::new(3, 50, "2026-11-01T12:00:00Z".parse().unwrap());
        write_zip(&plan, std::fs::File::create(&export).unwrap()).unwrap();
        let sent = std::fs::read(export).unwrap();
        app.sim.serve_archive(Some(&sent)).unwrap();
        app.back_up(once(Kind::Activity)).await;
        app.until_ended(Outcome::Saved).await;
        let archive = app.backups().join(&app.now().backups[0].id).join("data/archive.zip");
        assert!(std::fs::read(archive).unwrap() == sent, "{gzip:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_error_with_the_type_of_a_zip_is_an_error() {
    let app = app_with(|s| s.download_body = DownloadBody::JsonError).await;
    app.back_up(once(Kind::Activity)).await;
    // A refusal at the first download, and then the archive.
    app.until("a download", |_| (app.calls(DOWNLOAD) > 0).then_some(())).await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running);
    app.sim.set(|s| s.download_body = DownloadBody::Zip);
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_and_addresses_lead_to_the_archive_without_the_token() {
    // The stand-in refuses the address with any secret in the request.
    all_saved(&[
        ("301", |s| s.download_redirect = 301),
        ("302", |s| s.download_redirect = 302),
        ("303", |s| s.download_redirect = 303),
        ("307", |s| s.download_redirect = 307),
        ("308, five times", |s| {
            s.download_redirect = 308;
            s.download_hops = 5;
        }),
        ("download_url", |s| s.download_url = true),
        ("download_url, compressed", |s| {
            s.download_url = true;
            s.gzip = Gzip::All;
        }),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_of_the_download_are_limited_and_must_be_https() {
    let rows: [Row; 4] = [
        ("six", |s| s.download_hops = 6),
        ("http elsewhere", |s| s.download_location = "http://192.0.2.1/archive.zip".into()),
        ("file", |s| s.download_location = "file:///etc/hostname".into()),
        ("with a password", |s| s.download_location = "https://a:b@192.0.2.1/".into()),
    ];
    let refused = rows.map(|(name, change)| async move {
        let app = app_with(|s| {
            s.download_redirect = 302;
            change(s);
        })
        .await;
        app.back_up(once(Kind::Activity)).await;
        let job = app.until_failed(ProblemCode::UnexpectedReply).await;
        assert!(job.problem.unwrap().detail.contains("HTTP 302"), "{name}");
    });
    futures_util::future::join_all(refused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redirect_of_any_other_call_is_refused() {
    let redirect = |path: &str| Fault { shape: FaultShape::Redirect, ..Fault::new(path, 9, ErrorCode::Ok) };
    let app = TestApp::new().await;
    app.sim.set(|s| s.faults = vec![Fault { status: 307, ..redirect(CHECK) }]);
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::UnexpectedReply).await;
    assert!(job.problem.unwrap().detail.contains("redirect"));
    assert_eq!(app.calls("/archive/"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_download_of_a_ready_archive_is_repeated() {
    let app = app_with(|s| s.faults.push(Fault::new(DOWNLOAD, 2, ErrorCode::InvalidParams))).await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls(DOWNLOAD), 3);
    assert!(app.calls(CHECK) >= 3, "the status is checked after each refusal");
}

#[tokio::test(flavor = "multi_thread")]
async fn download_that_is_always_refused_is_reported_as_such() {
    let app = app_with(|s| s.faults.push(Fault::new(DOWNLOAD, 5, ErrorCode::InvalidParams))).await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::ArchiveWithheld).await;
    assert!(job.ready_until.is_some());
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(app.calls(ADD), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn archive_that_ends_early_without_an_error_is_downloaded_again() {
    let truncated = |times| {
        app_with(move |s| {
            s.truncate_cleanly = true;
            s.truncate_after = 500;
            s.truncate_next = times;
        })
    };
    let app = truncated(2).await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls(DOWNLOAD), 3);

    let app = truncated(3).await;
    app.back_up(once(Kind::Activity)).await;
    // What arrived is kept, and called incomplete.
    let job = app.until_ended(Outcome::Saved).await;
    assert!(job.unreadable > 0);
    assert_eq!(app.calls(DOWNLOAD), 3);
    app.core.retry_job(&job.id).await.unwrap();
    app.until("the whole archive", |now| {
        now.jobs.iter().find(|job| job.outcome == Outcome::Saved && job.unreadable == 0).map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connection_of_a_refresh_after_a_rejected_token_is_retried() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    app.sim.advance(Duration::from_hours(48));
    app.sim.set(|s| {
        s.faults.push(Fault { shape: FaultShape::Drop, ..Fault::new(TOKEN, 2, ErrorCode::Ok) });
    });
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let adds = app.sim.requests().into_iter().filter(|request| request.path == ADD);
    assert_eq!(adds.map(|request| request.status).collect::<Vec<_>>(), [Some(200), Some(401), Some(200)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn details_hold_the_reply_without_secrets() {
    let app = TestApp::new().await;
    app.sim.set(|s| s.faults.push(Fault::new(ADD, 1, ErrorCode::ScopePermissionMissed)));
    app.back_up(once(Kind::Activity)).await;
    let detail = app.until_failed(ProblemCode::PermissionMissing).await.problem.unwrap().detail;
    for part in
        ["HTTP 400", "scope_permission_missed", "Something went wrong", "log id 20", r#""log_id":"20"#]
    {
        assert!(detail.contains(part), "{part} in {detail}");
    }

    // A token reply that cannot be used because the account is missing.
    let app = TestApp::new().await;
    app.sim.set(|s| {
        s.faults.push(Fault {
            shape: FaultShape::Tokens,
            status: 200,
            ..Fault::new(TOKEN, 1, ErrorCode::Ok)
        });
    });
    app.core.back_up(once(Kind::Activity)).await.unwrap();
    app.answer(&satchel_sim::Consent::default()).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::UnexpectedReply);
    let detail = app.now().sign_in.unwrap().problem.unwrap().detail;
    assert!(detail.contains("HTTP 200") && detail.contains("token_type"), "{detail}");
    for secret in ["act.", "rft.", "secret"] {
        assert!(!detail.contains(secret), "{secret} in {detail}");
    }
}
