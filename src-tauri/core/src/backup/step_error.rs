//! How a step ends without leading to the next one.

use super::store::TransitionError;
use crate::archive::ArchiveError;
use crate::error::Error;

/// Why a step did not lead to the next one.
#[derive(Debug)]
pub(super) enum StepError {
    /// The person cancelled the job.
    Cancelled,
    /// The request was cancelled at TikTok, not by Satchel.
    CancelledAtTiktok,
    /// TikTok no longer has the archive.
    Expired,
    /// A backup has the archive that was opened already.
    AlreadySaved(String),
    /// Satchel is closing: the job stays as it is and continues at the next start.
    Closing,
    /// Something failed.
    Failed(Error),
}

impl StepError {
    /// TikTok's log id of the reply that made the step fail.
    pub(super) fn log_id(&self) -> Option<String> {
        match self {
            Self::Failed(error) => error.log_id(),
            _ => None,
        }
    }
}

/// The result of a step: the stored job says what comes next.
pub(super) type StepResult = Result<(), StepError>;

impl<E: Into<Error>> From<E> for StepError {
    fn from(error: E) -> Self {
        match error.into() {
            Error::Archive(ArchiveError::Cancelled) => Self::Cancelled,
            other => Self::Failed(other),
        }
    }
}

impl From<TransitionError> for Error {
    fn from(error: TransitionError) -> Self {
        match error {
            // Only a fault of Satchel's own changes a job behind the back of the task that runs it.
            TransitionError::Removed | TransitionError::Conflict(_) => Self::Bug(error.to_string()),
            TransitionError::NotStored(error) => Self::Ledger(error),
        }
    }
}
