//! Opening and closing the libraries.

use super::LibrarySync;
use crate::error::Error;
use crate::sync::lock;

impl LibrarySync {
    /// Opens the library that is shown, and begins to synchronise all of them.
    pub async fn open(&self) {
        let opening = self.0.opening.lock().await;
        if lock(&self.0.state).is_open || self.0.closing.is_cancelled() {
            return;
        }
        let sync = self.clone();
        let opened = tokio::task::spawn_blocking(move || {
            sync.0.libraries.prepare(&sync.0.people.ids())?;
            sync.0.libraries.get(&sync.0.people.shown())
        })
        .await;
        {
            let mut state = lock(&self.0.state);
            state.status.problem = None;
            match opened {
                Ok(Ok(library)) => {
                    state.shown = Some((self.0.people.shown(), library));
                    state.is_open = true;
                }
                Ok(Err(error)) => state.status.problem = Some(Error::from(error).into_problem()),
                Err(error) => state.status.problem = Some(Error::Bug(error.to_string()).into_problem()),
            }
        }
        drop(opening);
        self.sync();
    }

    /// Synchronises the libraries. If they could not be opened before, for example because the disk was full, tries again.
    pub async fn open_or_sync(&self) {
        let is_missing = {
            let state = lock(&self.0.state);
            !state.is_open && state.status.problem.is_some()
        };
        if is_missing {
            self.open().await;
        } else {
            self.sync();
        }
    }

    /// Shows the library of the person that is to be shown. Blocks.
    pub(super) fn follow_shown(&self) {
        let showing = lock(&self.0.showing);
        let person = self.0.people.shown();
        {
            let state = lock(&self.0.state);
            if !state.is_open || state.shown.as_ref().is_some_and(|(shown, _)| *shown == person) {
                return;
            }
        }
        let opened = self.0.libraries.get(&person);
        // Those who ask for a library must not take answers from before for its own.
        if let Ok(library) = &opened {
            library.renew_version();
        }
        {
            let mut state = lock(&self.0.state);
            state.status.summary = None;
            match opened {
                Ok(library) => state.shown = Some((person, library)),
                Err(error) => {
                    state.shown = None;
                    state.status.problem = Some(Error::from(error).into_problem());
                }
            }
        }
        drop(showing);
        self.update();
    }

    /// Closes the libraries, and with them their files, once no query uses them any more.
    pub async fn close(&self) {
        let _opening = self.0.opening.lock().await;
        let sync = self.clone();
        // The last connection writes what is left of the log.
        let _ = tokio::task::spawn_blocking(move || {
            let shown = {
                let mut state = lock(&sync.0.state);
                state.is_open = false;
                state.shown.take()
            };
            sync.0.libraries.close();
            drop(shown);
        })
        .await;
    }
}
