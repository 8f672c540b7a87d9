//! Where Satchel stores its own data, and the default backup folder.

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// Satchel's own folder (settings, ledger, library) and the folders of its logs and caches. They never contain backups
/// or unencrypted tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    folder: PathBuf,
    logs: PathBuf,
    caches: PathBuf,
}

impl Paths {
    /// Returns the system's standard folders, or folders inside `other` (`SATCHEL_HOME`) if it is set. `None` if there
    /// is no home folder.
    #[must_use]
    pub fn find(other: Option<PathBuf>) -> Option<Self> {
        if let Some(folder) = other {
            return Some(Self::within(std::path::absolute(&folder).unwrap_or(folder)));
        }
        let dirs = ProjectDirs::from("app", "satchel", "Satchel")?;
        let folder = dirs.data_local_dir().to_owned();
        let logs = if cfg!(target_os = "macos") {
            UserDirs::new()?.home_dir().join("Library/Logs/Satchel")
        } else {
            // Only Linux has a standard folder for the state of a program.
            dirs.state_dir().unwrap_or(&folder).join("logs")
        };
        Some(Self { logs, caches: dirs.cache_dir().to_owned(), folder })
    }

    fn within(folder: PathBuf) -> Self {
        Self { logs: folder.join("logs"), caches: folder.join("caches"), folder }
    }

    /// The folder of the demo account, kept apart from the real data.
    #[must_use]
    pub fn demo(&self) -> Self {
        Self::within(self.folder.join("demo"))
    }

    /// Satchel's own folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The settings file.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.folder.join("settings.json")
    }

    /// The database of jobs and accounts.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.sqlite")
    }

    /// The folder of the library, which is built from the backups and can be rebuilt at any time.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.folder.join("library")
    }

    /// The encrypted file of sign-ins, used when there is no keychain.
    #[must_use]
    pub fn vault_file(&self) -> PathBuf {
        self.folder.join("sign-ins.locked")
    }

    /// The saved position and size of the window.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.folder.join("window.json")
    }

    /// The folder of the logs.
    #[must_use]
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// The folder of the caches, which can be deleted at any time.
    #[must_use]
    pub fn caches(&self) -> &Path {
        &self.caches
    }
}

/// `Documents/Satchel`, inside the system's documents folder whatever its name.
#[must_use]
pub fn default_backup_folder() -> PathBuf {
    let dirs = UserDirs::new();
    let documents = dirs.as_ref().and_then(|d| d.document_dir().map(Path::to_owned));
    let home = dirs.as_ref().map(|d| d.home_dir().to_owned());
    documents.or_else(|| Some(home?.join("Documents"))).unwrap_or_default().join("Satchel")
}

/// Formats a path for display: relative to the home folder if it is inside it, with the system's separators.
#[must_use]
pub fn shown(path: &Path) -> String {
    let home = UserDirs::new().map(|d| d.home_dir().to_owned());
    let short =
        home.as_ref().and_then(|home| path.strip_prefix(home).ok()).filter(|p| !p.as_os_str().is_empty());
    short.unwrap_or(path).display().to_string()
}
