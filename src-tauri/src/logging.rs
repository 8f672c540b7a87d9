//! Log files: one per day, the last seven are kept. Logs contain no tokens, no personal content and no query strings.

use std::path::Path;

use satchel_core::files;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

/// Starts logging to files in this folder. The log is flushed when the guard is dropped.
///
/// Returns `None` if the log cannot be written: Satchel also works without one.
pub(crate) fn start(folder: &Path) -> Option<WorkerGuard> {
    // The folder keeps others out of the files of later days as well.
    files::create_private_folder(folder).ok()?;
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("satchel")
        .filename_suffix("log")
        .max_log_files(7)
        .build(folder)
        .ok()?;
    for log in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        files::make_private(&log.path());
    }
    let (writer, guard) = tracing_appender::non_blocking(file);
    let filter = EnvFilter::try_from_env("SATCHEL_LOG")
        .unwrap_or_else(|_| "warn,satchel_core=info,satchel_app=info".into());
    tracing_subscriber::fmt().with_writer(writer).with_ansi(false).with_env_filter(filter).try_init().ok()?;
    Some(guard)
}
