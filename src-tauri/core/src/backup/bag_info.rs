//! What `bag-info.txt` says about a backup: written once, read for the list of backups and for its details.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::export_date::date_in_file_name;
use super::layout::{STAGING, belongs_to_volume};
use super::provenance::{Provenance, ProvenanceLabel};
use super::{CheckState, Job, Source};
use crate::account::OpenId;
use crate::archive::{BagInfo, UNREADABLE_COUNT, read_info};
use crate::data_request::{DataRequest, Permission};
use crate::library::ExportDates;

// Labels in `bag-info.txt`.
const SOURCE: &str = "Satchel-Source";
const ACCOUNT: &str = "Satchel-Account";
const ACCOUNT_ID: &str = "Satchel-Account-Id";
const KIND: &str = "Satchel-Kind";
const PERMISSION: &str = "Satchel-Permission";
const PART: &str = "Satchel-Part";
const ORIGINAL: &str = "Satchel-Original-Name";
const REQUEST: &str = "Satchel-Request-Id";
const ASKED: &str = "Satchel-Asked-At";
const READY: &str = "Satchel-Ready-At";
const ARCHIVE_BYTES: &str = "Satchel-Archive-Bytes";
pub(super) const ARCHIVE_SHA256: &str = "Satchel-Archive-SHA256";
const SAVED: &str = "Satchel-Saved-At";
const JOB: &str = "Satchel-Job";
const DEMO: &str = "Satchel-Demo";

/// One backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its id in commands: its path below the backup folder.
    pub id: String,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// When its data was requested, if known.
    pub requested_at: Option<Timestamp>,
    /// What was requested; `None` for an opened export.
    pub request: Option<DataRequest>,
    /// The name of the file that was opened.
    pub file_name: Option<String>,
    /// The account's name.
    pub account_name: Option<String>,
    /// The account's id.
    pub account_id: Option<OpenId>,
    /// Bytes of all its files.
    pub bytes: u64,
    /// How many entries of its archive could not be unpacked when it was saved: it is incomplete unless this is zero.
    pub unreadable: u64,
    /// The result of its last verification.
    pub check: CheckState,
}

impl Backup {
    /// The dates that are known without reading its records.
    #[must_use]
    pub fn dates(&self) -> ExportDates {
        ExportDates {
            requested: self.requested_at.map(Timestamp::as_millisecond),
            saved: self.saved_at.as_millisecond(),
        }
    }
}

/// The backups in a folder.
#[derive(Debug, Default)]
pub struct Scan {
    /// Those that could be read, newest first.
    pub backups: Vec<Backup>,
    /// An error that kept others from being read. What is not listed may still be there.
    pub error: Option<io::Error>,
}

/// Describes the backup of a job.
#[must_use]
pub fn describe(job: &Job, is_demo: bool, now: Timestamp) -> BagInfo {
    let mut info = BagInfo::default();
    info.add("Bag-Software-Agent", concat!("Satchel ", env!("CARGO_PKG_VERSION")));
    info.add("Bagging-Date", now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string());
    let time = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    match &job.source {
        Source::File { path } => {
            info.add("External-Description", "A TikTok data export, opened from a file");
            info.add(SOURCE, "file");
            info.add(ORIGINAL, path.file_name().unwrap_or_default().to_string_lossy());
        }
        Source::TikTok { request, account, account_name } => {
            info.add(
                "External-Description",
                "A TikTok data export, fetched through TikTok's Data Portability API",
            );
            info.add(SOURCE, "tiktok");
            info.add(ACCOUNT, account_name);
            info.add(ACCOUNT_ID, &account.0);
            info.add(KIND, word(&request.kind));
            info.add(PERMISSION, word(&request.permission));
            info.add(PART, word(&request.part));
            info.add("Satchel-Scope", job.scope().map(crate::account::Scope::as_str).unwrap_or_default());
            if let Some(id) = job.request_id {
                info.add(REQUEST, id.to_string());
            }
            info.add(ASKED, time(job.ask_sent_at.unwrap_or(job.started_at)));
            if let Some(at) = job.ready_at {
                info.add(READY, time(at));
            }
        }
    }
    info.add(SAVED, time(now));
    if let Some(archive) = &job.archive {
        info.add(ARCHIVE_BYTES, archive.bytes.to_string());
        info.add(ARCHIVE_SHA256, &archive.sha256);
    }
    if is_demo && job.request().is_some() {
        info.add(DEMO, "yes: invented data from the stand-in for TikTok");
    }
    info.add(JOB, &job.id);
    info
}

