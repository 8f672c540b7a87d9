//! A desktop of its own for the real app: screen, session bus, keychain, home folder, browser, the stand-in for TikTok,
//! and a place where newer versions are announced. Nothing of the person's own desktop is touched.

#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]

mod app;
mod browser;
mod desk;
mod releases;

pub use app::App;
pub use browser::Browser;
pub use desk::Desk;
pub use releases::{Release, Releases};

/// Why a stage could not be set, or what was waited for in vain.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;
