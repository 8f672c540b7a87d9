//! Problems that come after a day or after several crashes. The stored jobs are changed as if that had passed.

use std::path::PathBuf;

use satchel_e2e_harness::Error;
use satchel_sim::{ErrorCode, Fault};

use super::row;
use crate::scene::{Scene, SceneBuilder, wait_for_problem};

/// The ledger of a scene.
pub(super) fn ledger(scene: &Scene) -> PathBuf {
    scene.desktop.home().join(".local/share/satchel/ledger.sqlite")
}

pub(in crate::scenes) async fn stored(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    scene.sim.set(|switches| switches.check_status = Some("simmering".into()));
    for (kind, words) in [
        ("Everything", "simmering"),
        ("Activity", "Queued"),
        ("Posts & profile", "Queued"),
        ("Direct messages", "Queued"),
    ] {
        scene.request(&app, kind).await?;
        app.wait_for_text_in(&row(kind), words).await?;
    }
    scene.screenshots.capture_once(&app, "waiting-unknown-status").await?;
    app.close().await?;

    let day_ago = (jiff::Timestamp::now() - jiff::SignedDuration::from_hours(25)).to_string();
    let stored = rusqlite::Connection::open(ledger(&scene))?;
    for (kind, change) in [
        ("everything", "'$.unknownStatus.since', ?2"),
        ("activity", "'$.stepSince', ?2, '$.step', 'asking', '$.requestId', NULL, '$.askSentAt', NULL"),
        ("postsAndProfile", "'$.stepSince', ?2, '$.step', 'checking', '$.unfinishedStarts', 2"),
        // A step at which no job can be running.
        ("directMessages", "'$.stepSince', ?2, '$.step', 'saved'"),
    ] {
        let sql = format!("UPDATE jobs SET job = json_set(job, {change}) WHERE job LIKE '%' || ?1 || '%'");
        if stored.execute(&sql, [&format!("\"kind\":\"{kind}\""), &day_ago])? != 1 {
            return Err(format!("there is no stored job for {kind}").into());
        }
    }
    drop(stored);
    let refused = Fault::new("/v2/user/data/add/", 9, ErrorCode::InvalidParams);
    scene.sim.set(|switches| switches.faults.push(refused));
    let app = scene.start(&[]).await?;
    for code in ["statusUnknown", "tiktokRefused", "stepCrashed", "bug"] {
        wait_for_problem(&app, code).await?;
    }
    scene.screenshots.capture(&app, "problem-stored").await?;
    app.close().await
}
