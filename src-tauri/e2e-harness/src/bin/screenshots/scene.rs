//! The environment of a scene: a desktop session, the stand-in for TikTok, and the screenshots.

use std::path::{Path, PathBuf};

use satchel_e2e_harness::{App, Browser, DesktopSession, Error};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};

use crate::capture::Screenshots;

pub(crate) struct Scene {
    pub(crate) desktop: DesktopSession,
    pub(crate) sim: Sim,
    pub(crate) screenshots: Screenshots,
    binary: PathBuf,
}

/// Creates scenes.
pub(crate) struct SceneBuilder {
    pub(crate) binary: PathBuf,
    pub(crate) screenshots: Screenshots,
}

impl SceneBuilder {
    /// A scene with a keychain and a client key.
    pub(crate) async fn scene(&self) -> Result<Scene, Error> {
        self.scene_with(true, true).await
    }

    /// A scene with or without a keychain and a client key.
    pub(crate) async fn scene_with(&self, keychain: bool, key: bool) -> Result<Scene, Error> {
        let mut options = Options { records: 40_000, ..Options::default() };
        options.switches.prepare_seconds = 0;
        // Several jobs run at once.
        options.switches.second_add = true;
        let sim = Sim::start(options).await?;
        let mut desktop = DesktopSession::new(1280, 800, keychain)?;
        desktop.set("SATCHEL_AUTHORIZE_URL", sim.authorize_url());
        desktop.set("SATCHEL_API_URL", sim.base_url());
        if key {
            desktop.set("SATCHEL_CLIENT_KEY", CLIENT_KEY);
            desktop.set("SATCHEL_CLIENT_SECRET", CLIENT_SECRET);
        }
        Ok(Scene { desktop, sim, screenshots: self.screenshots.clone(), binary: self.binary.clone() })
    }
}

impl Scene {
    pub(crate) async fn start(&mut self, arguments: &[&str]) -> Result<App, Error> {
        App::start(&mut self.desktop, &self.binary, arguments).await
    }

    /// Starts the app and signs in.
    pub(crate) async fn signed_in(&mut self) -> Result<App, Error> {
        let app = self.start(&[]).await?;
        app.click("Connect TikTok").await?;
        self.allow().await?;
        app.wait_for_text("Signed in until").await?;
        Ok(app)
    }

    /// Allows everything on the consent page.
    pub(crate) async fn allow(&mut self) -> Result<(), Error> {
        Browser::open(&mut self.desktop).await?.allow().await?;
        Ok(())
    }

    /// Cancels on the consent page.
    pub(crate) async fn deny(&mut self) -> Result<(), Error> {
        Browser::open(&mut self.desktop).await?.deny().await?;
        Ok(())
    }

    /// Starts a backup of this kind, and allows it.
    pub(crate) async fn back_up(&mut self, app: &App, kind: &str) -> Result<(), Error> {
        app.back_up(kind).await?;
        self.allow().await
    }

    /// Starts a backup of this kind again after it was cancelled, which needs no confirmation, and allows it.
    pub(crate) async fn back_up_again(&mut self, app: &App, kind: &str) -> Result<(), Error> {
        app.click_in_row(kind, "Back up").await?;
        self.allow().await
    }

    /// Starts the app again with a file, which the running instance opens.
    pub(crate) fn open_in_running_app(&self, file: &Path) -> Result<(), Error> {
        let status = self.desktop.command(&self.binary).arg(file).status()?;
        if status.success() { Ok(()) } else { Err("the running app did not receive the file".into()) }
    }
}
