//! The app in its window, driven through WebDriver as a person would: by the words on the screen.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::{Desk, Trouble};

/// How long the window may take to show something.
const PATIENCE: Duration = Duration::from_mins(1);

/// The running app.
pub struct App {
    client: Client,
    binary: PathBuf,
}

impl App {
    /// Starts the app on this desktop.
    pub async fn start(desk: &mut Desk, binary: &Path, arguments: &[&str]) -> Result<Self, Trouble> {
        // One that is still closing would be handed the arguments, and this one would end.
        let began = Instant::now();
        while desk.names_on_bus()?.contains("satchel") {
            if began.elapsed() > PATIENCE {
                return Err("the app is still running".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let driver = desk.start_driver()?;
        let client = connect(&driver, binary, arguments).await?;
        Ok(Self { client, binary: binary.to_owned() })
    }

    /// Ends the app at once, as a power cut would.
    pub async fn kill(&self, desk: &Desk) -> Result<(), Trouble> {
        let running = desk.processes_of(&self.binary);
        if running.is_empty() {
            return Err("the app is not running".into());
        }
        for process in running {
            std::process::Command::new("kill").args(["-9", &process.to_string()]).status()?;
        }
        // The driver notices by itself that its session is over.
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.clone().close()).await;
        Ok(())
    }

    /// Starts it again.
    pub async fn start_again(self, desk: &mut Desk) -> Result<Self, Trouble> {
        Self::start(desk, &self.binary, &[]).await
    }

    /// Closes the app.
    pub async fn close(self) -> Result<(), Trouble> {
        self.client.close().await?;
        Ok(())
    }

    /// Presses the button, link or choice with these words.
    pub async fn press(&self, words: &str) -> Result<(), Trouble> {
        self.press_in("", words).await
    }

    /// Presses a button in the row of the sheet that has this heading.
    pub async fn press_in_row(&self, heading: &str, words: &str) -> Result<(), Trouble> {
        self.press_in(&format!("//li[.//h3[normalize-space()={}]]", quoted(heading)), words).await
    }

    /// Asks for the backup of this heading for the first time: TikTok's page is open in the browser then.
    pub async fn back_up(&self, heading: &str) -> Result<(), Trouble> {
        self.press_in_row(heading, "Back up").await?;
        self.press("Go on to TikTok").await
    }

    /// Presses what has these words below the place that an `XPath` names.
    pub async fn press_in(&self, place: &str, words: &str) -> Result<(), Trouble> {
        let words = quoted(words);
        let path = format!(
            "{place}//*[(self::button or self::label or self::a or @role='menuitem') and not(@disabled) and \
             (normalize-space()={words} or .//span[normalize-space()={words}] or @title={words} or @aria-label={words})]"
        );
        let began = Instant::now();
        loop {
            // What is pressed may be drawn anew in the same moment.
            if let Ok(element) = self.client.find(Locator::XPath(&path)).await
                && element.click().await.is_ok()
            {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                return Err(format!(
                    "there is nothing to press at {path}; on the screen: {}",
                    self.text().await?
                )
                .into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field with this name.
    pub async fn type_into(&self, label: &str, text: &str) -> Result<(), Trouble> {
        self.field(label).await?.send_keys(text).await?;
        Ok(())
    }

    /// Empties the field with this name.
    pub async fn clear(&self, label: &str) -> Result<(), Trouble> {
        self.field(label).await?.clear().await?;
        Ok(())
    }

    async fn field(&self, label: &str) -> Result<Element, Trouble> {
        let label = quoted(label);
        let path = format!(
            "//input[@aria-label={label} or ancestor::label[starts-with(normalize-space(),{label})] \
             or @id=//label[starts-with(normalize-space(),{label})]/@for]"
        );
        Ok(self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await?)
    }

    /// Waits until these words are on the screen.
    pub async fn until(&self, words: &str) -> Result<(), Trouble> {
        self.until_so(words, |text| text.contains(words)).await
    }

    /// Waits until these words are gone from the screen.
    pub async fn until_gone(&self, words: &str) -> Result<(), Trouble> {
        self.until_so(words, |text| !text.contains(words)).await
    }

    /// Waits until these words stand below the place that an `XPath` names.
    pub async fn until_in(&self, place: &str, words: &str) -> Result<(), Trouble> {
        let path = format!("{place}[contains(normalize-space(), {})]", quoted(words));
        self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await?;
        Ok(())
    }

    async fn until_so(&self, words: &str, is_so: impl Fn(&str) -> bool) -> Result<(), Trouble> {
        let began = Instant::now();
        loop {
            let text = self.text().await.unwrap_or_default();
            if is_so(&text) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                return Err(format!("waited in vain for “{words}”; on the screen: {text}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// All that can be read on the screen.
    pub async fn text(&self) -> Result<String, Trouble> {
        let text = self.client.execute("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What a script gives.
    pub async fn script(&self, script: &str) -> Result<serde_json::Value, Trouble> {
        Ok(self.client.execute(script, vec![]).await?)
    }

    /// An element by its CSS selector.
    pub async fn find(&self, selector: &str) -> Result<Element, Trouble> {
        Ok(self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await?)
    }

    /// Saves a picture of the window's content.
    pub async fn screenshot(&self, shot: &Path) -> Result<(), Trouble> {
        if let Some(folder) = shot.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // What a script can read already is on the screen a frame later.
        tokio::time::sleep(Duration::from_millis(60)).await;
        std::fs::write(shot, self.client.screenshot().await?)?;
        Ok(())
    }

    /// Gives the window this size.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), Trouble> {
        self.client.set_window_size(width, height).await?;
        Ok(())
    }
}

async fn connect(driver: &str, binary: &Path, arguments: &[&str]) -> Result<Client, Trouble> {
    let options = json!({ "binary": binary, "args": arguments });
    let capabilities = json!({ "browserName": "wry", "webkitgtk:browserOptions": options });
    let capabilities = capabilities.as_object().cloned().ok_or("no capabilities")?;
    Ok(ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(driver).await?)
}

/// As an `XPath` string.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
