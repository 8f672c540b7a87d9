//! The app's window, driven through WebDriver by the visible text.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::desktop_session::DesktopSession;
use crate::error::Error;

/// How long to wait for the window to change.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The running app.
pub struct App {
    client: Client,
    binary: PathBuf,
}

impl App {
    /// Starts the app in a session.
    pub async fn start(
        desktop: &mut DesktopSession,
        binary: &Path,
        arguments: &[&str],
    ) -> Result<Self, Error> {
        // If another instance is still closing, the new one would forward its arguments and exit.
        let started = Instant::now();
        while desktop.bus_names()?.contains("satchel") {
            if started.elapsed() > TIMEOUT {
                return Err("the app is still running".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let driver = desktop.start_driver()?;
        let client = connect(&driver, binary, arguments).await?;
        Ok(Self { client, binary: binary.to_owned() })
    }

    /// Kills the app, like a power failure.
    pub async fn kill(&self, desktop: &DesktopSession) -> Result<(), Error> {
        let running = desktop.processes_of(&self.binary);
        if running.is_empty() {
            return Err("the app is not running".into());
        }
        for process in running {
            std::process::Command::new("kill").args(["-9", &process.to_string()]).status()?;
        }
        // The driver notices that its session has ended.
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.clone().close()).await;
        Ok(())
    }

    /// Starts the app again.
    pub async fn restart(self, desktop: &mut DesktopSession) -> Result<Self, Error> {
        Self::start(desktop, &self.binary, &[]).await
    }

    /// Closes the app.
    pub async fn close(self) -> Result<(), Error> {
        self.client.close().await?;
        Ok(())
    }

    /// Clicks the button, link or label with this text.
    pub async fn click(&self, words: &str) -> Result<(), Error> {
        self.click_in("", words).await
    }

    /// Clicks a button in the list item with this heading.
    pub async fn click_in_row(&self, heading: &str, words: &str) -> Result<(), Error> {
        self.click_in(&format!("//li[.//h3[normalize-space()={}]]", quoted(heading)), words).await
    }

    /// Starts the first backup of this kind, up to TikTok's page in the browser.
    pub async fn back_up(&self, heading: &str) -> Result<(), Error> {
        self.click_in_row(heading, "Back up").await?;
        self.click("Continue to TikTok").await
    }

    /// Clicks the element with this text below an `XPath`.
    pub async fn click_in(&self, place: &str, words: &str) -> Result<(), Error> {
        let words = quoted(words);
        let path = format!(
            "{place}//*[(self::button or self::label or self::a or @role='menuitem') and not(@disabled) and \
             (normalize-space()={words} or .//span[normalize-space()={words}] or @title={words} or @aria-label={words})]"
        );
        let started = Instant::now();
        loop {
            // The element may be replaced while it is clicked.
            if let Ok(element) = self.client.find(Locator::XPath(&path)).await
                && element.click().await.is_ok()
            {
                return Ok(());
            }
            if started.elapsed() > TIMEOUT {
                return Err(
                    format!("nothing to click at {path}; on the screen: {}", self.text().await?).into()
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field with this label.
    pub async fn type_into(&self, label: &str, text: &str) -> Result<(), Error> {
        self.field(label).await?.send_keys(text).await?;
        Ok(())
    }

    /// Clears the field with this label.
    pub async fn clear(&self, label: &str) -> Result<(), Error> {
        self.field(label).await?.clear().await?;
        Ok(())
    }

    async fn field(&self, label: &str) -> Result<Element, Error> {
        let label = quoted(label);
        let path = format!(
            "//input[@aria-label={label} or ancestor::label[starts-with(normalize-space(),{label})] \
             or @id=//label[starts-with(normalize-space(),{label})]/@for]"
        );
        Ok(self.client.wait().at_most(TIMEOUT).for_element(Locator::XPath(&path)).await?)
    }

    /// Waits until the window shows this text.
    pub async fn wait_for_text(&self, words: &str) -> Result<(), Error> {
        self.wait_until(words, |text| text.contains(words)).await
    }

    /// Waits until the window no longer shows this text.
    pub async fn wait_until_gone(&self, words: &str) -> Result<(), Error> {
        self.wait_until(words, |text| !text.contains(words)).await
    }

    /// Waits until the element at an `XPath` contains this text.
    pub async fn wait_for_text_in(&self, place: &str, words: &str) -> Result<(), Error> {
        let path = format!("{place}[contains(normalize-space(), {})]", quoted(words));
        if let Err(error) = self.client.wait().at_most(TIMEOUT).for_element(Locator::XPath(&path)).await {
            let text = self.text().await?;
            return Err(format!("{error} waiting for “{words}” at {place}; on the screen: {text}").into());
        }
        Ok(())
    }

    async fn wait_until(&self, words: &str, condition: impl Fn(&str) -> bool) -> Result<(), Error> {
        let started = Instant::now();
        loop {
            let text = self.text().await.unwrap_or_default();
            if condition(&text) {
                return Ok(());
            }
            if started.elapsed() > TIMEOUT {
                return Err(format!("timed out waiting for “{words}”; on the screen: {text}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The visible text of the window.
    pub async fn text(&self) -> Result<String, Error> {
        let text = self.client.execute("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page, and returns its result.
    pub async fn script(&self, script: &str) -> Result<serde_json::Value, Error> {
        Ok(self.client.execute(script, vec![]).await?)
    }

    /// Waits for an element by its CSS selector.
    pub async fn find(&self, selector: &str) -> Result<Element, Error> {
        Ok(self.client.wait().at_most(TIMEOUT).for_element(Locator::Css(selector)).await?)
    }

    /// Saves a screenshot of the window's content.
    pub async fn screenshot(&self, shot: &Path) -> Result<(), Error> {
        if let Some(folder) = shot.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // The last change may only be drawn in the next frame.
        let frames =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.client.execute_async(frames, vec![]).await?;
        tokio::time::sleep(Duration::from_millis(60)).await;
        std::fs::write(shot, self.client.screenshot().await?)?;
        Ok(())
    }

    /// Resizes the window.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), Error> {
        self.client.set_window_size(width, height).await?;
        Ok(())
    }
}

async fn connect(driver: &str, binary: &Path, arguments: &[&str]) -> Result<Client, Error> {
    let options = json!({ "binary": binary, "args": arguments });
    let capabilities = json!({ "browserName": "wry", "webkitgtk:browserOptions": options });
    let capabilities = capabilities.as_object().cloned().ok_or("no capabilities")?;
    Ok(ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(driver).await?)
}

/// Quotes a text for `XPath`.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
