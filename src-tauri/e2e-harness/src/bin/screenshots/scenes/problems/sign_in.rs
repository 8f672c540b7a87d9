//! Sign-ins that end on TikTok's page, at the exchange of the code, or before they begin.

use std::net::TcpListener;
use std::time::Duration;

use satchel_e2e_harness::{App, Browser, Error};
use satchel_sim::{Consent, ErrorCode, Fault, FaultShape};

use crate::scene::{Scene, SceneBuilder, fetch};

const TOKEN: &str = "/v2/oauth/token/";

/// Answers that do not belong to the sign-in, and errors on TikTok's page, whose address the person pastes.
pub(in crate::scenes) async fn pages(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    let callback = callback(&scene).await?;
    fetch(&format!("{callback}?error=access_denied")).await?;
    scene.show(&app, "problem-refusal-unclear", &["refusalUnclear"]).await?;
    fetch(&format!("{callback}?code=x&state=of-another-sign-in")).await?;
    scene.show(&app, "problem-state-mismatch", &["stateMismatch"]).await?;
    app.click("Paste the address you were sent to").await?;
    app.type_into("Address from the browser’s address bar", &format!("{callback}?code=x&state=old")).await?;
    app.click("Use this address").await?;
    scene.show(&app, "problem-state-mismatch-pasted", &["stateMismatch"]).await?;
    app.click("Cancel").await?;
    for (name, error, code) in [
        ("problem-app-key", "unauthorized_client&error_type=client_key", "appKeyRejected"),
        ("problem-redirect", "invalid_request&error_type=redirect_uri", "redirectMismatch"),
        ("problem-sign-in-rejected", "server_error", "signInRejected"),
    ] {
        app.click("Connect TikTok").await?;
        paste_error(&scene, &app, error).await?;
        scene.show(&app, name, &[code]).await?;
        app.click("Dismiss").await?;
    }
    app.click("Connect TikTok").await?;
    scene.answer(&Consent::default()).await?;
    app.wait_for_text("Signed in until").await?;
    app.back_up("Direct messages").await?;
    paste_error(&scene, &app, "invalid_scope&error_type=scope").await?;
    scene.show(&app, "problem-scope", &["scopeNotApproved"]).await?;
    app.close().await
}

/// The redirect address of the sign-in that waits.
async fn callback(scene: &Scene) -> Result<String, Error> {
    let redirect = scene.sim.consent(&Browser::last_address(&scene.desktop).await?, &Consent::default());
    let redirect = redirect.map_err(|fault| format!("{fault:?}"))?;
    Ok(redirect.split('?').next().unwrap_or_default().to_owned())
}

async fn paste_error(scene: &Scene, app: &App, error: &str) -> Result<(), Error> {
    // The next sign-in opens another one.
    Browser::last_address(&scene.desktop).await?;
    app.click("Paste the address you were sent to").await?;
    let address = format!("{}?error={error}", scene.sim.authorize_url());
    app.type_into("Address from the browser’s address bar", &address).await?;
    app.click("Use this address").await
}

/// Failures of the exchange, and of the connection to TikTok.
pub(in crate::scenes) async fn tokens(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    let html =
        |status| Fault { status, shape: FaultShape::Html, ..Fault::new(TOKEN, 1, ErrorCode::InternalError) };
    let list = Fault { shape: FaultShape::JsonList, ..Fault::new(TOKEN, 1, ErrorCode::Ok) };
    let dropped = Fault { shape: FaultShape::Drop, ..Fault::new(TOKEN, 9, ErrorCode::InternalError) };
    for (name, fault, code) in [
        ("problem-unavailable", html(503), "tiktokUnavailable"),
        ("problem-rate-limited", Fault::new(TOKEN, 1, ErrorCode::RateLimitExceeded), "rateLimited"),
        ("problem-unexpected", list, "unexpectedReply"),
        ("problem-no-reply", dropped, "noReply"),
    ] {
        scene.sim.set(|switches| switches.faults = vec![fault]);
        app.click("Connect TikTok").await?;
        scene.answer(&Consent::default()).await?;
        scene.show(&app, name, &[code]).await?;
        app.click("Dismiss").await?;
    }
    app.click("Connect TikTok").await?;
    let page = Browser::last_address(&scene.desktop).await?;
    let redirect = scene.sim.consent(&page, &Consent::default()).map_err(|fault| format!("{fault:?}"))?;
    let Scene { sim, desktop, screenshots, .. } = scene;
    sim.stop().await;
    fetch(&redirect).await?;
    crate::scene::wait_for_problem(&app, "offline").await?;
    screenshots.capture(&app, "problem-offline").await?;
    app.close().await?;
    drop(desktop);
    Ok(())
}

/// A key whose secret is wrong, and a port that another program uses.
pub(in crate::scenes) async fn app_key(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    scene.desktop.set("SATCHEL_CLIENT_SECRET", "not the secret");
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    scene.answer(&Consent::default()).await?;
    scene.show(&app, "problem-app-secret", &["appKeyRejected"]).await?;
    app.close().await?;
    scene.desktop.set("SATCHEL_REDIRECT_PORT", taken.local_addr()?.port().to_string());
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    scene.show(&app, "problem-no-port", &["noPort"]).await?;
    app.close().await
}

/// Nothing comes back from the browser. Takes five minutes.
pub(in crate::scenes) async fn timeout(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    app.wait_for_text("Waiting for your browser").await?;
    tokio::time::sleep(Duration::from_mins(4)).await;
    scene.show(&app, "problem-timed-out", &["signInTimedOut"]).await?;
    app.close().await
}
