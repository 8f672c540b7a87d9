//! The settings, stored in one small JSON file that is replaced atomically.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::account::Scope;
use crate::events::{Notifier, Topic};
use crate::files;
use crate::library::WatchMethod;
use crate::library::read::FileSections;
use crate::person::People;
use crate::sync::lock;

/// The colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Follows the system.
    #[default]
    System,
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
}

/// The size of text, and of everything around it, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct TextSize(u16);

impl TextSize {
    const SMALLEST: u16 = 80;
    const LARGEST: u16 = 200;

    /// The nearest size that is supported.
    #[must_use]
    pub fn nearest(percent: u16) -> Self {
        Self(percent.clamp(Self::SMALLEST, Self::LARGEST))
    }

    /// The size in percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<u16> for TextSize {
    type Error = &'static str;

    fn try_from(percent: u16) -> Result<Self, Self::Error> {
        let nearest = Self::nearest(percent);
        if nearest.0 == percent { Ok(nearest) } else { Err("the text size is out of range") }
    }
}

impl From<TextSize> for u16 {
    fn from(size: TextSize) -> Self {
        size.0
    }
}

/// A move of the backup folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FolderMove {
    /// Where the folder was.
    pub from: PathBuf,
    /// Where it will be.
    pub to: PathBuf,
    /// Whether the new folder is in use: everything was copied, and the old one is being removed.
    pub is_switched: bool,
}

/// Where sign-ins are stored while Satchel is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeepSignIn {
    /// In the system's keychain.
    #[default]
    System,
    /// In a file encrypted with a passphrase.
    File,
}

/// Where the backups are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BackupFolder {
    /// The backup folder; `None` for the default.
    pub folder: Option<PathBuf>,
    /// The id stored in the backup folder, which distinguishes it from an empty mount point at the same path.
    pub folder_id: Option<String>,
    /// The move of the backup folder that has begun and not ended.
    pub folder_move: Option<FolderMove>,
}

/// The settings. A missing or unknown value is replaced by its default; the others are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Settings {
    /// The folder of the person's own backups.
    #[serde(flatten)]
    pub own_folder: BackupFolder,
    /// The folder of the demo account's backups.
    pub demo_folder: BackupFolder,
    /// The colour theme.
    pub theme: Theme,
    /// The size of text.
    pub text_size: TextSize,
    /// Whether names and texts are blurred, so that others may look at the screen.
    pub blur: bool,
    /// Whether the demo account is in use.
    pub demo: bool,
    /// Where sign-ins are stored.
    pub keep_sign_in: KeepSignIn,
    /// Whether the person's own app key is stored in the keychain.
    pub own_key: bool,
    /// The permissions that the app key is not approved for. TikTok refuses to show its page if one of them is asked for.
    pub unapproved: Vec<Scope>,
    /// How watch time is estimated.
    pub watch_method: WatchMethod,
    /// Whether the person has been told that links open in the browser.
    pub links_explained: bool,
    /// Whether the person has been told what closing Satchel means for a request that TikTok has not finished.
    pub closing_explained: bool,
    /// For each backup, what the person chose for text files in an unknown language.
    pub choices: BTreeMap<String, FileSections>,
    /// The people whose exports are in the backup folder.
    pub people: People,
    /// The same for the demo account.
    pub demo_people: People,
    /// Keys and values that this version does not support. They are written back unchanged, so that a newer version can
    /// still read them.
    #[serde(skip)]
    pub unknown: Map<String, Value>,
}

/// Why the settings file could not be used.
#[derive(Debug)]
pub struct SettingsProblem {
    /// The error of the system or the parser.
    pub error: io::Error,
    /// Where the unusable file was moved; `None` if that failed as well, and settings are then not saved.
    pub set_aside: Option<PathBuf>,
}

impl Settings {
    /// Reads the file. If that fails, the file is renamed and the defaults are used, so that an invalid file neither
    /// prevents Satchel from starting nor is lost.
    pub fn load(path: &Path) -> (Self, Option<SettingsProblem>) {
        match read(path) {
            Ok(settings) => (settings, None),
            Err(error) => {
                tracing::error!(%error, "could not read the settings file; renaming it");
                let aside =
                    path.with_extension(format!("damaged-{}.json", jiff::Timestamp::now().as_millisecond()));
                let set_aside = std::fs::rename(path, &aside).map(|()| aside);
                if let Err(error) = &set_aside {
                    tracing::error!(%error, "could not rename the settings file");
                }
                (Self::default(), Some(SettingsProblem { error, set_aside: set_aside.ok() }))
            }
        }
    }

    /// Reads the file but never renames it. Returns the defaults if it cannot be read.
    #[must_use]
    pub fn peek(path: &Path) -> Self {
        read(path).unwrap_or_default()
    }

    /// The folder of the demo account's backups, or that of the person's own.
    #[must_use]
    pub fn backup_folder(&self, is_demo: bool) -> &BackupFolder {
        if is_demo { &self.demo_folder } else { &self.own_folder }
    }

    /// The same, to change it.
    pub fn backup_folder_mut(&mut self, is_demo: bool) -> &mut BackupFolder {
        if is_demo { &mut self.demo_folder } else { &mut self.own_folder }
    }

    /// Writes the file.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        files::create_private_folder(path.parent().unwrap_or(Path::new(".")))?;
        let mut values = to_map(self)?;
        let defaults = to_map(&Self::default())?;
        for (key, value) in &self.unknown {
            // An unsupported value is kept until the person chooses another.
            match values.get_mut(key) {
                Some(now) if defaults.get(key) != Some(now) => merge(now, value),
                _ => _ = values.insert(key.clone(), value.clone()),
            }
        }
        let mut file = files::temp_sibling(path)?;
        file.write_all(&serde_json::to_vec_pretty(&values)?)?;
        files::persist(file, path)
    }
}

