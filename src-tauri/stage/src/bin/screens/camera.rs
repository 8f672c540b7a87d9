//! Takes each picture four times: light and dark, usual and smallest window.

use std::path::{Path, PathBuf};
use std::time::Duration;

use satchel_stage::{App, Trouble};

/// The window as it opens, and as small as it goes.
const SIZES: [(u32, u32); 2] = [(1280, 800), (900, 640)];
const THEMES: [&str; 2] = ["light", "dark"];

/// Where pictures go.
#[derive(Clone)]
pub(crate) struct Camera {
    folder: PathBuf,
}

impl Camera {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Pictures a state that lasts.
    pub(crate) async fn shoot(&self, app: &App, name: &str) -> Result<(), Trouble> {
        for theme in THEMES {
            self.shoot_in(theme, app, name).await?;
        }
        println!("{name}");
        Ok(())
    }

    /// The same in one theme.
    pub(crate) async fn shoot_in(&self, theme: &str, app: &App, name: &str) -> Result<(), Trouble> {
        for (width, height) in SIZES {
            set(app, theme, width, height).await?;
            self.take(app, name, theme, width).await?;
        }
        Ok(())
    }

    /// Keeps a picture of something else than the app.
    pub(crate) fn keep(&self, name: &str, picture: &[u8]) -> Result<(), Trouble> {
        std::fs::write(self.folder.join(format!("{name}.png")), picture)?;
        println!("{name}");
        Ok(())
    }

    /// Pictures a state that passes quickly: `act` brings it about anew for each picture, and `words` at a `place`
    /// tell that it is there.
    pub(crate) async fn catch<F>(
        &self,
        app: &App,
        name: &str,
        (place, words): (&str, &str),
        act: impl Fn() -> F,
    ) -> Result<(), Trouble>
    where
        F: Future<Output = Result<(), Trouble>>,
    {
        for (width, height) in SIZES {
            for theme in THEMES {
                set(app, theme, width, height).await?;
                act().await?;
                app.until_in(place, words).await?;
                self.take(app, name, theme, width).await?;
            }
        }
        println!("{name}");
        Ok(())
    }

    async fn take(&self, app: &App, name: &str, theme: &str, width: u32) -> Result<(), Trouble> {
        app.screenshot(&self.folder.join(format!("{name}-{theme}-{width}.png"))).await
    }
}

async fn set(app: &App, theme: &str, width: u32, height: u32) -> Result<(), Trouble> {
    app.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await?;
    app.resize(width, height).await?;
    for _ in 0..100 {
        if app.script("return innerWidth").await? == width {
            // What the new size and colours look like has to be drawn first.
            tokio::time::sleep(Duration::from_millis(150)).await;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(format!("the window did not become {width} wide").into())
}
