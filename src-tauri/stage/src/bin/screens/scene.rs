//! A desktop, a stand-in for TikTok and the camera: what every scene begins with.

use std::path::{Path, PathBuf};

use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};
use satchel_stage::{App, Browser, Desk, Trouble};

use crate::camera::Camera;

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) sim: Sim,
    pub(crate) camera: Camera,
    binary: PathBuf,
}

/// What every scene is made with.
pub(crate) struct Kit {
    pub(crate) binary: PathBuf,
    pub(crate) camera: Camera,
}

impl Kit {
    /// A scene with a keychain, whose stand-in is as the person at TikTok would like it.
    pub(crate) async fn scene(&self) -> Result<Scene, Trouble> {
        self.scene_with(true, true).await
    }

    /// A scene with or without a keychain, with or without a key for TikTok.
    pub(crate) async fn scene_with(&self, keychain: bool, key: bool) -> Result<Scene, Trouble> {
        let mut options = Options { records: 40_000, ..Options::default() };
        options.switches.prepare_seconds = 0;
        // Journeys of several kinds at once, and as much time as the pictures need.
        options.switches.second_add = true;
        let sim = Sim::start(options).await?;
        let mut desk = Desk::new(1280, 800, keychain)?;
        desk.set("SATCHEL_AUTHORIZE_URL", sim.authorize_url());
        desk.set("SATCHEL_API_URL", sim.base_url());
        if key {
            desk.set("SATCHEL_CLIENT_KEY", CLIENT_KEY);
            desk.set("SATCHEL_CLIENT_SECRET", CLIENT_SECRET);
        }
        Ok(Scene { desk, sim, camera: self.camera.clone(), binary: self.binary.clone() })
    }
}

impl Scene {
    pub(crate) async fn start(&mut self, arguments: &[&str]) -> Result<App, Trouble> {
        App::start(&mut self.desk, &self.binary, arguments).await
    }

    /// Starts the app and signs in.
    pub(crate) async fn signed_in(&mut self) -> Result<App, Trouble> {
        let app = self.start(&[]).await?;
        app.press("Connect TikTok").await?;
        self.agree().await?;
        app.until("Signed in until").await?;
        Ok(app)
    }

    /// Says yes to all on TikTok's page.
    pub(crate) async fn agree(&mut self) -> Result<(), Trouble> {
        Browser::open(&mut self.desk).await?.agree().await?;
        Ok(())
    }

    /// Says no to all.
    pub(crate) async fn refuse(&mut self) -> Result<(), Trouble> {
        Browser::open(&mut self.desk).await?.refuse().await?;
        Ok(())
    }

    /// Presses Back up in the row of this kind, and allows it.
    pub(crate) async fn back_up(&mut self, app: &App, kind: &str) -> Result<(), Trouble> {
        app.back_up(kind).await?;
        self.agree().await
    }

    /// A second start of the app, which hands the file to the one that runs.
    pub(crate) fn hand_over(&self, file: &Path) -> Result<(), Trouble> {
        let status = self.desk.command(&self.binary).arg(file).status()?;
        if status.success() { Ok(()) } else { Err("a file was not taken".into()) }
    }
}
