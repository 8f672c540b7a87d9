//! Where Satchel keeps its own data, and where backups go by default.

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// Satchel's own folder: settings, ledger, library, logs. Never backups, never tokens in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The system's place for it, or another (`SATCHEL_HOME`). `None` if the person has no home folder at all.
    #[must_use]
    pub fn find(other: Option<PathBuf>) -> Option<Self> {
        other
            .or_else(|| Some(ProjectDirs::from("app", "satchel", "Satchel")?.data_local_dir().to_owned()))
            .map(Self)
    }

    /// The demo account's own corner, so that it never meets the real data.
    #[must_use]
    pub fn demo(&self) -> Self {
        Self(self.0.join("demo"))
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// What the person has set.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.json")
    }

    /// The journeys and accounts.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.0.join("ledger.sqlite")
    }

    /// The library: made of the backups, and made anew from them whenever need be.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.0.join("library")
    }

    /// Sign-ins under a passphrase, where there is no keychain.
    #[must_use]
    pub fn vault_file(&self) -> PathBuf {
        self.0.join("sign-ins.locked")
    }

    /// Logs.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
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
