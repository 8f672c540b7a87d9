//! Several accounts, and what new sign-ins, refused refreshes and sign-outs do to their tokens and permissions.

use std::time::Duration;

use satchel_core::backup::Outcome;
use satchel_core::data_request::{Kind, Permission};
use satchel_core::problem::ProblemCode;
use satchel_core::view::{AccountView, PermissionState};
use satchel_sim::{Consent, ErrorCode, Fault};
use url::Url;

use crate::app::{TestApp, once, ongoing};

const DAY: Duration = Duration::from_hours(24);

/// An app whose requests stay pending.
async fn pending() -> TestApp {
    TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await
}

fn jonas() -> Consent {
    Consent { account: "jonas".into(), ..Consent::default() }
}

/// Consents to some of the requested scopes only.
fn only(scopes: &[&str]) -> Consent {
    Consent { scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()), ..Consent::default() }
}

/// The scopes that the page in the browser asks for.
fn asked(app: &TestApp) -> Vec<String> {
    let address = Url::parse(&app.address()).unwrap();
    let scope = address.query_pairs().find(|(key, _)| key == "scope").unwrap().1.into_owned();
    scope.split(',').map(str::to_owned).collect()
}

fn named<'a>(accounts: &'a [AccountView], name: &str) -> &'a AccountView {
    accounts.iter().find(|account| account.name == name).unwrap()
}

fn may(account: &AccountView, kind: Kind, permission: Permission) -> bool {
    account.allowed.iter().any(|allowed| allowed.kind == kind && allowed.permission == permission)
}

fn state(account: &AccountView, kind: Kind, permission: Permission) -> Option<PermissionState> {
    let found = account.permissions.iter().find(|each| each.kind == kind && each.permission == permission);
    found.map(|permission| permission.state)
}

async fn until_checked(app: &TestApp, times: usize) {
    app.until("a check", |_| (app.calls("/v2/user/data/check/") >= times).then_some(())).await;
}

async fn until_notice(app: &TestApp, code: ProblemCode) {
    app.until("the notice", |now| now.notices.iter().any(|notice| notice.code == code).then_some(())).await;
}

