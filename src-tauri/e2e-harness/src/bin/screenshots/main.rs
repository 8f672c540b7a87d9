//! Takes screenshots of the app's screens and states, in both themes, at the default and the minimum window size:
//! `screenshots <app> <folder> [scene…]`.
//!
//! Without scenes, all are played.

#[cfg(target_os = "linux")]
mod backup_fixture;
#[cfg(target_os = "linux")]
mod capture;
#[cfg(target_os = "linux")]
mod scene;
#[cfg(target_os = "linux")]
mod scenes;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(app), Some(folder)) = (words.next(), words.next()) else {
        eprintln!("screenshots <app> <folder> [scene…]");
        return ExitCode::from(2);
    };
    match scenes::play(app.as_ref(), folder.as_ref(), &words.collect::<Vec<_>>()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("Screenshots need an isolated desktop session, which only Linux supports.");
    ExitCode::FAILURE
}
