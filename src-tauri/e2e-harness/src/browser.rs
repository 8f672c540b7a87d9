//! The user's browser: WebKit's `MiniBrowser`, driven through WebDriver.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::desktop_session::DesktopSession;
use crate::error::Error;

/// Paths in Debian, Ubuntu, Fedora and Arch.
const PATHS: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// How long the next page may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A browser window.
pub struct Browser {
    client: Client,
}

impl Browser {
    /// Opens the address that the app passed to `xdg-open` last.
    pub async fn open(desktop: &mut DesktopSession) -> Result<Self, Error> {
        let address = Self::last_address(desktop).await?;
        Self::open_at(desktop, &address).await
    }

    /// The address that the app passed to `xdg-open` last, which is then forgotten.
    pub async fn last_address(desktop: &DesktopSession) -> Result<String, Error> {
        for _ in 0..400 {
            if let Some(address) = desktop.opened_urls().into_iter().rfind(|a| a.starts_with("http")) {
                std::fs::rename(desktop.home().join("opened"), desktop.home().join("opened.before"))?;
                return Ok(address);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("no browser was opened".into())
    }

    /// Opens an address.
    pub async fn open_at(desktop: &mut DesktopSession, address: &str) -> Result<Self, Error> {
        let binary = PATHS
            .iter()
            .find(|path| Path::new(path).exists())
            .ok_or("WebKit's MiniBrowser is not installed")?;
        let driver = desktop.start_driver()?;
        let options = json!({ "binary": binary, "args": ["--automation"] });
        let capabilities = json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": options });
        let capabilities = capabilities.as_object().cloned().ok_or("no capabilities")?;
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&driver).await?;
        client.goto(address).await?;
        Ok(Self { client })
    }

    /// Closes the window.
    pub async fn close(self) -> Result<(), Error> {
        self.client.close().await?;
        Ok(())
    }

    /// Unchecks all scopes on the consent page.
    pub async fn uncheck_all(&self) -> Result<(), Error> {
        for toggle in self.client.find_all(Locator::Css("input[name=scope]:checked")).await? {
            toggle.click().await?;
        }
        Ok(())
    }

    /// Clicks Continue, and returns the heading of the next page.
    pub async fn allow(self) -> Result<String, Error> {
        self.click("#continue").await
    }

    /// Clicks Cancel, and returns the heading of the next page.
    pub async fn deny(self) -> Result<String, Error> {
        self.click("#cancel").await
    }

    async fn click(self, button: &str) -> Result<String, Error> {
        let button = self.client.wait().for_element(Locator::Css(button)).await?;
        // The driver reports an error if the page changes during the click. Only the next page matters.
        let _ = button.click().await;
        let text = self.heading().await?;
        self.client.close().await?;
        Ok(text)
    }

    /// The heading of Satchel's page, once it is open.
    async fn heading(&self) -> Result<String, Error> {
        let started = Instant::now();
        loop {
            let found = async {
                let page = Locator::XPath("//title[text()='Satchel']/ancestor::html//h1");
                self.client.find(page).await?.text().await
            };
            // Any command fails while one page replaces another.
            match found.await {
                Ok(text) => return Ok(text),
                Err(error) if started.elapsed() > TIMEOUT => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// A screenshot of the page as PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>, Error> {
        Ok(self.client.screenshot().await?)
    }
}
