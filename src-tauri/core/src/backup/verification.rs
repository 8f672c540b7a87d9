//! Verifying a backup: every file is read again and compared with the manifest.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::archive::{self, ArchiveError, FileChange};

/// What is known about whether a backup is still what was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CheckState {
    /// Not verified on this computer yet.
    NotChecked,
    /// Being verified.
    Checking {
        /// Files done.
        #[ts(type = "number")]
        files: u64,
        /// Files in all.
        #[ts(type = "number")]
        files_total: u64,
    },
    /// Files are being restored from the archive. A verification follows.
    Restoring {
        /// Files done.
        #[ts(type = "number")]
        files: u64,
        /// Files in all.
        #[ts(type = "number")]
        files_total: u64,
    },
    /// Every file is as it was saved.
    Verified {
        /// When that was found, Unix milliseconds.
        #[ts(type = "number")]
        at: i64,
    },
    /// Some files are not as they were saved; the archive as received is intact.
    Changed {
        /// When that was found, Unix milliseconds.
        #[ts(type = "number")]
        at: i64,
        /// Files that differ, are missing or are new; at most 100 of them.
        files: Vec<FileChange>,
        /// How many there are in all.
        #[ts(type = "number")]
        count: u64,
        /// How many of them can be restored from the archive.
        #[ts(type = "number")]
        #[serde(default)]
        restorable: u64,
    },
    /// Could not be verified: another program has one of the files open and does not share it.
    InUse,
    /// Could not be verified: the drive or network share did not answer, or was disconnected.
    Unreachable,
    /// The archive as received is not what it was, or is missing.
    Damaged {
        /// When that was found, Unix milliseconds.
        #[ts(type = "number")]
        at: i64,
    },
}

impl CheckState {
    /// Verified at this moment.
    #[must_use]
    pub fn verified_now() -> Self {
        Self::Verified { at: Timestamp::now().as_millisecond() }
    }

    /// Whether something is being done with the backup at the moment.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Checking { .. } | Self::Restoring { .. })
    }

    /// Whether this says something about the backup itself, and is worth storing.
    #[must_use]
    pub fn is_result(&self) -> bool {
        matches!(self, Self::Verified { .. } | Self::Changed { .. } | Self::Damaged { .. })
    }
}

/// Verifies a backup; `None` if it was cancelled. `is_reachable` tells, after the fact, whether the folder is still the one
/// that was to be verified. Blocks.
pub(super) fn verify(
    folder: &Path,
    cancel: &CancellationToken,
    progress: &(dyn Fn(u64) + Send + Sync),
    is_reachable: impl FnOnce() -> bool,
) -> Option<CheckState> {
    let verdict = archive::verify(folder, cancel, &|_, files| progress(files));
    let at = Timestamp::now().as_millisecond();
    let found = match verdict {
        Ok(verdict) if verdict.count == 0 => return Some(CheckState::Verified { at }),
        Err(ArchiveError::Cancelled) => return None,
        Err(error) if error.is_in_use() => return Some(CheckState::InUse),
        Ok(verdict) if verdict.archive_intact => {
            let (count, restorable) = (verdict.count, verdict.restorable);
            CheckState::Changed { at, files: verdict.changed, count, restorable }
        }
        // The manifest of the payload is missing, or is not one.
        Ok(_) | Err(ArchiveError::Unsafe(_)) => CheckState::Damaged { at },
        Err(ArchiveError::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            CheckState::Damaged { at }
        }
        Err(ArchiveError::File { source, .. }) if source.kind() == std::io::ErrorKind::InvalidData => {
            CheckState::Damaged { at }
        }
        Err(error) => {
            tracing::warn!(%error, "a backup could not be verified");
            return Some(CheckState::Unreachable);
        }
    };
    // Files that are missing because the drive is say nothing about the backup.
    Some(if is_reachable() { found } else { CheckState::Unreachable })
}
