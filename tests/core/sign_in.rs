//! Signing in, and everything that a browser can bring back.

use std::time::Duration;

use satchel_core::problem::ProblemCode;
use satchel_core::view::{Kind, Outcome, SignInStage};
use satchel_sim::{AuthorizeFault, Consent};
use url::Url;

use crate::place::{PASSPHRASE, Place, browser, once, ongoing};

fn refused() -> Consent {
    Consent { allow: false, ..Consent::default() }
}

fn redirect(place: &Place) -> Url {
    let address = Url::parse(&place.address()).unwrap();
    let redirect = address.query_pairs().find(|(k, _)| k == "redirect_uri").unwrap().1.into_owned();
    Url::parse(&redirect).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_sign_in_gives_a_name_and_a_year() {
    let place = Place::new().await;
    place.core.connect().await.unwrap();
    place.agree().await;
    let account = place.now().accounts.remove(0);
    assert_eq!(account.name, "Maren Haverkamp");
    let days = (account.signed_in_until.unwrap() - jiff::Timestamp::now().as_millisecond()) / 86_400_000;
    assert!((363..=365).contains(&days), "{days}");
    assert!(account.allowed.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_lies_in_any_file() {
    let place = Place::new().await;
    place.back_up(once(Kind::Activity)).await;
    place.until_ended(Outcome::Saved).await;
    let mut read = 0;
    for folder in [place.file("own"), place.backups()] {
        for path in files_below(&folder) {
            let bytes = std::fs::read(&path).unwrap();
            for mark in [&b"act."[..], b"rft.", b"sim-secret"] {
                assert!(!bytes.windows(mark.len()).any(|w| w == mark), "{} holds a secret", path.display());
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
async fn a_refused_consent_asks_for_nothing_and_can_be_tried_again() {
    let place = Place::new().await;
    place.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    place.answer(&refused()).await;
    assert_eq!(place.until_sign_in_failed().await, ProblemCode::ConsentRefused);
    assert_eq!(place.calls("/v2/user/data/add/"), 0);
    assert!(place.now().jobs.is_empty());
    place.core.retry_sign_in().await.unwrap();
    place.agree().await;
    place.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_toggle_left_off_is_a_refusal_of_just_that() {
    let place = Place::new().await;
    place.core.back_up(once(Kind::DirectMessages)).await.unwrap();
    place.answer(&Consent { scopes: Some(vec![]), ..Consent::default() }).await;
    assert_eq!(place.until_sign_in_failed().await, ProblemCode::ConsentRefused);
    assert_eq!(place.now().accounts.len(), 1, "the sign-in itself holds");
    assert_eq!(place.calls("/v2/user/data/add/"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_state_is_turned_away_and_the_right_one_still_counts() {
    let place = Place::new().await;
    place.core.connect().await.unwrap();
    let mut forged = redirect(&place);
    forged.set_query(Some("code=stolen&state=guessed"));
    let answer = browser().get(forged.clone()).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(!answer.text().await.unwrap().contains("stolen"));
    let told =
        place.until("a word about it", |now| now.sign_in.as_ref()?.problem.as_ref().map(|p| p.code)).await;
    assert_eq!(told, ProblemCode::StateMismatch);
    assert_eq!(place.now().sign_in.unwrap().stage, SignInStage::Waiting);
    assert_eq!(place.calls("/v2/oauth/token/"), 0, "a forged code is never exchanged");
    let pasted = place.core.paste_address(forged.as_str()).unwrap_err();
    assert_eq!(pasted.into_problem().code, ProblemCode::StateMismatch);
    place.agree().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_listener_takes_only_a_browser_that_comes_back() {
    let place = Place::new().await;
    place.core.connect().await.unwrap();
    let right = redirect(&place);
    let other_path = right.join("/favicon.ico").unwrap();
    assert_eq!(browser().get(other_path).send().await.unwrap().status(), 404);
    assert_eq!(browser().post(right.clone()).send().await.unwrap().status(), 405);
    let rebound = browser().get(right.clone()).header("Host", "evil.example").send().await.unwrap();
    assert_eq!(rebound.status(), 421);
    let huge = format!("{right}?state={}", "x".repeat(64 * 1024));
    let refused = browser().get(huge).send().await.map_or(true, |r| !r.status().is_success());
    assert!(refused, "too large");
    place.agree().await;
    assert!(browser().get(right).send().await.is_err(), "the port is closed afterwards");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_back_from_the_browser_ends_by_itself() {
    let place = Place::with(|_| {}, Duration::from_millis(300)).await;
    place.core.connect().await.unwrap();
    assert_eq!(place.until_sign_in_failed().await, ProblemCode::SignInTimedOut);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_closes_the_port() {
    let place = Place::new().await;
    place.core.connect().await.unwrap();
    let port = redirect(&place);
    place.core.cancel_sign_in();
    assert!(place.now().sign_in.is_none());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(browser().get(port).send().await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_can_be_pasted_instead() {
    let place = Place::new().await;
    place.core.back_up(once(Kind::Activity)).await.unwrap();
    let back = place.sim.consent(&place.address(), &Consent::default()).unwrap();
    assert!(place.core.paste_address("no address").is_err());
    place.core.paste_address(&format!("  {back}\n")).unwrap();
    place.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_in_the_set_up_has_its_own_explanation() {
    for (fault, code) in [
        (AuthorizeFault::ClientKey, ProblemCode::AppKeyRejected),
        (AuthorizeFault::Scope, ProblemCode::ScopeNotApproved),
        (AuthorizeFault::RedirectUri, ProblemCode::RedirectMismatch),
        (AuthorizeFault::CodeChallenge, ProblemCode::SignInRejected),
    ] {
        let place = Place::with(|o| o.switches.authorize_error = Some(fault), Duration::from_mins(1)).await;
        place.core.connect().await.unwrap();
        // TikTok's own page shows it; the listener is never called. The person pastes the address of that page.
        let page = browser().get(place.address()).send().await.unwrap();
        let location = page.headers()["location"].to_str().unwrap();
        let address = Url::parse(&place.sim.authorize_url()).unwrap().join(location).unwrap();
        place.core.paste_address(address.as_str()).unwrap();
        assert_eq!(place.until_sign_in_failed().await, code, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_may_not_test_is_not_told_that_it_refused() {
    let fault = Some(AuthorizeFault::NonSandboxTarget);
    let place = Place::with(|o| o.switches.authorize_error = fault, Duration::from_mins(1)).await;
    place.core.connect().await.unwrap();
    place.answer(&Consent::default()).await;
    assert_eq!(place.until_sign_in_failed().await, ProblemCode::NotATestAccount);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_does_not_get_the_backup_of_this_one() {
    let place = Place::new().await;
    place.core.connect().await.unwrap();
    place.agree().await;
    place.core.back_up(once(Kind::Activity)).await.unwrap();
    place.answer(&Consent { account: "jonas".into(), ..Consent::default() }).await;
    assert_eq!(place.until_sign_in_failed().await, ProblemCode::DifferentAccount);
    let now = place.now();
    let names: Vec<_> = now.accounts.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(
        names,
        ["Jonas Lindqvist", "Maren Haverkamp"],
        "both are there, the one in the browser is current"
    );
    assert_eq!(place.calls("/v2/user/data/add/"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_tells_tiktok_and_keeps_the_backups() {
    let place = Place::new().await;
    place.back_up(ongoing(Kind::Activity)).await;
    place.until_ended(Outcome::Saved).await;
    let id = place.now().accounts[0].id.clone();
    place.core.sign_out(&id).await.unwrap();
    let now = place.now();
    assert_eq!(now.accounts[0].signed_in_until, None);
    assert!(now.accounts[0].allowed.is_empty());
    assert_eq!(now.backups.len(), 1);
    assert_eq!(place.calls("/v2/oauth/revoke/"), 1);
    place.core.back_up(ongoing(Kind::Activity)).await.unwrap();
    assert_eq!(place.times_browser_opened(), 2, "the next backup asks anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_was_taken_back_stops_the_journey_and_a_new_one_goes_on() {
    let place = Place::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    place.back_up(ongoing(Kind::Activity)).await;
    place.until("a first question", |_| (place.calls("/v2/user/data/check/") > 0).then_some(())).await;
    place.sim.revoke_all();
    let id = place.now().jobs[0].id.clone();
    place.core.check_now(&id);
    place.until_failed(ProblemCode::SignedOut).await;
    assert_eq!(place.now().accounts[0].signed_in_until, None);
    place.sim.set(|s| s.pending_forever = false);
    place.core.retry_job(&id).await.unwrap();
    place.agree().await;
    place.until_ended_saved().await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1, "it went on with the same request");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_nothing_is_begun_before_the_person_has_chosen() {
    let place = Place::new().await;
    let locked = {
        let other = place.file("own");
        assert!(other.join("sign-ins.locked").exists());
        place.core.unlock_sign_in("wrong".into()).await.unwrap_err().into_problem()
    };
    assert_eq!(locked.code, ProblemCode::PassphraseWrong);
    place.core.keep_sign_in_for_session();
    place.core.connect().await.unwrap();
    place.agree().await;
    assert!(place.now().accounts[0].signed_in_until.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_of_this_session_moves_into_the_file_when_the_person_asks_for_one() {
    let mut place = Place::new().await;
    place.core.keep_sign_in_for_session();
    place.back_up(ongoing(Kind::Activity)).await;
    let job = place.until_ended(Outcome::Saved).await;
    place.core.dismiss_job(&job.id).unwrap();
    place.core.keep_sign_in_in_file(PASSPHRASE.into()).await.unwrap();
    place.restart().await;
    place.back_up(ongoing(Kind::Activity)).await;
    place.until_ended(Outcome::Saved).await;
    assert_eq!(place.times_browser_opened(), 1, "still signed in");
}
