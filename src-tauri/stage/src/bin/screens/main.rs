//! Pictures of every screen and state of the real app, in light and dark, in the window's usual and its smallest size.
//!
//! `screens <app> <folder> [scene…]`; without names, every scene.

#[cfg(target_os = "linux")]
mod bags;
#[cfg(target_os = "linux")]
mod camera;
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
        eprintln!("screens <app> <folder> [scene…]");
        return ExitCode::from(2);
    };
    match scenes::play(app.as_ref(), folder.as_ref(), &words.collect::<Vec<_>>()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("The pictures need a desktop of their own, which only Linux has.");
    ExitCode::FAILURE
}
