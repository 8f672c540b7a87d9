//! A start in the moment in which the Satchel before it closes: that one takes no more files, but still has the name by
//! which there is only one. A little later the name is free.

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

/// How often it was tried already.
const TRIES: &str = "SATCHEL_START_TRIES";
/// Together about six seconds: by then the other is gone, or it hangs.
const MOST: u32 = 25;
const BETWEEN: Duration = Duration::from_millis(250);

/// Starts this program again in its own place, if that is why it could not start. Returns if not, or if that does not
/// help.
pub(crate) fn if_the_last_one_is_closing(error: &tauri::Error) {
    let tries = std::env::var(TRIES).ok().and_then(|tries| tries.parse().ok()).unwrap_or(0);
    if !is_closing(error) || tries >= MOST {
        return;
    }
    std::thread::sleep(BETWEEN);
    if let Ok(program) = std::env::current_exe() {
        let error = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(TRIES, (tries + 1).to_string())
            .exec();
        eprintln!("Satchel could not be started again: {error}");
    }
}

fn is_closing(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}
