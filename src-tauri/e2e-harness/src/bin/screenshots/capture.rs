//! Takes screenshots in both themes and two window sizes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use satchel_e2e_harness::{App, Error};

/// The default and the minimum window size.
const SIZES: [(u32, u32); 2] = [(1280, 800), (900, 640)];
const THEMES: [&str; 2] = ["light", "dark"];

/// The folder of the screenshots, and the codes of all problems that they show.
#[derive(Clone)]
pub(crate) struct Screenshots {
    folder: PathBuf,
    codes: Arc<Mutex<BTreeSet<String>>>,
}

impl Screenshots {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), codes: Arc::default() }
    }

    /// The codes of the problems on the screenshots since the last call.
    pub(crate) fn take_codes(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.codes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Captures a state in the light theme, at the default window size only.
    pub(crate) async fn capture_once(&self, app: &App, name: &str) -> Result<(), Error> {
        let (width, height) = SIZES[0];
        set(app, THEMES[0], width, height).await?;
        self.take(app, name, THEMES[0], width).await?;
        println!("{name}");
        Ok(())
    }

    /// Captures a state that does not change.
    pub(crate) async fn capture(&self, app: &App, name: &str) -> Result<(), Error> {
        for theme in THEMES {
            self.capture_theme(theme, app, name).await?;
        }
        println!("{name}");
        Ok(())
    }

    /// Captures a state in one theme.
    pub(crate) async fn capture_theme(&self, theme: &str, app: &App, name: &str) -> Result<(), Error> {
        for (width, height) in SIZES {
            set(app, theme, width, height).await?;
            self.take(app, name, theme, width).await?;
        }
        Ok(())
    }

    /// Saves a PNG image.
    pub(crate) fn save(&self, name: &str, picture: &[u8]) -> Result<(), Error> {
        std::fs::write(self.folder.join(format!("{name}.png")), picture)?;
        println!("{name}");
        Ok(())
    }

    /// Captures a short-lived state: `act` causes it for each screenshot, and `words` at the `XPath` `path` identify it.
    pub(crate) async fn capture_transient<F>(
        &self,
        app: &App,
        name: &str,
        (path, words): (&str, &str),
        act: impl Fn() -> F,
    ) -> Result<(), Error>
    where
        F: Future<Output = Result<(), Error>>,
    {
        for (width, height) in SIZES {
            for theme in THEMES {
                set(app, theme, width, height).await?;
                act().await?;
                app.wait_for_text_in(path, words).await?;
                self.take(app, name, theme, width).await?;
            }
        }
        println!("{name}");
        Ok(())
    }

    async fn take(&self, app: &App, name: &str, theme: &str, width: u32) -> Result<(), Error> {
        let shown =
            "return [...document.querySelectorAll('[data-problem]')].map((each) => each.dataset.problem)";
        let shown: Vec<String> = serde_json::from_value(app.script(shown).await?)?;
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).extend(shown);
        app.screenshot(&self.folder.join(format!("{name}-{theme}-{width}.png"))).await
    }
}

async fn set(app: &App, theme: &str, width: u32, height: u32) -> Result<(), Error> {
    app.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await?;
    app.resize(width, height).await?;
    for _ in 0..100 {
        if app.script("return innerWidth").await? == width {
            // The new size and colours must be drawn first.
            tokio::time::sleep(Duration::from_millis(150)).await;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(format!("the window did not become {width} wide").into())
}
