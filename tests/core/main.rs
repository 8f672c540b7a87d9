//! Core's journeys: the real program without a window, against the stand-in for TikTok over real HTTP, with real files.
#![allow(clippy::unwrap_used)]

mod app;
mod backup;
mod bindings;
mod concurrency;
mod interruptions;
mod library;
mod opened;
mod own_files;
mod refusals;
mod sign_in;
mod windows;
