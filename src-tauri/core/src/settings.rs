//! What the person has set: a small JSON file, written whole or not at all.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::library::read::Choices;
use crate::view::{Theme, WatchMethod};

/// Where sign-ins are kept between two starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeepSignIn {
    /// The system's keychain.
    #[default]
    System,
    /// The file under a passphrase.
    File,
}

/// The settings. Unknown keys of a newer version are dropped, missing ones take their default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Where backups go; `None` for the default.
    pub folder: Option<PathBuf>,
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Whether the demo account is open.
    pub demo: bool,
    /// Where sign-ins are kept.
    pub keep_sign_in: KeepSignIn,
    /// Whether the keychain holds an app key of the person's own.
    pub own_key: bool,
    /// How watch time is estimated.
    pub watch_method: WatchMethod,
    /// Whether the person knows that links open in the browser.
    pub links_explained: bool,
    /// What the person said of text files whose language is not known, by backup.
    pub choices: BTreeMap<String, Choices>,
}

impl Settings {
    /// Reads the file. One that cannot be read is put aside, so that nothing in it is lost, and the defaults hold.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let Ok(bytes) = std::fs::read(path) else { return Self::default() };
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "the settings cannot be read; they are put aside");
            let _ = std::fs::rename(path, path.with_extension("json.damaged"));
            Self::default()
        })
    }

    /// Writes the file.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_and_a_damaged_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("settings.json");
        assert_eq!(Settings::load(&path), Settings::default());
        let settings = Settings { theme: Theme::Dark, folder: Some("/x".into()), ..Settings::default() };
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path), settings);
        std::fs::write(&path, "{\"theme\": 7").unwrap();
        assert_eq!(Settings::load(&path), Settings::default());
        assert_eq!(std::fs::read_to_string(path.with_extension("json.damaged")).unwrap(), "{\"theme\": 7");
    }
}
