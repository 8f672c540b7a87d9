//! [`Desktop`] implemented with Tauri: the default browser, the file manager and the main window.

use std::path::Path;

use satchel_core::desktop::Desktop;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;

use crate::window;

/// The desktop of the signed-in user.
pub(crate) struct TauriDesktop(pub(crate) AppHandle);

impl Desktop for TauriDesktop {
    fn open_url(&self, url: &str) -> bool {
        let opened = self.0.opener().open_url(url, None::<&str>);
        opened.inspect_err(|error| tracing::warn!(%error, "could not open a browser")).is_ok()
    }

    fn reveal(&self, folder: &Path) -> bool {
        let opened = self.0.opener().open_path(folder.to_string_lossy(), None::<&str>);
        opened.inspect_err(|error| tracing::warn!(%error, "could not open a file manager")).is_ok()
    }

    fn open_file(&self, file: &Path) -> bool {
        let opened = self.0.opener().open_path(file.to_string_lossy(), None::<&str>);
        opened.inspect_err(|error| tracing::warn!(%error, "could not open a saved file")).is_ok()
    }

    fn show_file(&self, file: &Path) -> bool {
        let shown = self.0.opener().reveal_item_in_dir(file);
        shown.inspect_err(|error| tracing::warn!(%error, "could not show a file in a file manager")).is_ok()
            || file.parent().is_some_and(|folder| self.reveal(folder))
    }

    fn to_front(&self) {
        window::focus(&self.0);
    }
}
