//! Files that the person opens and that Satchel cannot use.

use satchel_e2e_harness::Error;
use satchel_export_gen::hostile;

use crate::scene::{SceneBuilder, wait_for_problem};

pub(in crate::scenes) async fn opened_files(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    let home = scene.desktop.home().to_owned();
    for (name, kind, code) in [
        ("TikTok_Data_1773002972.zip", hostile::Kind::Truncated { bytes: 200 }, "archiveDamaged"),
        ("from-a-friend.zip", hostile::Kind::Named("C:\\Windows\\evil.dll".into()), "archiveUnsafe"),
        ("locked.zip", hostile::Kind::Encrypted, "archiveEncrypted"),
        ("many.zip", hostile::Kind::TooMany { entries: 100_000 }, "archiveTooBig"),
        ("holiday-photos-2024-final.zip", hostile::Kind::NotAnExport, "notAnExport"),
    ] {
        let file = home.join(name);
        std::fs::write(&file, hostile::zip(&kind))?;
        scene.open_in_running_app(&file)?;
        wait_for_problem(&app, code).await?;
    }
    let text = home.join("letter.zip");
    std::fs::write(&text, "Dear Sir or Madam,")?;
    scene.open_in_running_app(&text)?;
    wait_for_problem(&app, "notAnArchive").await?;
    let part = home.join("export.zip.002");
    std::fs::write(&part, "the second of several parts")?;
    scene.open_in_running_app(&part)?;
    wait_for_problem(&app, "partMissing").await?;
    // Opening it is an error, as without the permission for it.
    let failing = home.join("of-somebody-else.zip");
    std::os::unix::fs::symlink(&failing, &failing)?;
    scene.open_in_running_app(&failing)?;
    scene.show(&app, "problem-files", &["fileUnreadable"]).await?;
    app.script("document.querySelector('.page').scrollTo(0, 9999)").await?;
    scene.screenshots.capture_once(&app, "problem-files-end").await?;
    app.close().await
}
