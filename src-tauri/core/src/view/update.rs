//! The state of updates of Satchel.

use serde::Serialize;
use ts_rs::TS;

use crate::problem::Problem;

/// The state of updates. Satchel checks for, downloads and installs updates only when the person asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum UpdateView {
    /// This copy of Satchel does not update itself.
    Off {
        /// The reason.
        reason: UpdateOff,
    },
    /// No check since Satchel was started.
    NotChecked,
    /// A check is running.
    Checking,
    /// There is no newer version.
    UpToDate {
        /// When that was checked, in Unix milliseconds.
        #[ts(type = "number")]
        at: i64,
    },
    /// There is a newer version.
    Available {
        /// The newer version.
        release: ReleaseView,
    },
    /// It is being downloaded.
    Downloading {
        /// The newer version.
        release: ReleaseView,
        /// Bytes downloaded so far.
        #[ts(type = "number")]
        bytes: u64,
        /// Total bytes, if known.
        #[ts(type = "number | null")]
        bytes_total: Option<u64>,
    },
    /// The download is complete and its signature is valid; it is being installed.
    Installing {
        /// The newer version.
        release: ReleaseView,
    },
    /// It is installed and will be used from the next start.
    Installed {
        /// The newer version.
        release: ReleaseView,
    },
    /// The check or the installation failed; the installed version is unchanged.
    Failed {
        /// The cause.
        problem: Problem,
        /// The release whose installation can be tried again; `None` if the check failed.
        release: Option<ReleaseView>,
    },
}

/// Why a copy of Satchel does not update itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UpdateOff {
    /// It was installed by the system's package manager, which also updates it.
    System,
    /// It was built without an update server and key, or is not run from its package.
    OwnBuild,
}

/// A newer version, as described by the update manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseView {
    /// The version, for example `0.2.0`.
    pub version: String,
    /// The release notes, as plain text.
    pub notes: Option<String>,
}
