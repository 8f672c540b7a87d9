//! Errors of the harness.

/// Why a session could not be started, or which state was not reached in time.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