fn read(path: &Path) -> io::Result<Settings> {
    let mut bytes = Vec::new();
    match files::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => return Err(error),
    }
    let found: Map<String, Value> = serde_json::from_slice(&bytes)?;
    let known = to_map(&Settings::default())?;
    let mut understood = Map::new();
    let mut unknown = Map::new();
    for (key, value) in found {
        let is_supported = |value: &Value| {
            let alone = Value::Object(Map::from_iter([(key.clone(), value.clone())]));
            known.contains_key(&key) && serde_json::from_value::<Settings>(alone).is_ok()
        };
        let (part, rest) = split(value, &is_supported);
        if rest.is_some() {
            tracing::warn!(key, "a setting is not supported, or a part of it; using the default");
        }
        unknown.extend(rest.map(|rest| (key.clone(), rest)));
        understood.extend(part.map(|part| (key, part)));
    }
    let settings: Settings = serde_json::from_value(Value::Object(understood))?;
    Ok(Settings { unknown, ..settings })
}

/// Splits a value into the part that is supported and the rest: of an object or array, entry by entry. So one entry that
/// a newer version wrote does not reset the others.
fn split(value: Value, is_supported: &dyn Fn(&Value) -> bool) -> (Option<Value>, Option<Value>) {
    if is_supported(&value) {
        return (Some(value), None);
    }
    match value {
        Value::Object(entries) if is_supported(&Value::Object(Map::new())) => {
            let (mut part, mut rest) = (Map::new(), Map::new());
            for (name, entry) in entries {
                let alone = |entry: &Value| {
                    is_supported(&Value::Object(Map::from_iter([(name.clone(), entry.clone())])))
                };
                let (entry_part, entry_rest) = split(entry, &alone);
                rest.extend(entry_rest.map(|entry| (name.clone(), entry)));
                part.extend(entry_part.map(|entry| (name, entry)));
            }
            (Some(Value::Object(part)), Some(Value::Object(rest)))
        }
        Value::Array(items) if is_supported(&Value::Array(Vec::new())) => {
            let (part, rest) =
                items.into_iter().partition(|item| is_supported(&Value::Array(vec![item.clone()])));
            (Some(Value::Array(part)), Some(Value::Array(rest)))
        }
        other => (None, Some(other)),
    }
}

/// Adds the unsupported entries of a setting to its present value. They are kept unless the person has chosen something
/// else in their place.
fn merge(now: &mut Value, unknown: &Value) {
    match (now, unknown) {
        (Value::Object(now), Value::Object(unknown)) => {
            for (name, value) in unknown {
                match now.get_mut(name) {
                    Some(entry) => merge(entry, value),
                    None => _ = now.insert(name.clone(), value.clone()),
                }
            }
        }
        (Value::Array(now), Value::Array(unknown)) => {
            let new: Vec<Value> = unknown.iter().filter(|item| !now.contains(item)).cloned().collect();
            now.extend(new);
        }
        _ => {}
    }
}

fn to_map(settings: &Settings) -> io::Result<Map<String, Value>> {
    match serde_json::to_value(settings)? {
        Value::Object(map) => Ok(map),
        _ => Err(io::Error::other("the settings are not a JSON object")),
    }
}

/// The settings in use. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct SettingsStore(Arc<Inner>);

struct Inner {
    path: PathBuf,
    /// Set if the file could be neither read nor renamed: it must not be overwritten.
    is_read_only: bool,
    values: Mutex<Settings>,
    /// Held while a change is written, so that changes are written in order.
    writing: tokio::sync::Mutex<()>,
    notifier: Notifier,
}

impl SettingsStore {
    /// Reads the file; see [`Settings::load`].
    #[must_use]
    pub fn open(path: PathBuf, notifier: Notifier) -> (Self, Option<SettingsProblem>) {
        let (values, problem) = Settings::load(&path);
        let is_read_only = problem.as_ref().is_some_and(|problem| problem.set_aside.is_none());
        let writing = tokio::sync::Mutex::default();
        let inner = Inner { path, is_read_only, values: Mutex::new(values), writing, notifier };
        (Self(Arc::new(inner)), problem)
    }

    /// The current settings.
    #[must_use]
    pub fn get(&self) -> Settings {
        lock(&self.0.values).clone()
    }

    /// Reads something from the settings without copying all of them.
    pub fn with<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&lock(&self.0.values))
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// As [`SettingsStore::change`], on a thread that may block.
    pub fn change_blocking(&self, change: impl FnOnce(&mut Settings)) -> io::Result<()> {
        {
            let _one_at_a_time = self.0.writing.blocking_lock();
            let mut changed = self.get();
            change(&mut changed);
            self.check_writable()?;
            changed.save(&self.0.path)?;
            *lock(&self.0.values) = changed;
        }
        self.0.notifier.changed(Topic::Settings);
        Ok(())
    }

    fn check_writable(&self) -> io::Result<()> {
        if self.0.is_read_only {
            let cause = "the settings file cannot be replaced";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, cause));
        }
        Ok(())
    }

    /// Changes the settings. The change takes effect once it is written to disk.
    pub async fn change(&self, change: impl FnOnce(&mut Settings)) -> io::Result<()> {
        let _one_at_a_time = self.0.writing.lock().await;
        let mut changed = self.get();
        change(&mut changed);
        self.check_writable()?;
        let path = self.0.path.clone();
        let saved = tokio::task::spawn_blocking(move || changed.save(&path).map(|()| changed));
        let changed = saved.await.map_err(io::Error::other)??;
        *lock(&self.0.values) = changed;
        self.0.notifier.changed(Topic::Settings);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
