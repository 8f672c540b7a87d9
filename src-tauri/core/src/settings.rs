//! What the person has set: a small JSON file, written whole or not at all.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files;
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
    /// Reads the file. One that makes no sense is put aside, so that nothing in it is lost, and the defaults hold. One
    /// that is there and cannot be read is an error: the next save would overwrite it.
    pub fn load(path: &Path) -> io::Result<Self> {
        let mut bytes = Vec::new();
        match files::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error),
        }
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "the settings cannot be read; they are put aside");
            let _ = std::fs::rename(path, path.with_extension("json.damaged"));
            Self::default()
        }))
    }

    /// Writes the file.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = files::temp_sibling(path)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        files::persist(file, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_and_a_damaged_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("settings.json");
        assert_eq!(Settings::load(&path).unwrap(), Settings::default());
        let settings = Settings { theme: Theme::Dark, folder: Some("/x".into()), ..Settings::default() };
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path).unwrap(), settings);
        std::fs::write(&path, "{\"theme\": 7").unwrap();
        assert_eq!(Settings::load(&path).unwrap(), Settings::default());
        assert_eq!(std::fs::read_to_string(path.with_extension("json.damaged")).unwrap(), "{\"theme\": 7");
    }
}
