//! Runs the app in an isolated desktop session with its own display, session bus, keychain, home folder and browser, and
//! serves updates to it. The user's desktop is not affected.

#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]

mod app;
mod browser;
mod desktop_session;
mod error;
mod releases;

pub use app::App;
pub use browser::Browser;
pub use desktop_session::DesktopSession;
pub use error::Error;
pub use releases::{Release, Releases};
