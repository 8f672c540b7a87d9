//! The few things that core asks of whatever hosts it.

use std::path::Path;

/// A desktop around the program. The shell has the real one, tests have their own.
pub trait Desktop: Send + Sync {
    /// Opens an address in the person's browser, without waiting for it. `false` if there is none to be had.
    fn open_url(&self, url: &str) -> bool;
    /// Shows a folder in the file manager.
    fn reveal(&self, folder: &Path) -> bool;
    /// Brings Satchel's window to the front: the browser came back.
    fn to_front(&self);
}
