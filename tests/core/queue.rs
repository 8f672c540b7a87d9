//! Several requests of one account: TikTok handles one at a time, the others wait.

use std::time::Duration;

use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::view::JobView;
use satchel_sim::{ErrorCode, Fault};

use crate::app::{TestApp, ongoing};

const ADD: &str = "/v2/user/data/add/";

/// An app whose account has granted all four ongoing permissions, and whose archives are not ready before the test says
/// so.
async fn app_with_all_permissions() -> TestApp {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.grant(&[Kind::Activity, Kind::PostsAndProfile, Kind::DirectMessages]).await;
    app
}

fn job_of(app: &TestApp, kind: Kind) -> Option<JobView> {
    app.now().jobs.into_iter().find(|job| job.request.is_some_and(|request| request.kind == kind))
}

fn step_of(app: &TestApp, kind: Kind) -> Option<Step> {
    job_of(app, kind).map(|job| job.step)
}

async fn until_step(app: &TestApp, kind: Kind, step: Step) {
    app.until("the step", |_| (step_of(app, kind) == Some(step)).then_some(())).await;
}

async fn until_saved(app: &TestApp, kind: Kind) {
    app.until("the backup", |_| job_of(app, kind).filter(|job| job.outcome == Outcome::Saved).map(|_| ()))
        .await;
}

/// The order in which the requests were sent, by category.
fn requested(app: &TestApp) -> Vec<Kind> {
    let bodies = app.sim.requests().into_iter().filter(|call| call.path == ADD);
    bodies
        .filter_map(|call| {
            let text = call.body.unwrap_or_default();
            [
                ("activity", Kind::Activity),
                ("video", Kind::PostsAndProfile),
                ("direct_message", Kind::DirectMessages),
            ]
            .into_iter()
            .find(|(category, _)| text.contains(category))
            .map(|(_, kind)| kind)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_one_account_are_sent_one_after_the_other() {
    let app = app_with_all_permissions().await;
    let before = app.calls(ADD);
    for kind in [Kind::Activity, Kind::PostsAndProfile, Kind::DirectMessages] {
        app.core.back_up(ongoing(kind)).await.unwrap();
    }
    until_step(&app, Kind::Activity, Step::Preparing).await;
    assert_eq!(step_of(&app, Kind::PostsAndProfile), Some(Step::Queued));
    assert_eq!(step_of(&app, Kind::DirectMessages), Some(Step::Queued));
    assert_eq!(app.calls(ADD), before + 1);
    app.sim.set(|s| s.pending_forever = false);
    for kind in [Kind::Activity, Kind::PostsAndProfile, Kind::DirectMessages] {
        until_saved(&app, kind).await;
    }
    assert_eq!(requested(&app)[before..], [Kind::Activity, Kind::PostsAndProfile, Kind::DirectMessages]);
    assert_eq!(app.calls(ADD), before + 3, "no request was refused or repeated");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_can_be_reordered_and_survives_a_restart() {
    let mut app = app_with_all_permissions().await;
    let before = app.calls(ADD);
    for kind in [Kind::Activity, Kind::PostsAndProfile, Kind::DirectMessages] {
        app.core.back_up(ongoing(kind)).await.unwrap();
    }
    until_step(&app, Kind::Activity, Step::Preparing).await;
    let last = job_of(&app, Kind::DirectMessages).unwrap();
    app.core.move_to_front(&last.id).await.unwrap();
    app.restart().await;
    assert_eq!(step_of(&app, Kind::DirectMessages), Some(Step::Queued));
    app.sim.set(|s| s.pending_forever = false);
    for kind in [Kind::Activity, Kind::DirectMessages, Kind::PostsAndProfile] {
        until_saved(&app, kind).await;
    }
    assert_eq!(requested(&app)[before..], [Kind::Activity, Kind::DirectMessages, Kind::PostsAndProfile]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_request_can_be_removed() {
    let app = app_with_all_permissions().await;
    let before = app.calls(ADD);
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.core.back_up(ongoing(Kind::DirectMessages)).await.unwrap();
    until_step(&app, Kind::Activity, Step::Preparing).await;
    let queued = job_of(&app, Kind::DirectMessages).unwrap();
    app.core.cancel_job(&queued.id).await.unwrap();
    app.until("the removal", |_| job_of(&app, Kind::DirectMessages).is_none().then_some(())).await;
    app.sim.set(|s| s.pending_forever = false);
    until_saved(&app, Kind::Activity).await;
    assert_eq!(app.calls(ADD), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_request_does_not_hold_up_the_next_one() {
    let app = app_with_all_permissions().await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.core.back_up(ongoing(Kind::DirectMessages)).await.unwrap();
    until_step(&app, Kind::Activity, Step::Preparing).await;
    app.sim.set(|s| s.faults.push(Fault::new("/v2/user/data/check/", 1, ErrorCode::ScopeNotAuthorized)));
    let first = job_of(&app, Kind::Activity).unwrap();
    app.until("the failure", |_| {
        app.core.check_now(&first.id);
        job_of(&app, Kind::Activity).filter(|job| job.outcome == Outcome::Failed).map(|_| ())
    })
    .await;
    app.until("the request", |_| (step_of(&app, Kind::DirectMessages) != Some(Step::Queued)).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_refused_while_another_one_is_open_is_repeated() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    // As if another app, or another computer, had requested data for the same account.
    app.sim.set(|s| s.faults.push(Fault::new(ADD, 1, ErrorCode::InvalidParams)));
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until("the refusal", |now| now.jobs.iter().find(|j| j.refused_for_now).cloned()).await;
    assert_eq!(job.outcome, Outcome::Running);
    assert!(job.next_check_at.is_some(), "the window can say when it is repeated");
    app.core.check_now(&job.id);
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.calls(ADD), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_request_goes_on_after_signing_out_and_in_again() {
    let app = app_with_all_permissions().await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.core.back_up(ongoing(Kind::DirectMessages)).await.unwrap();
    until_step(&app, Kind::Activity, Step::Preparing).await;
    let account = app.now().accounts.remove(0).id;
    app.core.sign_out(&account).await.unwrap();
    app.until("the failures", |now| {
        for job in &now.jobs {
            app.core.check_now(&job.id);
        }
        now.jobs.iter().all(|job| job.outcome == Outcome::Failed).then_some(())
    })
    .await;
    let queued = job_of(&app, Kind::DirectMessages).unwrap();
    app.sim.set(|s| s.pending_forever = false);
    app.core.retry_job(&queued.id).await.unwrap();
    app.agree().await;
    until_saved(&app, Kind::Activity).await;
    until_saved(&app, Kind::DirectMessages).await;
}
