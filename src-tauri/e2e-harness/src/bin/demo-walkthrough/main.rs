//! Runs the demo in an isolated session, without a user: `demo-walkthrough <app> <folder>`.
//!
//! Backups and screenshots stay in the folder.

#[cfg(target_os = "linux")]
mod log;
#[cfg(target_os = "linux")]
mod walkthrough;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [app, folder] = words.as_slice() else {
        eprintln!("demo-walkthrough <app> <folder>");
        return ExitCode::from(2);
    };
    match walkthrough::run(app.as_ref(), folder.as_ref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The walk-through failed: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("The walk-through needs an isolated desktop session, which only Linux supports.");
    ExitCode::FAILURE
}
