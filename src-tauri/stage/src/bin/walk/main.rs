//! The demo where nobody looks on: the real app on a screen of its own, walked through as a newcomer would.
//!
//! `walk <app> <folder>`; what comes of it stays in the folder.

#[cfg(target_os = "linux")]
mod diary;
#[cfg(target_os = "linux")]
mod journey;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [app, folder] = words.as_slice() else {
        eprintln!("walk <app> <folder>");
        return ExitCode::from(2);
    };
    match journey::walk(app.as_ref(), folder.as_ref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("The walk ended here: {trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("The walk needs a desktop of its own, which only Linux has.");
    ExitCode::FAILURE
}
