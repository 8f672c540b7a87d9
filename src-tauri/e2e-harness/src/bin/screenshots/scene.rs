//! The environment of a scene: a desktop session, the stand-in for TikTok, and the screenshots.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use satchel_e2e_harness::{App, Browser, DesktopSession, Error};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Consent, Options, Sim};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

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

    /// Starts the app from a shell script, which ends with `exec "$APP" "$@"`.
    pub(crate) async fn start_from(&mut self, script: &str, arguments: &[&str]) -> Result<App, Error> {
        let program = self.desktop.home().join("started-by-script");
        let app = self.binary.display();
        std::fs::write(&program, format!("#!/bin/sh\nset -e\nAPP='{app}'\n{script}\n"))?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
        App::start(&mut self.desktop, &program, arguments).await
    }

    /// Signs in without a browser.
    pub(crate) async fn connected(&mut self) -> Result<App, Error> {
        let app = self.start(&[]).await?;
        app.click("Connect TikTok").await?;
        self.answer(&Consent::default()).await?;
        app.wait_for_text("Signed in until").await?;
        Ok(app)
    }

    /// Signs in to a copy of the app in the home folder, and returns the path of that.
    pub(crate) async fn signed_in_to_copy(&mut self) -> Result<(App, PathBuf), Error> {
        let copy = self.desktop.home().join("Applications/satchel");
        std::fs::create_dir_all(copy.parent().ok_or("no folder")?)?;
        std::fs::copy(&self.binary, &copy)?;
        let app = App::start(&mut self.desktop, &copy, &[]).await?;
        app.click("Connect TikTok").await?;
        self.answer(&Consent::default()).await?;
        app.wait_for_text("Signed in until").await?;
        Ok((app, copy))
    }

    /// Answers on the consent page without a browser, which is quicker.
    pub(crate) async fn answer(&self, consent: &Consent) -> Result<(), Error> {
        let page = Browser::last_address(&self.desktop).await?;
        let redirect = self.sim.consent(&page, consent).map_err(|fault| format!("{fault:?}"))?;
        fetch(&redirect).await
    }

    /// Starts the first backup of a kind, and answers without a browser.
    pub(crate) async fn request(&self, app: &App, kind: &str) -> Result<(), Error> {
        app.back_up(kind).await?;
        self.answer(&Consent::default()).await
    }

    /// Waits until the window shows these problems, and takes a screenshot.
    pub(crate) async fn show(&self, app: &App, name: &str, codes: &[&str]) -> Result<(), Error> {
        for code in codes {
            wait_for_problem(app, code).await?;
        }
        self.screenshots.capture_once(app, name).await
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

    /// Starts the app again with a file, which the running instance opens.
    pub(crate) fn open_in_running_app(&self, file: &Path) -> Result<(), Error> {
        let status = self.desktop.command(&self.binary).arg(file).status()?;
        if status.success() { Ok(()) } else { Err("the running app did not receive the file".into()) }
    }
}

/// Waits until the window shows a problem with this code.
pub(crate) async fn wait_for_problem(app: &App, code: &str) -> Result<(), Error> {
    // Some come after several attempts.
    for _ in 0..3 {
        if app.find(&format!("[data-problem={code}]")).await.is_ok() {
            return Ok(());
        }
    }
    Err(format!("no problem {code}; on the screen: {}", app.text().await?).into())
}

/// Requests a page over HTTP, like a browser that is redirected.
pub(crate) async fn fetch(url: &str) -> Result<(), Error> {
    let rest = url.strip_prefix("http://").ok_or("not an http address")?;
    let (host, path) = rest.split_once('/').ok_or("no path")?;
    let mut stream = TcpStream::connect(host).await?;
    stream
        .write_all(format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
        .await?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await?;
    if reply.starts_with(b"HTTP/1.1 ") { Ok(()) } else { Err("the page did not answer".into()) }
}
