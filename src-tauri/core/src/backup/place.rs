//! Where a backup lies: names of folders, staging, and what is already there.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Job, Source};
use crate::archive::{ARCHIVE, BagInfo, EntryPath, file_name_for, read_info};
use crate::files;
use crate::view::{BackupView, CheckView, DataRequest, Kind, Part, Permission, Provenance, ProvenanceLabel};

/// Begins the name of a staging folder; the job's id follows. Hidden on Linux and macOS.
const STAGING: &str = ".satchel-";
/// Where exports go that the person opened.
const OPENED: &str = "Opened exports";

// Labels in `bag-info.txt`.
const SOURCE: &str = "Satchel-Source";
const ACCOUNT: &str = "Satchel-Account";
const KIND: &str = "Satchel-Kind";
const PERMISSION: &str = "Satchel-Permission";
const PART: &str = "Satchel-Part";
const ORIGINAL: &str = "Satchel-Original-Name";
const REQUEST: &str = "Satchel-Request-Id";
const ASKED: &str = "Satchel-Asked-At";
const READY: &str = "Satchel-Ready-At";
const ARCHIVE_BYTES: &str = "Satchel-Archive-Bytes";
const ARCHIVE_SHA256: &str = "Satchel-Archive-SHA256";
const SAVED: &str = "Satchel-Saved-At";
const JOB: &str = "Satchel-Job";
const DEMO: &str = "Satchel-Demo";

/// The folder of a job's account, below the chosen folder.
#[must_use]
pub fn account_folder(job: &Job, is_demo: bool) -> PathBuf {
    let name = match &job.source {
        Source::File { .. } => OPENED.to_owned(),
        Source::TikTok { account_name, .. } => {
            let name = file_name_for(account_name, "TikTok account");
            if is_demo { format!("{name} (demo)") } else { name }
        }
    };
    job.root.join(name)
}

/// Where the job puts its backup together: on the target's own volume, so that one rename makes it appear.
#[must_use]
pub fn staging(job: &Job, is_demo: bool) -> PathBuf {
    account_folder(job, is_demo).join(format!("{STAGING}{}", job.id))
}

/// Whether the whole archive of a job lies in its staging folder.
#[must_use]
pub fn is_staged(job: &Job, is_demo: bool) -> bool {
    job.archive.is_some() && staging(job, is_demo).join(ARCHIVE).is_file()
}

/// Removes what a job has staged, and its account's folder if nothing else is in it.
pub fn forget_staging(job: &Job, is_demo: bool) {
    let staging = staging(job, is_demo);
    if let Err(error) = files::remove_folder(&staging) {
        tracing::warn!(%error, "a staging folder could not be removed");
    }
    if let Some(folder) = staging.parent() {
        let _ = fs::remove_dir(folder);
    }
}

/// A name for the finished backup that is not taken yet: `2026-11-22 14-03 Everything`, then with ` (2)`.
#[must_use]
pub fn final_name(job: &Job, folder: &Path, now: Timestamp) -> String {
    let time = now.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H-%M").to_string();
    let what = match job.request() {
        None => "Opened export",
        Some(DataRequest { kind: Kind::Everything, .. }) => "Everything",
        Some(DataRequest { kind: Kind::PostsAndProfile, part: Part::Both, .. }) => "Posts and profile",
        Some(DataRequest { kind: Kind::PostsAndProfile, part: Part::Posts, .. }) => "Posts",
        Some(DataRequest { kind: Kind::PostsAndProfile, part: Part::Profile, .. }) => "Profile",
        Some(DataRequest { kind: Kind::Activity, .. }) => "Activity",
        Some(DataRequest { kind: Kind::DirectMessages, .. }) => "Direct messages",
    };
    let plain = format!("{time} {what}");
    if !folder.join(&plain).exists() {
        return plain;
    }
    (2..1000).map(|n| format!("{plain} ({n})")).find(|name| !folder.join(name).exists()).unwrap_or(plain)
}

/// The provenance of a job, for its `bag-info.txt`.
#[must_use]
pub fn provenance(job: &Job, scope: Option<&str>, is_demo: bool, now: Timestamp) -> BagInfo {
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
            info.add("Satchel-Account-Id", &account.0);
            info.add(KIND, word(&request.kind));
            info.add(PERMISSION, word(&request.permission));
            info.add(PART, word(&request.part));
            info.add("Satchel-Scope", scope.unwrap_or_default());
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

/// Where a backup comes from, as its own `bag-info.txt` says, in the order in which it is shown. Blocks.
#[must_use]
pub fn provenance_of(folder: &Path, layout: Option<&str>) -> Vec<Provenance> {
    use ProvenanceLabel as L;
    let Some(info) = read_info(folder) else { return Vec::new() };
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

/// Whether this folder is the backup that the job made.
#[must_use]
pub fn is_made_by(folder: &Path, job: &Job) -> bool {
    read_info(folder).is_some_and(|info| info.get(JOB) == Some(job.id.as_str()))
}

/// The backups below the chosen folder, newest first. The truth is on the disk: what was moved away is gone from the
/// list, what was put there is in it. Blocks.
#[must_use]
pub fn scan(root: &Path, is_demo: bool) -> Vec<BackupView> {
    let folders = |of: &Path| {
        let entries = fs::read_dir(of).into_iter().flatten().flatten();
        entries.filter(|e| e.file_type().is_ok_and(|t| t.is_dir())).map(|e| e.path()).collect::<Vec<_>>()
    };
    let mut found: Vec<BackupView> = folders(root)
        .iter()
        .flat_map(|account| folders(account))
        .filter(|folder| !folder.file_name().is_some_and(|n| n.to_string_lossy().starts_with(STAGING)))
        .filter_map(|folder| view(root, &folder, is_demo))
        .collect();
    found.sort_by(|a, b| (b.saved_at, &b.id).cmp(&(a.saved_at, &a.id)));
    found
}

fn view(root: &Path, folder: &Path, is_demo: bool) -> Option<BackupView> {
    let info = read_info(folder)?;
    let source = info.get(SOURCE)?;
    if source == "tiktok" && info.get(DEMO).is_some() != is_demo {
        return None;
    }
    let id = folder
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|c| c.as_os_str().to_str())
        .collect::<Option<Vec<_>>>()?;
    let request = info.get(KIND).and_then(|kind| {
        Some(DataRequest {
            kind: from_word(kind)?,
            permission: from_word::<Permission>(info.get(PERMISSION)?)?,
            part: info.get(PART).and_then(from_word).unwrap_or_default(),
        })
    });
    Some(BackupView {
        id: id.join("/"),
        saved_at: info.get(SAVED)?.parse::<Timestamp>().ok()?.as_millisecond(),
        request,
        file_name: info.get(ORIGINAL).map(str::to_owned),
        account_name: info.get(ACCOUNT).map(str::to_owned),
        bytes: info.get("Payload-Oxum").and_then(|oxum| oxum.split('.').next()?.parse().ok()).unwrap_or(0),
        check: CheckView::NotChecked,
        records: None,
    })
}

/// The folder of a backup by its id; `None` if the id is no plain path below the root.
#[must_use]
pub fn folder_of(root: &Path, id: &str) -> Option<PathBuf> {
    let folder = EntryPath::parse(id).ok().filter(|path| path.as_str() == id)?.below(root);
    folder.is_dir().then_some(folder)
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn from_word<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
