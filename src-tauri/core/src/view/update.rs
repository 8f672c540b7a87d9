//! What the window is told of newer versions of Satchel itself.

use serde::Serialize;
use ts_rs::TS;

use crate::problem::Problem;

/// How it stands with newer versions of Satchel. Nothing is looked for, fetched or installed unless the person asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum UpdateView {
    /// This copy does not replace itself.
    Off {
        /// Why not.
        reason: UpdateOff,
    },
    /// Not looked for since Satchel was opened.
    NotChecked,
    /// Being looked for.
    Checking,
    /// There was none.
    UpToDate {
        /// When that was seen.
        #[ts(type = "number")]
        at: i64,
    },
    /// There is one.
    Available {
        /// Which.
        release: ReleaseView,
    },
    /// It is coming over.
    Downloading {
        /// Which.
        release: ReleaseView,
        /// Bytes done.
        #[ts(type = "number")]
        bytes: u64,
        /// Bytes in all, if known.
        #[ts(type = "number | null")]
        bytes_total: Option<u64>,
    },
    /// It is whole and signed, and is being put in its place.
    Installing {
        /// Which.
        release: ReleaseView,
    },
    /// It is in its place and opens at the next start.
    Installed {
        /// Which.
        release: ReleaseView,
    },
    /// It was not found, or not installed; the version there is stays.
    Failed {
        /// Why.
        problem: Problem,
        /// What can be tried again; without it, looking for one.
        release: Option<ReleaseView>,
    },
}

/// Why a copy of Satchel does not replace itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UpdateOff {
    /// It came with the system's packages, which the system renews.
    System,
    /// It was built without an address and a key for updates, or lies there without its package.
    OwnBuild,
}

/// A newer version, as it is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseView {
    /// For example `0.2.0`.
    pub version: String,
    /// What is new: text to show as it is.
    pub notes: Option<String>,
}
