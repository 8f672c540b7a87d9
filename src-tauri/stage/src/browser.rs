//! The person's browser: WebKit's own small one, driven like the app, on TikTok's page.

use std::path::Path;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::{Desk, Trouble};

/// Where Debian, Ubuntu, Fedora and Arch put it.
const PLACES: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// A browser window.
pub struct Browser {
    client: Client,
}

impl Browser {
    /// Opens the address that Satchel sent the system's opener last.
    pub async fn open(desk: &mut Desk) -> Result<Self, Trouble> {
        let address = last_address(desk).await?;
        Self::open_at(desk, &address).await
    }

    /// Opens an address.
    pub async fn open_at(desk: &mut Desk, address: &str) -> Result<Self, Trouble> {
        let binary = PLACES
            .iter()
            .find(|place| Path::new(place).exists())
            .ok_or("WebKit's MiniBrowser is not installed")?;
        let driver = desk.start_driver()?;
        let options = json!({ "binary": binary, "args": ["--automation"] });
        let capabilities = json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": options });
        let capabilities = capabilities.as_object().cloned().ok_or("no capabilities")?;
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&driver).await?;
        client.goto(address).await?;
        Ok(Self { client })
    }

    /// Closes the window.
    pub async fn close(self) -> Result<(), Trouble> {
        self.client.close().await?;
        Ok(())
    }

    /// Turns every toggle off.
    pub async fn turn_all_off(&self) -> Result<(), Trouble> {
        for toggle in self.client.find_all(Locator::Css("input[name=scope]:checked")).await? {
            toggle.click().await?;
        }
        Ok(())
    }

    /// Presses Continue, and gives what the page that follows says.
    pub async fn agree(self) -> Result<String, Trouble> {
        self.press("#continue").await
    }

    /// Presses Cancel, and gives what the page that follows says.
    pub async fn refuse(self) -> Result<String, Trouble> {
        self.press("#cancel").await
    }

    async fn press(self, button: &str) -> Result<String, Trouble> {
        let button = self.client.wait().for_element(Locator::Css(button)).await?;
        // The page may be gone before the driver has said that it was pressed. What counts is what follows.
        let _ = button.click().await;
        let heading = self.client.wait().at_most(Duration::from_secs(20));
        let text = heading
            .for_element(Locator::XPath("//title[text()='Satchel']/ancestor::html//h1"))
            .await?
            .text()
            .await?;
        self.client.close().await?;
        Ok(text)
    }

    /// A picture of the page.
    pub async fn screenshot(&self) -> Result<Vec<u8>, Trouble> {
        Ok(self.client.screenshot().await?)
    }
}

async fn last_address(desk: &Desk) -> Result<String, Trouble> {
    for _ in 0..400 {
        if let Some(address) = desk.opened().into_iter().rfind(|a| a.starts_with("http")) {
            std::fs::rename(desk.home().join("opened"), desk.home().join("opened.before"))?;
            return Ok(address);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("no browser was opened".into())
}
