//! Jobs that wait: for another one, for a pause that TikTok wants, for a connection, or for a cancellation to be heard.

use satchel_e2e_harness::Error;
use satchel_sim::{ErrorCode, Fault, FaultShape};

use super::row;
use crate::scene::SceneBuilder;

const ADD: &str = "/v2/user/data/add/";
const CHECK: &str = "/v2/user/data/check/";

pub(in crate::scenes) async fn queued(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    scene.sim.set(|switches| (switches.second_add, switches.pending_forever) = (false, true));
    let app = scene.connected().await?;
    for kind in ["Everything", "Activity", "Direct messages", "Posts & profile"] {
        scene.request(&app, kind).await?;
        app.wait_for_text_in(&row(kind), if kind == "Everything" { "so far" } else { "Queued" }).await?;
    }
    scene.screenshots.capture(&app, "waiting-queued").await?;
    app.close().await
}

/// TikTok wants a pause before it accepts a request, and then one before it says how far that is; or it does not accept
/// one yet.
pub(in crate::scenes) async fn refused(builder: &SceneBuilder) -> Result<(), Error> {
    for (path, code, words, name) in [
        (ADD, ErrorCode::RateLimitExceeded, "TikTok asked for a pause", "waiting-pause-to-ask"),
        (CHECK, ErrorCode::RateLimitExceeded, "TikTok asked for a pause", "waiting-pause-to-check"),
        (ADD, ErrorCode::InvalidParams, "TikTok does not accept this yet", "waiting-refused"),
    ] {
        let mut scene = builder.scene().await?;
        scene.sim.set(|switches| (switches.pending_forever, switches.retry_after) = (true, 600));
        let app = scene.connected().await?;
        scene.sim.set(|switches| switches.faults.push(Fault::new(path, 99, code)));
        scene.request(&app, "Everything").await?;
        app.wait_for_text(words).await?;
        scene.screenshots.capture_once(&app, name).await?;
        app.close().await?;
    }
    Ok(())
}

/// TikTok is having problems.
pub(in crate::scenes) async fn replies(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    scene.sim.set(|switches| switches.pending_forever = true);
    let app = scene.connected().await?;
    scene.request(&app, "Everything").await?;
    app.wait_for_text("so far, usually a few minutes").await?;
    let failing =
        Fault { status: 503, shape: FaultShape::Html, ..Fault::new(CHECK, 99, ErrorCode::InternalError) };
    scene.sim.set(|switches| switches.faults = vec![failing]);
    app.click("Check now").await?;
    app.wait_for_text("TikTok gives no usable answers at the moment").await?;
    scene.screenshots.capture_once(&app, "waiting-no-reply").await?;
    app.close().await
}

/// A cancellation that TikTok does not hear.
pub(in crate::scenes) async fn cancelling(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    scene.sim.set(|switches| switches.pending_forever = true);
    let app = scene.connected().await?;
    scene.request(&app, "Activity").await?;
    app.wait_for_text("so far, usually a few minutes").await?;
    let cancel = "/v2/user/data/cancel/";
    let unheard = Fault { shape: FaultShape::Drop, ..Fault::new(cancel, 999, ErrorCode::InternalError) };
    scene.sim.set(|switches| {
        switches.faults.push(unheard);
        switches.delays.push(satchel_sim::Delay { path: cancel.into(), millis: 4_000 });
    });
    app.click_in_row("Activity", "Cancel").await?;
    app.click("Cancel backup").await?;
    app.wait_for_text("Stopping").await?;
    scene.screenshots.capture_once(&app, "waiting-stopping").await?;
    app.wait_for_text("TikTok has not confirmed the cancellation yet").await?;
    scene.screenshots.capture(&app, "waiting-cancelling").await?;
    app.close().await
}

/// A job that waits until the file of sign-ins is unlocked.
pub(in crate::scenes) async fn locked(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene_with(false, true).await?;
    scene.sim.set(|switches| switches.pending_forever = true);
    let app = scene.start(&[]).await?;
    super::keychain::keep_in_file(&app).await?;
    scene.answer(&satchel_sim::Consent::default()).await?;
    scene.request(&app, "Activity").await?;
    app.wait_for_text("so far, usually a few minutes").await?;
    app.close().await?;
    let app = scene.start(&[]).await?;
    app.click("Not now").await?;
    app.wait_for_text("This continues by itself as soon as it is unlocked").await?;
    scene.screenshots.capture(&app, "waiting-locked").await?;
    app.close().await
}
