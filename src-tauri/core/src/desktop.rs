//! The operations that core requires of its host.

use std::path::Path;

/// Access to the desktop. The shell implements it for the real system, tests implement their own.
pub trait Desktop: Send + Sync {
    /// Opens a URL in the browser without waiting for it. Returns `false` if no browser could be opened.
    fn open_url(&self, url: &str) -> bool;
    /// Shows a folder in the file manager. Returns `false` if that failed.
    fn reveal(&self, folder: &Path) -> bool;
    /// Opens a file with the program for such files. Returns `false` if that failed.
    fn open_file(&self, file: &Path) -> bool;
    /// Shows a file in the file manager. Returns `false` if that failed.
    fn show_file(&self, file: &Path) -> bool;
    /// Moves a folder to the system's trash. Fails if there is none for its volume; the folder is then where it was.
    fn move_to_trash(&self, folder: &Path) -> Result<(), String> {
        crate::trash::move_to_trash(folder)
    }
    /// Brings Satchel's window to the front, after the browser has returned from a sign-in.
    fn to_front(&self);
}
