//! Retries a start that failed because the previous instance is still shutting down.
//!
//! While it exits, that instance no longer accepts files but still owns the D-Bus name that makes Satchel a single
//! instance. The name is released shortly afterwards.

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

/// Counts the attempts across `exec`.
const ATTEMPTS_VARIABLE: &str = "SATCHEL_RELAUNCH_ATTEMPTS";
/// With [`RETRY_INTERVAL`] about six seconds in total. An instance that still holds the name by then has hung.
const MAX_ATTEMPTS: u32 = 25;
const RETRY_INTERVAL: Duration = Duration::from_millis(250);

/// Replaces this process with a new start of the same program if `error` means that the previous instance is exiting.
/// Returns for any other error, after the last attempt, and if the program cannot be executed.
pub(crate) fn retry_if_previous_instance_is_exiting(error: &tauri::Error) {
    let attempts = std::env::var(ATTEMPTS_VARIABLE).ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    if !is_single_instance_error(error) || attempts >= MAX_ATTEMPTS {
        return;
    }
    std::thread::sleep(RETRY_INTERVAL);
    if let Ok(program) = std::env::current_exe() {
        let error = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(ATTEMPTS_VARIABLE, (attempts + 1).to_string())
            .exec();
        eprintln!("Satchel could not be restarted: {error}");
    }
}

fn is_single_instance_error(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}
