//! Archives from TikTok that must not or cannot be unpacked, and downloads that fail.

use satchel_e2e_harness::Error;
use satchel_export_gen::hostile;
use satchel_sim::DownloadBody;

use crate::scene::{SceneBuilder, wait_for_problem};

pub(in crate::scenes) async fn bad_archives(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    for (kind, archive, code) in [
        ("Everything", hostile::Kind::Named("../../.bashrc".into()), "archiveUnsafe"),
        ("Activity", hostile::Kind::Encrypted, "archiveEncrypted"),
        ("Direct messages", hostile::Kind::TooMany { entries: 100_000 }, "archiveTooBig"),
    ] {
        scene.sim.serve_archive(Some(&hostile::zip(&archive)))?;
        scene.request(&app, kind).await?;
        wait_for_problem(&app, code).await?;
    }
    scene.screenshots.capture(&app, "problem-archives").await?;
    app.close().await
}

pub(in crate::scenes) async fn bad_downloads(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    scene.sim.set(|switches| switches.truncate_next = 3);
    scene.request(&app, "Everything").await?;
    wait_for_problem(&app, "downloadBroken").await?;
    scene.sim.set(|switches| switches.download_body = DownloadBody::HtmlPage);
    scene.request(&app, "Activity").await?;
    wait_for_problem(&app, "notAnArchive").await?;
    scene.sim.set(|switches| switches.download_body = DownloadBody::Zip);
    let bomb = hostile::Kind::Bomb { bytes: 1 << 30 };
    scene.sim.serve_archive(Some(&hostile::zip(&bomb)))?;
    scene.request(&app, "Posts & profile").await?;
    wait_for_problem(&app, "archiveTooBig").await?;
    scene.sim.serve_archive(Some(&hostile::zip(&hostile::Kind::LyingSize { bytes: 1 << 20 })))?;
    scene.request(&app, "Direct messages").await?;
    app.wait_for_text("Saved, but incomplete.").await?;
    scene.screenshots.capture_once(&app, "problem-downloads").await?;
    app.close().await
}
