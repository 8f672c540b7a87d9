//! The history of requests: what it says about each of them, that it outlives everything else, and its CSV file.

use std::time::Duration;

use rusqlite::Connection;
use satchel_core::backup::{Outcome, RequestStatus, Step};
use satchel_core::data_request::{Kind, Permission};
use satchel_core::problem::ProblemCode;
use satchel_core::view::{JobView, RequestView};
use satchel_sim::{Consent, ErrorCode, Fault, FaultShape, Switches};

use crate::app::{TestApp, once, ongoing, retry};

const ADD: &str = "/v2/user/data/add/";
const CANCEL: &str = "/v2/user/data/cancel/";

async fn app_with(change: impl FnOnce(&mut Switches)) -> TestApp {
    TestApp::with(|options| change(&mut options.switches), Duration::from_mins(1)).await
}

/// The history of an account, read to its end.
async fn history_of(app: &TestApp, account: &str) -> Vec<RequestView> {
    let mut requests = Vec::new();
    let mut next = None;
    loop {
        let part = app.core.request_history(account, next).await.unwrap();
        requests.extend(part.requests);
        next = part.next;
        if next.is_none() {
            assert_eq!(part.total, requests.len() as u64);
            return requests;
        }
    }
}

/// The history of the current account.
async fn history(app: &TestApp) -> Vec<RequestView> {
    history_of(app, &app.now().accounts[0].id).await
}

/// The only request in the history of the current account.
async fn only_request(app: &TestApp) -> RequestView {
    let mut requests = history(app).await;
    assert_eq!(requests.len(), 1, "{requests:#?}");
    requests.remove(0)
}

/// An app with a request that TikTok has accepted and answers as pending.
async fn app_with_open_request() -> (TestApp, JobView) {
    let app = app_with(|s| s.pending_forever = true).await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until("the request", |now| {
        now.jobs.iter().find(|job| job.step == Step::Preparing && job.request_id.is_some()).cloned()
    });
    let job = job.await;
    (app, job)
}

