//! Exports that the system passes to Satchel: as arguments, from a second start, and on macOS from the Finder.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager};

use crate::host::Host;

/// Opens files in the user's own data now, or as soon as the core has started: macOS passes them on before there is a core,
/// and a second start can come at any time.
pub(crate) fn open(app: &AppHandle, files: Vec<PathBuf>) {
    open_now(app, app.state::<Waiting>().add(files));
}

/// Opens the files that were passed before the core had started.
pub(crate) fn core_has_started(app: &AppHandle) {
    open_now(app, app.state::<Waiting>().end());
}

fn open_now(app: &AppHandle, files: Vec<PathBuf>) {
    if files.is_empty() {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        match app.state::<Host>().own_core().await {
            Ok(core) => core.open_passed_exports(files).await,
            Err(problem) => tracing::error!(?problem, "the demo could not be left to open an export"),
        }
    });
}

/// The files that wait for the core; `None` once it has started.
pub(crate) struct Waiting(Mutex<Option<Vec<PathBuf>>>);

impl Default for Waiting {
    fn default() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }
}

impl Waiting {
    /// Returns the files that can be opened now, and keeps the others.
    fn add(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        match &mut *self.lock() {
            Some(waiting) => {
                waiting.extend(files);
                Vec::new()
            }
            None => files,
        }
    }

    /// Returns the files that have waited. From now on, none waits.
    fn end(&self) -> Vec<PathBuf> {
        self.lock().take().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Vec<PathBuf>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Waiting;

    #[test]
    fn files_wait_until_the_core_has_started() {
        let [early, second, late] = ["early.zip", "second.zip", "late.zip"].map(PathBuf::from);
        let waiting = Waiting::default();
        assert!(waiting.add(vec![early.clone()]).is_empty());
        assert!(waiting.add(vec![second.clone()]).is_empty());
        assert_eq!(waiting.end(), [early, second]);
        assert_eq!(waiting.add(vec![late.clone()]), [late]);
        assert!(waiting.end().is_empty(), "no file is opened twice");
    }
}