/// Where a backup comes from, in the order in which it is shown. Blocks.
#[must_use]
pub fn provenance(folder: &Path, layout: Option<&str>) -> Vec<Provenance> {
    use ProvenanceLabel as L;
    let Ok(Some(info)) = read_info(folder) else { return Vec::new() };
    let time = |label| Some(info.get(label)?.parse::<Timestamp>().ok()?.as_millisecond().to_string());
    let text = |label: &str| info.get(label).map(str::to_owned);
    let scope = text(KIND).map(|kind| format!("{kind}/{}", info.get(PERMISSION).unwrap_or_default()));
    let format = layout.map_or_else(|| "BagIt 1.0".to_owned(), |layout| format!("BagIt 1.0, {layout}"));
    let lines = [
        (L::Source, text(SOURCE)),
        (L::Account, text(ACCOUNT)),
        (L::Scope, scope),
        (L::OriginalName, text(ORIGINAL)),
        (L::Request, text(REQUEST)),
        (L::Asked, time(ASKED)),
        (L::Ready, time(READY)),
        (L::Saved, time(SAVED)),
        (L::Archive, text(ARCHIVE_BYTES)),
        (L::Sha256, text(ARCHIVE_SHA256)),
        (L::Format, Some(format)),
        (L::WrittenBy, text("Bag-Software-Agent")),
    ];
    lines.into_iter().filter_map(|(label, value)| Some(Provenance { label, value: value? })).collect()
}

/// Whether this folder is the backup that the job with this id made. Blocks.
#[must_use]
pub fn is_made_by(folder: &Path, job: &str) -> bool {
    read_info(folder).is_ok_and(|info| info.is_some_and(|info| info.get(JOB) == Some(job)))
}

/// Finds the backups in a folder: two levels down, whatever their names. That something disappears meanwhile, for example
/// because a drive is disconnected, is an error: it must not be taken for removed backups. Blocks.
#[must_use]
pub fn scan(root: &Path, is_demo: bool) -> Scan {
    let mut scan = Scan::default();
    for account in subfolders(root, &mut scan.error) {
        if account.file_name().is_some_and(|name| belongs_to_volume(&name.to_string_lossy())) {
            continue;
        }
        for folder in subfolders(&account, &mut scan.error) {
            if folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(STAGING)) {
                continue;
            }
            match read_info(&folder) {
                Ok(info) => scan.backups.extend(info.and_then(|info| backup(root, &folder, &info, is_demo))),
                Err(error) => scan.error = Some(error),
            }
        }
    }
    scan.backups.sort_by(|a, b| (b.saved_at, &b.id).cmp(&(a.saved_at, &a.id)));
    scan
}

/// The folders in a folder. Links to folders count: the person may have moved an account to another drive.
fn subfolders(folder: &Path, error: &mut Option<io::Error>) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(failed) => {
            *error = Some(failed);
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for entry in entries {
        match entry.map(|entry| (fs::metadata(entry.path()), entry)) {
            Ok((Ok(metadata), entry)) if metadata.is_dir() => found.push(entry.path()),
            // A link that leads nowhere is no folder.
            Ok((Err(failed), entry))
                if failed.kind() == io::ErrorKind::NotFound && entry.path().is_symlink() => {}
            Ok((Err(failed), _)) | Err(failed) => *error = Some(failed),
            Ok(_) => {}
        }
    }
    found
}

fn backup(root: &Path, folder: &Path, info: &BagInfo, is_demo: bool) -> Option<Backup> {
    let source = info.get(SOURCE)?;
    if source == "tiktok" && info.get(DEMO).is_some() != is_demo {
        return None;
    }
    let parts = folder.strip_prefix(root).ok()?.components();
    let id = parts.map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?.join("/");
    let request = info.get(KIND).and_then(|kind| {
        Some(DataRequest {
            kind: from_word(kind)?,
            permission: from_word::<Permission>(info.get(PERMISSION)?)?,
            part: info.get(PART).and_then(from_word).unwrap_or_default(),
        })
    });
    let saved_at = info.get(SAVED)?.parse().ok()?;
    let asked_at = info.get(ASKED).and_then(|at| at.parse().ok());
    Some(Backup {
        id,
        saved_at,
        requested_at: asked_at.or_else(|| date_in_file_name(info.get(ORIGINAL)?, saved_at)),
        request,
        file_name: info.get(ORIGINAL).map(str::to_owned),
        account_name: info.get(ACCOUNT).map(str::to_owned),
        account_id: info.get(ACCOUNT_ID).map(|id| OpenId(id.to_owned())),
        bytes: info.get("Payload-Oxum").and_then(|oxum| oxum.split('.').next()?.parse().ok()).unwrap_or(0),
        unreadable: info.get(UNREADABLE_COUNT).and_then(|count| count.parse().ok()).unwrap_or(0),
        check: CheckState::NotChecked,
    })
}

