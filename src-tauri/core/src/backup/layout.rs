//! Where a job keeps its files: the account's folder, the staging folder in it, the name of the finished backup.

use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Job, Source};
use crate::archive::{ARCHIVE, file_name_for};
use crate::data_request::{DataRequest, Kind, Part};
use crate::files;

/// The name of a staging folder begins with this; the job's id follows. Hidden on Linux and macOS.
pub(super) const STAGING: &str = ".satchel-";
/// The folder of exports that the person opened.
const OPENED: &str = "Opened exports";

/// Whether a folder with this name in the root of a volume belongs to the system: the trash of the volume, what a repair of
/// it has found, or an index of it. Some of them cannot be read.
pub(super) fn belongs_to_volume(name: &str) -> bool {
    let known = [
        "lost+found",
        "System Volume Information",
        "$RECYCLE.BIN",
        ".Trash",
        ".Trashes",
        ".Spotlight-V100",
        ".fseventsd",
        ".TemporaryItems",
        ".DocumentRevisions-V100",
    ];
    name.starts_with(".Trash-") || known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The paths of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The folder of its account, below the backup folder.
    pub account: PathBuf,
    /// Where it puts its backup together: on the volume of the backup folder, so that one rename makes it appear.
    pub staging: PathBuf,
}

impl Layout {
    /// The paths of this job. Demo accounts have folders of their own.
    #[must_use]
    pub fn of(job: &Job, is_demo: bool) -> Self {
        let name = match &job.source {
            Source::File { .. } => OPENED.to_owned(),
            Source::TikTok { account_name, .. } => {
                let name = file_name_for(account_name, "TikTok account");
                if is_demo { format!("{name} (demo)") } else { name }
            }
        };
        let account = job.root.join(name);
        let staging = account.join(format!("{STAGING}{}", job.id));
        Self { account, staging }
    }

    /// Whether the archive is in the staging folder. Blocks.
    #[must_use]
    pub fn has_archive(&self) -> bool {
        self.staging.join(ARCHIVE).is_file()
    }

    /// Removes the staging folder, and the account's folder if nothing else is in it. Blocks.
    pub fn remove_staging(&self) {
        if let Err(error) = files::remove_folder(&self.staging) {
            tracing::warn!(%error, "a staging folder could not be removed");
        }
        let _ = fs::remove_dir(&self.account);
    }

    /// The id of a backup with this folder name: its path below the backup folder.
    #[must_use]
    pub fn backup_id(&self, name: &str) -> String {
        let account = self.account.file_name().unwrap_or_default().to_string_lossy();
        format!("{account}/{name}")
    }

    /// A folder name for the finished backup that is neither taken nor in `reserved`: `2026-11-22 14-03 Everything`,
    /// then with ` (2)`. Blocks.
    #[must_use]
    pub fn free_name(&self, job: &Job, now: Timestamp, reserved: impl Fn(&str) -> bool) -> String {
        let time = now.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H-%M").to_string();
        let name = format!("{time} {}", subject(job.request()));
        let numbered = (2u64..).map(|number| format!("{name} ({number})"));
        std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| !reserved(name) && fs::symlink_metadata(self.account.join(name)).is_err())
            .unwrap_or(name)
    }
}

fn subject(request: Option<DataRequest>) -> &'static str {
    match request {
        None => "Opened export",
        Some(DataRequest { kind: Kind::Everything, .. }) => "Everything",
        Some(DataRequest { kind: Kind::PostsAndProfile, part: Part::Both, .. }) => "Posts and profile",
        Some(DataRequest { kind: Kind::PostsAndProfile, part: Part::Posts, .. }) => "Posts",
        Some(DataRequest { kind: Kind::PostsAndProfile, part: Part::Profile, .. }) => "Profile",
        Some(DataRequest { kind: Kind::Activity, .. }) => "Activity",
        Some(DataRequest { kind: Kind::DirectMessages, .. }) => "Direct messages",
    }
}
