//! Requests that TikTok refuses, loses, forgets or cannot fulfil.

use satchel_e2e_harness::Error;
use satchel_sim::{ErrorCode, Fault};

use crate::scene::{SceneBuilder, wait_for_problem};

const CHECK: &str = "/v2/user/data/check/";

pub(in crate::scenes) async fn requests(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    scene.sim.set(|switches| switches.lose_add_next = 1);
    scene.request(&app, "Everything").await?;
    wait_for_problem(&app, "requestUncertain").await?;
    let refused = Fault::new("/v2/user/data/add/", 1, ErrorCode::ScopeNotAuthorized);
    scene.sim.set(|switches| switches.faults.push(refused));
    scene.request(&app, "Activity").await?;
    wait_for_problem(&app, "permissionMissing").await?;
    scene.sim.set(|switches| switches.check_status = Some("failed".into()));
    scene.request(&app, "Posts & profile").await?;
    wait_for_problem(&app, "archiveFailed").await?;
    scene.sim.set(|switches| {
        switches.check_status = None;
        switches.faults.push(Fault::new(CHECK, 9, ErrorCode::InvalidParams));
    });
    scene.request(&app, "Direct messages").await?;
    wait_for_problem(&app, "requestUnknown").await?;
    scene.screenshots.capture(&app, "problem-requests").await?;
    app.close().await
}

/// An archive that is ready and that TikTok does not send, and answers that Satchel cannot read.
pub(in crate::scenes) async fn withheld(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    // Of a lasting permission, a lost answer costs nothing.
    app.click_in_row("Direct messages", "Any time").await?;
    scene.sim.set(|switches| switches.lose_add_next = 1);
    scene.request(&app, "Direct messages").await?;
    wait_for_problem(&app, "requestUncertain").await?;
    let unreadable = Fault {
        status: 200,
        shape: satchel_sim::FaultShape::JsonList,
        ..Fault::new(CHECK, 9, ErrorCode::Ok)
    };
    scene.sim.set(|switches| switches.faults = vec![unreadable]);
    scene.request(&app, "Activity").await?;
    wait_for_problem(&app, "unexpectedReply").await?;
    let refused = Fault::new("/v2/user/data/download/", 9, ErrorCode::InvalidParams);
    scene.sim.set(|switches| switches.faults = vec![refused]);
    scene.request(&app, "Everything").await?;
    scene.show(&app, "problem-withheld", &["archiveWithheld"]).await?;
    app.close().await
}
