//! Accounts: a wrong one in the browser, permissions that a new sign-in lacks, and signing out.

use satchel_e2e_harness::{App, Error};
use satchel_sim::{Consent, ErrorCode, Fault};

use super::row;
use crate::scene::SceneBuilder;

pub(in crate::scenes) async fn accounts(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    app.back_up("Everything").await?;
    scene.answer(&Consent { account: "jonas".into(), ..Consent::default() }).await?;
    scene.show(&app, "problem-different-account", &["differentAccount"]).await?;
    app.click("Dismiss").await?;

    app.click("Jonas Lindqvist").await?;
    app.click("Maren Haverkamp").await?;
    keep_fresh(&app, "Activity").await?;
    scene.answer(&Consent::default()).await?;
    app.wait_for_text_in(&row("Activity"), "Saved and verified").await?;
    // A new sign-in without that permission, which is therefore not taken.
    app.click("Account menu").await?;
    app.click("Add another account…").await?;
    scene.answer(&Consent { scopes: Some(vec![]), ..Consent::default() }).await?;
    scene.show(&app, "problem-permissions-kept", &["permissionsKept"]).await?;
    app.click("Dismiss").await?;
    // The same for a backup: something new is granted, and the other permission is not.
    keep_fresh(&app, "Direct messages").await?;
    let only = vec!["portability.directmessages.ongoing".to_owned()];
    scene.answer(&Consent { scopes: Some(only), ..Consent::default() }).await?;
    scene.show(&app, "problem-permissions-ended", &["permissionsEnded"]).await?;
    app.click("Dismiss").await?;

    scene.sim.set(|switches| switches.faults.push(Fault::new("/v2/oauth/", 9, ErrorCode::InternalError)));
    app.click("Account menu").await?;
    app.click("Sign out…").await?;
    app.wait_for_text("Sign out of").await?;
    app.click_in("//dialog", "Sign out").await?;
    crate::scene::wait_for_problem(&app, "signOutNotTold").await?;
    scene.screenshots.capture(&app, "problem-sign-out-not-told").await?;
    app.close().await
}

/// The person withdraws everything at TikTok while one backup is prepared and another one is queued.
pub(in crate::scenes) async fn signed_out(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    scene.sim.set(|switches| switches.pending_forever = true);
    scene.request(&app, "Everything").await?;
    app.wait_for_text_in(&row("Everything"), "so far, usually a few minutes").await?;
    scene.request(&app, "Activity").await?;
    app.wait_for_text_in(&row("Activity"), "Queued").await?;
    scene.sim.revoke_all();
    app.click_in_row("Everything", "Check now").await?;
    for kind in ["Everything", "Activity"] {
        app.wait_for_text_in(&row(kind), "You are signed out").await?;
    }
    crate::scene::wait_for_problem(&app, "signedOut").await?;
    scene.screenshots.capture(&app, "problem-signed-out").await?;
    app.close().await
}

async fn keep_fresh(app: &App, kind: &str) -> Result<(), Error> {
    app.click_in_row(kind, "Any time").await?;
    app.back_up(kind).await
}
