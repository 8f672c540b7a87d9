//! The log of a walk-through: lines with times, and screenshots.

use std::path::{Path, PathBuf};
use std::time::Instant;

use satchel_e2e_harness::{App, Browser, Error};

pub(crate) struct Log {
    began: Instant,
    screenshots: PathBuf,
    taken: u32,
}

impl Log {
    pub(crate) fn new(screenshots: &Path) -> Self {
        Self { began: Instant::now(), screenshots: screenshots.to_owned(), taken: 0 }
    }

    /// Logs a line.
    pub(crate) fn line(&self, what: &str) {
        println!("{:6.1} s  {what}", self.began.elapsed().as_secs_f32());
    }

    /// Logs a line with a screenshot of the app.
    pub(crate) async fn app(&mut self, app: &App, name: &str, what: &str) -> Result<(), Error> {
        self.line(what);
        app.screenshot(&self.next(name)).await
    }

    /// Logs a line with a screenshot of the browser.
    pub(crate) async fn browser(&mut self, browser: &Browser, name: &str, what: &str) -> Result<(), Error> {
        self.line(what);
        let picture = browser.screenshot().await?;
        std::fs::write(self.next(name), picture)?;
        Ok(())
    }

    fn next(&mut self, name: &str) -> PathBuf {
        self.taken += 1;
        self.screenshots.join(format!("{:02}-{name}.png", self.taken))
    }
}
