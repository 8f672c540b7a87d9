//! What happened, with the time, and a picture of it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use satchel_stage::{App, Browser, Trouble};

pub(crate) struct Diary {
    began: Instant,
    pictures: PathBuf,
    taken: u32,
}

impl Diary {
    pub(crate) fn new(pictures: &Path) -> Self {
        Self { began: Instant::now(), pictures: pictures.to_owned(), taken: 0 }
    }

    /// One plain line.
    pub(crate) fn say(&self, what: &str) {
        println!("{:6.1} s  {what}", self.began.elapsed().as_secs_f32());
    }

    /// A line, and a picture of the app.
    pub(crate) async fn note(&mut self, app: &App, name: &str, what: &str) -> Result<(), Trouble> {
        self.say(what);
        app.screenshot(&self.next(name)).await
    }

    /// A line, and a picture of the browser.
    pub(crate) async fn note_page(
        &mut self,
        browser: &Browser,
        name: &str,
        what: &str,
    ) -> Result<(), Trouble> {
        self.say(what);
        let picture = browser.screenshot().await?;
        std::fs::write(self.next(name), picture)?;
        Ok(())
    }

    fn next(&mut self, name: &str) -> PathBuf {
        self.taken += 1;
        self.pictures.join(format!("{:02}-{name}.png", self.taken))
    }
}
