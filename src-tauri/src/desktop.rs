//! The desktop that core asks for: the person's browser, their file manager, the window.

use std::path::Path;

use satchel_core::desktop::Desktop;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;

use crate::window;

/// The real desktop.
pub(crate) struct RealDesktop(pub(crate) AppHandle);

impl Desktop for RealDesktop {
    fn open_url(&self, url: &str) -> bool {
        let opened = self.0.opener().open_url(url, None::<&str>);
        opened.inspect_err(|error| tracing::warn!(%error, "no browser could be opened")).is_ok()
    }

    fn reveal(&self, folder: &Path) -> bool {
        let opened = self.0.opener().open_path(folder.to_string_lossy(), None::<&str>);
        opened.inspect_err(|error| tracing::warn!(%error, "no file manager could be opened")).is_ok()
    }

    fn to_front(&self) {
        window::to_front(&self.0);
    }
}
