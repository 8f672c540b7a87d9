//! Why a run failed.

/// Any error; its text is printed.
pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;
