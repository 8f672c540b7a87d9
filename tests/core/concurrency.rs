//! Concurrent button presses, sign-ins, token refreshes and shutdowns.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use satchel_core::SignInStage;
use satchel_core::account::RedirectPort;
use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_core::settings::Theme;
use satchel_sim::{Delay, ErrorCode, Fault};

use crate::app::{TestApp, once, ongoing};

const ADD: &str = "/v2/user/data/add/";
const CHECK: &str = "/v2/user/data/check/";
const TOKEN: &str = "/v2/oauth/token/";

fn delay(path: &str, millis: u64) -> Delay {
    Delay { path: path.into(), millis }
}

/// An app with an account that has a pending request and an ongoing permission for this kind.
async fn connected(kind: Kind) -> TestApp {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(kind)).await;
    app.until("the request", |_| (app.calls(ADD) == 1).then_some(())).await;
    app
}

/// An app with an account that has a pending request for each of these kinds. New requests wait for each other; these
/// stopped for lack of a permission, and were resumed together by a sign-in.
async fn with_pending_requests(kinds: &[Kind]) -> TestApp {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.sim.set(|s| s.second_add = true);
    app.grant(kinds).await;
    let requests = app.calls(ADD);
    for (number, kind) in kinds.iter().enumerate() {
        app.sim.set(|s| s.faults.push(Fault::new(CHECK, 1, ErrorCode::ScopeNotAuthorized)));
        app.core.back_up(ongoing(*kind)).await.unwrap();
        app.until("the failure", |now| {
            let failed = now.jobs.iter().filter(|job| job.outcome == Outcome::Failed).count();
            (failed == number + 1).then_some(())
        })
        .await;
    }
    assert_eq!(app.calls(ADD), requests + kinds.len());
    app.core.retry_job(&app.now().jobs[0].id).await.unwrap();
    app.agree().await;
    app.until("all jobs", |now| now.jobs.iter().all(|job| job.outcome == Outcome::Running).then_some(()))
        .await;
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_presses_send_one_request() {
    let app = connected(Kind::Activity).await;
    let job = app.now().jobs[0].id.clone();
    app.core.cancel_job(&job).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    let start = Arc::new(tokio::sync::Barrier::new(12));
    let presses: Vec<_> = (0..12)
        .map(|_| {
            let (core, start) = (app.core.clone(), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                core.back_up(ongoing(Kind::Activity)).await
            })
        })
        .collect();
    for press in presses {
        press.await.unwrap().unwrap();
    }
    app.until("the request", |_| (app.calls(ADD) > 1).then_some(())).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(app.calls(ADD), 2, "the first request and one more");
    assert_eq!(app.now().jobs.iter().filter(|job| job.outcome == Outcome::Running).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_retries_resume_a_job_once() {
    let app = TestApp::new().await;
    app.sim.set(|s| {
        s.truncate_after = 500;
        s.truncate_next = 3;
    });
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::DownloadBroken).await;
    app.sim.set(|s| {
        s.stall_after = 500;
        s.stall_next = 8;
    });
    let retries: Vec<_> = (0..8)
        .map(|_| {
            let (core, id) = (app.core.clone(), job.id.clone());
            tokio::spawn(async move { core.retry_job(&id).await })
        })
        .collect();
    for retry in retries {
        retry.await.unwrap().unwrap();
    }
    app.core.cancel_job(&job.id).await.unwrap();
    // If the retries started a second task or used a stale cancellation token, the job would not end.
    app.until_ended(Outcome::Cancelled).await;
}

/// A port that is in use by nobody.
fn free_port() -> RedirectPort {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    RedirectPort::Fixed(listener.local_addr().unwrap().port())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_sign_ins_leave_one_that_works() {
    let app = TestApp::with_port(free_port()).await;
    let (first, second) = tokio::join!(app.core.connect(), app.core.connect());
    first.unwrap();
    second.unwrap();
    assert_eq!(app.times_browser_opened(), 2);
    let sign_in = app.now().sign_in.expect("one sign-in is waiting");
    assert_eq!(sign_in.stage, SignInStage::Waiting);
    assert_eq!(app.core.sign_in_address().as_deref(), Some(app.address().as_str()));
    app.agree().await;
    assert_eq!(app.now().accounts.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn retrying_a_sign_in_can_reuse_a_fixed_port() {
    let app = TestApp::with_port(free_port()).await;
    app.core.connect().await.unwrap();
    for _ in 0..5 {
        app.core.retry_sign_in().await.unwrap();
    }
    app.agree().await;
    assert_eq!(app.now().accounts.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refresh_completes_if_its_caller_is_cancelled() {
    let app = connected(Kind::Activity).await;
    app.sim.set(|s| {
        s.rotate_refresh = true;
        s.delays.push(delay(TOKEN, 800));
    });
    let before = app.calls(TOKEN);
    // The access token has expired: the next check refreshes it, and TikTok replaces the refresh token at once.
    app.sim.advance(Duration::from_hours(25));
    let id = app.now().jobs[0].id.clone();
    app.core.check_now(&id);
    app.until("the refresh", |_| (app.calls(TOKEN) > before).then_some(())).await;
    app.core.cancel_job(&id).await.unwrap();
    app.until_ended(Outcome::Cancelled).await;
    app.sim.set(|s| s.delays.clear());
    // Still signed in: a new request needs no browser, even after a restart.
    let opened = app.times_browser_opened();
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.until("the second request", |_| (app.calls(ADD) == 2).then_some(())).await;
    assert_eq!(app.times_browser_opened(), opened);
    let mut app = app;
    app.restart().await;
    app.until("still signed in", |now| now.accounts[0].signed_in_until.map(|_| ())).await;
    app.sim.advance(Duration::from_hours(25));
    let id = app
        .until("the job", |now| now.jobs.iter().find(|j| j.step == Step::Preparing).map(|j| j.id.clone()))
        .await;
    let checks = app.calls(CHECK);
    app.core.check_now(&id);
    app.until("a check with a new token", |_| (app.calls(CHECK) > checks + 1).then_some(())).await;
    assert_eq!(app.now().jobs.iter().filter(|job| job.outcome == Outcome::Failed).count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_jobs_with_a_rejected_token_refresh_once() {
    let app = with_pending_requests(&[Kind::Activity, Kind::DirectMessages, Kind::PostsAndProfile]).await;
    app.sim.set(|s| {
        s.rotate_refresh = true;
        s.delays.push(delay(TOKEN, 300));
    });
    let (tokens, checks) = (app.calls(TOKEN), app.calls(CHECK));
    app.sim.advance(Duration::from_hours(25));
    tokio::time::sleep(Duration::from_secs(3)).await;
    for job in app.now().jobs {
        app.core.check_now(&job.id);
    }
    app.until("checks of all jobs", |_| (app.calls(CHECK) >= checks + 6).then_some(())).await;
    assert_eq!(
        app.calls(TOKEN),
        tokens + 1,
        "each further refresh would invalidate the token of another job"
    );
    assert!(app.now().jobs.iter().all(|job| job.outcome == Outcome::Running), "{:?}", app.now().jobs);
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_respected_when_the_computer_wakes() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    app.sim.set(|s| {
        s.retry_after = 3;
        s.faults.push(Fault::new(ADD, 1, ErrorCode::RateLimitExceeded));
    });
    app.back_up(once(Kind::Activity)).await;
    app.until("the refusal", |_| (app.calls(ADD) == 1).then_some(())).await;
    let began = Instant::now();
    while app.calls(ADD) == 1 {
        for job in app.now().jobs {
            app.core.check_now(&job.id);
        }
        app.core.wake().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(began.elapsed() < Duration::from_secs(30));
    }
    assert!(began.elapsed() >= Duration::from_millis(2700), "sent again after {:?}", began.elapsed());
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shutdown_waits_for_all_tasks() {
    let app = TestApp::with(
        |o| {
            o.records = 20_000;
            o.switches.rate = 100_000;
        },
        Duration::from_mins(1),
    )
    .await;
    app.back_up(once(Kind::Everything)).await;
    app.until("bytes", |now| now.jobs.first()?.progress.filter(|p| p.bytes > 0).map(|_| ())).await;
    app.core.shutdown().await;
    let part = walk(&app.backups());
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(walk(&app.backups()), part, "files still change after the shutdown");
    let refused = app.core.back_up(once(Kind::Activity)).await;
    let calls = app.sim.requests().len();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(app.sim.requests().len(), calls, "{refused:?}");
}

/// Returns the paths and sizes of all files in a folder and its subfolders.
fn walk(folder: &std::path::Path) -> Vec<(std::path::PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push((path, entry.metadata().unwrap().len()));
        }
    }
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_with_a_locked_vault_fails_and_changes_nothing() {
    let mut app = connected(Kind::Activity).await;
    let id = app.now().accounts[0].id.clone();
    app.restart_locked().await;
    assert!(app.core.sign_out(&id).await.is_err(), "the tokens are still in the vault");
    assert!(app.now().accounts[0].signed_in_until.is_some());
    assert_eq!(app.calls("/v2/oauth/revoke/"), 0);
    app.unlock().await;
    app.core.sign_out(&id).await.unwrap();
    assert!(app.now().accounts[0].signed_in_until.is_none());
    assert_eq!(app.calls("/v2/oauth/revoke/"), 1, "the stored token is revoked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn exports_opened_concurrently_become_separate_backups() {
    let app = TestApp::new().await;
    let files: Vec<_> = (0..6)
        .map(|number| {
            let plan = satchel_export_gen::Plan::load(50 + number);
            let file = app.file(&format!("export-{number}.zip"));
            satchel_export_gen::write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
            file
        })
        .collect();
    let opened = files.iter().map(|file| app.core.open_export(file.clone()));
    for result in futures_util::future::join_all(opened).await {
        result.unwrap();
    }
    app.until("six backups", |now| (now.backups.len() == 6).then_some(())).await;
    assert!(app.now().jobs.iter().all(|job| job.problem.is_none()), "{:?}", app.now().jobs);
}

/// How often a task of the same thread finds this to be so while the work lasts.
async fn times_seen_during(work: impl Future<Output = ()>, is_so: impl Fn() -> bool) -> u32 {
    let (is_done, seen) = (Cell::new(false), Cell::new(0));
    let other = async {
        while !is_done.get() {
            seen.set(seen.get() + u32::from(is_so()));
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(
        async {
            work.await;
            is_done.set(true);
        },
        other
    );
    seen.get()
}

/// All tasks share one thread here, so that work that blocks it would let no other task run.
#[tokio::test]
#[cfg_attr(
    windows,
    ignore = "Windows removes and replaces nothing in a folder that is being listed, as the other task does"
)]
async fn work_on_files_does_not_block_the_thread_of_other_tasks() {
    let app = TestApp::new().await;
    let path = app.file("notes.zip");
    std::fs::write(&path, "not a zip").unwrap();
    app.core.open_export(path).await.unwrap();
    let job = app.until_ended(Outcome::Failed).await.id;
    let staging = app.backups().join("Opened exports").join(format!(".satchel-{job}"));
    std::fs::create_dir_all(&staging).unwrap();
    for number in 0..2000 {
        std::fs::write(staging.join(number.to_string()), "").unwrap();
    }
    let is_partly_removed = || {
        let left = std::fs::read_dir(&staging).map_or(0, Iterator::count);
        (1..2000).contains(&left)
    };
    let seen = times_seen_during(app.core.dismiss_job(&job), is_partly_removed).await;
    assert!(!staging.exists());
    assert!(seen > 0, "no other task ran while 2,000 files were removed");
    // A change is written to a temporary file, which then replaces the old one.
    let own = app.own_folder();
    let is_written = || {
        let mut files = std::fs::read_dir(&own).unwrap().flatten();
        files.any(|file| file.file_name().to_string_lossy().starts_with(".tmp"))
    };
    let changes = async {
        for theme in [Theme::Dark, Theme::Light].iter().cycle().take(50) {
            app.core.set_theme(*theme).await.unwrap();
        }
    };
    let seen = times_seen_during(changes, is_written).await;
    assert!(seen > 0, "no other task ran while 50 changes of the settings were written");
}