/// The outcome of an open request whose status is this word from now on.
async fn after_status(word: &str, outcome: Outcome) -> RequestView {
    let (app, job) = app_with_open_request().await;
    app.sim.set(|s| s.check_status = Some(word.into()));
    app.core.check_now(&job.id);
    app.until_ended(outcome).await;
    let request = only_request(&app).await;
    assert_eq!(request.request_id, job.request_id, "{word}");
    assert!(request.checked_at.is_some() && request.ended_at >= request.checked_at, "{word}: {request:?}");
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_request_is_kept_whatever_becomes_of_everything_else() {
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    let account = app.now().accounts[0].id.clone();
    let request = only_request(&app).await;
    assert_eq!(request.status, RequestStatus::Saved);
    assert_eq!(request.request, once(Kind::Activity));
    assert_eq!((&request.id, &request.request_id), (&job.id, &job.request_id));
    assert_eq!((&request.backup_id, request.ended_at), (&job.backup_id, job.ended_at));
    assert!(request.request_id.is_some() && request.backup_id.is_some());
    assert!(request.log_id.as_ref().is_some_and(|id| id.len() > 20), "{:?}", request.log_id);
    let times = [Some(request.added_at), request.sent_at, request.checked_at, request.ended_at];
    assert!(times.is_sorted() && times.iter().all(Option::is_some), "{times:?}");

    app.core.dismiss_job(&job.id).await;
    let folder = app.backups().join(request.backup_id.as_deref().unwrap());
    retry(|| std::fs::remove_dir_all(&folder)).await;
    app.core.refresh_backups().await;
    app.core.sign_out(&account).await.unwrap();
    app.restart().await;
    let now = app.now();
    assert!(now.jobs.is_empty() && now.backups.is_empty() && now.accounts[0].signed_in_until.is_none());
    assert_eq!(only_request(&app).await, request);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_account_leaves_its_backups_and_no_history() {
    let (mut app, _) = app_with_open_request().await;
    let account = app.now().accounts[0].id.clone();
    app.core.remove_account(&account).await.unwrap();
    assert_eq!(app.now().accounts.len(), 1, "it is signed in");
    app.sim.set(|s| s.pending_forever = false);
    let job = app.until_ended(Outcome::Saved).await;
    let backup = app.backups().join(job.backup_id.unwrap());
    app.core.sign_out(&account).await.unwrap();
    app.core.remove_account(&account).await.unwrap();
    for _ in 0..2 {
        let now = app.now();
        assert!(now.accounts.is_empty() && now.jobs.is_empty(), "{now:?}");
        assert_eq!(now.backups.len(), 1);
        assert!(backup.is_dir());
        assert_eq!(history_of(&app, &account).await, []);
        app.restart().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_a_running_job_is_not_removed() {
    let (app, job) = app_with_open_request().await;
    let account = app.now().accounts[0].id.clone();
    // The job waits for an hour, also after the sign-out.
    app.sim.set(|s| {
        s.retry_after = 3600;
        s.faults.push(Fault::new("/v2/user/data/check/", 1, ErrorCode::RateLimitExceeded));
    });
    app.core.check_now(&job.id);
    app.until("the limit", |now| now.jobs.first().and_then(|job| job.rate_limited_until).map(drop)).await;
    app.core.sign_out(&account).await.unwrap();
    assert!(app.core.remove_account(&account).await.is_err());
    let now = app.now();
    assert_eq!((now.accounts.len(), now.jobs.len()), (1, 1), "nothing is removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_request_is_listed_with_its_last_check_across_restarts() {
    let (mut app, job) = app_with_open_request().await;
    let account = app.now().accounts[0].id.clone();
    let checked = async {
        loop {
            let request = only_request(&app).await;
            if request.checked_at.is_some() {
                return request;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let request = tokio::time::timeout(Duration::from_mins(1), checked).await.expect("a check");
    assert_eq!(request.status, RequestStatus::Running);
    assert_eq!((&request.request_id, request.ended_at), (&job.request_id, None));
    app.core.shutdown().await;
    let closed = app.core.request_history(&account, None).await.unwrap_err().into_problem();
    assert_eq!(closed.code, ProblemCode::OwnFilesNotWritable);
    app.sim.set(|s| s.pending_forever = false);
    app.restart().await;
    app.until_ended(Outcome::Saved).await;
    let saved = only_request(&app).await;
    assert_eq!(saved.status, RequestStatus::Saved);
    assert_eq!((saved.request_id, saved.sent_at), (request.request_id, request.sent_at));
    assert!(saved.checked_at > request.checked_at);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tiktok_says_about_a_request_is_its_outcome() {
    let cancelled = after_status("cancelled", Outcome::Cancelled).await;
    assert_eq!(cancelled.status, RequestStatus::CancelledAtTiktok);
    let expired = after_status("expired", Outcome::Expired).await;
    assert_eq!(expired.status, RequestStatus::Expired);
    let failed = after_status("failed", Outcome::Failed).await;
    assert_eq!((failed.status, failed.problem), (RequestStatus::Failed, Some(ProblemCode::ArchiveFailed)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_certain_once_tiktok_has_confirmed_it() {
    let (app, job) = app_with_open_request().await;
    app.core.cancel_job(&job.id).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    let request = only_request(&app).await;
    assert_eq!((request.status, request.request_id), (RequestStatus::Cancelled, job.request_id));

    let (app, job) = app_with_open_request().await;
    let unreachable = Fault { shape: FaultShape::Drop, ..Fault::new(CANCEL, 1000, ErrorCode::InternalError) };
    app.sim.set(|s| s.faults.push(unreachable));
    app.core.cancel_job(&job.id).await.unwrap();
    app.until("a failed attempt", |now| now.jobs[0].next_check_at.map(|_| ())).await;
    let request = only_request(&app).await;
    assert_eq!((request.status, request.ended_at), (RequestStatus::Cancelling, None));
    app.core.cancel_job(&job.id).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    assert_eq!(only_request(&app).await.status, RequestStatus::CancelUnconfirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_answer_was_lost_is_unknown_and_another_one_does_not_change_that() {
    let mut app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    app.sim.set(|s| s.lose_add_next = 1);
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::RequestUncertain).await;
    let lost = only_request(&app).await;
    assert_eq!((lost.status, lost.problem), (RequestStatus::Unknown, Some(ProblemCode::RequestUncertain)));
    assert!(lost.sent_at.is_some() && lost.request_id.is_none());
    app.restart().await;
    assert_eq!(only_request(&app).await, lost);
    // The lost one may be open.
    app.sim.set(|s| s.second_add = true);
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    let requests = history(&app).await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].status, RequestStatus::Saved, "the newest is first");
    assert_eq!(requests[1], lost);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_has_the_log_id_of_the_refusal() {
    let app = TestApp::new().await;
    app.sim.set(|s| s.faults.push(Fault::new(ADD, 1, ErrorCode::ScopeNotAuthorized)));
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_failed(ProblemCode::PermissionMissing).await;
    let request = only_request(&app).await;
    assert_eq!(
        (request.status, request.problem),
        (RequestStatus::Failed, Some(ProblemCode::PermissionMissing))
    );
    assert!(request.sent_at.is_some() && request.request_id.is_none() && request.log_id.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_left_the_queue_was_never_sent() {
    let app = app_with(|s| s.pending_forever = true).await;
    app.grant(&[Kind::Activity, Kind::DirectMessages]).await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.until("the first", |now| now.jobs.iter().any(|job| job.step == Step::Preparing).then_some(())).await;
    app.core.back_up(ongoing(Kind::DirectMessages)).await.unwrap();
    let queued = |jobs: &[JobView]| jobs.iter().find(|job| job.step == Step::Queued).cloned();
    let job = app.until("the queued job", |now| queued(&now.jobs)).await;
    assert_eq!(history(&app).await[0].status, RequestStatus::Queued);
    app.core.cancel_job(&job.id).await.unwrap();
    app.until("the removal", |now| queued(&now.jobs).is_none().then_some(())).await;
    let request = history(&app).await.remove(0);
    assert_eq!((&request.id, request.status), (&job.id, RequestStatus::Removed));
    assert!(request.sent_at.is_none() && request.request_id.is_none() && request.ended_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_that_goes_on_with_the_same_request_keeps_its_row() {
    let broken = |s: &mut Switches| (s.truncate_after, s.truncate_next) = (500, 3);
    let app = app_with(broken).await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::DownloadBroken).await;
    let failed = only_request(&app).await;
    assert_eq!((failed.status, failed.problem), (RequestStatus::Failed, job.problem.map(|p| p.code)));
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    let saved = only_request(&app).await;
    assert_eq!((saved.status, saved.problem), (RequestStatus::Saved, None));
    assert_eq!((saved.id, saved.request_id), (failed.id, failed.request_id));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_has_its_own_history() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let first = app.now().accounts[0].id.clone();
    app.core.connect().await.unwrap();
    app.answer(&Consent { account: "jonas".into(), scopes: Some(vec![]), ..Consent::default() }).await;
    app.until("both accounts", |now| (now.accounts.len() == 2 && now.sign_in.is_none()).then_some(())).await;
    let second = app.now().accounts[0].id.clone();
    assert_ne!(first, second);
    assert!(history_of(&app, &second).await.is_empty());
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    app.answer(&Consent { account: "jonas".into(), ..Consent::default() }).await;
    app.until("both backups", |now| (now.backups.len() == 2).then_some(())).await;
    let kinds = |requests: Vec<RequestView>| requests.iter().map(|r| r.request.kind).collect::<Vec<_>>();
    assert_eq!(kinds(history_of(&app, &first).await), [Kind::Activity]);
    assert_eq!(kinds(history_of(&app, &second).await), [Kind::DirectMessages]);
    assert!(history_of(&app, "nobody").await.is_empty());
}

/// The lines of a CSV file, without its head, and the head.
fn read_csv(path: &std::path::Path) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let bytes = std::fs::read(path).unwrap();
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte-order mark");
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    assert!(lines.clone().all(|line| line.ends_with(b"\r")), "RFC 4180 wants CRLF");
    let mut reader = csv::Reader::from_reader(text);
    let head = reader.headers().unwrap().clone();
    (head, reader.records().map(Result::unwrap).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_file_has_every_request_and_no_formulas() {
    let mut app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    let account = app.now().accounts[0].id.clone();
    app.core.shutdown().await;
    // More requests than are read at a time; the oldest has what a spreadsheet would take for a formula.
    let other = Connection::open(app.own_folder().join("ledger.sqlite")).unwrap();
    other
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
             INSERT INTO requests SELECT printf('%016d', i), account, i, json_set(request, '$.id', printf('%016d', i))
             FROM requests, n;
             UPDATE requests SET request = json_set(request, '$.logId', '=1+1') WHERE added_at = 1;",
        )
        .unwrap();
    other.close().unwrap();
    app.restart().await;
    let requests = history_of(&app, &account).await;
    assert_eq!(requests.len(), 251);
    assert_eq!(requests[0].id, job.id);

    let file = app.file("requests.csv");
    std::fs::write(&file, "an older file").unwrap();
    assert_eq!(app.core.save_request_history(&account, &file).await.unwrap(), 251);
    let (head, lines) = read_csv(&file);
    assert_eq!(lines.len(), 251);
    let cell = |line: &csv::StringRecord, name: &str| {
        let column = head.iter().position(|head| head == name).unwrap_or_else(|| panic!("no column {name}"));
        line[column].to_owned()
    };
    let first = &lines[0];
    assert_eq!(cell(first, "account"), "Maren Haverkamp");
    // TikTok's ids can begin with a hyphen, which a spreadsheet would take for a formula.
    assert_eq!(cell(first, "account_id").trim_start_matches('\''), account);
    assert_eq!((cell(first, "data"), cell(first, "part")), ("activity".into(), "both".into()));
    assert_eq!(cell(first, "scope"), "portability.activity.ongoing");
    assert_eq!((cell(first, "outcome"), cell(first, "problem")), ("saved".into(), String::new()));
    assert_eq!(Some(cell(first, "request_id")), job.request_id);
    assert_eq!(Some(cell(first, "log_id")), requests[0].log_id);
    assert_eq!(Some(cell(first, "backup")), job.backup_id);
    for (name, time) in [
        ("added", Some(requests[0].added_at)),
        ("sent", requests[0].sent_at),
        ("last_checked", requests[0].checked_at),
        ("ended", requests[0].ended_at),
    ] {
        let written = cell(first, name);
        let parsed: jiff::Timestamp = written.parse().unwrap();
        assert_eq!(Some(parsed.as_second()), time.map(|time| time.div_euclid(1000)), "{name}");
        let offset = &written[19..];
        assert!(offset.len() == 6 && offset.starts_with(['+', '-']), "{written} has an offset");
    }
    assert_eq!(cell(lines.last().unwrap(), "log_id"), "'=1+1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_file_is_written_whole_or_not_at_all() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let account = app.now().accounts[0].id.clone();
    let missing = app.file("no such folder");
    let problem = app.core.save_request_history(&account, &missing.join("requests.csv")).await.unwrap_err();
    assert_eq!(problem.into_problem().code, ProblemCode::FolderMissing);
    assert!(!missing.exists());

    let folder = app.file("saved");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("requests.csv");
    std::fs::write(&file, "an older file").unwrap();
    app.core.shutdown().await;
    // The history can no longer be read: the older file stays, and nothing else is left behind.
    assert!(app.core.save_request_history(&account, &file).await.is_err());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "an older file");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_file_is_not_in_the_history() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let file = app.file("export.zip");
    let plan = satchel_export_gen::Plan::load(50);
    satchel_export_gen::write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
    app.core.open_export(file).await.unwrap();
    app.until("both backups", |now| (now.backups.len() == 2).then_some(())).await;
    let request = only_request(&app).await;
    assert_eq!(request.request.permission, Permission::Once);
}
