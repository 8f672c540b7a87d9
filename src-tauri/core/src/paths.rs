//! Where Satchel keeps its own data, and where backups go by default.

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// Satchel's own folder: settings, ledger, library; and where its logs and caches go. Never backups, never tokens in the
/// clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    folder: PathBuf,
    logs: PathBuf,
    caches: PathBuf,
}

impl Paths {
    /// The system's places for it, or all in another folder (`SATCHEL_HOME`). `None` if the person has no home folder at
    /// all.
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
            // Only Linux has a place of its own for what a program notes about itself.
            dirs.state_dir().unwrap_or(&folder).join("logs")
        };
        Some(Self { logs, caches: dirs.cache_dir().to_owned(), folder })
    }

    fn within(folder: PathBuf) -> Self {
        Self { logs: folder.join("logs"), caches: folder.join("caches"), folder }
    }

    /// The demo account's own corner, so that it never meets the real data.
    #[must_use]
    pub fn demo(&self) -> Self {
        Self::within(self.folder.join("demo"))
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the person has set.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.folder.join("settings.json")
    }

    /// The jobs and accounts.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.sqlite")
    }

    /// The library: made of the backups, and made anew from them whenever need be.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.folder.join("library")
    }

    /// Sign-ins under a passphrase, where there is no keychain.
    #[must_use]
    pub fn vault_file(&self) -> PathBuf {
        self.folder.join("sign-ins.locked")
    }

    /// Where and how large the window was.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.folder.join("window.json")
    }

    /// Logs.
    #[must_use]
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// What can be made again at any time, and is of no use to anybody else.
    #[must_use]
    pub fn caches(&self) -> &Path {
        &self.caches
    }
}

/// `Documents/Satchel`, or the like where that is called otherwise.
#[must_use]
pub fn default_backup_folder() -> PathBuf {
    let dirs = UserDirs::new();
    let documents = dirs.as_ref().and_then(|d| d.document_dir().map(Path::to_owned));
    let home = dirs.as_ref().map(|d| d.home_dir().to_owned());
    documents.or_else(|| Some(home?.join("Documents"))).unwrap_or_default().join("Satchel")
}

/// A path as people say it: without the home folder in front, with the system's own separators.
#[must_use]
pub fn shown(path: &Path) -> String {
    let home = UserDirs::new().map(|d| d.home_dir().to_owned());
    let short =
        home.as_ref().and_then(|home| path.strip_prefix(home).ok()).filter(|p| !p.as_os_str().is_empty());
    short.unwrap_or(path).display().to_string()
}
