//! How far a move of the backup folder is.

use serde::Serialize;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

/// How far a move of the backup folder is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoveProgress {
    /// Where it goes, for display.
    pub to: String,
    /// Bytes copied and compared.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes in all.
    #[ts(type = "number")]
    pub bytes_total: u64,
    /// Whether everything is copied, and the old folder is being removed. It can no longer be cancelled.
    pub is_removing: bool,
}

/// What a running move keeps in the state.
pub(super) struct Moving {
    pub(super) cancel: CancellationToken,
    pub(super) progress: MoveProgress,
}
