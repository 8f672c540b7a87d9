//! Signing in, and every response that a browser can return.

use std::time::Duration;

use satchel_core::SignInStage;
use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_sim::{AuthorizeFault, Consent};
use url::Url;

use crate::app::{PASSPHRASE, TestApp, browser, once, ongoing};

fn refused() -> Consent {
    Consent { allow: false, ..Consent::default() }
}

fn redirect(app: &TestApp) -> Url {
    let address = Url::parse(&app.address()).unwrap();
    let redirect = address.query_pairs().find(|(k, _)| k == "redirect_uri").unwrap().1.into_owned();
    Url::parse(&redirect).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_yields_a_display_name_and_lasts_a_year() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    let account = app.now().accounts.remove(0);
    assert_eq!(account.name, "Maren Haverkamp");
    let days = (account.signed_in_until.unwrap() - jiff::Timestamp::now().as_millisecond()) / 86_400_000;
    assert!((363..=365).contains(&days), "{days}");
    assert!(account.allowed.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_contains_a_plain_text_secret() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    // The journals of SQLite come and go until the database files are closed.
    app.core.shutdown().await;
    let mut read = 0;
    for folder in [app.file("own"), app.backups()] {
        for path in files_below(&folder) {
            let bytes = std::fs::read(&path).unwrap();
            for mark in [&b"act."[..], b"rft.", b"sim-secret"] {
                assert!(
                    !bytes.windows(mark.len()).any(|w| w == mark),
                    "{} contains a secret",
                    path.display()
                );
            }
            read += 1;
        }
    }
    assert!(read >= 7, "{read} files were read");
}

fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .flat_map(|entry| if entry.path().is_dir() { files_below(&entry.path()) } else { vec![entry.path()] })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_consent_sends_no_request_and_can_be_retried() {
    let app = TestApp::new().await;
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    app.answer(&refused()).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::ConsentRefused);
    assert_eq!(app.calls("/v2/user/data/add/"), 0);
    assert!(app.now().jobs.is_empty());
    app.core.retry_sign_in().await.unwrap();
    app.agree().await;
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_without_the_requested_scope_keeps_the_account() {
    let app = TestApp::new().await;
    app.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    app.answer(&Consent { scopes: Some(vec![]), ..Consent::default() }).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::ConsentRefused);
    assert_eq!(app.now().accounts.len(), 1, "the sign-in itself succeeded");
    assert_eq!(app.calls("/v2/user/data/add/"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_state_is_rejected_and_the_sign_in_can_still_complete() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    let mut forged = redirect(&app);
    forged.set_query(Some("code=stolen&state=guessed"));
    let answer = browser().get(forged.clone()).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(!answer.text().await.unwrap().contains("stolen"));
    let told = app.until("the warning", |now| now.sign_in.as_ref()?.problem.as_ref().map(|p| p.code)).await;
    assert_eq!(told, ProblemCode::StateMismatch);
    assert_eq!(app.now().sign_in.unwrap().stage, SignInStage::Waiting);
    assert_eq!(app.calls("/v2/oauth/token/"), 0, "a forged code is never exchanged");
    let pasted = app.core.paste_address(forged.as_str()).unwrap_err();
    assert_eq!(pasted.into_problem().code, ProblemCode::StateMismatch);
    app.agree().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_without_a_state_is_told_as_unclear_and_ends_nothing() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    let mut unclear = redirect(&app);
    unclear.set_query(Some("error=access_denied"));
    let page = browser().get(unclear.clone()).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("refused title"), "{page}");
    let told = app.until("the hint", |now| now.sign_in.as_ref()?.problem.as_ref().map(|p| p.code)).await;
    assert_eq!(told, ProblemCode::RefusalUnclear);
    assert_eq!(app.now().sign_in.unwrap().stage, SignInStage::Waiting);
    app.agree().await;
    // Whoever pastes it says that it is the answer.
    app.core.connect().await.unwrap();
    let mut pasted = redirect(&app);
    pasted.set_query(Some("error=access_denied"));
    app.core.paste_address(pasted.as_str()).unwrap();
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::ConsentRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn listener_accepts_only_the_redirect() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    let right = redirect(&app);
    let other_path = right.join("/favicon.ico").unwrap();
    assert_eq!(browser().get(other_path).send().await.unwrap().status(), 404);
    assert_eq!(browser().post(right.clone()).send().await.unwrap().status(), 405);
    let rebound = browser().get(right.clone()).header("Host", "evil.example").send().await.unwrap();
    assert_eq!(rebound.status(), 421);
    let huge = format!("{right}?state={}", "x".repeat(64 * 1024));
    let refused = browser().get(huge).send().await.map_or(true, |r| !r.status().is_success());
    assert!(refused, "the request is too large");
    app.agree().await;
    assert!(browser().get(right).send().await.is_err(), "the port is closed afterwards");
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_times_out_without_a_response() {
    let app = TestApp::with(|_| {}, Duration::from_millis(300)).await;
    app.core.connect().await.unwrap();
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::SignInTimedOut);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_a_sign_in_closes_the_port() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    let port = redirect(&app);
    app.core.cancel_sign_in();
    assert!(app.now().sign_in.is_none());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(browser().get(port).send().await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn redirect_address_can_be_pasted() {
    let app = TestApp::new().await;
    app.core.back_up(once(Kind::Activity)).await.unwrap();
    let back = app.sim.consent(&app.address(), &Consent::default()).unwrap();
    assert!(app.core.paste_address("no address").is_err());
    app.core.paste_address(&format!("  {back}\n")).unwrap();
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_configuration_error_has_its_own_problem_code() {
    for (fault, code) in [
        (AuthorizeFault::ClientKey, ProblemCode::AppKeyRejected),
        (AuthorizeFault::Scope, ProblemCode::ScopeNotApproved),
        (AuthorizeFault::RedirectUri, ProblemCode::RedirectMismatch),
        (AuthorizeFault::CodeChallenge, ProblemCode::SignInRejected),
    ] {
        let app = TestApp::with(|o| o.switches.authorize_error = Some(fault), Duration::from_mins(1)).await;
        app.core.connect().await.unwrap();
        // TikTok shows the error on its own page and does not redirect, so the person pastes the address of that page.
        let page = browser().get(app.address()).send().await.unwrap();
        let location = page.headers()["location"].to_str().unwrap();
        let address = Url::parse(&app.sim.authorize_url()).unwrap().join(location).unwrap();
        app.core.paste_address(address.as_str()).unwrap();
        assert_eq!(app.until_sign_in_failed().await, code, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn account_that_is_not_a_tester_is_not_reported_as_refused_consent() {
    let fault = Some(AuthorizeFault::NonSandboxTarget);
    let app = TestApp::with(|o| o.switches.authorize_error = fault, Duration::from_mins(1)).await;
    app.core.connect().await.unwrap();
    app.answer(&Consent::default()).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::NotATestAccount);
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_is_not_requested_for_a_different_account() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    app.core.back_up(once(Kind::Activity)).await.unwrap();
    app.answer(&Consent { account: "jonas".into(), ..Consent::default() }).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::DifferentAccount);
    let now = app.now();
    let names: Vec<_> = now.accounts.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(
        names,
        ["Jonas Lindqvist", "Maren Haverkamp"],
        "both accounts are listed, and the one in the browser is current"
    );
    assert_eq!(app.calls("/v2/user/data/add/"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_revokes_the_token_and_keeps_the_backups() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let id = app.now().accounts[0].id.clone();
    app.core.sign_out(&id).await.unwrap();
    let now = app.now();
    assert_eq!(now.accounts[0].signed_in_until, None);
    assert!(now.accounts[0].allowed.is_empty());
    assert_eq!(now.backups.len(), 1);
    assert_eq!(app.calls("/v2/oauth/revoke/"), 1);
    app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    assert_eq!(app.times_browser_opened(), 2, "the next backup requires a new sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_sign_in_fails_the_job_and_a_new_sign_in_resumes_it() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until("the first check", |_| (app.calls("/v2/user/data/check/") > 0).then_some(())).await;
    app.sim.revoke_all();
    let id = app.now().jobs[0].id.clone();
    app.core.check_now(&id);
    app.until_failed(ProblemCode::SignedOut).await;
    assert_eq!(app.now().accounts[0].signed_in_until, None);
    app.sim.set(|s| s.pending_forever = false);
    app.core.retry_job(&id).await.unwrap();
    app.agree().await;
    app.until_ended_saved().await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1, "the job continued with the same request");
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_can_be_kept_for_the_session_instead_of_unlocking_the_file() {
    let app = TestApp::new().await;
    let locked = {
        let other = app.file("own");
        assert!(other.join("sign-ins.locked").exists());
        app.core.unlock_sign_in("wrong".into()).await.unwrap_err().into_problem()
    };
    assert_eq!(locked.code, ProblemCode::PassphraseWrong);
    app.core.keep_sign_in_for_session();
    app.core.connect().await.unwrap();
    app.agree().await;
    assert!(app.now().accounts[0].signed_in_until.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn session_sign_in_is_moved_to_a_new_encrypted_file() {
    let mut app = TestApp::new().await;
    app.core.keep_sign_in_for_session();
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    app.core.keep_sign_in_in_file(PASSPHRASE.into()).await.unwrap();
    app.restart().await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.times_browser_opened(), 1, "still signed in");
}