/// The folder of a backup by its id; `None` if the id is not two names below the folder, or there is no such folder.
/// Names that other systems could not have are fine: the folder exists. Blocks.
#[must_use]
pub fn folder_of(root: &Path, id: &str) -> Option<PathBuf> {
    let (account, name) = id.split_once('/')?;
    let is_plain = |part: &str| {
        let mut components = Path::new(part).components();
        matches!(components.next(), Some(std::path::Component::Normal(only)) if only == part)
            && components.next().is_none()
    };
    if !is_plain(account) || !is_plain(name) || name.starts_with(STAGING) {
        return None;
    }
    let folder = root.join(account).join(name);
    folder.is_dir().then_some(folder)
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn from_word<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A backup folder with one bag in it.
    fn bag(folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("bagit.txt"), "BagIt-Version: 1.0\n").unwrap();
        fs::write(folder.join("bag-info.txt"), format!("{SOURCE}: file\n{SAVED}: 2026-01-01T00:00:00Z\n"))
            .unwrap();
    }

    #[test]
    fn an_id_leads_to_a_folder_below_the_root_and_nowhere_else() {
        let root = tempfile::tempdir().unwrap();
        bag(&root.path().join("Opened exports").join("one"));
        fs::create_dir(root.path().join("Opened exports").join(".satchel-1")).unwrap();
        assert!(folder_of(root.path(), "Opened exports/one").is_some());
        for id in [
            "",
            "/",
            "one",
            "Opened exports/",
            "Opened exports/two",
            "../x",
            "Opened exports/..",
            "./one",
            "Opened exports/one/..",
            "Opened exports/./one",
            "/etc",
            "Opened exports/.satchel-1",
        ] {
            assert_eq!(folder_of(root.path(), id), None, "{id}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn backups_with_names_that_other_systems_refuse_are_listed_and_found() {
        let root = tempfile::tempdir().unwrap();
        for name in ["a: b", "what?", "dot.", " blank", "blank ", "CON", "Cafe\u{301}", "back\\slash"] {
            bag(&root.path().join("Opened exports").join(name));
        }
        let found = scan(root.path(), false);
        assert!(found.error.is_none() && found.backups.len() == 8, "{found:?}");
        for backup in found.backups {
            assert!(folder_of(root.path(), &backup.id).is_some(), "{}", backup.id);
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_account_folder_that_is_a_link_is_followed() {
        let root = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        bag(&other.path().join("one"));
        std::os::unix::fs::symlink(other.path(), root.path().join("Maren")).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", root.path().join("dead link")).unwrap();
        let found = scan(root.path(), false);
        assert!(found.error.is_none(), "{found:?}");
        assert_eq!(found.backups[0].id, "Maren/one");
        assert!(folder_of(root.path(), "Maren/one").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_a_volume_has_in_its_root_need_not_be_readable() {
        let root = tempfile::tempdir().unwrap();
        bag(&root.path().join("Maren").join("one"));
        for name in ["lost+found", ".Trash-1000", "System Volume Information"] {
            let unreadable = root.path().join(name).join("one");
            bag(&unreadable);
            let info = unreadable.join("bag-info.txt");
            fs::remove_file(&info).unwrap();
            std::os::unix::fs::symlink("bag-info.txt", &info).unwrap();
        }
        let found = scan(root.path(), false);
        assert!(found.error.is_none() && found.backups.len() == 1, "{found:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_backup_that_cannot_be_read_is_an_error_and_a_pipe_does_not_block() {
        let root = tempfile::tempdir().unwrap();
        let account = root.path().join("Opened exports");
        bag(&account.join("good"));
        bag(&account.join("bad"));
        let info = account.join("bad").join("bag-info.txt");
        fs::remove_file(&info).unwrap();
        std::os::unix::fs::symlink("bag-info.txt", &info).unwrap();
        let found = scan(root.path(), false);
        assert_eq!(found.backups.len(), 1);
        assert!(found.error.is_some(), "reading in a circle is an error, not an absent file");
        fs::remove_file(&info).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&info).status().unwrap().success());
        let found = scan(root.path(), false);
        assert!(found.error.is_none() && found.backups.len() == 1, "{found:?}");
    }
}