/// An app with a saved ongoing backup, in which the access token has to be refreshed at its next use.
async fn with_rejected_token() -> TestApp {
    let app = pending().await;
    app.back_up(ongoing(Kind::Activity)).await;
    until_checked(&app, 1).await;
    app.sim.advance(2 * DAY);
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn refresh_refused_with_any_code_ends_the_sign_in_and_a_new_one_resumes_the_job() {
    for code in ["invalid_request", "invalid_grant", "unsupported_grant_type", "something_new"] {
        let app = with_rejected_token().await;
        app.sim.set(|s| s.refuse_refresh = Some(code.into()));
        let id = app.now().jobs[0].id.clone();
        app.core.check_now(&id);
        let job = app.until_failed(ProblemCode::SignedOut).await;
        let detail = job.problem.map(|problem| problem.detail).unwrap_or_default();
        assert!(
            detail.contains("HTTP ") && detail.contains(code),
            "{code}: TikTok's reply is shown: {detail}"
        );
        assert_eq!(app.now().accounts[0].signed_in_until, None, "{code}");
        app.sim.set(|s| (s.refuse_refresh, s.pending_forever) = (None, false));
        app.core.connect().await.unwrap();
        assert!(asked(&app).contains(&"portability.activity.ongoing".to_owned()), "{code}");
        app.agree().await;
        app.until_ended_saved().await;
        assert_eq!(app.calls("/v2/user/data/add/"), 1, "{code}: the job continued with the same request");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refresh_refused_for_a_while_is_repeated_and_nobody_is_signed_out() {
    for code in ["server_error", "temporarily_unavailable"] {
        let app = with_rejected_token().await;
        app.sim.set(|s| s.refuse_refresh = Some(code.into()));
        let before = app.calls("/v2/oauth/token/");
        let id = app.now().jobs[0].id.clone();
        app.core.check_now(&id);
        app.until("a refresh", |_| (app.calls("/v2/oauth/token/") > before).then_some(())).await;
        app.sim.set(|s| (s.refuse_refresh, s.pending_forever) = (None, false));
        app.until("the backup", |now| {
            app.core.check_now(&id);
            now.jobs.iter().any(|j| j.outcome == Outcome::Saved).then_some(())
        })
        .await;
        assert!(app.now().accounts[0].signed_in_until.is_some(), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refresh_refused_because_of_the_app_key_keeps_the_sign_in() {
    let app = with_rejected_token().await;
    app.sim.set(|s| s.refuse_refresh = Some("invalid_client".into()));
    let id = app.now().jobs[0].id.clone();
    app.core.check_now(&id);
    app.until_failed(ProblemCode::AppKeyRejected).await;
    assert!(app.now().accounts[0].signed_in_until.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_an_account_asks_again_for_what_the_one_in_the_browser_has() {
    let app = TestApp::with(|o| o.switches.one_consent = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    // The browser is still signed in to the first account.
    app.core.connect().await.unwrap();
    assert_eq!(asked(&app), ["user.info.basic", "portability.activity.ongoing"]);
    app.agree().await;
    let now = app.now();
    assert_eq!(now.accounts.len(), 1);
    assert!(may(&now.accounts[0], Kind::Activity, Permission::Ongoing));
    assert!(now.notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_during_a_one_time_request_keeps_its_permission() {
    let app = TestApp::with(
        |o| (o.switches.pending_forever, o.switches.one_consent) = (true, true),
        Duration::from_mins(1),
    )
    .await;
    app.back_up(once(Kind::DirectMessages)).await;
    until_checked(&app, 1).await;
    app.core.renew_sign_in().await.unwrap();
    assert_eq!(asked(&app), ["user.info.basic", "portability.directmessages.single"]);
    app.agree().await;
    app.sim.set(|s| s.pending_forever = false);
    app.core.check_now(&app.now().jobs[0].id);
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_sign_in_is_kept_if_the_new_one_permits_less() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.core.renew_sign_in().await.unwrap();
    app.answer(&only(&[])).await;
    app.until("the end of the sign-in", |now| now.sign_in.is_none().then_some(())).await;
    until_notice(&app, ProblemCode::PermissionsKept).await;
    let before = app.times_browser_opened();
    app.core.dismiss_job(&app.now().jobs[0].id).await;
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    app.until("the second backup", |now| (now.backups.len() == 2).then_some(())).await;
    assert_eq!(app.times_browser_opened(), before, "the stored sign-in still permits it");
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_sign_in_that_tiktok_ended_is_replaced_by_a_poorer_one() {
    let app = TestApp::with(|o| o.switches.one_consent = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.core.renew_sign_in().await.unwrap();
    app.answer(&only(&[])).await;
    app.until("the end of the sign-in", |now| now.sign_in.is_none().then_some(())).await;
    until_notice(&app, ProblemCode::PermissionsEnded).await;
    let account = app.now().accounts.remove(0);
    assert!(account.signed_in_until.is_some() && account.allowed.is_empty());
    assert_eq!(
        state(&account, Kind::Activity, Permission::Ongoing),
        Some(PermissionState::Refused),
        "it was asked for and not granted"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn unticked_permission_ends_if_something_new_is_granted() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.core.back_up(ongoing(Kind::DirectMessages)).await.unwrap();
    assert_eq!(
        asked(&app),
        ["user.info.basic", "portability.directmessages.ongoing", "portability.activity.ongoing"]
    );
    app.answer(&only(&["portability.directmessages.ongoing"])).await;
    app.until("the second backup", |now| (now.backups.len() == 2).then_some(())).await;
    until_notice(&app, ProblemCode::PermissionsEnded).await;
    let account = app.now().accounts.remove(0);
    assert!(may(&account, Kind::DirectMessages, Permission::Ongoing));
    assert!(!may(&account, Kind::Activity, Permission::Ongoing));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_keep_their_own_permissions_and_jobs() {
    let app = pending().await;
    app.back_up(ongoing(Kind::Activity)).await;
    until_checked(&app, 1).await;
    // A second account, while a job of the first is running. What was asked for on behalf of the first is refused.
    app.core.connect().await.unwrap();
    app.answer(&Consent { scopes: Some(vec![]), ..jonas() }).await;
    app.until("both accounts", |now| (now.accounts.len() == 2 && now.sign_in.is_none()).then_some(())).await;
    let now = app.now();
    assert!(may(named(&now.accounts, "Maren Haverkamp"), Kind::Activity, Permission::Ongoing));
    let second = named(&now.accounts, "Jonas Lindqvist");
    assert!(second.current && second.permissions.is_empty(), "nothing was asked for on its own behalf");
    // A request of the second, with the browser signed in to the first: its permission and its job stay.
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    assert_eq!(asked(&app), ["user.info.basic", "portability.directmessages.single"]);
    app.answer(&Consent::default()).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::DifferentAccount);
    let now = app.now();
    let first = named(&now.accounts, "Maren Haverkamp");
    assert!(may(first, Kind::Activity, Permission::Ongoing), "{first:?}");
    until_notice(&app, ProblemCode::PermissionsKept).await;
    app.core.cancel_sign_in();
    // Then as the right one: both requests run side by side.
    let second = named(&app.now().accounts, "Jonas Lindqvist").id.clone();
    app.core.switch_account(&second).await.unwrap();
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    app.answer(&jonas()).await;
    app.until("two requests", |_| (app.calls("/v2/user/data/add/") == 2).then_some(())).await;
    app.sim.set(|s| s.pending_forever = false);
    app.until("both backups", |now| {
        for job in &now.jobs {
            app.core.check_now(&job.id);
        }
        (now.backups.len() == 2).then_some(())
    })
    .await;
    let mut names: Vec<_> = app.now().backups.iter().filter_map(|b| b.account_name.clone()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Jonas Lindqvist", "Maren Haverkamp"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_refreshes_an_expired_token_to_revoke_it() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.sim.advance(2 * DAY);
    app.core.sign_out(&app.now().accounts[0].id).await.unwrap();
    let revoked = app.sim.requests().into_iter().rfind(|r| r.path == "/v2/oauth/revoke/").unwrap();
    assert_eq!(revoked.status, Some(200));
    let now = app.now();
    assert!(now.notices.is_empty());
    assert_eq!(now.accounts[0].signed_in_until, None);
    assert_eq!(
        state(&now.accounts[0], Kind::Activity, Permission::Ongoing),
        Some(PermissionState::SignedOut)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_that_tiktok_did_not_hear_is_told() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.sim.set(|s| s.faults.push(Fault::new("/v2/oauth/", 9, ErrorCode::InternalError)));
    app.core.sign_out(&app.now().accounts[0].id).await.unwrap();
    let now = app.now();
    assert_eq!(now.accounts[0].signed_in_until, None, "signed out on this computer all the same");
    let notice = &now.notices[0];
    assert_eq!(notice.code, ProblemCode::SignOutNotTold);
    assert_eq!(notice.facts.name.as_deref(), Some("Maren Haverkamp"));
    app.core.dismiss_notices();
    assert!(app.now().notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_each_permission_is_kept_across_restarts() {
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    app.answer(&only(&[])).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::ConsentRefused);
    app.restart().await;
    let account = app.now().accounts.remove(0);
    assert_eq!(state(&account, Kind::Activity, Permission::Once), Some(PermissionState::Spent));
    assert_eq!(state(&account, Kind::DirectMessages, Permission::Once), Some(PermissionState::Refused));
    assert_eq!(state(&account, Kind::Everything, Permission::Once), None, "it was never asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn job_waits_while_the_sign_ins_are_locked_and_goes_on_by_itself() {
    let mut app = pending().await;
    app.back_up(ongoing(Kind::Activity)).await;
    until_checked(&app, 1).await;
    app.sim.set(|s| s.pending_forever = false);
    app.restart_locked().await;
    app.until("the locked job", |now| now.jobs[0].locked.then_some(())).await;
    // The focus of the window wakes jobs, but does not unlock anything.
    app.core.wake().await;
    let refused = app.core.unlock_sign_in("wrong".into()).await.unwrap_err().into_problem();
    assert_eq!(refused.code, ProblemCode::PassphraseWrong);
    let job = app.now().jobs.remove(0);
    assert_eq!((job.outcome, job.locked), (Outcome::Running, true));
    let refused = app.core.connect().await.unwrap_err().into_problem();
    assert_eq!(refused.code, ProblemCode::KeychainLocked, "not an absent keychain");
    app.unlock().await;
    let job = app.until_ended(Outcome::Saved).await;
    assert!(!job.locked);
}

#[tokio::test(flavor = "multi_thread")]
async fn permission_that_the_app_key_is_not_approved_for_is_not_asked_for() {
    let approved = ["user.info.basic", "portability.activity.ongoing", "portability.directmessages.single"];
    let app = TestApp::with(
        |o| o.switches.approved_scopes = approved.map(str::to_owned).to_vec(),
        Duration::from_mins(1),
    )
    .await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    // TikTok no longer approves it, and refuses its whole page for one such scope.
    app.sim.set(|s| s.approved_scopes.retain(|scope| !scope.ends_with("ongoing")));
    app.core.set_approved(Kind::Activity, Permission::Ongoing, false).await.unwrap();
    let before = app.times_browser_opened();
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    assert_eq!(asked(&app), ["user.info.basic", "portability.directmessages.single"]);
    app.core.cancel_sign_in();
    app.core.sign_out(&app.now().accounts[0].id).await.unwrap();
    let refused = app.core.back_up(ongoing(Kind::Activity)).await.unwrap_err().into_problem();
    assert_eq!(refused.code, ProblemCode::ScopeNotApproved);
    assert_eq!(app.times_browser_opened(), before + 1, "no page is opened that TikTok would refuse");
    assert_eq!(app.now().settings.unapproved.len(), 1);
    app.core.set_approved(Kind::Activity, Permission::Ongoing, true).await.unwrap();
    assert!(app.now().settings.unapproved.is_empty());
}
